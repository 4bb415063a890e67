"""What adoption follows from, for all suppliers at once: a few questions, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Text, and_, case, exists, func, select, true

from model.adoption import PastVisit, PortalPast, SupplierPast
from model.expectations import ExpectationState
from model.filing import Channel
from model.suppliers import PortalState
from model.visits import Cause, RunState
from storage import sight, suppliers, tables
from storage.tx import Tx

LOOKED_AT: Final = 14
"""So many of the last visits tell how far a portal is adopted."""

_MONTH: Final = 7  # characters of an instant that name its month
_run = tables.run.c
_expectation = tables.expectation.c
_Visits = dict[str, tuple[PastVisit, ...]]
_Counts = dict[str, tuple[int, int]]


def pasts(tx: Tx, since: datetime) -> tuple[SupplierPast, ...]:
    """What every supplier's adoption follows from; what was saved counts since an instant.

    A site that was set aside as no portal for documents is no supplier's.
    """
    aside = {one.supplier_id for one in suppliers.portals(tx) if one.state is PortalState.SET_ASIDE}
    found, unreached, by_mail = _portals(tx, since), _unreached(tx), _by_mail(tx)
    return tuple(
        SupplierPast(
            supplier=supplier,
            portals=tuple(found.get(supplier.id, ())),
            by_mail=supplier.id in by_mail,
            unreached=unreached.get(supplier.id, 0),
        )
        for supplier in suppliers.every(tx)
        if supplier.id in found or not (supplier.proposed and supplier.id in aside)
    )


def _portals(tx: Tx, since: datetime) -> dict[str, list[PortalPast]]:
    """What every portal's adoption follows from, by supplier."""
    visits, let_in, done = _visits(tx), _let_in(tx), _done(tx, since)
    waiting, asked = _waiting(tx), _asked(tx)
    found: dict[str, list[PortalPast]] = defaultdict(list)
    for portal in suppliers.portals(tx):
        if portal.state is PortalState.SET_ASIDE:
            continue
        sign_ins, downloads = done.get(portal.id, (0, 0))
        found[portal.supplier_id].append(
            PortalPast(
                portal,
                visits.get(portal.id, ()),
                let_in=portal.id in let_in,
                waiting=waiting.get(portal.id, 0),
                asked=f"portal:{portal.id}" in asked,
                sign_ins=sign_ins,
                downloads=downloads,
            )
        )
    return found


def _helped() -> ColumnElement[bool]:
    """Whether a person answered the portal, or was at the page."""
    challenged = select(tables.challenge.c.run_id).scalar_subquery()
    return _run.attended_by.is_not(None) | _run.id.in_(challenged)


def _visits(tx: Tx) -> _Visits:
    """The last finished visits of every portal, newest first; an outcome only where it failed."""
    newest = (_run.requested.desc(), _run.id.desc())
    age = func.row_number().over(partition_by=_run.portal_id, order_by=newest)
    aged = select(_run.id, age.label("age")).where(_run.finished.is_not(None)).subquery()
    query = (
        select(
            _run.portal_id,
            _run.finished,
            _run.cause != Cause.PERSON,
            _helped(),
            case((_run.state == RunState.FAILED, _run.outcome)),
        )
        .join(aged, aged.c.id == _run.id)
        .where(aged.c.age <= LOOKED_AT)
        .order_by(aged.c.age)
    )
    found: dict[str, list[PastVisit]] = defaultdict(list)
    for portal_id, finished, unasked, helped, failure in tx.connection.execute(query):
        found[portal_id].append(PastVisit(finished, bool(unasked), bool(helped), failure))
    return {portal_id: tuple(visits) for portal_id, visits in found.items()}


def _let_in(tx: Tx) -> frozenset[str]:
    """The portals that have taken a sign-in of ours."""
    portal = tables.portal.c
    inside = _run.signed_in.is_not(None) | (_run.state == RunState.DONE)
    query = select(portal.id).where(exists().where(_run.portal_id == portal.id, inside))
    return frozenset(tx.connection.scalars(query))


def _done(tx: Tx, since: datetime) -> _Counts:
    """By portal, the sign-ins and downloads that visits since an instant did for the clerk.

    A sign-in counts where it brought a document, which a clerk would have signed in for, and where
    nobody had to help.
    """
    return _summed(tx, _run.portal_id, since)


def done_by_month(tx: Tx, since: datetime) -> _Counts:
    """By month (UTC), such as "2026-11", the sign-ins and downloads since an instant.

    Those at portals whose account a person bound to an entity that is seen, where not all are.
    """
    return _summed(tx, func.substr(_run.finished, 1, _MONTH, type_=Text()), since)


def _summed(tx: Tx, key: ColumnElement[str], since: datetime) -> _Counts:
    for_clerk = case((and_(_run.fetched > 0, ~_helped()), 1), else_=0)
    limit = sight.limit_of(tx.connection)
    own = true() if limit is None else _run.portal_id.in_(sight.portals(limit))
    query = (
        select(key, func.sum(for_clerk), func.sum(_run.fetched))
        .where(_run.finished >= since, own)
        .group_by(key)
    )
    return {
        name: (int(sign_ins), int(downloads))
        for name, sign_ins, downloads in tx.connection.execute(query)
    }


def _waiting(tx: Tx) -> dict[str, int]:
    """How many documents that are expected of each portal are left to a person."""
    left = _expectation.state == ExpectationState.NEEDS_PERSON
    return _counted(tx, _expectation.portal_id, left, _expectation.portal_id.is_not(None))


def _unreached(tx: Tx) -> dict[str, int]:
    """How many documents each supplier has announced that neither portal nor mail has brought."""
    return _counted(
        tx,
        _expectation.supplier_id,
        _expectation.state == ExpectationState.NEEDS_PERSON,
        _expectation.portal_id.is_(None),
        _expectation.document_id.is_(None),
    )


def _counted(tx: Tx, key: ColumnElement[str], *where: ColumnElement[bool]) -> dict[str, int]:
    query = select(key, func.count()).where(*where).group_by(key)
    found: dict[str, int] = dict(tx.connection.execute(query).all())
    return found


def _asked(tx: Tx) -> frozenset[str]:
    """The subjects of all open questions."""
    question = tables.exception.c
    query = select(question.subject).where(question.answered.is_(None)).distinct()
    return frozenset(tx.connection.scalars(query))


def _by_mail(tx: Tx) -> frozenset[str]:
    """The suppliers without a portal whose documents have come by mail."""
    supplier, document = tables.supplier.c, tables.document.c
    came = exists().where(document.supplier_id == supplier.id, document.channel == Channel.MAIL)
    registered = exists().where(tables.portal.c.supplier_id == supplier.id)
    return frozenset(tx.connection.scalars(select(supplier.id).where(came, ~registered)))
