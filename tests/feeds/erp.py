"""A scripted Tryton: it answers the calls that a bill needs, and remembers them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Answer = Callable[[list[Any]], Any]


def decimal(text: str) -> dict[str, str]:
    """A number as Tryton's JSON writes it."""
    return {"__class__": "Decimal", "decimal": text}


def tax(number: int, name: str, rate: str) -> dict[str, Any]:
    """A tax of Tryton's."""
    booked = {"invoice_account": 30, "credit_note_account": 31}
    return {"id": number, "name": name, "rate": decimal(rate), **booked}


@dataclass
class Books:
    """What the scripted Tryton holds, and every call that it was asked."""

    invoices: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    parties: list[int] = field(default_factory=lambda: [7])
    taxes: list[dict[str, Any]] = field(default_factory=lambda: [tax(9, "VAT 19 %", "0.19")])
    sums: tuple[str, str, str] = ("1620.71", "307.93", "1928.64")
    said: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, list[Any]]] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        """The answer to one call; what `said` holds for its method stands before it."""
        asked = json.loads(await request.body())
        method, params = asked["method"], asked["params"]
        self.calls.append((method, params))
        if isinstance(scripted := self.said.get(method), Response):
            return scripted
        return JSONResponse({"id": 0, "result": scripted or self._result(method, params)})

    def _result(self, method: str, params: list[Any]) -> Any:
        known: dict[str, Answer] = {
            "common.db.login": lambda _: [1, "token"],
            "model.res.user.get_preferences": lambda _: {"company": 3},
            "model.party.party.search_read": lambda _: [{"id": one} for one in self.parties],
            "model.currency.currency.search_read": lambda _: [{"id": 1}],
            "model.account.account.search_read": lambda _: [{"id": 61}],
            "model.account.configuration.read": lambda _: [
                {"default_category_account_expense": 60}
            ],
            "model.account.tax.search_read": lambda _: self.taxes,
            "model.account.invoice.on_change": lambda _: {
                "invoice_address": 8,
                "account": 20,
                "journal": 2,
            },
            "model.account.invoice.search_read": lambda asked: self._found(asked[0][0]),
            "model.account.invoice.create": lambda asked: self._created(asked[0][0]),
            "model.account.invoice.delete": lambda asked: self._deleted(asked[0]),
            "model.account.invoice.read": lambda _: [self._sums()],
            "model.ir.attachment.search_read": lambda _: self.files,
            "model.ir.attachment.create": lambda asked: self.files.append(asked[0][0]),
        }
        return known.get(method, lambda _: None)(params)

    def _found(self, clause: list[Any]) -> list[dict[str, Any]]:
        wanted = clause[2] if isinstance(clause[2], list) else [clause[2]]
        return [one for one in self.invoices if one["description"] in wanted]

    def _created(self, values: dict[str, Any]) -> list[int]:
        number = len(self.invoices) + 1
        self.invoices.append({"id": number, "state": "draft", **values})
        return [number]

    def _deleted(self, ids: list[int]) -> None:
        self.invoices = [one for one in self.invoices if one["id"] not in ids]

    def _sums(self) -> dict[str, Any]:
        names = ("untaxed_amount", "tax_amount", "total_amount")
        return {name: decimal(text) for name, text in zip(names, self.sums, strict=True)}

    def asked(self, method: str) -> list[list[Any]]:
        """The parameters of each call of a method."""
        return [params for name, params in self.calls if name == method]
