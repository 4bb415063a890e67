"""How a record becomes an answer: JSON with an ETag, a page with a cursor, a file in ranges."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from fastapi import Request
from starlette.responses import Response

from model import wire
from model.api import Answered, ApiDesk, Asked, StoredFile
from ui.api.v1 import cursors
from ui.api.v1.asking import Listed
from ui.api.v1.problems import INERT

R = TypeVar("R")

_FRESH: Final = {"cache-control": "private, no-cache", **INERT}
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def shown(request: Request, record: object) -> Response:
    """A record as JSON; 304 where the caller has it already."""
    return _tagged(request, wire.packed(record), wire.digest(record))


def listed(desk: ApiDesk, request: Request, kind: type[R], asked: Listed, **only: Any) -> Response:
    """A page of records that fit what was asked for; `only` are filters that the address names."""
    filters = asked.filters() | only
    of = cursors.named(request.url.path, filters)
    after = None if asked.cursor is None else cursors.read(asked.cursor, of)
    part = desk.page(kind, Asked(asked.limit, after, filters))
    following = None if part.next is None else cursors.written(part.next, of)
    return shown(request, wire.Page(part.records, following))


def done(answered: Answered) -> Response:
    """The record after a write; a repeated answer says that it is one."""
    headers = {
        **INERT,
        "etag": f'"{wire.digest_of(answered.body)}"',
        "content-type": "application/json",
    }
    if answered.repeated:
        headers["idempotency-replayed"] = "true"
    return Response(answered.body, 200, headers)


def file(request: Request, stored: StoredFile) -> Response:
    """A file to download, or the one range of it that was asked for (RFC 9110, 14)."""
    tag = f'"{stored.sha256}"'
    headers = {
        "cache-control": "private, no-cache",
        "etag": tag,
        "accept-ranges": "bytes",
        "content-disposition": f'attachment; filename="{stored.name}"',
        **INERT,
        "content-type": stored.media_type,
    }
    if _has(request.headers, tag):
        return Response(status_code=304, headers=headers)
    span = _asked(request, tag)
    if span is None:
        return Response(stored.content, 200, headers)
    first, last = _bounds(span, len(stored.content))
    if first > last:
        headers |= {"content-range": f"bytes */{len(stored.content)}"}
        return Response(b"", 416, headers)
    headers |= {"content-range": f"bytes {first}-{last}/{len(stored.content)}"}
    return Response(stored.content[first : last + 1], 206, headers)


def _tagged(request: Request, content: bytes, digest: str) -> Response:
    headers = {**_FRESH, "etag": f'"{digest}"', "content-type": "application/json"}
    if _has(request.headers, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, 200, headers)


def _has(headers: Mapping[str, str], tag: str) -> bool:
    """Whether If-None-Match says that the caller has this version."""
    said = headers.get("if-none-match", "")
    return said.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in said.split(",")}


def _asked(request: Request, tag: str) -> tuple[str, str] | None:
    """First and last byte of the one range that is asked for; None for the whole file.

    What is no single range of bytes may be left out of account, and is.
    """
    condition = request.headers.get("if-range")
    if condition is not None and condition.strip() != tag:
        return None
    found = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if found is None or not any(found.groups()):
        return None
    return found[1], found[2]


def _bounds(span: tuple[str, str], length: int) -> tuple[int, int]:
    """First and last byte of a range, of a file of this length; none where first > last."""
    begin, end = span
    if not begin:  # the last so many bytes
        return (max(length - int(end), 0), length - 1) if int(end) else (1, 0)
    first = int(begin)
    last = min(int(end), length - 1) if end else length - 1
    return (first, last) if first <= last else (1, 0)
