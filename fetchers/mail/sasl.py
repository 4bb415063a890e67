"""Signing in by access token: XOAUTH2 (Google, Microsoft) and OAUTHBEARER (RFC 7628)."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any, Final

from imapclient.exceptions import LoginError

from model.secret import Secret

_BEARER: Final = "OAUTHBEARER"
_XOAUTH2: Final = "XOAUTH2"


def sign_in(client: Any, username: str, token: Secret) -> None:
    """Sign an IMAPClient in with an access token, by the way that the server offers.

    Raises LoginError with what the server says, where it refuses the token or takes none.
    """
    mechanism = next((m for m in (_XOAUTH2, _BEARER) if _offers(client, f"AUTH={m}")), None)
    if mechanism is None:
        raise LoginError("it offers no sign-in by access token (XOAUTH2, OAUTHBEARER)")
    talk = _Talk(mechanism, _first_words(mechanism, username, token.reveal()))
    imap = client._imap  # noqa: SLF001 - imapclient's own way answers an error with the token again
    imap.literal = talk.answer
    try:
        if _offers(client, "SASL-IR"):
            words = talk.answer(b"")
            result, said = imap._simple_command("AUTHENTICATE", mechanism, words.decode())  # noqa: SLF001 - as above
        else:
            result, said = imap._simple_command("AUTHENTICATE", mechanism)  # noqa: SLF001 - as above
    except client.AbortError:
        raise
    except client.Error as broken:
        raise LoginError(str(broken)) from None
    finally:
        imap.literal = None
    if result != "OK":
        raise LoginError(" ".join(filter(None, (_text(said), talk.refusal))))
    imap.state = "AUTH"


class _Talk:
    """The client's half: the first words once, then an empty answer to the server's error.

    The server sends its error as JSON in a challenge and waits for an answer before it says NO
    (RFC 7628, 3.2.3); an answer that it does not expect ends some servers' connections.
    """

    def __init__(self, mechanism: str, first: str) -> None:
        self._first: str | None = first
        self._last = b"AQ==" if mechanism == _BEARER else b""  # ^A, or nothing
        self.refusal = ""

    def answer(self, challenge: bytes) -> bytes:
        """The next line, in base64."""
        if self._first is not None:
            words, self._first = self._first, None
            return base64.b64encode(words.encode())
        self.refusal = _reason(challenge)
        return self._last


def _offers(client: Any, capability: str) -> bool:
    return bool(client.has_capability(capability))


def _first_words(mechanism: str, username: str, token: str) -> str:
    if mechanism == _XOAUTH2:
        return f"user={username}\1auth=Bearer {token}\1\1"
    name = username.replace("=", "=3D").replace(",", "=2C")  # RFC 5801, 4
    return f"n,a={name},\1auth=Bearer {token}\1\1"


def _reason(challenge: bytes) -> str:
    """The server's error: its status (RFC 7628, 3.2.2), "" where it can't be read."""
    try:
        said = json.loads(base64.b64decode(challenge, validate=True))
        return f"(status {said['status']})"
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError):
        return ""


def _text(said: list[Any]) -> str:
    last = said[-1] if said else b""
    return last.decode("utf-8", "replace") if isinstance(last, bytes) else str(last)
