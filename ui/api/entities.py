"""What a person types into the form about one of our companies."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from model.desk import Desk
from model.entities import PARTS
from model.errors import BillhookError
from ui.api.refusals import not_understood
from ui.refusals import refusal_words

Said = dict[str, Any]


def entity_requests(desk: Desk) -> APIRouter:
    """The route of the form."""
    router = APIRouter(prefix="/api/entities")

    @router.post("/put")
    async def put(request: Request) -> Response:
        try:
            said: Said = await request.json()
            code = await asyncio.to_thread(_put, desk, request, said)
        except BillhookError as refusal:
            return JSONResponse({"error": refusal_words(refusal)}, 400)
        except (AttributeError, KeyError, TypeError, ValueError):
            return not_understood()
        return JSONResponse({"value": code})

    return router


def _put(desk: Desk, request: Request, said: Said) -> str:
    parts = {name: tuple(str(said[name]).splitlines()) for name in PARTS}
    head = (str(said["id"]), str(said["name"]), str(said["code"]))
    return desk.entities.put(request.state.user, *head, parts)
