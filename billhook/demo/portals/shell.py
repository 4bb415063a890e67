"""What every portal does the same way: sessions, the sign-in form, files, counts and switches."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from html import escape
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs, quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from billhook.demo import formats
from billhook.demo.portals.desk import Desk
from billhook.demo.portals.pages import Look, Menu, Page
from billhook.demo.shapes import Document

Handler = Callable[[Request], Awaitable[Response]]
SIGN: Final = {"EUR": "€", "GBP": "£"}


@dataclass(frozen=True, slots=True)
class Entry:
    """An input of the sign-in form: its name, its label, its type."""

    name: str
    label: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Door:
    """The sign-in page: where it is, how its fields are called, what it says.

    `home` is where a visitor goes who was not on the way to somewhere.
    """

    path: str
    home: str
    title: str
    user: Entry
    key: Entry
    button: str
    wrong: str
    locked: str
    sign_out: str = "/logout"
    maintenance: str = "We'll be back soon. This site is under maintenance."


class Portal:
    """A supplier's portal with a one-page sign-in. Others replace `doors`."""

    door: ClassVar[Door]
    look: ClassVar[Look]
    menu: ClassVar[tuple[tuple[str, str], ...]] = ()
    slow_seconds: ClassVar[float] = 0

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.switches.slow_seconds = self.slow_seconds

    def app(self) -> ASGIApp:
        """The portal as a web application."""
        routes = [
            Route("/", self.entrance),
            *self.doors(),
            Route(self.door.sign_out, self.sign_out),
            *self.rooms(),
            Route("/_peers/log", self.tell_log),
            Route("/_peers/switch", self.turn_switches, methods=["GET", "POST"]),
        ]
        return _Maintenance(Starlette(routes=routes), self)

    def rooms(self) -> list[Route]:
        """What lies behind the sign-in."""
        raise NotImplementedError

    def doors(self) -> list[Route]:
        """The sign-in's routes."""
        return [Route(self.door.path, self.sign_in, methods=["GET", "POST"])]

    async def entrance(self, request: Request) -> Response:
        """To the first page, by way of the sign-in where that is needed."""
        path = self.door.home if self.desk.signed_in(request) else self.door.path
        return RedirectResponse(path, 303)

    async def sign_in(self, request: Request) -> Response:
        """The sign-in page, and what becomes of its form."""
        if request.method == "GET":
            return self.show_door("", onward(request))
        form = await fields(request)
        visitor = self.desk.visitor(request)
        if visitor is None or form.get("csrf_token") != visitor.csrf:
            self.desk.log.forged_forms += 1
            return self.show_door("", onward(request), status=403)
        door = self.door
        if not self.desk.opens(form.get(door.user.name, ""), form.get(door.key.name, "")):
            return self.show_door(door.locked if self.desk.locked else door.wrong, onward(request))
        return self.let_in(request, form.get("next", ""))

    def let_in(self, request: Request, target: str) -> Response:
        """A fresh session for a visitor whose sign-in is complete."""
        self.desk.log.sign_ins += 1
        self.desk.farewell(request)
        local = target.startswith("/") and not target.startswith("//")
        response = RedirectResponse(target if local else self.door.home, 303)
        self.desk.welcome(response, user=self.desk.facts.sign_in.username)
        return response

    async def sign_out(self, request: Request) -> Response:
        """The sign-in page, the session forgotten."""
        self.desk.farewell(request)
        return RedirectResponse(self.door.path, 303)

    def show_door(self, error: str, target: str, status: int = 200) -> Response:
        """The sign-in page with a new form token, and the error if there is one."""
        response = HTMLResponse(status_code=status)
        visitor = self.desk.welcome(response)
        body = self.door_form(visitor.csrf, target, error)
        return fill(response, self.page(self.door.title, body, public=True))

    def door_form(self, csrf: str, target: str, error: str) -> str:
        """The sign-in form."""
        door = self.door
        user, key = door.user, door.key
        return (
            f'<section class="card door"><h1>{escape(door.title)}</h1>{alert(error)}'
            f'<form method="post" action="{door.path}">'
            f'<input type="hidden" name="csrf_token" value="{csrf}">'
            f'<input type="hidden" name="next" value="{escape(target)}">'
            f'<label for="{user.name}">{escape(user.label)}</label>'
            f'<input id="{user.name}" name="{user.name}" type="{user.kind}"'
            ' autocomplete="username" required>'
            f'<label for="{key.name}">{escape(key.label)}</label>'
            f'<input id="{key.name}" name="{key.name}" type="password"'
            ' autocomplete="current-password" required>'
            f'<button type="submit">{escape(door.button)}</button></form></section>'
        )

    def guarded(self, handler: Handler) -> Handler:
        """The handler for visitors who are signed in; the others go to the door."""

        async def guard(request: Request) -> Response:
            if self.desk.signed_in(request) is None:
                target = request.url.path
                if request.url.query:
                    target += f"?{request.url.query}"
                return RedirectResponse(f"{self.door.path}?next={quote(target)}", 303)
            return await handler(request)

        return guard

    def page(self, title: str, body: str, *, here: str = "", public: bool = False) -> str:
        """A page in the portal's look, with the menu for those who are signed in."""
        facts = self.desk.facts
        page = Page(
            language=facts.language,
            brand=facts.brand,
            title=title,
            body=body,
            look=self.look,
            menu=Menu(() if public else self.menu, here),
            foot=escape(f"{self.desk.seller.name} · {self.desk.seller.register}"),
        )
        return page.html(redesigned=self.desk.switches.redesigned)

    def list_page(self, title: str, body: str, here: str) -> Response:
        """A page that lists documents; counted."""
        self.desk.log.list_views += 1
        return HTMLResponse(self.page(title, body, here=here))

    async def hand_out(self, document: Document | None, *, inline: bool = False) -> Response:
        """The file of a document, or a page that says there is none; counted."""
        if document is None:
            return HTMLResponse(self.page("404", "<h1>404</h1>"), status_code=404)
        if document == self.desk.documents[0]:
            await asyncio.sleep(self.desk.switches.slow_seconds)
        self.desk.log.downloads[document.number] += 1
        place = "inline" if inline else "attachment"
        headers = {"content-disposition": f'{place}; filename="{document.file_name}.pdf"'}
        content = self.desk.archive.pdf(document)
        return Response(content, media_type="application/pdf", headers=headers)

    def amount(self, document: Document) -> str:
        """The gross amount as the portal writes it, with the sign of the currency."""
        written = formats.money(self.desk.facts.language, document.gross)
        sign = SIGN[document.currency]
        if self.desk.facts.language == "en":
            return f"-{sign}{written[1:]}" if written.startswith("-") else f"{sign}{written}"
        return f"{written} {sign}"

    def day(self, document: Document) -> str:
        """The date of issue as the portal writes it."""
        return formats.day(self.desk.facts.language, document.issued)

    def due(self, document: Document) -> str:
        """The due date as the portal writes it; a dash where there is none."""
        due = document.due
        return formats.day(self.desk.facts.language, due) if due else "\u2013"

    async def tell_log(self, _request: Request) -> Response:
        """The counts, for tests."""
        return JSONResponse(self.desk.log.told())

    async def turn_switches(self, request: Request) -> Response:
        """The switches, after those in the request's JSON were set; for tests."""
        if request.method == "POST":
            wanted: dict[str, Any] = await request.json()
            self.desk.switches.turn(wanted)
        return JSONResponse(asdict(self.desk.switches))


