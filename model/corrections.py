"""What a person types into a field, as the canonical text that the field holds."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Final

from model.errors import WrongInput
from model.memory import FIELD_KINDS, ValueKind

_AMOUNT: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_LONGEST: Final = 200


def canonical(name: str, typed: str, *, asked: Collection[str] = ()) -> str:
    """The value of a field as it is stored, from what a person typed.

    `asked` are fields that no document is read for and a destination demands: plain text.

    Raises:
        WrongInput: there is no such field to correct, or it can't have this value.
    """
    if name not in FIELD_KINDS and name not in asked:
        raise WrongInput(f"The field {name} can't be corrected; it is one of {_known()}.")
    value = typed.strip()
    match FIELD_KINDS.get(name, ValueKind.TEXT):
        case ValueKind.DATE:
            return _date(value)
        case ValueKind.MONEY:
            return _amount(value)
        case _:
            return _text(value)


def _known() -> str:
    return ", ".join(sorted(FIELD_KINDS))


def _date(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise WrongInput(f"{value!r} is not a date such as 2026-11-30.") from None


def _amount(value: str) -> str:
    if len(value) > _LONGEST or not _AMOUNT.fullmatch(value):
        raise WrongInput(f"{value!r} is not an amount such as 1928.64.")
    return str(Decimal(value.replace(",", "")))


def _text(value: str) -> str:
    if not value:
        raise WrongInput("The field can't be empty.")
    if len(value) > _LONGEST:
        raise WrongInput(f"The value is longer than {_LONGEST} characters.")
    return value
