"""Makers, carriers and services: their statements, with the words of each language."""

from __future__ import annotations

from benchmarks.statement_wholesalers import Sender

_FREIGHT = """{{ base }}<style>@page{size:A4 landscape} body{font-size:8pt} .t
th{background:#003b5c;
color:#fff;font-weight:normal} .g td{padding-top:8px;font-weight:bold} .s td{border-top:.8px solid;
font-weight:bold}</style>
<div class=f><b style="font:bold 18pt 'DejaVu Sans';color:#003b5c">{{ house[0] }}</b>
<b style="font-size:14pt">{{ w.T }}</b></div><div>{{ house[1] }}, {{ house[2] }}</div>
<div class=f style="margin:14px 0"><div>{{ buyer[0] }}<br>{{ buyer[1] }}<br>{{ buyer[2] }}<br>
{{ buyer[3] }}</div><table><tr><td>{{ w.A }}<td>{{ c.account }}<tr><td>{{ w.D }}<td>{{ d(c.end) }}
<tr><td>{{ w.J }}<td>{{ w.Jv }}</table></div>
<table class="t w"><tr>{{ heads("ref day kind ship order due days cur orig open") }}
{% for place, group in lines|groupby("place") %}
<tr class=g><td colspan=10>{{ w.place }}: {{ place }}
{% for r in group %}<tr>{{ cells("ref day kind ship order due days cur orig open", r) }}
{% endfor %}<tr class=s><td colspan=7>{{ w.S }} {{ place }}<td>{{ c.currency }}<td>
<td class=n>{{ m(group|sum("open")) }}{% endfor %}
<tr class=s><td colspan=7>{{ w.Z }}<td>{{ c.currency }}<td><td class=n>{{ m(c.closing) }}</table>
<table style="margin-top:14px" class=t><tr>{% for one in w.G.split("~") %}<th class=n>{{ one }}
{% endfor %}<tr>{% for one in c.ageing() %}<td class=n>{{ m(one) }}{% endfor %}</table>
<p>{{ w.N }}</p><p>{{ house[3] }}</p>"""

_TEXTILE = """{{ base }}<style>body{font:8.5pt 'DejaVu Serif'} .t{border-top:1px
solid;border-bottom:
1px solid} .t th{border-bottom:1px solid;font-style:italic;font-weight:normal}</style>
<div style="font:italic 20pt 'DejaVu Serif'">{{ house[0] }}</div><div>{{ house[1] }} &ndash;
{{ house[2] }}
&ndash; {{ house[4] }}</div><hr><div class=f style="margin:20px 0"><div>{{ w.T }}<br>{{ w.D }}
{{ d(c.end) }}</div><div>{{ w.A }} {{ c.account }}<br>{{ buyer[0] }}<br>{{ buyer[2] }}<br>
{{ buyer[3] }}</div></div>
<table class="t w"><tr>{{ heads("ref day kind part due open") }}
{% for r in lines %}<tr>{{ cells("ref day kind part due open", r) }}{% endfor %}
</table><div style="text-align:right;margin-top:8px">{{ w.Z }} <b>€ {{ m(c.closing) }}</b></div>
<p>{{ w.N }}</p><p>{{ house[3] }}</p>"""

_AGED = """{{ base }}<style>body{font-size:7.8pt} .t th{border-top:1px solid;border-bottom:1px
solid}
.s td{border-top:1px solid;border-bottom:3px double;font-weight:bold}</style>
<div class=f><div><b style="font-size:11pt">{{ house[0] }}</b><br>{{ house[1] }}<br>{{ house[2] }}
</div><div class=n><b style="font-size:11pt">{{ w.T }}</b><br>{{ w.D }} {{ d(c.end) }}<br>
{{ w.A }} {{ c.account }}<br>{{ w.M }} {{ c.currency }}</div></div>
<div style="margin:18px 0">{{ buyer[0] }}<br>{{ buyer[1] }}<br>{{ buyer[2] }}<br>
{{ buyer[3] }}</div>
<table class="t w"><tr>{{ heads("ref code day due open a0 a1 a2 a3") }}
{% for r in lines %}<tr>{{ cells("ref code day due open a0 a1 a2 a3", r) }}{% endfor %}
<tr class=s><td colspan=4>{{ w.Z }}<td class=n>{{ m(c.closing) }}
{% for one in ("a0", "a1", "a2", "a3") %}<td class=n>{{ m(c.total(one)) }}{% endfor %}</table>
<p>{{ w.N }}</p><p>{{ house[3] }}</p>"""

