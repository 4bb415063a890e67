"""The pages that the houses of `statement_offices` print, as templates."""

from __future__ import annotations

_TO = "{{ buyer[0] }}<br>{{ buyer[2] }}<br>{{ buyer[3] }}"
_BASE = """{{ base }}{% if c.sender.habit("wide") %}<style>@page{size:A4 landscape}</style>
{% endif %}"""
_SAID = "{{ w.E }} {{ c.currency }}"
_CREST = f"""{_BASE}<style>body{{font:8.5pt 'DejaVu Serif'}} .t th{{border-top:1px solid;
border-bottom:1px solid}}</style><div style="text-align:center"><b style="font-size:14pt">
{{{{ house[0] }}}}</b><br>{{{{ house[1] }}}} · {{{{ house[2] }}}}</div><br>{_TO}<h3>{{{{ w.T }}}}
</h3><p>{{{{ w.A }}}} {{{{ c.account }}}} &nbsp; {{{{ w.D }}}} {{{{ c.long(c.end) }}}} &nbsp;
{_SAID}</p>"""
_BOX = f"""{_BASE}<style>body{{font:8pt 'DejaVu Sans'}} .b td{{border:1px solid #555;padding:5px}}
.t th{{background:#ddd}} .s{{font-size:6.5pt;color:#555}}</style><div class=f><div>{_TO}</div>
<div class=n><b>{{{{ house[0] }}}}</b><br>{{{{ house[1] }}}}<br>{{{{ house[2] }}}}</div></div>
<h2>{{{{ w.T }}}}</h2><table class=b><tr><td><span class=s>{{{{ w.A }}}}</span><br>
{{{{ c.account }}}}<td><span class=s>{{{{ w.D }}}}</span><br>{{{{ c.long(c.end) }}}}<td>
<span class=s>{{{{ w.Z }}}}</span><br><b>
{{{{ c.currency }}}} {{{{ m(c.closing) }}}}</b></table><br>"""
_PLAIN = f"""{_BASE}<style>body{{font:10pt 'DejaVu Sans Condensed'}} .t td{{border-bottom:1px dotted
#999}}</style><b>{{{{ house[0] }}}}</b>, {{{{ house[1] }}}}, {{{{ house[2] }}}}<br><br><br>{_TO}
<br><br><div class=f><b>{{{{ w.T }}}}</b><span>{{{{ w.A }}}}: {{{{ c.account }}}}</span><span>
{{{{ w.D }}}} {{{{ c.long(c.end) }}}}</span></div><br>"""
_FOOT = """<div style="margin-top:24px;border-top:1px solid;font-size:6.5pt" class=f><span>
{{ house[0] }}<br>{{ house[1] }}<br>{{ house[2] }}</span><span>{{ house[3] }}</span></div>"""
_AGES = """<table class=t style="margin-top:14px">{% for one in w.G.split("~") %}<tr><td>{{ one }}
<td class=n>{{ m(c.ageing()[loop.index0]) }}{% endfor %}</table>"""


def _table(names: str, top: str = "", bottom: str = "", each: str = "") -> str:
    each = each or f'<tr>{{{{ cells("{names}", r) }}}}'
    return f"""<table class="t w"><thead><tr>{{{{ heads("{names}") }}}}</thead>{top}
{{% for r in lines %}}{each}{{% endfor %}}{bottom}</table>"""


def _sum(columns: int, word: str = "Z", amount: str = "c.closing", say: str = "m") -> str:
    return f"""<tr><td colspan={columns}><b>{{{{ w.{word} }}}}</b><td class=n><b>
{{{{ {say}({amount}) }}}}</b>"""


def _opened(columns: int, say: str = "m") -> str:
    return _sum(columns, "O", "c.opening", say)


