"""Bytes to documents with evidence. No network, no database.

Foreign bytes are read through `parsers.safety.sandbox`; `read` and `validate` here are the pure
functions that run inside its child.
"""

from __future__ import annotations

from model.documents import Reading
from parsers.hints import NO_HINTS, Hints, Validation

__all__ = ["NO_HINTS", "Hints", "Validation", "read", "validate"]


def read(content: bytes, hints: Hints = NO_HINTS) -> Reading:
    """All that a document says, with evidence; raises DocumentRefused for what can't be read."""
    from parsers import reader

    return reader.read(content, hints)


def validate(content: bytes) -> Validation:
    """The verdict of the official rules on an e-invoice."""
    from parsers.einvoice import rules

    return rules.validate(content)
