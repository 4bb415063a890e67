"""ERPNext as destination: a draft Purchase Invoice with items, taxes by amount and its file.

Frappe's REST interface (`/api/resource`, `/api/method/upload_file`), versions 14 to 16, with an API
key and secret of a user. A field of the company's own holds the delivery's key; frappe refuses a
look-up by a field that is not there, so a bill is never made where that would pass unnoticed.

Settings: url, company. Optional: account (the expense account's name, else the company's default),
uom (the unit of items, else Nos), key_field (else custom_billhook_key), supplier_NAME (the supplier
there, where the name differs), tax_RATE (the tax account's name, where several have one rate).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from feeds.facts import file_name, single_line
from feeds.masters import tax_of
from feeds.rest.bill import Bill, Books, Record
from feeds.rest.way import way_into
from feeds.rest.wire import Values, Wire, amount, records, segment, upload
from feeds.sums import Sums, lines_of, priced
from model.clock import Clock
from model.deliveries import Destination, Parcel, ResponseStatus
from model.documents import Line
from model.errors import SettingsInvalid
from model.ports import Lease

_INVOICE: Final = "Purchase Invoice"
_NAME_LENGTH: Final = 140  # of a field of type Data
_BATCH: Final = 25  # what a look-up says stands in one line, and gunicorn takes 4094 characters
_CANCELLED: Final = 2
_CENTS: Final = 2
_MEANS: Final[Mapping[str, ResponseStatus]] = {
    "Draft": ResponseStatus.ACKNOWLEDGED,
    "Paid": ResponseStatus.PAID,
    "Cancelled": ResponseStatus.REJECTED,
}
_FIELDS: Final = (
    "name",
    "supplier",
    "currency",
    "net_total",
    "total_taxes_and_charges",
    "grand_total",
    "docstatus",
    "status",
    "on_hold",
    "hold_comment",
)


@dataclass(frozen=True, slots=True)
class _TaxAccount:
    name: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class _Company(Books):
    """The books of one company."""

    wire: Wire

    @property
    def destination(self) -> Destination:
        return self.wire.destination

    def suppliers_by_vat_id(self, vat_id: str) -> Sequence[Record]:
        return self._suppliers("tax_id", vat_id)

    def suppliers_by_name(self, name: str) -> Sequence[Record]:
        return self._suppliers("supplier_name", name)

    def _suppliers(self, field: str, value: str) -> Sequence[Record]:
        where = [[field, "=", value], ["disabled", "=", 0]]
        found = self._list("Supplier", ("name", "supplier_name"), where)
        return [Record(str(one["name"]), str(one["supplier_name"])) for one in found]

    def bills(self, parcel: Parcel, supplier: Record, sums: Sums) -> Sequence[Bill]:
        number = single_line(parcel.number, limit=_NAME_LENGTH)
        where = [["company", "=", self._company], ["is_return", "=", int(sums.is_credit)]]
        either = [[self._key_field, "=", parcel.key], ["bill_no", "=", number]]
        found = self._list(_INVOICE, (*_FIELDS, self._key_field), where, either)
        bills = [(self._bill(one), one["supplier"]) for one in found]
        return [one for one, of in bills if one.key == parcel.key or of == supplier.id]

    def standing(self, references: Mapping[str, str]) -> Mapping[str, Bill]:
        keys = list(references)
        batches = (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))
        fields = (*_FIELDS, self._key_field)
        found = [
            self._bill(one)
            for batch in batches
            for one in self._list(_INVOICE, fields, [[self._key_field, "in", batch]])
        ]
        return {bill.key: bill for bill in reversed(found)}  # of copies the first is ours

    def make(self, parcel: Parcel, supplier: Record, sums: Sums) -> str:
        made = self.wire.post(
            f"api/resource/{segment(_INVOICE)}", self._draft(parcel, supplier, sums)
        )
        return str(made["data"]["name"])

    def _draft(self, parcel: Parcel, supplier: Record, sums: Sums) -> Values:
        day, due = parcel.day, parcel.due
        return {
            "company": self._company,
            "supplier": supplier.id,
            "bill_no": single_line(parcel.number, limit=_NAME_LENGTH),
            "bill_date": day,
            "posting_date": day,
            "set_posting_time": 1,  # else the posting date is today
            "due_date": due
            if due and day and due >= day
            else day,  # ERPNext refuses an earlier one
            "currency": sums.gross.currency,
            "is_return": int(sums.is_credit),
            "disable_rounded_total": 1,
            "ignore_pricing_rule": 1,
            "remarks": f"Order: {single_line(parcel.po_number)}" if parcel.po_number else "",
            "items": [self._item(parcel, line) for line in _lines(parcel, sums)],
            "taxes": list(self._taxes(sums)),
            self._key_field: parcel.key,
        }

    def _item(self, parcel: Parcel, line: Line) -> Values:
        quantity, rate = priced(line, digits=_CENTS)
        if rate < 0:
            quantity, rate = -quantity, -rate  # a return has negative quantities, never prices
        said = line.description.strip() or parcel.number
        account = self.destination.settings.get("account")
        return {
            "item_name": single_line(said, limit=_NAME_LENGTH),
            "description": said,
            "qty": quantity,
            "rate": rate,
            "uom": self.destination.settings.get("uom", "Nos"),
            "conversion_factor": 1,
            **({"expense_account": account} if account else {}),
        }

    def _taxes(self, sums: Sums) -> Iterator[Values]:
        known = self._tax_accounts() if sums.rows else ()
        for row in sums.rows:
            account = tax_of(self.destination, known, row)
            yield {
                "category": "Total",
                "add_deduct_tax": "Add",
                "charge_type": "Actual",
                "account_head": account.name,
                "description": account.name,
                "tax_amount": row.amount,
            }

    def _tax_accounts(self) -> Sequence[_TaxAccount]:
        where = [
            ["company", "=", self._company],
            ["account_type", "=", "Tax"],
            ["is_group", "=", 0],
            ["disabled", "=", 0],
        ]
        found = self._list("Account", ("name", "tax_rate"), where)
        return [_TaxAccount(str(one["name"]), amount(one["tax_rate"])) for one in found]

    def withdraw(self, bill: Bill) -> None:
        self.wire.ask("DELETE", f"api/resource/{segment(_INVOICE)}/{segment(bill.id)}")

    def has_file(self, bill: Bill, parcel: Parcel) -> bool:
        # frappe renames a file whose name it has already: its size tells it
        at = {
            "attached_to_doctype": _INVOICE,
            "attached_to_name": bill.id,
            "file_size": len(parcel.content),
        }
        where = [[name, "=", value] for name, value in at.items()]
        return bool(self._list("File", ("name",), where))

    def attach(self, bill: Bill, parcel: Parcel) -> None:
        fields = {"doctype": _INVOICE, "docname": bill.id, "is_private": "1"}
        files = [("file", upload(parcel, file_name(parcel)))]
        self.wire.post_form("api/method/upload_file", fields=fields, files=files)

    @property
    def _company(self) -> str:
        return self.destination.settings["company"]

    @property
    def _key_field(self) -> str:
        return self.destination.settings.get("key_field", "custom_billhook_key")

    def _bill(self, found: Values) -> Bill:
        status = _MEANS.get(str(found["status"]), ResponseStatus.ACCEPTED)
        void = found["docstatus"] == _CANCELLED
        reason = "it was cancelled in ERPNext" if void else ""
        if found["on_hold"] and status is ResponseStatus.ACCEPTED:
            status = ResponseStatus.UNDER_QUERY
            reason = single_line(str(found["hold_comment"] or "it is on hold in ERPNext"))
        return Bill(
            id=str(found["name"]),
            name=str(found["name"]),
            key=str(found[self._key_field] or ""),
            net=amount(found["net_total"]),
            tax=amount(found["total_taxes_and_charges"]),
            gross=amount(found["grand_total"]),
            currency=str(found["currency"]),
            status=status,
            reason=reason,
            is_void=void,
        )

    def _list(
        self,
        doctype: str,
        fields: Sequence[str],
        where: Sequence[object],
        either: Sequence[object] = (),
    ) -> Sequence[Values]:
        """The records, oldest first."""
        asked = {
            "fields": json.dumps(fields),
            "filters": json.dumps(where),
            "order_by": "creation asc",
            "limit_page_length": "0",
            **({"or_filters": json.dumps(either)} if either else {}),
        }
        return records(self.wire.get(f"api/resource/{segment(doctype)}", **asked), "data")


def _lines(parcel: Parcel, sums: Sums) -> Sequence[Line]:
    """The lines; one for all where a deduction is among them, which ERPNext takes by no line."""
    lines = lines_of(parcel, sums.net)
    if any((line.total or 0) * sums.sign < 0 for line in lines):
        return [Line(parcel.number, total=sums.net)]
    return lines


def _company(destination: Destination, lease: Lease | None, clock: Clock) -> _Company:
    if lease is None:
        raise SettingsInvalid(f"{destination.name} has no API key; store one in the vault.")
    key = f"token {lease.username}:{lease.password.reveal()}"
    return _Company(Wire(destination, clock, {"authorization": key}, _words))


def _words(said: Any) -> str:
    """What frappe says to the user of the screen, else the exception's own sentence."""
    shown = [json.loads(one) for one in json.loads(said.get("_server_messages") or "[]")]
    return " ".join(str(one["message"]) for one in shown) or str(said.get("exception") or said)


WAY: Final = way_into(
    _company,
    settings=("url", "company"),
    secret="a user's API key as user name and its API secret as password",  # noqa: S106 - a word
)
