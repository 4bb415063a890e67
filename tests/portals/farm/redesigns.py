"""Portals of the farm in a second version: on Wednesday they look another way, or are gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Final
from urllib.parse import parse_qs

import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.portals.farm.manners import ChangedAfterTuesday, Masked
from tests.portals.farm.paging import NEWEST, Adding
from tests.portals.farm.site import DOCS, FarmSite, page
from tests.portals.farm.table import usual, usual_list
from tests.portals.farm.tongues import DE, EN, ES, FR, IT, NL, US, Tongue
from tests.portals.farm.ways import Clicked
from tests.portals.sites import PASSWORD, USER, Doc


class MovedMenu(FarmSite):
    """The list is reached over a page of its own, and its link has another name and class."""

    overview = "Mon compte"
    leads = "Factures et avoirs"

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/account", self.guarded(self.account))]

    async def account(self, _request: Request) -> Response:
        """The page that the list moved to."""
        return self.frame(f"<h1>{self.overview}</h1><p><a href=/invoices>{self.leads}</a></p>")

    def frame(self, body: str) -> HTMLResponse:
        say = self.tongue
        return page(
            say,
            f"<header><a href=/home>Farm</a> <a href=/account>{self.overview}</a> "
            f"<a href=/pay>Pay now</a> <a href=/logout>{say.sign_out}</a></header>"
            f"<main>{body}</main>",
        )


class Cards(FarmSite):
    """The table has become cards."""

    def table(self, docs: tuple[Doc, ...]) -> str:
        return f"<div class=cards>{''.join(map(self.row, docs))}</div>"

    def row(self, doc: Doc) -> str:
        say = self.tongue
        return (
            f"<article class=card><h3>{say.kind(doc.kind)} {escape(doc.number)}</h3>"
            f"<p class=when>{say.written(doc.day)}</p>"
            f"<p class=sum>{say.money(doc.amount)}</p>{self.way(doc)}</article>"
        )


class RenamedColumns(FarmSite):
    """The columns have other names and another order, and a net amount stands before the total."""

    def table(self, docs: tuple[Doc, ...]) -> str:
        names = ("Document reference", "Kind", "Net amount", "Gross amount", "Issued", "")
        heads = "".join(f"<th>{one}</th>" for one in names)
        rows = "".join(map(self.row, docs))
        return f"<table class=docs><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"

    def row(self, doc: Doc) -> str:
        say = self.tongue
        cells = (
            escape(doc.number),
            say.kind(doc.kind),
            say.money("1.00"),
            say.money(doc.amount),
            say.written(doc.day),
        )
        told = "".join(f"<td>{cell}</td>" for cell in cells)
        return f"<tr class=doc>{told}<td>{self.way(doc)}</td></tr>"


class SwappedMeaning(FarmSite):
    """The header that said the total says the net amount now; the total has another."""

    def table(self, docs: tuple[Doc, ...]) -> str:
        return super().table(docs).replace("<th></th>", "<th>Gross amount</th><th></th>")

    def row(self, doc: Doc) -> str:
        say = self.tongue
        cells = (
            say.written(doc.day),
            escape(doc.number),
            say.kind(doc.kind),
            say.money("1.00"),
            say.money(doc.amount),
        )
        told = "".join(f"<td>{cell}</td>" for cell in cells)
        return f"<tr class=doc>{told}<td>{self.way(doc)}</td></tr>"


class MovedSignIn(FarmSite):
    """The start page only leads to the form, whose fields and button are new ones."""

    def routes(self) -> list[Route]:
        kept = [route for route in super().routes() if route.path not in ("/", "/login")]
        return [
            *kept,
            Route("/", self.front),
            Route("/login", self.front),
            Route("/access", self.access, methods=["GET", "POST"]),
        ]

    async def front(self, _request: Request) -> Response:
        """A page for visitors."""
        return page(
            self.tongue, f"<h1>Farm</h1><a href=/access>{self.tongue.sign_in}</a><p>Hola</p>"
        )

    async def access(self, request: Request) -> Response:
        """The new form, and its answer."""
        if request.method == "GET":
            return page(self.tongue, self.login_form())
        self.log["posts"] += 1
        form = parse_qs((await request.body()).decode())
        if (form.get("identifier"), form.get("secret")) != ([USER], [PASSWORD]):
            self.log["refused"] += 1
            return page(self.tongue, self.login_form("?"))
        return self.welcome()

    def login_form(self, error: str = "") -> str:
        say = self.tongue
        return (
            f"<h1>Farm</h1><p class=error>{error}</p><form method=post action=/access>"
            f"<label>{say.email} <input name=identifier type=email></label>"
            f"<label>{say.password} <input name=secret type=password></label>"
            f"<button>{say.sign_in}</button></form>"
        )


class OnItsOwnPage(FarmSite):
    """The file stands on a page of the row now."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/invoice/{number}", self.guarded(self.shown))]

    def way(self, doc: Doc) -> str:
        return f"<a class=details href='/invoice/{doc.number}'>View</a>"

    async def shown(self, request: Request) -> Response:
        """A row's own page."""
        number = request.path_params["number"]
        return self.frame(
            f"<h1>{number}</h1><p><a class=get href='/file/{number}'>Download PDF</a></p>"
        )


