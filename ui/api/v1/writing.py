"""The addresses at which something is done: once for each key, as the caller saw it."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from model import wire
from model.api import ApiDesk, ApiToken, Scope, Write
from model.errors import KeyNotNamed, VersionNotNamed
from model.ids import derived_id
from ui.api.v1.answers import done
from ui.api.v1.asking import PRINTED, RecordId
from ui.api.v1.holding import refusals, with_scope

_KEY: Final = re.compile(r"[\x21-\x7e]{1,128}")
_TAG: Final = re.compile(r'(W/)?"([\x21\x23-\x7e]{1,64})"')
_TAGS: Final = re.compile(rf"{_TAG.pattern}(?:\s*,\s*{_TAG.pattern})*")
_WRITE: Final = refusals(400, 404, 409, 412, 428)


class Correction(BaseModel):
    """A field, and the value that it has: dates ISO 8601, amounts with a dot."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=64, pattern="^[a-z0-9_]+$")]
    value: Annotated[str, Field(min_length=1, max_length=1000, pattern=PRINTED)]


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
    key = (idempotency_key or "").strip()
    if not _KEY.fullmatch(key):
        raise KeyNotNamed
    token: ApiToken = request.state.token
    body = await request.body()
    return Write(token, key, derived_id(request.url.path, body.hex()), _seen(if_match or ""))


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


def document_deeds(desk: ApiDesk) -> APIRouter:
    """What is done with documents."""
    router = APIRouter(tags=["documents"], dependencies=[with_scope(Scope.WRITE_DOCUMENTS)])

    @router.post("/documents/{document_id}/release", response_model=wire.Document, responses=_WRITE)
    def release_document(document_id: RecordId, write: Asked) -> Response:
        return done(desk.release(write, document_id))

    @router.post(
        "/documents/{document_id}/corrections", response_model=wire.Document, responses=_WRITE
    )
    def correct_document(document_id: RecordId, said: Correction, write: Asked) -> Response:
        return done(desk.correct(write, document_id, said.name, said.value))

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


WRITERS: Final = (document_deeds, exception_deeds, delivery_deeds)
