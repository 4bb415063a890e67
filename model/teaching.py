"""Corrections: what a person puts in a field, what that taught, and how it is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from model.documents import Field
from model.filing import FiledDocument
from model.memory import Spot


@dataclass(frozen=True, slots=True)
class Said:
    """What a person puts in a field; `spot` is the place on the page that the person pointed at."""

    name: str
    value: str
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction with all that it replaced, so that it can be taken back.

    `position` counts the corrections of a document from 1. `before` is the field as it was read,
    None where there was none; `document` is the record before, `closed` are the questions that the
    correction closed. `layout` is the one that it taught, in `layout_version`; "" and 0 for none.
    """

    id: str
    document_id: str
    position: int
    name: str
    value: str
    before: Field | None
    document: FiledDocument
    closed: tuple[str, ...]
    actor: str
    at: datetime
    layout: str = ""
    layout_version: int = 0


@dataclass(frozen=True, slots=True)
class LearnedView:
    """Where a field stands on a layout of the supplier, as a person taught it.

    `number` is that of the document it was taught from, `document_id` its id; "" where it is not
    known. `used` says whether the document that is shown was read by it.
    """

    layout: str
    name: str
    anchors: tuple[str, ...]
    by: str
    on: date
    document_id: str
    number: str
    confirmed: int
    used: bool
