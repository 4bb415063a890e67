"""Answers as JSON and CSV: rows of names and values, under the names that receivers use."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from feeds.facts import single_line
from feeds.replies.words import action_of, normal, status_of
from model.deliveries import Reply
from model.errors import WrongInput
from model.ids import derived_id

MOST: Final = 10_000
"""Answers in one file or message."""
_NAMES: Final = {
    "key": ("key", "delivery_key", "webhook_id", "correlation_id"),
    "reference": ("reference", "receiver_reference", "external_id"),
    "number": ("number", "invoice_number", "document_number"),
    "said": ("status", "state", "response", "code"),
    "reason": ("reason", "comment", "note", "message"),
    "action": ("action",),
    "decided": ("at", "decided", "decided_at", "time", "timestamp", "date"),
}
_LISTS: Final = ("answers", "responses", "items", "data")


def of_json(content: bytes, mark: str) -> tuple[Reply, ...]:
    """The answers in a JSON text: one, a list of them, or a CloudEvent around them.

    `mark` tells this message from every other. Raises WrongInput.
    """
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise WrongInput("It is no JSON.") from None
    return _all(_objects(found), mark)


def of_csv(content: bytes, mark: str) -> tuple[Reply, ...]:
    """The answers in a table with a line of names first. Raises WrongInput."""
    try:
        text = content.decode("utf-8-sig")
        heads = text.partition("\n")[0]
        between = max(",;\t", key=heads.count)
        table = list(csv.DictReader(io.StringIO(text), delimiter=between, restval=""))
    except (UnicodeDecodeError, csv.Error):
        raise WrongInput("It is no table in UTF-8.") from None
    return _all(table, mark)


def moment(text: str) -> datetime | None:
    """An ISO 8601 instant, a day, or seconds since 1970; UTC where it names no zone."""
    try:
        if text.replace(".", "", 1).isdecimal() and len(text) > len("20261102"):
            return datetime.fromtimestamp(float(text), UTC)
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _objects(found: Any, around: Mapping[str, Any] | None = None) -> list[Mapping[str, Any]]:
    """The objects that are answers; what stands around them says when, if they don't."""
    if isinstance(found, list):
        return [one for item in found for one in _objects(item, around)]
    if not isinstance(found, dict):
        raise WrongInput("It holds something else than answers.")
    inner = next((found[name] for name in _LISTS if isinstance(found.get(name), list | dict)), None)
    if inner is not None:
        return _objects(inner, found)
    when = {"time": around["time"]} if around and "time" in around else {}
    return [{**when, **found}]


def _all(rows: Iterable[Mapping[Any, Any]], mark: str) -> tuple[Reply, ...]:
    found = tuple(_reply(row, f"{mark}:{at}") for at, row in enumerate(rows))
    if not found or len(found) > MOST:
        raise WrongInput(f"It holds {len(found)} answers; there may be 1 to {MOST}.")
    return found


def _reply(row: Mapping[Any, Any], mark: str) -> Reply:
    values = {normal(str(name)): _text(value) for name, value in row.items() if name}
    said = {field: next(_given(values, names), "") for field, names in _NAMES.items()}
    return Reply(
        id=derived_id("reply", mark),
        said=said["said"],
        status=status_of(said["said"]),
        key=said["key"],
        reference=said["reference"],
        number=said["number"],
        reason=said["reason"],
        action=action_of(said["action"]),
        decided=moment(said["decided"]),
    )


def _given(values: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
    return (values[name] for name in names if values.get(name))


def _text(value: object) -> str:
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return single_line(str(value)) if plain else ""
