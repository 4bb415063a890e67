"""The line to Billhook: requests that are repeated where that can do no harm."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from billhook_client.errors import Changed, Refused, Unreachable
from model.secret import Secret

ROOT: Final = "/api/v1"
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_AGAIN: Final = frozenset({429, 502, 503, 504})
_FIRST_WAIT: Final = 0.5  # seconds
_LONGEST_WAIT: Final = 30.0
_CHANGED: Final = 412


class Line:
    """Requests with a token; an answer that does not come is asked for again, ever more slowly.

    Everything may be repeated: what is read changes nothing, and what is done carries a key.
    """

    def __init__(
        self,
        url: str,
        token: Secret,
        *,
        tries: int,
        transport: httpx.BaseTransport | None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = httpx.Client(
            base_url=_checked(url) + ROOT, transport=transport, timeout=30.0, trust_env=False
        )
        self._token = token
        self._tries = tries
        self._sleep = sleep

    def close(self) -> None:
        """Nothing comes back: the connections are closed."""
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: object = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """The answer to a body of JSON, or to bytes. Raises Refused, Changed, Unreachable."""
        request = self._client.build_request(
            method,
            path,
            params=query,
            json=body,
            content=content,
            headers={**(headers or {}), "authorization": f"Bearer {self._token.reveal()}"},
        )
        for tried in range(self._tries):
            answer = self._answer(request)
            if answer is not None and answer.status_code not in _AGAIN:
                return _accepted(answer)
            if tried + 1 < self._tries:
                self._sleep(_wait(tried, answer))
        if answer is None:
            raise Unreachable(f"{request.url.host} does not answer.")
        return _accepted(answer)

    def _answer(self, request: httpx.Request) -> httpx.Response | None:
        """The answer, None where none came."""
        try:
            return self._client.send(request)
        except httpx.TransportError:
            return None


def _checked(url: str) -> str:
    """The address. Raises ValueError where a token would travel in the open."""
    said = urlsplit(url)
    if said.scheme != "https" and not (said.scheme == "http" and said.hostname in _HERE):
        raise ValueError("A token is sent by https, or to this machine alone.")
    return url.rstrip("/")


def _accepted(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    said = _problem(answer)
    kind = Changed if answer.status_code == _CHANGED else Refused
    situation = str(said.get("type", "")).rpartition(":")[2]
    detail = str(said.get("detail", f"Billhook answered {answer.status_code}."))
    raise kind(answer.status_code, situation, detail, tuple(said.get("faults", ())))


def _problem(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _wait(tried: int, answer: httpx.Response | None) -> float:
    """Seconds until the next try: what was asked for, or twice as long each time."""
    asked = answer.headers.get("retry-after", "") if answer is not None else ""
    if asked.isdecimal():
        return min(float(asked), _LONGEST_WAIT)
    grown: float = _FIRST_WAIT * 2**tried
    return min(grown, _LONGEST_WAIT) * (1 + random.random() / 4)  # noqa: S311 - no secret hangs on it
