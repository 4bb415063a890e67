"""The words of a sentence before, after and around a value, folded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fetchers.mail.values.grid import Cell, Item, Place, Row, Sort
from fetchers.mail.values.sentences import has_letters, sentence_ends

_LONGEST: Final = 70
_AROUND: Final = 120
_LINE_ENDS: Final = (".", ":", "!", "?", "。", ">", ")", "]")


def phrase_before(place: Place) -> str:
    """The words of its sentence that lead to a value, folded."""
    cell, item = place.cell, place.item
    start = cell.items[place.at - 1].end if place.at else 0
    phrase = _last_sentence(cell, start, item.start)
    if place.at and not has_letters(phrase) and _unlike(cell.items[place.at - 1], item):
        return phrase_before(Place(place.row, place.column, place.at - 1))
    return phrase[-_LONGEST:]


def phrase_from_above(place: Place, rows: Sequence[Row]) -> str:
    """As `phrase_before`, for a sentence that began on the line above; empty where none did."""
    above = rows[place.row.index - 1] if place.row.index > 1 else None
    if above is None or place.at or len(place.row.cells) + len(above.cells) > 2:  # noqa: PLR2004 - one cell each
        return ""
    phrase = place.cell.plain[: place.item.start]
    last = above.cells[0]
    runs_on = last.sort is Sort.PROSE or phrase.strip()
    if not runs_on or ":" in phrase or last.text.endswith(_LINE_ENDS):
        return ""
    start = last.items[-1].end if last.items else 0
    return f"{_last_sentence(last, start, len(last.text))} {phrase}"[-_LONGEST:]


def phrase_after(place: Place) -> str:
    """The words of its sentence that follow a value, folded, up to the next value."""
    cell = place.cell
    following = place.at + 1
    end = cell.items[following].start if following < len(cell.items) else len(cell.plain)
    ends = sentence_ends(cell.text[place.item.end : end])
    stop = place.item.end + (ends[0] if ends else _LONGEST)
    return cell.plain[place.item.end : min(end, stop)]


def is_followed(place: Place) -> bool:
    """Whether the words after a value lead on to the next one, and so may speak of that."""
    following = place.at + 1
    if following == len(place.cell.items):
        return False
    between = place.cell.text[place.item.end : place.cell.items[following].start]
    return not sentence_ends(between)


def phrase_around(place: Place) -> str:
    """The whole sentence of a value, other values included."""
    cell, item = place.cell, place.item
    before = _last_sentence(cell, max(0, item.start - _AROUND), item.start)
    ends = sentence_ends(cell.text[item.end :])
    return before + cell.plain[item.start : item.end + (ends[0] if ends else _AROUND)]


def _last_sentence(cell: Cell, start: int, end: int) -> str:
    """A stretch of a cell from its last sentence's beginning on, folded."""
    ends = sentence_ends(cell.text[start:end])
    return cell.plain[start + (ends[-1] if ends else 0) : end]


def _unlike(one: Item, other: Item) -> bool:
    """Whether two values are of two kinds, so that a label may stand for both."""
    return (one.money is None) != (other.money is None) and not (one.is_number or other.is_number)
