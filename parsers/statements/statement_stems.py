"""Headers of a statement's columns that no list holds, by the stems of their words.

Programs shorten and join as the width of a column bids: Belegdat., Verv.datum, Imp. pdte., Amt in
doc. curr. What such a header means is what its parts mean together: a number of a document, a day
that is due, an amount that is left.
"""

from __future__ import annotations

import re
from typing import Final

from parsers.paper.layout import fold
from parsers.wording.word_parts import Parts

_STEMS: Final = {
    "late": """
        days tage tagen dagen jours giorni dias gg overdue late retard* ritardo mora verzug* age
        aged ageing aging ouderdom retraso dni dage dagar paivia dnu uberf* uberfallig*
        forsink*
    """,
    "due": """
        due fall* falligk* nettofall* echeance* ech echu verv* vervalt venc* vto vcto scad* maturity
        zahlbar* zahlungsziel until bis avant entro antes forfald* forfall* splatn* erap* platnosci
        forf exigible innen frist zahlungsz*
    """,
    "date": """
        date dat dt datum *datum *dat *datums fecha fech fec fe data dato *dato day dag pvm *pvm
        *paiva date* dte
        datir* emiss* vystav* wystaw* wyst
    """,
    "doc": """
        doc docu document* invoice* inv beleg* rechnung* rech rg *beleg facture* fact fac fatt*
        factuur* fakt* piece pce boekstuk* transaction* trans trx voucher vchr bill bilag* doklad*
        tosite* lasku* kenmerk stuk* ref refer* referenz* reference* rif rifer* factura* fra fatura*
        dokument* dokum faktur* fakt dowod* bollett* recibo folio verifik* asiento docto
    """,
    "number": """
        no nr num number numero numer nummer n id *nr *nummer *numer *numero *number cislo nro *nro
    """,
    "amount": """
        amount* amt betrag betr *betrag bedrag bedr *bedrag montant mt mnt mont import* imp total*
        totaal value wert valeur valore valor kwota belop* *belopp *belop belob* *belob castka
        summa summe
        *summe waarde
        ttc gross brutto bruto
        wartosc hodnota castky kwoty suma
    """,
    "open": """
        open* offen* rest* remain* outst* unpaid openst* residu* pend* pdte pte saldar pagar pagare
        payer betalen restant* apert* abiert* ouvert* unallocated
        kvar pozosta* zbyva* obetal* ubetal* insolut* impay* neuhraz* nieoplac* adeud*
        ruckst* avoin* maksamatt* skyld* owing
    """,
    "balance": """
        balance bal cum eindstand
        saldo* solde* sld cumul* kumul* progres* acum* running lopend stand kontostand
        *saldo zustatek
        zustat* stav
    """,
    "debit": """
        debit* deb dr debet* debe dare soll charge* doit cargo* addebit* belast*
        lastschr* forderung*
    """,
    "credit": """
        credit* cr haben haber avere abono* kredit* accredit* payments gutschrift* zahlungen
    """,
    "currency": """
        curr cur ccy currency whg wahrg wahrung* *wahrung dev devise* val valuta div divisa mon
        moneda munt monnaie
    """,
    "account": """
        account* acct acc customer* cust client* kunde* kd debitor* debiteur* klant* konto* compte
        cliente* cuenta conto
    """,
    "type": "type ty typ art *art ba tipo tp clase cl class soort srt jal jnl journal nature kind",
    "text": """
        text *text desc descr* descrip* besch* bez bezeichn* omschr* libel* concept* detail* note
        notes memo remark* bemerk* toelicht* activity particular* narrat* objet comment*
    """,
    "order": """
        po order* ordre bestel* commande* pedido* ordine* auftrag* bestill* encomend* objednav*
        zamow* tilaus* *auftrag *order
    """,
    "yours": """
        your yours ihr ihre ihrer uw votre vos vs vostro vostra su sus suo deres ert er edr vossa
        vosso wasz wasza vas vase teidan viitteenne
    """,
    "less": """
        discount* disc *discount skont* *skonto korting* escompt* sconto* descuento* dto desconto*
        *rabat *rabatt rabat* remise rabais alennu* sleva slevy upust* retention* retain*
        retenu* retenc* inhoud* einbehalt* *einbehalt ritenut* tilbakehold* tilbagehold* innehall*
        holdback* zadrz* pozastav* kaucja pidat*
    """,
}
_MARKS: Final = frozenset(
    {"d c", "s h", "d a", "d h", "dr cr", "db cr", "soll haben", "debet credit", "debit credit"}
    | {"debe haber", "dare avere", "sens", "segno", "signo", "sign", "vorzeichen"}
)
_ORDER: Final = (
    "late", "less", "open", "due", "date", "type", "debit", "credit", "balance", "amount",
    "currency", "account", "order",
)  # fmt: skip
"""What a header is about, before it is about a document, a number or a text."""
_REFERS: Final = re.compile(r"\b(?:kenmerk|zeichen|marke|merke)$")
_ENTRY: Final = re.compile(r"\b(?:bilag|boekst|voucher|vch|tosite|verifi|asiento|entry|lobenr)")
"""Numbers that the supplier's ledger gives, which stand beside those of documents."""
_BILL: Final = re.compile(
    r"(?:customer|client) invoice|factura de cliente|kundenrechnung|kundfaktura"
)
"""Documents that are named by whom they are for, which are no accounts."""
LESS: Final = "less"
"""What is or would be kept back of each amount, or is left without it: nothing that is owed."""
_JOINED: Final = re.compile(r"[/&+]|\b(?:and|und|et|y|og|och|ja|oraz)\b", re.IGNORECASE)
_SPANISH_DAY: Final = re.compile(r"f (?:factura|fra|doc\w*|emis\w*|contab\w*|oper\w*|valor)")


