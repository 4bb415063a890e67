"""What a control may say that a visit presses: read-only, whoever named it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """What a click is for."""

    SIGN_IN = "sign_in"
    CONSENT = "consent"
    GO = "go"
    TURN_PAGE = "turn_page"
    FILTER = "filter"
    DOWNLOAD = "download"
    SIGN_OUT = "sign_out"


NEVER: Final = re.compile(
    r"\b(pay(?!ments?\b|ment history)|pay now|checkout|buy|purchase|place order|order now|delete|"
    r"remove|cancel|terminate|close account|unsubscribe|"
    r"(jetzt )?(be)?zahlen|kaufen|bestellen|löschen|entfernen|stornieren|kündigen|abbrechen|"
    r"payer|acheter|commander|supprimer|annuler|résilier|betalen|kopen|verwijderen|annuleren|"
    r"opzeggen|pagar|comprar|eliminar|cancelar|paga|acquista|elimina|annulla|"
    r"zapłać|kup|usuń|anuluj|zaplatit|koupit|smazat|zrušit|maksa|osta|poista|peruuta|"
    r"betala|köp|radera|avbryt|betal|slet|annuller|comprar|apagar|anular)\b",
    re.IGNORECASE,
)
_PAGE_WORDS: Final = re.compile(
    r"next|more|weiter|mehr|nächste|suivant|plus|volgende|meer|siguiente|más|successiv|altri|"
    r"następn|więcej|další|seuraava|lisää|nästa|fler|neste|næste|flere|próxim|seguinte|mais|"
    r"download|herunterladen|télécharger|descarg|scarica|pobierz|stáhnout|lataa|ladda ner|"
    r"last ned|hent|baixar|pdf|csv|xml|zip|export|show|anzeigen|\u203a|»|>|^\d+$",
    re.IGNORECASE,
)
_FILTER_WORDS: Final = re.compile(
    r"show|search|apply|filter|find|go|view|list|anzeigen|suche|finden|filtern|aktualisieren|"
    r"afficher|rechercher|filtrer|zoek|tonen|toon|buscar|mostrar|consultar|cerca|mostra|filtra|"
    r"pokaż|szukaj|hledat|zobrazit|hae|näytä|sök|visa|søk|vis|pesquisar|^\D{0,4}\d{4}\D{0,9}$",
    re.IGNORECASE,
)
_FREE: Final = frozenset({Purpose.SIGN_IN, Purpose.CONSENT, Purpose.SIGN_OUT})


def allowed(words: str, *, posts: bool, purpose: Purpose) -> bool:
    """Whether a control that says this, and submits a form or not, may be pressed."""
    if NEVER.search(words):
        return False
    if not posts or purpose in _FREE:
        return True
    known = _FILTER_WORDS if purpose is Purpose.FILTER else _PAGE_WORDS
    return bool(known.search(words))
