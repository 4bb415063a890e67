"""The programs of `statement_ledgers`: traits, numbers, and what they call things, by language.

Columns, two bars, words: T title, K account, D day, O opening, Z closing, I invoice, C credit note,
P payment, A ageing, X carried and Y brought forward, S sums, R a last sentence.
"""

from benchmarks.statement_cases import Sender

SENDERS = (
    Sender("sap account statement", "pdf", "look=plain neg={}- opened closerow letter",
        "18{n:08}|16{n:08}|14{n:08}", {
        "de": "ref:Beleg|date:Datum|kind:Text|due:Fällig am|amount:Betrag in EUR||T:Kontoauszug"
        "|K:Ihr Konto bei uns|D:per {end}|O:Saldovortrag per {start}|Z:Saldo per {end}"
        "|I:Rechnung|C:Gutschrift|P:Zahlungseingang",
        "en": "ref:Document|date:Date|kind:Text|due:Due|amount:Amount in GBP||T:Account statement"
        "|K:Your account with us|D:at {end}|O:Balance carried forward at {start}"
        "|Z:Balance at {end}|I:Invoice|C:Credit memo|P:Incoming payment",
        "pl": "ref:Dokument|date:Data|kind:Tekst|due:Termin płatności|amount:Kwota w PLN|"
        "|T:Wyciąg z konta|K:Państwa konto u nas|D:na dzień {end}"
        "|O:Saldo z przeniesienia na {start}|Z:Saldo na {end}|I:Faktura"
        "|C:Faktura korygująca|P:Wpłata",
    }),
    Sender("dynamics customer statement", "pdf", "look=lines opened closerow aged",
        "SI-{n:06}|FTI-{n:06}|PMT-{n:05}", {
        "en": "date:Date|doc:Voucher|ref:Invoice|kind:Description|cur:Currency|amount:Amount"
        "|bal:Balance||T:Customer account statement|K:Customer account|D:To date"
        "|O:Opening balance|Z:Closing balance|I:Sales invoice|C:Credit note"
        "|P:Customer payment|A:Not due,1-30 days,31-60 days,61-90 days,Over 90",
        "nl": "date:Datum|doc:Boekstuk|ref:Factuur|kind:Omschrijving|cur:Valuta|amount:Bedrag"
        "|bal:Saldo||T:Klantrekeningafschrift|K:Klantrekening|D:Einddatum|O:Beginsaldo"
        "|Z:Eindsaldo|I:Verkoopfactuur|C:Creditnota|P:Betaling van klant"
        "|A:Niet vervallen,1-30 dagen,31-60 dagen,61-90 dagen,Meer dan 90",
        "da": "date:Dato|doc:Bilag|ref:Faktura|kind:Beskrivelse|cur:Valuta|amount:Beløb|bal:Saldo"
        "||T:Debitorkontoudtog|K:Debitorkonto|D:Til dato|O:Primosaldo|Z:Ultimosaldo"
        "|I:Salgsfaktura|C:Kreditnota|P:Indbetaling fra debitor"
        "|A:Ikke forfalden,1-30 dage,31-60 dage,61-90 dage,Over 90",
    }),
    Sender("business central", "pdf", "look=plain opened closerow aged",
        "PS-INV{n:06}|PS-CR{n:06}|BNK{n:05}", {
        "en": "date:Posting Date|ref:Document No.|kind:Description|due:Due Date"
        "|orig:Original Amt.|open:Remaining Amt.|bal:Running Total||T:Statement"
        "|K:Customer No.|D:Ending Date|O:Starting Balance|Z:Total {cur}|I:Invoice"
        "|C:Credit Memo|P:Payment"
        "|A:Current,Up to 30 Days,31 - 60 Days,61 - 90 Days,Over 90 Days",
        "sv": "date:Bokföringsdatum|ref:Dokumentnr|kind:Beskrivning|due:Förfallodatum"
        "|orig:Ursprungligt belopp|open:Återstående belopp|bal:Ackumulerat||T:Kontoutdrag"
        "|K:Kundnr|D:Slutdatum|O:Startsaldo|Z:Summa {cur}|I:Faktura|C:Kreditnota"
        "|P:Betalning"
        "|A:Ej förfallet,Upp till 30 dagar,31 - 60 dagar,61 - 90 dagar,Över 90 dagar",
    }),
    Sender("sage with remittance slip", "pdf", "look=lines slip opened boxtop sym aged",
        "{n:07}|C{n:06}|B{n:06}", {
        "en": "date:Date|kind:Transaction|ref:Our ref|order:Your ref|debit:Debit|credit:Credit"
        "|bal:Balance||T:Customer Statement|K:Account no|D:Statement date|O:Balance b/fwd"
        "|Z:Amount payable|I:Invoice|C:Credit|P:Receipt"
        "|A:Current,30 days,60 days,90 days,120 days +|slip:Remittance advice",
    }),
    Sender("quickbooks online", "pdf", "look=zebra open boxtop closeline sym",
        "{n}|{n}|{n}", {
        "us": "date:DATE|kind:DESCRIPTION|orig:AMOUNT|open:OPEN AMOUNT||T:Statement"
        "|K:STATEMENT NO.|D:DATE|Z:TOTAL DUE|I:Invoice #{ref}: Due {due}."
        "|C:Credit Memo #{ref}|P:Payment #{ref}",
        "en": "date:DATE|kind:DESCRIPTION|orig:AMOUNT|open:OPEN AMOUNT||T:Statement"
        "|K:STATEMENT NO.|D:DATE|Z:TOTAL DUE|I:Invoice No. {ref}: Due {due}."
        "|C:Credit Note No. {ref}|P:Payment No. {ref}",
    }),
    Sender("cegid", "pdf", "look=grid opened sums closerow carry long",
        "FA{n:06}|AV{n:06}|RG{n:06}", {
        "fr": "date:Date|code:Jal|ref:N° pièce|kind:Libellé|due:Éch.|debit:Débit|credit:Crédit"
        "|bal:Solde progressif||T:Relevé de compte client|K:Compte auxiliaire|D:Arrêté au"
        "|O:Solde antérieur|Z:Solde dû au {end} ({cur})|I:Facture de vente~VTE|C:Avoir~VTE"
        "|P:Règlement virement~BQ1|S:Total mouvements|X:À reporter|Y:Report",
    }),
    Sender("zucchetti", "pdf", "look=grid opened sums closerow carry long",
        "{n}/2026|{n}/NC|{n}/INC", {
        "it": "date:Data doc.|ref:Numero doc.|kind:Descrizione causale|due:Scadenza|debit:Dare"
        "|credit:Avere|bal:Progressivo||T:Estratto conto|K:Cod. cliente|D:Situazione al"
        "|O:Saldo precedente|Z:Saldo {cur} al {end}|I:Fattura immediata|C:Nota di credito"
        "|P:Incasso bonifico|S:Totale movimenti|X:A riportare|Y:Riporto",
    }),
    Sender("spanish programs", "pdf", "look=lines opened closerow",
        "A/{n:05}|AB/{n:05}|CB/{n:05}", {
        "es": "date:Fecha|ref:Documento|kind:Concepto|due:Vto.|debit:Cargos|credit:Abonos"
        "|bal:Saldo||T:Extracto de cliente|K:Cód. cliente|D:Hasta fecha|O:Saldo inicial"
        "|Z:Saldo pendiente (EUR)|I:Nuestra factura|C:Nuestro abono|P:Su transferencia",
    }),
    Sender("primavera", "pdf", "look=plain opened sums closerow",
        "FA 2026/{n}|NC 2026/{n}|RE 2026/{n}", {
        "pt": "date:Data|ref:Documento|due:Data venc.|debit:Débito|credit:Crédito|bal:Saldo acum."
        "||T:Extrato de conta corrente|K:N.º cliente|D:Data|O:Saldo anterior"
        "|Z:Saldo em dívida EUR|I:Fatura|C:Nota de crédito|P:Recibo|S:Totais",
    }),
    Sender("optima settlements", "pdf", "look=grid open closerow",
        "FS/{n}/03/2026|FKOR/{n}/2026|KP/{n}/2026", {
        "pl": "no:Lp.|ref:Numer dokumentu|date:Data wyst.|due:Termin|orig:Kwota|paid:Rozliczono"
        "|open:Pozostaje|days:Dni zwłoki||T:Wykaz nierozliczonych dokumentów"
        "|K:Kod kontrahenta|D:Stan na dzień|Z:Razem do zapłaty {cur}|I:Faktura|C:Korekta",
    }),
    Sender("nordic ledgers", "pdf", "look=lines neg=\u2212{} opened closerow",
        "{n:06}|{n:06}|{n:06}", {
        "sv": "date:Datum|kind:Händelse|ref:Verifikat|due:Förfaller|amount:Belopp|bal:Saldo|"
        "|T:Kundreskontra kontoutdrag|K:Kundnummer|D:Per den|O:Ingående saldo"
        "|Z:Utgående saldo SEK|I:Faktura|C:Kreditfaktura|P:Inbetalning",
        "no": "date:Dato|kind:Hendelse|ref:Bilagsnr|due:Forfall|amount:Beløp|bal:Saldo|"
        "|T:Kontoutskrift|K:Kundenummer|D:Per|O:Inngående balanse|Z:Utgående balanse NOK"
        "|I:Faktura|C:Kreditnota|P:Innbetaling",
        "fi": "date:Pvm|kind:Tapahtuma|ref:Tositenro|due:Eräpvm|amount:Määrä|bal:Saldo|"
        "|T:Asiakkaan tiliote|K:Asiakasnro|D:Tilanne|O:Alkusaldo|Z:Loppusaldo EUR|I:Lasku"
        "|C:Hyvityslasku|P:Suoritus",
    }),
    Sender("pohoda", "pdf", "look=grid open closerow",
        "26{n:07}|26{n:07}|26{n:07}", {
        "cs": "ref:Číslo dokladu|date:Vystaveno|due:Splatno|orig:Celkem|paid:Uhrazeno"
        "|open:K likvidaci|days:Po splatnosti||T:Saldo pohledávek|K:IČ odběratele|D:Ke dni"
        "|Z:Celkem k úhradě Kč|I:Faktura|C:Dobropis",
    }),
    Sender("printed on fan-fold", "pdf", "look=mono neg={}~CR opened closeline aged",
        "{n:06}|{n:06}|{n:06}", {
        "us": "date:DATE|ref:REFERENCE|kind:TRANSACTION|amount:AMOUNT|bal:BALANCE|"
        "|T:STATEMENT OF ACCOUNT|K:ACCOUNT|D:AS OF|O:PREVIOUS BALANCE|Z:PAY THIS AMOUNT USD"
        "|I:INVOICE|C:CREDIT|P:PAYMENT|A:CURRENT,OVER 30,OVER 60,OVER 90,OVER 120",
    }),
    Sender("jd edwards", "pdf", "look=plain neg={}- open closerow aged codes=RI,RM,RC",
        "{n:08}|{n:08}|{n:08}", {
        "us": "code:Doc Ty|ref:Document Number|date:Invoice Date|due:Due Date|orig:Gross Amount"
        "|open:Open Amount||T:Statement of Account|K:Account Number|D:Statement Date"
        "|Z:Total Open USD|I:Invoice|C:Credit Memo|P:Unapplied Cash"
        "|A:Current,1 - 30,31 - 60,61 - 90,Over 90"
        "|R:RI = Invoice, RM = Credit Memo, RC = Unapplied Cash",
        "fr": "code:Ty doc|ref:N° document|date:Date facture|due:Échéance|orig:Montant brut"
        "|open:Montant dû||T:Relevé de compte|K:N° de compte|D:Date du relevé"
        "|Z:Total dû EUR|I:Facture|C:Avoir|P:Encaissement non affecté"
        "|R:RI = Facture, RM = Avoir, RC = Encaissement non affecté",
    }),
    Sender("swiss hand", "pdf", "look=zebra opened closerow sides=S,H",
        "R-{n:05}|G-{n:05}|E-{n:05}", {
        "ch": "date:Datum|ref:Beleg-Nr.|kind:Buchungstext|due:Fälligkeit|debit:Belastung CHF"
        "|credit:Gutschrift CHF|bal:Saldo CHF||T:Kontokorrent-Auszug|K:Kunden-Nr.|D:Horgen,"
        "|O:Vortrag|Z:Saldo zu unseren Gunsten|I:Faktura|C:Gutschrift|P:Ihre Zahlung",
    }),
    Sender("balance forward biller", "pdf", "look=lines neg=({}) opened boxtop closerow sym",
        "{n:09}|CR{n:07}|PY{n:07}", {
        "en": "date:Date|kind:Details|ref:Document|debit:Charges|credit:Payments & credits|"
        "|T:Monthly statement|K:Account number|D:Statement date"
        "|O:Balance from last statement|Z:New balance|I:Monthly invoice|C:Adjustment credit"
        "|P:Payment received - thank you",
        "de": "date:Datum|kind:Vorgang|ref:Dokument|debit:Forderungen"
        "|credit:Zahlungen/Gutschriften||T:Monatliche Kontoübersicht|K:Kundennummer"
        "|D:Erstellt am|O:Saldo der letzten Übersicht|Z:Neuer Saldo|I:Monatsrechnung"
        "|C:Gutschrift|P:Zahlung erhalten - vielen Dank",
    }),
    Sender("sap list export", "xlsx", "open lists codes=RV,RG,DZ",
        "90{n:06}|91{n:06}|14{n:08}", {
        "en": "acct:Account|ref:Document Number|code:Document Type|date:Document Date"
        "|due:Net due date|amount:Amount in doc. curr.|cur:Document currency|kind:Text|"
        "|T:Customer Line Item Display|K:Customer|D:Open at Key Date|I:Invoice"
        "|C:Credit memo|P:Payment on account",
        "de": "acct:Konto|ref:Belegnummer|code:Belegart|date:Belegdatum|due:Nettofälligkeit"
        "|amount:Betrag in Belegwährung|cur:Belegwährung|kind:Text|"
        "|T:Debitoren Einzelpostenliste|K:Debitor|D:Offen zum Stichtag|I:Rechnung"
        "|C:Gutschrift|P:Akontozahlung",
    }),
    Sender("odoo partner ledger", "xlsx", "opened closerow merged",
        "INV/2026/{n:05}|RINV/2026/{n:05}|PBNK1/2026/{n:05}", {
        "en": "date:Date|code:Journal|gl:Account|ref:Ref|due:Due Date|debit:Debit|credit:Credit"
        "|bal:Balance||T:Partner Ledger|K:Partner reference|D:As of|O:Initial Balance"
        "|Z:Total {cur}|I:~INV|C:~INV|P:~BNK1",
        "fr": "date:Date|code:Journal|gl:Compte|ref:Réf|due:Date d'échéance|debit:Débit"
        "|credit:Crédit|bal:Solde||T:Grand livre des partenaires|K:Référence partenaire"
        "|D:Au|O:Solde initial|Z:Total {cur}|I:~FAC|C:~FAC|P:~BNQ1",
    }),
    Sender("exact sheet", "xlsx", "open closerow",
        "2026{n:05}|2026{n:05}|2026{n:05}", {
        "nl": "date:Factuurdatum|ref:Ons kenmerk|kind:Omschrijving|due:Vervaldatum"
        "|orig:Bedrag EUR|open:Openstaand EUR|days:Dagen te laat|"
        "|T:Openstaande posten per {end}|K:Relatiecode|D:Peildatum|Z:Totaal openstaand"
        "|I:Verkoopfactuur|C:Creditfactuur",
    }),
    Sender("sheet of text", "xlsx", "open closerow merged texty sym",
        "RE-{n:05}|GS-{n:05}|ZE-{n:05}", {
        "de": "ref:Rechnungsnr.|date:Re-Datum|kind:Art|amount:offen|due:zahlbar bis|"
        "|T:Saldenliste|K:Ihre Kd.-Nr.|D:Stand|Z:Gesamt offen|I:Rechnung|C:Gutschrift",
        "it": "ref:N. fattura|date:Data fatt.|kind:Tipo|amount:Residuo|due:Scade il|"
        "|T:Scoperto cliente|K:Vs. codice cliente|D:Data|Z:Totale scoperto|I:Fattura"
        "|C:Nota credito",
    }),
    Sender("ledger entries export", "xlsx", "open bare",
        "PSI{n:06}|PSC{n:06}|PAY{n:06}", {
        "en": "date:Posting Date|kind:Document Type|ref:Document No.|acct:Customer No."
        "|cur:Currency Code|orig:Original Amount|open:Remaining Amount|due:Due Date"
        "|flag:Open||T:-|I:Invoice|C:Credit Memo|P:Payment|flag:Yes",
        "da": "date:Bogføringsdato|kind:Bilagstype|ref:Bilagsnr.|acct:Debitornr.|cur:Valutakode"
        "|orig:Oprindeligt beløb|open:Restbeløb|due:Forfaldsdato|flag:Åben||T:-|I:Faktura"
        "|C:Kreditnota|P:Betaling|flag:Ja",
    }),
    Sender("datev open items", "csv", "solid open sep=; enc=cp1252 closerow sides=S,H",
        "{n:06}|{n:06}|{n:06}", {
        "de": "acct:Konto|name:Name|ref:Rechnungs-Nr.|date:Datum|due:Fälligkeit|size:Saldo EUR"
        "|side:S/H|kind:Buchungstext||T:OPOS-Liste Debitoren|K:Konto|D:Stichtag|Z:Summe"
        "|I:Erlöse|C:Gutschrift",
    }),
    Sender("sage export", "csv", "solid opened sep=, enc=utf-8-sig closerow",
        "{n}|{n}|{n}", {
        "en": "no:No|code:Type|date:Date|ref:Ref|kind:Details|debit:Debit GBP|credit:Credit GBP"
        "|bal:Balance GBP||T:Customer Activity|K:A/C|D:Date to|O:Opening Balance"
        "|Z:Closing Balance|I:Sales invoice~SI|C:Sales credit~SC|P:Sales receipt~SR",
    }),
    Sender("nav tabs", "csv", "opened sep=\\t enc=utf-16 closerow",
        "{n:06}|{n:06}|{n:06}", {
        "da": "date:Dato|ref:Bilagsnr.|kind:Posteringstekst|due:Forfald|amount:Beløb DKK"
        "|bal:Saldo DKK||T:Kontokort|K:Konto|D:Periode til|O:Saldo primo|Z:Saldo ultimo"
        "|I:Faktura|C:Kreditnota|P:Indbetaling",
        "sv": "date:Datum|ref:Verifikationsnr|kind:Text|due:Förfallodag|amount:Belopp SEK"
        "|bal:Saldo SEK||T:Kontokort|K:Konto|D:Period till|O:Ingående balans"
        "|Z:Utgående balans|I:Kundfaktura|C:Kreditfaktura|P:Inbetalning",
    }),
    Sender("fakturownia", "csv", "solid open bare sep=; enc=utf-8",
        "{n}/03/2026|K{n}/2026|W{n}/2026", {
        "pl": "ref:Numer|kind:Rodzaj|date:Data wystawienia|due:Termin płatności"
        "|orig:Wartość brutto|paid:Zapłacono|open:Do zapłaty|cur:Waluta||T:-|I:Faktura VAT"
        "|C:Korekta",
    }),
    Sender("iberian exports", "csv", "open sep=; enc=latin-1 closerow",
        "F26-{n:04}|R26-{n:04}|C26-{n:04}", {
        "es": "ref:Nº factura|date:F. factura|due:F. vencimiento|orig:Importe (EUR)|paid:Cobrado"
        "|open:Pendiente|kind:Tipo||T:Facturas pendientes|K:Cliente|D:Fecha"
        "|Z:Total pendiente|I:Factura|C:Rectificativa",
        "pt": "ref:N.º documento|date:Data emissão|due:Vencimento|orig:Valor (EUR)|paid:Liquidado"
        "|open:Por liquidar|kind:Tipo||T:Documentos pendentes|K:Cliente|D:Data"
        "|Z:Total pendente|I:Fatura|C:Nota de crédito",
    }),
    Sender("helios tabs", "csv", "solid open sep=\\t enc=cp1250 closerow",
        "VF{n:06}|VD{n:06}|VP{n:06}", {
        "cs": "ref:Var. symbol|date:Datum vyst.|due:Splatnost|orig:Částka Kč|open:Zbývá Kč"
        "|kind:Druh||T:Neuhrazené doklady|K:Org. číslo|D:Ke dni|Z:Celkem|I:Faktura"
        "|C:Dobropis",
    }),
    Sender("customer portal", "html", "opened boxtop closerow sym",
        "{n:08}|{n:08}|{n:08}", {
        "en": "date:Date|kind:Activity|ref:Number|due:Due|debit:Charges|credit:Credits"
        "|bal:Running balance||T:Account activity|K:Account|D:Period to"
        "|O:Balance brought forward|Z:Current balance|I:Invoice|C:Credit note|P:Payment",
        "fr": "date:Date|kind:Opération|ref:Numéro|due:Échéance|debit:Débits|credit:Crédits"
        "|bal:Solde||T:Mouvements du compte|K:Compte|D:Période jusqu'au|O:Solde reporté"
        "|Z:Solde actuel|I:Facture|C:Avoir|P:Paiement",
        "de": "date:Datum|kind:Vorgang|ref:Nummer|due:Fällig|debit:Belastungen"
        "|credit:Gutschriften|bal:Saldo||T:Kontobewegungen|K:Kundenkonto|D:Zeitraum bis"
        "|O:Übertrag|Z:Aktueller Saldo|I:Rechnung|C:Gutschrift|P:Zahlung",
    }),
    Sender("portal of divs", "html", "divs open boxtop",
        "{n:07}|{n:07}|{n:07}", {
        "sv": "ref:Fakturanummer|kind:Typ|date:Fakturadatum|due:Förfallodatum|orig:Totalt (SEK)"
        "|open:Kvar att betala (SEK)||T:Öppna fakturor|K:Kundnummer|D:Uppdaterad"
        "|Z:Att betala totalt|I:Faktura|C:Kreditfaktura",
        "da": "ref:Fakturanummer|kind:Type|date:Fakturadato|due:Forfaldsdato|orig:I alt (DKK)"
        "|open:Restsaldo (DKK)||T:Åbne fakturaer|K:Kundenummer|D:Opdateret|Z:Skyldigt i alt"
        "|I:Faktura|C:Kreditnota",
        "fi": "ref:Laskun numero|kind:Tyyppi|date:Laskupäivä|due:Eräpäivä|orig:Yhteensä (EUR)"
        "|open:Maksamatta (EUR)||T:Avoimet laskut|K:Asiakasnumero|D:Päivitetty"
        "|Z:Maksettavaa yhteensä|I:Lasku|C:Hyvityslasku",
    }),
    Sender("statement in a mail", "html", "letter open closerow neg=-{}",
        "VF-{n:05}|CN-{n:05}|BT-{n:05}", {
        "nl": "ref:Factuur|date:Datum|due:Vervalt|orig:Totaal €|paid:Voldaan €|open:Open €|"
        "|T:Overzicht openstaande facturen|K:Debiteurnummer|D:Datum|Z:Totaal|I:Factuur"
        "|C:Creditnota",
        "it": "ref:Fattura|date:Data|due:Scadenza|orig:Totale €|paid:Pagato €|open:Da pagare €|"
        "|T:Riepilogo fatture aperte|K:Codice cliente|D:Data|Z:Totale|I:Fattura"
        "|C:Nota di credito",
        "pt": "ref:Fatura|date:Data|due:Vencimento|orig:Total €|paid:Pago €|open:Em aberto €|"
        "|T:Resumo de faturas em aberto|K:Código de cliente|D:Data|Z:Total|I:Fatura"
        "|C:Nota de crédito",
    }),
)  # fmt: skip
