"""Xero as destination: a bill (ACCPAY) or a credit note (ACCPAYCREDIT) with its file.

Xero's Accounting API 2.0 with OAuth 2.0, a refresh token that changes with each use, and the header
Idempotency-Key. A line without an amount holds the delivery's key: neither a bill nor a credit note
has a field for it that can be asked for.

Settings: tenant (the organisation's id). Optional: status (SUBMITTED, so that it awaits approval;
else DRAFT), account (the expense account's code), supplier_NAME (the contact of a supplier whose
name differs there), tax_RATE (the tax rate's name, where several have one rate), url (of a proxy).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from feeds.facts import file_name, single_line
from feeds.grants import Issuer, remedy
from feeds.masters import tax_of
from feeds.rest.bill import Bill, Books, Record
from feeds.rest.repeats import once
from feeds.rest.way import way_into
from feeds.rest.wire import Values, Wire, amount, records, segment
from feeds.sums import Sums, shares_of, stated, taxed
from model.clock import Clock
from model.deliveries import Destination, Parcel, ResponseStatus
from model.errors import SettingsInvalid
from model.ports import Lease

ISSUER: Final = Issuer(
    token_url="https://identity.xero.com/connect/token",  # noqa: S106 - an address
    api="https://api.xero.com/api.xro/2.0",
    scopes=(
        "offline_access",
        "accounting.transactions",
        "accounting.contacts.read",
        "accounting.settings.read",
        "accounting.attachments",
    ),
    authorize="https://login.xero.com/identity/connect/authorize",
    organisations="/connections",
)
_MARK: Final = "Billhook "
_NUMBER: Final = 255
_WORDS: Final = 4000
_BATCH: Final = 20
_CENTS: Final = 2
_UNTAXED: Final = "NONE"
_DELETED: Final = "DELETED"
_MEANS: Final[Mapping[str, tuple[ResponseStatus, str]]] = {
    "DRAFT": (ResponseStatus.ACKNOWLEDGED, ""),
    "SUBMITTED": (ResponseStatus.IN_PROCESS, ""),
    "AUTHORISED": (ResponseStatus.ACCEPTED, ""),
    "PAID": (ResponseStatus.PAID, ""),
    "VOIDED": (ResponseStatus.REJECTED, "it was voided in Xero"),
}


@dataclass(frozen=True, slots=True)
class _Kind:
    """How Xero calls one kind of bill: its list, its type, and the names of its fields."""

    list: str
    type: str
    id: str
    number: str


_BILL: Final = _Kind("Invoices", "ACCPAY", "InvoiceID", "InvoiceNumber")
_CREDIT: Final = _Kind("CreditNotes", "ACCPAYCREDIT", "CreditNoteID", "CreditNoteNumber")
_KINDS: Final = (_BILL, _CREDIT)


@dataclass(frozen=True, slots=True)
class _Tax:
    type: str
    name: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class _Organisation(Books):
    wire: Wire

    @property
    def destination(self) -> Destination:
        return self.wire.destination

    def suppliers_by_vat_id(self, vat_id: str) -> Sequence[Record]:
        return self._contacts(f"TaxNumber=={_quoted(vat_id)}")

    def suppliers_by_name(self, name: str) -> Sequence[Record]:
        return self._contacts(f"Name=={_quoted(name)}")

    def _contacts(self, where: str) -> Sequence[Record]:
        said = self.wire.get("Contacts", where=f'ContactStatus=="ACTIVE" AND {where}')
        found = records(said, "Contacts")
        return [Record(str(one["ContactID"]), str(one["Name"])) for one in found]

    def bills(self, parcel: Parcel, supplier: Record, sums: Sums) -> Sequence[Bill]:
        kind, number = _kind(sums), single_line(parcel.number, limit=_NUMBER)
        of_supplier = f"Contact.ContactID==guid({_quoted(supplier.id)})"
        where = f"{kind.number}=={_quoted(number)} AND {of_supplier}"
        return self._find(kind, where)

    def standing(self, references: Mapping[str, str]) -> Mapping[str, Bill]:
        keys = {reference: key for key, reference in references.items()}
        found: dict[str, Bill] = {}
        for kind in _KINDS:
            ids = [one.partition("/")[2] for one in keys if one.startswith(f"{kind.list}/")]
            for start in range(0, len(ids), _BATCH):
                batch = ids[start : start + _BATCH]
                where = " OR ".join(f"{kind.id}==guid({_quoted(one)})" for one in batch)
                found |= {keys[bill.id]: bill for bill in self._find(kind, where)}
        return found

    def _find(self, kind: _Kind, where: str) -> Sequence[Bill]:
        """The bills that are not deleted, oldest first, with their lines (they come by page)."""
        asked = {"where": where, "order": "UpdatedDateUTC ASC", "page": "1"}
        found = records(self.wire.get(kind.list, **asked), kind.list)
        return [self._bill(kind, one) for one in found if one["Status"] != _DELETED]

    def make(self, parcel: Parcel, supplier: Record, sums: Sums) -> str:
        kind, draft = _kind(sums), self._draft(parcel, supplier, sums)

        def create(key: str) -> str:
            body = {kind.list: [draft]}
            said = self.wire.ask("PUT", kind.list, body=body, headers={"idempotency-key": key})
            return f"{kind.list}/{records(said, kind.list)[0][kind.id]}"

        def is_gone(made: str) -> bool:
            (found,) = records(self.wire.get(made), kind.list)
            return bool(found["Status"] == _DELETED)

        return once(self.destination, draft, create, is_gone)

    def _draft(self, parcel: Parcel, supplier: Record, sums: Sums) -> Values:
        kind = _kind(sums)
        due = {"DueDate": parcel.due or parcel.day} if kind is _BILL else {}
        return {
            "Type": kind.type,
            "Contact": {"ContactID": supplier.id},
            kind.number: single_line(parcel.number, limit=_NUMBER),
            "Date": parcel.day,
            **due,
            "CurrencyCode": sums.gross.currency,
            "LineAmountTypes": "Exclusive",
            "Status": self.destination.settings.get("status", "DRAFT"),
            "LineItems": [*self._lines(parcel, sums), {"Description": f"{_MARK}{parcel.key}"}],
        }

    def _lines(self, parcel: Parcel, sums: Sums) -> Iterator[Values]:
        known = self._taxes() if sums.rows else ()
        code = self.destination.settings.get("account")
        account = {"AccountCode": code} if code else {}
        for share in shares_of(parcel, sums):
            tax = tax_of(self.destination, known, share.row).type if share.row else _UNTAXED
            for line, part in taxed(share):
                quantity, price = stated(line, sums.sign, digits=_CENTS)
                said = line.description.strip() or parcel.number
                yield {
                    "Description": said[:_WORDS],
                    "Quantity": quantity,
                    "UnitAmount": price,
                    "TaxType": tax,
                    "TaxAmount": part * sums.sign,  # as the supplier rounded it
                    **account,
                }

    def _taxes(self) -> Sequence[_Tax]:
        found = records(self.wire.get("TaxRates", where='Status=="ACTIVE"'), "TaxRates")
        return [
            _Tax(str(one["TaxType"]), str(one["Name"]), amount(one["EffectiveRate"]))
            for one in found
            if one["CanApplyToExpenses"]
        ]

    def withdraw(self, bill: Bill) -> None:
        self.wire.post(bill.id, {"Status": _DELETED})

    def has_file(self, bill: Bill, parcel: Parcel) -> bool:
        found = records(self.wire.get(f"{bill.id}/Attachments"), "Attachments")
        return any(one["FileName"] == file_name(parcel) for one in found)

    def attach(self, bill: Bill, parcel: Parcel) -> None:
        path = f"{bill.id}/Attachments/{segment(file_name(parcel))}"
        headers = {"content-type": parcel.media_type}
        self.wire.put_bytes("PUT", path, parcel.content, headers=headers)

    def _bill(self, kind: _Kind, found: Values) -> Bill:
        sign = -1 if kind is _CREDIT else 1
        status, reason = _MEANS.get(str(found["Status"]), (ResponseStatus.IN_PROCESS, ""))
        awaited = self.destination.settings.get("status") == "SUBMITTED"
        if awaited and status is ResponseStatus.ACKNOWLEDGED:
            status, reason = ResponseStatus.REJECTED, "it was sent back to draft in Xero"
        said = [str(one.get("Description") or "") for one in records(found, "LineItems")]
        keys = [text.removeprefix(_MARK) for text in said if text.startswith(_MARK)]
        number = str(found.get(kind.number) or found[kind.id])
        return Bill(
            id=f"{kind.list}/{found[kind.id]}",
            name=f"{'credit note' if kind is _CREDIT else 'bill'} {number}",
            key=keys[-1] if keys else "",
            net=amount(found["SubTotal"]) * sign,
            tax=amount(found["TotalTax"]) * sign,
            gross=amount(found["Total"]) * sign,
            currency=str(found["CurrencyCode"]),
            status=status,
            reason=reason,
            is_void=found["Status"] == "VOIDED",
        )


def _kind(sums: Sums) -> _Kind:
    return _CREDIT if sums.is_credit else _BILL


def _quoted(text: str) -> str:
    """Foreign text as one string of a filter."""
    plain = single_line(text, limit=_NUMBER).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _organisation(destination: Destination, lease: Lease | None, clock: Clock) -> Books:
    if lease is None:
        raise SettingsInvalid(f"{destination.name} has no consent; {remedy(destination)}")
    headers = {
        "authorization": f"Bearer {lease.password.reveal()}",
        "xero-tenant-id": destination.settings["tenant"],
    }
    base = destination.settings.get("url", ISSUER.api)
    return _Organisation(Wire(destination, clock, headers, _words, base))


def _words(said: Any) -> str:
    """What Xero finds wrong with each element, else its message."""
    found = [
        str(error["Message"])
        for element in said.get("Elements") or ()
        for error in element.get("ValidationErrors") or ()
    ]
    return " ".join(found) or str(said.get("Message") or said.get("Detail") or said)


WAY: Final = way_into(
    _organisation,
    settings=("tenant",),
    secret="a consent",  # noqa: S106 - a word
    issuer=ISSUER,
    largest=10_000_000,
)
