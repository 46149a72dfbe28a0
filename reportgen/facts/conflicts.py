"""The conflict policy: which of several statements on one key is used, who agrees with it, and what is set aside.

In order: statements not yet known are dropped; history outranks provisional figures, and these outrank claims; where
all agree (their intervals meet) the finest wins; a restatement supersedes what was known before it; the lower tier
wins; a ruling of the desk decides the rest. Nothing is averaged, and every statement that lost is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from reportgen.facts.reasons import HISTORY, RESTATED, TIER, joined
from reportgen.model.fact import Acknowledged, Choice, Dispute, Fact, FactKey, Source, Texts


@dataclass(frozen=True, slots=True)
class Ruling:
    """The row that the desk names for a key, and why."""

    fact: Fact
    reason: Texts


@dataclass(frozen=True, slots=True)
class Listing:
    """Keys whose statements contradict each other although the keys differ: all are used, each marked as disputed."""

    keys: tuple[FactKey, ...]
    reason: Texts


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk decided where the policy cannot."""

    rulings: Mapping[FactKey, Ruling] = field(default_factory=dict)
    listings: tuple[Listing, ...] = ()
    acknowledged: Mapping[tuple[FactKey, str], Acknowledged] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the policy says on one key: a choice, or None where it cannot choose; and whether it took the desk's ruling."""

    choice: Choice | None
    by_desk: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What the policy says on all keys as of a day."""

    choices: Mapping[FactKey, Choice]
    undecided: Mapping[FactKey, tuple[Fact, ...]]
    later: Mapping[FactKey, date]


def decide_all(facts: Iterable[Fact], sources: Mapping[str, Source], desk: Desk, as_of: date) -> Decided:
    """The policy over all keys, in order of key."""
    choices: dict[FactKey, Choice] = {}
    undecided: dict[FactKey, tuple[Fact, ...]] = {}
    later: dict[FactKey, date] = {}
    for key, stated in by_key(facts).items():
        known = tuple(f for f in stated if f.known_at <= as_of)
        if not known:
            later[key] = min(f.known_at for f in stated)
        elif choice := decide(known, sources, desk.rulings.get(key)).choice:
            choices[key] = choice
        else:
            undecided[key] = known
    for listing in desk.listings:
        choices.update(_listed(listing, choices))
    return Decided(choices, undecided, later)


def by_key(facts: Iterable[Fact]) -> dict[FactKey, tuple[Fact, ...]]:
    """The statements on each key; keys and statements in a fixed order, whatever order the files have."""
    found: dict[FactKey, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.key, []).append(fact)
    return {key: tuple(sorted(found[key], key=_place)) for key in sorted(found)}


def decide(stated: Sequence[Fact], sources: Mapping[str, Source], ruling: Ruling | None = None) -> Verdict:
    """The verdict on statements of one key, all of them known."""
    ranks = [_rank(f) for f in stated]
    left = [f for f, rank in zip(stated, ranks, strict=True) if rank == min(ranks)]
    dropped = [(f, HISTORY) for f, rank in zip(stated, ranks, strict=True) if rank != min(ranks)]
    for keep, reason in ((_not_superseded, RESTATED), (lambda rows: _lowest_tier(rows, sources), TIER)):
        if not _all_agree(left):
            kept = keep(left)
            dropped += [(f, reason) for f in left if f not in kept]
            left = kept
    by_desk = not _all_agree(left)
    if by_desk:
        if ruling is None or ruling.fact not in left:
            return Verdict(None)
        dropped += [(f, ruling.reason) for f in left if f != ruling.fact]
        left = [ruling.fact]
    used = min(left, key=lambda f: _finest(f, sources))
    return Verdict(_choice(used, stated, dropped), by_desk)


def agree(a: Fact, b: Fact) -> bool:
    """Whether two statements can both hold: their intervals meet, or they say the same; a year or month agrees with its days."""
    if a.quantity and b.quantity:
        return a.quantity.overlaps(b.quantity)
    return a.quantity is None and b.quantity is None and (a.said.startswith(b.said) or b.said.startswith(a.said))


def _choice(used: Fact, stated: Sequence[Fact], dropped: Sequence[tuple[Fact, Texts]]) -> Choice:
    others = [f for f in stated if f != used]
    lost = tuple(f for f in others if not agree(f, used))
    dispute = None
    if lost:
        dispute = Dispute(used.key, used, lost, joined(reason for f, reason in reversed(dropped) if f in lost))
    return Choice(used, tuple(f for f in others if f not in lost), dispute)


def _listed(listing: Listing, choices: Mapping[FactKey, Choice]) -> dict[FactKey, Choice]:
    """The choices of the listing's keys, each disputed by the facts chosen for the other keys."""
    known = [key for key in listing.keys if key in choices]
    changed = {}
    for key in known:
        choice = choices[key]
        others = tuple(choices[k].fact for k in known if k != key)
        if others:
            old = choice.dispute
            reason = joined((old.reason, listing.reason)) if old else listing.reason
            dispute = Dispute(key, choice.fact, (old.others if old else ()) + others, reason)
            changed[key] = replace(choice, dispute=dispute)
    return changed


def _rank(fact: Fact) -> int:
    return 0 if fact.is_history else 1 if fact.status == "P" else 2


def _all_agree(facts: Sequence[Fact]) -> bool:
    return all(agree(a, b) for a, b in combinations(facts, 2))


def _not_superseded(facts: Sequence[Fact]) -> list[Fact]:
    """Without what a restatement replaced: reports known by its day, and earlier restatements."""
    restated = [f.known_at for f in facts if f.status == "R"]
    newest = max(restated, default=date.min)
    return [f for f in facts if f.known_at > newest or (f.status == "R" and f.known_at == newest)]


def _lowest_tier(facts: Sequence[Fact], sources: Mapping[str, Source]) -> list[Fact]:
    lowest = min(sources[f.source].tier for f in facts)
    return [f for f in facts if sources[f.source].tier == lowest]


def _finest(fact: Fact, sources: Mapping[str, Source]) -> tuple[Decimal, int, int, date, tuple[str, int, str, int]]:
    """The narrowest interval first (the longest date where there is none), then the lower tier, then who said it first."""
    width = fact.quantity.width if fact.quantity else Decimal(0)
    return width, -len(fact.said), sources[fact.source].tier, fact.known_at, _place(fact)


def _place(fact: Fact) -> tuple[str, int, str, int]:
    return fact.source, int(fact.loc.removeprefix("p")), fact.where.file, fact.where.line