class _Maintenance:
    """Answers every page but the tests' own with 503 while the switch is on."""

    def __init__(self, inner: ASGIApp, portal: Portal) -> None:
        self._inner = inner
        self._portal = portal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        closed = self._portal.desk.switches.maintenance
        if not closed or str(scope.get("path", "")).startswith("/_peers/"):
            await self._inner(scope, receive, send)
            return
        text = self._portal.door.maintenance
        body = f'<section class="card"><h1>{escape(text)}</h1></section>'
        page = self._portal.page(text, body, public=True)
        headers = {"retry-after": "3600"}
        await HTMLResponse(page, status_code=503, headers=headers)(scope, receive, send)


async def fields(request: Request) -> dict[str, str]:
    """The fields of a posted form, the last value of each."""
    body = await request.body()
    return {name: values[-1] for name, values in parse_qs(body.decode()).items()}


def onward(request: Request) -> str:
    """Where the visitor was going."""
    return request.query_params.get("next", "")


def alert(error: str) -> str:
    """The error box, or nothing."""
    return f'<p class="error" role="alert">{escape(error)}</p>' if error else ""


def fill(response: Response, html: str) -> Response:
    """The response with that page, its length put right."""
    response.body = html.encode()
    response.headers["content-length"] = str(len(response.body))
    return response
