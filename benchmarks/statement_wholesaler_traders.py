"""Wholesalers and merchants: their statements, with the words of each language."""

from __future__ import annotations

from benchmarks.statement_wholesalers import Sender

_STEEL = """{{ base }}<style>h1{font:bold 15pt 'DejaVu Sans'} .st{width:69%} .rm{width:26%;
border-left:1px dashed #555;padding-left:10px} .t th{border-bottom:1.5px solid;font-size:8pt}
.t td{font-size:8pt;height:13px} .box{border:1px solid;padding:3px 8px}</style>
<div class=f><div><b style="font-size:13pt">{{ house[0] }}</b><br>{{ house[1] }}, {{ house[2] }}
<br>{{ house[3] }}</div><h1>{{ w.T }}</h1></div>
<div class=f style="margin-top:18px"><div class=st>
<div class=f><div>{{ buyer[0] }}<br>{{ buyer[2] }}<br>{{ buyer[3] }}</div>
<table><tr><td>{{ w.A }}<td><b>{{ c.account }}</b><tr><td>{{ w.D }}<td>{{ d(c.end) }}
<tr><td>{{ w.Pn }}<td>1</table></div>
<table class="t w" style="margin-top:14px"><tr>{{ heads("day ref kind debit credit bal") }}
<tr><td class=d>{{ d(c.start) }}<td><td>{{ w.O }}<td><td><td class=n>{{ m(c.opening) }}
{% for r in lines %}<tr>{{ cells("day ref kind debit credit bal", r) }}{% endfor %}</table>
<table class=w style="margin-top:20px;text-align:right"><tr>
{% for one in w.G.split("~") %}<th class=n>{{ one }}{% endfor %}<th class=n>{{ w.Z }}
<tr>{% for one in c.ageing() %}<td class=n>{{ m(one) }}{% endfor %}
<td class=n><b>{{ m(c.closing) }}</b></table>
<p style="margin-top:24px">{{ w.N }}</p></div>
<div class=rm><b>{{ w.R }}</b><p>{{ w.R1 }}</p><p>{{ house[0] }}</p>
<p>{{ w.A }}: {{ c.account }}</p>
<table class="t w"><tr><th>{{ w.ref }}<th class=n>{{ w.Ra }}<th>✓
<tr><td>{{ w.O }}<td class=n>{{ m(c.opening) }}<td>☐
{% for r in lines %}<tr><td>{{ r.ref }}<td class=n>{{ m(r.amount) }}<td>☐{% endfor %}</table>
<div class=box style="margin-top:18px"><b>{{ w.Z }}</b><br>{{ c.currency }} {{ m(c.closing) }}</div>
</div></div>"""

_FOOD = """{{ base }}<style>.t td,.t th{border-left:.6px solid #444;border-right:.6px solid #444;
font-size:8.5pt} .t th{border:.6px solid #444;background:#eee} .t{border:.6px solid #444}
.c td{font-style:italic}</style>
{% set all = pages(24, 32) %}{% for page in all %}
<div{% if not loop.first %} class=pb{% endif %}>
<div class=f><div><b style="font:bold 14pt 'DejaVu Serif'">{{ house[0] }}</b><br>{{ house[1] }}
&ndash; {{ house[2] }}<br><small>{{ house[4] }}</small></div>
<div style="text-align:right">{{ w.T }}<br>{{ w.D }} {{ d(c.end) }}<br>
{{ w.Pn }} {{ loop.index }}/{{ loop.length }}</div></div>
{% if loop.first %}<div style="margin:22px 0 22px 55%">{{ buyer[0] }}<br>{{ buyer[1] }}<br>
{{ buyer[2] }}<br>{{ buyer[3] }}</div>
<p>{{ w.A }} : <b>{{ c.account }}</b> &nbsp; {{ w.B }} {{ d(c.start) }} {{ w.to }} {{ d(c.end) }}
&nbsp; {{ w.M }} : {{ c.currency }}</p>{% endif %}
<table class="t w"><tr>{{ heads("day code ref kind due debit credit bal") }}
{% if loop.first %}<tr class=c><td><td><td><td>{{ w.O }}<td><td><td>
<td class=n>{{ m(c.opening) }}
{% else %}<tr class=c><td><td><td><td>{{ w.Y2 }}<td><td><td><td
class=n>{{ m(all[loop.index0 - 1][-1].bal) }}
{% endif %}
{% for r in page %}<tr>{{ cells("day code ref kind due debit credit bal", r) }}{% endfor %}
{% if not loop.last %}<tr class=c><td><td><td><td>{{ w.Y }}<td><td><td>
<td class=n>{{ m(page[-1].bal) }}
{% else %}<tr><th colspan=5>{{ w.S }}<th class=n>{{ m(c.total("debit")) }}
<th class=n>{{ m(c.total("credit")) }}<th class=n>{{ m(c.closing) }}{% endif %}
</table>
{% if loop.last %}<p style="margin-top:16px"><b>{{ w.Z }} : {{ m(c.closing) }} {{ c.currency }}</b>
</p><p>{{ w.N }}</p><p><small>{{ house[3] }}</small></p>{% endif %}</div>
{% endfor %}"""

