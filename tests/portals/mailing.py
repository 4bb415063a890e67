"""Sites of the farm that mail a code or a link before they let anybody in."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tests.portals.sites import USER, Site, TwoStep, html

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
"""The sign-in of a recipe for these sites."""
SENDER = "Farm Portal <no-reply@farm.example>"


def mail(subject: str, text: str, sender: str = SENDER) -> bytes:
    """A mail as a portal sends it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, USER, subject
    message["Message-ID"] = f"<{secrets.token_hex(8)}@farm.example>"
    message.set_content(text)
    return message.as_bytes()


@dataclass
class Mailing(Site):
    """The password, then a code by mail; each new code takes back the one before.

    `post` delivers a mail; `stray` are mails that arrive beside each code.
    """

    post: Callable[[bytes], None] = print
    stray: tuple[bytes, ...] = ()
    late: tuple[bytes, ...] = ()
    fields: int = 1
    code: str = field(default_factory=lambda: f"{secrets.randbelow(10**6):06}")

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/code", self.ask_code, methods=["GET", "POST"])]

    def welcome(self) -> Response:
        for other in self.stray:
            self.post(other)
        self.post(mail("Your Farm sign-in code", f"Hello,\n\nyour code is\n\n{self.code}\n\nBye"))
        for other in self.late:
            self.post(other)
        return RedirectResponse("/code", 303)

    async def ask_code(self, request: Request) -> Response:
        """The page that asks for the code, in one field or one for each digit."""
        error = ""
        if request.method == "POST":
            self.log["codes"] += 1
            given = "".join(parse_qs((await request.body()).decode()).get("otp", []))
            if given == self.code:
                self.code = secrets.token_hex(8)  # a code is good once
                return self.let_in("/home")
            error = "The code is wrong."
        return html(
            f"<p>{error}</p><p>We sent a code to your e-mail address.</p>"
            f"<form method=post action=/code>{self.inputs()}<button>Verify</button></form>",
            title="Farm Portal",
        )

    def inputs(self) -> str:
        """The fields of the code."""
        if self.fields == 1:
            return "<label>Code <input name=otp autocomplete=one-time-code></label>"
        single = "<input name=otp maxlength=1 inputmode=numeric autocomplete=one-time-code>"
        return single * self.fields


@dataclass
class Linking(Site):
    """The password, then a link by mail that is good once."""

    post: Callable[[bytes], None] = print
    origin: str = ""
    tokens: set[str] = field(default_factory=set)

    def routes(self) -> list[Route]:
        return [
            *super().routes(),
            Route("/sent", self.sent),
            Route("/enter", self.enter),
        ]

    def welcome(self) -> Response:
        token = secrets.token_urlsafe(24)
        self.tokens.add(token)
        foreign = "http://127.0.0.1:9/enter?token=stolen0123456789"
        self.post(
            mail(
                "Sign in to Farm",
                f"Sign in here: {self.origin}/enter?token={token}\n\nNot you? {foreign}\n",
            )
        )
        return RedirectResponse("/sent", 303)

    async def sent(self, _request: Request) -> Response:
        """The page that tells people to look into their mail."""
        return html("<h1>Check your e-mail</h1><p>We sent you a sign-in link.</p>", title="Farm")

    async def enter(self, request: Request) -> Response:
        """Where the link leads."""
        self.log["entered"] += 1
        token = request.query_params.get("token", "")
        if token not in self.tokens:
            return html("<h1>This link has expired</h1>", status=410)
        self.tokens.discard(token)
        return self.let_in("/home")


class ByPhone(TwoStep):
    """A code that comes to a phone."""

    async def ask_code(self, request: Request) -> Response:
        page = await super().ask_code(request)
        return html(f"<p>We sent an SMS to your phone.</p>{bytes(page.body).decode()}")
