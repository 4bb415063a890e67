"""Statements sent as files of a program: workbooks, lists with semicolons, pages of a portal."""

from __future__ import annotations

from benchmarks.statement_wholesalers import Sender

_CSV = """{{ w.T }};{{ house[0] }}
{{ w.A }};{{ c.account }}
{{ w.D }};{{ d(c.end) }}

{{ w.code }};{{ w.ref }};{{ w.order }};{{ w.day }};{{ w.due }};{{ w.open }};
{{- w.cur }};{{ w.kind }}
{% for r in lines %}
{{ r.code }};{{ r.ref }};{{ r.order }};{{ d(r.day) }};{{ d(r.due) }};{{ m(r.open) }};
{{- c.currency }};{{ r.kind }}
{% endfor %}
{{ w.Z }};;;;;{{ m(c.closing) }};{{ c.currency }};
"""

_PORTAL = """<!doctype html><html lang="{{ c.language }}"><head><meta charset=utf-8>
<title>{{ w.T }} - {{ house[0] }}</title></head><body>
<nav><a href="/">{{ w.n1 }}</a> <a href="/orders">{{ w.n2 }}</a> <a
href="/account">{{ w.T }}</a></nav>
<h1>{{ w.T }}</h1><dl><dt>{{ w.A }}</dt><dd>{{ c.account }} {{ buyer[0] }}</dd>
<dt>{{ w.B }}</dt><dd>{{ d(c.start) }} - {{ d(c.end) }}</dd></dl>
<table><thead><tr>{{ heads("day kind ref due debit credit bal") }}</tr></thead><tbody>
<tr><td>{{ d(c.start) }}</td><td>{{ w.O }}</td><td></td><td></td><td></td><td></td>
<td>{{ m(c.opening) }}</td></tr>
{% for r in lines %}<tr><td>{{ d(r.day) }}</td><td>{{ r.kind }}</td><td>
{% if r.sign in "IC" %}<a href="/documents/{{ r.no }}">{{ r.ref }}</a>
{% else %}{{ r.ref }}{% endif %}
</td>{{ cells("due debit credit bal", r) }}</tr>
{% endfor %}</tbody><tfoot><tr><td colspan=4>{{ w.Z }} ({{ c.currency }})</td>
<td class=n>{{ m(c.total("debit")) }}</td><td class=n>{{ m(c.total("credit")) }}</td>
<td class=n>{{ m(c.closing) }}</td></tr></tfoot></table>
<footer>{{ house[0] }}, {{ house[1] }}, {{ house[2] }}. {{ house[3] }}</footer></body></html>"""

