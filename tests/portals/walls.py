"""Sites of the farm that want a person: a CAPTCHA before or after the sign-in, terms to accept."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.portals.sites import PASSWORD, Site, html

BOX = "position:absolute;left:100px;width:200px;height:40px;"
PLACES = {
    "box": (200, 120),
    "field": (200, 220),
    "go": (200, 320),
    "help": (200, 420),
    "motion": (200, 520),
}
"""Where a person clicks on a wall's page, in its pixels."""


@dataclass
class Walled(Site):
    """After the sign-in stands a check: a box to tick, a word to type, a button."""

    word: str = "zebra"

    def routes(self) -> list[Route]:
        return [
            *super().routes(),
            Route("/check", self.check, methods=["GET", "POST"]),
            Route("/hint", self.hint),
        ]

    def welcome(self) -> Response:
        return RedirectResponse("/check", 303)

    async def check(self, request: Request) -> Response:
        """The wall, or the way through for who ticked the box and typed the word."""
        if request.method == "GET":
            return self.wall()
        form = {k: v[-1] for k, v in parse_qs((await request.body()).decode()).items()}
        self.log[f"typed {form.get('word', '')}"] += 1
        if form.get("human") == "on" and form.get("word") == self.word:
            return self.let_in("/home")
        return self.wall()

    async def hint(self, _request: Request) -> Response:
        """A page that opens beside the wall."""
        self.log["hints"] += 1
        return html("<h1>Hint</h1><script>document.body.style.background='#00f'</script>", "Hint")

    def wall(self) -> HTMLResponse:
        """The page."""
        return html(
            "<div class=g-recaptcha>Confirm that you are not a robot (CAPTCHA)</div>"
            "<form method=post action=/check>"
            f"<label style='{BOX}top:100px;background:#ddd' id=box><input type=checkbox name=human "
            "onchange=\"document.body.style.background=this.checked?'#0f0':'#fff'\"> I am human"
            "</label>"
            f"<input name=word style='{BOX}top:200px' aria-label=Word>"
            f"<button style='{BOX}top:300px'>Go on</button></form>"
            f"<a href=/hint target=_blank style='{BOX}top:400px;background:#eee'>Hint</a>"
            f"<button style='{BOX}top:500px' onclick=\"let n=0;setInterval(()=>"
            "{this.style.left=100+(n++*5)%400+'px'},16)\">Move</button>"
        )


@dataclass
class Guarded(Walled):
    """The same check before the sign-in's form."""

    passed: bool = False

    async def login(self, request: Request) -> Response:
        if not self.passed:
            return RedirectResponse("/check", 303)
        return await super().login(request)

    def welcome(self) -> Response:
        return self.let_in("/home")

    def let_in(self, target: str) -> Response:
        if self.passed:
            return super().let_in(target)
        self.passed = True
        return RedirectResponse("/login", 303)


@dataclass
class Peeping(Walled):
    """Its wall shows a password field that holds a password, and an eye that shows it in plain."""

    def wall(self) -> HTMLResponse:
        return html(
            "<p>Confirm that you are not a robot (CAPTCHA)</p>"
            f"<input id=secret type=password value='{PASSWORD}' style='{BOX}top:100px'>"
            f"<input id=other style='{BOX}top:200px'>"
            f"<button id=eye style='{BOX}top:300px' onclick=\"secret.type='text';"
            "other.value='so: ' + secret.value\">Show</button>"
            f"<a href=/hint target=_blank style='{BOX}top:400px'>Hint</a>"
        )


@dataclass
class Terms(Site):
    """After the sign-in stand new terms, and a button that accepts them."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/accept", self.accept, methods=["POST"])]

    def welcome(self) -> Response:
        return html(
            "<p>Please accept our new terms and conditions.</p><form method=post action=/accept>"
            f"<button style='{BOX}top:300px'>I accept</button></form>"
        )

    async def accept(self, _request: Request) -> Response:
        """The way through."""
        self.log["accepted"] += 1
        return self.let_in("/home")


@dataclass
class Checking(Walled):
    """A check in the middle of the work: before the second page of the list, or before files."""

    before: str = "page"
    passed: bool = False

    def welcome(self) -> Response:
        return self.let_in("/home")

    def let_in(self, target: str) -> Response:
        self.passed = self.log["posts"] > 0 and self.log[f"typed {self.word}"] > 0
        return super().let_in(target)

    async def invoices(self, request: Request) -> Response:
        if self.before == "page" and request.query_params.get("page") == "2" and not self.passed:
            return self.wall()
        return await super().invoices(request)

    async def file(self, request: Request) -> Response:
        number = request.path_params["number"]
        if self.before == "file" and number != "INV-1001" and not self.passed:
            return self.wall()
        self.log[f"file {number}"] += 1
        return await super().file(request)
