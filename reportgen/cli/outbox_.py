"""reportgen outbox: what waits, what was sent, what was not and why; and what a person decides about it."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.show import visible
from reportgen.model.problem import Exit

if TYPE_CHECKING:
    from reportgen.store.connect import Store
    from reportgen.store.outbox import Entry

STATES = ("held", "queued", "sending", "sent", "failed", "unknown", "suppressed", "cancelled")
NEXT = "They go with the next reportgen outbox send or schedule run-due."


@click.group("outbox")
def command() -> None:
    """Mail that waits, went out, or did not, with the reason."""


@command.command("list")
@click.option("--run", "run", default="", help="Of one run only.")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="In this state only; can be given several times.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a message.")
@click.pass_obj
def list_(project: Path, run: str, states: tuple[str, ...], as_json: bool) -> int:
    """List messages, oldest first, with the reason why one was not sent."""
    from reportgen.cli.stores import exists, open_place, table, told
    from reportgen.store import outbox

    if not exists(project):
        click.echo("no store yet; nothing was ever sent.", err=True)
        return Exit.DONE
    with closing(open_place(project)) as store:
        entries = outbox.listed(store, run, states)
    if as_json:
        for entry in entries:
            click.echo(json.dumps(_fields(entry), ensure_ascii=False))
    elif entries:
        rows = [
            (e.run, e.recipient, e.state, str(e.attempts), told(e.next_try if e.state == "queued" else e.changed), _why(e)) for e in entries
        ]
        for line in table(("run", "recipient", "state", "tries", "since, or next try", "reason"), rows):
            click.echo(visible(line))
    else:
        click.echo("no messages.", err=True)
    return Exit.DONE


@command.command("approve")
@click.argument("what")
@click.option("--by", "who", required=True, help="Who approves; it stays on record.")
@click.pass_obj
def approve_(project: Path, what: str, who: str) -> int:
    """Approve an EDITION, or all that a RUN holds, exactly as the files are now; what waited for it is queued.

    Files that are no longer those that were built are not approved.
    """
    from reportgen import manifest
    from reportgen.cli.stores import now, open_place
    from reportgen.store import editions, outbox

    if not who.strip():
        raise click.UsageError("--by: say who approves.")
    with closing(open_place(project)) as store:
        known = {one.id: one for one in editions.listed(store)}
        waiting = [e for e in outbox.listed(store, states=("held",)) if what in (e.run, e.edition) or e.run.startswith(f"{what}/")]
        ids = sorted({e.edition for e in waiting if e.edition} | ({what} & set(known)))
        notices = sorted({e.run for e in waiting if not e.edition})
        if not ids and not notices:
            raise click.UsageError(f"nothing is held for '{what}', and no edition has that name; see reportgen outbox list --state held.")
        count = 0
        for edition in ids:
            count += editions.approve(store, edition, manifest.content_of(project / known[edition].path), who, now())
            click.echo(visible(f"approved {edition} by {who}"))
        for run in notices:
            count += outbox.approve(store, run, who, now(), now() + _lasting(project))
            click.echo(visible(f"approved {run} by {who}"))
    click.echo(f"{_messages(count)} queued. {NEXT if count else ''}".rstrip())
    return Exit.DONE


@command.command("send")
@click.option("--wait", default="0m", show_default=True, help="Try mail again that long before ending, such as 10m.")
@click.pass_obj
def send_(project: Path, wait: str) -> int:
    """Send what is due now. Makes no runs."""
    return _send(project, _wait(wait))


@command.command("retry")
@click.argument("run", default="")
@click.pass_obj
def retry_(project: Path, run: str) -> int:
    """Try now what waits for its next try, of all runs or of RUN: when the relay is back, for instance.

    Without RUN, folders and webhooks that could not be served are tried again, too.
    """
    from reportgen.cli.stores import now, open_place
    from reportgen.store import outbox, services

    with closing(open_place(project)) as store:
        click.echo(f"{_messages(outbox.hasten(store, now(), run))} made due.")
        if not run and (count := services.again(store, now() + _lasting(project), now())):
            click.echo(f"{count} {'target' if count == 1 else 'targets'} made due.")
    return _send(project, timedelta(0))


@command.command("resend")
@click.argument("run")
@click.option("--only-failed", is_flag=True, help="Leave out those that may have been accepted, so that nobody can get a second copy.")
@click.option("--to", "address", default="", help="Only to this recipient of the run, also after it was accepted: for who lost the mail.")
@click.pass_obj
def resend_(project: Path, run: str, only_failed: bool, address: str) -> int:
    """Queue the messages of RUN that failed or whose fate is unknown: the same bytes, the same Message-ID.

    Who was reached gets nothing again, except with --to; what a withdrawn edition left stays cancelled.
    """
    from reportgen.cli.stores import now, open_place
    from reportgen.store import outbox

    if address and only_failed:
        raise click.UsageError("--to names one recipient, --only-failed leaves some out: give one of them.")
    if address:
        return _resend_to(project, run, address)
    states = ("failed",) if only_failed else ("failed", "unknown")
    with closing(open_place(project)) as store:
        _known_run(store, run)
        count = outbox.release(store, run, now(), now() + _lasting(project), states=states)
    click.echo(f"{_messages(count)} queued. {NEXT if count else ''}".rstrip())
    return Exit.DONE


def _resend_to(project: Path, run: str, address: str) -> int:
    from reportgen.cli.stores import now, open_place
    from reportgen.spec.suggest import nearest
    from reportgen.store import outbox

    with closing(open_place(project)) as store:
        _known_run(store, run)
        people = {entry.recipient.lower(): entry.recipient for entry in outbox.listed(store, run)}
        if address.lower() not in people:
            raise click.UsageError(nearest("recipient", address, sorted(people.values())))
        outbox.again(store, run, people[address.lower()], now(), now() + _lasting(project))
    click.echo(f"1 message queued. {NEXT.replace('They go', 'It goes')}")
    return Exit.DONE


@command.command("cancel")
@click.argument("run")
@click.option("--reason", required=True, help="Why; it stays on record.")
@click.pass_obj
def cancel_(project: Path, run: str, reason: str) -> int:
    """Cancel what waits or is held of RUN."""
    from reportgen.cli.stores import now, open_place
    from reportgen.store import outbox

    with closing(open_place(project)) as store:
        _known_run(store, run)
        click.echo(f"{_messages(outbox.cancel(store, run, reason, now()))} cancelled.")
    return Exit.DONE


@command.command("suppress")
@click.argument("address")
@click.option("--reason", required=True, help="Why: a bounce, an unsubscription.")
@click.pass_obj
def suppress_(project: Path, address: str, reason: str) -> int:
    """Send nothing to ADDRESS any more, and stop what waits for it."""
    from reportgen.cli.stores import now, open_place
    from reportgen.store import suppressions

    with closing(open_place(project)) as store:
        count = suppressions.suppress(store, _address(address), reason, now())
    click.echo(f"{address} gets nothing any more; {_messages(count)} stopped.")
    return Exit.DONE


@command.command("unsuppress")
@click.argument("address")
@click.pass_obj
def unsuppress_(project: Path, address: str) -> int:
    """Let ADDRESS get mail again; what was stopped stays so."""
    from reportgen.cli.stores import now, open_place
    from reportgen.store import suppressions

    with closing(open_place(project)) as store:
        if not suppressions.allow(store, _address(address), now()):
            raise click.UsageError(f"{address} is not on the list; see reportgen outbox suppressed.")
    click.echo(f"{address} gets mail again.")
    return Exit.DONE


@command.command("suppressed")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an address.")
@click.pass_obj
def suppressed_(project: Path, as_json: bool) -> int:
    """List the addresses that get nothing, since when and why."""
    from reportgen.cli.stores import exists, iso, open_place, table, told
    from reportgen.store import suppressions

    if not exists(project):
        return Exit.DONE
    with closing(open_place(project)) as store:
        rows = suppressions.listed(store)
    if as_json:
        for address, reason, at in rows:
            click.echo(json.dumps({"address": address, "reason": reason, "at": iso(at)}, ensure_ascii=False))
    elif rows:
        for line in table(("address", "since", "reason"), [(address, told(at), reason) for address, reason, at in rows]):
            click.echo(visible(line))
    return Exit.DONE


def _send(project: Path, patience: timedelta) -> int:
    """Sends, and prints a line for each message that did not go out; the exit code."""
    from reportgen.cli.stores import open_desk
    from reportgen.deliver.send import send
    from reportgen.running.targets import serve_waiting

    desk = open_desk(project)
    if isinstance(desk, int):
        return desk
    with closing(desk.store):
        report = send(desk.store, desk.relay(), desk.world, policy=desk.policy, patience=patience)
        unserved = serve_waiting(desk)
    click.echo(f"{report.sent} sent")
    for target in unserved:
        click.echo(visible(f"{target.edition}: target {target.target} {target.state}: {target.reason}"), err=True)
    if report.away:
        click.echo(visible(f"the relay is away: {report.away}"), err=True)
    for one in report.not_sent:
        if one.state in ("failed", "unknown", "queued", "sending", "held"):
            click.echo(visible(f"{one.run}: {one.recipient} {one.state}: {one.reason}"), err=True)
    if any(target.state == "failed" for target in unserved):
        return Exit.DELIVERY
    return report.exit or (Exit.TRY_LATER if unserved else Exit.DONE)


def _lasting(project: Path) -> timedelta:
    """How long mail is tried that a person queues again."""
    from reportgen.spec.delivery import DeliveryFile, load_delivery
    from reportgen.spec.schedules import duration

    delivery, _ = load_delivery(project)
    return duration(delivery.retry_for if delivery else DeliveryFile.model_fields["retry_for"].default)


def _wait(text: str) -> timedelta:
    from reportgen.spec.schedules import duration

    if text in ("0", "0m"):
        return timedelta(0)
    try:
        return duration(text)
    except ValueError as bad:
        raise click.UsageError(f"--wait: {bad}") from None


def _address(text: str) -> str:
    from reportgen.spec.address import address

    try:
        return address(text)
    except ValueError as bad:
        raise click.UsageError(str(bad)) from None


def _known_run(store: Store, run: str) -> None:
    from reportgen.spec.suggest import nearest
    from reportgen.store import outbox

    runs = sorted({entry.run for entry in outbox.listed(store)})
    if run not in runs:
        raise click.UsageError(nearest("run", run, runs) if runs else "the outbox is empty.")


def _messages(count: int) -> str:
    return f"{count} {'message' if count == 1 else 'messages'}"


def _why(entry: Entry) -> str:
    return entry.reason or {"held": "waits for approval", "queued": "waits to be sent"}.get(entry.state, "")


def _fields(entry: Entry) -> dict[str, Any]:
    from reportgen.cli.stores import iso

    return {
        "run": entry.run,
        "recipient": entry.recipient,
        "edition": entry.edition,
        "state": entry.state,
        "reason": _why(entry),
        "attempts": entry.attempts,
        "message_id": entry.message_id,
        "sha256": entry.hash,
        "next_try": iso(entry.next_try) if entry.state == "queued" else None,
        "deadline": iso(entry.deadline),
        "changed": iso(entry.changed),
    }
