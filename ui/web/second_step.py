"""The second step of signing in, and the own authenticator: `/step` and `/authenticator`.

Between password and code a person holds a ticket in a cookie, which opens nothing but this page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from model.desk import Desk
from model.errors import BillhookError, SignedOut
from model.people import User
from model.ports import Sessions
from model.second_step import Step
from model.secret import Secret
from ui.cookies import TICKET, hand_over, held, take_back
from ui.refusals import refusal_words
from ui.web.step_pages import code_page, codes_page, own_page, seed_page
from ui.web.welcome import welcome

LONGEST: Final = 1024
Typed = Annotated[str, Form(max_length=LONGEST)]


async def after_password(request: Request, user: User, desk: Desk, sessions: Sessions) -> Response:
    """A session, or the page of the second step where this person takes one."""
    if await asyncio.to_thread(desk.second_step.step, user) is Step.NONE:
        return await welcome(request, user, sessions)
    answer = RedirectResponse("/step", 303)
    hand_over(request, answer, TICKET, await asyncio.to_thread(desk.second_step.ticket, user))
    return answer


class SecondStep:
    """The routes of those who have typed their password, and of those who are signed in."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._steps = desk.second_step
        self._sessions = sessions
        self.router = APIRouter()
        self.router.get("/step")(self.page)
        self.router.post("/step")(self.prove)
        self.router.post("/step/enrol")(self.enrol_first)
        self.router.get("/authenticator")(self.own)
        self.router.post("/authenticator/seed")(self.show_seed)
        self.router.post("/authenticator/enrol")(self.enrol)
        self.router.post("/authenticator/leave")(self.leave)

    async def page(self, request: Request) -> Response:
        """The page that asks for a code, or shows the seed of somebody who has to enrol."""
        return await self._for_holder(request, self._shown)

    async def prove(self, request: Request, code: Typed) -> Response:
        """A session where the code fits."""
        ticket = held(request, TICKET)
        try:
            person = await asyncio.to_thread(self._steps.prove, ticket, Secret(code))
        except SignedOut:
            return RedirectResponse("/login", 303)
        except BillhookError as refusal:
            return code_page(self._desk.company(), refusal_words(refusal))
        return _without_ticket(request, await welcome(request, person, self._sessions))

    async def enrol_first(self, request: Request, code: Typed) -> Response:
        """Recovery codes and a session for somebody who had to set up an authenticator."""

        async def enrolled(person: User) -> Response:
            answer = await self._enrolled(person, Secret(code), "/step/enrol")
            if answer.status_code != HTTPStatus.OK:
                return answer
            ticket = held(request, TICKET)
            await asyncio.to_thread(self._steps.spend, ticket)
            return _without_ticket(request, await welcome(request, person, self._sessions, answer))

        return await self._for_holder(request, enrolled, to_enrol=True)

    async def own(self, request: Request) -> Response:
        """How it stands with the own authenticator."""
        return await self._own(request.state.user)

    async def show_seed(self, request: Request, password: Typed) -> Response:
        """A seed, for the password."""
        user: User = request.state.user
        try:
            await asyncio.to_thread(self._steps.prove_password, user, Secret(password))
        except BillhookError as refusal:
            return await self._own(user, refusal_words(refusal))
        seed = await asyncio.to_thread(self._steps.seed, user)
        return seed_page(self._desk.company(), seed, "/authenticator/enrol")

    async def enrol(self, request: Request, code: Typed) -> Response:
        """Recovery codes, where the code proves that the seed was taken."""
        return await self._enrolled(request.state.user, Secret(code), "/authenticator/enrol")

    async def leave(self, request: Request, password: Typed) -> Response:
        """Back to the account, without an authenticator, for the password."""
        user: User = request.state.user
        try:
            await asyncio.to_thread(self._steps.prove_password, user, Secret(password))
            await asyncio.to_thread(self._steps.leave, user)
        except BillhookError as refusal:
            return await self._own(user, refusal_words(refusal))
        return RedirectResponse("/settings?view=account", 303)

    async def _for_holder(
        self,
        request: Request,
        do: Callable[[User], Awaitable[Response]],
        *,
        to_enrol: bool = False,
    ) -> Response:
        """What `do` answers to the holder of the ticket; without a ticket, the door."""
        ticket = held(request, TICKET)
        person = await asyncio.to_thread(self._steps.holder, ticket)
        if person is None:
            return RedirectResponse("/login", 303)
        if to_enrol and await asyncio.to_thread(self._steps.step, person) is not Step.ENROL:
            return RedirectResponse("/step", 303)  # who has one proves it, and makes no other
        return await do(person)

    async def _shown(self, person: User) -> Response:
        if await asyncio.to_thread(self._steps.step, person) is Step.CODE:
            return code_page(self._desk.company())
        seed = await asyncio.to_thread(self._steps.seed, person)
        return seed_page(self._desk.company(), seed, "/step/enrol")

    async def _enrolled(self, person: User, code: Secret, to: str) -> Response:
        company = self._desk.company()
        try:
            codes = await asyncio.to_thread(self._steps.enrol, person, code)
        except BillhookError as refusal:
            seed = await asyncio.to_thread(self._steps.seed, person)
            return seed_page(company, seed, to, refusal_words(refusal))
        return codes_page(company, codes)

    async def _own(self, user: User, message: str = "") -> Response:
        own = await asyncio.to_thread(partial(self._steps.own, user))
        return own_page(self._desk.company(), own, message)


def _without_ticket(request: Request, answer: Response) -> Response:
    take_back(request, answer, TICKET)
    return answer
