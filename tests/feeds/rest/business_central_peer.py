"""A peer that keeps purchase documents as Business Central does behind its API v2.0.

From Microsoft's reference of the API and the pages of its source (APIV2 purchaseInvoices,
purchaseCreditMemos, their lines, vendors, attachments), OData 4 filters and ETags.
"""

from __future__ import annotations

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

TOKEN, TENANT, COMPANY = "canary-password", "us.example", "Us GmbH"
COMPANY_ID = str(uuid.UUID(int=1))
_LINES = {
    "purchaseInvoices": "purchaseInvoiceLines",
    "purchaseCreditMemos": "purchaseCreditMemoLines",
}
_NUMBER = {
    "purchaseInvoices": "vendorInvoiceNumber",
    "purchaseCreditMemos": "vendorCreditMemoNumber",
}
_DAY = {"purchaseInvoices": "invoiceDate", "purchaseCreditMemos": "creditMemoDate"}
_PARENT = {
    "Purchase Invoice": "purchaseInvoices",
    "Purchase Credit Memo": "purchaseCreditMemos",
}
_LINE = {"lineType", "lineObjectNumber", "description", "quantity", "unitCost", "taxCode"}
_CLAUSE = re.compile(r"(\w+) eq ('(?:[^']|'')*'|[0-9a-f-]{36})")
_ENTITY = re.compile(r"(\w+)\(([0-9a-f-]{36})\)")
_GUIDS = {"id", "vendorId", "parentId"}


def error(message: str, code: str = "Internal_ApplicationError", status: int = 400) -> Refusal:
    """An error as Business Central answers it."""
    told = f"{message}  CorrelationId:  1f0a."
    return Refusal(status, {"error": {"code": code, "message": told}})


