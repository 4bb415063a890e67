"""A parcel's facts as a destination reads them, and names and lines that are safe to hand on.

Whatever came from a document or a mail is foreign text: it becomes neither a path nor a header nor
an instruction to a screen.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from model.deliveries import Enclosure, Parcel
from model.money import Money

_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9.-]+")
_NAME_LENGTH: Final = 60
_LINE_LENGTH: Final = 200
_ENDINGS: Final = {
    "application/pdf": ".pdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/csv": ".csv",
}


def facts(parcel: Parcel) -> dict[str, object]:
    """The parcel as plain data: dates ISO 8601, amounts as text with a dot, negative for credit.

    `entity` is there only where it is known for which of our companies a document is.
    """
    ours = parcel.entity
    told = {"entity": {"code": ours.code, "name": ours.name}} if ours else {}
    return told | {
        "key": parcel.key,
        "document": parcel.document_id,
        "kind": parcel.kind.value,
        "supplier": parcel.supplier,
        "number": parcel.number,
        "date": parcel.day.isoformat() if parcel.day else None,
        "due_date": parcel.due.isoformat() if parcel.due else None,
        "gross": _amount(parcel.gross),
        "net": _amount(parcel.net),
        "currency": parcel.gross.currency if parcel.gross else None,
        "po_number": parcel.po_number,
        "account": parcel.account,
        "fields": dict(parcel.fields),
        "file_name": file_name(parcel),
        "media_type": parcel.media_type,
        "sha256": parcel.sha256,
    }


def file_name(parcel: Parcel) -> str:
    """`supplier_number_date.pdf` in ASCII letters, digits, dots and hyphens."""
    return f"{stem(parcel)}{ending(parcel)}"


def ending(parcel: Parcel) -> str:
    """The file name's ending, by the file's type and never by a name from outside."""
    return _ENDINGS.get(parcel.media_type, ".bin")


def enclosure_name(parcel: Parcel, enclosure: Enclosure, name: str = "") -> str:
    """The name of an e-invoice beside the file of this name, told apart where that ends so too."""
    suffix = _ENDINGS[enclosure.media_type]
    told_apart = f".{enclosure.form.value}" if ending(parcel) == suffix else ""
    return f"{name or stem(parcel)}{told_apart}{suffix}"


def stem(parcel: Parcel) -> str:
    """The file name without its ending."""
    parts = (parcel.supplier, parcel.number, parcel.day.isoformat() if parcel.day else "")
    return "_".join(part for part in map(_plain, parts) if part) or "document"


def single_line(text: str, *, limit: int = _LINE_LENGTH) -> str:
    """Foreign text as one line without control and direction characters."""
    kept = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return " ".join(kept.split())[:limit]


def _plain(text: str) -> str:
    spelled = text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l")
    decomposed = unicodedata.normalize("NFKD", spelled)
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_IN_A_NAME.sub("-", letters).strip("-.")[:_NAME_LENGTH].rstrip("-.")


def _amount(money: Money | None) -> str | None:
    return str(money.amount) if money else None
