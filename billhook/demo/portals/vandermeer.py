"""Mijn Van der Meer (nl): list, detail page, file; ten rows a page; the newest file is slow.

- Sign-in `/inloggen`: fields `gebruikersnaam`, `wachtwoord`, button "Inloggen". Wrong:
  "Gebruikersnaam of wachtwoord onjuist."; locked: "Uw account is geblokkeerd."
- Home `/dashboard`; list `/facturen?pagina=N`: `table.facturen`, rows `tbody tr`: Factuurdatum,
  Factuurnummer (link to `/facturen/NUMBER`), Vervaldatum, Bedrag, Status (Open, Voldaan).
  Counter: `p.count` "1\u201310 van 14"; next page: `a[rel=next]` "Volgende", previous:
  `a[rel=prev]` "Vorige". Empty: "Geen facturen gevonden".
- Detail page: `dl.gegevens` (Factuurnummer, Factuurdatum, Vervaldatum, Uw inkooporder, Totaal incl.
  btw) and the link "Factuur downloaden (PDF)" to `/facturen/NUMBER/pdf`.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from billhook.demo.portals.pages import Look, row
from billhook.demo.portals.shell import Door, Entry, Portal
from billhook.demo.shapes import Document

PAGE_SIZE: Final = 10


class VanDerMeer(Portal):
    """The portal of Van der Meer Logistiek."""

    door = Door(
        path="/inloggen",
        home="/dashboard",
        title="Inloggen",
        user=Entry("gebruikersnaam", "Gebruikersnaam"),
        key=Entry("wachtwoord", "Wachtwoord"),
        button="Inloggen",
        wrong="Gebruikersnaam of wachtwoord onjuist.",
        locked="Uw account is geblokkeerd.",
        sign_out="/uitloggen",
        maintenance="Mijn Van der Meer is tijdelijk niet beschikbaar wegens onderhoud.",
    )
    look = Look(
        accent="#e06a12",
        bar="#1d3a63",
        rounding="4px",
        css=".pages{display:flex;gap:1rem}.gegevens{display:grid;grid-template-columns:12rem 1fr;"
        "row-gap:.4rem}.gegevens dd{margin:0;font-weight:600}",
    )
    menu = (
        ("Dashboard", "/dashboard"),
        ("Zendingen", "/zendingen"),
        ("Facturen", "/facturen"),
        ("Uitloggen", "/uitloggen"),
    )
    slow_seconds = 3

    def rooms(self) -> list[Route]:
        """Dashboard, shipments, the list, its details and files."""
        return [
            Route("/dashboard", self.guarded(self.dashboard)),
            Route("/zendingen", self.guarded(self.shipments)),
            Route("/facturen", self.guarded(self.bills)),
            Route("/facturen/{number}", self.guarded(self.bill)),
            Route("/facturen/{number}/pdf", self.guarded(self.download)),
        ]

    async def dashboard(self, _request: Request) -> Response:
        """The first page."""
        body = (
            '<h1>Goedemorgen, Aldermoor</h1><section class="card"><p>2 zendingen onderweg.</p>'
            '<p><a class="button" href="/facturen">Facturen bekijken</a></p></section>'
        )
        return HTMLResponse(self.page("Dashboard", body, here="/dashboard"))

    async def shipments(self, _request: Request) -> Response:
        """A page whose rows look like documents, but are none."""
        head = row(("Datum", "Zending", "Route", ">Gewicht"), "th")
        day = f"{self.desk.world.today:%d-%m-%Y}"
        rows = row((day, "Z-77120", "Rotterdam \u2013 Harwich", ">1.200 kg"))
        body = f"<h1>Zendingen</h1><table><thead>{head}</thead><tbody>{rows}</tbody></table>"
        return HTMLResponse(self.page("Zendingen", body, here="/zendingen"))

    async def bills(self, request: Request) -> Response:
        """One page of the list."""
        asked = request.query_params.get("pagina", "1")
        number = int(asked) if asked.isdecimal() else 1
        start = (number - 1) * PAGE_SIZE
        shown = self.desk.documents[start : start + PAGE_SIZE]
        count = len(self.desk.documents)
        rows = "".join(self._row(document) for document in shown)
        head = row(("Factuurdatum", "Factuurnummer", "Vervaldatum", ">Bedrag", "Status"), "th")
        body = (
            f'<h1>Facturen</h1><table class="facturen"><thead>{head}</thead><tbody>{rows}</tbody>'
            f'</table><p class="count">{start + 1}\u2013{start + len(shown)} van {count}</p>'
            f"{_turner(number, last=start + PAGE_SIZE >= count)}"
        )
        if not shown:
            body = '<h1>Facturen</h1><p class="empty">Geen facturen gevonden</p>'
        return self.list_page("Facturen", body, "/facturen")

    async def bill(self, request: Request) -> Response:
        """The page of one invoice."""
        document = self.desk.find(request.path_params["number"])
        if document is None:
            return await self.hand_out(None)
        facts = (
            ("Factuurnummer", document.number),
            ("Factuurdatum", self.day(document)),
            ("Vervaldatum", self.due(document)),
            ("Uw inkooporder", document.po_number),
            ("Totaal incl. btw", self.amount(document)),
        )
        rows = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in facts)
        body = (
            f"<h1>Factuur {document.number}</h1>"
            f'<section class="card"><dl class="gegevens">{rows}</dl>'
            f'<a class="button" href="/facturen/{document.number}/pdf">Factuur downloaden (PDF)</a>'
            '</section><p><a href="/facturen">Terug naar het overzicht</a></p>'
        )
        return HTMLResponse(self.page(f"Factuur {document.number}", body, here="/facturen"))

    async def download(self, request: Request) -> Response:
        """The file of one invoice."""
        return await self.hand_out(self.desk.find(request.path_params["number"]))

    def _row(self, document: Document) -> str:
        cells = (
            self.day(document),
            f'<a href="/facturen/{document.number}">{document.number}</a>',
            self.due(document),
            f">{self.amount(document)}",
            "Voldaan" if document.booked else "Open",
        )
        return row(cells)


def _turner(number: int, *, last: bool) -> str:
    before = f'<a rel="prev" href="/facturen?pagina={number - 1}">Vorige</a>' if number > 1 else ""
    after = "" if last else f'<a rel="next" href="/facturen?pagina={number + 1}">Volgende</a>'
    return f'<nav class="pages" aria-label="Pagina\'s">{before}{after}</nav>'
