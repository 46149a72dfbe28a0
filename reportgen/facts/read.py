"""The files of seeds/ as values: sources, entities, names of members, facts and resolutions, not yet decided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import TypeVar

from reportgen.facts.csvfile import Row, read_rows
from reportgen.facts.rows import COLUMNS, About, fact
from reportgen.facts.tables import declared
from reportgen.model.fact import Entity, Fact, Schemes, Source, Texts
from reportgen.model.period import CALENDAR_YEAR, YearEnd
from reportgen.model.problem import Location, Problem, Problems
from reportgen.spec.base import Block
from reportgen.spec.node import Node, Positions
from reportgen.spec.read import read_yaml
from reportgen.spec.seeds import EntitiesFile, EntityEntry, Resolution, ResolutionsFile, SourceEntry, SourcesFile
from reportgen.spec.suggest import unknown
from reportgen.spec.validate import validate

B = TypeVar("B", bound=Block)

SOURCES, ENTITIES, RESOLUTIONS, FACTS = "seeds/sources.yaml", "seeds/entities.yaml", "seeds/resolutions.yaml", "seeds/facts"


@dataclass(frozen=True, slots=True)
class Seeds:
    """Everything that seeds/ holds. `stated` pairs each fact with its row; `refused` counts the rows that are no facts."""

    sources: Mapping[str, Source]
    entities: Mapping[str, Entity]
    members: Mapping[str, Mapping[str, Texts]]
    schemes: Mapping[str, Schemes]
    stated: tuple[tuple[Row, Fact], ...]
    refused: int
    resolutions: tuple[Resolution, ...]
    positions: Positions
    """Places in resolutions.yaml."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for _, fact in self.stated)


def read_seeds(folder: Path) -> tuple[Seeds, Problems]:
    """What the project's seeds/ holds, and every problem with the form of its files; `folder` is the project's root."""
    sources_file, p1, at_source = _file(folder, SOURCES, SourcesFile)
    entities_file, p2, at_entity = _file(folder, ENTITIES, EntitiesFile)
    resolutions_file, p3, at_resolution = _file(folder, RESOLUTIONS, ResolutionsFile, optional=True)
    sources = {name: _source(name, entry, at_source) for name, entry in (sources_file.sources if sources_file else {}).items()}
    entities: dict[str, Entity] = {}
    problems = [*p1, *p2, *p3]
    for name, entry in (entities_file.entities if entities_file else {}).items():
        entities[name], found = _entity(name, entry, at_entity)
        problems += found
    members = {
        dim: {value: words.texts for value, words in named.items()}
        for dim, named in (entities_file.members if entities_file else {}).items()
    }
    schemes = {
        dim: {name: tuple(found) for name, found in named.items()}
        for dim, named in (entities_file.schemes if entities_file else {}).items()
    }
    stated: tuple[tuple[Row, Fact], ...] = ()
    refused = 0
    # Without sources or entities every row would be refused for that alone.
    if sources_file and entities_file:
        stated, refused, found = _facts(folder, sources, entities, members)
        problems += found
    resolutions = tuple(resolutions_file.resolutions) if resolutions_file else ()
    return Seeds(sources, entities, members, schemes, stated, refused, resolutions, at_resolution), tuple(problems)


def input_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of seeds/ that is read, by its path relative to the project's root, in order of path."""
    paths = [folder / name for name in (SOURCES, ENTITIES, RESOLUTIONS)] + _csv_files(folder) + declared.files(folder)
    return {p.relative_to(folder).as_posix(): _digest(p) for p in sorted(paths) if p.is_file()}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _file(folder: Path, name: str, model: type[B], optional: bool = False) -> tuple[B | None, Problems, Positions]:
    """A YAML file as its model; a file that may be absent is then an empty one."""
    nowhere = Positions(Node("mapping", (), Location(name)))
    if optional and not (folder / name).exists():
        return None, (), nowhere
    node, problems = read_yaml(folder / name, folder)
    if node is None:
        return None, problems, nowhere
    made, found, positions = validate(node, model)
    return made, (*problems, *found), positions


def _source(id: str, entry: SourceEntry, positions: Positions) -> Source:
    return Source(
        id=id,
        title=entry.title.texts,
        publisher={"en": entry.publisher} if isinstance(entry.publisher, str) else entry.publisher.texts,
        published=entry.published,
        inferred=entry.inferred,
        language=entry.language,
        translated=entry.translated,
        repeats=entry.repeats,
        tier=entry.tier,
        note=entry.note,
        where=positions.key(("sources", id)),
    )


def _entity(id: str, entry: EntityEntry, positions: Positions) -> tuple[Entity, Problems]:
    year_end, problems = _year_end(id, entry.fiscal_year_end, positions)
    where = positions.key(("entities", id))
    return Entity(id, entry.name.texts, entry.kind, entry.ticker, entry.sector.texts, year_end, where), problems


def _year_end(id: str, text: str, positions: Positions) -> tuple[YearEnd, Problems]:
    try:
        if not re.fullmatch(r"\d{2}-\d{2}", text):
            raise ValueError
        day = date.fromisoformat(f"2001-{text}")
    except ValueError:
        message = f"'{text}' is no month and day; write the last day of the fiscal year such as 12-31 or 03-31."
        path = ("entities", id, "fiscal_year_end")
        return CALENDAR_YEAR, (Problem("E302", message, positions[path], ".".join(path)),)
    return (day.month, day.day), ()


def _csv_files(folder: Path) -> list[Path]:
    return sorted((folder / FACTS).glob("*.csv"))


def _facts(
    folder: Path, sources: Mapping[str, Source], entities: Mapping[str, Entity], members: Mapping[str, Mapping[str, Texts]]
) -> tuple[tuple[tuple[Row, Fact], ...], int, Problems]:
    stated: list[tuple[Row, Fact]] = []
    problems: list[Problem] = []
    refused = 0
    paths = _csv_files(folder)
    if not paths:
        problems.append(Problem("E160", "there is no fact file; put one file <entity>.csv for each entity here.", Location(FACTS)))
    for path in paths:
        rows, found = read_rows(path, folder, COLUMNS)
        problems += found
        refused += rows.refused
        if path.stem not in entities:
            problems.append(Problem("E302", unknown("entity", path.stem, entities), Location(path.relative_to(folder).as_posix())))
            refused += len(rows.used)
            continue
        about = About(entities[path.stem], sources, members)
        for row in rows.used:
            made, found = fact(row, about)
            problems += found
            if made:
                stated.append((row, made))
            refused += not made
    return tuple(stated), refused, tuple(problems)
