"""Lists without a browser: read page by page, and taken only where all is as it was proven.

Whatever is not plain here - rows that moved, a counter that disagrees, a file that does not come -
is left to a browser, which knows more ways to find out.
"""

from __future__ import annotations

import re
from typing import Final

from fetchers.portals.browserless.asking import Asking, address_of
from fetchers.portals.browserless.finding import every_shown, first_shown, first_there
from fetchers.portals.browserless.markup import Element, Markup, Unlike, words_of
from fetchers.portals.endings import VisitEnded
from fetchers.portals.files import Got, kind_of, named
from fetchers.portals.getting.faults import NOT_READY, not_yet
from fetchers.portals.getting.keeping import kept
from fetchers.portals.haul import identity_of
from fetchers.portals.paging.onward import GENERIC_NEXT, MORE_CONTROLS
from fetchers.portals.pressing import Purpose
from fetchers.portals.recipe import Column, DocumentList, Move
from fetchers.portals.row_values import Cells, Reading, Row, Texts, row_of, under_header
from fetchers.portals.values import DateOrder, number_in, taken
from model.visits import FetchedDocument, ListSeen, RunState

_MOST_PAGES: Final = 200
_OK: Final = 200
_DISABLED: Final = re.compile(r"(^|[\s_-])(disabled|inactive)([\s_-]|$)", re.IGNORECASE)
_GRIDS: Final = ("table", "grid")
_CELLS: Final = ("cell", "gridcell", "rowheader")


def collect(asking: Asking, part: DocumentList, page: Markup) -> Markup:
    """The last page of a list that is reached from a page; its rows and files are in the haul.

    Raises:
        Unlike: something is not as it was.
    """
    for move in part.open:
        page = _moved(asking, move, page)
    promised, seen = _count(part, page), len(asking.haul.listings)
    for number in range(1, _MOST_PAGES + 1):
        rows = every_shown(page.root, part.rows or (), but=part.skip or ())
        if not rows:
            _prove_empty(asking, part, page, number)
            promised = promised or 0
            break
        _take_page(asking, part, page, rows)
        following = _next(part, page, number)
        if following is None:
            break
        page = asking.open(address_of(page, following, Purpose.TURN_PAGE), came_from=page.url)
    else:
        raise Unlike("the list has no end")
    found = len(asking.haul.listings) - seen
    if promised not in (None, found) or _count_again(part, page) not in (None, promised):
        raise Unlike("the list's counter and its rows disagree")
    asking.haul.counts.append(promised)
    _note(asking, part, found, promised)
    return page


def _note(asking: Asking, part: DocumentList, rows: int, counter: int | None) -> None:
    empty = asking.haul.proofs[-1] if not rows else ""
    proof = empty or ("its last page" if counter is None else "its counter")
    asking.haul.lists.append(ListSeen(part.name, rows, counter, proof))


def _moved(asking: Asking, move: Move, page: Markup) -> Markup:
    if move.goto is not None:
        return asking.open(page.address(move.goto), came_from=page.url)
    control = first_shown(page.root, move.click or ())
    if control is None:
        raise Unlike("a link on the way to the list is not there")
    return asking.follow(page, control, Purpose.GO)


def _count(part: DocumentList, page: Markup) -> int | None:
    """The portal's own number of rows; None where the recipe names no counter.

    Raises:
        Unlike: it names one, which shows no number, though there are rows.
    """
    shown = part.counter
    if shown is None:
        return None
    place = first_shown(page.root, shown.at)
    number = None if place is None else number_in(words_of(place), shown.pattern)
    if number is not None:
        return number
    if first_shown(page.root, part.empty or ()) is not None:
        return 0
    raise Unlike("the list's counter is not there")


def _count_again(part: DocumentList, page: Markup) -> int | None:
    """The number on the list's last page; None where that shows none."""
    place = first_shown(page.root, part.counter.at) if part.counter else None
    return (
        number_in(words_of(place), part.counter.pattern)
        if part.counter and place is not None
        else None
    )


def _prove_empty(asking: Asking, part: DocumentList, page: Markup, number: int) -> None:
    """Nothing, where a list that shows no row says itself that it is empty.

    Raises:
        Unlike: it does not.
    """
    if number > 1 or first_shown(page.root, part.empty or ()) is None:
        raise Unlike("a page of the list shows no row")
    asking.haul.pages += 1
    asking.haul.proofs.append(f"{part.name}: its empty marker")


def _take_page(asking: Asking, part: DocumentList, page: Markup, rows: list[Element]) -> None:
    """Nothing comes back: the rows of a page are in the haul, with the files that are wanted."""
    if first_shown(page.root, part.empty or ()) is not None:
        raise Unlike("the list has rows, and says that it is empty")
    asking.haul.pages += 1
    order = asking.recipe.dates
    if not isinstance(order, DateOrder):
        raise Unlike("the recipe does not say how dates are written")
    reading = Reading(asking.recipe.decimal, asking.recipe.currency, order)
    for element in rows:
        _take_row(asking, part, page, element, reading)


