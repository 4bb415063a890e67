"""Documents that may be booked or filed twice: scored, explained, never deleted.

Two equal amounts on one day are two documents. Only a number that is the same, a copy of the other
or one slip of a finger away makes a suspect, and the latter only where the amount is rare: numbers
count up, so the next document is one character away as well.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from model.documents import normalise_number
from model.filing import FiledDocument
from model.matches import Suspect
from model.orders import LedgerEntry
from reconcile.references import Reference, edits, one_digit, original, reference
from reconcile.sheet import Booking, booked, grouped

_DAYS: Final = 60
_SLIP_DAYS: Final = 31
_SAME_ORDER_DAYS: Final = 21
_UNNUMBERED_DAYS: Final = 3
_SLIP_LENGTH: Final = 4
_ACROSS_LENGTH: Final = 3
_RARE: Final = 6
"""Up to how many bookings of one amount are compared by their numbers."""
_SMALL: Final = 2_000
"""In the smallest coin; below it, equal amounts are a coincidence more often than a slip."""


class _Shared(NamedTuple):
    """What two bookings of one amount have in common when they may be one document."""

    by: Callable[[Booking], Hashable]
    score: float
    words: str


_ON_ONE_ACCOUNT: Final = (
    _Shared(lambda b: b.ref.alnum, 0.99, "the same number"),
    _Shared(lambda b: b.ref.core, 0.95, "the same number in another form"),
    _Shared(lambda b: original(b.first.reference).core, 0.9, "a number and its copy"),
)
_ACROSS: Final = _Shared(
    lambda b: original(b.first.reference).core, 0.85, "the same number on two accounts"
)


def suspects(entries: Iterable[LedgerEntry]) -> tuple[Suspect, ...]:
    """Pairs of entries that may be one document booked twice, the surest first.

    `a` was booked before `b`. Entries of one voucher are one booking; its first stands for it.
    """
    bookings = [booking for booking in booked(entries) if not booking.payment]
    found: dict[tuple[str, str], Suspect] = {}
    for alike in grouped(bookings, lambda b: (b.first.amount.currency, b.cents)).values():
        for suspect in _among(alike):
            found.setdefault((suspect.a, suspect.b), suspect)
    return tuple(sorted(found.values(), key=lambda s: (-s.score, len(s.a), s.a, len(s.b), s.b)))


def of_document(document: FiledDocument, others: Iterable[FiledDocument]) -> tuple[Suspect, ...]:
    """The documents on file that this one may be again, the surest first; `a` is this one.

    Rejected documents count as well: a person has seen the number before.
    """
    same_kind = (
        other for other in others if other.id != document.id and other.kind == document.kind
    )
    signs = ((other, _sign(document, other)) for other in same_kind)
    found = [Suspect(document.id, other.id, *sign) for other, sign in signs if sign]
    return tuple(sorted(found, key=lambda suspect: (-suspect.score, suspect.b)))


def _sign(document: FiledDocument, other: FiledDocument) -> tuple[float, str] | None:
    """What says that two documents are one, with its weight; None where nothing does."""
    if document.sha256 == other.sha256:
        return 1.0, "The same file is already on file."
    if document.supplier_id == other.supplier_id:
        return _sign_at_supplier(document, other)
    number, seen = reference(document.number or ""), reference(other.number or "")
    if (
        len(number.core) >= _ACROSS_LENGTH
        and number.core == seen.core
        and _same_bill(document, other)
    ):
        return 0.85, f"Another supplier billed {_said(other)} under the same number."
    return None


def _sign_at_supplier(document: FiledDocument, other: FiledDocument) -> tuple[float, str] | None:
    number, seen = reference(document.number or ""), reference(other.number or "")
    if number.usable and number.core == seen.core:
        return _same_number(document, other)
    if not _same_bill(document, other):
        return None
    if number.usable and original(document.number or "").core == original(other.number or "").core:
        return 0.9, f"{document.number} looks like a copy of {_said(other)}."
    if number.usable and seen.usable:
        return _slip(document, other) or _same_order(document, other)
    if _days_between(document, other) <= _UNNUMBERED_DAYS:
        return 0.6, f"{_said(other)} has the same amount, and one of the two has no number."
    return None


def _slip(document: FiledDocument, other: FiledDocument) -> tuple[float, str] | None:
    number, seen = reference(document.number or ""), reference(other.number or "")
    if not _one_slip(number, seen, _days_between(document, other)):
        return None
    return 0.75, f"{document.number} is one slip away from {_said(other)}."


def _same_order(document: FiledDocument, other: FiledDocument) -> tuple[float, str] | None:
    """The same amount on the same order within weeks; what recurs comes a month apart."""
    order = normalise_number(document.po_number or "")
    if not order or order != normalise_number(other.po_number or ""):
        return None
    if _days_between(document, other) > _SAME_ORDER_DAYS:
        return None
    return 0.65, f"{_said(other)} bills the same order {document.po_number} with the same amount."


def _same_number(document: FiledDocument, other: FiledDocument) -> tuple[float, str]:
    if _same_bill(document, other):
        return 0.98, f"{_said(other)} has the same number and amount."
    return 0.7, f"{_said(other)} has the same number; this one says {_figure(document)}."


def _same_bill(document: FiledDocument, other: FiledDocument) -> bool:
    """Whether amounts are known and equal, and dates near or unknown."""
    near = _days_between(document, other) <= _DAYS
    return document.gross is not None and document.gross == other.gross and near


def _days_between(document: FiledDocument, other: FiledDocument) -> int:
    if document.day is None or other.day is None:
        return 0
    return abs((document.day - other.day).days)


def _said(document: FiledDocument) -> str:
    dated = f", dated {document.day}" if document.day else ""
    return f"{document.number or 'A document without a number'} over {_figure(document)}{dated}"


def _figure(document: FiledDocument) -> str:
    return str(document.gross) if document.gross else "an unread amount"


def _among(bookings: Sequence[Booking]) -> Iterator[Suspect]:
    """The suspects among bookings of one amount, by the surest sign first."""
    for held in grouped(bookings, lambda b: b.first.supplier_id).values():
        numbered = [booking for booking in held if booking.ref.usable]
        for sign in _ON_ONE_ACCOUNT:
            yield from _sharing(numbered, sign)
        yield from _slips(held)
    yield from _sharing([b for b in bookings if len(b.ref.core) >= _ACROSS_LENGTH], _ACROSS)
    yield from _slips_across(bookings)


def _sharing(bookings: Sequence[Booking], sign: _Shared) -> Iterator[Suspect]:
    if len(bookings) > 1:
        for first, *others in grouped(bookings, sign.by).values():
            for again in others:
                if _days(first, again) <= _DAYS:
                    yield _suspect(first, again, sign.score, sign.words)


def _slips(bookings: Sequence[Booking]) -> Iterator[Suspect]:
    """Numbers one slip apart, or none at all, at a supplier that seldom bills this amount."""
    if len(bookings) > _RARE or abs(bookings[0].cents) <= _SMALL:
        return
    for a, b in combinations(bookings, 2):
        if a.ref.usable and b.ref.usable:
            if _one_slip(a.ref, b.ref, _days(a, b)):
                yield _suspect(a, b, 0.75, "numbers that differ by one slip")
        elif len(bookings) == 2 and _days(a, b) <= _UNNUMBERED_DAYS:  # noqa: PLR2004 - only these
            yield _suspect(a, b, 0.6, "no number to tell them apart")


def _slips_across(bookings: Sequence[Booking]) -> Iterator[Suspect]:
    """Numbers one slip apart on two accounts, on the same day."""
    if len(bookings) > _RARE or abs(bookings[0].cents) <= _SMALL:
        return
    for a, b in combinations(bookings, 2):
        elsewhere = a.first.supplier_id != b.first.supplier_id and not _days(a, b)
        if elsewhere and _one_slip(a.ref, b.ref, 0):
            yield _suspect(a, b, 0.65, "numbers on two accounts that differ by one slip")


def _one_slip(a: Reference, b: Reference, days: int) -> bool:
    """Whether a slip explains the difference better than two documents in a row.

    The next document differs by a digit and is dated later; a slip that swaps, drops or doubles a
    digit makes a number that is not next.
    """
    if min(len(a.core), len(b.core)) < _SLIP_LENGTH or days > _SLIP_DAYS:
        return False
    return edits(a, b) == 1 and not (days and one_digit(a, b))


def _days(a: Booking, b: Booking) -> int:
    return abs((a.first.doc_date - b.first.doc_date).days)


def _suspect(a: Booking, b: Booking, score: float, words: str) -> Suspect:
    typed = f"{a.first.reference or '(no number)'} and {b.first.reference or '(no number)'}"
    reason = f"{typed}: {a.amount} both, {words}, dated {_days(a, b)} days apart."
    return Suspect(a.first.id, b.first.id, score, reason)