@dataclass
class BusinessCentral(Peer):
    """The books of one company; its VAT product posting groups are the taxes' names."""

    issuer: Issuer = field(default_factory=lambda: Issuer(access={TOKEN}))
    held: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {n: [] for n in _LINES})
    files: list[dict[str, Any]] = field(default_factory=list)
    numbers: int = 100

    async def handle(self, request: Request) -> Response:
        if request.url.path == f"/{TENANT}/oauth2/v2.0/token":
            return await self.issuer.answer(request)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self.issuer.access:
            raise error("The credentials provided are incorrect", "Unauthorized", 401)
        root = f"/v2.0/{TENANT}/production/api/v2.0/companies"
        path = request.url.path
        if path == root:
            known = [{"id": COMPANY_ID, "name": COMPANY}]
            return _listed(_filtered(known, request.query_params["$filter"]))
        need(path.startswith(f"{root}({COMPANY_ID})/"), 404, {"error": {"message": "no company"}})
        body = await request.body()
        return self._answer(request, path.removeprefix(f"{root}({COMPANY_ID})/"), body)

    def _answer(self, request: Request, path: str, body: bytes) -> Response:
        entity = _ENTITY.match(path)
        match request.method:
            case "GET" if not entity:
                return _listed(self._list(path, request.query_params))
            case "POST" if path in self.held:
                return JSONResponse(plainly(self._create(path, _json(body))), 201)
            case "POST" if path == "attachments":
                return JSONResponse(plainly(self._name_file(_json(body))), 201)
            case "DELETE" if entity:
                return self._delete(entity[1], entity[2], request.headers.get("if-match"))
            case "PATCH" if entity and path.endswith("/attachmentContent"):
                return self._fill_file(entity[2], request, body)
        raise error("No HTTP resource was found", "BadRequest_ResourceNotFound", 404)

    def _list(self, name: str, asked: Mapping[str, str]) -> list[dict[str, Any]]:
        need(set(asked) <= {"$filter", "$expand", "$orderby"}, 400, {"error": {"message": "query"}})
        if name == "vendors":
            table = [
                {
                    "id": _guid(one.id),
                    "displayName": " ".join(one.name.split())[:100],
                    "taxRegistrationNumber": one.vat_id,
                }
                for one in self.suppliers
            ]
        elif name == "attachments":
            table = self.files
        else:
            table = self.held[name] if self.sees() else []
        found = _filtered(table, asked["$filter"])
        hidden = set() if asked.get("$expand") == _LINES.get(name) else {_LINES.get(name)}
        return [{k: v for k, v in one.items() if k not in hidden} for one in found]

    def _create(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        known = {"vendorId", "postingDate", "dueDate", "currencyCode"}
        if set(body) - known - {_NUMBER[name], _DAY[name], _LINES[name]}:
            raise error("The property does not exist on type", "BadRequest")
        if body["vendorId"] not in {_guid(one.id) for one in self.suppliers}:
            raise error("The vendor cannot be found.")
        if len(body.get(_NUMBER[name], "")) > 35:
            raise error("The length of the string is longer than 35", "Internal_InvalidTableValue")
        if body["currencyCode"] not in {"EUR", "USD"}:
            raise error('The "currencyCode" does not match to a Currency.')
        for day in {_DAY[name], "postingDate", "dueDate"} & set(body):
            date.fromisoformat(body[day])
        lines = [self._line(one) for one in body[_LINES[name]]]
        self.numbers += 1
        net, tax = self._sums(lines)
        made = {
            **body,
            _LINES[name]: lines,
            "id": str(uuid.UUID(int=self.numbers)),
            "number": f"1{self.numbers}",
            "status": "Draft",
            "totalAmountExcludingTax": net,
            "totalTaxAmount": tax,
            "totalAmountIncludingTax": net + tax,
            "@odata.etag": f'W/"{self.numbers}"',
        }
        self.held[name].append(made)
        return made

    def _line(self, line: dict[str, Any]) -> dict[str, Any]:
        if set(line) - _LINE:
            raise error("The property does not exist on type", "BadRequest")
        if len(line.get("description", "")) > 100:
            raise error("The length of the string is longer than 100")
        if line["lineType"] == "Comment":
            if set(line) != {"lineType", "description"}:
                raise error("Type must not be Comment")
            return line
        if line["lineType"] != "Account" or line["lineObjectNumber"] != "6200":
            raise error("Account does not exist.")
        code = line.get("taxCode", "VAT 19")
        if code not in self.rates and code != "NO VAT":
            raise error(f"The VAT Prod. Posting Group does not exist. Code='{code}'")
        return {**line, "taxCode": code}

    def _sums(self, lines: list[dict[str, Any]]) -> tuple[Decimal, Decimal]:
        """Net and VAT, which is rounded once for each posting group of the document."""
        groups: dict[str, Decimal] = {}
        for one in lines:
            if one["lineType"] == "Account":
                total = cents(Decimal(one["quantity"]) * Decimal(one["unitCost"]))
                groups[one["taxCode"]] = groups.get(one["taxCode"], Decimal(0)) + total
        taxes = (
            cents(base * self.rates.get(code, Decimal(0)) / 100) for code, base in groups.items()
        )
        return sum(groups.values(), Decimal(0)), sum(taxes, Decimal(0)) + self.skew

    def _delete(self, name: str, number: str, etag: str | None) -> Response:
        found = [one for one in self.held[name] if one["id"] == number]
        if not found:
            raise error("The entity does not exist", "BadRequest_NotFound", 404)
        if etag not in {"*", found[0]["@odata.etag"]}:
            raise error("Could not validate the client concurrency token", "Request_Changed", 409)
        if found[0]["status"] != "Draft":
            raise error("The invoice is posted.")
        self.held[name].remove(found[0])
        return Response(status_code=204)

    def _name_file(self, body: dict[str, Any]) -> dict[str, Any]:
        if set(body) != {"parentId", "parentType", "fileName"}:
            raise error("The property does not exist on type", "BadRequest")
        if body["parentId"] not in {one["id"] for one in self.held[_PARENT[body["parentType"]]]}:
            raise error("The parent ID does not exist.")
        number = str(uuid.UUID(int=500 + len(self.files)))
        made = {**body, "id": number, "byteSize": 0, "@odata.etag": 'W/"0"', "content": b""}
        self.files.append(made)
        return made

    def _fill_file(self, number: str, request: Request, body: bytes) -> Response:
        (file,) = [one for one in self.files if one["id"] == number]
        if request.headers.get("if-match") not in {"*", file["@odata.etag"]}:
            raise error("Could not validate the client concurrency token", "Request_Changed", 409)
        kind = request.headers.get("content-type")
        need(kind == "application/octet-stream", 415, {"error": {"message": "type"}})
        file.update({"content": body, "byteSize": len(body), "@odata.etag": 'W/"1"'})
        return Response(status_code=204)

    def entries(self) -> list[Entry]:
        return [
            Entry(
                f"{name}({one['id']})",
                one[_NUMBER[name]],
                one["totalAmountExcludingTax"] * sign,
                one["totalTaxAmount"] * sign,
                one["totalAmountIncludingTax"] * sign,
                one["currencyCode"],
                tuple(f["content"] for f in self.files if f["parentId"] == one["id"]),
            )
            for name, sign in (("purchaseInvoices", 1), ("purchaseCreditMemos", -1))
            for one in self.held[name]
        ]

    def enter_by_hand(self, number: str) -> None:
        self._create(
            "purchaseInvoices",
            {
                "vendorId": _guid(self.suppliers[0].id),
                "vendorInvoiceNumber": number,
                "currencyCode": "EUR",
                "purchaseInvoiceLines": [],
            },
        )

    def delete_all(self) -> None:
        self.held["purchaseInvoices"].clear()


def _guid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def _filtered(table: list[dict[str, Any]], where: str) -> list[dict[str, Any]]:
    """The rows that a filter describes: clauses of equality, joined by `and` or by `or`."""
    clauses = _CLAUSE.findall(where)
    rest = _CLAUSE.sub("", where).split()
    joined = set(rest) in ({"and"}, {"or"}, set()) and len(rest) == len(clauses) - 1
    guids = all((name in _GUIDS) != text.startswith("'") for name, text in clauses)
    if not joined or not guids:
        raise error("Syntax error in the filter", "BadRequest")
    values = [
        (name, text[1:-1].replace("''", "'") if "'" in text else text) for name, text in clauses
    ]
    join = any if "or" in rest else all
    return [row for row in table if join(row[name] == text for name, text in values)]


def _listed(found: list[dict[str, Any]]) -> Response:
    return JSONResponse({"@odata.context": "c", "value": plainly(found)})


def _json(body: bytes) -> Any:
    return json.loads(body, parse_float=Decimal)
