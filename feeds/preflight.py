"""What a destination would miss, said before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from feeds.contract import ALWAYS, PDF
from feeds.enrichment import media_type, missing_of
from feeds.registry import way
from model.deliveries import Destination, Lack, Parcel

_NAMES: Final = {
    "number": "number",
    "date": "date",
    "due_date": "due date",
    "gross": "gross amount",
    "net": "net amount",
    "po_number": "order number",
    "account": "customer number",
}
_MEGABYTE: Final = 1_000_000
_FIELDS: Final = {
    "number": "invoice_number",
    "date": "issue_date",
    "gross": "gross_total",
    "net": "net_total",
    "account": "customer_number",
}
"""Under what name the field is corrected, where that is another."""


def preflight(destination: Destination, parcel: Parcel) -> tuple[Lack, ...]:
    """What is missing; nothing where the parcel may go."""
    return (*lacks(destination, parcel), *_about_size(destination, parcel))


def lacks(destination: Destination, parcel: Parcel) -> tuple[Lack, ...]:
    """What is missing by the parcel's facts alone: known when a document is released."""
    listed = destination.settings.get("requires", "").split(",")
    required = [*ALWAYS, *way(destination).demands, *(name.strip() for name in listed)]
    wanted = [name for name in dict.fromkeys(required) if name]  # each once, in order
    missing = [_lack(destination, name) for name in wanted if not _value(parcel, name)]
    about = (
        *_about_file(destination, parcel),
        *missing_of(destination, parcel, way(destination).writes),
    )
    return (*missing, *about)


def _value(parcel: Parcel, name: str) -> object:
    known = {
        "number": parcel.number.strip(),
        "date": parcel.day,
        "due_date": parcel.due,
        "gross": parcel.gross is not None,  # nothing to pay is an amount, too
        "net": parcel.net is not None,
        "po_number": parcel.po_number,
        "account": parcel.account or parcel.fields.get("customer_number"),
    }
    return known.get(name) or parcel.fields.get(name)


def _lack(destination: Destination, name: str) -> Lack:
    words = _NAMES.get(name, name.replace("_", " "))
    return Lack(f"{destination.name} needs the {words}.", _FIELDS.get(name, name))


def _about_size(destination: Destination, parcel: Parcel) -> Iterator[Lack]:
    largest = way(destination).largest
    if not parcel.content:
        yield Lack(f"{destination.name} needs the file, and it is empty.")
    elif largest and len(parcel.content) > largest:
        words = f"files of at most {largest // _MEGABYTE} MB"
        yield Lack(f"{destination.name} takes {words}, and this one is larger.")


def _about_file(destination: Destination, parcel: Parcel) -> Iterator[Lack]:
    taken, offered = way(destination).takes, media_type(destination, parcel)
    if taken and offered != taken:
        words = "a PDF" if taken == PDF else taken
        yield Lack(f"{destination.name} takes {words}, and this file is {offered}.")
