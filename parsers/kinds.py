"""What a document is, by its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from model.documents import DocumentKind
from parsers.labels import Label
from parsers.layout import Layout, Span, fold

_TITLES: Final[dict[DocumentKind, str]] = {
    DocumentKind.CREDIT_NOTE: """
        credit note | credit memo | credit invoice | credit | adjustment note | Gutschrift
        | Stornorechnung | Rechnungskorrektur | Korrekturrechnung | Storno | avoir
        | facture d'avoir | note de crédit | creditnota | creditfactuur | nota di credito
        | nota de crédito | factura rectificativa | abono | nota di accredito
    """,
    DocumentKind.STATEMENT: """
        statement | statement of account | account statement | supplier statement
        | customer statement | statement of accounts | Kontoauszug | Kontenabstimmung
        | Offene-Posten-Liste | Offene Posten | OP-Liste | Saldenliste | Kontenblatt
        | Saldenbestätigung | relevé de compte | relevé | extrait de compte | relevé de factures
        | rekeningoverzicht | overzicht openstaande posten | rekeningafschrift
        | openstaande posten | estratto conto | scheda contabile | estado de cuenta
        | extracto de cuenta | extracto
    """,
    DocumentKind.REMINDER: """
        reminder | payment reminder | past due notice | overdue notice | final notice
        | dunning letter | overdue reminder | Mahnung | Zahlungserinnerung | 1. Mahnung
        | 2. Mahnung | erste Mahnung | zweite Mahnung | letzte Mahnung | rappel | relance
        | lettre de relance | mise en demeure | rappel de paiement | herinnering | aanmaning
        | betalingsherinnering | sollecito | sollecito di pagamento | recordatorio
        | recordatorio de pago | requerimiento de pago
    """,
    DocumentKind.RECEIPT: """
        receipt | payment receipt | official receipt | payment confirmation | Quittung
        | Zahlungsbestätigung | Zahlungseingang | reçu | reçu de paiement | quittance
        | ontvangstbewijs | betalingsbewijs | ricevuta | ricevuta di pagamento | recibo
        | recibo de pago
    """,
    DocumentKind.QUOTE: """
        quote | quotation | estimate | proposal | Angebot | Kostenvoranschlag | Offerte | devis
        | offerte | preventivo | offerta | presupuesto | cotización | oferta | proforma
        | pro forma | proforma invoice | pro forma invoice | Proformarechnung | pro-formafactuur
        | fattura pro forma | factura pro forma | facture proforma | facture pro forma
        | proforma factuur | fattura proforma | factura proforma
    """,
    DocumentKind.ORDER: """
        purchase order | order | sales order | order confirmation | order acknowledgement
        | Bestellung | Auftragsbestätigung | Auftrag | bon de commande | commande
        | confirmation de commande | inkooporder | bestelling | orderbevestiging | ordine
        | ordine d'acquisto | conferma d'ordine | pedido | orden de compra
        | confirmación de pedido
    """,
    DocumentKind.DELIVERY_NOTE: """
        delivery note | packing slip | packing list | delivery docket | Lieferschein
        | Warenbegleitschein | bon de livraison | pakbon | leveringsbon | vrachtbrief
        | bolla di consegna | documento di trasporto | ddt | albarán | nota de entrega
    """,
    DocumentKind.INVOICE: """
        invoice | tax invoice | commercial invoice | sales invoice | vat invoice
        | service invoice | Rechnung | Faktura | Handelsrechnung | Schlussrechnung
        | Teilrechnung | Abschlagsrechnung | Warenrechnung | Kostenrechnung | Sammelrechnung
        | Anzahlungsrechnung | Beitragsrechnung | facture | note d'honoraires | factuur
        | fattura | parcella | factura | bill
    """,
}
_UPPER_PART: Final = 0.5
_SURE: Final = 0.45


def kind_of(layout: Layout, labels: Sequence[Label] = ()) -> tuple[DocumentKind, Span | None]:
    """The kind of a document and the title that says so.

    Without a title, a labelled invoice number says that it is an invoice, or a credit note where
    the label says that; and where one stands, “Order” or “Delivery note” are labels, not titles.
    """
    by_label = _by_label(labels)
    best, score, place = by_label, _SURE if by_label else 0.0, None
    for segment in layout.segments:
        if segment.page > 1:
            break
        kind, fit = _title(segment)
        if kind is None or (by_label and kind not in _BILLING):
            continue
        worth = fit + _prominence(layout, segment)
        if worth > score:
            best, score, place = kind, worth, segment
    return (best, place) if best and score >= _SURE else (DocumentKind.OTHER, None)


_BILLING: Final = frozenset(
    {
        DocumentKind.INVOICE,
        DocumentKind.CREDIT_NOTE,
        DocumentKind.STATEMENT,
        DocumentKind.REMINDER,
        DocumentKind.QUOTE,
    }
)
_CREDIT_WORDS: Final = re.compile(r"credit|gutschrift|avoir|creditnota|credito")
_STRONG: Final = 3.0


def _by_label(labels: Sequence[Label]) -> DocumentKind | None:
    """What the label of the document's number says it is."""
    own = [one for one in labels if one.field == "invoice_number" and one.weight >= _STRONG]
    if not own:
        return None
    credit = _CREDIT_WORDS.search(own[0].words)
    return DocumentKind.CREDIT_NOTE if credit else DocumentKind.INVOICE


def _title(segment: Span) -> tuple[DocumentKind | None, float]:
    """What a segment says it is: a title by itself, or one with a number or date behind it."""
    folded = _drawn(segment.text)
    if folded in PHRASES:
        return PHRASES[folded], 0.6
    for phrase, kind in _LONGEST_FIRST:
        rest = folded.removeprefix(phrase + " ")
        if rest != folded:
            short = len(rest.split()) <= 6  # noqa: PLR2004 - title, number and date; longer is a sentence
            digits = any(ch.isdigit() for ch in rest)
            return kind, (0.4 if digits else 0.1) if short else 0.0
    return None, 0.0


def _drawn(text: str) -> str:
    """Folded text; a spaced title (R E C H N U N G) drawn together."""
    folded = fold(text)
    words = folded.split()
    spaced = len(words) > 4 and all(len(word) == 1 for word in words)  # noqa: PLR2004 - five letters spaced
    return "".join(words) if spaced else folded


def _prominence(layout: Layout, segment: Span) -> float:
    page = layout.page(1)
    usual = sorted(word.height for word in page.words)[len(page.words) // 2]
    larger = min(max(segment.height / max(usual, 1.0) - 1, 0.0), 1.0)
    above = 1 - segment.middle / max(page.height, 1.0)
    return 0.6 * larger + 0.3 * above + 0.1 * segment.bold - 0.4 * (above < 1 - _UPPER_PART)


PHRASES: Final = {
    fold(phrase): kind for kind, phrases in _TITLES.items() for phrase in phrases.split("|")
}
_LONGEST_FIRST: Final = sorted(PHRASES.items(), key=lambda pair: -len(pair[0]))
