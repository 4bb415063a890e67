"""Portals in the manner of applications that many suppliers use, written before any rule was.

No recipe goes with them: they are visited by the autopilot alone (`benchmarks/autopilot.py`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from model.outcomes import OutcomeCode as Code
from tests.portals.farm.paging import Plain
from tests.portals.farm.site import DOCS, page
from tests.portals.farm.table import ALL, Portal
from tests.portals.farm.tongues import DE, EL, EN, FR, JA, US, Tongue, day_of
from tests.portals.sites import Doc


class Hosted(Plain):
    """A billing page whose rows are links to a page each, which alone names the number."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/i/{token}", self.guarded(self.hosted))]

    def frame(self, body: str) -> HTMLResponse:
        return page(
            self.tongue,
            "<div><a href=/home>Acme</a> <a href=/invoices>Billing</a> "
            f"<a href=/logout>Log out</a></div>{body}",
        )

    async def invoices(self, _request: Request) -> Response:
        rows = [self.line(at, doc) for at, doc in enumerate(self.docs)]
        more = (
            "<button onclick=\"document.querySelectorAll('[hidden]').forEach(one => one.hidden = "
            'false); this.remove()">View more</button>'
        )
        return self.frame(
            "<h2>Current plan</h2><div>Pro <b>$88.00</b> per month</div>"
            "<h2>Payment method</h2><div>Visa •••• 4242 Expires 12/2027</div>"
            f"<h2>Invoice history</h2><div class=InvoiceList>{''.join(rows)}</div>{more}"
        )

    def line(self, at: int, doc: Doc) -> str:
        """A row; those behind the fourth are folded away."""
        day = day_of(doc.day)
        return (
            f"<a class='Row-{at:06x}a1' {'hidden' if at > 3 else 'style=display:block'} "
            f"href='/i/{at}tok' target=_blank><span>{day:%b} {day.day}, {day.year}</span> "
            f"<span>{self.priced(doc)}</span> <span>Paid</span> <span>Pro plan</span></a>"
        )

    def priced(self, doc: Doc) -> str:
        """An amount with its sign in front."""
        return f"-${doc.amount[1:]}" if doc.amount.startswith("-") else f"${doc.amount}"

    async def hosted(self, request: Request) -> Response:
        """The page of an invoice."""
        doc = self.docs[int(request.path_params["token"].removesuffix("tok"))]
        return page(
            self.tongue,
            f"<h1>{self.priced(doc)}</h1><p>Paid {doc.day}</p><dl><dt>Invoice number</dt>"
            f"<dd>{doc.number}</dd></dl><button onclick=\"location='/file/{doc.number}'\">"
            "Download invoice</button> <button onclick=\"location='/receipt'\">Download receipt"
            "</button>",
        )


