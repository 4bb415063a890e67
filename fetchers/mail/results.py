"""Authentication-Results (RFC 8601), in the dialects of the servers that write them.

Microsoft 365 names no server; Google and Proton write remarks with semicolons in them; rspamd and
OpenDKIM quote values; Exchange on its own writes Received-SPF (RFC 7208, 9.1) alone. A sender has a
hand in these lines, since its address stands in them: quotes and remarks are read as such, and a
line whose quotes or remarks do not close proves nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from fetchers.mail.hosts import ascii_host, host_of_address

_RESULT: Final = re.compile(r"^\s*([A-Za-z][\w.-]*)(?:\s*/\s*\d+)?\s*=\s*([A-Za-z]+)(?![\w.-])")
_PROPERTY: Final = re.compile(r"(?<![\w.-])([A-Za-z][\w-]*\.[\w-]+)\s*=\s*([^\s;]+)")
_SERVER: Final = re.compile(r"^\s*([^\s;=]+)(?:\s+\d+)?\s*$")
_MEANING: Final = frozenset(' \t;="\\()')
_SPF: Final = re.compile(r"^\s*([A-Za-z]+)")
_SPF_PAIR: Final = re.compile(r"(?<![\w-])([a-z-]+)\s*=\s*\"?<?([^\s;\">]+)", re.IGNORECASE)
_SPF_DOMAIN: Final = re.compile(r"\bdomain of (?:transitioning )?([^\s()\"]+)", re.IGNORECASE)
_SPF_SERVER: Final = re.compile(r"^\s*[A-Za-z]+\s*\(\s*([\w.-]+)\s*:")


@dataclass(frozen=True, slots=True)
class Result:
    """What one method (spf, dkim, dmarc …) found, and about which names."""

    method: str
    verdict: str
    properties: tuple[tuple[str, str], ...] = field(default=())

    def named(self, *names: str) -> str:
        """The first of these properties' host, in lower case; "" without one."""
        for name in names:
            for key, value in self.properties:
                if key == name and value:
                    return _host(value)
        return ""


@dataclass(frozen=True, slots=True)
class Results:
    """One header's results; `server` is "" where it names none (Microsoft 365)."""

    server: str
    results: tuple[Result, ...]


def parse_results(value: str) -> Results:
    """The results in a header's text; what can't be read is left out.

    Where quotes or remarks don't close, somebody has broken out of them: nothing in it counts.
    """
    bare = _without_remarks(value)
    if bare is None:
        return Results(_server(value.partition(";")[0]), ())
    first, *rest = bare.split(";")
    server = _server(first)
    pieces = rest if server else [first, *rest]
    results = tuple(_result(piece) for piece in pieces if _RESULT.match(piece))
    return Results(server, results)


def parse_received_spf(value: str) -> Results:
    """The one result in a Received-SPF header; its server is the receiver that it names."""
    verdict = _SPF.match(value)
    pairs = {key.lower(): found for key, found in _SPF_PAIR.findall(value.rpartition(")")[2])}
    by = _SPF_SERVER.match(value)
    server = pairs.get("receiver") or (by[1] if by else "")
    domain = _SPF_DOMAIN.search(value)
    sender = pairs.get("envelope-from") or (domain[1] if domain else "")
    if verdict is None or not server:
        return Results("", ())
    properties = (("smtp.mailfrom", sender.lower()),)
    return Results(server.lower(), (Result("spf", verdict[1].lower(), properties),))


def _server(piece: str) -> str:
    match = _SERVER.match(piece)
    return match[1].lower().strip('".') if match else ""


def _without_remarks(value: str) -> str | None:
    """The text without its remarks, and with nothing in its quotes that means something outside.

    None where quotes or remarks don't close.
    """
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for letter in value:
        plain = not escaped
        escaped = plain and letter == "\\" and bool(depth or quoted)
        if plain and letter == '"' and not depth:
            quoted = not quoted
        elif plain and letter in "()" and not quoted:
            depth += 1 if letter == "(" else -1
            kept.append(" ")
        elif not depth:
            kept.append("_" if quoted and letter in _MEANING else letter)
        if depth < 0:
            return None
    return None if depth or quoted else "".join(kept)


def _result(piece: str) -> Result:
    match = _RESULT.match(piece)
    method, verdict = match.groups() if match else ("", "")
    properties = _PROPERTY.findall(piece[match.end() :]) if match else ()
    named = tuple((key.lower(), value.lower()) for key, value in properties)
    return Result(method.lower(), verdict.lower(), named)


def _host(value: str) -> str:
    host = host_of_address(value) if "@" in value else value.strip('"').rstrip(".")
    return ascii_host(host.strip('"<>'))
