"""The utilities and carriers of `statement_services`: traits, numbers, and words by language.

Columns, two bars, words: T title, K account, D day, B period, M currency, E what is owed, at the
top; O opening, V billed, W paid and credited, Z closing; I invoice, C credit note, P payment (each
with a code behind `~`); A ageing, S sums, Y carried forward, G headings by kind, X a line below,
L and N sentences before and behind, R a slip.
"""

from benchmarks.statement_cases import Sender

UTILITIES = (
    Sender("mobile account", "pdf", "head=band facts=grid look=rule box openrow nameless sym",
        "{n:09}|G{n:08}|-", {
        "de": "day:Datum|kind:Beschreibung|ref:Rechnung|due:Zahlbar bis|amount:Betrag"
        "|bal:Kontostand"
        "||T:Kontoübersicht|K:Kundenkonto|D:Erstellt am|B:Zeitraum|O:Stand zu Beginn"
        "|V:Neue Rechnungen"
        "|W:Zahlungen und Gutschriften|Z:Aktueller Stand|I:Monatsrechnung Mobilfunk"
        "|C:Gutschrift Roaming"
        "|P:Ihre Zahlung, vielen Dank"
        "|N:Offene Rechnungen buchen wir am Fälligkeitstag von Ihrem Konto ab.",
        "en": "day:Date|kind:What happened|ref:Bill number|due:Pay by|amount:Amount"
        "|bal:Your balance"
        "||T:Your account statement|K:Account number|D:Statement date|B:Period|O:Balance at start"
        "|V:New bills|W:Payments and credits|Z:Balance now|I:Monthly bill|C:Credit - roaming"
        "|P:Direct Debit payment - thank you|N:We will collect what you owe by Direct Debit.",
        "pt": "day:Data|kind:Movimento|ref:N.º fatura|due:Pagar até|amount:Valor|bal:Saldo da conta"
        "||T:Extrato da conta de cliente|K:Conta|D:Emitido em|B:Período|O:Saldo no início"
        "|V:Novas faturas"
        "|W:Pagamentos e créditos|Z:Saldo atual|I:Fatura mensal|C:Nota de crédito"
        "|P:Pagamento por débito direto"
        "|N:O valor em dívida será cobrado por débito direto.",
    }),
    Sender("power supply", "pdf",
        "head=letter facts=right look=plain openrow totals closerow carry",
        "26{n:07}|27{n:07}|E{n:06}", {
        "de": "day:Buchung|ref:Beleg|kind:Text|site:Verbrauchsstelle|due:Fällig|debit:Soll EUR"
        "|credit:Haben EUR|"
        "|T:Kontoauszug Stromlieferung|K:Vertragskonto|D:Datum|B:Auszugszeitraum"
        "|O:Vortrag aus Vorperiode|S:Umsätze"
        "|Z:Neuer Saldo zu Ihren Lasten|I:Verbrauchsabrechnung|C:Gutschrift|P:Zahlungseingang"
        "|Y:Übertrag",
        "nl": "day:Datum|ref:Documentnr.|kind:Omschrijving|site:Aansluiting|due:Vervalt"
        "|debit:Af EUR|credit:Bij EUR|"
        "|T:Rekeningoverzicht elektriciteit|K:Klantnummer|D:Datum|B:Periode|O:Saldo vorige periode"
        "|S:Totaal mutaties"
        "|Z:Nog te betalen|I:Termijnfactuur|C:Creditfactuur|P:Betaling ontvangen|Y:Transport",
        "fi": "day:Pvm|ref:Laskun numero|kind:Selite|site:Käyttöpaikka|due:Eräpäivä"
        "|debit:Veloitus EUR|credit:Hyvitys EUR|"
        "|T:Tiliote sähköstä|K:Asiakasnumero|D:Päiväys|B:Ajalta|O:Alkusaldo|S:Tapahtumat yhteensä"
        "|Z:Loppusaldo"
        "|I:Sähkölasku|C:Hyvityslasku|P:Suoritus|Y:Siirto",
    }),
    Sender("water works", "pdf", "head=split facts=left look=boxed openrow closerow face=Serif",
        "F-{n:06}|A-{n:06}|R-{n:06}", {
        "fr": "day:Date|kind:Opération|ref:Référence|due:Date limite|bill:Facturé (€)"
        "|back:Avoir (€)|got:Réglé (€)"
        "|bal:Solde (€)||T:Situation de votre compte|K:Référence client|D:Éditée le|B:Période"
        "|O:Solde antérieur"
        "|Z:Solde à ce jour|I:Facture d'eau|C:Avoir sur facture|P:Paiement reçu"
        "|N:Tous les montants sont en euros.",
        "it": "day:Data|kind:Operazione|ref:Numero|due:Scadenza|bill:Fatturato|back:Accreditato"
        "|got:Pagato|bal:Saldo|"
        "|T:Situazione contabile utenza|K:Codice utenza|D:Data stampa|B:Dal - al|M:Valuta"
        "|O:Saldo precedente|Z:Saldo attuale"
        "|I:Bolletta acqua|C:Nota di credito|P:Pagamento",
        "pl": "day:Data|kind:Operacja|ref:Numer dokumentu|due:Termin|bill:Faktury|back:Korekty"
        "|got:Wpłaty|bal:Saldo|"
        "|T:Stan rozliczeń z odbiorcą|K:Numer odbiorcy|D:Data wydruku|B:Okres|M:Waluta"
        "|O:Saldo początkowe|Z:Saldo końcowe"
        "|I:Faktura za wodę|C:Faktura korygująca|P:Wpłata",
    }),
    Sender("freight forwarder", "pdf",
        "wide open head=split facts=line look=shade closerow aged=below neg=({})",
        "SI{n:08}|SC{n:08}|OA{n:06}", {
        "en": "ref:Our Invoice|day:Inv. Date|job:Job No|order:Your Ref|code:Tp|fx:Invoice Value"
        "|fcur:Cur|days:Days"
        "|due:Due Date|open:Balance {cur}||T:Statement of Open Items|K:Debtor Code|D:As At"
        "|Z:Total {cur}|I:Invoice~INV"
        "|C:Credit Note~CRD|A:Not Due,1-30 Days,31-60 Days,Over 60 Days|S:Total",
        "de": "ref:Rechnung|day:Rg.-Datum|job:Sendung|order:Ihre Ref.|code:BA|fx:Rechnungsbetrag"
        "|fcur:Whg|days:Tage"
        "|due:Fällig|open:Saldo {cur}||T:Aufstellung offener Posten|K:Debitor|D:Stichtag"
        "|Z:Gesamt {cur}|I:Rechnung~RE"
        "|C:Gutschrift~GU|A:Nicht fällig,1-30 Tage,31-60 Tage,über 60 Tage",
        "da": "ref:Faktura|day:Fakt.dato|job:Forsendelse|order:Deres ref.|code:Art|fx:Fakturabeløb"
        "|fcur:Val|days:Dage"
        "|due:Forfald|open:Saldo {cur}||T:Udestående poster|K:Debitornr.|D:Pr. dato|Z:I alt {cur}"
        "|I:Faktura~FAK"
        "|C:Kreditnota~KRE|A:Ej forfaldent,1-30 dage,31-60 dage,Over 60 dage",
        "es": "ref:N.º factura|day:Fecha|job:Expediente|order:Su ref.|code:Tipo|fx:Importe factura"
        "|fcur:Div|days:Días"
        "|due:Vence|open:Saldo {cur}||T:Relación de partidas pendientes|K:Cliente|D:A fecha"
        "|Z:Total {cur}|I:Factura~FAC"
        "|C:Abono~ABO|A:No vencido,1-30 días,31-60 días,Más de 60 días",
    }),
    Sender("customs broker", "pdf",
        "head=letter facts=left look=rule openrow closerow neg={}- under",
        "{n:06}/26|C{n:06}/26|B{n:06}", {
        "nl": "day:Datum|ref:Stuk|kind:Soort|order:Uw kenmerk|due:Vervaldatum|amount:Bedrag"
        "|bal:Saldo|"
        "|T:Rekening-courantoverzicht|K:Relatie|D:Datum|M:Valuta|O:Beginsaldo|Z:Eindsaldo"
        "|I:Factuur|C:Creditnota|P:Ontvangst"
        "|X:Invoerrechten en btw, aangifte 26NL{order}",
        "fr": "day:Date|ref:Pièce|kind:Nature|order:Votre réf.|due:Échéance|amount:Montant"
        "|bal:Solde|"
        "|T:Compte courant client|K:Compte|D:Arrêté au|M:Monnaie|O:Solde initial|Z:Solde final"
        "|I:Facture|C:Avoir|P:Virement reçu"
        "|X:Droits et TVA, déclaration 26FR{order}",
        "en": "day:Date|ref:Doc|kind:Type|order:Your ref|due:Due|amount:Amount|bal:Balance|"
        "|T:Client account - duty and disbursements|K:Client|D:Printed|M:Currency"
        "|O:Balance brought forward"
        "|Z:Balance carried forward|I:Invoice|C:Credit note|P:Receipt"
        "|X:Import duty and VAT, entry 26GB{order}",
        "pl": "day:Data|ref:Dokument|kind:Rodzaj|order:Państwa nr|due:Płatne do|amount:Kwota"
        "|bal:Saldo|"
        "|T:Wyciąg z konta kontrahenta|K:Kontrahent|D:Na dzień|M:Waluta|O:Bilans otwarcia"
        "|Z:Saldo końcowe|I:Faktura|C:Korekta"
        "|P:Wpłata|X:Cło i VAT, zgłoszenie 26PL{order}",
    }),
    Sender("parcel carrier", "csv", "open sep=; closerow", "1Z{n:07}|CN{n:07}|P{n:06}", {
        "de": "ref:Rechnungsnummer|day:Rechnungsdatum|due:Fälligkeitsdatum|kind:Belegtyp"
        "|orig:Rechnungsbetrag|paid:Bezahlt"
        "|open:Offener Betrag|cur:Währung||T:Offene Rechnungen|K:Kundennummer|D:Stand|Z:Summe"
        "|I:Rechnung|C:Gutschrift",
        "fr": "ref:Numéro de facture|day:Date de facture|due:Date d'échéance|kind:Type"
        "|orig:Montant facturé|paid:Montant payé"
        "|open:Montant restant|cur:Devise||T:Factures ouvertes|K:Numéro de compte|D:Au|Z:Total"
        "|I:Facture|C:Avoir",
        "us": "ref:Invoice Number|day:Invoice Date|due:Due Date|kind:Type|orig:Invoice Amount"
        "|paid:Amount Paid"
        "|open:Balance Due|cur:Currency||T:Open Invoices|K:Account Number|D:As of|Z:Total"
        "|I:Invoice|C:Credit",
    }),
    Sender("waste collection", "xlsx", "openrow closerow totals", "{n:07}|{n:07}|{n:07}", {
        "en": "day:Tran Date|code:Tran|ref:Doc No|site:Site|due:Due|debit:Charges|credit:Credits"
        "|bal:Balance|"
        "|T:Account activity|K:Account|D:Run date|M:Currency|O:Brought forward|S:Totals"
        "|Z:Amount owing|I:Invoice~INV"
        "|C:Credit~CRN|P:Payment~PAY",
        "de": "day:Datum|code:Art|ref:Belegnr.|site:Standort|due:Fällig|debit:Belastung"
        "|credit:Entlastung|bal:Saldo|"
        "|T:Kontoblatt|K:Konto|D:Druckdatum|M:Währung|O:Saldovortrag|S:Summe|Z:Endsaldo"
        "|I:Rechnung~RE|C:Gutschrift~GS"
        "|P:Zahlung~ZE",
        "es": "day:Fecha|code:Tipo|ref:Documento|site:Centro|due:Vencimiento|debit:Cargos"
        "|credit:Abonos|bal:Saldo|"
        "|T:Movimientos de la cuenta|K:Cuenta|D:Fecha de emisión|M:Divisa|O:Saldo anterior|S:Sumas"
        "|Z:Saldo actual"
        "|I:Factura~FAC|C:Abono~ABO|P:Pago~PAG",
    }),
    Sender("district heating", "html", "openrow sym nameless", "{n:08}|K{n:07}|-", {
        "sv": "day:Datum|kind:Händelse|ref:Fakturanr|due:Förfaller|amount:Belopp|bal:Saldo|"
        "|T:Kontohistorik fjärrvärme"
        "|K:Kundnummer|D:Uttagen|O:Ingående saldo|Z:Utgående saldo|E:Att betala|I:Faktura"
        "|C:Kreditfaktura|P:Inbetalning",
        "fi": "day:Päivä|kind:Tapahtuma|ref:Laskunro|due:Eräpäivä|amount:Summa|bal:Saldo|"
        "|T:Kaukolämmön tilitapahtumat"
        "|K:Asiakasnro|D:Tulostettu|O:Alkusaldo|Z:Loppusaldo|E:Maksettavaa|I:Lasku|C:Hyvityslasku"
        "|P:Maksu",
        "da": "day:Dato|kind:Hændelse|ref:Regning nr.|due:Betales senest|amount:Beløb|bal:Saldo|"
        "|T:Kontooversigt fjernvarme"
        "|K:Kundenr.|D:Udskrevet|O:Saldo primo|Z:Saldo ultimo|E:Til betaling|I:Regning"
        "|C:Kreditnota|P:Indbetaling",
    }),
    Sender("leased cars", "pdf", "open head=band facts=right look=zebra by=site closerow",
        "LR{n:07}|LG{n:07}|LZ{n:06}", {
        "de": "ref:Rechnungs-Nr.|day:Datum|plate:Kennzeichen|kind:Vorgang|due:Fällig am"
        "|orig:Bruttobetrag|paid:Gezahlt"
        "|open:Offen||T:Saldenliste Fuhrpark|K:Leasingnehmer-Nr.|D:Stand|M:Währung|Z:Gesamt offen"
        "|S:Zwischensumme"
        "|I:Leasingrate|C:Gutschrift Kilometer",
        "fr": "ref:Facture|day:Date|plate:Immatriculation|kind:Libellé|due:Échéance"
        "|orig:Montant TTC|paid:Réglé"
        "|open:Restant dû||T:Relevé des loyers impayés|K:N° locataire|D:Au|M:Devise"
        "|Z:Total restant dû|S:Sous-total"
        "|I:Loyer|C:Avoir kilométrage",
        "sv": "ref:Fakturanummer|day:Datum|plate:Reg.nr|kind:Text|due:Förfallodag"
        "|orig:Fakturabelopp|paid:Betalt"
        "|open:Kvar att betala||T:Obetalda leasingfakturor|K:Kundnr|D:Per|M:Valuta"
        "|Z:Summa att betala|S:Delsumma"
        "|I:Leasingavgift|C:Kredit körsträcka",
    }),
    Sender("hosting", "pdf",
        "head=split facts=right look=rule newest sym nameless closebox openrow",
        "INV-{n:05}|CN-{n:05}|-", {
        "us": "day:Date|kind:Description|amount:Amount|bal:Balance||T:Account statement"
        "|K:Account ID|D:Issued|B:Period"
        "|E:Amount due|O:Opening balance|Z:Closing balance|I:Invoice {ref}|C:Credit note {ref}"
        "|P:Card payment",
        "de": "day:Datum|kind:Beschreibung|amount:Betrag|bal:Saldo||T:Kontoauszug|K:Konto-ID"
        "|D:Ausgestellt|B:Zeitraum"
        "|E:Offener Betrag|O:Anfangssaldo|Z:Endsaldo|I:Rechnung {ref}|C:Gutschrift {ref}"
        "|P:Kartenzahlung",
        "nl": "day:Datum|kind:Omschrijving|amount:Bedrag|bal:Saldo||T:Accountoverzicht"
        "|K:Account-ID|D:Opgemaakt|B:Periode"
        "|E:Te betalen|O:Beginsaldo|Z:Eindsaldo|I:Factuur {ref}|C:Creditnota {ref}|P:Betaling",
    }),
    Sender("line printer", "pdf",
        "wide long face=SansMono head=print facts=line "
        "look=plain openrow closerow carry neg={}- aged=below",
        "{n:07}|{n:07}|{n:07}", {
        "us": "day:INV DATE|due:DUE DATE|code:CD|ref:REFERENCE|order:PURCHASE ORDER|amount:AMOUNT"
        "|bal:BALANCE||T:CUSTOMER STATEMENT"
        "|K:CUST NO|D:DATE|M:CURR|O:PREVIOUS BALANCE|Z:BALANCE DUE|Y:CONTINUED|I:INVOICE~IN"
        "|C:CREDIT MEMO~CM|P:PAYMENT~PY"
        "|A:CURRENT,1-30,31-60,OVER 60|N:CD: IN INVOICE  CM CREDIT MEMO  PY PAYMENT - THANK YOU",
        "en": "day:INV DATE|due:DUE DATE|code:CD|ref:REFERENCE|order:CUST ORDER|amount:AMOUNT"
        "|bal:BALANCE||T:CUSTOMER STATEMENT"
        "|K:CUST NO|D:DATE|M:CURR|O:BALANCE B/FWD|Z:BALANCE DUE|Y:C/FWD|I:INVOICE~IN"
        "|C:CREDIT NOTE~CN|P:CASH~CS"
        "|A:CURRENT,1-30,31-60,OVER 60|N:CD: IN INVOICE  CN CREDIT NOTE  CS CASH RECEIVED",
    }),
)  # fmt: skip
