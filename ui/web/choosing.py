"""The door for whoever holds a link: they choose a password, and sign in with it."""

from __future__ import annotations

import asyncio
from html import escape
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from model.clock import Clock
from model.desk import Desk
from model.errors import SignedOut, WrongInput
from model.patience import Patience
from model.people import User
from model.secret import Secret
from ui.languages import phrase, say
from ui.languages.choice import current
from ui.refusals import refusal_words

PAGE: Final = (Path(__file__).parent / "choose.html").read_text()
WORDS: Final = (
    phrase("Choose a password"),
    phrase("You sign in as"),
    phrase("Four words that nobody would guess do well."),
    phrase("Password"),
    phrase("The same again"),
    phrase("Choose it"),
)
LONGEST: Final = 1024  # characters of a token or password that are looked at


def choosing(desk: Desk, clock: Clock) -> APIRouter:
    """The route `/choose`. Looking at it spends nothing: programs look at links before people."""
    router = APIRouter()
    patience = Patience(clock)

    @router.get("/choose")
    async def look(request: Request, token: str = "") -> Response:
        who = _address(request)
        link = Secret(token[:LONGEST])
        person = None if patience.wait(who) else await asyncio.to_thread(desk.people.invited, link)
        if person is None:
            patience.failed(who)
            return RedirectResponse("/login?link=spent", 303)
        return _page(desk.company(), person, link)

    @router.post("/choose")
    async def choose(
        token: Annotated[str, Form(max_length=LONGEST)],
        password: Annotated[str, Form(max_length=LONGEST)],
        again: Annotated[str, Form(max_length=LONGEST)],
    ) -> Response:
        link = Secret(token)
        try:
            await asyncio.to_thread(_choose, desk, link, (password, again))
        except SignedOut:
            return RedirectResponse("/login?link=spent", 303)
        except WrongInput as refusal:
            person = await asyncio.to_thread(desk.people.invited, link)
            if person is None:
                return RedirectResponse("/login?link=spent", 303)
            return _page(desk.company(), person, link, refusal_words(refusal))
        return RedirectResponse("/login?link=used", 303)

    return router


def _choose(desk: Desk, link: Secret, typed: tuple[str, str]) -> None:
    if typed[0] != typed[1]:
        raise WrongInput(say("The two passwords differ."))
    desk.people.choose_password(link, Secret(typed[0]))


def _page(company: str, person: User, link: Secret, message: str = "") -> Response:
    shown = f'<p class="wrong" role="alert">{escape(message)}</p>' if message else ""
    filled = {
        "language": current().value,
        "company": escape(company),
        "name": escape(person.name),
        "token": escape(link.reveal()),
        "message": shown,
    }
    page = PAGE
    for word in WORDS:
        page = page.replace(f"{{{word}}}", escape(say(word)))
    for name, value in filled.items():
        page = page.replace(f"{{{name}}}", value)
    return HTMLResponse(page, 400 if message else 200)


def _address(request: Request) -> str:
    return f"address {request.client.host if request.client else ''}"
