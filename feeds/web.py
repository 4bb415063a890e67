"""Requests to a destination over HTTP: verified, bounded in time and size, never redirected."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple, NoReturn

import httpx

from feeds.facts import single_line
from feeds.trust import certificates, is_loopback
from model.clock import Clock
from model.deliveries import Destination
from model.errors import (
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    SettingsInvalid,
)

_TIMEOUT: Final = httpx.Timeout(20.0, connect=10.0)
_DEADLINE: Final = 30.0
_LARGEST: Final = 5_000_000
_LATER: Final = frozenset({408, 425, 429})
_SIGN_IN: Final = frozenset({401, 403})
_UNAUTHORIZED: Final = 401
_GONE: Final = 410
_LONGEST_WAIT: Final = timedelta(days=1)


class Answer(NamedTuple):
    """What came back from a request that was taken."""

    status: int
    content: bytes


def _as_text(content: bytes) -> str:
    return content[:1000].decode("utf-8", "replace")


def exchange(
    destination: Destination,
    request: httpx.Request,
    *,
    clock: Clock,
    words: Callable[[bytes], str] = _as_text,
) -> Answer:
    """The answer to a request that was taken (2xx).

    `words` finds in the body of another answer what the receiver says to a person.

    Raises:
        DestinationUnreachable: no answer, 408, 425, 429 or 5xx; it may pass by itself.
        CredentialRefused: 401; what it holds has ended or is wrong.
        DestinationRefused: any other status. A redirect is one of them: what is signed for one
            address goes to no other.
        SettingsInvalid: the address is not https, and not this machine.
    """
    host = request.url.host
    if request.url.scheme != "https" and not (request.url.scheme == "http" and is_loopback(host)):
        raise SettingsInvalid(f"{destination.name}: {host or 'the address'} needs https.")
    where = f"{destination.name} ({host})"
    with _complaints(where), _client(destination) as client, _sent(client, request) as response:
        content = _read(where, response, clock)
    if not response.is_success:
        _refused(where, response, words(content), clock)
    return Answer(response.status_code, content)


def address(destination: Destination, setting: str) -> httpx.URL:
    """The address that a setting holds."""
    try:
        return httpx.URL(destination.settings[setting])
    except KeyError:
        raise SettingsInvalid(f"{destination.name} has no address; set its {setting}.") from None
    except httpx.InvalidURL as error:
        raise SettingsInvalid(f"{destination.name}: its {setting} is no address.") from error


def _client(destination: Destination) -> httpx.Client:
    verify = certificates(destination.settings.get("ca_file"))
    return httpx.Client(verify=verify, timeout=_TIMEOUT, follow_redirects=False, trust_env=False)


@contextmanager
def _sent(client: httpx.Client, request: httpx.Request) -> Iterator[httpx.Response]:
    response = client.send(request, stream=True)
    try:
        yield response
    finally:
        response.close()


def _read(where: str, response: httpx.Response, clock: Clock) -> bytes:
    """The body, within a size and a time that no slow or endless answer exceeds."""
    begun, content = clock.monotonic(), bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > _LARGEST or clock.monotonic() - begun > _DEADLINE:
            raise DestinationUnreachable(f"{where} answers without end.")
    return bytes(content)


def _refused(where: str, response: httpx.Response, words: str, clock: Clock) -> NoReturn:
    status = response.status_code
    excerpt = single_line(words)
    said = f"{where} answered {status}{': ' if excerpt else ''}{excerpt}"
    if status in _LATER or response.is_server_error:
        raise DestinationUnreachable(said, retry_after=_retry_after(response, clock))
    if status in _SIGN_IN:
        said = (
            f"{where} answered {status}: it does not take the credential; correct it in the vault."
        )
    if status == _UNAUTHORIZED:
        raise CredentialRefused(said)
    if response.is_redirect:
        said = f"{where} redirects ({status}); set the address that it redirects to."
    if status == _GONE:
        said = f"{where} is gone for good ({status}); set a new address."
    raise DestinationRefused(said)


def _retry_after(response: httpx.Response, clock: Clock) -> timedelta | None:
    """How long to wait by the header Retry-After (RFC 9110, 10.2.3): seconds or a date."""
    value = response.headers.get("retry-after", "")
    try:
        wait = timedelta(seconds=int(value)) if value.isdecimal() else _until(value, clock)
    except (ValueError, OverflowError):
        return None
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _until(value: str, clock: Clock) -> timedelta:
    moment = parsedate_to_datetime(value)
    return moment.replace(tzinfo=moment.tzinfo or UTC) - clock.now()


@contextmanager
def _complaints(where: str) -> Iterator[None]:
    try:
        yield
    except httpx.HTTPError as error:
        if _untrusted(error):
            why = f"{where} shows a certificate that can't be trusted."
            raise DestinationRefused(why) from error
        raise DestinationUnreachable(f"{where} does not answer.") from error


def _untrusted(error: BaseException | None) -> bool:
    """Whether a certificate that does not verify is at the bottom of it."""
    while error:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