HOTEL = _CREST + _table("ref guest stay day open", bottom=_sum(4)) + _AGES + _FOOT
TICKETS = """{% for page in pages(40, 44) %}{% if not loop.first %}{{ "\\f" }}{% endif %}
{{ c.plain(house[0]) }}   {{ c.plain(house[2]) }}{{ ""|lj(8) }}{{ w.Pn }} {{ loop.index }}
{{ c.plain(w.T) }}   {{ c.long(c.start) }} - {{ c.long(c.end) }}

{{ c.plain(buyer[0]) }}
{{ c.plain(w.A) }} {{ c.account }}

{{ c.plain(w.day)|lj(9) }}{{ c.plain(w.ref)|lj(11) }}{{ w.ticket|lj(17) }}
{{- w.guest|lj(14) }}{{ w.route|lj(10) }}{{ c.plain(w.amount ~ " " ~ c.currency)|rj(18) }}

{% if loop.first %}
{{ c.plain(w.O)|lj(61) }}{{ c.opening|rj(18) }}
{% endif %}
{% for r in page %}
{{ c.plain(d(r.day))|lj(9) }}{{ r.ref|lj(11) }}{{ (r.ticket or c.plain(r.kind))|lj(17) }}
{{- ((r.guest if r.ticket else "")|upper)|lj(14) }}{{ r.route|lj(10) }}{{ r.amount|rj(18) }}
{% endfor %}
{% if loop.last %}
{{ ""|lj(61) }}{{ "------------------"|lj(18) }}
{{ c.plain(w.Z)|lj(61) }}{{ c.closing|rj(18) }}
{% endif %}{% endfor %}"""
CLEANING = f"""{_BOX}<table class="t w"><tr>{{{{ heads("ref day kind due open") }}}}
{{% for key, group in lines|groupby("place") %}}<tr><td colspan=5><b>{{{{ key }}}}</b>
{{% for r in group %}}<tr>{{{{ cells("ref day", r) }}}}<td style="width:110px">{{{{ r.kind }}}}
{{{{ cells("due open", r) }}}}{{% endfor %}}<tr><td colspan=4 class=n>{{{{ w.S }}}} {{{{ key }}}}
<td class=n>{{{{ m(group|sum("open")) }}}}{{% endfor %}}{_sum(4)}</table>{_FOOT}"""
_GUARD = """<tr><td class=d>{{ d(r.day) }}<td>{{ r.kind }} {{ r.ref }}{% if r.due %}<br>
<small>{{ r.place }}, {{ r.order }}; {{ w.due }} {{ d(r.due) }}</small>{% endif %}
<td class=n>{{ m(r.amount) }}<td class=n>{{ m(r.bal) }}"""
GUARDS = _PLAIN + f"<p>{_SAID}</p>" + _table("day kind amount bal", _opened(3), _sum(3), _GUARD)
GUARDS += _FOOT
_ISSUE = """<tr><td>{{ r.ref }}<td>{{ d(r.day) }}<td>{{ r.order }}<br><small>{{ r.kind }}</small>
<td class=n>{{ m(r.list) }}<td class=n>{{ m(r.fee) }}<td class=n>{{ m(r.open) }}<td>
{{ d(r.due) }}"""
MEDIA = f"""{_CREST}<table class="t w"><tr>{{% for one in w.two.split(";") %}}
<th>{{{{ one|replace("~", "<br>")|safe }}}}{{% endfor %}}
{{% for r in lines %}}{_ISSUE}{{% endfor %}}{_sum(5)}<td></table>{_FOOT}"""
CRATES = _BOX + _table("day ship ref goods crates amount bal", _opened(6), _sum(6))
CRATES += "<p><small>{{ w.L }}</small></p>" + _FOOT
SITES = """@8 11
/40L 420L
*{{ house[0] }}|{{ w.T }}
{{ house[1] }}|{{ w.A }} {{ c.account }}
{{ house[2] }}|{{ w.D }} {{ c.long(c.end) }}

{{ buyer[0] }}|{{ w.E }} {{ c.currency }}
{{ buyer[3] }}

/40L 130L 190L 335R 400R 470R 500L
*{{ w.ref }}|{{ w.day }}|{{ w.order }}|{{ w.gross }}|{{ w.held }}|{{ w.open }}|{{ w.due }}
-
{% for key, group in lines|groupby("place") %}
*{{ key }}
{% for r in group %}
{{ c.row("ref day order gross held open due", r, "|") }}
{% endfor %}
*|||||{{ m(group|sum("open")) }}
{% endfor %}
-
*{{ w.Z }}|||||{{ m(c.closing) }}

/40L
{{ w.X }}
{{ house[3] }}
"""
_WEIGHED = '{{ cells("day ref tons kind due amount", r) }}'
WASTE = f"""{_PLAIN}<table class=w style="border:2px solid;text-align:center"><tr>
<td>{{{{ w.O }}}} {{{{ d(c.start) }}}}<td>{{{{ w.Z }}}} {{{{ d(c.end) }}}}<tr>
<td>{{{{ m(c.opening) }}}}<td><b>{{{{ m(c.closing) }}}}</b></table><br>
<table class="t w">{{% for r in lines %}}<tr>{_WEIGHED}{{% endfor %}}</table>{_FOOT}"""
SEATS = """<!doctype html><html><body style="font-family:Arial"><p>{{ w.Hello }}</p>
<h2 style="color:#2ca01c">{{ w.T }}</h2><p>{{ house[0] }}<br>{{ house[1] }}, {{ house[2] }}</p>
<table><tr><td>{{ w.A }}</td><td>{{ c.account }}</td></tr><tr><td>{{ w.D }}</td>
<td>{{ c.long(c.end) }}</td></tr><tr><td>{{ w.Z }}</td><td>{{ c.currency }} {{ m(c.closing) }}</td>
</tr></table><table><tr>{{ heads("day kind amount bal") }}</tr>
<tr><td>{{ d(c.start) }}</td><td>{{ w.O }}</td><td></td><td>{{ m(c.opening) }}</td></tr>
{% for r in lines %}<tr><td>{{ d(r.day) }}</td><td>{{ r.kind }}{% if r.sign != "P" %} #{{ r.ref }}.
{% if r.due %}{{ w.due }} {{ d(r.due) }}.{% endif %}{% endif %}</td>
{{ cells("amount bal", r) }}</tr>
{% endfor %}</table><p>{{ w.X }}</p><p>{{ house[3] }}</p></body></html>"""
SIDED = """{{ w.A }};{{ c.account }};{{ buyer[0] }};;;;
{{ w.day }};{{ w.ref }};{{ w.kind }};{{ w.due }};{{ w.amount }};{{ w.side }};{{ w.M }}
{{ d(c.start) }};;{{ w.O }};;{{ m(c.opening) }};{{ c.side(c.opening) }};{{ c.currency }}
{% for r in lines %}
{{ c.row("day ref", r) }};"{{ r.kind }}";{{ c.row("due size side cur", r) }}
{% endfor %}
{{ d(c.end) }};;{{ w.Z }};;{{ m(c.closing|abs) }};{{ c.side(c.closing) }};{{ c.currency }}
"""
CASHIER = """@9 13
/40L 330L
{{ house[0] }}|{{ house[2] }}, {{ c.long(c.end) }}
{{ house[1] }}|{{ w.A }}: {{ c.account }}

{{ buyer[0] }}
{{ buyer[2] }}
{{ buyer[3] }}

*{{ w.Re }}
/40L
{{ w.Say }}

/40L 120L 175L 300L 415R 470R 535R
*{{ w.ref }}|{{ w.day }}|{{ w.kind }}|{{ w.due }}|{{ w.orig }}|{{ w.paid }}|{{ w.open }}
-
{% for r in lines %}
{{ c.row("ref day kind due orig paid open", r, "|") }}
{% endfor %}
-
*{{ w.Z }}||||||{{ m(c.closing) }} {{ c.currency }}

/40L
{{ house[3] }}
"""
_SAMPLE = """<tr>{{ cells("day ref", r) }}<td style="width:90px">{{ r.order }}; {{ r.tests }}
{{ cells("net vat due open", r) }}"""
LABS = (
    f"{_BOX}{_table('day ref kind net vat due open', bottom=_sum(6), each=_SAMPLE)}{_AGES}{_FOOT}"
)
_BELOW = """<tr>{% if r.sign == "P" %}<td><td>&nbsp; &nbsp;{{ d(r.day) }} {{ r.kind }} {{ r.ref }}
<td><td class=n>{{ m(r.amount) }}<td class=n><b>{{ m(r.amount + loop.previtem.amount) }}</b>
{% else %}<td class=d>{{ d(r.day) }}<td>{{ r.kind }} {{ r.ref }}<td>{{ d(r.due) }}
<td class=n>{{ m(r.amount) }}<td class=n>{% if loop.last or loop.nextitem.sign != "P" %}<b>
{{ m(r.amount) }}</b>{% endif %}{% endif %}"""
PRESS = f"{_CREST}{_table('day kind due amount open', bottom=_sum(4), each=_BELOW)}{_FOOT}"
_DOTS = "<i style='flex:1;border-bottom:1px dotted;margin:0 4px 4px'></i>"
LETTER = f"""{_BASE}<style>body{{font:11pt 'DejaVu Serif'}} p{{margin:9px 0}}</style>
<b>{{{{ house[0] }}}}</b><br>{{{{ house[1] }}}}<br>{{{{ house[2] }}}}<br><br>{_TO}<br><br>
{{{{ c.long(c.end) }}}}<h3>{{{{ w.T }}}} {{{{ c.account }}}}</h3><p>{{{{ w.Say }}}}</p>
<p class=f>{{{{ w.O }}}}{_DOTS}{{{{ m(c.opening) }}}}</p>{{% for r in lines %}}<p class=f>
<span>{{{{ r.kind }}}}{{{{ "" if r.sign == "P" else " " ~ r.ref }}}} {{{{ w.of }}}}
{{{{ d(r.day) }}}}</span>{_DOTS}{{{{ m(r.amount) }}}}</p>{{% endfor %}}<p class=f>
<b>{{{{ w.Z }}}}</b>{_DOTS}<b>{{{{ m(c.closing) }}}}</b></p>
<p>{{{{ w.Bye }}}}</p><p>{{{{ house[3] }}}}</p>"""
DOS = """{% set all = pages(30, 36) %}{% for page in all %}
{% if not loop.first %}{{ "\\f" }}{% endif %}
{{ c.plain(house[0])|lj(60) }}{{ w.Pn }} {{ loop.index }}
{{ c.plain(w.T) }}: {{ c.account }} {{ c.plain(buyer[0]) }}
{{ c.plain(w.B) }} {{ c.long(c.start) }} - {{ c.long(c.end) }}   {{ c.currency }}
+{{ "-" * 10 }}+{{ "-" * 12 }}+{{ "-" * 20 }}+{{ "-" * 14 }}+{{ "-" * 14 }}+{{ "-" * 15 }}+
!{{ c.plain(w.day)|lj(10) }}!{{ c.plain(w.ref)|lj(12) }}!{{ c.plain(w.kind)|lj(20) }}!
{{- c.plain(w.debit)|rj(14) }}!{{ c.plain(w.credit)|rj(14) }}!{{ c.plain(w.bal)|rj(15) }}!
+{{ "-" * 10 }}+{{ "-" * 12 }}+{{ "-" * 20 }}+{{ "-" * 14 }}+{{ "-" * 14 }}+{{ "-" * 15 }}+
{% if loop.first %}
!{{ ""|lj(10) }}!{{ ""|lj(12) }}!{{ c.plain(w.O)|lj(20) }}!{{ ""|lj(14) }}!{{ ""|lj(14) }}!
{{- c.opening|rj(15) }}!
{% endif %}
{% for r in page %}
!{{ d(r.day)|lj(10) }}!{{ r.ref|lj(12) }}!{{ c.plain(r.kind)|lj(20) }}!{{ r.debit|rj(14) }}!
{{- r.credit|rj(14) }}!{{ r.bal|rj(15) }}!
{% endfor %}
+{{ "-" * 10 }}+{{ "-" * 12 }}+{{ "-" * 20 }}+{{ "-" * 14 }}+{{ "-" * 14 }}+{{ "-" * 15 }}+
{% if loop.last %}
!{{ ""|lj(10) }}!{{ ""|lj(12) }}!{{ c.plain(w.Z)|lj(20) }}!{{ c.total("debit")|rj(14) }}!
{{- c.total("credit")|rj(14) }}!{{ c.closing|rj(15) }}!
{% endif %}{% endfor %}"""
AGENT = f"""{_BOX}{{% for key, group in lines|groupby("place") %}}<h4>{{{{ key }}}}</h4>
<table class="t w"><tr>{{{{ heads("ref day kind due orig paid open") }}}}{{% for r in group %}}
<tr>{{{{ cells("ref day kind due orig paid open", r) }}}}{{% endfor %}}<tr><td colspan=4>
<i>{{{{ w.S }}}} {{{{ key }}}}</i><td class=n>{{{{ m(group|sum("orig")) }}}}<td><td class=n>
{{{{ m(group|sum("open")) }}}}</table>{{% endfor %}}<p class=n><b>{{{{ w.Z }}}} {{{{ c.currency }}}}
{{{{ m(c.closing) }}}}</b></p>{_FOOT}"""
_BOOKED = """{% if loop.first or loop.previtem.month != r.month %}<tr><td colspan=7><i>{{ r.month }}
</i>{% endif %}<tr>{{ cells("day ref vouch kind debit credit", r) }}<td class=n>
{{ c.sided(r.bal) }}"""
_TOTALS = """<tr><td colspan=4>{{ w.S }}<td class=n>{{ m(c.total("debit")) }}<td class=n>
{{ m(c.total("credit")) }}<td>"""
ADVISER = _PLAIN + f"<p>{_SAID}</p>" + _table(
    "day ref vouch kind debit credit bal", _opened(6, "c.sided"),
    _TOTALS + _sum(6, say="c.sided"), _BOOKED,
)  # fmt: skip
DUNNING = f"""{_PLAIN}<h3>{{{{ w.Re }}}}</h3><p>{{{{ w.Say }}}}</p>
{_table("ref bank day due days kind open", bottom=_sum(6))}<div style="border-top:1px dashed;
margin-top:40px" class=f><span>{{{{ house[3] }}}}</span><span>{{{{ w.A }}}} {{{{ c.account }}}}
</span><b>{{{{ c.currency }}}} {{{{ m(c.closing) }}}}</b></div>"""
_HALF = '{{ heads("day ref amount") }}'
BAKER = f"""{_BOX}<table class="t w"><tr>{_HALF}<th>{_HALF}{{% for r, s in c.pairs() %}}
<tr>{{{{ cells("day ref amount", r) }}}}<td style="border-left:1px solid">{{% if s %}}
{{{{ cells("day ref amount", s) }}}}{{% endif %}}{{% endfor %}}</table>
<p class=n><b>{{{{ w.Z }}}} {{{{ c.currency }}}} {{{{ m(c.closing) }}}}</b></p>{_FOOT}"""
_SLIP = """<div style="width:30%;border-left:1px dashed;padding-left:12px"><b>{{ w.Re }}</b><br>
{{ buyer[0] }}<br>{{ w.A }} {{ c.account }}<table class="t w"><tr>{{ heads("ref amount") }}
{% for r in lines %}<tr>{{ cells("ref amount", r) }}{% endfor %}</table>
<p class=n>{{ w.Z }}<br><b>{{ m(c.closing) }}</b></p></div>"""
_LEFT = _table("day ref kind debit credit bal", _opened(5), _sum(5))
TEAROFF = f"{_PLAIN}<p>{_SAID}</p><div class=f><div style='width:66%'>{_LEFT}</div>{_SLIP}</div>"
SHEET = """{{ house[0] }}, {{ house[2] }}
{{ w.T }}\t{{ c.account }}\t{{ w.D }}\t{{ c.typed(c.end) }}

{{ w.day }}\t{{ w.ref }}\t{{ w.kind }}\t{{ c.currency }}
\t\t\t{{ w.debit }}\t{{ w.credit }}
{{ c.typed(c.start) }}\t\t{{ w.O }}\t#{{ c.opening }}
{% for r in lines %}
{{ c.row("day ref kind debit credit", r, "\t") }}
{% endfor %}
{{ c.typed(c.end) }}\t\t{{ w.Z }}\t#{{ c.closing }}
"""
BARE = """{{ house[0] }}\t\t\t{{ buyer[0] }} ({{ c.account }})
{{ w.T }} - {{ w.D }} {{ d(c.end) }}
{% for r in lines %}
{{ loop.index }}\t{{ c.row("kind ref", r, "\t") }}\t{{ d(r.day) }}\t{{ d(r.due) }}\t{{ m(r.open) }}
{{- "\t" ~ c.currency }}
{% endfor %}
\t{{ w.Z }}\t\t\t\t{{ m(c.closing) }}\t{{ c.currency }}
"""
CARDS = """<!doctype html><html><body><h1>{{ house[0] }}</h1><p>{{ w.A }} {{ c.account }},
{{ buyer[0] }}</p><p>{{ w.Z }} {{ d(c.end) }}: <b>{{ m(c.closing) }} {{ c.currency }}</b></p>
{% for r in lines|reverse %}<div class=card><h3>{{ r.kind }} {{ r.ref }}</h3><dl>
<dt>{{ w.day }}</dt><dd>{{ d(r.day) }}</dd>{% if r.due %}<dt>{{ w.due }}</dt><dd>{{ d(r.due) }}</dd>
{% endif %}<dt>{{ w.open }}</dt><dd>{{ m(r.open) }} {{ c.currency }}</dd></dl></div>
{% endfor %}</body></html>"""
TAXIS = f"""{{% set all = pages(38, 44) %}}{{% set sums = namespace(so=0) %}}{{% for page in all %}}
{{% if loop.first %}}{_PLAIN}{{% else %}}<p class="pb n">{{{{ loop.index }}}}</p>{{% endif %}}
<table class="t w"><tr>{{{{ heads("day ref guest kind amount") }}}}{{% if not loop.first %}}
{_sum(4, "Y2", "sums.so")}{{% endif %}}{{% for r in page %}}<tr>
{{{{ cells("day ref guest kind amount", r) }}}}{{% endfor %}}
{{% set sums.so = sums.so + page|sum("amount") %}}{{% if loop.last %}}{_sum(4)}{{% else %}}
{_sum(4, "Y", "sums.so")}{{% endif %}}</table>{{% endfor %}}<p>{_SAID}</p>{_FOOT}"""
LINEN = f"""{_BOX}<table class="t w"><tr><td>{{{{ w.O }}}}<td class=n>{{{{ m(c.opening) }}}}
<tr><td>{{{{ w.got }}}}<td class=n>{{{{ m(-c.total("got")) }}}}<tr><td>{{{{ w.bill }}}}<td class=n>
{{{{ m(c.total("bill")) }}}}{_sum(1)}</table>
{{% for word, signs in [(w.got, "P"), (w.bill, "IC")] %}}
<h4>{{{{ word }}}}</h4><table class="t w">{{% for r in lines if r.sign in signs %}}<tr>
{{{{ cells("day ref kind amount", r) }}}}{{% endfor %}}</table>{{% endfor %}}{_FOOT}"""
COURIER = """"{{ house[0] }}"
{{ w.A }},{{ c.account }}
{{ w.M }},{{ c.currency }}
{{ w.day }},{{ w.ref }},{{ w.kind }},{{ w.debit }},{{ w.credit }},{{ w.bal }}
{{ d(c.start) }},,{{ w.O }},,,"{{ m(c.opening) }}"
{% for r in lines %}
{{ d(r.day) }},{{ r.ref }},"{{ r.kind }}","{{ m(r.debit) }}","{{ m(r.credit) }}","{{ m(r.bal) }}"
{% endfor %}
"""
