"""Lists that come as data: the answers to a page's own requests, where the page shows no list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fetchers.portals.autopilot.answers import Answer
from fetchers.portals.autopilot.locale import locale_of
from fetchers.portals.autopilot.records import Reading, Record, Told, arrays_in, reading_of
from fetchers.portals.autopilot.templates import by_template
from fetchers.portals.endings import VisitEnded
from fetchers.portals.files import kind_of
from fetchers.portals.getting.addresses import from_record
from fetchers.portals.recipe import DocumentList, Getter, JsonTwin
from fetchers.portals.row_values import Reading as Written
from fetchers.portals.row_values import row_of, texts_in
from fetchers.portals.session import Session
from fetchers.portals.signs import text_of
from fetchers.portals.values import DateOrder

_MOST_PATHS = 3
_MOST_SAMPLES = 2


@dataclass(frozen=True, slots=True)
class Twin:
    """A list that was answered, with a way to its files that brought one; and its currency."""

    part: DocumentList
    currency: str


def twin_of(session: Session, answers: Iterable[Answer], around: DocumentList) -> Twin | None:
    """The first list that was answered; None where none was.

    `around` is what the page says of the list that it shows: how it is called, and the way to it.
    """
    shown = text_of(session.page)
    currency = locale_of(shown.splitlines(), language="", today=session.clock.now().date()).currency
    for answer in answers:
        for told in arrays_in(answer.value):
            reading = reading_of(told.records, shown, currency)
            if reading is None:
                continue
            part = _with_file(session, _part(around, answer, told, reading), told, reading)
            if part is not None:
                return Twin(part, currency)
    return None


def _part(around: DocumentList, answer: Answer, told: Told, reading: Reading) -> DocumentList:
    twin = JsonTwin(url=answer.path, rows=told.path, total=told.total)
    return around.model_copy(
        update={
            "rows": None,
            "json_twin": twin,
            "columns": reading.columns,
            "kinds": reading.kinds,
        }
    )


def _with_file(
    session: Session, part: DocumentList, told: Told, reading: Reading
) -> DocumentList | None:
    """The list with the way to its files, tried on a few rows: one of them may have none yet.

    Where the records say no address, a control beside a record's number on the page may show it.
    """
    for path in reading.addresses[:_MOST_PATHS]:
        tried = part.model_copy(update={"document": Getter(address=path)})
        if any(_brings(session, tried, one) for one in told.records[:_MOST_SAMPLES]):
            return tried
    return by_template(session, part, told.records)


def _brings(session: Session, part: DocumentList, record: Record) -> bool:
    try:
        row = row_of(texts_in(record, part), part, Written(".", "EUR", DateOrder.YMD))
        got = from_record(session, part, row)
    except VisitEnded:
        return False
    return kind_of(got.content) in part.accept
