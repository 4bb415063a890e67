"""Signs that a bill is not what it seems: weighed, named in a sentence, for a person to judge.

One weak sign is no question; several are, or one strong one. Bank accounts come first: see
`reconcile.master_data` for one that differs from the confirmed ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from model.exceptions import ExceptionReason, Finding
from model.filing import DocumentStatus, FiledDocument
from model.money import Money
from model.suppliers import Supplier
from reconcile.master_data import compact, masked
from reconcile.sequence import leaves

Sign = tuple[float, str]

_ENOUGH: Final = 8
"""So many documents of a supplier are known before one can be unusual."""
_ROUND: Final = Decimal(100)
_ROUND_FROM: Final = Decimal(1000)
_BELOW: Final = Decimal("0.95")
_SPLIT_DAYS: Final = 7
_ASK: Final = 0.5
_COUNTRY: Final = 2


def check(
    document: FiledDocument,
    history: Iterable[FiledDocument],
    *,
    supplier: Supplier,
    others: Iterable[Supplier] = (),
    limit: Money | None = None,
) -> tuple[Finding, ...]:
    """What a person should look at before this bill is paid; nothing where it is as usual.

    `history` is what is on file of the supplier, `others` are the other suppliers, `limit` is the
    amount above which a bill needs a second approval.
    """
    seen = [one for one in history if one.id != document.id and one.kind == document.kind]
    known = [one for one in seen if one.status is not DocumentStatus.REJECTED]
    return (
        *_shared_account(document, supplier, others),
        *_split(document, known, limit),
        *_unusual(document, known, supplier, limit),
    )


def _shared_account(
    document: FiledDocument, supplier: Supplier, others: Iterable[Supplier]
) -> Iterator[Finding]:
    if not document.iban or compact(document.iban) in map(compact, supplier.ibans):
        return
    for other in others:
        if other.id != supplier.id and compact(document.iban) in map(compact, other.ibans):
            sentence = (
                f"{supplier.name} asks for payment to {masked(document.iban)}, which is the "
                f"account of {other.name}. Call the supplier before you accept it."
            )
            yield Finding(
                ExceptionReason.BANK_DETAILS_SHARED, "Another supplier's account", sentence
            )
            return


def _split(
    document: FiledDocument, known: Sequence[FiledDocument], limit: Money | None
) -> Iterator[Finding]:
    """Bills of one week that stay below the limit one by one, and pass it together."""
    if not _below(document.gross, limit) or document.day is None or limit is None:
        return
    week = [
        one
        for one in known
        if one.day
        and abs((one.day - document.day).days) <= _SPLIT_DAYS
        and _below(one.gross, limit)
    ]
    if week:
        count = len(week) + 1
        numbers = ", ".join(one.number or "one without a number" for one in (*week, document))
        sentence = (
            f"{count} bills within {_SPLIT_DAYS} days lie just below the limit of {limit}: "
            f"{numbers}. Together they pass it."
        )
        yield Finding(ExceptionReason.SPLIT_UNDER_LIMIT, "Split under the limit?", sentence)


def _unusual(
    document: FiledDocument, known: Sequence[FiledDocument], supplier: Supplier, limit: Money | None
) -> Iterator[Finding]:
    signs = list(_signs(document, known, supplier, limit))
    doubt = 1.0
    for weight, _ in signs:
        doubt *= 1 - weight
    if 1 - doubt >= _ASK:
        sentence = " ".join(words for _, words in signs)
        yield Finding(ExceptionReason.UNUSUAL_INVOICE, "Unusual for this supplier", sentence)


def _signs(
    document: FiledDocument, known: Sequence[FiledDocument], supplier: Supplier, limit: Money | None
) -> Iterator[Sign]:
    if len(known) >= _ENOUGH:
        yield from _number(document, known)
        yield from _round_amount(document, known)
    yield from _account_abroad(document, supplier)
    if _below(document.gross, limit):
        yield 0.3, f"{document.gross} lies just below the limit of {limit}."


def _number(document: FiledDocument, known: Sequence[FiledDocument]) -> Iterator[Sign]:
    if document.number is None or document.day is None:
        return
    seen = [(one.number, one.day) for one in known if one.number and one.day]
    if leaves(document.number, document.day, seen):
        last = max(seen, key=lambda pair: pair[1])[0]
        yield 0.4, f"{document.number} is out of the supplier's sequence; the last was {last}."


def _round_amount(document: FiledDocument, known: Sequence[FiledDocument]) -> Iterator[Sign]:
    if _is_round(document.gross) and not any(_is_round(one.gross) for one in known):
        yield 0.3, f"{document.gross} is a round amount; this supplier has never billed one."


def _account_abroad(document: FiledDocument, supplier: Supplier) -> Iterator[Sign]:
    """A first account in another country than the supplier's VAT number says."""
    if not document.iban or not supplier.vat_id or supplier.ibans:
        return
    bank, home = compact(document.iban)[:_COUNTRY], compact(supplier.vat_id)[:_COUNTRY]
    if home.isalpha() and bank != home.replace("EL", "GR"):
        yield 0.35, f"The bank account is in {bank}; the supplier is registered in {home}."


def _is_round(amount: Money | None) -> bool:
    return amount is not None and amount.amount >= _ROUND_FROM and not amount.amount % _ROUND


def _below(amount: Money | None, limit: Money | None) -> bool:
    if amount is None or limit is None or amount.currency != limit.currency:
        return False
    return limit.amount * _BELOW <= amount.amount < limit.amount
