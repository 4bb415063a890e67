"""Statements as PDF: the table's columns by their header, rows by their visual lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final

from model.documents import DocumentFormat, Reading
from model.errors import DocumentDamaged
from parsers.hints import Hints
from parsers.invoices import candidates, header, parties
from parsers.paper.geometry import Geometry
from parsers.paper.layout import Layout, Span, VisualLine, span
from parsers.statements import (
    statement_boxes,
    statement_columns,
    statement_days,
    statement_parts,
    statement_proof,
    statement_stems,
    statement_titles,
    statement_words,
)
from parsers.statements.statement_headings import Section, account_in
from parsers.statements.statement_sheets import reading
from parsers.statements.statements import MONEY_COLUMNS, Sheet, TableRow
from parsers.wording import amounts, dates
from parsers.wording.labels import Label

_NO_LINES: Final = "The statement has no table that can be read; enter its lines by hand."
_START_POINTS: Final = 2.5
_SIGN: Final = re.compile(r"[-(]?(?:[€$£]|EUR|USD|GBP|CHF|SEK|DKK|NOK|PLN|CZK)")
_MONEY: Final = re.compile(r"[-+(\u2212]?[€$£]?-?\d[\d.,'\u2019]*[.,]\d\d[-)]?")
_THOUSANDS: Final = re.compile(r"[-+(\u2212]?\d{1,3}")
_REST: Final = re.compile(r"\d{3}[.,]\d\d[-)]?")
"""What stands before and behind the space in 1 234,56."""
_ALIGNED_POINTS: Final = 1.0
_BELOW: Final = 4
_UPPER: Final = 2
"""Lines of a header above its last: cells of one, two and three lines stand around one middle."""
_CLOSE: Final = 2.0
"""Lines of one header are no further apart, in heights of their type."""
_FEWEST: Final = 2
_OWN: Final = (
    {"debit", "credit"},
    {"balance"},
    {"reference", "open"},
    {"reference", "due", "amount"},
)
"""Columns that stand together in statements and not in invoices."""
_DATED: Final = frozenset({"date", "reference"})
_LISTED: Final = frozenset({"reference", "amount"})
"""Columns of a list of documents; a bill may list what was delivered so, each under no kind."""


def read(layout: Layout, marks: Sequence[Label], hints: Hints, *, form: DocumentFormat) -> Reading:
    """The statement that the pages print."""
    layout = statement_days.written_out(layout)
    typed = candidates.collect(layout, american="$" in layout.text)
    geometry = Geometry(layout, marks)
    rows, (found, made) = _read(layout, geometry, typed, hints.currency)
    doubt = statement_proof.doubt(rows, found)
    result = reading(found, form, checks=made, doubt=doubt, pages=len(layout.pages))
    seller = parties.seller(layout, marks, hints)
    if seller is None:
        return result
    return replace(result, fields={**result.fields, "seller_name": seller.field("seller_name")})


def is_proved(layout: Layout, marks: Sequence[Label], *, untitled: bool = False) -> bool:
    """Whether a table has columns that only statements have, and its sums prove its lines.

    Of an `untitled` page without a header, the lines say by themselves what they are.
    """
    layout = statement_days.written_out(layout)
    headed = {name for _, columns in _heads(layout) for name, _ in columns}
    if untitled and not headed:
        return _is_told(layout, Geometry(layout, marks))
    own = any(told <= headed for told in _OWN) or _by_age(layout)
    if not own and not headed >= _LISTED and not headed >= _DATED:
        return False
    typed = candidates.collect(layout, american="$" in layout.text)
    try:
        rows, found = _read(layout, Geometry(layout, marks), typed)
    except DocumentDamaged:
        return False
    own = own or any({"debit", "credit"} <= row.cells.keys() for row in rows)
    if not any(row.dated for row in rows) or not (own or _are_named(rows)):
        return False
    numbers = {line.reference for one in found[0] for line in one.lines if line.reference}
    return len(numbers) >= _FEWEST and statement_parts.holds(found)


def _are_named(rows: Sequence[TableRow]) -> bool:
    """Whether lines name their kind below the header of a number, or beside a day and a due day."""
    terms = any(row.cells.get("due") for row in rows)
    return statement_proof.are_named(rows) or (terms and statement_proof.name_kinds(rows))


def _by_age(layout: Layout) -> bool:
    heads = _heads(layout)
    return any(statement_columns.are_ages(one.text for _, one in columns) for _, columns in heads)


def _is_told(layout: Layout, geometry: Geometry) -> bool:
    """Whether lines without a header are proved by their sum, and most name their kind."""
    typed = candidates.collect(layout, american="$" in layout.text)
    found = _unheaded(layout, geometry, typed)
    return found is not None and statement_proof.name_kinds(found[0])


_Found = tuple[tuple[TableRow, ...], statement_parts.Read]


def _read(
    layout: Layout, geometry: Geometry, typed: candidates.Candidates, billed: str | None = None
) -> _Found:
    """The rows of the table, and the statements that they make.

    `billed` is the currency of this supplier, which counts where the pages name none.
    """
    heads = _heads(layout)
    if heads:
        rows = tuple(_below(layout, heads))
        sheet = _around(layout, geometry, typed, heads[0][0], billed)
        read = statement_parts.build(replace(sheet, rows=rows))
        named = {"debit", "credit"} <= {name for _, columns in heads for name, _ in columns}
        sure = named or statement_parts.holds(read)
        proved = None if sure else _unheaded(layout, geometry, typed, billed)
        if proved is not None:
            return proved
        if read[0][0].lines:
            return rows, read
    elif (proved := _unheaded(layout, geometry, typed, billed)) is not None:
        return proved
    raise DocumentDamaged(_NO_LINES)


def _below(layout: Layout, heads: Sequence[tuple[int, Columns]]) -> Iterator[TableRow]:
    """The rows below each header, their columns told together where the next has the same."""
    runs = [list(run) for _, run in groupby(heads, key=lambda head: [name for name, _ in head[1]])]
    ends = [*(run[0][0] for run in runs[1:]), len(layout.lines)]
    for run, end in zip(runs, ends, strict=True):
        tables = [(head + 1, columns) for head, columns in run]
        rows = _rows(layout, tables, _section(layout, run[0][0]), end)
        yield from statement_columns.told(tuple(rows))


def _around(
    layout: Layout,
    geometry: Geometry,
    typed: candidates.Candidates,
    start: int,
    billed: str | None,
) -> Sheet:
    """What stands around a table that begins at a line."""
    money = header.currency(layout, typed, None)
    return Sheet(
        rows=(),
        around="\n".join(line.text for line in layout.lines[:start]),
        currency=money.value if money else billed,
        statement_date=_statement_day(geometry, typed, start),
        account=_account(layout, start) or _labelled(geometry, typed, start),
        extra=_balances(layout, start),
        boxes=statement_boxes.ends(layout, start),
    )


def _unheaded(
    layout: Layout, geometry: Geometry, typed: candidates.Candidates, billed: str | None = None
) -> _Found | None:
    """A table whose columns no header names, where its sums prove what stands in them."""
    lines = [line for line in layout.lines if _is_line(line)]
    if len(lines) < _FEWEST:
        return None
    first = lines[0].index
    start = min([first, *(line.index for line in layout.lines[:first] if _opens(line))])
    sheet = _around(layout, geometry, typed, start, billed)
    if sheet.currency is None:
        return None
    expected = sum(map(_may_be_line, layout.lines))
    for rows in _told(layout, start):
        read = statement_parts.build(replace(sheet, rows=rows))
        if statement_parts.holds(read) and sum(len(one.lines) for one in read[0]) >= expected:
            return rows, read
    return None


def _told(layout: Layout, start: int) -> Iterator[tuple[TableRow, ...]]:
    """The rows from a line on, their columns told all together, else in each section by itself."""
    section = _section(layout, start)
    whole = [(start, _by_place(layout.lines[start:]))]
    yield from statement_columns.ways(tuple(_rows(layout, whole, section)))
    parts = list(_by_section(layout, start))
    if len(parts) > 1:
        each = _split(_rows(layout, parts, section))
        yield tuple(row for rows in each for row in statement_columns.told(rows))


def _by_section(layout: Layout, start: int) -> Iterator[tuple[int, Columns]]:
    """Where the lines below each heading begin, with the columns that they make."""
    begun, section = start, _section(layout, start)
    for line in layout.lines[start:]:
        under = section if _is_line(line) else section.under(line.text)
        if under != section and any(map(_is_line, layout.lines[begun : line.index])):
            yield begun, _by_place(layout.lines[begun : line.index])
            begun = line.index
        section = under
    if any(map(_is_line, layout.lines[begun:])):
        yield begun, _by_place(layout.lines[begun:])


def _split(rows: Iterable[TableRow]) -> Iterator[list[TableRow]]:
    """The rows of each section."""
    for _, part in groupby(rows, key=lambda row: (row.account, row.currency)):
        yield list(part)


def _is_line(line: VisualLine) -> bool:
    return statement_columns.is_line([piece.text for piece in _pieces(line, ())])


def _may_be_line(line: VisualLine) -> bool:
    """Whether a line holds a day and an amount, however close they stand to other words."""
    words = (word for segment in line.segments for word in segment.words)
    money = (_MONEY.fullmatch(word.text) and not dates.find(word.text) for word in words)
    return bool(dates.find(line.text)) and any(money)


def _opens(line: VisualLine) -> bool:
    """Whether a line is a label of an opening balance, and an amount."""
    first = next(iter(_pieces(line, ())), None)
    named = first is not None and statement_words.is_opening(first.text.rstrip(":"))
    return named and amounts.vote(line.text) is not None


def _by_place(lines: Iterable[VisualLine]) -> Columns:
    """The columns that pieces of lines make which stand below each other, from left to right."""
    whole = (line for line in lines if _is_line(line))
    pieces = sorted((one for line in whole for one in _pieces(line, ())), key=lambda p: p.x0)
    columns: list[list[Span]] = []
    for piece in pieces:
        if columns and piece.x0 < max(one.x1 for one in columns[-1]):
            columns[-1].append(piece)
        else:
            columns.append([piece])
    names = (f"{statement_columns.UNKNOWN}{at}" for at in range(len(columns)))
    return tuple(zip(names, map(_hull, columns), strict=True))


def _hull(spans: Sequence[Span]) -> Span:
    """The place that these spans share."""
    return replace(spans[0], x0=min(one.x0 for one in spans), x1=max(one.x1 for one in spans))


Columns = tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the cells below a header begin and end."""

    begin: tuple[float, ...]
    end: tuple[float, ...]

    def part(self, left: float, right: float) -> int:
        """How many cells say that a header ends at `left` and another begins at `right`."""
        begun = sum(abs(right - x) < _ALIGNED_POINTS for x in self.begin)
        ended = sum(abs(left - x) < _ALIGNED_POINTS for x in self.end)
        return max(begun, ended - 1)


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
    """The columns that a line heads, with the line above it where only both name them."""
    below = layout.lines[line.index + 1 :][:_BELOW]
    edges = Edges(
        tuple(x for one in below for segment in one.segments for x in _begun(segment)),
        tuple(segment.x1 for one in below for segment in one.segments),
    )
    parts = _parts(line, edges)
    kinds = statement_columns.columns([part.text for part in parts])
    joined, lower, width = parts, line, len(parts)
    for above in reversed(layout.lines[max(0, line.index - _UPPER) : line.index]):
        if not _is_over(above, lower, width):
            break
        joined, lower = _joined(_parts(above, edges), joined), above
        both = statement_columns.columns([part.text for part in joined])
        if statement_columns.known(both) > statement_columns.known(kinds):
            kinds, parts = both, joined
    return tuple((kinds[at], parts[at]) for at in sorted(kinds))


