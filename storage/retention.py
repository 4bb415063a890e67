"""What is old enough to go, and its going: with an event each, and files when nobody names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    exists,
    func,
    or_,
    select,
    union_all,
)

from model.deliveries import DeliveryState
from model.documents import DocumentKind
from model.expectations import ExpectationState
from model.filing import DocumentStatus, MessageState
from model.ids import derived_id
from model.matches import MatchStatus
from model.retention import Due, KeptKind
from storage import audit, holds, rows, settings, tables
from storage.changes import announce
from storage.files import FileStore
from storage.removal import remove
from storage.store import Store
from storage.tx import Tx

AT_ONCE: Final = 200
"""So many go in one transaction: others write in between."""
DELETED_MAIL: Final = b"Subject: (deleted)\r\n\r\nThis mail was deleted by the company's rule.\r\n"
"""What is left of a mail's bytes. The mail itself stays known, so that it does not come again."""
_DELETED: Final = "(deleted)"
"""The Message-ID of a mail whose content is gone."""
_MOST: Final = 100_000
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_LATELY: Final = timedelta(days=1)
_KEY: Final = "retention."

_document, _mail, _run = tables.document.c, tables.message.c, tables.run.c
_DONE: Final = (DocumentStatus.DELIVERED, DocumentStatus.FILED, DocumentStatus.REJECTED)
_GOING_ON: Final = (DeliveryState.HELD, DeliveryState.QUEUED, DeliveryState.RETRYING)
_UNSETTLED: Final = (ExpectationState.OPEN, ExpectationState.NEEDS_PERSON)
_UNEXPLAINED: Final = (MatchStatus.MISSING, MatchStatus.AMBIGUOUS, MatchStatus.DISPUTED)


@dataclass(frozen=True, slots=True)
class _Old:
    """A row that is old enough: the subject of its event, whose it is, what is said of it."""

    id: str
    subject: str
    suppliers: frozenset[str]
    busy: bool
    facts: str

    def held_by(self, held: frozenset[str]) -> bool:
        """Whether a hold is on it."""
        mine = {holds.ALL, self.subject, *(f"supplier:{one}" for one in self.suppliers)}
        return bool(mine & held)

    def goes(self, held: frozenset[str]) -> bool:
        """Whether nothing keeps it."""
        return not self.busy and not self.held_by(held)


def rules(tx: Tx) -> Mapping[str, int]:
    """The days for which each kind is kept; a kind without a rule is kept for ever."""
    setting = tables.setting.c
    query = select(setting.key, setting.value).where(setting.key.startswith(_KEY, autoescape=True))
    found = tx.connection.execute(query.order_by(setting.key))
    return {key.removeprefix(_KEY): int(value) for key, value in found if value}


def set_rule(tx: Tx, kind: str, days: int | None, *, actor: str) -> None:
    """Keep a kind for so many days from now on, or for ever."""
    settings.put(tx, _KEY + kind, "" if days is None else str(days))
    said = "for ever" if days is None else f"{days} days"
    audit.note(tx, actor, "keeps", f"retention:{kind}", said)


def due(tx: Tx, kind: str, days: int) -> Due:
    """What of a kind goes now by its rule; of what is old, the oldest 100,000 are looked at."""
    before, held = tx.now() - timedelta(days=days), holds.held(tx)
    old = tuple(_old(tx, kind, before))
    kept = [one for one in old if one.held_by(held)]
    busy = [one for one in old if one.busy and not one.held_by(held)]
    going = tuple(one.id for one in old if one.goes(held))
    return Due(kind, days, before, going, len(kept), len(busy))


def delete(store: Store, planned: Due, *, actor: str) -> int:
    """Delete what was planned, some at a time; how many. What came to be held meanwhile stays."""
    number, why = 0, f"kept for {planned.days} days; {actor}"
    for start in range(0, len(planned.ids), AT_ONCE):
        some = planned.ids[start : start + AT_ONCE]
        with store.begin() as tx:
            held = holds.held(tx)
            old = _old(tx, planned.kind, planned.before, some)
            going = tuple(one for one in old if one.goes(held))
            _delete(store.files, tx, planned.kind, going, why)
        number += len(going)
    return number