class Backend(Plain):
    """A table of an administration's kind: linked first cells that are headers, boxes, actions."""

    page_size = 3

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/invoice/{number}/change/", self.guarded(self.change))]

    def listing(self, number: int) -> str:
        shown = self.docs[(number - 1) * 3 : number * 3]
        rows = "".join(
            "<tr><td class=action-checkbox><input type=checkbox></td>"
            f"<th class=field-number><a href='/invoice/{doc.number}/change/'>{doc.number}</a></th>"
            f"<td class=field-kind>{doc.kind}</td>"
            f"<td class='field-date nowrap'>{day_of(doc.day):%B %-d, %Y}</td>"
            f"<td class=field-total>£{doc.amount}</td></tr>"
            for doc in shown
        )
        last = -(-len(self.docs) // 3)
        turns = " ".join(
            f"<span class=this-page>{one}</span>"
            if one == number
            else f"<a href='?page={one}'>{one}</a>"
            for one in range(1, last + 1)
        )
        heads = "<th><input type=checkbox></th>" + "".join(
            f"<th scope=col><div class=text><a href='?o={at}'>{one}</a></div></th>"
            for at, one in enumerate(("Invoice number", "Kind", "Issue date", "Total amount"))
        )
        return (
            "<h1>Select invoice to view</h1><div id=changelist><div id=changelist-search>"
            "<form><input name=q><button>Search</button></form></div><form method=post>"
            "<div class=actions><select name=action><option value=''>---------</option>"
            "<option value=delete_selected>Delete selected invoices</option></select>"
            "<button>Go</button></div><table id=result_list>"
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></form>"
            f"<p class=paginator>{turns} &nbsp; {len(self.docs)} invoices</p></div>"
            "<div id=changelist-filter><h2>Filter</h2><ul><li><a href='?d=0'>Any</a></li><li>"
            "<a href='?d=7'>Past 7 days</a></li><li><a href='?y=1'>This year</a></li></ul></div>"
        )

    async def change(self, request: Request) -> Response:
        """The page of a row."""
        number = request.path_params["number"]
        return self.frame(
            f"<h1>View invoice</h1><h2>{number}</h2><div class=form-row>File: "
            f"<a href='/file/{number}.pdf'>invoices/2026/{number}.pdf</a></div>"
            "<a class=closelink href=/invoices>Close</a><a href=/delete>Delete</a>"
        )

    async def file(self, request: Request) -> Response:
        return self.hand_out(self.doc(request.path_params["number"].removesuffix(".pdf")))


class CustomerDesk(Plain):
    """Cards on a landing page; a table with due dates and states; the file on a page each."""

    page_size = 4

    def routes(self) -> list[Route]:
        return [
            *super().routes(),
            Route("/my/orders", self.guarded(self.orders)),
            Route("/my/invoices", self.guarded(self.invoices)),
            Route("/my/invoices/{at:int}", self.guarded(self.shown)),
        ]

    def frame(self, body: str) -> HTMLResponse:
        return page(
            self.tongue,
            "<header><a href=/>Home</a> <a href=/shop>Shop</a> <a href=/contactus>Contact us</a>"
            f" <a href=/home>My Account</a> <a href=/logout>Logout</a></header>{body}",
        )

    async def home(self, _request: Request) -> Response:
        return self.frame(
            "<h3>Documents</h3><div class=o_portal_docs>"
            "<a class=o_portal_index_card href=/my/orders><b>Your Orders</b>"
            "<small>Follow, view or pay your orders</small></a>"
            "<a class=o_portal_index_card href=/my/invoices><b>Your Invoices</b>"
            "<small>Follow, download or pay your invoices</small></a></div>"
            "<h3>Connection & Security</h3><a href=/my/security>Configure</a>"
        )

    async def orders(self, _request: Request) -> Response:
        """Quotations and orders, which are no invoices."""
        return self.frame(
            "<table class='table o_portal_my_doc_table'><thead><tr><th>Sales Order #</th>"
            "<th>Order Date</th><th>Total</th></tr></thead><tbody>"
            "<tr><td><a href=/my/orders/9>S00009</a></td><td>06/28/2026</td><td>$ 7.15</td></tr>"
            "<tr><td><a href=/my/orders/8>S00008</a></td><td>05/28/2026</td><td>$ 9.00</td></tr>"
            "</tbody></table>"
        )

    def listing(self, number: int) -> str:
        start = (number - 1) * self.page_size
        rows = "".join(
            f"<tr><td><a href='/my/invoices/{start + at}?access_token=7f{at}' title='{doc.kind}'>"
            f"{doc.kind if doc.kind != 'Invoice' else ''} {doc.number}</a></td>"
            f"<td><span>{day_of(doc.day):%m/%d/%Y}</span></td>"
            "<td><span>12/31/2026</span></td>"
            "<td class=tx_status><span class='badge rounded-pill'>Paid</span></td>"
            f"<td class=text-end>{self.priced(doc)}</td></tr>"
            for at, doc in enumerate(self.docs[start : start + self.page_size])
        )
        turn = "<li class=page-item><a class=page-link href='/my/invoices?page={}'>{}</a></li>"
        pager = "".join(turn.format(one, one) for one in (1, 2))
        after = (
            turn.format(2, "<span class='oi oi-chevron-right' aria-label=Next></span>")
            if number == 1
            else ""
        )
        return (
            "<nav class=breadcrumb>Invoices & Bills</nav><div>Sort By: <button>Date</button></div>"
            "<table class='table o_portal_my_doc_table'><thead><tr class=active><th>Invoice #</th>"
            "<th>Invoice Date</th><th>Due Date</th><th>Status</th><th>Amount Due</th></tr></thead>"
            f"<tbody>{rows}</tbody></table><ul class=pagination>{pager}{after}</ul>"
        )

    def priced(self, doc: Doc) -> str:
        """An amount with its sign in front."""
        return f"$ {doc.amount}"

    async def shown(self, request: Request) -> Response:
        """The page of an invoice."""
        at = request.path_params["at"]
        if request.query_params.get("download"):
            return self.hand_out(self.docs[at])
        return self.frame(
            f"<a href='/my/invoices/{at}?report_type=pdf&amp;download=true'>Download</a> "
            f"<a href='/my/invoices/{at}?report_type=pdf' target=_blank>Print</a> "
            f"<a href=/pay>Pay Now</a><iframe src='/my/invoices/{at}?report_type=html'></iframe>"
            if request.query_params.get("report_type") != "html"
            else f"<h2>Invoice {self.docs[at].number}</h2>"
        )


class ClientArea(Plain):
    """A table turned by script, whose rows are clicked and lead to a page each."""

    def routes(self) -> list[Route]:
        return [
            *super().routes(),
            Route("/viewinvoice.php", self.guarded(self.shown)),
            Route("/dl.php", self.guarded(self.hand)),
        ]

    async def home(self, _request: Request) -> Response:
        return self.frame(
            "<h1>Welcome Back</h1><a href='/services'>3 Services</a> <a href='/invoices'>2 Unpaid "
            "Invoices</a><form><input placeholder='Enter a question here...'></form>"
        )

    def listing(self, _number: int) -> str:
        rows = json.dumps([self.line(at, doc) for at, doc in enumerate(self.docs)])
        return (
            "<h1>My Invoices</h1><div class=dataTables_wrapper><div class=dataTables_info></div>"
            "<input type=search placeholder='Enter search term...'>"
            "<table id=tableInvoicesList class='table table-list'><thead><tr><th>Invoice #</th>"
            "<th>Invoice Date</th><th>Due Date</th><th>Total</th><th>Status</th></tr></thead>"
            "<tbody></tbody></table><label>Show <select><option>3</option><option>25</option>"
            "<option value=-1>All</option></select> entries</label>"
            "<div class=dataTables_paginate></div></div><script>"
            f"const rows = {rows}; let at = 0; function draw() {{"
            " document.querySelector('tbody').innerHTML = rows.slice(at, at + 3).join('');"
            " document.querySelector('.dataTables_info').textContent = 'Showing ' + (at + 1) +"
            " ' to ' + Math.min(at + 3, rows.length) + ' of ' + rows.length + ' entries';"
            " const end = at + 3 >= rows.length;"
            " document.querySelector('.dataTables_paginate').innerHTML ="
            ' \'<a href="#" class="paginate_button previous">Previous</a><span>\' +'
            " [1, 2, 3].map(n => '<a href=\"#\" class=paginate_button>' + n + '</a>').join('')"
            ' + \'</span><a href="#" onclick="turn(event)" class="paginate_button next\' +'
            " (end ? ' disabled' : '') + '\">Next</a>'; }"
            " function turn(event) { event.preventDefault();"
            " if (at + 3 < rows.length) { at += 3; draw(); } } draw();</script>"
        )

    def line(self, at: int, doc: Doc) -> str:
        """A row."""
        day = day_of(doc.day)
        return (
            f"<tr onclick=\"location='/viewinvoice.php?id={at}'\" style='cursor:pointer'>"
            f"<td>{doc.number}</td><td><span class=hidden style='display:none'>{day:%Y-%m-%d}"
            f"</span>{day:%d/%m/%Y}</td><td><span style='display:none'>2026-12-31</span>31/12/2026"
            f"</td><td>£{doc.amount} GBP</td><td><span class='label status'>Paid</span></td></tr>"
        )

    async def shown(self, request: Request) -> Response:
        """The page of an invoice."""
        at = request.query_params["id"]
        doc = self.docs[int(at)]
        return self.frame(
            f"<h3>Invoice #{doc.number}</h3><span class=unpaid>Unpaid</span>"
            "<form method=post action=/pay><select><option>Card</option></select>"
            "<button>Pay Now</button></form><a href='javascript:window.print()'>Print</a> "
            f"<a href='/dl.php?type=i&amp;id={at}'><i class=fa-download></i> Download</a>"
        )

    async def hand(self, request: Request) -> Response:
        """The file."""
        return self.hand_out(self.docs[int(request.query_params["id"])])


class Shop(Plain):
    """A shop's orders, each with its invoice behind a picture; one has none yet."""

    def frame(self, body: str) -> HTMLResponse:
        return page(
            self.tongue,
            "<header><a href=/>Accueil</a> <a href=/panier>Panier (0)</a></header>"
            "<aside><a href=/identite>Informations</a> <a href=/adresses>Adresses</a> "
            "<a href=/invoices>Historique et détails de mes commandes</a> "
            "<a href=/avoirs>Avoirs</a> <a href=/bons>Bons de réduction</a> "
            f"<a href=/logout>Déconnexion</a></aside><main>{body}</main>",
        )

    def listing(self, _number: int) -> str:
        rows = "".join(
            f"<tr><th scope=row>{doc.number}</th><td>{day_of(doc.day):%d/%m/%Y}</td>"
            f"<td class=text-xs-right>{self.tongue.money(doc.amount).replace('EUR', '€')}</td>"
            "<td class=hidden-md-down>Carte bancaire</td>"
            "<td><span class='label label-pill'>Livré</span></td><td>"
            + (
                "-"
                if doc.number == "INV-1004"
                else f"<a href='/pdf-invoice?id_order={doc.number}'><i class=material-icons>"
                "&#xE415;</i></a>"
            )
            + f"</td><td class=order-actions><a href='/detail?id={doc.number}'>Détails</a> "
            f"<a href='/order?submitReorder={doc.number}'>Commander à nouveau</a></td></tr>"
            for doc in self.docs
        )
        return (
            "<h1>Historique de vos commandes</h1><h6>Vos commandes depuis votre inscription.</h6>"
            "<table class='table table-striped'><thead><tr><th>Référence de commande</th>"
            "<th>Date</th><th>Prix total</th><th>Paiement</th><th>État</th><th>Facture</th>"
            f"<th>&nbsp;</th></tr></thead><tbody>{rows}</tbody></table>"
        )

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/pdf-invoice", self.guarded(self.hand))]

    async def hand(self, request: Request) -> Response:
        """The file."""
        return self.hand_out(self.doc(request.query_params["id_order"]))


class Telecom(Plain):
    """A card for each bill, folded into years, of which the first is open; rows come by script."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/api/year/{year}", self.guarded(self.year))]

    def listing(self, _number: int) -> str:
        years = "".join(
            f"<section class=acc><h3><button class=acc__toggle aria-expanded=false "
            f"onclick=\"open_(this, '{year}')\">{year}</button></h3><div class=acc__body></div>"
            "</section>"
            for year in ("2026", "2025", "2024")
        )
        return (
            f"<h1>Meine Rechnungen</h1><p>Kundennummer 0049-771</p>{years}<script>"
            "async function open_(button, year) {"
            " const body = button.closest('section').querySelector('.acc__body');"
            " const open = button.getAttribute('aria-expanded') === 'true';"
            " button.setAttribute('aria-expanded', String(!open));"
            " if (open) { body.innerHTML = ''; return; }"
            " body.innerHTML = await (await fetch('/api/year/' + year)).text(); }"
            "document.querySelector('.acc__toggle').click();</script>"
        )

    async def year(self, request: Request) -> Response:
        """The cards of a year."""
        docs = [doc for doc in self.docs if doc.day.endswith(request.path_params["year"])]
        return HTMLResponse("".join(map(self.card, docs)))

    def card(self, doc: Doc) -> str:
        """A bill."""
        return (
            f"<article class=bill><h4>{self.tongue.kind(doc.kind)} {doc.number}</h4>"
            f"<p>vom {day_of(doc.day):%d.%m.%Y}</p>"
            f"<p class=bill__sum>{self.tongue.money(doc.amount).replace('EUR', '€')}</p>"
            f"<a class='btn btn--ghost' href='/file/{doc.number}'>Rechnung (PDF)</a> "
            f"<a class='btn btn--ghost' href='/evn/{doc.number}'>Einzelverbindungen (CSV)</a>"
            "</article>"
        )


class GreekUtility(Plain):
    """Cards with labels, in Greek."""

    def frame(self, body: str) -> HTMLResponse:
        say = self.tongue
        return page(
            say,
            f"<nav><a href=/home>Αρχική</a> <a href=/invoices>{say.invoices}</a> "
            f"<a href=/pay>Πληρωμή</a> <a href=/logout>{say.sign_out}</a></nav>{body}",
        )

    def listing(self, _number: int) -> str:
        return f"<h1>{self.tongue.invoices}</h1>" + "".join(
            "<div class=bill-card><div class=bill-card__head>"
            f"{self.tongue.kind(doc.kind)} {doc.number}</div>"
            "<dl><dt>Ημερομηνία έκδοσης</dt>"
            f"<dd>{day_of(doc.day):%d/%m/%Y}</dd><dt>Ημερομηνία λήξης</dt><dd>31/12/2026</dd>"
            f"<dt>Ποσό</dt><dd>{self.tongue.money(doc.amount).replace('EUR', '€')}</dd></dl>"
            f"<button onclick=\"location='/file/{doc.number}'\">{self.tongue.download}</button>"
            "<button onclick=\"location='/pay'\">Πληρωμή</button></div>"
            for doc in self.docs
        )


_YEN = tuple(
    Doc(doc.number, doc.day, doc.amount.split(".")[0], doc.kind) for doc in DOCS if doc.amount
)


@dataclass
class JapaneseUtility(Plain):
    """A table in Japanese; amounts have no decimals."""

    docs: tuple[Doc, ...] = field(default=_YEN)
    page_size = 4

    def row(self, doc: Doc) -> str:
        say, day = self.tongue, day_of(doc.day)
        cells = (f"{day.year}年{day.month}月{day.day}日", doc.number, say.kind(doc.kind))
        told = "".join(f"<td>{cell}</td>" for cell in cells)
        amount = f"<td>¥{doc.amount}</td>" if doc.amount[0] != "-" else f"<td>-¥{doc.amount[1:]}"
        return (
            f"<tr>{told}{amount}<td><a href='/file/{doc.number}' download>{say.download}</a>"
            "</td></tr>"
        )

    def counted(self) -> str:
        return f"全{len(self.docs)}件"

    def turns(self, number: int) -> str:
        if number * self.page_size >= len(self.docs):
            return ""
        return f'<a href="/invoices?page={number + 1}">{self.tongue.next}</a>'


class Grid(Plain):
    """A grid of elements with made-up classes, filled from JSON; a click opens a drawer."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/api/v2/documents", self.guarded(self.answer))]

    async def answer(self, _request: Request) -> Response:
        """The rows."""
        rows = [
            {
                "id": at,
                "documentNumber": doc.number,
                "issuedOn": day_of(doc.day).isoformat(),
                "total": {"amount": doc.amount.replace(",", ""), "currency": "GBP"},
                "type": doc.kind,
            }
            for at, doc in enumerate(self.docs)
        ]
        return JSONResponse({"results": rows, "count": len(rows)})

    def listing(self, _number: int) -> str:
        heads = "".join(
            f"<div role=columnheader class='sc-bdVaJa k{at}fGx'>{one}</div>"
            for at, one in enumerate(("Document", "Type", "Issued", "Total", ""))
        )
        return (
            f"<h1>Documents</h1><div role=grid class=sc-eCssSg><div role=row>{heads}</div></div>"
            "<div id=drawer></div><script>fetch('/api/v2/documents').then(one => one.json())"
            ".then(told => { const grid = document.querySelector('[role=grid]');"
            " for (const doc of told.results) { const row = document.createElement('div');"
            " row.setAttribute('role', 'row'); row.style.cursor = 'pointer';"
            " const money = new Intl.NumberFormat('en-GB', {style: 'currency', currency: 'GBP'});"
            " const cells = [doc.documentNumber, doc.type, new Date(doc.issuedOn)"
            ".toLocaleDateString('en-GB', {day: 'numeric', month: 'short', year: 'numeric'}),"
            " money.format(doc.total.amount), ''];"
            " row.innerHTML = cells.map(one => '<div role=gridcell>' + one + '</div>').join('');"
            " row.onclick = () => { document.querySelector('#drawer').innerHTML ="
            " '<aside role=dialog><h2>' + doc.documentNumber + '</h2>"
            "<a href=\"/file/' + doc.documentNumber + '\">Download PDF</a></aside>'; };"
            " grid.append(row); } });</script>"
        )


def _like(name: str, make: type[Plain], tongue: Tongue, brings: tuple[str, ...] = ALL) -> Portal:
    return Portal(name, make, tongue, brings=brings, outcome=Code.OK)


LIKENESSES = (
    _like("like a hosted billing page", Hosted, US),
    _like("like an administration", Backend, EN),
    _like("like a customer desk", CustomerDesk, US),
    _like("like a host's client area", ClientArea, EN),
    _like("like a shop", Shop, FR, tuple(one for one in ALL if one != "INV-1004")),
    _like("like a telecom", Telecom, DE),
    _like("like a Greek utility", GreekUtility, EL),
    _like("like a Japanese utility", JapaneseUtility, JA),
    _like("like a grid of an app", Grid, EN),
)
