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
            r"wyloguj|logga ut|logg ut|log ud|kirjaudu ulos|odhlás|terminar sessão|sair\b",
            r"ログアウト|αποσύνδεση|выйти|kijelentkez|deconect|регистрац",
            r"regist(er|r)|\bpay\b|pay now|zahlen|payer|betalen|pagar|zapłać|maksa|betala|zaplatit",
            r"πληρωμή|支払う|оплатить|\bcart\b|warenkorb|panier|carrito|carrello|koszyk|delete|löschen",
            r"reorder|commander|buy again|erneut bestellen|checkout|add new|upload|upgrade",
            r"settings|einstellungen|paramètres|instellingen|ajustes|impostazioni|\bhelp\b|hilfe|aide",
            r"contact|kontakt|contatt|privacy|datenschutz|terms|\bagb\b|impressum|cookie|password",
            r"passwort|mot de passe|wachtwoord|contraseña|\bshop\b|ticket|support|facebook|twitter",
        ),
    ),
    (
        10,
        _words(
            r"invoice|rechnung|factu(re|ur|ra|res)|fattur|fatura|lasku|faktur|recibo|beleg|boleta",
            r"請求|インボイス|領収|τιμολόγι|λογαριασμοί|числ. счет|счета|счёт|száml|fatură|fattura",
            r"doklad|račun|сметка|фактур|发票|發票|청구",
        ),
    ),
    (
        8,
        _words(
            r"\bbill(s|ing)?\b|abrechnung|facturation|facturación|fatturazione|billing|faturação",
            r"regning|ご利用明細|お支払い履歴",
        ),
    ),
    (
        7,
        _words(
            r"statement|credit.?(note|memo)s?\b|\bcredits\b|gutschrift|avoir|creditnota|abono",
            r"nota di credito|note di credito|notas? de crédito|kreditfaktur|hyvityslask|dobropis",
            r"kontoauszug|relevé|rekeningoverzicht|extracto|estratto conto|document|dokument",
            r"archiv|asiakirj|έγγραφα|書類|明細|wyciąg|výpis|kontoutdrag|tiliote|mahnung|reminder",
        ),
    ),
    (
        4,
        _words(
            r"order|payment|transaction|history|bestell|zahlung|commande|historique|pedido|zamówien",
            r"tilauk|objednáv|beställning|encomenda|ordini|bestelling|ιστορικό|履歴|verlauf|finance",
            r"purchases|einkäufe|achats|compras|acquisti",
        ),
    ),
    (
        2,
        _words(
            r"account|\bmy\b|konto|compte|mijn|cuenta|área|area|dashboard|overview|übersicht|profil",
            r"min sida|mina sidor|oma |moje|můj|λογαριασμ|マイページ|portal|customer|kunde|client",
        ),
    ),
)

# What must not be taken for an invoice, though it stands in a list that looks like one.
NO_DOCUMENT: Final = (
    r"quot(e|es|ation|ations)|angebote?|devis|offertes?|presupuestos?|preventiv[oi]|ofert[ay]|"
    r"orçamentos?|tarjou(s|kset)|nabídk[ay]|offert(er)?|pro[- ]?forma( invoices?| ?rechnung(en)?)?|"
    r"drafts?|entw[uü]rfe?|brouillons?|concepten?|borrador(es)?|bozz[ae]|szkice?|utkast|luonnos|"
    r"koncept|rascunhos?|void(ed)?|(sales |purchase )?orders?|aufträge?|bestellung(en)?|"
    r"commandes?|pedidos?|ordini|見積書?|下書き|προσφορ(ά|ές)"
)
_BILLS: Final = 8  # the rank of words for bills
_LONGEST_LABEL: Final = 40
_BEGINNING: Final = 25
NO_LIST: Final = _words(rf"^\W*(my |your |meine |mes |vos |mijn )?({NO_DOCUMENT})\W*$")

