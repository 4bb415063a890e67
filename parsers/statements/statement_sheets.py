"""Statements as sheets: CSV and XLSX."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from model.documents import (
    Check,
    DocumentFormat,
    DocumentKind,
    Evidence,
    EvidenceSource,
    Field,
    Reading,
    ReadState,
    StatementReading,
)
from model.errors import FormatUnknown
from parsers.grids import Grid
from parsers.hints import Hints
from parsers.invoices import header
from parsers.invoices.checks import NUMBERS_PROVED
from parsers.paper.layout import fold
from parsers.statements import (
    statement_boxes,
    statement_columns,
    statement_evidence,
    statement_parts,
    statement_proof,
    statement_words,
)
from parsers.statements.statement_headings import Section, currency_of, parting
from parsers.statements.statements import Sheet, TableRow
from parsers.wording import amounts, dates

_CURRENCY: Final = re.compile(
    r"(?<![A-Za-z])(?:EUR|USD|GBP|CHF|SEK|DKK|NOK|PLN|CAD|AUD|CZK|HUF)(?![A-Za-z])|[€£$]"
)
_CODE: Final = re.compile(r"[A-Z]{3}")
_FEWEST: Final = 2
"""Cells of each row of a header that two rows make."""
_FACTS: Final = {
    "statement_date": """statement date|date|as of|datum|auszugsdatum|stichtag|stand
        |date du relevé|au|datum overzicht|fecha|data|per""",
    "opening": """opening balance|anfangssaldo|saldovortrag|solde initial|beginsaldo
        |saldo inicial|saldo iniziale|balance forward""",
    "closing": """
        closing balance | balance due | endsaldo | saldo | solde | solde final | eindsaldo
        | saldo final | saldo finale | total due | amount due | balance | total | offener saldo
        | total open | summe
    """,
}
_FACT_OF: Final = {fold(word): name for name, words in _FACTS.items() for word in words.split("|")}


def is_proved(grid: Grid, hints: Hints) -> bool:
    """Whether a sheet without a header that is known is a table of a statement by its sums."""
    return heads(grid) is None and _sheet(grid, hints) is not None


def is_shown(grid: Grid, hints: Hints) -> bool:
    """Whether the lines of a sheet add up and show that they are a statement's, unlike a bill's."""
    sheet = _sheet(grid, hints)
    if sheet is None or sheet.currency is None:
        return False
    read = statement_parts.build(sheet)
    shown = statement_parts.holds(read) and statement_evidence.is_statement(sheet.rows, read[0])
    return shown and not statement_boxes.is_taxed(grid.rows, read[0][-1].closing)


def heads(grid: Grid) -> int | None:
    """The row that heads the table of a statement; None where there is none."""
    return next((at for at in range(len(grid.rows)) if _columns(grid.rows, at)), None)


def _columns(table: Sequence[Sequence[str]], at: int) -> dict[int, str]:
    """What a row heads, together with the row above it where only both name the columns."""
    own = statement_columns.columns(table[at])
    filled = [sum(map(bool, row)) for row in table[at - 1 : at + 1]] if at else [0]
    if min(filled) < _FEWEST or 2 * filled[0] < filled[1]:
        return own  # what stands above is a fact beside its label
    both = statement_columns.columns(_header(table, at))
    return both if statement_columns.known(both) > statement_columns.known(own) else own


def _header(table: Sequence[Sequence[str]], at: int) -> list[str]:
    """The texts of a header of two rows."""
    return statement_columns.over(table[at - 1], table[at])


_NO_TABLE: Final = (
    "The sheet has no table of a statement: a header with a date or a number, and an amount or a"
    " balance."
)


def read(grids: Sequence[Grid], form: DocumentFormat, hints: Hints) -> Reading:
    """The statements of a file's sheets: of the first, and of others that add up as well.

    Raises:
        FormatUnknown: there is no table of a statement in the first.
    """
    first = _sheet(grids[0] if grids else Grid(()), hints)
    if first is None:
        raise FormatUnknown(_NO_TABLE)
    found, made = statement_parts.build(first)
    rows = first.rows
    for grid in grids[1:]:
        sheet, (more, proofs) = _proved(grid, hints)
        known = {(one.account, one.currency) for one in found}
        if not known & {(one.account, one.currency) for one in more}:
            found, made, rows = (*found, *more), (*made, *proofs), (*rows, *sheet)
    return reading(found, form, checks=made, doubt=statement_proof.doubt(rows, found))


def _proved(grid: Grid, hints: Hints) -> tuple[tuple[TableRow, ...], statement_parts.Read]:
    """The statements of a further sheet; none where it has none, or where one does not add up."""
    sheet = _sheet(grid, hints)
    if sheet is None or sheet.currency is None:
        return (), ((), ())
    found, made = statement_parts.build(sheet)
    holds = found[0].lines and all(one.ok for one in made)
    return (sheet.rows, (found, made)) if holds else ((), ((), ()))


def _sheet(grid: Grid, hints: Hints) -> Sheet | None:
    """The table of a sheet with what stands around it; None where it has none."""
    table = [row for row in grid.rows if any(row)]
    start = next((at for at in range(len(table)) if _columns(table, at)), None)
    if start is None:
        return _unheaded(table, hints)
    headed = _around(table, start, _rows(table, start), hints)
    sure = headed.currency is None or _holds(headed)
    return headed if sure else _unheaded(table, hints) or headed


def _unheaded(table: Sequence[Sequence[str]], hints: Hints) -> Sheet | None:
    """The table of a sheet whose columns no header names, where its sums prove it."""
    top = next((at for at, row in enumerate(table) if statement_columns.is_line(row)), None)
    if top is None:
        return None
    top = next((at for at, row in enumerate(table[:top]) if _opens(row)), top)
    while top and amounts.vote(" ".join(table[top - 1])) and not _dated(table[top - 1]):
        top -= 1
    columns = {at: f"{statement_columns.UNKNOWN}{at}" for at in range(max(map(len, table)))}
    rows = _under(table[top:], columns, _section(table[:top], _whole(table)))
    ways = (_around(table, top, told, hints) for told in statement_columns.ways(tuple(rows)))
    return next((sheet for sheet in ways if sheet.currency and _holds(sheet)), None)


def _dated(row: Sequence[str]) -> bool:
    return any(map(dates.find, row))


def _opens(row: Sequence[str]) -> bool:
    """Whether a row is the balance that a table begins with."""
    named = any(statement_words.is_opening(cell.rstrip(":")) for cell in row)
    return named and amounts.vote(" ".join(row)) is not None


def _holds(sheet: Sheet) -> bool:
    """Whether a table whose columns nobody named is proved by its sums."""
    return statement_parts.holds(statement_parts.build(sheet))


def _around(
    table: Sequence[Sequence[str]], start: int, rows: tuple[TableRow, ...], hints: Hints
) -> Sheet:
    facts = _facts(table[:start])
    around = "\n".join(" ".join(row) for row in (*table[: start + 1], *table[start + 1 :][-3:]))
    return Sheet(
        rows,
        around,
        _currency(rows, around, hints),
        dates.read(facts.get("statement_date", "")),
        facts.get("account"),
        {
            name: value
            for name in ("opening", "closing")
            if (value := amounts.number(facts.get(name, "")))
        },
        boxes=tuple(statement_boxes.beside_lines(table, start)),
    )


def _rows(table: Sequence[Sequence[str]], start: int) -> tuple[TableRow, ...]:
    """All rows below the first header; a header further down names the columns from there on."""
    heads = [at for at in range(start, len(table)) if _columns(table, at)]
    rows: list[TableRow] = []
    whole = _whole(table)
    for head, end in zip(heads, [*heads[1:], len(table)], strict=True):
        columns = _columns(table, head)
        named = {kind: table[head][at] for at, kind in columns.items() if at < len(table[head])}
        unsure = statement_columns.unsure(named)
        section = _section(table[:head], whole).headed(table[head])
        below = (
            replace(row, told=unsure) for row in _under(table[head + 1 : end], columns, section)
        )
        rows += statement_columns.told(tuple(below))
    return tuple(rows)


def _section(rows: Iterable[Sequence[str]], section: Section) -> Section:
    """The section that these rows head, which stand above a table."""
    for row in rows:
        if not statement_columns.is_line(row):
            section = section.under(" ".join(row))
    return section


def _whole(table: Iterable[Sequence[str]]) -> Section:
    """What all of a sheet is before its first heading."""
    around = (row for row in table if not statement_columns.is_line(row))
    return Section(parting=parting(" ".join(row) for row in around))


def _under(
    rows: Iterable[Sequence[str]], columns: Mapping[int, str], section: Section
) -> Iterator[TableRow]:
    """The rows of a table, each in its section; a balance beside its label is its amount."""
    for row in rows:
        cells = {kind: row[at].strip() if at < len(row) else "" for at, kind in columns.items()}
        if not statement_columns.is_line(row):
            section = section.under(" ".join(row))
            cells = _balance(row) or cells
        yield TableRow(cells, account=section.account, currency=section.currency)


def _balance(row: Sequence[str]) -> dict[str, str]:
    """What a row of just a label and an amount says; nothing of any other."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if len(filled) != 2 or amounts.vote(filled[1]) is None:  # noqa: PLR2004 - label, amount
        return {}
    label = filled[0].rstrip(":")
    known = statement_words.is_opening(label) or statement_words.is_closing(label)
    return {"text": label, "amount": filled[1]} if known else {}


