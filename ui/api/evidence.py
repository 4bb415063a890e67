"""What stands on the pages of a document, for pointing at it: words, and places of values."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from model.desk import Desk
from model.documents import Box
from model.errors import DocumentRefused, FileMissing
from model.memory import Printed
from ui.api.documents import PageNumber, Sha, refused
from ui.facts import shown

KEPT: Final = {"cache-control": "private, max-age=3600"}
"""What is found in a file may be more with the next version of Billhook."""


def evidence(desk: Desk) -> APIRouter:
    """The routes of words and places."""
    router = APIRouter(prefix="/doc")

    @router.get("/{sha}/words/{page}")
    def page_words(sha: Sha, page: PageNumber) -> Response:
        try:
            words = desk.page_words(sha, page)
        except (FileMissing, DocumentRefused) as refusal:
            return refused(refusal)
        return JSONResponse([[*_sides(box), text] for box, text in words], headers=KEPT)

    @router.get("/{sha}/places")
    def places(sha: Sha) -> Response:
        try:
            found = desk.evidence.places(sha)
        except (FileMissing, DocumentRefused) as refusal:
            return refused(refusal)
        plain = {name: [_place(name, one) for one in every] for name, every in found.items()}
        return JSONResponse(plain, headers=KEPT)

    return router


def _place(name: str, one: Printed) -> list[float | str]:
    """A place as doc_view.js takes it: page, x, y, w, h, the value and how it is written."""
    return [one.spot.page, *_sides(one.spot.box), one.value, shown(name, one.value, None)]


def _sides(box: Box) -> tuple[float, float, float, float]:
    return (box.x, box.y, box.w, box.h)
