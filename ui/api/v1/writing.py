"""The addresses at which something is done: once for each key, as the caller saw it."""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from model import wire
from model.api import ApiDesk, ApiToken, Decided, Scope, Verdict, Write
from model.errors import KeyNotNamed, VersionNotNamed
from model.ids import derived_id
from ui.api.v1.answers import done
from ui.api.v1.asking import PRINTED, Id, RecordId, Text
from ui.api.v1.door import UPLOADS
from ui.api.v1.holding import refusals, with_scope

_KEY: Final = re.compile(r"[\x21-\x7e]{1,128}")
_TAG: Final = re.compile(r'(W/)?"([\x21\x23-\x7e]{1,64})"')
_TAGS: Final = re.compile(rf"{_TAG.pattern}(?:\s*,\s*{_TAG.pattern})*")
_WRITE: Final = refusals(400, 404, 409, 412, 428)
_FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The bytes of a PDF, an e-invoice, a sheet or a scan; 25 MiB at most.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
NOTE: Final = r"^[^\x00-\x09\x0b-\x1f\x7f]*$"
"""A note may have lines."""
Ids = Annotated[tuple[Id, ...], Field(min_length=1, max_length=200)]
"""Ids of records, each once or more."""


class Correction(BaseModel):
    """A field, and the value that it has: dates ISO 8601, amounts with a dot."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=64, pattern="^[a-z0-9_]+$")]
    value: Annotated[str, Field(min_length=1, max_length=1000, pattern=PRINTED)]


class Reasoned(BaseModel):
    """Why it is decided so; some decisions can't do without it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note: Annotated[str, Field(max_length=1000, pattern=NOTE)] = ""


class OfLines(Reasoned):
    """Lines of the statement."""

    line_ids: Ids


class OfLinesAndEntries(OfLines):
    """Lines of the statement, and the entries of ours that they are."""

    entry_ids: Annotated[tuple[Text, ...], Field(min_length=1, max_length=200)]  # the books' own


class ChosenAnswer(BaseModel):
    """One of the answers that the exception offers, by its key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, Field(min_length=1, max_length=8, pattern=PRINTED)]


async def _write(
    request: Request,
    idempotency_key: Annotated[str | None, Header()] = None,
    if_match: Annotated[str | None, Header()] = None,
) -> Write:
    """What every write says of itself. Raises KeyNotNamed, VersionNotNamed."""
    made = await _new(request, idempotency_key)
    return replace(made, seen=_seen(if_match or ""))


async def _new(request: Request, idempotency_key: Annotated[str | None, Header()] = None) -> Write:
    """What a write says of itself that makes a record. Raises KeyNotNamed."""
    key = (idempotency_key or "").strip()
    if not _KEY.fullmatch(key):
        raise KeyNotNamed
    token: ApiToken = request.state.token
    body = hashlib.sha256(await request.body()).hexdigest()
    return Write(token, key, derived_id(request.url.path, request.url.query, body), None)


def _seen(said: str) -> frozenset[str] | None:
    """The versions that If-Match names, None for any; a weak one is none (RFC 9110, 13.1.1).

    Raises:
        VersionNotNamed: it names nothing.
    """
    if said.strip() == "*":
        return None
    if not _TAGS.fullmatch(said.strip()):
        raise VersionNotNamed
    return frozenset(tag for weak, tag in _TAG.findall(said) if not weak)


Asked = Annotated[Write, Depends(_write)]
Made = Annotated[Write, Depends(_new)]


def document_deeds(desk: ApiDesk) -> APIRouter:
    """What is done with documents."""
    router = APIRouter(tags=["documents"], dependencies=[with_scope(Scope.WRITE_DOCUMENTS)])

    @router.post(
        UPLOADS,
        response_model=wire.Document,
        responses=refusals(400, 408, 409, 413),
        openapi_extra=_FILE,
    )
    async def upload_document(
        request: Request, write: Made, name: Annotated[Text, Query()] = "upload"
    ) -> Response:
        content = await request.body()
        return done(await asyncio.to_thread(desk.upload, write, name, content))

    @router.post("/documents/{document_id}/release", response_model=wire.Document, responses=_WRITE)
    def release_document(document_id: RecordId, write: Asked) -> Response:
        return done(desk.release(write, document_id))

    @router.post(
        "/documents/{document_id}/corrections", response_model=wire.Document, responses=_WRITE
    )
    def correct_document(document_id: RecordId, said: Correction, write: Asked) -> Response:
        return done(desk.correct(write, document_id, said.name, said.value))

    return router


def statement_deeds(desk: ApiDesk) -> APIRouter:
    """What is decided about statements and their lines."""
    router = APIRouter(
        prefix="/statements/{statement_id}",
        tags=["statements"],
        dependencies=[with_scope(Scope.WRITE_STATEMENTS)],
    )

    @router.post("/link", response_model=wire.Statement, responses=_WRITE)
    def link_lines(statement_id: RecordId, said: OfLinesAndEntries, write: Asked) -> Response:
        made = Decided(Verdict.LINK, said.line_ids, said.entry_ids, said.note)
        return done(desk.decide(write, statement_id, made))

    @router.post("/unlink", response_model=wire.Statement, responses=_WRITE)
    def unlink_lines(statement_id: RecordId, said: OfLines, write: Asked) -> Response:
        made = Decided(Verdict.UNLINK, said.line_ids, note=said.note)
        return done(desk.decide(write, statement_id, made))

    @router.post("/accept", response_model=wire.Statement, responses=_WRITE)
    def accept_lines(statement_id: RecordId, said: OfLines, write: Asked) -> Response:
        made = Decided(Verdict.ACCEPT, said.line_ids, note=said.note)
        return done(desk.decide(write, statement_id, made))

    @router.post("/sign-off", response_model=wire.Statement, responses=_WRITE)
    def sign_off_statement(statement_id: RecordId, said: Reasoned, write: Asked) -> Response:
        return done(desk.decide(write, statement_id, Decided(Verdict.SIGN_OFF, note=said.note)))

    @router.post("/reopen", response_model=wire.Statement, responses=_WRITE)
    def reopen_statement(statement_id: RecordId, said: Reasoned, write: Asked) -> Response:
        return done(desk.decide(write, statement_id, Decided(Verdict.REOPEN, note=said.note)))

    @router.post("/undo", response_model=wire.Statement, responses=_WRITE)
    def undo_decision(statement_id: RecordId, write: Asked) -> Response:
        return done(desk.decide(write, statement_id, Decided(Verdict.UNDO)))

    return router


def exception_deeds(desk: ApiDesk) -> APIRouter:
    """What is answered."""
    router = APIRouter(tags=["exceptions"], dependencies=[with_scope(Scope.WRITE_EXCEPTIONS)])

    @router.post(
        "/exceptions/{exception_id}/answer", response_model=wire.ExceptionItem, responses=_WRITE
    )
    def answer_exception(exception_id: RecordId, said: ChosenAnswer, write: Asked) -> Response:
        return done(desk.answer(write, exception_id, said.key))

    return router


def delivery_deeds(desk: ApiDesk) -> APIRouter:
    """What is done with deliveries."""
    router = APIRouter(tags=["deliveries"], dependencies=[with_scope(Scope.WRITE_DELIVERIES)])

    @router.post("/deliveries/{delivery_id}/retry", response_model=wire.Delivery, responses=_WRITE)
    def retry_delivery(delivery_id: RecordId, write: Asked) -> Response:
        return done(desk.retry(write, delivery_id))

    return router


WRITERS: Final = (document_deeds, statement_deeds, exception_deeds, delivery_deeds)
