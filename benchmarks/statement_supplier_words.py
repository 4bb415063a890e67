"""The words of `statement_suppliers`: of each, what its keys are called in its languages."""

WORDS = {
    "steel wholesaler": (
        "title account day pos number issued due value paid left late total",
        {
            "pl": "Zestawienie należności|Kod kontrahenta|Stan na dzień|Lp.|Numer faktury"
            "|Data wyst.|Termin płatności|Wartość brutto|Zapłacono|Do zapłaty|Dni po term."
            "|Razem do zapłaty",
            "de": "Aufstellung unbezahlter Belege|Kunde|Stand|Pos.|Rg.-Nummer|vom|Ziel|Rg.-Summe"
            "|bisher gezahlt|noch zu zahlen|Tg.|Forderungen gesamt",
            "cs": "Přehled neuhrazených faktur|Odběratel č.|Ke dni|Poř.|Číslo faktury|Vystaveno"
            "|Splatnost|Celkem s DPH|Uhrazeno|Zbývá uhradit|Dnů po spl.|Celkem k úhradě",
        },
    ),
    "temp agency": (
        (
            "title account day date kind number week net vat gross balance opening closing"
            " invoice credit_note payment"
        ),
        {
            "en": "Client statement|Client ref|Period to|Date|Details|Ref|W/E|Net|VAT|Gross|Balance"
            "|Balance b/f|Balance c/f|Timesheet invoice|Rebate|Received with thanks",
            "nl": "Mutaties debiteur|Inlener|Periode t/m|Dd.|Omschr.|Stuknr.|Wk|Excl. btw|Btw"
            "|Incl. btw|Stand|Stand vorige periode|Nieuwe stand|Factuur uitzendkrachten"
            "|Correctienota|Dank voor uw betaling",
            "da": "Kontospecifikation|Kundenr.|Periode til|Dato|Tekst|Bilag|Uge|Ex. moms|Moms"
            "|Inkl. moms|Saldo|Primosaldo|Saldo til betaling|Faktura vikarer|Kreditnota"
            "|Indbetaling - tak",
        },
    ),
    "water utility": (
        (
            "title account day date kind number volume value balance opening closing"
            " invoice credit_note payment"
        ),
        {
            "pt": "Conta-corrente do cliente|Cliente n.º|Emitido em|Data|Movimento|Documento n.º|m³"
            "|Valor|Saldo|Saldo transitado|Saldo em dívida|Fatura de água|Acerto a seu favor"
            "|Débito direto",
            "es": "Movimientos del contrato|N.º de contrato|Emitido el|Fecha|Movimiento|N.º recibo"
            "|m³|Importe €|Saldo €|Saldo a origen|Deuda a la fecha|Recibo de agua"
            "|Regularización a su favor|Domiciliación",
            "it": "Situazione utenza|Codice utenza|Emesso il|Data|Movimento|N. bolletta|mc|Importo"
            "|Saldo|Saldo riportato|Saldo da versare|Bolletta acqua|Conguaglio a credito"
            "|Addebito SDD",
        },
    ),
    "pharmacy wholesaler": (
        (
            "title account day date kind number amount balance opening over from closing"
            " invoice credit_note payment"
        ),
        {
            "de": "Monatskonto|Apotheke|Zeitraum|Tag|Vorgang|Beleg|Betrag EUR|Saldo EUR"
            "|Saldo Vormonat|Übertrag auf Blatt|Übertrag von Blatt|Saldo Monatsende|Lieferung"
            "|Retoure|Bankeinzug",
            "fr": "Compte mensuel|Officine|Période|Jour|Opération|N° pièce|Montant EUR|Solde EUR"
            "|Solde du mois précédent|À reporter page|Report page|Solde fin de mois|Livraison"
            "|Retour|Prélèvement",
            "pl": "Konto miesięczne apteki|Apteka|Okres|Dzień|Operacja|Nr dowodu|Kwota PLN"
            "|Saldo PLN|Saldo poprz. miesiąca|Do przeniesienia str.|Z przeniesienia str."
            "|Saldo na koniec miesiąca|Dostawa|Zwrot|Polecenie zapłaty",
        },
    ),
    "parcel carrier": (
        "title account day number issued service count due amount open subtotal closing",
        {
            "en": "Outstanding freight charges|Shipper account|Run date|Invoice|Dated|Service"
            "|Parcels|Terms date|Charge|Unpaid|Subtotal|Please pay",
            "sv": "Obetalda fraktfakturor|Avsändarkonto|Utskriven|Faktura|Fakturadat.|Tjänst|Kolli"
            "|Förf.dat.|Fraktbelopp|Obetalt|Delsumma|Att betala",
            "fi": "Avoimet rahtilaskut|Asiakasnro|Tulostettu|Lasku|Laskupvm|Palvelu|Kollit|Eräpvm"
            "|Rahti|Avoinna|Välisumma|Maksettavaa yhteensä",
        },
    ),
    "leasing company": (
        "title account day contract asset part number issued due amount open closing",
        {
            "de": "Ratenübersicht|Leasingnehmer|Stand|Vertrag|Objekt|Rate|Re.-Nr.|Re.-Datum"
            "|fällig am|Rate brutto|Rückstand|Gesamtrückstand",
            "it": "Canoni insoluti|Utilizzatore|Al|Contratto|Bene|Canone|Fattura|Del|Scade il"
            "|Canone ivato|Insoluto|Totale insoluto",
            "fr": "Loyers impayés|Locataire|Au|Contrat|Matériel|Loyer|Facture|Du|Exigible le"
            "|Loyer TTC|Impayé|Total des impayés",
        },
    ),
    "distributor": (
        "title account day number issued order b0 b1 b2 b3 b4 total closing remit",
        {
            "us": "STATEMENT|Acct #|Statement Dt|Invoice #|Date|Your PO|Current|1-30|31-60|61-90"
            "|Over 90|Totals|AMOUNT DUE|Please detach and return with your remittance",
            "es": "ESTADO DE CUENTA|Cta.|Corte|Folio|Fecha|Su O.C.|Por vencer|1-30|31-60|61-90"
            "|Más de 90|Totales|TOTAL ADEUDADO|Desprenda y envíe con su pago",
            "fr": "ÉTAT DE COMPTE|Compte|En date du|No facture|Date|Votre bon|Courant|1-30|31-60"
            "|61-90|Plus de 90|Totaux|MONTANT EXIGIBLE|À joindre à votre paiement",
        },
    ),
    "nordic ledger": (
        "title account day number ocr issued due amount paid left closing",
        {
            "sv": "Reskontrautdrag|Kundnr|Per|Fakturanr|OCR|Fakt.dat|Förfaller|Belopp|Inbetalt|Kvar"
            "|Summa kvar att betala",
            "no": "Åpne poster|Kundenr.|Pr.|Fakturanr.|KID|Fakt.dato|Forfall|Beløp|Innbetalt|Rest"
            "|Sum restbeløp",
            "fi": "Avoimet laskut|Asiakas|Tilanne|Laskunro|Viite|Laskun pvm|Eräpäivä|Summa"
            "|Maksettu|Avoin|Avoinna yhteensä",
        },
    ),
    "marketplace": (
        (
            "title account day date kind order number amount opening closing"
            " invoice credit_note payment"
        ),
        {
            "en": "Account activity|Buyer ID|Up to|Posted|What|Order|Document|Total"
            "|Previously owed|You owe|Purchase|Refund|Card payment",
            "de": "Kontoaktivität|Käufer-ID|Bis|Gebucht|Was|Bestellung|Beleg|Summe|Bisher offen"
            "|Sie schulden uns|Einkauf|Rückerstattung|Kartenzahlung",
            "pl": "Aktywność na koncie|ID kupującego|Do dnia|Zaksięgowano|Operacja|Zamówienie"
            "|Dokument|Kwota|Poprzednio do zapłaty|Do zapłaty teraz|Zakup|Zwrot środków"
            "|Płatność kartą",
        },
    ),
    "booking export": (
        (
            "title account day date number text debit credit balance side opening turnover closing"
            " invoice credit_note payment"
        ),
        {
            "pl": "Kartoteka rozrachunkowa|Konto|Za okres do|Data|Nr dowodu|Treść|Wn|Ma|Saldo"
            "|Strona|Bilans otwarcia|Obroty razem|Saldo końcowe|Faktura sprzedaży"
            "|Faktura korygująca|Wpłata",
            "cs": "Saldokonto odběratele|Účet|Za období do|Datum|Doklad|Popis|MD|D|Zůstatek|Strana"
            "|Počáteční stav|Obraty celkem|Konečný stav|Faktura vydaná|Dobropis|Úhrada",
            "pt": "Extrato de terceiros|Conta|Período até|Data|N.º doc.|Descritivo|Débito|Crédito"
            "|Saldo|D/C|Abertura|Total dos movimentos|Saldo final|Venda a crédito|Devolução"
            "|Recebimento",
        },
    ),
    "grouped workbook": (
        (
            "title account day number issued mark amount opening subtotal closing"
            " invoice credit_note payment"
        ),
        {
            "nl": "Afrekening leverancier|Uw debiteurnr.|Opgemaakt|Nummer|Van|Kenmerk|Bedrag"
            "|Beginsaldo|Subtotaal|Door u verschuldigd|Facturen|Creditnota's|Betalingen",
            "de": "Kontenabstimmung|Ihre Kundennr.|Erstellt|Nummer|Vom|Zeichen|EUR|Anfangsstand"
            "|Zwischensumme|Von Ihnen geschuldet|Rechnungen|Gutschriften|Zahlungen",
            "sv": "Kontoavstämning|Ert kundnr|Upprättad|Nummer|Daterad|Märke|Belopp|Ingående"
            "|Delsumma|Er skuld|Fakturor|Kreditfakturor|Inbetalningar",
        },
    ),
    "old trader": (
        "title account day opening closing invoice credit_note payment",
        {
            "en": "Account rendered|A/c|To|To account rendered|Balance now due|Goods per invoice"
            "|Credit allowed, note|By cheque",
            "fr": "Relevé à ce jour|Compte|Au|Ancien solde|Solde à ce jour|Notre facture"
            "|Notre avoir|Votre chèque",
            "da": "Opgørelse|Konto|Pr.|Overført fra sidste opgørelse|Skyldig saldo|Vor faktura"
            "|Vor kreditnota|Deres indbetaling",
        },
    ),
    "voucher ledger": (
        (
            "title account day date text type number debit credit opening closing"
            " to_invoice to_credit_note to_payment invoice credit_note payment"
        ),
        {
            "en": "Ledger Account|Ledger|Period to|Date|Particulars|Vch Type|Vch No.|Debit|Credit"
            "|Opening Balance|Closing Balance|To Sales A/c|By Sales Returns A/c|By Bank A/c"
            "|Sales|Credit Note|Receipt",
            "it": "Mastrino cliente|Sottoconto|Periodo al|Data|Contropartita|Causale|N. doc.|Dare"
            "|Avere|Apertura conti|Saldo a pareggio|Ricavi vendite|Resi su vendite|Banca c/c"
            "|Ft. emessa|N.C. emessa|Inc. cliente",
            "pt": "Razão da conta|Conta|Período até|Data|Contrapartida|Diário|N.º doc.|Débito"
            "|Crédito|Saldo de abertura|Saldo para balanço|Vendas|Devoluções|Depósitos à ordem"
            "|Faturas|Notas de crédito|Bancos",
        },
    ),
    "many pages": (
        (
            "title account day date journal number text debit credit opening page over from total"
            " closing invoice credit_note payment"
        ),
        {
            "fr": "Grand livre auxiliaire|Compte|Arrêté au|Date|Jnl|Pièce|Libellé|Débit|Crédit"
            "|À nouveau|Total de la page|À reporter|Report|Totaux généraux|Solde débiteur|Facture"
            "|Avoir|Virement",
            "es": "Mayor de clientes|Cuenta|Hasta|Fecha|Dia.|Asiento|Concepto|Debe|Haber|Apertura"
            "|Total página|Suma y sigue|Suma anterior|Totales|Saldo deudor|N/ factura|N/ abono"
            "|Su transferencia",
            "nl": "Grootboekkaart debiteur|Rekening|T/m|Datum|Dagb.|Boekstuk|Omschrijving|Debet"
            "|Credit|Beginbalans|Paginatotaal|Transporteren|Transport|Totalen|Saldo debet"
            "|Verkoop|Retour|Bank",
        },
    ),
    "ageing export": (
        (
            "title account day date type number due amount open b0 b1 b2 b3 total closing"
            " invoice credit_note payment"
        ),
        {
            "us": "A/R Aging Detail|Customer|As of|Date|Transaction Type|Num|Due Date|Amount"
            "|Open Balance|Current|1 - 30 days past due|31 - 60 days past due"
            "|61 or more days past due|Total for|TOTAL|Invoice|Credit Memo|Payment",
            "fr": "Détail du classement chronologique|Client|En date du|Date|Type d'opération|N°"
            "|Échéance|Montant|Solde impayé|Courant|1 à 30 jours de retard|31 à 60 jours de retard"
            "|61 jours et plus|Total de|TOTAL|Facture|Note de crédit|Paiement",
            "es": "Detalle de antigüedad de saldos|Cliente|Al|Fecha|Tipo de transacción|Núm."
            "|Vence|Importe|Saldo abierto|Al corriente|Vencido 1 - 30 días|Vencido 31 - 60 días"
            "|Vencido 61 días o más|Total de|TOTAL|Factura|Nota de crédito|Pago",
        },
    ),
    "two tables": (
        (
            "title account day bills number issued due amount bills_total receipts receipt received"
            " method receipts_total summary opening add less closing transfer"
        ),
        {
            "en": "Monthly account|Account ref|Month end|Invoices this month|Number|Date|Due|Amount"
            "|Total invoices|Payments received|Receipt|Received|Method|Total payments|Summary"
            "|Owing at start of month|Add invoices|Less payments|Now owing|BACS",
            "de": "Monatsrechnungskonto|Kontonummer|Monatsende|Rechnungen des Monats|Nummer|Datum"
            "|Fällig|Betrag|Summe Rechnungen|Eingegangene Zahlungen|Beleg|Eingang|Zahlart"
            "|Summe Zahlungen|Zusammenfassung|Offen am Monatsanfang|zuzüglich Rechnungen"
            "|abzüglich Zahlungen|Jetzt offen|SEPA",
            "sv": "Månadskonto|Kontonr|Månadsslut|Månadens fakturor|Nummer|Datum|Förfaller|Belopp"
            "|Summa fakturor|Mottagna betalningar|Verifikat|Inkom|Sätt|Summa betalningar"
            "|Sammanfattning|Skuld vid månadens början|Plus fakturor|Minus betalningar"
            "|Skuld nu|Bankgiro",
        },
    ),
    "fuel cards": (
        (
            "title account day date number kind amount opening charges payments closing"
            " invoice credit_note payment"
        ),
        {
            "de": "Kartenkonto|Kartenkunde|Per|Buchung|Belegnr|Was|+/- EUR|Alter Saldo|Neue Umsätze"
            "|Ihre Zahlungen|Neuer Saldo|Sammelrechnung|Gutschrift|Lastschrifteinzug",
            "cs": "Kartový účet|Držitel|Ke dni|Zaúčtováno|Č. dokladu|Co|+/- CZK|Minulý zůstatek"
            "|Nové transakce|Vaše platby|Nový zůstatek|Souhrnná faktura|Dobropis|Inkaso",
            "da": "Kortkonto|Kortkunde|Pr.|Bogført|Bilagsnr.|Hvad|+/- DKK|Gammel saldo|Nye køb"
            "|Dine betalinger|Ny saldo|Samlefaktura|Kreditnota|Betalingsservice",
        },
    ),
    "mail order": (
        (
            "title account day document amount balance opening closing of payable"
            " invoice credit_note payment"
        ),
        {
            "en": "Your account with us|Customer|At|Document|Amount|Balance|Last statement|To pay"
            "|of|payable|Invoice|Credit note|Payment",
            "de": "Ihr Konto bei uns|Kundin/Kunde|Am|Dokument|Betrag|Stand|Letzter Auszug"
            "|Zu bezahlen|vom|zahlbar|Rechnung|Gutschrift|Zahlung",
            "da": "Din konto hos os|Kunde|Den|Dokument|Beløb|Saldo|Sidste udtog|At betale|af"
            "|betales|Faktura|Kreditnota|Betaling",
        },
    ),
    "ledger card": (
        (
            "title account day date voucher kind number due amount balance opening subtotal closing"
            " invoice credit_note payment"
        ),
        {
            "da": "Kontokort|Konto|Udskrevet|Dato|Løbenr.|Art|Fakturanr.|Forfald|Beløb|Saldo"
            "|Saldo primo|I alt|Saldo ultimo|Faktura|Kreditnota|Indbetaling",
            "no": "Kontoutskrift|Konto|Utskrevet|Dato|Bilagsnr.|Art|Fakturanr.|Forfall|Beløp|Saldo"
            "|Inngående saldo|Sum|Utgående saldo|Faktura|Kreditnota|Innbetaling",
            "fi": "Tiliote asiakkaasta|Tili|Tulostettu|Pvm|Tositenro|Laji|Laskunro|Eräpvm|Määrä"
            "|Saldo|Alkusaldo|Yhteensä|Loppusaldo|Lasku|Hyvityslasku|Suoritus",
        },
    ),
    "mail extract": (
        (
            "title account day date kind number value balance opening closing debit credit"
            " invoice credit_note payment"
        ),
        {
            "pt": "Extrato de conta corrente|Código|Posição em|Data|Histórico|Documento|Valor|Saldo"
            "|Saldo anterior|Saldo atual|D|C|Fatura emitida|Nota de crédito|Pagamento recebido",
            "it": "Estratto conto clienti|Codice|Situazione al|Data|Operazione|Documento|Valore"
            "|Saldo|Riporto|Saldo attuale|D|A|Fattura emessa|Nota di credito|Pagamento ricevuto",
            "cs": "Výpis z účtu odběratele|Kód|Stav ke dni|Datum|Operace|Doklad|Částka|Zůstatek"
            "|Převod|Aktuální zůstatek|MD|D|Faktura|Dobropis|Přijatá platba",
        },
    ),
    "supplier portal": (
        "title account day number issued due amount open closing",
        {
            "en": "Documents awaiting payment|Customer|Today|Document|Document date|Pay by"
            "|Document amount|To pay|Sum to pay",
            "de": "Belege zur Zahlung|Kunde|Heute|Beleg|Belegtag|Zahlen bis|Belegbetrag|Zu zahlen"
            "|Zu zahlen insgesamt",
            "no": "Dokumenter til betaling|Kunde|I dag|Dokument|Dokumentdato|Betal innen"
            "|Dokumentbeløp|Å betale|Å betale i alt",
        },
    ),
    "unsigned export": (
        "account day type number date due amount left closing invoice credit_note payment",
        {
            "en": "Customer No.|Ending Date|Document Type|Document No.|Posting Date|Due Date"
            "|Amount|Remaining Amount|Balance at ending date|Invoice|Credit Memo|Payment",
            "nl": "Klantnr.|Einddatum|Documentsoort|Documentnr.|Boekingsdatum|Vervaldatum|Bedrag"
            "|Restbedrag|Saldo per einddatum|Factuur|Creditnota|Betaling",
            "no": "Kundenr.|Sluttdato|Dokumenttype|Dokumentnr.|Bokføringsdato|Forfallsdato|Beløp"
            "|Restbeløp|Saldo per sluttdato|Faktura|Kreditnota|Betaling",
        },
    ),
}  # fmt: skip
