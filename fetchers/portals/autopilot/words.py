"""Words by which links, columns and controls are known, in the languages of our suppliers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from model.documents import DocumentKind


def _words(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


SIGN_IN: Final = _words(
    r"\b(log ?-?in|sign ?-?in|log ?-?on|anmelden|einloggen|login)\b",
    r"se connecter|connexion|inloggen|aanmelden|iniciar sesión|acceder|entrar|accedi|logga in",
)
REGISTRATION: Final = _words(
    r"regist(er|r)|sign ?up|create (an )?account|join|konto anlegen|neu hier|s.inscrire",
    r"inscription|aanmaken|crear cuenta|darse de alta|registrati",
    r"forgot|reset|vergessen|oublié|vergeten|olvidad",
)
SEARCH: Final = _words(r"search|suche|recherche|zoek|buscar|cerca|newsletter|subscribe")
ONWARD: Final = _words(
    r"next|continue|weiter|suivant|continuer|volgende|verder|siguiente|continuar|avanti|continua"
)
CUSTOMER_NUMBER: Final = _words(
    r"customer.?(no|number|id)|account.?(no|number)|kundennummer|numéro.{0,4}client|klantnummer",
    r"número de cliente|n.? de cliente|codice cliente|mandant|tenant|company.?id",
)

# Links by what they lead to; the list's content decides, the words only rank.
LINKS: Final[tuple[tuple[int, re.Pattern[str]], ...]] = (
    (
        -20,
        _words(
            r"log ?-?out|sign ?-?out|abmelden|déconnexion|uitloggen|cerrar sesión|salir|esci\b",
            r"regist(er|r)|\bpay\b|pay now|zahlen|payer|betalen|pagar|cart|warenkorb|panier|delete",
            r"settings|einstellungen|paramètres|help|hilfe|aide|contact|kontakt|privacy|terms|agb",
            r"impressum|cookie|password|passwort",
        ),
    ),
    (
        10,
        _words(
            r"invoice|rechnung|facture|fattur|factuur|facturen|factura|lasku|faktura|recibo|beleg"
        ),
    ),
    (8, _words(r"\bbill(s|ing)?\b|abrechnung|facturation")),
    (
        7,
        _words(
            r"statement|credit.?note|gutschrift|avoir|creditnota|abono|nota di credito",
            r"kontoauszug|relevé|rekeningoverzicht|extracto|estratto conto|document",
        ),
    ),
    (4, _words(r"order|payment|transaction|history|bestell|zahlung|commande|historique|pedido")),
    (2, _words(r"account|\bmy\b|konto|compte|mijn|cuenta|área|area|dashboard|overview|übersicht")),
)

# A list of "invoices and credit notes" is one of invoices.
KINDS: Final[Mapping[DocumentKind, re.Pattern[str]]] = {
    DocumentKind.INVOICE: _words(
        r"invoice|bill|rechnung|facture|factuur|factura|fattura|recibo|faktura"
    ),
    DocumentKind.CREDIT_NOTE: _words(
        r"credit|gutschrift|avoir|creditnota|creditfactuur|abono|nota di credito|refund"
    ),
    DocumentKind.STATEMENT: _words(
        r"statement|kontoauszug|relevé|rekeningoverzicht|extracto|estratto"
    ),
    DocumentKind.REMINDER: _words(r"reminder|dunning|mahnung|rappel|herinnering|recordatorio"),
}
KIND_NAMES: Final[Mapping[str, DocumentKind]] = {
    **dict.fromkeys(
        ("Invoice", "Rechnung", "Facture", "Factuur", "Factura", "Fattura"), DocumentKind.INVOICE
    ),
    **dict.fromkeys(
        ("Credit note", "Credit", "Gutschrift", "Avoir", "Creditnota", "Abono", "Nota di credito"),
        DocumentKind.CREDIT_NOTE,
    ),
}

DUE: Final = _words(r"\bdue\b|fällig|échéance|verval|vencimiento|scadenza|pay by|zahlbar|vence")
# In this order: "due date" is no date of issue, "net amount" no total.
HEADERS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("due", DUE),
    (
        "other",
        _words(
            r"\bnet\b|netto|\bht\b|vat|mwst|ust|\btva\b|btw|\biva\b|tax|status|état|estado|paid",
            r"period|zeitraum|période|order|bestell|against|offen|open|balance due|route",
        ),
    ),
    ("day", _words(r"date|datum|fecha|\bdata\b|issued|ausgestellt|émis|\bday\b")),
    (
        "number",
        _words(
            r"number|\bno\b|nummer|\bnr\b|numéro|número|\bn[°º]|invoice|rechnung|facture|factuur",
            r"factura|fattura|beleg|document id|reference|referenz|credit note|statement",
        ),
    ),
    ("kind", _words(r"^(type|kind|art|typ|soort|tipo)$")),
    (
        "amount",
        _words(
            r"total|amount|gross|brutto|betrag|summe|montant|ttc|bedrag|importe|importo|totale",
            r"closing|saldo",
        ),
    ),
)

FILE: Final = _words(
    r"\bpdf\b|download|herunterladen|télécharger|downloaden|descargar|scarica|ladda ner|\bcsv\b"
)
DETAIL: Final = _words(
    r"view|details?|show|anzeigen|ansehen|voir|détail|bekijk|ver\b|vedi|dettagli|open"
)
NOTHING: Final = (
    r"(no|not any|don.t have any) (invoices|bills|documents|statements|entries|records)[^.]{0,30}|"
    r"nothing (has been|to show|found|here)[^.]{0,30}|"
    r"keine (rechnungen|belege|dokumente|einträge)[^.]{0,30}|aucune? (facture|document)[^.]{0,30}|"
    r"geen (facturen|documenten)[^.]{0,30}|(no hay|sin|no tienes) (facturas|recibos|documentos)|"
    r"nessuna fattura|nessun documento"
)
COUNTER: Final = re.compile(
    r"(?:\b(?:of|von|van|sur|de|di|av)\s+(?P<of>\d+)\b)|"
    r"(?:\((?P<paren>\d+)\)\s*$)|"
    r"(?:^\s*(?P<first>\d+)\s+\D*(?:invoices?|bills?|documents?|entries|results|rechnungen|belege|"
    r"einträge|factures?|facturen|facturas|recibos|fatture))|"
    r"(?:(?:total|found|gefunden|encontradas|totaal|totale)\D{0,25}(?P<last>\d+)\s*$)",
    re.IGNORECASE,
)


TURN: Final = _words(
    r"^\W*(next|previous|weiter|zurück|nächste|vorige|volgende|suivant|précédent)",
    r"^\W*(siguiente|anterior|successiv|precedent)",
    r"^\W*\d*\W*$",
)


def rank(text: str) -> int:
    """How much a link's words promise documents; below zero: it is left alone."""
    return next((score for score, words in LINKS if words.search(text)), 0)


def kind_in(text: str) -> DocumentKind | None:
    """The kind of document that a text names."""
    return next((kind for kind, words in KINDS.items() if words.search(text)), None)


def column_of(header: str) -> str | None:
    """The name of the column that a header stands over; None where it says none."""
    return next((name for name, words in HEADERS if words.search(header)), None)
