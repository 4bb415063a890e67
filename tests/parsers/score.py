"""When a value counts as right: letters and digits of identifiers, days, amounts to half a cent."""

from typing import Any


def agrees(name: str, truth: dict[str, Any], value: str) -> bool:
    """Whether a value is the true one, or another that counts as right."""
    accepted = [truth["fields"][name], *truth.get("accept", {}).get(name, [])]
    return any(_same(one, value) for one in accepted)


def _same(true: object, value: str) -> bool:
    if isinstance(true, (int, float)):
        return abs(float(value) - true) <= 0.005 + 1e-9
    return _bare(str(true)) == _bare(value)


def _bare(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())
