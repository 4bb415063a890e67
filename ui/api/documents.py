"""Page images and originals. Foreign files are drawn below and downloaded, never opened here."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse, Response

from model.desk import Desk
from model.errors import BillhookError, DocumentRefused, FileMissing
from ui.refusals import refusal_words

FOREVER = "private, max-age=31536000, immutable"  # a file named by its SHA-256 never changes

Sha = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
PageNumber = Annotated[int, Path(ge=1, le=10_000)]
Scale = Annotated[float, Query(ge=1, le=4)]


def documents(desk: Desk) -> APIRouter:
    """The routes of documents."""
    router = APIRouter(prefix="/doc")

    @router.get("/{sha}/{page}.png")
    def page_image(sha: Sha, page: PageNumber, scale: Scale = 2) -> Response:
        try:
            image = desk.page_image(sha, page, scale)
        except (FileMissing, DocumentRefused) as refusal:
            return refused(refusal)
        return Response(image, media_type="image/png", headers={"cache-control": FOREVER})

    @router.get("/{sha}/original")
    def original(sha: Sha) -> Response:
        try:
            content, name = desk.original(sha)
        except (FileMissing, DocumentRefused) as refusal:
            return refused(refusal)
        return Response(content, media_type="application/octet-stream", headers=_download(name))

    return router


def _download(name: str) -> dict[str, str]:
    return {
        "cache-control": "private, no-store",
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "content-security-policy": "sandbox; default-src 'none'",
    }


def refused(refusal: BillhookError) -> Response:
    """The answer to a question about a file that is not there or can't be opened."""
    return JSONResponse({"error": refusal_words(refusal)}, 404)