class OtherSignOut(FarmSite):
    """The way out, by which a visit knows that it is in, is another."""

    def frame(self, body: str) -> HTMLResponse:
        text = bytes(super().frame(body).body).decode()
        return HTMLResponse(
            text.replace("<a href=/logout>", "<button class=leave>").replace(
                f"{self.tongue.sign_out}</a>", f"{self.tongue.sign_out}</button>"
            )
        )


class Drawn(FarmSite):
    """The list is a picture: nobody can read it."""

    def table(self, docs: tuple[Doc, ...]) -> str:
        return f"<canvas width=600 height={20 * len(docs)}></canvas>"

    def turns(self, _number: int) -> str:
        return ""


class OtherList(FarmSite):
    """Where the invoices stood, orders stand, in a table that looks the same."""

    def frame(self, body: str) -> HTMLResponse:
        text = bytes(super().frame(body).body).decode()
        return HTMLResponse(text.replace("class=docs", "class=orders").replace("=doc>", "=order>"))

    def row(self, doc: Doc) -> str:
        return super().row(Doc(f"8{doc.number[-3:]}-{doc.number[4:]}", doc.day, doc.amount))

    def doc(self, number: str) -> Doc:
        return Doc(number, "01/01/2026", "1.00")


@dataclass
class Changing:
    """A portal before and after its redesign, at one address; `after_tuesday` says which it is."""

    before: FarmSite
    after: FarmSite
    after_tuesday: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, answered by the portal of the day."""
        await self._apps[self.after_tuesday](scope, receive, send)

    _apps: dict[bool, Starlette] = field(init=False)

    def __post_init__(self) -> None:
        self._apps = {False: self.before.app(), True: self.after.app()}


@dataclass(frozen=True)
class Redesign:
    """One portal's redesign. `repaired` is what becomes of its recipe; else `step` has failed."""

    name: str
    after: Callable[[], FarmSite]
    tongue: Tongue
    before: Callable[[], FarmSite] = FarmSite
    into: Tongue | None = None
    repaired: bool = True
    step: str = ""

    def portal(self) -> Changing:
        """The portal; after the change it lists one document more."""
        before, after = self.before(), self.after()
        before.tongue, after.tongue = self.tongue, self.into or self.tongue
        after.docs = (*DOCS, NEWEST)
        return Changing(before, after)

    def recipe(self, origin: str) -> str:
        """Its recipe as somebody in a hurry wrote it: one selector a step."""
        told = usual(self.tongue, origin) | {"lists": [usual_list(self.tongue)]}
        return yaml.safe_dump(_hasty(told), sort_keys=False, allow_unicode=True)


def _hasty(told: Any) -> Any:
    """Only the first of several selectors."""
    if isinstance(told, dict):
        return {name: _hasty(one) for name, one in told.items()}
    if isinstance(told, list) and told and isinstance(told[0], str) and "=" in told[0]:
        return told[:1]
    return [_hasty(one) for one in told] if isinstance(told, list) else told


def _of(*parts: type, **facts: Any) -> Callable[[], FarmSite]:
    return type("+".join(one.__name__ for one in parts), parts, facts)


_EN: Final = replace(EN, currency="EUR")

REDESIGNS: Final = (
    Redesign("renamed classes", _of(ChangedAfterTuesday, FarmSite), DE),
    Redesign("random classes", _of(Masked, FarmSite), ES),
    Redesign("a moved menu", _of(MovedMenu), FR),
    Redesign("another language", _of(ChangedAfterTuesday, FarmSite), DE, into=_EN),
    Redesign("cards instead of a table", _of(Cards), NL),
    Redesign("renamed columns", _of(RenamedColumns), EN),
    Redesign("more instead of next", _of(Adding), EN),
    Redesign("a moved sign-in", _of(MovedSignIn), ES),
    Redesign("another sign of being in", _of(OtherSignOut), IT),
    Redesign("files on pages of their own", _of(OnItsOwnPage), EN),
    Redesign("buttons instead of links", _of(Clicked), FR),
    Redesign(
        "everything at once",
        _of(ChangedAfterTuesday, MovedMenu, RenamedColumns, overview="My account", leads="Billing"),
        DE,
        into=_EN,
    ),
    Redesign("a list that is a picture", _of(Drawn), EN, repaired=False, step="invoices.rows"),
    Redesign(
        "a column of another meaning",
        _of(SwappedMeaning),
        EN,
        repaired=False,
        step="invoices.columns.amount",
    ),
    Redesign(
        "another currency",
        _of(ChangedAfterTuesday, FarmSite),
        DE,
        into=EN,
        repaired=False,
        step="invoices.counter",
    ),
    Redesign("orders in its place", _of(OtherList), US, repaired=False, step="invoices.rows"),
)
