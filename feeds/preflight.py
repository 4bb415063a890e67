"""What a destination would miss, said before anything is sent."""

from __future__ import annotations

from typing import Final

from model.deliveries import Destination, DestinationKind, Parcel

PDF: Final = "application/pdf"
_ALWAYS: Final = ("number", "date", "gross")
_NAMES: Final = {
    "number": "number",
    "date": "date",
    "due_date": "due date",
    "gross": "gross amount",
    "net": "net amount",
    "po_number": "order number",
    "account": "customer number",
}


def preflight(destination: Destination, parcel: Parcel) -> tuple[str, ...]:
    """One sentence for each thing that is missing; nothing where the parcel may go."""
    listed = destination.settings.get("requires", "").split(",")
    required = [*_ALWAYS, *(name.strip() for name in listed if name.strip())]
    wanted = dict.fromkeys(required)  # each once, in order
    missing = [_sentence(destination, name) for name in wanted if not _value(parcel, name)]
    return (*missing, *_about_file(destination, parcel))


def _value(parcel: Parcel, name: str) -> object:
    known = {
        "number": parcel.number.strip(),
        "date": parcel.day,
        "due_date": parcel.due,
        "gross": parcel.gross is not None,  # nothing to pay is an amount, too
        "net": parcel.net is not None,
        "po_number": parcel.po_number,
        "account": parcel.account,
    }
    return known.get(name) or parcel.fields.get(name)


def _sentence(destination: Destination, name: str) -> str:
    return f"{destination.name} needs the {_NAMES.get(name, name.replace('_', ' '))}."


def _about_file(destination: Destination, parcel: Parcel) -> tuple[str, ...]:
    if not parcel.content:
        return (f"{destination.name} needs the file, and it is empty.",)
    if destination.kind is DestinationKind.EMAIL and parcel.media_type != PDF:
        return (f"{destination.name} takes a PDF by e-mail, and this file is {parcel.media_type}.",)
    return ()
