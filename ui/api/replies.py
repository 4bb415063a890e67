"""Webhooks of receivers: no session, an address that nobody guesses, and a signature.

The answers of Standard Webhooks 1.0: 2xx for what was taken, now or before; anything else is sent
again later. A network that posts cXML names the shared secret in its message instead, and is
answered by a Status of cXML.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from model.clock import Clock
from model.deliveries import CameIn, Signed
from model.desk import ReceiverDesk
from model.ids import new_id
from ui.web.guard import SIGNED_FOLDER

_NAMES: Final = ("webhook-id", "webhook-timestamp", "webhook-signature")
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
_CODES: Final[Mapping[CameIn, tuple[int, str]]] = {
    CameIn.TAKEN: (200, "OK"),
    CameIn.KNOWN: (200, "OK"),
    CameIn.NOWHERE: (404, "Not Found"),
    CameIn.FORGED: (401, "Unauthorized"),
    CameIn.UNREADABLE: (406, "Not Acceptable"),
    CameIn.LATER: (560, "Temporary Server Error"),
}
"""Statuses of the standard (cXML 1.2 User's Guide, "Status"); 560 is sent again."""
_ANSWER: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.050/cXML.dtd">\n'
    '<cXML payloadID="{id}@billhook" timestamp="{at}">'
    '<Response><Status code="{code}" text="{text}"/></Response></cXML>\n'
)
_LONGEST: Final = 1000  # characters of a header

Address = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{20,100}$")]


def replies(desk: ReceiverDesk, clock: Clock) -> APIRouter:
    """The route of all webhooks."""
    router = APIRouter()

    @router.post(SIGNED_FOLDER + "{address}")
    async def take(address: Address, request: Request) -> Response:
        content = await request.body()
        if not any(name in request.headers for name in _NAMES) and content.lstrip()[:1] == b"<":
            return _told(await asyncio.to_thread(desk.take_cxml, address, content), clock)
        signed = _signed(request, content)
        if signed is None:
            return JSONResponse({"error": "it is no signed webhook in UTF-8"}, 400)
        status, why = _SAID[came := await asyncio.to_thread(desk.take, address, signed)]
        headers = _RETRY if came is CameIn.LATER else None
        return JSONResponse({"error": why} if why else {"ok": True}, status, headers=headers)

    return router


def _told(came: CameIn, clock: Clock) -> Response:
    """The status of a message, in a message: over HTTP it was taken in any case."""
    code, text = _CODES.get(came, _CODES[CameIn.UNREADABLE])
    said = _ANSWER.format(id=new_id(), at=clock.now().isoformat(), code=code, text=text)
    return Response(said, media_type="text/xml; charset=utf-8")


def _signed(request: Request, content: bytes) -> Signed | None:
    name, stamp, signatures = (request.headers.get(one, "") for one in _NAMES)
    if not all(0 < len(value) <= _LONGEST for value in (name, stamp, signatures)):
        return None
    try:
        return Signed(name, stamp, signatures, content.decode("utf-8"))
    except UnicodeDecodeError:
        return None
