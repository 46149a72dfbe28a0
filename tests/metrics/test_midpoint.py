from __future__ import annotations

import pytest

from tests.support.made import answer, metric, refusal

MIDDLE = metric("midpoint", "money", of="revenue")


@pytest.mark.parametrize(("stated", "middle"), [("4..5 bn CNY", "4500000000"), ("10..20 m CNY", "15000000"), ("1.0..1.3 CNY", "1.15")])
def test_the_middle_of_the_printed_ends(stated: str, middle: str) -> None:
    found = answer((f"revenue FY2023 {stated}",), MIDDLE, "FY2023")
    assert found.quantity
    assert (f"{found.quantity.value:f}", found.quantity.width, found.formula, found.unit) == (middle, 0, "mid(x)", "CNY")


@pytest.mark.parametrize("stated", ["4 CNY", "~4 CNY", ">4 CNY", "<4 CNY"])
def test_a_single_number_has_no_middle(stated: str) -> None:
    assert refusal(answer((f"revenue FY2023 {stated}",), MIDDLE, "FY2023")) == ("n.m.", "no_range")


def test_a_formula_takes_the_middle_of_a_range_but_not_of_a_bound() -> None:
    wanted = metric("formula", "money", formula="mid(x) * 2", inputs={"x": {"metric": "revenue"}})
    found = answer(("revenue FY2023 4..5 CNY",), wanted, "FY2023")
    assert found.quantity
    assert found.quantity.value == 9
    assert refusal(answer(("revenue FY2023 >4 CNY",), wanted, "FY2023")) == ("n.a.", "unit_mismatch")
