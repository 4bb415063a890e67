"""Statements as PDF: the table's columns by their header, rows by their visual lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from model.documents import DocumentFormat, Reading, StatementReading
from model.errors import DocumentDamaged
from parsers.hints import Hints
from parsers.invoices import candidates, parties
from parsers.paper.geometry import Geometry
from parsers.paper.layout import Layout, Span, VisualLine, span
from parsers.statements import (
    statement_around,
    statement_boxes,
    statement_columns,
    statement_days,
    statement_evidence,
    statement_legends,
    statement_parts,
    statement_proof,
    statement_records,
    statement_repeats,
    statement_titles,
    statement_words,
)
from parsers.statements.statement_headings import Section, account_in, parting
from parsers.statements.statement_heads import (
    REST,
    Columns,
    Heads,
    days_behind_numbers,
    heads_of,
    hull,
    within_days,
)
from parsers.statements.statement_sheets import reading
from parsers.statements.statements import MONEY_COLUMNS, TableRow
from parsers.wording import amounts, dates
from parsers.wording.labels import Label

_NO_LINES: Final = "The statement has no table that can be read; enter its lines by hand."
_START_POINTS: Final = 2.5
_SIGN: Final = re.compile(r"[-(]?(?:[€$£]|EUR|USD|GBP|CHF|SEK|DKK|NOK|PLN|CZK)")
_MONEY: Final = re.compile(r"[-+(\u2212]?[€$£]?-?\d[\d.,'\u2019]*[.,]\d\d[-)]?")
_SIGN_BEHIND: Final = re.compile(r"(?:[€$£]|EUR|USD|GBP|CHF|SEK|DKK|NOK|PLN|CZK|kr|zł|Kč)\.?")
_LONG_WORD: Final = 4
_THOUSANDS: Final = re.compile(r"[-+(\u2212]?\d{1,3}")
"""What stands before the space in 1 234,56."""
_FEWEST: Final = 2
_FEWEST_SHOWN: Final = 3
"""Lines that show by themselves what they are."""
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
    layout = statement_days.written_out(statement_records.on_one_line(layout))
    typed = candidates.collect(layout, american="$" in layout.text)
    geometry = Geometry(layout, marks)
    rows, (found, made) = _read(layout, heads_of(layout), geometry, typed, hints.currency)
    doubt = (
        statement_proof.doubt(rows, found)
        or _unread(layout, found)
        or _unsure_account(layout)
        or _unsure_opening(layout, found)
        or _unsure_currency(layout, found)
    )
    result = reading(found, form, checks=made, doubt=doubt, pages=len(layout.pages))
    seller = parties.seller(layout, marks, hints)
    if seller is None:
        return result
    return replace(result, fields={**result.fields, "seller_name": seller.field("seller_name")})


def _unread(layout: Layout, found: Sequence[StatementReading]) -> str | None:
    """Why a table that adds up may not be all: what its summary says adds up by itself."""
    read = sum(len(part.lines) for part in found)
    left = sum(map(_may_be_line, layout.lines)) - read
    return "more lines than were read" if left > read else None


def _unsure_opening(layout: Layout, found: Sequence[StatementReading]) -> str | None:
    """Why more may be owed than the lines: a box begins with an amount that was not taken up."""
    only = found[0]
    if len(found) > 1 or only.opening or not only.closing:
        return None
    boxes = statement_boxes.carried(layout)
    beyond = any(first + only.closing == last for _, first, last in boxes)
    return "a box that adds the lines to another amount" if beyond else None


def _unsure_currency(layout: Layout, found: Sequence[StatementReading]) -> str | None:
    """Why the amounts may be in another currency: a label on the page names another one."""
    start = next((line.index for line in layout.lines if _may_be_line(line)), 0)
    named = statement_around.named_currency(layout, start)
    other = len(found) == 1 and named is not None and named != found[0].currency
    return f"amounts in {found[0].currency}, where the page says {named}" if other else None


def is_proved(layout: Layout, marks: Sequence[Label], *, untitled: bool = False) -> bool:
    """Whether a table has columns that only statements have, and its sums prove its lines.

    Of an `untitled` page without a header, the lines say by themselves what they are. Where no
    header speaks, the lines may show it: by their balances, their sides, their days.
    """
    layout = statement_days.written_out(statement_records.on_one_line(layout))
    heads = heads_of(layout)
    return _is_headed(layout, heads, marks, untitled=untitled) or _is_shown(layout, heads, marks)


def _is_shown(layout: Layout, heads: Heads, marks: Sequence[Label]) -> bool:
    """Whether lines that add up show that they are a statement's, and nothing is their tax."""
    if sum(map(_may_be_line, layout.lines)) < _FEWEST_SHOWN:
        return False
    typed = candidates.collect(layout, american="$" in layout.text)
    try:
        rows, found = _read(layout, heads, Geometry(layout, marks), typed)
    except DocumentDamaged:
        return False
    shown = statement_parts.holds(found) and statement_evidence.is_statement(rows, found[0])
    return shown and not statement_boxes.is_taxed(
        statement_boxes.texts(layout), found[0][-1].closing
    )


