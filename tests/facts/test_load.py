"""Rows and checks, seen through load(): one small folder, one fault, the whole sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.facts.csvfile import Row
from reportgen.facts.load import input_hashes, load
from reportgen.facts.read import read_seeds
from reportgen.facts.rows import COLUMNS, About, fact
from reportgen.model.fact import Entity, FactKey, Source
from tests.facts.folder import ENTITIES, GOOD, METRICS, csv, line, loaded, project, said


def test_a_good_row_becomes_a_fact(tmp_path: Path) -> None:
    facts, problems = loaded(tmp_path, line(dims="segment=toys;b=2;a=1", scope="total"))
    assert problems == ()
    key = FactKey("acme", "revenue", "FY2021", "total", "", (("a", "1"), ("b", "2"), ("segment", "toys")))
    fact = facts.choices[key].fact
    assert fact.quantity
    assert fact.quantity.value == Decimal("4.7E9")
    assert (fact.status, fact.source, fact.loc, fact.as_written) == ("A", "paper", "p1", "4.7 billion")
    assert str(fact.where) == "seeds/facts/acme.csv:2:1"
    assert facts.members["segment"]["toys"] == {"en": "Toys"}


def test_a_fact_is_known_from_the_day_of_its_source(tmp_path: Path) -> None:
    facts, _ = loaded(tmp_path, line(), line(period="FY2020", known_at="2021-03-31", note="the annual report"))
    known = {key.period: choice.fact.known_at for key, choice in facts.choices.items()}
    assert known == {"FY2021": date(2022, 6, 30), "FY2020": date(2021, 3, 31)}


def test_periods_follow_the_fiscal_year_of_the_entity(tmp_path: Path) -> None:
    facts, problems = load(project(tmp_path, {"spring": csv(line())}), METRICS, date(2024, 1, 1))
    assert problems == ()
    (choice,) = facts.choices.values()
    assert choice.fact.period.end == date(2021, 3, 31)


def test_a_date_is_said_and_no_quantity(tmp_path: Path) -> None:
    facts, problems = loaded(tmp_path, line(metric="exit", period="2021-07-21", value="2021-07-21", mult="", unit="date"))
    assert problems == ()
    (choice,) = facts.choices.values()
    assert (choice.fact.quantity, choice.fact.said) == (None, "2021-07-21")


def test_only_the_statuses_asked_for_are_loaded(tmp_path: Path) -> None:
    root = project(tmp_path, {"acme": csv(line(), line(period="FY2022", status="C:Broker"))})
    facts, _ = load(root, METRICS, date(2024, 1, 1), frozenset("AR"))
    assert [key.period for key in facts.choices] == ["FY2021"]


AT = "seeds/facts/acme.csv:2:"
FAULTS = {
    "no source": (
        {"source": ""},
        f"error[E303] {AT}11 source: the fact names no source; write the id of one of seeds/sources.yaml.",
    ),
    "unknown source": ({"source": "papier"}, f"error[E303] {AT}11 source: no source 'papier'. Known: paper, broker. Did you mean 'paper'?"),
    "no metric": ({"metric": ""}, f"error[E301] {AT}1 metric: the fact names no metric; write the id of one of config/metrics."),
    "unknown metric": (
        {"metric": "revenues"},
        f"error[E301] {AT}1 metric: no metric 'revenues'. Known: revenue, profit, charge, growth, staff, exit. Did you mean 'revenue'?",
    ),
    "no paragraph": ({"loc": "12"}, f"error[E304] {AT}12 loc: '12' is no paragraph; write p and its number, such as p12."),
    "a translation": (
        {"loc": "p90"},
        f"error[E318] {AT}12 loc: p90 only repeats p1 in another language; cite p1, or the statement counts twice.",
    ),
    "no period": (
        {"period": "2021H1"},
        (
            f"error[E305] {AT}2 period: '2021H1' is no period; periods are written FY2021, H1-2024, Q3-2024, 9M-2024, 2023-06, "
            "2024-06-30 or a..b."
        ),
    ),
    "a range of three": (
        {"period": "FY2019..FY2020..FY2021"},
        f"error[E305] {AT}2 period: 'FY2019..FY2020..FY2021' has more than two ends; a range is written a..b.",
    ),
    "no such day": ({"period": "2021-02-30"}, f"error[E305] {AT}2 period: '2021-02-30' is no date: day is out of range for month."),
    "unknown status": (
        {"status": "B"},
        (
            f"error[E309] {AT}10 status: no status 'B'. Known: A (actual), R (restated), P (provisional), E (own estimate), "
            "C:<who> (broker or consensus), G (guidance), T (claim of a third party)."
        ),
    ),
    "no words": (
        {"as_written": ""},
        f"error[E317] {AT}13 as_written: no words of the source; write the numeral or the number words exactly as they stand there.",
    ),
    "a space too many": ({"scope": "total "}, f"error[E316] {AT}3 scope: a space at the start or the end of the cell; delete it."),
    "no coordinate": (
        {"dims": "segment:toys"},
        f"error[E310] {AT}5 dims: 'segment:toys' is no coordinate; write name=value in small letters, several joined by semicolons.",
    ),
    "coordinate twice": ({"dims": "a=1;a=2"}, f"error[E310] {AT}5 dims: coordinate 'a' is there twice; keep one."),
    "unknown member": ({"dims": "segment=toy"}, f"error[E310] {AT}5 dims: no segment 'toy'. Known: tools, toys. Did you mean 'toys'?"),
    "no day of knowledge": (
        {"known_at": "June", "note": "n"},
        f"error[E311] {AT}14 known_at: 'June' is no date; a date is written 2024-06-30.",
    ),
    "day without a reason": (
        {"known_at": "2022-01-31"},
        f"error[E311] {AT}14 known_at: an own day of knowledge needs its reason in the column note.",
    ),
    "known after its source": (
        {"known_at": "2022-07-01", "note": "n"},
        f"error[E311] {AT}14 known_at: 2022-07-01 lies after 2022-06-30, the day on which source 'paper' was published.",
    ),
    "known before it happened": (
        {"known_at": "2021-12-30", "note": "n"},
        (
            f"error[E311] {AT}14 known_at: history cannot be known on 2021-12-30, before FY2021 ends; "
            "correct the day, the period or the status."
        ),
    ),
    "published before it happened": (
        {"period": "FY2022"},
        (
            f"error[E311] {AT}2 period: history cannot be known on 2022-06-30, before FY2022 ends; "
            "correct the day, the period or the status."
        ),
    ),
    "wrong unit": (
        {"metric": "staff", "period": "2021-12-31", "unit": "shares"},
        f"error[E308] {AT}8 unit: 'staff' is declared in persons, not in shares.",
    ),
    "no currency": (
        {"unit": "persons"},
        f"error[E308] {AT}8 unit: 'revenue' is declared in a currency, not in persons.",
    ),
    "a stock over a year": (
        {"metric": "staff", "unit": "persons"},
        f"error[E313] {AT}2 period: 'staff' is a stock and stands at a day; write 2021-12-31 instead of FY2021.",
    ),
    "a flow at a day": (
        {"period": "2021-12-31"},
        f"error[E313] {AT}2 period: 'revenue' is a flow and needs a span of time such as FY2021, not the day 2021-12-31.",
    ),
    "minus on a positive": (
        {"value": "-4.7"},
        f"error[E312] {AT}6 value: 'revenue' is declared as positive; write the value without a minus.",
    ),
    "plus on a negative": (
        {"metric": "charge"},
        f"error[E312] {AT}6 value: 'charge' is declared as negative; write the value with a minus.",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_has_its_cell_and_its_cure(case: str, tmp_path: Path) -> None:
    cells, sentence = FAULTS[case]
    _, problems = loaded(tmp_path, line(**cells))
    assert said(problems) == [sentence]


def test_all_faults_of_all_rows_are_told_at_once(tmp_path: Path) -> None:
    facts, problems = loaded(tmp_path, line(source="", loc="x", value="?"), line(), "ragged,row", line(metric="exit"))
    assert [(p.where.line, p.code) for p in problems if p.where] == [
        (2, "E306"),
        (2, "E303"),
        (2, "E304"),
        (4, "E168"),
        (5, "E308"),
    ]
    assert len(facts.choices) == 2


def test_a_statement_written_twice_is_an_error(tmp_path: Path) -> None:
    _, problems = loaded(tmp_path, line(), line(note="again", value="4700", mult="m", decimals="-8"))
    assert said(problems) == ["error[E314] seeds/facts/acme.csv:3:1 the same statement stands in line 2; delete one of the two."]


def test_a_jump_between_neighbours_is_a_warning(tmp_path: Path) -> None:
    _, problems = loaded(tmp_path, line(period="FY2020", value="4.1", mult="m"), line(), line(period="FY2019", value="4.2", mult="m"))
    assert said(problems) == [
        "warning[W330] seeds/facts/acme.csv:3:6 value: a jump by a factor of 100 or more against FY2020 (line 2); check the multiplier."
    ]


def test_a_jump_in_a_percentage_is_none(tmp_path: Path) -> None:
    rows = [line(metric="growth", period=f"FY{year}", value=value, mult="", unit="pct") for year, value in ((2020, "0.1"), (2021, "40"))]
    assert loaded(tmp_path, *rows)[1] == ()


def test_a_file_of_nobody(tmp_path: Path) -> None:
    _, problems = load(project(tmp_path, {"akme": csv(line())}), METRICS, date(2024, 1, 1))
    assert said(problems) == ["error[E302] seeds/facts/akme.csv no entity 'akme'. Known: acme, spring. Did you mean 'acme'?"]


def test_a_folder_without_facts(tmp_path: Path) -> None:
    _, problems = load(project(tmp_path, {}), METRICS, date(2024, 1, 1))
    assert said(problems) == ["error[E160] seeds/facts there is no fact file; put one file <entity>.csv for each entity here."]


def test_without_sources_the_rows_are_not_blamed(tmp_path: Path) -> None:
    root = project(tmp_path, {"acme": csv(line())})
    (root / "seeds/sources.yaml").unlink()
    _, problems = load(root, METRICS, date(2024, 1, 1))
    assert said(problems) == ["error[E101] seeds/sources.yaml there is no such file."]


def test_a_wrong_fiscal_year_end(tmp_path: Path) -> None:
    entities = 'entities:\n  acme:\n    name: {en: Acme}\n    fiscal_year_end: "13-31"\n'
    _, problems = load(project(tmp_path, {"acme": csv(line())}, entities=entities), METRICS, date(2024, 1, 1))
    assert said(problems) == [
        (
            "error[E302] seeds/entities.yaml:4:22 entities.acme.fiscal_year_end: '13-31' is no month and day; "
            "write the last day of the fiscal year such as 12-31 or 03-31."
        )
    ]


def test_an_unknown_key_of_a_source(tmp_path: Path) -> None:
    sources = "sources:\n  paper:\n    title: {en: Paper}\n    publisher: P\n    publishd: 2022-06-30\n"
    _, problems = load(project(tmp_path, {"acme": csv(line())}, sources=sources), METRICS, date(2024, 1, 1))
    assert [(p.code, str(p.where)) for p in problems] == [("E201", "seeds/sources.yaml:5:5")]
    assert problems[0].message.endswith("Did you mean 'published'?")


def test_the_hashes_of_all_inputs(tmp_path: Path) -> None:
    root = project(tmp_path, {"acme": csv(line())})
    before = input_hashes(root)
    assert list(before) == ["seeds/entities.yaml", "seeds/facts/acme.csv", "seeds/sources.yaml"]
    (root / "seeds/facts/acme.csv").write_text(csv(line(value="4.8")), encoding="utf-8")
    changed = [name for name, digest in input_hashes(root).items() if digest != before[name]]
    assert changed == ["seeds/facts/acme.csv"]


def test_rows_are_used_or_refused_and_none_gets_lost(tmp_path: Path) -> None:
    root = project(tmp_path, {"acme": csv(line(), line(loc="x"), "a,b"), "nobody": csv(line()), "spring": "x\n" + line() + "\n"})
    seeds, _ = read_seeds(root)
    assert (len(seeds.stated), seeds.refused) == (1, 4)


def test_the_columns_are_those_of_the_manual() -> None:
    assert ",".join(COLUMNS) == ("metric,period,scope,basis,dims,value,mult,unit,qual,status,source,loc,as_written,known_at,decimals,note")


CELLS = st.sampled_from(
    [*GOOD.values(), "", "-", "..", "1..2", "0000-01", "FY0000", "9999-12-31", "a=b;", ";", "=", "C:", "p0", "1e9", "~", "INF", "\u0663"]
)


@given(st.dictionaries(st.sampled_from(COLUMNS), CELLS | st.text(max_size=12)))
def test_any_cells_give_a_fact_or_problems_with_a_place(cells: dict[str, str]) -> None:
    about = About(Entity("acme", {"en": "Acme"}), {"paper": Source("paper", {"en": "Paper"}, {"en": "Paper"}, date(2022, 6, 30))}, {})
    row = Row({**dict.fromkeys(COLUMNS, ""), **GOOD, **cells}, "acme.csv", 2, {c: n for n, c in enumerate(COLUMNS, 1)})
    made, problems = fact(row, about)
    assert (made is None) == bool(problems)
    assert all(problem.where and problem.message.endswith((".", "?")) for problem in problems)


def test_schemes_of_a_dimension_name_its_members(tmp_path: Path) -> None:
    schemes = "schemes:\n  segment:\n    old: [tools]\n    new: [tools, toys]\n"
    facts, problems = load(project(tmp_path, {"acme": csv(line())}, entities=ENTITIES + schemes), METRICS, date(2024, 1, 1))
    assert problems == ()
    assert facts.schemes == {"segment": {"old": ("tools",), "new": ("tools", "toys")}}
    unknown = schemes.replace("toys", "toy")
    _, problems = load(project(tmp_path, {"acme": csv(line())}, entities=ENTITIES + unknown), METRICS, date(2024, 1, 1))
    assert [p.message for p in problems] == ["scheme 'new': no segment 'toy'. Known: tools, toys. Did you mean 'toys'?"]
