"""What statements of hotels, caterers, sites, offices and small traders say: a case, its truth.

Held out: written without a look at the reader, and never to be used to mend it.
"""

from __future__ import annotations

import random
import unicodedata
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from benchmarks import statement_makers
from benchmarks.statement_wholesalers import Line, Sender

_CENT = Decimal("0.01")
_LETTERS = str.maketrans("łŁđĐøØßæÆ", "lLdDoOsaA")
_PEOPLE = "Brandt Okafor Lindqvist Moreau Ferrari Nowak Castro Virtanen Szabo Petersen"
_PORTS = "LHR AMS OSL MAD CDG FRA HEL ARN LIS MUC"
_GOODS = (
    "PAH, TOC & heavy metals; 12 soil samples, lot B",
    "Legionella, 6 outlets, 2nd round",
    "Nutrients N/P, inlet and outlet, week 14-17",
)
_NAMES = "T A D E day due ref kind debit credit amount bal open orig O Z S P C"
_WORDS = {
    "en": "Monthly statement^Unpaid invoices|A/C^Your account|Statement date^As of|All amounts in"
    "|Tax date^Dated|Pay by|Doc no^Our ref|Narrative^Particulars|Charges^Dr|Receipts^Cr|Value"
    "|Running total|Still to pay^Unpaid|Invoiced|Balance b/fwd|Now due^Please pay|Sub-total"
    "|Received with thanks|Credit",
    "us": "Billing Statement^Open Invoices|Cust. ID|Date^As of|All amounts in|Date|Pay By"
    "|Doc #^Inv #|Activity|Charges|Credits|Amount|Account Balance|Unpaid^Open|Billed"
    "|Balance Forward|Pay This Amount^Total Unpaid|Subtotal|Payment received, thank you|Credit",
    "de": "Kontoblatt^Offene Rechnungen|Ihr Konto^Kunde|Stand vom^Stand|Alle Beträge in"
    "|Datum^Rg.-Datum|zahlbar bis|Belegnr.^Rg.-Nr.|Vorgang^Leistung|Belastung^Soll"
    "|Gutschrift^Haben|Endbetrag^Summe|Kontostand|noch offen|Rg.-Betrag|Alter Saldo"
    "|Neuer Saldo^Zu zahlen|Summe|Zahlung dankend erhalten|Gutschrift",
    "fr": "Situation de votre compte^Factures en attente de règlement|Réf. client|Situation au"
    "|Montants exprimés en|Le^Émise le|À régler avant le|Pièce^N° fact.|Objet|Vos achats^Dû"
    "|Vos versements^Versé|Total|Solde progressif|Net à payer^À régler|T.T.C.|Ancien solde"
    "|Nouveau solde^Total à régler|Total|Reçu votre virement|Avoir",
    "nl": "Staat van uw rekening^Nog te betalen facturen|Relatienr.|Per|Alle bedragen in"
    "|Dag^Dat. factuur|Uiterlijk|Stuknr.^Factuur|Betreft|Af|Bij|Totaal|Stand|Te voldoen"
    "|Factuurtotaal|Oud saldo|Nieuw saldo^Te voldoen totaal|Totaal|Ontvangen per bank|Credit",
    "it": "Situazione contabile^Partite aperte|Cod. cliente|Alla data del|Importi in"
    "|Data reg.^Del|Da pagare entro|Doc. n.^Fatt. n.|Descrizione|Vs. debito|Vs. credito|Totale"
    "|Progressivo|Da saldare|Imp. fattura|Saldo prec.|Vs. debito a oggi^Totale da saldare|Totale"
    "|Vs. bonifico|Nota accredito",
    "es": "Su cuenta con nosotros^Facturas sin pagar|Ref. cliente|A día|Importes en|Día^De fecha"
    "|Pagar antes de|N.º doc.^N.º fra.|Detalle|A su cargo|A su favor|Total|Acumulado|Por pagar"
    "|Total fra.|Saldo ant.|Saldo a su cargo^Total por pagar|Total|Recibido su pago|Abono",
    "pl": "Karta kontrahenta^Niezapłacone faktury|Symbol klienta|Na dzień|Kwoty w|Data^Wystawiono"
    "|Zapłacić do|Dokument^Nr faktury|Treść|Obciążenia|Uznania|Wartość|Saldo narast."
    "|Do zapłaty|Wartość brutto|Bilans otwarcia|Do uregulowania^Ogółem do zapłaty|Suma"
    "|Otrzymano przelew|Korekta",
    "pt": "Mapa de conta^Faturas por liquidar|Cliente|À data de|Valores em|Data mov.^Emitida em"
    "|Pagar até|N.º doc.^Fatura n.º|Descritivo|A seu débito|A seu crédito|Total|Acumulado"
    "|Por liquidar|Total c/ IVA|Saldo ant.|A pagar nesta data^Total por liquidar|Soma"
    "|V/ pagamento|N/ crédito",
    "sv": "Saldobesked^Obetalda fakturor|Kund|Per|Belopp i|Datum^Fakt.dat.|Betalas senast"
    "|Nummer^Fakt.nr|Avser|Påfört|Avräknat|Summa|Kvarstår|Återstår^Obetalt|Fakt.belopp"
    "|Saldo från föregående|Att erlägga|Summa|Betalning mottagen|Kredit",
    "da": "Kontokort^Ubetalte fakturaer|Kunde|Opgjort pr.|Alle beløb i|Dato^Faktureret"
    "|Sidste rettidige betaling|Bilag^Faktura|Vedrørende|Debiteret|Krediteret|I alt|Løbende saldo"
    "|Mangler|Faktura i alt|Overført fra sidst|Skyldig saldo^At betale i alt|Ialt"
    "|Modtaget betaling|Kreditnota",
    "fi": "Saldolaskelma^Maksamattomat laskut|As.nro|Päivä|Summat|Päivä^Päivätty|Maksettava viim."
    "|Tosite^Lasku|Kuvaus|Veloitus|Hyvitys|Yhteensä|Kertymä|Maksamatta|Laskutettu"
    "|Edellinen saldo|Maksettava^Maksamatta yht.|Yht.|Maksu saapunut|Hyvitys",
    "cs": "Stav účtu^Neuhrazené faktury|Zákazník|Ke dni|Částky v|Dne^Vystaveno|Uhradit do"
    "|Doklad^Faktura|Popis|MD|D|Celkem|Stav|K úhradě|Fakturováno|Stav z minula"
    "|Stav účtu celkem^K úhradě celkem|Součet|Přijatá platba|Dobropis",
    "no": "Kontooversikt^Ubetalte fakturaer|Kunde|Pr.|Alle beløp i|Dato^Datert|Betales innen"
    "|Bilag^Faktura|Gjelder|Belastet|Godskrevet|Sum|Løpende saldo|Gjenstår|Fakturert"
    "|Overført saldo|Saldo i vår favør^Sum å betale|Sum|Mottatt betaling|Kredit",
    "hu": "Vevői karton^Kiegyenlítetlen számlák|Partner|Állapot|Összegek|Dátum^Kiállítva"
    "|Fizetendő|Biz.szám^Számla|Szöveg|Terhelés|Jóváírás|Összesen|Halmozott|Hátralék|Bruttó"
    "|Áthozott egyenleg|Fennálló tartozás|Össz.|Beérkezett utalás|Jóváírás",
    "ro": "Situația contului^Facturi neîncasate|Client|La data|Valori în|Data^Emisă la"
    "|De plătit până la|Document^Factura|Detalii|Debitări|Creditări|Total|Sold cumulat"
    "|Rest de plată|Total factură|Sold precedent|Rămas de plată|Total|Plată primită|Storno",
}
"""The words of these houses in place of the makers'; the later of two where debts are listed."""


