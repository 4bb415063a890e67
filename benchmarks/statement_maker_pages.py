"""The pages that the houses of `statement_makers` print, as templates."""

from __future__ import annotations

_TO = "{{ buyer[0] }}<br>{{ buyer[1] }}<br>{{ buyer[2] }}<br>{{ buyer[3] }}"
_FACTS = """<tr><td>{{ w.A }}<td>{{ c.account }}<tr><td>{{ w.D }}<td>{{ c.long(c.end) }}
<tr><td>{{ w.M }}<td>{{ c.currency }}"""
_BASE = """{{ base }}<style>.f{align-items:flex-start}{% if c.sender.habit("wide") %}
@page{size:A4 landscape}{% endif %}</style>"""
_LETTER = f"""{_BASE}<div style="font:bold 13pt 'DejaVu Sans'">{{{{ house[0] }}}}</div>
<div class=f style="margin:22px 0"><div><small>{{{{ house[0] }}}} · {{{{ house[1] }}}} ·
{{{{ house[2] }}}}</small><br><br>{_TO}</div><table>{_FACTS}</table></div><h2>{{{{ w.T }}}}</h2>"""
_BAND = (
    _BASE
    + """<style>body{font-family:'DejaVu Sans';font-size:7.6pt} .k td{border:1px
solid #9ab;width:25%} .k small{color:#567} .t th{border-bottom:2px solid #246}</style>
<div style="background:#246;color:#fff;padding:10px" class=f><b>{{ house[0] }}</b>
<span>{{ w.T }}</span></div><table class="k w" style="margin:12px 0"><tr>
<td><small>{{ w.A }}</small><br>{{ c.account }}<td><small>{{ w.D }}</small><br>
{{ c.long(c.end) }}<td><small>{{ w.M }}</small><br>{{ c.currency }}<td>{{ buyer[0] }}
<br>{{ buyer[3] }}</table>"""
)
_SPLIT = f"""{_BASE}<style>.t th{{background:#eee}} .t td,.t th{{border:1px solid
#aaa}}</style><h1 style="text-align:right;font-size:15pt">{{{{ w.T }}}}</h1><div class=f><div>
<b>{{{{ house[0] }}}}</b><br>{{{{ house[1] }}}}<br>{{{{ house[2] }}}}<br><br>{_TO}</div>
<table>{_FACTS}</table></div><br>"""
_AGES = """<table style="margin:14px 0;border:1px solid" class=w><tr>{% for one in w.G.split("~") %}
<th class=n>{{ one }}{% endfor %}<tr>{% for one in c.ageing() %}<td class=n>{{ m(one) }}
{% endfor %}</table>"""
_TAIL = "<p>{{ w.X }}</p><p>{{ house[0] }} · {{ house[3] }}</p>"


def _table(names: str, top: str = "", bottom: str = "", each: str = "", only: str = "") -> str:
    """A table of these columns between a first and a last row, of the lines for `only` which."""
    each = each or f'<tr>{{{{ cells("{names}", r) }}}}'
    return f"""<table class="t w"><thead><tr>{{{{ heads("{names}") }}}}</thead>{top}
{{% for r in lines{only} %}}{each}{{% endfor %}}{bottom}</table>"""


def _sum(columns: int, word: str = "Z", amount: str = "closing", after: str = "") -> str:
    """A row with an amount of the case below so many columns, and the totals after it."""
    more = "".join(f"<td class=n>{{{{ m(c.{one}) }}}}" for one in after.split())
    return f"""<tr><td colspan={columns}><b>{{{{ w.{word} }}}}</b><td class=n><b>
{{{{ m(c.{amount}) }}}}</b>{more}"""


def _group(by: str, names: str, columns: int, head: str = "{{ w.place }} {{ key }}") -> str:
    """A table with a heading and a subtotal for each place or month."""
    return f"""<table class="t w"><thead><tr>{{{{ heads("{names}") }}}}</thead>
{{% for key, group in lines|groupby("{by}") %}}<tr><td colspan={columns + 1}><b>{head}</b>
{{% for r in group %}}<tr>{{{{ cells("{names}", r) }}}}{{% endfor %}}
<tr><td colspan={columns}><i>{{{{ w.S }}}} {{{{ key }}}}</i><td class=n><i>
{{{{ m(group|sum("amount")) }}}}</i>{{% endfor %}}{_sum(columns)}</table>"""


