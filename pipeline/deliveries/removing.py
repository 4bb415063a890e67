"""Removing a mailbox or a destination: what hangs on it is said first, and what came of it stays.

The row stays, for the journal, the deliveries and the audit trail name it; it is neither watched
nor sent to any more. Connecting the same one again takes it up where it was left.
"""

from __future__ import annotations

from model.connections import DestinationTies, MailboxTies
from model.deliveries import DeliveryState
from model.people import User
from model.write_backs import WriteBackState
from pipeline.access import four_eyes
from pipeline.deliveries import delivering, releasing, replaying
from storage import audit, deliveries, examining, exceptions, write_backs
from storage import mail as stored
from storage.store import Tx

_GONE = "It was removed in the settings."
_HERE = (DeliveryState.HELD, DeliveryState.QUEUED, DeliveryState.RETRYING)


def mailbox_ties(tx: Tx, mailbox_id: str) -> MailboxTies:
    """What hangs on a mailbox. Raises RecordMissing."""
    box = stored.mailbox(tx, mailbox_id)
    mails, unread = stored.journalled_of(tx, mailbox_id)
    others = [one for one in stored.mailboxes(tx) if one.id != mailbox_id]
    return MailboxTies(
        name=box.name,
        mails=mails,
        unread=unread,
        write_backs=len(write_backs.unfinished_of(tx, mailbox_id)),
        credential=box.credential,
        shares_credential=any(one.credential == box.credential for one in others),
        is_last=not others,
    )


def remove_mailbox(tx: Tx, user: User, mailbox_id: str) -> None:
    """Watch a mailbox no longer. Raises RecordMissing."""
    box = stored.mailbox(tx, mailbox_id)
    stored.remove(tx, mailbox_id)
    given_up = write_backs.unfinished_of(tx, mailbox_id)
    for one in given_up:
        write_backs.finish(tx, one.key, WriteBackState.CANCELLED)
    _close(tx, f"mailbox:{mailbox_id}", *(f"write_back:{one.key}" for one in given_up))
    detail = f"{box.name}; {len(given_up)} write-backs given up" if given_up else box.name
    audit.note(tx, user.name, "removed", f"mailbox:{mailbox_id}", detail)


def destination_ties(tx: Tx, user: User, destination_id: str) -> DestinationTies:
    """What hangs on a destination. Raises RecordMissing."""
    held = deliveries.destination(tx, destination_id)
    states = examining.deliveries_by_state(tx, destination_id)
    others = [one for one in deliveries.destinations(tx) if one.id != destination_id]
    return DestinationTies(
        name=held.name,
        waiting=sum(states.get(state, 0) for state in _HERE),
        failed=states.get(DeliveryState.DEAD_LETTER, 0),
        delivered=states.get(DeliveryState.DELIVERED, 0),
        unanswered=len(deliveries.unanswered(tx, destination_id)),
        credential=held.credential or "",
        is_last=not others,
        needs_second=four_eyes.holds(tx) and bool(four_eyes.seconds(tx, user.name)),
    )


def ask_to_remove(tx: Tx, user: User, destination_id: str) -> bool:
    """Whether a destination is removed now; if not, a second person has to confirm it first.

    Raises RecordMissing.
    """
    held = deliveries.destination(tx, destination_id)
    if four_eyes.hold_removal(tx, user.name, held):
        return False
    remove_destination(tx, user, destination_id)
    return True


def remove_destination(tx: Tx, user: User, destination_id: str) -> None:
    """Send to a destination no longer; what waited for it is given up. Raises RecordMissing."""
    held = deliveries.destination(tx, destination_id)
    waiting = [one for state in _HERE for one in deliveries.waiting_for(tx, destination_id, state)]
    for one in waiting:
        releasing.give_up(tx, one, _GONE)
    deliveries.remove_destination(tx, destination_id)
    failed = deliveries.waiting_for(tx, destination_id, DeliveryState.DEAD_LETTER)
    ways = (replaying.way_to(destination_id), four_eyes.removal_of(destination_id))
    _close(tx, f"destination:{destination_id}", *ways, *(f"delivery:{one.id}" for one in failed))
    for document_id in dict.fromkeys(one.document_id for one in waiting):
        delivering.settle(tx, document_id)
    detail = f"{held.name}; {len(waiting)} deliveries given up" if waiting else held.name
    audit.note(tx, user.name, "removed", f"destination:{destination_id}", detail)


def _close(tx: Tx, *subjects: str) -> None:
    """Close what was asked about what is gone."""
    for subject in subjects:
        for item in exceptions.open_of(tx, subject):
            exceptions.close(tx, item.id, _GONE)
