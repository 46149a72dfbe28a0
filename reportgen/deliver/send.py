"""Sends what the outbox holds: each message until it is accepted, refused, or past its deadline; whoever was not reached is named."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from reportgen.deliver import interrupts
from reportgen.deliver.crash import crash_at
from reportgen.deliver.smtp import Answer, Away, Connection, Relay
from reportgen.model.problem import Exit, ReportError
from reportgen.store import outbox
from reportgen.store.connect import Store
from reportgen.store.outbox import Ambiguous, Entry

_LOOK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long to wait before the next attempt: doubled each time up to `longest`, and shortened at random by up to half."""

    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=1)

    def wait(self, attempts: int, chance: float) -> timedelta:
        """The wait after so many attempts (1 or more); `chance` is from 0 to 1."""
        return min(self.longest, self.first * 2.0 ** min(attempts - 1, 30)) * (1 - chance / 2)


@dataclass(frozen=True, slots=True)
class World:
    """What sending needs from outside: the clock (aware), waiting in seconds, chance from 0 to 1, and who we are."""

    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    chance: Callable[[], float]
    owner: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """A recipient who was not reached (yet): which run, which state, and why."""

    run: str
    recipient: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a round of sending came to: messages it sent, and all of the outbox that was not sent, with reasons."""

    sent: int
    not_sent: tuple[NotSent, ...] = ()
    away: str = ""
    """What kept us from the relay, where something did."""

    @property
    def exit(self) -> Exit:
        """5 when a recipient was not reached for good, 75 when messages wait for another try, else 0.

        Held, suppressed and cancelled messages are listed, but somebody decided so: they are no failure.
        """
        states = {n.state for n in self.not_sent}
        if states & {"failed", "unknown"}:
            return Exit.DELIVERY
        if states & {"queued", "sending"}:
            return Exit.TRY_LATER
        return Exit.DONE


@dataclass(slots=True)
class _Line:
    """The connection that is open, and how often in a row there was none to be had."""

    relay: Relay
    open: Connection | None = None
    failures: int = 0
    away: str = ""
    sent: int = 0


def send(
    store: Store,
    relay: Relay,
    world: World,
    *,
    policy: Ambiguous = "resend",
    backoff: Backoff | None = None,
    patience: timedelta = timedelta(0),
) -> Report:
    """Sends all that is due, and what becomes due within `patience`; gives what was not sent, with reasons.

    Safe to be killed at any moment and to be run by several processes at once. Raises ReportError E600 (exit 6) for a damaged store
    and E603 (exit 75) for one that cannot be reached.
    """
    backoff = backoff or Backoff()
    line = _Line(relay)
    until = world.clock() + patience
    try:
        while True:
            outbox.recover(store, policy, world.clock())
            _round(store, line, world, policy, backoff)
            pause = _pause(store, line, world, backoff, until)
            if pause is None:
                break
            world.sleep(pause)
    except BaseException:  # who is asked to end does not wait for a server to say goodbye
        if line.open is not None:
            line.open.drop()
        raise
    if line.open is not None:
        line.open.close()
    outbox.expire(store, world.clock())
    left = outbox.listed(store, states=("held", "queued", "sending", "failed", "unknown", "suppressed", "cancelled"))
    return Report(line.sent, tuple(NotSent(e.run, e.recipient, e.state, _why(e, line.away)) for e in left), line.away)


def _round(store: Store, line: _Line, world: World, policy: Ambiguous, backoff: Backoff) -> None:
    """Sends until nothing is due, or the relay is away."""
    limits = line.relay.timeouts
    lease = timedelta(seconds=limits.message)
    while True:
        if line.open is None:
            if not outbox.is_due(store, world.clock()):
                return
            try:
                # Before a message is taken: while the relay is away, none is ever left `sending`.
                line.open = Connection(line.relay)
            except Away as bad:
                line.away = str(bad)
                line.failures += 1
                return
            line.away, line.failures = "", 0
        with interrupts.waiting():
            entry = outbox.take(store, world.clock(), world.owner, lease)
            if entry is None:
                return
            crash_at("outbox.taken")
            answer = _one(store, line.open, entry, world, lease)
            if answer.verdict != "accepted":
                line.open = None
            if _settled(store, entry, answer, world, policy, backoff) and answer.verdict == "accepted":
                line.sent += 1
            crash_at("outbox.settled")


def _one(store: Store, connection: Connection, entry: Entry, world: World, lease: timedelta) -> Answer:
    try:
        message = outbox.content(store, entry)
    except ReportError as bad:
        # Nothing was said to the server yet: the message is certainly not sent, and must not look as if it may be.
        with suppress(ReportError):
            outbox.settle(store, entry, "failed", bad.problem.message, world.clock())
        connection.drop()
        raise
    return connection.send(entry.sender, entry.recipient, message, lambda: outbox.renew(store, entry, world.clock(), lease))


def _settled(store: Store, entry: Entry, answer: Answer, world: World, policy: Ambiguous, backoff: Backoff) -> bool:
    now = world.clock()
    again = now + backoff.wait(entry.attempts, world.chance())
    match answer.verdict:
        case "accepted":
            return outbox.settle(store, entry, "sent", answer.reply, now)
        case "refused":
            return outbox.settle(store, entry, "failed", answer.reply, now)
        case "unclear" if policy == "hold":
            return outbox.settle(store, entry, "unknown", answer.reply, now)
        case "unclear":
            return outbox.settle(store, entry, "queued", f"ambiguous: {answer.reply}", now, next_try=again)
        case _:
            return outbox.settle(store, entry, "queued", answer.reply, now, next_try=again)


def _pause(store: Store, line: _Line, world: World, backoff: Backoff, until: datetime) -> float | None:
    """Seconds to wait for what can be sent next, None when there is nothing to wait for."""
    now = world.clock()
    outbox.expire(store, now)
    waiting = outbox.listed(store, states=("queued", "sending"))
    if not waiting:
        return None
    # What another sender has may be settled, or its sender lost, long before its lease ends: look again soon.
    times = [e.next_try if e.state == "queued" else now + _LOOK for e in waiting]
    next_time = min(times)
    if line.failures:
        next_time = max(next_time, now + backoff.wait(line.failures, world.chance()))
    if next_time > until:
        return None
    return min(max((next_time - now).total_seconds(), 0.01), 60.0)


def _why(entry: Entry, away: str) -> str:
    if entry.reason:
        return entry.reason
    if entry.state == "queued" and away:
        return f"the relay is away: {away}"
    return {"held": "waits for approval", "queued": "waits for its next attempt", "sending": "being sent"}.get(entry.state, entry.state)
