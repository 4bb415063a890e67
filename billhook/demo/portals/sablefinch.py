"""Sable & Finch Trade Desk (en): the portal whose password the demo company has stored wrongly.

- Sign-in `/account/login`: fields `email`, `password`, button "Log in". Wrong: "The email address
  or password is incorrect."; locked after three: "Your account has been locked for 30 minutes."
- Home and list `/account/invoices`: `table.jobs`, rows `tbody tr`: Invoice, Date, Due, Total, link
  "Download" to `/account/invoices/NUMBER/pdf`. Counter: `p.count` "2 invoices". Empty: "Nothing
  has been invoiced yet."
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from billhook.demo.portals.pages import Look, row
from billhook.demo.portals.shell import Door, Entry, Portal
from billhook.demo.shapes import Document


class SableFinch(Portal):
    """The portal of Sable & Finch Printers."""

    door = Door(
        path="/account/login",
        home="/account/invoices",
        title="Trade Desk",
        user=Entry("email", "Email address", kind="email"),
        key=Entry("password", "Password"),
        button="Log in",
        wrong="The email address or password is incorrect.",
        locked="Your account has been locked for 30 minutes.",
        sign_out="/account/logout",
        maintenance="The Trade Desk is being re-inked. Please come back later.",
    )
    look = Look(
        accent="#2b2622",
        bar="#2b2622",
        bar_ink="#e9dfd2",
        paper="#f6f2ec",
        face="Georgia, serif",
        rounding="0",
    )
    menu = (("Invoices", "/account/invoices"), ("Log out", "/account/logout"))

    def rooms(self) -> list[Route]:
        """The list and its files."""
        return [
            Route("/account/invoices", self.guarded(self.invoices)),
            Route("/account/invoices/{number}/pdf", self.guarded(self.download)),
        ]

    async def invoices(self, _request: Request) -> Response:
        """The list."""
        documents = self.desk.documents
        rows = "".join(self._row(document) for document in documents)
        head = row(("Invoice", "Date", "Due", ">Total", "Document"), "th")
        body = (
            f'<h1>Invoices</h1><p class="count">{len(documents)} invoices</p>'
            f'<table class="jobs"><thead>{head}</thead><tbody>{rows}</tbody></table>'
        )
        if not documents:
            body += '<p class="empty">Nothing has been invoiced yet.</p>'
        return self.list_page("Invoices", body, "/account/invoices")

    async def download(self, request: Request) -> Response:
        """The file of one invoice."""
        return await self.hand_out(self.desk.find(request.path_params["number"]))

    def _row(self, document: Document) -> str:
        link = f"/account/invoices/{document.number}/pdf"
        cells = (
            document.number,
            self.day(document),
            self.due(document),
            f">{self.amount(document)}",
            f'<a href="{link}">Download</a>',
        )
        return row(cells)
