"""What a row of a list says: its texts by column, and the values that they are read as."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypedDict

from fetchers.portals.endings import broken
from fetchers.portals.recipe import DocumentList
from fetchers.portals.values import DateOrder, at_path, clean, read_amount, read_date, taken
from model.documents import DocumentKind
from model.money import Money
from model.visits import Listing

if TYPE_CHECKING:
    from playwright.sync_api import Locator

_LONGEST_NUMBER: Final = 80


class Cells(TypedDict):
    """A row's cells and the headers above them."""

    headers: list[str]
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Texts:
    """A row as it is written, by column, and where it stands on the page or in an answer."""

    told: Mapping[str, str]
    place: Locator | None = None
    record: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a list's values are written; `account` is whose list it is, where rows don't say so."""

    decimal: str
    currency: str
    dates: DateOrder
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it says, and where it stands on the page or in the portal's answer."""

    listing: Listing
    place: Locator | None = None
    record: Mapping[str, Any] | None = None


def texts_in(record: Mapping[str, Any], part: DocumentList) -> Texts:
    """What a row of the portal's own answer says in each column."""
    told = {
        name: taken(_told(at_path(record, column.json_path or "")), column.pattern)
        for name, column in part.columns.named().items()
    }
    return Texts(told, record=record)


def row_of(texts: Texts, part: DocumentList, reading: Reading) -> Row:
    """A row's values.

    Raises:
        VisitEnded: RECIPE_BROKEN where a column that must not be blank is, or can't be read.
    """
    listing = _listing(texts.told, part, reading)
    return Row(listing, place=texts.place, record=texts.record)


def _told(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def under_header(cells: Cells, names: tuple[str, ...]) -> str:
    """The cell under the first of these headers that the table has; nothing where it has none."""
    bare = [bare_header(header) for header in cells["headers"]]
    for name in names:
        wanted = bare_header(name)
        if bare.count(wanted) == 1 and bare.index(wanted) < len(cells["cells"]):
            return cells["cells"][bare.index(wanted)]
    return ""


def bare_header(text: str) -> str:
    """A header's words alone: without sorting arrows, case and punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _listing(texts: Mapping[str, str], part: DocumentList, reading: Reading) -> Listing:
    kind = _kind(texts, part)
    amount = _amount(texts, part, reading)
    if amount is not None and amount.amount < 0 and kind is DocumentKind.INVOICE:
        kind = DocumentKind.CREDIT_NOTE
    if amount is not None and kind is DocumentKind.CREDIT_NOTE:
        amount = -abs(amount)  # totals are signed, whichever way the portal shows them
    number = clean(texts.get("number", ""), longest=_LONGEST_NUMBER)
    _require(number, "number", part)
    return Listing(
        kind=kind,
        number=number or None,
        day=_day(texts, "day", part, reading.dates),
        amount=amount,
        due=_day(texts, "due", part, reading.dates),
        account=clean(texts.get("account", "")) or reading.account,
    )


def _kind(texts: Mapping[str, str], part: DocumentList) -> DocumentKind:
    if part.kinds is None:
        return part.kind
    told = bare_header(texts.get("kind", ""))
    for name, kind in part.kinds.items():
        if bare_header(name) == told:
            return kind
    raise broken(f"{part.name}.columns.kind", "it names a kind that the recipe does not know")


def _amount(texts: Mapping[str, str], part: DocumentList, reading: Reading) -> Money | None:
    currency = clean(texts.get("currency", "")).upper() or reading.currency
    told = texts.get("amount", "")
    amount = read_amount(told, decimal=reading.decimal, currency=currency)
    _require(amount, "amount", part, told=told)
    return amount


def _day(texts: Mapping[str, str], name: str, part: DocumentList, order: DateOrder) -> date | None:
    told = texts.get(name, "")
    day = read_date(told, order)
    _require(day, name, part, told=told)
    return day


def _require(value: object, name: str, part: DocumentList, *, told: str = "") -> None:
    """Nothing, where a value is there or need not be; what stands there unread is never dropped."""
    column = part.columns.named().get(name)
    if column is None or (value is not None and value != ""):
        return
    unread = any(ch.isdigit() for ch in told)
    if unread or not column.optional:
        why = "it can't be read" if unread else "it is blank"
        raise broken(f"{part.name}.columns.{name}", why)
