"""pretix visited as a supplier's portal that nobody of this project wrote.

Its list holds orders by their codes; an order's own page has its invoice, or none; the invoice's
number stands in the PDF alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.pretix import shop
from tests.pretix.conftest import Buyer
from tests.pretix.shop import ORDERS, Order

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(2400)]
RECIPE = Path(__file__).with_name("recipe.yaml")
INVOICED = [order for order in ORDERS if order.invoice]
WITHOUT = sorted(order.code for order in ORDERS if not order.invoice)


def _recipe(buyer: Buyer) -> str:
    """A recipe as a person would write it, for the address at which the shop is open."""
    file = buyer.out.with_suffix(".yaml")
    file.write_text(RECIPE.read_text().replace("ORIGIN", buyer.stand.origin))
    return str(file)


def _text(file: str) -> str:
    with pypdfium2.PdfDocument(file) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def _rows(said: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    told = (
        (one["number"], one["date"], one["amount"], one["currency"]) for one in said["documents"]
    )
    return sorted(told)


def _row(order: Order) -> tuple[str, str, str, str]:
    return (order.code, order.day.isoformat(), str(order.gross), "EUR")


def _check(said: dict[str, Any]) -> None:
    """Every invoice came for its own order, and the orders that have none are named."""
    assert said["outcome"] == "PARTIAL", said["detail"]
    assert (said["listed"], said["counter"]) == (len(ORDERS), len(ORDERS))
    assert _rows(said) == [_row(order) for order in INVOICED]
    for one in said["documents"]:
        order = next(order for order in INVOICED if order.code == one["number"])
        printed = _text(one["file"])
        assert str(order.invoice) in printed
        assert order.code in printed
        assert f"{order.gross:,}" in printed
        assert f" {order.day:%-d, %Y}" in printed  # the invoice writes the month out
    assert sorted(one["number"] for one in said["problems"]) == WITHOUT
    assert {one["outcome"] for one in said["problems"]} == {"NOT_YET_AVAILABLE"}
    assert all(code in said["detail"] for code in WITHOUT)


def test_by_recipe_every_invoice_comes_and_orders_without_one_are_named(buyer: Buyer) -> None:
    _check(buyer.visit("--recipe", _recipe(buyer)))


def test_an_account_without_orders_is_proven_empty_by_the_shops_own_words(buyer: Buyer) -> None:
    said = buyer.visit("--recipe", _recipe(buyer), username=shop.NEWCOMER)
    assert (said["outcome"], said["documents"]) == ("OK_EMPTY", [])
    assert said["counter"] == 0