# A list of "invoices and credit notes" is one of invoices.
KINDS: Final[Mapping[DocumentKind, re.Pattern[str]]] = {
    DocumentKind.CREDIT_NOTE: _words(
        r"credit.?(note|memo|invoice)|\bcredits?$|gutschrift|rechnungskorrektur|\bavoirs?\b",
        r"creditnota|creditfactu|\babonos?\b|rectificativa|not[ae] di credito|notas? de crédito",
        r"kreditnot|kreditfaktur|hyvityslask|dobropis|korekt|korygując|storno|refund|jóváír",
        r"πιστωτικ|クレジットノート|赤伝|кредит|返金",
    ),
    DocumentKind.REMINDER: _words(
        r"reminder|dunning|mahnung|rappel|herinnering|recordatorio|sollecito|påminnelse|upomínk"
    ),
    DocumentKind.STATEMENT: _words(
        r"statement|kontoauszug|relevé|rekeningoverzicht|extracto|estratto|wyciąg|výpis|tiliote",
        r"kontoutdrag|kontoutskrift|取引明細",
    ),
    DocumentKind.RECEIPT: _words(r"^\W*(receipts?|quittung(en)?|reçus?|kvitto|kuitti|領収書)\W*$"),
    DocumentKind.INVOICE: _words(
        r"invoice|\bbills?\b|rechnung|factu(re|ur|ra)|fattur|recibo|faktur|fatura|lasku|számla",
        r"請求|τιμολόγι|λογαριασμ|счет|счёт|doklad|regning|beleg|račun|发票",
    ),
}
# Names of kinds that a column may use on a later page than the one that was looked at.
KIND_NAMES: Final[Mapping[str, DocumentKind]] = {
    **dict.fromkeys(
        (
            *("Invoice", "Bill", "Rechnung", "Facture", "Factuur", "Factura", "Fattura", "Faktura"),
            *("Faktúra", "Lasku", "Fatura", "Számla", "Τιμολόγιο", "Λογαριασμός", "請求書", "Счет"),
        ),
        DocumentKind.INVOICE,
    ),
    **dict.fromkeys(
        (
            *("Credit note", "Credit memo", "Credit", "Gutschrift", "Rechnungskorrektur", "Avoir"),
            *("Creditnota", "Creditfactuur", "Abono", "Nota de crédito", "Factura rectificativa"),
            *("Nota di credito", "Korekta", "Faktura korygująca", "Kreditfaktura", "Kreditnota"),
            *("Hyvityslasku", "Dobropis", "Opravný daňový doklad", "Storno", "Πιστωτικό", "Refund"),
            *("クレジットノート", "返金"),
        ),
        DocumentKind.CREDIT_NOTE,
    ),
    **dict.fromkeys(("Statement", "Kontoauszug", "Relevé"), DocumentKind.STATEMENT),
    **dict.fromkeys(("Reminder", "Mahnung", "Rappel"), DocumentKind.REMINDER),
}

