"""Portals whose lists stand in frames, shadow trees or under several accounts, or behind walls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.portals.farm.paging import Plain
from tests.portals.farm.site import DOCS, FarmSite, page
from tests.portals.sites import Doc


class Framed(FarmSite):
    """The list stands in a frame."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/inner", self.guarded(self.inner))]

    async def invoices(self, _request: Request) -> Response:
        return self.frame("<iframe class=list src=/inner width=900 height=500></iframe>")

    async def inner(self, request: Request) -> Response:
        """What the frame shows."""
        number = int(request.query_params.get("page", "1"))
        return page(self.tongue, self.listing(number).replace("/invoices?", "/inner?"))


class FramedTwice(Framed):
    """The list stands in a frame of a frame."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/outer", self.guarded(self.outer))]

    async def invoices(self, _request: Request) -> Response:
        return self.frame("<iframe class=outer src=/outer width=950 height=600></iframe>")

    async def outer(self, _request: Request) -> Response:
        """The frame around the frame."""
        return page(self.tongue, "<iframe class=list src=/inner width=900 height=500></iframe>")


class Shadowed(FarmSite):
    """The list is a web component with a shadow tree."""

    def listing(self, number: int) -> str:
        return (
            f"<template>{super().listing(number)}</template><x-list></x-list><script>"
            "customElements.define('x-list', class extends HTMLElement { connectedCallback() {"
            " const inside = document.querySelector('template').content.cloneNode(true);"
            " this.attachShadow({mode: 'open'}).append(inside); } });</script>"
        )


@dataclass
class Accounts(Plain):
    """Two accounts behind one sign-in, chosen by a select; both have a document of one number."""

    accounts = ("K-100", "K-200")
    chosen: str = "K-100"

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/switch", self.guarded(self.switch))]

    async def switch(self, request: Request) -> Response:
        """Another account is chosen."""
        self.chosen = request.query_params["to"]
        self.log[f"switched {self.chosen}"] += 1
        return RedirectResponse("/home", 303)

    async def home(self, _request: Request) -> Response:
        return self.frame(f"{self.switcher()}<p class=who>{self.chosen}</p>")

    def switcher(self) -> str:
        """What chooses the account."""
        options = "".join(
            f"<option value={one}{' selected' if one == self.chosen else ''}>Firma — {one}</option>"
            for one in self.accounts
        )
        leads = "location = '/switch?to=' + this.value"
        return f'<select class=account onchange="{leads}">{options}</select>'

    @property
    def held(self) -> tuple[Doc, ...]:
        """The chosen account's documents."""
        return DOCS[:3] if self.chosen == "K-100" else (DOCS[0], *DOCS[4:])

    def listing(self, _number: int) -> str:
        return f"<p class=count>({len(self.held)})</p>{self.table(self.held)}"


@dataclass
class AccountMenu(Accounts):
    """The accounts are entries of a menu that has to be opened."""

    def switcher(self) -> str:
        entries = "".join(
            f"<a class=account href='/switch?to={one}'>Firma {one}</a><br>" for one in self.accounts
        )
        return (
            "<button class=accounts onclick=\"document.querySelector('#menu').hidden=false\">"
            f"Firma ▾</button><div id=menu hidden>{entries}</div>"
        )


class AccountList(Accounts):
    """The accounts are rows behind a link; each has its own page, and only there are invoices."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/contracts", self.guarded(self.contracts))]

    def frame(self, body: str) -> HTMLResponse:
        text = bytes(super().frame(body).body).decode()
        shown = (
            "<a href=/invoices class=list>"
            if "class=who" in body or "class=docs" in body
            else "<a hidden>"
        )
        return HTMLResponse(
            text.replace(
                "<a href=/invoices class=list>", f"<a href=/contracts>Contracts</a> {shown}"
            )
        )

    async def switch(self, request: Request) -> Response:
        await super().switch(request)
        return self.frame(f"<h1>Contract</h1><p class=who>{self.chosen}</p>")

    async def home(self, _request: Request) -> Response:
        return self.frame("<h1>Welcome</h1>")

    async def contracts(self, _request: Request) -> Response:
        """The accounts, one a row."""
        rows = "".join(
            f"<tr><td><a class=account href='/switch?to={one}'>{one}</a></td><td>Mobile</td></tr>"
            for one in self.accounts
        )
        return self.frame(f"<h1>Contracts</h1><table><tr><th>Number<th>Tariff</tr>{rows}</table>")


class Bannered(FarmSite):
    """A banner about cookies lies over the list until it is closed; it comes back on each page."""

    def listing(self, number: int) -> str:
        return super().listing(number) + (
            "<div id=banner style='position:fixed;inset:0;background:#fffe'><h2>Cookies</h2>"
            "<button onclick=\"document.querySelector('#banner').remove()\">Tout refuser</button>"
            "</div>"
        )


class Closed(FarmSite):
    """Instead of the list there is word of maintenance."""

    async def invoices(self, _request: Request) -> Response:
        return page(self.tongue, "<h1>Wartungsarbeiten</h1><p>Bitte kommen Sie später wieder.</p>")


class Announcing(FarmSite):
    """Above the list there is word of maintenance that is still to come."""

    def listing(self, number: int) -> str:
        return "<p>Scheduled maintenance on Sunday.</p>" + super().listing(number)


class Payments(Plain):
    """A history of payments, whose rows have no files."""

    def way(self, _doc: Doc) -> str:
        return "—"


class Shelves(FarmSite):
    """Invoices, credit notes, statements and quotes, each under a link of its own."""

    shelves: ClassVar[dict[str, tuple[Doc, ...]]] = {
        "invoices": DOCS[:2],
        "credits": DOCS[2:3],
        "statements": (Doc("ST-06", "30/06/2026", "5.00", "Statement"),),
        "quotes": (Doc("Q-77", "01/06/2026", "900.00", "Quote"),),
    }

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/shelf/{name}", self.guarded(self.shelf))]

    def frame(self, body: str) -> HTMLResponse:
        links = "".join(f"<a class={one} href=/shelf/{one}>{one}</a> " for one in self.shelves)
        return super().frame(links + body)

    async def shelf(self, request: Request) -> Response:
        """One of the lists."""
        docs = self.shelves[request.path_params["name"]]
        return self.frame(f"<p class=count>{len(docs)}</p>{self.table(docs)}")

    async def file(self, request: Request) -> Response:
        every = [doc for docs in self.shelves.values() for doc in docs]
        number = request.path_params["number"]
        return self.hand_out(next(doc for doc in every if doc.number == number))
