"""Sign-in and sign-out: plain forms, since a cookie can't be set over NiceGUI's socket."""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from model.clock import Clock
from model.desk import Desk
from model.errors import SignInBusy
from model.patience import Patience
from model.ports import Sessions
from ui.cookies import COOKIE, held, take_back
from ui.languages import phrase, say
from ui.refusals import refusal_words
from ui.seat import dismiss, let_leave
from ui.web.back import onward
from ui.web.login_page import login_page
from ui.web.second_step import after_password
from ui.web.welcome import welcome

LINKS = {
    "spent": phrase("This link was used before or is too old; ask for a new one."),
    "used": phrase("Your password is chosen; sign in with it."),
}
_LOG: Final = logging.getLogger(__name__)  # no name: people type passwords into its field
_CROWDED: Final = 5.0  # seconds
LONGEST = 1024  # characters of a name or password that are looked at


class SignIn:
    """The doors: `/login`, `/logout`, and `/enter` for a one-time token."""

    def __init__(self, desk: Desk, sessions: Sessions, clock: Clock) -> None:
        self._desk = desk
        self._sessions = sessions
        self._patience = Patience(clock)
        self.router = APIRouter()
        self.router.get("/login")(self.page)
        self.router.post("/login")(self.sign_in)
        self.router.post("/logout")(self.sign_out)
        self.router.get("/enter")(self.enter)

    def page(self, link: str = "") -> Response:
        """The sign-in page; `link` is what became of one."""
        return login_page(self._desk, say(LINKS[link]) if link in LINKS else "")

    async def sign_in(
        self,
        request: Request,
        name: Annotated[str, Form(max_length=LONGEST)],
        password: Annotated[str, Form(max_length=LONGEST)],
    ) -> Response:
        """A new session where name and password fit."""
        who = (_address(request), f"name {name.casefold()}")
        if wait := self._patience.wait(*who):
            _LOG.warning("too many sign-ins were tried from %s", who[0])
            refusal = say("Too many tries. Wait {n} seconds.", n=f"{wait:.0f}")
            return await self._refuse(refusal, 429, wait)
        try:
            user = await asyncio.to_thread(self._desk.sign_in, name, password)
        except SignInBusy as crowded:
            return await self._refuse(refusal_words(crowded), 429, _CROWDED)
        if user is None:
            self._patience.failed(*who)
            _LOG.warning("a sign-in was refused, from %s", who[0])
            return await self._refuse(say("Name and password don't fit."), 401)
        self._patience.forget(who[1])  # not the address: others are guessed at from it
        return await after_password(request, user, self._desk, self._sessions)

    async def enter(self, request: Request, token: str = "") -> Response:
        """A new session for a one-time token; the address without it comes next."""
        who = _address(request)
        if self._patience.wait(who):
            return RedirectResponse("/login", 303)
        user = await asyncio.to_thread(self._desk.sign_in_by_token, token[:LONGEST])
        if user is None:
            self._patience.failed(who)
            _LOG.warning("a link to sign in was refused, from %s", who)
            return RedirectResponse("/login", 303)
        return await welcome(request, user, self._sessions)

    async def sign_out(self, request: Request, page: Annotated[str, Form()] = "") -> Response:
        """The end of the session; its open pages leave at once, `page` with this answer."""
        token = held(request)
        let_leave(page)
        by_provider = await asyncio.to_thread(self._sessions.close, token)
        dismiss(token)
        out = await asyncio.to_thread(self._desk.company_sign_in.way_out) if by_provider else None
        answer: Response = onward(out) if out else RedirectResponse("/login", 303)
        take_back(request, answer, COOKIE)
        answer.headers["clear-site-data"] = '"cache", "storage"'  # also without our scripts
        return answer

    async def _refuse(self, message: str, status: int, wait: float = 0) -> Response:
        answer = await asyncio.to_thread(login_page, self._desk, message, status)
        if wait:
            answer.headers["retry-after"] = f"{wait:.0f}"
        return answer


def _address(request: Request) -> str:
    return f"address {request.client.host if request.client else ''}"
