"""More senders of `statement_traders`: free programs, utilities, carriers, wholesale, portals."""

from benchmarks.statement_cases import Sender

PORTALS = (
    Sender("outstanding by oca", "pdf", "frame=uk look=plain open closerow aged sym",
        "INV/2026/{n:05}|RINV/2026/{n:05}|PBNK1/2026/{n:05}", {
        "en": "ref:Reference number|day:Date|due:Due Date|kind:Description|orig:Original"
        "|open:Open Amount|bal:Balance||T:Statement of Account|K:Partner Code|D:Date"
        "|Z:Ending Balance|I:Customer invoice|C:Customer credit note|P:Customer payment"
        "|L:Outstanding statement up to {end} in {cur}"
        "|A:Current,1 - 30 Days,31 - 60 Days,61 - 90 Days,91 Days +,Total",
        "fr": "ref:Numéro de référence|day:Date|due:Date d'échéance|kind:Description|orig:Original"
        "|open:Montant ouvert|bal:Solde||T:Relevé de compte|K:Code partenaire|D:Date"
        "|Z:Solde final|I:Facture client|C:Avoir client|P:Paiement client"
        "|L:Relevé des arriérés jusqu'au {end} en {cur}"
        "|A:Actuel,1 - 30 jours,31 - 60 jours,61 - 90 jours,91 jours et plus,Total",
        "it": "ref:Numero riferimento|day:Data|due:Data scadenza|kind:Descrizione|orig:Originale"
        "|open:Importo aperto|bal:Saldo||T:Estratto conto|K:Codice partner|D:Data"
        "|Z:Saldo finale|I:Fattura cliente|C:Nota di credito cliente|P:Pagamento cliente"
        "|L:Estratto conto scaduto al {end} in {cur}"
        "|A:Attuale,1 - 30 giorni,31 - 60 giorni,61 - 90 giorni,Oltre 91 giorni,Totale",
    }),
    Sender("erpnext ledger", "pdf", "frame=report look=boxed sums closerow zeros sym",
        "ACC-SINV-2026-{n:05}|ACC-SINV-RET-{n:05}|ACC-PAY-2026-{n:05}", {
        "en": "day:Date|both:Reference|remark:Remarks|debit:Debit|credit:Credit"
        "|bal:Balance (Dr - Cr)||T:STATEMENTS OF ACCOUNTS|K:Customer|D:Printed on|B:Period"
        "|M:Currency|O:Opening|Z:Closing (Opening + Total)|I:Sales Invoice|C:Credit Note"
        "|P:Payment Entry|S:Total|remark:Against Customer Order {order}",
        "de": "day:Datum|both:Referenz|remark:Bemerkungen|debit:Soll|credit:Haben"
        "|bal:Saldo (Soll - Haben)||T:KONTOAUSZÜGE|K:Kunde|D:Gedruckt am|B:Zeitraum|M:Währung"
        "|O:Eröffnung|Z:Schließen (Eröffnung + Gesamt)|I:Ausgangsrechnung|C:Gutschrift|P:Zahlung"
        "|S:Summe|remark:Zu Kundenauftrag {order}",
        "fr": "day:Date|both:Référence|remark:Remarques|debit:Débit|credit:Crédit"
        "|bal:Solde (Debit - Crédit)||T:RELEVÉS DE COMPTES|K:Client|D:Imprimé le|B:Période"
        "|M:Devise|O:Ouverture|Z:Fermeture (Ouverture + Total)|I:Facture de vente|C:Note de crédit"
        "|P:Écriture de paiement|S:Total|remark:Selon commande client {order}",
    }),
    Sender("telecom account", "pdf", "frame=us look=rule nameless closetop closerow sym",
        "{n:010}|G{n:09}|-", {
        "de": "day:Datum|kind:Buchung|ref:Rechnungsnummer|due:Fällig am|amount:Betrag"
        "|bal:Kontostand||T:Ihre Kontoübersicht|K:Buchungskonto|D:Erstellt am|B:Zeitraum"
        "|O:Saldo aus Vormonat|Z:Aktueller Kontostand|I:Rechnung Mobilfunk|C:Gutschrift"
        "|P:Lastschrift - vielen Dank",
        "it": "day:Data|kind:Movimento|ref:N. fattura|due:Scadenza|amount:Importo|bal:Saldo|"
        "|T:Situazione del tuo conto|K:Codice cliente|D:Emesso il|B:Periodo"
        "|O:Saldo del mese precedente|Z:Saldo attuale|I:Fattura telefonia mobile|C:Accredito"
        "|P:Addebito diretto - grazie",
        "es": "day:Fecha|kind:Movimiento|ref:N.º factura|due:Vencimiento|amount:Importe|bal:Saldo|"
        "|T:Estado de su cuenta|K:Cuenta de facturación|D:Emitido el|B:Período"
        "|O:Saldo del mes anterior|Z:Saldo actual|I:Factura telefonía móvil|C:Abono"
        "|P:Domiciliación - gracias",
        "pl": "day:Data|kind:Operacja|ref:Numer faktury|due:Termin płatności|amount:Kwota"
        "|bal:Saldo||T:Stan Państwa konta|K:Konto abonenckie|D:Wystawiono|B:Okres"
        "|O:Saldo z poprzedniego miesiąca|Z:Saldo bieżące|I:Faktura za telefon|C:Korekta"
        "|P:Wpłata - dziękujemy",
    }),
    Sender("energy account", "pdf", "frame=letter look=shade nameless sums closerow",
        "7{n:011}|8{n:011}|-", {
        "de": "day:Datum|kind:Vorgang|ref:Belegnummer|site:Abnahmestelle|due:Fällig"
        "|debit:Forderung {cur}|credit:Zahlung {cur}||T:Kontoauszug zum Vertragskonto"
        "|K:Vertragskonto|D:Datum|O:Saldo am {start}|Z:Saldo am {end}|I:Abschlag Strom"
        "|C:Gutschrift|P:Zahlungseingang|S:Summe Umsätze"
        "|L:im Zeitraum vom {start} bis {end} haben wir auf Ihrem Vertragskonto gebucht:",
        "fr": "day:Date|kind:Opération|ref:N° de facture|site:Site|due:Échéance"
        "|debit:Facturé {cur}|credit:Encaissé {cur}||T:Relevé de votre compte client"
        "|K:Compte de facturation|D:Date|O:Solde au {start}|Z:Solde au {end}"
        "|I:Facture électricité|C:Avoir|P:Prélèvement reçu|S:Total des mouvements"
        "|L:Voici les mouvements de votre compte du {start} au {end} :",
        "nl": "day:Datum|kind:Omschrijving|ref:Factuurnummer|site:Aansluiting|due:Vervaldatum"
        "|debit:In rekening {cur}|credit:Ontvangen {cur}||T:Overzicht van uw rekening"
        "|K:Contractrekening|D:Datum|O:Saldo op {start}|Z:Saldo op {end}|I:Termijnnota"
        "|C:Creditnota|P:Betaling ontvangen|S:Totaal mutaties"
        "|L:In de periode {start} tot en met {end} hebben wij het volgende geboekt:",
        "sv": "day:Datum|kind:Händelse|ref:Fakturanummer|site:Anläggning|due:Förfallodatum"
        "|debit:Fakturerat {cur}|credit:Inbetalt {cur}||T:Kontoutdrag elavtal|K:Avtalskonto"
        "|D:Datum|O:Saldo {start}|Z:Saldo {end}|I:Elfaktura|C:Kreditering|P:Betalning mottagen"
        "|S:Summa händelser|L:Under perioden {start} till {end} har följande bokförts:",
    }),
    Sender("parcel carrier export", "csv", "solid open closerow sep=; enc=utf-8-sig day=%Y-%m-%d",
        "{n:09}|{n:09}C|{n:09}", {
        "en": "acct:Billing Account|ref:Invoice Number|kind:Document Type|day:Invoice Date"
        "|due:Due Date|cur:Currency|orig:Invoice Amount|open:Outstanding Amount|days:Days Overdue|"
        "|T:Open invoices|K:Customer|D:Export date|Z:Total|I:Freight invoice|C:Credit note",
        "de": "acct:Abrechnungskonto|ref:Rechnungsnummer|kind:Dokumenttyp|day:Rechnungsdatum"
        "|due:Fälligkeitsdatum|cur:Währung|orig:Rechnungsbetrag|open:Ausstehender Betrag"
        "|days:Tage überfällig||T:Offene Rechnungen|K:Kunde|D:Exportdatum|Z:Gesamt"
        "|I:Frachtrechnung|C:Gutschrift",
        "fr": "acct:Compte de facturation|ref:Numéro de facture|kind:Type de document"
        "|day:Date de facture|due:Date d'échéance|cur:Devise|orig:Montant de la facture"
        "|open:Montant en souffrance|days:Jours de retard||T:Factures ouvertes|K:Client"
        "|D:Date d'export|Z:Total|I:Facture de fret|C:Note de crédit",
        "pl": "acct:Konto rozliczeniowe|ref:Numer faktury|kind:Typ dokumentu|day:Data faktury"
        "|due:Termin płatności|cur:Waluta|orig:Kwota faktury|open:Kwota do zapłaty"
        "|days:Dni po terminie||T:Otwarte faktury|K:Klient|D:Data eksportu|Z:Razem"
        "|I:Faktura przewozowa|C:Nota kredytowa",
    }),
    Sender("fuel cards", "pdf", "frame=report look=rule closerow",
        "R{n:08}|G{n:08}|Z{n:08}", {
        "de": "day:Buchungstag|ref:Belegnummer|kind:Buchungstext|due:Fällig|amount:Umsatz {cur}"
        "|bal:Saldo {cur}||T:Kontoauszug Tankkarten|K:Kundennummer|D:Auszugsdatum|B:Zeitraum"
        "|O:Alter Saldo|Z:Neuer Saldo|I:Rechnung Kraftstoff|C:Gutschrift|P:Lastschrifteinzug"
        "|plus:{}~S|minus:{}~H",
        "pl": "day:Data księg.|ref:Nr dokumentu|kind:Opis|due:Termin|amount:Obrót {cur}"
        "|bal:Saldo {cur}||T:Wyciąg z konta kart paliwowych|K:Nr klienta|D:Data wyciągu|B:Okres"
        "|O:Saldo poprzednie|Z:Saldo nowe|I:Faktura za paliwo|C:Korekta|P:Wpłata"
        "|plus:{}~Wn|minus:{}~Ma",
        "nl": "day:Boekdatum|ref:Documentnr.|kind:Omschrijving|due:Vervalt|amount:Omzet {cur}"
        "|bal:Saldo {cur}||T:Rekeningoverzicht tankpassen|K:Klantnummer|D:Datum overzicht"
        "|B:Periode|O:Vorig saldo|Z:Nieuw saldo|I:Brandstoffactuur|C:Creditnota|P:Incasso"
        "|plus:{}~D|minus:{}~C",
        "it": "day:Data cont.|ref:N. documento|kind:Descrizione|due:Scadenza|amount:Movimento {cur}"
        "|bal:Saldo {cur}||T:Estratto conto carte carburante|K:Codice cliente|D:Data estratto"
        "|B:Periodo|O:Saldo precedente|Z:Nuovo saldo|I:Fattura carburante|C:Nota di accredito"
        "|P:Addebito SDD|plus:{}~D|minus:{}~A",
    }),
    Sender("cash and carry", "pdf", "frame=uk look=plain open group=site closerow",
        "{n:06}-26|A{n:05}-26|R{n:05}-26", {
        "fr": "ref:N° facture|day:Date|kind:Type|due:Échéance|open:Restant dû||T:Relevé d'encours"
        "|K:N° carte client|D:Date|M:Devise|Z:Total de l'encours|I:Facture|C:Avoir"
        "|G:Magasin {site}|U:Total magasin",
        "pt": "ref:N.º fatura|day:Data|kind:Tipo|due:Vencimento|open:Em dívida"
        "||T:Extrato de valores em dívida|K:N.º cartão cliente|D:Data|M:Moeda|Z:Total em dívida"
        "|I:Fatura|C:Nota de crédito|G:Loja {site}|U:Total loja",
        "de": "ref:Rechnung|day:Datum|kind:Art|due:Fällig|open:Offen||T:Übersicht offene Beträge"
        "|K:Kundenkarte|D:Datum|M:Währung|Z:Offener Gesamtbetrag|I:Rechnung|C:Gutschrift"
        "|G:Markt {site}|U:Summe Markt",
    }),
    Sender("book distributor", "pdf", "frame=letter look=plain open group=month closebox two",
        "{n:07}|{n:07}|{n:07}", {
        "en": "day:Tax Point|kind:Type|ref:Our Invoice|open:Value {cur}||T:Trade statement"
        "|K:Account|D:Statement date|Z:Total payable|I:Books invoice|C:Returns credit"
        "|G:Month {month}|U:Month total|minus:{}~CR|detail:Your order {order}",
        "de": "day:Datum|kind:Art|ref:Rechnungs-Nr.|open:Betrag {cur}||T:Monatsauszug"
        "|K:Verkehrsnummer|D:Auszug vom|Z:Gesamtbetrag|I:Lieferung Bücher|C:Remission"
        "|G:Monat {month}|U:Summe Monat|minus:{}-|detail:Ihre Bestellung {order}",
        "fr": "day:Date|kind:Nature|ref:N° facture|open:Montant {cur}||T:Relevé mensuel"
        "|K:Compte libraire|D:Relevé du|Z:Total à payer|I:Facture livres|C:Avoir sur retours"
        "|G:Mois {month}|U:Total du mois|minus:-{}|detail:Votre commande {order}",
    }),
    Sender("portal newest first", "html", "newest closetop",
        "{n:08}|{n:08}|{n:08}", {
        "en": "day:Date|kind:Transaction|ref:Document|due:Due date|amount:Amount ({cur})"
        "|bal:Balance ({cur})||T:Account transactions|K:Account number|D:Updated|Z:Current balance"
        "|O:Balance brought forward|I:Invoice|C:Credit note|P:Payment",
        "sv": "day:Datum|kind:Händelse|ref:Dokument|due:Förfaller|amount:Belopp ({cur})"
        "|bal:Saldo ({cur})||T:Kontohändelser|K:Kundnummer|D:Uppdaterad|Z:Aktuellt saldo"
        "|O:Ingående saldo|I:Faktura|C:Kreditfaktura|P:Betalning",
        "cs": "day:Datum|kind:Pohyb|ref:Doklad|due:Splatnost|amount:Částka ({cur})"
        "|bal:Zůstatek ({cur})||T:Pohyby na účtu|K:Zákaznické číslo|D:Aktualizováno"
        "|Z:Aktuální zůstatek|O:Počáteční zůstatek|I:Faktura|C:Dobropis|P:Platba",
    }),
    Sender("monthly mail", "html", "mail open closerow sym",
        "{n:06}|{n:06}|{n:06}", {
        "en": "ref:Invoice|kind:Type|day:Sent|due:Due|orig:Total|open:Balance due||T:Your statement"
        "|K:Account|D:Date|M:Currency|Z:Total balance due|I:Invoice|C:Credit note"
        "|L:Here is your statement for {end}. Payments received after this date are not included.",
        "nl": "ref:Factuur|kind:Type|day:Verzonden|due:Vervalt|orig:Totaal|open:Te voldoen"
        "||T:Uw overzicht|K:Klant|D:Datum|M:Valuta|Z:Totaal te voldoen|I:Factuur|C:Creditnota"
        "|L:Hierbij uw overzicht per {end}. Latere betalingen zijn niet verwerkt.",
        "da": "ref:Faktura|kind:Type|day:Sendt|due:Forfalder|orig:Total|open:Til betaling"
        "||T:Dit kontoudtog|K:Kunde|D:Dato|M:Valuta|Z:Total til betaling|I:Faktura|C:Kreditnota"
        "|L:Her er dit kontoudtog pr. {end}. Senere betalinger er ikke medtaget.",
    }),
    Sender("receivables ledger", "xlsx", "open sums",
        "{n}|{n}|{n}", {
        "sv": "ref:Fakturanr|day:Fakturadatum|due:Förfallodatum|kind:Typ|orig:Fakturabelopp"
        "|paid:Betalt|open:Restbelopp|cur:Valuta||T:Kundreskontra, obetalda fakturor|K:Kundnr"
        "|D:Per|I:Faktura|C:Kredit|S:Summa",
        "fi": "ref:Laskunro|day:Laskupvm|due:Eräpvm|kind:Laji|orig:Loppusumma|paid:Maksettu"
        "|open:Avoin summa|cur:Valuutta||T:Myyntireskontra, avoimet laskut|K:Asiakasnro|D:Tilanne"
        "|I:Lasku|C:Hyvitys|S:Yhteensä",
        "da": "ref:Fakturanr.|day:Fakturadato|due:Forfaldsdato|kind:Type|orig:Fakturabeløb"
        "|paid:Betalt|open:Restbeløb|cur:Valuta||T:Debitorsaldoliste, åbne poster|K:Kundenr."
        "|D:Pr.|I:Faktura|C:Kreditnota|S:I alt",
    }),
    Sender("iberian journal", "xlsx", "sums closerow",
        "26/{n:05}|26R/{n:05}|26C/{n:05}", {
        "es": "no:Asiento|day:Fecha|ref:Documento|kind:Concepto|debit:Debe|credit:Haber|bal:Saldo|"
        "|T:Libro mayor|K:Cuenta|D:Fecha|B:Período|M:Divisa|O:Saldo anterior|Z:Saldo|I:Nª Fra."
        "|C:Nª Fra. abono|P:Cobro transferencia|S:Total período",
        "pt": "no:Lançamento|day:Data|ref:Documento|kind:Descrição|debit:Débito|credit:Crédito"
        "|bal:Saldo||T:Extrato de terceiros|K:Conta|D:Data|B:Período|M:Moeda|O:Saldo anterior"
        "|Z:Saldo|I:N/ fatura|C:N/ crédito|P:Transferência|S:Total do período",
    }),
)  # fmt: skip
