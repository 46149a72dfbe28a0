"""The stage as a whole: no rule knows a name, nothing true is accused, what is found is marked and can be settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.consistency.find import doubts, find, marked, stale, touching
from reportgen.consistency.words import FRAME, REASONS, RULES, VERDICT_WORDS, WHY
from reportgen.model.fact import Acknowledged, Choice, Fact, FactKey, Facts
from reportgen.model.finding import VERDICTS
from reportgen.model.metric import Metric
from reportgen.model.problem import Location
from reportgen.spec.base import Block
from reportgen.spec.relations import Joint, Largest, Movement, Net, Related, Relations, Trend
from tests.consistency import make
from tests.consistency.make import METRICS, RELATED, found

EVERYTHING = (
    *("revenue FY2020 200 m CNY", "revenue FY2021 250 m CNY", "growth FY2021 40%", "cost FY2021 50 m CNY", "ratio FY2021 90%"),
    *("profit FY2018 -1 m CNY scope=total", "profit FY2019 -2 m CNY scope=total", "profit FY2018..FY2019 -9 m CNY scope=total"),
    *("profit FY2019 -4 m CNY scope=owners", "loss_growth FY2020 9% scope=owners", "profit_growth FY2020 9% scope=owners"),
    *("revenue H1-2021 100 m CNY", "revenue H2-2021 120 m CNY", "share FY2021 80% segment=tools", "share FY2021 70% segment=toys"),
    *("revenue FY2020 150 m CNY segment=tools", "revenue FY2020 90 m CNY segment=toys", "days FY2021 99 days"),
    *("receivables 2021-12-31 9 bn CNY basis=gross", "receivables 2021-12-31 2 bn CNY basis=net", "allowance 2021-12-31 5 bn CNY"),
    *("staff 2020-12-31 50 persons", "staff 2021-12-31 40 persons", "cut FY2021 15 persons", "change FY2023 9 m CNY"),
    *("revenue FY2023 20 m CNY", "growth FY2023 10%", "course FY2018..FY2021 said=down", "cost FY2020 20 m CNY"),
    *("market_share FY2021 50% market=market", "top_share FY2021 40% entity=market top=1", "stated_change FY2021 3%"),
)
"""A contradiction of every rule."""


def test_every_rule_finds_what_is_planted() -> None:
    rules = {f.rule for f in found(*EVERYTHING) if f.verdict == "contradiction"}
    assert rules == set(REASONS) - {"wording"}


def renamed(name: str) -> str:
    return "".join(reversed(name)).replace("~", "") + "q"


def other_metric(metric: Metric) -> Metric:
    """The metric under another name, naming others by their other names."""
    options = metric.options
    if isinstance(options, Block):
        keys = ("of", "against", "part", "whole", "balance", "flow")
        options = options.model_copy(update={k: renamed(v) for k in keys if (v := getattr(options, k, ""))})
    return replace(metric, id=renamed(metric.id), options=options, label={"en": "Something"})


def other_fact(fact: Fact) -> Fact:
    key = fact.key
    dims = tuple(sorted((name, renamed(value) if name in ("segment", "market") else value) for name, value in key.dims))
    return replace(fact, key=key._replace(entity=renamed(key.entity), metric=renamed(key.metric), dims=dims))


def other_related() -> Related:
    """The same relations between metrics and members of other names."""
    kind, options = RELATED.checks["stated_change"]
    return Related(
        Relations(
            variants={renamed("days"): (renamed("days_closing"), renamed("days_365"))},
            joint=(Joint(dimension="segment", member=renamed("both"), largest=2),),
            largest=(Largest(of=renamed("market_share"), together=renamed("top_share"), coordinate="top"),),
            nets=(Net(of=renamed("receivables"), less=renamed("allowance")),),
            movements=(Movement(metric=renamed("cut"), of=renamed("staff"), falls=True),),
            trends=(Trend(metric=renamed("course"), of=renamed("cost")),),
        ),
        {renamed("stated_change"): (kind, options.model_copy(update={"of": renamed("ratio")}))},
    )


def test_other_names_give_the_same_findings() -> None:
    facts = make.facts(*EVERYTHING)
    rows = [other_fact(choice.fact) for choice in facts.choices.values()]
    metrics = {m.id: m for m in map(other_metric, METRICS.values())}
    schemes = {"segment": {name: tuple(map(renamed, members)) for name, members in facts.schemes["segment"].items()}}
    others = find(replace(facts, choices={row.key: Choice(row) for row in rows}, schemes=schemes), metrics, other_related())

    def told(findings: tuple) -> list[tuple]:
        return sorted((f.rule, f.verdict, f.stated.where, f.computed and f.computed.value) for f in findings)

    assert told(others) == [(rule, verdict, where, value) for rule, verdict, where, value in told(find(facts, METRICS, RELATED))]


AMOUNTS = st.integers(min_value=10**6, max_value=10**12)
PLACES = st.integers(min_value=0, max_value=3)


def printed(value: Decimal, digits: int, unit: str, row: str) -> str:
    """The row with the value as it prints with so many digits behind the first."""
    place = min(value.adjusted() - digits, 0) if value else 0
    shown = value.quantize(Decimal(1).scaleb(place), rounding=ROUND_HALF_UP)
    return f"{row} {shown:f}{unit}"


def money(value: int, digits: int, row: str) -> str:
    place = min(max(Decimal(value).adjusted() - digits, 0), 6)
    shown = Decimal(value).quantize(Decimal(1).scaleb(place), rounding=ROUND_HALF_UP)
    scale, name = (9, "bn") if value >= 10**9 else (6, "m")
    number = shown.scaleb(-scale)
    return f"{row} {number.quantize(Decimal(1).scaleb(place - scale)):f} {name} CNY"


@given(st.lists(AMOUNTS, min_size=4, max_size=4), AMOUNTS, AMOUNTS, st.lists(PLACES, min_size=8, max_size=8))
@settings(max_examples=150, deadline=None)
def test_true_numbers_however_they_are_rounded_are_never_accused(years: list[int], tools: int, toys: int, digits: list[int]) -> None:
    rows = [money(value, 2 + digits[i], f"revenue FY{2018 + i}") for i, value in enumerate(years)]
    rows.append(money(sum(years), 1 + digits[4], "revenue FY2018..FY2021"))
    last, before = Decimal(years[3]), Decimal(years[2])
    rows.append(printed((last / before - 1) * 100, digits[5], "%", "growth FY2021"))
    rows.append(printed(Decimal(tools) / last * 100, digits[6], "%", "ratio FY2021"))
    rows.append(money(tools, 2 + digits[7], "cost FY2021"))
    rows.append(money(tools + toys, 1 + digits[5], "revenue FY2017"))
    rows.append(money(tools, digits[6] + 1, "revenue FY2017") + " segment=tools")
    rows.append(money(toys, digits[7] + 1, "revenue FY2017") + " segment=toys")
    rows.append(printed(Decimal(tools) / (tools + toys) * 100, digits[1], "%", "share FY2017") + " segment=tools")
    rows.append(printed(Decimal(toys) / (tools + toys) * 100, digits[2], "%", "share FY2017") + " segment=toys")
    assert [f for f in found(*rows) if f.verdict == "contradiction"] == []


def facts_of(*rows: str) -> tuple[Facts, tuple]:
    facts = make.facts(*rows)
    return facts, find(facts, METRICS, RELATED)


NET = ("receivables 2021-12-31 9 bn CNY basis=gross", "receivables 2021-12-31 2 bn CNY basis=net", "allowance 2021-12-31 5 bn CNY")


def test_a_contradiction_marks_the_statements_and_says_why() -> None:
    facts, findings = facts_of(*NET)
    disputes = {key.basis or key.metric: choice.dispute for key, choice in marked(facts, findings, METRICS).choices.items()}
    assert all(disputes.values())
    dispute = disputes["net"]
    assert dispute
    assert dispute.chosen
    assert dispute.chosen.as_written == "2 bn CNY"
    assert {fact.as_written for fact in dispute.others} == {"9 bn CNY", "5 bn CNY"}
    assert dispute.reason == REASONS["net"]
    assert dispute.computed
    assert dispute.computed.value == 4 * 10**9


def test_what_is_no_contradiction_is_not_marked() -> None:
    facts, findings = facts_of("profit FY2021 5 m CNY scope=owners", "profit FY2021 6 m CNY scope=total")
    assert marked(facts, findings, METRICS).choices == facts.choices


def test_two_contradictions_at_one_statement_are_both_told() -> None:
    facts, findings = facts_of(*NET, "receivables 2020-12-31 3 bn CNY basis=gross")
    twice = (*findings, *findings)
    dispute = next(c.dispute for k, c in marked(facts, twice, METRICS).choices.items() if k.basis == "net")
    assert dispute
    assert len(dispute.others) == 2


def acknowledged(rule: str, key: FactKey) -> Mapping[tuple[FactKey, str], Acknowledged]:
    return {(key, rule): Acknowledged({"en": "Read."}, Location("seeds/resolutions.yaml", 3))}


def test_the_desk_settles_a_finding_and_its_reason_is_printed() -> None:
    facts, _ = facts_of(*NET)
    key = next(k for k in facts.choices if k.basis == "net")
    settled = replace(facts, acknowledged=acknowledged("net", key))
    findings = find(settled, METRICS, RELATED)
    assert not any(f.is_open for f in findings)
    dispute = marked(settled, findings, METRICS).choices[key].dispute
    assert dispute
    assert dispute.reason == {"en": "Read."}
    assert stale(settled, findings) == ()


def test_what_the_desk_settles_without_a_finding_is_a_problem() -> None:
    facts, _ = facts_of(*NET)
    key = next(k for k in facts.choices if k.basis == "net")
    wrong = replace(facts, acknowledged=acknowledged("span", key))
    findings = find(wrong, METRICS, RELATED)
    assert any(f.is_open for f in findings)
    assert [str(p) for p in stale(wrong, findings)] == [
        "error[E320] seeds/resolutions.yaml:3:1 no rule 'span' finds a contradiction at this key; delete the entry."
    ]


def test_a_doubt_is_told_where_a_disputed_statement_is_used() -> None:
    facts, findings = facts_of(*NET, "revenue FY2021 5 m CNY")
    rows = {key.metric: choice.fact for key, choice in facts.choices.items()}
    assert doubts(findings, (rows["revenue"],)) == ()
    (doubt,) = doubts(findings, (rows["allowance"],))
    assert (doubt.code, doubt.severity) == ("W326", "warning")
    assert "'2 bn CNY' (paper p2)" in doubt.message
    assert "'9 bn CNY' (paper p1), '5 bn CNY' (paper p3)" in doubt.message


def test_findings_that_touch_what_is_used() -> None:
    facts, findings = facts_of(*NET, "revenue FY2020 1 m CNY", "revenue FY2021 1 m CNY", "growth FY2021 50%")
    rows = {key.metric: choice.fact for key, choice in facts.choices.items()}
    assert {f.rule for f in touching(findings, (rows["growth"],))} == {"parts"}
    assert touching(findings, ()) == ()


def test_every_word_stands_in_every_language_and_no_reason_holds_a_digit() -> None:
    for table in (REASONS, RULES, VERDICT_WORDS, WHY, FRAME):
        for texts in table.values():
            assert list(texts) == ["en", "de", "zh-Hant", "zh-Hans"]
            assert all(texts.values())
    assert not [text for texts in REASONS.values() for text in texts.values() if any(char.isdigit() for char in text)]
    assert set(VERDICT_WORDS) == set(VERDICTS)
    assert {f.rule for f in found(*EVERYTHING)} <= set(RULES)
