"""Statements as sheets: CSV and XLSX."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

from model.documents import (
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
from parsers import amounts, dates, header, statement_columns, statements
from parsers.grids import Grid
from parsers.hints import Hints
from parsers.layout import fold
from parsers.statements import Sheet, TableRow

_CURRENCY: Final = re.compile(
    r"(?<![A-Za-z])(?:EUR|USD|GBP|CHF|SEK|DKK|NOK|PLN|CAD|AUD|CZK|HUF)(?![A-Za-z])|[€£$]"
)
_CODE: Final = re.compile(r"[A-Z]{3}")
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


def heads(grid: Grid) -> int | None:
    """The row that heads the table of a statement; None where there is none."""
    rows = enumerate(grid.rows)
    return next((at for at, row in rows if statement_columns.columns(row)), None)


_NO_TABLE: Final = (
    "The sheet has no table of a statement: a header with a date or a number, and an amount or a"
    " balance."
)


def read(grid: Grid, form: DocumentFormat, hints: Hints) -> Reading:
    """A statement as a sheet: its header in six languages, its signs.

    Raises:
        FormatUnknown: there is no table of a statement in it.
    """
    table = [row for row in grid.rows if any(row)]
    start, kinds = next(
        ((at, kinds) for at, row in enumerate(table) if (kinds := statement_columns.columns(row))),
        (-1, {}),
    )
    if start < 0:
        raise FormatUnknown(_NO_TABLE)
    rows = tuple(
        TableRow({kind: row[at].strip() if at < len(row) else "" for at, kind in kinds.items()})
        for row in table[start + 1 :]
    )
    rows = statement_columns.told(rows)
    facts = _facts(table[:start])
    around = "\n".join(" ".join(row) for row in (*table[: start + 1], *table[start + 1 :][-3:]))
    sheet = Sheet(
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
    )
    statement, made = statements.build(sheet)
    return reading(statement, form, checks=made)


def _facts(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """What stands above the table as a label and a value in neighbouring cells, or label: value."""
    facts: dict[str, str] = {}
    for row in rows:
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) == 1 and ":" in cells[0]:
            cells = [part.strip() for part in cells[0].split(":", 1)]
        for label, value in pairwise(cells):
            name = "account" if statements.is_account(label) else _FACT_OF.get(fold(label))
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
    known = {profile.supplier.currency for profile in hints.profiles}
    return known.pop() if len(known) == 1 else None


def reading(
    statement: StatementReading, form: DocumentFormat, *, checks: tuple[Any, ...], pages: int = 0
) -> Reading:
    """The Reading of a statement; accepted where its sum proves that nothing was missed."""
    values = {
        "issue_date": statement.statement_date.isoformat() if statement.statement_date else None,
        "currency": statement.currency,
        "account": statement.account,
        "gross_total": amounts.canonical(statement.closing)
        if statement.closing is not None
        else None,
    }
    proof = Evidence(EvidenceSource.TABLE, 0.9, "stated on the statement")
    fields = {name: Field(name, value, proof) for name, value in values.items() if value}
    return Reading(
        DocumentKind.STATEMENT,
        form,
        ReadState.READ,
        fields=MappingProxyType(fields),
        statement=statement,
        checks=checks,
        accept=bool(statement.lines) and all(one.ok is True for one in checks),
        pages=pages,
    )
