"""The end of a sign-in: a session of its own, and the page that it opens."""

from __future__ import annotations

import asyncio

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from model.people import User
from model.ports import Sessions
from model.secret import Secret
from ui.seat import COOKIE
from ui.web.place import place_of


async def welcome(
    request: Request, user: User, sessions: Sessions, answer: Response | None = None
) -> Response:
    """An answer that carries a new session; the one from before ends. Without one, the inbox."""
    if old := request.cookies.get(COOKIE):
        await asyncio.to_thread(sessions.close, Secret(old))
    token = await asyncio.to_thread(sessions.open, user.id, place_of(request))
    carried = RedirectResponse("/", 303) if answer is None else answer
    set_cookie(request, carried, COOKIE, token)
    return carried


def set_cookie(request: Request, answer: Response, name: str, value: Secret) -> None:
    """Put a cookie on an answer that neither scripts nor other sites get at."""
    answer.set_cookie(
        name,
        value.reveal(),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
