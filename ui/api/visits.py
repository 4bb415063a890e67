"""What was kept of a visit: its bundle to download, and the picture of the page it ended on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import JSONResponse, Response

from model.errors import FileMissing, RecordMissing
from model.forensics import VisitDesk
from ui.refusals import refusal_words

RunId = Annotated[str, Path(pattern="^[A-Za-z0-9-]{1,64}$")]
_PRIVATE = {"cache-control": "private, no-store"}


def visits(desk: VisitDesk) -> APIRouter:
    """The routes of visits."""
    router = APIRouter(prefix="/visit")

    @router.get("/{run_id}/bundle.zip")
    def bundle(run_id: RunId) -> Response:
        try:
            content = desk.bundle(run_id)
        except (FileMissing, RecordMissing) as refusal:
            return JSONResponse({"error": refusal_words(refusal)}, 404)
        headers = {
            **_PRIVATE,
            "content-disposition": f'attachment; filename="visit-{run_id}.zip"',
            "content-security-policy": "sandbox; default-src 'none'",
        }
        return Response(content, media_type="application/zip", headers=headers)

    @router.get("/{run_id}/page.png")
    def picture(run_id: RunId) -> Response:
        try:
            content = desk.picture(run_id)
        except (FileMissing, RecordMissing) as refusal:
            return JSONResponse({"error": refusal_words(refusal)}, 404)
        return Response(content, media_type="image/png", headers=_PRIVATE)

    return router
