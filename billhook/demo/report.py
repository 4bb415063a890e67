"""What came of the demo: the JSON of `billhook demo --headless --json`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from feeds import tells
from model.clock import Clock
from model.deliveries import FINAL_RESPONSES, Delivery, DeliveryState
from model.filing import Channel, FiledDocument
from model.matches import MatchStatus
from storage import audit, deliveries, documents, expectations, mail, runs, screens, suppliers
from storage.store import Store, Tx

_QUIET: Final = timedelta(seconds=3)
"""Nothing may have happened for so long before the morning counts as done."""


def settled(store: Store, clock: Clock) -> bool:
    """Whether every mail, expectation, visit and delivery has its final state."""
    with store.read() as tx:
        return (
            any(mail.position(tx, box.id).last_uid for box in mail.mailboxes(tx))
            and _quiet(tx, clock)
            and not mail.unfinished(tx)
            and not runs.unfinished(tx)
            and not expectations.all_open(tx)
            and not _on_their_way(tx)
        )


def report(store: Store, seconds: float) -> dict[str, Any]:
    """What came of it, as COMMANDS documents it."""
    with store.read() as tx:
        names = {profile.supplier.id: profile.supplier.name for profile in suppliers.profiles(tx)}
        sent = _deliveries(tx)
        return {
            "expectations": {
                state.value: count for state, count in expectations.counts(tx).items()
            },
            "documents": [_document(tx, found, names) for found in documents.every(tx)],
            "statements": [_statement(tx, row.id) for row in screens.statements(tx)],
            "deliveries": {
                "delivered": sum(one.state is DeliveryState.DELIVERED for one in sent),
                "failed": sum(one.state is DeliveryState.DEAD_LETTER for one in sent),
                "accepted": sum(one.response in FINAL_RESPONSES for one in sent),
                "rejected": [_rejection(tx, one) for one in sent if one.response_reason],
            },
            "alerts": [
                question.sentence
                for question in screens.exceptions(tx)
                if question.reason == "suspicious_mail"
            ],
            "seconds": round(seconds, 1),
        }


def _quiet(tx: Tx, clock: Clock) -> bool:
    newest = audit.page(tx, size=1)
    return bool(newest) and newest[0].at + _QUIET < clock.now()


def _deliveries(tx: Tx) -> tuple[Delivery, ...]:
    found = documents.every(tx)
    return tuple(one for document in found for one in deliveries.of_document(tx, document.id))


def _on_their_way(tx: Tx) -> bool:
    """Whether something is still to be delivered, or to be answered by who answers."""
    telling = [one.id for one in deliveries.destinations(tx) if tells(one)]
    waiting = any(deliveries.unanswered(tx, destination) for destination in telling)
    return waiting or bool(deliveries.unfinished(tx))


def _document(tx: Tx, document: FiledDocument, names: dict[str, str]) -> dict[str, Any]:
    sources = documents.sources(tx, document.id)
    return {
        "supplier": names[document.supplier_id],
        "kind": document.kind.value,
        "number": document.number,
        "date": document.day.isoformat() if document.day else None,
        "due_date": document.due.isoformat() if document.due else None,
        "gross": str(document.gross.amount) if document.gross else None,
        "currency": document.gross.currency if document.gross else None,
        "source": sources[0].channel.value if sources else Channel.UPLOAD.value,
        "sources": [source.label for source in sources],
        "status": document.status.value,
        "note": document.note,
        "sha256": document.sha256,
    }


def _statement(tx: Tx, statement_id: str) -> dict[str, Any]:
    view = screens.statement(tx, statement_id)
    matched = [line for line in view.lines if line.settled]
    return {
        "supplier": view.row.supplier,
        "lines": len(view.lines),
        "matched": len(matched),
        "differences": [
            {
                "reference": line.reference,
                "status": (line.status or MatchStatus.AMBIGUOUS).value,
                "difference": str(line.difference.amount) if line.difference is not None else None,
                "reason": line.reason,
            }
            for line in view.lines
            if not line.settled
        ],
        "unexplained": str(view.unexplained.amount) if view.unexplained is not None else None,
    }


def _rejection(tx: Tx, delivery: Delivery) -> dict[str, str | None]:
    return {
        "number": documents.get(tx, delivery.document_id).number,
        "reason": delivery.response_reason,
    }
