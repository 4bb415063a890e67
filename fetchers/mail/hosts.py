"""Host names: whose they are, and which only look like another's."""

from __future__ import annotations

import ipaddress
import re
from functools import cache, lru_cache
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from publicsuffixlist import PublicSuffixList

from fetchers.mail.lexicon import table

_TABLE: Final = table("hosts")
_SHARED: Final = tuple(_TABLE["shared"])
_REDIRECTS: Final = frozenset(_TABLE["redirect_parameters"])
_REWRITERS: Final[dict[str, str]] = _TABLE["rewriters"]
_EXAMPLES: Final = frozenset({"example", "test", "invalid", "localhost"})
_FILES: Final = frozenset({"zip", "mov"})  # endings of hosts, but far more often of files
_LONGEST_QUERY: Final = 4000
_DEFENSE_V3: Final = re.compile(r"/v3/__(https?:/+.+?)__;", re.IGNORECASE)
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
    return ascii_host(split.hostname or "") if split else ""


def host_of_address(address: str) -> str:
    """What follows the @ of a mail address, in lower case."""
    return ascii_host(address.rpartition("@")[2]) if "@" in address else ""


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


@lru_cache(8192)
def registrable(host: str) -> str:
    """The part of a host that one owner registered: "b.co.uk" of "a.b.co.uk".

    By the public suffix list with its private part, so that those who rent a name below another's
    are owners of their own. Hosts of services that the list leaves out stay whole, and so does an
    IP address.
    """
    host = ascii_host(host)
    if is_ip(host) or any(within(host, shared) for shared in _SHARED):
        return host
    return _suffixes().privatesuffix(host) or host


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def is_real(host: str) -> bool:
    """Whether a name ends as hosts do; "Invoice.pdf" does not. Example names (RFC 2606) do."""
    ending = ascii_host(host).rpartition(".")[2]
    known = _known_suffixes().publicsuffix(ending) is not None
    return ending in _EXAMPLES or (known and ending not in _FILES)


@cache
def _known_suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def ascii_host(host: str) -> str:
    """A host as name servers know it: lower case, other letters in punycode (RFC 5891)."""
    plain = host.strip().rstrip(".").lower()
    if plain.isascii():
        return plain
    try:
        return plain.encode("idna").decode("ascii")
    except UnicodeError:
        return ".".join(map(_punycode, plain.split(".")))


def _punycode(label: str) -> str:
    if label.isascii():
        return label
    return "xn--" + label.encode("punycode", "replace").decode("ascii").lower()


def unwrapped(url: str) -> str:
    """The address behind what our own mail protection wrapped round it; any other as it is.

    Microsoft's Safe Links and Proofpoint's URL Defense rewrite every link of every mail.
    """
    split = parts(url)
    if split is None:
        return url
    host = (split.hostname or "").lower()
    for rewriter, parameter in _REWRITERS.items():
        if within(host, rewriter):
            return _inner(split, parameter) or url
    return url


def _inner(split: SplitResult, parameter: str) -> str:
    if match := _DEFENSE_V3.match(split.path):
        return re.sub(r"^(https?):/+", r"\1://", match[1])
    for name, value in parse_qsl(split.query[:_LONGEST_QUERY]):
        if parameter and name.lower() == parameter:
            return _proofpoint(value) if parameter == "u" else value
    return ""


def _proofpoint(value: str) -> str:
    """URL Defense, version 2: "-3A" for "%3A", "_" for "/"."""
    return unquote(value.replace("_", "/").replace("-", "%")) if "-3A" in value else value


def redirect_target(url: str) -> str:
    """The host that a web address hands its visitor on to by a parameter; "" where it does not."""
    split = parts(url)
    if split is None:
        return ""
    told = [*parse_qsl(split.query[:_LONGEST_QUERY]), *parse_qsl(split.fragment[:_LONGEST_QUERY])]
    for name, value in told:
        if name.lower() in _REDIRECTS and (target := host_of(_absolute(value))):
            return target
    return ""


def is_tracker(host: str) -> bool:
    """Whether a host only counts clicks and hands on."""
    return any(within(host, tracker) for tracker in TRACKERS) or bool(_COUNTING.match(host))


_COUNTING: Final = re.compile(
    r"(?:click|clicks|clk|ct|go|e|em|email|lnk|link|links|news|newsletter|nl|r|t|track|tracking"
    r"|trk|url\d+|u\d+)[\d-]*\."
)


def _absolute(value: str) -> str:
    return "https:" + value if value.startswith("//") else value
