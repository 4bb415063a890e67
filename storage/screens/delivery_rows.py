"""The outbox: deliveries with their attempts and the receiver's answers."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from model.deliveries import Delivery, DeliveryState
from model.views import DeliveryView
from storage import rows, tables
from storage.tx import Tx

MOST: Final = 500

_delivery = tables.delivery.c


def deliveries(tx: Tx) -> tuple[DeliveryView, ...]:
    """The newest 500 deliveries, failed ones first."""
    failed = _delivery.state == DeliveryState.DEAD_LETTER
    first = _newest(tx, failed, MOST)
    return first + _newest(tx, ~failed, MOST - len(first))


def _newest(tx: Tx, where: rows.Condition, most: int) -> tuple[DeliveryView, ...]:
    document, destination = tables.document.c, tables.destination.c
    joined = (
        tables.delivery.join(tables.document)
        .join(tables.destination)
        .outerjoin(tables.supplier, tables.supplier.c.id == document.supplier_id)
    )
    query = (
        select(
            tables.delivery,
            tables.supplier.c.name.label("supplier"),
            document.number,
            document.kind,
            document.gross_minor,
            document.gross_currency,
            destination.name.label("destination"),
            destination.kind.label("destination_kind"),
        )
        .select_from(joined)
        .where(where)
        .order_by(_delivery.queued.desc(), _delivery.id.desc())
        .limit(most)
    )
    return tuple(_view(row) for row in rows.rows(tx, query))


def _view(row: rows.Row) -> DeliveryView:
    delivery = rows.record(Delivery, row)
    return DeliveryView(
        id=delivery.id,
        document_id=delivery.document_id,
        supplier=row["supplier"] or "",
        number=row["number"] or "",
        kind=row["kind"],
        amount=rows.money(row, "gross"),
        destination=row["destination"],
        destination_kind=row["destination_kind"].value,
        state=delivery.state,
        response=delivery.response,
        response_reason=delivery.response_reason,
        queued=delivery.queued,
        attempts=delivery.attempts,
        next_attempt=delivery.next_attempt,
        reference=delivery.reference,
    )
