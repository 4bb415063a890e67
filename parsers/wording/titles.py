"""Titles that say number and date in one breath: Rechnung Nr. 471102 vom 05.03.2020."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from parsers.invoices.candidates import Locale, cut
from parsers.invoices.found import Found
from parsers.paper.layout import Layout, Span, fold, off_axis, span
from parsers.wording import dates, kinds, vocabulary

_WEAK: Final = frozenset(
    [
        *("", "no", "n", "nr", "num", "number", "nummer", "numero"),
        *("numer", "nro", "c", "cislo"),
    ]
)
_UNDER: Final = 1.6
_AXIS_POINTS: Final = 6.0
_KINDS: Final = re.compile(
    r"rechnung|invoice|facture|factuur|fattura|factura|gutschrift|credit|avoir|korrektur|storno"
    r"|beleg|faktur|fatura|korekta|lasku|doklad|dobropis|kredit|crédito|regning|räkning",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TitleLine:
    """The number and the date of a title."""

    number: Found
    day: Found


def title_line(layout: Layout, locale: Locale) -> TitleLine | None:
    """The title of the first page that states number and date, if there is one."""
    for one in layout.segments:
        if one.page > 1:
            return None
        segment, found = _unbroken(layout, one)
        day = dates.find(found["rest"] or "") if found else []
        if found and day and day[0].start == 0 and _is_title(layout, segment, found):
            value = dates.choose(day[0], month_first=locale.month_first).isoformat()
            why = f"in the title “{segment.text}”"
            start = found.start("rest")
            return TitleLine(
                Found(
                    found["number"].strip(".,;"),
                    3.6,
                    why,
                    cut(segment, *found.span("number")),
                    strong=True,
                ),
                Found(value, 3.6, why, cut(segment, start, start + day[0].end), strong=True),
            )
    return None


def _unbroken(layout: Layout, segment: Span) -> tuple[Span, re.Match[str] | None]:
    """A segment and its number and date; with the line below where it ends as “Nr. 471102 vom”."""
    found = kinds.NUMBER_AND_DAY.search(segment.text)
    below = next(layout.below(segment), None) if found and not found["rest"] else None
    if below is None:
        return segment, found
    whole = span((*segment.words, *below.words), segment.line)
    return whole, kinds.NUMBER_AND_DAY.search(whole.text)


def _is_title(layout: Layout, segment: Span, found: re.Match[str]) -> bool:
    """Whether the words before the number name a kind of document, in the page's upper part."""
    before = segment.text[: found.start("number")]
    return bool(_KINDS.search(before)) and segment.middle < 0.6 * layout.page(1).height


def is_set_with(layout: Layout, title: Span, place: Span) -> bool:
    """Whether a number stands in a title, behind it or right below, with no word but “No.”."""
    if place.page != title.page:
        return False
    own = {id(word) for word in place.words}
    before = [word.text for word in title.words if id(word) not in own]
    if len(before) < len(title.words):
        first = next(at for at, word in enumerate(title.words) if id(word) in own)
        return _says_kind(before[:first])
    around = next(
        (s for s in layout.lines[place.line].segments if any(id(w) in own for w in s.words)), None
    )
    if around is None or not _says_kind(before):
        return False
    bare = all(fold(word.text) in _WEAK for word in around.words if id(word) not in own)
    return bare and (_is_next(layout, title, around) or _is_under(layout, title, around))


def _says_kind(words: Sequence[str]) -> bool:
    """Whether words are a title and perhaps “No.”."""
    named = [word for word in words if fold(word) not in _WEAK]
    return fold(" ".join(named)) in vocabulary.titles()


def _is_next(layout: Layout, title: Span, segment: Span) -> bool:
    """Whether a segment is the nearest behind a title, on its height; the type may be smaller."""
    behind = [
        one
        for line in layout.lines[max(title.line - 1, 0) : title.line + 2]
        for one in line.segments
        if one.page == title.page and one.x0 > title.x1 and title.y0 <= one.middle <= title.y1
    ]
    return bool(behind) and min(behind, key=lambda one: one.x0) is segment


def _is_under(layout: Layout, title: Span, segment: Span) -> bool:
    """Whether a segment is the nearest below a title, on its axis."""
    if not 0 <= segment.y0 - title.y1 + title.height * 0.3 < _UNDER * title.height:
        return False
    between = layout.lines[title.line + 1 : segment.line]
    return off_axis(title, segment) <= _AXIS_POINTS and not any(
        off_axis(title, one) <= _AXIS_POINTS for line in between for one in line.segments
    )
