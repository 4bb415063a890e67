"""The demo company's world on one date, and what is true in it.

`WORLD` is the morning of 2 November 2026; `build(today)` gives the same morning of another month.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from billhook.demo import books
from billhook.demo.documents import NEW_IBAN, every_document
from billhook.demo.notices import expectations, find
from billhook.demo.sellers import COMPANY, PORTALS, SELLERS
from billhook.demo.shapes import Document, Truth, World
from model.documents import StatementLine, StatementLineKind
from model.matches import MatchStatus

MORNING: Final = date(2026, 11, 2)

_BY_KIND: Final = {
    StatementLineKind.BALANCE_FORWARD: MatchStatus.BALANCE_FORWARD,
    StatementLineKind.PAYMENT: MatchStatus.PAYMENT,
}
_BY_NUMBER: Final = {
    "BR-70418": MatchStatus.MISSING,
    books.MISBOOKED: MatchStatus.MATCHED_DIFFERENCE,
    books.DISCOUNTED: MatchStatus.MATCHED_DIFFERENCE,
}


def build(today: date) -> World:
    """The world as it is on the morning of that day."""
    traded = every_document(today)
    statements = books.statements(traded, today)
    documents = (*traded, *statements)
    return World(
        today=today,
        company=COMPANY,
        sellers=SELLERS,
        portals=PORTALS,
        documents=documents,
        orders=books.orders(traded),
        ledger=books.ledger(traded, today),
        truth=_truth(documents, statements[1]),
    )


def _truth(documents: Sequence[Document], statement: Document) -> Truth:
    differences = {
        books.MISBOOKED: -books.MISBOOKED_BY,
        books.DISCOUNTED: books.discount(find(documents, books.DISCOUNTED)),
    }
    return Truth(
        expectations=expectations(documents),
        statement=_statuses(statement.statement_lines),
        statement_differences={
            line.position: differences[line.reference]
            for line in statement.statement_lines
            if line.reference in differences
        },
        planted=_planted(documents),
    )


def _statuses(lines: Sequence[StatementLine]) -> dict[int, MatchStatus]:
    """The status of each position, counting what the morning's mails bring as on file."""
    statuses: dict[int, MatchStatus] = {}
    seen: set[str] = set()
    for line in lines:
        known = _BY_KIND.get(line.kind) or _BY_NUMBER.get(line.reference, MatchStatus.MATCHED)
        statuses[line.position] = MatchStatus.DUPLICATE if line.reference in seen else known
        seen.add(line.reference)
    return statuses


def _planted(documents: Sequence[Document]) -> dict[str, str]:
    over = find(documents, "104877")
    moved = next(document for document in documents if document.iban == NEW_IBAN)
    without = next(document for document in documents if _lacks_order(document))
    return {
        over.number: f"net {over.net} exceeds what {over.po_number} has open: 1572.51",
        without.number: "names no purchase order",
        moved.number: "asks for payment to another bank account than before",
        "KIT-20944": "probably KIT-20931 again: same lines, same amount",
        "BR-70418": "only the statement knows of it; the document is at the portal",
        "BR-70405": "booked with 18.00 too much",
        "BR-70411": "stands twice on the statement; our payment of it is on its way",
        "BR-70392": "booked after 2 % for early payment",
        "BR-70377": "paid by card, which is not booked yet",
        "BR-70424": "booked on two cost centres",
        "CR-2239": "a credit note that is booked and that the statement forgets",
        find(documents, "001206").number: "comes by mail and stands at the portal: one document",
        "PK-88107": "reminded of although it is on file",
    }


def _lacks_order(document: Document) -> bool:
    return document.po_number is None and not document.statement_lines


WORLD: Final = build(MORNING)
