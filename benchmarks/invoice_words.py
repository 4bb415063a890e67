"""What the generated invoices of twelve languages say: labels, sellers, buyers and goods.

The words were collected from how invoices are commonly set, apart from the vocabulary of the
reader: where several are given, a layout takes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

NAMES: Final = (
    *("title", "number", "day", "due", "order", "buyer", "text", "quantity", "price", "total"),
    *("net", "tax", "gross", "shipping", "discount", "currency"),
)
"""What the parts of a row of `WORDS` are."""
WORDS: Final[Mapping[str, str]] = {
    "en": "Invoice;Tax Invoice|Invoice number;Invoice No.|Invoice date;Date of issue|Due date"
    ";Payment due|PO number;Your order|Bill to;Customer|Description;Item|Qty;Quantity"
    "|Unit price;Price|Amount;Line total|Subtotal;Total excl. VAT|VAT;VAT amount|Total due"
    ";Grand total|Shipping;Carriage|Discount|Currency",
    "de": "Rechnung;Handelsrechnung|Rechnungsnummer;Rechnungs-Nr.|Rechnungsdatum;Datum"
    "|Fällig am;Zahlbar bis|Bestellnummer;Ihre Bestellung|Rechnungsempfänger;Kunde"
    "|Bezeichnung;Beschreibung|Menge;Anzahl|Einzelpreis;Preis|Gesamtpreis;Betrag|Nettobetrag"
    ";Summe netto|MwSt.;Umsatzsteuer|Gesamtbetrag;Rechnungsbetrag|Versandkosten;Fracht|Rabatt"
    "|Währung",
    "fr": "Facture;FACTURE|Facture n°;Numéro de facture|Date de facture;Date d'émission"
    "|Échéance;Date d'échéance|N° de commande;Votre commande|Facturé à;Client|Désignation"
    ";Libellé|Quantité;Qté|Prix unitaire;P.U. HT|Montant HT;Total HT|Total HT;Sous-total"
    "|TVA;Montant TVA|Total TTC;Net à payer|Frais de port;Livraison|Remise|Devise",
    "nl": "Factuur;FACTUUR|Factuurnummer;Factuurnr.|Factuurdatum;Datum|Vervaldatum"
    ";Uiterste betaaldatum|Uw ordernummer;Bestelnummer|Factuuradres;Klant|Omschrijving"
    "|Aantal|Prijs;Stukprijs|Bedrag;Totaal|Subtotaal;Totaal excl. btw|Btw;Btw-bedrag"
    "|Totaal incl. btw;Te betalen|Verzendkosten;Vracht|Korting|Valuta",
    "it": "Fattura;FATTURA|Fattura n.;Numero fattura|Data fattura;Data|Scadenza;Data scadenza"
    "|Vostro ordine;N. ordine|Spett.le;Cliente|Descrizione;Articolo|Quantità;Q.tà"
    "|Prezzo unitario;Prezzo|Importo;Totale|Imponibile;Totale imponibile|IVA;Importo IVA"
    "|Totale fattura;Totale documento|Spese di spedizione;Trasporto|Sconto|Valuta",
    "es": "Factura;FACTURA|Factura n.º;Número de factura|Fecha de factura;Fecha"
    "|Vencimiento;Fecha de vencimiento|Su pedido;N.º de pedido|Facturar a;Cliente|Descripción"
    ";Concepto|Cantidad;Uds.|Precio unitario;Precio|Importe;Total|Base imponible;Subtotal"
    "|IVA;Cuota IVA|Total factura;Total a pagar|Gastos de envío;Portes|Descuento|Moneda",
    "pl": "Faktura;Faktura VAT|Nr faktury;Faktura nr|Data wystawienia;Data|Termin płatności"
    ";Termin zapłaty|Nr zamówienia;Zamówienie|Nabywca;Klient|Nazwa towaru;Opis|Ilość"
    "|Cena netto;Cena jednostkowa|Wartość netto;Wartość|Razem netto;Suma netto|VAT;Kwota VAT"
    "|Razem do zapłaty;Razem brutto|Koszt wysyłki;Dostawa|Rabat|Waluta",
    "pt": "Fatura;FATURA|Fatura n.º;Número da fatura|Data de emissão;Data da fatura|Vencimento"
    ";Data de vencimento|N.º de encomenda;Vossa encomenda|Faturar a;Exmo(s) Senhor(es)"
    "|Descrição;Designação|Quantidade;Qtd.|Preço unitário;Preço|Valor;Total|Total sem IVA"
    ";Total ilíquido|IVA;Total IVA|Total a pagar;Total do documento|Portes;Custos de envio"
    "|Desconto|Moeda",
    "sv": "Faktura;FAKTURA|Fakturanummer;Fakturanr|Fakturadatum;Datum|Förfallodatum"
    ";Betalas senast|Ert ordernummer;Er order|Kund;Faktureras till|Benämning;Beskrivning"
    "|Antal|À-pris;Pris|Belopp;Summa|Summa exkl. moms;Netto|Moms;Momsbelopp|Att betala"
    ";Summa att betala|Frakt;Expeditionsavgift|Rabatt|Valuta",
    "da": "Faktura;FAKTURA|Fakturanummer;Faktura nr.|Fakturadato;Dato|Forfaldsdato"
    ";Betales senest|Jeres ordrenr.;Rekvisition|Kunde;Faktureres til|Beskrivelse;Varebeskrivelse"
    "|Antal|Enhedspris;Stk. pris|Beløb;Pris i alt|Subtotal;I alt ekskl. moms|Moms;Momsbeløb"
    "|At betale;I alt inkl. moms|Fragt;Forsendelse|Rabat|Valuta",
    "fi": "Lasku;LASKU|Laskun numero;Laskunumero|Laskun päivämäärä;Päivämäärä|Eräpäivä"
    ";Maksettava viimeistään|Tilausnumero;Tilausnumeronne|Asiakas;Laskutusosoite|Kuvaus;Tuote"
    "|Määrä;Kpl|À-hinta;Yksikköhinta|Yhteensä;Summa|Veroton yhteensä;Välisumma|ALV"
    ";Arvonlisävero|Maksettava yhteensä;Yhteensä EUR|Toimituskulut;Rahti|Alennus|Valuutta",
    "cs": "Faktura;Faktura - daňový doklad|Číslo faktury;Faktura č.|Datum vystavení;Vystaveno dne"
    "|Datum splatnosti;Splatnost|Objednávka č.;Číslo objednávky|Odběratel;Zákazník|Popis"
    ";Název položky|Množství;Počet|Cena za MJ;Jednotková cena|Celkem;Částka|Celkem bez DPH"
    ";Základ daně|DPH;DPH celkem|Celkem k úhradě;K úhradě|Doprava;Poštovné|Sleva|Měna",
}
DATES: Final = {
    "en": "%d %B %Y", "de": "%d.%m.%Y", "fr": "%d/%m/%Y", "nl": "%d-%m-%Y", "it": "%d/%m/%Y",
    "es": "%d/%m/%Y", "pl": "%d.%m.%Y", "pt": "%d/%m/%Y", "sv": "%Y-%m-%d", "da": "%d.%m.%Y",
    "fi": "%d.%m.%Y", "cs": "%d.%m.%Y",
}  # fmt: skip
MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października"
    " listopada grudnia",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta"
    " syyskuuta lokakuuta marraskuuta joulukuuta",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
}
LONG_DATES: Final = {
    **dict.fromkeys(("de", "da", "fi", "cs"), "{day}. {month} {year}"),
    **dict.fromkeys(("es", "pt"), "{day} de {month} de {year}"),
}
"""How a language writes a date with the month's name; the others without a dot or “de”."""


