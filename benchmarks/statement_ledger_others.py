"""More programs of `statement_ledgers`, written when the reader was mended for the first ones."""

from benchmarks.statement_cases import Sender

LATER = (
    Sender("tripletex and mamut", "pdf", "look=zebra open closerow aged neg=-{}",
        "{n:05}|K{n:05}|B{n:05}", {
        "no": "ref:Faktura nr.|date:Fakt.dato|due:Forf.dato|orig:Fakturabeløp NOK|paid:Betalt"
        "|open:Utestående||T:Åpne poster|K:Kundenr.|D:Utskriftsdato|Z:Sum utestående"
        "|I:Faktura|C:Kreditnota|A:Ikke forfalt,1-30,31-60,61-90,90+",
        "da": "ref:Faktura nr.|date:Fakt.dato|due:Forf.dato|orig:Fakturabeløb DKK|paid:Betalt"
        "|open:Udestående||T:Åbne poster|K:Kundenr.|D:Udskriftsdato|Z:Sum udestående"
        "|I:Faktura|C:Kreditnota|A:Ikke forfalden,1-30,31-60,61-90,90+",
    }),
    Sender("infor statement", "pdf", "look=lines opened closerow carry long neg={}-",
        "SLS/{n:06}|SCR/{n:06}|REC/{n:06}", {
        "en": "date:Doc Date|ref:Document|kind:Doc Description|order:Cust Ref|due:Due Date"
        "|amount:Doc Amount GBP|bal:Cum Balance||T:Statement of Account|K:Business Partner"
        "|D:Statement Date|O:Opening Balance|Z:Closing Balance|I:Sales Invoice"
        "|C:Sales Credit Note|P:Customer Receipt|X:Carried to next page"
        "|Y:Brought from previous page",
        "es": "date:Fecha doc.|ref:Documento|kind:Descripción doc.|order:Ref. cliente"
        "|due:Fecha venc.|amount:Importe doc. EUR|bal:Saldo acum.||T:Estado de cuenta"
        "|K:Interlocutor|D:Fecha estado|O:Saldo de apertura|Z:Saldo de cierre"
        "|I:Factura de venta|C:Abono de venta|P:Cobro de cliente|X:Suma y sigue"
        "|Y:Suma anterior",
        "de": "date:Belegdat.|ref:Belegnr.|kind:Belegbezeichnung|order:Kd.-Ref.|due:Fäll.-Dat."
        "|amount:Belegbetrag EUR|bal:Saldo kum.||T:Kontoauszug|K:Geschäftspartner"
        "|D:Auszugsdatum|O:Eröffnungssaldo|Z:Schlusssaldo|I:Ausgangsrechnung"
        "|C:Ausgangsgutschrift|P:Kundenzahlung|X:Übertrag auf nächste Seite"
        "|Y:Übertrag von Seite",
    }),
    Sender("freight forwarder", "pdf", "look=grid open closerow neg=({}) codes=INV,CRN,RCP",
        "HAM{n:07}|HAC{n:07}|HAR{n:07}", {
        "en": "no:Item|code:Tp|ref:Bill Number|order:Shipment|date:Bill Dt|due:Due Dt|cur:Ccy"
        "|orig:Bill Amt|open:O/S Amt||T:Statement of Outstanding Bills|K:Debtor Code"
        "|D:Cut-off|Z:Total Outstanding|I:Bill|C:Credit|P:Receipt on account",
        "fr": "no:Ligne|code:Tp|ref:N° de facture|order:Dossier|date:Dt fact.|due:Dt éch.|cur:Dev"
        "|orig:Mt facturé|open:Mt dû||T:État des factures en cours|K:Code débiteur"
        "|D:Arrêté du|Z:Total restant dû|I:Facture|C:Avoir|P:Règlement en compte",
    }),
    Sender("builders merchant", "pdf", "look=mono neg={}- opened closeline",
        "{n:06}|{n:06}|{n:06}", {
        "en": "date:DATE|kind:TYPE|ref:OUR REF|order:YOUR ORDER|debit:DEBITS|credit:CREDITS|"
        "|T:MONTHLY STATEMENT|K:A/C NO|D:PERIOD ENDING|O:BROUGHT FORWARD|Z:BALANCE DUE GBP"
        "|I:INVOICE|C:CREDIT|P:CASH",
        "nl": "date:DATUM|kind:SOORT|ref:ONS NR|order:UW ORDER|debit:DEBET|credit:CREDIT|"
        "|T:MAANDOVERZICHT|K:DEBITEUR|D:PERIODE T/M|O:SALDO VORIGE MAAND|Z:TE BETALEN EUR"
        "|I:FACTUUR|C:CREDITNOTA|P:BETALING",
    }),
    Sender("brewery with two days", "pdf", "look=plain open closerow neg={}~CR sym",
        "D{n:06}|R{n:06}|Z{n:06}", {
        "cs": "date:Datum vystavení|due:Datum splatnosti|ref:Faktura č.|kind:Poznámka"
        "|amount:Dlužná částka||T:Přehled neuhrazených faktur|K:Zákaznické číslo|D:Stav k"
        "|Z:Celkem dluží|I:Dodávka zboží|C:Vratka obalů",
        "pl": "date:Data faktury|due:Data płatności|ref:Faktura nr|kind:Uwagi|amount:Należność|"
        "|T:Zestawienie niezapłaconych faktur|K:Nr odbiorcy|D:Stan na|Z:Ogółem do zapłaty"
        "|I:Dostawa towaru|C:Zwrot opakowań",
    }),
    Sender("pharma wholesaler", "pdf", "look=lines opened sums closerow solid",
        "{n:010}|{n:010}|{n:010}", {
        "it": "date:Data|kind:Tipo movimento|ref:Nr. documento|due:Scad.|debit:Addebiti EUR"
        "|credit:Accrediti EUR||T:Estratto conto farmacia|K:Codice farmacia|D:Al"
        "|O:Saldo mese precedente|Z:Saldo a vostro debito|I:Fattura vendita"
        "|C:Accredito resi|P:Addebito SDD|S:Totali",
        "fr": "date:Date|kind:Type de mouvement|ref:N° document|due:Éch.|debit:Débit EUR"
        "|credit:Crédit EUR||T:Relevé mensuel|K:Code pharmacie|D:Au"
        "|O:Solde du mois précédent|Z:Solde à régler|I:Facture|C:Avoir retours"
        "|P:Prélèvement SEPA|S:Totaux",
        "pt": "date:Data|kind:Tipo de movimento|ref:N.º documento|due:Venc.|debit:Débito EUR"
        "|credit:Crédito EUR||T:Extrato mensal|K:Código da farmácia|D:Em"
        "|O:Saldo do mês anterior|Z:Saldo a pagar|I:Fatura|C:Nota de crédito devoluções"
        "|P:Débito direto|S:Totais",
    }),
    Sender("temp agency", "pdf", "look=zebra open boxtop sym aged",
        "2026-{n:05}|2026-C{n:04}|2026-P{n:04}", {
        "nl": "kind:Document|date:Datum|due:Vervaldag|days:Dagen|open:Openstaand|"
        "|T:Openstaande facturen|K:Klant|D:Per|Z:Totaal openstaand|I:Factuur {ref}"
        "|C:Creditnota {ref}|A:Niet vervallen,0-30,31-60,61-90,>90",
        "de": "kind:Beleg|date:Datum|due:Fälligkeit|days:Tage|open:Offen||T:Offene Rechnungen"
        "|K:Kunde|D:Zum|Z:Summe offen|I:Rechnung {ref}|C:Gutschrift {ref}"
        "|A:Nicht fällig,0-30,31-60,61-90,>90",
    }),
    Sender("steel trader", "pdf", "look=grid opened closerow neg={}-",
        "RA-{n:06}|GA-{n:06}|BA-{n:06}", {
        "de": "date:Wertstellung|ref:Vorgang Nr.|kind:Buchung|size:Betrag in EUR|side:S/H|"
        "|T:Auszug aus dem Debitorenkonto|K:Debitorenkonto|D:Erstellungsdatum|O:Saldo alt"
        "|Z:Saldo neu|I:Rechnung|C:Rechnungskorrektur|P:Zahlungseingang",
        "ch": "date:Valuta|ref:Vorgang Nr.|kind:Buchung|size:Betrag in CHF|side:S/H|"
        "|T:Auszug Debitorenkonto|K:Debitoren-Konto|D:Erstellt|O:Saldo alt|Z:Saldo neu"
        "|I:Rechnung|C:Rechnungskorrektur|P:Zahlungseingang",
    }),
    Sender("office dealer", "pdf", "look=lines opened closerow boxtop aged sym",
        "IN{n:06}|CM{n:06}|CK{n:06}", {
        "us": "date:Trans Date|ref:Doc #|kind:Trans Type|order:P.O. #|debit:Charges"
        "|credit:Credits|bal:Running Total||T:Customer Account Activity|K:Cust #|D:Through"
        "|O:Prior Balance|Z:Please Remit|I:Sale|C:Return|P:Check"
        "|A:Current,1-30,31-60,61-90,91+",
        "fi": "date:Tapahtumapvm|ref:Tosite|kind:Laji|order:Tilauksenne|debit:Veloitukset"
        "|credit:Hyvitykset|bal:Kertyvä||T:Asiakastilin tapahtumat|K:As.nro|D:Asti"
        "|O:Edellinen saldo|Z:Maksettavana|I:Myyntilasku|C:Palautus|P:Maksu"
        "|A:Erääntymätön,1-30,31-60,61-90,91+",
    }),
    Sender("workday list", "xlsx", "open merged closerow",
        "SINV-{n:06}|SADJ-{n:06}|CPAY-{n:06}", {
        "en": "ref:Customer Invoice|kind:Document Type|date:Invoice Date|due:Payment Due Date"
        "|cur:Currency|orig:Invoice Amount|open:Amount Due|"
        "|T:Customer Statement - Open Items|K:Customer ID|D:As Of Date|Z:Total Amount Due"
        "|I:Customer Invoice|C:Invoice Adjustment|P:Unapplied Payment",
        "es": "ref:Factura de cliente|kind:Tipo de documento|date:Fecha de factura"
        "|due:Fecha de vencimiento|cur:Moneda|orig:Importe de factura|open:Importe adeudado"
        "||T:Extracto de cliente - partidas abiertas|K:ID de cliente|D:A fecha de"
        "|Z:Importe total adeudado|I:Factura|C:Ajuste de factura|P:Pago no aplicado",
    }),
    Sender("netvisor sheet", "xlsx", "open closerow sym texty neg=\u2212{}",
        "{n}|{n}|{n}", {
        "fi": "ref:Laskunumero|kind:Laskulaji|date:Pvm|due:Eräpvm|orig:Summa|open:Avoinna|"
        "|T:Saldovahvistuspyyntö|K:Asiakaskoodi|D:Tilanne pvm|Z:Avoinna yhteensä"
        "|I:Myyntilasku|C:Hyvityslasku",
        "sv": "ref:Fakturanr|kind:Fakturatyp|date:Datum|due:Förf.datum|orig:Summa|open:Kvar|"
        "|T:Saldoförfrågan|K:Kundkod|D:Läge per|Z:Totalt kvar SEK|I:Kundfaktura|C:Kreditfaktura",
    }),
    Sender("account card", "xlsx", "opened closerow sums",
        "VF{n:06}|DB{n:06}|BV{n:06}", {
        "cs": "date:Datum|ref:Doklad|kind:Text|debit:MD|credit:Dal|bal:Zůstatek Kč|"
        "|T:Kniha odběratele|K:Odběratel č.|D:Do|O:Počáteční zůstatek|Z:Konečný zůstatek"
        "|I:Vydaná faktura|C:Dobropis|P:Příjem z banky|S:Obraty celkem",
        "pl": "date:Data|ref:Dokument|kind:Treść|debit:Wn|credit:Ma|bal:Saldo PLN|"
        "|T:Karta konta rozrachunkowego|K:Kontrahent|D:Do dnia|O:Bilans otwarcia"
        "|Z:Saldo końcowe|I:Faktura sprzedaży|C:Korekta sprzedaży|P:Wpływ na rachunek"
        "|S:Obroty razem",
        "it": "date:Data|ref:Rif. doc.|kind:Descrizione|debit:Dare|credit:Avere|bal:Saldo EUR|"
        "|T:Mastrino cliente|K:Sottoconto|D:Al|O:Apertura conti|Z:Saldo finale"
        "|I:Fattura vendita|C:Nota di credito|P:Incasso banca|S:Totale generale",
    }),
    Sender("lexoffice list", "csv", "open sep=; enc=utf-8-sig closerow",
        "RE{n:04}|RK{n:04}|ZA{n:04}", {
        "de": "ref:Belegnummer|kind:Belegtyp|date:Belegdatum|due:Fällig am"
        "|orig:Bruttobetrag (EUR)|paid:Bereits bezahlt|open:Noch offen||T:Offene Belege"
        "|K:Kundennummer|D:Exportiert am|Z:Gesamt|I:Rechnung|C:Rechnungskorrektur",
    }),
    Sender("french export", "csv", "solid opened sep=; enc=cp1252 closerow",
        "FAC{n:05}|AVO{n:05}|REG{n:05}", {
        "fr": "code:Code journal|date:Date|ref:Pièce|kind:Libellé écriture|debit:Montant débit"
        "|credit:Montant crédit||T:Export compte client (EUR)|K:Compte|D:Jusqu'au"
        "|O:Report à nouveau|Z:Solde|I:Facture~VE|C:Avoir~VE|P:Chèque~BQ",
    }),
    Sender("quickbooks report", "csv", "opened sep=, enc=utf-8 closerow",
        "{n}|{n}|{n}", {
        "us": "date:Date|kind:Transaction Type|ref:Num|due:Due Date|amount:Amount (USD)"
        "|bal:Balance (USD)||T:Customer Balance Detail|K:Customer|D:As of"
        "|O:Beginning Balance|Z:Total|I:Invoice|C:Credit Memo|P:Payment",
        "en": "date:Date|kind:Transaction Type|ref:Num|due:Due Date|amount:Amount (GBP)"
        "|bal:Balance (GBP)||T:Customer Balance Detail|K:Customer|D:As of"
        "|O:Beginning Balance|Z:Total|I:Invoice|C:Credit Note|P:Payment",
    }),
    Sender("iberian ledger tabs", "csv", "opened sep=\\t enc=latin-1 closerow",
        "F/{n}|A/{n}|C/{n}", {
        "es": "date:Fecha asiento|doc:Asiento|ref:Documento|kind:Concepto|debit:Debe EUR"
        "|credit:Haber EUR|bal:Saldo EUR||T:Mayor de la cuenta|K:Cuenta|D:Hasta"
        "|O:Saldo anterior|Z:Saldo final|I:N/ factura|C:N/ abono|P:Transferencia recibida",
        "pt": "date:Data lanç.|doc:N.º lanç.|ref:Documento|kind:Descrição|debit:Débito EUR"
        "|credit:Crédito EUR|bal:Saldo EUR||T:Conta corrente de cliente|K:Conta|D:Até"
        "|O:Saldo anterior|Z:Saldo final|I:Fatura|C:Nota de crédito"
        "|P:Transferência recebida",
    }),
    Sender("shop system page", "html", "open closerow sym",
        "{n:09}|{n:09}|{n:09}", {
        "en": "ref:Invoice|date:Issued|due:Payable by|kind:Kind|orig:Total|paid:Settled"
        "|open:Still owed||T:Your open documents|K:Account number|D:As at"
        "|Z:Total still owed|I:Invoice|C:Credit note",
        "pl": "ref:Faktura|date:Wystawiono|due:Płatne do|kind:Rodzaj|orig:Razem|paid:Opłacono"
        "|open:Pozostało||T:Twoje otwarte dokumenty|K:Numer klienta|D:Stan na"
        "|Z:Razem pozostało|I:Faktura|C:Korekta",
        "cs": "ref:Faktura|date:Vystaveno|due:Splatné do|kind:Druh|orig:Celkem|paid:Zaplaceno"
        "|open:Zbývá||T:Vaše otevřené doklady|K:Zákaznické číslo|D:Stav ke dni"
        "|Z:Celkem zbývá|I:Faktura|C:Dobropis",
    }),
    Sender("energy portal of blocks", "html", "divs opened boxtop closerow neg=-{}",
        "{n:011}|G{n:010}|Z{n:010}", {
        "da": "date:Dato|kind:Postering|ref:Bilagsnr.|amount:Beløb i kr.|bal:Saldo i kr.|"
        "|T:Din konto - DKK|K:Kundenummer|D:Til og med|O:Saldo fra sidste opgørelse"
        "|Z:Skyldig saldo|I:Regning|C:Godskrivning|P:Indbetaling",
        "no": "date:Dato|kind:Postering|ref:Bilagsnr.|amount:Beløp i kr|bal:Saldo i kr|"
        "|T:Din konto - NOK|K:Kundenummer|D:Til og med|O:Saldo fra forrige oversikt"
        "|Z:Skyldig saldo|I:Regning|C:Godskriving|P:Innbetaling",
        "sv": "date:Datum|kind:Post|ref:Verifikat|amount:Belopp i kr|bal:Saldo i kr|"
        "|T:Ditt konto - SEK|K:Kundnummer|D:Till och med|O:Saldo från förra översikten"
        "|Z:Skuld nu|I:Räkning|C:Gottskrivning|P:Inbetalning",
    }),
    Sender("mail of a bookkeeper", "html", "letter opened closerow sym neg=({})",
        "{n:05}|{n:05}K|{n:05}P", {
        "fr": "date:Date|kind:Nature|ref:Référence|debit:Facturé|credit:Réglé|bal:Reste|"
        "|T:Point sur votre compte|K:Code client|D:Au|O:Reste au début|Z:Reste à payer"
        "|I:Facture|C:Avoir|P:Virement",
        "it": "date:Data|kind:Operazione|ref:Riferimento|debit:Fatturato|credit:Pagato"
        "|bal:Residuo||T:Situazione del vostro conto|K:Codice cliente|D:Al"
        "|O:Residuo iniziale|Z:Residuo da pagare|I:Fattura|C:Nota di credito|P:Bonifico",
    }),
    Sender("contractor", "pdf", "look=plain open closerow sym neg=-{}",
        "{n}/26|{n}/26G|{n}/26A", {
        "de": "no:Nr.|ref:Rechnung|date:vom|kind:Leistung|due:zahlbar bis|orig:Betrag"
        "|paid:gezahlt|open:Restbetrag||T:Aufstellung der offenen Rechnungen|K:Kunde Nr."
        "|D:Stand|Z:Restbetrag gesamt|I:Schlussrechnung|C:Gutschrift",
        "sv": "no:Nr|ref:Faktura|date:utställd|kind:Avser|due:betalas senast|orig:Belopp"
        "|paid:betalt|open:Återstår||T:Sammanställning av obetalda fakturor|K:Kund nr"
        "|D:Läget den|Z:Återstår totalt SEK|I:Slutfaktura|C:Kreditfaktura",
        "es": "no:N.º|ref:Factura|date:de fecha|kind:Trabajo|due:pagar antes de|orig:Importe"
        "|paid:pagado|open:Resta||T:Relación de facturas pendientes|K:Cliente n.º|D:A fecha"
        "|Z:Resta total|I:Factura final|C:Abono",
    }),
)  # fmt: skip
