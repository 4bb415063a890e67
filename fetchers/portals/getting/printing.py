"""An invoice that is a web page: printed, where it proves to be the row's invoice.

The proof is positive: the page's part that is printed holds the word for the kind of document, the
row's number and the row's amount. A page that lacks one of them is none, whatever led to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from playwright.sync_api import Page

from fetchers.portals.endings import broken
from fetchers.portals.files import Got
from fetchers.portals.getting.faults import failed, no_document
from fetchers.portals.patience import steadily
from fetchers.portals.recipe import DocumentList, Recipe
from fetchers.portals.row_values import Row
from fetchers.portals.selecting import wait_for
from fetchers.portals.values import amounts_in
from model.documents import DocumentKind
from model.visits import Listing

_WAIT: Final = 8.0  # seconds
_NOUNS: Final[Mapping[DocumentKind, str]] = {
    DocumentKind.INVOICE: (
        r"invoice|bill|rechnung|facture|factuur|factura|fattura|faktura|fatura|lasku|recibo|számla"
    ),
    DocumentKind.CREDIT_NOTE: (
        r"credit (?:note|memo)|gutschrift|avoir|creditnota|creditfactuur|abono|nota di credito|"
        r"kreditnota|kreditfaktura|nota korygująca|faktura korygująca|dobropis|hyvityslasku"
    ),
    DocumentKind.STATEMENT: (
        r"statement|kontoauszug|relevé|rekeningoverzicht|extracto|estratto conto|tiliote|výpis"
    ),
    DocumentKind.RECEIPT: r"receipt|quittung|reçu|kwitantie|recibo|ricevuta|kvitto|kuitti",
    DocumentKind.QUOTE: r"quote|quotation|angebot|devis|offerte|presupuesto|preventivo|oferta",
}
_NUMBERED: Final = r"(?:s?[- ]?(?:number|nummer|nr|no|numéro|número|numero|num|id|n[°º.]|č|numer))?"
_PRO_FORMA: Final = re.compile(r"pro[- ]?forma", re.IGNORECASE)
_WRITTEN: Final = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")


def printed(page: Page, part: DocumentList, row: Row, recipe: Recipe) -> Got:
    """The row's own page as a PDF.

    Raises:
        VisitEnded: NOT_A_DOCUMENT where it does not prove to be the row's document.
    """
    place = wait_for(page, part.document.print or (), seconds=_WAIT)
    if place is None:
        raise broken(f"{part.name}.document.print")
    text = steadily(page, place.inner_text, otherwise="")
    lacking = unproven(text, row.listing, decimal=recipe.decimal)
    if lacking:
        raise no_document(row, f"a page that lacks {' and '.join(lacking)}")
    content = steadily(page, lambda: page.pdf(format="A4", print_background=True), otherwise=b"")
    if not content:
        raise failed(row, "the page can't be printed")
    return Got(undated(content), f"{row.listing.number or 'document'}.pdf")


def unproven(text: str, listing: Listing, *, decimal: str) -> list[str]:
    """What a page lacks of the proof that it is a row's document; nothing where it has it all.

    The word for it stands before the number: a page that speaks of an invoice's address, or of an
    order with that number, is none.
    """
    flat = " ".join(text.split())
    number, amount = listing.number or "", listing.amount
    alone = rf"(?<![\w-]){re.escape(number)}(?![\w-])"
    noun = _NOUNS.get(listing.kind, r"(?!)")
    named = rf"\b(?:{noun}){_NUMBERED}\b[^\w]*(?:\w+[^\w]+){{0,3}}?{alone}"
    proofs = {
        "the word for it": re.search(named, flat, re.IGNORECASE) and not _PRO_FORMA.search(flat),
        "its number": number and re.search(alone, flat, re.IGNORECASE),
        "its amount": amount and abs(amount.amount) in amounts_in(text, decimal=decimal),
    }
    return [name for name, proven in proofs.items() if not proven]


def undated(content: bytes) -> bytes:
    """The same bytes for the same page: when it was printed is not part of the document."""
    return _WRITTEN.sub(
        lambda found: b"/%s (D:%s)" % (found[1], b"0" * (len(found[0]) - len(found[1]) - 6)),
        content,
    )
