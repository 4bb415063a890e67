"""Purchase orders of Tryton, and what arrived for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from feeds.tryton.place import CHANGE
from feeds.tryton.rpc import Session, Values
from model.money import Money
from model.orders import OrderLine, OrderPaper, ReceiptPaper

MOST: Final = 200
"""Orders, or moves of goods, in one page."""
_ORDER: Final = (
    "number",
    "purchase_date",
    "party",
    "currency.code",
    "untaxed_amount",
    "state",
    *CHANGE,
)
_LINE: Final = (
    "purchase",
    "sequence",
    "description",
    "quantity",
    "unit_price",
    "unit.name",
    "product.rec_name",
    "product.code",
    "product_supplier.code",
)
_RECEIPT: Final = ("origin", "state", "quantity", "effective_date", "to_location.type", *CHANGE)
_ORDERED: Final = frozenset({"confirmed", "processing", "done"})
_OF_LINE: Final = "purchase.line,"


def are_kept(session: Session) -> bool:
    """Whether this Tryton keeps purchase orders: they are a module of its own."""
    return bool(session.find("ir.model", [["name", "=", "purchase.purchase"]]))


def orders(
    session: Session, changed: Sequence[object]
) -> tuple[tuple[Values, ...], tuple[OrderPaper, ...]]:
    """The next orders that meet a domain, as they were read and as papers.

    What is asked for, or set back to a draft, has a number as well, and is no order.
    """
    own = [["company", "=", session.company], ["number", "!=", None]]
    read = session.page("purchase.purchase", [*own, *changed], MOST, *_ORDER)
    lines = _lines(session, [one["id"] for one in read])
    return read, tuple(_order(one, lines.get(one["id"], ())) for one in read)


def receipts(
    session: Session, changed: Sequence[object]
) -> tuple[tuple[Values, ...], tuple[ReceiptPaper, ...]]:
    """The next moves of goods that meet a domain, as they were read and as papers.

    One that was cancelled counts nothing; one to the supplier went back.
    """
    own = [
        ["company", "=", session.company],
        ["origin", "like", f"{_OF_LINE}%"],
        ["state", "in", ["done", "cancelled"]],
    ]
    read = session.page("stock.move", [*own, *changed], MOST, *_RECEIPT)
    ids = {_line_id(one) for one in read}
    owned = session.find("purchase.line", [["id", "in", sorted(ids)]], "purchase")
    whose = sorted({one["purchase"] for one in owned})
    ordered = session.find("purchase.purchase", [["id", "in", whose]], "number", "party")
    numbers = {one["id"]: one for one in ordered}
    places = {
        line["id"]: (numbers[purchase], position)
        for purchase, lines in _lines(session, whose).items()
        for position, line in enumerate(lines, start=1)
    }
    return read, tuple(
        _receipt(one, *places[_line_id(one)]) for one in read if _line_id(one) in places
    )


def _lines(session: Session, purchases: Sequence[int]) -> dict[int, list[Values]]:
    """The lines of orders in the order of their pages."""
    domain = [["purchase", "in", list(purchases)], ["type", "=", "line"]]
    found: dict[int, list[Values]] = defaultdict(list)
    for line in session.find("purchase.line", domain, *_LINE):
        found[line["purchase"]].append(line)
    for lines in found.values():
        lines.sort(key=_printed)
    return found


def _printed(line: Values) -> tuple[bool, int, int]:
    """Where a line stands: those without a place of their own come first, as Tryton prints them."""
    return line["sequence"] is not None, line["sequence"] or 0, line["id"]


def _order(read: Values, lines: Iterable[Values]) -> OrderPaper:
    created = read["create_date"].date()
    return OrderPaper(
        seller=str(read["party"]),
        number=read["number"],
        day=read["purchase_date"] or created,
        net=Money(read["untaxed_amount"], read["currency."]["code"]),
        lines=tuple(_line(line, position) for position, line in enumerate(lines, start=1)),
        closed=read["state"] == "done",
        cancelled=read["state"] not in _ORDERED,
    )


def _line(line: Values, position: int) -> OrderLine:
    product, sold = line["product."] or {}, line["product_supplier."] or {}
    return OrderLine(
        position=position,
        description=line["description"] or product.get("rec_name") or "",
        quantity=_exact(line["quantity"]),
        unit_price=line["unit_price"],
        unit=(line["unit."] or {}).get("name") or "",
        code=sold.get("code") or product.get("code") or "",
    )


def _receipt(move: Values, order: Values, position: int) -> ReceiptPaper:
    counts = move["state"] == "done"
    quantity = _exact(move["quantity"]) if counts else Decimal(0)
    went_back = move["to_location."]["type"] == "supplier"
    return ReceiptPaper(
        id=str(move["id"]),
        order_number=order["number"],
        position=position,
        quantity=-quantity if went_back else quantity,
        day=move["effective_date"] or move["create_date"].date(),
        seller=str(order["party"]),
    )


def _line_id(move: Values) -> int:
    return int(str(move["origin"]).removeprefix(_OF_LINE))


def _exact(quantity: object) -> Decimal:
    """A quantity, which Tryton keeps as a binary number, as it is shown."""
    return Decimal(str(quantity))
