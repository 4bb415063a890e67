"""A portal with every shape that plug-ins take documents from, and plug-ins of our own for them.

The plug-ins are written for these tests, in the other program's format; together they use every
action of it.
"""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.portals.sites import DOCS, Doc, Site, html

Told = dict[str, Any]
_ITEM: Final = {"id": "{{item.id}}", "date": "{{item.date}}", "total": "{{item.total}}"}


class Plugged(Site):
    """The usual table; an interface and its page, a frame, a filter, papers, a payment site."""

    def routes(self) -> list[Route]:
        return [
            *super().routes(),
            Route("/api/list", self.guarded(self.answer)),
            Route("/app", self.guarded(self.app_page)),
            Route("/framed", self.guarded(self.framed)),
            Route("/filter", self.guarded(self.filtered)),
            Route("/paper/{number}", self.guarded(self.paper)),
            Route("/billing", self.billing),
            Route("/i/{number}", self.hosted),
        ]

    async def answer(self, _request: Request) -> Response:
        """All documents, as the portal's own page asks for them; one name holds a quote."""
        return JSONResponse(
            {"owner": "O'Brien', alert(1), '", "rows": [_row(one) for one in self.docs]}
        )

    async def app_page(self, _request: Request) -> Response:
        """A page that asks the interface."""
        script = "fetch('/api/other').catch(() => 0); fetch('/api/list').then(r => r.json())"
        return self.frame(
            f"<main id=app>…</main><script>{script}"
            ".then(all => { app.textContent = all.rows.length + ' documents'; })</script>"
        )

    async def framed(self, _request: Request) -> Response:
        """The table in a frame."""
        return self.frame('<iframe src="/invoices?page=1"></iframe>')

    async def filtered(self, request: Request) -> Response:
        """A list behind a filter, with a button each that starts a download."""
        year, text = request.query_params.get("year", ""), request.query_params.get("q", "")
        shown = [one for one in self.docs if year and text in one.number]
        rows = "".join(
            f"<li class=doc data-id={one.number} data-day={_iso(one)}><b>{one.amount} EUR</b>"
            f"<button onclick=\"location.href='/file/{one.number}'\">Get</button></li>"
            for one in shown
        )
        return self.frame(
            "<form action=/filter><select name=year><option value=''>-</option>"
            "<option>2026</option>"
            "</select><input name=q aria-label=Search><button class=go>Search</button></form>"
            f"<ul>{rows}</ul>"
        )

    async def paper(self, request: Request) -> Response:
        """A document as a page."""
        found = next(one for one in self.docs if one.number == request.path_params["number"])
        return html(
            f"<h1>Invoice {found.number}</h1><p class=day>{_iso(found)}</p>"
            f"<p class=sum>EUR {found.amount}</p>"
        )

    async def billing(self, _request: Request) -> Response:
        """The customer's page of a payment service: three at first, all on request."""
        links = "".join(
            f'<a data-testid=hip-link href="/i/{one.number}">{one.amount}</a>' for one in self.docs
        )
        first = "".join(links.partition("</a>")[:2])
        more = (
            "<button data-testid=view-more-button "
            f"onclick='list.innerHTML=`{links}`;this.remove()'>"
            "View more</button>"
        )
        return html(f"<h1>Invoice history</h1><div id=list>{first}</div>{more}")

    async def hosted(self, request: Request) -> Response:
        """One invoice at a payment service."""
        found = next(one for one in self.docs if one.number == request.path_params["number"])
        return html(
            f"<h2>€{found.amount}</h2><table>"
            f"<tr><td>Invoice number</td><td>{found.number}</td></tr>"
            f"<tr><td>Payment date</td><td>{_iso(found)}</td></tr></table>"
            f"<button onclick=\"location.href='/file/{found.number}'\">Download invoice</button>"
        )


def _iso(doc: Doc) -> str:
    day, month, year = doc.day.split("/")
    return f"{year}-{month}-{day}"


def _row(doc: Doc) -> Told:
    return {"id": doc.number, "date": _iso(doc), "total": f"{doc.amount} EUR", "no": {"a": [1]}}


def plugin(origin: str, *documents: Told, **more: Any) -> Told:
    """A plug-in with these steps."""
    return {
        "id": "farm",
        "name": "Farm",
        "homepage": origin,
        "autofill": True,
        "startAuth": [
            {"action": "navigate", "url": f"{origin}/login"},
            {"action": "waitForURL", "url": "**/home", "timeout": 120000},
        ],
        "checkAuth": [
            {"action": "navigate", "url": f"{origin}/home"},
            {"action": "checkURL", "url": "/home"},
            {"action": "checkElementExists", "selector": "a[href='/logout']"},
        ],
        "getDocuments": list(documents),
        **more,
    }


def _download(**more: Any) -> Told:
    return {"action": "downloadPdf", "url": "/file/{{item.id}}", "document": _ITEM, **more}