DUE: Final = _words(
    r"\bdue\b|fällig|échéance|verval|vencimiento|vencimento|scadenza|pay by|zahlbar|vence\b",
    r"termin płat|förfall|forfall|eräpäiv|splatn|λήξη|お支払い?期限|支払期日|срок|határid",
    r"payable by|udløb|bis zum|uiterste",
)
# In this order: "due date" is no date of issue, "net amount" no total.
HEADERS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "open",
        _words(
            r"(amount|balance|total).{0,4}(due|open|outstanding|remaining)|restbetrag|saldo",
            r"open(staand)? (amount|bedrag)|offener? betrag|reste à payer",
        ),
    ),
    ("due", DUE),
    (
        "net",
        _words(
            r"\bnett?o?\b|excl|hors taxe|\bht\b|subtotal|zwischensumme|imponibile|base imp|税抜",
        ),
    ),
    (
        "tax",
        _words(
            r"\bvat\b|mwst|\bust\b|\btva\b|\bbtw\b|\biva\b|\btax|\bmoms\b|\balv\b|\bdph\b|φπα",
            r"消費税",
        ),
    ),
    (
        "account",
        _words(
            r"^(customer |client )?(account|contract)|^kontonummer|^kundennummer|^vertrag|^contrat",
            r"^(n[º°o.]* de )?cliente|^contrato|^contratto|^klant|契約番号|お客様番号",
        ),
    ),
    (
        "other",
        _words(
            r"status|\bstate\b|état|estado|\bstato\b|\bstav\b|\btila\b|statut|κατάσταση|状態",
            r"支払状況|\bpaid\b|bezahlt|period|zeitraum|période|periodo|okres|対象|against|offen",
            r"\bopen\b|route|payment|zahlung|paiement|\bpago\b|ship|liefer|your ref|ihre referenz",
            r"purchase order|\bpo\b|\buser|last updated|created by|customer|kunde|client\b|adress",
            r"description",
        ),
    ),
    (
        "day",
        _words(
            r"date|datum|fecha|\bdata\b|issued|ausgestellt|émis|\bday\b|päiväys|päivä|\bdato\b",
            r"dátum|ημερομηνία|発行日|日付|請求日|дата|tarih|vom$|\btag\b|kelt|erstellt|created",
        ),
    ),
    (
        "kind",
        _words(
            r"^(document |doc\.? |beleg|dokument)?(type|kind|art|typ|typ dokladu|soort|tipo)$",
            r"^(rodzaj|druh|tyyppi|slag|τύπος|種別|種類|тип|category|kategorie)$",
        ),
    ),
    (
        "amount",
        _words(
            r"total|amount|gross|brutto|betrag|summe|montant|\bttc\b|bedrag|importe|importo",
            r"kwota|belopp|summa|částka|valor|beløb|beløp|ποσό|σύνολο|金額|合計|сумма|összeg|tutar",
            r"closing|price|preis|prix|prijs|precio|prezzo|cena|incl|\bsum\b|charge",
        ),
    ),
    (
        "order",
        _words(r"^(?!.*(invoice|rechnung|factu|faktur)).*(order|bestell|commande|pedido|zamówien)"),
    ),
    (
        "number",
        _words(
            r"number|\bno\b|nummer|\bnr\b|numéro|número|numero|numer\b|číslo|\bn[°ºo]|#|番号",
            r"αριθμός|номер|szám|invoice|rechnung|facture|factuur|factura|fattura|fatura|faktura",
            r"lasku|beleg|document|doc\b|\bid\b|referen[cz]|référence|riferimento|credit note",
            r"statement",
        ),
    ),
)
FILE: Final = _words(
    r"\bpdf\b|download|herunterladen|télécharger|downloaden|descargar|scarica|ladda ne[rd]|\bcsv\b",
    r"pobierz|stáhnout|lataa|baixar|descarregar|transferir|last ned|hent\b|letölt|λήψη",
    r"ダウンロード|скачать|下载|indir|\bzip\b|\bxml\b|export|preuzmi|descarcă",
)
# What a button says that does more than lead on.
ACTS: Final = _words(
    r"\b(create|new|add|request|send|submit|generate|save|upload|share|edit|dispute|renew|order)\b",
    r"\b(enable|disable|(de)?activate|switch|change|mark|approve|reject|confirm|accept)\b",
    r"\b(aktivieren|deaktivieren|umstellen|ändern|freigeben|ablehnen|bestätigen|akzeptieren)\b",
    r"\b((dés)?activer|changer|accepter|activar|cambiar|aceptar|activeren|wijzigen|attiva)\b",
    r"\b(erstellen|neue?|anfordern|senden|speichern|hochladen|teilen|bearbeiten|bestellen)\b",
    r"\b(créer|nouveau|nouvelle|demander|envoyer|enregistrer|nuev[oa]|crear|solicitar|enviar)\b",
    r"\b(nieuwe?|aanvragen|verzenden|opslaan|nuov[oa]|crea|richiedi|invia|salva|criar|novo|nova)\b",
    r"\b(skapa|ny|begär|skicka|opret|send|utwórz|nowa|wyślij|vytvořit|nová|odeslat|luo|lähetä)\b",
)
MENU: Final = _words(
    r"menu|menü|menú|meny|navigat|☰|≡|account|konto|compte|cuenta|billing|more|mehr|plus|meer|más",
    r"valikko|nabíd|メニュー|μενού|меню",
)
DETAIL: Final = _words(
    r"view|details?|show|anzeigen|ansehen|öffnen|voir|détail|bekijk|\bver\b|vedi|dettagli|open|zobacz",
    r"visa\b|\bvis\b|näytä|avaa|zobrazit|προβολή|詳細|表示|просмотр|megtekint|więcej|mehr",
)
# How portals say that a list is empty; a selector holds at most a thousand characters.
NOTHING: Final[tuple[str, ...]] = (
    (
        r"(\bno|not any|don.t have any|0) (new |open |unpaid )?(invoices|bills|documents|"
        r"statements|entries|records|results|data|items)\b[^.]{0,40}|nothing (has been|to show|"
        r"found|here)[^.]{0,30}|(keine|noch keine) (rechnungen|belege|dokumente|einträge|daten|"
        r"ergebnisse)[^.]{0,30}|geen (facturen|documenten|resultaten|gegevens)[^.]{0,30}"
    ),
    (
        r"aucune? (facture|document|résultat|donnée)[^.]{0,30}|(no hay|sin|no tienes|"
        r"ning[uú]n[ao]?) (facturas?|recibos?|documentos?|resultados?|datos)|(nessun[ao]?|"
        r"non ci sono) (fattur[ae]|document[oi]|risultat[oi])|(sem|não há|nenhuma?) (faturas?|"
        r"documentos?|resultados?)|nu există facturi"
    ),
    (
        r"(brak|nie masz) (faktur|dokumentów|wyników|danych)|(žádné|nemáte) (faktury|doklady|"
        r"dokumenty|záznamy)|inga (fakturor|dokument|resultat)|ingen (fakturaer|fakturer|"
        r"dokumenter|regninger)|ei (laskuja|asiakirjoja|tuloksia)"
    ),
    (
        r"nincs(enek)? (számla|számlák)|"
        r"δεν (υπάρχουν|βρέθηκαν) (λογαριασμοί|τιμολόγια|έγγραφα|αποτελέσματα)|"
        r"(請求書|明細|データ|書類)(は|"
        r"が)(ありません|見つかりません)|нет (счетов|документов)|henüz fatura yok"
    ),
)
_COUNTED: Final = (
    r"(?:invoices?|bills?|documents?|entries|results|items|records|rechnungen|belege|dokumente|"
    r"einträge|factures?|facturen|facturas?|recibos|fatture|faktury|faktur|fakturor|fakturaer|"
    r"laskua|laskut|faturas|documenten|documentos|documenti|resultaten|résultats|resultados|"
    r"risultati|λογαριασμοί|τιμολόγια|件|számla)"
)
COUNTER: Final = re.compile(
    r"(?:\b(?:of|von|van|sur|de|di|av|af|z|ze|az|από|out of|/)\s+(?P<of>\d+)\b)|"
    r"(?:\((?P<paren>\d+)\)\s*$)|"
    rf"(?:^\W*(?:全|計)?\s*(?P<first>\d+)\s*\D{{0,12}}{_COUNTED})|"
    rf"(?:{_COUNTED}\W{{1,3}}(?P<after>\d+)\s*$)|"
    r"(?:^\W*(?P<bare>\d+)\s*$)|"
    r"(?:(?:total|found|gefunden|encontradas|totaal|totale|celkem|yhteensä|razem|totalt|insgesamt|"
    r"σύνολο|合計|全)\D{0,25}(?P<last>\d+)\s*$)",
    re.IGNORECASE,
)
PAGE_NUMBER: Final = _words(
    r"\b(page|seite|página|pagina|sivu|strona|strana|sida|side)\b|ページ|σελίδα"
)


