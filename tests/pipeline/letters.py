"""Mails whose own text is the document, and mails that only speak of one, in several languages."""

from __future__ import annotations

from email.message import EmailMessage

HOSTING_EN = """\
<html><body><table><tr><td><h2>Invoice</h2></td></tr>
<tr><td>Hostarium Ltd.<br>12 Mill Lane, Leeds LS1 4AB<br>VAT GB123456789</td>
<td>Invoice number: HS-20418<br>Invoice date: 3 October 2026<br>Due date: 17 October 2026</td></tr>
<tr><td><table><tr><th>Description</th><th>Qty</th><th>Unit price</th><th>Amount</th></tr>
<tr><td>Virtual server M</td><td>2</td><td>£20.00</td><td>£40.00</td></tr>
<tr><td>Backup space</td><td>1</td><td>£9.50</td><td>£9.50</td></tr></table></td></tr>
<tr><td><table><tr><td>Subtotal</td><td>£49.50</td></tr><tr><td>VAT 20%</td><td>£9.90</td></tr>
<tr><td>Total</td><td>£59.40</td></tr></table></td></tr></table></body></html>"""

DOMAINS_DE = """\
<div><h2>Rechnung</h2><table><tr><td>Rechnungsnummer:</td><td>R-2026-10412</td></tr>
<tr><td>Rechnungsdatum:</td><td>05.10.2026</td></tr></table>
<table><tr><th>Beschreibung</th><th>Menge</th><th>Einzelpreis</th><th>Gesamt</th></tr>
<tr><td>Domain, 12 Monate</td><td>1</td><td>12,00 €</td><td>12,00 €</td></tr>
<tr><td>Webhosting Basis</td><td>3</td><td>4,90 €</td><td>14,70 €</td></tr>
<tr><td>Nettobetrag</td><td></td><td></td><td>26,70 €</td></tr>
<tr><td>zzgl. 19 % MwSt.</td><td></td><td></td><td>5,07 €</td></tr>
<tr><td>Gesamtbetrag</td><td></td><td></td><td>31,77 €</td></tr></table>
<p>Netzhafen GmbH, Kai 3, 20457 Hamburg, USt-IdNr. DE136695976</p></div>"""

POWER_FR = """\
Électricité du Val SA
14 rue des Prés
38000 Grenoble

FACTURE N° F-88213

Date de facture : 02/10/2026

Désignation                      Quantité   Prix unitaire     Montant
Abonnement octobre                      1           18,50       18,50
Consommation heures pleines           310            0,20       62,00

Total HT                                                        80,50 EUR
TVA 20 %                                                        16,10 EUR
Total TTC                                                       96,60 EUR
"""

OFFICE_NL = """\
<html><body><h3>Factuur</h3><p>Factuurnummer: 2026-3391<br/>Factuurdatum: 1 oktober 2026</p>
<p>Kantoorplein B.V.<br/>Stationsweg 1<br/>3511 ED Utrecht<br/>BTW NL123456782B90</p>
<table><tr><th>Omschrijving</th><th>Aantal</th><th>Prijs</th><th>Totaal</th></tr>
<tr><td>Schoonmaak</td><td>1</td><td>€ 240,00</td><td>€ 240,00</td></tr>
<tr><td>Koffieservice</td><td>2</td><td>€ 30,00</td><td>€ 60,00</td></tr></table>
<p>Subtotaal: € 300,00</p><p>21% btw: € 63,00</p><p>Totaal incl. btw: € 363,00</p></body></html>"""

PHONES_ES = """\
FACTURA

Telefonía Sol S.L.
Calle Mayor 5, 28013 Madrid

Factura n.º: TS-5512
Fecha de factura: 01/10/2026

Concepto                        Cantidad   Precio    Importe
Línea móvil octubre                    3    15,00      45,00
Fibra 600 Mb                           1    30,00      30,00

Base imponible                                         75,00 €
IVA 21 %                                               15,75 €
Total factura                                          90,75 €
"""

SERVER_PL = """\
<html><body><h2>Faktura nr FV/10/2026/118</h2><p>Data wystawienia: 2026-10-04</p>
<p>Sprzedawca: Serwis Chmura Sp. z o.o.</p>
<table><tr><th>Nazwa</th><th>Ilość</th><th>Cena netto</th><th>Wartość netto</th></tr>
<tr><td>Serwer wirtualny</td><td>2</td><td>100,00</td><td>200,00</td></tr>
<tr><td>Kopia zapasowa</td><td>1</td><td>50,00</td><td>50,00</td></tr></table>
<table><tr><td>Razem netto</td><td>250,00 PLN</td></tr><tr><td>VAT 23%</td><td>57,50 PLN</td></tr>
<tr><td>Do zapłaty</td><td>307,50 PLN</td></tr></table></body></html>"""

