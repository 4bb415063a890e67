"""Titles that say number and date in one breath: Rechnung Nr. 471102 vom 05.03.2020."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from parsers import dates
from parsers.candidates import Locale, cut
from parsers.found import Found
from parsers.layout import Layout, Span

_TITLE: Final = re.compile(
    r"(?:^|\s)(?:No|Nr|N°|Nº|n°|num|Nummer|number|numéro|numero|número)\b[.:]?[°º]?\s*"
    r"(?P<number>\S*\d\S*)\s+"
    r"(?:vom|du|dated|of|del|d\.d\.|van|de|from|en date du|dd\.?)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_KINDS: Final = re.compile(
    r"rechnung|invoice|facture|factuur|fattura|factura|gutschrift|credit|avoir|korrektur|storno"
    r"|beleg",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TitleLine:
    """The number and the date of a title."""

    number: Found
    day: Found


def title_line(layout: Layout, locale: Locale) -> TitleLine | None:
    """The title of the first page that states number and date, if there is one."""
    for segment in layout.segments:
        if segment.page > 1:
            return None
        found = _TITLE.search(segment.text)
        day = dates.find(found["rest"]) if found else []
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


def _is_title(layout: Layout, segment: Span, found: re.Match[str]) -> bool:
    """Whether the words before the number name a kind of document, in the page's upper part."""
    before = segment.text[: found.start("number")]
    return bool(_KINDS.search(before)) and segment.middle < 0.6 * layout.page(1).height
