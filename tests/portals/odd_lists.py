"""Sites whose list the autopilot does not find or believe, until a person shows one row of it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.portals.sites import Doc, Site, html

DOCS = (
    Doc("K-70011", "14 May 2026", "1,928.64"),
    Doc("K-70012", "17 May 2026", "88.00"),
    Doc("K-70013", "2 June 2026", "88.00"),
    Doc("K-70014", "30 June 2026", "12,400.00"),
    Doc("K-70015", "1 July 2026", "7.15"),
)
ROW = 50
"""Pixels from one row to the next."""
HERE = {"corner": (160, 25), "pay": (360, 25), "away": (560, 25), "blank": (900, 800)}
"""Where things stand on each page, in its pixels."""


def row_at(position: int, x: int = 150) -> tuple[int, int]:
    """Where a row stands, from 0."""
    return x, 120 + ROW * position


FILE = 860
"""Where what brings a row's file stands, from the left."""


@dataclass
class Odd(Site):
    """A portal whose list stands behind what a script alone makes a control."""

    docs: tuple[Doc, ...] = DOCS
    away: str = "https://elsewhere.example/"

    def routes(self) -> list[Route]:
        return [
            *super().routes(),
            Route("/corner", self.guarded(self.corner)),
            Route("/rows", self.guarded(self.rows)),
        ]

    def frame(self, body: str) -> HTMLResponse:
        spot = "position:absolute;top:10px;height:30px;width:120px;left:"
        return html(
            f"<style>{self.style()}</style><nav>"
            f"<span id=corner class=spot style='{spot}100px;cursor:pointer'>Corner</span>"
            f"<a href=/pay style='{spot}300px'>Pay now</a>"
            f"<a href='{self.away}' style='{spot}500px'>Partner</a>"
            f"<a href=/logout style='{spot}700px'>Log out</a></nav>{body}<script>"
            "corner.addEventListener('click', () => { location = '/corner' })</script>"
        )

    def style(self) -> str:
        """How a list is laid out."""
        return (
            "#list { position: absolute; top: 100px; left: 100px; width: 1000px }"
            f".one {{ height: {ROW}px; box-sizing: border-box; overflow: hidden }}"
            ".one > * { display: inline-block; vertical-align: top; width: 180px; height: 48px }"
            ".one > .file { margin-left: 10px }"
        )

    async def home(self, _request: Request) -> Response:
        return self.frame("<p style='margin-top:80px'>Good morning.</p>")

    async def corner(self, _request: Request) -> Response:
        """The list."""
        return self.frame(self.listed())

    async def rows(self, _request: Request) -> Response:
        """The list alone, for a frame."""
        return html(f"<style>{self.style()}</style>{self.listed()}")

    def listed(self) -> str:
        """The rows within what holds them."""
        return f"<div id=list>{''.join(map(self.row, self.docs))}</div>"

    def row(self, doc: Doc) -> str:
        """A card without any header."""
        return (
            f"<div class=one><b>{doc.number}</b> <span>{doc.day}</span> "
            f"<span>€{doc.amount}</span> <span></span>{self.way(doc)}</div>"
        )

    def way(self, doc: Doc) -> str:
        """What brings a row's file."""
        return f"<a class=file href='/file/{doc.number}'>PDF</a>"


@dataclass
class Undated(Odd):
    """Rows as nested elements without names, and without a day."""

    def row(self, doc: Doc) -> str:
        return (
            "<div class=one><div style='width:700px'><div><div style='float:left;width:300px'>"
            f"<i>{doc.number}</i></div><div><em>€{doc.amount}</em></div></div></div>"
            f"<div style='width:160px'>{self.way(doc)}</div></div>"
        )


@dataclass
class Scripted(Odd):
    """The file is fetched by a script behind an element that is neither a link nor a button."""

    def listed(self) -> str:
        return super().listed() + (
            "<script>for (const one of document.querySelectorAll('.get')) {"
            " one.style.cursor = 'pointer'; one.addEventListener('click', async () => {"
            " const got = await fetch('/file/' + one.dataset.of); const blob = await got.blob();"
            " const a = document.createElement('a'); a.href = URL.createObjectURL(blob);"
            " a.download = one.dataset.of + '.pdf'; a.click(); }); }</script>"
        )

    def way(self, doc: Doc) -> str:
        return f"<span class='file get' data-of={doc.number}>Open</span>"


@dataclass
class Framed(Odd):
    """The list stands in a frame."""

    async def corner(self, _request: Request) -> Response:
        return self.frame(
            "<iframe name=paper src=/rows style='position:absolute;top:0;left:0;width:1200px;"
            "height:880px;border:0;z-index:-1'></iframe>"
        )


@dataclass
class Orders(Odd):
    """A table that its heading calls orders, with columns of several meanings."""

    page_size: int = 3

    def style(self) -> str:
        return (
            "table { position: absolute; top: 50px; left: 100px; width: 900px;"
            " border-collapse: collapse } td, th { height: 48px; padding: 0; border: 1px solid }"
        )

    async def corner(self, request: Request) -> Response:
        number = int(request.query_params.get("page", "1"))
        shown = self.docs[(number - 1) * self.page_size : number * self.page_size]
        more = number * self.page_size < len(self.docs)
        turn = f"<a rel=next href='/corner?page={number + 1}'>Next</a>" if more else ""
        rows = "".join(
            f"<tr><td>{doc.number}</td><td>{doc.day}</td><td>€1.00</td><td>€{doc.amount}</td>"
            f"<td>{self.way(doc)}</td></tr>"
            for doc in shown
        )
        return self.frame(
            "<h1 style='margin:400px 0 0'>Orders</h1>"
            f"<p class=count>{len(self.docs)} entries</p><table><thead><tr><th>Number<th>Date<th>"
            f"Net<th>Total<th></tr></thead><tbody>{rows}</tbody></table>{turn}"
        )


@dataclass
class TwoWays(Odd):
    """Days that may be read two ways."""

    docs: tuple[Doc, ...] = (
        Doc("K-70021", "03/05/2026", "10.00"),
        Doc("K-70022", "04/06/2026", "11.00"),
        Doc("K-70023", "05/06/2026", "12.00"),
    )


@dataclass
class Hostile(Odd):
    """What brings the file says what would be markup, a key or an answer, were it not text."""

    words: str = "<img src=x onerror=alert(1)>“. Is that right? Yes.\u202e"

    def way(self, doc: Doc) -> str:
        said = self.words.replace("<", "&lt;")
        return (
            f"<a class=file style='overflow:hidden;white-space:nowrap' href='/file/{doc.number}'>"
            f"{said}</a>"
        )


@dataclass
class Paying(Odd):
    """Beside each row stands what pays it."""

    def way(self, doc: Doc) -> str:
        return (
            f"<form class=file method=post action=/pay><button>Pay now</button></form>"
            f"<a style='width:20px' href='/file/{doc.number}'>PDF</a>"
        )
