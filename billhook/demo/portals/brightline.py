"""Brightline Account Centre (en): three tabs of one account, a statement as PDF and as CSV.

- Sign-in `/login`: fields `username`, `password`, button "Log in". Wrong: "Your username or
  password was not recognised."; locked: "Your account has been suspended. Please call us."
- Home `/account`; tabs `/account/invoices`, `/account/credit-notes`, `/account/statements`, each a
  `table.documents` with rows `tbody tr`.
  Invoices: Date, Invoice no., Your order, Due, Amount, link "PDF".
  Credit notes: Date, Credit note no., Against, Amount (negative), link "PDF".
  Statements: Date, Statement no., Closing balance, links "PDF" and "CSV".
- Files: `/documents/NUMBER.pdf`; `/documents/NUMBER.csv` for statements (Date, Type, Reference, Due
  date, Amount, Balance, Currency).
- Counter on each tab: `p.count` "Showing 1 to 7 of 7 entries". Empty: "No entries to show".
- One invoice is listed from the second sign-in on, though the statement names it before.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from billhook.demo.books import POSTED_LATE
from billhook.demo.portals.pages import Look, row
from billhook.demo.portals.shell import Door, Entry, Portal
from billhook.demo.printing.press import statement_csv
from billhook.demo.shapes import Document
from model.documents import DocumentKind


class Brightline(Portal):
    """The portal of Brightline Supplies."""

    door = Door(
        path="/login",
        home="/account",
        title="Log in to your account",
        user=Entry("username", "Account number"),
        key=Entry("password", "Password"),
        button="Log in",
        wrong="Your username or password was not recognised.",
        locked="Your account has been suspended. Please call us.",
        maintenance="The Account Centre is closed for maintenance.",
    )
    look = Look(
        accent="#16181a",
        bar="#f5b700",
        bar_ink="#16181a",
        rounding="2px",
        css=".tabs{display:flex;gap:.25rem;border-bottom:2px solid #16181a;margin-bottom:1rem}"
        ".tabs a{padding:.5rem 1rem;background:#e9ebec;color:inherit;text-decoration:none}"
        ".tabs a.on{background:#16181a;color:#fff}",
    )
    menu = (("Account", "/account"), ("Documents", "/account/invoices"), ("Log out", "/logout"))

    def rooms(self) -> list[Route]:
        """Account, the tabs and the files."""
        return [
            Route("/account", self.guarded(self.account)),
            Route("/account/invoices", self.guarded(self.invoices)),
            Route("/account/credit-notes", self.guarded(self.credit_notes)),
            Route("/account/statements", self.guarded(self.statements)),
            Route("/documents/{number}.pdf", self.guarded(self.pdf)),
            Route("/documents/{number}.csv", self.guarded(self.csv)),
        ]

    async def account(self, _request: Request) -> Response:
        """The first page."""
        body = (
            '<h1>Account BL10482</h1><section class="card"><p>Terms: 30 days from invoice.</p>'
            '<p><a class="button" href="/account/invoices">View documents</a></p></section>'
        )
        return HTMLResponse(self.page("Account", body, here="/account"))

    async def invoices(self, _request: Request) -> Response:
        """The first tab."""
        rows = [
            row(
                (
                    self.day(one),
                    one.number,
                    one.po_number or "",
                    self.due(one),
                    f">{self.amount(one)}",
                    _pdf_link(one),
                )
            )
            for one in self._of(DocumentKind.INVOICE)
        ]
        head = ("Date", "Invoice no.", "Your order", "Due", ">Amount", "Document")
        return self._tab("Invoices", "/account/invoices", head, rows)

    async def credit_notes(self, _request: Request) -> Response:
        """The second tab."""
        rows = [
            row(
                (
                    self.day(one),
                    one.number,
                    one.refers_to or "",
                    f">{self.amount(one)}",
                    _pdf_link(one),
                )
            )
            for one in self._of(DocumentKind.CREDIT_NOTE)
        ]
        head = ("Date", "Credit note no.", "Against", ">Amount", "Document")
        return self._tab("Credit notes", "/account/credit-notes", head, rows)

    async def statements(self, _request: Request) -> Response:
        """The third tab."""
        rows = [
            row(
                (
                    self.day(one),
                    one.number,
                    f">{self.amount(one)}",
                    f'{_pdf_link(one)} · <a href="/documents/{one.number}.csv">CSV</a>',
                )
            )
            for one in self._of(DocumentKind.STATEMENT)
        ]
        head = ("Date", "Statement no.", ">Closing balance", "Document")
        return self._tab("Statements", "/account/statements", head, rows)

    async def pdf(self, request: Request) -> Response:
        """A document's file."""
        return await self.hand_out(self.desk.find(request.path_params["number"]))

    async def csv(self, request: Request) -> Response:
        """A statement's table."""
        document = self.desk.find(request.path_params["number"])
        if document is None or document.kind is not DocumentKind.STATEMENT:
            return await self.hand_out(None)
        self.desk.log.downloads[f"{document.number}.csv"] += 1
        headers = {"content-disposition": f'attachment; filename="{document.file_name}.csv"'}
        return Response(statement_csv(document), media_type="text/csv", headers=headers)

    def _of(self, kind: DocumentKind) -> list[Document]:
        """A tab's documents. One is posted late: the statement lists it before the portal does."""
        posted = self.desk.log.sign_ins > 1
        of_kind = [document for document in self.desk.documents if document.kind is kind]
        return [one for one in of_kind if posted or one.number != POSTED_LATE]

    def _tab(self, title: str, path: str, head: Sequence[str], rows: Sequence[str]) -> Response:
        count = len(rows)
        body = (
            f"<h1>Documents</h1>{_tabs(path)}"
            f'<table class="documents"><thead>{row(head, "th")}</thead>'
            f"<tbody>{''.join(rows)}</tbody></table>"
            f'<p class="count">Showing {min(1, count)} to {count} of {count} entries</p>'
        )
        if not rows:
            body += '<p class="empty">No entries to show</p>'
        return self.list_page(title, body, "/account/invoices")


def _tabs(path: str) -> str:
    entries = (
        ("Invoices", "/account/invoices"),
        ("Credit notes", "/account/credit-notes"),
        ("Statements", "/account/statements"),
    )
    links = "".join(
        f'<a class="tab{" on" if target == path else ""}" href="{target}">{label}</a>'
        for label, target in entries
    )
    return f'<div class="tabs">{links}</div>'


def _pdf_link(document: Document) -> str:
    return f'<a href="/documents/{document.number}.pdf">PDF</a>'
