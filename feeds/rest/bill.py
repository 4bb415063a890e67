"""A parcel as a bill in an accounting system: once, equal to the document to the cent, proved.

None of these systems can be trusted with a repetition: before a bill is made it is looked for, by
the delivery's key and by supplier and number, and after it was made it is read back. So an attempt
may end anywhere (a cut line, an ended token, a killed process) and the next one goes on from there.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from feeds.masters import named_there, only, vat_id_of
from feeds.rest.wire import as_itself
from feeds.sums import Sums, sums_of
from model.deliveries import Acknowledgement, Destination, Parcel, Response, ResponseStatus
from model.errors import CredentialRefused, DestinationRefused, DestinationUnreachable

GONE: Final = "it was deleted there"
_ROUNDING: Final = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the system's own that a bill refers to."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill as it stands there. The sums are what we owe, negative on a credit note.

    `key` is the delivery that made it, empty where a person did; `edition` what a change of it has
    to name; `is_void` says that it counts no more.
    """

    id: str
    name: str
    key: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    currency: str
    status: ResponseStatus
    reason: str = ""
    edition: str = ""
    is_void: bool = False


class Books(ABC):
    """One company's books, in the calls of the system that keeps them."""

    __slots__ = ()

    @property
    @abstractmethod
    def destination(self) -> Destination:
        """Where they are."""

    def prepared(self, parcel: Parcel) -> Parcel:
        """The parcel as these books take it."""
        return parcel

    @abstractmethod
    def suppliers_by_vat_id(self, vat_id: str) -> Sequence[Record]:
        """The suppliers with this VAT id; none where the system does not say."""

    @abstractmethod
    def suppliers_by_name(self, name: str) -> Sequence[Record]:
        """The suppliers with exactly this name."""

    @abstractmethod
    def bills(self, parcel: Parcel, supplier: Record, sums: Sums) -> Sequence[Bill]:
        """The bills with the parcel's key, or of its supplier and number; oldest first."""

    @abstractmethod
    def make(self, parcel: Parcel, supplier: Record, sums: Sums) -> str:
        """The id of a new draft that bears the parcel's key."""

    def mend(self, _bill: Bill, _sums: Sums) -> bool:
        """Whether a draft's taxes were set to the document's, which were rounded another way."""
        return False

    @abstractmethod
    def withdraw(self, bill: Bill) -> None:
        """Take back a draft."""

    @abstractmethod
    def has_file(self, bill: Bill, parcel: Parcel) -> bool:
        """Whether the parcel's file is at the bill."""

    @abstractmethod
    def attach(self, bill: Bill, parcel: Parcel) -> None:
        """Put the parcel's file at the bill."""

    @abstractmethod
    def standing(self, references: Mapping[str, str]) -> Mapping[str, Bill]:
        """The bills of these keys, each with the reference that its delivery was answered with."""


def enter(books: Books, parcel: Parcel) -> Acknowledgement:
    """The bill's id. One that is there under the parcel's key is taken as entered.

    Raises:
        DestinationUnreachable: the system does not answer, or does not show the bill yet.
        DestinationRefused: it lacks a record that the bill refers to, has the number already, or
            makes other sums of it.
    """
    sums = sums_of(parcel, books.destination.name)
    with as_itself(books.destination):
        supplier = _supplier(books, parcel)
        known = _entered(books, parcel, supplier, sums)
        bill = known or _make(books, parcel, supplier, sums)
        if not books.has_file(bill, parcel):
            books.attach(bill, parcel)
    words = "was there already" if known else "entered as a draft"
    return Acknowledgement(bill.id, f"{bill.name} in {books.destination.name}: {words}.")


def decisions(books: Books, references: Mapping[str, str]) -> tuple[Response, ...]:
    """Where these deliveries stand; one that the system has no more was rejected."""
    with as_itself(books.destination):
        found = books.standing(references)
    gone = Response("", ResponseStatus.REJECTED, GONE)
    said = {key: Response(key, bill.status, bill.reason) for key, bill in found.items()}
    return tuple(said.get(key, Response(key, gone.status, gone.reason)) for key in references)


