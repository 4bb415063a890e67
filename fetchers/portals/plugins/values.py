"""Variables of a plug-in: `{{item.id}}` in its texts, addresses by pattern."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from fetchers.portals.values import at_path

_PLACE: Final = re.compile(r"\{\{\s*([\w.$-]+)\s*\}\}")
_STRING: Final = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\]|\\.)*`")

Variables = Mapping[str, Any]


def filled(text: object, variables: Variables) -> Any:
    """A text with its variables filled in; one that is a variable as a whole keeps its type."""
    if not isinstance(text, str):
        return text
    whole = _PLACE.fullmatch(text.strip())
    if whole:
        return at_path(variables, whole[1])
    return _PLACE.sub(lambda found: _text(at_path(variables, found[1])), text)


def filled_script(script: str, variables: Variables) -> str:
    """A script with its variables filled in: a value within a string can't end that string."""

    def inside(found: re.Match[str]) -> str:
        mark = found[0][0]
        return _PLACE.sub(lambda one: _escaped(at_path(variables, one[1]), mark), found[0])

    safe = _STRING.sub(inside, script)
    return _PLACE.sub(lambda found: _bare(at_path(variables, found[1])), safe)


def _escaped(value: Any, mark: str) -> str:
    told = json.dumps(_text(value), ensure_ascii=True)[1:-1].replace('\\"', '"')
    told = told.replace(mark, "\\" + mark)
    return told.replace("${", "\\${") if mark == "`" else told


def _bare(value: Any) -> str:
    """A value outside of any string: as JSON, so that a text of the portal is never code."""
    if value is None:
        return "undefined"
    told = json.dumps(value, ensure_ascii=True)
    return f"({told})" if isinstance(value, (dict, list)) else told


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def fits(url: str, pattern: str) -> bool:
    """Whether an address fits a pattern: `*` stays within a `/`, `**` crosses it.

    A pattern that begins with `/` is one of the path alone; a `/` at the end does not matter.
    """
    bare = url.partition("#")[0]
    if "?" not in pattern:
        bare = bare.partition("?")[0]
    if pattern.startswith("/"):
        bare = re.sub(r"^[a-z]+://[^/]+", "", bare) or "/"
    told = re.escape(pattern.rstrip("/") or "/").replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    return re.fullmatch(told, bare.rstrip("/") or "/") is not None
