from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.metric import Metric
from tests.support.made import answer, ask, metric, percent, refusal, resolver

PROVISION = metric("weighted", "money", of="receivables", rate="stated_ratio", dimension="age", members=("young", "old"))
ROWS = (
    "receivables 2023-12-31 6.0 bn CNY age=young",
    "receivables 2023-12-31 4.0 bn CNY age=old",
    "stated_ratio 2023-12-31 10% age=young",
    "stated_ratio 2023-12-31 75% age=old",
)


def test_age_classes_times_their_rates() -> None:
    found = answer(ROWS, PROVISION, "2023-12-31")
    assert found.quantity
    assert (f"{found.quantity.value / 10**9:.1f}", found.formula, found.unit) == ("3.6", "sum(x * r)", "CNY")


def test_a_stated_allowance_that_does_not_follow_from_them_is_disputed() -> None:
    asked = resolver((*ROWS, "wanted 2023-12-31 4.2 bn CNY"), PROVISION)
    found = asked.point(ask("wanted", "2023-12-31"))
    assert [f.as_written for d in found.disputes for f in d.others] == ["4.2 bn CNY"]
    assert [w.code for w in asked.warnings()] == ["W324"]
    agreed = resolver((*ROWS, "wanted 2023-12-31 3.60 bn CNY"), PROVISION).point(ask("wanted", "2023-12-31"))
    assert (agreed.method, agreed.disputes) == ("reported", ())


def test_a_class_that_is_missing_leaves_no_sum() -> None:
    assert refusal(answer(ROWS[:3], PROVISION, "2023-12-31")) == ("n.a.", "missing_input")


def test_negative_amounts_have_no_weights() -> None:
    assert refusal(answer(("receivables 2023-12-31 -1 CNY age=young", *ROWS[1:]), PROVISION, "2023-12-31")) == ("n.m.", "part_negative")


def test_a_part_by_age_of_the_gross_balance() -> None:
    aged = Metric("aged", {"en": "Aged"}, measure="stock", unit="money")
    share = metric("share", "pct", of="aged", dimension="age", whole="receivables", whole_basis="gross")
    rows = ("aged 2023-12-31 3.0 CNY age=old", "receivables 2023-12-31 10.0 CNY basis=gross", "receivables 2023-12-31 6.0 CNY basis=net")
    assert percent(resolver(rows, aged, share).point(ask("wanted", "FY2023", age="old"))) == "30.00"
    assert refusal(resolver(rows[::2], aged, share).point(ask("wanted", "FY2023", age="old"))) == ("n.a.", "missing_input")


@given(st.integers(1, 99), st.integers(1, 99), st.integers(0, 100), st.integers(0, 100), st.tuples(*[st.decimals(-1, 1, places=2)] * 4))
def test_the_interval_holds_whatever_the_printed_numbers_stand_for(x: int, y: int, r: int, s: int, off: tuple[Decimal, ...]) -> None:
    rows = (
        f"receivables 2023-12-31 {x} CNY age=young",
        f"receivables 2023-12-31 {y} CNY age=old",
        f"stated_ratio 2023-12-31 {r}% age=young",
        f"stated_ratio 2023-12-31 {s}% age=old",
    )
    found = answer(rows, PROVISION, "2023-12-31").quantity
    assert found
    exact = (x + off[0] / 2) * (r + off[1] / 2) / 100 + (y + off[2] / 2) * (s + off[3] / 2) / 100
    slack = Decimal("1e-20")
    assert found.low - slack <= exact <= found.high + slack
