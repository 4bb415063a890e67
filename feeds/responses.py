"""What the receiver has decided about the deliveries that it took."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import httpx

from feeds.facts import single_line
from feeds.registry import way
from feeds.web import address, exchange
from model.clock import Clock, SystemClock
from model.deliveries import Destination, Response, ResponseStatus
from model.errors import DestinationRefused
from model.ports import Lease

_BATCH: Final = 50
_CODES: Final = {status.value: status for status in ResponseStatus}
_LOG: Final = logging.getLogger(__name__)
_CLOCK: Final = SystemClock()


def responses(
    destination: Destination,
    asked: Mapping[str, str],
    lease: Lease | None,
    *,
    clock: Clock = _CLOCK,
) -> tuple[Response, ...]:
    """The decisions on these deliveries, in the order asked.

    `asked` holds by each delivery's key the reference that it was acknowledged with.

    Asks the way that its kind answers, else `status_url?ids=key,key` with the lease's token. What
    the receiver does not know is left out, and so, with a note in the log, is a code that is none
    of Peppol's Invoice Response.

    Raises:
        DestinationUnreachable: try again later.
        DestinationRefused: a person must act; the message says what to do.
    """
    own = way(destination).responses
    if own is not None:
        return own(destination, asked, lease, clock=clock)
    keys = tuple(asked)
    found: list[Response] = []
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        found += _read(destination, batch, _ask(destination, batch, lease, clock))
    return tuple(found)


def _ask(destination: Destination, keys: Sequence[str], lease: Lease | None, clock: Clock) -> bytes:
    url = address(destination, "status_url").copy_merge_params({"ids": ",".join(keys)})
    headers = {"accept": "application/json"}
    if lease:
        headers["authorization"] = f"Bearer {lease.password.reveal()}"
    request = httpx.Request("GET", url, headers=headers)
    return exchange(destination, request, clock=clock).content


def _read(destination: Destination, keys: Sequence[str], content: bytes) -> Iterator[Response]:
    try:
        answers = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _unreadable(destination) from error
    if not isinstance(answers, dict):
        raise _unreadable(destination)
    for key in keys:
        if isinstance(answer := answers.get(key), dict):
            yield from _response(destination, key, answer)


def _response(destination: Destination, key: str, answer: Mapping[str, Any]) -> Iterator[Response]:
    code, reason = str(answer.get("status", "")), str(answer.get("reason") or "")
    if status := _CODES.get(code):
        yield Response(key, status, single_line(reason))
    else:
        said = single_line(code, limit=20)
        _LOG.warning("%s answered the unknown code %r; it was ignored.", destination.name, said)


def _unreadable(destination: Destination) -> DestinationRefused:
    return DestinationRefused(f"{destination.name} answered with no status; check its status_url.")
