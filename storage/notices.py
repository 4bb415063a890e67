"""Notices: what people wish to be told by mail, the mails, and what was told to whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import or_, select

from model.notices import Notice, NoticeKind, NoticePace, NoticeState, NoticeWish
from model.people import User
from storage import rows, tables
from storage.changes import announce
from storage.tx import Tx

KEPT: Final = timedelta(days=30)
"""So long it is known which mails were sent, and what was told in them."""

_notice = tables.notice.c
_told = tables.notice_told.c
_wish = tables.notice_wish.c


def wish(tx: Tx, user_id: str) -> NoticeWish | None:
    """What a person chose; None where they never did."""
    row = rows.find(tx, select(tables.notice_wish).where(_wish.user_id == user_id))
    return rows.record(NoticeWish, row) if row else None


def put_wish(tx: Tx, wished: NoticeWish) -> None:
    """Keep what a person chose."""
    rows.put(tx, tables.notice_wish, rows.values(wished))
    announce(tx, "settings", f"notices:{wished.user_id}")


def wishes(tx: Tx) -> tuple[NoticeWish, ...]:
    """What everybody chose who wishes for mails."""
    query = select(tables.notice_wish).where(_wish.pace != NoticePace.OFF)
    return rows.records(tx, query.order_by(_wish.user_id), NoticeWish)


def looked(tx: Tx, user_id: str, day: date | None) -> None:
    """Say for which day it was looked last what waits for a person; None lets it be looked anew."""
    rows.change(tx, tables.notice_wish, _wish.user_id == user_id, looked=day)


def queue(tx: Tx, notice: Notice, things: Iterable[str]) -> bool:
    """Whether the mail is new; what it tells counts as told. One taken back is replaced."""
    taken_back = (_notice.id == notice.id, _notice.state == NoticeState.CANCELLED)
    tx.connection.execute(tables.notice.delete().where(*taken_back))
    if not rows.put_new(tx, tables.notice, rows.values(notice)):
        return False
    for thing in things:
        told = {"user_id": notice.user_id, "thing": thing, "notice_id": notice.id}
        rows.put(tx, tables.notice_told, told)
    return True


def get(tx: Tx, notice_id: str) -> Notice:
    """One mail. Raises RecordMissing."""
    return rows.get(tx, tables.notice, Notice, notice_id)


def known(tx: Tx, notice_id: str) -> bool:
    """Whether a mail of this key is one of ours."""
    return rows.find(tx, select(_notice.id).where(_notice.id == notice_id)) is not None


def due(tx: Tx) -> tuple[Notice, ...]:
    """The mails that may be sent now, oldest first."""
    when = _notice.next_attempt
    query = select(tables.notice).where(
        _notice.state == NoticeState.QUEUED, or_(when.is_(None), when <= tx.now())
    )
    return rows.records(tx, query.order_by(_notice.written, _notice.id), Notice)


def unsent(tx: Tx, user_id: str, kind: NoticeKind) -> tuple[Notice, ...]:
    """The mails to a person that have not left, oldest first."""
    of_them = (_notice.user_id == user_id, _notice.kind == kind)
    query = select(tables.notice).where(*of_them, _notice.state == NoticeState.QUEUED)
    return rows.records(tx, query.order_by(_notice.written, _notice.id), Notice)


def newest(tx: Tx, user_id: str, kind: NoticeKind) -> datetime | None:
    """When a mail was written last to a person; None for never, or long ago."""
    of_them = (_notice.user_id == user_id, _notice.kind == kind)
    query = select(_notice.written).where(*of_them).order_by(_notice.written.desc())
    return tx.connection.scalars(query.limit(1)).first()


def told(tx: Tx, user_id: str) -> frozenset[str]:
    """What was told to a person lately."""
    return frozenset(tx.connection.scalars(select(_told.thing).where(_told.user_id == user_id)))


def postpone(tx: Tx, notice_id: str, until: datetime, *, attempts: int) -> None:
    """Try again then."""
    _change(tx, notice_id, next_attempt=until, attempts=attempts)


def settle(tx: Tx, notice_id: str, state: NoticeState, said: str) -> None:
    """Say how a mail ended. Its words are forgotten; its key is not."""
    ended = {"state": state, "said": said, "subject": "", "body": "", "next_attempt": None}
    _change(tx, notice_id, **ended)


def cancel(tx: Tx, notice_id: str, why: str) -> None:
    """Don't send a mail: what it tells is still to be told."""
    settle(tx, notice_id, NoticeState.CANCELLED, why)
    tx.connection.execute(tables.notice_told.delete().where(_told.notice_id == notice_id))


def forget(tx: Tx) -> None:
    """Forget what was sent long ago."""
    old = (_notice.written < tx.now() - KEPT, _notice.state != NoticeState.QUEUED)
    tx.connection.execute(tables.notice.delete().where(*old))


def _change(tx: Tx, notice_id: str, **columns: object) -> None:
    mine = (_notice.id == notice_id, _notice.state == NoticeState.QUEUED)
    rows.change(tx, tables.notice, *mine, **columns)
    announce(tx, "settings", f"notice:{notice_id}")


def people(tx: Tx) -> tuple[tuple[NoticeWish, User], ...]:
    """Who wishes for mails, may sign in and has an address, with what they chose."""
    wished = {one.user_id: one for one in wishes(tx)}
    if not wished:
        return ()
    user = tables.app_user.c
    query = select(tables.app_user).where(user.id.in_(list(wished))).order_by(user.id)
    found = rows.records(tx, query, User)
    return tuple((wished[one.id], one) for one in found if one.active and one.mail)
