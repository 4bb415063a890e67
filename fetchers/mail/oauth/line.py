"""The line to a provider: to its own hosts only, over TLS, with time-outs, in plain sentences."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter

from fetchers.mail.oauth.client import Client
from model.errors import ConsentEnded, MailboxUnreachable

_SECONDS: Final = 30
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069]+")
_WORDS_LENGTH: Final = 300
_PASSES: Final = frozenset({"temporarily_unavailable", "server_error", "slow_down"})  # RFC 6749
_TRACE: Final = re.compile(r"\s*(Trace ID|Correlation ID|Timestamp):.*$", re.DOTALL)


def session(client: Client, origins: Iterable[str]) -> Any:
    """A requests session that knows no way to any other origin, redirects included."""
    line = requests.Session()
    line.adapters.clear()
    for origin in origins:
        line.mount(f"{origin}/", HTTPAdapter())
    chosen: dict[str, Any] = {"timeout": _SECONDS}
    if client.ca_file:
        chosen["verify"] = str(client.ca_file)
    setattr(line, "request", functools.partial(line.request, **chosen))  # noqa: B010 - the libraries set neither
    return line


@contextmanager
def said_plainly(client: Client) -> Iterator[None]:
    """Errors of the line, told as ours; they pass by themselves."""
    try:
        yield
    except (requests.RequestException, OSError) as error:
        raise MailboxUnreachable(
            f"The sign-in at {client.authority} does not answer ({type(error).__name__})."
        ) from None
    except ValueError:
        raise _unreadable(client) from None


def refusal(client: Client, answer: dict[str, Any]) -> ConsentEnded | MailboxUnreachable:
    """What a provider's error answer (RFC 6749, 5.2) means: for a person, or for now only."""
    error = str(answer.get("error") or "")
    if not error:
        return _unreadable(client)
    words = clean_words(str(answer.get("error_description") or error), client)
    if error in _PASSES:
        return MailboxUnreachable(f"The sign-in at {client.authority} puts it off: {words}.")
    return ConsentEnded(f"{client.authority} refuses a new access token: {words}.")


def _unreadable(client: Client) -> MailboxUnreachable:
    return MailboxUnreachable(
        f"The sign-in at {client.authority} answers with something that can't be read; if that"
        " lasts, check the tenant and the client id."
    )


def clean_words(words: str, client: Client) -> str:
    """A provider's words in one short line without controls, trace numbers or our secret."""
    secret = client.secret.reveal()
    hidden = words.replace(secret, "***") if secret else words
    line = _CONTROLS.sub(" ", _TRACE.sub("", hidden)).strip().rstrip(".")
    return line[:_WORDS_LENGTH]
