"""The senders of `statement_traders`: traits, numbers, and what they call things, by language.

Columns, two bars, words: T title, K account, D day, B period, M currency, O opening, Z closing,
I invoice, C credit note, P payment (each with a code behind `~`), A ageing, S sums, G headings of
sections, U their sums, L and N sentences before and behind the table, R a legend.
"""

from benchmarks.statement_cases import Sender

SENDERS = (
    Sender("sap open items", "pdf", "frame=letter look=rule open closerow neg={}-",
        "90{n:08}|91{n:08}|14{n:08}", {
        "de": "ref:Belegnr.|day:Belegdatum|code:Art|order:Ihre Referenz|due:Nettofällig|days:Verzug"
        "|cur:Währg|open:Betrag||T:Offene-Posten-Liste zum {end}|K:Ihre Kontonummer bei uns|D:Datum"
        "|Z:Summe der offenen Posten|I:Rechnung~RV|C:Gutschrift~DG|P:Zahlung~DZ"
        "|L:zum Stichtag {end} weist Ihr Konto die nachstehenden offenen Posten aus."
        "|R:Belegarten: RV Rechnung, DG Gutschrift, DZ Zahlung",
        "en": "ref:Document no.|day:Doc. date|code:Type|order:Your reference|due:Net due"
        "|days:Arrears|cur:Curr.|open:Amount||T:List of open items at {end}|K:Your account with us"
        "|D:Date|Z:Total of open items|I:Invoice~RV|C:Credit memo~DG|P:Payment~DZ"
        "|L:As of key date {end} your account shows the following open items."
        "|R:Document types: RV invoice, DG credit memo, DZ payment",
        "es": "ref:N.º doc.|day:Fecha doc.|code:Clase|order:Su referencia|due:Vto. neto|days:Demora"
        "|cur:Mon.|open:Importe||T:Lista de partidas abiertas al {end}|K:Su cuenta con nosotros"
        "|D:Fecha|Z:Total partidas abiertas|I:Factura~RV|C:Abono~DG|P:Pago~DZ"
        "|L:A la fecha clave {end} su cuenta presenta las siguientes partidas abiertas."
        "|R:Clases de documento: RV factura, DG abono, DZ pago",
        "cs": "ref:Č. dokladu|day:Datum dokl.|code:Druh|order:Vaše reference|due:Splatnost"
        "|days:Zpožd.|cur:Měna|open:Částka||T:Seznam otevřených položek k {end}|K:Váš účet u nás"
        "|D:Datum|Z:Součet otevřených položek|I:Faktura~RV|C:Dobropis~DG|P:Platba~DZ"
        "|L:ke dni {end} vykazuje Váš účet následující otevřené položky."
        "|R:Druhy dokladů: RV faktura, DG dobropis, DZ platba",
    }),
    Sender("dynamics open transactions", "xlsx", "open closerow",
        "FTI-{n:06}|FTC-{n:06}|ARPM-{n:05}", {
        "en": "day:Date|doc:Voucher|ref:Invoice|kind:Description|due:Due date|cur:Currency"
        "|orig:Amount in transaction currency|open:Balance in transaction currency|"
        "|T:Open customer transactions|K:Customer account|D:As of date|Z:Total|I:Free text invoice"
        "|C:Credit note|P:Customer payment",
        "nl": "day:Datum|doc:Boekstuk|ref:Factuur|kind:Omschrijving|due:Vervaldatum|cur:Valuta"
        "|orig:Bedrag in transactievaluta|open:Saldo in transactievaluta|"
        "|T:Openstaande klanttransacties|K:Klantrekening|D:Per datum|Z:Totaal|I:Vrijetekstfactuur"
        "|C:Creditnota|P:Klantbetaling",
        "da": "day:Dato|doc:Bilag|ref:Faktura|kind:Beskrivelse|due:Forfaldsdato|cur:Valuta"
        "|orig:Beløb i transaktionsvaluta|open:Saldo i transaktionsvaluta|"
        "|T:Åbne debitorposteringer|K:Debitorkonto|D:Pr. dato|Z:I alt|I:Fritekstfaktura"
        "|C:Kreditnota|P:Debitorbetaling",
    }),
    Sender("great plains", "pdf", "frame=us look=boxed dated closebox aged sym neg=({})",
        "INV{n:07}|CRM{n:07}|PYMNT{n:07}", {
        "us": "day:Date|ref:Document Number|code:Code|order:P.O. Number|amount:Amount|bal:Balance|"
        "|T:Statement of Account|K:Account ID|D:Statement Date|M:Currency|O:Balance Forward"
        "|Z:Amount Due|I:Sales~SLS|C:Return~RTN|P:Payment~PMT"
        "|A:Current,1 - 30 Days,31 - 60 Days,61 - 90 Days,91 and Over"
        "|R:Code: SLS - Sales/Invoice, RTN - Return, CR - Credit Memo, PMT - Payment",
        "en": "day:Date|ref:Document Number|code:Code|order:P.O. Number|amount:Amount|bal:Balance|"
        "|T:Statement of Account|K:Account ID|D:Statement Date|M:Currency|O:Balance Forward"
        "|Z:Amount Due|I:Sales~SLS|C:Return~RTN|P:Payment~PMT"
        "|A:Current,1 - 30 Days,31 - 60 Days,61 - 90 Days,91 and Over"
        "|R:Code: SLS - Sales/Invoice, RTN - Return, CR - Credit Memo, PMT - Payment",
    }),
    Sender("sage 200", "pdf", "frame=uk look=shade aged closebox giro",
        "{n:08}|CR{n:06}|RC{n:05}", {
        "en": "day:Date|ref:Reference|kind:Transaction Type|order:Second Ref.|due:Due Date"
        "|debit:Debit|credit:Credit|bal:Balance||T:STATEMENT|K:A/C Ref|D:Statement Date"
        "|O:Balance Brought Forward|Z:Balance Outstanding {cur}|I:Invoice|C:Credit Note|P:Receipt"
        "|A:Current,1 Month,2 Months,3 Months,4 Months+|giro:REMITTANCE ADVICE",
        "de": "day:Datum|ref:Belegnummer|kind:Vorgang|order:Ihre Nr.|due:Fällig|debit:Soll"
        "|credit:Haben|bal:Saldo||T:KONTOAUSZUG|K:Kundennummer|D:Auszug vom|O:Saldovortrag"
        "|Z:Offener Saldo {cur}|I:Rechnung|C:Rechnungskorrektur|P:Zahlung"
        "|A:Nicht fällig,1-30 Tage,31-60 Tage,61-90 Tage,über 90 Tage|giro:ZAHLUNGSABSCHNITT",
        "es": "day:Fecha|ref:Documento|kind:Movimiento|order:Su ref.|due:Vto.|debit:Debe"
        "|credit:Haber|bal:Saldo||T:EXTRACTO|K:Código cliente|D:Fecha extracto|O:Saldo anterior"
        "|Z:Saldo pendiente {cur}|I:Factura|C:Factura rectificativa|P:Cobro"
        "|A:No vencido,1-30 días,31-60 días,61-90 días,más de 90|giro:AVISO DE PAGO",
    }),
    Sender("intacct", "pdf", "frame=us look=rule open aged closebox",
        "INV-{n:05}|ADJ-{n:05}|PMT-{n:05}", {
        "us": "ref:Document|day:Date|due:Due date|kind:Type|order:Reference|orig:Amount"
        "|paid:Applied|open:Amount due||T:Customer statement|K:Customer ID|D:As of|M:Currency"
        "|Z:Total amount due|I:Invoice|C:Adjustment|P:Advance"
        "|A:Current,1-30,31-60,61-90,Over 90,Total",
        "en": "ref:Document|day:Date|due:Due date|kind:Type|order:Reference|orig:Amount"
        "|paid:Applied|open:Amount due||T:Customer statement|K:Customer ID|D:As of|M:Currency"
        "|Z:Total amount due|I:Invoice|C:Credit note|P:Advance"
        "|A:Current,1-30,31-60,61-90,Over 90,Total",
    }),
    Sender("netsuite", "pdf", "frame=us look=shade dated aged closetop",
        "INV{n:05}|CM{n:05}|PYMT{n:05}", {
        "us": "day:Date|kind:Description|debit:Charge|credit:Payment|bal:Balance||T:Statement"
        "|K:Customer #|D:Date|M:Currency|O:Balance Forward|Z:Amount Due|I:Invoice #{ref}"
        "|C:Credit Memo #{ref}|P:Payment #{ref}"
        "|A:Current,1-30 Days,31-60 Days,61-90 Days,Over 90 Days,Amount Due",
        "de": "day:Datum|kind:Beschreibung|debit:Belastung|credit:Zahlung|bal:Saldo||T:Kontoauszug"
        "|K:Kundennr.|D:Datum|M:Währung|O:Saldovortrag|Z:Fälliger Betrag|I:Rechnung Nr. {ref}"
        "|C:Gutschrift Nr. {ref}|P:Zahlung Nr. {ref}"
        "|A:Aktuell,1-30 Tage,31-60 Tage,61-90 Tage,Über 90 Tage,Fälliger Betrag",
        "fr": "day:Date|kind:Description|debit:Frais|credit:Paiement|bal:Solde||T:Relevé"
        "|K:N° client|D:Date|M:Devise|O:Solde reporté|Z:Montant dû|I:Facture n° {ref}"
        "|C:Avoir n° {ref}|P:Paiement n° {ref}"
        "|A:En cours,1-30 jours,31-60 jours,61-90 jours,Plus de 90 jours,Montant dû",
    }),
    Sender("quickbooks desktop", "pdf", "frame=us look=boxed dated aged closetop",
        "{n}|{n}|{n}", {
        "us": "day:Date|kind:Transaction|amount:Amount|bal:Balance||T:Statement|K:Customer No."
        "|D:Date|O:Balance forward|Z:Amount Due|I:INV #{ref}. Due {due}. Orig. Amount ${amount}."
        "|C:CREDMEM #{ref}.|P:PMT #{ref}.|N:All amounts in {cur}."
        "|A:CURRENT,1-30 DAYS PAST DUE,31-60 DAYS PAST DUE,61-90 DAYS PAST DUE"
        ",OVER 90 DAYS PAST DUE,AMOUNT DUE",
        "en": "day:Date|kind:Transaction|amount:Amount|bal:Balance||T:Statement|K:Customer No."
        "|D:Date|O:Balance forward|Z:Amount Due|I:INV #{ref}. Due {due}. Orig. Amount £{amount}."
        "|C:CREDMEM #{ref}.|P:PMT #{ref}.|N:All amounts in {cur}."
        "|A:CURRENT,1-30 DAYS PAST DUE,31-60 DAYS PAST DUE,61-90 DAYS PAST DUE"
        ",OVER 90 DAYS PAST DUE,AMOUNT DUE",
    }),
    Sender("datev opos", "pdf", "frame=report look=plain open sums closerow",
        "2026{n:05}|2026{n:05}|ZE{n:05}", {
        "de": "ref:Rechnungs-Nr.|day:Rechn.-Dat.|due:Fälligkeit|kind:Buchungstext|debit:Betrag Soll"
        "|credit:Betrag Haben|bal:Saldo OP|dun:MS|days:Fällig Tage||T:OPOS-Konto Debitor"
        "|K:Kontonummer|D:Stand|M:Währung|Z:Saldo {cur}|I:Warenlieferung|C:Gutschrift"
        "|P:Akontozahlung|S:Summe",
    }),
    Sender("small offices", "pdf", "frame=letter look=boxed open closerow sym",
        "26-{n:04}|26-{n:04}|26-{n:04}", {
        "de": "ref:Rechnungsnummer|day:Rechnungsdatum|due:Fällig am|orig:Rechnungsbetrag"
        "|paid:Bezahlt|open:Offener Betrag|dun:Mahnstufe||T:Offene Posten|K:Kunden-Nr.|D:Datum"
        "|Z:Gesamtbetrag offen|I:Rechnung|C:Gutschrift"
        "|L:unsere Buchhaltung weist per {end} folgende offene Rechnungen aus."
        "|N:Wir bitten um Ausgleich innerhalb von 7 Tagen.",
        "fr": "ref:N° facture|day:Date facture|due:Échéance|orig:Montant TTC|paid:Réglé"
        "|open:Reste à payer|dun:Relance||T:Relevé de factures|K:Code client|D:Date"
        "|Z:Total restant à payer|I:Facture|C:Avoir"
        "|L:Sauf erreur ou omission de notre part, les factures ci-dessous restent à régler."
        "|N:Merci de nous adresser votre règlement sous 8 jours.",
        "es": "ref:N.º factura|day:Fecha|due:Vencimiento|orig:Total factura|paid:Cobrado"
        "|open:Pendiente de cobro|dun:Aviso||T:Relación de facturas pendientes de cobro"
        "|K:Cód. cliente|D:Fecha|Z:Total pendiente de cobro|I:Factura|C:Abono"
        "|L:Salvo error u omisión, las siguientes facturas figuran pendientes a {end}."
        "|N:Rogamos efectúen el pago en el plazo de 7 días.",
        "it": "ref:N. fattura|day:Data|due:Scadenza|orig:Totale documento|paid:Pagato"
        "|open:Da saldare|dun:Solleciti||T:Estratto conto|K:Cod. cliente|D:Data"
        "|Z:Totale da saldare|I:Fattura|C:Nota di credito"
        "|L:Dalle nostre scritture risultano aperte al {end} le seguenti partite."
        "|N:Vi preghiamo di provvedere al saldo entro 7 giorni.",
    }),
    Sender("exact by age", "pdf", "frame=letter look=rule open group=age closerow neg={}-",
        "26{n:06}|26{n:06}|26{n:06}", {
        "nl": "day:Factuurdatum|ref:Factuurnr.|kind:Soort|order:Uw ref.|due:Vervaldatum|days:Dagen"
        "|orig:Factuurbedrag|open:Openstaand||T:Openstaande posten|K:Debiteurnr.|D:Datum|M:Valuta"
        "|Z:Totaal openstaand {cur}|I:Factuur|C:Creditfactuur|P:Ontvangst"
        "|G:Vervallen posten,Nog niet vervallen posten|U:Subtotaal"
        "|L:Hierbij ontvangt u een overzicht van de per {end} openstaande posten.",
        "fr": "day:Date facture|ref:N° facture|kind:Type|order:Votre réf.|due:Échéance|days:Jours"
        "|orig:Montant facture|open:Solde ouvert||T:Postes ouverts|K:N° débiteur|D:Date|M:Devise"
        "|Z:Total ouvert {cur}|I:Facture|C:Note de crédit|P:Paiement reçu"
        "|G:Postes échus,Postes non échus|U:Sous-total"
        "|L:Veuillez trouver ci-après l'aperçu des postes ouverts au {end}.",
        "en": "day:Invoice date|ref:Invoice no.|kind:Type|order:Your ref.|due:Due date|days:Days"
        "|orig:Invoice amount|open:Outstanding||T:Outstanding items|K:Debtor no.|D:Date|M:Currency"
        "|Z:Total outstanding {cur}|I:Invoice|C:Credit note|P:Receipt"
        "|G:Items overdue,Items not yet due|U:Subtotal"
        "|L:Please find below an overview of the items outstanding at {end}.",
    }),
    Sender("nordic account", "pdf", "frame=uk look=plain long closerow sums",
        "{n:07}|{n:07}|{n:07}", {
        "sv": "day:Datum|kind:Transaktionstyp|ref:Fakturanummer|due:Förfallodatum|debit:Debet"
        "|credit:Kredit|bal:Saldo||T:Kontoutdrag|K:Kundnummer|D:Utskriftsdatum|B:Period|M:Valuta"
        "|O:Ingående balans|Z:Utgående balans|I:Kundfaktura|C:Kreditfaktura|P:Inbetalning|S:Summa",
        "da": "day:Dato|kind:Posteringstype|ref:Fakturanr.|due:Forfaldsdato|debit:Debet"
        "|credit:Kredit|bal:Saldo||T:Kontoudtog|K:Kundenr.|D:Udskrevet|B:Periode|M:Valuta"
        "|O:Saldo primo|Z:Saldo ultimo|I:Faktura|C:Kreditnota|P:Indbetaling|S:I alt",
        "fi": "day:Päivämäärä|kind:Tapahtumalaji|ref:Laskunumero|due:Eräpäivä|debit:Debet"
        "|credit:Kredit|bal:Saldo||T:Tiliote|K:Asiakasnumero|D:Tulostettu|B:Kausi|M:Valuutta"
        "|O:Alkusaldo|Z:Loppusaldo|I:Myyntilasku|C:Hyvityslasku|P:Suoritus|S:Yhteensä",
    }),
    Sender("lettered accounts", "pdf", "frame=report look=boxed long sums closerow",
        "FA{n:06}|AV{n:06}|RC{n:06}", {
        "fr": "day:Date|ref:N° pièce|kind:Libellé|mode:Jnl|due:Échéance|debit:Débit|credit:Crédit"
        "|let:Let.|bal:Solde||T:Extrait de compte client|K:Compte|D:Édition du|B:Période"
        "|M:Monnaie de tenue|O:Report à nouveau|Z:Solde du compte|I:Facture client~VE"
        "|C:Avoir client~VE|P:Règlement client~BQ|S:Totaux",
        "pt": "day:Data|ref:N.º doc.|kind:Descritivo|mode:Diário|due:Vencimento|debit:Débito"
        "|credit:Crédito|let:Rec.|bal:Saldo||T:Extrato de conta de cliente|K:Conta|D:Emitido em"
        "|B:Período|M:Moeda|O:Saldo anterior|Z:Saldo da conta|I:V/ fatura~VND|C:Nota de crédito~VND"
        "|P:Recebimento~BCO|S:Totais",
        "es": "day:Fecha|ref:Documento|kind:Concepto|mode:Diario|due:Vencimiento|debit:Debe"
        "|credit:Haber|let:Punteo|bal:Saldo||T:Extracto de cuenta de cliente|K:Cuenta|D:Emitido el"
        "|B:Período|M:Moneda|O:Saldo anterior|Z:Saldo de la cuenta|I:Factura emitida~VTA"
        "|C:Factura de abono~VTA|P:Cobro factura~BCO|S:Sumas",
    }),
    Sender("booked and issued", "pdf", "frame=report look=rule sums closerow",
        "{n}/A|{n}/NC|{n}/RI", {
        "it": "reg:Data reg.|kind:Causale|ref:N. doc.|day:Data doc.|debit:Dare|credit:Avere"
        "|bal:Saldo||T:Scheda contabile cliente|K:Conto|D:Data stampa|B:Periodo|M:Valuta"
        "|O:Saldo precedente|Z:Saldo finale|I:Fattura di vendita|C:Nota di credito"
        "|P:Incasso Ri.Ba.|S:Totali",
        "es": "reg:F. asiento|kind:Concepto|ref:N.º doc.|day:F. documento|debit:Debe|credit:Haber"
        "|bal:Saldo||T:Extracto contable|K:Cuenta|D:Fecha listado|B:Período|M:Moneda"
        "|O:Saldo inicial|Z:Saldo final|I:N/ factura|C:N/ abono|P:Su pago giro|S:Totales",
        "pt": "reg:Data lanç.|kind:Descrição|ref:N.º doc.|day:Data doc.|debit:Débito"
        "|credit:Crédito|bal:Saldo||T:Conta corrente|K:Cliente n.º|D:Impresso em|B:Período"
        "|M:Moeda|O:Saldo inicial|Z:Saldo final|I:N/ fatura|C:N/ nota de crédito"
        "|P:V/ transferência|S:Totais",
    }),
    Sender("confirmation of balance", "pdf", "frame=letter look=boxed open sums closebox",
        "FV/{n}/2026|KFV/{n}/2026|BP/{n}/2026", {
        "pl": "no:Lp.|ref:Nr dokumentu|kind:Rodzaj|day:Data wystawienia|due:Termin zapłaty"
        "|debit:Należności (Wn)|credit:Zobowiązania (Ma)||T:Potwierdzenie salda|K:Nr kontrahenta"
        "|D:Data|Z:Saldo na naszą korzyść ({cur})|I:Faktura|C:Faktura korygująca|P:Wpłata"
        "|S:Razem|L:zgodnie z naszymi księgami saldo Państwa konta na dzień {end} obejmuje:",
        "cs": "no:Poř.|ref:Číslo dokladu|kind:Druh|day:Datum vystavení|due:Datum splatnosti"
        "|debit:Pohledávky (MD)|credit:Závazky (D)||T:Odsouhlasení pohledávek|K:Číslo odběratele"
        "|D:Datum|Z:Zůstatek v náš prospěch ({cur})|I:Faktura|C:Dobropis|P:Platba|S:Celkem"
        "|L:podle našeho účetnictví evidujeme ke dni {end} tyto otevřené položky:",
    }),
    Sender("payment references", "pdf", "frame=uk look=shade open closerow",
        "{n:05}|{n:05}|{n:05}", {
        "fi": "ref:Laskun nro|day:Laskun pvm|due:Eräpäivä|ocr:Viitenumero|orig:Laskun summa"
        "|open:Avoinna {cur}||T:Avoimet laskut {end}|K:Asiakasnro|D:Päiväys|Z:Avoinna yhteensä"
        "|I:Lasku|C:Hyvityslasku",
        "sv": "ref:Fakturans nr|day:Fakturadatum|due:Förfallodag|ocr:Referensnummer"
        "|orig:Fakturabelopp|open:Öppet {cur}||T:Öppna fakturor {end}|K:Kundnr|D:Datum"
        "|Z:Öppet totalt|I:Faktura|C:Kreditfaktura",
        "en": "ref:Invoice no.|day:Invoice date|due:Due date|ocr:Payment reference"
        "|orig:Invoice total|open:Open {cur}||T:Open invoices at {end}|K:Customer no.|D:Date"
        "|Z:Total open|I:Invoice|C:Credit note",
    }),
    Sender("invoiced and paid", "pdf", "frame=uk look=rule returns closebox sym",
        "{n}|K{n}|B{n}", {
        "da": "day:Dato|kind:Type|ref:Nummer|due:Forfald|debit:Faktureret|credit:Betalt|bal:Saldo|"
        "|T:Kontoudtog|K:Kundenummer|D:Dato|B:Periode|O:Saldo ved periodens start"
        "|Z:Saldo i alt ({cur})|I:Faktura|C:Kreditnota|P:Betaling",
        "en": "day:Date|kind:Type|ref:Number|due:Due|debit:Invoiced|credit:Paid|bal:Balance|"
        "|T:Account statement|K:Customer number|D:Date|B:Period|O:Balance at start of period"
        "|Z:Total balance ({cur})|I:Invoice|C:Credit note|P:Payment",
    }),
)  # fmt: skip
