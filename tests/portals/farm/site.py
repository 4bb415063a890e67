"""What all portals of the farm share: a language, a sign-in, a table of documents, their files."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tests.portals.farm.tongues import EN, Tongue
from tests.portals.sites import Doc, Site

DOCS = (
    Doc("INV-1001", "14/11/2024", "1,928.64"),
    Doc("INV-1002", "17/12/2024", "88.00"),
    Doc("CRN-2001", "21/02/2025", "-40.10", "Credit note"),
    Doc("INV-1003", "02/06/2025", "88.00"),
    Doc("INV-1004", "02/06/2025", "88.00"),
    Doc("INV-1005", "30/06/2026", "12,400.00"),
    Doc("INV-1006", "01/07/2026", "7.15"),
)


def page(tongue: Tongue, body: str, *, status: int = 200) -> HTMLResponse:
    """A page in a language."""
    return HTMLResponse(
        f"<!doctype html><html lang={tongue.code}><title>Farm</title><body>{body}</body></html>",
        status_code=status,
    )


@dataclass
class FarmSite(Site):
    """A portal in a language; `docs` are listed in a table, `page_size` of them a page."""

    tongue: Tongue = EN
    docs: tuple[Doc, ...] = DOCS
    prints: ClassVar[bool] = False  # its documents are web pages, printed by who visits

    def __post_init__(self) -> None:
        self.page_size = type(self).page_size  # a shape's own, whatever the base would set

    def login_form(self, error: str = "") -> str:
        say = self.tongue
        return (
            f"<h1>{say.sign_in}</h1><p class=error>{error}</p>"
            "<form method=post action=/login id=signin>"
            f"<label>{say.email} <input name=user autocomplete=username></label>"
            f"<label>{say.password} <input name=password type=password></label>"
            f"<button>{say.sign_in}</button></form>"
        )

    def frame(self, body: str) -> HTMLResponse:
        say = self.tongue
        return page(
            say,
            f"<nav><a href=/home>Farm</a> <a href=/invoices class=list>{say.invoices}</a> "
            f"<a href=/pay>Pay now</a> <a href=/logout>{say.sign_out}</a></nav>"
            f"<main>{body}</main>",
        )

    async def home(self, _request: Request) -> Response:
        """The dashboard; it holds a password field, as some do."""
        return self.frame("<h1>Farm</h1><form><input type=password></form>")

    def nothing(self) -> str:
        return f"<h1>{self.tongue.invoices}</h1><p class=empty>{self.tongue.nothing}</p>"

    def listing(self, number: int) -> str:
        start = (number - 1) * self.page_size
        shown = self.docs[start : start + self.page_size]
        return (
            f"<h1>{self.tongue.invoices}</h1><p class=count>{self.counted()}</p>"
            f"{self.table(shown)}{self.turns(number)}"
        )

    def counted(self) -> str:
        return f"{self.tongue.invoices} ({len(self.docs)})"

    def table(self, docs: tuple[Doc, ...]) -> str:
        """The rows of a page under their headers."""
        say = self.tongue
        heads = "".join(f"<th>{one}</th>" for one in (say.date, say.number, say.type, say.total))
        rows = "".join(map(self.row, docs))
        head = f"<thead><tr>{heads}<th></th></tr></thead>"
        return f"<table class=docs>{head}<tbody>{rows}</tbody></table>"

    def turns(self, number: int) -> str:
        """The controls that turn the list."""
        if number * self.page_size >= len(self.docs):
            return ""
        return f'<a rel=next class=next href="/invoices?page={number + 1}">{self.tongue.next}</a>'

    def row(self, doc: Doc) -> str:
        say = self.tongue
        cells = (
            say.written(doc.day),
            escape(doc.number),
            say.kind(doc.kind),
            say.money(doc.amount),
        )
        told = "".join(f"<td>{cell}</td>" for cell in cells)
        return f"<tr class=doc>{told}<td>{self.way(doc)}</td></tr>"

    def way(self, doc: Doc) -> str:
        """How a row leads to its file."""
        return f'<a class=pdf href="/file/{doc.number}">PDF</a>'

    def doc(self, number: str) -> Doc:
        """The document of a number."""
        return next(doc for doc in self.docs if doc.number == number)
