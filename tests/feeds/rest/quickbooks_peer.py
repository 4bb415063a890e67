"""A peer that keeps bills and vendor credits as QuickBooks Online's Accounting API v3 does.

From Intuit's reference of Bill, VendorCredit, Vendor, Account, TaxCode, TaxRate, CompanyInfo and
Attachable, its query language, and its pages on requestid, throttling and errors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.feeds.rest.figures import cents, plainly
from tests.feeds.rest.issuer import Issuer
from tests.feeds.rest.peer import Entry, Peer, Refusal, need

TOKEN, REALM = "canary-password", "77"
_HEADER = {"VendorRef", "DocNumber", "TxnDate", "CurrencyRef", "PrivateNote", "Line"} | {
    "GlobalTaxCalculation",
    "TxnTaxDetail",
}
_QUERY = re.compile(r"select \* from (\w+)(?: where (.*))? maxresults (\d+)")
_CLAUSE = re.compile(r"([\w.]+) (=|IN) (\(.*\)|'(?:[^'\\]|\\.)*')")
_STRING = re.compile(r"'((?:[^'\\]|\\.)*)'")
_FILTERABLE = {
    "Vendor": {"Id", "DisplayName", "CompanyName", "Active"},
    "Bill": {"Id", "DocNumber", "TxnDate", "TotalAmt"},
    "VendorCredit": {"Id", "DocNumber", "TxnDate", "TotalAmt"},
    "Account": {"Id", "Name", "Active"},
    "Attachable": {"Id", "AttachableRef.EntityRef.Type", "AttachableRef.EntityRef.value"},
}


def fault(detail: str, code: str = "6000", status: int = 400) -> Refusal:
    """A fault as Intuit answers it."""
    error = {"Message": "A business validation error has occurred", "Detail": detail, "code": code}
    return Refusal(status, {"Fault": {"Error": [error], "type": "ValidationFault"}})


@dataclass
class QuickBooks(Peer):
    """The books of one company."""

    country: str = "GB"
    issuer: Issuer = field(default_factory=lambda: Issuer(access={TOKEN}))
    held: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"Bill": [], "VendorCredit": []}
    )
    files: list[dict[str, Any]] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)
    numbers: int = 100

    async def handle(self, request: Request) -> Response:
        if request.url.path.endswith("/tokens/bearer"):
            return await self.issuer.answer(request)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        right = scheme == "Bearer" and token in self.issuer.access
        need(right, 401, {"fault": {"error": [{"message": "AuthenticationFailed"}]}})
        _, version, company, realm, resource, *number = request.url.path.split("/")
        need((version, company) == ("v3", "company"), 404, {})
        need(realm == REALM, 403, {"Fault": {"Error": [{"Message": "ApplicationAuthorization"}]}})
        asked = request.query_params
        need(int(asked.get("minorversion", 0)) >= 75, 400, {"Fault": {"Error": []}})
        if resource == "upload":
            async with request.form() as form:
                return JSONResponse({"AttachableResponse": [await self._keep(form)]})
        if resource == "query":
            return JSONResponse({"QueryResponse": self._query(asked["query"])})
        kind = {"bill": "Bill", "vendorcredit": "VendorCredit"}[resource]
        if number:
            return JSONResponse({kind: plainly(self._read(kind, number[0]))})
        body = json.loads(await request.body(), parse_float=Decimal)
        if asked.get("operation") == "delete":
            return JSONResponse({kind: self._delete(kind, body)})
        return JSONResponse({kind: self._once(kind, body, asked.get("requestid", ""))})

    def _query(self, text: str) -> dict[str, Any]:
        parsed = _QUERY.fullmatch(text)
        if not parsed or int(parsed[3]) > 1000:
            raise fault("QueryParserError", "4000")
        entity, where = parsed[1], parsed[2] or ""
        found = [one for one in self._table(entity) if _fits(entity, one, where)]
        plain = [plainly(one) for one in found]
        return {entity: plain, "startPosition": 1, "maxResults": len(plain)} if plain else {}

    def _table(self, entity: str) -> list[dict[str, Any]]:
        if entity in self.held:
            return self.held[entity][::-1] if self.sees() else []
        rates = list(enumerate(self.rates.items(), start=1))
        every: dict[str, list[dict[str, Any]]] = {
            "CompanyInfo": [{"Country": self.country}],
            "Account": [{"Id": "60", "Name": "Utilities", "Active": True}],
            "Attachable": self.files,
            "Vendor": [
                {
                    "Id": one.id,
                    "DisplayName": one.name if not number else f"{one.name} ({number + 1})",
                    "CompanyName": one.name,
                    "TaxIdentifier": f"XXXX{one.vat_id[-5:]}",
                }
                for number, one in enumerate(self.suppliers)
            ],
            "TaxRate": [{"Id": f"{number}", "RateValue": rate} for number, (_, rate) in rates],
            "TaxCode": [
                {
                    "Id": f"{number + 10}",
                    "Name": name,
                    "Active": True,
                    "PurchaseTaxRateList": {
                        "TaxRateDetail": [{"TaxRateRef": {"value": f"{number}"}}]
                    },
                }
                for number, (name, _) in rates
            ]
            + [{"Id": "90", "Name": "On sales", "PurchaseTaxRateList": {"TaxRateDetail": []}}],
        }
        return every[entity]

    def _once(self, kind: str, body: dict[str, Any], key: str) -> Any:
        if len(key) > 50:
            raise fault("requestid is longer than 50 characters")
        if key not in self.told:
            self.told[key] = plainly(self._create(kind, body))
        return self.told[key]  # the first answer, whatever became of it since

    def _create(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        self._check(kind, body)
        net = sum((self._line(one, body) for one in body["Line"]), Decimal(0))
        tax = self._tax(body) + (self.skew if self.country != "US" else 0)
        total = net + tax + (self.skew if self.country == "US" else 0)
        if total < 0:
            raise fault("Transaction amount must be 0 or greater.", "6210")
        self.numbers += 1
        made = {
            **{name: value for name, value in body.items() if name != "TxnTaxDetail"},
            "Id": str(self.numbers),
            "SyncToken": "0",
            "TotalAmt": total,
            "Balance": total,
            "TxnTaxDetail": {"TotalTax": tax},
        }
        self.held[kind].append(made)
        return made

    def _check(self, kind: str, body: dict[str, Any]) -> None:
        known = _HEADER | ({"DueDate"} if kind == "Bill" else set())
        if set(body) - known:
            raise fault(f"Request has invalid or unsupported property {set(body) - known}", "2010")
        if body["VendorRef"]["value"] not in {one.id for one in self.suppliers}:
            raise fault("Invalid Reference Id : Vendor", "2500")
        if len(body.get("DocNumber", "")) > 21 or len(body.get("PrivateNote", "")) > 4000:
            raise fault("String length is too long", "2050")
        if body["CurrencyRef"]["value"] not in {"EUR", "USD", "GBP"} or not body["Line"]:
            raise fault("Required param missing", "2020")
        for day in {"TxnDate", "DueDate"} & set(body):
            date.fromisoformat(body[day])

    def _line(self, line: dict[str, Any], body: Mapping[str, Any]) -> Decimal:
        detail = line["AccountBasedExpenseLineDetail"]
        if set(line) - {
            "DetailType",
            "Amount",
            "Description",
            "AccountBasedExpenseLineDetail",
        } or set(detail) - {"AccountRef", "TaxCodeRef"}:
            raise fault("Request has invalid or unsupported property", "2010")
        if detail["AccountRef"]["value"] != "60" or len(line["Description"]) > 4000:
            raise fault("Invalid Reference Id : Account", "2500")
        code = detail.get("TaxCodeRef", {}).get("value")
        needs = body["GlobalTaxCalculation"] == "TaxExcluded"
        if needs != (code in {one["Id"] for one in self._table("TaxCode")}):
            raise fault("Make sure all your transactions have a VAT rate before you save.")
        return cents(Decimal(line["Amount"]))

    def _tax(self, body: Mapping[str, Any]) -> Decimal:
        detail = body.get("TxnTaxDetail")
        if detail is None:
            return Decimal(0)
        if self.country == "US":
            raise fault("Purchase tax is not supported in this company")
        rates = {one["Id"] for one in self._table("TaxRate")}
        for one in detail["TaxLine"]:
            if one["TaxLineDetail"]["TaxRateRef"]["value"] not in rates:
                raise fault("Invalid Reference Id : TaxRate", "2500")
        total = sum((Decimal(one["Amount"]) for one in detail["TaxLine"]), Decimal(0))
        if total != detail["TotalTax"]:
            raise fault("Tax lines do not add up to the total tax")
        return Decimal(detail["TotalTax"])

    def _read(self, kind: str, number: str) -> Any:
        found = [one for one in self.held[kind] if one["Id"] == number]
        if not found:
            raise fault("Object Not Found", "610")
        return found[0]

    def _delete(self, kind: str, body: Mapping[str, Any]) -> Any:
        found = self._read(kind, body["Id"])
        if found["SyncToken"] != body["SyncToken"]:
            raise fault("Stale Object Error", "5010")
        self.held[kind].remove(found)
        return {"Id": body["Id"], "status": "Deleted"}

    async def _keep(self, form: FormData) -> Any:
        about, sent = form["file_metadata_01"], form["file_content_01"]
        assert isinstance(about, UploadFile)
        assert isinstance(sent, UploadFile)
        assert about.content_type == "application/json"
        said = json.loads(await about.read())
        (ref,) = said["AttachableRef"]
        known = {one["Id"] for one in self.held[ref["EntityRef"]["type"]]}
        if ref["EntityRef"]["value"] not in known or said["ContentType"] != sent.content_type:
            raise fault("Invalid Reference Id : Entity", "2500")
        kept = {
            "FileName": said["FileName"],
            "AttachableRef.EntityRef.Type": ref["EntityRef"]["type"],
            "AttachableRef.EntityRef.value": ref["EntityRef"]["value"],
        }
        self.files.append({**kept, "content": await sent.read()})
        return {"Attachable": kept}

    def entries(self) -> list[Entry]:
        return [
            Entry(
                f"{kind}/{one['Id']}",
                one["DocNumber"],
                (one["TotalAmt"] - one["TxnTaxDetail"]["TotalTax"]) * sign,
                one["TxnTaxDetail"]["TotalTax"] * sign,
                one["TotalAmt"] * sign,
                one["CurrencyRef"]["value"],
                tuple(
                    file["content"]
                    for file in self.files
                    if file["AttachableRef.EntityRef.value"] == one["Id"]
                ),
            )
            for kind, sign in (("Bill", 1), ("VendorCredit", -1))
            for one in self.held[kind]
        ]

    def enter_by_hand(self, number: str) -> None:
        line = {
            "DetailType": "AccountBasedExpenseLineDetail",
            "Amount": 1,
            "Description": "x",
            "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "60"}},
        }
        self._create(
            "Bill",
            {
                "VendorRef": {"value": self.suppliers[0].id},
                "DocNumber": number,
                "CurrencyRef": {"value": "EUR"},
                "GlobalTaxCalculation": "NotApplicable",
                "Line": [line],
            },
        )

    def delete_all(self) -> None:
        self.held["Bill"].clear()


def _fits(entity: str, row: Mapping[str, Any], where: str) -> bool:
    clauses = _CLAUSE.findall(where)
    rest = _CLAUSE.sub("", where).split()
    if rest != ["AND"] * max(len(clauses) - 1, 0) or {
        name for name, _, _ in clauses
    } - _FILTERABLE.get(entity, set()):
        raise fault("QueryValidationError: property is not queryable", "4001")
    return all(
        _read(row.get(name)) in [re.sub(r"\\(.)", r"\1", text) for text in _STRING.findall(value)]
        for name, _, value in clauses
    )


def _read(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value
