"""One run: its briefs built, each distinct one once, and put into the outbox for everybody who gets it. Nothing untrue goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from reportgen import manifest, pipeline
from reportgen.cache import Cache
from reportgen.deliver import compose
from reportgen.deliver.crash import crash_at
from reportgen.deliver.envelope import Mailbox
from reportgen.deliver.mail import Format, Mail, Mark, Options
from reportgen.means import Means
from reportgen.model.problem import Exit, Problem, Problems, ReportError, errors
from reportgen.order import Order
from reportgen.parts import Parts
from reportgen.pipeline import Build
from reportgen.running import numbers
from reportgen.running.desk import Desk
from reportgen.running.messages import message
from reportgen.schedule.conditions import Answer, Numbers, met
from reportgen.spec.load import load_spec
from reportgen.spec.recipients import Receiver, Recipient, Target
from reportgen.spec.schedules import LoadedSchedule, duration
from reportgen.store import editions, outbox, runs, services
from reportgen.store.runs import Run

LEASE = timedelta(minutes=30)
"""So long a run is held without a sign of life; it is renewed before each brief."""
APPROVAL = "#approval"
"""Ends the key of the mail that asks for an approval."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief of a run: report and parameters, and who gets it."""

    report: str
    params: tuple[tuple[str, str], ...]
    receivers: Mapping[str, Receiver]

    @property
    def title(self) -> str:
        """The report with its parameters, as a person writes them."""
        return Order(params=self.params).titled(self.report)


@dataclass(frozen=True, slots=True)
class Edition:
    """A built brief as the store knows it."""

    id: str
    variant: str
    built: Build


