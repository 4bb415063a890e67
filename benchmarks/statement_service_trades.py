"""The trades and offices of `statement_services`, said as `statement_service_lists` explains."""

from benchmarks.statement_cases import Sender

TRADES = (
    Sender("staffing agency", "pdf", "open head=letter facts=grid look=boxed closerow sym neg=({})",
        "TS{n:05}|TC{n:05}|TR{n:05}", {
        "en": "ref:Invoice|day:Date|kind:Type|week:Week Ending|guest:Candidate|order:PO|due:Due"
        "|orig:Total"
        "|paid:Received|open:Outstanding|"
        "|T:Client Statement|K:Client ID|D:Date|Z:Total Outstanding|I:Invoice|C:Credit Note"
        "|L:Our records show the following unpaid.",
        "nl": "ref:Factuur|day:Datum|kind:Soort|week:Week t/m|guest:Uitzendkracht|order:Inkoopnr."
        "|due:Vervalt"
        "|orig:Totaal|paid:Ontvangen"
        "|open:Openstaand||T:Overzicht openstaande facturen|K:Opdrachtgever|D:Datum"
        "|Z:Totaal openstaand|I:Factuur|C:Creditnota"
        "|L:Volgens onze administratie staan deze facturen nog open.",
        "sv": "ref:Faktura|day:Datum|kind:Typ|week:Vecka t.o.m.|guest:Konsult|order:Er referens"
        "|due:Förfaller|orig:Totalt|paid:Betalt|open:Kvar|"
        "|T:Obetalda fakturor|K:Kundnummer|D:Datum|Z:Summa obetalt|I:Faktura|C:Kreditfaktura"
        "|L:Enligt vår reskontra är följande obetalt.",
    }),
    Sender("pharma wholesaler", "pdf",
        "long head=print facts=line look=plain openrow closerow carry",
        "{n:06}|{n:06}|{n:06}", {
        "de": "no:Lfd.|day:Datum|code:BA|ref:Beleg-Nr.|due:Valuta|size:Betrag EUR|side:S/H"
        "|bal:Saldo EUR||T:Monatskontoauszug|K:IDF-Nr."
        "|D:Datum|B:Zeitraum|O:Vortrag|Z:Saldo|Y:Übertrag|I:Rechnung~01|C:Gutschrift~02"
        "|P:Lastschrift~03|sides:S,H"
        "|N:BA 01 Rechnung, 02 Gutschrift, 03 Lastschrifteinzug."
        " S = Soll (zu unseren Gunsten), H = Haben (zu Ihren Gunsten)",
        "it": "no:N.|day:Data|code:Caus.|ref:Documento|due:Scadenza|size:Importo EUR|side:D/A"
        "|bal:Saldo EUR||T:Estratto conto mensile"
        "|K:Cod. farmacia|D:Data|B:Periodo|O:Riporto|Z:Saldo|Y:A riportare|I:Fattura~FT"
        "|C:Nota di credito~NC|P:Incasso~IN|sides:D,A"
        "|N:FT fattura, NC nota di credito, IN incasso. D = dare, A = avere",
        "pl": "no:Lp.|day:Data|code:Typ|ref:Nr dok.|due:Termin|size:Kwota PLN|side:Wn/Ma"
        "|bal:Saldo PLN||T:Miesięczny wyciąg z konta"
        "|K:Nr apteki|D:Data|B:Okres|O:Z przeniesienia|Z:Saldo|Y:Do przeniesienia|I:Faktura~FV"
        "|C:Korekta~FK|P:Wpłata~WP|sides:Wn,Ma"
        "|N:FV faktura, FK faktura korygująca, WP wpłata",
    }),
    Sender("city ledger", "pdf",
        "open head=centre facts=right look=rule sym closerow aged=below face=Serif",
        "{n:06}|{n:06}|{n:06}", {
        "us": "ref:Folio #|day:Inv Date|kind:Type|guest:Guest|arr:Arrival|dep:Departure"
        "|due:Due Date|open:Balance||T:City Ledger Statement"
        "|K:AR Account|D:Statement Date|Z:Balance Due|I:Room charges|C:Credit memo"
        "|A:Current,1 to 30,31 to 60,Over 60",
        "fr": "ref:Facture|day:Date|kind:Nature|guest:Client|arr:Arrivée|dep:Départ|due:Échéance"
        "|open:Solde||T:Relevé débiteurs hôtel"
        "|K:Compte débiteur|D:Date du relevé|Z:Solde dû|I:Hébergement|C:Avoir"
        "|A:Non échu,1 à 30,31 à 60,Plus de 60",
        "es": "ref:Factura|day:Fecha|kind:Tipo|guest:Huésped|arr:Llegada|dep:Salida"
        "|due:Vencimiento|open:Saldo||T:Estado de cuenta crédito hotel"
        "|K:Cuenta|D:Fecha del estado|Z:Saldo pendiente|I:Alojamiento|C:Abono"
        "|A:Por vencer,1 a 30,31 a 60,Más de 60",
    }),
    Sender("builders merchant", "pdf",
        "head=split facts=right look=boxed slip=right openrow closebox aged=below neg={}~CR",
        "{n:06}|{n:06}C|{n:06}R", {
        "en": "day:Date|code:Type|ref:Ref|order:Your Order|amount:Value|bal:Balance||T:STATEMENT"
        "|K:A/C No|D:Date|O:Balance b/f"
        "|Z:Amount due {cur}|I:Invoice~INV|C:Credit~CRN|P:Receipt~RCT"
        "|A:Current,Overdue 1,Overdue 2,Overdue 3|R:REMITTANCE",
        "nl": "day:Datum|code:Srt|ref:Nummer|order:Uw order|amount:Bedrag|bal:Saldo|"
        "|T:REKENINGAFSCHRIFT|K:Klant|D:Datum|O:Vorig saldo"
        "|Z:Te voldoen {cur}|I:Factuur~FAC|C:Credit~CRE|P:Ontvangst~ONT"
        "|A:Lopend,1-30 dagen,31-60 dagen,60+ dagen|R:BETAALSTROOK",
    }),
    Sender("dairy rounds", "pdf",
        "head=band facts=line look=zebra by=kind openrow closebox nameless",
        "D{n:06}|R{n:06}|-", {
        "en": "day:Date|ref:Docket|kind:Details|due:Payable|amount:Amount|"
        "|T:Statement of deliveries|K:Round/Customer|D:Date"
        "|O:Brought forward from last statement|Z:Total now payable {cur}|I:Dairy delivery"
        "|C:Returned goods|P:Payment received with thanks"
        "|G:Deliveries,Returns,Payments|S:Subtotal",
        "da": "day:Dato|ref:Følgeseddel|kind:Tekst|due:Forfald|amount:Beløb|"
        "|T:Kontoudtog mejerivarer|K:Kundenr.|D:Dato"
        "|O:Overført fra sidste udtog|Z:I alt til betaling {cur}|I:Levering|C:Returvarer"
        "|P:Betaling modtaget"
        "|G:Leveringer,Returneringer,Betalinger|S:I alt",
        "it": "day:Data|ref:Bolla|kind:Dettaglio|due:Scadenza|amount:Importo|"
        "|T:Estratto conto consegne|K:Cliente|D:Data"
        "|O:Riporto estratto precedente|Z:Totale da pagare {cur}|I:Consegna|C:Reso merce"
        "|P:Pagamento ricevuto"
        "|G:Consegne,Resi,Pagamenti|S:Totale",
    }),
    Sender("balance confirmation", "pdf",
        "open head=letter facts=left look=boxed totals closebox slip=bottom",
        "2026{n:05}|2026{n:05}|BV{n:05}", {
        "cs": "no:Poř.|ref:Číslo dokladu|day:Vystaveno|due:Splatnost|kind:Popis|debit:Pohledávka"
        "|credit:Závazek||T:Odsouhlasení zůstatku ke dni {end}"
        "|K:Číslo odběratele|D:Datum|M:Měna|S:Celkem|Z:Zůstatek ve prospěch naší firmy|I:Faktura"
        "|C:Dobropis|P:Přijatá platba"
        "|R:Zůstatek potvrzujeme",
        "pl": "no:Lp.|ref:Numer dokumentu|day:Data wystawienia|due:Termin płatności|kind:Tytuł"
        "|debit:Winien|credit:Ma||T:Potwierdzenie salda na dzień {end}"
        "|K:Nr kontrahenta|D:Data|M:Waluta|S:Razem|Z:Saldo na naszą korzyść|I:Faktura"
        "|C:Faktura korygująca|P:Wpłata|R:Saldo potwierdzamy",
        "de": "no:Nr.|ref:Belegnummer|day:Belegdatum|due:Fälligkeit|kind:Text|debit:Soll"
        "|credit:Haben||T:Saldenbestätigung zum {end}"
        "|K:Debitorennummer|D:Datum|M:Währung|S:Summen|Z:Saldo zu unseren Gunsten|I:Rechnung"
        "|C:Gutschrift|P:Zahlung|R:Saldo bestätigt",
    }),
    Sender("cleaning contract", "pdf", "head=print facts=left look=rule openrow totals closerow",
        "FT A/{n}|NC A/{n}|RC A/{n}", {
        "pt": "day:Data|kind:Documento|ref:Número|due:Vencimento|debit:Débito|credit:Crédito"
        "|bal:Saldo||T:Extrato de conta corrente|K:Cliente"
        "|D:Data|B:De - a|M:Moeda|O:Saldo anterior|S:Total do período|Z:Saldo em dívida|I:Fatura"
        "|C:Nota de crédito|P:Recibo",
        "es": "day:Fecha|kind:Documento|ref:Número|due:Vto.|debit:Debe|credit:Haber|bal:Saldo|"
        "|T:Extracto de cuenta|K:Cliente|D:Fecha"
        "|B:Periodo|M:Moneda|O:Saldo anterior|S:Totales|Z:Saldo a nuestro favor|I:Factura|C:Abono"
        "|P:Cobro",
        "it": "day:Data reg.|kind:Causale|ref:N. doc.|due:Scadenza|debit:Dare|credit:Avere"
        "|bal:Progressivo||T:Scheda cliente|K:Cliente|D:Data"
        "|B:Periodo|M:Valuta|O:Saldo iniziale|S:Totali|Z:Saldo finale|I:Fattura vendita"
        "|C:Nota di accredito|P:Incasso cliente",
    }),
    Sender("office dealer", "pdf", "head=split facts=grid look=shade openrow closerow neg=\u2212{}",
        "{n:07}|{n:07}|{n:07}", {
        "sv": "day:Bokf.datum|kind:Text|ref:Fakturanr/OCR|due:Förfallodatum|debit:Debet"
        "|credit:Kredit|bal:Saldo||T:Kontoutdrag|K:Kundnr|D:Datum"
        "|M:Valuta|O:IB|Z:UB|I:Faktura|C:Kreditfaktura|P:Inbetalning",
        "da": "day:Bogf.dato|kind:Tekst|ref:Bilag|due:Forfaldsdato|debit:Debet|credit:Kredit"
        "|bal:Saldo||T:Kontokort|K:Kundenr.|D:Dato"
        "|M:Valuta|O:Saldo primo|Z:Saldo ultimo|I:Faktura|C:Kreditnota|P:Indbetaling",
        "fi": "day:Kirjauspvm|kind:Selite|ref:Tosite|due:Eräpäivä|debit:Debet|credit:Kredit"
        "|bal:Saldo||T:Asiakastilin ote|K:Asiakasnro|D:Pvm"
        "|M:Valuutta|O:Alkusaldo|Z:Loppusaldo|I:Lasku|C:Hyvityslasku|P:Suoritus",
    }),
    Sender("legal fees", "pdf",
        "open head=centre facts=left look=plain closerow face=Serif neg=({})",
        "{n:05}|{n:05}|{n:05}", {
        "us": "day:Invoice Date|ref:Invoice|kind:Kind|job:Matter|orig:Billed|paid:Paid"
        "|open:Balance||T:Statement of Outstanding Fees|K:Client No.|D:As of"
        "|Z:Total due ({cur})|I:Fee invoice|C:Credit note|N:Please remit in {cur} within ten days.",
        "en": "day:Bill Date|ref:Bill No|kind:Kind|job:Matter|orig:Billed|paid:Paid|open:Unpaid|"
        "|T:Schedule of Unpaid Bills|K:Client|D:Date"
        "|Z:Total unpaid ({cur})|I:Fee note|C:Credit note"
        "|N:Payment in {cur} is requested within seven days.",
        "cs": "day:Datum|ref:Faktura č.|kind:Druh|job:Spis|orig:Účtováno|paid:Uhrazeno|open:Zbývá|"
        "|T:Přehled neuhrazených odměn|K:Klient|D:Ke dni"
        "|Z:Celkem zbývá ({cur})|I:Odměna|C:Dobropis|N:Žádáme o úhradu v {cur} do sedmi dnů.",
    }),
    Sender("catering portal", "html", "open closerow", "{n:08}|{n:08}|{n:08}", {
        "es": "ref:Factura n.º|day:Emitida|due:Vence el|kind:Clase|orig:Total|paid:Pagado"
        "|open:Pendiente {cur}||T:Facturas pendientes"
        "|K:Código de cliente|D:Actualizado|Z:Total pendiente|I:Factura|C:Factura de abono",
        "it": "ref:Fattura n.|day:Emessa il|due:Scade il|kind:Tipo|orig:Totale|paid:Pagato"
        "|open:Residuo {cur}||T:Fatture da pagare"
        "|K:Codice cliente|D:Aggiornato|Z:Totale da pagare|I:Fattura|C:Nota di credito",
        "pt": "ref:Fatura n.º|day:Emitida|due:Vence|kind:Tipo|orig:Total|paid:Pago"
        "|open:Em dívida {cur}||T:Faturas por pagar"
        "|K:Código de cliente|D:Atualizado|Z:Total em dívida|I:Fatura|C:Nota de crédito",
    }),
    Sender("tool hire", "xlsx", "open closerow", "H{n:06}|HC{n:06}|HR{n:06}", {
        "en": "ref:Invoice|day:Tax Point|job:Contract|order:Order No|kind:Type|due:Due"
        "|open:Outstanding|cur:Ccy||T:Hire account - open invoices"
        "|K:Account|D:Date|Z:Total|I:Hire invoice|C:Hire credit",
        "nl": "ref:Factuur|day:Datum|job:Contract|order:Bestelnr.|kind:Soort|due:Vervaldatum"
        "|open:Openstaand|cur:Valuta||T:Verhuur - open posten"
        "|K:Debiteur|D:Datum|Z:Totaal|I:Huurfactuur|C:Creditnota huur",
        "cs": "ref:Faktura|day:Datum|job:Smlouva|order:Objednávka|kind:Druh|due:Splatnost"
        "|open:K úhradě|cur:Měna||T:Půjčovna - neuhrazené doklady"
        "|K:Odběratel|D:Datum|Z:Celkem|I:Faktura za nájem|C:Dobropis",
    }),
    Sender("packaging journal", "pdf",
        "wide head=print facts=line look=boxed openrow totals closerow under",
        "{n}/2026|{n}/2026|{n}/2026", {
        "it": "day:Data|no:Prot.|kind:Descrizione|ref:Num. doc.|due:Scad.|debit:Dare|credit:Avere"
        "|bal:Saldo||T:Mastrino cliente|K:Conto|D:Stampato il"
        "|B:Esercizio|M:Divisa|O:Saldo apertura|S:Totali movimenti|Z:Saldo chiusura"
        "|I:Fattura emessa|C:Nota credito emessa|P:Bonifico ricevuto"
        "|X:rif. vs. ordine {order}",
        "fr": "day:Date|no:Pce|kind:Libellé|ref:N° doc.|due:Éch.|debit:Débit|credit:Crédit"
        "|bal:Solde||T:Grand livre auxiliaire|K:Compte|D:Édité le"
        "|B:Exercice|M:Devise|O:Report à nouveau|S:Totaux mouvements|Z:Solde de clôture|I:Facture"
        "|C:Avoir|P:Virement|X:votre commande {order}",
        "de": "day:Datum|no:Jnl.|kind:Buchungstext|ref:Beleg|due:Fällig|debit:Soll|credit:Haben"
        "|bal:Saldo||T:Kontenblatt Debitor|K:Konto|D:Gedruckt"
        "|B:Zeitraum|M:Währung|O:Eröffnungssaldo|S:Summe Bewegungen|Z:Schlusssaldo"
        "|I:Ausgangsrechnung|C:Gutschrift|P:Überweisung|X:Ihre Bestellung {order}",
    }),
    Sender("print shop", "pdf", "open head=letter facts=right look=plain closerow",
        "FV/{n}/26|FK/{n}/26|W/{n}/26", {
        "pl": "no:Lp|ref:Dokument|day:Z dnia|kind:Rodzaj|due:Termin|days:Dni po|orig:Wartość"
        "|paid:Zapłacono|open:Do zapłaty||T:Zestawienie nierozliczonych faktur"
        "|K:Klient|D:Na dzień|M:Waluta|Z:Razem do zapłaty|I:Faktura|C:Korekta",
        "cs": "no:Č.|ref:Doklad|day:Ze dne|kind:Druh|due:Splatno|days:Po spl.|orig:Částka"
        "|paid:Zaplaceno|open:K zaplacení||T:Přehled neuhrazených faktur"
        "|K:Zákazník|D:Ke dni|M:Měna|Z:Celkem k zaplacení|I:Faktura|C:Dobropis",
        "pt": "no:N.|ref:Documento|day:Data|kind:Tipo|due:Vence|days:Dias|orig:Valor|paid:Pago"
        "|open:Por pagar||T:Mapa de documentos por regularizar|K:Cliente"
        "|D:À data de|M:Moeda|Z:Total por regularizar|I:Fatura|C:Nota de crédito",
    }),
)  # fmt: skip