def _is_over(above: VisualLine, line: VisualLine, width: int) -> bool:
    """Whether a line stands so close over another of a header that it may be a part of it."""
    near = above.page == line.page and len(above.segments) >= max(_FEWEST, width / 2)
    return near and 0 < line.middle - above.middle < _CLOSE * _height(line)


def _begun(segment: Span) -> Iterator[float]:
    """Where the words of a segment begin, but not the rest of an amount: 1 234,56."""
    for at, word in enumerate(segment.words):
        if not at or not _REST.fullmatch(word.text):
            yield word.x0


def _parts(line: VisualLine, edges: Edges) -> list[Span]:
    return [part for segment in line.segments for part in _headers(segment, edges)]


def _height(line: VisualLine) -> float:
    return max(segment.height for segment in line.segments)


def _joined(above: Sequence[Span], own: Sequence[Span]) -> list[Span]:
    """Headers of two lines: each part of the upper one over the part that it overlaps most."""
    upper: dict[int, list[Span]] = {}
    alone: list[Span] = []
    for part in above:
        shared = [min(part.x1, one.x1) - max(part.x0, one.x0) for one in own]
        most = max(shared, default=0.0)
        if most > 0:
            upper.setdefault(shared.index(most), []).append(part)
        else:
            alone.append(part)
    joined = [_under([*upper.get(at, ()), one]) for at, one in enumerate(own)]
    return sorted([*joined, *alone], key=lambda part: part.x0)