SENDERS = (
    Sender(
        "open item export",
        "csv",
        "open rows=7-22 credits=.12 span=90 size=20-5000 neg={}-",
        "90{n:06}|91{n:06}|-",
        _CSV,
        {
            "de": """F=Labor- und Medizintechnik Saar GmbH;x;x;x|T=Einzelposten offen|A=Debitor
D=Stichtag
code=Belegart|ref=Belegnummer|order=Referenz|day=Belegdatum|due=Nettofälligkeit
open=Betrag in Belegwährung
cur=Währung|kind=Text|codes=RV,RG,DZ,DZ,RV|I=Rechnung|C=Gutschrift|ord=45{n}|Z=Summe""",
            "nl": """F=Laboratoriumhandel Delft B.V.;x;x;x|T=Openstaande posten|A=Debiteur
D=Peildatum
code=Dagboek|ref=Factuurnummer|order=Uw ref.|day=Factuurdatum|due=Vervaldatum|open=Openstaand bedrag
cur=Valuta|kind=Omschrijving|codes=70,71,20,20,70|I=Verkoopfactuur|C=Creditnota|ord=45{n}
Z=Totaal""",
            "cs": """F=Laboratorní potřeby Brno s.r.o.;x;x;x|T=Saldo neuhrazené|A=Odběratel|D=Ke dni
code=Druh|ref=Číslo dokladu|order=Objednávka|day=Datum vystavení|due=Datum splatnosti
open=Zbývá uhradit
cur=Měna|kind=Popis|codes=FV,DB,BV,BV,FV|I=Faktura vydaná|C=Dobropis|ord=45{n}|Z=Celkem
bytes=cp1250|marks= ,""",
        },
    ),
    Sender(
        "customer portal",
        "html",
        "rows=7-15 credits=.1 payments=.2 size=35-1800",
        "{n:06}|{n:06}|-",
        _PORTAL,
        {
            "no": """F=Nordlys Kontorengros AS;Storgata 5;9008 Tromsø;kundeservice@nordlys.example
T=Kontoutskrift
n1=Hjem|n2=Ordrer|A=Kunde|B=Periode|day=Dato|kind=Tekst|ref=Fakturanr.|due=Forfall|debit=Debet
credit=Kredit|bal=Saldo|O=Saldo fra forrige periode|Z=Sum|I=Faktura|C=Kreditnota
P=Innbetaling, takk""",
            "pt": """F=Grossista Tejo, S.A.;Av. Marechal Gomes da Costa 21;1800-255 Lisboa
;clientes@tejo.example|T=Conta corrente|n1=Início|n2=Encomendas|A=Cliente|B=Período|day=Data
kind=Descrição|ref=Documento|due=Vencimento|debit=Débito|credit=Crédito|bal=Saldo|O=Saldo inicial
Z=Totais|I=Fatura|C=Nota de crédito|P=Pagamento recebido""",
            "en": """F=Fenland Stationers Ltd;Regal Road;Wisbech PE13 2RQ;accounts@fenland.example
T=My statement
n1=Home|n2=Orders|A=Account|B=Period|day=Date|kind=Transaction|ref=Document|due=Due|debit=Debit
credit=Credit|bal=Balance|O=Balance brought forward|Z=Total|I=Invoice|C=Credit note
P=Card payment""",
        },
    ),
    Sender(
        "chemicals workbook",
        "xlsx",
        "open rows=8-20 credits=.1 partial span=80 size=150-9000 "
        "cols=ref,day,order,kind,due,orig,paid,open,days",
        "{n:06}|{n:06}|-",
        "",
        {
            "sv": """F=Skånes Kemigrossist AB;x;x;x|T=Öppna fakturor|A=Kund|D=Per|ref=Fakturanummer
day=Fakturadatum
order=Er referens|kind=Typ|due=Förfallodatum|orig=Belopp {cur}|paid=Betalt {cur}|open=Kvar {cur}
days=Dagar sena|I=Faktura|C=Kreditfaktura|Z=Summa|xfmt=yyyy-mm-dd|N=Filen är skapad automatiskt.""",
            "it": """F=Chimica Adriatica S.r.l.;x;x;x|T=Partite aperte|A=Cliente|D=Al|ref=N. fattura
day=Data
order=Vs. ordine|kind=Tipo|due=Scadenza|orig=Importo {cur}|paid=Pagato {cur}|open=Residuo {cur}
days=Giorni ritardo|I=Fattura|C=Nota di credito|Z=Totale|xfmt=dd/mm/yyyy
N=File generato dal gestionale.""",
            "us": """F=Delta Solvents Inc.;x;x;x|T=Open Invoices|A=Customer|D=As of|ref=Invoice No.
day=Invoice Date
order=PO Number|kind=Type|due=Due Date|orig=Amount {cur}|paid=Applied {cur}|open=Open {cur}
days=Days Late|I=Invoice|C=Credit|Z=Total|xfmt=mm/dd/yyyy
N=Generated by the accounts receivable module.""",
        },
    ),
    Sender(
        "ledger card workbook",
        "xlsx",
        "rows=9-24 credits=.1 payments=.2 size=40-3000 cols=day,code,ref,kind,debit,credit,bal",
        "{n:06}|{n:06}|{n:06}",
        "",
        {
            "fi": """F=Savon Rautatukku Oy;x;x;x|T=Asiakaskortti|A=Asiakas|D=Päiväys|M=Valuutta
day=Pvm|code=Laji
ref=Tosite|kind=Selite|debit=Debet|credit=Kredit|bal=Saldo|O=Alkusaldo|Z=Loppusaldo
codes=ML,HL,SU,SU,ML
I=Myyntilasku|C=Hyvityslasku|P=Suoritus""",
            "es": """F=Ferretería Mayorista Ebro S.L.;x;x;x|T=Ficha de cliente|A=Cliente|D=Fecha
M=Moneda|day=Fecha
code=Doc|ref=Número|kind=Concepto|debit=Debe|credit=Haber|bal=Saldo|O=Saldo inicial|Z=Saldo final
codes=FV,AB,CB,CB,FV|I=Factura de venta|C=Abono|P=Cobro""",
            "cs": """F=Železářství Labe velkoobchod;x;x;x|T=Karta odběratele|A=Odběratel|D=Datum
M=Měna|day=Datum
code=Dr.|ref=Doklad|kind=Popis|debit=Má dáti|credit=Dal|bal=Zůstatek|O=Počáteční stav|Z=Konečný stav
codes=FV,DO,BV,BV,FV|I=Faktura|C=Dobropis|P=Úhrada""",
        },
    ),
)