def house(name: str, form: str, habits: str, numbers: str, page: str, **words: str) -> Sender:
    """A house whose words are the common ones of each language and its own."""
    later = int("open" in habits.split())
    said = {language: f"{_common(language, later)}|{own}" for language, own in words.items()}
    return statement_makers.sender(name, form, habits, numbers, page, **said)


def _common(language: str, later: int) -> str:
    pairs = zip(_NAMES.split(), _WORDS[language].split("|"), strict=True)
    return "|".join(f"{name}={(said.split('^') * 2)[later]}" for name, said in pairs)


class Case(statement_makers.Case):
    """One statement of a house: also guests, deposits, commissions, sides and whole amounts."""

    def __init__(self, sender: Sender, language: str) -> None:
        """Make up what is true, the same every time, under the name of this house."""
        super().__init__(sender, language)
        self.house[0] = self.words.get("firm", self.house[0])

    def _amount(self) -> Decimal:
        return self._rounded(super()._amount())

    def _line(self, sign: str, number: int, day: date, amount: Decimal, later: int = 0) -> Line:
        return super()._line(sign, number, day, self._rounded(amount), later)

    def _rounded(self, amount: Decimal) -> Decimal:
        return amount.quantize(Decimal(1) if self.sender.habit("whole") else _CENT)

    def money(self, amount: Decimal | None) -> str:
        """An amount as it is written, with what the house writes around it, and its sign."""
        if amount is None:
            return ""
        text = super().money(abs(amount))
        if self.sender.habit("whole"):
            text = text[:-3]
        text = self.words.get("amt", "{}").replace("~", "\u00a0").format(text)
        signed = self.sender.habit("neg", "-{}").replace("~", "\u00a0").format(text)
        return signed if amount < 0 else text

    def sided(self, amount: Decimal) -> str:
        """An amount without a sign, followed by the side that it stands on."""
        return f"{self.money(abs(amount))} {self.side(amount)}"

    def side(self, amount: Decimal) -> str:
        """The name of the side on which an amount stands."""
        return self.words["sides"].split(",")[int(amount < 0)]

    def plain(self, text: str) -> str:
        """A text in the capitals of a program that knows no accents."""
        parts = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        return parts.encode("ascii", "ignore").decode().upper()

    def pairs(self) -> list[tuple[dict[str, object], dict[str, object]]]:
        """The lines in two columns, to be read down the left one first."""
        lines = [dict[str, object](line) for line in self.cells()]
        half = (len(lines) + 1) // 2
        return list(zip_longest(lines[:half], lines[half:], fillvalue={}))

    def _told(self, at: int, line: Line) -> dict[str, Decimal | date | str | None]:
        dice, row = random.Random(f"{self.sender.name}{at}{self.language}"), line.row
        fee = (row.amount * 15 / 85).quantize(_CENT)
        crates = row.amount if line.sign == "C" else (row.amount / 8).quantize(_CENT)
        begin = row.day.toordinal() - dice.randrange(2, 6)
        bill = line.sign in "IR"
        return super()._told(at, line) | {
            "guest": dice.choice(_PEOPLE.split()), "goods": row.amount - crates if bill else None,
            "stay": f"{date.fromordinal(begin):%d.%m.} - {row.day:%d.%m.}",
            "ticket": f"{dice.randrange(10, 99)}0 {dice.randrange(10**9, 10**10)}" * bill,
            "route": "-".join(dice.sample(_PORTS.split(), 2)) * bill,
            "crates": crates if line.sign in "IRC" else None, "fee": -fee, "list": row.amount + fee,
            "bank": f"{dice.randrange(10**11, 10**12)}" * bill, "tests": dice.choice(_GOODS),
            "tons": f"{dice.randrange(1, 19)},{dice.randrange(10, 99)} t" * bill,
            "side": self.side(row.amount) if "sides" in self.words else "",
            "held": (row.amount * 5 / 95).quantize(_CENT),
            "gross": row.amount + (row.amount * 5 / 95).quantize(_CENT),
        }  # fmt: skip