def _under(parts: Sequence[Span]) -> Span:
    """Parts of one header as one, as wide as all."""
    return replace(_hull(parts), text=" ".join(part.text for part in parts))


def _headers(segment: Span, edges: Edges) -> Sequence[Span]:
    """The headers that a segment holds: more than one where narrow columns set them together.

    They are parted where cells below begin or end, or where both parts are known headers; where all
    of it is one by its stems, only where several do.
    """
    if statement_words.column(segment.text):
        return (segment,)
    whole = statement_stems.column(segment.text)
    for at in range(len(segment.words) - 1, 0, -1):
        first, rest = segment.part(0, at), segment.part(at, len(segment.words))
        aligned = edges.part(first.x1, rest.x0)
        both = statement_words.column(first.text) and statement_words.column(rest.text)
        if aligned > (whole is not None) or (both and whole is None):
            return (*_headers(first, edges), rest)
    return (segment,)


def _rows(
    layout: Layout,
    tables: Sequence[tuple[int, Columns]],
    section: Section,
    last: int | None = None,
) -> Iterable[TableRow]:
    """Every line with a digit, or titled, from each table's first on, as cells, in its section."""
    ends = [index for index, _ in tables[1:]] + [len(layout.lines) if last is None else last]
    for (start, columns), end in zip(tables, ends, strict=True):
        section = section.headed(column.text for _, column in columns)
        unsure = statement_columns.unsure({name: column.text for name, column in columns})
        for line in layout.lines[start:end]:
            cells: dict[str, list[str]] = {}
            for piece in _pieces(line, columns):
                cells.setdefault(_column_of(piece, columns), []).append(piece.text)
            texts = {name: " ".join(parts) for name, parts in cells.items()}
            if not _is_line(line):
                section = section.under(line.text)
            if any(map(str.isdigit, line.text)) or statement_titles.kind_under(line.text):
                whole = span([word for s in line.segments for word in s.words], line.index)
                place = (line.page, whole.box)
                yield TableRow(texts, *place, section.account, section.currency, unsure)