_PLAN = """{{ base }}<style>body{font-family:'DejaVu Sans';font-size:8pt;color:#223} .t
td{border-top:
1px solid #e4e7ee;padding:7px 5px} .t th{color:#78829a;font-weight:normal} .k{background:#f5f7fb;
padding:12px 16px;border-radius:6px}</style>
<div class=f><b style="font-size:17pt;color:#5146d8">{{ house[0] }}</b><span style="font-size:13pt">
{{ w.T }}</span></div><div class=f style="margin:22px 0"><div>{{ house[1] }}<br>{{ house[2] }}<br>
{{ house[4] }}</div><div><b>{{ w.To }}</b><br>{{ buyer[0] }}<br>{{ buyer[2] }}<br>
{{ buyer[3] }}</div>
<div>{{ w.A }}<br><b>{{ c.account }}</b><br>{{ w.B }}<br><b>{{ d(c.start) }} &ndash;
{{ d(c.end) }}</b></div>
</div><div class="k f"><span>{{ w.O }}<br><b>{{ m(c.opening) }}</b></span><span>{{ w.S2 }}<br>
<b>{{ m(c.total("bill")) }}</b></span><span>{{ w.S1 }}<br><b>{{ m(-c.total("got")) }}</b></span>
<span>{{ w.Z }}<br><b>{{ m(c.closing) }}</b></span></div>
<table class="t w" style="margin-top:16px"><tr>{{ heads("day ref kind amount bal") }}
{% for r in lines %}<tr>{{ cells("day ref", r) }}<td style="width:44%">{{ r.kind }}
{{ cells("amount bal", r) }}{% endfor %}</table>
<p style="margin-top:20px;color:#78829a">{{ w.N }} {{ house[3] }}</p>"""

_WORKS = """{{ base }}<style>.t td,.t th{border:.7px solid #333} .t th{background:#f3e9d2}</style>
<div class=f><div><b style="font-size:15pt">{{ house[0] }}</b><br>{{ house[1] }}<br>{{ house[2] }}
<br>{{ house[4] }}</div><div>{{ buyer[0] }}<br>{{ buyer[1] }}<br>{{ buyer[2] }}<br>{{ buyer[3] }}
</div></div><h3>{{ w.T }}</h3>
<table><tr><td>{{ w.J }}<td>{{ w.Jv }}<tr><td>{{ w.A }}<td>{{ c.account }}<tr><td>{{ w.D }}
<td>{{ d(c.end) }}</table>
<table class="t w" style="margin-top:10px"><tr>{{ heads("ref day kind gross held orig paid open") }}
{% for r in lines %}<tr>{{ cells("ref day kind gross held orig paid open", r) }}{% endfor %}
<tr><th colspan=3>{{ w.S }}{% for one in ("gross", "held", "orig", "paid") %}
<th class=n>{{ m(c.total(one)) }}{% endfor %}<th class=n>{{ m(c.closing) }}</table>
<p><b>{{ w.Z }} {{ c.currency }} {{ m(c.closing) }}</b></p>
<p>{{ w.H }} {{ c.currency }} {{ m(c.total("held")) }}. {{ w.N }}</p><p>{{ house[3] }}</p>"""

