"""Whether a visit goes without a browser, told before anything that reads recipes is loaded."""

from __future__ import annotations

import re
from typing import Final

from model.visits import VisitOrder

_MARK: Final = re.compile(r"^browserless:.*\n?(?:[ \t]+.*\n?)*", re.MULTILINE)


def is_marked(recipe: str | None) -> bool:
    """Whether a recipe's text says that a visit by it needs no browser."""
    return recipe is not None and _MARK.search(recipe) is not None


def without_mark(recipe: str) -> str:
    """The recipe's text without that word, and otherwise as it was."""
    return _MARK.sub("", recipe)


def goes_without(order: VisitOrder) -> bool:
    """Whether a visit begins without a browser: its recipe says so, and nobody needs to see it."""
    beheld = order.dry or order.page is not None
    calls = order.calls_person and not order.attended
    return is_marked(order.recipe) and not (beheld or calls)
