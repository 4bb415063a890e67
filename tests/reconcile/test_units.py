from __future__ import annotations

from decimal import Decimal

import pytest

from reconcile.units import factor


@pytest.mark.parametrize(
    ("billed", "ordered", "expected"),
    [
        ("Stk.", "C62", 1),
        ("pcs", "EA", 1),
        ("t", "KGM", 1000),
        ("g", "kg", Decimal("0.001")),
        ("DZN", "ST", 12),
        ("", "KGM", 1),
        ("MWH", "kWh", 1000),
        ("Rolle", "rolle", 1),
        ("box", "piece", None),
        ("kg", "l", None),
    ],
)
def test_one_billed_unit_is_so_many_ordered_ones(
    billed: str, ordered: str, expected: Decimal | None
) -> None:
    assert factor(billed, ordered) == expected
