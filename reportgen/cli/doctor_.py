"""reportgen doctor: whether this machine has what the program needs, and the cure for what it lacks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import click

from reportgen.cli.show import visible
from reportgen.model.problem import Exit, ReportError, errors

State = Literal["good", "warning", "fault"]
LEAST = {"weasyprint": (70, 0), "jinja2": (3, 1, 6), "pyyaml": (6, 0, 3)}
"""Older ones have known holes."""


class Finding(NamedTuple):
    """What was looked at, how it is, and what would put it right."""

    state: State
    what: str
    cure: str = ""


@click.command("doctor")
@click.option("--relay", is_flag=True, help="Also greet the mail server of config/delivery.yaml; nothing is sent.")
@click.pass_obj
def command(project: Path, relay: bool) -> int:
    """Look at the machine and the project, and say what is missing and how to get it. Ends with 1 when there is a fault."""
    found = [*_machine(), *_project(project, relay=relay)]
    for one in found:
        click.echo(visible(f"{one.state:<8} {one.what}{f' {one.cure}' if one.cure else ''}"))
    return Exit.FINDINGS if any(one.state == "fault" for one in found) else Exit.DONE


def _machine() -> Iterator[Finding]:
    for look in (_versions, _yaml, _engine, _han, _mail, _zones):
        yield from look()


def _versions() -> Iterator[Finding]:
    from reportgen.inputs import versions

    known = versions()
    yield Finding("good", f"Python {known['python']}, reportgen {known.get('reportgen', 'not installed')}.")
    for name, least in LEAST.items():
        have = known.get(name, "")
        numbers = tuple(int(part) for part in have.split(".") if part.isdigit())
        if numbers < least:
            yield Finding("fault", f"{name} {have or 'is missing'}.", f"Install {name} {'.'.join(map(str, least))} or newer.")


def _yaml() -> Iterator[Finding]:
    import yaml

    if hasattr(yaml, "CSafeLoader"):
        yield Finding("good", "YAML is read by libyaml.")
    else:
        yield Finding("warning", "PyYAML has no libyaml: YAML is read slowly.", "Install its wheel rather than its source.")


def _engine() -> Iterator[Finding]:
    from reportgen.render.pdf import load_engine

    try:
        load_engine()
    except ReportError as failed:
        yield Finding("fault", failed.problem.message, failed.problem.hint)
    else:
        yield Finding("good", "the PDF engine loads.")


def _han() -> Iterator[Finding]:
    from reportgen.text import fonts, han

    try:
        fonts.faces()
        yield Finding("good", "the Latin fonts are there.")
    except ReportError as failed:
        yield Finding("fault", failed.problem.message, failed.problem.hint)
    try:
        for family in han.FAMILIES:
            for weight in han.WEIGHTS:
                fonts.face(family, weight)
        yield Finding("good", "the Chinese fonts are there.")
    except ReportError:
        yield Finding("warning", "the Chinese fonts are not there: briefs in Chinese do not build.", "reportgen fonts fetches them.")


def _mail() -> Iterator[Finding]:
    from reportgen.deliver.envelope import probe

    if probe():
        what = "Python's email package lets a subject add headers (CVE-2024-6923). Our own mail is safe: such text is refused or encoded."
        yield Finding("warning", what, "Update Python to 3.11.15, 3.12.13 or 3.13.12, or a patched build, for other programs' sake.")
    else:
        yield Finding("good", "the email package lets no header be added.")


def _zones() -> Iterator[Finding]:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo("Asia/Hong_Kong")
    except ZoneInfoNotFoundError:
        yield Finding("fault", "there are no time zones.", "Install the package tzdata.")
    else:
        yield Finding("good", "time zones are known.")


def _project(root: Path, *, relay: bool) -> Iterator[Finding]:
    from reportgen.spec.delivery import FILE, load_delivery

    if not (root / "config").is_dir():
        yield Finding("warning", f"{root} is no project.", "Name the project's folder with --project.")
        return
    yield _writable(root / "build")
    delivery, problems = load_delivery(root)
    for problem in errors(problems):
        yield Finding("fault", str(problem))
    if delivery is None:
        if not problems:
            yield Finding("good", f"no mail: there is no {FILE}.")
        return
    yield from _guarded(lambda: _store(root, delivery.store))
    if relay:
        yield from _guarded(lambda: _greeted(root))


def _guarded(look: Callable[[], Finding]) -> Iterator[Finding]:
    try:
        yield look()
    except ReportError as failed:
        yield Finding("fault", str(failed.problem))


def _writable(folder: Path) -> Finding:
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if os.access(there, os.W_OK | os.X_OK):
        return Finding("good", f"{folder} can be written.")
    return Finding("fault", f"{folder} cannot be written.", "Give the user who runs the program the right to, or use --out.")


def _store(root: Path, url: str) -> Finding:
    from reportgen.store import keep
    from reportgen.store.connect import locate
    from reportgen.store.schema import open_store

    place = locate(root, os.environ, url)
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").exists():
        return Finding("good", "no store yet; the first run makes it.")
    store = open_store(place)
    try:
        keep.check(store)
        return Finding("good", f"the store {store.name} is sound.")
    finally:
        store.close()


def _greeted(root: Path) -> Finding:
    import time
    from datetime import UTC, datetime

    from reportgen.deliver.send import World
    from reportgen.deliver.smtp import Away, Connection
    from reportgen.running.desk import open_desk

    desk, _ = open_desk(root, World(lambda: datetime.now(UTC), time.sleep, lambda: 0.5, "doctor"))
    if desk is None:
        return Finding("fault", "the schedules or recipients have mistakes.", "reportgen schedule next tells them.")
    try:
        Connection(desk.relay()).close()
    except Away as bad:
        return Finding("fault", f"the relay cannot be used: {bad}.", "Look at relay in config/delivery.yaml.")
    finally:
        desk.store.close()
    return Finding("good", "the relay greets.")
