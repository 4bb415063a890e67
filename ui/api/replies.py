"""Webhooks of receivers: no session, an address that nobody guesses, and a signature.

The answers of Standard Webhooks 1.0: 2xx for what was taken, now or before; anything else is sent
again later.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from model.deliveries import CameIn, Signed
from model.desk import ReceiverDesk
from ui.web.guard import SIGNED_FOLDER

_RETRY: Final = {"retry-after": "60"}
_SAID: Final = {
    CameIn.TAKEN: (200, ""),
    CameIn.KNOWN: (200, ""),
    CameIn.NOWHERE: (404, "there is no such address"),
    CameIn.UNTIMELY: (400, "the time of the message is not ours"),
    CameIn.FORGED: (401, "the signature is wrong"),
    CameIn.UNREADABLE: (422, "it holds no answer that can be read"),
    CameIn.LATER: (503, "the signature can't be checked now; send it again"),
}
_LONGEST: Final = 1000  # characters of a header

Address = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{20,100}$")]


def replies(desk: ReceiverDesk) -> APIRouter:
    """The route of all webhooks."""
    router = APIRouter()

    @router.post(SIGNED_FOLDER + "{address}")
    async def take(address: Address, request: Request) -> Response:
        signed = _signed(request, await request.body())
        if signed is None:
            return JSONResponse({"error": "it is no signed webhook in UTF-8"}, 400)
        status, why = _SAID[came := await asyncio.to_thread(desk.take, address, signed)]
        headers = _RETRY if came is CameIn.LATER else None
        return JSONResponse({"error": why} if why else {"ok": True}, status, headers=headers)

    return router


def _signed(request: Request, content: bytes) -> Signed | None:
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    name, stamp, signatures = (request.headers.get(one, "") for one in names)
    if not all(0 < len(value) <= _LONGEST for value in (name, stamp, signatures)):
        return None
    try:
        return Signed(name, stamp, signatures, content.decode("utf-8"))
    except UnicodeDecodeError:
        return None
