"""A peer that keeps Purchase Invoices as ERPNext 15 does, behind frappe's REST interface.

From frappe's api (api/v1, client.get_list, handler.upload_file, db_query) and the doctypes Purchase
Invoice, Purchase Invoice Item and Purchase Taxes and Charges with their controllers' checks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.feeds.rest.peer import Entry, Peer, Refusal, need

AUTHORIZATION = "token key-1:canary-password"
COMPANY = "Us GmbH"
KEY_FIELD = "custom_billhook_key"
_LONGEST_LINE = 4094  # gunicorn's limit_request_line

_INVOICE = "Purchase Invoice"
_HEADER: dict[str, type | tuple[type, ...]] = {
    "company": str,
    "supplier": str,
    "bill_no": str,
    "bill_date": date,
    "posting_date": date,
    "set_posting_time": int,
    "due_date": date,
    "currency": str,
    "is_return": int,
    "disable_rounded_total": int,
    "ignore_pricing_rule": int,
    "remarks": str,
    "items": list,
    "taxes": list,
    KEY_FIELD: str,
}
_ITEM = {
    "item_name": str,
    "description": str,
    "qty": Decimal,
    "rate": Decimal,
    "uom": str,
    "conversion_factor": Decimal,
    "expense_account": str,
}
_TAX = {
    "category": str,
    "add_deduct_tax": str,
    "charge_type": str,
    "account_head": str,
    "description": str,
    "tax_amount": Decimal,
}
_COLUMNS = {
    "Supplier": {"name", "supplier_name", "tax_id", "disabled"},
    "Account": {"name", "company", "account_type", "tax_rate", "is_group", "disabled"},
    "File": {"name", "attached_to_doctype", "attached_to_name", "file_size", "file_name"},
    "Purchase Invoice": {
        *_HEADER,
        *("name", "net_total", "total_taxes_and_charges", "grand_total", "docstatus"),
        *("status", "on_hold", "hold_comment"),
    }
    - {"items", "taxes"},
}


def thrown(kind: str, message: str, status: int = 417) -> Refusal:
    """What frappe.throw answers."""
    shown = json.dumps([json.dumps({"message": message, "title": "Message"})])
    exception = f"frappe.exceptions.{kind}: {message}"
    return Refusal(status, {"exception": exception, "exc_type": kind, "_server_messages": shown})


@dataclass
class ErpNext(Peer):
    """The books; the company's own field is there unless `has_key_field` says no."""

    invoices: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    has_key_field: bool = True

    async def handle(self, request: Request) -> Response:
        need(request.headers.get("authorization") == AUTHORIZATION, 401, {})
        line = f"{request.method} {request.url.path}?{request.url.query} HTTP/1.1"
        need(len(line) <= _LONGEST_LINE, 400, {"exception": "Request Line is too large"})
        match request.method, request.url.path.strip("/").split("/"):
            case "POST", ["api", "method", "upload_file"]:
                return await self._upload(request)
            case "GET", ["api", "resource", doctype]:
                return JSONResponse({"data": self._list(doctype, dict(request.query_params))})
            case "POST", ["api", "resource", "Purchase Invoice"]:
                body = json.loads(await request.body(), parse_float=Decimal)
                return JSONResponse({"data": self._insert(body)})
            case "DELETE", ["api", "resource", "Purchase Invoice", name]:
                return self._delete(name)
        raise thrown("DoesNotExistError", "Not found", 404)

    def _list(self, doctype: str, asked: Mapping[str, str]) -> list[dict[str, Any]]:
        fields = json.loads(asked.get("fields", '["name"]'))
        where = json.loads(asked.get("filters", "[]"))
        either = json.loads(asked.get("or_filters", "[]"))
        for name in (*fields, *(one[0] for one in (*where, *either))):
            known = _COLUMNS[doctype] - (set() if self.has_key_field else {KEY_FIELD})
            if name not in known:
                raise thrown("DataError", f"Field not permitted in query: {name}")
        assert asked.get("order_by", "creation asc") == "creation asc"
        found = [
            one
            for one in self._table(doctype)
            if all(_fits(one, clause) for clause in where)
            and (not either or any(_fits(one, clause) for clause in either))
        ]
        length = int(asked.get("limit_page_length", 20)) or len(found)
        return [{name: _plain(one.get(name)) for name in fields} for one in found[:length]]

    def _table(self, doctype: str) -> list[dict[str, Any]]:
        suppliers = [
            {"name": one.id, "supplier_name": one.name, "tax_id": one.vat_id, "disabled": 0}
            for one in self.suppliers
        ]
        of_tax = {"company": COMPANY, "account_type": "Tax", "is_group": 0, "disabled": 0}
        accounts = [{"name": name, "tax_rate": rate, **of_tax} for name, rate in self.rates.items()]
        return {
            "Supplier": suppliers,
            "Account": accounts,
            "File": self.files,
            "Purchase Invoice": self.invoices if doctype != _INVOICE or self.sees() else [],
        }[doctype]

    def _insert(self, body: dict[str, Any]) -> dict[str, Any]:
        _check(body, _HEADER, ("company", "supplier", "posting_date", "items"))
        _linked(body["company"] == COMPANY, "Company", body["company"])
        _linked(body["supplier"] in {one.id for one in self.suppliers}, "Supplier", "supplier")
        self._check_days(body)
        items, taxes = body["items"], body.get("taxes", [])
        if not items:
            raise thrown("MandatoryError", "items")
        for item in items:
            self._check_item(item, returned=body.get("is_return") == 1)
        for tax in taxes:
            self._check_tax(tax)
        if any(one.get(KEY_FIELD) == body.get(KEY_FIELD) for one in self.invoices):
            raise thrown("UniqueValidationError", "Billhook key must be unique", 409)
        net = sum((_cents(item["qty"] * item["rate"]) for item in items), Decimal(0))
        charged = sum((tax["tax_amount"] for tax in taxes), Decimal(0)) + self.skew
        invoice = {
            **body,
            "name": f"ACC-PINV-2026-{len(self.invoices) + 1:05}",
            "net_total": net,
            "total_taxes_and_charges": charged,
            "grand_total": net + charged,
            "docstatus": 0,
            "status": "Draft",
            "on_hold": 0,
            "hold_comment": None,
        }
        self.invoices.append(invoice)
        return {name: _plain(value) for name, value in invoice.items()}

    def _check_days(self, body: Mapping[str, Any]) -> None:
        posted = date.fromisoformat(body["posting_date"])
        if body.get("due_date") and date.fromisoformat(body["due_date"]) < posted:
            raise thrown("ValidationError", "Due Date cannot be before Posting Date")
        if body.get("bill_date") and date.fromisoformat(body["bill_date"]) > posted:
            raise thrown(
                "ValidationError", "Supplier Invoice Date cannot be greater than Posting Date"
            )

    def _check_item(self, item: dict[str, Any], *, returned: bool) -> None:
        _check(item, _ITEM, ("item_name", "qty", "uom", "rate", "conversion_factor"))
        _linked(item["uom"] in {"Nos", "Unit"}, "UOM", item["uom"])
        if item.get("expense_account"):
            _linked(item["expense_account"] == "Power - U", "Account", item["expense_account"])
        if item["rate"] < 0:
            raise thrown("ValidationError", "Negative Rate is not allowed")
        if returned and item["qty"] >= 0:
            raise thrown("ValidationError", "Quantity must be negative in return document")
        if not returned and item["qty"] < 0:
            raise thrown("ValidationError", "Negative Quantity is not allowed")

    def _check_tax(self, tax: dict[str, Any]) -> None:
        _check(tax, _TAX, ("category", "add_deduct_tax", "charge_type", "account_head"))
        _linked(tax["account_head"] in self.rates, "Account", tax["account_head"])
        _linked(tax["charge_type"] in {"Actual", "On Net Total"}, "Type", tax["charge_type"])
        _linked(tax["category"] in {"Total", "Valuation and Total"}, "Type", tax["category"])
        _linked(tax["add_deduct_tax"] in {"Add", "Deduct"}, "Type", tax["add_deduct_tax"])

    def _delete(self, name: str) -> Response:
        found = [one for one in self.invoices if one["name"] == name]
        if not found:
            raise thrown("DoesNotExistError", f"Purchase Invoice {name} not found", 404)
        if found[0]["docstatus"] == 1:
            raise thrown("ValidationError", "Submitted Record cannot be deleted.")
        self.invoices.remove(found[0])
        return JSONResponse({"data": "ok"}, 202)

    async def _upload(self, request: Request) -> Response:
        async with request.form() as form:
            return await self._keep_file(form)

    async def _keep_file(self, form: FormData) -> Response:
        known = {"doctype", "docname", "is_private", "file", "folder", "file_name"}
        assert set(form) <= known
        sent = form.get("file")
        if form.get("docname") not in {one["name"] for one in self.invoices}:
            raise thrown("DoesNotExistError", "Purchase Invoice not found", 404)
        if not isinstance(sent, UploadFile) or form.get("is_private") != "1":
            raise thrown("MandatoryError", "There is some problem with the file url")
        content = await sent.read()
        stored = {
            "name": f"file-{len(self.files)}",
            "file_name": f"{sent.filename}",
            "attached_to_doctype": form["doctype"],
            "attached_to_name": form["docname"],
            "file_size": len(content),
        }
        self.files.append({**stored, "content": content})
        return JSONResponse({"message": stored})

    def entries(self) -> list[Entry]:
        return [
            Entry(
                one["name"],
                one["bill_no"],
                one["net_total"],
                one["total_taxes_and_charges"],
                one["grand_total"],
                one["currency"],
                tuple(f["content"] for f in self.files if f["attached_to_name"] == one["name"]),
            )
            for one in self.invoices
            if one["docstatus"] < 2
        ]

    def enter_by_hand(self, number: str) -> None:
        item = {"item_name": "x", "qty": 1, "rate": 1, "uom": "Nos", "conversion_factor": 1}
        typed = {"bill_no": number, "supplier": self.suppliers[0].id, "items": [item]}
        here = {"company": COMPANY, "posting_date": "2026-10-14", "is_return": 0, "currency": "EUR"}
        self._insert({**typed, **here})

    def delete_all(self) -> None:
        self.invoices.clear()


