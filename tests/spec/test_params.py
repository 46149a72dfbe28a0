from pathlib import Path

import pytest

from reportgen.model.problem import Location
from reportgen.spec.load import LoadedSpec, load_spec
from reportgen.spec.node import Node
from reportgen.spec.params import Params, with_params
from reportgen.spec.read import parse_yaml
from reportgen.spec.schema import ParamSpec
from tests.spec import sample

DECLARED = """\
params:
  company: {type: entity, default: northwind}
  year: {type: period, default: FY2023}
  limit: {type: number, default: 5}
"""
USED = (
    ("subject: northwind", 'subject: "${company}"'),
    ("growth > 5%", '"growth > ${limit}%"'),
    ("'FY2023' | period", "'${year}' | period"),
)


def load(
    root: Path, declared: str = DECLARED, given: Params = (), changes: tuple[tuple[str, str], ...] = USED
) -> tuple[LoadedSpec | None, list[str]]:
    text = sample.SPEC
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    found = sample.project(root, spec=text + declared)
    loaded, problems = load_spec(found.reports[0], found, given)
    return loaded, [str(problem).replace("config/reports/annual.yaml:", "") for problem in problems]


def test_defaults_stand_where_nothing_is_given(tmp_path: Path) -> None:
    loaded, problems = load(tmp_path)
    assert problems == []
    assert loaded is not None
    assert loaded.params == ()
    assert loaded.spec.subject == "northwind"
    assert loaded.spec.bullets[0][0].holds == "growth > 5%"
    assert loaded.spec.params["limit"].default == "5"


def test_given_values_stand_in_the_spec_and_are_named(tmp_path: Path) -> None:
    loaded, problems = load(tmp_path, given=(("company", "southwind"), ("limit", "2.5"), ("year", "FY2023")))
    assert problems == []
    assert loaded is not None
    assert loaded.params == (("company", "southwind"), ("limit", "2.5"))
    assert loaded.spec.subject == "southwind"
    assert loaded.spec.bullets[0][0].holds == "growth > 2.5%"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("compny", "x"), "error[E283] --set compny: no parameter 'compny'. Did you mean 'company'?"),
        (("company", "nortwind"), "error[E282] --set company: no entity 'nortwind'. Did you mean 'northwind'?"),
        (
            ("year", "FY20"),
            "error[E282] --set year: 'FY20' is no period; write it as FY2024, H1-2024, Q3-2024, 9M-2024, 2024-06 or 2024-06-30.",
        ),
        (
            ("year", "FY2021..FY2023"),
            (
                "error[E282] --set year: 'FY2021..FY2023' is a range, and this parameter takes one period; "
                "declare it with `type: periods` to allow ranges."
            ),
        ),
        (("limit", "much"), "error[E282] --set limit: 'much' is no number; write it as 12 or -0.5."),
        (("limit", "1e9"), "error[E282] --set limit: '1e9' is no number; write it as 12 or -0.5."),
    ],
)
def test_a_given_value_that_is_wrong(tmp_path: Path, given: tuple[str, str], sentence: str) -> None:
    loaded, problems = load(tmp_path, given=(given,))
    assert loaded is None
    assert problems == [sentence]


