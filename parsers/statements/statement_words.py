"""The words of statements in twelve languages: columns, kinds of lines, balances, accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from model.documents import StatementLineKind
from parsers.paper.layout import fold
from parsers.wording.word_parts import Parts

_COLUMNS: Final = {
    "date": """
        date | document date | invoice date | posting date | transaction date | trans date
        | doc date | datum | belegdatum | buchungsdatum | rechnungsdatum | date facture
        | date de facture | date d'opération | factuurdatum | boekdatum | fecha | fecha factura
        | fecha de factura | data | data documento | data fattura | data doc | fecha documento
        | bill date | entry date | booking date | transaktionsdatum | date pièce | date document
        | fecha operación | data operazione | data registrazione | fecha emisión | dato | dag
        | data wystawienia | data dokumentu | data księgowania | data de emissão
        | data do documento | fakturadatum | bokföringsdatum | verifikationsdatum | bilagsdato
        | fakturadato | bogføringsdato | päivämäärä | pvm | päiväys | laskun päivä | tositepäivä
        | datum vystavení | datum dokladu | datum zaúčtování | vystaveno
        | vom | du | del | van | dd | datert | dated | posted | booked | posting | buchung | gebucht
        | buchungstag | belegtag | bogført | bokført | zaúčtováno | zaksięgowano | dzień | den | día
        | dia | giorno | jour | tag | data wyst | data zaksięgowania | bokføringsdato | fakt dato
        | fakt dat | bilagsdato | dokumentdato | data emissão | laskupvm
    """,
    "due": """
        due date | due | date due | fällig | fälligkeit | fällig am | fälligkeitsdatum | échéance
        | date d'échéance | vervaldatum | vencimiento | fecha de vencimiento | scadenza
        | data scadenza | vervalt op | vervalt | vence | vto | pay by | payable by | netto fällig
        | zahlbar bis | échéance le | maturity | due on | termin płatności | płatne do | termin
        | vencimento | data de vencimento | förfallodatum | förfaller | förfallodag | forfaldsdato
        | forfalder | forfald | eräpäivä | erääntyy | splatnost | datum splatnosti | splatno
        | ziel | zahlungsziel | zahlen bis | termin zapłaty | termín splatnosti | pay before
        | exigible le | scade il | da pagare entro | betal innen | betalingsfrist | frist | terms
        | terms date | eräpvm | förf dat | vence el | data limite | prazo | à payer avant
    """,
    "reference": """
        reference | ref | invoice | invoice no | invoice number | document | document no
        | document number | doc no | number | no | transaction | invoice # | invoice ref
        | referenz | beleg | belegnummer | beleg nr | belegnr | rechnung | rechnungsnummer
        | rechnungs nr | rechnung nr | nummer | nr | référence | réf | facture | n facture
        | n de facture | pièce | n pièce | n de pièce | numéro | document n | factuur
        | factuurnummer | factuurnr | referentie | documentnummer | referencia | factura
        | n factura | n de factura | número | documento | n documento | riferimento | fattura
        | n fattura | numero | numero documento | invoice id | doc ref | your reference
        | n° facture | número de factura | numéro de facture | bill no | our reference
        | numero fattura | document ref | stuknummer | volgnummer | doc number | numer
        | nr dokumentu | numer dokumentu | nr faktury | numer faktury | faktura | dokument
        | n fatura | fatura | número da fatura | fakturanummer | fakturanr | dokumentnr
        | verifikation | verifikationsnummer | bilag | bilagsnr | bilagsnummer | lasku
        | laskun numero | laskunro | tosite | tositenro | viite | číslo | číslo dokladu
        | číslo faktury | doklad | variabilní symbol
        | dowód | nr dowodu | numer dowodu | n recibo | recibo | n bolletta | bolletta | folio
        | num | núm | č dokladu | č faktury | daňový doklad | n doc | doc n | nr księgowy
        | rg nummer | re nr | laskun nro | fakturanummer | bilagsnummer | ons nummer
    """,
    "type": """
        type | document type | doc type | transaction type | art | belegart | vorgang | typ
        | type de pièce | nature | soort | tipo | tipo documento | tipo de documento
        | typ des belegs | rodzaj | typ dokumentu | slag | typ av dokument | type bilag
        | bilagstype | tyyppi | laji | tositelaji | druh | druh dokladu | typ dokladu
        | operacja | operação | operace | opération | operazione | operación | movimento
        | movimiento | mouvement | händelse | hændelse | tapahtuma | transakcja
        | tipo de transacción
        | type d'opération | documentsoort | dokumenttype
    """,
    "text": """
        description | details | text | memo | particulars | narrative | beschreibung
        | buchungstext | bezeichnung | libellé | désignation | détail | omschrijving | descripción
        | concepto | detalle | descrizione | causale | comment | remarks | bemerkung | opis
        | treść | descrição | descritivo | histórico | beskrivning | beskrivelse | tekst | selite
        | kuvaus | popis
    """,
    "order": """
        po | po number | purchase order | order | order no | your order | bestellnummer
        | bestellung | commande | n commande | bestelnummer | pedido | ordine
    """,
    "debit": """
        debit | debits | charges | charge | invoiced | soll | belastung | lastschrift | débit
        | debet | cargo | cargos | debe | dare | addebito | addebiti | invoices | belastungen
        | winien | wn | obciążenie | obciążenia | débito | débitos | debitering | debera
        | veloitus | má dáti | vrub
        | md | má dať | na vrub | doit | débits
    """,
    "credit": """
        credit | credits | payments | payment | paid | haben | gutschrift | crédit | règlement
        | paiement | abgänge | zahlungen | credits payments | creditering | abono | abonos | haber
        | avere | accredito | accrediti | gutschriften | payments credits | ma | uznanie | uznania
        | wpłata | wpłaty | crédito | créditos | kredit | kreditering | inbetalning | indbetaling
        | innbetalt | innbetalinger | inbetalat | indbetalt | hyvitys | dal | úhrada
        | dal | d dal | ve prospěch | avoirs
    """,
    "amount": """
        amount | total | original amount | gross | gross amount | value | invoice amount | betrag
        | bruttobetrag | rechnungsbetrag | summe | umsatz | montant | montant ttc | bedrag
        | importe | importo | monto | amount gross | factuurbedrag | importo fattura
        | importo totale | importe total | importe original | montant initial | montant facture
        | originalbetrag | invoice value | document amount | invoice total | rechnungssumme
        | kwota | kwota brutto | wartość | wartość brutto | valor | montante | valor total
        | importância | belopp | fakturabelopp | totalt | beløb | fakturabeløb | summa | määrä
        | laskun summa | částka | celkem | částka celkem
        | wartość faktury | hodnota | celkem s dph | rg summe | summa sek | charge amount
        | dokumentbeløp | fakturabeløp | beløp | belegbetrag
        | document value | incl btw | incl vat | inkl moms
        | gross total
        | inkl mva | z dph | s dph | com iva | con iva | ivato | iva incluido | yhteensä
    """,
    "open": """
        open | open amount | outstanding | outstanding amount | remaining | unpaid | offen
        | offener betrag | offener posten | restant dû | reste à payer | reste dû | openstaand
        | openstaand bedrag | open bedrag | pendiente | importe pendiente | residuo | aperto
        | amount due | balance due | restbetrag | solde dû | nog te betalen | da pagare
        | saldo aperto | saldo pendiente | open balance | amount outstanding | due amount
        | montant dû | restant à payer | te betalen | importo residuo | amount open | pozostało
        | do zapłaty | kwota otwarta | nierozliczone | em aberto | valor em aberto | pendente
        | por pagar | kvar att betala | kvarstår | öppet belopp | restbelopp | utestående | rest
        | restbeløb | udestående | åbent beløb | avoinna | avoin | jäljellä | avoin summa | zbývá
        | zbývá uhradit | neuhrazeno | k úhradě
        | noch zu zahlen | zu zahlen | to pay | owing | left to pay | still to pay | rückstand
        | rückständig | kvar | obetalt | ubetalt | insoluto | impayé | impago | adeudado
        | solde impayé
        | saldo abierto | pozostało do zapłaty | k zaplacení | maksamatta | å betale
        | at betale | restbedrag | remaining amount | rest zu zahlen | em dívida
    """,
    "balance": """
        balance | running balance | saldo | kontostand | solde | solde cumulé | solde progressif
        | saldo kumuliert | lopend saldo | saldo acumulado | saldo progressivo | account balance
        | kumuliert | saldo narastająco | stan konta | saldo corrente | löpande saldo
        | ackumulerat saldo | løbende saldo | kertyvä saldo | juokseva saldo | průběžný zůstatek
        | zůstatek
    """,
    "currency": """
        currency | ccy | cur | währung | whg | devise | valuta | munt | moneda | divisa | waluta
        | moeda | valuutta | měna | mena
    """,
    "account": """
        account | account no | account number | account ref | customer no | customer number
        | your account | kundennummer | kunden nr | debitor | debitorennummer | debitoren nr
        | kundenkonto | konto | n client | code client | n de client | numéro de client
        | compte client | compte | klantnummer | klantnr | debiteurnummer | n de cliente
        | n cliente | número de cliente | código de cliente | codice cliente | numero cliente
        | cliente n | cliente | numer klienta | nr klienta | kod klienta | konto klienta
        | número do cliente | código do cliente | kundnummer | kundnr | kundenr | kundenummer
        | asiakasnumero | asiakasnro | číslo zákazníka | zákaznické číslo | odběratel
        | kod kontrahenta | kontrahent
    """,
}
_KINDS: Final = {
    StatementLineKind.BALANCE_FORWARD: """
        b fwd | balance b fwd | balance brought fwd
        | balance forward | brought forward | balance brought forward | opening balance
        | previous balance | balance b f | b f | starting balance | saldovortrag | vortrag
        | anfangssaldo | anfangsbestand | eröffnungssaldo | alter saldo | übertrag | solde initial
        | report | à nouveau | report à nouveau | solde précédent | solde antérieur | ancien solde
        | report de solde | beginsaldo | vorig saldo | openingssaldo | saldo inicial
        | saldo anterior | saldo iniziale | saldo precedente | riporto | carried forward
        | saldo początkowe | bilans otwarcia | saldo z przeniesienia | z przeniesienia
        | saldo transportado | transporte | ingående saldo | ingående balans
        | saldo från föregående | primosaldo | saldo primo | overført saldo | alkusaldo
        | edellinen saldo | siirto | počáteční zůstatek | počáteční stav
        | apertura | abertura | apertura conti | saldo de apertura | saldo de abertura | beginbalans
        | saldo transitado | saldo a origen | saldo riportato | stand vorige periode
        | minulý zůstatek | gammel saldo | forrige saldo | inngående saldo | ingående
        | anfangsstand | eröffnung | saldo vormonat | solde du mois précédent | bisher offen
        | saldo poprzedniego miesiąca | suma anterior | suma y sigue | à reporter | transporteren
        | do przeniesienia | a riportare | previously owed | account rendered
        | last statement | letzter auszug | owing at start | převod | opening
    """,
    StatementLineKind.PAYMENT: """
        payment | payment received | paid | receipt | bank transfer | wire | direct debit | cheque
        | check | pmt | remittance | zahlung | zahlungseingang | überweisung | lastschrift
        | bankeinzug | eingang | paiement | règlement | virement | prélèvement | chèque
        | encaissement | betaling | ontvangst | overschrijving | incasso | pago | cobro
        | transferencia | ingreso | pagamento | bonifico | incasso fattura | płatność | wpłata
        | przelew | zapłata | recebimento | transferência | betalning | inbetalning | overførsel
        | indbetaling | maksu | suoritus | tilisiirto | platba | úhrada
        | received with thanks | zahlungen | einzug | lastschrifteinzug | innbetaling
        | betalingsservice | inkaso | inkasso | domiciliación | débito direto | débito directo
        | débito bancário | adeudo | domiciliation | pagamento sdd | addebito sdd
        | polecenie zapłaty
        | inc cliente | card payment | autogiro | bankgiro | avtalegiro | paiements | pagos
        | quittung | kvitto | kvittering | kuitti | quietanza | nyugta | chitanta
        | cobros | bankontvangst | příjem z banky | wpływ na rachunek
    """,
    StatementLineKind.CREDIT_NOTE: """
        credit note | credit memo | credit | cn | adjustment | gutschrift | storno
        | rechnungskorrektur | avoir | note de crédit | creditnota | creditfactuur | abono
        | nota de crédito | factura rectificativa | nota di credito | nota credito | accredito
        | faktura korygująca | korekta | nota kredytowa | uznanie | kreditfaktura | kreditnota
        | kreditering | hyvityslasku | hyvitys | dobropis | opravný daňový doklad
        | refund | return | returns | rebate | retoure | retour | rückerstattung | zwrot
        | zwrot środków | devolução | devolución | resi | reso | sales return | n c emessa
        | correctienota | correctiefactuur | in your favour | zu ihren gunsten | en votre faveur
        | in uw voordeel | a su favor | a seu favor | a vostro favore | conguaglio a credito
        | remboursement
        | reembolso | rimborso | terugbetaling | dobropisy | opravný doklad
    """,
    StatementLineKind.INVOICE: """
        invoice | inv | bill | rechnung | re | rg | facture | fac | factuur | factura | fattura
        | charge | ra | faktura | faktura vat | fatura | lasku
        | sale | sales | sales invoice | purchase | delivery | lieferung | livraison | dostawa
        | einkauf | zakup | sprzedaż | vendas | venda | ricavi vendite | faktury
    """,
}
_CODES: Final = {
    StatementLineKind.INVOICE: "rv dr inv si ti vf vk ar ft fc fv fra fac re rg f vfa",
    StatementLineKind.CREDIT_NOTE: "dg cm cn crn cr gs nc av sc scn rk ct kn",
    StatementLineKind.PAYMENT: """
        dz pmt pay py rc rct ze za zlg zhlg rgt bet pgo cob sr bq bk bank banco bancos banca banque
        cash
    """,
}
"""Codes of kinds that stand alone in a column of types, as ledgers abbreviate them."""
_RECEIPT: Final = re.compile(r"\b(?:recibos?|ricevut[ae]|quittances?)\b")
"""A receipt of what was paid, or a bill that a bank collects: the side on which it stands tells."""
_FEWEST_LETTERS, _LONG_WORD, _NEAR = 3, 5, 4
_LONGEST_LABEL: Final = 60
"""Letters of a label that tell what it is."""
_SPELT_OUT: Final = 4
"""A word for a kind that is no code has so many letters."""
_CLOSING: Final = """
    closing balance | balance due | total due | amount due | total outstanding | total balance
    | ending balance | current balance | statement balance | total amount due | total open
    | balance | total | endsaldo | schlusssaldo | saldo | gesamtsaldo | offener saldo | summe
    | gesamt | gesamtbetrag | zu zahlen | neuer saldo | gesamt offen | summe offen
    | saldo zu ihren lasten | solde | solde final | solde dû | total dû | solde à payer
    | nouveau solde | total à payer | eindsaldo | totaal | te betalen | openstaand saldo
    | totaal openstaand | saldo final | total pendiente | saldo pendiente | saldo finale
    | saldo total | restsaldo | totaal te betalen | total balance due | totale | totale dovuto
    | saldo a debito | saldo totale | outstanding balance | total general | total général
    | saldo końcowe | razem | razem do zapłaty | do zapłaty | suma | ogółem | saldo do zapłaty
    | total em dívida | total em aberto | saldo devedor | utgående saldo | summa | totalt
    | att betala | summa att betala | totalt utestående | slutsaldo | ultimosaldo | saldo ultimo
    | i alt | til betaling | at betale | samlet saldo | loppusaldo | yhteensä
    | maksettava yhteensä | avoinna yhteensä | konečný zůstatek | konečný stav | celkem
    | celkem k úhradě | k úhradě
    | balance now due | balance c f | you owe | please pay | now owing | sum to pay | to pay
    | saldo em dívida | saldo atual | saldo actual | saldo attuale | deuda a la fecha
    | saldo da versare | saldo monatsende | solde fin de mois | stan na koniec miesiąca
    | saldo na koniec miesiąca | nieuwe stand | saldo til betaling | skyldig saldo | ny saldo
    | nový zůstatek | aktuální zůstatek | saldo débiteur | solde débiteur | saldo deudor
    | total adeudado | montant exigible | solde à ce jour | gesamtrückstand | total des impayés
    | totale insoluto | totale generale | sie schulden uns | jetzt offen | zu bezahlen
    | zu zahlen insgesamt | forderungen gesamt | do zapłaty teraz | summa kvar att betala
    | sum restbeløp | sum å betale | utgående saldo | maksettavaa yhteensä | skuld nu
    | balance at end | balance to pay | gesamtsumme | solde exigible | totaux | totalen
    | te betalen saldo | balance due for payment
