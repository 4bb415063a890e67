"""A peer that keeps bills and credit notes as Xero's Accounting API 2.0 does.

From Xero's OpenAPI description and its pages on invoices, credit notes, attachments, idempotency,
filters and limits.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.feeds.rest.figures import cents, plainly
from tests.feeds.rest.issuer import Issuer
from tests.feeds.rest.peer import Entry, Peer, Refusal, need

TOKEN, TENANT = "canary-password", "tenant-1"
_IDS = {"Invoices": "InvoiceID", "CreditNotes": "CreditNoteID"}
_NUMBERS = {"Invoices": "InvoiceNumber", "CreditNotes": "CreditNoteNumber"}
_TYPES = {"Invoices": "ACCPAY", "CreditNotes": "ACCPAYCREDIT"}
_COMMON = {"Type", "Contact", "Date", "CurrencyCode", "LineAmountTypes", "Status", "LineItems"}
_LINE = {"Description", "Quantity", "UnitAmount", "TaxType", "TaxAmount", "AccountCode"}
_LONGEST = 10 * 1024 * 1024
_CLAUSE = re.compile(r'([\w.]+)==(?:guid\()?"((?:[^"\\]|\\.)*)"\)?')


def invalid(*messages: str) -> Refusal:
    """A validation exception, as Xero answers it."""
    errors = [{"Message": one} for one in messages]
    elements = [{"ValidationErrors": errors}]
    said = {"ErrorNumber": 10, "Type": "ValidationException", "Message": "A validation exception"}
    return Refusal(400, {**said, "Elements": elements})


@dataclass
class Xero(Peer):
    """The books of one organisation."""

    issuer: Issuer = field(default_factory=lambda: Issuer(access={TOKEN}))
    held: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"Invoices": [], "CreditNotes": []}
    )
    files: list[dict[str, Any]] = field(default_factory=list)
    keys: dict[str, tuple[str, Any]] = field(default_factory=dict)

    async def handle(self, request: Request) -> Response:
        if request.url.path == "/connect/token":
            return await self.issuer.answer(request)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        need(scheme == "Bearer" and token in self.issuer.access, 401, {"Detail": "TokenExpired"})
        if request.url.path == "/connections":
            return JSONResponse([{"tenantId": TENANT, "tenantName": "Us GmbH"}])
        tenant = request.headers.get("xero-tenant-id")
        need(tenant == TENANT, 403, {"Title": "Forbidden", "Detail": "AuthenticationUnsuccessful"})
        body = await request.body()
        parts = request.url.path.strip("/").split("/")
        return JSONResponse(self._answer(request, parts, body))

    def _answer(self, request: Request, parts: list[str], body: bytes) -> Any:
        match request.method, parts:
            case "GET", _:
                return self._show(parts, request.query_params)
            case "PUT", [name]:
                return self._once(request, name, body)
            case "POST", [name, number]:
                return self._change(name, number, json.loads(body))
            case "PUT", [name, number, "Attachments", file]:
                return self._keep(request, name, number, file, body)
        raise Refusal(404, {"Message": "The resource you're looking for cannot be found"})

    def _show(self, parts: list[str], asked: Mapping[str, str]) -> Any:
        match parts:
            case ["Contacts" | "TaxRates" as name]:
                table = self._contacts() if name == "Contacts" else self._tax_rates()
                return {name: _filtered(table, asked.get("where", ""))}
            case [name]:
                return {name: self._list(name, asked)}
            case [name, number]:
                found = [one for one in self.held[name] if one[_IDS[name]] == number]
                need(found, 404, {"Message": "The resource cannot be found"})
                return {name: plainly(found)}
            case [_, number, "Attachments"]:
                return {"Attachments": [plainly(one) for one in self.files if one["of"] == number]}
        raise Refusal(404, {"Message": "The resource you're looking for cannot be found"})

    def _contacts(self) -> list[dict[str, Any]]:
        return [
            {
                "ContactID": one.id,
                "Name": " ".join(one.name.split()),
                "TaxNumber": one.vat_id,
                "ContactStatus": "ACTIVE",
            }
            for one in self.suppliers
        ]

    def _tax_rates(self) -> list[dict[str, Any]]:
        return [
            {
                "Name": name,
                "TaxType": f"TAX{number:03}",
                "Status": "ACTIVE",
                "EffectiveRate": float(rate),
                "CanApplyToExpenses": True,
            }
            for number, (name, rate) in enumerate(self.rates.items(), start=1)
        ] + [
            {
                "Name": "On sales alone",
                "TaxType": "OUTPUT",
                "Status": "ACTIVE",
                "EffectiveRate": 19.0,
                "CanApplyToExpenses": False,
            }
        ]

    def _list(self, name: str, asked: Mapping[str, str]) -> list[dict[str, Any]]:
        shown = self.held[name] if self.sees() else []
        flat = [{**one, "Contact.ContactID": one["Contact"]["ContactID"]} for one in shown]
        found = _filtered(flat, asked.get("where", ""))
        if asked.get("order") != "UpdatedDateUTC ASC":
            found = found[::-1]
        without = set() if "page" in asked else {"LineItems"}
        return [{k: v for k, v in plainly(one).items() if k not in without} for one in found]

    def _once(self, request: Request, name: str, body: bytes) -> Any:
        key = request.headers.get("idempotency-key", "")
        if len(key) > 128:
            raise invalid("The idempotency key is longer than 128 characters")
        digest = hashlib.sha256(body).hexdigest()
        if key in self.keys:
            before, answer = self.keys[key]
            need(before == digest, 400, {"Message": "The key was used with another request"})
            return answer
        made = [self._create(name, one) for one in json.loads(body, parse_float=Decimal)[name]]
        self.keys[key or uuid.uuid4().hex] = (digest, answer := {name: made})
        return answer

    def _create(self, name: str, values: dict[str, Any]) -> dict[str, Any]:
        known = _COMMON | {_NUMBERS[name]} | ({"DueDate"} if name == "Invoices" else set())
        if set(values) - known:
            raise invalid(f"unknown elements {sorted(set(values) - known)}")
        if values.get("Type") != _TYPES[name]:
            raise invalid("Type is not valid")
        if values["Contact"].get("ContactID") not in {one.id for one in self.suppliers}:
            raise invalid("The Contact could not be found")
        _check_header(name, values)
        if (
            values["Status"] not in {"DRAFT", "SUBMITTED"}
            or values["LineAmountTypes"] != "Exclusive"
        ):
            raise invalid("Status or LineAmountTypes is not valid")
        approving = values["Status"] == "SUBMITTED"
        lines = [self._line(one, needs_account=approving) for one in values["LineItems"]]
        net = sum((one.get("LineAmount", Decimal(0)) for one in lines), Decimal(0))
        tax = sum((one.get("TaxAmount", Decimal(0)) for one in lines), Decimal(0)) + self.skew
        if net + tax < 0:
            raise invalid("The document total must not be negative")
        sums = {"SubTotal": net, "TotalTax": tax, "Total": net + tax}
        bill = {
            **values,
            **sums,
            _IDS[name]: str(uuid.UUID(int=sum(map(len, self.held.values())) + 1)),
            "LineItems": lines,
        }
        self.held[name].append(bill)
        return plainly(bill)

    def _line(self, line: dict[str, Any], *, needs_account: bool) -> dict[str, Any]:
        if set(line) - _LINE:
            raise invalid("unknown elements in LineItem")
        if not line.get("Description", "").strip() or len(line["Description"]) > 4000:
            raise invalid("Description must not be empty or longer than 4000")
        if set(line) == {"Description"}:
            return line  # a line of words alone
        if line["TaxType"] not in {"NONE", *(one["TaxType"] for one in self._tax_rates())}:
            raise invalid("The TaxType code does not exist")
        if line["TaxType"] == "OUTPUT":
            raise invalid("The TaxType code cannot be used with this transaction")
        if line.get("AccountCode", "6200") != "6200":
            raise invalid("Account code is not a valid code for this document.")
        if needs_account and "AccountCode" not in line:
            raise invalid("Account code must be specified.")
        quantity, price = Decimal(line["Quantity"]), cents(Decimal(line["UnitAmount"]))
        return {**line, "LineAmount": cents(quantity * price), "TaxAmount": line["TaxAmount"]}

    def _change(self, name: str, number: str, values: dict[str, Any]) -> Any:
        (bill,) = [one for one in self.held[name] if one[_IDS[name]] == number]
        if values != {"Status": "DELETED"} or bill["Status"] not in {"DRAFT", "SUBMITTED"}:
            raise invalid("Invoice not of valid status for modification")
        bill["Status"] = "DELETED"
        return {name: [plainly(bill)]}

    def _keep(self, request: Request, name: str, number: str, file: str, body: bytes) -> Any:
        if number not in {one[_IDS[name]] for one in self.held[name]}:
            raise Refusal(404, {"Message": "not found"})
        need(request.headers.get("content-type"), 415, {"Message": "Content-Type"})
        need(0 < len(body) <= _LONGEST and len(self.files) < 10, 400, {"Message": "too large"})
        self.files = [one for one in self.files if (one["of"], one["FileName"]) != (number, file)]
        kept = {"of": number, "FileName": file, "ContentLength": len(body), "content": body}
        self.files.append(kept)
        return {"Attachments": [plainly(kept)]}

    def entries(self) -> list[Entry]:
        return [
            Entry(
                f"{name}/{one[_IDS[name]]}",
                one[_NUMBERS[name]],
                one["SubTotal"] * sign,
                one["TotalTax"] * sign,
                one["Total"] * sign,
                one["CurrencyCode"],
                tuple(f["content"] for f in self.files if f["of"] == one[_IDS[name]]),
            )
            for name, sign in (("Invoices", 1), ("CreditNotes", -1))
            for one in self.held[name]
            if one["Status"] not in {"DELETED", "VOIDED"}
        ]

    def enter_by_hand(self, number: str) -> None:
        self._create(
            "Invoices",
            {
                "Type": "ACCPAY",
                "Contact": {"ContactID": self.suppliers[0].id},
                "InvoiceNumber": number,
                "CurrencyCode": "EUR",
                "Status": "DRAFT",
                "LineAmountTypes": "Exclusive",
                "LineItems": [],
            },
        )

    def delete_all(self) -> None:
        for one in self.held["Invoices"]:
            one["Status"] = "DELETED"


def _check_header(name: str, values: Mapping[str, Any]) -> None:
    if len(values.get(_NUMBERS[name], "")) > 255:
        raise invalid("InvoiceNumber must not be longer than 255")
    if values["CurrencyCode"] not in {"EUR", "USD"}:
        raise invalid("Organisation is not subscribed to currency")
    for day in {"Date", "DueDate"} & set(values):
        date.fromisoformat(values[day])


def _filtered(table: list[dict[str, Any]], where: str) -> list[dict[str, Any]]:
    """The rows that a filter describes: clauses of equality, joined by AND or by OR."""
    if not where:
        return table
    clauses = _CLAUSE.findall(where)
    rest = _CLAUSE.sub("", where).split()
    need(set(rest) in ({"AND"}, {"OR"}, set()), 400, {"Type": "QueryParseException"})
    need(len(rest) == len(clauses) - 1, 400, {"Type": "QueryParseException"})
    join = any if "OR" in rest else all
    texts = [(name, re.sub(r"\\(.)", r"\1", text)) for name, text in clauses]
    return [row for row in table if join(str(row.get(name)) == text for name, text in texts)]