def _index() -> dict[str, str]:
    return {stem: role for role, stems in _STEMS.items() for stem in stems.split()}


_ROLE_OF: Final = _index()
_BEGINS: Final = Parts({stem[:-1]: role for stem, role in _ROLE_OF.items() if stem.endswith("*")})
_ENDS: Final = Parts({stem[1:]: role for stem, role in _ROLE_OF.items() if stem.startswith("*")})


def column(text: str) -> str | None:
    """The column that a header names by its parts; None where they name none."""
    folded = fold(text)
    if folded in _MARKS or text.replace(" ", "") in {"+/-", "-/+"}:
        return "mark"
    if _SPANISH_DAY.match(folded):
        return "date"
    roles = _roles(folded)
    if LESS in roles and (_JOINED.search(text) or {"debit", "credit", "date"} & roles):
        roles.discard(LESS)  # one of payments as well, or of the day until which it is given
    found = next((role for role in _ORDER if role in roles), None)
    if found is not None:
        return _together(found, roles, folded)
    if "doc" in roles or "number" in roles:
        return "order" if "yours" in roles else "reference"
    return "text" if "text" in roles else None


def _together(found: str, roles: set[str], folded: str) -> str:
    """What a header is about, given all that it names."""
    of_money = {"amount", "balance"} & roles
    if found == "due" and of_money and "date" not in roles:
        return "open"
    if found == "open" and {"date", "number"} & roles:
        return "date" if "date" in roles else "reference"
    booked = found in {"debit", "credit"} and {"doc", "number"} & roles and "amount" not in roles
    if booked or (found == "account" and _BILL.search(folded)):
        return "reference"
    if found == "late" and of_money:
        return "open"
    if found == "balance" and "doc" in roles:
        return "open"
    return found


def _roles(folded: str) -> set[str]:
    return {role for word in folded.split() for role in _said(word)}


def _said(word: str) -> set[str]:
    """What a word of a header speaks of: as it is, else by its beginning and by its end."""
    if word in _ROLE_OF:
        return {_ROLE_OF[word]}
    ended, begun = _ENDS.ending(word[1:]), _BEGINS.beginning(word)
    return {role for role in (ended, begun) if role}


def is_mark_of_order(text: str) -> bool:
    """Whether a header names a mark that refers to something: a Kenmerk beside a Nummer."""
    return bool(_REFERS.search(fold(text)))


def speaks_of_order(text: str) -> bool:
    """Whether words of a line speak of an order, whose number then follows: Commande client 45."""
    return "order" in _roles(fold(text))


def strength(kind: str, text: str) -> int:
    """How surely a header of a kind is the one of the document: of two, the surer counts."""
    roles = _roles(fold(text))
    if kind == "date":
        return int("doc" in roles)
    if kind != "reference" or {"yours", "account", "order", "text", "type"} & roles:
        return 0
    entry = _ENTRY.search(fold(text)) is not None
    return 2 * ("doc" in roles) + ("number" in roles) - entry