def briefs(desk: Desk, schedule: LoadedSchedule) -> tuple[Brief, ...]:
    """What a run makes: each report once for each set of parameters that somebody wants."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], dict[str, Receiver]] = {}
    for item in schedule.schedule.reports:
        wanted = desk.recipients.named(schedule.schedule.recipients, item.report)
        for name, receiver in wanted.items():
            params = tuple(sorted({**item.params, **receiver.params}.items()))
            found.setdefault((item.report, params), {})[name] = receiver
        if not wanted:
            found.setdefault((item.report, tuple(sorted(item.params.items()))), {})
    return tuple(Brief(report, params, receivers) for (report, params), receivers in found.items())


def make(desk: Desk, schedule: LoadedSchedule, held: Run) -> tuple[str, str]:
    """The state in which the run ends, and why; raises ReportError when the run was lost to another, or the store fails."""
    failures: list[str] = []
    told: list[str] = []
    for brief in briefs(desk, schedule):
        if not runs.renew(desk.store, held, desk.world.clock(), LEASE):
            raise ReportError(Problem("E630", f"the run {held.key} was taken over by another scheduler."), Exit.TRY_LATER)
        try:
            edition, problems = build(desk, brief, held)
            if edition is None:
                failures.append(f"{brief.title}: {_first(problems)}")
                continue
            answer = _condition(desk, schedule, held, brief, edition)
            if not answer.met:
                told.append(f"{brief.title} does not go out: {answer.why}")
                continue
            problems = send_out(desk, schedule, held, brief, edition)
            failures += [f"{brief.title}: {problem.message}" for problem in errors(problems)]
        except ReportError as failed:
            if failed.exit in (Exit.STORE, Exit.TRY_LATER):
                raise
            failures.append(f"{brief.title}: {failed.problem.message}")
    if failures:
        return "failed", "; ".join(failures)
    return ("skipped", "; ".join(told)) if told and len(told) == len(briefs(desk, schedule)) else ("done", "; ".join(told))


def build(desk: Desk, brief: Brief, held: Run, *, recorded: bool = True) -> tuple[Edition | None, Problems]:
    """The edition of a brief, on record as checked where it is to be; None where it did not pass every check."""
    file = desk.root / "config" / "reports" / f"{brief.report}.yaml"
    order = Order(_locales(desk, brief), date.fromisoformat(held.as_of) if held.as_of else None, None, brief.params)
    parts = Parts(Cache.of(desk.root), brief.report, dict(pipeline.named(desk.project)))
    built = pipeline.build(desk.project, file, order, lambda _: None, Means(parts))
    if built.folder is None:
        return None, built.problems
    variant = built.folder.parent.name
    edition = Edition(f"{brief.report}/{variant}/{built.folder.name}", variant, built)
    if recorded:
        path = built.folder.relative_to(desk.root).as_posix()
        content = manifest.content(built.artifacts)
        editions.passed(desk.store, edition.id, brief.report, variant, path, content, desk.world.clock())
        crash_at("run.recorded")
    return edition, built.problems


def send_out(desk: Desk, schedule: LoadedSchedule, held: Run, brief: Brief, edition: Edition) -> Problems:
    """Freezes the mail of everybody who gets the brief, and puts on record what folders and webhooks are to get.

    Where an approval is required and these very bytes have none, the mail is held, and the owner gets it marked as not approved.
    """
    waits = schedule.schedule.approval == "required" and not editions.is_approved(desk.store, manifest.content(edition.built.artifacts))
    mails = Mails(desk, edition)
    problems: Problems = ()
    people = {name: one for name, one in brief.receivers.items() if isinstance(one, Recipient)}
    for name, person in people.items():
        run = f"{held.key}/{brief.report}/{edition.variant}"
        problems = (*problems, *_enqueue(desk, schedule, mails, run, name, person, held=waits))
    if waits:
        tag: Any = edition.built.written[0].locale.tag
        owner = Recipient(address=schedule.schedule.owner, locale=tag, format="both")
        run = f"{held.key}/{brief.report}/{edition.variant}{APPROVAL}"
        problems = (*problems, *_enqueue(desk, schedule, mails, run, "owner", owner, mark="approval"))
    now = desk.world.clock()
    for name, target in brief.receivers.items():
        if isinstance(target, Target):
            services.want(desk.store, edition.id, name, now + lasting(desk, schedule), now, held=waits)
    return problems


class Mails:
    """The mails of an edition: composed once for each language and form, whoever gets them."""

    def __init__(self, desk: Desk, edition: Edition) -> None:
        self.desk, self.edition = desk, edition
        self._made: dict[tuple[str, Format], tuple[Mail | None, Problems]] = {}

    def of(self, locale: str, form: Format) -> tuple[Mail | None, Problems]:
        """The mail in that language and form, or what is wrong with it."""
        if (locale, form) not in self._made:
            self._made[locale, form] = self._composed(locale, form)
        return self._made[locale, form]

    def _composed(self, locale: str, form: Format) -> tuple[Mail | None, Problems]:
        built, said = self.edition.built, self.desk.delivery.attachments
        written = next(one for one in built.written if one.locale.tag == locale)
        assert built.theme is not None, "this is a bug: a brief that was built has a theme"
        names = {"edition": self.edition.id, "report": built.report}
        options = Options(
            format=form,
            limit=said.limit,
            link=_named(said.link, names),
            folder=_named(said.folder, names),
            unsubscribe=next(iter(self.desk.delivery.unsubscribe), ""),
            exhibits=tuple(name for name in self.desk.delivery.exhibits if name in written.charts),
        )
        return compose.compose(written.document, written.charts, built.theme, written.locale, built.artifacts, options, self.desk.root)


def _named(text: str, names: Mapping[str, str]) -> str:
    """The text with its {slots} filled; nothing else in it means anything."""
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _enqueue(  # noqa: PLR0913  who gets what, why and how
    desk: Desk,
    schedule: LoadedSchedule,
    mails: Mails,
    run: str,
    name: str,
    person: Recipient,
    *,
    held: bool = False,
    mark: Mark | None = None,
) -> Problems:
    mail, problems = mails.of(person.locale, person.format)
    if mail is None:
        return problems
    if mark:
        mail = compose.mark(mail, mark)
    found = put(desk, run, mail, Mailbox(person.address, person.name), schedule, edition=mails.edition.id, held=held)
    return (*problems, *found)


def put(
    desk: Desk, run: str, mail: Mail, to: Mailbox, schedule: LoadedSchedule, *, edition: str | None = None, held: bool = False
) -> Problems:
    """Puts one message for one recipient into the outbox; what is wrong with its headers is a problem and nothing is put there."""
    data, identity, problems = message(desk, run, mail, to)
    if errors(problems):
        return problems
    now = desk.world.clock()
    frozen = outbox.Mail(run, to.address, desk.delivery.sender.address, identity, data, now + lasting(desk, schedule), edition)
    outbox.enqueue(desk.store, frozen, now, held=held)
    crash_at("run.enqueued")
    return problems


def lasting(desk: Desk, schedule: LoadedSchedule) -> timedelta:
    """How long a mail is tried."""
    return schedule.deadline or duration(desk.delivery.retry_for)


def _locales(desk: Desk, brief: Brief) -> tuple[str, ...]:
    """The languages of those who get the brief, where the report does not have them all by itself; else none are asked for."""
    wanted = sorted({one.locale for one in brief.receivers.values()})
    own = _own_locales(desk.root / "config" / "reports" / f"{brief.report}.yaml", desk)
    return () if set(wanted) <= set(own) else tuple(dict.fromkeys((*own, *wanted)))


def _own_locales(file: Path, desk: Desk) -> tuple[str, ...]:
    loaded, _ = load_spec(file, desk.project)
    return loaded.spec.locales if loaded else ()


def _condition(desk: Desk, schedule: LoadedSchedule, held: Run, brief: Brief, edition: Edition) -> Answer:
    when = schedule.schedule.only_when
    if when is None or (when.report and when.report != brief.report):
        return Answer(True, "no condition")
    data = next(a.data for a in edition.built.artifacts if a.name == numbers.FILE)
    return met(schedule, numbers.read(data), _before(desk, held, brief, edition))


def _before(desk: Desk, held: Run, brief: Brief, edition: Edition) -> Numbers | None:
    """The figures of the edition that went out last, or waits to, by an earlier run: same report, same parameters, whatever day."""
    wanted = manifest.undated(edition.variant)
    entries = outbox.listed(desk.store)
    out = {entry.edition for entry in entries if not entry.run.startswith(f"{held.key}/") and not entry.run.endswith(APPROVAL)}
    earlier = [
        one
        for one in editions.listed(desk.store, brief.report)
        if one.id in out and one.state != "withdrawn" and manifest.undated(one.variant) == wanted
    ]
    return next((found for one in reversed(earlier) if (found := numbers.of_folder(desk.root / one.path)) is not None), None)


def _first(problems: Sequence[Problem]) -> str:
    wrong = errors(tuple(problems))
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    return f"{wrong[0]}{more}" if wrong else "it was not built"
