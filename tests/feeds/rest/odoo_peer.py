"""A peer that keeps vendor bills as Odoo does, by JSON-2 (19) and by JSON-RPC (16 to 18).

From Odoo's documentation of both interfaces and from account.move, account.move.line, account.tax,
res.partner and ir.attachment: fields, commands of relations, and how a bill's taxes are computed.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.feeds.rest.peer import Entry, Peer, Refusal, need

KEY, DATABASE, COMPANY, LOGIN = "canary-password", "books", "Us GmbH", "ap@us.example"

_COLUMNS: dict[str, set[str]] = {
    "res.company": {"id", "name"},
    "res.currency": {"id", "name", "active"},
    "res.partner": {"id", "name", "vat", "parent_id", "company_id"},
    "account.account": {"id", "code", "name"},
    "account.tax": {"id", "name", "amount", "company_id"}
    | {"type_tax_use", "amount_type", "price_include"},
    "account.move": {"id", "name", "move_type", "invoice_origin", "currency_id", "partner_id"}
    | {"amount_untaxed", "amount_tax", "amount_total", "state", "payment_state", "ref"}
    | {"company_id", "invoice_date", "invoice_date_due"},
    "account.move.line": {"id", "move_id", "display_type", "tax_line_id", "amount_currency"},
    "ir.attachment": {"id", "name", "res_model", "res_id", "file_size"},
}
_MOVE = {"move_type", "partner_id", "ref", "invoice_origin", "invoice_date", "currency_id"} | {
    "invoice_payment_term_id",
    "invoice_date_due",
    "invoice_line_ids",
}
_ARGUMENTS = {
    "search_read": {"domain", "fields", "order", "limit", "offset"},
    "create": {"vals_list"},
    "write": {"vals"},
    "unlink": set[str](),
}


def error(name: str, message: str, status: int = 422) -> Refusal:
    """What an exception of Odoo's becomes."""
    return Refusal(status, {"name": f"odoo.exceptions.{name}", "message": message, "arguments": []})


