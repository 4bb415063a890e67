"""One piece of work inside the sandbox's child: a function by its import path, and its arguments.

This is one of the named boundaries: whatever a document makes a library raise ends here, as an
answer with the name of the situation and one sentence.
"""

from __future__ import annotations

import importlib
from typing import Any

from model.errors import BillhookError, DocumentDamaged, DocumentTooLarge, DocumentUnsafe
from parsers.safety.fence import Limits, limit


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """The result of the order, or which error it ended with."""
    limit(Limits(**order["limits"]))
    try:
        return {"result": _function(order["function"])(*order["arguments"])}
    except BillhookError as known:
        return _failure(known)
    except MemoryError:
        return _failure(DocumentTooLarge("Reading the file needs more memory than is allowed."))
    except RecursionError:
        return _failure(DocumentUnsafe("The file is nested deeper than Billhook opens."))
    except Exception as damage:  # noqa: BLE001 - the parser child's boundary: foreign bytes raise anything
        return _failure(DocumentDamaged(), because=type(damage).__name__)


def _function(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


def _failure(error: BillhookError, *, because: str = "") -> dict[str, Any]:
    return {"error": type(error).__name__, "message": error.message, "because": because}