def staying(tx: Tx, kind: str, ids: Sequence[str]) -> tuple[str, ...]:
    """Those of them that are held, or still worked on."""
    held = holds.held(tx)
    return tuple(one.id for one in _old(tx, kind, _NEVER, ids) if not one.goes(held))


def drop_bytes(files: FileStore, tx: Tx, ids: Sequence[str]) -> None:
    """Leave of mails what was read of them."""
    _remember_files(tx, select(_mail.sha256), _mail.id, ids)
    empty = files.put(DELETED_MAIL)
    for some in rows.portions(ids):
        rows.change(tx, tables.message, rows.among(tx, _mail.id, some), sha256=empty)


def delete_files(store: Store) -> int:
    """Remove the files of deleted rows that no row names any more; how many.

    One that was put again lately stays until the next time: its row may be on its way.
    """
    number = 0
    with store.files.removing() as may:
        if not may:  # a backup is being made
            return 0
        with store.read() as tx:
            waiting = tuple(tx.connection.scalars(select(tables.deleted_file.c.sha256)))
        for some in rows.portions(waiting):
            number += _delete_files(store, some)
    return number


def _delete_files(store: Store, some: list[str]) -> int:
    with store.begin() as tx:
        named = _named(tx, some)
        before = tx.now() - _LATELY
        gone = [one for one in some if one not in named and store.files.drop(one, before)]
        settled = {*named, *gone, *(one for one in some if not store.files.known(one))}
        done = rows.among(tx, tables.deleted_file.c.sha256, tuple(settled))
        tx.connection.execute(tables.deleted_file.delete().where(done))
        return len(gone)


def _named(tx: Tx, some: list[str]) -> frozenset[str]:
    naming = (select(one).where(rows.among(tx, one, some)) for one in tables.FILES)
    return frozenset(tx.connection.scalars(union_all(*naming)))


def _old(tx: Tx, kind: str, before: datetime, only: Sequence[str] | None = None) -> Iterator[_Old]:
    """What of a kind is older, or of these; the oldest first."""
    if kind == KeptKind.MAIL:
        return _mails(tx, before, only)
    if kind == KeptKind.VISIT:
        return _visits(tx, before, only)
    return _documents(tx, DocumentKind(kind), before, only)


def _chosen(
    tx: Tx, query: Select[Any], column: Column[Any], only: Sequence[str] | None
) -> Iterable[Any]:
    chosen = query if only is None else query.where(rows.among(tx, column, only))
    return tx.connection.execute(chosen.limit(_MOST))


def _documents(
    tx: Tx, kind: DocumentKind, before: datetime, only: Sequence[str] | None
) -> Iterator[_Old]:
    busy = or_(_document.status.not_in(_DONE), _delivering(), _asked("document", _document.id))
    query = (
        select(_document.id, _document.supplier_id, _document.sha256, or_(busy, _unexplained()))
        .where(_document.kind == kind, _document.received < before)
        .order_by(_document.received, _document.id)
    )
    for one, supplier, sha256, at_work in _chosen(tx, query, _document.id, only):
        facts = f"{kind.value}, {sha256}"
        yield _Old(one, f"document:{one}", frozenset({supplier}), bool(at_work), facts)


def _delivering() -> ColumnElement[bool]:
    delivery = tables.delivery.c
    return exists().where(delivery.document_id == _document.id, delivery.state.in_(_GOING_ON))


def _unexplained() -> ColumnElement[bool]:
    line, statement = tables.statement_item.c, tables.statement.c
    return exists().where(
        statement.document_id == _document.id,
        line.statement_id == statement.id,
        line.status.in_(_UNEXPLAINED),
    )


def _asked(kind: str, column: Column[Any]) -> ColumnElement[bool]:
    """Whether a person was asked about it, and has not answered."""
    asked = tables.exception.c
    return exists().where(asked.subject == f"{kind}:" + column, asked.answered.is_(None))


