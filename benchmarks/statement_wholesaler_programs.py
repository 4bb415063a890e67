"""Statements as the programs of the house print them, with the words of each language."""

from __future__ import annotations

from benchmarks.statement_wholesalers import Sender

_CENTRAL = """{{ base }}<style>body{font-size:8pt} .t th{border-bottom:1px solid #000;
vertical-align:bottom} h1{font-size:16pt;font-weight:normal} .b{font-weight:bold}</style>
<h1>{{ w.T }}</h1><div class=f><div>{{ buyer[0] }}<br>{{ buyer[1] }}<br>{{ buyer[2] }}<br>
{{ buyer[3] }}</div><div>{{ house[0] }}<br>{{ house[1] }}<br>{{ house[2] }}</div></div>
<div class=f style="margin:18px 0"><table><tr><td class=b>{{ w.A }}<td>{{ c.account }}
<tr><td class=b>{{ w.D }}<td>{{ d(c.end) }}<tr><td class=b>{{ w.B }}<td>{{ d(c.start) }}
<tr><td class=b>{{ w.B2 }}<td>{{ d(c.end) }}</table><table><tr><td
class=b>{{ w.v }}<td>{{ house[4] }}
<tr><td class=b>{{ w.k }}<td>{{ house[3] }}</table></div>
<p class=b>{{ w.E }} {{ c.currency }}</p>
<table class="t w"><tr>{{ heads("day ref kind due orig open bal") }}
<tr><td class=d>{{ d(c.start) }}<td><td>{{ w.O }}<td><td><td><td class=n>{{ m(c.opening) }}
{% for r in lines %}<tr>{{ cells("day ref kind due orig open bal", r) }}{% endfor %}
<tr class=b><td><td><td>{{ w.Z }} {{ c.currency }}<td><td><td><td class=n>{{ m(c.closing) }}</table>
<p class=b style="margin-top:20px">{{ w.G1 }} {{ d(c.end) }}</p>
<table class=t style="width:70%"><tr>{% for one in w.G.split("~") %}<th
class=n>{{ one }}{% endfor %}
<tr>{% for one in c.ageing() %}<td class=n>{{ m(one) }}{% endfor %}</table>"""

_LETTER = """{{ base }}<style>body{font-family:'DejaVu Sans';font-size:8.5pt} .t td,.t
th{padding:1px
4px;font-size:8pt} .t th{border-bottom:.7px solid;font-weight:normal}</style>
<div style="text-align:right;font-size:12pt">{{ house[0] }}</div>
<p style="font-size:6.5pt;text-decoration:underline;margin-top:30px">
{{ house[0] }}, {{ house[1] }}, {{ house[2] }}</p>
<div class=f><div>{{ buyer[0] }}<br>{{ buyer[1] }}<br>{{ buyer[2] }}<br>
{{ buyer[3] }}</div>
<table><tr><td>{{ w.D }}<td>{{ d(c.end) }}<tr><td>{{ w.A }}<td>{{ c.account }}<tr><td>{{ w.J }}
<td>{{ w.Jv }}<tr><td>{{ w.V }}<td>{{ house[4] }}</table></div>
<p style="margin-top:40px"><b>{{ w.T }} {{ d(c.start) }} {{ w.to }} {{ d(c.end) }}</b></p>
<p>{{ w.L }}</p><p>{{ w.L2 }}</p>
<table class=w><tr><td>{{ w.O }} {{ d(c.start) }}<td class=n>{{ m(c.opening) }} {{ c.currency }}
</table>
<table class="t w" style="margin:10px 0"><tr>{{ heads("ref day code kind due cur amount") }}
{% for r in lines %}<tr>{{ cells("ref day code kind due cur amount", r) }}{% endfor %}</table>
<table class=w><tr><td>{{ w.Z }} {{ d(c.end) }}<td class=n><b>{{ m(c.closing) }}
{{ c.currency }}</b>
</table><p>{{ w.N }}</p><p>{{ w.Y }}<br><br>{{ house[0] }}</p>
<p style="margin-top:40px;font-size:6.5pt;text-align:center">{{ house[3] }}</p>"""

