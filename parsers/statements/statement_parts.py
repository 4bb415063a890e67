"""The statements of one file: of each account, and in each currency, one with a sum of its own.

What tells them apart is a column, the sign beside an amount, or a heading above the rows. The sums
decide: rows are split where each part adds up, and stay together where only the whole does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from model.documents import Check, StatementLineKind, StatementReading
from parsers.invoices.checks import STATEMENT_ADDS_UP
from parsers.statements import statement_days, statement_order, statement_titles, statements
from parsers.statements.statement_headings import bare, currency_of
from parsers.statements.statements import MONEY_COLUMNS, Sheet, TableRow, Voice
from parsers.wording.amounts import canonical

Key = tuple[str | None, str | None]
"""The account and the currency of a row."""
Read = tuple[tuple[StatementReading, ...], tuple[Check, ...]]
_ZERO: Final = Decimal(0)


def build(sheet: Sheet) -> Read:
    """The statements that the rows make, and the check of each one's sum, in the same order.

    Raises:
        DocumentDamaged: nothing names a currency.
    """
    titled = tuple(statement_titles.under_titles(sheet.rows))
    sheet = statement_days.year_led(replace(sheet, rows=titled))
    table = _Table.of(sheet)
    codes = {key[1] for key in table.keys.values() if key[1]}
    sheet = replace(sheet, currency=next(iter(codes))) if len(codes) == 1 else sheet
    tried: list[Read] = []
    for accounts, currencies in ((True, True), (False, True), (True, False)):
        groups = table.groups(accounts=accounts, currencies=currencies)
        if len(groups) > 1:
            tried.append(_closed(table, groups))
            if holds(tried[-1]):
                return tried[-1]
    several = len({key[1] for key in table.keys.values()}) > 1
    if tried and (several or table.account_column):
        return tried[0]
    statement, checks = statement_order.build(sheet)
    if tried and not checks[0].ok and any(check.ok for check in tried[0][1]):
        return tried[0]
    return (statement,), checks


def holds(read: Read) -> bool:
    """Whether there are lines in every part, and each part adds up."""
    return all(part.lines for part in read[0]) and all(check.ok for check in read[1])


@dataclass(frozen=True, slots=True)
class _Group:
    """The rows of one part, and those that close several of them."""

    key: Key
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class _Table:
    """A statement's rows, each line with its account and its currency."""

    sheet: Sheet
    keys: dict[int, Key]
    account_column: bool

    @classmethod
    def of(cls, sheet: Sheet) -> _Table:
        column = _is_account_column(sheet.rows)
        keys = {
            at: (_account(row, sheet, column=column), _currency(row, sheet))
            for at, row in enumerate(sheet.rows)
            if row.dated and any(row.cells.get(name) for name in MONEY_COLUMNS)
        }
        return cls(sheet, keys, column)

    def groups(self, *, accounts: bool, currencies: bool) -> list[_Group]:
        """The rows by account, by currency or by both; the first day's part first."""
        lines = {
            at: (key[0] if accounts else None, key[1] if currencies else None)
            for at, key in self.keys.items()
        }
        found: dict[Key, list[TableRow]] = {key: [] for key in dict.fromkeys(lines.values())}
        if len(found) < 2:  # noqa: PLR2004 - one is no split
            return []
        voice = self._voice()
        for at, row in enumerate(self.sheet.rows):
            keys = [lines[at]] if at in lines else self._meant(row, found)
            if len(keys) == 1:
                found[keys[0]].append(row if at in lines else self._bare(row))
        first = next(iter(found))
        return [
            _Group(key, self._part(key, rows, voice, first=key == first))
            for key, rows in found.items()
        ]

    def _meant(self, row: TableRow, keys: Iterable[Key]) -> list[Key]:
        """The parts that a row without a day may close or open: several, where nothing tells."""
        every = list(keys)
        account = self._said_account(row, {key[0] for key in every})
        currency = self._said_currency(row, {key[1] for key in every})
        return [
            key for key in every
            if account in {None, key[0]} and currency in {None, key[1]}
        ]  # fmt: skip

    def _said_account(self, row: TableRow, known: set[str | None]) -> str | None:
        words = [word.strip(":.,()") for word in row.text.split()]
        named = next((word for word in words if word in known), None)
        section = row.account or self.sheet.account
        apart = not self.account_column and section in known
        return named or (section if apart else None)

    def _said_currency(self, row: TableRow, known: set[str | None]) -> str | None:
        named = currency_of(row.text)
        sections = {one.currency for one in self.sheet.rows if one.dated}
        section = row.currency if len(sections) > 1 else None
        return next((one for one in (named, section) if one in known and one), None)

    def _bare(self, row: TableRow) -> TableRow:
        """A row of a sum, its label without the account and currency that it is for."""
        accounts = {key[0] for key in self.keys.values() if key[0]}
        money = {name: cell for name, cell in row.cells.items() if name in MONEY_COLUMNS}
        return replace(row, cells={"text": bare(row.label, accounts), **money})

    def _voice(self) -> Voice:
        """How the whole file writes: as Americans do, where it is in their currency alone."""
        codes = {key[1] for key in self.keys.values()}
        return Voice.of(replace(self.sheet, currency=codes.pop() if len(codes) == 1 else None))

    def _part(self, key: Key, rows: Sequence[TableRow], voice: Voice, *, first: bool) -> Sheet:
        currency = key[1] or next(one[1] for one in self.keys.values())
        return replace(
            self.sheet,
            rows=tuple(rows),
            account=key[0] or self.sheet.account,
            currency=currency,
            extra=self.sheet.extra if first else {},
            boxes=(),
            carried=(),
            voice=voice,
        )


