"""One company's vendor bills in Odoo (`account.move`), as the flow for a bill asks for them.

The document's origin holds the delivery's key. Odoo works taxes out by itself; where it rounds
another way than the supplier did, its tax lines are set to the document's amounts.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from feeds.facts import file_name, single_line
from feeds.masters import only, tax_of
from feeds.odoo.calls import Calls, calls
from feeds.rest.bill import Bill, Books, Record
from feeds.rest.wire import Values, amount, as_itself
from feeds.sums import Sums, shares_of, stated
from model.clock import Clock
from model.deliveries import Destination, Parcel, ResponseStatus
from model.documents import Line
from model.ports import Lease

_MOVE: Final = "account.move"
_CENTS: Final = 2
_PURCHASE: Final = [
    ["type_tax_use", "=", "purchase"],
    ["amount_type", "=", "percent"],
    ["price_include", "=", False],
]
_FIELDS: Final = (
    "name",
    "move_type",
    "invoice_origin",
    "currency_id",
    "amount_untaxed",
    "amount_tax",
    "amount_total",
    "state",
    "payment_state",
)
_MEANS: Final[Mapping[str, tuple[ResponseStatus, str]]] = {
    "draft": (ResponseStatus.ACKNOWLEDGED, ""),
    "cancel": (ResponseStatus.REJECTED, "it was cancelled in Odoo"),
}
_PAID: Final[Mapping[str, tuple[ResponseStatus, str]]] = {
    "paid": (ResponseStatus.PAID, ""),
    "blocked": (ResponseStatus.UNDER_QUERY, "its payment is blocked in Odoo"),
    "reversed": (ResponseStatus.REJECTED, "it was reversed in Odoo"),
}


@dataclass(frozen=True, slots=True)
class _Tax:
    id: int
    name: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class _Company(Books):
    at: Destination
    call: Calls
    id: int

    @property
    def destination(self) -> Destination:
        return self.at

    def suppliers_by_vat_id(self, vat_id: str) -> Sequence[Record]:
        return self._partners("vat", vat_id)

    def suppliers_by_name(self, name: str) -> Sequence[Record]:
        return self._partners("name", name)

    def _partners(self, field: str, value: str) -> Sequence[Record]:
        of_company = ["company_id", "in", [False, self.id]]
        found = self._find(
            "res.partner", [[field, "=", value], ["parent_id", "=", False], of_company], "name"
        )
        return [Record(str(one["id"]), str(one["name"])) for one in found]

    def bills(self, parcel: Parcel, supplier: Record, sums: Sums) -> Sequence[Bill]:
        domain = [
            ["company_id", "=", self.id],
            ["move_type", "=", _type(sums)],
            *("|", ["invoice_origin", "=", _mark(parcel.key)]),
            *("&", ["ref", "=", single_line(parcel.number)]),
            ["partner_id", "=", int(supplier.id)],
        ]
        return [_bill(one) for one in self._find(_MOVE, domain, *_FIELDS)]

    def standing(self, references: Mapping[str, str]) -> Mapping[str, Bill]:
        domain = [["invoice_origin", "in", [_mark(key) for key in references]]]
        found = [_bill(one) for one in self._find(_MOVE, domain, *_FIELDS)]
        return {bill.key: bill for bill in reversed(found)}  # of copies the first is ours

    def make(self, parcel: Parcel, supplier: Record, sums: Sums) -> str:
        (made,) = self._call(_MOVE, "create", vals_list=[self._draft(parcel, supplier, sums)])
        return str(made)

    def _draft(self, parcel: Parcel, supplier: Record, sums: Sums) -> Values:
        currencies = self._find("res.currency", [["name", "=", sums.gross.currency]], "name")
        what = f"currencies {sums.gross.currency}"
        return {
            "move_type": _type(sums),
            "partner_id": int(supplier.id),
            "ref": single_line(parcel.number),
            "invoice_origin": _mark(parcel.key),
            "invoice_date": parcel.day,
            "invoice_payment_term_id": False,  # else Odoo works the due date out by the partner's
            "invoice_date_due": parcel.due or parcel.day,
            "currency_id": only(self.at, currencies, what)["id"],
            "invoice_line_ids": [[0, 0, line] for line in self._lines(parcel, sums)],
        }

    def _lines(self, parcel: Parcel, sums: Sums) -> Iterator[Values]:
        known = self._taxes() if sums.rows else ()
        account = self._account()
        for share in shares_of(parcel, sums):
            charged = [tax_of(self.at, known, share.row).id] if share.row else []
            for line in share.lines:
                yield {
                    **_line(parcel, line, sums.sign),
                    **account,
                    "tax_ids": [[6, 0, charged]],
                }

    def _account(self) -> Values:
        code = self.at.settings.get("account")
        if not code:
            return {}
        found = self._find("account.account", [["code", "=", code]], "code")
        return {"account_id": only(self.at, found, f"accounts {code}")["id"]}

    def _taxes(self) -> Sequence[_Tax]:
        domain = [["company_id", "=", self.id], *_PURCHASE]
        found = self._find("account.tax", domain, "name", "amount")
        return [_Tax(int(one["id"]), str(one["name"]), amount(one["amount"])) for one in found]

    def mend(self, bill: Bill, sums: Sums) -> bool:
        known = self._taxes()
        wanted = {tax_of(self.at, known, row).id: row.amount for row in sums.rows}
        domain = [["move_id", "=", int(bill.id)], ["display_type", "=", "tax"]]
        found = self._find("account.move.line", domain, "tax_line_id")
        changes = [
            [1, one["id"], {"amount_currency": wanted[one["tax_line_id"][0]]}]
            for one in found
            if one["tax_line_id"][0] in wanted
        ]
        if len(changes) != len(wanted):
            return False
        self._call(_MOVE, "write", (int(bill.id),), vals={"line_ids": changes})
        return True

    def withdraw(self, bill: Bill) -> None:
        self._call(_MOVE, "unlink", (int(bill.id),))

    def has_file(self, bill: Bill, parcel: Parcel) -> bool:
        at = {"res_model": _MOVE, "res_id": int(bill.id), "file_size": len(parcel.content)}
        return bool(
            self._find("ir.attachment", [[name, "=", one] for name, one in at.items()], "name")
        )

    def attach(self, bill: Bill, parcel: Parcel) -> None:
        stored = {
            "name": file_name(parcel),
            "res_model": _MOVE,
            "res_id": int(bill.id),
            "mimetype": parcel.media_type,
            "datas": base64.b64encode(parcel.content).decode("ascii"),
        }
        self._call("ir.attachment", "create", vals_list=[stored])

    def _find(self, model: str, domain: Sequence[object], *fields: str) -> Sequence[Values]:
        """The records that a domain describes, oldest first."""
        found = self._call(
            model, "search_read", domain=list(domain), fields=list(fields), order="id asc"
        )
        return tuple(found)

    def _call(self, model: str, method: str, ids: Sequence[int] = (), **named: Any) -> Any:
        context = {"allowed_company_ids": [self.id]}
        return self.call(model, method, ids, context=context, **named)


def company(destination: Destination, lease: Lease | None, clock: Clock) -> Books:
    """The books of the destination's company.

    Raises:
        DestinationUnreachable: Odoo does not answer.
        DestinationRefused: it does not take the key, or has no such company.
        SettingsInvalid: the destination has no key.
    """
    call, name = calls(destination, lease, clock), destination.settings["company"]
    domain = [["name", "=", name]]
    with as_itself(destination):
        found = call("res.company", "search_read", domain=domain, fields=["name"])
        number = int(only(destination, found, f"companies {name}")["id"])
    return _Company(destination, call, number)


def _mark(key: str) -> str:
    return f"Billhook {key}"


def _type(sums: Sums) -> str:
    return "in_refund" if sums.is_credit else "in_invoice"


def _line(parcel: Parcel, line: Line, sign: int) -> Values:
    quantity, price = stated(line, sign, digits=_CENTS)
    said = line.description.strip() or parcel.number
    return {"name": said, "quantity": quantity, "price_unit": price}


def _bill(found: Values) -> Bill:
    sign = -1 if found["move_type"] == "in_refund" else 1
    state, paid = str(found["state"]), str(found["payment_state"])
    status, reason = _MEANS.get(state) or _PAID.get(paid) or (ResponseStatus.ACCEPTED, "")
    origin = str(found["invoice_origin"] or "")
    name = str(found["name"] or "/")
    return Bill(
        id=str(found["id"]),
        name=f"bill {found['id']}" if name == "/" else name,
        key=origin.removeprefix("Billhook ") if origin.startswith("Billhook ") else "",
        net=amount(found["amount_untaxed"]) * sign,
        tax=amount(found["amount_tax"]) * sign,
        gross=amount(found["amount_total"]) * sign,
        currency=str(found["currency_id"][1]),
        status=status,
        reason=reason,
        is_void=state == "cancel",
    )