_ELECTRO = """{{ base }}<style>body{font-family:'DejaVu Sans'} h2{font-size:12pt;margin:14px 0 6px}
.t td,.t th{font-size:7.6pt} .t th{background:#1d4f7c;color:#fff} .g td{font-weight:bold;
background:#e8eef4} .s td{border-top:1px solid #1d4f7c;font-weight:bold}</style>
<div style="background:#1d4f7c;color:#fff;padding:10px 14px;font-size:15pt">{{ house[0] }}</div>
<div class=f style="margin-top:16px"><div><small>{{ house[0] }} · {{ house[1] }} · {{ house[2] }}
</small><br><br>{{ buyer[0] }}<br>{{ buyer[1] }}<br>{{ buyer[2] }}<br>{{ buyer[3] }}</div>
<table><tr><td>{{ w.A }}<td>{{ c.account }}<tr><td>{{ w.D }}<td>{{ d(c.end) }}
<tr><td>{{ w.J }}<td>{{ w.Jv }}<tr><td>{{ w.M }}<td>{{ c.currency }}</table></div>
<h2>{{ w.T }}</h2><p>{{ w.L }}</p>
<table class="t w"><tr>{{ heads("ref day order kind due orig off less") }}
{% for place, group in lines|groupby("place") %}
<tr class=g><td colspan=8>{{ w.place }} {{ place }}
{% for r in group %}<tr>{{ cells("ref day order kind due orig off less", r) }}{% endfor %}
<tr class=s><td colspan=5>{{ w.S }} {{ place }}<td class=n>{{ m(group|sum("orig")) }}<td><td>
{% endfor %}
<tr class=s><td colspan=5>{{ w.Z }}<td class=n>{{ m(c.closing) }}
<td class=n>{{ m(c.total("off")) }}<td class=n>{{ m(c.total("less")) }}</table>
<p>{{ w.N }}</p>
<div class=f style="margin-top:40px;font-size:6.5pt;color:#555;border-top:1px solid #1d4f7c">
<span>{{ house[0] }}<br>{{ house[1] }}<br>{{ house[2] }}</span><span>{{ house[3] }}</span>
<span>{{ house[4] }}</span></div>"""

_PARTS = """{{ base }}<style>.s td{border:1px solid #999;padding:4px 8px} .t th{text-align:left;
border-bottom:2px solid #b00} .t .n{text-align:right} .t td{border-bottom:.5px solid #ddd}
.cut{border-top:1px dashed #333;margin-top:26px;padding-top:10px}</style>
<div class=f><div style="color:#b00;font:bold 17pt 'DejaVu Sans'">{{ house[0] }}</div>
<div style="text-align:right">{{ house[1] }}<br>{{ house[2] }}<br>{{ house[4] }}</div></div>
<h2 style="text-align:center">{{ w.T }}</h2>
<div class=f><div><b>{{ w.To }}</b><br>{{ buyer[0] }}<br>{{ buyer[1] }}<br>{{ buyer[2] }}<br>
{{ buyer[3] }}</div><table class=s><tr><td>{{ w.A }}<td>{{ c.account }}
<tr><td>{{ w.D }}<td>{{ d(c.end) }}<tr><td>{{ w.J }}<td>{{ w.Jv }}</table></div>
<table class="s w" style="margin:14px 0"><tr><td>{{ w.O }}<br><b>{{ m(c.opening) }}</b>
<td>{{ w.S1 }}<br><b>{{ m(-c.total("got")) }}</b><td>{{ w.S2 }}<br><b>{{ m(c.total("bill")) }}</b>
<td style="background:#fee">{{ w.Z }}<br><b>{{ m(c.closing) }}</b></table>
<table class="t w"><tr>{{ heads("day ref kind order amount bal") }}
{% for r in lines %}<tr>{{ cells("day ref kind order amount bal", r) }}{% endfor %}</table>
<table class="w s" style="margin-top:16px"><tr>{% for one in w.G.split("~") %}<td>{{ one }}<br>
{{ m(c.ageing()[loop.index0]) }}{% endfor %}</table>
<div class=cut><div class=f><div>{{ w.R1 }}<br>{{ house[0] }}<br>{{ house[3] }}</div>
<table><tr><td>{{ w.A }}<td>{{ c.account }}<tr><td>{{ w.Z }}<td><b>{{ m(c.closing) }}</b>
<tr><td>{{ w.R }}<td>____________</table></div></div>"""

