"""What a round of scheduled work needs, read from the project once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen import pipeline
from reportgen.deliver.send import World
from reportgen.deliver.smtp import Relay
from reportgen.model.problem import Problem, Problems, errors
from reportgen.spec.delivery import DeliveryFile, lacking, load_delivery
from reportgen.spec.load_schedules import load_schedules
from reportgen.spec.project import Project
from reportgen.spec.recipients import Recipients, load_recipients
from reportgen.spec.schedules import LoadedSchedule
from reportgen.spec.secrets import Secret, reveal
from reportgen.store.connect import Store, locate
from reportgen.store.outbox import Ambiguous
from reportgen.store.schema import open_store


@dataclass(frozen=True, slots=True)
class Desk:
    """A project with its schedules, who gets what, how it leaves the house, the store, and the world outside."""

    project: Project
    schedules: tuple[LoadedSchedule, ...]
    recipients: Recipients
    delivery: DeliveryFile
    store: Store
    world: World
    environ: Mapping[str, str]

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.project.root

    @property
    def policy(self) -> Ambiguous:
        """What happens to a mail that may have been accepted: held, as soon as one schedule wants that."""
        return "hold" if any(one.schedule.on_ambiguous == "hold" for one in self.schedules) else "resend"

    def relay(self) -> Relay:
        """The server that takes the mail, with its password; raises ReportError E297 where that is not where it should be."""
        said = self.delivery.relay
        password = reveal(said.password, self.environ, where="relay.password") if said.password else Secret("")
        return Relay(said.host, said.port, said.security, said.user, password, authorities=said.authorities or None)


def open_desk(root: Path, world: World, environ: Mapping[str, str] | None = None) -> tuple[Desk | None, Problems]:
    """The desk of a project with every problem of its files; None where one is an error. Raises ReportError E600 to E606 for the store."""
    environ = os.environ if environ is None else environ
    project = pipeline.open_project(root)
    recipients, of_recipients = load_recipients(root)
    schedules, of_schedules = load_schedules(root, recipients)
    delivery, of_delivery = load_delivery(root)
    missing: tuple[Problem, ...] = (lacking(root),) if delivery is None and not of_delivery else ()
    problems = (*project.problems, *of_recipients, *of_schedules, *of_delivery, *missing)
    if delivery is None or errors(problems):
        return None, problems
    store = open_store(locate(root, environ, delivery.store))
    return Desk(project, schedules, recipients, delivery, store, world, environ), problems
