"""The end of a sign-in: a session of its own, and the page that it opens."""

from __future__ import annotations

import asyncio

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from model.people import User
from model.ports import Sessions
from ui.cookies import COOKIE, hand_over, held
from ui.web.back import forget, wanted
from ui.web.place import place_of


async def welcome(
    request: Request,
    user: User,
    sessions: Sessions,
    answer: Response | None = None,
    *,
    by_provider: bool = False,
) -> Response:
    """An answer that carries a new session; the one from before ends.

    Without one, it leads to the page that was wanted before the sign-in.
    """
    if (old := held(request)).reveal():
        await asyncio.to_thread(sessions.close, old)
    place = place_of(request)
    token = await asyncio.to_thread(sessions.open, user.id, place, by_provider=by_provider)
    carried = RedirectResponse(wanted(request), 303) if answer is None else answer
    hand_over(request, carried, COOKIE, token)
    forget(request, carried)
    return carried
