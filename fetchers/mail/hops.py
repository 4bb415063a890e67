"""Which header fields our own servers wrote.

Every server puts its lines on top of what it was handed. So the fields that count begin at the top
and end with the Received line of the hop at which a foreign server handed the mail over: below it
everything is the sender's to write. Google, Amazon and Microsoft write their results directly below
that line, and never leave them out; `OwnField.below` marks what stands there.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fetchers.mail.headers import Headers
from fetchers.mail.hosts import registrable, within

_BY: Final = re.compile(r"(?:^|\s)by\s+([\w.:-]+)", re.IGNORECASE)
_FROM: Final = re.compile(
    r"^\s*from\s+(\S+)(?:\s+\(([^()]*(?:\([^()]*\)[^()]*)*)\))?", re.IGNORECASE
)
_IP: Final = re.compile(r"\[?(?:IPv6:)?([0-9a-f]*[.:][0-9a-f.:]+)\]?", re.IGNORECASE)
_NAME: Final = re.compile(r"^[\w-]+(?:\.[\w-]+)+\.?$")
# RFC 1918 and RFC 4193; `is_private` would count addresses of documentation too
_PRIVATE: Final = tuple(
    map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))
)


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field that a server of ours wrote; `below` the line of the last hop, a sender may have."""

    name: str
    value: str
    below: bool = False


def own_fields(headers: Headers, servers: frozenset[str]) -> Iterator[OwnField]:
    """The fields that a server of ours wrote, topmost first, with each Received line of ours."""
    handed_over = False
    for name, value in headers.fields:
        if name == "received":
            if handed_over or not _is_ours(_by(value), servers):
                return
            yield OwnField(name, value)
            handed_over = _from_outside(value, servers)
        else:
            yield OwnField(name, value, below=handed_over)


def last_server(headers: Headers) -> frozenset[str]:
    """The domain of the server that put the mail into the mailbox: whatever it is, it is ours."""
    hosts = (_by(value) for value in headers.all("received"))
    named = next((host for host in hosts if "." in host and ":" not in host), "")
    return frozenset({registrable(named)} if named and not _is_address(named) else ())


def _by(received: str) -> str:
    match = _BY.search(received)
    return match[1].lower().rstrip(".") if match else ""


def _is_ours(host: str, servers: frozenset[str]) -> bool:
    """Whether a host lies in a domain of our servers, or is a name that only a local hop has."""
    if "." not in host or ":" in host:
        return True
    return any(within(host, registrable(server)) for server in servers)


def _from_outside(received: str, servers: frozenset[str]) -> bool:
    """Whether this hop took the mail from a server that is not ours.

    The name that a client gives itself (HELO) proves nothing where the server saw another one.
    """
    match = _FROM.match(received)
    if match is None:
        return False
    told, seen = match[1].lower().strip("[]").rstrip("."), (match[2] or "").lower()
    address = _IP.search(seen) or _IP.fullmatch(told)
    if address and _is_local(address[1]):
        return False
    words = seen.replace("[", " [").split()
    names = [word.rstrip(".") for word in words if _NAME.match(word) and not _is_address(word)]
    if "unknown" in words or (seen.startswith("[") and not names):
        return True
    return not all(_is_ours(host, servers) for host in [*names, told])


def _is_local(text: str) -> bool:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return False
    own = (network for network in _PRIVATE if network.version == found.version)
    return found.is_loopback or found.is_link_local or any(found in network for network in own)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
