"""What passes between the sandbox and its caller: plain data, checked on the way back.

A child that was taken over by a document can hand out wrong values, but nothing that runs.
"""

from __future__ import annotations

from decimal import InvalidOperation
from typing import Any, TypeVar

from model.errors import BillhookError, DocumentDamaged
from model.plain import from_plain, to_plain

_T = TypeVar("_T")


def encode(value: object) -> Any:
    """The value as JSON knows it."""
    return to_plain(value)


def decode(kind: type[_T], data: Any) -> _T:
    """The value of this type; DocumentDamaged where the data does not fit the type."""
    try:
        return from_plain(kind, data)
    except (TypeError, ValueError, KeyError, AttributeError, InvalidOperation) as misfit:
        raise DocumentDamaged("The reader returned nothing usable for this file.") from misfit
    except BillhookError as misfit:
        raise DocumentDamaged("The reader returned an impossible value.") from misfit
