from __future__ import annotations

import pytest

from tests.support.made import answer, metric, percent, refusal

SHARE = metric("share", "pct", of="revenue")
ROWS = ("revenue FY2021 4.700 bn CNY", "revenue FY2021 2.143 bn CNY segment=city", "revenue FY2021 1.958 bn CNY segment=business")


def test_a_part_of_its_own_total() -> None:
    assert percent(answer(ROWS, SHARE, "FY2021", segment="city")) == "45.60"


def test_the_share_of_a_sum_of_members_and_of_the_rest_make_the_whole() -> None:
    assert percent(answer(ROWS, SHARE, "FY2021", segment="city+business")) == "87.26"
    assert percent(answer(ROWS, SHARE, "FY2021", segment="except:city+business")) == "12.74"


@pytest.mark.parametrize(
    ("part", "whole", "why"),
    [("-1", "5", ("n.m.", "part_negative")), ("1", "0", ("n.m.", "negative_whole")), ("1", "-5", ("n.m.", "negative_whole"))],
)
def test_no_share_of_or_for_what_is_negative(part: str, whole: str, why: tuple[str, str]) -> None:
    rows = (f"profit FY2021 {whole} CNY", f"profit FY2021 {part} CNY segment=city")
    assert refusal(answer(rows, metric("share", "pct", of="profit"), "FY2021", segment="city")) == why


def test_a_part_of_another_scope_than_its_total_is_refused() -> None:
    rows = ("profit FY2021 5 CNY scope=total", "profit FY2021 1 CNY segment=city scope=owners")
    assert refusal(answer(rows, metric("share", "pct", of="profit"), "FY2021", segment="city")) == ("n.m.", "mixed_scope")
