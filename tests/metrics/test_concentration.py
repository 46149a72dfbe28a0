from __future__ import annotations

import pytest
from pydantic import ValidationError

from reportgen.model.figure import Point
from tests.support.made import answer, metric, percent, refusal

ROWS = ("market_share FY2022 20.0% entity=acme", "market_share FY2022 30.0% entity=beta", "market_share FY2022 10.0% entity=delta")


def concentration(rows: tuple[str, ...], unit: str = "pct", **options: object) -> Point:
    return answer(rows, metric("concentration", unit, of="market_share", **options), "FY2022", entity="market")


def test_the_sum_of_the_largest_shares() -> None:
    assert percent(concentration(ROWS)) == "30.00"
    assert percent(concentration(ROWS, n=2)) == "50.00"
    assert [f.key.entity for f in concentration(ROWS, n=2).facts] == ["beta", "acme", "delta"]


def test_too_few_known_shares() -> None:
    assert refusal(concentration(ROWS, n=4)) == ("n.a.", "too_few_known")
    assert refusal(concentration(())) == ("n.a.", "too_few_known")
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        metric("concentration", "pct", of="market_share", n=0)


def test_the_index_has_bounds_where_the_tail_is_unknown() -> None:
    found = concentration(ROWS, "pure", index="hhi").quantity
    assert found
    # 20^2 + 30^2 + 10^2 = 1400; the other 40 per cent in the hands of four firms of 10 adds 400.
    assert found.qual == ".."
    assert found.value == 1600
    assert found.low < 1400
    assert found.high > 1800


def test_a_known_market_has_no_tail() -> None:
    rows = ("market_share FY2022 60.0% entity=acme", "market_share FY2022 40.0% entity=beta")
    found = concentration(rows, "pure", index="hhi").quantity
    assert found
    assert found.value == 5200


def test_shares_that_round_to_more_than_the_whole_have_no_tail_and_those_beyond_are_refused() -> None:
    rounded = ("market_share FY2022 60.1% entity=acme", "market_share FY2022 40.0% entity=beta")
    assert concentration(rounded, "pure", index="hhi").quantity
    too_much = ("market_share FY2022 60% entity=acme", "market_share FY2022 50% entity=beta")
    assert refusal(concentration(too_much, "pure", index="hhi")) == ("n.m.", "shares_over_whole")


def test_a_share_on_which_the_sources_do_not_agree_is_not_left_out() -> None:
    found = concentration((*ROWS, "market_share FY2022 12.0% entity=delta"))
    assert refusal(found) == ("n.a.", "missing_input")