WATER_IT = """\
<html><body><table><tr><td>Idrica Piana S.p.A.<br>Via Dante 8, 10123 Torino</td></tr></table>
<h2>Fattura n. 4471 del 06/10/2026</h2>
<table><tr><th>Descrizione</th><th>Quantità</th><th>Prezzo</th><th>Importo</th></tr>
<tr><td>Canone acqua</td><td>1</td><td>20,00</td><td>20,00</td></tr>
<tr><td>Consumo mc</td><td>30</td><td>1,50</td><td>45,00</td></tr></table>
<p>Imponibile: € 65,00</p><p>IVA 10%: € 6,50</p><p>Totale fattura: € 71,50</p></body></html>"""

DOCUMENTS = {
    "en": ("Invoice HS-20418 from Hostarium", HOSTING_EN, "HS-20418", "59.40"),
    "de": ("Ihre Rechnung R-2026-10412", DOMAINS_DE, "R-2026-10412", "31.77"),
    "fr": ("Votre facture F-88213", POWER_FR, "F-88213", "96.60"),
    "nl": ("Factuur 2026-3391", OFFICE_NL, "2026-3391", "363.00"),
    "es": ("Su factura TS-5512", PHONES_ES, "TS-5512", "90.75"),
    "pl": ("Faktura FV/10/2026/118", SERVER_PL, "FV/10/2026/118", "307.50"),
    "it": ("Fattura 4471", WATER_IT, "4471", "71.50"),
}
"""By language: the subject, the text, the document's number and its total."""

ANNOUNCED_DE = """\
<html><body><p>Guten Tag,</p><p>Ihre Rechnung steht im Kundenportal bereit.</p>
<table><tr><td>Rechnungsnummer</td><td>4711</td></tr><tr><td>Rechnungsdatum</td><td>01.10.2026</td>
</tr><tr><td>Rechnungsbetrag</td><td>119,00 EUR</td></tr></table>
<a href="https://portal.example/r">Rechnung ansehen</a></body></html>"""

SUMMED_UP_EN = """\
<html><body><p>Hello, you have a new invoice.</p>
<table><tr><th>Invoice</th><th>Date</th><th>Net</th><th>VAT</th><th>Total</th></tr>
<tr><td>INV-4711</td><td>1 Oct 2026</td><td>$100.00</td><td>$19.00</td><td>$119.00</td></tr></table>
<p>Invoice number: INV-4711, invoice date: 1 Oct 2026, total due $119.00</p></body></html>"""

OFFER_EN = """\
<html><body><h1>Autumn sale: your invoice discount</h1>
<table><tr><th>Item</th><th>Qty</th><th>Price</th><th>Total</th></tr>
<tr><td>Desk lamp</td><td>1</td><td>$30.00</td><td>$30.00</td></tr>
<tr><td>Chair</td><td>2</td><td>$50.00</td><td>$100.00</td></tr>
<tr><td>Total</td><td></td><td></td><td>$130.00</td></tr></table>
<p>Only until Oct 9, 2026. <a href="https://shop.example/u">Unsubscribe</a></p></body></html>"""

ABOUT = {
    "announced": ("Ihre Rechnung ist da", ANNOUNCED_DE),
    "summed up": ("New invoice INV-4711", SUMMED_UP_EN),
    "newsletter": ("Save on every invoice", OFFER_EN),
}
"""Subjects and texts of mails that are no document."""


def letter(subject: str, body: str, *, sender: str = "billing@nw.example") -> bytes:
    """A mail of this text, as a page where it is one."""
    mail = EmailMessage()
    mail["From"] = f"Billing <{sender}>"
    mail["To"] = "ap@us.example"
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{subject.replace(' ', '.')}@nw.example>"
    mail["Date"] = "Mon, 05 Oct 2026 08:00:00 +0000"
    if not body.startswith("<"):
        mail.set_content(body)
        return mail.as_bytes()
    mail.set_content("Please open this mail in a program that shows pages.")
    mail.add_alternative(body, subtype="html")
    return mail.as_bytes()
