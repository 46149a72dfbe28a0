"""What the kinds find wrong with the declarations of a project, each with its place in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.metrics.kinds import KINDS
from reportgen.spec.kinds import Kinds
from reportgen.spec.project import load_project

DECLARED = """metrics:
  sales: {label: {en: Sales}, unit: money, measure: flow}
  loss: {label: {en: Loss}, unit: money, measure: flow}
  owed: {label: {en: Owed}, unit: money, measure: stock}
  staff: {label: {en: Staff}, unit: persons, measure: stock}
  rate: {label: {en: Rate}, unit: pct}
  served: {label: {en: Ever served}, unit: pure, measure: stock, counter: true}
"""


def told(folder: Path, text: str) -> list[str]:
    """The problems of a project that declares those metrics and one more."""
    file = folder / "config" / "metrics" / "m.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(DECLARED + text, encoding="utf-8")
    return [str(p).replace("config/metrics/m.yaml:", "") for p in load_project(folder, Kinds(KINDS)).problems]


def formula(text: str, inputs: str, unit: str = "money") -> str:
    return f"  a:\n    label: {{en: A}}\n    unit: {unit}\n    kind: formula\n    formula: {text}\n    inputs:\n" + "".join(
        f"      {line}\n" for line in inputs.split("; ")
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (formula("s + n", "s: {metric: sales}; n: {metric: staff}"), "12:16 metrics.a.formula: money and persons cannot be added up."),
        (
            formula("s / n", "s: {metric: sales}; n: {metric: staff}"),
            "12:14 metrics.a.formula: the formula gives money/persons, the metric declares money.",
        ),
        (formula("s - t", "s: {metric: sales}"), "12:18 metrics.a.formula: no input 't'. Known: s."),
        (
            formula("s['FY2021']", "s: {metric: sales}"),
            "12:14 metrics.a.formula: a formula takes an input as it is; write the name without brackets.",
        ),
        (
            formula("s", "s: {metric: sales}; t: {metric: loss}"),
            "15:10 metrics.a.inputs.t: the formula does not use input 't'; delete it or use it.",
        ),
        (
            formula("s", "s: {metric: sales, period: closing}"),
            "14:34 metrics.a.inputs.s.period: 'sales' is a flow and has no value of one day; name a span of time.",
        ),
        (
            formula("s", "s: {metric: sales, period: 2023-12-31}"),
            "14:34 metrics.a.inputs.s.period: 'sales' is a flow and has no value of one day; name a span of time.",
        ),
        (
            formula("s - t", "s: {metric: loss, scope: owners}; t: {metric: loss}"),
            "15:10 metrics.a.inputs.t: 's' and 't' are both loss: name the scope of 't' too.",
        ),
        (
            formula("s / c", "s: {metric: sales}; c: {metric: served}"),
            "12:18 metrics.a.formula: 'c' counts up from a beginning and says nothing about one period.",
        ),
        (
            "  a: {label: {en: A}, unit: money, kind: ratio, part: sales, whole: served}\n",
            "8:69 metrics.a.whole: 'served' counts up from a beginning and says nothing about one period; divide by another metric.",
        ),
        (
            "  a: {label: {en: A}, unit: money/persons, kind: ratio, part: sales, whole: staff, whole_at: average}\n",
            "8:3 metrics.a: an amount on the average is another than on the closing number: the name 'a' must say 'average'.",
        ),
        (
            "  a_average: {label: {en: A}, unit: pct, kind: ratio, part: loss, whole: sales, whole_at: average}\n",
            "8:91 metrics.a_average.whole_at: only a stock has an average of two dates; 'sales' is declared as flow.",
        ),
        (
            "  a: {label: {en: A}, unit: days, kind: days, balance: owed, flow: sales, at: average}\n",
            "8:3 metrics.a: several variants of these days exist: the name 'a' must say 'average'.",
        ),
        (
            "  a: {label: {en: A}, unit: days, kind: days, balance: loss, flow: sales}\n",
            "8:56 metrics.a.balance: a balance is a stock; 'loss' is declared as flow.",
        ),
        (
            "  a_trailing: {label: {en: A}, unit: days, kind: days, balance: owed, flow: sales, over: trailing}\n",
            "8:77 metrics.a_trailing.flow: twelve months up to a day need a metric of kind ttm; 'sales' is reported.",
        ),
        (
            "  a: {label: {en: A}, unit: money, measure: stock, rebuild: [{way: remainder}]}\n",
            "8:68 metrics.a.rebuild[0].way: 'remainder' is for a flow; 'a' is declared as stock.",
        ),
        (
            "  a: {label: {en: A}, unit: pct, kind: growth, of: sales, against: staff}\n",
            "8:68 metrics.a.against: 'sales' is in money and 'staff' in persons; these do not compare.",
        ),
        (
            "  a: {label: {en: A}, unit: pct, kind: growth, of: rate}\n",
            "8:52 metrics.a.of: 'rate' is a percentage: take kind difference, or say of_share: true where its relative change is meant.",
        ),
        (
            "  a: {label: {en: A}, unit: pct, kind: difference, of: rate}\n",
            "8:29 metrics.a.unit: a difference of percentages is in points; write pp, not pct.",
        ),
        (
            "  a: {label: {en: EV/Sales}, unit: x, kind: ev_sales, value: owed, sales: sales, over: ntm}\n",
            "8:19 metrics.a.label.en: the label must name the period of the sales, ntm; it lacks 'NTM'.",
        ),
    ],
)
def test_what_does_not_go_together(tmp_path: Path, text: str, sentence: str) -> None:
    assert told(tmp_path, text) == [f"error[E253] {sentence}"]


@pytest.mark.parametrize("period", ["yesterday", "2023", "FY23"])
def test_a_word_that_is_no_period(tmp_path: Path, period: str) -> None:
    growth = f"  a: {{label: {{en: A}}, unit: pct, kind: growth, of: sales, period: {period}}}\n"
    assert told(tmp_path, growth)[0].startswith(f"error[E208] 8:67 metrics.a.period: '{period}' is no period; periods are written")


def test_a_name_that_nobody_declared_is_said_alone(tmp_path: Path) -> None:
    assert told(tmp_path, formula("s + n", "s: {metric: sale}; n: {metric: staff}")) == [
        "error[E211] 14:19 metrics.a.inputs.s.metric: no metric 'sale'. Did you mean 'sales'?"
    ]


def test_what_goes_together_is_not_told(tmp_path: Path) -> None:
    assert told(tmp_path, formula("s - t", "s: {metric: sales}; t: {metric: loss, scope: owners}")) == []
    assert told(tmp_path, formula("s / t", "s: {metric: owed, period: closing}; t: {metric: loss}", "x")) == []