_DRINKS = """{{ base }}<style>body{font-family:'DejaVu Serif';font-size:8.5pt} .t th{border-top:1px
solid;border-bottom:1px solid} .x td{font-size:7pt;color:#444;padding-top:0}</style>
<div style="text-align:center"><b style="font-size:16pt">{{ house[0] }}</b><br>
{{ house[1] }} · {{ house[2] }} · {{ house[4] }}</div><hr>
<div class=f><div style="margin:14px 0">{{ buyer[0] }}<br>{{ buyer[2] }}<br>{{ buyer[3] }}</div>
<div style="margin:14px 0">{{ w.A }} {{ c.account }}<br>{{ w.D }} {{ d(c.end) }}</div></div>
<b style="font-size:12pt">{{ w.T }} {{ d(c.start) }} &ndash; {{ d(c.end) }}</b>
<table class="t w" style="margin-top:10px"><tr>{{ heads("day kind ref due amount bal") }}
<tr><td><td>{{ w.O }}<td><td><td><td class=n>{{ m(c.opening) }}
{% for r in lines %}<tr>{{ cells("day kind ref due amount bal", r) }}
{% if r.sign == "I" %}<tr class=x><td><td colspan=5>{{ w.X }} {{ r.ship }}, {{ r.place }}
{% elif r.sign == "C" %}<tr class=x><td><td colspan=5>{{ w.X2 }}{% endif %}
{% endfor %}
<tr><td><td><b>{{ w.Z }} {{ c.currency }}</b><td><td><td><td class=n><b>{{ m(c.closing) }}</b>
</table><p style="margin-top:18px">{{ w.N }}</p><p>{{ house[3] }}</p>"""

_TIMBER = """{{ base }}<style>.t{border:1px solid} .t th{border:1px solid;background:#efe}
.t td{border-left:1px solid}</style>
<div class=f><div>{{ buyer[0] }}<br>{{ buyer[1] }}<br>{{ buyer[2] }}<br>{{ buyer[3] }}</div>
<div style="text-align:right"><b style="font-size:14pt;color:#263">{{ house[0] }}</b><br>
{{ house[1] }}<br>{{ house[2] }}<br>{{ house[4] }}</div></div>
<h2>{{ w.T }}</h2>
<p>{{ w.A }}: {{ c.account }} &emsp; {{ w.D }}: {{ d(c.end) }} &emsp; {{ w.M }}:
{{ c.currency }}</p>
<table class="t w"><tr>{{ heads("code ref day ship order due orig paid open q") }}
{% for r in lines %}<tr>{{ cells("code ref day ship order due orig paid open", r) }}<td>
{{ "D" if loop.index == 4 }}{% endfor %}
<tr><th colspan=8>{{ w.Z }}<th class=n>{{ m(c.closing) }}<th></table>
<table style="margin-top:12px" class=t><tr>{% for one in w.G.split("~") %}<th class=n>{{ one }}
{% endfor %}<tr>{% for one in c.ageing() %}<td class=n>{{ m(one) }}{% endfor %}</table>
<p>{{ w.N }}</p><p>{{ w.bank }} {{ house[3] }}</p>"""