def _section(layout: Layout, start: int) -> Section:
    """The section that the lines above a table head."""
    section = Section()
    for line in layout.lines[:start]:
        section = section.under(line.text)
    return section


def _pieces(line: VisualLine, columns: Columns) -> Iterable[Span]:
    """The line's segments, cut where a word starts exactly under a column's start."""
    starts = [column.x0 for _, column in columns]
    for segment in statement_boxes.without_leaders(line):
        cuts = [
            at
            for at, word in enumerate(segment.words)
            if at
            and (
                any(abs(word.x0 - x) < _START_POINTS for x in starts)
                or _after_date(segment, at)
                or _after_amount(segment, at)
                or (not columns and _begins_amount(segment, at))
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
    ended = any(_MONEY.fullmatch(word.text) for word in segment.words[:at])
    return ended and _begins_amount(segment, at)


def _begins_amount(segment: Span, at: int) -> bool:
    """Whether this word is an amount, or the sign of a currency before one."""
    text, behind = segment.words[at].text, segment.words[at + 1 : at + 2]
    if _THOUSANDS.fullmatch(text) and behind and _REST.fullmatch(behind[0].text):
        return True
    if at and _REST.fullmatch(text) and _THOUSANDS.fullmatch(segment.words[at - 1].text):
        return False
    signed = _SIGN.fullmatch(text) and behind and _MONEY.fullmatch(behind[0].text)
    return bool(_MONEY.fullmatch(text) or signed)


def _column_of(piece: Span, columns: Columns) -> str:
    """The column that a piece stands in: overlapping, else nearest by an edge."""

    def distance(column: Span) -> float:
        overlap = min(column.x1, piece.x1) - max(column.x0, piece.x0)
        edge = min(abs(column.x0 - piece.x0), abs(column.x1 - piece.x1))
        return edge - max(overlap, 0.0)

    numeric = any(ch.isdigit() for ch in piece.text) and sum(ch.isalpha() for ch in piece.text) < 4  # noqa: PLR2004 - EUR, CR
    fitting = [c for c in columns if numeric or c[0] not in MONEY_COLUMNS] or list(columns)
    return min(fitting, key=lambda pair: distance(pair[1]))[0]


def _balances(layout: Layout, first: int) -> dict[str, Decimal]:
    """Opening and closing balance stated outside the table, as label and amount on one line."""
    found: dict[str, Decimal] = {}
    for line in layout.lines:
        if len(line.segments) != 2 or (line.index > first and line.index < first + 2):  # noqa: PLR2004 - label, amount
            continue
        label, value = (segment.text for segment in line.segments)
        amount = amounts.number(value) if amounts.vote(value) else None
        if amount is not None and statement_words.is_closing(label.rstrip(":")):
            found["closing"] = amount
        if (
            amount is not None
            and statement_words.is_opening(label.rstrip(":"))
            and line.index < first
        ):
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
    found = (account_in(line.text.split()) for line in layout.lines[:first_row])
    return next((value for value in found if value), None)


def _labelled(geometry: Geometry, typed: candidates.Candidates, first_row: int) -> str | None:
    """Our customer number under its label, above the table."""
    above = [one for one in typed.identifiers if one.place.line < first_row]
    found = header.other_number(geometry, above, None, field="customer_number")
    return found.value if found else None