def _supplier(books: Books, parcel: Parcel) -> Record:
    """The supplier: by the destination's own word, its VAT id, or exactly its name."""
    named, vat_id = named_there(books.destination, parcel, "supplier"), vat_id_of(parcel)
    if vat_id and not named and (found := books.suppliers_by_vat_id(vat_id)):
        return only(books.destination, found, f"suppliers with the VAT id {vat_id}")
    name = named or parcel.supplier
    return only(books.destination, books.suppliers_by_name(name), f"suppliers {name}")


def _entered(books: Books, parcel: Parcel, supplier: Record, sums: Sums) -> Bill | None:
    """The bill that an attempt before this one made, proved; None where there was none."""
    if known := _look(books, parcel, supplier, sums):
        known = _mended(books, parcel, supplier, sums, known)
        _prove(books, parcel, sums, known, "correct it there, then send again")
    return known


def _look(books: Books, parcel: Parcel, supplier: Record, sums: Sums) -> Bill | None:
    """The first bill under this key; a copy that somebody made of it came later.

    Raises:
        DestinationRefused: the number is there, and came another way.
    """
    found = books.bills(parcel, supplier, sums)
    if ours := [bill for bill in found if bill.key == parcel.key]:
        return ours[0]
    if others := [bill for bill in found if not bill.is_void]:
        raise DestinationRefused(
            f"{books.destination.name} has {parcel.number} of {supplier.name} already, as"
            f" {others[0].name}; nothing was entered."
        )
    return None


def _make(books: Books, parcel: Parcel, supplier: Record, sums: Sums) -> Bill:
    """The new bill, read back; or the first one, where a lost attempt came before."""
    try:
        made = books.make(parcel, supplier, sums)
    except CredentialRefused:
        raise
    except DestinationRefused:
        if first := _entered(books, parcel, supplier, sums):  # it was refused as a repetition
            return first
        raise
    found = [one for one in books.bills(parcel, supplier, sums) if one.key == parcel.key]
    if not found:
        raise DestinationUnreachable(f"{books.destination.name} does not show {parcel.number} yet.")
    for late in found[1:]:
        if late.id == made:
            books.withdraw(late)
    bill = _mended(books, parcel, supplier, sums, found[0])
    if bill.id == made and _differs(sums, bill):
        books.withdraw(bill)
    _prove(books, parcel, sums, bill, "nothing was entered")
    return bill


def _mended(books: Books, parcel: Parcel, supplier: Record, sums: Sums, bill: Bill) -> Bill:
    """The bill, with the document's taxes where they differ by no more than rounding does."""
    is_rounding = bill.net == sums.net and abs(bill.tax - sums.tax) <= _ROUNDING
    is_draft = bill.status is ResponseStatus.ACKNOWLEDGED
    if _differs(sums, bill) and is_rounding and is_draft and books.mend(bill, sums):
        return _look(books, parcel, supplier, sums) or bill
    return bill


def _prove(books: Books, parcel: Parcel, sums: Sums, bill: Bill, remedy: str) -> None:
    if _differs(sums, bill) and not bill.is_void:
        made = f"{bill.gross:.2f} {bill.currency} ({bill.tax:.2f} tax)"
        stated = f"{sums.gross.amount} {sums.gross.currency} ({sums.tax} tax)"
        raise DestinationRefused(
            f"{books.destination.name} makes {made} of {parcel.number} as {bill.name}, and the"
            f" document says {stated}; {remedy}."
        )


def _differs(sums: Sums, bill: Bill) -> bool:
    stated = (sums.net, sums.tax, sums.gross.amount, sums.gross.currency)
    return stated != (bill.net, bill.tax, bill.gross, bill.currency)
