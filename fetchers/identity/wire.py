"""What is said to an identity provider: over TLS, without redirects, JSON of bounded size."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from model.errors import ProviderRefused, ProviderUnreachable

_LONGEST_WAIT: Final = 10.0  # seconds; a person waits at the door
_DEADLINE: Final = 20.0
_LARGEST: Final = 1 << 20
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_SERVER_ERROR: Final = 500
_TOO_MANY: Final = 429


class Wire:
    """The line to one provider. `loopback_http` permits plain http on this machine."""

    def __init__(self, *, ca_file: Path | None = None, loopback_http: bool = False) -> None:
        self._loopback_http = loopback_http
        self._context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)

    def prove_safe(self, address: object) -> str:
        """The address, where nobody on the way can read or change it. Raises ProviderRefused."""
        if isinstance(address, str):
            parts = urlsplit(address)
            inside = self._loopback_http and parts.hostname in _LOOPBACK
            if parts.hostname and (parts.scheme == "https" or (inside and parts.scheme == "http")):
                return address
        raise ProviderRefused("The identity provider names an address that is not https.")

    def get(self, address: str, *, bearer: str = "") -> dict[str, Any]:
        """What lies there. Raises ProviderUnreachable, ProviderRefused."""
        headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
        status, said = self._asked("GET", address, headers=headers)
        if status != httpx.codes.OK:
            raise ProviderRefused(f"The identity provider answers with status {status}.")
        return said

    def post(
        self, address: str, form: Mapping[str, str], basic: tuple[str, str] | None
    ) -> tuple[int, dict[str, Any]]:
        """Status and answer to a form. Raises ProviderUnreachable, ProviderRefused."""
        return self._asked("POST", address, data=dict(form), auth=basic)

    def _asked(self, method: str, address: str, **said: Any) -> tuple[int, dict[str, Any]]:
        self.prove_safe(address)
        said["headers"] = {"accept": "application/json", **said.get("headers", {})}
        try:
            with (
                httpx.Client(
                    verify=self._context, timeout=_LONGEST_WAIT, trust_env=False
                ) as client,
                client.stream(method, address, **said) as answer,
            ):
                body = _read(answer)
        except httpx.HTTPError as error:
            why = type(error).__name__  # its text may hold what was sent
            raise ProviderUnreachable(f"The identity provider does not answer ({why}).") from None
        if answer.status_code >= _SERVER_ERROR or answer.status_code == _TOO_MANY:
            raise ProviderUnreachable(
                f"The identity provider answers with status {answer.status_code}; try again later."
            )
        return answer.status_code, _object(body)


def _read(answer: httpx.Response) -> bytes:
    """The body, within a size and a time that no slow or endless answer exceeds."""
    begun, body = time.monotonic(), bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > _LARGEST or time.monotonic() - begun > _DEADLINE:
            raise ProviderUnreachable("The identity provider answers without end.")
    return bytes(body)


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise ProviderRefused("The identity provider's answer is no JSON object.")
    return said