_SPOOL = """{% set all = pages(30, 38) %}{% for page in all %}
{% if not loop.first %}{{ "\\f" }}{% endif %}
{{ house[0]|upper|lj(52) }}{{ w.T }}
{{ house[1]|upper|lj(52) }}{{ w.Pn }} {{ loop.index }}
{{ house[2]|upper|lj(52) }}{{ w.D }} {{ d(c.end) }}

{{ buyer[0]|upper|lj(52) }}{{ w.A }} {{ c.account }}
{{ buyer[2]|upper|lj(52) }}{{ w.M }} {{ c.currency }}
{{ buyer[3]|upper }}

{{ "-" * 96 }}
{{ w.day|lj(11) }}{{ w.ref|lj(10) }}{{ w.kind|lj(22) }}{{ w.order|lj(12) }}{{ w.debit|rj(13) }}
{%- if w.two %}{{ w.credit|rj(13) }}{% endif %}{{ w.bal|rj(15) }}
{{ "-" * 96 }}
{% if loop.first %}{{ d(c.start)|lj(11) }}{{ w.O|lj(44) }}{{ (" " * (26 if w.two else 13)) }}
{%- else %}{{ w.Y2|lj(55) }}{{ (" " * (26 if w.two else 13)) }}{% endif %}
{{- (c.opening if loop.first else all[loop.index0 - 1][-1].bal)|rj(15) }}
{% for r in page %}
{{ r.day|lj(11) }}{{ r.ref|lj(10) }}{{ r.kind|lj(22) }}{{ r.order|lj(12) }}
{%- if w.two %}{{ r.debit|rj(13) }}{{ r.credit|rj(13) }}{% else %}{{ r.amount|rj(13) }}{% endif %}
{{- r.bal|rj(15) }}
{% endfor %}
{% if not loop.last %}{{ w.Y|lj(55) }}{{ (" " * (26 if w.two else 13)) }}{{ page[-1].bal|rj(15) }}
{% else %}{{ "-" * 96 }}
{{ w.Z|lj(55) }}{{ (" " * (26 if w.two else 13)) }}{{ c.closing|rj(15) }}

{% for one in w.G.split("~") %}{{ one|rj(17) }}{% endfor %}

{% for one in c.ageing() %}{{ one|rj(17) }}{% endfor %}


{{ w.N }}
{{ house[3] }}{% endif %}
{% endfor %}"""

