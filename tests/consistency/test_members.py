"""Members of one classification."""

from __future__ import annotations

import pytest

from tests.consistency.make import found, only


@pytest.mark.parametrize(
    ("shares", "verdict", "why"),
    [
        (("tools 60.4%", "toys 39.6%"), "consistent", ""),
        (("tools 60.4%", "toys 39.7%"), "rounding", ""),
        (("tools 60.4%", "toys 45.0%"), "contradiction", "over_whole"),
        (("tools 60.4%", "toys 30.0%"), "contradiction", "under_whole"),
        (("tools 60.4%", "games 30.0%"), "consistent", ""),
        (("tools 60.4%", "games 50.0%"), "contradiction", "over_whole"),
    ],
)
def test_the_shares_of_one_classification(shares: tuple[str, ...], verdict: str, why: str) -> None:
    rows = [f"share FY2021 {value} segment={member}" for member, value in (share.split() for share in shares)]
    finding = only("whole", *rows)
    assert (finding.verdict, finding.why) == (verdict, why)
    assert len(finding.disputed) == (2 if verdict == "contradiction" else 0)


def test_members_of_different_classifications_do_not_add_up() -> None:
    assert not [f for f in found("share FY2021 60% segment=toys", "share FY2021 70% segment=games") if f.rule == "whole"]


def test_shares_of_different_periods_or_companies_do_not_add_up() -> None:
    assert not [f for f in found("share FY2021 60% segment=toys", "share FY2020 70% segment=tools") if f.rule == "whole"]
    rows = ("share FY2021 60% segment=toys", "share FY2021 70% segment=tools entity=beta")
    assert not [f for f in found(*rows) if f.rule == "whole"]


@pytest.mark.parametrize(
    ("whole", "parts", "verdict"),
    [
        ("100", ("tools 60", "toys 40"), "consistent"),
        ("120", ("tools 60", "toys 40"), "contradiction"),
        ("100", ("tools 60", "games 30"), "consistent"),
        ("80", ("tools 60", "games 30"), "contradiction"),
    ],
)
def test_the_parts_and_their_total(whole: str, parts: tuple[str, ...], verdict: str) -> None:
    rows = [f"revenue FY2021 {value} m CNY segment={member}" for member, value in (part.split() for part in parts)]
    finding = only("total", f"revenue FY2021 {whole} m CNY", *rows)
    assert finding.verdict == verdict


def test_parts_that_may_be_negative_say_nothing_of_a_total_while_one_is_missing() -> None:
    rows = ("profit FY2021 10 m CNY", "profit FY2021 60 m CNY segment=tools", "profit FY2021 30 m CNY segment=games")
    assert not [f for f in found(*rows) if f.rule == "total"]


SHARES = tuple(
    f"market_share FY2021 {share}% entity={entity} market=market" for entity, share in (("acme", "23.1"), ("beta", "8.3"), ("delta", "8.1"))
)


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [("39.5% top=3", "consistent"), ("40.5% top=3", "contradiction"), ("31.4% top=2", "consistent"), ("30% top=4", "contradiction")],
)
def test_the_sum_of_the_largest(stated: str, verdict: str) -> None:
    value, top = stated.split()
    finding = only("top", *SHARES, f"top_share FY2021 {value} entity=market {top}")
    assert finding.verdict == verdict


def test_more_than_are_known_cannot_be_checked_from_below() -> None:
    assert only("top", *SHARES, "top_share FY2021 60% entity=market top=5").verdict == "unchecked"


def test_shares_of_a_market_stay_within_it() -> None:
    assert only("whole", *SHARES).verdict == "consistent"
    over = only("whole", *SHARES[:1], "market_share FY2021 85% entity=beta market=market")
    assert over.verdict == "contradiction"


def test_a_member_that_stands_for_the_largest() -> None:
    rows = ("revenue FY2021 100 m CNY", "revenue FY2021 50 m CNY segment=tools", "revenue FY2021 40 m CNY segment=toys")
    finding = next(f for f in found(*rows, "share FY2021 90% segment=both") if f.rule == "top")
    assert finding.verdict == "consistent"
    finding = next(f for f in found(*rows, "share FY2021 80% segment=both") if f.rule == "top")
    assert finding.verdict == "contradiction"
    assert next(f for f in found(*rows, "share FY2021 <95% segment=both") if f.rule == "top").verdict == "consistent"
