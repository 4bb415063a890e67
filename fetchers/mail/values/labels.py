"""The label that stands for a cell that is nothing but a value: beside, above or below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fetchers.mail.values.grid import LONGEST_LABEL, Cell, Item, Place, Row, Sort
from fetchers.mail.values.sentences import has_letters, sentence_ends

_FAR: Final = 40  # rows between a table's header and its values

Suits = Callable[[str, Item], bool]
"""Whether a label says what a value is."""


@dataclass(frozen=True, slots=True)
class Labels:
    """A mail's rows, and those of them whose labels stand below.

    `values_first` says that within a cell the label follows its value.
    """

    rows: Sequence[Row]
    labelled_below: frozenset[int]
    values_first: bool = False

    def of(self, place: Place) -> Iterator[str]:
        """The labels that may stand for a value, the likeliest first, folded."""
        if place.cell.sort is not Sort.VALUE:
            return
        for cell in (_beside(place), self._in_column(place)):
            if cell is not None:
                yield cell.plain

    def follow(self, place: Place) -> bool:
        """Whether the label of a value follows it in its cell."""
        return self.values_first and _begins(place.cell)

    def stands_for(self, place: Place) -> bool:
        """Whether a value is all that its label has."""
        if place.cell.sort is Sort.VALUE:
            return any(map(has_letters, self.of(place)))
        return _ends(place.cell) or self.follow(place)

    def _in_column(self, place: Place) -> Cell | None:
        if place.row.index in self.labelled_below:
            return _near(place, self.rows, +1)
        return _above(place, self.rows)


def labels_in(rows: Sequence[Row], suits: Suits) -> Labels:
    """The labels of a mail's rows.

    Where rows are labels and values by turns, "amount, 5.00, due, 1 May" can be read both ways:
    what the labels say of the values decides.
    """
    below: set[int] = set()
    for run in _runs(rows):
        valued = [row for row in run if row.has_values]
        above_fit = _fits(valued, rows, -1, suits)
        below_fit = _fits(valued, rows, +1, suits)
        tied = above_fit == below_fit
        if below_fit > above_fit or (tied and run[0].has_values and run[-1].is_header):
            below |= {row.index for row in valued}
    return Labels(rows, frozenset(below), _are_values_first(rows, suits))


def _are_values_first(rows: Sequence[Row], suits: Suits) -> bool:
    """Whether more cells read "5.00 amount due" than "amount due 5.00"."""
    cells = [cell for row in rows[1:] for cell in row.cells if cell.items]
    first = [cell for cell in cells if _begins(cell)]
    fit = sum(suits(cell.plain[cell.items[0].end :], cell.items[0]) for cell in first)
    last = [cell for cell in cells if _ends(cell) and ":" not in cell.text]
    return fit > sum(suits(cell.plain[: cell.items[0].start], cell.items[0]) for cell in last)


def _begins(cell: Cell) -> bool:
    """Whether a cell is a value with its label after it."""
    return _is_pair(cell) and not has_letters(cell.text[: cell.items[0].start])


def _ends(cell: Cell) -> bool:
    """Whether a cell is a label with its value after it."""
    return _is_pair(cell) and not has_letters(cell.text[cell.items[0].end :])


def _is_pair(cell: Cell) -> bool:
    """Whether a cell is one value with a few words beside it."""
    if len(cell.items) != 1 or cell.sort is Sort.VALUE:
        return False
    item = cell.items[0]
    beside = cell.text[: item.start] + cell.text[item.end :]
    return len(beside) <= LONGEST_LABEL and not sentence_ends(beside)


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The longest stretches of rows that are labels and values by turns; the subject is in none."""
    run: list[Row] = []
    for row in rows[1:]:
        if run and not _alternate(run[-1], row):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _alternate(one: Row, other: Row) -> bool:
    same = len(one.cells) == len(other.cells)
    return same and ((one.is_header and other.has_values) or (one.has_values and other.is_header))


def _fits(valued: Sequence[Row], rows: Sequence[Row], step: int, suits: Suits) -> int:
    """How many values the labels on this side of them suit."""
    places = [
        Place(row, column, 0)
        for row in valued
        for column, cell in enumerate(row.cells)
        if cell.sort is Sort.VALUE
    ]
    pairs = [(_near(place, rows, step), place.item) for place in places]
    return sum(suits(label.plain, item) for label, item in pairs if label is not None)


def _beside(place: Place) -> Cell | None:
    """The label before a value in its row; after it where the row begins with a value."""
    cells = place.row.cells
    reversed_row = cells[0].sort is Sort.VALUE and cells[-1].sort is Sort.LABEL
    column = place.column + (1 if reversed_row else -1)
    if not 0 <= column < len(cells):
        return None
    return cells[column] if cells[column].sort is Sort.LABEL else None


def _near(place: Place, rows: Sequence[Row], step: int) -> Cell | None:
    """The label in the same column of the next row up or down."""
    index = place.row.index + step
    if not 1 <= index < len(rows) or len(rows[index].cells) != len(place.row.cells):
        return None
    cell = rows[index].cells[place.column]
    return cell if rows[index].is_header and cell.sort is Sort.LABEL else None


def _above(place: Place, rows: Sequence[Row]) -> Cell | None:
    """The label in the header of a table's column, also where rows stand between."""
    size = len(place.row.cells)
    far = _FAR if size > 1 else 1
    for row in reversed(rows[max(1, place.row.index - far) : place.row.index]):
        if len(row.cells) == size and row.is_header:
            cell = row.cells[place.column]
            return cell if cell.sort is Sort.LABEL else None
    return None
