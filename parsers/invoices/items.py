"""Line items: every reading of every row, and of these the ones that sum to the net.

Two ways to read a row: header-free, by numbers of which quantity times price is the total; and by
the columns under a table's header. Their union is cut down by arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Final

from model.documents import Line
from parsers.invoices.candidates import Amount, Candidates
from parsers.paper.layout import Layout, Span, VisualLine, fold
from parsers.paper.words import Word
from parsers.wording import vocabulary
from parsers.wording.labels import names_of

_TOLERANCE: Final = Decimal("0.011")
_STOP: Final = frozenset(
    {"gross_total", "net_total", "tax_total", "charge_total", "discount_total", "prepaid"}
)
_ENDS: Final = _STOP | {"note"}
"""A line that begins with one of these stands below the items."""
_MOST_ROWS: Final = 14
_LOWER: Final = 1.3
"""A total this part of its type's height lower than its row still belongs to it."""
_BESIDE, _STOREY = 0.8, 1.6
"""The second line of a header or a row is so far below the first, in heights of type."""
_NEXT: Final = 8
_EDGE: Final = 2.5
"""Edges nearer than this are one edge, in points."""
_OVER: Final = 100
_BRACKETED: Final = re.compile(r"[(\[].*?[)\]]|[€$£]")
_CURRENCY: Final = re.compile(r" (?:eur|usd|gbp|chf|sek|dkk|nok|pln|czk|kc|kr|zl|eur eur)$")
_CODE: Final = re.compile(r"^\d{4,}\s+(?=.*[^\W\d_]{2})")


def kind_of(header: str) -> str | None:
    """What the header of a column of items names; None where it is none."""
    return vocabulary.columns().get(_bare(header))


@dataclass(frozen=True, slots=True)
class Row:
    """One reading of one printed row: its visual line, and that of its total, often the same."""

    line: Line
    index: int
    last: int


def read_lines(
    layout: Layout, candidates: Candidates, totals: Iterable[Decimal | None]
) -> tuple[Line, ...]:
    """The line items; those readings are preferred that add up to one of these totals."""
    numbers: dict[int, list[Amount]] = {}
    for amount in candidates.amounts:
        numbers.setdefault(amount.place.line, []).append(amount)
    header = _header(layout)
    rows = list(_triples(layout, numbers, header))
    taken = {at for row in rows for at in (row.index, row.last)}
    rows += _by_columns(layout, numbers, header, taken)
    rows.sort(key=lambda row: row.index)
    goals = [total for total in totals if total is not None]
    items = _that_sum(_without_sums(rows), goals) if rows else _plain_rows(layout, numbers, goals)
    return tuple(_without_codes([row.line for row in items]))


def _plain_rows(
    layout: Layout, numbers: dict[int, list[Amount]], totals: Sequence[Decimal]
) -> Sequence[Row]:
    """Rows of a text and its amount right above a total that they sum to, as receipts have them."""
    run: list[Row] = []
    for line in layout.lines:
        money = [one for one in numbers.get(line.index, []) if one.money]
        if run and money and _ends_table(line) and _sum(run) in totals:
            return run
        row = _plain_row(layout, line, money) if len(money) == 1 else None
        run = [*run, row] if row else [] if money else run
    return []


def _plain_row(layout: Layout, line: VisualLine, money: Sequence[Amount]) -> Row | None:
    """A text with its amount behind it, which is no total."""
    text = _description(layout, line, [money[0].place], None)
    behind = line.segments[-1].x1 <= money[0].place.x1
    if not (text and behind) or _ends_table(line):
        return None
    item = Line(text, None, None, None, money[0].value, page=line.page, box=money[0].place.box)
    return Row(item, line.index, line.index)


def _without_sums(rows: Sequence[Row]) -> list[Row]:
    """The rows up to one that only states the sum of those before it, or a labelled total."""
    items: list[Row] = []
    for row in rows:
        bare = row.line.quantity is None and row.line.unit_price is None
        if bare and not names_of(row.line.description).isdisjoint(_ENDS):
            break
        if bare and items and row.line.total == _sum(items):
            break
        items.append(row)
    return items


