"""What a person types into the forms that connect something; secrets go by these requests only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from model.connections import Link, Trial, Typed
from model.desk import Desk
from model.errors import BillhookError, SignedOut
from model.secret import Secret
from ui.api.refusals import not_understood
from ui.refusals import refusal_words

_SECRET: Final = frozenset({"password", "seed"})
_OTHER: Final = frozenset({"id", "keep", *_SECRET})


def connecting(desk: Desk) -> APIRouter:
    """The route of each kind of link."""
    router = APIRouter(prefix="/api/connect")

    @router.post("/{link}")
    async def attempt(link: Link, request: Request) -> Response:
        try:
            said = await request.json()
            typed, keep = _typed(said), said.get("keep", True) is True
        except (AttributeError, KeyError, TypeError, ValueError):
            return not_understood()
        job = partial(desk.connections.attempt, request.state.user, link, typed, keep=keep)
        try:
            came = await asyncio.to_thread(job)
        except SignedOut as refusal:
            return JSONResponse({"error": refusal_words(refusal)}, 403)
        except BillhookError as refusal:  # an answer, as a fault is: nothing went wrong on the way
            return JSONResponse({"fault": {"field": "", "sentence": refusal_words(refusal)}})
        return JSONResponse(_answer(came))

    router.post("/consent/address")(_pasting(desk))
    return router


def _pasting(desk: Desk) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """Takes the address at which a browser on another machine ended: it holds a code."""

    async def paste(request: Request) -> Response:
        try:
            said = await request.json()
            consent_id, address = str(said["consent"]), Secret(str(said["password"]).strip())
        except (AttributeError, KeyError, TypeError, ValueError):
            return not_understood()
        job = partial(desk.connections.paste, request.state.user, consent_id, address)
        try:
            await asyncio.to_thread(job)
        except SignedOut as refusal:
            return JSONResponse({"error": refusal_words(refusal)}, 403)
        except BillhookError as refusal:
            words = refusal_words(refusal)
            return JSONResponse({"fault": {"field": "password", "sentence": words}})
        return JSONResponse({"words": "", "id": ""})

    return paste


def _answer(came: Trial) -> dict[str, object]:
    if not came.ok:
        return {"fault": {"field": came.field, "sentence": came.sentence}}
    return {"words": came.sentence, "id": came.id, "consent": came.consent}


def _typed(said: dict[str, Any]) -> Typed:
    """What was typed. Raises KeyError, TypeError."""
    values = {name: value for name, value in said.items() if name not in _OTHER}
    secrets = {name: said.get(name, "") for name in _SECRET}
    if not all(isinstance(one, str) for one in (*values.values(), *secrets.values(), said["id"])):
        raise TypeError("text")
    return Typed(
        id=said["id"],
        values=values,
        password=Secret(secrets["password"]),
        seed=Secret(secrets["seed"]),
    )
