"""Stated against computed, what is missing and why, views, scopes: the questions that no kind answers alone."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.metrics.resolve import Resolver
from reportgen.model.figure import Point
from tests.support.made import ask, metric, percent, quantity, refusal, resolver

GROWTH = metric("growth", "pct", "growth", of="revenue")
LEVELS = ("revenue FY2020 3.446 bn CNY", "revenue FY2021 4.7 bn CNY")


def both(resolver: Resolver, point: Point) -> str:
    return f"{resolver.explain(point)} {resolver.cure(point)}"


def test_a_stated_value_that_agrees_and_is_finer_wins() -> None:
    found = resolver((*LEVELS, "growth FY2021 36.39%"), GROWTH).point(ask("growth", "FY2021"))
    assert (percent(found), found.method) == ("36.39", "reported")


def test_a_stated_value_that_agrees_and_is_coarser_does_not() -> None:
    rows = ("revenue FY2020 3.4460 bn CNY", "revenue FY2021 4.7000 bn CNY", "growth FY2021 36%")
    found = resolver(rows, GROWTH).point(ask("growth", "FY2021"))
    assert (percent(found), found.method) == ("36.39", "computed")


def test_a_stated_value_that_agrees_is_not_rounded_to_other_digits_than_the_source_prints() -> None:
    """15.45 per cent may have been printed as 15.4, and would be printed as 15.5 here."""
    rows = ("revenue FY2020 1.0000 bn CNY", "revenue FY2021 1.1545 bn CNY", "growth FY2021 15.4%")
    found = resolver(rows, GROWTH).point(ask("growth", "FY2021"))
    assert (percent(found), found.method) == ("15.40", "reported")


def test_a_stated_value_that_its_parts_contradict_is_set_aside_and_told() -> None:
    asked = resolver((*LEVELS, "growth FY2021 63.9%"), GROWTH)
    found = asked.point(ask("growth", "FY2021"))
    assert (percent(found), found.method) == ("36.39", "computed")
    assert [str(w) for w in asked.warnings()] == [
        (
            "warning[W324] seeds/facts/acme.csv:4:1 the stated acme growth FY2021 ('63.9%' in paper p3) does not follow from its parts; "
            "the computed value is used."
        )
    ]
    assert [f.as_written for f in found.disputes[0].others] == ["63.9%"]
    asked.point(ask("growth", "FY2021"))
    assert len(asked.warnings()) == 1


def test_a_stated_value_stands_where_its_parts_are_missing() -> None:
    assert resolver(("growth FY2021 36.39%",), GROWTH).point(ask("growth", "FY2021")).method == "reported"


def test_a_refusal_is_not_healed_by_a_stated_value() -> None:
    rows = ("profit FY2020 -1 CNY", "profit FY2021 2 CNY", "wanted FY2021 300%")
    assert refusal(resolver(rows, metric("growth", "pct", of="profit")).point(ask("wanted", "FY2021"))) == ("n.m.", "negative_base")


def test_what_no_fact_states() -> None:
    asked = resolver(LEVELS[1:], GROWTH)
    assert both(asked, asked.point(ask("revenue", "FY2019"))) == (
        "there is no value for revenue of acme for FY2019: no fact states it. "
        "Add a fact to seeds/facts/acme.csv, or let the figure say on_missing: n.a."
    )
    assert both(asked, asked.point(ask("growth", "FY2021", segment="toys", scope="owners"))) == (
        "there is no value for growth of acme for FY2021: it needs revenue of acme for FY2021 owners segment=toys, which has none "
        "(no fact states it). Add a fact to seeds/facts/acme.csv, or let the figure say on_missing: n.a."
    )


def test_what_becomes_known_later_names_the_day() -> None:
    asked = resolver(("revenue FY2021 4.7 bn CNY known=2022-03-31",), as_of=date(2022, 1, 1))
    found = asked.point(ask("revenue", "FY2021"))
    assert refusal(found) == ("n.a.", "not_known_yet")
    assert both(asked, found) == (
        "there is no value for revenue of acme for FY2021: not known on 2022-01-01. "
        "It becomes known on 2022-03-31; the brief is as of 2022-01-01."
    )


def test_statements_that_nothing_decides_between() -> None:
    asked = resolver(("revenue FY2021 4.7 bn CNY", "revenue FY2021 5.9 bn CNY"))
    assert both(asked, asked.point(ask("revenue", "FY2021"))) == (
        "there is no value for revenue of acme for FY2021: the statements conflict and nothing decides between them: "
        "'4.7 bn CNY' (paper p1) against '5.9 bn CNY' (paper p2). Decide between them in seeds/resolutions.yaml."
    )


def test_several_scopes_want_one_named() -> None:
    rows = ("profit FY2021 -17.177 bn CNY scope=total", "profit FY2021 -17.14 bn CNY scope=owners")
    asked = resolver(rows)
    assert both(asked, asked.point(ask("profit", "FY2021"))) == (
        "there is no value for profit of acme for FY2021: the facts have several scopes (owners or total). Say which: "
        "scope: owners or total."
    )
    named = asked.point(ask("profit", "FY2021", scope="owners"))
    assert named.quantity
    assert (named.scope, f"{named.quantity.value:f}") == ("owners", "-17140000000")


def test_several_bases_want_one_named_unless_one_is_plain() -> None:
    rows = ("receivables 2021-12-31 6 CNY basis=gross", "receivables 2021-12-31 4 CNY basis=net")
    asked = resolver(rows)
    assert both(asked, asked.point(ask("receivables", "FY2021"))) == (
        "there is no value for receivables of acme for 2021-12-31: the facts have several bases (gross or net). Say "
        "which: basis: gross or net."
    )
    plain = resolver((*rows, "receivables 2021-12-31 5 CNY")).point(ask("receivables", "FY2021"))
    assert plain.quantity
    assert plain.quantity.value == 5


def test_a_row_of_the_scope_goes_before_one_that_names_none() -> None:
    found = resolver(("profit FY2021 1 CNY", "profit FY2021 2 CNY scope=owners")).point(ask("profit", "FY2021", scope="owners"))
    assert found.quantity
    assert found.quantity.value == 2
    alone = resolver(("profit FY2021 1 CNY",)).point(ask("profit", "FY2021", scope="owners"))
    assert alone.quantity


def test_a_stock_of_a_year_is_that_at_its_end() -> None:
    found = resolver(("receivables 2021-12-31 6 CNY",)).point(ask("receivables", "FY2021"))
    assert found.period.text == "2021-12-31"
    month = resolver(("price 2021-12 6 HKD",)).point(ask("price", "2021-12-31"))
    assert month.period.text == "2021-12"


def test_a_view_turns_the_sign_and_keeps_the_facts() -> None:
    asked = resolver(("profit FY2021 -17.14 bn CNY",))
    loss = asked.point(ask("profit", "FY2021", view="loss"))
    assert loss.quantity
    assert (f"{loss.quantity.value:f}", loss.formula, loss.names["en"]) == ("17140000000", "-x", "Loss")
    assert loss.facts == asked.point(ask("profit", "FY2021")).facts
    renamed = asked.point(ask("profit", "FY2021", view="result"))
    assert (renamed.formula, renamed.names["en"]) == ("x", "Result")
    assert refusal(asked.point(ask("profit", "FY2019", view="loss"))) == ("n.a.", "not_known")


def test_sums_and_rests_of_members() -> None:
    rows = ("revenue FY2021 10 CNY", "revenue FY2021 4 CNY segment=a", "revenue FY2021 3 CNY segment=b")
    asked = resolver(rows)
    both_parts, rest = (asked.point(ask("revenue", "FY2021", segment=s)) for s in ("a+b", "except:a+b"))
    assert both_parts.quantity
    assert rest.quantity
    assert (both_parts.quantity.value, both_parts.formula, rest.quantity.value, rest.formula) == (7, "sum(x)", 3, "w - sum(x)")
    assert refusal(asked.point(ask("revenue", "FY2021", segment="a+c"))) == ("n.a.", "missing_input")
    one = asked.point(ask("revenue", "FY2021", segment="except:a"))
    assert one.quantity
    assert one.quantity.value == 6


def test_a_sum_of_members_of_two_scopes_is_refused() -> None:
    rows = ("profit FY2021 4 CNY segment=a scope=total", "profit FY2021 3 CNY segment=b scope=owners")
    assert refusal(resolver(rows).point(ask("profit", "FY2021", segment="a+b"))) == ("n.m.", "mixed_scope")


def test_metrics_that_ask_for_each_other() -> None:
    a = metric("formula", "money", "a", formula="b", inputs={"b": {"metric": "b"}})
    b = metric("formula", "money", "b", formula="a", inputs={"a": {"metric": "a"}})
    asked = resolver((), a, b)
    found = asked.point(ask("a", "FY2021"))
    assert asked.explain(found) == (
        "there is no value for a of acme for FY2021: it needs a of acme for FY2021, which has none (the metrics ask "
        "for each other: a -> b -> a)."
    )


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (("revenue FY2020 0 CNY", "revenue FY2021 1 CNY"), "the earlier value is zero"),
        (("revenue FY2020 5 USD", "revenue FY2021 1 CNY"), "CNY/USD and pure cannot be added up"),
        (("revenue FY2020 5 CNY scope=total", "revenue FY2021 1 CNY scope=owners"), "its inputs differ in scope or basis; name one"),
    ],
)
def test_every_refusal_has_a_sentence(rows: tuple[str, ...], says: str) -> None:
    asked = resolver(rows, GROWTH)
    assert asked.explain(asked.point(ask("growth", "FY2021"))) == f"there is no value for growth of acme for FY2021: {says}."


def test_a_number_made_of_claims_is_one() -> None:
    found = resolver(("revenue FY2020 1 CNY", "revenue FY2021 2 CNY status=C:BOCI"), GROWTH).point(ask("growth", "FY2021"))
    assert found.status == "C:BOCI"
    assert resolver(("revenue FY2020 1.0 CNY status=R", LEVELS[1]), GROWTH).point(ask("growth", "FY2021")).status == "A"


def test_dates_have_an_order() -> None:
    asked = resolver(("exit 2023-07-21 said=2023-07-21", "exit 2023-06 said=2023-06"))
    day, month = (asked.point(ask("exit", p)) for p in ("2023-07-21", "2023-06"))
    assert day.quantity
    assert month.quantity
    assert day.quantity.value - month.quantity.value == 50
    assert (day.day, month.day) == (date(2023, 7, 21), None)


def test_a_point_is_computed_once() -> None:
    asked = resolver(LEVELS, GROWTH)
    assert asked.point(ask("growth", "FY2021")) is asked.point(ask("growth", "FY2021"))
    assert quantity("1 CNY").unit == "CNY"
