"""What statements of makers, agencies, carriers and laboratories say: one case, with its truth.

Held out: written without a look at the reader, and never to be used to mend it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from benchmarks import statement_wholesalers
from benchmarks.statement_wholesalers import Line, Sender

_CENT = Decimal("0.01")
_NAMES = (
    "T A D B M day due ref kind code order orig paid open debit credit amount bal days "
    "O Z S Y Y2 I C P R U place places G X F marks money"
)
_WORDS = {
    "en": "Statement of account^Customer statement^Statement|Account no.^Customer^Account ref"
    "|Statement date^Date^As at|Period|Currency|Date^Invoice date^Posting date|Due date^Due"
    "|Document no.^Invoice no.^Reference|Description^Details^Transaction|Type|Your order^PO no."
    "|Original amount^Invoice amount|Paid|Outstanding^Open amount^Remaining|Debit|Credit|Amount"
    "|Balance|Days overdue|Balance brought forward^Opening balance|Balance due^Total outstanding"
    "|Subtotal|Carried forward|Brought forward|Invoice|Credit note|Payment|Interest invoice"
    "|Payment on account|Site|Leeds~Hull~Selby|Not due~1-30 days~31-60 days~Over 60 days"
    "|Please quote the account number with your payment.|Hartwell & Lyne Ltd;14 Foundry Lane"
    ";Sheffield S4 7QQ;Barclays 20-76-92, account 40117266||",
    "us": "Statement^Account Statement|Customer #^Account|Statement Date^Date|Period|Currency"
    "|Date^Invoice Date|Due Date|Invoice #^Number^Transaction|Description^Activity|Class"
    "|PO Number^Customer PO|Original Amount^Invoice Total|Applied|Amount Due^Open Balance|Charges"
    "|Credits|Amount|Balance|Days Late|Previous Balance^Balance Forward|Total Due^Balance Due"
    "|Subtotal|Continued on next page|Continued|Invoice|Credit Memo|Payment - Thank you"
    "|Finance Charge|Payment on Account|Ship-to|Reno~Boise~Salem"
    "|Current~1-30~31-60~Over 60|Make checks payable to the above and write the account on it."
    "|Cascadia Instruments Inc.;4100 Harbor Blvd;Tacoma, WA 98402;ACH 125000024, 153390071||",
    "de": "Kontoauszug^Offene Posten^Saldenliste|Kunden-Nr.^Debitor^Kundenkonto|Datum^Stichtag"
    "|Zeitraum|Währung|Belegdatum^Rechnungsdatum^Buchungstag|Fälligkeit^fällig am"
    "|Belegnummer^Rechnung Nr.^Beleg|Text^Buchungstext|Art|Ihre Bestellung|Rechnungsbetrag|bezahlt"
    "|offen^Restbetrag|Soll|Haben|Betrag|Saldo|Tage überfällig|Saldovortrag^Anfangssaldo"
    "|Offener Gesamtbetrag^Endsaldo|Zwischensumme|Übertrag|Übertrag|Rechnung|Gutschrift"
    "|Zahlungseingang|Zinsrechnung|Akontozahlung|Standort|Jena~Suhl~Gera"
    "|nicht fällig~1-30 Tage~31-60 Tage~über 60 Tage|Bitte geben Sie bei Zahlung Ihre Kundennummer"
    " an.|Wetzlarer Präzision GmbH;Im Gewerbepark 7;35576 Wetzlar;DE44 5155 0035 0002 1177 09||",
    "fr": "Relevé de compte^État des factures dues|N° client^Compte client|Date^Arrêté au|Période"
    "|Devise|Date^Date de pièce|Échéance|N° de pièce^Facture n°|Libellé^Nature|Type|Votre commande"
    "|Montant TTC|Réglé|Reste dû^Solde dû|Débit|Crédit|Montant|Solde|Jours de retard"
    "|Solde antérieur^Report à nouveau|Total restant dû^Solde au débit|Sous-total|À reporter|Report"
    "|Facture|Avoir|Votre règlement|Facture d'intérêts|Acompte reçu|Agence|Metz~Nancy~Toul"
    "|Non échu~1-30 jours~31-60 jours~Plus de 60 jours|Merci de rappeler votre numéro de client."
    "|Ateliers de la Meuse SA;3 rue du Canal;55000 Bar-le-Duc;FR76 1470 7500 2112 3456 7890 145||",
    "nl": "Rekeningoverzicht^Openstaande posten|Debiteurnummer^Klantnr.|Datum^Peildatum|Periode"
    "|Valuta|Factuurdatum^Boekdatum|Vervaldatum|Factuurnr.^Documentnr.|Omschrijving|Soort"
    "|Uw referentie|Factuurbedrag|Betaald|Openstaand^Restbedrag|Debet|Credit|Bedrag|Saldo"
    "|Dagen te laat|Beginsaldo^Vorig saldo|Totaal openstaand^Te betalen|Subtotaal|Transport"
    "|Transport|Factuur|Creditnota|Ontvangen betaling|Rentenota|Betaling op rekening|Kostenplaats"
    "|Breda~Tilburg~Goes|Niet vervallen~1-30 dagen~31-60 dagen~Meer dan 60 dagen"
    "|Vermeld bij betaling het debiteurnummer.|Brabant Flex B.V.;Spoorlaan 40;5017 JZ Tilburg"
    ";NL91 ABNA 0417 1643 00||",
    "it": "Estratto conto^Partite aperte|Codice cliente^Cliente|Data^Situazione al|Periodo|Valuta"
    "|Data^Data doc.|Scadenza|N. documento^Fattura n.|Descrizione^Causale|Tipo|Vs. ordine"
    "|Importo fattura|Pagato|Residuo^Da saldare|Dare|Avere|Importo|Saldo|Giorni di ritardo"
    "|Saldo precedente^Saldo iniziale|Saldo a Vs. debito^Totale dovuto|Subtotale|A riportare"
    "|Riporto|Fattura|Nota di credito|Vs. bonifico|Nota interessi|Acconto|Sede|Como~Lecco~Varese"
    "|A scadere~1-30 gg~31-60 gg~Oltre 60 gg|Vi preghiamo di indicare il codice cliente."
    "|Utensileria Prealpina S.p.A.;Via Fiume 9;22100 Como;IT60 X054 2811 1010 0000 0123 456||",
    "es": "Estado de cuenta^Extracto de cliente|Cód. cliente^N.º de cliente|Fecha^A fecha|Periodo"
    "|Moneda|Fecha^Fecha doc.|Vencimiento|N.º documento^Factura|Concepto|Tipo|Su pedido|Importe"
    " factura|Cobrado|Pendiente|Debe|Haber|Importe|Saldo|Días de retraso|Saldo anterior^Saldo"
    " inicial|Saldo pendiente^Total a pagar|Subtotal|Suma y sigue|Suma anterior|Factura|Abono|Su"
    " pago|Factura de intereses|Entrega a cuenta|Delegación|Vigo~Lugo~Ourense"
    "|No vencido~1-30 días~31-60 días~Más de 60 días|Indique su código de cliente en el pago."
    "|Telecomunicaciones del Miño S.A.;Rúa do Progreso 55;32003 Ourense"
    ";ES91 2100 0418 4502 0005 1332||",
    "pl": "Wyciąg z konta^Zestawienie należności|Nr kontrahenta^Kod klienta|Data^Stan na dzień"
    "|Okres|Waluta|Data wystawienia^Data|Termin płatności|Nr dokumentu^Faktura nr|Opis|Typ|Zam."
    "|Kwota|Zapłacono|Pozostało do zapłaty|Wn|Ma|Kwota|Saldo|Dni po terminie|Saldo początkowe"
    "|Razem do zapłaty^Saldo końcowe|Razem|Do przeniesienia|Z przeniesienia|Faktura|Korekta"
    "|Wpłata|Nota odsetkowa|Przedpłata|Oddział|Radom~Kielce~Łódź"
    "|Przed terminem~1-30 dni~31-60 dni~Powyżej 60 dni|Prosimy podać kod klienta w tytule przelewu."
    "|Armatura Świętokrzyska S.A.;Hutnicza 3;25-101 Kielce;PL61 1090 1014 0000 0712 1981 2874||",
    "pt": "Extrato de conta corrente^Documentos pendentes|Cliente n.º^Código de cliente|Data^Em"
    "|Período|Moeda|Data^Data do documento|Vencimento|Documento^N.º doc.|Descrição|Tipo|Encomenda"
    "|Valor do documento|Pago|Em dívida^Pendente|Débito|Crédito|Valor|Saldo|Dias de atraso"
    "|Saldo anterior|Saldo em dívida^Total em aberto|Subtotal|A transportar|Transporte|Fatura"
    "|Nota de crédito|Recibo|Nota de juros|Adiantamento|Local|Faro~Beja~Évora"
    "|Não vencido~1-30 dias~31-60 dias~Mais de 60 dias|Indique o código de cliente no pagamento."
    "|Redes do Algarve, S.A.;Rua de Olhão 88;8000-322 Faro;PT50 0002 0123 1234 5678 9015 4||",
    "sv": "Kontoutdrag^Reskontrautdrag|Kundnr^Kundnummer|Datum^Per den|Period|Valuta|Fakturadatum"
    "^Bokföringsdatum|Förfallodatum|Fakturanr^Verifikat|Text|Typ|Er referens|Fakturabelopp|Betalt"
    "|Restbelopp^Kvar att betala|Debet|Kredit|Belopp|Saldo|Dagar försenad|Ingående saldo"
    "|Att betala^Utgående saldo|Delsumma|Transport|Transport|Faktura|Kreditfaktura|Inbetalning"
    "|Räntefaktura|A conto-betalning|Kostnadsställe|Lund~Ystad~Malmö"
    "|Ej förfallet~1-30 dagar~31-60 dagar~Över 60 dagar|Ange kundnummer vid betalning."
    "|Skånsk Bemanning AB;Industrigatan 12;212 14 Malmö;Bankgiro 991-2346||",
    "da": "Kontoudtog^Åbne poster|Kundenr.^Debitor|Dato^Pr.|Periode|Valuta|Bogføringsdato^Dato"
    "|Forfaldsdato|Bilagsnr.^Fakturanr.|Beskrivelse^Tekst|Type|Jeres ref.|Oprindeligt beløb|Betalt"
    "|Restbeløb^Udestående|Debet|Kredit|Beløb|Saldo|Dage over forfald|Primosaldo^Saldo overført"
    "|Saldo i vores favør^I alt at betale|Subtotal|Transport|Transport|Faktura"
    "|Kreditnota|Indbetaling|Rentenota|Acontobetaling|Afdeling|Vejle~Horsens~Kolding"
    "|Ikke forfaldent~1-30 dage~31-60 dage~Over 60 dage|Oplys venligst kundenr. ved betaling."
    "|Lillebælt Vikar A/S;Havneparken 2;7100 Vejle;Reg. 7045 Konto 1234567||",
    "fi": "Tiliote^Avoimet laskut|Asiakasnro^Asiakas|Päiväys^Tilanne|Kausi|Valuutta|Pvm^Laskun pvm"
    "|Eräpäivä|Laskunro^Tosite|Selite|Laji|Tilauksenne|Laskun summa|Maksettu|Avoinna|Debet|Kredit"
    "|Summa|Saldo|Myöhässä pv|Alkusaldo|Maksettavaa yhteensä^Loppusaldo|Välisumma"
    "|Siirto seuraavalle sivulle|Siirto edelliseltä sivulta|Lasku|Hyvityslasku|Suoritus|Korkolasku"
    "|Ennakkomaksu|Toimipaikka|Vaasa~Kokkola~Pori"
    "|Erääntymätön~1-30 pv~31-60 pv~Yli 60 pv|Mainitkaa asiakasnumero maksaessanne."
    "|Botnia Diagnostiikka Oy;Rantakatu 21;65100 Vaasa;FI21 1234 5600 0007 85||",
    "cs": "Výpis z účtu^Saldokonto|Č. odběratele^Odběratel|Datum^Ke dni|Období|Měna|Datum vystavení"
    "^Datum|Splatnost|Číslo dokladu^Faktura č.|Text|Druh|Objednávka|Částka|Uhrazeno|Zbývá uhradit"
    "|Má dáti|Dal|Částka|Zůstatek|Dnů po splatnosti|Počáteční zůstatek"
    "|Celkem k úhradě^Konečný zůstatek|Mezisoučet|K převodu|Převod|Faktura|Dobropis|Úhrada"
    "|Penalizační faktura|Záloha|Středisko|Zlín~Tábor~Písek"
    "|Do splatnosti~1-30 dnů~31-60 dnů~Nad 60 dnů|Při platbě uveďte číslo odběratele."
    "|Armatury Haná a.s.;Tovární 1;772 00 Olomouc;CZ65 0800 0000 1920 0014 5399||",
    "no": "Kontoutskrift^Reskontroutskrift|Kundenr.^Kunde|Dato^Per|Periode|Valuta|Fakturadato^Dato"
    "|Forfall|Fakturanr.^Bilagsnr.|Tekst|Type|Deres ref.|Fakturabeløp|Betalt|Restbeløp^Utestående"
    "|Debet|Kredit|Beløp|Saldo|Dager over forfall|Inngående saldo|Å betale^Utgående saldo|Delsum"
    "|Overføres|Overført|Faktura|Kreditnota|Innbetaling|Rentefaktura|Akontobetaling|Avdeling"
    "|Bodø~Narvik~Alta|Ikke forfalt~1-30 dager~31-60 dager~Over 60 dager"
    "|Oppgi kundenummer ved betaling.|Lofoten Luftfrakt AS;Havnegata 6;8006 Bodø;1503.22.33445||",
    "hu": "Folyószámla-egyeztető^Nyitott tételek|Vevőkód|Kelt^Fordulónap|Időszak|Pénznem|Kelt"
    "|Esedékesség|Bizonylatszám^Számlaszám|Megnevezés|Típus|Rendelés|Számla összege|Kiegyenlítve"
    "|Nyitott összeg|Tartozik|Követel|Összeg|Egyenleg|Késedelmes napok|Nyitó egyenleg"
    "|Fizetendő összesen^Záró egyenleg|Részösszeg|Átvitel|Áthozat|Számla|Jóváíró számla|Befizetés"
    "|Kamatszámla|Előleg|Telephely|Eger~Pécs~Vác|Nem lejárt~1-30 nap~31-60 nap~60 napon túl"
    "|Kérjük, utaláskor tüntesse fel a vevőkódot.|Pannon Labor Kft.;Ipari út 18;7622 Pécs"
    ";HU42 1177 3016 1111 1018 0000 0000| ,|HUF",
    "ro": "Extras de cont client^Fișă partener|Cod client|Data^La data de|Perioada|Moneda|Data"
    "|Scadență|Nr. document^Factura nr.|Explicații|Tip|Comanda|Valoare factură|Achitat|De plată"
    "|Debit|Credit|Suma|Sold|Zile întârziere|Sold inițial|Total de plată^Sold final|Subtotal"
    "|De reportat|Report|Factură|Factură storno|Încasare|Penalități|Avans|Punct de lucru"
    "|Cluj~Turda~Dej|Nescadent~1-30 zile~31-60 zile~Peste 60 zile"
    "|Vă rugăm să menționați codul de client.|Someș Reactivi S.R.L.;Str. Fabricii 12"
    ";400620 Cluj-Napoca;RO49 AAAA 1B31 0075 9384 0000|.,|RON",
}  # fmt: skip
"""The common words by `_NAMES`; of several, a house takes one."""


def sender(name: str, form: str, habits: str, numbers: str, page: str, **words: str) -> Sender:
    """A house whose words are the common ones of each language and its own."""
    turn, title = sum(map(ord, name)), int("open" in habits.split())
    return Sender(name, form, habits, numbers, page, {
        language: f"{_common(language, turn, title)}|{own.strip()}"
        for language, own in words.items()
    })  # fmt: skip


def _common(language: str, turn: int, title: int) -> str:
    said = zip(_NAMES.split(), _WORDS[language].split("|"), strict=True)
    picked = ((name, word.split("^")) for name, word in said if word)
    return "|".join(
        f"{name}={one[(title if name == 'T' else turn) % len(one)]}" for name, one in picked
    )


class Case(statement_wholesalers.Case):
    """One statement of a house: also what is settled, paid below its invoice, or foreign."""

    def __init__(self, sender: Sender, language: str) -> None:
        """Make up what is true, the same every time, and what each payment settles."""
        super().__init__(sender, language)
        letters = iter("ABCDEFGHJKLMNPQRSTUVWXYZ")
        bills = [line for line in self.lines if line.sign in "IR"]
        several = [*([one] for one in bills), *map(list, pairwise(bills))]
        groups = [(some, sum(one.row.amount for one in some)) for some in several]
        for line in self.lines:
            paid = [one for one, sums in groups if sums == -line.row.amount] + [[]]
            letter = next(letters) if paid[0] else ""
            for one in [*paid[0], line]:
                one.extra["match"] = letter or one.extra.get("match", "")
            line.extra["settles"] = ", ".join(one.row.reference for one in paid[0])

    def _invoice(self, number: int, day: date) -> Iterator[Line]:
        """An invoice, and below it what was paid of it where the house prints it there."""
        for line in super()._invoice(number, day):
            yield line
            if self.sender.habit("below") and line.sign == "I" and self.dice.random() < 0.35:
                part = line.row.amount * self.dice.randrange(2, 8) / 10
                days = timedelta(days=self.dice.randrange(5, 20))
                yield self._line("P", number + 400, day + days, -part.quantize(_CENT))

    def _told(self, at: int, line: Line) -> dict[str, Decimal | date | str | None]:
        dice, row = random.Random(f"{self.sender.name}{at}"), line.row
        whole, rate = row.amount + line.paid, Decimal(dice.randrange(1040, 1190)) / 1000
        vat = (whole * 20 / 120).quantize(_CENT)
        told = {"match": "", **super()._told(at, line)}
        return told | {
            "month": row.day.strftime("%m/%Y"), "week": f"{row.day.isocalendar().week:02}/26",
            "stamp": f"{self.day(row.day)} {6 + at * 37 // 60:02}:{at * 37 % 60:02}",
            "net": whole - vat, "vat": vat, "hours": ((whole - vat) / 42).quantize(_CENT),
            "fx": (whole * rate).quantize(_CENT), "fcur": self.words.get("coin", "USD"),
            "rate": f"{rate:.4f}".replace(".", self.words.get("marks", ",")[-1]),
            "vouch": str(410_200 + at * 7),
        }  # fmt: skip

    def long(self, day: date) -> str:
        """A day of the letterhead, which always has its year."""
        return day.strftime(self.words["long"]) if "long" in self.words else self.day(day)

    def row(self, names: str, line: dict[str, object], between: str = ";") -> str:
        """The cells of a line as they are shown; between tabs, as a workbook's page says them."""
        shown = self.typed if between == "\t" else self._shown
        return between.join(shown(line.get(one)) for one in names.split())

    def typed(self, value: object) -> str:
        """A value as a workbook's page says it: amounts behind a #, days behind an @."""
        mark = "#" if isinstance(value, Decimal) else "@" * isinstance(value, date)
        return f"{mark}{'' if value is None else value}"

    def _shown(self, value: object) -> str:
        if isinstance(value, Decimal):
            return self.money(value)
        return self.day(value) if isinstance(value, date) else str(value or "")
