"""The door for the company's account: to the identity provider, and back from it."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from model.clock import Clock
from model.desk import Desk
from model.errors import BillhookError
from model.patience import Patience
from model.ports import Sessions
from ui.cookies import STATE, held, lend, take_back
from ui.languages import say
from ui.refusals import refusal_words
from ui.web.back import onward, wanted
from ui.web.login_page import login_page
from ui.web.welcome import welcome

_FOLDER: Final = "/oidc"
_LONGEST: Final = 4096  # characters of an answer's value that are looked at
_HEARD: Final = ("state", "code", "iss", "error")


class CompanyAccount:
    """The routes `/oidc/start` and `/oidc/callback`; neither needs a session."""

    def __init__(self, desk: Desk, sessions: Sessions, clock: Clock) -> None:
        self._desk = desk
        self._sessions = sessions
        self._patience = Patience(clock)
        self.router = APIRouter(prefix=_FOLDER)
        self.router.get("/start")(self.start)
        self.router.get("/callback")(self.callback)

    async def start(self, request: Request) -> Response:
        """The way to the provider; the state stays in this browser."""
        try:
            address, state = await asyncio.to_thread(self._desk.company_sign_in.begin)
        except BillhookError as refusal:
            return await self._refused(refusal, 503)
        answer = RedirectResponse(address, 303)
        lend(request, answer, STATE, state)
        return answer

    async def callback(self, request: Request) -> Response:
        """A new session where the provider's answer holds, and on to the page that was wanted."""
        who = f"address {request.client.host if request.client else ''}"
        if wait := self._patience.wait(who):
            said = say("Too many tries. Wait {n} seconds.", n=f"{wait:.0f}")
            return await asyncio.to_thread(login_page, self._desk, said, 429)
        state = held(request, STATE)
        query = request.query_params
        heard = {name: query[name][:_LONGEST] for name in _HEARD if name in query}
        try:
            user = await asyncio.to_thread(self._desk.company_sign_in.arrive, state, heard)
        except BillhookError as refusal:
            self._patience.failed(who)
            return await self._refused(refusal, 403)
        answer = onward(wanted(request))
        await welcome(request, user, self._sessions, answer, by_provider=True)
        take_back(request, answer, STATE)
        return answer

    async def _refused(self, refusal: BillhookError, status: int) -> Response:
        return await asyncio.to_thread(login_page, self._desk, refusal_words(refusal), status)
