"""Statements as PDF: the table's columns by their header, rows by their visual lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from model.documents import DocumentFormat, Reading
from model.errors import DocumentDamaged
from parsers import (
    amounts,
    candidates,
    dates,
    header,
    parties,
    statement_columns,
    statements,
)
from parsers.geometry import Geometry
from parsers.hints import Hints
from parsers.labels import Label
from parsers.layout import Layout, Span, VisualLine, span
from parsers.statement_sheets import reading
from parsers.statements import MONEY_COLUMNS, Sheet, TableRow
from parsers.words import Word

_NO_LINES: Final = "The statement has no table that can be read; enter its lines by hand."
_START_POINTS: Final = 2.5
_SIGN: Final = re.compile(r"[€$£]")
_MONEY: Final = re.compile(r"[-(]?[€$£]?-?\d[\d.,'\u2019]*[.,]\d\d[-)]?")
_ALIGNED_POINTS: Final = 1.0
_BELOW: Final = 4


def read(layout: Layout, marks: Sequence[Label], hints: Hints, *, form: DocumentFormat) -> Reading:
    """The statement that the pages print."""
    heads = _heads(layout)
    if not heads:
        raise DocumentDamaged(_NO_LINES)
    typed = candidates.collect(layout, american="$" in layout.text)
    geometry = Geometry(layout, marks)
    money = header.currency(layout, typed, None)
    rows = statement_columns.told(tuple(_rows(layout, heads)))
    issued = _statement_day(geometry, typed, heads[0][0])
    sheet = Sheet(
        rows=rows,
        currency=money.value if money else None,
        statement_date=issued,
        account=_account(layout, heads[0][0]) or _labelled(geometry, typed, heads[0][0]),
        extra=_balances(layout, heads),
    )
    statement, made = statements.build(sheet)
    if not statement.lines:
        raise DocumentDamaged(_NO_LINES)
    result = reading(statement, form, checks=made, pages=len(layout.pages))
    seller = parties.seller(layout, marks, hints)
    if seller is None:
        return result
    return replace(result, fields={**result.fields, "seller_name": seller.field("seller_name")})


Columns = tuple[tuple[str, Span], ...]


def _heads(layout: Layout) -> Sequence[tuple[int, Columns]]:
    """The lines that head columns, with a day and an amount on some line below each."""
    found = [(line.index, names) for line in layout.lines if (names := _columns(layout, line))]
    ends = [*(index for index, _ in found[1:]), len(layout.lines)][: len(found)]
    return [
        head
        for head, end in zip(found, ends, strict=True)
        if any(
            dates.find(line.text) and amounts.vote(line.text)
            for line in layout.lines[head[0] + 1 : end]
        )
    ]


def _columns(layout: Layout, line: VisualLine) -> Columns:
    """The columns that a line heads; empty where it is no header."""
    starts = [
        segment.x0
        for below in layout.lines[line.index + 1 :][:_BELOW]
        for segment in below.segments
    ]
    parts = [part for segment in line.segments for part in _headers(segment, starts)]
    kinds = statement_columns.columns([part.text for part in parts])
    return tuple((kinds[at], parts[at]) for at in sorted(kinds))


def _headers(segment: Span, starts: Sequence[float]) -> Sequence[Span]:
    """The headers that a segment holds: more than one where narrow columns set them together.

    They are parted where a cell below begins, or where both parts are known headers.
    """
    if statements.column(segment.text):
        return (segment,)
    for at in range(len(segment.words) - 1, 0, -1):
        first, rest = segment.part(0, at), segment.part(at, len(segment.words))
        aligned = any(abs(rest.x0 - x) < _ALIGNED_POINTS for x in starts)
        if aligned or (statements.column(first.text) and statements.column(rest.text)):
            return (*_headers(first, starts), rest)
    return (segment,)


def _rows(layout: Layout, heads: Sequence[tuple[int, Columns]]) -> Iterable[TableRow]:
    """Every line under a header, as cells; lines of text that continue a row are joined to it."""
    ends = [index for index, _ in heads[1:]] + [len(layout.lines)]
    for (start, columns), end in zip(heads, ends, strict=True):
        for line in layout.lines[start + 1 : end]:
            cells: dict[str, list[str]] = {}
            for piece in _pieces(line, columns):
                cells.setdefault(_column_of(piece, columns), []).append(piece.text)
            texts = {name: " ".join(parts) for name, parts in cells.items()}
            if any(ch.isdigit() for ch in line.text):
                whole = span([word for s in line.segments for word in s.words], line.index)
                yield TableRow(texts, line.page, whole.box)


def _pieces(line: VisualLine, columns: Columns) -> Iterable[Span]:
    """The line's segments, cut where a word starts exactly under a column's start."""
    starts = [column.x0 for _, column in columns]
    for segment in line.segments:
        cuts = [
            at
            for at, word in enumerate(segment.words)
            if at
            and (
                any(abs(word.x0 - x) < _START_POINTS for x in starts)
                or _after_date(segment, at)
                or _after_amount(segment, at)
            )
        ]
        for begin, end in zip([0, *cuts], [*cuts, len(segment.words)], strict=True):
            yield segment.part(begin, end)


def _after_date(segment: Span, at: int) -> bool:
    """Whether the words before this one are a date and nothing else."""
    found = dates.find(segment.part(0, at).text)
    return len(found) == 1 and found[0].start == 0 and found[0].end == len(segment.part(0, at).text)


def _after_amount(segment: Span, at: int) -> bool:
    """Whether an amount begins at this word and another ends before it."""
    texts = [word.text for word in segment.words]
    begins = _MONEY.fullmatch(texts[at]) or (
        _SIGN.fullmatch(texts[at]) and _MONEY.fullmatch("".join(texts[at + 1 : at + 2]))
    )
    return bool(begins) and any(_MONEY.fullmatch(text) for text in texts[:at])


def _column_of(piece: Span, columns: Columns) -> str:
    """The column that a piece stands in: overlapping, else nearest by an edge."""

    def distance(column: Span) -> float:
        overlap = min(column.x1, piece.x1) - max(column.x0, piece.x0)
        edge = min(abs(column.x0 - piece.x0), abs(column.x1 - piece.x1))
        return edge - max(overlap, 0.0)

    numeric = any(ch.isdigit() for ch in piece.text) and sum(ch.isalpha() for ch in piece.text) < 4  # noqa: PLR2004 - EUR, CR
    fitting = [c for c in columns if numeric or c[0] not in MONEY_COLUMNS] or list(columns)
    return min(fitting, key=lambda pair: distance(pair[1]))[0]


def _balances(layout: Layout, heads: Sequence[tuple[int, Columns]]) -> dict[str, Decimal]:
    """Opening and closing balance stated outside the table, as label and amount on one line."""
    first = heads[0][0]
    found: dict[str, Decimal] = {}
    for line in layout.lines:
        if len(line.segments) != 2 or (line.index > first and line.index < first + 2):  # noqa: PLR2004 - label, amount
            continue
        label, value = (segment.text for segment in line.segments)
        amount = amounts.number(value) if amounts.vote(value) else None
        if amount is not None and statements.is_closing(label.rstrip(":")):
            found["closing"] = amount
        if amount is not None and statements.is_opening(label.rstrip(":")) and line.index < first:
            found["opening"] = amount
    return found


def _statement_day(geometry: Geometry, typed: candidates.Candidates, first_row: int) -> date | None:
    """The statement's own date: labelled above the table, else the first date above it."""
    above = [day for day in typed.days if day.place.line < first_row]
    scored = [
        (geometry.best(day.place, ("issue_date", "other_date"))[0] - due, day.value)
        for day in above
        for due in (geometry.best(day.place, ("due_date",))[0],)
    ]
    return max(scored, key=lambda one: one[0])[1] if scored else None


def _account(layout: Layout, first_row: int) -> str | None:
    """Our customer number, beside its label above the table."""
    for line in layout.lines[:first_row]:
        words = [word for segment in line.segments for word in segment.words]
        for at in range(len(words)):
            value = _behind_account(words[at : at + 6])
            if value:
                return value
    return None


def _labelled(geometry: Geometry, typed: candidates.Candidates, first_row: int) -> str | None:
    """Our customer number under its label, above the table."""
    above = [one for one in typed.identifiers if one.place.line < first_row]
    found = header.other_number(geometry, above, None, field="customer_number")
    return found.value if found else None


def _behind_account(words: Sequence[Word]) -> str | None:
    """The number behind an account label that these words begin with."""
    for size in (4, 3, 2, 1):
        label = " ".join(word.text for word in words[:size]).rstrip(":.")
        behind = words[size : size + 1]
        if behind and statements.is_account(label) and any(ch.isdigit() for ch in behind[0].text):
            return behind[0].text.strip(":.,")
    return None
