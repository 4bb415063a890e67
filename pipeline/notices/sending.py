"""Sending mails to our people, through the server of one of the company's e-mail destinations.

A mail is written down before it is tried, tried under its key until the server has taken it, and
written down as taken before the next. One whose end was not seen is sent again as the same mail:
its Message-ID is its key. To a person who may not sign in any more, whose role or address is
another one now, or who wishes for none, nothing is sent: what waits for them is looked at anew.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from feeds import backoff
from model.deliveries import Destination, DestinationKind
from model.errors import (
    BillhookError,
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    LeaseOver,
    VaultLocked,
)
from model.exceptions import Action, Answer, ExceptionReason
from model.notices import Notice, NoticeKind, NoticePace, NoticeState, PlainMail, Wording
from pipeline.access import four_eyes
from pipeline.asking import ask
from pipeline.deliveries import replaying
from pipeline.deliveries.passes import Passage
from pipeline.engine import Step
from pipeline.rules import RULES
from pipeline.works import BILLHOOK, Works
from storage import audit, deliveries, notices, settings, users
from storage.store import Tx

RULE: Final = "notices_through"
ANY: Final = "any"
_WAIT: Final = timedelta(minutes=10)
_STALE: Final = timedelta(minutes=20)
"""So long a mail about what is urgent is tried; the next daily one says what is still so."""


def server(tx: Tx) -> Destination | None:
    """The e-mail destination whose server takes mails to our people; None where there is none.

    One that is paused takes none: its server refused us, or a second person has to confirm it.
    """
    wanted = settings.get(tx, RULE, RULES[RULE].default)
    for one in deliveries.destinations(tx):
        named = wanted in (ANY, one.name, one.id)
        usable = not one.paused and not four_eyes.waits(tx, one.id)
        if one.kind is DestinationKind.EMAIL and named and usable:
            return one
    return None


def due(tx: Tx, *, vault_locked: bool) -> tuple[Notice, ...]:
    """The mails that can be sent now; none while nothing would take them."""
    waiting = notices.due(tx)
    through = server(tx) if waiting else None
    if through is None or (vault_locked and through.credential):
        return ()
    return waiting


async def send(works: Works, step: Step, notice_id: str) -> None:
    """One try. A failed one is due again later, by the table, under the same key."""

    def try_notice(due: str) -> None:
        attempt(works, due)

    await step(try_notice, notice_id)


def attempt(works: Works, notice_id: str) -> None:
    """Try once to send a mail, and write down what came of it."""
    with works.store.begin() as tx:
        notice = notices.get(tx, notice_id)
        if notice.state is not NoticeState.QUEUED or not _stands(tx, notice):
            return
        through = server(tx)
    if through is None:
        return  # due again once there is one
    letter = PlainMail(
        notice.id, notice.mail, notice.language, Wording(notice.subject, notice.body)
    )
    try:
        with Passage(works, through) as passage:
            proof = passage.go(
                notice.id, lambda lease: works.post(through, letter, lease, clock=works.clock)
            )
    except (VaultLocked, LeaseOver):
        return  # no try was made
    except DestinationUnreachable as trouble:
        _later(works, notice, trouble)
    except CredentialRefused as refused:
        _shut(works, notice, through, refused)
    except DestinationRefused as refused:
        _end(works, notice, NoticeState.FAILED, refused.message)
    else:
        _end(works, notice, NoticeState.SENT, proof.detail)


def failed(works: Works, notice_id: str, error: Exception) -> None:
    """Write down that a mail broke in our own hands; it is tried again."""
    why = error.message if isinstance(error, BillhookError) else type(error).__name__
    with works.store.begin() as tx:
        notice = notices.get(tx, notice_id)
        tried = notice.attempts + 1
        wait = backoff(tried)
        if wait is None:
            notices.settle(tx, notice_id, NoticeState.FAILED, why)
        else:
            notices.postpone(tx, notice_id, tx.now() + max(wait, _WAIT), attempts=tried)


def _stands(tx: Tx, notice: Notice) -> bool:
    """Whether a mail is still for this person; one that is not is taken back."""
    person, wish = users.active(tx, notice.user_id), notices.wish(tx, notice.user_id)
    wished = wish is not None and wish.pace is not NoticePace.OFF
    if person and wished and (person.mail, person.role) == (notice.mail, notice.role):
        return True
    notices.cancel(tx, notice.id, "It was not for this person any more.")
    if notice.kind is NoticeKind.DIGEST:
        notices.looked(tx, notice.user_id, None)  # as they are now, they may be told other things
    return False


def _later(works: Works, notice: Notice, trouble: BillhookError) -> None:
    tried = notice.attempts + 1
    wait = backoff(tried)
    with works.store.begin() as tx:
        late = notice.kind is NoticeKind.URGENT and tx.now() - notice.written > _STALE
        if late:
            notices.cancel(tx, notice.id, trouble.message)
        elif wait is None:
            notices.settle(tx, notice.id, NoticeState.FAILED, trouble.message)
        else:
            notices.postpone(tx, notice.id, tx.now() + wait, attempts=tried)


def _shut(works: Works, notice: Notice, through: Destination, refused: CredentialRefused) -> None:
    """Let all wait that goes to this server until a person says that it lets us in again."""
    waits = f"All that waits for {through.name} goes on with one answer."
    with works.store.begin() as tx:
        replaying.pause(tx, BILLHOOK, through.id, paused=True)
        ask(
            tx,
            ExceptionReason.DELIVERY_FAILED,
            subject=replaying.way_to(through.id),
            sentence=f"{refused.message} {waits}",
            key=("way", notice.id, str(notice.attempts)),
            answers=(Answer("R", "Go on", Action.RETRY),),
        )
        notices.postpone(tx, notice.id, tx.now(), attempts=notice.attempts + 1)


def _end(works: Works, notice: Notice, state: NoticeState, said: str) -> None:
    with works.store.begin() as tx:
        notices.settle(tx, notice.id, state, said)
        person = users.get(tx, notice.user_id)
        verb = "sent a mail" if state is NoticeState.SENT else "could not send a mail"
        audit.note(tx, BILLHOOK, verb, f"person:{person.name}", notice.kind.value)