def _take_row(
    asking: Asking, part: DocumentList, page: Markup, element: Element, reading: Reading
) -> None:
    haul = asking.haul
    try:
        row = row_of(_texts(element, part), part, reading)
    except VisitEnded:
        raise Unlike("a row can't be read") from None
    identity = identity_of(row.listing)
    if identity is None or identity in haul.identities:
        raise Unlike("a row has no number of its own")
    haul.note(row.listing)
    if part.document.only_listed or not asking.wants(row.listing):
        return
    haul.wanted += 1
    if part.document.absent and first_shown(element, part.document.absent) is not None:
        haul.fail(row.listing, not_yet(row.listing).outcome)
        return
    document = _fetched(asking, part, page, element, row)
    if document is not None:
        haul.documents.append(document)
    asking.report(RunState.DOWNLOADING, len(haul.documents), haul.counter)


def _fetched(
    asking: Asking, part: DocumentList, page: Markup, element: Element, row: Row
) -> FetchedDocument | None:
    """The row's file; None where the portal has none yet, which is a problem of the row.

    Raises:
        Unlike: none came, or the same as for another row.
    """
    link = first_there(element, part.document.link or ())
    if link is None:
        raise Unlike("a row has no link to its file")
    address = address_of(page, link, Purpose.DOWNLOAD)
    answer = asking.line.get(address, came_from=page.url)
    if answer.status in NOT_READY:
        asking.haul.fail(row.listing, not_yet(row.listing).outcome)
        return None
    if answer.status != _OK or kind_of(answer.content) is None:
        raise Unlike("a file did not come")
    try:
        got = Got(answer.content, named(answer.url, answer.headers))
        document = kept(asking.order.spool, part, row, got)
    except VisitEnded:
        raise Unlike("a file is no document") from None
    if any(document.sha256 == other.sha256 for other in asking.haul.documents):
        raise Unlike("a file came for two rows")
    return document


def _next(part: DocumentList, page: Markup, number: int) -> Element | None:
    """The control that leads to the page after this one; None where this is the last.

    Raises:
        Unlike: there is one that the recipe does not know.
    """
    pages = part.pages
    control = None
    if pages is not None:
        control = first_shown(page.root, pages.next or ())
        control = _numbered(page, pages.numbers, number + 1) if pages.numbers else control
    if control is not None and not _is_off(control):
        return control
    further = first_shown(page.root, (*GENERIC_NEXT, *MORE_CONTROLS))
    if further is not None and not _is_off(further):
        raise Unlike("the page has a control for more that the recipe misses")
    return None


def _numbered(page: Markup, wanted: tuple[str, ...], following: int) -> Element | None:
    """The control to a page by its number.

    Raises:
        Unlike: only later pages have one.
    """
    numbers: dict[int, Element] = {}
    for control in every_shown(page.root, wanted):
        told = re.fullmatch(r"\D{0,12}(\d+)\D{0,3}", words_of(control))
        if told:
            numbers[int(told[1])] = control
    if following not in numbers and any(one > following for one in numbers):
        raise Unlike("there is no way to the next page")
    return numbers.get(following)


def _is_off(control: Element) -> bool:
    above = control.getparent()
    return any(
        "disabled" in one.attrib
        or one.get("aria-disabled") == "true"
        or _DISABLED.search(one.get("class") or "") is not None
        for one in (control, above)
        if one is not None
    )


def _texts(row: Element, part: DocumentList) -> Texts:
    """What a row says in each column."""
    cells = _cells(row)
    return Texts({name: _text(row, cells, at) for name, at in part.columns.named().items()})


def _text(row: Element, cells: Cells, column: Column) -> str:
    if column.header is not None:
        return taken(under_header(cells, column.header), column.pattern)
    found = first_there(row, column.at or ())
    if found is None:
        return ""
    text = found.get(column.attribute) or "" if column.attribute else words_of(found)
    return taken(text, column.pattern)


def _cells(row: Element) -> Cells:
    """A row's cells with the headers above them, spanning columns counted."""
    table = next((one for one in (row, *row.iterancestors()) if _is_grid(one)), None)
    if table is None:
        return {"headers": [], "cells": []}
    own = list(row) if row.tag == "tr" else [e for e in row.iter() if e.get("role") in _CELLS]
    return {"headers": _spread(_head(table)), "cells": _spread(own)}


def _is_grid(element: Element) -> bool:
    return element.tag == "table" or element.get("role") in _GRIDS


def _head(table: Element) -> list[Element]:
    last = [rows[-1] for one in table.iter("thead") if (rows := list(one.iterchildren("tr")))]
    head = [cell for row in last for cell in row]
    head = head or [one for one in table.iter() if one.get("role") == "columnheader"]
    if head:
        return head
    first = next((one for one in table.iter("tr") if next(one.iter("th"), None) is not None), None)
    return list(first) if first is not None else []


def _spread(cells: list[Element]) -> list[str]:
    texts: list[str] = []
    for cell in cells:
        span = cell.get("colspan") or ""
        texts += [words_of(cell)] * min(int(span) if span.isdecimal() and int(span) else 1, 100)
    return texts


def control_to_leave(page: Markup, ways: tuple[str, ...]) -> str | None:
    """Where the link to sign out leads; None where the page shows none.

    Raises:
        Unlike: it is no link.
    """
    control = first_shown(page.root, ways)
    if control is None:
        return None
    return address_of(page, control, Purpose.SIGN_OUT)