_LATE = " if r.days and r.amount > 0"
_CLOSING = """<p style="text-align:right;font-size:11pt">{{ w.Z }}: <b>{{ m(c.closing) }}
{{ c.currency }}</b></p>"""
NAV = f"""{_LETTER}<b>{{{{ w.E }}}} {{{{ c.currency }}}}</b>
{_table("day ref kind due orig open bal", bottom=_sum(6))}<br>
<b>{{{{ w.V }}}} {{{{ c.currency }}}}</b>
{_table("day ref kind due orig open", only=_LATE)}{_TAIL}"""
XERO = """{{ base }}<style>body{font:9pt 'DejaVu Sans'} .t th{border-bottom:1px solid} .t
td{border-bottom:1px solid #ddd;padding:5px} .c td{padding:1px 12px 1px 0}</style>
<div class=f><div><h1 style="font-weight:normal">{{ w.T }}</h1><div style="margin-left:60px">
{{ buyer[0] }}<br>{{ buyer[2] }}<br>{{ buyer[3] }}</div></div><div><b>{{ w.From }}</b><br>
{{ d(c.start) }}<br><b>{{ w.Until }}</b><br>{{ d(c.end) }}<br><b>{{ w.A }}</b><br>{{ c.account }}
</div><div>{{ house[0] }}<br>{{ house[1] }}<br>{{ house[2] }}</div></div><br>
<table class="t w"><tr>{{ heads("day kind ref due bill got bal") }}
<tr><td>{{ d(c.start) }}<td colspan=5>{{ w.O }}<td class=n>{{ m(c.opening) }}
{% for r in lines %}<tr>{{ cells("day kind ref due bill got bal", r) }}{% endfor %}
<tr><td colspan=6 class=n><b>{{ w.Z }} {{ c.currency }}</b><td class=n><b>{{ m(c.closing) }}</b>
</table><div style="border-top:1px dashed;margin-top:60px;padding-top:10px" class=f><div>
<h2>{{ w.Advice }}</h2>{{ house[0] }}<br>{{ house[1] }}<br>{{ house[2] }}</div><table class=c>
<tr><td>{{ w.Cust }}<td>{{ buyer[0] }}<tr><td>{{ w.Late }}<td class=n>{{ m(c.overdue()) }}
<tr><td>{{ w.Z }} {{ c.currency }}<td class=n>{{ m(c.closing) }}
<tr><td>{{ w.Enclosed }}<td style="border-bottom:1px solid">&nbsp;</table></div>"""
ZOHO = """{{ base }}<style>body{font:8pt 'DejaVu Sans'} .t th{background:#3c3d3a;color:#fff;
font-weight:normal;padding:6px} .t td{padding:7px 5px}</style><div style="text-align:right">
<b>{{ house[0] }}</b><br>{{ house[1] }}<br>{{ house[2] }}</div><div class=f><div><small>{{ w.To }}
</small><br><b>{{ buyer[0] }}</b><br>{{ buyer[2] }}<br>{{ buyer[3] }}</div><div class=n>
<h2>{{ w.T }}</h2><div style="border-top:1px solid;border-bottom:1px solid">
{{ d(c.start) }} {{ w.Until }} {{ d(c.end) }}</div><br>
<div style="background:#e8e8e8">{{ w.Sum }}</div><table class=w>
<tr><td>{{ w.A }}<td class=n>{{ c.account }}
<tr><td>{{ w.O }}<td class=n>{{ m(c.opening) }}<tr><td>{{ w.bill }}<td class=n>
{{ m(c.total("bill")) }}<tr><td>{{ w.got }}<td class=n>{{ m(c.total("got")) }}
<tr><td><b>{{ w.Z }}</b><td class=n>{{ m(c.closing) }}</table></div></div><br>
<table class="t w"><tr>{{ heads("day kind more bill got bal") }}<tr><td>{{ d(c.start) }}
<td>***{{ w.O }}***<td><td class=n>{{ m(c.opening) }}<td><td class=n>{{ m(c.opening) }}
{% for r in lines %}<tr>{{ cells("day kind", r) }}<td>{{ r.ref }}{% if r.due %} - {{ w.dueon }}
{{ d(r.due) }}{% elif r.settles %}<br><small>{{ m(r.size) }} {{ w.for }} {{ r.settles }}</small>
{% endif %}{{ cells("bill got bal", r) }}{% endfor %}<tr><td colspan=4><td class=n><b>{{ w.Z }}</b>
<td class=n><b>{{ m(c.closing) }}</b></table>"""
SIDED = """{{ base }}<style>.t{border:1px solid} .t th{border-bottom:1px solid} .t
td{border-left:1px solid;padding:1px 5px}</style>{% set all = pages(32, 36) %}
{% for page in all %}<div{% if not loop.first %} class=pb{% endif %}><div class=f><span>
<b>{{ house[0] }}</b><br>{{ house[1] }}<br>{{ house[2] }}</span><b>{{ w.T }}</b></div><br>
<div class=f><span>{{ buyer[0] }}<br>{{ buyer[2] }}<br>{{ buyer[3] }}</span><span>{{ w.A }}:
{{ c.account }}<br>{{ w.B }}: {{ d(c.start) }} - {{ d(c.end) }}<br>{{ w.M }}: {{ c.currency }}
</span></div><br><table class="t w"><tr>{{ heads("day ref kind due match debit credit bal") }}<th>
{% set last = c.opening if loop.first else all[loop.index0 - 1][-1].bal %}
<tr><td><td><td>{{ w.O if loop.first else w.Y2 }}<td><td><td><td><td class=n>{{ m(last|abs) }}<td>
{{ w.Dt if last >= 0 else w.Ct }}
{% for r in page %}<tr>{{ cells("day ref kind due match debit credit", r) }}<td class=n>
{{ m(r.bal|abs) }}<td>{{ w.Dt if r.bal >= 0 else w.Ct }}{% endfor %}
<tr><td><td><td><b>{{ w.Z if loop.last else w.Y }}</b><td><td><td><td><td class=n>
<b>{{ m(page[-1].bal|abs) }}</b><td>{{ w.Dt if page[-1].bal >= 0 else w.Ct }}</table></div>
{% endfor %}<p>{{ w.X }}</p>"""
SPOOL = """{% set all = pages(24, 30) %}{% for page in all %}
{% if not loop.first %}{{ "\\f" }}{% endif %}
{{ house[0]|upper }}
{{ house[1]|lj(60) }}{{ w.T|upper }}
{{ house[2]|lj(60) }}{{ w.D }} {{ c.long(c.end) }}
{{ ""|lj(60) }}{{ w.A }} {{ c.account }}
{{ buyer[0]|lj(60) }}{{ w.B }} {{ c.long(c.start) }} - {{ c.long(c.end) }}
{{ buyer[3]|lj(60) }}{{ w.M }} {{ c.currency }}   {{ w.Pn }} {{ loop.index }}/{{ all|length }}

{{ "=" * 100 }}
{{ w.day|lj(8) }}{{ w.code|lj(7) }}{{ w.ref|lj(16) }}{{ w.kind|lj(22) }}
{{- w.debit|rj(15) }}{{ w.credit|rj(15) }}{{ w.bal|rj(17) }}
{{ "=" * 100 }}
{{ (w.O if loop.first else w.Y2)|lj(83) }}
{{- (c.opening if loop.first else all[loop.index0 - 1][-1].bal)|rj(17) }}
{% for r in page %}
{{ r.day|lj(8) }}{{ r.code|lj(7) }}{{ r.ref|lj(16) }}{{ r.kind|lj(22) }}
{{- r.debit|rj(15) }}{{ r.credit|rj(15) }}{{ r.bal|rj(17) }}
{% endfor %}
{{ "-" * 100 }}
{{ (w.Z if loop.last else w.Y)|lj(83) }}{{ page[-1].bal|rj(17) }}
{% endfor %}"""
DRAWN = """@8.5 13
*{{ house[0] }}
{{ house[1] }}, {{ house[2] }}

{{ buyer[0] }}
{{ buyer[2] }}
{{ buyer[3] }}

@15 22
*{{ w.T }}
@8.5 13
/40L 130L
{{ w.A }}|{{ c.account }}
{{ w.D }}|{{ c.long(c.end) }}
{{ w.M }}|{{ c.currency }}

/100R 160R 235R 255L 335L 415L 490L
*{{ w.days }}|{{ w.open }}|{{ w.orig }}|{{ w.kind }}|{{ w.ref }}|{{ w.due }}|{{ w.day }}
-
{% for r in lines %}
{{ c.row("days open orig kind ref due day", r, "|") }}
{% endfor %}
-
*|{{ m(c.closing) }}||{{ w.Z }}

/40L
{{ w.X }}
{{ house[3] }}
"""
CARRIED = """{% set all = pages(34, 44) %}{% for page in all %}
{% if not loop.first %}{{ "\\f" }}{% endif %}
@7 10
/40L 340L 430L
*{{ house[0] }}|{{ w.T }}|{{ w.Pn }} {{ loop.index }}
{{ house[1] }}|{{ w.A }}|{{ c.account }}
{{ house[2] }}|{{ w.B }}|{{ c.long(c.start) }} - {{ c.long(c.end) }}
{{ buyer[0] }}, {{ buyer[3] }}|{{ w.M }}|{{ c.currency }}

/40L 90L 150L 255L 320L 430R 490R 555R
*{{ w.day }}|{{ w.ref }}|{{ w.kind }}|{{ w.order }}|{{ w.due }}|{{ w.debit }}|{{ w.credit }}|
{{- w.bal }}
-
||{{ w.O if loop.first else w.Y2 }}|||||
{{- m(c.opening if loop.first else all[loop.index0 - 1][-1].bal) }}
{% for r in page %}
{{ c.row("day ref kind order due debit credit bal", r, "|") }}
{% endfor %}
-
*||{{ w.Z if loop.last else w.Y }}|||||{{ m(page[-1].bal) }}
{% endfor %}"""
MAIL = """<!doctype html><html><body style="font-family:Calibri,sans-serif"><p>{{ w.Hello }}</p>
<p>{{ w.Says.format(d(c.end), c.account, m(c.closing)) }}</p>
<table border=0 cellpadding=4><tr bgcolor="#dddddd">{{ heads("ref day due days open") }}</tr>
{% for r in lines %}<tr>{{ cells("ref day due days open", r) }}</tr>
{% endfor %}<tr><td colspan=4><b>{{ w.Z }}</b></td><td><b>{{ m(c.closing) }}</b></td></tr></table>
<p>{{ w.X }}</p><p>--<br>{{ house[0] }}<br>{{ house[1] }}, {{ house[2] }}<br>{{ house[3] }}</p>
</body></html>"""
PORTAL = """<!doctype html><html><head><title>{{ w.T }}</title></head><body><header>
<a href="/">{{ house[0] }}</a> | {{ buyer[0] }} ({{ c.account }})</header><h2>{{ w.T }}</h2>
<div class=cards><div><span>{{ w.Z }}</span><strong>{{ m(c.closing) }} {{ c.currency }}</strong>
</div><div><span>{{ w.O }} {{ d(c.start) }}</span><strong>{{ m(c.opening) }}
{{ c.currency }}</strong></div></div><table><thead><tr>{{ heads("stamp kind ref amount bal") }}</tr>
</thead><tbody>
{% for r in lines|reverse %}<tr><td>{{ r.stamp }}</td><td>{{ r.kind }}{% if r.settles %}
<small>{{ w.for }} {{ r.settles }}</small>{% endif %}</td>{{ cells("ref amount bal", r) }}</tr>
{% endfor %}</tbody></table></body></html>"""
CSV = """{{ w.head }}
{% for r in lines %}
{{ c.account }};{{ buyer[0] }};{{ c.row("ref code day due debit credit open cur kind", r) }}
{% endfor %}
;;{{ w.Z }};;;;{{ m(c.total("debit")) }};{{ m(c.total("credit")) }};{{ m(c.closing) }};
{{- c.currency }};
"""
LEDGER = """{{ w.T }};;;;;;
{{ w.A }};{{ c.account }};;;;;
{{ w.B }};{{ d(c.start) }};{{ d(c.end) }};;;;
{{ w.M }};{{ c.currency }};;;;;
;;;;;;
{{ w.day }};{{ w.vouch }};{{ w.kind }};{{ w.ref }};{{ w.due }};{{ w.amount }};{{ w.bal }}
{{ d(c.start) }};;{{ w.O }};;;;{{ m(c.opening) }}
{% for r in lines %}
{{ c.row("day vouch kind ref due amount bal", r) }}
{% endfor %}
{{ d(c.end) }};;{{ w.Z }};;;;{{ m(c.closing) }}
"""
AGED = """{{ house[0] }}\t\t\t{{ w.T }}
{{ w.D }}\t{{ c.typed(c.end) }}\t\t{{ w.M }}\t{{ c.currency }}

{{ c.account }}\t{{ buyer[0] }}
{{ w.ref }}\t{{ w.day }}\t{{ w.due }}\t{{ w.kind }}\t{{ w.order }}\t{{ w.open }}
{{- "\t" ~ w.G.split("~")|join("\t") }}
{% for r in lines %}
{{ c.row("ref day due kind order open a0 a1 a2 a3", r, "\t") }}
{% endfor %}
{{ w.Z }}\t\t\t\t\t#{{ c.closing }}{% for one in c.ageing() %}\t#{{ one }}{% endfor %}
"""
SHEET = """{{ w.T }} {{ c.account }} {{ buyer[0] }}
{{ w.B }} {{ d(c.start) }} - {{ d(c.end) }}

{{ w.day }}\t{{ w.code }}\t{{ w.ref }}\t{{ w.kind }}\t{{ w.debit }} ({{ c.currency }})
{{- "\t" ~ w.credit }} ({{ c.currency }})\t{{ w.bal }} ({{ c.currency }})
\t\t\t{{ w.O }}\t\t\t#{{ c.opening }}
{% for r in lines %}
{{ c.row("day code ref kind debit credit bal", r, "\t") }}
{% endfor %}
\t\t\t{{ w.Z }}\t#{{ c.total("debit") }}\t#{{ c.total("credit") }}\t#{{ c.closing }}
"""
_OPENED = ("O", "opening")
_BOTH = _sum(4, "S", "total('debit')", "total('credit')")
_OFF = _sum(3, after="total('off') total('less')")
_LEDGER_SUMS = _sum(6, "Z", "total('debit')", "total('credit') closing")
_LEGEND = "<p>{{ w.L }}</p>"
_OPENING = "<p>{{ w.O }}: <b>{{ m(c.opening) }}</b></p>"
_INDENTED = """<tr>{{ cells("day ref", r) }}<td{% if r.sign == "P" %} style="padding-left:18px"
{% endif %}>{{ r.kind }}{{ cells("due debit credit", r) }}"""
_PARTNER = "day code ref order due match debit credit bal"
_CODED = "vouch day code ref kind due amount bal"
PUMPS = f"{_LETTER}{_table('ref day code order due days cur open', bottom=_sum(7))}{_LEGEND}{_TAIL}"
STAFFING = _SPLIT + _group("place", "ref day week hours net vat due open", 7)
_MONTHS = _group("month", "kind ref day due amount", 4, "{{ key }}")
PHONES = f"{_BAND}{_AGES}{_OPENING}{_MONTHS}{_TAIL}"
FREIGHT = _BAND + _table("ref day ship fcur fx rate due days open", bottom=_sum(8)) + _AGES
CARS = f"{_SPLIT}{_group('place', 'day ref kind due amount', 4)}{_AGES}{_CLOSING}"
_PARTS = _table("day ref kind due debit credit", bottom=_BOTH, each=_INDENTED)
BELOW = f"{_LETTER}{_PARTS}{_CLOSING}{_TAIL}"
DISCOUNTED = f"{_SPLIT}{_table('ref day due orig off less', bottom=_OFF)}{_TAIL}"
_OFFICE = _table("day ref code kind debit credit bal", _sum(6, *_OPENED))
OFFICE = f"{_BAND}{_OFFICE}{_CLOSING}{_AGES}{_LEGEND}"
PARTNER = f"{_SPLIT}{_table(_PARTNER, _sum(8, *_OPENED), _LEDGER_SUMS)}{_TAIL}"
OPEN = _LETTER + _table("no ref day due orig paid open days", bottom=_sum(6)) + _AGES + _TAIL
VOUCHERS = f"{_BAND}{_table(_CODED, _sum(7, *_OPENED), _sum(7))}{_TAIL}"
DESK = _LETTER + _table("ref day code order due days orig open", bottom=_sum(7)) + _AGES + _TAIL
_HIRE = _table("kind ref day due amount bal", _sum(5, *_OPENED), _sum(5))
HIRE = f"{_SPLIT}{_AGES}{_HIRE}{_TAIL}"