_CLOUD = """{{ base }}<style>body{font-family:'DejaVu Sans';font-size:8.5pt;color:#333} .t
th{border-
bottom:1.5px solid #333} .t td{border-bottom:.5px solid #ccc;padding:5px} .cut{border-top:1px dashed
#888;margin-top:34px;padding-top:18px}</style>
<div class=f><div style="font-size:20pt;width:40%">{{ w.T }}</div>
<div style="font-size:8pt"><b>{{ w.B }}</b><br>{{ d(c.start) }} -<br>{{ d(c.end) }}<br><br>
<b>{{ w.A }}</b><br>{{ c.account }}</div>
<div style="font-size:8pt">{{ house[0] }}<br>{{ house[1] }}<br>{{ house[2] }}</div></div>
<div style="margin:24px 0">{{ buyer[0] }}<br>{{ buyer[1] }}<br>{{ buyer[2] }}<br>
{{ buyer[3] }}</div>
<table class="t w"><tr>{{ heads("day kind ref due bill got bal") }}
<tr><td class=d>{{ d(c.start) }}<td>{{ w.O }}<td><td><td><td><td class=n>{{ m(c.opening) }}
{% for r in lines %}<tr>{{ cells("day kind ref due bill got bal", r) }}{% endfor %}
<tr><td colspan=5 style="border:0"><td class=n><b>{{ w.Z }} {{ c.currency }}</b>
<td class=n><b>{{ m(c.closing) }}</b></table>
<div class="cut f"><div><span style="font-size:16pt">{{ w.R }}</span><br><br>{{ w.To }}
{{ house[0] }}
<br>{{ house[1] }}<br>{{ house[2] }}<br><small>{{ house[3] }}</small></div>
<table><tr><td><b>{{ w.Cu }}</b><td>{{ buyer[0] }}<tr><td><b>{{ w.Ov }}</b>
<td class=n>{{ m(c.overdue()) }}<tr><td><b>{{ w.Z }} {{ c.currency }}</b>
<td class=n>{{ m(c.closing) }}
<tr><td><b>{{ w.Ae }}</b><td style="border-bottom:1px solid">&nbsp;</table></div>"""

_FOLLOW = """{{ base }}<style>body{font-family:'DejaVu Sans';font-size:8pt} .late td{color:#c00}
.t th{border-bottom:2px solid #714b67;color:#714b67} .t td{border-bottom:.5px solid #ddd}</style>
<div class=f style="border-bottom:1px solid #714b67;padding-bottom:8px"><b style="font-size:15pt">
{{ house[0] }}</b><div>{{ house[1] }}<br>{{ house[2] }}</div></div>
<div style="margin:20px 0 20px 60%">{{ buyer[0] }}<br>{{ buyer[2] }}<br>{{ buyer[3] }}</div>
<h2>{{ w.T }}</h2><p>{{ w.D }} {{ d(c.end) }}<br>{{ w.A }} {{ c.account }}</p><p>{{ w.L }}</p>
<table class="t w"><tr>{{ heads("ref day due order kind open") }}
{% for r in lines %}<tr{% if r.days %} class=late{% endif %}>
{{ cells("ref day due order kind open", r) }}{% endfor %}
<tr><td><td><td><td><td><b>{{ w.Z }}</b><td class=n><b>{{ m(c.closing) }}</b>
<tr><td><td><td><td><td><b>{{ w.Ov }}</b><td class=n><b>{{ m(c.overdue()) }}</b></table>
<p>{{ w.N }}</p>
<div style="margin-top:50px;border-top:1px solid #714b67;text-align:center;font-size:7pt">
{{ house[4] }} | {{ house[3] }}</div>"""

_LEDGER = """{{ base }}<style>.t tr:nth-child(odd) td{background:#f1f1f1} .t th{font-size:7.5pt;
border-bottom:1px solid}</style>
<div class=f><div><b style="font-size:12pt">{{ house[0] }}</b></div><div><b style="font-size:13pt">
{{ w.T }}</b><table><tr><td>{{ w.D }}<td>{{ d(c.end) }}<tr><td>{{ w.A }}<td>{{ c.account }}
<tr><td>{{ w.V }}<td>{{ house[4] }}</table></div></div>
<div style="margin:10px 0 24px">{{ buyer[0] }}<br>{{ buyer[1] }}<br>{{ buyer[2] }}<br>
{{ buyer[3] }}</div><p>{{ w.L }}</p>
<table class="t w"><tr>{{ heads("ref kind day due days orig paid open") }}
{% for r in lines %}<tr>{{ cells("ref kind day due days orig paid open", r) }}{% endfor %}</table>
<table style="margin:14px 0 0 auto"><tr><td>{{ w.Ov }}<td class=n>{{ m(c.overdue()) }}
<tr><td><b>{{ w.Z }} {{ c.currency }}</b><td class=n><b>{{ m(c.closing) }}</b></table>
<p>{{ w.N }}</p><div class=f style="border-top:1px solid;margin-top:60px;font-size:7pt">
<span>{{ house[0] }}<br>{{ house[1] }}<br>{{ house[2] }}</span><span>{{ house[3] }}</span></div>"""

