"""Supplier statements as tables: rows of cells to statement lines, with the sum as proof.

Opening + lines = closing is the check of a reading. Where a running balance is printed, it also
decides the sign of a line whose sign the page leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from model.documents import (
    Box,
    Check,
    StatementLine,
    StatementLineKind,
    StatementReading,
)
from model.errors import DocumentDamaged
from model.money import Money
from parsers.invoices.checks import STATEMENT_ADDS_UP
from parsers.paper.layout import fold
from parsers.statements import statement_stems, statement_words
from parsers.statements.statement_numbers import LONG_WORD, number_in, without_kind
from parsers.statements.statement_series import Book, is_fact
from parsers.statements.statement_words import KIND_OF, is_closing
from parsers.wording import amounts, dates
from parsers.wording.amounts import canonical

_PREFIXES: Final = (
    (re.compile(r"(?:CN|GS|AV|CR|CM|NC|RK)[-/ ]?\d", re.IGNORECASE), StatementLineKind.CREDIT_NOTE),
    (re.compile(r"(?:PAY|PMT|ZA|RCPT|VIR|BT)[-/ ]?\d", re.IGNORECASE), StatementLineKind.PAYMENT),
    (
        re.compile(r"(?:INV|RE|RG|FA|FAC|FV|F|SI|FT)[-/ ]?\d", re.IGNORECASE),
        StatementLineKind.INVOICE,
    ),
)
_LESS: Final = frozenset({StatementLineKind.PAYMENT, StatementLineKind.CREDIT_NOTE})
MONEY_COLUMNS: Final = frozenset({"debit", "credit", "amount", "open", "balance"})
_OF_MONEY: Final = MONEY_COLUMNS | {statement_stems.LESS}
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_CENT: Final = Decimal("0.01")
LONGEST_REFERENCE: Final = 3
"""More words than these are a text with a number in it."""
_FEW: Final = 4
"""Amounts that may close a statement together with one that may open it."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: the cell of each known column, and where the row stands.

    `account` and `currency` are those of its section, where one was headed; `told` the columns that
    no header names for sure; `under` the kind that a title above calls it, `unsigned` whether no
    amount below that title has a sign.
    """

    cells: dict[str, str]
    page: int | None = None
    box: Box | None = None
    account: str | None = None
    currency: str | None = None
    told: frozenset[str] = frozenset()
    under: StatementLineKind | None = None
    unsigned: bool = False

    @property
    def text(self) -> str:
        """All its cells."""
        return " ".join(cell for cell in self.cells.values() if cell)

    @property
    def label(self) -> str:
        """Its cells that hold no money."""
        cells = self.cells.items()
        return " ".join(cell for name, cell in cells if cell and name not in _OF_MONEY)

    @property
    def dated(self) -> bool:
        """Whether it has a day, as every line of a statement has."""
        return bool(dates.find(self.cells.get("date", "")))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement's table and what stands around it; `voice` where more than it decide that.

    `boxes` are the first and last amounts of what stands around it as labels with amounts;
    `carried` are those whose label says that the first was carried.
    """

    rows: tuple[TableRow, ...]
    around: str = ""
    currency: str | None = None
    statement_date: date | None = None
    account: str | None = None
    extra: dict[str, Decimal] = field(default_factory=dict)
    voice: Voice | None = None
    boxes: tuple[tuple[Decimal, Decimal], ...] = ()
    carried: tuple[tuple[Decimal, Decimal], ...] = ()


def build(sheet: Sheet) -> tuple[StatementReading, tuple[Check, ...]]:
    """The statement that the rows make, and the check of its sum."""
    if not sheet.currency:
        raise DocumentDamaged(
            "The statement names no currency; ask the supplier for one that does."
        )
    lines = replace(sheet, rows=tuple(_lines_apart(sheet.rows)))
    statement = _best(lines, lines.voice or Voice.of(lines), sheet.currency)
    return statement, (adds_up(statement),)


