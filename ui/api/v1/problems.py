"""What the API says when it refuses: problem details (RFC 9457), named after situations."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from model.errors import (
    AlreadyOnFile,
    BillhookError,
    ChangedSince,
    CursorInvalid,
    FileMissing,
    KeyNotNamed,
    RecordMissing,
    ScopeMissing,
    StaleVersion,
    TokenUnknown,
    TooManyTries,
    Unavailable,
    VersionNotNamed,
    WrongInput,
)

MEDIA_TYPE: Final = "application/problem+json"
INERT: Final = {"content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'"}
"""Whatever a browser takes an answer for, nothing in it runs."""
CHALLENGE: Final = {"www-authenticate": 'Bearer realm="billhook"'}
_STATUSES: Final[tuple[tuple[type[BillhookError], int], ...]] = (
    (TokenUnknown, 401),
    (ScopeMissing, 403),
    (RecordMissing, 404),
    (FileMissing, 404),
    (ChangedSince, 412),
    (StaleVersion, 409),
    (AlreadyOnFile, 409),
    (VersionNotNamed, 428),
    (KeyNotNamed, 400),
    (CursorInvalid, 400),
    (WrongInput, 422),
    (TooManyTries, 429),
    (Unavailable, 503),
)
_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PLAIN: Final[Mapping[int, tuple[str, str]]] = {
    404: ("address-unknown", "There is nothing at this address; see /api/v1/openapi.json."),
    405: ("method-unknown", "This address does not know the method; Allow says which it knows."),
    408: ("body-too-slow", "The request's body did not arrive in time."),
    413: ("body-too-large", "The request's body is larger than this address takes."),
    500: ("unexpected", "Something unexpected happened; it was written to the log."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one part of a request: where, and in words."""

    at: str
    what: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request was refused; `type` is always the same for the same situation."""

    type: str
    title: str
    status: int
    detail: str
    faults: tuple[Fault, ...] = ()


def refused(refusal: BillhookError, headers: Mapping[str, str] | None = None) -> Response:
    """The answer to a request that Billhook refuses with a sentence."""
    status = next((code for kind, code in _STATUSES if isinstance(refusal, kind)), 409)
    name = _WORDS.sub("-", type(refusal).__name__).lower()
    more = CHALLENGE if status == 401 else {}  # noqa: PLR2004 - the status of HTTP
    return answer(status, name, refusal.message, headers={**more, **(headers or {})})


def plain(status: int, headers: Mapping[str, str] | None = None) -> Response:
    """The answer to a request that never reached Billhook's own words."""
    name, detail = _PLAIN.get(status, ("refused", "The request can't be served."))
    return answer(status, name, detail, headers=headers)


def answer(
    status: int,
    name: str,
    detail: str,
    *,
    faults: tuple[Fault, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as an answer."""
    said = {
        "type": f"urn:billhook:problem:{name}",
        "title": name.replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
        "faults": [{"at": fault.at, "what": fault.what} for fault in faults],
    }
    content = json.dumps(said).encode()
    return Response(content, status, {**INERT, **(headers or {})}, media_type=MEDIA_TYPE)


def install(api: FastAPI) -> None:
    """Let every refusal of the application be a problem."""
    api.add_exception_handler(BillhookError, _of_ours)
    api.add_exception_handler(HTTPException, _of_http)
    api.add_exception_handler(RequestValidationError, _of_request)
    api.add_exception_handler(Exception, _of_nobody)


async def _of_ours(_request: Request, refusal: Exception) -> Response:
    return refused(refusal if isinstance(refusal, BillhookError) else BillhookError())


async def _of_http(_request: Request, refusal: Exception) -> Response:
    if not isinstance(refusal, HTTPException):
        return plain(500)
    return plain(refusal.status_code, refusal.headers)


async def _of_request(_request: Request, refusal: Exception) -> Response:
    """What is wrong, and where; never the value itself, which may be anything."""
    found = refusal.errors() if isinstance(refusal, RequestValidationError) else ()
    faults = tuple(Fault(".".join(map(str, one["loc"])), str(one["msg"])) for one in found)
    detail = "The request does not fit its description in /api/v1/openapi.json."
    return answer(422, "request-invalid", detail, faults=faults)


async def _of_nobody(_request: Request, _error: Exception) -> Response:
    return plain(500)