def _check(row: dict[str, Any], known: Mapping[str, Any], needed: tuple[str, ...]) -> None:
    for name, value in row.items():
        if name not in known:
            raise thrown("ValidationError", f"unknown field {name}")
        _check_type(name, value, known[name])
    for name in needed:
        if row.get(name) in (None, ""):
            raise thrown("MandatoryError", f"[{name}]: {name}")


def _check_type(name: str, value: object, kind: Any) -> None:
    if kind is date:
        date.fromisoformat(str(value))
    elif kind is Decimal:
        assert isinstance(value, (int, Decimal)), name
    elif not isinstance(value, kind):
        raise thrown("ValidationError", f"{name} has a wrong type")
    if name in {"bill_no", "item_name", KEY_FIELD} and len(str(value)) > 140:
        raise thrown("CharacterLengthExceededError", f"{name} will get truncated")


def _linked(found: bool, doctype: str, name: str) -> None:
    if not found:
        raise thrown("LinkValidationError", f"Could not find {doctype}: {name}")


def _fits(row: Mapping[str, Any], clause: list[Any]) -> bool:
    name, operator, value = clause
    assert operator in {"=", "in"}
    return row.get(name) in value if operator == "in" else row.get(name) == value


def _plain(value: Any) -> Any:
    return (
        float(value) if isinstance(value, Decimal) else value if not isinstance(value, list) else []
    )


def _cents(value: Decimal) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"))
