"""Sites of the farm for sign-ins: sessions that last, choices, phones, pushes, questions, walls."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tests.portals.mailing import Mailing
from tests.portals.sites import PASSWORD, USER, Site, html

CODE_STEP = """
sign_in:
  username: [label=E-mail]
  password: ["css=#signin input[type=password]"]
  submit: ['role=button[name="Sign in"]']
  code:
    field: ["css=input[name=otp]"]
    submit: ['role=button[name="Verify"]']
  signed_in: ["css=a[href='/logout']"]
"""
PASSWORDLESS = """
sign_in:
  username: [label=E-mail]
  submit: ['role=button[name="Continue"]']
  code:
    field: ["css=input[name=otp]"]
    submit: ['role=button[name="Verify"]']
  signed_in: ["css=a[href='/logout']"]
"""


async def posted(request: Request) -> dict[str, str]:
    """The fields of a form that was sent."""
    return {k: v[-1] for k, v in parse_qs((await request.body()).decode()).items()}


@dataclass
class Lasting(Site):
    """Its session is a cookie that lasts; a dead one leads back to the sign-in.

    `owner` is whose customer number the pages show. A device that is trusted needs no code.
    """

    owner: str = "4711-X"
    needs_code: bool = False
    code: str = "271828"
    devices: set[str] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)
    device: str = "d0"

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/code", self.ask_code, methods=["GET", "POST"])]

    async def entrance(self, request: Request) -> Response:
        self.agents.add(request.headers["user-agent"])
        inside = request.cookies.get(self.cookie) in self.sessions
        return RedirectResponse("/home" if inside else "/login", 303)

    async def login(self, request: Request) -> Response:
        if request.method == "POST" and self.needs_code:
            self.log["posts"] += 1
            if request.cookies.get("device") in self.devices:
                return self.let_in("/home")
            return RedirectResponse("/code", 303)
        return await super().login(request)

    def let_in(self, target: str) -> Response:
        response, token = RedirectResponse(target, 303), secrets.token_hex(8)
        self.sessions.add(token)
        response.set_cookie(self.cookie, token, httponly=True, max_age=86_400)
        response.set_cookie("seen", self.device, max_age=86_400)
        return response

    async def ask_code(self, request: Request) -> Response:
        """A code by phone, and a box to trust the device."""
        if request.method == "POST":
            self.log["codes"] += 1
            form = await posted(request)
            if form.get("otp") == self.code:
                response = self.let_in("/home")
                if form.get("trust"):
                    self.devices.add("d1")
                    response.set_cookie("device", "d1", max_age=86_400)
                return response
            return html(self.code_form("The code is wrong."))
        self.log["sms"] += 1
        return html(self.code_form(""))

    def code_form(self, error: str) -> str:
        """The page that asks for the code."""
        return (
            f"<p>{error}</p><p>We sent a text message to +44 ••••• ••12.</p><form method=post "
            "action=/code><label>Code <input name=otp autocomplete=one-time-code></label>"
            "<label><input type=checkbox name=trust value=1> Trust this device</label>"
            "<button>Verify</button></form>"
        )

    async def home(self, _request: Request) -> Response:
        return self.frame(f"<h1>Welcome</h1><p id=customer>Customer no. {self.owner}</p>")

    def forget(self) -> None:
        """Every session is over."""
        self.sessions.clear()


@dataclass
class Choosing(Mailing):
    """After the password one chooses how the code comes; each way triggers something."""

    as_buttons: bool = False

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/way", self.way, methods=["GET", "POST"])]

    def welcome(self) -> Response:
        return RedirectResponse("/way", 303)

    async def way(self, request: Request) -> Response:
        """The choice."""
        if request.method == "POST":
            way = (await posted(request)).get("way", "")
            self.log[f"way {way}"] += 1
            if way == "mail":
                return super().welcome()
            return html("<p>We sent an SMS to your phone.</p><form><input name=otp></form>")
        return html(self.buttons() if self.as_buttons else self.radios())

    def radios(self) -> str:
        """The ways as radio buttons."""
        return (
            "<h1>Choose how to verify</h1><form method=post action=/way>"
            "<label><input type=radio name=way value=sms checked> Text message to •••12</label>"
            "<label><input type=radio name=way value=mail> E-mail to a•••@aldermoor.example</label>"
            "<button>Send code</button></form>"
        )

    def buttons(self) -> str:
        """The ways as buttons."""
        return (
            "<h1>Wie möchten Sie den Code erhalten?</h1><form method=post action=/way>"
            "<button name=way value=sms>SMS an Mobilnummer •••12</button>"
            "<button name=way value=mail>Per E-Mail</button></form>"
        )


class Passwordless(Mailing):
    """A user name, and then a code by mail."""

    def login_form(self, error: str = "") -> str:
        return (
            f"<p>{error}</p><form method=post action=/login id=signin><label>E-mail "
            "<input name=user></label><button>Continue</button></form>"
        )

    async def login(self, request: Request) -> Response:
        if request.method == "GET":
            return html(self.login_form())
        self.log["posts"] += 1
        if (await posted(request)).get("user") != USER:
            return html(self.login_form("We don't know this user."))
        return self.welcome()


@dataclass
class Pushing(Site):
    """The sign-in is confirmed in an app, which `approve` does."""

    approved: bool = False
    denied: bool = False

    def routes(self) -> list[Route]:
        return [
            *super().routes(),
            Route("/push", self.push),
            Route("/state", self.state),
        ]

    def welcome(self) -> Response:
        self.log["pushes"] += 1
        return RedirectResponse("/push", 303)

    async def push(self, _request: Request) -> Response:
        """The page that waits."""
        if self.denied:
            return html("<p>The request was rejected in the app.</p>")
        if self.approved:
            return self.let_in("/home")
        return html(
            "<p>Approve the sign-in on your phone.</p>"
            "<script>setTimeout(() => location.reload(), 400)</script>"
        )

    async def state(self, _request: Request) -> Response:
        """Whether it was confirmed."""
        return html(str(self.approved))


@dataclass
class Questioning(Site):
    """The sign-in ends with a question of the account's keeper."""

    question: str = "What was the name of your first school?"
    answer: str = "Elm Road 7"

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/question", self.ask, methods=["GET", "POST"])]

    def welcome(self) -> Response:
        return RedirectResponse("/question", 303)

    async def ask(self, request: Request) -> Response:
        """The question."""
        if request.method == "POST":
            self.log["answers"] += 1
            if (await posted(request)).get("answer") == self.answer:
                return self.let_in("/home")
        return html(
            f"<h1>One more thing</h1><form method=post action=/question><label>{self.question} "
            "<input name=answer></label><button>Continue</button></form>"
        )


