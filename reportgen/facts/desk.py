"""seeds/resolutions.yaml against the facts: rulings and listings, and the entries that fit nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.facts.conflicts import Desk, Listing, Ruling, by_key, decide
from reportgen.model.fact import Acknowledged, Dims, Fact, FactKey, Source
from reportgen.model.problem import Problem, Problems
from reportgen.spec.node import Path, Positions
from reportgen.spec.seeds import Coordinates, Resolution
from reportgen.spec.suggest import nearest


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the file with its place."""

    resolution: Resolution
    index: int
    positions: Positions

    @property
    def key(self) -> FactKey:
        r = self.resolution
        return FactKey(r.entity, r.metric, r.period, r.scope, r.basis, _dims(r.dims))

    def other(self, given: Coordinates) -> FactKey:
        """A key of `listed`: what it leaves out is as in the entry."""
        return self.key._replace(
            period=self.key.period if given.period is None else given.period,
            scope=self.key.scope if given.scope is None else given.scope,
            basis=self.key.basis if given.basis is None else given.basis,
            dims=self.key.dims if given.dims is None else _dims(given.dims),
        )

    def problem(self, message: str, *path: str | int) -> Problem:
        way: Path = ("resolutions", self.index, *path)
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in way)
        return Problem("E320", message, self.positions[way], steps.removeprefix("."))


def desk(
    resolutions: Sequence[Resolution], positions: Positions, facts: Sequence[Fact], sources: Mapping[str, Source]
) -> tuple[Desk, Problems]:
    """The desk's decisions that fit the facts, and a problem for each that does not or that decides nothing."""
    stated = by_key(facts)
    rulings: dict[FactKey, Ruling] = {}
    listings: list[Listing] = []
    acknowledged: dict[tuple[FactKey, str], Acknowledged] = {}
    problems: list[Problem] = []
    for index, resolution in enumerate(resolutions):
        entry = _Entry(resolution, index, positions)
        found = list(_misfits(entry, stated, rulings))
        problems += found
        if found:
            continue
        if resolution.choose:
            rulings[entry.key] = ruling = Ruling(_rows(entry, stated)[0], resolution.reason.texts)
            if not _decides(ruling, stated[entry.key], sources):
                problems.append(entry.problem("the policy decides this key without a resolution; delete the entry.", "choose"))
        elif resolution.acknowledge:
            where = positions["resolutions", index, "acknowledge"]
            acknowledged[entry.key, resolution.acknowledge] = Acknowledged(resolution.reason.texts, where)
        else:
            listings.append(Listing((entry.key, *(entry.other(given) for given in resolution.listed)), resolution.reason.texts))
    return Desk(rulings, tuple(listings), acknowledged), tuple(problems)


def _misfits(entry: _Entry, stated: Mapping[FactKey, Sequence[Fact]], rulings: Mapping[FactKey, Ruling]) -> Iterator[Problem]:
    resolution = entry.resolution
    if not resolution.reason.texts:
        yield entry.problem("no reason is given; write one in each language of the briefs.", "reason")
    if sum(map(bool, (resolution.choose, resolution.listed, resolution.acknowledge))) != 1:
        kinds = "`choose`, the row to use, `listed`, the keys that contradict this one, or `acknowledge`, the rule whose finding stays"
        yield entry.problem(f"a resolution has one of {kinds}.")
    elif entry.key not in stated:
        yield entry.problem(_no_key(entry.key, stated))
    elif resolution.choose:
        if entry.key in rulings:
            yield entry.problem("this key is resolved twice; keep one entry.")
        if len(_rows(entry, stated)) != 1:
            yield entry.problem(_no_row(entry, stated), "choose")
    for number, given in enumerate(resolution.listed):
        other = entry.other(given)
        if other == entry.key:
            yield entry.problem("this is the key of the entry itself; name the coordinates that differ.", "listed", number)
        elif other not in stated:
            yield entry.problem(_no_key(other, stated), "listed", number)


def _rows(entry: _Entry, stated: Mapping[FactKey, Sequence[Fact]]) -> list[Fact]:
    named = entry.resolution.choose
    assert named, "this is a bug: the entry chooses no row"
    return [f for f in stated[entry.key] if (f.source, f.loc) == (named.source, named.loc) and named.as_written in ("", f.as_written)]


def _decides(ruling: Ruling, stated: Sequence[Fact], sources: Mapping[str, Source]) -> bool:
    """Whether the policy needs the ruling on any day on which something became known."""
    days = sorted({f.known_at for f in stated})
    return any(decide(known, sources, ruling).by_desk for day in days if (known := [f for f in stated if f.known_at <= day]))


def _no_key(key: FactKey, stated: Mapping[FactKey, Sequence[Fact]]) -> str:
    same = [str(k) for k in stated if (k.entity, k.metric) == (key.entity, key.metric)] or [str(k) for k in stated]
    return nearest("facts with the key", str(key), same)


def _no_row(entry: _Entry, stated: Mapping[FactKey, Sequence[Fact]]) -> str:
    named = entry.resolution.choose
    assert named, "this is a bug: the entry chooses no row"
    there = ", ".join(f"{f.source} {f.loc} '{f.as_written}'" for f in stated[entry.key])
    if _rows(entry, stated):
        return f"{named.source} {named.loc} states this key more than once; add as_written. The rows: {there}."
    return f"no row {named.source} {named.loc} {named.as_written}".rstrip() + f" under this key. The rows: {there}."


def _dims(given: Mapping[str, str]) -> Dims:
    return tuple(sorted(given.items()))
