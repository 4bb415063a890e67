"""Kestrel Client Hub (en): user name, then password, then an authenticator code.

- Step 1 `/signin`: field `email`, button "Continue"; it never says whether the address is known.
- Step 2 `/signin/password`: field `password`, button "Sign in". Wrong: "That email and password
  don't match."; locked: "This account has been locked. Contact your Kestrel account manager."
- Step 3 `/signin/verify`: field `code` (autocomplete one-time-code, maxlength 6), button "Verify".
  Wrong or used before: "That code isn't right. Wait for the next one and try again."
- List `/billing/invoices`: `ul.invoices` with `li.invoice`, in it `a.number` (to the detail page
  `/billing/invoices/NUMBER`), `time[datetime]`, `span.due`, `span.amount`, `a.download` "Download
  PDF" to `/billing/invoices/NUMBER/download`. Counter `p.count` "Showing 6 of 6 invoices".
  Empty: "You don't have any invoices yet."
"""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from billhook.demo import authenticator
from billhook.demo.portals.desk import Desk, Visitor
from billhook.demo.portals.pages import Look
from billhook.demo.portals.shell import Door, Entry, Portal, alert, fields, fill, onward
from billhook.demo.shapes import Document


class Kestrel(Portal):
    """The portal of Kestrel IT Services."""

    door = Door(
        path="/signin",
        home="/billing",
        title="Sign in",
        user=Entry("email", "Work email"),
        key=Entry("password", "Password"),
        button="Continue",
        wrong="That email and password don't match.",
        locked="This account has been locked. Contact your Kestrel account manager.",
        sign_out="/signout",
        maintenance="Kestrel Client Hub is down for scheduled maintenance.",
    )
    look = Look(
        accent="#c4622d",
        bar="#14273d",
        paper="#f3f1ec",
        face="Georgia, 'Times New Roman', serif",
        rounding="3px",
        css=".invoices{list-style:none;padding:0}.invoice{display:grid;"
        "grid-template-columns:9rem 1fr 1fr 8rem 8rem;gap:1rem;background:#fff;padding:.8rem 1rem;"
        "border-bottom:1px solid #e2ddd3}.amount{text-align:right}",
    )
    menu = (("Home", "/billing"), ("Invoices", "/billing/invoices"), ("Sign out", "/signout"))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._used_steps: set[int] = set()

    def doors(self) -> list[Route]:
        """The three steps."""
        return [
            Route("/signin", self.ask_name, methods=["GET", "POST"]),
            Route("/signin/password", self.ask_password, methods=["GET", "POST"]),
            Route("/signin/verify", self.ask_code, methods=["GET", "POST"]),
        ]

    def rooms(self) -> list[Route]:
        """Home, the list, a page and a file for each invoice."""
        return [
            Route("/billing", self.guarded(self.home)),
            Route("/billing/invoices", self.guarded(self.invoices)),
            Route("/billing/invoices/{number}", self.guarded(self.invoice)),
            Route("/billing/invoices/{number}/download", self.guarded(self.download)),
        ]

    async def ask_name(self, request: Request) -> Response:
        """Step 1: whose account it is."""
        if request.method == "GET":
            response = HTMLResponse()
            fresh = self.desk.welcome(response)
            fresh.tickets["next"] = onward(request)
            return fill(response, self._step("/signin", fresh.csrf, _FIRST, "Continue", ""))
        form = await fields(request)
        visitor = self._visitor(request, form)
        if visitor is None:
            return RedirectResponse("/signin", 303)
        visitor.claimed = form.get("email", "")
        return RedirectResponse("/signin/password", 303)

    async def ask_password(self, request: Request) -> Response:
        """Step 2: the password."""
        form = await fields(request)
        visitor = self._visitor(request, form)
        if visitor is None or not visitor.claimed:
            return RedirectResponse("/signin", 303)
        error = ""
        if request.method == "POST":
            if self.desk.opens(visitor.claimed, form.get("password", "")):
                visitor.proven = True
                return RedirectResponse("/signin/verify", 303)
            error = self.door.locked if self.desk.locked else self.door.wrong
        inner = f"<p>Signing in as <b>{escape(visitor.claimed)}</b></p>{_SECOND}"
        return HTMLResponse(self._step("/signin/password", visitor.csrf, inner, "Sign in", error))

    async def ask_code(self, request: Request) -> Response:
        """Step 3: the authenticator's code; none is good twice."""
        form = await fields(request)
        visitor = self._visitor(request, form)
        if visitor is None or not visitor.proven:
            return RedirectResponse("/signin", 303)
        error = ""
        if request.method == "POST":
            if self._is_fresh(form.get("code", "").replace(" ", "")):
                return self.let_in(request, visitor.tickets.get("next", ""))
            self.desk.log.codes_refused += 1
            error = "That code isn't right. Wait for the next one and try again."
        return HTMLResponse(self._step("/signin/verify", visitor.csrf, _THIRD, "Verify", error))

    async def home(self, _request: Request) -> Response:
        """The first page."""
        body = (
            '<h1>Good morning, Aldermoor</h1><section class="card"><p>25 seats, 2 TB of backup.</p>'
            '<p><a class="button" href="/billing/invoices">View invoices</a></p></section>'
        )
        return HTMLResponse(self.page("Home", body, here="/billing"))

    async def invoices(self, _request: Request) -> Response:
        """The list."""
        documents = self.desk.documents
        count = len(documents)
        rows = "".join(self._row(document) for document in documents)
        body = (
            f'<h1>Invoices</h1><p class="count">Showing {count} of {count} invoices</p>'
            f'<ul class="invoices">{rows}</ul>'
        )
        if not documents:
            body += '<p class="empty">You don\'t have any invoices yet.</p>'
        return self.list_page("Invoices", body, "/billing/invoices")

    async def invoice(self, request: Request) -> Response:
        """One invoice."""
        document = self.desk.find(request.path_params["number"])
        if document is None:
            return await self.hand_out(None)
        download = f"/billing/invoices/{document.number}/download"
        body = (
            f'<h1>Invoice {document.number}</h1><section class="card"><dl>'
            f"<dt>Issued</dt><dd>{self.day(document)}</dd><dt>Due</dt><dd>{self.due(document)}</dd>"
            f"<dt>Your order</dt><dd>{document.po_number}</dd>"
            f'<dt>Total</dt><dd class="total">{self.amount(document)}</dd></dl>'
            f'<a class="button" href="{download}">Download PDF</a>'
            "</section>"
        )
        return HTMLResponse(self.page(f"Invoice {document.number}", body))

    async def download(self, request: Request) -> Response:
        """The file of one invoice."""
        return await self.hand_out(self.desk.find(request.path_params["number"]))

    def _visitor(self, request: Request, form: dict[str, str]) -> Visitor | None:
        visitor = self.desk.visitor(request)
        if visitor and request.method == "POST" and form.get("csrf_token") != visitor.csrf:
            self.desk.log.forged_forms += 1
            return None
        return visitor

    def _is_fresh(self, answer: str) -> bool:
        secret = self.desk.facts.sign_in.totp or ""
        instant = self.desk.clock.now().timestamp()
        step = authenticator.matching_step(secret, answer, instant)
        if step is None or step in self._used_steps:
            return False
        self._used_steps.add(step)
        return True

    def _step(self, path: str, csrf: str, inner: str, button: str, error: str) -> str:
        body = (
            f'<section class="card door"><h1>Sign in</h1>{alert(error)}<form method="post"'
            f' action="{path}"><input type="hidden" name="csrf_token" value="{csrf}">{inner}'
            f'<button type="submit">{button}</button></form></section>'
        )
        return self.page("Sign in", body, public=True)

    def _row(self, document: Document) -> str:
        page = f"/billing/invoices/{document.number}"
        return (
            f'<li class="invoice"><a class="number" href="{page}">{document.number}</a>'
            f'<time datetime="{document.issued}">{self.day(document)}</time>'
            f'<span class="due">Due {self.due(document)}</span>'
            f'<span class="amount">{self.amount(document)}</span>'
            f'<a class="download" href="{page}/download">Download PDF</a></li>'
        )


_FIRST = (
    '<label for="email">Work email</label>'
    '<input id="email" name="email" type="email" autocomplete="username" required>'
)
_SECOND = (
    '<label for="password">Password</label>'
    '<input id="password" name="password" type="password" autocomplete="current-password" required>'
)
_THIRD = (
    "<p>Enter the six digits that your authenticator app shows.</p>"
    '<label for="code">Verification code</label><input id="code" name="code" type="text"'
    ' inputmode="numeric" maxlength="6" autocomplete="one-time-code" required>'
)
