"""Ledger entries from tables whose columns are called as another system calls them."""

from __future__ import annotations

from typing import Final

from model.money import Money
from model.orders import EntryKind, EntryPaper
from parsers.books.named_columns import Cells, ColumnNames, day, made, number, rows

NEEDED: Final = ("id", "supplier", "kind", "reference", "doc_date", "amount", "currency")
"""Columns without which a table is no ledger; those of post_date and voucher may be missing."""

_KINDS: Final = {
    "invoice|bill|rechnung|eingangsrechnung|facture|factura|factuur|fattura|re|kr": (
        EntryKind.INVOICE
    ),
    "credit|credit note|gutschrift|avoir|abono|creditnota|nota di credito|gs|kg": EntryKind.CREDIT,
    "payment|zahlung|zahlungsausgang|paiement|règlement|pago|betaling|pagamento|za|kz|zp": (
        EntryKind.PAYMENT
    ),
}
_KIND: Final = {word: kind for words, kind in _KINDS.items() for word in words.split("|")}


def entries(content: bytes, names: ColumnNames) -> tuple[EntryPaper, ...]:
    """The entries of a table with a row for each; + is what we owe.

    Raises:
        DocumentRefused: it is no table that can be opened.
        FileUnreadable: a column is missing, or a cell is not what its column holds.
    """
    return tuple(made(place, cells, _entry) for place, cells in rows(content, names, NEEDED))


def _entry(cells: Cells, _place: int) -> EntryPaper:
    return EntryPaper(
        id=cells["id"],
        seller=cells["supplier"],
        kind=_kind(cells["kind"]),
        reference=cells["reference"],
        doc_date=day(cells["doc_date"]),
        post_date=day(cells.get("post_date") or cells.get("day") or cells["doc_date"]),
        amount=Money(number(cells["amount"], "amount"), cells["currency"].upper()),
        voucher=cells.get("voucher", ""),
    )


def _kind(text: str) -> EntryKind:
    found = _KIND.get(text.strip().casefold())
    if found is None:
        raise ValueError(f"{text!r} is no kind such as invoice, credit or payment")
    return found