TURN: Final = _words(
    r"^\W*(next|previous|weiter|zurück|nächste|vorige|volgende|suivant|précédent)",
    r"^\W*(siguiente|anterior|successiv|precedent|následující|další|seuraava|nästa|następn)",
    r"^\W*(seguinte|próxim|次へ|前へ|επόμεν|προηγ)",
    r"^\W*\d*\W*$",
)
ACCOUNT: Final = _words(
    r"account|konto|customer|kunde|kund\b|client|klant|compte|cuenta|cliente|contract|vertrag",
    r"contrat|contrato|contratto|asiakas|zákazn|umow|smlouv|λογαριασμ|契約|お客様|firma|company|site",
    r"organi[sz]ation|mandant|tenant|supply point|zählpunkt|anschluss",
)


def rank(text: str, path: str = "") -> int:
    """How much a link's words promise documents; below zero: it is left alone.

    Of a long text, as of a card that explains itself, the beginning counts.
    """
    said = text if len(text) <= _LONGEST_LABEL else text[:_BEGINNING]
    told = f"{said} {path}".strip()
    return next((score for score, words in LINKS if words.search(told)), 0)


def names_documents(text: str) -> bool:
    """Whether a link or heading speaks of bills, statements or the like, not of papers at large."""
    return rank(text) > 0 and (rank(text) >= _BILLS or kind_in(text) is not None)


def names_file(text: str) -> bool:
    """Whether a link's label names a file; a card that explains itself is no label."""
    return is_label(text) and bool(FILE.search(text))


def is_label(text: str) -> bool:
    """Whether a text is as short as what stands on a control."""
    return len(text) <= _LONGEST_LABEL


def kind_in(text: str) -> DocumentKind | None:
    """The kind of document that a text names; of several the one that is named first."""
    found = [(match.start(), kind) for kind, said in KINDS.items() if (match := said.search(text))]
    return min(found, key=lambda one: one[0])[1] if found else None


def column_of(header: str) -> str | None:
    """The name of the column that a header stands over; None where it says none."""
    return next((name for name, words in HEADERS if words.search(header)), None)