def _without_codes(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the article number that every description begins with."""
    bare = [_CODE.sub("", line.description) for line in lines]
    if any(text == line.description for text, line in zip(bare, lines, strict=True)):
        return lines
    return [replace(line, description=text) for text, line in zip(bare, lines, strict=True)]


def _that_sum(rows: Sequence[Row], totals: Sequence[Decimal]) -> Sequence[Row]:
    """The rows that add up: all, or all but a few of those that are no items."""
    if not rows or not totals:
        return rows
    for left_out in range(min(len(rows), 3)):
        if len(rows) > _MOST_ROWS and left_out > 1:
            break
        for out in combinations(range(len(rows)), left_out):
            kept = [row for at, row in enumerate(rows) if at not in out]
            if any(abs(_sum(kept) - total) <= _TOLERANCE * len(kept) for total in totals):
                return kept
    return rows


def _sum(rows: Iterable[Row]) -> Decimal:
    return sum((row.line.total or Decimal(0) for row in rows), Decimal(0))


def header_line(layout: Layout) -> int | None:
    """The line that heads the table of items, with a column for texts or quantities."""
    found = _header(layout)
    if found is None or not found[1].keys() & {"description", "quantity"}:
        return None
    return found[0]


def _header(layout: Layout) -> tuple[int, dict[str, Span]] | None:
    """The table's header: the first line with two kinds of columns, one of them money."""
    for line in layout.lines:
        columns: dict[str, Span] = {}
        for segment in _with_next(layout, line):
            kind = vocabulary.columns().get(_bare(segment.text))
            if kind:
                columns.setdefault(kind, segment)
        if len(columns) > 1 and columns.keys() & {"unit_price", "total"}:
            return line.index, _lower_texts(layout, line) | columns
    return None


def _lower_texts(layout: Layout, line: VisualLine) -> dict[str, Span]:
    """The header of texts that stands in a second storey, below the header of the numbers."""
    for below in layout.lines[line.index + 1 : line.index + 2]:
        for segment in below.segments:
            near = _BESIDE < (segment.middle - line.middle) / segment.height < _STOREY
            if near and segment.page == line.page and kind_of(segment.text) == "description":
                return {"description": segment}
    return {}


def _bare(text: str) -> str:
    return _CURRENCY.sub("", fold(_BRACKETED.sub("", text)))


def _with_next(layout: Layout, line: VisualLine) -> Iterable[Span]:
    """The line's segments, and those a little above or below: headers are set on two lines."""
    near = layout.lines[max(line.index - 1, 0) : line.index + 2]
    return [
        s
        for one in near
        for s in one.segments
        if s.page == line.page and abs(s.middle - line.middle) < s.height
    ]


def _triples(
    layout: Layout, numbers: dict[int, list[Amount]], header: tuple[int, dict[str, Span]] | None
) -> Iterator[Row]:
    for line in layout.lines:
        if header and line.index <= header[0] and line.page == layout.lines[header[0]].page:
            continue
        found = _triple(line, _with_total_below(layout, line, numbers, header), header)
        if found:
            quantity, price, total = found
            text = _description(layout, line, [one.place for one in found], header)
            if text or _in_columns(found, header):
                yield Row(
                    Line(
                        text,
                        quantity.value,
                        None,
                        price.value,
                        total.value,
                        page=line.page,
                        box=total.place.box,
                    ),
                    line.index,
                    total.place.line,
                )


def _with_total_below(
    layout: Layout,
    line: VisualLine,
    numbers: dict[int, list[Amount]],
    header: tuple[int, dict[str, Span]] | None,
) -> Sequence[Amount]:
    """The numbers of a line; a total that is set a little lower than its row is one of them."""
    own = numbers.get(line.index, [])
    column = header[1].get("total") if header else None
    if column is None or len(own) < 2 or any(_over(column, one.place) for one in own):  # noqa: PLR2004 - quantity and price
        return own
    lower = (one for below in layout.lines[line.index + 1 : line.index + 3]
             for one in numbers.get(below.index, []) if below.page == line.page)  # fmt: skip
    total = next((one for one in lower if one.money and _over(column, one.place)), None)
    near = total and total.place.middle - line.middle < _LOWER * total.place.height
    return [*own, total] if total and near else own


def _over(column: Span, place: Span) -> bool:
    return place.x1 > column.x0 and place.x0 < column.x1


def _has_decimals(amount: Amount) -> bool:
    return any(sign in word.text for word in amount.place.words for sign in ".,")


def _triple(
    line: VisualLine,
    numbers: Sequence[Amount],
    header: tuple[int, dict[str, Span]] | None,
) -> tuple[Amount, Amount, Amount] | None:
    """Quantity, price and total of a row: the rightmost total, a quantity other than one first.

    A quantity opens its cell; a number within a text (“cable 2 m”) is the last choice.
    """
    opening = {segment.words[0] for segment in line.segments}
    usable = [one for one in numbers if not one.percent]
    for total in sorted((n for n in usable if n.money or n.symbol), key=lambda n: -n.place.x0):
        others = [one for one in usable if one is not total]
        pairs = [
            (quantity, price)
            for quantity in others
            for price in others
            if quantity is not price
            and not quantity.symbol
            and (price.money or price.symbol or _has_decimals(price))
            and abs(quantity.value * price.value - total.value) < _TOLERANCE
            and total.value
        ]
        if pairs:
            best = max(
                pairs,
                key=lambda pair: (
                    _in_places(header, *pair),
                    pair[0].place.words[0] in opening,
                    pair[0].value != 1,
                    not pair[0].money,
                    pair[1].place.x0,
                ),
            )
            return best[0], best[1], total
    return None


def _in_places(header: tuple[int, dict[str, Span]] | None, quantity: Amount, price: Amount) -> int:
    """How many of the two stand under their own headers."""
    return _is_under(header, "unit_price", price) + _is_under(header, "quantity", quantity)


def _is_under(header: tuple[int, dict[str, Span]] | None, name: str, amount: Amount) -> bool:
    """Whether a number stands under the header of a column, and of two numbers tells which."""
    column = header[1].get(name) if header else None
    return column is not None and _over(column, amount.place)


def _in_columns(found: Sequence[Amount], header: tuple[int, dict[str, Span]] | None) -> bool:
    """Whether a row's total stands under the header of totals: then it needs no text."""
    column = header[1].get("total") if header else None
    place = found[-1].place
    return column is not None and _over(column, place)


def _description(
    layout: Layout,
    line: VisualLine,
    used: Sequence[Span],
    header: tuple[int, dict[str, Span]] | None,
) -> str:
    """The segment with the most letters, less the numbers that were used and a leading position."""
    column = header[1].get("description") if header else None
    lower = _in_storey(layout, used, header)
    if lower:
        return lower
    best: tuple[int, str, Span] | None = None
    for segment in line.segments:
        words = [word for word in segment.words if not any(word in place.words for place in used)]
        words = _from_column(words, column)
        text = " ".join(word.text for word in words)
        letters = sum(ch.isalpha() for ch in text)
        over = column is not None and segment.x0 <= column.x1 and segment.x1 >= column.x0 - 4
        score = letters + _OVER * (over and letters > 0)
        if score > (best[0] if best else 0):
            best = score, text, segment
            if over:
                break
    if best is None or (column is not None and best[0] < _OVER):
        around = _around(layout, line, column)
        if around:
            return around
    if best is None:
        return ""
    whole = " ".join((best[1], *_continued(layout, best[2], used)))
    return whole.strip("€$£ ")


def _in_storey(
    layout: Layout, used: Sequence[Span], header: tuple[int, dict[str, Span]] | None
) -> str:
    """The text below a row's numbers, where the header of texts is below that of numbers too."""
    column = header[1].get("description") if header else None
    if header is None or column is None or not used:
        return ""
    if column.line <= max(one.line for one in header[1].values() if one is not column):
        return ""
    number = used[0]
    for lower in layout.lines[number.line + 1 : number.line + _NEXT]:
        for segment in lower.segments:
            near = _BESIDE < (segment.middle - number.middle) / number.height < _STOREY
            aligned = abs(segment.x0 - column.x0) < _EDGE and lower.page == number.page
            if near and aligned and any(ch.isalpha() for ch in segment.text):
                return segment.text
    return ""


def _around(layout: Layout, line: VisualLine, column: Span | None) -> str:
    """The text of two lines that a row's numbers stand between, in the column of texts."""
    near = layout.lines[max(line.index - 1, 0) : line.index + 2]
    parts = [
        segment.text
        for one in near
        if one.page == line.page and one.index != line.index
        for segment in one.segments
        if column is not None
        and min(segment.x1, column.x1) > max(segment.x0, column.x0)
        and abs(segment.middle - line.middle) < 0.8 * segment.height
    ]
    return " ".join(parts)


def _from_column(words: list[Word], column: Span | None) -> list[Word]:
    """The words from where the column of texts begins, without a number set before it."""
    cut = 1
    aligned = column is not None and len(words) > cut and abs(words[cut].x0 - column.x0) < _EDGE
    return words[cut:] if aligned and words[0].text.isdigit() else words


def _continued(layout: Layout, text: Span, used: Sequence[Span]) -> Iterator[str]:
    """The lines that a text runs on over: close below on its left edge, alone in the table.

    Beside it may stand what is `used` in the row, as a total that is set a little lower.
    """
    own = {word for place in used for word in place.words}
    for lower in layout.below(text, reach=1):
        alone = not any(
            ch.isdigit()
            for segment in layout.lines[lower.line].segments
            if segment.x0 > lower.x1
            for word in segment.words
            if word not in own
            for ch in word.text
        )
        if alone and abs(lower.x0 - text.x0) < _EDGE and not names_of(lower.text):
            yield lower.text
            yield from _continued(layout, lower, used)
            return


def _by_columns(
    layout: Layout,
    numbers: dict[int, list[Amount]],
    header: tuple[int, dict[str, Span]] | None,
    taken: set[int],
) -> Iterator[Row]:
    """Rows under a header whose total column holds money, on lines that no other row has taken."""
    if header is None or not header[1].keys() & {"total", "unit_price"}:
        return
    start, columns = header
    for line in layout.lines[start + 1 :]:
        if _ends_table(line):
            return
        own = _with_total_below(layout, line, numbers, header)
        cells = _cells([one for one in own if one.place.line not in taken], columns)
        total = cells.get("total")
        text = _description(layout, line, [one.place for one in cells.values()], header)
        if total and total.money and text:
            taken.add(total.place.line)
            quantity, price = cells.get("quantity"), cells.get("unit_price")
            yield Row(
                Line(
                    text,
                    quantity.value if quantity else None,
                    None,
                    price.value if price else None,
                    total.value,
                    page=line.page,
                    box=total.place.box,
                ),
                line.index,
                total.place.line,
            )


def _ends_table(line: VisualLine) -> bool:
    first = next((s for s in line.segments if any(ch.isalpha() for ch in s.text)), None)
    return first is not None and not names_of(first.text).isdisjoint(_ENDS)


def _cells(numbers: Sequence[Amount], columns: dict[str, Span]) -> dict[str, Amount]:
    """Which number belongs to which column: by overlap, else by the nearest edge."""
    cells: dict[str, Amount] = {}
    for amount in (one for one in numbers if not one.percent):
        kind = min(columns, key=lambda name: _distance(columns[name], amount.place))
        if kind != "description" and _distance(columns[kind], amount.place) < 40:  # noqa: PLR2004 - points
            cells[kind] = amount
    return cells


def _distance(column: Span, place: Span) -> float:
    overlap = min(column.x1, place.x1) - max(column.x0, place.x0)
    edges = min(abs(column.x0 - place.x0), abs(column.x1 - place.x1))
    return edges - max(overlap, 0.0)
