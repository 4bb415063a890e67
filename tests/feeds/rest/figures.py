"""Figures as the peers of accounting systems keep and tell them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any


def plainly(value: Any) -> Any:
    """A record as it goes out: amounts as JSON has them, files left out."""
    match value:
        case Decimal():
            return float(value)
        case dict():
            return {name: plainly(one) for name, one in value.items() if name != "content"}
        case list():
            return [plainly(one) for one in value]
    return value


def cents(value: Decimal) -> Decimal:
    """An amount rounded as these systems round."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
