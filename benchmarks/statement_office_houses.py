"""The houses of `statement_offices`: their habits, and the words that only they use."""

from __future__ import annotations

from benchmarks import statement_office_pages as pages
from benchmarks.statement_offices import house

SENDERS = (
    house("grand hotel", "pdf", "open rows=6-16 credits=.08 neg=({}) span=70 size=90-2400",
        "{n:06}|{n:06}|-", pages.HOTEL,
        en="firm=The Albion Hotel|ref=Folio|guest=Guest|stay=Stay|fmt=%-d %b %Y",
        de="firm=Hotel Seeblick|ref=Rg.-Nr.|guest=Gast|stay=An-/Abreise",
        it="firm=Albergo Al Cavallo|ref=Conto n.|guest=Ospite|stay=Soggiorno"),
    house("air tickets", "listing", "rows=26-60 credits=.12 payments=.1 neg={}~CR size=60-2900",
        "{n:07}|{n:07}|R{n:05}", pages.TICKETS,
        en="firm=Blue Gate Travel|fmt=%d%b%y|long=%d/%m/%Y|ticket=TICKET|guest=PASSENGER"
        "|route=ROUTE|Pn=PAGE|P=PAYMENT|C=REFUND",
        no="firm=Fjellreiser AS|fmt=%d%b%y|long=%d.%m.%Y|ticket=BILLETT|guest=PASSASJER"
        "|route=RUTE|Pn=SIDE|P=INNBETALING|C=REFUSJON|marks=.,",
        es="firm=Viajes Orbe S.L.|fmt=%d%b%y|long=%d/%m/%Y|ticket=BILLETE|guest=PASAJERO"
        "|route=RUTA|Pn=HOJA|P=PAGO|C=REEMBOLSO"),
    house("cleaning crew", "pdf", "open places rows=8-22 credits=.08 neg={}- span=80 size=70-3200",
        "S{n:05}|SC{n:04}|-", pages.CLEANING,
        nl="firm=Helder Schoonmaak B.V.|I=Glasbewassing binnen en buiten, volgens contract {n}"
        "~Dagelijks onderhoud|places=Kantoor Zuidas~Magazijn Tiel~Winkel Breda",
        sv="firm=Renhus Städ AB|I=Fönsterputs in- och utvändigt enligt avtal {n}~Daglig städning"
        "|places=Kontor Solna~Lager Eskilstuna~Butik Gävle",
        pl="firm=Czysty Dom Sp. z o.o.|I=Mycie okien dwustronne zgodnie z umową {n}"
        "~Sprzątanie codzienne|places=Biuro Wola~Magazyn Pruszków~Sklep Praga"),
    house("night watch", "pdf", "rows=8-18 credits=.08 payments=.2 size=120-8800",
        "{n:05}|{n:05}|-", pages.GUARDS,
        de="F=Wachdienst Rigi AG;Zugerstrasse 8;6300 Zug;CH93 0076 2011 6238 5295 7|money=CHF"
        "|marks='.|I=Rechnung|P=Ihre Zahlung|places=Objekt Nord~Werk 2~Lager",
        fr="F=Sécurité Léman SA;Rue du Rhône 8;1204 Genève;CH93 0076 2011 6238 5295 7|money=CHF"
        "|marks='.|fmt=%d.%m.%y|P=Votre paiement|places=Objet Nord~Atelier 2~Dépôt",
        it="F=Vigilanza Ceresio SA;Via Nassa 3;6900 Lugano;CH93 0076 2011 6238 5295 7|money=CHF"
        "|marks='.|P=Vostro pagamento|places=Stabile Nord~Officina 2~Deposito"),
    house("city paper", "pdf", "open rows=6-15 credits=.1 neg=-{} span=75 size=150-12000",
        "A-{n:05}|A-{n:05}C|-", pages.MEDIA,
        us="firm=Tacoma Ledger Media|two=Invoice~number;Issue~date;Insertion order~and ad"
        ";Gross~space cost;Agency~commission;Net~due;Payable~by|I=Half page, color~Web banner",
        fr="firm=Régie Est-Presse|two=N° de~facture;Date de~parution;Ordre~et support;Montant~brut"
        ";Remise~agence 15 %;Net à~payer;Échéance~de paiement|I=Demi-page quadri~Bandeau web",
        pt="firm=Jornal do Sul, S.A.|two=Fatura~n.º;Data de~publicação;Ordem~e suporte;Valor~bruto"
        ";Comissão~de agência;Líquido~a pagar;Data~limite|I=Meia página a cores~Faixa web"),
    house("brewery", "pdf", "rows=9-24 credits=.2 payments=.12 neg={}- size=60-2600",
        "{n:06}|L{n:06}|Z{n:05}", pages.CRATES,
        de="firm=Brauhaus Tannhof|ship=Lieferschein|goods=Ware|crates=Leergut"
        "|L=L = Leergutgutschrift, Z = Zahlung",
        cs="firm=Pivovar Hvězda a.s.|ship=Dodací list|goods=Zboží|crates=Obaly"
        "|L=L = dobropis za vratné obaly, Z = platba",
        da="firm=Bryggeriet Ravn A/S|ship=Følgeseddel|goods=Varer|crates=Emballage"
        "|L=L = kreditnota for returemballage, Z = betaling|ref=Bilag"),
    house("quarry", "drawn", "open places rows=7-20 credits=.08 neg={}- span=80 size=300-22000",
        "F{n:05}|A{n:05}|-", pages.SITES,
        fr="firm=Carrières du Morvan|gross=Brut TTC|held=Ret. 5%|order=Bon|ref=Facture|open=À payer"
        "|due=Éch.|fmt=%d/%m/%y|marks=.,|places=Chantier ZAC Nord~Chantier Pont 14",
        es="firm=Áridos del Sil S.A.|gross=Bruto|held=Ret. 5%|order=Pedido|due=Vto.|fmt=%d/%m/%y"
        "|places=Obra Puente Viejo~Obra Nave 3",
        it="firm=Inerti Brenta S.r.l.|gross=Lordo|held=Rit. 5%|order=Ordine|due=Scad."
        "|fmt=%d/%m/%y|places=Cantiere Via Po~Cantiere Lotto 2"),
    house("skip hire", "pdf", "whole rows=8-18 credits=.08 payments=.2 neg=\u2212{} "
        "size=1900-90000", "{n:06}|{n:06}|{n:05}", pages.WASTE,
        hu="firm=Zöldkör Hulladék Kft.|money=HUF|amt={}~Ft|I=Építési törmelék~Vegyes hulladék",
        cs="firm=Odpady Sázava s.r.o.|amt={},-~Kč|I=Stavební suť~Směsný odpad",
        no="firm=Nordfjord Avfall AS|amt=kr~{},-|I=Bygningsavfall~Restavfall"),
    house("seat licences", "html", "sym rows=5-14 credits=.08 payments=.25 size=19-1800",
        "{n}|{n}|-", pages.SEATS,
        us="firm=Formbase Inc.|Hello=Hi there,|I=Invoice|C=Credit Memo|P=Payment|due=Due",
        en="firm=Formbase Ltd|Hello=Hello,|C=Credit note|P=Payment|due=Due|fmt=%-d %b %Y",
        fr="firm=Formbase SAS|Hello=Bonjour,|P=Paiement|due=Échéance|day=Date"),
    house("franking", "csv", "rows=9-24 credits=.1 payments=.2 size=8-900",
        "{n:08}|{n:08}|{n:08}", pages.SIDED,
        en="firm=Frank & Co|sides=DR,CR|side=DR/CR|marks=.|fmt=%d-%b-%y|P=Direct debit",
        pl="firm=Poczta Biznes|sides=Wn,Ma|side=Wn/Ma|marks=,|fmt=%Y-%m-%d",
        no="firm=Frankering AS|sides=D,K|side=D/K|marks=,|fmt=%Y%m%d"),
    house("chamber office", "drawn", "open partial rows=4-10 credits=.05 span=100 size=40-1500",
        "2026.{n:06}|2026.{n:06}|-", pages.CASHIER,
        de="firm=Handwerkskammer Lahn-Dill|ref=Kassenzeichen|day=Bescheid|orig=Soll|paid=Ist"
        "|open=Rest|I=Beitrag~Prüfungsgebühr|Re=Offene Forderungen|C=Erstattung"
        "|Say=auf Ihrem Konto stehen folgende Forderungen der Kammer offen:",
        fr="firm=Trésorerie municipale|ref=Titre|day=Émis le|orig=Émis|paid=Recouvré|open=Reste"
        "|I=Redevance~Droit de place|Re=Titres de recettes impayés|marks=.,|C=Réduction"
        "|Say=Les titres suivants restent à recouvrer sur votre compte :",
        it="firm=Camera di Commercio|ref=Avviso|day=Emesso il|orig=Dovuto|paid=Versato|open=Residuo"
        "|I=Diritto annuale~Diritti|Re=Avvisi non saldati|C=Sgravio"
        "|Say=risultano da versare i seguenti avvisi:"),
    house("soil lab", "pdf", "open rows=6-14 credits=.1 neg={}- span=80 size=90-4200",
        "L{n:05}|LK{n:05}|-", pages.LABS,
        da="firm=Jordanalyse A/S|net=Ekskl. moms|vat=Moms|open=Inkl. moms|kind=Opgave",
        sv="firm=Marklab i Lund AB|net=Exkl. moms|vat=Moms|open=Inkl. moms|kind=Uppdrag",
        nl="firm=Bodemlab Delta B.V.|net=Excl. btw|vat=Btw|open=Incl. btw|kind=Opdracht"),
    house("print shop", "pdf", "open below rows=6-14 span=60 size=60-3800",
        "{n:05}|{n:05}|K{n:05}", pages.PRESS,
        en="firm=Gutter & Bleed Printers|P=Paid|open=Left to pay",
        it="firm=Tipografia Rialto|P=Acconto ricevuto|open=Resta",
        pt="firm=Gráfica do Lima, Lda.|P=Recebido|open=Falta pagar"),
    house("odd jobs", "pdf", "sym rows=4-10 credits=.1 payments=.25 size=35-900",
        "{n}|{n}|-", pages.LETTER,
        en="firm=Tom Hadley, Joiner|T=Your account no.|of=of|fmt=%-d %b %Y|C=Credit note"
        "|P=Your cheque|Say=Here is where we are with your account:|Bye=With thanks, Tom",
        de="firm=Schreinerei Ammer|T=Ihr Konto Nr.|of=vom|fmt=%-d.%-m.%Y|P=Ihre Zahlung"
        "|Say=anbei die Aufstellung Ihres Kontos:|Bye=Mit freundlichen Grüßen, J. Ammer",
        fr="firm=Menuiserie Le Goff|T=Votre compte n°|of=du|fmt=%-d %b %Y|P=Votre chèque"
        "|Say=Voici où en est votre compte :|Bye=Cordialement, Y. Le Goff"),
    house("old wholesaler", "listing", "rows=20-50 credits=.1 payments=.15 neg={}- size=30-5200",
        "{n:06}|K{n:05}|W{n:05}", pages.DOS,
        pl="firm=Hurt-Mlecz S.j.|fmt=%d.%m.%y|long=%d.%m.%y|Pn=STR|P=Wpłata|marks= ,",
        ro="firm=Comprod Mureș SRL|fmt=%d/%m/%y|long=%d/%m/%y|Pn=PAG|P=Încasare",
        es="firm=Almacenes Turia SA|fmt=%d-%m-%y|long=%d-%m-%y|Pn=HOJA|P=Su pago"),
    house("collecting agent", "pdf", "open wide places partial rows=10-26 credits=.1 neg={}- "
        "span=80 size=80-7000", "{n:06}|{n:06}|-", pages.AGENT,
        en="firm=Factors & Mills Agency|places=Ardent Yarns Ltd~Kirk Looms plc",
        nl="firm=Agentuur De Brug|places=Textiel Twente B.V.~Garen Gent NV",
        de="firm=Zentralregulierung Süd|places=Garne Albers KG~Weberei Jost GmbH"),
    house("tax adviser", "pdf", "rows=16-34 credits=.08 payments=.2 span=80 size=50-6000",
        "{n:06}|{n:06}|{n:06}", pages.ADVISER,
        de="firm=Malerbetrieb Ohm|vouch=Gegenkto|sides=S,H|O=EB-Wert|debit=Umsatz Soll"
        "|credit=Umsatz Haben|ref=Belegfeld 1|kind=Buchungstext",
        cs="firm=Malby Havel s.r.o.|vouch=Protiúčet|sides=MD,D",
        es="firm=Pinturas Osorio|vouch=Contrapart.|sides=D,H"),
    house("reminders", "pdf", "open interest rows=6-14 credits=.06 span=110 size=90-7000",
        "{n:06}|{n:06}|-", pages.DUNNING,
        no="firm=Strøm & Varme AS|bank=KID|Re=Betalingspåminnelse og kontooversikt"
        "|Say=Vi kan ikke se å ha mottatt betaling for alle poster nedenfor.",
        sv="firm=Elfirman i Väst AB|bank=OCR|Re=Betalningspåminnelse och kontoutdrag"
        "|Say=Nedanstående poster är öppna på ert konto.",
        fi="firm=Sähkö-Salo Oy|bank=Viitenumero|Re=Maksumuistutus ja saldolaskelma"
        "|Say=Seuraavat laskut ovat kirjanpitomme mukaan avoinna."),
    house("bakery", "pdf", "open rows=24-56 credits=.08 neg={}- span=30 size=9-320",
        "{n:06}|{n:06}|-", pages.BAKER, es="firm=Panificadora Lugo",
        pt="firm=Padaria Central, Lda.", nl="firm=Bakkerij Smit"),
    house("timber yard", "pdf", "rows=8-18 credits=.1 payments=.2 size=30-3000",
        "{n:06}|C{n:05}|{n:06}", pages.TEAROFF,
        en="firm=Lomond Timber|Re=REMITTANCE ADVICE|fmt=%d/%m/%y|debit=Debit|credit=Credit",
        us="firm=Boise Lumber Co.|Re=REMITTANCE STUB|fmt=%m/%d/%y",
        fr="firm=Bois du Jura|Re=COUPON À JOINDRE|fmt=%d/%m/%y"),
    house("tyre service", "grid", "rows=8-22 credits=.1 payments=.2 size=40-4000",
        "{n:06}|{n:06}|{n:06}", pages.SHEET,
        de="firm=Reifen Lutz|debit=zu Ihren Lasten|credit=zu Ihren Gunsten",
        fr="firm=Pneus Doubs|debit=à votre débit|credit=à votre crédit",
        it="firm=Gomme Adige|debit=a Vs. debito|credit=a Vs. credito"),
    house("market stall", "grid", "open rows=6-18 credits=.1 neg={}- span=60 size=20-2500",
        "{n:05}/2026|K{n:04}/2026|-", pages.BARE, pl="firm=Owoce Grójec",
        cs="firm=Ovoce Litoměřice", ro="firm=Fructe Dej"),
    house("bike couriers", "html", "open rows=5-14 credits=.1 neg=\u2212{} span=60 size=90-5000",
        "{n:05}|{n:05}|-", pages.CARDS, sv="firm=Cykelbud AB", da="firm=Cykelbud ApS",
        fi="firm=Pyörälähetti Oy"),
    house("taxi pool", "pdf", "open rows=60-96 credits=.04 neg=({}) span=30 size=9-95",
        "{n:07}|{n:07}|-", pages.TAXIS, fr="firm=Taxis Bleus|guest=Passager|I=Course",
        es="firm=Radio Taxi|guest=Pasajero|I=Servicio",
        en="firm=City Cabs|guest=Passenger|I=Journey|fmt=%d.%m.%y"),
    house("linen rental", "pdf", "rows=8-20 credits=.12 payments=.2 neg={}- size=30-900",
        "{n:07}|{n:07}|-", pages.LINEN,
        us="firm=Alpine Linen|got=Payments|bill=Charges and credits",
        en="firm=Whitewave Laundry|got=Payments received|bill=Charges and credits",
        es="firm=Lavandería Alba|got=Pagos recibidos|bill=Cargos y abonos"),
    house("parcel desk", "csv", "rows=9-26 credits=.1 payments=.2 size=5-700",
        "{n:08}|{n:08}|{n:07}", pages.COURIER, fi="firm=Lähetti Oy|marks=,|fmt=%-d.%-m.%Y",
        da="firm=Pakkedisken|marks=.,|fmt=%d-%m-%y", pt="firm=Estafetas|marks=,|fmt=%Y-%m-%d"),
)  # fmt: skip