def _is_account_column(rows: Sequence[TableRow]) -> bool:
    """Whether a column says of each line to which of several accounts it belongs."""
    cells = [row.cells.get("account", "") for row in rows if row.dated]
    numbers = all(any(ch.isdigit() for ch in cell) for cell in cells)
    return bool(cells) and numbers and 1 < len(set(cells)) < len(cells)


def _account(row: TableRow, sheet: Sheet, *, column: bool) -> str | None:
    return row.cells["account"].strip() if column else row.account or sheet.account


def _currency(row: TableRow, sheet: Sheet) -> str | None:
    """A line's currency: in its own cell, beside its amount, in its section, or the file's."""
    beside = " ".join(cell for name, cell in row.cells.items() if name in MONEY_COLUMNS)
    own = currency_of(row.cells.get("currency", "")) or currency_of(beside)
    return own or row.currency or sheet.currency


def _closed(table: _Table, groups: Sequence[_Group]) -> Read:
    """The parts with their checks; accounts of a column may be proved by the sum over all."""
    parts = [_first_that_holds(group.sheet) for group in groups]
    checks = [statements.adds_up(part) for part in parts]
    for currency in dict.fromkeys(part.currency for part in parts) if table.account_column else ():
        own = [at for at, part in enumerate(parts) if part.currency == currency]
        whole = sum((_total(parts[at]) for at in own), _ZERO)
        if all(checks[at].ok for at in own) or whole not in _stated(table, currency):
            continue
        for at in own:
            total = _total(parts[at])
            parts[at] = replace(parts[at], closing=total)
            detail = f"{canonical(total)} of {canonical(whole)} over all accounts"
            checks[at] = Check(STATEMENT_ADDS_UP, ok=True, detail=detail)
    return tuple(parts), tuple(map(_named, parts, checks))


def _first_that_holds(sheet: Sheet) -> StatementReading:
    """The part, without the balances stated above all parts where only so its sum holds."""
    first = statement_order.build(sheet)[0]
    if not sheet.extra or statements.adds_up(first).ok:
        return first
    second = statement_order.build(replace(sheet, extra={}))[0]
    return second if statements.adds_up(second).ok else first


def _total(statement: StatementReading) -> Decimal:
    """The opening and all lines of a part."""
    moved = (
        one.amount.amount
        for one in statement.lines
        if one.kind is not StatementLineKind.BALANCE_FORWARD
    )
    return sum(moved, statement.opening or _ZERO)


def _stated(table: _Table, currency: str) -> Iterator[Decimal]:
    """The sums that the file states in a currency, below its lines or around them."""
    voice = table.sheet.voice or Voice.of(table.sheet)
    if (closing := table.sheet.extra.get("closing")) is not None:
        yield closing
    for at, row in enumerate(table.sheet.rows):
        amount = voice.last_amount(row)
        sums = at not in table.keys and statements.is_sum(row)
        if sums and amount is not None and currency_of(row.text) in {None, currency}:
            yield amount


def _named(part: StatementReading, check: Check) -> Check:
    """A check that says of which part it speaks."""
    of = ", ".join(filter(None, (part.account, part.currency)))
    return replace(check, detail=f"{of}: {check.detail}")