def _is_headed(layout: Layout, heads: Heads, marks: Sequence[Label], *, untitled: bool) -> bool:
    """Whether a table is proved below headers that only statements have."""
    headed = {name for _, columns in heads for name, _ in columns}
    if untitled and not headed:
        return _is_told(layout, Geometry(layout, marks))
    own = any(told <= headed for told in _OWN) or _by_age(heads)
    if not own and not headed >= _LISTED and not headed >= _DATED:
        return False
    typed = candidates.collect(layout, american="$" in layout.text)
    try:
        rows, found = _read(layout, heads, Geometry(layout, marks), typed)
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


def _by_age(heads: Heads) -> bool:
    return any(statement_columns.are_ages(one.text for _, one in columns) for _, columns in heads)


def _is_told(layout: Layout, geometry: Geometry) -> bool:
    """Whether lines without a header are proved by their sum, and most name their kind."""
    typed = candidates.collect(layout, american="$" in layout.text)
    found = _unheaded(layout, geometry, typed)
    return found is not None and statement_proof.name_kinds(found[0])


_Found = tuple[tuple[TableRow, ...], statement_parts.Read]


def _read(
    layout: Layout,
    heads: Heads,
    geometry: Geometry,
    typed: candidates.Candidates,
    billed: str | None = None,
) -> _Found:
    """The rows of the table, and the statements that they make.

    `billed` is the currency of this supplier, which counts where the pages name none.
    """
    if heads:
        rows = statement_legends.explained(tuple(_below(layout, heads)), _undated(layout))
        sheet = statement_around.around(layout, geometry, typed, heads[0][0], billed)
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


def _undated(layout: Layout) -> Iterator[str]:
    """The lines that no day makes one of the table's."""
    return (line.text for line in layout.lines if not dates.find(line.text))


def _below(layout: Layout, heads: Heads) -> Iterator[TableRow]:
    """The rows below each header, their columns told together where the next has the same."""
    again = statement_repeats.repeated(layout, heads)
    runs = [
        list(run)
        for _, run in groupby(
            heads, key=lambda head: (head[0] in again, [name for name, _ in head[1]])
        )
    ]
    ends = [*(run[0][0] for run in runs[1:]), len(layout.lines)]
    whole = Section(parting=_parting(layout))
    for run, end in zip(runs, ends, strict=True):
        tables = [(head + 1, columns) for head, columns in run]
        rows = _rows(layout, tables, _section(layout, run[0][0], whole), end)
        if run[0][0] in again:
            yield from (row for row in rows if not row.dated)
        else:
            yield from statement_columns.told(tuple(rows))


def _unheaded(
    layout: Layout, geometry: Geometry, typed: candidates.Candidates, billed: str | None = None
) -> _Found | None:
    """A table whose columns no header names, where its sums prove what stands in them."""
    lines = [line for line in layout.lines if _is_line(line)]
    if len(lines) < _FEWEST:
        return None
    first = lines[0].index
    start = min([first, *(line.index for line in layout.lines[:first] if _opens(line))])
    sheet = statement_around.around(layout, geometry, typed, start, billed)
    if sheet.currency is None:
        return None
    for rows in _told(layout, start):
        read = statement_parts.build(replace(sheet, rows=rows))
        if statement_parts.holds(read) and _is_whole(layout, read):
            return rows, read
    return None


def _is_whole(layout: Layout, read: statement_parts.Read) -> bool:
    """Whether every line that may be one was read, but those that say a balance at a day."""
    sums = {one for part in read[0] for one in (part.opening, part.closing) if one is not None}
    expected = [line for line in layout.lines if _may_be_line(line)]
    stated = sum(statement_boxes.states(line, sums) for line in expected)
    return sum(len(part.lines) for part in read[0]) >= len(expected) - stated


def _told(layout: Layout, start: int) -> Iterator[tuple[TableRow, ...]]:
    """The rows from a line on, their columns told all together, else in each section by itself."""
    section = _section(layout, start, Section(parting=_parting(layout)))
    whole = [(start, _by_place(layout.lines[start:]))]
    yield from statement_columns.ways(tuple(_rows(layout, whole, section)))
    parts = list(_by_section(layout, start, section))
    if len(parts) > 1:
        each = _split(_rows(layout, parts, section))
        yield tuple(row for rows in each for row in statement_columns.told(rows))


