"""The labels of documents per field, by how surely they name it: en, de, fr, nl, it, es.

Phrases are parted by bars; they are compared folded (`layout.fold`), so case, accents and
punctuation do not matter. 3 and more name one field and no other; 1 is a word that names many.
"""

from __future__ import annotations

from typing import Final

LABELS: Final[dict[str, dict[float, str]]] = {
    "invoice_number": {
        3.0: """
            invoice number | invoice no | invoice nr | invoice num | invoice id | invoice #
            | invoice no # | inv no | inv # | inv number | tax invoice no | tax invoice number
            | bill number | bill no | document number | document no | credit note no
            | credit note number | credit memo no | invoice ref | invoice reference
            | Rechnungsnummer | Rechnungs-Nr | Rechnungsnr | Rechnung Nr | Rechnung Nummer
            | Re-Nr | Rg-Nr | Belegnummer | Beleg-Nr | Belegnr | Rechnungs Nummer
            | Gutschrift-Nr | Gutschrift Nr | Gutschriftsnummer | Handelsrechnung Nr
            | Korrekturrechnung Nr | Teilrechnung Nr | Schlussrechnung Nr
            | Rechnungskorrektur Nr | Dokumentnummer | Faktura-Nr | Fakturanummer | facture n
            | n facture | n de facture | numéro de facture | no de facture | no facture
            | facture no | num facture | facture numéro | numéro facture | réf facture | avoir n
            | n d'avoir | numéro d'avoir | facture d'avoir n | factuurnummer | factuurnr
            | factuur nr | factuur nummer | factuur no | creditnota nr | creditfactuurnummer
            | fattura n | fattura nr | fattura numero | numero fattura | n fattura | nr fattura
            | numero documento | n documento | num fattura | nota di credito n | factura n
            | factura no | factura núm | n factura | n de factura | no factura | no de factura
            | núm factura | número de factura | número factura | num factura | factura número
            | nº de factura | factura nro
            | credit no | credit number | credit note # | credit memo number | memo no
            | Gutschriftsnr | Gutschriftnummer | Gutschrifts-Nr | creditnotanummer | creditnummer
            | creditnr | numero nota di credito | n nota di credito | nota de crédito n
            | n de abono | número de abono | abono n | factura rectificativa n | n de avoir
        """,
        1.8: """
            invoice | Rechnung | facture | factuur | fattura | factura | tax invoice
            | credit note | credit memo | Gutschrift | avoir | creditnota | nota di credito
            | nota de crédito | Rechnungskorrektur | commercial invoice | sales invoice
        """,
        1.0: """
            no | nr | n | number | Nummer | numéro | nummer | numero | número | reference | ref | #
        """,
    },
    "issue_date": {
        3.0: """
            invoice date | billing date | bill date | issue date | date of issue
            | date of invoice | issued | issued on | invoice dated | date issued | tax date
            | document date | invoiced on | inv date | invoice issue date | Rechnungsdatum
            | Belegdatum | Ausstellungsdatum | Datum der Rechnung | Rechnung vom
            | ausgestellt am | Rechnungs-Datum | Beleg-Datum | Re-Datum | Rg-Datum
            | Fakturadatum | Dokumentdatum | date de facture | date de la facture | date facture
            | date de facturation | date d'émission | émise le | facture du | émis le
            | date du document | factuurdatum | datum factuur | facturatiedatum | documentdatum
            | data fattura | data documento | data della fattura | data di emissione
            | data emissione | emessa il | fecha de factura | fecha factura
            | fecha de la factura | fecha de emisión | fecha emisión | fecha de expedición
            | emitida el
            | credit note date | credit date | credit memo date | date of credit note
            | Gutschriftsdatum | Gutschriftdatum | Datum der Gutschrift | date de l'avoir
            | date d'avoir | date avoir | creditnotadatum | creditdatum | datum creditnota
            | data nota di credito | data della nota di credito | fecha de abono | fecha del abono
            | fecha de la nota de crédito
        """,
        2.0: "statement date",
        1.2: "date | Datum | dated | data | fecha | vom | du | den | le | del | el | fecha doc",
    },
    "due_date": {
        3.0: """
            due date | date due | payment due | payment due by | payment due date | due by
            | pay by | due on | due | payable by | payment date | please pay by | Fälligkeit
            | Fälligkeitsdatum | fällig am | fällig bis | zahlbar bis | zahlbar bis zum
            | Zahlungsziel | zu zahlen bis | Zahlung bis | Zahlungsdatum | Zahltermin | fällig
            | échéance | date d'échéance | échéance le | date limite de paiement
            | à payer avant le | à régler avant le | payable le | date échéance
            | payable avant le | à payer le | vervaldatum | vervaldag | uiterste betaaldatum
            | te betalen voor | betalen voor | betaaldatum | te voldoen voor | scadenza
            | data scadenza | data di scadenza | scadenza pagamento | da pagare entro
            | pagamento entro | vencimiento | fecha de vencimiento | fecha vencimiento
            | vence el | fecha de pago | pagar antes del | fecha límite de pago
        """,
    },
    "gross_total": {
        3.0: """
            grand total | invoice total | gross total | final total | total due
            | total amount due | amount due total | total payable | total incl vat
            | total including vat | total incl tax | total inc vat | total gross | total amount
            | invoice amount | total invoice amount | total inclusive of vat | gross amount
            | total to pay | total incl | total (incl. tax) | total with tax | amount payable
            | invoice total amount | total invoice | total eur incl vat | total usd incl vat
            | total including tax | total incl. VAT | document total | Rechnungsbetrag
            | Gesamtbetrag | Bruttobetrag | Endbetrag | Zahlbetrag | Bruttosumme | Gesamtsumme
            | Rechnungssumme | Gesamtbetrag brutto | Gesamt brutto | Summe brutto | Brutto
            | Gesamtbetrag fällig am | Gesamtbetrag inkl MwSt | Gesamt inkl MwSt
            | Gesamtpreis brutto | Endsumme | Summe gesamt | Gesamtbetrag fällig
            | Rechnungsbetrag brutto | Rechnungsendbetrag | zu zahlender Betrag | Zahlungsbetrag
            | Gesamtbetrag EUR | total ttc | montant ttc | total t.t.c. | montant total ttc
            | net à payer ttc | total toutes taxes comprises | montant total | total général
            | total à payer | montant à payer | montant dû | total facture | totaal incl btw
            | totaal inclusief btw | totaalbedrag | totaal incl | factuurbedrag | eindtotaal
            | totaal te betalen | totaal factuur | te betalen bedrag | bedrag incl btw
            | factuurtotaal | totaal te voldoen | totale documento | totale fattura
            | totale da pagare | importo totale | totale ivato | totale iva inclusa
            | totale complessivo | totale generale | totale dovuto | totale a pagare
            | importe total | total factura | total a pagar | total con iva | total iva incluido
            | total general | importe a pagar | total a abonar
            | total credit | credit total | credit amount | credit note total | total credited
            | amount credited | Gutschriftsbetrag | Gutschriftbetrag | Gutschriftssumme
            | Erstattungsbetrag | montant de l'avoir | total avoir | total de l'avoir
            | montant crédité | creditbedrag | totaal creditnota | te crediteren
            | te crediteren bedrag | totaal te crediteren | totale nota di credito
            | totale nota credito | importe del abono | total abono | total nota de crédito
        """,
        1.6: """
            amount due | balance | balance due | total | amount owing | please pay | to pay
            | amount to pay | zu zahlen | Summe | offener Betrag | Gesamt | Saldo | zahlbar
            | fälliger Betrag | Betrag fällig | Betrag | Offen | net à payer | à payer | solde
            | solde dû | solde à payer | reste à payer | te betalen | totaal | openstaand bedrag
            | verschuldigd bedrag | saldo | te voldoen | openstaand saldo | totale
            | importo dovuto | da pagare | netto a pagare | saldo dovuto | netto da pagare
            | saldo da pagare | a pagar | saldo pendiente | importe pendiente | importe adeudado
            | saldo a pagar | importe debido | cantidad adeudada
        """,
    },
    "net_total": {
        3.8: """
            subtotal less discount | subtotal after discount | net after discount
            | total after discount | Zwischensumme nach Rabatt | Zwischensumme abzüglich Rabatt
            | Netto nach Rabatt | Summe nach Rabatt | Nettobetrag nach Rabatt
            | Nettosumme nach Rabatt | Zwischensumme abzgl Rabatt | Betrag nach Rabatt
            | sous-total après remise | total ht après remise | net ht après remise
            | montant après remise | sous-total moins remise | total net ht | net commercial
            | sous-total remisé | subtotaal na korting | subtotaal minus korting
            | netto na korting | totaal na korting | bedrag na korting
            | imponibile al netto dello sconto | subtotale al netto dello sconto
            | totale scontato | netto sconto | subtotale scontato | subtotale meno sconto
            | subtotal menos descuento | subtotal con descuento | base imponible tras descuento
            | base tras descuento | subtotal tras descuento | importe tras descuento
            | subtotal después de descuento | total tras descuento
            | base imponible menos descuento
        """,
        3.0: """
            subtotal | sub total | sub-total | net total | net amount | total net
            | total excl vat | total excluding vat | total before tax | total ex vat
            | total without vat | taxable amount | amount before tax | net | total excl tax
            | invoice subtotal | total exclusive of vat | taxable | taxable subtotal
            | total excl | total tax exclusive | Netto | Nettobetrag | Summe netto
            | Zwischensumme | Warenwert | Steuerbasis | Nettosumme | Gesamt netto
            | Gesamtbetrag netto | Rechnungssumme ohne USt | Nettowarenwert | Nettogesamtbetrag
            | Gesamtnetto | Netto gesamt | Netto-Summe | Gesamtsumme netto | Nettopreis gesamt
            | Positionen netto | Zwischensumme netto | Gesamt exkl MwSt | Summe exkl MwSt
            | Gesamtbetrag ohne MwSt | Rechnungsbetrag netto | Summe ohne MwSt | total ht
            | montant ht | sous-total | sous-total ht | total hors taxes | total h.t.
            | montant total ht | base ht | total hors taxe | montant hors taxes | subtotaal
            | totaal excl btw | totaal exclusief btw | netto bedrag | nettobedrag
            | bedrag excl btw | totaal netto | totaal excl | subtotaal excl btw | totaal ex btw
            | nettototaal | imponibile | totale imponibile | totale netto | importo netto
            | subtotale | netto imponibile | totale merce | totale esclusa iva
            | totale senza iva | base imponibile | base imponible | subtotal neto | importe neto
            | total sin iva | total neto | base | importe sin iva | suma | total base imponible
            | goods total | total goods | goods value | value of goods | items total
            | total of items | total net amount | Warenwert netto | Summe Waren | Summe Positionen
            | total marchandises | total des articles | totaal goederen | totale merci
            | total artículos | total mercancía
        """,
    },
    "tax_total": {
        3.0: """
            taxes & other | tax & other | taxes and fees | total tax | sales tax | tax total
            | tax amount | vat amount | total vat | vat | tax
            | gst | hst | pst | taxes | vat total | total gst | gst amount | sales tax amount
            | total taxes | tax due | MwSt | USt | Umsatzsteuer | Mehrwertsteuer | Steuerbetrag
            | zzgl MwSt | zzgl USt | MwSt-Betrag | USt-Betrag | zuzüglich MwSt
            | Umsatzsteuerbetrag | Mehrwertsteuerbetrag | zzgl Umsatzsteuer
            | zzgl Mehrwertsteuer | Summe MwSt | Summe USt | Gesamtsteuer | Steuern | Steuer
            | Steuersumme | MwSt gesamt | USt gesamt | Versicherungssteuer | enthaltene MwSt
            | gesetzliche MwSt | Gesamtsteuerbetrag | tva | montant tva | total tva | t.v.a.
            | montant de la tva | dont tva | montant des taxes | taxe | montant total tva | btw
            | btw bedrag | btw-bedrag | totaal btw | bedrag btw | omzetbelasting | belasting
            | iva | importo iva | totale iva | imposta | totale imposta | totale imposte
            | imposte | ammontare iva | cuota iva | importe iva | total iva | iva total | cuota
            | impuestos | impuesto | total impuestos | importe de iva
        """,
    },
    "charge_total": {
        2.0: """
            shipping | freight | delivery | postage | handling | shipping handling
            | shipping and handling | s h | delivery fee | shipping cost | shipping costs
            | shipping fee | shipping terms | Versandbedingungen | Lieferbedingungen
            | conditions de livraison | conditions d'expédition | leveringsvoorwaarden
            | verzendvoorwaarden | condizioni di spedizione | condizioni di consegna
            | condiciones de envío | condiciones de entrega
            | delivery charge | carriage | freight charges | shipping charges
            | Versand | Versandkosten | Fracht | Porto | Frachtkosten | Lieferkosten
            | Versand und Verpackung | Zustellung | Versandkosten netto | Verpackung | Lieferung
            | Transportkosten | Porto und Verpackung | Gesamtbetrag der Zuschläge
            | frais de port | port | frais de livraison | livraison | expédition | transport
            | frais d'expédition | frais de transport | port et emballage | verzending
            | verzendkosten | verzend- en administratiekosten | vracht | bezorging
            | bezorgkosten | porto | transportkosten | vrachtkosten | verzending en behandeling
            | spedizione | spese di spedizione | trasporto | spese di trasporto | consegna
            | imballo | envío | gastos de envío | portes | transporte | gastos de transporte
            | manipulación | envío y manipulación | other | rounding | other charges
            | other costs | surcharge | Sonstiges | autre | autres | overig | altro | otros
            | Rundung | arrondi | afronding | arrotondamento | redondeo
        """,
    },
    "discount_total": {
        2.0: """
            discount | total discount | less discount | discounts | invoice discount | rebate
            | discount amount | Rabatt | Nachlass | Skonto | abzgl Rabatt | abzüglich Rabatt
            | Gesamtrabatt | Gesamtbetrag der Abschläge | remise | escompte | rabais
            | total remise | réduction | remise totale | korting | totale korting
            | korting totaal | sconto | sconti | totale sconto | totale sconti | descuento
            | descuentos | total descuento | dto
        """,
    },
    "prepaid": {
        3.0: """
            amount paid | paid | less paid | deposit | payments received | payment received
            | prepaid | down payment | bereits gezahlt | Anzahlung | erhaltene Anzahlungen
            | gezahlt | abzüglich Anzahlung | bezahlt | acompte | déjà payé | acompte versé
            | montant payé | reeds betaald | aanbetaling | betaald | acconto | già pagato
            | pagato | anticipo | pagado | importe pagado
        """,
    },
    "currency": {3.0: "currency | Währung | devise | valuta | divisa | moneda"},
    "po_number": {
        3.0: """
            purchase order | purchase order no | purchase order number | purchase order #
            | po number | po no | po # | p.o. | p.o. no | p.o. number | p.o. # | po | your order
            | your order no | customer order | customer po | order reference | customer order no
            | order ref | your po | buyer order no | p o # | Bestellnummer | Bestell-Nr
            | Bestellnr | Ihre Bestellung | Ihre Bestellnummer | Bestellung Nr | Bestellung
            | Bestellreferenz | Ihre Bestell-Nr | Kundenbestellnummer | n de commande
            | numéro de commande | bon de commande | n bon de commande | commande n
            | votre commande | n de bon de commande | no de commande | réf commande
            | référence commande | bon de commande n | inkoopordernummer | inkooporder
            | bestelnummer | ordernummer klant | uw ordernummer | uw bestelnummer
            | inkoopordernr | inkoopnummer | bestelnr | inkoopnr | ordine d'acquisto
            | ordine di acquisto | n ordine | numero ordine | vostro ordine | rif ordine
            | ordine d acquisto n | numero ordine d'acquisto | n. ordine d'acquisto | ordine n
            | pedido | n de pedido | n pedido | número de pedido | no de pedido | pedido n
            | su pedido | orden de compra | n de orden de compra | núm de pedido | núm pedido
            | pedido no | pedido de compra
        """,
        1.6: """
            order no | order number | order # | order id | Auftragsnummer | ordernummer
            | Ihre Referenz""",
    },
    "seller_name": {
        3.0: """
            seller | vendor | supplier | from | bill from | billed by | sold by | company name
            | Verkäufer | Lieferant | Rechnungssteller | Absender | vendeur | émetteur
            | fournisseur | verkoper | leverancier | afzender | van | venditore | fornitore
            | emittente | mittente | da | vendedor | proveedor | emisor | de | expéditeur | Von
        """,
    },
    "payee": {
        3.0: """
            make checks payable to | pago a favor de | zahlbar an | betaalbaar aan
            | pagabile a | a favor de | make all checks payable to | make cheques payable to
            | payable to | payee | account name | account holder | beneficiary
            | bank account name | Kontoinhaber | Zahlungsempfänger | Empfänger der Zahlung
            | Begünstigter | bénéficiaire | titulaire du compte | titulaire | à l'ordre de
            | rekeninghouder | begunstigde | ten name van | t.n.v. | beneficiario | intestatario
            | intestato a | intestatario del conto | titular de la cuenta | titular
            | Überweisung an | pagare a | pagar a
        """,
    },
    "buyer_name": {
        3.0: """
            bill to | billed to | customer information | client information | client details
            | customer details | bill to customer | invoice to | sold to | buyer | customer
            | client | invoiced to | billing address | to | bill to address | customer name
            | client name | invoice for | billing to | bill-to | Rechnungsempfänger
            | Rechnungsadresse | Rechnung an | Kunde | Käufer | Auftraggeber
            | Leistungsempfänger | Rechnungsanschrift | Empfänger | An | Kundenname
            | Käufer Leistungsempfänger | adresse de facturation | facturé à | facturer à
            | acheteur | destinataire | adresse facturation | nom du client | à
            | adresse du client | factuuradres | factureren aan | factuur aan | klant | koper
            | aan | klantnaam | klantgegevens | destinatario | fatturare a
            | intestatario fattura | cliente | acquirente | indirizzo di fatturazione | spett.le
            | spettabile | fatturato a | a | facturar a | facturado a | comprador
            | dirección de facturación | datos del cliente | para | datos de facturación
            | destinatario de la factura
        """,
    },
    "note": {
        3.0: """
            discount % | tax % | VAT % | tax rate | vat rate | Steuersatz | MwSt-Satz | taux tva
            | btw tarief | btw-tarief | aliquota iva | tipo iva""",
    },
    "ship_to": {
        3.0: """
            ship to | shipping address | deliver to | delivery address | shipped to
            | Lieferadresse | Lieferanschrift | Warenempfänger | Lieferung an | Versandadresse
            | adresse de livraison | livrer à | livré à | livraison à | expédier à
            | afleveradres | verzenden naar | leveradres | bezorgadres | verzendadres
            | indirizzo di consegna | spedire a | indirizzo di spedizione | consegnare a
            | destinazione | dirección de envío | enviar a | dirección de entrega | entregar a
        """,
    },
    "customer_number": {
        3.0: """
            customer number | customer no | customer # | customer id | customer code
            | customer ref | customer account | customer account no | your customer number
            | your customer no | client no | client number | client id | client code | client ref
            | cust no | account number | account no | account | account # | account id
            | account ref | account code | acct no | your account | your account no | Kundennummer
            | Kunden-Nr | Kundennr | Kunden-ID | Kundenkonto | Kundenkonto-Nr | Ihre Kundennummer
            | Ihre Kunden-Nr | Kd-Nr | Debitorennummer | Debitoren-Nr | Debitor | Kontonummer
            | Konto | Konto-Nr | n client | n de client | no client | no de client
            | numéro de client | numéro client | code client | référence client | réf client
            | votre n client | votre numéro de client | identifiant client | compte client
            | n de compte client | n compte client | compte | n de compte | client n | klantnummer
            | klantnr | klant nr | klant-id | klantcode | uw klantnummer | debiteurnummer
            | debiteurnr | debiteur nr | relatienummer | codice cliente | cod cliente | n cliente
            | numero cliente | id cliente | conto | n conto | n de cliente | no de cliente
            | no cliente | número de cliente | número cliente | núm cliente | núm de cliente
            | código de cliente | código cliente | su n de cliente | cuenta | n de cuenta
            | número de cuenta
        """,
    },
    "preceding_invoice": {
        3.0: """
            against invoice | against invoice no | original invoice | original invoice no
            | original invoice number | original invoice # | related invoice | related invoice no
            | credited invoice | corrected invoice | corrects invoice | relates to invoice
            | invoice credited | invoice corrected | preceding invoice | applies to invoice
            | credit for invoice | zur Rechnung | zu Rechnung | zur Rechnung Nr | zu Rechnung Nr
            | Ursprungsrechnung | Originalrechnung | ursprüngliche Rechnung | Bezugsrechnung
            | Rechnungsbezug | betrifft Rechnung | Bezug Rechnung | Korrektur zu Rechnung
            | Gutschrift zu Rechnung | Gutschrift zur Rechnung | Storno zu Rechnung
            | korrigierte Rechnung | facture d'origine | n facture d'origine
            | n de facture d'origine | facture initiale | facture associée | n de facture associée
            | facture concernée | facture rectifiée | facture créditée | facture annulée
            | facture de référence | avoir sur facture | annule la facture | relatif à la facture
            | originele factuur | oorspronkelijke factuur | oorspronkelijk factuurnummer
            | origineel factuurnummer | betreft factuur | gecrediteerde factuur
            | creditering factuur | bij factuur | fattura originale | fattura di origine
            | fattura di riferimento | fattura collegata | fattura stornata | storno fattura
            | a storno della fattura | factura original | factura rectificada
            | factura de origen | factura de referencia | factura abonada | factura a rectificar
            | rectifica la factura | rectifica a la factura
        """,
    },
    "other_number": {
        3.0: """
            sales order no | delivery note no | delivery note | job no | job | project
            | project no | contract no | contract | quote no | registration no | company no
            | company registration | tax id | vat no | vat number | vat id | vat reg no
            | tax number | tax no | ein | abn | phone | tel | telephone | fax | mobile | page
            | item no | article no | sku | ref no | routing no | routing number | sort code
            | swift | bic | iban | swift code | zip | bank account | website | email | e-mail
            | vat registration no | gst no | gst number | your reference | your ref | salesperson
            | terms | payment terms | Auftrags-Nr | Auftragsnr | Lieferschein-Nr | Lieferschein
            | Lieferscheinnummer | Projekt | Projektnummer | Vertragsnummer | Vertrag
            | Angebotsnummer | USt-IdNr | USt-Id-Nr | USt-Id | Ust-ID Nr | Umsatzsteuer-ID
            | Umsatzsteuer-Identifikationsnummer | Steuernummer | Steuer-Nr | Handelsregister
            | HRB | HRA | Telefon | Telefax | Mobil | Seite | Artikelnummer | Art-Nr | BLZ
            | Bankleitzahl | GLN | ILN | Tel.-Nr | Lief-Nr | WEE-Reg-Nr | n tva | n de tva
            | numéro de tva | tva intracommunautaire | n tva intracommunautaire | siret | siren
            | rcs | ape | téléphone | tél | réf | référence | devis n | n de devis
            | bon de livraison | n bon de livraison | contrat | n contrat | n de contrat | projet
            | commande client | code banque | offertenummer | pakbon | projectnummer
            | rekeningnummer | btw nummer | btw nr | btw-id | btw-nummer | kvk | kvk nummer
            | kvk nr | telefoon | pagina | artikelnummer | uw referentie | referentie
            | contractnummer | partita iva | p iva | p.iva | codice fiscale | c.f. | cod fisc
            | telefono | riferimento | contratto | progetto | preventivo n | ddt n | bolla n
            | codice articolo | numero di conto | conto corrente | nif | cif | nif/cif | teléfono
            | página | referencia | contrato | proyecto | albarán | n de albarán | presupuesto n
            | código swift | código postal
        """,
    },
    "other_date": {
        3.0: """
            order date | delivery date | ship date | shipping date | service date
            | date of supply | period | from date | print date | date shipped | period from
            | date of delivery | service period | order placed | Lieferdatum
            | Bestelldatum | Leistungsdatum | Auftragsdatum | Leistungszeitraum | Versanddatum
            | Druckdatum | Liefertermin | Bestell-Datum | Leistungs-Datum | Lieferschein-Datum
            | Zeitraum | geliefert am | Datum der Lieferung | date de livraison
            | date de commande | date d'expédition | période | date d'impression | livré le
            | date de facture associée | date de début | date de fin | date de prestation
            | leverdatum | besteldatum | orderdatum | verzenddatum | periode | datum levering
            | data ordine | data consegna | data di consegna | data spedizione | periodo
            | data di spedizione | fecha de pedido | fecha de entrega | fecha de envío
            | fecha pedido | período | fecha de la entrega
        """,
    },
}
