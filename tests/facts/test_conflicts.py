from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportgen.facts.conflicts import Desk, Listing, Ruling, decide, decide_all
from reportgen.facts.reasons import HISTORY, RESTATED, TIER
from reportgen.model.fact import Choice, Fact, FactKey, Source
from reportgen.model.period import parse
from reportgen.model.problem import Location
from reportgen.model.quantity import printed

DAY = date(2022, 1, 1)
SOURCES: Mapping[str, Source] = {
    name: Source(name, {"en": name}, {"en": name}, DAY, tier=tier)
    for name, tier in (("filing", 1), ("broker", 2), ("press", 3), ("paper", 3))
}
REASON = {"en": "The ratio fits.", "de": "Die Quote passt."}


def fact(value: str, source: str = "press", status: str = "A", *, key: str = "revenue", day: int = 0, loc: int = 1) -> Fact:
    """A statement in billions; its precision is that of the text."""
    number = Decimal(value).scaleb(9)
    place = number.as_tuple().exponent
    assert isinstance(place, int)
    period = parse("FY2021")
    return Fact(
        key=FactKey("acme", key, period.text),
        period=period,
        quantity=printed(number, place, "CNY"),
        status=status,
        source=source,
        loc=f"p{loc}",
        as_written=value,
        known_at=DAY + timedelta(days=day),
        where=Location("acme.csv", loc),
    )


def choice(*stated: Fact, ruling: Ruling | None = None) -> Choice:
    verdict = decide(stated, SOURCES, ruling)
    assert verdict.choice
    return verdict.choice


def test_one_statement_is_used() -> None:
    only = fact("4.7")
    assert choice(only) == Choice(only)


def test_of_those_that_agree_the_finest_is_used_and_the_others_corroborate() -> None:
    coarse, fine = fact("4.7", "filing"), fact("4.700")
    found = choice(coarse, fine)
    assert (found.fact, found.corroboration, found.dispute) == (fine, (coarse,), None)


def test_of_equals_the_lower_tier_then_the_earlier_is_used() -> None:
    press, filing = fact("4.7"), fact("4.7", "filing", day=9)
    assert choice(press, filing).fact is filing
    late, early = fact("4.7", "paper", day=2), fact("4.7", "press", day=1)
    assert choice(late, early).fact is early


def test_the_lower_tier_wins_a_conflict_and_the_loser_is_kept() -> None:
    press, filing = fact("4.70"), fact("5.1", "filing")
    found = choice(press, filing)
    assert found.fact is filing
    assert found.dispute
    assert (found.dispute.chosen, found.dispute.others, found.dispute.reason) == (filing, (press,), TIER)


def test_a_later_restatement_supersedes() -> None:
    old, new = fact("4.7", "filing"), fact("4.5", "filing", "R", day=300)
    found = choice(old, new)
    assert found.fact is new
    assert found.dispute
    assert (found.dispute.others, found.dispute.reason) == ((old,), RESTATED)


def test_an_older_restatement_does_not_supersede_what_came_later() -> None:
    restated, later = fact("4.5", "filing", "R", day=1), fact("4.7", "filing", day=300)
    assert decide((restated, later), SOURCES).choice is None


def test_history_outranks_a_finer_claim_of_a_lower_tier() -> None:
    history, claim, forecast = fact("4.7"), fact("5.1234", "filing", "T"), fact("4.71", "broker", "C:Broker")
    found = choice(history, claim, forecast)
    assert (found.fact, found.corroboration) == (history, (forecast,))
    assert found.dispute
    assert (found.dispute.others, found.dispute.reason) == ((claim,), HISTORY)


def test_a_provisional_figure_stands_between_history_and_claims() -> None:
    provisional, claim = fact("4.7", status="P"), fact("5.1", "filing", "G")
    assert choice(provisional, claim).fact is provisional
    history = fact("4.9")
    assert choice(provisional, claim, history).fact is history


def test_where_there_are_only_claims_the_claim_answers() -> None:
    claim = fact("4.7", status="T")
    assert choice(claim).fact.status == "T"


def test_a_conflict_of_one_tier_is_undecided_without_a_ruling() -> None:
    a, b = fact("4.014"), fact("0.414", loc=2)
    assert decide((a, b), SOURCES).choice is None
    verdict = decide((a, b), SOURCES, Ruling(a, REASON))
    assert verdict.by_desk
    assert verdict.choice
    assert verdict.choice.dispute
    assert (verdict.choice.fact, verdict.choice.dispute.others, verdict.choice.dispute.reason) == (a, (b,), REASON)


def test_a_ruling_does_not_override_the_policy() -> None:
    press, filing = fact("4.7"), fact("5.1", "filing")
    verdict = decide((press, filing), SOURCES, Ruling(press, REASON))
    assert verdict.choice
    assert (verdict.choice.fact, verdict.by_desk) == (filing, False)