SENDERS = (
    Sender(
        "sea freight",
        "pdf",
        "open wide rows=9-17 credits=.1 partial places span=70 size=300-9000",
        "SE{n:07}|SC{n:07}|-",
        _FREIGHT,
        {
            "en": """F=Solent Container Lines Ltd;Maritime House, Canute Road;Southampton SO14 3FJ
;Bank: NatWest 56-00-68, Account 55502140|T=STATEMENT OF ACCOUNT|A=Customer code|D=Statement date
J=Credit terms
Jv=30 days from invoice|place=Port|places=Felixstowe~Southampton|ref=Invoice|day=Date
kind=Charge|ship=B/L No|order=Your ref|due=Due|days=Days|cur=Cur|orig=Invoiced|open=Balance
S=Total|Z=Grand total|I=Ocean freight~Haulage~Demurrage and detention~Customs clearance
C=Credit note|ord={n}|G=Current~1-30~31-60~Over 60
N=All business is subject to our standard trading conditions.""",
            "es": """F=Naviera Transitaria Puerto Real S.A.;Muelle Marqués de Comillas 2;11006 Cádiz
;Banco: ES17 2085 0555 0214 0330 0000|T=ESTADO DE CUENTA|A=Código cliente|D=Fecha del estado
J=Forma de pago
Jv=30 días fecha factura|place=Puerto|places=Algeciras~Valencia|ref=Factura|day=Fecha
kind=Concepto|ship=B/L|order=Su ref.|due=Vence|days=Días|cur=Div|orig=Facturado|open=Saldo
S=Total|Z=Total general|I=Flete marítimo~Acarreo~Demoras~Despacho de aduana|C=Abono|ord={n}
G=Corriente~1-30~31-60~Más de 60
N=Todas las operaciones sujetas a nuestras condiciones generales.""",
            "fi": """F=Itämeren Rahtilinja Oy;Satamakatu 12;48100 Kotka
;Pankki: OP FI55 5000 0120 5550 21|T=TILIOTE|A=Asiakaskoodi|D=Päiväys|J=Maksuehto
Jv=30 pv netto|place=Satama|places=Hamina~Hanko|ref=Lasku|day=Pvm|kind=Veloitus|ship=Rahtikirja
order=Viitteenne|due=Eräpvm|days=Pv|cur=Val|orig=Laskutettu|open=Avoinna|S=Yhteensä
Z=Kaikki yhteensä
I=Merirahti~Maakuljetus~Seisontamaksu~Tullaus|C=Hyvityslasku|ord={n}
G=Erääntymätön~1-30~31-60~Yli 60
N=Toimintaan sovelletaan yleisiä ehtojamme.""",
        },
    ),
    Sender(
        "textile mill",
        "pdf",
        "open instalments rows=6-11 credits=.1 span=60 size=500-14000",
        "{n}/V|{n}/NC|-",
        _TEXTILE,
        {
            "it": """F=Tessitura Serchio S.p.A.;Via del Brennero 210;55100 Lucca
;Appoggio RI.BA: IT70 B050 3413 7010 0000 5550 214;P.IVA 02555021403|T=Scadenzario cliente
D=Situazione al
A=Cliente|ref=Fattura|day=Del|kind=Pagamento|part=Rata|due=Scadenza|open=Importo
I=RI.BA. 30/60/90 FM
C=Nota di credito|Z=Totale scadenze
N=Vi invitiamo a verificare la corrispondenza con le Vostre scritture.""",
            "es": """F=Tejidos Montseny S.A.;Ctra. de Vic 15;08241 Manresa
;Domiciliación: ES60 0049 1500 0555 0214 0030;CIF A08555021|T=Vencimientos pendientes|D=Situación a
A=Cliente|ref=Factura|day=De fecha|kind=Forma de pago|part=Plazo|due=Vencimiento|open=Importe
I=Recibo domiciliado|C=Abono|Z=Total vencimientos|N=Les rogamos comprueben su conformidad.""",
            "fr": """F=Filatures de la Meurthe SA;8 rue du Moulin;54300 Lunéville
;LCR domiciliée FR55 3000 3012 0000 0555 0214 018;RCS Nancy B 355 502 140|T=Échéancier client
D=Situation au
A=Compte|ref=Facture|day=Du|kind=Mode|part=Échéance n°|due=Échéance|open=Montant|I=LCR directe
C=Avoir|Z=Total des échéances|N=Merci de vérifier la concordance avec vos livres.""",
        },
    ),
    Sender(
        "aged detail",
        "pdf",
        "open rows=8-18 credits=.12 span=95 size=60-7000 neg=({})",
        "{n:07}|{n:07}|-",
        _AGED,
        {
            "us": """F=Great Lakes Fastener Corp.;7700 Brookpark Rd;Cleveland, OH 44129
;Remit to: Lockbox 55502, Cleveland, OH 44193|T=Aged Statement|D=As of|A=Customer|M=Currency
fmt=%m/%d/%y|ref=Invoice|code=Type|day=Inv Date|due=Due Date|open=Balance|a0=Current|a1=1-30 Days
a2=31-60 Days
a3=Over 60|codes=IN,CM,PY,PY,IN|I=x|C=x|Z=Customer Total
N=Please direct inquiries to the credit department.""",
            "pl": """F=Śląska Centrala Papieru Sp. z o.o.;ul. Chorzowska 44;40-121 Katowice
;Konto: ING 86 1050 1214 1000 0023 5550 2140|T=Zestawienie wiekowe należności|D=Na dzień
A=Kontrahent|M=Waluta
ref=Dokument|code=Typ|day=Data|due=Termin|open=Saldo|a0=Bieżące|a1=1-30 dni|a2=31-60 dni|a3=Ponad 60
codes=FV,KOR,WP,WP,FV|I=x|C=x|Z=Razem kontrahent|N=W razie niezgodności prosimy o kontakt.""",
            "da": """F=Fyns Papirgrossist ApS;Havnegade 81;5000 Odense C
;Bank: 6845 0005550214|T=Aldersfordelt kontoudtog|D=Pr.|A=Debitor|M=Valuta|ref=Faktura|code=Art
day=Dato
due=Forfald|open=Saldo|a0=Ikke forfalden|a1=1-30 dage|a2=31-60 dage|a3=Over 60|codes=FA,KN,BE,BE,FA
I=x|C=x|Z=Debitor i alt|N=Spørgsmål rettes til vort bogholderi.""",
        },
    ),
    Sender(
        "subscription plans",
        "pdf",
        "rows=6-11 credits=.12 payments=.3 size=90-2400 span=85 sym neg=\u2212{} edge=16mm",
        "{n:06}-0001|CN-{n:06}|-",
        _PLAN,
        {
            "en": """F=Loopdesk Software Ltd;Kings Yard, 2 Bath Lane;Newcastle upon Tyne NE4 5SP
;Monzo Business 04-00-04, 55502140.;VAT GB 355 5021 40|T=Account statement|To=For|A=Account|B=Period
fmt=%d %b %Y|day=Date|ref=Document|kind=Description|amount=Amount|bal=Balance|O=Opening balance
S2=Invoiced
S1=Paid|Z=Closing balance
I=Service desk Business plan, {n} seats, billed monthly in advance, from {day}, \
including premium support and two sandboxes~Extra storage 500 GB and API calls above the allowance
C=Credit note for seats removed during the term|P=Payment by card ending 4242
N=Invoices are due within 14 days. Bank transfer:""",
            "de": """F=Kontorwolke AG;Technoparkstrasse 1;8005 Zürich
;CH93 0076 2011 6238 5295 7;CHE-355.502.140 MWST|money=CHF|marks='.|T=Kontoübersicht|To=Für|A=Konto
B=Zeitraum
day=Datum|ref=Beleg|kind=Beschreibung|amount=Betrag|bal=Saldo|O=Anfangssaldo|S2=In Rechnung gestellt
S1=Bezahlt|Z=Schlusssaldo
I=Abonnement Lagerverwaltung Professional, {n} Benutzer, monatlich im Voraus \
ab {day}, einschliesslich Telefonsupport~Zusätzlicher Speicher und Datentransfer über dem Kontingent
C=Gutschrift für entfernte Benutzer|P=Zahlung per QR-Rechnung
N=Rechnungen sind innert 20 Tagen zahlbar.""",
            "sv": """F=Molnlagret i Lund AB;Scheelevägen 17;223 70 Lund
;Bankgiro 5550-2140.;SE556555021401|T=Kontoöversikt|To=För|A=Konto|B=Period|day=Datum|ref=Dokument
kind=Beskrivning|amount=Belopp|bal=Saldo|O=Ingående saldo|S2=Fakturerat|S1=Betalt|Z=Utgående saldo
I=Abonnemang Lagersystem Plus, {n} användare, månadsvis i förskott från {day}, inklusive support \
alla vardagar~Extra lagring och dataöverföring utöver avtalad mängd
C=Kreditfaktura för borttagna användare
P=Inbetalning bankgiro|N=Fakturor förfaller efter 20 dagar.""",
        },
    ),
    Sender(
        "works contractor",
        "pdf",
        "open rows=5-9 partial span=110 size=2000-60000",
        "{n:05}|{n:05}|-",
        _WORKS,
        {
            "en": """F=Castle & Wray Interiors Ltd;Unit 3 Bobbin Mill;Lancaster LA1 5QF
;Santander 09-01-28, Account 55502140;UTR 55502 14021|T=STATEMENT OF APPLICATIONS AND PAYMENTS
J=Contract|Jv=Riverside fit-out, phase 2|A=Account ref|D=Date|ref=Invoice|day=Date|kind=Application
gross=Gross
held=Retention 5%|orig=Net invoiced|paid=Paid|open=Outstanding|S=Totals|Z=Balance due for payment
H=Retention held to date:|I=Valuation {few}~Daywork sheet {few}
N=Retention falls due on practical completion.""",
            "fr": """F=Agencements Bugey SARL;ZA des Fontaines;01300 Belley
;Banque FR76 1680 7004 0000 5550 2140 019;SIRET 355 502 140 00019|T=RELEVÉ DES SITUATIONS DE TRAVAUX
J=Marché|Jv=Aménagement cuisine centrale|A=Réf. compte|D=Date|ref=Facture|day=Date|kind=Objet
gross=Montant brut
held=Retenue 5 %|orig=Net facturé|paid=Réglé|open=Reste dû|S=Totaux|Z=Solde exigible
H=Retenue de garantie à ce jour :|I=Situation n° {few}~Travaux en régie {few}
N=La retenue est libérée un an après réception.""",
            "nl": """F=Interieurbouw Achterhoek B.V.;Edisonstraat 16;7006 RB Doetinchem
;NL18 RABO 0355 5021 40;KvK 35550214|T=OVERZICHT TERMIJNEN EN BETALINGEN|J=Project
Jv=Keuken gebouw C
A=Rekening|D=Datum|ref=Factuur|day=Datum|kind=Termijn|gross=Bruto|held=Inhouding 5%
orig=Gefactureerd
paid=Betaald|open=Openstaand|S=Totalen|Z=Te betalen saldo|H=Ingehouden tot heden:
I=Termijn {few}~Meerwerk {few}|N=De inhouding vervalt bij oplevering.""",
        },
    ),
    Sender(
        "paper merchant",
        "listing",
        "rows=33-62 credits=.1 payments=.12 size=60-2600 neg={}CR span=58",
        "{n:06}|{n:06}|{n:06}",
        _SPOOL,
        {
            "us": """F=Ozark Paper & Twine Co;1801 Industrial Dr;Springfield MO 65802
;REMIT TO DEPT 5550 PO BOX 2140 ST LOUIS MO 63179|T=STATEMENT OF ACCOUNT|Pn=PAGE|D=DATE|A=CUST NO
M=CURRENCY|fmt=%m/%d/%y|day=DATE|ref=REF NO|kind=DESCRIPTION|order=YOUR PO|debit=AMOUNT|bal=BALANCE
O=BALANCE FORWARD|Y=CONTINUED|Y2=BALANCE FROM PREVIOUS PAGE|Z=PLEASE PAY THIS AMOUNT|I=INVOICE
C=CREDIT MEMO
P=PAYMENT - THANK YOU|ord={n}|G=CURRENT~30 DAYS~60 DAYS~90 DAYS
N=1 1/2% PER MONTH ON PAST DUE BALANCES""",
            "de": """F=Papiergroßhandel Kurpfalz;Neckarauer Str. 200;68163 Mannheim
;BANK: DE71 6705 0505 0055 5021 40|T=KONTOAUSZUG|Pn=BLATT|D=DATUM|A=KUNDEN-NR|M=WÄHRUNG|fmt=%d.%m.%y
two=1|day=DATUM|ref=BELEG|kind=BUCHUNGSTEXT|order=IHR AUFTR.|debit=SOLL|credit=HABEN|bal=SALDO
O=SALDOVORTRAG|Y=ÜBERTRAG|Y2=ÜBERTRAG VON BLATT ZUVOR|Z=SALDO ZU UNSEREN GUNSTEN|I=RECHNUNG
C=GUTSCHRIFT|P=ZAHLUNGSEINGANG|ord={n}|G=NICHT FÄLLIG~BIS 30 TAGE~BIS 60 TAGE~ÜBER 60 TAGE
N=EINWENDUNGEN BITTE INNERHALB VON 14 TAGEN""",
            "no": """F=Trøndelag Papirengros AS;Fossegrenda 30;7038 Trondheim
;BANKGIRO 4200 55 50214|T=KONTOUTDRAG|Pn=SIDE|D=DATO|A=KUNDENR|M=VALUTA|fmt=%d.%m.%y
two=1|day=DATO|ref=BILAG|kind=TEKST|order=DERES REF|debit=DEBET|credit=KREDIT|bal=SALDO
O=INNGÅENDE SALDO|Y=OVERFØRES|Y2=OVERFØRT FRA FORRIGE SIDE|Z=SALDO I VÅR FAVØR|I=FAKTURA
C=KREDITNOTA|P=INNBETALING|ord={n}|G=IKKE FORFALT~INNTIL 30 DG~INNTIL 60 DG~OVER 60 DG
N=INNSIGELSER BES MELDT INNEN 14 DAGER""",
        },
    ),
)