def _facts(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """What stands above the table as a label and a value in neighbouring cells, or label: value."""
    facts: dict[str, str] = {}
    for row in rows:
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) == 1 and ":" in cells[0]:
            cells = [part.strip() for part in cells[0].split(":", 1)]
        for label, value in pairwise(cells):
            name = "account" if statement_words.is_account(label) else _FACT_OF.get(fold(label))
            if name:
                facts.setdefault(name, value)
    return facts


def _currency(rows: Iterable[TableRow], around: str, hints: Hints) -> str | None:
    """The currency of a sheet: its column, else its words, else what this supplier bills in."""
    stated = (row.cells.get("currency", "").strip().upper() for row in rows)
    cells = Counter(cell for cell in stated if _CODE.fullmatch(cell))
    if cells:
        return cells.most_common(1)[0][0]
    found = _CURRENCY.findall(around) or [m for row in rows for m in _CURRENCY.findall(row.text)]
    if found:
        return str(header.SYMBOLS.get(found[0], found[0]))
    whole = "\n".join([around, *(row.text for row in rows)])
    return currency_of(around) or header.crown_of(whole) or hints.currency


def reading(
    statements: Sequence[StatementReading],
    form: DocumentFormat,
    *,
    checks: tuple[Check, ...],
    doubt: str | None,
    pages: int = 0,
) -> Reading:
    """The Reading of statements; accepted where their sums prove that nothing was missed.

    `doubt` says what the sums do not prove, and keeps them from being accepted.
    """
    first = statements[0]
    accounts = {one.account for one in statements}
    alone = len(statements) == 1 and first.closing is not None
    values = {
        "issue_date": first.statement_date.isoformat() if first.statement_date else None,
        "currency": first.currency,
        "account": first.account if len(accounts) == 1 else None,
        "gross_total": amounts.canonical(first.closing) if alone and first.closing else None,
    }
    proof = Evidence(EvidenceSource.TABLE, 0.9, "stated on the statement")
    fields = {name: Field(name, value, proof) for name, value in values.items() if value}
    unproved = (Check(NUMBERS_PROVED, None, doubt),) if doubt else ()
    added_up = all(one.lines for one in statements) and all(one.ok is True for one in checks)
    return Reading(
        DocumentKind.STATEMENT,
        form,
        ReadState.READ,
        fields=MappingProxyType(fields),
        statement=first,
        further=tuple(statements[1:]),
        checks=(*checks, *unproved),
        accept=added_up and doubt is None,
        pages=pages,
    )