def _by_section(layout: Layout, start: int, section: Section) -> Iterator[tuple[int, Columns]]:
    """Where the lines below each heading begin, with the columns that they make."""
    begun = start
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
    return tuple(zip(names, map(hull, columns), strict=True))


def _rows(
    layout: Layout,
    tables: Heads,
    section: Section,
    last: int | None = None,
) -> Iterable[TableRow]:
    """Every line with a digit, or titled, from each table's first on, as cells, in its section."""
    ends = [index for index, _ in tables[1:]] + [len(layout.lines) if last is None else last]
    for (start, columns), end in zip(tables, ends, strict=True):
        section = section.headed(column.text for _, column in columns)
        headers = {name: column.text for name, column in columns}
        unsure = statement_columns.unsure(headers)
        meant = statement_columns.in_one_currency(headers)
        for line in layout.lines[start:end]:
            width = layout.page(line.page).width
            cells: dict[str, list[str]] = {}
            for piece in _pieces(line, columns):
                name = statement_records.column(piece, width) or _column_of(piece, columns)
                cells.setdefault(meant.get(name, name), []).append(piece.text)
            texts = {name: " ".join(parts) for name, parts in cells.items()}
            if not _is_line(line):
                section = section.under(line.text)
            if any(map(str.isdigit, line.text)) or statement_titles.kind_under(line.text):
                seen = [one for part in line.segments for one in part.words if one.x0 < width]
                whole = span(seen, line.index)
                place = (line.page, whole.box)
                yield TableRow(texts, *place, section.account, section.currency, unsure)


def _section(layout: Layout, start: int, section: Section) -> Section:
    """The section that the lines above a table head."""
    for line in layout.lines[:start]:
        section = section.under(line.text)
    return section


def _parting(layout: Layout) -> frozenset[str]:
    """The accounts that part the file: each heads lines below it on its page, as no foot does."""
    named = [line for line in layout.lines if account_in(line.text.split())]
    if len(named) < _FEWEST:
        return frozenset()
    last = _last_lines(layout)
    return parting(line.text for line in named if line.index < last.get(line.page, 0))


def _last_lines(layout: Layout) -> dict[int, int]:
    """Which line of each page is the last with a day and an amount."""
    return {line.page: line.index for line in layout.lines if _may_be_line(line)}


def _unsure_account(layout: Layout) -> str | None:
    """Why the lines of a page may be another account's: one like ours stands once, before it."""
    every = parting(line.text for line in layout.lines)
    if not every - _parting(layout):
        return None
    last = _last_lines(layout)
    end = max(last.values(), default=0)
    feet = [
        (account_in(line.text.split()), line.index < end)
        for line in layout.lines
        if line.index > last.get(line.page, 0)
    ]
    named = Counter(account for account, _ in feet)
    once = any(goes_on and account in every and named[account] == 1 for account, goes_on in feet)
    return "an account at the foot of a page" if once else None


def _pieces(line: VisualLine, columns: Columns) -> Iterable[Span]:
    """The line's segments, cut where a word starts exactly under a column's start."""
    starts = [column.x0 for _, column in columns]
    unnamed = all(name.startswith(statement_columns.UNKNOWN) for name, _ in columns)
    for segment in statement_boxes.without_leaders(line):
        within = within_days(segment)
        days = days_behind_numbers(segment) if unnamed else ()
        cuts = [
            at
            for at, word in enumerate(segment.words)
            if at
            and at not in within
            and (
                any(abs(word.x0 - x) < _START_POINTS for x in starts)
                or _after_date(segment, at)
                or _after_amount(segment, at)
                or (not columns and _begins_amount(segment, at))
                or (unnamed and (_goes_on(segment, at) or at in days))
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


def _goes_on(segment: Span, at: int) -> bool:
    """Whether an amount ends before this word, which is too long for its currency or its sign."""
    before, word = segment.words[at - 1].text, segment.words[at].text
    long = sum(map(str.isalnum, word)) >= _LONG_WORD
    return long and bool(_MONEY.fullmatch(before) or _SIGN_BEHIND.fullmatch(before))


def _begins_amount(segment: Span, at: int) -> bool:
    """Whether this word is an amount, or the sign of a currency before one."""
    text, behind = segment.words[at].text, segment.words[at + 1 : at + 2]
    if _THOUSANDS.fullmatch(text) and behind and REST.fullmatch(behind[0].text):
        return True
    if at and REST.fullmatch(text) and _THOUSANDS.fullmatch(segment.words[at - 1].text):
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