_DUNNING = """{{ base }}<style>.t td,.t th{border:.6px solid #777} .t
th{background:#ddd;font-size:8pt}
</style><div class=f><div><small>{{ house[0] }} - {{ house[1] }} - {{ house[2] }}</small><br><br>
{{ buyer[0] }}<br>{{ buyer[1] }}<br>{{ buyer[2] }}<br>
{{ buyer[3] }}</div>
<div style="text-align:right"><b style="font-size:14pt">{{ house[0] }}</b><br>{{ house[4] }}<br><br>
{{ w.D }}: {{ d(c.end) }}<br>{{ w.A }}: {{ c.account }}</div></div>
<h3 style="margin-top:36px">{{ w.T }}</h3><p>{{ w.L }}</p>
<table class="t w"><tr>{{ heads("ref day due kind debit credit days level") }}
{% for r in lines %}<tr>{{ cells("ref day due kind debit credit days level", r) }}{% endfor %}
<tr><td colspan=4><b>{{ w.S }}</b><td class=n><b>{{ m(c.total("debit")) }}</b>
<td class=n><b>{{ m(c.total("credit")) }}</b><td><td></table>
<table style="margin:12px 0 12px auto"><tr><td>{{ w.Z }}<td class=n><b>{{ m(c.closing) }}
{{ c.currency }}</b><tr><td>{{ w.Ov }}<td class=n>{{ m(c.overdue()) }} {{ c.currency }}</table>
<p>{{ w.N }}</p><p>{{ w.Y }}</p><p style="font-size:7pt;margin-top:50px">{{ house[3] }}</p>"""

_SETTLE = """{{ base }}<style>body{font-family:'DejaVu Sans';font-size:8pt} .t td,.t th{border:1px
solid #000;padding:1px 4px} .t th{text-align:center}</style>
<div class=f><div><b>{{ w.Se }}</b><br>{{ house[0] }}<br>{{ house[1] }}<br>{{ house[2] }}<br>
{{ house[4] }}</div><div><b>{{ w.Bu }}</b><br>{{ buyer[0] }}<br>{{ buyer[2] }}<br>{{ buyer[3] }}
<br>{{ w.A }} {{ c.account }}</div></div>
<h2 style="text-align:center">{{ w.T }} {{ d(c.end) }}</h2>
<table class="t w"><tr>{{ heads("no ref kind day due days orig paid open") }}
{% for r in lines %}<tr>{{ cells("no ref kind day due days orig paid open", r) }}{% endfor %}
<tr><th colspan=6 class=n>{{ w.Z }}<th class=n>{{ m(c.total("orig")) }}
<th class=n>{{ m(c.total("paid")) }}<th class=n>{{ m(c.closing) }}</table>
<p>{{ w.M }}: {{ c.currency }}</p><p>{{ w.N }}</p>
<div class=f style="margin-top:70px"><span>......................<br>{{ w.Si }}</span>
<span>......................<br>{{ w.Si2 }}</span></div><p>{{ house[3] }}</p>"""

