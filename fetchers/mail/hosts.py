"""Host names: whose they are, and which only look like another's."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from fetchers.mail.lexicon import table

_TABLE: Final = table("hosts")
_SECOND_LEVELS: Final = frozenset(_TABLE["second_levels"])
_SHARED: Final = tuple(_TABLE["shared"])
_COUNTRY_SECOND: Final = re.compile(rf"\.({'|'.join(_SECOND_LEVELS)})\.[a-z]{{2}}$")
_REDIRECTS: Final = frozenset(_TABLE["redirect_parameters"])
_LOOKALIKES: Final = str.maketrans(
    {alike: letter for letter, row in _TABLE["lookalikes"].items() for alike in row}
)
_LONGEST_QUERY: Final = 4000
FREE_MAIL: Final = frozenset(_TABLE["free_mail"])
"""Domains where anybody gets an address."""

TRACKERS: Final = frozenset(_TABLE["trackers"])
"""Services that count clicks: their links say nothing of where they lead."""


def parts(url: str) -> SplitResult | None:
    """A web address taken apart, None where it is none."""
    try:
        split = urlsplit(url.strip())
        _ = split.port  # a malformed port raises only here
    except ValueError:
        return None
    return split if split.scheme.lower() in {"http", "https"} and split.hostname else None


def host_of(url: str) -> str:
    """The host of a web address, in lower case; "" where it is none."""
    split = parts(url)
    return (split.hostname or "").rstrip(".").lower() if split else ""


def host_of_address(address: str) -> str:
    """What follows the @ of a mail address, in lower case."""
    return address.rpartition("@")[2].strip().rstrip(".").lower() if "@" in address else ""


def is_ip(host: str) -> bool:
    """Whether a host is a number instead of a name, in whatever way it is written."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return bool(re.fullmatch(r"(0x[0-9a-f]+|\d+)(\.(0x[0-9a-f]+|\d+)){0,3}", host))
    return True


def within(host: str, domain: str) -> bool:
    """Whether a host is a domain or lies below it."""
    return bool(domain) and (host == domain or host.endswith("." + domain))


def registrable(host: str) -> str:
    """The part of a host that one owner registered: "b.co.uk" of "a.b.co.uk".

    Hosts of services that rent out names below their own stay whole, and so does an IP address.
    """
    if is_ip(host) or any(within(host, shared) for shared in _SHARED):
        return host
    labels = host.split(".")
    return ".".join(labels[-3:] if _COUNTRY_SECOND.search(host) else labels[-2:])


def unicode_host(host: str) -> str:
    """A host as a reader sees it: punycode labels decoded."""
    return ".".join(_label(label) for label in host.split("."))


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label


def skeleton(text: str) -> str:
    """Text with look-alike letters made one, after UTS 39: "rnicr0soft" is as "microsoft"."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LOOKALIKES)
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c)
    )
    return plain.replace("rn", "m").replace("vv", "w").replace("cl", "d")


def distance(a: str, b: str) -> int:
    """Edits between two short texts: insert, delete, replace, swap neighbours (Damerau)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def redirect_target(url: str) -> str:
    """The host that a web address hands its visitor on to by a parameter; "" where it does not."""
    split = parts(url)
    if split is None:
        return ""
    for name, value in parse_qsl(split.query[:_LONGEST_QUERY]):
        if name.lower() in _REDIRECTS and (target := host_of(_absolute(value))):
            return target
    return ""


def _absolute(value: str) -> str:
    return "https:" + value if value.startswith("//") else value