@dataclass
class Odoo(Peer):
    """The books of one company."""

    moves: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    numbers: int = 100

    async def handle(self, request: Request) -> Response:
        need(request.method == "POST", 405, {})
        need(request.headers.get("content-type") == "application/json", 415, {})
        body = json.loads(await request.body(), parse_float=Decimal)
        if request.url.path == "/jsonrpc":
            return self._rpc(body["params"])
        authorization = request.headers.get("authorization")
        need(authorization == f"bearer {KEY}", 401, error_body("AccessDenied", "Invalid apikey"))
        need(request.headers.get("x-odoo-database") == DATABASE, 404, {"message": "no database"})
        _, _, _, model, method = request.url.path.split("/")
        ids, context = body.pop("ids", []), body.pop("context", {})
        return JSONResponse(self._call(model, method, ids, body, context))

    def _rpc(self, params: Mapping[str, Any]) -> Response:
        args = params["args"]
        if params["service"] == "common":
            right = params["method"] == "login" and args == [DATABASE, LOGIN, KEY]
            return JSONResponse({"jsonrpc": "2.0", "id": 1, "result": 7 if right else False})
        database, uid, key, model, method, by_place, named = args
        if (database, uid, key) != (DATABASE, 7, KEY):
            return self._rpc_error(error("AccessDenied", "Access Denied"))
        context = named.pop("context", {})
        ids = [] if method in {"create", "search_read"} or not by_place else by_place[0]
        if method == "create":
            named["vals_list"] = by_place[0]  # call_kw takes the values by place alone
        try:
            result = self._call(model, method, ids, named, context)
        except Refusal as refusal:
            return self._rpc_error(refusal)
        return JSONResponse({"jsonrpc": "2.0", "id": 1, "result": result})

    def _rpc_error(self, refusal: Refusal) -> Response:
        data = json.loads(bytes(refusal.response.body))
        said = {"code": 200, "message": "Odoo Server Error", "data": data}
        return JSONResponse({"jsonrpc": "2.0", "id": 1, "error": said})

    def _call(
        self, model: str, method: str, ids: list[int], named: dict[str, Any], context: Any
    ) -> Any:
        if model not in _COLUMNS:
            raise error("MissingError", f"the model {model!r} does not exist", 404)
        if not set(named) <= _ARGUMENTS.get(method, set()):
            raise error("TypeError", "got an unexpected keyword argument")
        if model != "res.company" and context.get("allowed_company_ids") != [1]:
            raise error("AccessError", "Access to unauthorized or invalid companies.", 403)
        done: dict[tuple[str, str], Callable[[], Any]] = {
            ("account.move", "create"): lambda: [self._create(one) for one in named["vals_list"]],
            ("account.move", "write"): lambda: self._write(ids, named["vals"]),
            ("account.move", "unlink"): lambda: self._unlink(ids),
            ("ir.attachment", "create"): lambda: [self._keep(one) for one in named["vals_list"]],
        }
        if method == "search_read":
            return self._search(model, named)
        return done[model, method]()

    def _search(self, model: str, named: Mapping[str, Any]) -> list[dict[str, Any]]:
        domain = named["domain"]
        for name in (*named["fields"], *(one[0] for one in domain if isinstance(one, list))):
            if name not in _COLUMNS[model]:
                raise error("ValueError", f"Invalid field {name!r} on model {model!r}")
        found = [one for one in self._table(model) if _matches(one, domain)]
        found.sort(key=lambda one: int(one["id"]))
        fields = ("id", *named["fields"])
        return [{name: _plain(one.get(name, False)) for name in fields} for one in found]

    def _table(self, model: str) -> list[dict[str, Any]]:
        tables: dict[str, Callable[[], list[dict[str, Any]]]] = {
            "res.company": lambda: [{"id": 1, "name": COMPANY}],
            "res.currency": lambda: [{"id": 2, "name": "EUR"}, {"id": 3, "name": "USD"}],
            "account.account": lambda: [{"id": 50, "code": "6200", "name": "Power"}],
            "res.partner": lambda: [
                {
                    "id": number,
                    "name": one.name,
                    "vat": one.vat_id or False,
                    "parent_id": False,
                    "company_id": False,
                }
                for number, one in enumerate(self.suppliers, start=10)
            ],
            "account.tax": lambda: [
                {
                    "id": number,
                    "name": name,
                    "amount": rate,
                    "company_id": 1,
                    "type_tax_use": "purchase",
                    "amount_type": "percent",
                    "price_include": False,
                }
                for number, (name, rate) in enumerate(self.rates.items(), start=30)
            ],
            "account.move": lambda: self.moves if self.sees() else [],
            "account.move.line": lambda: [
                {
                    "id": move["id"] * 100 + tax,
                    "move_id": move["id"],
                    "display_type": "tax",
                    "tax_line_id": [tax, "tax"],
                    "amount_currency": value,
                }
                for move in self.moves
                for tax, value in move["taxes"].items()
            ],
            "ir.attachment": lambda: self.files,
        }
        return tables[model]()

    def _create(self, values: dict[str, Any]) -> int:
        if unknown := set(values) - _MOVE:
            raise error("ValueError", f"Invalid field {sorted(unknown)} on model 'account.move'")
        if values["move_type"] not in {"in_invoice", "in_refund"}:
            raise error("ValidationError", "Wrong value for move_type")
        self._linked("res.partner", values.get("partner_id"))
        self._linked("res.currency", values.get("currency_id"))
        for name in ("invoice_date", "invoice_date_due"):
            date.fromisoformat(values[name])
        lines = [self._line(*command) for command in values["invoice_line_ids"]]
        self.numbers += 1
        currency = {2: "EUR", 3: "USD"}[values["currency_id"]]
        move: dict[str, Any] = {
            **{name: value for name, value in values.items() if name != "invoice_line_ids"},
            "id": self.numbers,
            "name": "/",
            "company_id": 1,
            "currency_id": [values["currency_id"], currency],
            "state": "draft",
            "payment_state": "not_paid",
            "amount_untaxed": sum((total for total, _ in lines), Decimal(0)),
            "taxes": self._taxes(lines),
        }
        self.moves.append(move)
        self._sum(move)
        return self.numbers

    def _line(self, command: int, _zero: int, values: dict[str, Any]) -> tuple[Decimal, list[int]]:
        if command or set(values) - {"name", "quantity", "price_unit", "account_id", "tax_ids"}:
            raise error("ValueError", "Invalid field on model 'account.move.line'")
        if "account_id" in values:
            self._linked("account.account", values["account_id"])
        ((replace, _, taxes),) = values["tax_ids"]
        if replace != 6:
            raise error("ValueError", "unknown command")
        for tax in taxes:
            self._linked("account.tax", tax)
        quantity, price = (_cents(Decimal(values[name])) for name in ("quantity", "price_unit"))
        return _cents(quantity * price), taxes

    def _taxes(self, lines: list[tuple[Decimal, list[int]]]) -> dict[int, Decimal]:
        """Each tax of all its lines, rounded per line as is the company's default."""
        rates = {one["id"]: one["amount"] for one in self._table("account.tax")}
        made: dict[int, Decimal] = {}
        for total, taxes in lines:
            for tax in taxes:
                made[tax] = made.get(tax, Decimal(0)) + _cents(total * rates[tax] / 100)
        return {tax: value + self.skew for tax, value in made.items()}

    def _sum(self, move: dict[str, Any]) -> None:
        move["amount_tax"] = sum(move["taxes"].values(), Decimal(0))
        move["amount_total"] = move["amount_untaxed"] + move["amount_tax"]

    def _linked(self, model: str, number: object) -> None:
        if isinstance(number, bool) or number not in {one["id"] for one in self._table(model)}:
            raise error("MissingError", f"Record {model}({number}) does not exist", 404)

    def _write(self, ids: list[int], values: dict[str, Any]) -> bool:
        (move,) = [one for one in self.moves if one["id"] in ids]
        for command, line, change in values["line_ids"]:
            assert (command, set(change)) == (1, {"amount_currency"})
            sign = -1 if move["move_type"] == "in_refund" else 1
            move["taxes"][line - move["id"] * 100] = Decimal(change["amount_currency"]) * sign
        self._sum(move)
        return True

    def _unlink(self, ids: list[int]) -> bool:
        for move in [one for one in self.moves if one["id"] in ids]:
            if move["state"] == "posted":
                raise error("UserError", "You can't delete a posted journal item.")
            self.moves.remove(move)
        return True

    def _keep(self, values: dict[str, Any]) -> int:
        known = {"name", "res_model", "res_id", "mimetype", "datas"}
        if set(values) - known or values["res_id"] not in {one["id"] for one in self.moves}:
            raise error("AccessError", "not allowed", 403)
        content = base64.b64decode(values["datas"], validate=True)
        number = len(self.files) + 1
        self.files.append({**values, "id": number, "file_size": len(content), "content": content})
        return number

    def entries(self) -> list[Entry]:
        return [
            Entry(
                str(one["id"]),
                one["ref"],
                one["amount_untaxed"] * _sign(one),
                one["amount_tax"] * _sign(one),
                one["amount_total"] * _sign(one),
                one["currency_id"][1],
                tuple(file["content"] for file in self.files if file["res_id"] == one["id"]),
            )
            for one in self.moves
            if one["state"] != "cancel"
        ]

    def enter_by_hand(self, number: str) -> None:
        line = {"name": "x", "quantity": 1, "price_unit": 1, "tax_ids": [[6, 0, []]]}
        self._create(
            {
                "move_type": "in_invoice",
                "partner_id": 10,
                "ref": number,
                "invoice_origin": False,
                "invoice_date": "2026-10-14",
                "invoice_date_due": "2026-10-14",
                "currency_id": 2,
                "invoice_line_ids": [[0, 0, line]],
            }
        )

    def delete_all(self) -> None:
        self.moves.clear()


def error_body(name: str, message: str) -> dict[str, str]:
    return {"name": f"odoo.exceptions.{name}", "message": message}


def _sign(move: Mapping[str, Any]) -> int:
    return -1 if move["move_type"] == "in_refund" else 1


def _matches(row: Mapping[str, Any], domain: list[Any]) -> bool:
    """A domain in prefix notation; clauses that no operator joins are all to hold."""
    values: list[bool] = []
    for term in reversed(domain):
        if term in ("|", "&"):
            one, other = values.pop(), values.pop()
            values.append(one or other if term == "|" else one and other)
        else:
            name, operator, value = term
            assert operator in {"=", "in"}
            held = row.get(name)
            values.append(held in value if operator == "in" else held == value)
    return all(values)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
