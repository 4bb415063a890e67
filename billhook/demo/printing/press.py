"""From a document of the world to its file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import Final

from billhook.demo.printing import (
    brightline,
    brightline_statement,
    hybrid,
    kestrel,
    lumen,
    nordwind,
    ondanet,
    papierhaus,
    sablefinch,
    vandermeer,
)
from billhook.demo.printing.subject import Subject
from billhook.demo.shapes import Document, World
from model.documents import DocumentKind

LAYOUTS: Final[Mapping[str, Callable[[Subject], bytes]]] = {
    "brightline": brightline.draw,
    "kestrel": kestrel.draw,
    "lumen": lumen.draw,
    "nordwind": nordwind.draw,
    "ondanet": ondanet.draw,
    "papierhaus": papierhaus.draw,
    "sablefinch": sablefinch.draw,
    "vandermeer": vandermeer.draw,
}


def pdf(world: World, document: Document) -> bytes:
    """The PDF of a document, with its XML inside where its supplier sends hybrids."""
    subject = Subject(document, world.seller(document.seller), world.company)
    if document.kind is DocumentKind.STATEMENT:
        return brightline_statement.draw(subject)
    drawn = LAYOUTS[subject.seller.layout](subject)
    return hybrid.embed(drawn, subject) if document.hybrid else drawn


def statement_csv(document: Document) -> bytes:
    """A statement as the portal exports it: comma separated, dates day first."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("Date", "Type", "Reference", "Due date", "Amount", "Balance", "Currency"))
    for line in document.statement_lines:
        table.writerow(
            (
                f"{line.day:%d/%m/%Y}" if line.day else "",
                line.text,
                line.reference,
                f"{line.due:%d/%m/%Y}" if line.due else "",
                line.amount.amount,
                line.balance,
                document.currency,
            )
        )
    return text.getvalue().encode()
