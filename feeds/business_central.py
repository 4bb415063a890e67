"""Business Central as destination: a draft purchase invoice or credit memo with its file.

Microsoft's API v2.0 with OAuth 2.0 as the application itself (client credentials) and ETags. It has
no idempotency key: a comment line, made in one request with the rest, holds the delivery's. VAT is
worked out by Business Central from the VAT posting groups, and compared.

Settings: tenant, company (its name), account (the expense account's number). Optional: environment
(else production), supplier_NAME (the vendor of a supplier whose name differs there), tax_RATE (the
VAT product posting group for a rate, else the account's own), url (of another cloud).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from feeds.facts import file_name, single_line
from feeds.grants import Issuer, remedy
from feeds.masters import only
from feeds.rest.bill import Bill, Books, Record
from feeds.rest.way import way_into
from feeds.rest.wire import Values, Wire, amount, as_itself, records, segment
from feeds.sums import Share, Sums, shares_of, stated
from model.clock import Clock
from model.deliveries import Destination, Parcel, ResponseStatus
from model.errors import DestinationRefused, SettingsInvalid
from model.ports import Lease

ISSUER: Final = Issuer(
    token_url="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",  # noqa: S106 - an address
    api="https://api.businesscentral.dynamics.com",
    scopes=("https://api.businesscentral.dynamics.com/.default",),
)
_MARK: Final = "Billhook "
_NUMBER: Final = 35
_WORDS: Final = 100
_BATCH: Final = 20
_CENTS: Final = 2
_MEANS: Final[Mapping[str, tuple[ResponseStatus, str]]] = {
    "Draft": (ResponseStatus.ACKNOWLEDGED, ""),
    "In Review": (ResponseStatus.IN_PROCESS, ""),
    "Open": (ResponseStatus.ACCEPTED, ""),
    "Paid": (ResponseStatus.PAID, ""),
    "Canceled": (ResponseStatus.REJECTED, "it was cancelled in Business Central"),
    "Corrective": (ResponseStatus.REJECTED, "it was corrected in Business Central"),
}


@dataclass(frozen=True, slots=True)
class _Kind:
    """How Business Central calls one kind of bill and its fields."""

    list: str
    lines: str
    day: str
    number: str
    parent: str


_INVOICE: Final = _Kind(
    "purchaseInvoices",
    "purchaseInvoiceLines",
    "invoiceDate",
    "vendorInvoiceNumber",
    "Purchase Invoice",
)
_CREDIT: Final = _Kind(
    "purchaseCreditMemos",
    "purchaseCreditMemoLines",
    "creditMemoDate",
    "vendorCreditMemoNumber",
    "Purchase Credit Memo",
)
_KINDS: Final = (_INVOICE, _CREDIT)


@dataclass(frozen=True, slots=True)
class _Company(Books):
    wire: Wire
    id: str

    @property
    def destination(self) -> Destination:
        return self.wire.destination

    def suppliers_by_vat_id(self, vat_id: str) -> Sequence[Record]:
        return self._vendors("taxRegistrationNumber", vat_id)

    def suppliers_by_name(self, name: str) -> Sequence[Record]:
        return self._vendors("displayName", name)

    def _vendors(self, field: str, value: str) -> Sequence[Record]:
        found = self._list("vendors", f"{field} eq {_quoted(value)}")
        return [Record(str(one["id"]), str(one["displayName"])) for one in found]

    def bills(self, parcel: Parcel, supplier: Record, sums: Sums) -> Sequence[Bill]:
        kind = _kind(sums)
        number = f"{kind.number} eq {_quoted(_number(parcel))}"
        return self._find(kind, f"vendorId eq {supplier.id} and {number}")

    def standing(self, references: Mapping[str, str]) -> Mapping[str, Bill]:
        keys = {reference: key for key, reference in references.items()}
        found: dict[str, Bill] = {}
        for kind in _KINDS:
            ids = [_id(one) for one in keys if one.startswith(f"{kind.list}(")]
            for start in range(0, len(ids), _BATCH):
                where = " or ".join(f"id eq {one}" for one in ids[start : start + _BATCH])
                found |= {keys[bill.id]: bill for bill in self._find(kind, where)}
        return found

    def _find(self, kind: _Kind, where: str) -> Sequence[Bill]:
        found = self._list(kind.list, where, **{"$expand": kind.lines, "$orderby": "number asc"})
        return [_bill(kind, one) for one in found]

    def make(self, parcel: Parcel, supplier: Record, sums: Sums) -> str:
        kind = _kind(sums)
        made = self.wire.post(self._path(kind.list), self._draft(parcel, supplier, sums))
        return f"{kind.list}({made['id']})"

    def _draft(self, parcel: Parcel, supplier: Record, sums: Sums) -> Values:
        kind = _kind(sums)
        mark = {"lineType": "Comment", "description": f"{_MARK}{parcel.key}"}
        return {
            "vendorId": supplier.id,
            kind.number: _number(parcel),
            kind.day: parcel.day,
            "postingDate": parcel.day,
            "dueDate": parcel.due or parcel.day,
            "currencyCode": sums.gross.currency,
            kind.lines: [*self._lines(parcel, sums), mark],
        }

    def _lines(self, parcel: Parcel, sums: Sums) -> Iterator[Values]:
        account = self.destination.settings["account"]
        shares = shares_of(parcel, sums)
        for share in shares:
            tax = self._tax_code(share, alone=len(shares) == 1)
            for line in share.lines:
                quantity, cost = stated(line, sums.sign, digits=_CENTS)
                said = single_line(line.description.strip() or parcel.number, limit=_WORDS)
                yield {
                    "lineType": "Account",
                    "lineObjectNumber": account,
                    "description": said,
                    "quantity": quantity,
                    "unitCost": cost,
                    **tax,
                }

    def _tax_code(self, share: Share, *, alone: bool) -> Values:
        """The group that a rate was named; a bill of one rate may leave it to the account.

        Raises:
            DestinationRefused: a bill has several rates, and one of them has no name.
        """
        rate = share.row.rate if share.row else Decimal(0)
        setting = f"tax_{rate.normalize():f}" if rate is not None else ""
        if code := self.destination.settings.get(setting):
            return {"taxCode": code}
        if alone:
            return {}
        raise DestinationRefused(
            f"The bill has several rates; name the VAT product posting group of each in"
            f" {self.destination.name}, with {setting or 'tax_RATE'}."
        )

    def withdraw(self, bill: Bill) -> None:
        self.wire.ask("DELETE", self._path(bill.id), headers={"if-match": bill.edition})

    def has_file(self, bill: Bill, parcel: Parcel) -> bool:
        return any(one["byteSize"] == len(parcel.content) for one in self._files(bill, parcel))

    def attach(self, bill: Bill, parcel: Parcel) -> None:
        # a file that was named and has no content yet: the line broke between the two
        found = self._files(bill, parcel) or (self._named_file(bill, parcel),)
        path = self._path(f"attachments({found[0]['id']})/attachmentContent")
        # any edition: whoever fills it at the same time does so with the same content
        headers = {"content-type": "application/octet-stream", "if-match": "*"}
        self.wire.put_bytes("PATCH", path, parcel.content, headers=headers)

    def _files(self, bill: Bill, parcel: Parcel) -> Sequence[Values]:
        at = f"parentId eq {_id(bill.id)} and parentType eq {_quoted(_parent(bill))}"
        found = self._list("attachments", at)
        return [one for one in found if one["fileName"] == file_name(parcel)]

    def _named_file(self, bill: Bill, parcel: Parcel) -> Values:
        named = {"parentId": _id(bill.id), "parentType": _parent(bill)}
        made: Values = self.wire.post(
            self._path("attachments"), {**named, "fileName": file_name(parcel)}
        )
        return made

    def _list(self, name: str, where: str, **more: str) -> Sequence[Values]:
        return records(self.wire.get(self._path(name), **{"$filter": where}, **more), "value")

    def _path(self, path: str) -> str:
        return f"{_root(self.destination)}/companies({self.id})/{path}"


def _company(destination: Destination, lease: Lease | None, clock: Clock) -> Books:
    if lease is None:
        raise SettingsInvalid(f"{destination.name} has no consent; {remedy(destination)}")
    headers = {"authorization": f"Bearer {lease.password.reveal()}"}
    wire = Wire(destination, clock, headers, _words, destination.settings.get("url", ISSUER.api))
    name = destination.settings["company"]
    said = wire.get(f"{_root(destination)}/companies", **{"$filter": f"name eq {_quoted(name)}"})
    with as_itself(destination):
        company = only(destination, records(said, "value"), f"companies {name}")
        return _Company(wire, str(company["id"]))


def _root(destination: Destination) -> str:
    tenant = segment(destination.settings["tenant"])
    return (
        f"v2.0/{tenant}/{segment(destination.settings.get('environment', 'production'))}/api/v2.0"
    )


def _kind(sums: Sums) -> _Kind:
    return _CREDIT if sums.is_credit else _INVOICE


def _id(reference: str) -> str:
    return reference.partition("(")[2].rstrip(")")


def _parent(bill: Bill) -> str:
    return next(kind.parent for kind in _KINDS if bill.id.startswith(f"{kind.list}("))


def _number(parcel: Parcel) -> str:
    """The end of the number: its own part, where it is longer than Business Central takes."""
    return single_line(parcel.number)[-_NUMBER:]


def _quoted(text: str) -> str:
    """Foreign text as one string of a filter (OData 4, 5.1.1.6.1)."""
    plain = single_line(text).replace("'", "''")
    return f"'{plain}'"


def _bill(kind: _Kind, found: Values) -> Bill:
    sign = -1 if kind is _CREDIT else 1
    status, reason = _MEANS.get(str(found["status"]), (ResponseStatus.IN_PROCESS, ""))
    said = [str(one["description"]) for one in records(found, kind.lines)]
    keys = [text.removeprefix(_MARK) for text in said if text.startswith(_MARK)]
    return Bill(
        id=f"{kind.list}({found['id']})",
        name=f"{kind.parent.lower()} {found['number']}",
        key=keys[-1] if keys else "",
        net=amount(found["totalAmountExcludingTax"]) * sign,
        tax=amount(found["totalTaxAmount"]) * sign,
        gross=amount(found["totalAmountIncludingTax"]) * sign,
        currency=str(found["currencyCode"]),
        status=status,
        reason=reason,
        edition=str(found["@odata.etag"]),
        is_void=status is ResponseStatus.REJECTED,
    )


def _words(said: Any) -> str:
    """Business Central's sentence without the number under which its makers find it."""
    return str(said["error"]["message"]).partition("CorrelationId")[0].strip()


WAY: Final = way_into(
    _company,
    settings=("tenant", "company", "account"),
    secret="a consent",  # noqa: S106 - a word
    issuer=ISSUER,
)
