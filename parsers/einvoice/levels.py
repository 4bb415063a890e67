"""What a broken rule counts for, and what CEN calls it: the tables of `levels.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

LEVELS: Final = ("error", "warning", "information")
"""An error rejects a document."""
_STEP: Final = re.compile(r"\[[^\]]*\]|\*:|\bram:")
_SAYINGS: Final = {
    "codes": re.compile(r"Value of '([^']+)' is not allowed"),
    "repeated": re.compile(r"Element '([^']+)' may occur at maximum 1 times"),
}


def custom(root: str, specification: str) -> Mapping[str, str]:
    """Level by rule, for documents of this kind, where it is not the one that the rules state."""
    tables = [scenario for scenario in _tables()["scenario"] if root in scenario["roots"]]
    told = [one for one in tables if one["specification"] == specification]
    return {
        rule: level
        for table in (_tables()["own"], *told)
        for level in LEVELS
        for rule in table.get(level, ())
    }


def cens_name(location: str, text: str) -> str | None:
    """CEN's name of an installed rule for CII that failed at a place, where it has another one."""
    place = _STEP.sub("", location)
    for table, saying in _SAYINGS.items():
        if stated := saying.search(text):
            named: Mapping[str, str] = _tables()[table]
            path = _path(place, stated[1].replace("ram:", ""), beside=table == "codes")
            end = max((end for end in named if path.endswith(f"/{end}")), key=len, default=None)
            return None if end is None else named[end]
    return None


def _path(place: str, what: str, *, beside: bool) -> str:
    """The path of what a rule is about: an attribute or a child of the place, or a code itself."""
    above = place.rpartition("/")[0] if beside and not what.startswith("@") else place
    return f"{above}/{what}"


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / "levels.toml").read_text("utf-8"))