"""
_ACCOUNT: Final = """
    account | account no | account number | account ref | customer no | customer number
    | customer id | customer code | customer | your account | kundennummer | kunden nr | debitor
    | debitorennummer | debitoren nr | kundenkonto | konto | n client | code client | n de client
    | numéro de client | compte client | compte | klantnummer | klantnr | debiteurnummer
    | n de cliente | n cliente | número de cliente | código de cliente | cuenta | codice cliente
    | numero cliente | cod cliente | conto | cliente | cliente n | kunde | klant | client
    | client id | debiteur | debiteurnr | klant nr | núm cliente | kunden id | numer klienta
    | nr klienta | kod klienta | konto klienta | número do cliente | código do cliente
    | n do cliente | kundnummer | kundnr | kund nr | kundenr | kundenummer | kunde nr
    | asiakasnumero | asiakasnro | asiakas nro | číslo zákazníka | zákaznické číslo | zákazník č
    | kod kontrahenta | kontrahent | apteka | odběratel č | odběratel | kd nr | cuenta n
    | conta | conta n | código | konto | kontonr | kontonummer | ert kundnr | ihre kundennr
    | uw debiteurnr | client ref | account code | acct | acct no | a c | buyer id | käufer id
"""
_MONEYS: Final = "EUR|USD|GBP|CHF|PLN|CZK|SEK|DKK|NOK|CAD|AUD|HUF"
_MONEY_ALONE: Final = re.compile(rf"\W*(?:{_MONEYS}|[€$£])\W*")
_CARD: Final = re.compile(
    r"\b(?:(?:credit|debit|bank) ?card|card|carte|(?:kredit|bank)?karte|(?:kredit|bank|betal)?kort"
    r"|tarjeta|carta|cartão|kart[aąęuy]|kartou|kaart)\b(?:[^\W\d]|[\s*.•…:]){0,24}\d{4}\b",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"\s*\|\s*")


def _index(phrases: dict[str, str]) -> dict[str, str]:
    return {fold(word): kind for kind, words in phrases.items() for word in _SPLIT.split(words)}


_COLUMN_OF: Final = _index(_COLUMNS)
KIND_OF: Final = sorted(
    ((fold(word), kind) for kind, words in _KINDS.items() for word in _SPLIT.split(words)),
    key=lambda pair: -len(pair[0]),
)
_KIND_OF_CODE: Final = {code: kind for kind, codes in _CODES.items() for code in codes.split()}
KIND_WORDS: Final = {phrase: kind for phrase, kind in KIND_OF if " " not in phrase}
_KIND_ENDS: Final = Parts(
    {word: kind for word, kind in KIND_WORDS.items() if len(word) >= _LONG_WORD}
)
_SHORTENED: Final = {
    word: kind for word, kind in KIND_WORDS.items() if kind is not StatementLineKind.BALANCE_FORWARD
}
"""Words that programs shorten; what is open is no balance from before."""
_OF_TWO: Final = [
    (phrase.partition(" ")[0], phrase.partition(" ")[2], kind)
    for phrase, kind in KIND_OF
    if phrase.count(" ") == 1 and kind is not StatementLineKind.BALANCE_FORWARD
]
_KIND_PHRASES: Final = frozenset(phrase for phrase, _ in KIND_OF)
_ACCOUNT_WORDS: Final = frozenset(fold(word) for word in _SPLIT.split(_ACCOUNT))
_CLOSING_WORDS: Final = frozenset(fold(word) for word in _SPLIT.split(_CLOSING))


def column(text: str) -> str | None:
    """The column that a header cell names; currencies and brackets in it are looked over."""
    left = fold(bare(text))
    return "amount" if _MONEY_ALONE.fullmatch(text.strip()) else _COLUMN_OF.get(left)


def bare(header: str) -> str:
    """A header without the currency and without what stands in brackets."""
    return re.sub(rf"[(\[].*?[)\]]|[€$£]|\b(?:{_MONEYS})\b", "", header)


def without_card(text: str) -> str:
    """A text without the last digits of the card that somebody paid by, which number nothing."""
    return _CARD.sub(" ", text)


def kind_of_code(text: str) -> StatementLineKind | None:
    """The kind that a code names by itself or before a number, or the beginning of a word: Fact."""
    first, _, rest = text.strip().partition(" ")
    folded = fold(first if any(map(str.isdigit, rest[:_NEAR])) else text)
    if folded in _KIND_OF_CODE:
        return _KIND_OF_CODE[folded]
    if len(folded) < _FEWEST_LETTERS or not folded.isalpha():
        return None
    begun: set[StatementLineKind] = {
        kind for word, kind in _SHORTENED.items() if word.startswith(folded)
    }
    begun = begun or {kind for *words, kind in _OF_TWO if _shortens(folded, *words)}
    return begun.pop() if len(begun) == 1 else None


def _shortens(code: str, first: str, second: str) -> bool:
    """Whether a code is the beginnings of two words: CREDMEM of credit memo."""
    cuts = range(_FEWEST_LETTERS, len(code) - _FEWEST_LETTERS + 1)
    return any(first.startswith(code[:at]) and second.startswith(code[at:]) for at in cuts)


def is_kind(text: str) -> bool:
    """Whether a text is a word for a kind, and at most that a number follows: Invoice no.

    Codes don't count: they are often part of a number, FT 2026/17, unless they are said to be ours.
    """
    folded = re.sub(r"(?: (?:no|nr|n|num|number|nummer|numero))+$", "", fold(text))
    ours = re.sub(r"^(?:n|our|unsere?|notre|onze|nuestra|ns) ", "", folded)
    if ours != folded:
        return ours in _KIND_PHRASES or ours in _KIND_OF_CODE
    return len(folded) >= _SPELT_OUT and folded in _KIND_PHRASES


def is_receipt(text: str) -> bool:
    """Whether a text names a receipt, which is a payment where it is in our favour."""
    return bool(_RECEIPT.search(fold(text)))


def kinds_by_parts(text: str) -> Iterator[StatementLineKind]:
    """The kinds that words name by their end: Ausgangsrechnung, verkoopfactuur."""
    for word in text.split():
        kind = _KIND_ENDS.ending(word)
        if kind is not None:
            yield kind


def is_closing(text: str) -> bool:
    """Whether a text labels the closing balance."""
    return fold(re.sub(rf"\b(?:{_MONEYS})\b", "", text)) in _CLOSING_WORDS


def is_opening(text: str) -> bool:
    """Whether a text labels the opening balance."""
    return (fold(text), StatementLineKind.BALANCE_FORWARD) in KIND_OF


def begins_opening(text: str) -> bool:
    """Whether a label begins with words for an opening balance: Balance forward from March."""
    words = fold(text[:_LONGEST_LABEL]).split()
    heads = (" ".join(words[:size]) for size in range(2, len(words) + 1))
    return any(map(is_opening, (text[:_LONGEST_LABEL], *heads)))


def is_account(text: str) -> bool:
    """Whether a text labels our customer number."""
    return fold(text) in _ACCOUNT_WORDS
