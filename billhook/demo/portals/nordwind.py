"""Nordwind Kundenportal (de): a server-rendered table with a PDF in every row.

- Sign-in: `/anmelden`, fields `benutzer`, `kennwort`, hidden `csrf_token` and `next`, button
  "Anmelden". Wrong: "Benutzername oder Kennwort ist falsch."; locked after three:
  "Ihr Zugang wurde gesperrt. Bitte wenden Sie sich an den Kundenservice."
- A cookie banner `div.cookies` covers every page until "Nur notwendige" or "Alle akzeptieren" is
  pressed (cookie `nordwind_consent`).
- Home `/kundenkonto`; list `/rechnungen` (`?jahr=YYYY` filters): `table.belege` with a head, a
  filter row `tr.filter`, rows `tr.beleg`, a total row `tr.summe`. Columns: Datum, Belegnummer, Art
  (Rechnung, Gutschrift), Zeitraum, Fällig am, Betrag, link "PDF".
- PDF: `/beleg?nr=NUMBER&t=TICKET`; the ticket is new at every list view and good for one download.
- Counter: `p.count` "7 Belege". Empty: "Keine Belege vorhanden".
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from decimal import Decimal
from html import escape
from importlib.resources import files
from typing import Final, cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from billhook.demo import formats
from billhook.demo.portals.desk import Visitor
from billhook.demo.portals.pages import Look, row
from billhook.demo.portals.shell import Door, Entry, Portal
from billhook.demo.shapes import Document
from model.documents import DocumentKind

BANNER: Final = files(__package__).joinpath("nordwind_cookies.html").read_text("utf-8")


class Nordwind(Portal):
    """The portal of Nordwind Energie."""

    door = Door(
        path="/anmelden",
        home="/kundenkonto",
        title="Anmelden",
        user=Entry("benutzer", "E-Mail-Adresse oder Benutzername"),
        key=Entry("kennwort", "Kennwort"),
        button="Anmelden",
        wrong="Benutzername oder Kennwort ist falsch.",
        locked="Ihr Zugang wurde gesperrt. Bitte wenden Sie sich an den Kundenservice.",
        sign_out="/abmelden",
        maintenance="Wartungsarbeiten: Das Kundenportal steht in Kürze wieder zur Verfügung.",
    )
    look = Look(
        accent="#0f5a57",
        bar="#0f5a57",
        css=".cookies{position:fixed;inset:0;background:rgba(10,30,30,.55);display:grid;"
        "place-items:end center;padding:2rem}.filter td{background:#eef4f3}"
        ".summe td{font-weight:700;border-top:2px solid #0f5a57}",
    )
    menu = (
        ("Übersicht", "/kundenkonto"),
        ("Rechnungen", "/rechnungen"),
        ("Zählerstand", "/zaehlerstand"),
        ("Abmelden", "/abmelden"),
    )

    def rooms(self) -> list[Route]:
        """Overview, meter reading, the list and its files."""
        return [
            Route("/kundenkonto", self.guarded(self.overview)),
            Route("/zaehlerstand", self.guarded(self.meter)),
            Route("/rechnungen", self.guarded(self.bills)),
            Route("/beleg", self.guarded(self.bill)),
        ]

    def page(self, title: str, body: str, *, here: str = "", public: bool = False) -> str:
        """A page under the cookie banner."""
        return super().page(title, body + BANNER, here=here, public=public)

    async def overview(self, _request: Request) -> Response:
        """The customer's contract."""
        account = self.desk.seller.account(self.desk.facts.account)
        body = (
            "<h1>Willkommen, Aldermoor Ltd</h1>"
            f'<section class="card"><p>Kundennummer <b>{account.number}</b><br>{account.label}</p>'
            '<p><a class="button" href="/rechnungen">Zu den Rechnungen</a></p></section>'
        )
        return HTMLResponse(self.page("Übersicht", body, here="/kundenkonto"))

    async def meter(self, _request: Request) -> Response:
        """A page without documents."""
        text = "<h1>Zählerstand</h1><p>Zähler 1EMH0012345 wird aus der Ferne abgelesen.</p>"
        return HTMLResponse(self.page("Zählerstand", text, here="/zaehlerstand"))

    async def bills(self, request: Request) -> Response:
        """The list, filtered by year where one is asked for."""
        visitor = cast("Visitor", self.desk.signed_in(request))
        visitor.tickets.clear()
        year = request.query_params.get("jahr", "")
        shown = [one for one in self.desk.documents if year in {"", str(one.issued.year)}]
        rows = "".join(self._row(visitor, one) for one in shown)
        body = (
            "<h1>Rechnungen und Gutschriften</h1>"
            f'<p class="count">{len(shown)} Belege</p>'
            '<form method="get" action="/rechnungen"><table class="belege"><thead>'
            + row(
                ("Datum", "Belegnummer", "Art", "Zeitraum", "Fällig am", ">Betrag", "Beleg"), "th"
            )
            + f"</thead><tbody>{self._filter(year)}{rows}{self._sum(shown)}</tbody></table></form>"
        )
        if not shown:
            body += '<p class="empty">Keine Belege vorhanden</p>'
        return self.list_page("Rechnungen", body, "/rechnungen")

    async def bill(self, request: Request) -> Response:
        """The file, for a ticket that was not used yet."""
        visitor = cast("Visitor", self.desk.signed_in(request))
        number = visitor.tickets.pop(request.query_params.get("t", ""), "")
        if not number or number != request.query_params.get("nr"):
            text = "<h1>Der Link ist abgelaufen.</h1><p>Bitte rufen Sie die Liste erneut auf.</p>"
            return HTMLResponse(self.page("Link abgelaufen", text), status_code=403)
        return await self.hand_out(self.desk.find(number))

    def _row(self, visitor: Visitor, document: Document) -> str:
        ticket = secrets.token_urlsafe(12)
        visitor.tickets[ticket] = document.number
        link = escape("/beleg?" + urlencode({"nr": document.number, "t": ticket}))
        credit = document.kind is DocumentKind.CREDIT_NOTE
        cells = (
            self.day(document),
            document.number,
            "Gutschrift" if credit else "Rechnung",
            escape(document.period),
            self.due(document),
            f">{self.amount(document)}",
            f'<a href="{link}">PDF</a>',
        )
        return row(cells, kind="beleg")

    def _filter(self, chosen: str) -> str:
        years = sorted({str(document.issued.year) for document in self.desk.documents})
        options = "".join(
            f"<option{' selected' if year == chosen else ''}>{year}</option>" for year in years
        )
        every = '<option value="">alle</option>'
        select = f'<select name="jahr" aria-label="Jahr">{every}{options}</select>'
        button = '<button type="submit">Filtern</button>'
        return row((select, "", "", "", "", "", button), kind="filter")

    def _sum(self, shown: Iterable[Document]) -> str:
        total = sum((document.gross for document in shown), Decimal(0))
        written = f">{formats.money('de', total)} €"
        return row(("Summe", "", "", "", "", written, ""), kind="summe")
