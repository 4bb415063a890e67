"""Which recipes say nothing that only a browser can do; the rest is proven beside a browser."""

from __future__ import annotations

from typing import Final

from fetchers.portals.recipe import DocumentList, Recipe, SignIn
from fetchers.portals.values import DateOrder

_SIGN_IN: Final = ("open", "frame", "customer_number", "next")
_OF_LIST: Final = ("json_twin", "periods", "span", "frames")
_OF_FILE: Final = ("detail", "menu", "click", "url", "address", "print", "together")


def why_not(recipe: Recipe) -> str:
    """What a recipe names that only a browser can do; "" where there is nothing."""
    named = [name for name in ("accounts", "account", "plugin") if getattr(recipe, name)]
    named += _in_sign_in(recipe.sign_in)
    named += [name for part in recipe.lists for name in _in_list(part)]
    if not recipe.lists or not isinstance(recipe.dates, DateOrder):
        named.append("lists")
    return named[0] if named else ""


def _in_sign_in(steps: SignIn) -> list[str]:
    named = [name for name in _SIGN_IN if getattr(steps, name)]
    return named if steps.password else [*named, "password"]


def _in_list(part: DocumentList) -> list[str]:
    named = [name for name in _OF_LIST if getattr(part, name)]
    named += [name for name in _OF_FILE if getattr(part.document, name)]
    pages, number = part.pages, part.columns.number
    if pages is not None and (pages.more or pages.scroll):
        named.append("pages")
    if number is None or number.optional:
        named.append("number")
    return named + ["open" for move in part.open if move.choose]
