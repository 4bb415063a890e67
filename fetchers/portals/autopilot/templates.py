"""The address of a record's file, learned from a control of the page that stands beside its number.

The control is pressed for one record. What it asked for is taken for the rule only where the values
of that record make the address, the address alone brings the same file, and the values of another
record make one that brings another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote, urlsplit

from playwright.sync_api import Request

from fetchers.portals.autopilot.getters import is_for_file, press, ranked
from fetchers.portals.autopilot.look import Control, control_told
from fetchers.portals.autopilot.records import Record
from fetchers.portals.endings import VisitEnded
from fetchers.portals.files import Got, kind_of
from fetchers.portals.getting.addresses import from_template
from fetchers.portals.opening import open_page
from fetchers.portals.patience import steadily
from fetchers.portals.recipe import DocumentList, Getter
from fetchers.portals.row_values import Reading as Written
from fetchers.portals.row_values import Row, row_of, texts_in
from fetchers.portals.session import Session
from fetchers.portals.values import DateOrder

_BESIDE: Final = files(__package__).joinpath("beside.js").read_text("utf-8")
_EXAMPLES: Final = 2  # rows that a rule needs
_MOST_PRESSED: Final = 2
_LONGEST: Final = 300
_NAME: Final = re.compile(r"[\w-]+")
_WORD: Final = r"[^\W_]"


def by_template(
    session: Session, part: DocumentList, records: Sequence[Record]
) -> DocumentList | None:
    """The list with an address made of each record's values; None where none is proven."""
    rows = [_row(part, one) for one in records]
    numbers = [row.listing.number for row in rows if row is not None]
    if len(numbers) < max(_EXAMPLES, len(records)) or len(set(numbers)) < len(numbers):
        return None
    first, second = (row for row in rows[:_EXAMPLES] if row is not None)
    for control in _beside(session, numbers):
        got, asked = _pressed(session, first, control)
        if got is None or kind_of(got.content) not in part.accept:
            continue
        for made in filter(None, (template_of(one, records) for one in reversed(asked))):
            tried = part.model_copy(update={"document": Getter(url=made)})
            if _holds(session, tried, got, first, second):
                return tried
    return None


def _beside(session: Session, numbers: Sequence[str | None]) -> list[Control]:
    """The controls that promise the file of the first number, and stand beside it alone."""
    page = session.page
    told: list[dict[str, Any]] = steadily(
        page, lambda: page.evaluate(_BESIDE, [numbers, 0]), otherwise=[]
    )
    promising = tuple(one for one in map(control_told, told) if is_for_file(one))
    return ranked(promising)[:_MOST_PRESSED]


def _pressed(session: Session, row: Row, control: Control) -> tuple[Got | None, list[str]]:
    """What a control brought, and the addresses of the portal that were asked for it."""
    page, asked = session.page, list[str]()
    here = page.url

    def hear(request: Request) -> None:
        if request.method == "GET" and session.fence.allows(request.url):
            asked.append(request.url)

    session.context.on("request", hear)
    try:
        got = press(session, row, page, page.locator(f"css={control.path}"))
    finally:
        session.context.remove_listener("request", hear)
    if page.url != here:
        open_page(session, here)
    return got, asked


def _row(part: DocumentList, record: Record) -> Row | None:
    try:
        return row_of(texts_in(record, part), part, Written(".", "EUR", DateOrder.YMD))
    except VisitEnded:
        return None


def _holds(session: Session, part: DocumentList, got: Got, first: Row, second: Row) -> bool:
    """Whether the rule brings the same file for the one, and another file for the other."""
    try:
        same = from_template(session, part, first).content
        other = from_template(session, part, second).content
    except VisitEnded:
        return False
    return same == got.content and other != same and kind_of(other) in part.accept


def template_of(address: str, records: Sequence[Record]) -> str | None:
    """An address with the names of the first record's values in their places.

    None where none of its values stands there, or one that another record has as well.
    """
    parts = urlsplit(address)
    made = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if "{" in made or "}" in made or len(made) > _LONGEST:
        return None
    values = _values(records)
    for name, value in sorted(values.items(), key=lambda one: -len(one[1])):
        made = re.sub(
            rf"(?<!{_WORD})(?<!{{){re.escape(value)}(?!{_WORD})(?!}})", f"{{{name}}}", made
        )
    return made if "{" in made else None


def _values(records: Sequence[Record]) -> Mapping[str, str]:
    """The first record's values that are its own, as an address writes them."""
    own = {
        name: value
        for name, value in records[0].items()
        if _may_name(name, value) and all(one.get(name) != value for one in records[1:])
    }
    return {name: quote(str(value), safe="") for name, value in own.items()}


def _may_name(name: str, value: object) -> bool:
    plain = isinstance(value, (str, int)) and not isinstance(value, bool)
    return plain and bool(str(value)) and bool(_NAME.fullmatch(name))
