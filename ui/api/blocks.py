"""Blocks of lists, fetched by record_list.js. Plain functions: they run in the thread pool."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import JSONResponse, Response

from model.desk import Desk
from model.errors import RecordMissing
from model.inbox_words import asks_who
from model.views import InboxQuery
from ui.api.held_answers import HeldAnswers
from ui.boards import board
from ui.languages import current
from ui.looks import rights_of
from ui.refusals import refusal_words
from ui.rows import Row, delivery_row, inbox_row, statement_row

MOST = 500  # rows in one block
LONGEST = 200  # characters of a search

Index = Annotated[int, Query(ge=0)]
StatementId = Annotated[str, Path(pattern="^[A-Za-z0-9-]{1,64}$")]
Text = Annotated[str, Query(max_length=LONGEST)]


def blocks(desk: Desk) -> APIRouter:
    """The routes of all lists."""
    router = APIRouter(prefix="/api")
    held = HeldAnswers()

    @router.get("/inbox")
    def inbox(  # noqa: PLR0917 - a query string has no positions
        request: Request,
        start: Index = 0,
        end: Index = 100,
        view: Text = "todo",
        text: Text = "",
        kind: Text = "",
        source: Text = "",
        around: Text = "",
    ) -> Response:
        user, today = request.state.user, desk.today()
        who = user.id if asks_who(text) else ""
        query = InboxQuery(view=view, text=text, kind=kind, source=source, user_id=who)

        def drawn() -> bytes:
            place = desk.place_in_inbox(query, around) if around else None
            first, last = block_at(start, end, place)
            page = desk.inbox(query, first, last)
            return _block(page.total, first, [inbox_row(row, today) for row in page.rows])

        key = (desk.last_change(), rights_of(user), query, start, end, around, today, current())
        return Response(held.answer(key, drawn), media_type="application/json")

    @router.get("/deliveries")
    def deliveries(
        start: Index = 0,
        end: Index = 100,
        view: Text = "all",
        text: Text = "",
        around: Text = "",
    ) -> Response:
        now = desk.now()
        rows = [delivery_row(delivery, now) for delivery in desk.deliveries()]
        if view == "trouble":
            rows = [row for row in rows if row["state"] in ("exception", "duplicate")]
        return _found(rows, start, end, text, around)

    @router.get("/statements")
    def statements(
        start: Index = 0, end: Index = 100, text: Text = "", around: Text = ""
    ) -> Response:
        rows = [statement_row(row) for row in desk.statements()]
        return _found(rows, start, end, text, around)

    @router.get("/statements/{statement_id}/board")
    def statement_board(statement_id: StatementId) -> Response:
        try:
            return JSONResponse(board(desk.statement_board.board(statement_id)))
        except RecordMissing as refusal:
            return JSONResponse({"error": refusal_words(refusal)}, 404)

    return router


def span(start: int, end: int, ids: Sequence[str], around: str) -> tuple[int, int]:
    """Which rows to answer with, of all these: as `block_at`, about the record `around`."""
    return block_at(start, end, ids.index(around) if around in ids else None)


def block_at(start: int, end: int, place: int | None) -> tuple[int, int]:
    """The rows that were asked for, or the block of that size that holds a place."""
    size = max(min(end - start, MOST), 0)
    first = start if place is None or not size else place // size * size
    return first, first + size


def written(total: int, start: int, rows: Sequence[Row]) -> Response:
    """A block of a list."""
    return Response(_block(total, start, rows), media_type="application/json")


def _found(rows: Sequence[Row], start: int, end: int, text: str, around: str) -> Response:
    sought = text.casefold()
    found = [row for row in rows if sought in f"{row['title']} {row['number']}".casefold()]
    first, last = span(start, end, [row["id"] for row in found], around)
    return written(len(found), first, found[first:last])


def _block(total: int, start: int, rows: Sequence[Row]) -> bytes:
    """Some rows of many. They are plain already, so no model checks them on the way out."""
    held = {"total": total, "start": start, "rows": rows}
    return json.dumps(held, separators=(",", ":")).encode()
