"""Writing mails to our people: one a day to each who wishes for it, and soon what is urgent.

A mail is written in the transaction that reads what it tells, under a key of the person and the
day, or of what it tells first. It is sent afterwards, by `pipeline.notices.sending`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from model.errors import WrongInput
from model.ids import derived_id
from model.languages import Language
from model.notices import (
    FIRST_HOUR,
    HOURS,
    Composer,
    Notice,
    NoticeChoice,
    NoticeKind,
    NoticePace,
    NoticeState,
    NoticeWish,
    Waits,
)
from model.people import User
from pipeline.notices import gathering
from pipeline.notices.sending import server
from pipeline.rules import Rules
from pipeline.works import Works
from storage import audit, notices, users
from storage.store import Tx

_PAUSE: Final = timedelta(minutes=1)
"""Between two urgent mails to a person: what comes together is told together."""


def write(works: Works) -> int:
    """How many mails were written: those that are due, to everybody who wishes for them."""
    compose = works.compose
    if compose is None:
        return 0
    with works.store.read() as tx:
        people = notices.people(tx) if server(tx) else ()
        due = [
            (kind, user.id)
            for wish, user in people
            for kind in (NoticeKind.DIGEST, NoticeKind.URGENT)
            if _is_due(tx, wish, user, kind)
        ]
    written = 0
    for kind, user_id in due:
        with works.store.begin() as tx:
            written += _write(tx, compose, kind, user_id)
    return written


def choice(tx: Tx, user: User) -> NoticeChoice:
    """What a person chose, and what stands in its way."""
    wish, known = notices.wish(tx, user.id), users.get(tx, user.id)
    pace, hour = (wish.pace, wish.hour) if wish else (NoticePace.OFF, FIRST_HOUR)
    return NoticeChoice(pace, hour, known.mail, sent=server(tx) is not None)


def choose(tx: Tx, user: User, pace: NoticePace, hour: int, language: Language) -> None:
    """Keep what a person wishes. The day's mail is not written twice, or long after its hour.

    Raises:
        WrongInput: there is no such hour.
    """
    if hour not in HOURS:
        raise WrongInput("Choose an hour from 0 to 23.")
    before = notices.wish(tx, user.id)
    begins = before is None or before.pace is NoticePace.OFF
    since = tx.now() if begins or before is None else before.since
    local = _local(tx)
    looked = local.date() if local.hour >= hour else before.looked if before else None
    notices.put_wish(tx, NoticeWish(user.id, pace, hour, language, since, looked))
    detail = "none" if pace is NoticePace.OFF else f"{pace.value.replace('_', ' ')}, {hour}:00"
    audit.note(tx, user.name, "chose mails", f"user:{user.name}", detail)


def _local(tx: Tx) -> datetime:
    return tx.now().astimezone(Rules.of(tx).zone)


def _is_due(tx: Tx, wish: NoticeWish, user: User, kind: NoticeKind) -> bool:
    if kind is NoticeKind.DIGEST:
        local = _local(tx)
        return local.hour >= wish.hour and (wish.looked is None or wish.looked < local.date())
    if wish.pace is not NoticePace.AT_ONCE:
        return False
    last = notices.newest(tx, user.id, kind)
    rested = last is None or tx.now() - last >= _PAUSE
    return rested and bool(gathering.urgent(tx, wish, user).things)


def _write(tx: Tx, compose: Composer, kind: NoticeKind, user_id: str) -> bool:
    """Whether a mail was written; by now it may not be due any more, or have nothing to say."""
    found = next((one for one in notices.people(tx) if one[1].id == user_id), None)
    if found is None or not _is_due(tx, *found, kind):
        return False
    wish, user = found
    if kind is NoticeKind.URGENT:
        waits = gathering.urgent(tx, wish, user)
        return _queue(tx, compose, kind, waits, (waits.things[0],))
    day = _local(tx).date()
    notices.looked(tx, user.id, day)
    for left in notices.unsent(tx, user.id, kind):  # this one says all that is still so
        notices.cancel(tx, left.id, "A newer one says it.")
    waits = gathering.everything(tx, wish, user)
    return bool(waits.number) and _queue(tx, compose, kind, waits, (day.isoformat(),))


def _queue(
    tx: Tx, compose: Composer, kind: NoticeKind, waits: Waits, named: tuple[str, ...]
) -> bool:
    words, user = compose(waits), waits.person
    return notices.queue(
        tx,
        Notice(
            id=derived_id("notice", kind, user.id, *named),
            user_id=user.id,
            kind=kind,
            mail=user.mail,
            role=user.role,
            language=waits.language,
            subject=words.subject,
            body=words.body,
            state=NoticeState.QUEUED,
            written=tx.now(),
        ),
        waits.things,
    )
