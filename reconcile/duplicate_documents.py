"""Documents on file that may be one: scored, explained in a sentence, never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from model.documents import normalise_number
from model.filing import FiledDocument
from model.matches import Suspect
from model.money import Money
from reconcile.references import edits, one_digit, original, reference

Sign = tuple[float, str]

_DAYS: Final = 60
_SLIP_DAYS: Final = 31
_SAME_ORDER_DAYS: Final = 21
_UNNUMBERED_DAYS: Final = 3
_SLIP_LENGTH: Final = 4
_ACROSS_LENGTH: Final = 3
_YEAR: Final = range(330, 400)
"""So many days apart, numbering that starts anew with the year explains an equal number."""
_FEE: Final = Decimal("0.1")
"""By what share a reminder may exceed what it reminds of: fee and interest."""


def of_document(document: FiledDocument, others: Iterable[FiledDocument]) -> tuple[Suspect, ...]:
    """The documents on file that this one may be again, the surest first; `a` is this one.

    Rejected documents count as well: a person has seen the number before.
    """
    signs = ((other, _sign(document, other)) for other in others if other.id != document.id)
    found = [Suspect(document.id, other.id, *sign) for other, sign in signs if sign]
    return tuple(sorted(found, key=lambda suspect: (-suspect.score, suspect.b)))


def _sign(document: FiledDocument, other: FiledDocument) -> Sign | None:
    """What says that two documents are one, with its weight; None where nothing does."""
    if document.kind != other.kind:
        return None
    if document.sha256 == other.sha256:
        return 1.0, "The same file is already on file."
    if document.supplier_id == other.supplier_id:
        return _at_supplier(document, other)
    return _elsewhere(document, other)


def _elsewhere(document: FiledDocument, other: FiledDocument) -> Sign | None:
    """The same bill on the record of another supplier, which may be the same company."""
    number, seen = original(document.number or ""), original(other.number or "")
    if len(number.core) < _ACROSS_LENGTH or number.core != seen.core:
        return None
    if _same_bill(document, other):
        return 0.85, f"Another supplier billed {_said(other)} under the same number."
    if _same_figure(document, other) and document.iban and document.iban == other.iban:
        return 0.85, f"{_said(other)} went to the same bank account under another supplier."
    return None


def _at_supplier(document: FiledDocument, other: FiledDocument) -> Sign | None:
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


def _same_number(document: FiledDocument, other: FiledDocument) -> Sign | None:
    if _same_bill(document, other):
        return 0.98, f"{_said(other)} has the same number and amount."
    days = _days_between(document, other)
    if days in _YEAR:
        return None
    if document.gross is not None and document.gross == other.gross:
        return 0.8, f"{_said(other)} has the same number and amount; only the date is new."
    if _same_figure(document, other):
        return 0.85, f"{_said(other)} has the same number and figure in another currency."
    if _reminds(document, other) or _reminds(other, document):
        return 0.8, f"{_said(other)} has the same number; {_figure(document)} may be a reminder."
    return 0.7, f"{_said(other)} has the same number; this one says {_figure(document)}."


def _reminds(document: FiledDocument, other: FiledDocument) -> bool:
    """Whether a document asks again for what another billed, with a fee and later."""
    if document.gross is None or other.gross is None or document.day is None or other.day is None:
        return False
    if document.gross.currency != other.gross.currency or document.day <= other.day:
        return False
    fee = document.gross.amount - other.gross.amount
    return 0 < fee <= abs(other.gross.amount) * _FEE


def _slip(document: FiledDocument, other: FiledDocument) -> Sign | None:
    number, seen = reference(document.number or ""), reference(other.number or "")
    days = _days_between(document, other)
    if min(len(number.core), len(seen.core)) < _SLIP_LENGTH or days > _SLIP_DAYS:
        return None
    if edits(number, seen) != 1 or (days and one_digit(number, seen)):
        return None
    return 0.75, f"{document.number} is one slip away from {_said(other)}."


def _same_order(document: FiledDocument, other: FiledDocument) -> Sign | None:
    """The same amount on the same order within weeks; what recurs comes a month apart."""
    order = normalise_number(document.po_number or "")
    if not order or order != normalise_number(other.po_number or ""):
        return None
    if _days_between(document, other) > _SAME_ORDER_DAYS:
        return None
    return 0.65, f"{_said(other)} bills the same order {document.po_number} with the same amount."


def _same_bill(document: FiledDocument, other: FiledDocument) -> bool:
    """Whether amounts are known and equal, and dates near or unknown."""
    near = _days_between(document, other) <= _DAYS
    return document.gross is not None and document.gross == other.gross and near


def _same_figure(document: FiledDocument, other: FiledDocument) -> bool:
    """Whether the amounts are the same but for their currency."""
    return bool(document.gross and other.gross) and _bare(document.gross) == _bare(other.gross)


def _bare(amount: Money | None) -> Decimal | None:
    return amount.amount if amount else None


def _days_between(document: FiledDocument, other: FiledDocument) -> int:
    if document.day is None or other.day is None:
        return 0
    return abs((document.day - other.day).days)


def _said(document: FiledDocument) -> str:
    dated = f", dated {document.day}" if document.day else ""
    return f"{document.number or 'A document without a number'} over {_figure(document)}{dated}"


def _figure(document: FiledDocument) -> str:
    return str(document.gross) if document.gross else "an unread amount"