_COOP = """{{ base }}<style>h1{font:bold 13pt 'DejaVu Sans'} .t th{border-bottom:1px solid #2b6}
.t td{padding:3px 5px}</style><div class=f><div>{{ buyer[0] }}<br>{{ buyer[2] }}<br>{{ buyer[3] }}
</div><b style="font-size:14pt;color:#174">{{ house[0] }}</b></div><h1>{{ w.T }}</h1>
<div class=f><div>{{ w.A }} {{ c.account }}<br>{{ w.B }} {{ d(c.start) }} - {{ d(c.end) }}</div>
<div style="text-align:right">{{ w.Z }}<br><b style="font-size:13pt">{{ m(c.closing) }}
{{ c.currency }}</b></div></div>
<table class="t w" style="margin-top:14px"><tr>{{ heads("day kind due amount bal") }}
{% for r in lines|reverse %}<tr>{{ cells("day kind due amount bal", r) }}{% endfor %}
<tr><td class=d>{{ d(c.start) }}<td>{{ w.O }}<td><td><td class=n>{{ m(c.opening) }}</table>
<p style="margin-top:20px">{{ w.N }}</p>
<p style="font-size:7pt;border-top:1px solid #2b6">{{ house[0] }}, {{ house[1] }}, {{ house[2] }} -
{{ house[3] }} - {{ house[4] }}</p>"""

