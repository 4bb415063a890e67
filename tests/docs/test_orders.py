"""The table of differences says what is asked, with which keys, and which test shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from model.exceptions import ExceptionReason
from pipeline.documents.checking import answers_of
from reconcile.orders import check
from tests.reconcile import test_order_lines, test_orders
from tests.reconcile.books import document

PAGE = Path(__file__).parents[2] / "docs" / "orders.md"
ROWS = re.findall(
    r"^\| [^|]+ \| `(test_\w+)` \| `(\w+)` \| ([^|]+) \|$", PAGE.read_text(), re.MULTILINE
)


@pytest.mark.parametrize(("test", "reason", "keys"), ROWS)
def test_each_difference_has_its_test_its_exception_and_its_keys(
    test: str, reason: str, keys: str
) -> None:
    assert hasattr(test_orders, test) or hasattr(test_order_lines, test)
    if ExceptionReason(reason) is ExceptionReason.ORDER_PROPOSED:
        return  # its keys are the orders that fit
    said = [f"{answer.key} {answer.label}" for answer in answers_of(ExceptionReason(reason))]
    assert said == keys.split(", ")


def test_every_exception_because_of_an_order_is_in_the_table() -> None:
    in_table = {ExceptionReason(reason) for _, reason, _ in ROWS}
    source = " ".join(
        path.read_text() for path in Path(check.__code__.co_filename).parent.glob("order*.py")
    )
    raised = {ExceptionReason[name] for name in re.findall(r"ExceptionReason\.(\w+)", source)}
    assert raised == in_table
    assert check(document("d"), []) == ()
