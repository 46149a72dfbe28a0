from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.made import answer, metric, refusal

IMPLIED = metric("implied", "money", of="revenue", surprise="stated_growth")


def test_a_miss_leads_back_to_what_was_expected() -> None:
    rows = ("revenue H1-2023 1.43 bn CNY", "stated_growth H1-2023 -16% against=house", "stated_growth H1-2023 -19% against=consensus")
    house, consensus = (answer(rows, IMPLIED, "H1-2023", against=who).quantity for who in ("house", "consensus"))
    assert house
    assert consensus
    assert (f"{house.value / 10**9:.3f}", f"{consensus.value / 10**9:.3f}", house.unit) == ("1.702", "1.765", "CNY")
    assert (f"{house.low / 10**9:.3f}", f"{house.high / 10**9:.3f}") == ("1.686", "1.719"), "the interval is wide"


def test_a_beat_makes_the_expected_smaller() -> None:
    found = answer(("revenue H1-2023 1.20 bn CNY", "stated_growth H1-2023 20%"), IMPLIED, "H1-2023")
    assert found.quantity
    assert (f"{found.quantity.value:.0f}", found.formula) == ("1000000000", "x / (1 + s)")


@pytest.mark.parametrize(("actual", "surprise"), [("-5", "10%"), ("0", "10%"), ("5", "-100%"), ("5", "-164%")])
def test_a_percentage_of_a_loss_leads_nowhere(actual: str, surprise: str) -> None:
    wanted = metric("implied", "money", of="profit", surprise="stated_growth")
    rows = (f"profit H1-2023 {actual} CNY", f"stated_growth H1-2023 {surprise}")
    assert refusal(answer(rows, wanted, "H1-2023")) == ("n.m.", "negative_expected")


def test_without_the_surprise_nothing_is_implied() -> None:
    assert refusal(answer(("revenue H1-2023 1 CNY",), IMPLIED, "H1-2023", against="house")) == ("n.a.", "missing_input")


@given(st.integers(1, 999), st.integers(-60, 60), st.decimals(-1, 1, places=3), st.decimals(-1, 1, places=3))
def test_the_interval_holds_whatever_the_printed_numbers_stand_for(actual: int, surprise: int, a: Decimal, b: Decimal) -> None:
    found = answer((f"revenue H1-2023 {actual} CNY", f"stated_growth H1-2023 {surprise}%"), IMPLIED, "H1-2023").quantity
    assert found
    slack = Decimal("1e-20")
    assert found.low - slack <= (actual + a / 2) / (1 + (surprise + b / 2) / 100) <= found.high + slack
