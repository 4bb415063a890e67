"""The purchase ledger of Tryton: what its posted moves say on accounts that are payable.

One move is one entry for each party: an invoice that is due in parts is one document. What an
invoice of ours and its cancellation say is gone once it is cancelled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from feeds.tryton.place import CHANGE
from feeds.tryton.rpc import Session, Values, signed_in
from model.clock import Clock
from model.deliveries import Destination
from model.money import Money
from model.orders import EntryKind, EntryPaper
from model.ports import Lease

MOST: Final = 300
"""Moves in one page."""
_LINES: Final = 5_000
_PAYABLE: Final = ["account.type.payable", "=", True]
_MOVE: Final = ("number", "date", "origin", *CHANGE)
_LINE: Final = (
    "move",
    "party",
    "debit",
    "credit",
    "amount_second_currency",
    "second_currency.code",
)
_INVOICE: Final = ("type", "state", "number", "reference", "invoice_date", "move", "cancel_move")


@dataclass(frozen=True, slots=True)
class Moves:
    """Some posted moves as entries, with the ids of those that an invoice's end took back."""

    read: tuple[Values, ...]
    entries: tuple[EntryPaper, ...]
    gone: tuple[str, ...]


def moves(session: Session, changed: Sequence[object]) -> Moves:
    """The next moves of the ledger that meet a domain."""
    own = [
        ["company", "=", session.company],
        ["state", "=", "posted"],
        ["lines", "where", [_PAYABLE]],
    ]
    read = session.page("account.move", [*own, *changed], MOST, *_MOVE)
    ids = [one["id"] for one in read]
    invoices = _invoices(session, ids)
    lines = session.find("account.move.line", [["move", "in", ids], _PAYABLE], *_LINE)
    by_booking: dict[tuple[int, int], list[Values]] = defaultdict(list)
    for line in lines:
        if line["party"] is not None:
            by_booking[line["move"], line["party"]].append(line)
    home = _currency(session)
    by_id = {one["id"]: one for one in read}
    entries: list[EntryPaper] = []
    gone: list[str] = []
    for (move, party), some in by_booking.items():
        invoice = invoices.get(move)
        if invoice and invoice["state"] == "cancelled":
            gone += [
                entry_id(one, party) for one in (invoice["move"], invoice["cancel_move"]) if one
            ]
        else:
            entries.append(_entry(by_id[move], party, _amount(some, home), invoice))
    return Moves(read, tuple(entries), tuple(gone))


def entry_id(move: int, party: int) -> str:
    """The id of what a move says about a party."""
    return f"{move}.{party}"


def every_id(destination: Destination, lease: Lease | None, *, clock: Clock) -> frozenset[str]:
    """The ids of all entries that the ledger has.

    Raises:
        DestinationUnreachable: try again later.
        DestinationRefused: a person must act; the message says what to do.
    """
    with signed_in(destination, lease, clock) as session:
        cancelled = frozenset(_cancelled(session))
        return frozenset(
            entry_id(line["move"], line["party"])
            for line in _all_lines(session)
            if line["party"] is not None and line["move"] not in cancelled
        )


def _all_lines(session: Session) -> Iterator[Values]:
    own = [["move.company", "=", session.company], ["move.state", "=", "posted"], _PAYABLE]
    after = 0
    while some := session.page(
        "account.move.line", [*own, ["id", ">", after]], _LINES, "move", "party"
    ):
        yield from some
        after = some[-1]["id"]


def _cancelled(session: Session) -> Iterator[int]:
    """The moves of invoices that were cancelled."""
    own = [["company", "=", session.company], ["type", "=", "in"], ["state", "=", "cancelled"]]
    for one in session.find("account.invoice", own, "move", "cancel_move"):
        yield from (move for move in (one["move"], one["cancel_move"]) if move)


def _invoices(session: Session, ids: Sequence[int]) -> dict[int, Values]:
    """By move, the supplier invoice that it books or takes back."""
    booked = ["OR", [["move", "in", ids]], [["cancel_move", "in", ids]]]
    found = session.find("account.invoice", [["type", "=", "in"], booked], *_INVOICE)
    return {move: one for one in found for move in (one["move"], one["cancel_move"]) if move}


def _currency(session: Session) -> str:
    """The currency in which the company keeps its books."""
    own = [["id", "=", session.company]]
    return str(session.find("company.company", own, "currency.code")[0]["currency."]["code"])


def _amount(lines: Sequence[Values], home: str) -> Money:
    """What is owed by these lines, in the currency of the document where all lines have it."""
    foreign = {(line["second_currency."] or {}).get("code") for line in lines}
    (code,) = foreign if len(foreign) == 1 else (None,)
    if code:
        return Money(-sum((line["amount_second_currency"] for line in lines), Decimal(0)), code)
    return Money(sum((line["credit"] - line["debit"] for line in lines), Decimal(0)), home)


def _entry(move: Values, party: int, amount: Money, invoice: Values | None) -> EntryPaper:
    number = (invoice["reference"] or invoice["number"]) if invoice else move["number"]
    return EntryPaper(
        id=entry_id(move["id"], party),
        seller=str(party),
        kind=_kind(move, amount, invoice),
        reference=str(number or ""),
        doc_date=(invoice or {}).get("invoice_date") or move["date"],
        post_date=move["date"],
        amount=amount,
        voucher=str(move["number"] or move["id"]),
    )


def _kind(move: Values, amount: Money, invoice: Values | None) -> EntryKind:
    """What a move books; one that nothing made, on their side, is a bill that somebody typed in."""
    if invoice or (amount.amount > 0 and not move["origin"]):
        return EntryKind.INVOICE if amount.amount >= 0 else EntryKind.CREDIT
    return EntryKind.PAYMENT
