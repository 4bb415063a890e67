"""The mails of the morning, as data: who writes what, in which batch, and what must come of it.

A mail's number is found by the end of it, since the numbers carry the year of the demo's date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from billhook.demo.formats import day, money
from billhook.demo.shapes import Document, Expected, World
from model.documents import DocumentKind


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of the morning.

    `batch` says when it is delivered, `minute` when it was sent (after 05:00 UTC), `path` is the
    link's path at the portal; `foreign_link` stands for it in the forged mail, whose
    `authentic` is False. `attached` names a document's number, `mail_class` the class of
    `billhook triage`.
    """

    key: str
    batch: int
    minute: int
    sender: str
    subject: str
    paragraphs: tuple[str, ...]
    mail_class: str
    language: str
    facts: tuple[tuple[str, str], ...] = ()
    button: str = ""
    portal: str = ""
    path: str = "/"
    foreign_link: str = ""
    footer: str = ""
    attached: str | None = None
    attached_as: str = ""
    authentic: bool = True


def find(documents: Sequence[Document], tail: str) -> Document:
    """The document whose number ends so."""
    return next(document for document in documents if document.number.endswith(tail))


_NOTICED: Final = (
    ("nordwind-invoice", "104877"),
    ("lumen-invoice", "01187"),
    ("kestrel-invoice", "KIT-20951"),
    ("kestrel-visit", "KIT-20944"),
    ("fijo-invoice", "884464"),
    ("movil-invoice", "55182405"),
    ("fibra-invoice", "00774"),
    ("vandermeer-0432", "0432"),
    ("vandermeer-0451", "0451"),
    ("brightline-invoice", "BR-70433"),
    ("brightline-credit", "CR-2231"),
    ("brightline-statement", "ST-last"),
    ("nordwind-credit", "001206"),
    ("papierhaus-overdue", "PK-88107"),
    ("papierhaus-fresh", "PK-88213"),
)
_REFUSED: Final = ("sablefinch-invoice", "SF-5587")


def expectations(documents: Sequence[Document]) -> tuple[Expected, ...]:
    """How each expectation of the morning must end."""
    kept = [_expected(key, noticed(documents, tail), "fulfilled", "") for key, tail in _NOTICED]
    key, tail = _REFUSED
    refused = _expected(
        key, find(documents, tail), "needs_person", "the portal refuses the password"
    )
    absent = Expected(
        mail="harbourlane-invoice",
        seller="harbourlane",
        account="HL-221",
        kind=DocumentKind.INVOICE,
        number="HL-5521",
        ends="absent",
        why='the portal says "No invoices"',
    )
    return (*kept, refused, absent)


def noticed(documents: Sequence[Document], tail: str) -> Document:
    """The document a mail speaks of; "ST-last" is the newest statement."""
    if tail != "ST-last":
        return find(documents, tail)
    return max(
        (document for document in documents if document.kind is DocumentKind.STATEMENT),
        key=lambda document: document.issued,
    )


def _expected(key: str, document: Document, ends: str, why: str) -> Expected:
    return Expected(
        mail=key,
        seller=document.seller,
        account=document.account,
        kind=document.kind,
        number=document.number,
        ends=ends,
        why=why,
    )


def gross(world: World, document: Document) -> str:
    """The amount as its supplier writes it, with the currency."""
    language = world.seller(document.seller).language
    sign = {"EUR": "€", "GBP": "£"}[document.currency]
    written = money(language, document.gross)
    return f"{sign}{written}" if language == "en" else f"{written} {sign}"


def due(world: World, document: Document) -> str:
    """The due date as its supplier writes it; empty where there is none."""
    return day(world.seller(document.seller).language, document.due) if document.due else ""


def issued(world: World, document: Document) -> str:
    """The date of issue as its supplier writes it."""
    return day(world.seller(document.seller).language, document.issued)