TABLE: Final = (
    {"action": "navigate", "url": "/invoices", "waitForNetworkIdle": True},
    {"action": "waitForElement", "selector": "table.docs"},
    {
        "action": "extractAll",
        "selector": "table.docs tr.doc",
        "fields": {
            "id": "td:nth-child(2)",
            "date": {
                "selector": "td:nth-child(1)",
                "transform": "v => v.split('/').reverse().join('-')",
            },
            "total": "td:nth-child(5)",
            "url": {"selector": "a.pdf", "attribute": "href"},
        },
        "pagination": {"selector": "a.next", "waitForSelector": "table.docs"},
        "forEach": [{"action": "downloadPdf", "url": "{{item.url}}", "document": _ITEM}],
    },
)
LATER: Final = (
    *TABLE[:2],
    {
        **TABLE[2],
        "pagination": {"selector": "a.next", "behavior": "paginateThenProcess"},
        "variable": "one",
        "forEach": [
            {
                "action": "downloadPdf",
                "url": "{{one.url}}",
                "document": {key: value.replace("item", "one") for key, value in _ITEM.items()},
            }
        ],
    },
)
SCRIPTED: Final = (
    {"action": "navigate", "url": "/home"},
    {"action": "runJs", "script": "const a = 1; window.b = a; a == 2", "optional": True},
    {
        "action": "extract",
        "variable": "told",
        "script": "const r = await fetch('/api/list'); await r.json()",
    },
    {
        "action": "extractAll",
        "script": "{{told}}.rows",
        "forEach": [
            {
                "action": "if",
                "script": "'{{told.owner}}' !== '' && '{{item.id}}'.startsWith('INV')",
                "then": [
                    {
                        "action": "extract",
                        "variable": "file",
                        "script": (
                            "const r = await fetch('/file/{{item.id}}'); "
                            "const bytes = new Uint8Array(await r.arrayBuffer()); "
                            "({data: btoa(String.fromCharCode(...bytes))})"
                        ),
                    },
                    {
                        "action": "downloadBase64Pdf",
                        "base64": "{{file.data}}",
                        "document": "{{item}}",
                    },
                ],
                "else": [
                    {
                        "action": "downloadPdf",
                        "url": "/file/{{item.id}}",
                        "document": {**_ITEM, "type": "refund"},
                    }
                ],
            }
        ],
    },
)
HEARD: Final = (
    {"action": "navigate", "url": "/app"},
    {"action": "waitForNetworkIdle", "timeout": 5000},
    {
        "action": "waitForCondition",
        "script": "document.querySelector('#app').textContent.includes('documents')",
    },
    {
        "action": "extractNetworkResponse",
        "url": "/api/list",
        "variable": "rows",
        "findResponse": "body => Array.isArray(body.rows)",
        "transform": "body => body.rows",
    },
    {"action": "extractAll", "script": "{{rows}}", "forEach": [_download()]},
)
PRESSED: Final = (
    {"action": "navigate", "url": "/filter"},
    {"action": "dropdownSelect", "selector": "select[name=year]", "value": "2026"},
    {"action": "type", "selector": "input[name=q]", "value": "0"},
    {"action": "click", "selector": "button.go"},
    {"action": "waitForNavigation"},
    {"action": "sleep", "duration": 10},
    {
        "action": "extractAll",
        "selector": "li.doc",
        "fields": {
            "id": {"selector": "", "attribute": "data-id"},
            "date": {"selector": "", "attribute": "data-day"},
            "total": "b",
        },
        "forEach": [
            {
                "action": "if",
                "selector": "button",
                "then": [{"action": "click", "selector": "button"}],
            },
            {"action": "waitForPdfDownload", "document": _ITEM},
        ],
    },
)
PRINTED: Final = (
    {"action": "navigate", "url": "/paper/INV-1001"},
    {"action": "extract", "variable": "item", "fields": {"date": ".day", "total": ".sum"}},
    {"action": "printPdf", "document": {**_ITEM, "id": "INV-1001"}},
)
FRAMED: Final = (
    {"action": "navigate", "url": "/framed"},
    {"action": "waitForElement", "selector": "tr.doc", "iframe": True},
    {
        "action": "extractAll",
        "iframe": "/invoices",
        "selector": "tr.doc",
        "fields": TABLE[2]["fields"],
        "forEach": [_download(url="{{item.url}}")],
    },
)
PAID: Final = (
    {
        "action": "runSnippet",
        "snippet": "getInvoicesFromStripeBillingPortal",
        "args": {"url": "/billing"},
    },
)
PAID_ONE: Final = (
    {"action": "extract", "variable": "link", "script": "({url: location.origin + '/i/INV-1002'})"},
    {"action": "runSnippet", "snippet": "getInvoiceFromStripeUrl", "args": {"url": "{{link.url}}"}},
)
CHOSEN: Final = (
    {"action": "promptOptionSelection", "config": "year"},
    {"action": "navigate", "url": "/filter?year={{config.year}}"},
    {"action": "click", "selector": "#nowhere", "optional": True, "timeout": 10},
    PRESSED[-1],
)
OPTIONS: Final = {
    "configSchema": {"year": {"type": "string", "default": "2026"}},
    "getConfigOptions": [
        {"action": "navigate", "url": "/filter"},
        {
            "action": "extractAll",
            "selector": "select[name=year] option",
            "fields": {"value": {"attribute": "value"}},
            "forEach": [{"action": "exposeOption", "config": "year", "option": "{{item.value}}"}],
        },
    ],
}
ALL: Final = tuple(doc.number for doc in DOCS)
SET: Final[dict[str, tuple[tuple[Told, ...], Told, tuple[str, ...]]]] = {
    "a table in pages": (TABLE, {}, ALL),
    "a table read before its files": (LATER, {}, ALL),
    "scripts and branches": (SCRIPTED, {}, ALL),
    "what the page was answered": (HEARD, {}, ALL),
    "a filter and downloads": (PRESSED, {}, ALL),
    "a page to print": (PRINTED, {}, ("INV-1001",)),
    "a frame": (FRAMED, {}, ALL[:3]),
    "a payment service's list": (PAID, {}, ALL),
    "a payment service's page": (PAID_ONE, {}, ("INV-1002",)),
    "an option": (CHOSEN, OPTIONS, ALL),
}
"""Steps, further keys of the plug-in, and the numbers of the documents that they bring."""