SENDERS = (
    Sender(
        "farm cooperative",
        "pdf",
        "rows=8-17 credits=.12 payments=.2 size=200-16000 span=55",
        "{n:06}|{n:06}|-",
        _COOP,
        {
            "da": """F=Vestjysk Grovvare a.m.b.a.;Kornvej 2;6880 Tarm
;Reg.nr. 7730 Konto 1055502;CVR 35550214|T=Kontoudskrift|A=Medlemsnr.|B=Periode|Z=Saldo i vor favør
day=Dato|kind=Tekst|due=Forfald|amount=Beløb|bal=Saldo|O=Overført fra tidligere|I=Faktura nr. {ref}
C=Kreditnota nr. {ref}|P=Indbetaling, tak|N=Beløb med minus er til Deres fordel.""",
            "sv": """F=Västgöta Lantmän ek. för.;Silovägen 4;532 37 Skara
;Bankgiro 355-5021;Org.nr 769555-0214|T=Kontobesked|A=Medlemsnr|B=Period|Z=Saldo till vår fördel
day=Datum|kind=Text|due=Förfaller|amount=Belopp|bal=Saldo|O=Tidigare saldo|I=Faktura nr {ref}
C=Kreditfaktura nr {ref}|P=Inbetalning|N=Belopp med minustecken är till er fördel.""",
            "nl": """F=Coöperatie Veldzicht U.A.;Silostraat 19;8256 SB Biddinghuizen
;NL33 RABO 0305 5502 14;KvK 39055502|T=Rekeningoverzicht|A=Lidnummer|B=Periode
Z=Saldo te onzen gunste
day=Datum|kind=Omschrijving|due=Vervaldatum|amount=Bedrag|bal=Saldo|O=Saldo vorig overzicht
I=Factuur {ref}|C=Creditnota {ref}|P=Ontvangen betaling
N=Bedragen met een minteken zijn in uw voordeel.""",
        },
    ),
    Sender(
        "steel stockholder",
        "pdf",
        "rows=9-16 credits=.12 payments=.15 size=120-9000",
        "{n:06}|{n:06}|{n:06}",
        _STEEL,
        {
            "en": """F=Harland Steel Stock Ltd;Dockside Road;Middlesbrough TS3 8AT
;Tel 01642 555 0141
T=STATEMENT|A=Account|D=Date|Pn=Page|O=Balance b/f|day=Date|ref=Reference|kind=Details
debit=Debit|credit=Credit|bal=Balance|I=Sales Invoice|C=Credit Note|P=Payment - Thank you
G=Current~30 days~60 days~90+ days|Z=Amount due £|R=REMITTANCE ADVICE|Ra=Amount
R1=Please tick items paid and return with your payment to:
N=Terms strictly 30 days net. Bank: Barclays 20-58-21, Account 40339182""",
            "nl": """F=Staalhandel De Kade B.V.;Industrieweg 210;3044 AS Rotterdam
;Tel. 010 555 01 80
T=REKENINGOVERZICHT|A=Debiteurnr.|D=Datum|Pn=Blad|O=Saldo vorige periode|day=Datum
ref=Boekstuk|kind=Omschrijving|debit=Debet|credit=Credit|bal=Saldo|I=Verkoopfactuur|C=Creditnota
P=Uw betaling|G=Niet vervallen~1-30 dgn~31-60 dgn~> 60 dgn|Z=Te betalen EUR|R=BETAALADVIES
Ra=Bedrag|R1=Gelieve aan te kruisen wat u betaalt en terug te zenden aan:
N=Betaling binnen 30 dagen op NL91 ABNA 0417 1643 00""",
            "de": """F=Stahlhandel Ruhrort GmbH;Hafenstraße 9;47119 Duisburg;Tel. 0203 555 0190
T=KONTOAUSZUG|A=Kunden-Nr.|D=Datum|Pn=Seite|O=Saldovortrag|day=Datum|ref=Beleg
kind=Text|debit=Soll|credit=Haben|bal=Saldo|I=Rechnung|C=Gutschrift|P=Zahlung, besten Dank
G=nicht fällig~bis 30 Tage~bis 60 Tage~über 60 Tage|Z=Zu zahlen EUR|R=ZAHLUNGSAVIS|Ra=Betrag
R1=Bitte kreuzen Sie an, was Sie zahlen, und senden Sie den Abschnitt zurück an:
N=Zahlbar innerhalb 30 Tagen netto. IBAN DE89 3704 0044 0532 0130 00""",
        },
    ),
    Sender(
        "food wholesaler",
        "pdf",
        "rows=34-58 credits=.1 payments=.12 size=45-900 days=21",
        "F{n:07}|A{n:07}|R{n:06}",
        _FOOD,
        {
            "fr": """F=Comptoir des Halles SA;12 quai de Rungis;94150 Rungis
;Règlement : FR76 1450 8000 5012 3456 7890 159;SIRET 409 555 021 00034
T=RELEVÉ DE COMPTE|A=Code client|D=Arrêté au|Pn=Page|B=Période du|to=au|M=Devise|O=Solde à nouveau
day=Date|code=Jal|ref=Pièce|kind=Libellé|due=Échéance|debit=Débit|credit=Crédit|bal=Solde
Y=À reporter|Y2=Report|S=Totaux|Z=Solde à régler|codes=VE,AV,BQ,BQ,VE|I=Facture {place}
C=Avoir marchandise|P=Votre virement|places=Bourse~Gare~Port
N=Sauf erreur ou omission, en cas de désaccord merci de nous contacter sous huitaine.""",
            "it": """F=Ingrosso Alimentare Po S.p.A.;Via Emilia Ovest 77;43126 Parma
;Bonifico su IT60 X054 2811 1010 0000 0123 456;P.IVA 01555020344
T=ESTRATTO CONTO|A=Cliente|D=Alla data|Pn=Pag.|B=Periodo dal|to=al|M=Valuta
O=Saldo precedente|day=Data|code=Caus|ref=Documento|kind=Descrizione|due=Scadenza|debit=Dare
credit=Avere|bal=Saldo|Y=A riportare|Y2=Riporto|S=Totali|Z=Saldo a nostro favore
codes=FT,NC,IN,IN,FT|I=Fattura differita~Fattura accompagnatoria|C=Nota credito resi
P=Incasso bonifico
N=Vi preghiamo di segnalarci eventuali difformità entro 10 giorni.""",
            "es": """F=Mayorista La Lonja S.L.;Mercado Central, Nave 14;08040 Barcelona
;Ingreso en ES91 2100 0418 4502 0005 1332;CIF B61555021
T=EXTRACTO DE CUENTA|A=Cliente|D=A fecha|Pn=Hoja|B=Periodo del|to=al|M=Divisa|O=Saldo anterior
day=Fecha|code=Tipo|ref=Documento|kind=Concepto|due=Vto.|debit=Debe|credit=Haber|bal=Saldo
Y=Suma y sigue|Y2=Suma anterior|S=Sumas|Z=Saldo pendiente|codes=FV,AB,CO,CO,FV
I=Factura {place}|C=Abono género devuelto|P=Transferencia recibida|places=Local 1~Local 2
N=Rogamos comprueben este extracto y nos comuniquen cualquier diferencia.""",
        },
    ),
    Sender(
        "electrical wholesaler",
        "pdf",
        "open rows=11-20 credits=.1 places size=60-3000 span=50",
        "{n:08}|G{n:07}|{n:08}",
        _ELECTRO,
        {
            "de": """F=Elektro Großhandel Isar KG;Landsberger Str. 310;80687 München
;IBAN DE12 5001 0517 0648 4898 90;USt-IdNr. DE129555021
T=Offene-Posten-Aufstellung|A=Kundennummer|D=Stand|J=Sachbearbeiter|Jv=Fr. Kessler|M=Währung
L=Bitte entnehmen Sie die zum Stichtag offenen Posten der folgenden Liste.|place=Filiale
places=Augsburg~München Nord~Rosenheim|ref=Rechnungsnr.|day=Datum|order=Kommission|kind=Art
due=Netto bis
orig=Betrag|off=2 % Skonto|less=abzgl. Skonto|S=Summe Filiale|Z=Gesamtsumme|ord=Bv. {n}
I=Rechnung|C=Gutschrift|N=Skonto gilt bei Zahlung innerhalb 10 Tagen ab Rechnungsdatum.""",
            "nl": """F=Elektro Groothandel Vecht B.V.;Zonnebaan 33;3542 EC Utrecht
;NL44 RABO 0123 4567 89;Btw NL005555021B01
T=Openstaande posten|A=Klantnummer|D=Per|J=Contactpersoon|Jv=mw. De Wit|M=Valuta
L=Hieronder vindt u de posten die op de genoemde datum openstaan.|place=Vestiging
places=Amersfoort~Hilversum~Utrecht|ref=Factuurnr.|day=Datum|order=Uw referentie|kind=Soort
due=Betalen voor|orig=Bedrag|off=Korting 2%|less=Na korting|S=Totaal vestiging|Z=Totaal generaal
I=Factuur|C=Creditfactuur|ord=Werk {n}|N=De korting geldt bij betaling binnen 8 dagen.""",
            "fr": """F=Électro-Distribution Rhône SAS;55 av. de l'Industrie;69800 Saint-Priest
;FR14 2004 1010 0505 0001 3M02 606;TVA FR40 555 021 119
T=État des pièces non soldées|A=Numéro client|D=Au|J=Suivi par|Jv=Mme Perret|M=Devise
L=Nous vous prions de trouver ci-dessous les pièces ouvertes à ce jour.|place=Agence
places=Givors~Lyon Est~Vienne|ref=N° facture|day=Date|order=Votre chantier|kind=Nature|due=Échéance
orig=Montant TTC|off=Escompte 2 %|less=Net escompté|S=Total agence|Z=Total général|ord=CH{n}
I=Facture|C=Avoir|N=L'escompte est accordé pour tout règlement sous 10 jours.""",
        },
    ),
    Sender(
        "auto parts",
        "pdf",
        "rows=9-19 credits=.14 payments=.2 size=25-1400 neg=({}) sym",
        "{n:05}-00|CM{n:05}|-",
        _PARTS,
        {
            "us": """F=Cimarron Auto Parts Co.;3100 N Rock Rd;Wichita, KS 67226
;PO Box 840113, Dallas, TX 75284;(316) 555-0148|T=Monthly Statement|To=Bill To:|A=Customer #
D=Statement Date|J=Terms|Jv=Net 10th Prox|O=Previous Balance|S1=Payments|S2=Charges & Credits
Z=New Balance|day=Date|ref=Invoice #|kind=Description|order=P.O. #|amount=Amount|bal=Balance
I=Counter sale~Delivery~Will call|C=Core return~Credit memo|P=Payment received - Check {n}
ord={n}|G=Current~1-30~31-60~Over 60|R1=Detach and mail with payment to:|R=Amount Enclosed""",
            "en": """F=Pennine Motor Factors Ltd;4 Foundry Way;Oldham OL1 4LL
;Sort code 30-92-11 Account 00661204;0161 555 0148|T=Monthly Account|To=Account of:|A=Account No
D=Statement Date|J=Terms|Jv=20th of month following|O=Previous Balance|S1=Payments
S2=Invoices less Credits|Z=Balance Due|day=Date|ref=Document|kind=Description|order=Order No
amount=Value|bal=Balance|I=Trade counter~Van delivery|C=Surcharge return~Goods returned
P=BACS receipt|ord={n}|G=Current~1 Month~2 Months~3 Months +
R1=Please detach and send with payment to:
R=Amount paid""",
        },
    ),
    Sender(
        "drinks wholesaler",
        "pdf",
        "rows=10-17 credits=.22 payments=.15 size=150-2200 neg={}-",
        "{n:06}|{n:06}|-",
        _DRINKS,
        {
            "de": """F=Getränke Hölzl GmbH & Co. KG;Brauhausgasse 3;94032 Passau
;Sparkasse Passau DE21 7405 0000 0030 1234 56;Tel. 0851 555 014|T=Kontoauszug|A=Kunde|D=Datum
O=Saldo alt|day=Datum|kind=Vorgang|ref=Nummer|due=fällig|amount=Betrag EUR|bal=Saldo EUR|Z=Saldo neu
I=Rechnung Getränke|C=Gutschrift Leergut|P=Bankeinzug|X=Lieferschein|X2=Rücknahme laut Leergutbeleg
places=Haupthaus~Biergarten~Kantine|N=Der Saldo wird wie vereinbart eingezogen.""",
            "nl": """F=Drankenhandel Maasoever;Bassin 18;6211 AL Maastricht
;IBAN NL02 ABNA 0123 4567 89;Tel. 043 555 0142|T=Rekening-courant|A=Klant|D=Datum|O=Oud saldo
day=Datum|kind=Mutatie|ref=Nummer|due=vervalt|amount=Bedrag EUR|bal=Saldo EUR|Z=Nieuw saldo
I=Factuur dranken|C=Creditnota emballage|P=Incasso|X=Pakbon|X2=Retour volgens emballagebon
places=Bar~Restaurant~Terras|N=Het saldo wordt automatisch geïncasseerd.""",
            "pl": """F=Hurtownia Napojów Dunajec;ul. Browarna 5;33-300 Nowy Sącz
;Konto: 61 1090 1014 0000 0712 1981 2874;tel. 18 555 01 42|T=Wyciąg z rozrachunków|A=Odbiorca
D=Data|O=Saldo poprzednie|day=Data|kind=Operacja|ref=Numer|due=termin|amount=Kwota PLN
bal=Saldo PLN|Z=Saldo bieżące|I=Faktura napoje|C=Korekta - zwrot opakowań|P=Wpłata na konto
X=WZ|X2=Zwrot wg kwitu opakowań|places=Bar~Restauracja|N=Prosimy o uregulowanie salda.""",
        },
    ),
    Sender(
        "timber importer",
        "pdf",
        "open rows=8-15 credits=.1 partial onaccount span=75 days=45",
        "TI-{n:05}|TC-{n:05}|TR-{n:05}",
        _TIMBER,
        {
            "en": """F=Humber Timber Imports plc;Albert Dock;Hull HU1 2BN
;Sort code 40-25-31 Account 71120934;VAT GB 555 0214 02|T=Statement of outstanding items|A=Customer
D=As at|M=Currency|code=Type|ref=Document|day=Date|ship=Consignment|order=Your order|due=Due
orig=Original
paid=Allocated|open=Outstanding|q=Q|codes=INV,CRN,REC,UNA,INV
I=Invoice|C=Credit|U=On account|Z=Total outstanding
G=Not due~1 - 30~31 - 60~61 +
N=D = query raised by you, under discussion. UNA = cash not yet allocated.
bank=Bank:""",
            "no": """F=Sørlandet Trelast AS;Tollbodgata 60;4614 Kristiansand
;Kontonr. 1503 55 02147;Org.nr. 955 502 147 MVA|T=Åpne poster|A=Kundenr.|D=Pr. dato|M=Valuta
code=Type|ref=Bilag|day=Dato|ship=Sending|order=Deres ordre|due=Forfall|orig=Opprinnelig
paid=Utlignet
open=Restbeløp|q=T|codes=FAK,KRE,INN,ACO,FAK|I=Faktura|C=Kreditnota|U=À konto|Z=Sum åpne poster
G=Ikke forfalt~1 - 30~31 - 60~61 +|N=D = under avklaring. ACO = innbetaling à konto, ikke utlignet.
bank=Bank:""",
            "sv": """F=Norrlands Träimport AB;Hamngatan 2;891 33 Örnsköldsvik
;Bankgiro 555-0214;Org.nr 556555-0214|T=Öppna poster|A=Kundnr|D=Per datum|M=Valuta|code=Typ
ref=Verifikat|day=Datum|ship=Sändning|order=Er order|due=Förfaller|orig=Ursprungligt|paid=Avräknat
open=Kvarstår|q=T|codes=FAK,KRE,INB,ACO,FAK|I=Faktura|C=Kreditfaktura|U=À konto|Z=Summa öppna poster
G=Ej förfallet~1 - 30~31 - 60~61 +|N=D = tvist, under utredning. ACO = betalning à konto.
bank=Bank:""",
        },
    ),
)
