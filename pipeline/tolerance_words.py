"""Tolerances as a rule writes them: "supplier Nordwind: percent 5; category energy: quantity 2"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from model.errors import SettingsInvalid
from reconcile.tolerances import Tolerance

_KNOWN: Final = frozenset(field.name for field in fields(Tolerance))
_WHO: Final = re.compile(r"(supplier|category)\s+(.+)")

Deviations = Mapping[tuple[str, str], Tolerance]
"""Tolerances by "supplier" or "category" and the name of it, in lower case."""


def deviations(text: str, default: Tolerance) -> Deviations:
    """What differs from the default, and for whom. "none" is no deviation.

    Raises:
        SettingsInvalid: the text does not say who, or which limit, or by how much.
    """
    if text.strip().casefold() == "none":
        return {}
    return dict(_deviation(part, default) for part in text.split(";") if part.strip())


def _deviation(part: str, default: Tolerance) -> tuple[tuple[str, str], Tolerance]:
    who, _, limits = part.partition(":")
    named = _WHO.fullmatch(who.strip())
    if named is None or not limits.strip():
        raise SettingsInvalid(f"{part.strip()!r} is not like 'supplier Nordwind: percent 5'.")
    changed = dict(_limit(one.strip()) for one in limits.split(","))
    return (named[1], named[2].strip().casefold()), replace(default, **changed)


def _limit(text: str) -> tuple[str, Decimal]:
    name, _, value = text.partition(" ")
    if name not in _KNOWN:
        raise SettingsInvalid(f"{name!r} is no limit; there are {', '.join(sorted(_KNOWN))}.")
    try:
        amount = Decimal(value.strip())
    except InvalidOperation:
        raise SettingsInvalid(f"{text!r} says no number such as 2 or 1.5.") from None
    if not amount.is_finite() or amount < 0:
        raise SettingsInvalid(f"{text!r} is not a tolerance: it must be 0 or more.")
    return name, amount
