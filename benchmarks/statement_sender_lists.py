"""The programs of `statement_senders` and what they call things, by language.

Words: title, account, day, opening, closing, invoice, credit note, payment, headers, what is more.
`LATER` was written when the reader had been mended for `SENDERS`.
"""

from benchmarks.statement_senders import Sender

SENDERS = (
    Sender("sage fifty", "pdf", "lines right openrow closebox aged sym",
        "date ref kind debit credit balance", {
        "en": "Statement|Account Ref|Date|O/Bal|Amount Due|Goods/Services|Credit|Payment|Date"
        "|Reference|Details|Debit|Credit|Balance",
        "us": "STATEMENT|Customer ID|Date|Balance Forward|Amount Due|Sales Invoice|Sales Credit"
        "|Cash Receipt|Date|Reference|Details|Debit|Credit|Balance",
    }),
    Sender("xero activity", "pdf", "lines right openrow closepair stub",
        "date kind order due debit credit balance", {
        "en": "STATEMENT - Activity|Account Number|To Date|Opening Balance|BALANCE DUE GBP"
        "|Invoice # {}|Credit Note # {}|Payment # {}|Date|Activity|Reference|Due Date"
        "|Invoice Amount|Payments|Balance GBP",
        "us": "STATEMENT - Activity|Account Number|To Date|Opening Balance|BALANCE DUE USD"
        "|Invoice # {}|Credit Note # {}|Payment # {}|Date|Activity|Reference|Due Date"
        "|Invoice Amount|Payments|Balance USD",
    }),
    Sender("xero outstanding", "pdf", "open parts lines right closepair stub aged",
        "date kind due orig paid open", {
        "en": "STATEMENT - Outstanding|Account Number|As At|-|TOTAL GBP DUE|Invoice # {}"
        "|Credit Note # {}|-|Date|Activity|Due Date|Total|Paid|Balance GBP",
    }),
    Sender("quickbooks", "pdf", "lines right openrow aged boxed", "date kind amount balance", {
        "us": "Statement|CUSTOMER #|DATE|Balance Forward|TOTAL DUE|Invoice #{}|Credit Memo #{}"
        "|Payment #{}|DATE|ACTIVITY|AMOUNT|BALANCE",
        "en": "Statement|Customer No.|Date|Balance Forward|Total due|Invoice No.{}"
        "|Credit Memo No.{}|Payment No.{}|Date|Activity|Amount|Balance",
    }),
    Sender("sap items", "pdf", "open behind grid left closerow long",
        "ref code date due order cur amount late", {
        "de": "Kontoauszug offene Posten|Ihr Konto bei uns|Stichtag|-|Gesamtsaldo|-|-|-"
        "|Belegnummer|Art|Belegdatum|Nettofälligkeit|Ihre Bestellung|Währg|Betrag|Verzug (Tage)",
        "en": "List of open items|Your account with us|Key date|-|Account balance|-|-|-|Document"
        "|Type|Doc. date|Net due|Your reference|Crcy|Amount|Arrears",
        "fr": "Liste des postes ouverts|Votre compte chez nous|Date clé|-|Solde du compte|-|-|-"
        "|Pièce|Type|Date pièce|Échéance nette|Votre référence|Devise|Montant|Retard",
    }),
    Sender("navision", "pdf", "plain right openrow closerow aged",
        "date ref kind due orig open balance", {
        "en": "Statement 14|Customer No.|Ending Date|Balance, opening|Total GBP|Invoice {}"
        "|Credit Memo {}|Payment {}|Posting Date|Document No.|Description|Due Date"
        "|Original Amount|Remaining Amount|Balance",
        "de": "Kontoauszug 14|Debitorennr.|Enddatum|Anfangssaldo|Summe EUR|Rechnung {}"
        "|Gutschrift {}|Zahlung {}|Buchungsdatum|Belegnr.|Beschreibung|Fällig am"
        "|Ursprungsbetrag|Restbetrag|Saldo",
        "da": "Kontoudtog 14|Debitornr.|Slutdato|Primosaldo|I alt DKK|Faktura {}|Kreditnota {}"
        "|Betaling {}|Bogføringsdato|Bilagsnr.|Beskrivelse|Forfaldsdato|Oprindeligt beløb"
        "|Restbeløb|Saldo",
    }),
    Sender("oracle", "pdf", "open parts brackets grid above closepair aged",
        "ref date kind order due orig open", {
        "us": "STATEMENT|Customer Number|Statement Date|-|Total Amount Due|Invoice|Credit Memo|-"
        "|Invoice Number|Transaction Date|Transaction|Customer Reference|Due Date"
        "|Transaction Amount|Amount Due",
        "es": "ESTADO DE CUENTA|Número de cliente|Fecha del estado|-|Importe total adeudado"
        "|Factura|Nota de abono|-|Número de factura|Fecha transacción|Transacción"
        "|Referencia cliente|Vencimiento|Importe transacción|Importe adeudado",
    }),
    Sender("datev", "pdf", "lines left openrow totals closerow",
        "date ref kind debit credit balance", {
        "de": "Kontoblatt Debitor|Konto|Druckdatum|EB-Wert|Endsaldo|Ausgangsrechnung"
        "|Rechnungskorrektur|Bankeingang|Datum|Belegfeld 1|Buchungstext|Umsatz Soll"
        "|Umsatz Haben|Saldo|Summe Verkehrszahlen",
        "at": "Kundenkonto|Kundenkonto Nr.|Ausdruck vom|Saldovortrag|Saldo neu|AR|GU|ZE|Datum"
        "|Beleg|Text|Soll|Haben|Saldo|Summen",
    }),
    Sender("lexware", "pdf", "open parts grid right closerow sym",
        "seq ref date due orig paid open", {
        "de": "Offene Posten|Kundennummer|Datum|-|Offener Gesamtbetrag|-|-|-|Pos|Rechnungs-Nr."
        "|Datum|fällig am|Rechnungsbetrag|bezahlt|offener Betrag",
    }),
    Sender("exact", "pdf", "open parts plain above closepair",
        "date ref order due orig paid open late", {
        "nl": "Rekeningoverzicht|Klantcode|Datum|-|Totaal te betalen|-|-|-|Factuurdatum"
        "|Factuurnummer|Uw referentie|Vervaldatum|Factuurbedrag|Ontvangen|Openstaand|Dagen over",
    }),
    Sender("e-conomic", "pdf", "plain right openrow closerow", "date ref kind due amount balance", {
        "da": "Kontoudtog|Kundenr.|Dato|Overført saldo|Skyldigt beløb|Faktura|Kreditnota"
        "|Indbetaling|Dato|Fakturanr.|Tekst|Forfald|Beløb|Saldo",
        "no": "Kontoutskrift|Kundenr.|Dato|Inngående saldo|Utestående saldo|Faktura|Kreditnota"
        "|Innbetaling|Dato|Bilag|Tekst|Forfall|Beløp|Saldo",
    }),
    Sender("fortnox", "pdf", "open parts lines right closepair", "ref date due orig open late", {
        "sv": "Obetalda kundfakturor|Kundnr|Utskriftsdatum|-|Summa att betala|-|-|-|Fakturanr"
        "|Fakturadatum|Förfallodatum|Fakturabelopp|Kvar att betala|Dagar",
        "fi": "Avoimet laskut|Asiakasnumero|Päiväys|-|Avoinna yhteensä|-|-|-|Laskunro|Laskun pvm"
        "|Eräpäivä|Laskun summa|Avoin summa|Myöhässä pv",
    }),
    Sender("french ledger", "pdf", "lines left openrow totals closerow",
        "date doc kind ref due debit credit balance", {
        "fr": "Relevé de compte|Compte client|Édité le|Report à nouveau|Solde débiteur|Facture"
        "|Avoir|Virement|Date|Écr.|Libellé|N° pièce|Échéance|Débit|Crédit|Solde|Totaux",
    }),
    Sender("italian ledger", "pdf", "grid left openrow totals closerow",
        "date kind ref debit credit balance", {
        "it": "Estratto conto cliente|Codice conto|Alla data|Saldo iniziale|Saldo finale"
        "|Emissione fattura|Nota accredito|Incasso|Data reg.|Causale|Num. doc.|Dare|Avere|Saldo"
        "|Totali",
    }),
    Sender("spanish ledger", "pdf", "plain right openrow totals closepair",
        "date doc kind debit credit balance", {
        "es": "Extracto de cuenta|Cuenta|Fecha listado|Saldo anterior|Saldo a la fecha|N/Fra. {}"
        "|N/Abono {}|Cobro {}|Fecha|Asiento|Concepto|Debe|Haber|Saldo|Totales",
    }),
    Sender("polish confirmation", "pdf", "open grid left totals closepair",
        "seq ref date due debit credit", {
        "pl": "Potwierdzenie salda|Nr kontrahenta|Stan na dzień|-|Saldo na naszą korzyść|-|-|-"
        "|Lp.|Nr dokumentu|Data wystawienia|Termin płatności|Winien|Ma|Razem",
    }),
    Sender("fixed width", "pdf", "mono crs right openrow aged closepair",
        "date code ref order amount balance", {
        "us": "STATEMENT OF ACCOUNT|CUST NO|STMT DATE|PREVIOUS BALANCE|PLEASE PAY THIS AMOUNT|-|-"
        "|-|DATE|CODE|INVOICE NO|YOUR PO|AMOUNT|BALANCE",
    }),
    Sender("netsuite", "pdf", "lines right openrow boxed aged", "date kind debit credit balance", {
        "us": "Statement|Customer ID|Date|Balance Forward|Amount Due|Invoice #{}|Credit Memo #{}"
        "|Payment #{}|Date|Description|Charge|Payment|Balance",
    }),
    Sender("wholesaler", "pdf", "open two lines left closerow", "ref date due kind amount", {
        "en": "Statement of outstanding invoices|Account|Statement date|-|Total now outstanding"
        "|Invoice|Credit|-|Document|Date|Due|Type|Amount|Your order {} - Delivery note {}",
        "de": "Aufstellung offener Rechnungen|Kunden-Nr.|Datum|-|Offener Saldo gesamt|Rechnung"
        "|Gutschrift|-|Beleg|Datum|Fällig|Art|Betrag|Ihre Bestellung {} - Lieferschein {}",
    }),
    Sender("utility sites", "pdf", "open sites lines right closerow", "ref date due kind amount", {
        "en": "Group account statement|Group account|Issue date|-|Total for all sites|Bill|Credit"
        "|-|Bill no.|Bill date|Pay by|Type|Amount|Site {}|Site total",
        "cs": "Výpis závazků|Číslo zákazníka|Datum vystavení|-|Celkem k úhradě|Faktura|Dobropis|-"
        "|Doklad|Datum|Splatnost|Typ|Částka|Odběrné místo {}|Celkem za místo",
    }),
    Sender("courier export", "csv", "open parts bare",
        "name ref code date due cur orig paid open", {
        "en": "-|customer_number|-|-|-|-|-|-|supplier|invoice_number|type|invoice_date|due_date"
        "|currency|invoice_amount|paid_amount|open_amount",
        "de": "-|Kundennummer|-|-|-|-|-|-|Firma|Rechnungsnummer|Belegart|Rechnungsdatum"
        "|Fälligkeit|Währung|Betrag brutto|Bezahlt|Offen",
    }),
    Sender("clerk sheet", "xlsx", "open gaps", "seq date ref order amount due", {
        "en": "Statement as per our books|Customer code|As of|-|TOTAL|-|-|-|#|Inv date|Inv no"
        "|Your PO|Amt|Due",
        "pt": "Valores em aberto|Código do cliente|Em|-|TOTAL|-|-|-|#|Data fatura|Fatura"
        "|Encomenda|Valor|Vence",
    }),
    Sender("business central sheet", "xlsx", "openrow closerow",
        "date code ref kind debit credit balance", {
        "en": "Customer Statement|Customer|Statement date|Opening balance|Closing balance"
        "|Sales invoice|Sales credit memo|Customer receipt|Posting date|Doc. type|Doc. no."
        "|Description|Debit|Credit|Running balance",
        "nl": "Klantafschrift|Klant|Datum afschrift|Beginsaldo|Eindsaldo|Verkoopfactuur"
        "|Verkoopcreditnota|Ontvangst|Boekingsdatum|Soort|Documentnr.|Omschrijving|Debet|Credit"
        "|Lopend saldo",
    }),
    Sender("portal page", "html", "open parts sym", "ref date due orig open status", {
        "en": "Your open invoices|Customer number|Last updated|-|Total open|-|-|-|Invoice|Issued"
        "|Due|Amount|Outstanding|Status|Open|Overdue",
        "de": "Ihre offenen Rechnungen|Kundennummer|Stand|-|Summe offen|-|-|-|Rechnung|vom|fällig"
        "|Betrag|Noch offen|Status|Offen|Überfällig",
    }),
    Sender("mail table", "html", "openrow closerow", "date kind ref amount balance", {
        "en": "Monthly account summary|Account|Period ending|Balance from last month"
        "|Balance this month|Invoice|Credit|Payment - thank you|Date|What|Number|Amount|Balance",
        "it": "Riepilogo mensile|Conto|Fine periodo|Saldo mese precedente|Saldo del mese|Fattura"
        "|Accredito|Pagamento - grazie|Data|Voce|Numero|Importo|Saldo",
    }),
)  # fmt: skip
LATER = (
    Sender("zoho", "pdf", "lines right openrow box sym", "date kind note debit credit balance", {
        "us": "Statement of Accounts|Account ID|Date|***Opening Balance***|Balance Due|Invoice"
        "|Credit Note|Payment Received|Date|Transactions|Details|Amount|Payments|Balance"
        "|Invoiced Amount|Amount Received",
        "en": "Statement of Accounts|Account ID|Date|***Opening Balance***|Balance Due|Invoice"
        "|Credit Note|Payment Received|Date|Transactions|Details|Amount|Payments|Balance"
        "|Invoiced Amount|Amount Received",
    }),
    Sender("freshbooks", "pdf", "lines right openrow closerow sym", "date kind amount balance", {
        "us": "Account Statement|Client|As of|Starting balance|Ending balance|Invoice {}"
        "|Credit {}|Payment for {}|Date|Description|Amount|Balance",
        "en": "Account Statement|Client|As of|Starting balance|Ending balance|Invoice {}"
        "|Credit {}|Payment {}|Date|Description|Amount|Balance",
    }),
    Sender("wave", "pdf", "open parts plain above closerow sym", "kind date due orig paid open", {
        "us": "Unpaid Invoices|Customer|Statement as of|-|Amount due (USD)|Invoice {}|Credit {}|-"
        "|Invoice|Invoice date|Due date|Total|Paid|Due",
    }),
    Sender("myob", "pdf", "lines right openrow aged closepair",
        "date ref order debit credit balance", {
        "en": "Customer Statement|Card ID|Date|Opening|Balance Due|-|-|-|Date|ID No.|Customer PO"
        "|Charges|Payments|Balance Due",
    }),
    Sender("dynamics ax", "pdf", "grid right openrow closerow headcur",
        "date doc ref kind due amount balance", {
        "en": "Customer account statement|Customer account|Date|Opening balance|Closing balance"
        "|Sales invoice|Credit note|Payment|Date|Voucher|Invoice|Description|Due date|Amount"
        "|Balance",
        "no": "Kontoutdrag for kunde|Kundekonto|Dato|Inngående saldo|Utgående saldo|Salgsfaktura"
        "|Kreditnota|Betaling|Dato|Bilag|Faktura|Beskrivelse|Forfallsdato|Beløp|Saldo",
        "fi": "Asiakkaan tiliote|Asiakastili|Päivämäärä|Alkusaldo|Loppusaldo|Myyntilasku"
        "|Hyvityslasku|Maksu|Päivämäärä|Tosite|Lasku|Kuvaus|Eräpäivä|Summa|Saldo",
    }),
    Sender("business one", "pdf", "lines left openrow totals",
        "date code ref due kind size side balance", {
        "de": "Kontoauszug Geschäftspartner|GP-Code|Datum|Eröffnungssaldo|Saldo|Ausgangsrechnung"
        "|Gutschrift|Eingehende Zahlung|Buchungsdatum|Herkunft|Herkunftsnr.|Fälligkeitsdatum"
        "|Details|Betrag|S/H|Kumulierter Saldo|Gesamt",
    }),
    Sender("sage x3", "pdf", "grid left openrow totals closerow",
        "date ref kind order due debit credit balance", {
        "fr": "Relevé de compte tiers|Tiers|Date d'édition|Solde au début|Solde à la date"
        "|Facture client|Avoir client|Règlement reçu|Date cpta|Pièce|Intitulé|Votre réf."
        "|Échéance|Débit|Crédit|Cumul|Total période",
        "pt": "Extracto de conta corrente|Terceiro|Data de emissão|Saldo anterior|Saldo actual"
        "|Factura|Nota de crédito|Recibo|Data|Documento|Descrição|V/ Ref.|Vencimento|Débito"
        "|Crédito|Acumulado|Total do período",
    }),
    Sender("cegid open", "pdf", "open parts plain right closepair headcur",
        "ref date due kind orig open late", {
        "fr": "Relevé de factures non réglées|Code tiers|Arrêté au|-|Total à régler|Facture|Avoir"
        "|-|N° de facture|Date|Date d'éch.|Nature|Montant TTC|Solde|Retard",
    }),
    Sender("odoo", "pdf", "open lines right sym closerow overdue", "ref date due order amount", {
        "es": "Estado de cuenta de cliente|Referencia cliente|Fecha|-|Total adeudado|-|-|-"
        "|Referencia|Fecha|Fecha de vencimiento|Comunicación|Total adeudado|Total vencido",
        "nl": "Klantoverzicht|Klantreferentie|Datum|-|Totaal verschuldigd|-|-|-|Referentie|Datum"
        "|Vervaldatum|Mededeling|Totaal verschuldigd|Totaal achterstallig",
        "de": "Kundenübersicht|Kundenreferenz|Datum|-|Gesamt fällig|-|-|-|Referenz|Datum"
        "|Fälligkeitsdatum|Kommunikation|Fälliger Betrag|Gesamt überfällig",
    }),
    Sender("easybill", "pdf", "lines right openrow closerow sym", "date kind amount balance", {
        "de": "Kontoübersicht|Kd.-Nr.|Datum|Saldo zu Beginn|Saldo am Ende|Rechnung Nr. {}"
        "|Gutschrift Nr. {}|Zahlung Nr. {}|Datum|Vorgang|Betrag|Saldo",
    }),
    Sender("visma", "pdf", "plain left openrow closerow",
        "ref kind date due debit credit balance", {
        "sv": "Kontoutdrag|Kund|Per datum|IB|UB|Faktura|Kreditfaktura|Inbetalning|Nummer|Typ"
        "|Datum|Förfaller|Debet|Kredit|Saldo",
        "da": "Kontoudskrift|Kunde|Pr. dato|Saldo ved start|Saldo ved slut|Faktura|Kreditnota"
        "|Indbetaling|Nummer|Type|Dato|Forfalder|Debet|Kredit|Saldo",
    }),
    Sender("optima", "pdf", "open parts grid left closerow",
        "seq ref date due orig paid open late", {
        "pl": "Zestawienie rozrachunków|Kod kontrahenta|Na dzień|-|Razem|-|-|-|Lp.|Dokument"
        "|Data dok.|Termin|Kwota|Rozliczono|Pozostaje|Dni zwłoki",
    }),
    Sender("pohoda", "pdf", "open parts lines right closepair", "ref order date due orig open", {
        "cs": "Saldo pohledávek|IČ odběratele|Ke dni|-|Celkem k likvidaci|-|-|-|Číslo|Objednávka"
        "|Datum|Splatno|Částka|K likvidaci",
    }),
    Sender("primavera", "pdf", "plain right openrow totals closerow",
        "date code ref debit credit balance", {
        "pt": "Extrato de conta|Entidade|Data|Saldo anterior|Saldo|FA|NC|RE|Data|Tipo|N.º Doc."
        "|Débito|Crédito|Saldo|Totais",
    }),
    Sender("two line record", "pdf", "open two cr lines right closerow sym",
        "ref kind date due amount", {
        "us": "OPEN INVOICE STATEMENT|Ship-to account|Date|-|Total open balance|Invoice"
        "|Credit memo|-|Doc #|Doc type|Doc date|Due date|Open amt|PO {}  Packing slip {}",
        "en": "Outstanding items|Ledger code|Date|-|Total outstanding|Invoice|Credit|-|Number"
        "|Type|Tax point|Payable|Value|Order {}  Despatch note {}",
    }),
    Sender("telecom page", "html", "openrow closerow", "date kind ref debit credit balance", {
        "en": "Your account activity|Account number|As of|Previous bill balance|New balance|Bill"
        "|Credit adjustment|Payment received|Date|Activity|Ref|Charges|Payments & credits"
        "|Balance",
        "fr": "Mouvements de votre compte|Compte client|Au|Solde précédent|Nouveau solde|Facture"
        "|Remboursement|Prélèvement|Date|Mouvement|Réf.|Facturé|Payé / crédité|Solde",
    }),
    Sender("moneybird mail", "html", "open parts sym", "ref date due orig open status", {
        "nl": "Overzicht openstaande facturen|Klantnummer|Datum|-|Totaal openstaand|-|-|-|Factuur"
        "|Datum|Vervalt|Totaal|Te betalen|Status|Open|Te laat",
    }),
    Sender("particulars sheet", "xlsx", "openrow gaps", "date kind ref debit credit balance", {
        "en": "Ledger statement|Party code|Upto|Opening Balance|Closing Balance|Sales|Credit Note"
        "|Receipt|Dt|Particulars|Vch No.|Dr Amt|Cr Amt|Bal",
        "de": "Kontostand laut unserer Buchhaltung|Kunde Nr.|Stand per|Stand alt|Stand neu"
        "|Rechnung|Gutschrift|Zahlungseingang|Datum|Was|Nr.|Belastung|Entlastung|Stand",
    }),
    Sender("fuel export", "csv", "open closerow", "ref kind date due amount cur", {
        "de": "Offene Belege|Kundennummer|Exportdatum|-|Summe|Rechnung|Gutschrift|-|Belegnummer"
        "|Belegart|Belegdatum|Zahlbar bis|Bruttobetrag|Währung",
        "en": "Open documents|Customer number|Export date|-|Total|Invoice|Credit note|-"
        "|Document number|Document type|Document date|Payable by|Gross amount|Currency",
    }),
    Sender("green screen", "pdf", "mono crs right openrow closepair",
        "ref date kind amount balance", {
        "us": "MONTHLY STATEMENT|CUSTOMER|CLOSING DATE|BEGINNING BALANCE|ENDING BALANCE|INVOICE"
        "|CREDIT|PAYMENT-THANK YOU|REF NBR|TRAN DATE|TRAN TYPE|TRAN AMOUNT|RUNNING BAL",
    }),
)  # fmt: skip