SENDERS = (
    Sender(
        "central ledger",
        "pdf",
        "rows=8-18 credits=.1 payments=.22 size=200-12000 acct=D{}",
        "10{n:05}|12{n:05}|BN{n:05}",
        _CENTRAL.replace("orig open bal", "orig left bal"),
        {
            "da": """F=Nordjysk Rørgrossist A/S;Industriparken 5;9220 Aalborg Øst
;Reg.nr. 9190 Konto 4565550214;DK25 55 02 14|T=Kontoudtog|A=Debitornr.|D=Udskriftsdato
B=Startdato|B2=Slutdato|v=CVR-nr.|k=Bank|E=Poster|day=Bogf.dato|ref=Bilagsnr.|kind=Beskrivelse
due=Forfaldsdato|orig=Oprindeligt beløb|left=Restbeløb|bal=Løbende total|O=Primosaldo|Z=I alt
I=Faktura {order}|C=Kreditnota {order}|P=Betaling|ord=ordre {n}|Pg=Side pageNumber af totalPages
G1=Aldersfordelt saldo pr.|G=Ikke forfalden~1-30 dage~31-60 dage~Over 60 dage""",
            "de": """F=Rohr & Fitting Vertriebs GmbH;Gewerbering 14;21079 Hamburg
;IBAN DE02 2005 0550 1015 8717 76;DE 255 550 214|T=Debitorenkontoauszug|A=Debitorennr.
D=Auszugsdatum|B=Startdatum|B2=Enddatum|v=USt-IdNr.|k=Bank|E=Posten|day=Buchungsdatum
ref=Belegnr.|kind=Beschreibung|due=Fälligkeitsdatum|orig=Ursprungsbetrag|left=Restbetrag
bal=Lfd. Summe|O=Anfangssaldo|Z=Gesamt|I=Rechnung {order}|C=Gutschrift {order}|P=Zahlung
ord=Auftrag VA{n}|Pg=Seite pageNumber|G1=Fälligkeitsverteilung per
G=nicht fällig~1-30 Tage~31-60 Tage~über 60 Tage""",
            "es": """F=Tuberías del Norte S.A.;Pol. Ind. Asipo 8;33428 Llanera
;ES80 2310 0001 1800 0001 2345;A33555021|T=Extracto de movimientos de cliente|A=Nº cliente
D=Fecha extracto|B=Fecha inicial|B2=Fecha final|v=CIF|k=Banco|E=Movimientos|day=Fecha registro
ref=Nº documento|kind=Descripción|due=Fecha vencimiento|orig=Importe original|left=Importe pendiente
bal=Total acumulado|O=Saldo inicial|Z=Total|I=Factura {order}|C=Abono {order}|P=Pago
ord=pedido PV{n}|Pg=Pág. pageNumber/totalPages|G1=Saldos por antigüedad a
G=No vencido~1-30 días~31-60 días~Más de 60 días""",
        },
    ),
    Sender(
        "correspondence letter",
        "pdf",
        "rows=7-15 credits=.12 payments=.25 size=900-48000 neg={}- days=45",
        "18000{n:05}|16000{n:05}|14000{n:05}",
        _LETTER,
        {
            "de": """F=Westfalen Kunststoffe AG;Chemiepark 1;45772 Marl
;Commerzbank DE55 4404 0037 0555 0214 00, Amtsgericht Gelsenkirchen HRB 5502;Frau Brandt
T=Kontoauszug für die Zeit vom|to=bis|A=Unsere Kontonummer bei Ihnen: Ihr Konto|D=Datum
J=Buchungskreis
Jv=1000|V=Ansprechpartner|L=Sehr geehrte Damen und Herren,|O=Saldo am
L2=nachstehend erhalten Sie die Bewegungen und den Saldo Ihres Kontos.|ref=Belegnr.|day=Belegdatum
code=Art|kind=Text|due=Nettofällig|cur=Währg|amount=Betrag|codes=RV,DG,DZ,DZ,RV|I=Rechnung
C=Gutschrift|P=Zahlungseingang|Z=Saldo am
N=Bitte prüfen Sie den Auszug und teilen Sie Abweichungen mit.
Y=Mit freundlichen Grüßen""",
            "cs": """F=Plasty Haná a.s.;Chválkovická 151;779 00 Olomouc
;ČSOB CZ65 0300 0000 0001 5550 2140, zapsáno v OR KS Ostrava B 5502;p. Nováková
T=Výpis z účtu za období od|to=do|A=Váš účet u nás|D=Datum|J=Účetní okruh|Jv=CZ10|V=Vyřizuje
L=Vážení obchodní přátelé,|L2=zasíláme Vám přehled pohybů a zůstatek na Vašem účtu.
O=Zůstatek ke dni
ref=Č. dokladu|day=Datum dokl.|code=DD|kind=Text|due=Splatnost|cur=Měna|amount=Částka
codes=RV,DG,DZ,DZ,RV|I=Faktura|C=Dobropis|P=Došlá platba|Z=Zůstatek ke dni
N=Případné rozdíly nám prosím sdělte do 14 dnů.|Y=S pozdravem""",
            "en": """F=Severnside Polymers plc;Avonmouth Way;Bristol BS11 9HZ
;HSBC 40-14-13 Account 55502140. Registered in England 5550214;Mrs Hartley
T=Account statement for the period|to=to|A=Your account with us|D=Date|J=Company code|Jv=GB01
V=Contact|L=Dear Sir or Madam,|L2=Please find below the movements and the balance of your account.
O=Balance as of|ref=Document|day=Doc. date|code=Ty|kind=Text|due=Net due|cur=Curr.|amount=Amount
codes=RV,DG,DZ,DZ,RV|I=Invoice|C=Credit memo|P=Incoming payment|Z=Balance as of
N=Please let us know of any differences within ten days.|Y=Yours faithfully""",
        },
    ),
    Sender(
        "cloud books",
        "pdf",
        "rows=7-14 credits=.1 payments=.28 size=80-3500 days=20 edge=18mm",
        "INV-{n:04}|CN-{n:04}|-",
        _CLOUD,
        {
            "en": """F=Larkfield Packaging Ltd;The Maltings, Quay Street;Ipswich IP4 1BZ
;Account 21450077, sort code 04-00-75;x|T=STATEMENT Activity|B=From Date - To Date|A=Account Number
fmt=%-d %b %Y|day=Date|kind=Activity|ref=Reference|due=Due Date|bill=Invoice Amount|got=Payments
bal=Balance GBP|O=Opening Balance|I=Invoice|C=Credit Note|P=Payment|Z=BALANCE DUE
R=PAYMENT ADVICE|To=To:|Cu=Customer|Ov=Overdue|Ae=Amount Enclosed""",
            "us": """F=Redwood Label & Print;415 Harbor Blvd;Oxnard, CA 93035
;ACH: routing 121000358, account 325550214;x|T=STATEMENT Activity|B=From Date - To Date
A=Account Number
fmt=%b %-d, %Y|day=Date|kind=Activity|ref=Reference|due=Due Date|bill=Invoice Amount|got=Payments
bal=Balance USD|O=Opening Balance|I=Invoice|C=Credit Note|P=Payment|Z=BALANCE DUE
R=PAYMENT ADVICE|To=To:|Cu=Customer|Ov=Overdue|Ae=Amount Enclosed""",
            "no": """F=Vestland Emballasje AS;Sandviksboder 12;5035 Bergen
;Kontonr. 3633 55 50214;x|T=KONTOUTSKRIFT|B=Fra dato - til dato|A=Kundenummer
fmt=%-d. %b %Y|day=Dato|kind=Hendelse|ref=Referanse|due=Forfall|bill=Fakturabeløp|got=Innbetalt
bal=Saldo NOK|O=Inngående saldo|I=Faktura|C=Kreditnota|P=Innbetaling|Z=Å BETALE
R=BETALINGSSLIPP|To=Til:|Cu=Kunde|Ov=Forfalt|Ae=Betalt beløp""",
        },
    ),
    Sender(
        "follow up",
        "pdf",
        "open rows=5-12 credits=.12 size=90-5200 span=70 sym",
        "FA/2026/{n:05}|RA/2026/{n:05}|-",
        _FOLLOW,
        {
            "fr": """F=Papeterie du Vexin;3 rue de l'Oise;95300 Pontoise
;IBAN FR76 1020 7000 2604 0555 0214 077;SAS au capital de 40 000 € - SIRET 555 021 400 00017
T=Relevé de suivi client|D=Date :|A=Référence client :|ref=Référence|day=Date de facture
due=Échéance
order=Origine|kind=Communication|open=Montant dû|I={ref}|C=Avoir|ord=S{n}|Z=Total dû
Ov=Total en retard
L=Sauf erreur de notre part, les factures ci-dessous restent à régler.
N=Merci de prendre les mesures nécessaires pour effectuer ce paiement sous 8 jours.""",
            "it": """F=Cartotecnica Adda S.r.l.;Via Bergamo 19;23900 Lecco
;IBAN IT28 W080 0000 2920 0055 5021 401;P.IVA IT03555021400|T=Sollecito cliente|D=Data:
A=Rif. cliente:|ref=Riferimento|day=Data fattura|due=Scadenza|order=Origine|kind=Comunicazione
open=Importo dovuto|I={ref}|C=Nota di credito|ord=S{n}|Z=Totale dovuto|Ov=Totale scaduto
L=Salvo nostro errore, le fatture seguenti risultano non pagate.
N=Vi preghiamo di provvedere al pagamento entro 8 giorni.""",
            "pt": """F=Papelaria Grossista do Mondego;Rua da Sofia 31;3000-390 Coimbra
;IBAN PT50 0035 0555 0214 0000 1302 4;NIF 505550214|T=Aviso de seguimento|D=Data:
A=Ref. do cliente:|ref=Referência|day=Data da fatura|due=Vencimento|order=Origem|kind=Comunicação
open=Valor em dívida|I={ref}|C=Nota de crédito|ord=S{n}|Z=Total em dívida|Ov=Total vencido
L=Salvo erro nosso, os documentos seguintes encontram-se por regularizar.
N=Agradecemos a regularização no prazo de 8 dias.""",
        },
    ),
    Sender(
        "receivables ledger",
        "pdf",
        "open rows=8-15 credits=.08 partial interest size=300-15000 span=80",
        "{n:06}|{n:06}|-",
        _LEDGER,
        {
            "sv": """F=Götalands Kyl & Frys AB;Industrigatan 44;411 05 Göteborg
;Bankgiro 5055-0214, Plusgiro 55 50 21-4;Anna Lindqvist|T=Reskontrautdrag|D=Datum|A=Kundnr
V=Handläggare
L=Enligt vår kundreskontra har ni följande obetalda fakturor hos oss.|ref=Faktura|kind=Typ
day=Fakt.datum|due=Förf.datum|days=Dagar|orig=Fakturabelopp|paid=Betalt|open=Restbelopp
I=Faktura|C=Kreditfaktura|R=Räntefaktura|Ov=Varav förfallet|Z=Totalt att betala
N=Dröjsmålsränta debiteras enligt räntelagen. Ange fakturanummer vid betalning.""",
            "no": """F=Østlandet Kjøleteknikk AS;Brobekkveien 80;0582 Oslo
;Bankkonto 1644 55 50214, IBAN NO93 8601 1117 947;Kari Moen|T=Reskontroutskrift|D=Dato|A=Kundenr
V=Saksbehandler|L=Følgende fakturaer er ubetalt ifølge vår kundereskontro.|ref=Fakturanr|kind=Type
day=Fakt.dato|due=Forfall|days=Dager|orig=Fakturabeløp|paid=Betalt|open=Rest
I=Faktura|C=Kreditnota|R=Rentefaktura|Ov=Herav forfalt|Z=Sum å betale
N=Forsinkelsesrente beregnes etter forsinkelsesrenteloven.""",
            "fi": """F=Pirkanmaan Kylmätukku Oy;Teollisuustie 7;33330 Tampere
;Nordea FI21 1234 5600 0007 85;Leena Koskinen|T=Reskontraote|D=Päiväys|A=Asiakasnro|V=Käsittelijä
L=Myyntireskontramme mukaan seuraavat laskut ovat avoinna.|ref=Lasku|kind=Laji|day=Lask.pvm
due=Eräpvm|days=Pv|orig=Laskun summa|paid=Maksettu|open=Avoinna|I=Lasku|C=Hyvityslasku|R=Korkolasku
Ov=Josta erääntynyt|Z=Avoinna yhteensä
N=Viivästyskorko korkolain mukaan. Ilmoittakaa laskun numero maksaessanne.""",
        },
    ),
    Sender(
        "dunning list",
        "pdf",
        "open rows=6-12 credits=.1 onaccount size=80-4200 span=85 days=14",
        "{n:05}|{n:05}|{n:05}",
        _DUNNING,
        {
            "de": """F=Schrauben Maurer OHG;Am Bahndamm 2;72336 Balingen
;Volksbank DE44 6439 0130 0055 5021 40;Tel. 07433 555 021|T=Kontoübersicht und Zahlungserinnerung
D=Datum|A=Debitor|L=Auf Ihrem Konto stehen noch folgende Posten offen:|ref=Belegfeld 1
day=Belegdatum
due=Fällig|kind=Buchungstext|debit=Soll EUR|credit=Haben EUR|days=Tage|level=Mahnst.
I=Warenlieferung
C=Rechnungskorrektur|P=Zahlung|U=Akontozahlung|S=Summe|Z=Offener Saldo|Ov=davon fällig
N=Zahlungen sind bis zum Ausstellungstag berücksichtigt.
Y=Bitte überweisen Sie den fälligen Betrag.""",
            "it": """F=Viteria Bresciana S.r.l.;Via Triumplina 60;25136 Brescia
;IBAN IT41 T085 7511 2000 0000 5550 214;Tel. 030 555 021|T=Situazione contabile e sollecito
D=Data|A=Cliente|L=Risultano aperte sul Vostro conto le seguenti partite:|ref=Num. doc.
day=Data doc.
due=Scadenza|kind=Descrizione|debit=Dare EUR|credit=Avere EUR|days=Gg|level=Liv.|I=Fornitura merce
C=Nota di credito|P=Incasso|U=Acconto ricevuto|S=Totali|Z=Saldo aperto|Ov=di cui scaduto
N=Sono considerati i pagamenti pervenuti fino alla data odierna.
Y=Vi preghiamo di saldare lo scaduto.""",
            "pl": """F=Śruby i Normalia Sp. j.;ul. Hutnicza 4;41-506 Chorzów
;mBank 12 1140 2004 0000 3002 5550 2140;tel. 32 555 02 14|T=Stan konta i wezwanie do zapłaty
D=Data|A=Kontrahent|L=Na Państwa koncie pozostają nierozliczone następujące pozycje:|ref=Nr dok.
day=Data dok.|due=Termin|kind=Opis|debit=Wn PLN|credit=Ma PLN|days=Dni|level=Poz.|I=Sprzedaż towarów
C=Korekta sprzedaży|P=Wpłata|U=Wpłata niezaliczona|S=Razem|Z=Saldo do zapłaty
Ov=w tym przeterminowane
N=Uwzględniono wpłaty do dnia wystawienia.|Y=Prosimy o uregulowanie zaległości.""",
        },
    ),
    Sender(
        "settlements",
        "pdf",
        "open rows=6-14 credits=.1 partial size=150-7000 span=60 days=21",
        "FS-{n}/26/MAG|FK-{n}/26/MAG|-",
        _SETTLE,
        {
            "pl": """F=Hurt Narzędzia Beskid S.A.;ul. Żywiecka 120;43-300 Bielsko-Biała
;Konto: PKO BP 44 1020 1390 0000 6802 0555 0214;NIP 547-55-50-214|Se=Wierzyciel:|Bu=Dłużnik:
A=Kod:|T=Wykaz nierozliczonych dokumentów na dzień|no=Lp.|ref=Numer dokumentu|kind=Rodzaj
day=Data wyst.|due=Termin|days=Zwłoka|orig=Kwota|paid=Zapłacono|open=Pozostaje|Z=Razem:|M=Waluta
I=Faktura sprzedaży|C=Korekta faktury|Si=sporządził|Si2=otrzymał
N=Prosimy o weryfikację i wpłatę pozostałej kwoty.""",
            "cs": """F=Nářadí Ostrava s.r.o.;Místecká 1120;703 00 Ostrava
;Účet: 255550214/0800;IČ 25555021, DIČ CZ25555021|Se=Věřitel:|Bu=Dlužník:|A=Kód:
T=Přehled neuhrazených dokladů ke dni|no=Poř.|ref=Číslo dokladu|kind=Typ|day=Vystaveno|due=Splatnost
days=Po splat.|orig=Částka|paid=Uhrazeno|open=Zbývá|Z=Celkem:|M=Měna|I=Faktura vydaná
C=Opravný doklad
Si=vystavil|Si2=převzal|N=Prosíme o kontrolu a úhradu zbývající částky.""",
            "pt": """F=Ferramentas do Ave, Lda.;Rua da Indústria 88;4800-023 Guimarães
;IBAN PT50 0010 0000 5550 2140 0015 4;NIF 505 550 219|Se=Credor:|Bu=Devedor:|A=Código:
T=Relação de documentos pendentes em|no=N.º|ref=Documento|kind=Tipo|day=Emissão|due=Vencimento
days=Atraso|orig=Valor|paid=Pago|open=Pendente|Z=Totais:|M=Moeda|I=Fatura|C=Nota de crédito
Si=elaborado por|Si2=recebido por|N=Agradecemos a conferência e liquidação do valor pendente.""",
        },
    ),
)
