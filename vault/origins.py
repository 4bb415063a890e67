"""Origins: scheme, host and port, the only places where a secret may be typed or sent."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import SplitResult, urlsplit

from model.errors import WrongInput

# imap and smtp are for servers that switch to TLS by STARTTLS; the mail room insists on it.
_DEFAULT_PORTS: Final = {"https": 443, "imaps": 993, "imap": 143, "smtps": 465, "smtp": 587}
_SHOWN: Final = 80


def origin_of(url: str) -> str:
    """The origin of an address as browsers write it: lower case, without a default port.

    "https://Portal.Example/login" is "https://portal.example". Plain http is for this machine only.

    Raises:
        WrongInput: the address has no origin that a secret may go to.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = _host(parts), parts.port
    except ValueError:
        raise _unusable(url) from None
    plain = parts.scheme == "http" and _is_loopback(host)
    if not host or "@" in parts.netloc or not (plain or parts.scheme in _DEFAULT_PORTS):
        raise _unusable(url)
    default = _DEFAULT_PORTS.get(parts.scheme, 80)
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, default) else "")


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").encode("idna").decode()
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host)}]"
    if not all(letter.isalnum() or letter in ".-_" for letter in host):
        raise ValueError(host)
    return host


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _unusable(url: str) -> WrongInput:
    shown = url if len(url) <= _SHOWN and url.isprintable() else "This"
    return WrongInput(
        f"{shown} is no origin for a secret; give one like https://portal.example (plain http is"
        " accepted for 127.0.0.1 only)."
    )
