"""Statements as CSV and XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

import openpyxl

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
from model.errors import DocumentDamaged, DocumentTooLarge, DocumentUnsafe, FormatUnknown
from parsers import amounts, dates, gate, header, statement_columns, statements
from parsers.hints import Hints
from parsers.layout import fold
from parsers.statements import Sheet, TableRow

_MOST_ROWS: Final = 20_000
_MOST_COLUMNS: Final = 60
_DELIMITERS: Final = ";\t,|"
_CURRENCY: Final = re.compile(
    r"(?<![A-Za-z])(?:EUR|USD|GBP|CHF|SEK|DKK|NOK|PLN|CAD|AUD|CZK|HUF)(?![A-Za-z])|[€£$]"
)
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


def read_csv(content: bytes, hints: Hints) -> Reading:
    """A statement as CSV: its dialect, its header in six languages, its signs."""
    text = gate.text(content)
    try:
        table = [
            row for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text)) if any(row)
        ]
    except csv.Error as damage:
        raise DocumentDamaged("The CSV is damaged; ask the supplier for another copy.") from damage
    return _read(table, DocumentFormat.CSV, hints)


def read_xlsx(content: bytes, hints: Hints) -> Reading:
    """A statement as XLSX: the first sheet with a table that looks like one."""
    with gate.members(content) as archive:
        if any(
            b"<!DOCTYPE" in archive.read(name)[:2048]
            for name in archive.namelist()
            if name.endswith(".xml")
        ):
            raise DocumentUnsafe("The workbook declares a document type; Billhook never opens one.")
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
    except (ValueError, KeyError, OSError, TypeError) as damage:
        raise DocumentDamaged(
            "The workbook is damaged; ask the supplier for another copy."
        ) from damage
    for sheet in book.worksheets:
        rows = sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True)
        table = [[_cell(value) for value in row] for row in rows if any(v is not None for v in row)]
        if any(statement_columns.columns(row) for row in table):
            return _read(table, DocumentFormat.XLSX, hints)
    raise FormatUnknown(_NO_TABLE)


_NO_TABLE: Final = (
    "The sheet has no table of a statement: a header with a date or a number, and an amount or a"
    " balance."
)


def _delimiter(text: str) -> str:
    """The sign that splits most rows into the same number of cells."""
    rows = text.splitlines()[:50]

    def agreement(mark: str) -> int:
        counts = Counter(row.count(mark) for row in rows if mark in row)
        return max((often * count for count, often in counts.items()), default=0)

    return max(_DELIMITERS, key=agreement)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)


def _read(table: Sequence[Sequence[str]], form: DocumentFormat, hints: Hints) -> Reading:
    if len(table) > _MOST_ROWS:
        raise DocumentTooLarge(f"The sheet has more than {_MOST_ROWS} rows.")
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
    cells = Counter(cell for row in rows if (cell := row.cells.get("currency", "").strip().upper()))
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
