"""What corrections have taught about the layouts of documents: where a field stands, and why.

A memory is a value: readers are handed it, lessons give back the next version, whoever keeps it
(files, the database) can forget it by dropping it. It holds places and labels, never a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from model.documents import Box


class ValueKind(StrEnum):
    """What is searched for at a remembered place."""

    ID = "id"
    DATE = "date"
    MONEY = "money"
    TEXT = "text"


FIELD_KINDS: Final[Mapping[str, ValueKind]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("invoice_number", "po_number", "customer_number", "preceding_invoice"), ValueKind.ID
        ),
        **dict.fromkeys(("iban", "seller_vat_id"), ValueKind.ID),
        **dict.fromkeys(("issue_date", "due_date", "delivery_date"), ValueKind.DATE),
        **dict.fromkeys(("net_total", "tax_total", "gross_total", "payable"), ValueKind.MONEY),
        **dict.fromkeys(("currency", "seller_name", "buyer_name"), ValueKind.TEXT),
    }
)
"""The fields that a correction can teach, with the kind of their values."""

ENOUGH: Final = 2
"""So many documents on which a person found a value right make its place certain."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """Where one field stands: page (from 1), box, up to three words beside or above it.

    `touched` is whether a person typed the value; `confirmed` counts the documents on which a
    person let stand what was found there. `by` and `on` say who taught it last, and when.
    `month_first` is the order of a date that could be read two ways. `overrules` is whether the
    person replaced another value that had been read for sure: else such a value stands. `document`
    is the id of the document that it was taught from, "" where that is in no store.
    """

    name: str
    page: int
    box: Box
    anchors: tuple[str, ...]
    by: str
    on: date
    touched: bool = False
    confirmed: int = 0
    month_first: bool | None = None
    overrules: bool = False
    document: str = ""

    @property
    def kind(self) -> ValueKind:
        """What is searched for there."""
        return FIELD_KINDS[self.name]

    @property
    def certain(self) -> bool:
        """Whether people have found it right often enough that nobody needs to look again."""
        return self.confirmed >= ENOUGH

    @property
    def counts(self) -> bool:
        """Whether it is used: never for a field that nobody touched and few have confirmed."""
        return self.touched or self.certain


@dataclass(frozen=True, slots=True)
class Landmark:
    """Words that every document of a layout prints, as a digest, with where they begin."""

    digest: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class LayoutMemory:
    """All that was taught about one layout. `layout` names it; each lesson makes a new version."""

    layout: str
    version: int
    landmarks: tuple[Landmark, ...]
    fields: tuple[Remembered, ...] = ()

    @property
    def by_name(self) -> Mapping[str, Remembered]:
        """The remembered fields by their names."""
        return MappingProxyType({one.name: one for one in self.fields})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page, counted from 1, that a person pointed at."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Printed:
    """A value that stands on a page, as canonical text."""

    value: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person said about one document.

    `corrected` are the values that the person typed, `accepted` those that they compared and let
    stand, both as canonical text by field. `known` is what was taught before. `pointed` are the
    places of corrected fields where the person pointed at one; `document` is the document's id.
    """

    by: str
    on: date
    corrected: Mapping[str, str]
    accepted: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    known: tuple[LayoutMemory, ...] = ()
    pointed: Mapping[str, Spot] = field(default_factory=lambda: MappingProxyType({}))
    document: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """What a lesson gave: the layout's next version, None where nothing was learned from it.

    `learned` names the corrected fields whose place is known now; `nowhere` those whose value does
    not stand on the pages, which teaches nothing; `dropped` those of which a place was remembered
    that held another value, and is remembered no more.
    """

    memory: LayoutMemory | None
    learned: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
