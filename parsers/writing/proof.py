"""The proof of an e-invoice: the official schema and the rules of EN 16931."""

from __future__ import annotations

from model.errors import DocumentRefused
from parsers.einvoice import rules, schemas


def faults(xml: bytes) -> list[str]:
    """What the schema and the rules of EN 16931 say against an e-invoice; nothing if it is valid.

    Rules are named by their ids.
    """
    try:
        return [*schemas.misfits(xml), *rules.validate(xml).errors]
    except DocumentRefused as refusal:
        return [refusal.message]