def _mails(tx: Tx, before: datetime, only: Sequence[str] | None) -> Iterator[_Old]:
    expected = tables.expectation.c
    waits = exists().where(expected.source_id == _mail.id, expected.state.in_(_UNSETTLED))
    busy = or_(_mail.state != MessageState.DONE, waits, _asked("message", _mail.id))
    query = (
        select(_mail.id, _mail.addressees, _mail.sha256, busy)
        .where(_mail.received < before, _mail.message_id != _DELETED)
        .order_by(_mail.received, _mail.id)
    )
    for one, addressees, sha256, at_work in _chosen(tx, query, _mail.id, only):
        of = frozenset(to.supplier_id for to in addressees if to.supplier_id)
        yield _Old(one, f"mail:{one}", of, bool(at_work), f"mail, {sha256}")


def _visits(tx: Tx, before: datetime, only: Sequence[str] | None) -> Iterator[_Old]:
    """The visits that are over; the newest of a portal stays, as it says how the portal does."""
    every = tables.run.alias().c
    newest = select(func.max(every.finished)).where(every.portal_id == _run.portal_id)
    query = (
        select(_run.id, tables.portal.c.supplier_id, _run.finished)
        .join(tables.portal, tables.portal.c.id == _run.portal_id)
        .where(_run.finished < before, _run.finished < newest.scalar_subquery())
        .order_by(_run.finished, _run.id)
    )
    for one, supplier, finished in _chosen(tx, query, _run.id, only):
        facts = f"visit, {finished:%Y-%m-%d}"
        yield _Old(one, f"run:{one}", frozenset({supplier}), busy=False, facts=facts)


def _delete(files: FileStore, tx: Tx, kind: str, going: tuple[_Old, ...], why: str) -> None:
    """Delete some, each with its event."""
    ids = tuple(one.id for one in going)
    for one in going:
        audit.note(tx, "Billhook", "deleted", one.subject, f"{one.facts}; {why}")
    if kind == KeptKind.MAIL:
        _empty_mails(files, tx, ids)
    elif kind == KeptKind.VISIT:
        kept = tables.run_evidence.c
        _remember_files(tx, select(kept.sha256), kept.run_id, ids)
        remove(tx, tables.run, ids)
    else:
        _remember_documents(tx, ids)
        remove(tx, tables.document, ids)
    announce(tx, "inbox", "all")


def _empty_mails(files: FileStore, tx: Tx, ids: tuple[str, ...]) -> None:
    """Leave of mails that they came, and when."""
    drop_bytes(files, tx, ids)
    nothing = {"triage": None, "message_id": _DELETED, "addressees": ()}
    rows.change(tx, tables.message, rows.among(tx, _mail.id, ids), **nothing)


def _remember_documents(tx: Tx, ids: tuple[str, ...]) -> None:
    """Keep what portals list them by, and which files they named."""
    query = select(
        _document.supplier_id, _document.account_id, _document.kind, _document.normalised
    ).where(rows.among(tx, _document.id, ids))
    listed = tables.listed.c
    as_listed = (
        select(_document.supplier_id, _document.account_id, listed.kind, listed.number)
        .join(tables.document, _document.id == listed.document_id)
        .where(rows.among(tx, listed.document_id, ids))
    )
    for each in (query, as_listed):
        for row in tx.connection.execute(each).all():
            _remember_document(tx, row)
    file, source = tables.document_file.c, tables.document_source.c
    _remember_files(tx, select(file.sha256), file.document_id, ids)
    whole = select(source.whole).where(source.whole.is_not(None))
    _remember_files(tx, whole, source.document_id, ids)


def _remember_document(tx: Tx, row: Any) -> None:
    supplier, account, kind, number = row[0] or "", row[1] or "", row[2], row[3]
    if not number:
        return
    known = {
        "id": derived_id("deleted", supplier, account, kind.value, number),
        "supplier_id": supplier,
        "account_id": account,
        "kind": kind,
        "normalised": number,
        "at": tx.now(),
    }
    rows.put_new(tx, tables.deleted_document, known)


def _remember_files(
    tx: Tx, query: Select[Any], column: ColumnElement[Any], ids: Sequence[str]
) -> None:
    for some in rows.portions(ids):
        for sha256 in tx.connection.scalars(query.where(rows.among(tx, column, some))).all():
            rows.put(tx, tables.deleted_file, {"sha256": sha256, "at": tx.now()})