@dataclass(frozen=True, slots=True)
class Land:
    """Where a language is spoken: currency, rates of tax, VAT id, and who trades there."""

    currency: str
    sign: str
    rates: tuple[int, int]
    vat_label: str
    vat_id: str
    grouping: str
    sellers: tuple[str, ...]
    buyers: tuple[str, ...]
    street: str
    city: str
    phone: str
    goods: tuple[str, ...]


def _land(row: str) -> Land:
    parts = [part.strip() for part in row.split("|")]
    many = [tuple(part.split(";")) for part in parts]
    low, high = (int(rate) for rate in many[2])
    currency, sign, _, vat_label, vat_id, grouping, _, _, street, city, phone, _ = parts
    return Land(
        currency, sign, (low, high), vat_label, vat_id, grouping.strip("'"), many[6], many[7],
        street, city, phone, many[11],
    )  # fmt: skip


LANDS: Final = {
    code: _land(row)
    for code, row in {
        "en": "GBP|£|5;20|VAT No:|GB987654321|','|Northgate Paper Ltd;Ashdown Tools Limited"
        "|Harbour Foods Ltd;Meridian Hotels plc|12 Mill Lane|Leeds LS1 4AP|Tel. 0113 496 0000"
        "|Copy paper A4;Steel bracket;Desk lamp;Cleaning service",
        "de": "EUR|€|7;19|USt-IdNr.:|DE136695976|'.'|Papierwerk Nord GmbH;Keller Stahl AG"
        "|Hafenkost AG;Stadtwerke Muster GmbH|Am Kanal 12|20457 Hamburg|Tel. 040 123456"
        "|Kopierpapier A4;Stahlwinkel;Tischleuchte;Reinigung",
        "fr": "EUR|€|10;20|N° TVA :|FR32123456789|' '|Papeterie du Nord SARL;Acier Moreau SAS"
        "|Saveurs du Port SAS;Mairie Dupont SA|12 rue du Canal|59000 Lille|Tél. 03 20 00 00 00"
        "|Papier A4;Équerre acier;Lampe de bureau;Nettoyage",
        "nl": "EUR|€|9;21|Btw-nummer:|NL123456782B90|'.'|Papierfabriek Noord B.V.;Staalhandel"
        " Visser B.V.|Havenkeuken B.V.;Hotel De Gracht N.V.|Kanaalweg 12|3011 AB Rotterdam"
        "|Tel. 010 123 4567|Kopieerpapier A4;Stalen hoek;Bureaulamp;Schoonmaak",
        "it": "EUR|€|10;22|P. IVA:|IT12345670017|'.'|Cartiera del Nord S.r.l.;Acciai Rossi S.p.A."
        "|Sapori del Porto S.p.A.;Albergo Centrale S.r.l.|Via Roma 12|20121 Milano"
        "|Tel. 02 1234567|Carta A4;Staffa in acciaio;Lampada da tavolo;Pulizia",
        "es": "EUR|€|10;21|NIF:|ESB12345674|'.'|Papelera del Norte S.L.;Aceros García S.A."
        "|Sabores del Puerto S.A.;Hotel Central S.L.|Calle Mayor 12|28013 Madrid|Tel. 910 000 000"
        "|Papel A4;Escuadra de acero;Lámpara de mesa;Limpieza",
        "pl": "PLN|zł|8;23|NIP:|PL5260001246|' '|Papiernia Północ Sp. z o.o.;Stal Nowak S.A."
        "|Smaki Portu Sp. z o.o.;Hotel Centralny S.A.|ul. Portowa 12|00-950 Warszawa"
        "|Tel. 22 123 45 67|Papier ksero A4;Kątownik stalowy;Lampka biurkowa;Sprzątanie",
        "pt": "EUR|€|13;23|NIF:|PT501442600|' '|Papelaria do Norte, Lda.;Aços Ferreira, S.A."
        "|Sabores do Porto, Lda.;Hotel Central, S.A.|Rua do Cais 12|4050-253 Porto"
        "|Tel. 220 000 000|Papel A4;Esquadro de aço;Candeeiro de mesa;Limpeza",
        "sv": "SEK|kr|12;25|Momsreg.nr:|SE556677889901|' '|Norra Papper AB;Stålgruppen Svea AB"
        "|Hamnkrogen AB;Hotell Centrum AB|Storgatan 12|111 51 Stockholm|Tel. 08-123 456 00"
        "|Kopieringspapper A4;Stålvinkel;Bordslampa;Städning",
        "da": "DKK|kr.|25;25|CVR:|DK12345674|'.'|Nordpapir A/S;Staalhuset ApS|Havnens Mad ApS"
        ";Hotel Centrum A/S|Havnegade 12|1058 København K|Tlf. 33 12 34 56"
        "|Kopipapir A4;Stålbeslag;Bordlampe;Rengøring",
        "fi": "EUR|€|14;25|ALV-tunnus:|FI12345671|' '|Pohjolan Paperi Oy;Teräs Virtanen Oyj"
        "|Sataman Herkut Oy;Hotelli Keskusta Oy|Satamakatu 12|00160 Helsinki|Puh. 09 123 4567"
        "|Kopiopaperi A4;Teräskulma;Pöytälamppu;Siivous",
        "cs": "CZK|Kč|12;21|DIČ:|CZ25596641|' '|Papírny Sever s.r.o.;Ocel Novák a.s."
        "|Přístavní kuchyně s.r.o.;Hotel Centrum a.s.|Nábřežní 12|110 00 Praha 1"
        "|Tel. 222 123 456|Papír A4;Ocelový úhelník;Stolní lampa;Úklid",
    }.items()
}  # fmt: skip
