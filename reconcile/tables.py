"""Rows of statement and ledger tables as values; reading the file is the caller's.

Columns are those of a ledger export: statements have `stmt_id`, `statement_id`, `supplier_id`,
`kind`, `ref`, `doc_date`, `amount`, `currency`; ledgers have `ledger_id`, `supplier_id`, `kind`,
`ref`, `doc_date`, `post_date`, `amount`, `currency`, `voucher`. Amounts are whole cents, dates ISO.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from model.documents import StatementLineKind
from model.errors import AmountUnreadable, FileUnreadable
from model.matches import StatementItem
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from reconcile.sheet import grouped

Row = Mapping[str, str]

_WORDS: Final = {
    StatementLineKind.INVOICE: "INV INVOICE SI IN RECHNUNG RE FACTURE FATTURA FACTURA FACTUUR",
    StatementLineKind.CREDIT_NOTE: "CRN CREDIT CN CR GUTSCHRIFT GU AVOIR CREDIT_NOTE",
    StatementLineKind.PAYMENT: "PMT PAYMENT REC PY ZAHLUNG PAIEMENT PAGAMENTO PAGO BETALING",
    StatementLineKind.BALANCE_FORWARD: "BF SALDOVORTRAG BALANCE_FORWARD",
}
_KINDS: Final = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_NEGATIVE: Final = frozenset({StatementLineKind.CREDIT_NOTE, StatementLineKind.PAYMENT})


def statement_items(rows: Iterable[Row]) -> tuple[StatementItem, ...]:
    """The statement lines; where a statement prints no sign at all, the kind gives it.

    Raises:
        FileUnreadable: a column is missing or a value is not what the column holds.
    """
    items = [_item(row, number) for number, row in enumerate(rows, start=2)]
    statements = grouped(items, lambda item: item.statement_id).values()
    return tuple(item for lines in statements for item in _signed(lines))


def ledger_entries(rows: Iterable[Row]) -> tuple[LedgerEntry, ...]:
    """The ledger entries.

    Raises:
        FileUnreadable: a column is missing or a value is not what the column holds.
    """
    return tuple(_entry(row, number) for number, row in enumerate(rows, start=2))


def line_kind(word: str) -> StatementLineKind:
    """The kind of line that a printed word names; OTHER for a word that is not known."""
    return _KINDS.get(word.strip().upper().replace(" ", "_"), StatementLineKind.OTHER)


def _item(row: Row, number: int) -> StatementItem:
    try:
        return StatementItem(
            id=row["stmt_id"],
            statement_id=row["statement_id"],
            supplier_id=row["supplier_id"],
            kind=line_kind(row["kind"]),
            reference=row["ref"],
            day=date.fromisoformat(row["doc_date"]) if row["doc_date"] else None,
            amount=Money.of_minor(int(row["amount"]), row["currency"]),
        )
    except (AmountUnreadable, KeyError, ValueError) as error:
        raise _unreadable("statement", number, error) from error


def _entry(row: Row, number: int) -> LedgerEntry:
    try:
        return LedgerEntry(
            id=row["ledger_id"],
            supplier_id=row["supplier_id"],
            kind=EntryKind(row["kind"]),
            reference=row["ref"],
            doc_date=date.fromisoformat(row["doc_date"]),
            post_date=date.fromisoformat(row["post_date"]),
            amount=Money.of_minor(int(row["amount"]), row["currency"]),
            voucher=row["voucher"],
        )
    except (AmountUnreadable, KeyError, ValueError) as error:
        raise _unreadable("ledger", number, error) from error


def _unreadable(table: str, number: int, error: Exception) -> FileUnreadable:
    if isinstance(error, KeyError):
        return FileUnreadable(f"The {table} table has no column {error}; add it to the first line.")
    return FileUnreadable(
        f"Line {number} of the {table} table can't be read: {str(error).rstrip('.')}."
    )


def _signed(lines: list[StatementItem]) -> list[StatementItem]:
    reducing = [line for line in lines if line.kind in _NEGATIVE]
    if any(line.amount.amount < 0 for line in reducing):
        return lines
    return [replace(line, amount=-line.amount) if line in reducing else line for line in lines]