def _lines_apart(rows: Sequence[TableRow]) -> Iterator[TableRow]:
    """The rows; one with a balance alone is no line, though a day stands beside it."""
    whole = [row for row in rows if row.dated and _moves(row)]
    sure = 2 * len(whole) >= sum(row.dated for row in rows)
    for row in rows:
        bare = sure and row.dated and not _moves(row) and not reference_of(row)
        yield replace(row, cells=row.cells | {"date": ""}) if bare else row


def _moves(row: TableRow) -> bool:
    return any(row.cells.get(name) for name in ("amount", "debit", "credit"))


def _best(sheet: Sheet, voice: Voice, currency: str) -> StatementReading:
    """The reading whose sum holds: by the amounts, by what is left open of them, or opened."""
    first = _closed(_with_rows(sheet, voice, currency), sheet, voice)
    if adds_up(first).ok:
        return first if first.opening else _carried(sheet, voice, currency) or first
    if any(row.cells.get("open") for row in sheet.rows):
        second = _closed(_with_rows(_owed(sheet), voice, currency), sheet, voice)
        if adds_up(second).ok:
            return second
    opened = _opened(sheet, voice, currency) or _boxed(sheet, voice, currency)
    return opened or _boxed(_owed(sheet), voice, currency) or first


def _carried(sheet: Sheet, voice: Voice, currency: str) -> StatementReading | None:
    """The statement with what was carried, where the page also says what that and the lines make.

    The sum of the lines alone, below them, proves just that they were added up.
    """
    if named := _boxed(replace(sheet, boxes=sheet.carried), voice, currency):
        return named
    few = len(list(_above(sheet.rows, voice))) <= _FEW
    opened = _opened(sheet, voice, currency) if few else None
    return opened if opened and opened.opening else None


def _boxed(sheet: Sheet, voice: Voice, currency: str) -> StatementReading | None:
    """The statement with the balances that a box of balances begins and ends with."""
    moved = _moved(_with_rows(sheet, voice, currency))
    for opening, closing in sheet.boxes:
        if not moved or abs(opening + moved - closing) >= _CENT:
            continue
        stated = {"closing": closing} | ({"opening": opening} if opening else {})
        guess = replace(sheet, extra=stated)
        boxed = _with_rows(guess, voice, currency)
        if boxed.lines and adds_up(boxed).ok:
            return boxed
    return None


def _owed(sheet: Sheet) -> Sheet:
    """The sheet with what is left open of each amount in its place."""
    rows = (
        replace(
            row, cells=row.cells | {"amount": row.cells.get("open", ""), "debit": "", "credit": ""}
        )
        for row in sheet.rows
    )
    return replace(sheet, rows=tuple(rows))


def _opened(sheet: Sheet, voice: Voice, currency: str) -> StatementReading | None:
    """The statement opened by an amount above its lines that no label names but the sum proves.

    Where no label names the closing either, only the last amount above may open them, and one of
    few at the foot close them: of many some pair would fit.
    """
    if sheet.extra.get("opening") is not None:
        return None
    above = list(_above(sheet.rows, voice))
    for amount in above:
        guess = replace(sheet, extra={**sheet.extra, "opening": amount})
        opened = _with_rows(guess, voice, currency)
        if amount == above[-1] and len(list(_foot(sheet.rows, voice))) <= _FEW:
            opened = _closed(opened, guess, voice)
        if adds_up(opened).ok:
            return opened
    return None


def _above(rows: Sequence[TableRow], voice: Voice) -> Iterable[Decimal]:
    """The amounts of the rows above the first line, which has a day and an amount of its own."""
    moved = ("amount", "debit", "credit", "open")
    for row in rows:
        if row.dated and any(row.cells.get(name) for name in moved):
            return
        amount = voice.last_amount(row)
        if amount is not None:
            yield amount


def _closed(statement: StatementReading, sheet: Sheet, voice: Voice) -> StatementReading:
    """The statement, closed by an amount at its foot that no label names but the sum proves."""
    if statement.closing is not None and adds_up(statement).ok:
        return statement
    for amount in _foot(sheet.rows, voice):
        closed = replace(statement, closing=amount)
        if amount and statement.lines and adds_up(closed).ok:
            return closed
    return statement