@dataclass
class Identity(Site):
    """An identity provider at an origin of its own: it knows the password, the shop does not."""

    shop: str = ""

    def welcome(self) -> Response:
        ticket = secrets.token_hex(8)
        self.sessions.add(ticket)
        return RedirectResponse(f"{self.shop}/entered?ticket={ticket}", 303)


@dataclass
class Shop(Site):
    """A portal that sends people to an identity provider."""

    provider: Identity | None = None
    provider_origin: str = ""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/entered", self.entered)]

    async def login(self, _request: Request) -> Response:
        return RedirectResponse(f"{self.provider_origin}/login", 303)

    async def entered(self, request: Request) -> Response:
        """Back from the provider."""
        assert self.provider
        if request.query_params.get("ticket") in self.provider.sessions:
            return self.let_in("/home")
        return html("<h1>No</h1>", status=403)


@dataclass
class Refusing(Site):
    """A sign-in that answers the password with `says` over its form, or in its place."""

    says: str = ""
    keeps_form: bool = True
    status: int = 200

    async def login(self, request: Request) -> Response:
        if request.method == "GET":
            return html(self.login_form())
        self.log["posts"] += 1
        form = await posted(request)
        assert form.get("password") in (PASSWORD, "wrong")
        body = self.login_form(self.says) if self.keeps_form else f"<main>{self.says}</main>"
        return html(body, status=self.status)


@dataclass
class Walled(Site):
    """A page that stands where the sign-in should be."""

    says: str = ""
    status: int = 200

    async def login(self, _request: Request) -> Response:
        self.log["seen"] += 1
        return html(self.says, status=self.status)


@dataclass
class Guarded(Site):
    """A CAPTCHA at the sign-in form itself."""

    widget: str = ""

    def login_form(self, error: str = "") -> str:
        return super().login_form(error).replace("<button>", f"{self.widget}<button>")


class Dead(Site):
    """A form whose button does nothing."""

    def login_form(self, error: str = "") -> str:
        return super().login_form(error).replace("<button>", "<button type=button>")


@dataclass
class Resending(Mailing):
    """The first mail is lost; the page sends another one when asked to."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/again", self.again, methods=["POST"])]

    def welcome(self) -> Response:
        return RedirectResponse("/code", 303)

    async def again(self, _request: Request) -> Response:
        """One more mail."""
        self.log["again"] += 1
        return super().welcome()

    def inputs(self) -> str:
        return f"{super().inputs()}<button formaction=/again>Send the code again</button>"
