"""Whether a list that was found again is the one it was: by the documents that it lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fetchers.portals.recipe import DocumentList
from model.documents import DocumentKind, normalise_number
from model.visits import Listing, VisitOrder

_VALUES: Final = ("day", "amount", "due")
_ENOUGH: Final = 2

Key = tuple[DocumentKind, str]


@dataclass(frozen=True, slots=True)
class Proof:
    """What speaks for a list that was found again, and what is missing; none missing proves it."""

    reasons: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def kinds_of(part: DocumentList) -> frozenset[DocumentKind]:
    """The kinds of documents that a list holds; a negative invoice is a credit note."""
    kinds = {part.kind, *(part.kinds or {}).values()}
    return frozenset(kinds | ({DocumentKind.CREDIT_NOTE} if part.kind in _BILLED else set()))


_BILLED: Final = frozenset({DocumentKind.INVOICE})


def seen_again(rows: Iterable[Listing], order: VisitOrder) -> list[Listing]:
    """The rows whose documents are on file, or were listed by an earlier visit."""
    history = order.known | {key_of(one) for one in order.seen}
    return [row for row in rows if row.number and key_of(row) in history]


def key_of(row: Listing) -> Key:
    """Kind and normalised number of a row."""
    return row.kind, normalise_number(row.number or "")


def contradicted(rows: Sequence[Listing], order: VisitOrder) -> str:
    """The column in which all known rows say another value than before; nothing where none does.

    One document may be re-issued with another amount; all of them at once are another column.
    """
    pairs = _pairs(rows, order)
    for name in _VALUES:
        both = [one for one in pairs if None not in _values(one, name)]
        if len(both) >= _ENOUGH and all(_differ(one, name) for one in both):
            return name
    return ""


def prove(part: DocumentList, rows: Sequence[Listing], order: VisitOrder, *, named: bool) -> Proof:
    """What the rows of a list that was found again prove.

    `named` says that its page calls it by the kind of documents that it held before, which counts
    only where nothing is on file that could be seen again.
    """
    kinds = kinds_of(part)
    seen = {key_of(one) for one in order.seen}
    history = {one for one in order.known | seen if one[0] in kinds}
    again = seen_again(rows, order)
    if not history:
        return _without_history(part, named=named)
    reasons = f"{len(again)} of {len(rows)} listed documents are known from before"
    doubts = [
        *_too_few(again, history),
        *_other_values(rows, order),
        *_strangers(rows, again, order),
    ]
    return Proof((reasons,), tuple(doubts))


def _without_history(part: DocumentList, *, named: bool) -> Proof:
    said = f"the page calls it a list of documents of the kind {part.kind.value}"
    if named:
        return Proof((said, "nothing is on file that it could contradict"))
    return Proof((), (f"nothing on file proves it, and the page does not name {part.kind.value}",))


def _too_few(again: list[Listing], history: set[Key]) -> list[str]:
    wanted = min(_ENOUGH, len(history))
    if len(again) >= wanted:
        return []
    return [f"{len(again)} of {len(history)} documents that are known from before are listed"]


def _other_values(rows: Sequence[Listing], order: VisitOrder) -> list[str]:
    """The documents that say another day, amount or due day than before."""
    said = []
    for name in _VALUES:
        other = [one[0].number for one in _pairs(rows, order) if _differ(one, name)]
        if other:
            said.append(f"the {name} of {', '.join(map(str, other[:3]))} is another than before")
    return said


def _strangers(rows: Sequence[Listing], again: list[Listing], order: VisitOrder) -> list[str]:
    """Rows from before the newest known document that nobody knows: another list has those."""
    days = [row.day for row in again if row.day is not None]
    if not days:
        return []
    since = order.since or min(days)
    unknown = [
        row for row in rows if row not in again and row.day and since <= row.day <= max(days)
    ]
    if len(unknown) <= len(again):
        return []
    return [f"{len(unknown)} listed documents of the same time were never seen before"]


Pair = tuple[Listing, Listing]


def _pairs(rows: Iterable[Listing], order: VisitOrder) -> list[Pair]:
    """Rows beside the same documents' rows of an earlier visit."""
    before = {key_of(one): one for one in order.seen if one.number}
    return [(row, before[key_of(row)]) for row in rows if row.number and key_of(row) in before]


def _values(pair: Pair, name: str) -> tuple[object, object]:
    return getattr(pair[0], name), getattr(pair[1], name)


def _differ(pair: Pair, name: str) -> bool:
    now, before = _values(pair, name)
    return now is not None and before is not None and now != before