def _foot(rows: Sequence[TableRow], voice: Voice) -> Iterable[Decimal]:
    """The amounts of the rows below the last day."""
    dated = [at for at, row in enumerate(rows) if dates.find(row.cells.get("date", ""))]
    for row in rows[dated[-1] + 1 :] if dated else ():
        amount = voice.last_amount(row)
        if amount is not None:
            yield amount
            if row.cells.get("debit") or row.cells.get("credit"):
                yield -amount  # what balances an account stands on its lesser side


def _with_rows(sheet: Sheet, voice: Voice, currency: str) -> StatementReading:
    opening, closing = sheet.extra.get("opening"), sheet.extra.get("closing")
    lines: list[StatementLine] = []
    less: dict[int, StatementLineKind] = {}
    book = _payments_apart(sheet.rows, voice)
    for row in sheet.rows:
        if is_sum(row):
            closing = voice.last_amount(row) if closing is None else closing
            continue
        line = _line(row, len(lines) + 1, voice, currency)
        if line is None or (line.kind is StatementLineKind.BALANCE_FORWARD and lines):
            continue  # carried over from the page before
        if not lines and line.kind is StatementLineKind.OTHER and _numbered(sheet.rows):
            line = replace(line, kind=StatementLineKind.BALANCE_FORWARD)
        lines.append(line)
        less[line.position] = _less(row, line.day, book)
    opening = _opening(lines, opening)
    signed = [_by_sign(line, less) for line in _by_balance(lines, opening)]
    closing = closing if closing is not None or not signed else signed[-1].balance
    return StatementReading(
        tuple(signed), currency, sheet.statement_date, sheet.account, opening, closing
    )


def _numbered(rows: Sequence[TableRow]) -> bool:
    """Whether all lines but the first have a number of a document."""
    moved = [row for row in rows if row.dated and _moves(row)]
    return len(moved) > 1 and all(
        any(map(str.isdigit, reference_of(row))) for row in moved[1:] if not is_sum(row)
    )


def _by_sign(line: StatementLine, less: Mapping[int, StatementLineKind]) -> StatementLine:
    """A line in our favour is what its words name beside an invoice, else a credit note.

    One without a number, whose words nobody knows, is a payment: it has no document. What falls due
    is none, though its name ends as a word for one does: Seisontamaksu, a fee for lying.
    """
    favour = line.amount.amount < 0
    if line.kind is StatementLineKind.PAYMENT and _bills(line):
        return replace(line, kind=StatementLineKind.INVOICE)
    unnumbered = not any(map(str.isdigit, line.reference))
    if favour and unnumbered and line.kind is StatementLineKind.OTHER:
        return replace(line, kind=StatementLineKind.PAYMENT)
    billed = favour and line.kind is StatementLineKind.INVOICE
    return replace(line, kind=less[line.position]) if billed else line


def _bills(line: StatementLine) -> bool:
    """Whether a line has a number, is owed and falls due later, as what was paid never does."""
    later = line.day is not None and line.due is not None and line.due > line.day
    return later and line.amount.amount > 0 and any(map(str.isdigit, line.reference))


def _less(row: TableRow, day: date | None, book: Book | None) -> StatementLineKind:
    """What a row is if it is in our favour: where documents have terms, a payment has none.

    A document without terms has a number of their `book`.
    """
    named = favours(row)
    if named or book is None or row.cells.get("due"):
        return named or StatementLineKind.CREDIT_NOTE
    filled = {name for name, cell in row.cells.items() if cell}
    written = day is not None and book.holds(day, reference_of(row), filled)
    return StatementLineKind.CREDIT_NOTE if written else StatementLineKind.PAYMENT


def favours(row: TableRow) -> StatementLineKind | None:
    """What the words of a row call it if it is in our favour; a receipt is of what we paid."""
    named = next((kind for kind in kinds_named(row) if kind in _LESS), None)
    told = (row.cells.get(name, "") for name in ("type", "text"))
    received = named is None and statement_words.is_receipt(" ".join(told))
    return StatementLineKind.PAYMENT if received else named


