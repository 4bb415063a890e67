"""Sites of the farm whose later visits need no browser, and those whose do, each for one reason."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.portals.sites import PASSWORD, USER, Site, html


@dataclass
class Watched(Site):
    """A site that counts what a browser asked it for (`by_browser`), by what only browsers send."""

    def app(self) -> ASGIApp:  # type: ignore[override]  # what is served is any application
        app = super().app()

        async def watch(scope: Scope, receive: Receive, send: Send) -> None:
            names = [name for name, _value in scope.get("headers", [])]
            self.log["by_browser"] += b"sec-fetch-mode" in names
            await app(scope, receive, send)

        return watch


@dataclass
class Tokened(Watched):
    """Its form holds a token that is good once."""

    tokens: set[str] = field(default_factory=set)

    def login_form(self, error: str = "") -> str:
        token = secrets.token_hex(8)
        self.tokens.add(token)
        held = f"<input type=hidden name=_token value={token}>"
        return super().login_form(error).replace("<label>E-mail", f"{held}<label>E-mail", 1)

    async def login(self, request: Request) -> Response:
        """Refuses a token that is unknown."""
        if request.method == "POST":
            form = parse_qs((await request.body()).decode())
            token = form.get("_token", [""])[0]
            if token not in self.tokens:
                return html("<h1>Your session has expired.</h1>", status=419)
            self.tokens.discard(token)
        return await super().login(request)


@dataclass
class Hashing(Watched):
    """Its form sends what a script makes of the password beside it."""

    def login_form(self, error: str = "") -> str:
        script = (
            "<script>document.getElementById('signin').addEventListener('submit', event => {"
            "const form = event.target; form.proof.value = String(form.password.value.length)"
            " + form.user.value.length; });</script>"
        )
        held = "<input type=hidden name=proof><label>E-mail"
        return super().login_form(error).replace("<label>E-mail", held, 1) + script

    async def login(self, request: Request) -> Response:
        """Refuses whoever has not made the same of it."""
        if request.method == "POST":
            form = parse_qs((await request.body()).decode())
            if form.get("proof") != [f"{len(PASSWORD)}{len(USER)}"]:
                self.log["posts"] += 1
                return html(self.login_form("The user name or password is incorrect."))
        return await super().login(request)


@dataclass
class Scripted(Watched):
    """A script builds its list."""

    def frame(self, body: str) -> HTMLResponse:
        page = super().frame(body)
        text = bytes(page.body).decode()
        if "<table" not in text:
            return page
        before, table, after = text.partition("<table")
        inner, end, rest = (table + after).partition("</table>")
        told = secrets.token_hex(2)
        script = (
            f"<div id=x{told}></div><template id=t{told}>{inner}{end}</template><script>"
            f"setTimeout(() => {{ x{told}.append(t{told}.content.cloneNode(true)); }}, 30)</script>"
        )
        return HTMLResponse(f"{before}{script}{rest}")


@dataclass
class Turning(Watched):
    """A site that changes after the first visit, as `turned` says."""

    turned: str = ""
    elsewhere: str = ""

    def frame(self, body: str) -> HTMLResponse:
        page = super().frame(body)
        text = bytes(page.body).decode()
        if self.turned == "list":
            text = text.replace("<table", "<div id=late hidden><table").replace(
                "</table>", "</table></div><script>late.hidden = false</script>"
            )
        if self.turned == "base" and "<table" in text:
            text = f"<base href='http://['>{text}"  # no link of it leads anywhere
        return HTMLResponse(text)

    def login_form(self, error: str = "") -> str:
        form = super().login_form(error)
        if self.turned == "form":
            return form.replace("<label>E-mail", "<input type=hidden name=more><label>E-mail", 1)
        if self.turned == "script":
            return f"{form}<script>document.title = 'Sign in'</script>"
        return form

    def welcome(self) -> Response:
        if self.turned == "elsewhere":
            return RedirectResponse(f"{self.elsewhere}/landing", 303)
        if self.turned == "again":
            return RedirectResponse("/login", 307)
        if self.turned == "onward":
            return self.let_in("/onward")
        if self.turned == "words":
            return html("<h1>Something else has come up.</h1>" + self.login_form())
        return super().welcome()

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/onward", self.onward)]

    async def onward(self, _request: Request) -> Response:
        """A page between the sign-in and the rest."""
        return html("<h1>One moment</h1><script>location = '/home'</script>")

    async def invoices(self, request: Request) -> Response:
        if self.turned == "list elsewhere":
            return RedirectResponse(f"{self.elsewhere}/invoices", 303)
        return await super().invoices(request)

    async def entrance(self, request: Request) -> Response:
        if self.turned == "wall" and "sec-fetch-mode" not in request.headers:
            return html("<h1>Access denied</h1>", status=403)
        return await super().entrance(request)

    def nothing(self) -> str:
        return "<h1>Invoices</h1>" if self.turned == "silent" else super().nothing()


@dataclass
class Stranger:
    """A site of somebody else, which counts who comes."""

    seen: list[str] = field(default_factory=list)

    def app(self) -> ASGIApp:
        """The site as an application."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            self.seen.append(scope["path"])
            await JSONResponse({})(scope, receive, send)

        return answer
