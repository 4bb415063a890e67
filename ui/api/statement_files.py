"""Reports of statements and drafts of letters, to download."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import JSONResponse, Response

from model.errors import RecordMissing, WrongInput
from model.reports import StatementFile
from model.statement_desk import StatementDesk
from ui.refusals import refusal_words

StatementId = Annotated[str, Path(pattern="^[A-Za-z0-9-]{1,64}$")]


def statement_files(desk: StatementDesk) -> APIRouter:
    """The routes of what is written of statements."""
    router = APIRouter(prefix="/statement")

    @router.get("/{statement_id}/{file}")
    def written(statement_id: StatementId, file: StatementFile) -> Response:
        try:
            content = desk.written(statement_id, file)
        except (RecordMissing, WrongInput) as refusal:
            return JSONResponse({"error": refusal_words(refusal)}, 404)
        headers = {
            "cache-control": "private, no-store",
            "content-disposition": f'attachment; filename="{file.value}"',
            "content-security-policy": "sandbox; default-src 'none'",
        }
        return Response(content, media_type="application/octet-stream", headers=headers)

    return router