def _payments_apart(rows: Iterable[TableRow], voice: Voice) -> Book | None:
    """The book of the documents that we owe by, where all fall due; None where not all do."""
    owed = [row for row in rows if row.dated and (_amount(row, kind_of(row), voice) or 0) > 0]
    if not owed or not all(row.cells.get("due") for row in owed):
        return None
    days = ((dates.read(row.cells["date"], month_first=voice.month_first), row) for row in owed)
    said = [
        name
        for name in owed[0].cells
        if all(is_fact(name, row.cells.get(name, "")) for row in owed)
    ]
    return Book.of(((day, reference_of(row)) for day, row in days if day is not None), said)


def adds_up(statement: StatementReading) -> Check:
    """Whether opening and lines sum to closing; also the running balances, where printed."""
    moved = _moved(statement)
    if statement.closing is None:
        return Check(STATEMENT_ADDS_UP, None, "no closing balance was found")
    total = (statement.opening or Decimal(0)) + moved
    ok = abs(total - statement.closing) < _CENT
    start = canonical(statement.opening or Decimal(0))
    return Check(
        STATEMENT_ADDS_UP,
        ok,
        f"{start} + {canonical(moved)} {'=' if ok else '≠'} {canonical(statement.closing)}",
    )


def _moved(statement: StatementReading) -> Decimal:
    """What all lines together change."""
    lines = (one for one in statement.lines if one.kind is not StatementLineKind.BALANCE_FORWARD)
    return sum((one.amount.amount for one in lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class Voice:
    """How this statement writes numbers, dates and signs."""

    decimal: str | None
    month_first: bool
    signed: bool

    @classmethod
    def of(cls, sheet: Sheet) -> Voice:
        """The voice of a sheet."""
        cells = [row.cells.get(name, "") for row in sheet.rows for name in MONEY_COLUMNS]
        said = [row.cells.get("date", "") for row in sheet.rows]
        found = [one for text in (*said, sheet.around) for one in dates.find(text)]
        decimal = amounts.vote("\n".join(cells))
        values = [
            amounts.number(row.cells.get("amount", "") or row.cells.get("open", ""), decimal)
            for row in sheet.rows
            if row.dated
        ]
        return cls(
            decimal,
            dates.month_first(found, american=sheet.currency == "USD" and decimal != ","),
            any(value is not None and value < 0 for value in values),
        )

    def number(self, text: str) -> Decimal | None:
        """The number that a cell holds."""
        return amounts.number(text, self.decimal)

    def last_amount(self, row: TableRow) -> Decimal | None:
        """The amount that a row of sums is about."""
        for name in ("balance", "open", "amount", "debit", "credit"):
            value = self.number(row.cells.get(name, ""))
            if value is not None:
                return value
        return None


def is_sum(row: TableRow) -> bool:
    """Whether a row without a day closes the table."""
    label = row.label.strip()
    return not row.dated and (is_closing(label) or is_closing(row.cells.get("date", "")))


def _line(row: TableRow, position: int, voice: Voice, currency: str) -> StatementLine | None:
    kind = kind_of(row)
    amount = _amount(row, kind, voice)
    day = dates.read(row.cells.get("date", ""), month_first=voice.month_first)
    balance = voice.number(row.cells.get("balance", ""))
    forward = kind is StatementLineKind.BALANCE_FORWARD
    if amount is None and forward:
        amount = balance
    if amount is None or (day is None and not forward):
        return None
    stated = row.cells.get("currency", "").strip().upper()
    return StatementLine(
        position=position,
        kind=kind,
        reference=reference_of(row),
        day=day,
        amount=Money(amount, stated if _CURRENCY.fullmatch(stated) else currency),
        due=dates.read(row.cells.get("due", ""), month_first=voice.month_first),
        balance=balance,
        text=" ".join(row.cells.get(name, "") for name in ("type", "text")).strip(),
        page=row.page,
        box=row.box,
    )


def kind_of(row: TableRow) -> StatementLineKind:
    """What a row is: by its words, else by the form of its reference, else by its column."""
    said = said_kind(row)
    if said is not None:
        return said
    return (
        StatementLineKind.INVOICE
        if any(ch.isdigit() for ch in reference_of(row))
        else StatementLineKind.OTHER
    )


def said_kind(row: TableRow) -> StatementLineKind | None:
    """What the words of a row, a title above it or the form of its number call it, if any does."""
    formed = (
        kind for form, kind in _PREFIXES if form.match(row.cells.get("reference", "").strip())
    )
    titled = row.under if row.under in _LESS else None
    return next(kinds_named(row), None) or titled or next(formed, None) or row.under


def kinds_named(row: TableRow) -> Iterator[StatementLineKind]:
    """What the words of a row call it: the code of its type first, then its longest words."""
    coded = ("type", "text", *(("reference",) if "#" in row.cells.get("reference", "") else ()))
    codes = (statement_words.kind_of_code(row.cells.get(name, "")) for name in coded)
    yield from (code for code in codes if code is not None)
    told = " ".join(row.cells.get(name, "") for name in ("type", "text"))
    told = f"{told} {row.cells.get('reference', '')}" if _tells(row) else told
    words = f" {fold(told if row.cells.get('date') else row.text)} "
    reference = fold(row.cells.get("reference", ""))
    yield from (kind for phrase, kind in KIND_OF if f" {phrase} " in words)
    yield from (kind for phrase, kind in KIND_OF if reference == phrase)
    yield from statement_words.kinds_by_parts(words)


def _tells(row: TableRow) -> bool:
    """Whether the number's column holds more than it: Invoice #4711, Goods per invoice 4711."""
    words = row.cells.get("reference", "").split()
    worded = any(len(word) >= LONG_WORD and word.isalpha() for word in words)
    return len(words) > LONGEST_REFERENCE or worded


def reference_of(row: TableRow) -> str:
    """The number of a row: in its own column, else the one that stands inside its text."""
    own = without_kind(row.cells.get("reference", "").strip()).lstrip("# ")
    if own and not dates.find(own) and len(own.split()) <= LONGEST_REFERENCE:
        return own
    inside = (number_in(row.cells.get(name, "")) for name in ("text", "type"))
    return number_in(own) or own or next(filter(None, inside), "")


def _amount(row: TableRow, kind: StatementLineKind, voice: Voice) -> Decimal | None:
    """What we owe by a row: debit less credit, or the amount with its sign."""
    debit, credit = (voice.number(row.cells.get(name, "")) for name in ("debit", "credit"))
    if debit or credit:
        return (debit or Decimal(0)) - abs(credit or Decimal(0))
    value = voice.number(row.cells.get("amount", ""))
    value = voice.number(row.cells.get("open", "")) if value is None else value
    if value is None:
        return debit if debit is not None else credit
    unsigned = kind in _LESS and (row.unsigned or not voice.signed)
    return -abs(value) if unsigned else value


def _opening(lines: Sequence[StatementLine], stated: Decimal | None) -> Decimal | None:
    forward = next((one for one in lines if one.kind is StatementLineKind.BALANCE_FORWARD), None)
    if stated is not None or forward is None:
        return stated
    return forward.balance if forward.balance is not None else forward.amount.amount


def _by_balance(lines: Iterable[StatementLine], opening: Decimal | None) -> list[StatementLine]:
    """The lines, each turned round where only that makes the printed running balance hold."""
    signed: list[StatementLine] = []
    before = opening if opening is not None else Decimal(0)
    for line in lines:
        amount, balance = line.amount.amount, line.balance
        forward = line.kind is StatementLineKind.BALANCE_FORWARD
        wrong = balance is not None and abs(before + amount - balance) >= _CENT
        if wrong and not forward and balance is not None and abs(before - amount - balance) < _CENT:
            line = replace(line, amount=-line.amount)  # noqa: PLW2901 - the same line, its sign proved
        signed.append(line)
        before = (
            balance
            if balance is not None
            else before + (Decimal(0) if forward else line.amount.amount)
        )
    return signed