HOSTILE = (
    "../../etc",
    "{{ 1 }}",
    "{% x %}",
    "<b>",
    "a b",
    "x\n",
    "FY2023 ",
    " FY2023",
    "FY２０２３",
    "",
    "'",
    "${year}",
    "a/b",
    "-",
    ".",
    "*x*",
    "_x_",
)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["company", "year", "limit"])
def test_nothing_but_a_value_of_the_type_gets_in(tmp_path: Path, name: str, value: str) -> None:
    loaded, problems = load(tmp_path, given=((name, value),))
    assert loaded is None
    assert [text.split(" ")[0] for text in problems] == ["error[E282]"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "company: {",
            "Company: {",
            "error[E281] 54:3 params.Company: 'Company' cannot name a parameter; use small letters, digits and single '_'.",
        ),
        ("company: {", "as_of: {", "error[E281] 54:3 params.as_of: 'as_of' is taken."),
        (
            "type: entity",
            "type: entty",
            (
                "error[E205] 54:19 params.company.type: 'entty' is not allowed here. "
                "Allowed: entity, metric, period, periods, date, number, choice, locale. Did you mean 'entity'?"
            ),
        ),
        (", default: northwind", "", "error[E202] 54:12 params.company.default: key 'default' is missing."),
        (
            "default: northwind",
            "default: nowhere",
            "error[E282] 54:36 params.company.default: no entity 'nowhere'. Known: northwind, southwind.",
        ),
        ("type: entity, ", "type: choice, ", "error[E281] 54:12 params.company.choices: a choice needs its choices."),
        ("default: 5", "default: 5, choices: [a]", "error[E281] 56:46 params.limit.choices: a number has no choices; drop them."),
        (
            "type: entity, default: northwind",
            "type: choice, choices: [a, '<b>'], default: a",
            (
                "error[E281] 54:40 params.company.choices[1]: '<b>' cannot be a choice; "
                "letters, digits, '.', '_' and '-' are allowed, a letter or digit at both ends."
            ),
        ),
        (
            "year: {",
            "spare: {type: number, default: 1}\n  year: {",
            "error[E284] 55:3 params.spare: parameter 'spare' is used nowhere; write ${spare} where its value belongs, or drop it.",
        ),
    ],
)
def test_a_declaration_that_is_wrong(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    line = sample.SPEC.count("\n") + 2
    _, problems = load(tmp_path, DECLARED.replace(old, new))
    assert problems[:1] == [sentence.replace("54:", f"{line}:").replace("55:", f"{line + 1}:").replace("56:", f"{line + 2}:")]


def test_a_name_that_nobody_declared_is_told_where_it_stands(tmp_path: Path) -> None:
    changes = (*USED, ("kind: {en: Review}", 'kind: {en: "Review of ${yaer}"}'))
    assert load(tmp_path, changes=changes)[1] == ["error[E283] 2:23 kind.en: no parameter 'yaer'. Did you mean 'year'?"]
    changes = (*USED, ("  sales: {metric", '  "${year}": {metric'))
    assert load(tmp_path, changes=changes)[1] == ["error[E283] 7:3 figures: a key cannot hold a parameter; write the key out."]


def test_faults_behind_a_value_stand_where_they_are_written(tmp_path: Path) -> None:
    changes = (*USED, ("**Growth is back.** It is {{ growth | percent }}.", "In {{ '${year}' | period }} it was {{ growht | percent }}."))
    _, problems = load(tmp_path, changes=changes)
    column = next(line.index("growht") + 1 for line in _lines(changes) if "growht" in line)
    assert [text.split(" ")[1].split(":")[1] for text in problems] == [str(column)]


def _lines(changes: tuple[tuple[str, str], ...]) -> list[str]:
    text = sample.SPEC
    for old, new in changes:
        text = text.replace(old, new)
    return text.splitlines()


def filled(text: str, **values: str) -> Node:
    node, problems = parse_yaml(text.encode(), "a.yaml")
    assert node is not None, problems
    known = {name: ParamSpec(type="choice", default=value, choices=(value,)) for name, value in values.items()}
    found, _, problems = with_params(node, known, ())
    assert problems == ()
    value = found.get("a")
    assert value is not None
    return value


def test_a_mark_twice_and_one_that_is_meant_as_it_stands() -> None:
    assert filled("a: ${x} and ${y}, not $${x}", x="one", y="two").text == "one and two, not ${x}"


def test_a_mark_in_quotes_is_its_value_without_them() -> None:
    assert filled('a: "${x}"', x="12").plain
    assert not filled('a: "${x}."', x="12").plain


def test_places_within_a_filled_text() -> None:
    node = filled("a: ab ${x} cd ${y} ef", x="longer-than-it-was", y="s")
    assert [node.inside(node.text.index(word)) for word in ("ab", "longer", "cd", "s ef", "ef")] == [
        Location("a.yaml", 1, column) for column in (4, 7, 12, 15, 20)
    ]
    assert node.inside(node.text.index("than")) == Location("a.yaml", 1, 7)


def test_a_period_may_be_a_range_where_that_is_declared(tmp_path: Path) -> None:
    declared = "params:\n  years: {type: periods, default: FY2021..FY2023}\n"
    changes = (("periods: [FY2021..FY2023]", 'periods: ["${years}"]'),)
    loaded, problems = load(tmp_path, declared, (("years", "FY2022..FY2023"),), changes)
    assert problems == []
    assert loaded is not None
    assert loaded.spec.figures["sales"].periods == ("FY2022..FY2023",)


def test_a_child_gives_a_parameter_another_default(tmp_path: Path) -> None:
    text = sample.SPEC
    for old, new in USED:
        text = text.replace(old, new)
    found = sample.project(tmp_path, spec=text + DECLARED)
    child = "report: child\nextends: annual\nparams:\n  company: {default: southwind}\n"
    sample.write(tmp_path, {"config/reports/child.yaml": child})
    loaded, problems = load_spec(tmp_path / "config/reports/child.yaml", found)
    assert problems == ()
    assert loaded is not None
    assert (loaded.spec.subject, loaded.params) == ("southwind", ())
