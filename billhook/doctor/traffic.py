"""What comes in and goes out: mailboxes, portals, destinations, and what waits for a person."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from billhook.doctor.finding import Finding, Grade, found
from billhook.wiring import CLOCK
from feeds.sftp import REMEDY as SFTP_REMEDY
from feeds.sftp import missing_programs
from model.deliveries import DeliveryState, Destination, DestinationKind, OutboxStanding
from model.suppliers import Mailbox, MailboxKind, MailboxState, Portal, PortalState
from model.visits import Run
from storage import deliveries, examining, mail, outbox, runs, suppliers
from storage.store import Tx

_WAIT: Final = 5.0
_NAMED: Final = 5
_STUCK: Final = timedelta(hours=1)


def traffic(tx: Tx) -> Iterator[Finding]:
    """How mailboxes, portals and destinations stand, as the tables say."""
    yield from map(_watch, mail.states(tx))
    yield _portals(suppliers.portals(tx), {of: past[0] for of, past in runs.pasts(tx, 1).items()})
    for destination in deliveries.destinations(tx):
        yield _destination(tx, destination)


def reach(boxes: Iterable[Mailbox]) -> Iterator[Finding]:
    """Whether each mailbox answers; the only check that goes to the network."""
    boxes = tuple(boxes)
    if not boxes:
        yield found("Mailbox", False, "none", "billhook connect mailbox --help")
    yield from map(_reach, boxes)


def _watch(state: MailboxState) -> Finding:
    """What the watch over a folder last said."""
    when = f"last read {state.checked:%Y-%m-%d %H:%M:%S} UTC" if state.checked else "never read"
    remedy = "Do what it says, or start: billhook up."
    said = f"{state.trouble} ({when})" if state.trouble else when
    if state.left_out:
        said += f"; {state.left_out:,} mails from before {state.since} are left out"
    fine = not state.trouble and state.checked is not None
    return found(f"Watch over {state.name}", fine, said, remedy)


def _reach(box: Mailbox) -> Finding:
    if box.kind is not MailboxKind.IMAP:
        there = Path(box.folder).exists()
        return found(f"Mailbox {box.name}", there, box.folder, "Make it, or connect another.")
    begun = CLOCK.monotonic()
    try:
        socket.create_connection((box.host, box.port), timeout=_WAIT).close()
    except OSError as error:
        remedy = "Check host and port, and that this machine may reach them."
        return found(f"Mailbox {box.name}", False, f"{box.host}:{box.port}: {error}", remedy)
    took = (CLOCK.monotonic() - begun) * 1000
    said = f"{box.host}:{box.port} answers in {took:.0f} ms"
    return found(f"Mailbox {box.name}", True, said, "")


def _portals(portals: Iterable[Portal], last: dict[str, Run]) -> Finding:
    """All portals in one finding: a company may have two thousand."""
    open_ = [one for one in portals if one.state in (PortalState.OPEN, PortalState.PAUSED)]
    unwell = {one.name: why for one in open_ if (why := _trouble(one, last.get(one.id)))}
    if not unwell:
        return found("Portals", True, f"{len(open_)}, none in trouble", "")
    named = "; ".join(f"{name}: {why}" for name, why in list(unwell.items())[:_NAMED])
    more = f"; and {len(unwell) - _NAMED} more" if len(unwell) > _NAMED else ""
    said = f"{len(unwell)} of {len(open_)} in trouble: {named}{more}"
    stopped = any(one.state is PortalState.PAUSED for one in open_)
    grade = Grade.UNWELL if stopped else Grade.NOTE
    return Finding("Portals", grade, said, "Answer their questions in the dashboard: G P.")


def _trouble(portal: Portal, last: Run | None) -> str:
    if portal.state is PortalState.PAUSED:
        return portal.paused_because or "paused"
    if last is None or last.outcome is None or last.outcome.good:
        return ""
    return last.outcome.sentence


def _destination(tx: Tx, destination: Destination) -> Finding:
    check = f"Destination {destination.name}"
    if destination.kind is DestinationKind.SFTP and (missing := missing_programs()):
        return found(check, False, f"needs {', '.join(missing)}", SFTP_REMEDY)
    stands = outbox.standing(tx, destination.id)
    numbers = examining.deliveries_by_state(tx, destination.id)
    given_up = numbers.get(DeliveryState.DEAD_LETTER, 0)
    waiting = sum(numbers.get(state, 0) for state in (DeliveryState.QUEUED, DeliveryState.RETRYING))
    said = f"{numbers.get(DeliveryState.DELIVERED, 0)} delivered, {waiting} on their way"
    if given_up:
        remedy = "Send them again from the dashboard: G D."
        return found(check, False, f"{said}, {given_up} given up", remedy)
    if destination.paused:
        return Finding(check, Grade.NOTE, f"paused; {said}", "Resume it in the dashboard: G D.")
    return _answering(check, said, stands)


def _answering(check: str, said: str, stands: OutboxStanding) -> Finding:
    if stands.down_since is None:
        return found(check, True, said, "")
    since = f"does not answer since {stands.down_since:%Y-%m-%d %H:%M} UTC; {said}"
    lately = CLOCK.now() - stands.down_since < _STUCK
    remedy = "It is tried again by itself; ask its administrator where it stays so."
    return Finding(check, Grade.NOTE if lately else Grade.UNWELL, since, remedy)
