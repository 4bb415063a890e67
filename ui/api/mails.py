"""A mail as it was sent: a page for a frame in which nothing runs, loads, or leads anywhere."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path
from starlette.responses import JSONResponse, Response

from model.desk import Desk
from model.errors import DocumentRefused, FileMissing, RecordMissing
from ui.refusals import refusal_words

MailId = Annotated[str, Path(min_length=1, max_length=200)]

HARMLESS: Final = {
    "cache-control": "private, no-store",
    "content-security-policy": (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "referrer-policy": "no-referrer",
    "x-dns-prefetch-control": "off",
}
"""No script, no request to anywhere, no form, no way out of the frame."""


def mails(desk: Desk) -> APIRouter:
    """The routes of mails."""
    router = APIRouter(prefix="/mail")

    @router.get("/{mail_id}/page")
    def page(mail_id: MailId) -> Response:
        try:
            html = desk.evidence.mail_page(mail_id)
        except (RecordMissing, FileMissing, DocumentRefused) as refusal:
            return JSONResponse({"error": refusal_words(refusal)}, 404)
        return Response(html, media_type="text/html; charset=utf-8", headers=HARMLESS)

    return router