def test_three_that_agree_in_pairs_only_need_a_ruling() -> None:
    low, middle, high = fact("4.6"), fact("4.65", loc=2), fact("4.8", loc=3)
    assert decide((low, middle, high), SOURCES).choice is None


def test_several_reasons_stand_one_after_the_other() -> None:
    a, b, claim = fact("4.0"), fact("0.4", loc=2), fact("9", "broker", "T")
    found = choice(a, b, claim, ruling=Ruling(a, REASON))
    assert found.dispute
    assert found.dispute.reason["en"] == "The ratio fits. " + HISTORY["en"]
    assert set(found.dispute.reason) == {"en", "de"}


def test_statements_of_two_currencies_never_agree() -> None:
    yuan = fact("4.7")
    assert yuan.quantity
    assert decide((yuan, fact_in("USD")), SOURCES).choice is None


def fact_in(unit: str) -> Fact:
    other = fact("4.7", loc=2)
    assert other.quantity
    return Fact(**{name: getattr(other, name) for name in other.__slots__} | {"quantity": other.quantity.__class__(*_parts(other, unit))})


def _parts(other: Fact, unit: str) -> tuple[object, ...]:
    assert other.quantity
    return other.quantity.value, other.quantity.low, other.quantity.high, unit, "=", other.quantity.place


def test_what_is_not_known_yet_is_neither_used_nor_disputed() -> None:
    now, later = fact("4.7"), fact("5.1", "filing", day=10)
    only_later = fact("1", key="profit", day=20)
    found = decide_all((later, now, only_later), SOURCES, Desk(), DAY)
    assert list(found.choices.values()) == [Choice(now)]
    assert found.later == {only_later.key: DAY + timedelta(days=20)}


def test_undecided_keys_keep_their_statements() -> None:
    a, b = fact("4.7"), fact("5.1", loc=2)
    found = decide_all((b, a), SOURCES, Desk(), DAY)
    assert (found.choices, found.undecided) == ({}, {a.key: (a, b)})


def test_a_listing_marks_each_key_as_disputed_by_the_others() -> None:
    first, second = fact("15.99", key="after"), fact("17.97", key="before")
    desk = Desk(listings=(Listing((first.key, second.key), REASON),))
    found = decide_all((first, second), SOURCES, desk, DAY).choices
    for one, other in ((first, second), (second, first)):
        dispute = found[one.key].dispute
        assert dispute
        assert (found[one.key].fact, dispute.others, dispute.reason) == (one, (other,), REASON)


def test_a_listing_waits_until_its_keys_are_known() -> None:
    first, second = fact("15.99", key="after"), fact("17.97", key="before", day=5)
    desk = Desk(listings=(Listing((first.key, second.key), REASON),))
    assert decide_all((first, second), SOURCES, desk, DAY).choices == {first.key: Choice(first)}


STATEMENTS = st.lists(
    st.builds(
        lambda value, source, status, key, day, loc: fact(value, source, status, key=key, day=day, loc=loc),
        st.sampled_from(["4.7", "4.70", "4.66", "5.1", "-3", "0.4"]),
        st.sampled_from(sorted(SOURCES)),
        st.sampled_from(["A", "R", "P", "T", "G", "C:Broker"]),
        st.sampled_from(["revenue", "profit"]),
        st.integers(0, 30),
        st.integers(1, 9),
    ),
    max_size=8,
    unique_by=lambda f: (f.key, f.source, f.loc),
)


@given(STATEMENTS, st.integers(-1, 31))
def test_a_later_statement_never_leaks(stated: list[Fact], day: int) -> None:
    as_of = DAY + timedelta(days=day)
    seen = decide_all(stated, SOURCES, Desk(), as_of)
    alone = decide_all([f for f in stated if f.known_at <= as_of], SOURCES, Desk(), as_of)
    assert (seen.choices, seen.undecided) == (alone.choices, alone.undecided)
    assert set(seen.later) == {f.key for f in stated} - {f.key for f in stated if f.known_at <= as_of}


@given(STATEMENTS)
def test_no_statement_is_lost_and_the_order_of_the_rows_does_not_matter(stated: list[Fact]) -> None:
    found = decide_all(stated, SOURCES, Desk(), DAY + timedelta(days=99))
    kept = [f for c in found.choices.values() for f in (c.fact, *c.corroboration, *(c.dispute.others if c.dispute else ()))]
    kept += [f for group in found.undecided.values() for f in group]
    assert sorted(map(repr, kept)) == sorted(map(repr, stated))
    assert found == decide_all(stated[::-1], SOURCES, Desk(), DAY + timedelta(days=99))
    assert all((c.dispute is None) or c.dispute.reason for c in found.choices.values())
