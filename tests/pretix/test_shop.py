"""pretix visited as a supplier's portal that nobody of this project wrote.

Its list holds orders by their codes; an order's own page has its invoice, or none; the invoice's
number stands in the PDF alone.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.pretix import shop
from tests.pretix.conftest import BILLHOOK, Buyer
from tests.pretix.shop import ORDERS, Order
from tests.pretix.stand import SIGN_IN, Stand

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(2400)]
RECIPE = Path(__file__).with_name("recipe.yaml")
INVOICED = [order for order in ORDERS if order.invoice]
WITHOUT = sorted(order.code for order in ORDERS if not order.invoice)
CANCELLED = [order for order in ORDERS if order.cancellation]


def _recipe(buyer: Buyer) -> str:
    """A recipe as a person would write it, for the address at which the shop is open."""
    file = buyer.out.with_suffix(".yaml")
    file.write_text(RECIPE.read_text().replace("ORIGIN", buyer.stand.origin))
    return str(file)


def _text(file: str) -> str:
    with pypdfium2.PdfDocument(file) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def _told(one: dict[str, Any]) -> tuple[str, str, str, str]:
    return (one["number"], one["date"], one["amount"], one["currency"])


def _row(order: Order) -> tuple[str, str, str, str]:
    return (order.code, order.day.isoformat(), str(order.gross), "EUR")


def _check(said: dict[str, Any]) -> None:
    """Every invoice came for its own order, and the orders that have none are named."""
    assert said["outcome"] == "PARTIAL", said["detail"]
    assert (said["listed"], said["counter"]) == (len(ORDERS), len(ORDERS))
    by_number = {one["number"]: one for one in said["documents"]}
    assert len(by_number) == len(said["documents"])
    for order in CANCELLED:
        _check_cancellation(by_number.pop(order.cancellation), order)
    assert sorted(map(_told, by_number.values())) == [_row(order) for order in INVOICED]
    for order in INVOICED:
        _check_paper(by_number[order.code]["file"], order)
    assert sorted(one["number"] for one in said["problems"]) == WITHOUT
    assert {one["outcome"] for one in said["problems"]} == {"NOT_YET_AVAILABLE"}
    assert all(code in said["detail"] for code in WITHOUT)


def _check_paper(file: str, order: Order) -> None:
    printed = _text(file)
    assert str(order.invoice) in printed
    assert order.code in printed
    assert f"{order.gross:,}" in printed
    assert f" {order.day:%-d, %Y}" in printed  # the invoice writes the month out


def _check_cancellation(said: dict[str, Any], order: Order) -> None:
    """It came besides the order's invoice, under the number that its link says."""
    assert (said["date"], said["amount"]) == (None, None)
    printed = _text(said["file"])
    assert str(order.cancellation) in printed
    assert "cancellation" in printed.casefold()


@pytest.fixture(scope="module")
def by_recipe(stand: Stand, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a visit by the recipe of a person brought."""
    buyer = Buyer(stand, tmp_path_factory.mktemp("by-recipe") / "out")
    return buyer.visit("--recipe", _recipe(buyer))


def test_by_recipe_every_invoice_comes_and_orders_without_one_are_named(
    by_recipe: dict[str, Any],
) -> None:
    _check(by_recipe)


def test_an_invoice_is_read_by_its_own_number(by_recipe: dict[str, Any], tmp_path: Path) -> None:
    order = INVOICED[0]
    (file,) = [one["file"] for one in by_recipe["documents"] if one["number"] == order.code]
    out = tmp_path / "read.jsonl"
    subprocess.run((BILLHOOK, "parse", file, "--jsonl", out), check=True, timeout=120)
    read = json.loads(out.read_text())
    assert (read["kind"], read["fields"]["invoice_number"]) == ("invoice", order.invoice)


def test_without_a_recipe_all_is_found_and_found_again_by_what_was_learned(buyer: Buyer) -> None:
    found = buyer.visit()
    _check(found)
    again = buyer.visit("--recipe", found["recipe"])
    _check(again)
    files = [{one["sha256"] for one in said["documents"]} for said in (found, again)]
    assert files[0] == files[1]


def test_an_account_without_orders_is_proven_empty_by_the_shops_own_words(buyer: Buyer) -> None:
    said = buyer.visit("--recipe", _recipe(buyer), username=shop.NEWCOMER)
    assert (said["outcome"], said["documents"]) == ("OK_EMPTY", [])
    assert said["counter"] == 0


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_is_one_attempt(buyer: Buyer, *, known: bool) -> None:
    before = buyer.stand.asked("POST", SIGN_IN)
    more = ("--recipe", _recipe(buyer)) if known else ()
    said = buyer.visit(*more, password="Tulpe-8-Regen")
    assert said["outcome"] == "LOGIN_FAILED", said["detail"]
    assert buyer.stand.asked("POST", SIGN_IN) == before + 1
