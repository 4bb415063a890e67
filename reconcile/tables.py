"""Rows of statement and ledger tables as values; reading the file is the caller's.

Columns are those of a ledger export: statements have `stmt_id`, `statement_id`, `supplier_id`,
`kind`, `ref`, `doc_date`, `amount`, `currency`; ledgers have `ledger_id`, `supplier_id`, `kind`,
`ref`, `doc_date`, `post_date`, `amount`, `currency`, `voucher`. Amounts are whole cents, dates ISO.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from operator import itemgetter
from sys import intern
from typing import Final

from model.documents import StatementLineKind
from model.errors import AmountUnreadable, FileUnreadable
from model.matches import StatementItem
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from reconcile.relevance import Relevance
from reconcile.sheet import grouped

Cells = Sequence[str]

_COLUMNS: Final = {
    "statement": (
        *("stmt_id", "statement_id", "supplier_id", "kind"),
        *("ref", "doc_date", "amount", "currency"),
    ),
    "ledger": (
        *("ledger_id", "supplier_id", "kind", "ref", "doc_date"),
        *("post_date", "amount", "currency", "voucher"),
    ),
}

_WORDS: Final = {
    StatementLineKind.INVOICE: "INV INVOICE SI IN RECHNUNG RE FACTURE FATTURA FACTURA FACTUUR",
    StatementLineKind.CREDIT_NOTE: "CRN CREDIT CN CR GUTSCHRIFT GU AVOIR CREDIT_NOTE",
    StatementLineKind.PAYMENT: "PMT PAYMENT REC PY ZAHLUNG PAIEMENT PAGAMENTO PAGO BETALING",
    StatementLineKind.BALANCE_FORWARD: "BF SALDOVORTRAG BALANCE_FORWARD",
}
_BOOKED: Final = {kind.value: kind for kind in EntryKind}
_KINDS: Final = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_NEGATIVE: Final = frozenset({StatementLineKind.CREDIT_NOTE, StatementLineKind.PAYMENT})


def statement_items(columns: Sequence[str], rows: Iterable[Cells]) -> tuple[StatementItem, ...]:
    """The statement lines; where a statement prints no sign at all, the kind gives it.

    Raises:
        FileUnreadable: a column is missing or a value is not what the column holds.
    """
    items = [_item(row, number) for number, row in _picked("statement", columns, rows)]
    statements = grouped(items, lambda item: item.statement_id).values()
    return tuple(item for lines in statements for item in _signed(lines))


def ledger_entries(
    columns: Sequence[str], rows: Iterable[Cells], relevance: Relevance | None = None
) -> tuple[LedgerEntry, ...]:
    """The ledger entries; with `relevance` only those that matter.

    Raises:
        FileUnreadable: a column is missing or a value is not what the column holds.
    """
    picked = _picked("ledger", columns, rows)
    return tuple(entry for number, row in picked if (entry := _entry(row, number, relevance)))


def line_kind(word: str) -> StatementLineKind:
    """The kind of line that a printed word names; OTHER for a word that is not known."""
    return _KINDS.get(word.strip().upper().replace(" ", "_"), StatementLineKind.OTHER)


def _picked(
    table: str, columns: Sequence[str], rows: Iterable[Cells]
) -> Iterator[tuple[int, Cells]]:
    """The cells of each row in the order of our columns, with the number of the row."""
    wanted = _COLUMNS[table]
    for column in wanted:
        if column not in columns:
            raise FileUnreadable(
                f"The {table} table has no column {column!r}; add it to the first line."
            )
    pick = itemgetter(*map(columns.index, wanted))
    return enumerate(map(pick, rows), start=2)


def _item(row: Cells, number: int) -> StatementItem:
    line, statement, supplier, kind, reference, day, amount, currency = row
    try:
        return StatementItem(
            id=line,
            statement_id=statement,
            supplier_id=supplier,
            kind=line_kind(kind),
            reference=reference,
            day=date.fromisoformat(day) if day else None,
            amount=Money.of_minor(int(amount), currency),
        )
    except (AmountUnreadable, ValueError) as error:
        raise _unreadable("statement", number, error) from error


def _entry(row: Cells, number: int, relevance: Relevance | None) -> LedgerEntry | None:
    """The entry of a row; None where it does not matter."""
    entry, supplier, kind, reference, doc_date, post_date, amount, currency, voucher = row
    try:
        booked = _BOOKED.get(kind) or EntryKind(kind)
        cents, day, posted = int(amount), _day(doc_date), _day(post_date)
        if relevance and not relevance.matters(supplier, booked, cents, day, reference):
            return None
        money = Money.of_minor(cents, currency)
    except (AmountUnreadable, ValueError) as error:
        raise _unreadable("ledger", number, error) from error
    single = entry if voucher == entry else voucher  # one text in memory where they are the same
    return LedgerEntry(entry, intern(supplier), booked, reference, day, posted, money, single)


def _unreadable(table: str, number: int, error: Exception) -> FileUnreadable:
    return FileUnreadable(
        f"Line {number} of the {table} table can't be read: {str(error).rstrip('.')}."
    )


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _signed(lines: list[StatementItem]) -> list[StatementItem]:
    reducing = [line for line in lines if line.kind in _NEGATIVE]
    if any(line.amount.amount < 0 for line in reducing):
        return lines
    return [replace(line, amount=-line.amount) if line in reducing else line for line in lines]
