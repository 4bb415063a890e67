"""Who sent a mail, as our own mail server says (RFC 8601).

Only the topmost Authentication-Results of a server that we named as ours counts, and none below the
point where a foreign server handed the mail over: everything there was written by the sender. A
mail with a doubled header that a signature covers only once, or a signature over only the beginning
of the body (`l=`), counts as unsigned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from fetchers.mail.headers import Headers
from fetchers.mail.hosts import host_of_address, registrable, within
from model.mail import Alert, Authenticity

ONCE: Final = (
    "from",
    "subject",
    "date",
    "message-id",
    "to",
    "reply-to",
    "content-type",
    "sender",
)
"""Headers that a mail has at most once (RFC 5322, 3.6)."""

MICROSOFT_365: Final = "protection.outlook.com"
"""Names Microsoft 365 as ours: its results carry no authserv-id."""

_COMMENT: Final = re.compile(r"\((?:[^()\\]|\\.)*\)")
_RESULT: Final = re.compile(r"^\s*([A-Za-z][\w.-]*)(?:/\d+)?\s*=\s*([A-Za-z]+)")
_PROPERTY: Final = re.compile(r"(?<![\w.])([A-Za-z][\w-]*\.[\w-]+)\s*=\s*(\"[^\"]*\"|[^\s;]+)")
_SERVER: Final = re.compile(r"^\s*\"?([^\s;=\"]+)\"?(?:\s+\d+)?\s*$")
_RECEIVED_BY: Final = re.compile(r"(?:^|\s)by\s+([\w.:-]+)", re.IGNORECASE)
_LENGTH_TAG: Final = re.compile(r"(?:^|;)\s*l\s*=\s*\d", re.IGNORECASE)
_TAG: Final = "(?:^|;)\\s*{}\\s*=\\s*([^;\\s]+)"
_DEEPEST_COMMENT: Final = 5


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
                if key == name:
                    return _host(value)
        return ""


@dataclass(frozen=True, slots=True)
class Results:
    """One Authentication-Results header; `server` is "" where it names none (Microsoft 365)."""

    server: str
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How far the sender is who the mail says, with the alerts and their sentences."""

    authenticity: Authenticity
    reason: str
    alerts: tuple[tuple[Alert, str], ...] = ()


def judge(headers: Headers, trusted: frozenset[str]) -> Judgement:
    """Whether the domain in From sent this mail, as far as servers in `trusted` say so.

    `trusted` holds authserv-ids of our own mail servers; MICROSOFT_365 among them accepts results
    without one. With none it is always UNKNOWN.
    """
    doubled = tuple(name for name in ONCE if len(headers.all(name)) > 1)
    domain = headers.address("from").domain
    results = _trusted_results(headers, trusted)
    verdict, reason = _verdict(results, domain)
    if verdict is Authenticity.PASS and (doubled or _partly_signed(headers, domain)):
        verdict, reason = Authenticity.UNKNOWN, "the signature does not cover all of the mail"
    alerts = []
    if doubled:
        alerts.append((Alert.HEADERS_DOUBLED, f"The mail has {doubled[0]!r} more than once."))
    if verdict is Authenticity.FAIL:
        alerts.append((Alert.AUTHENTICATION_FAILED, f"Our mail server says: {reason}."))
    return Judgement(verdict, reason, tuple(alerts))


def parse_results(value: str) -> Results:
    """The results in a header's text, of whatever dialect; what can't be read is left out."""
    bare = value
    for _ in range(_DEEPEST_COMMENT):  # comments nest; the innermost go first
        bare = _COMMENT.sub(" ", bare)
    first, *rest = bare.split(";")
    server = _SERVER.match(first)
    pieces = rest if server else [first, *rest]
    results = tuple(_result(piece) for piece in pieces if _RESULT.match(piece))
    return Results(server[1].lower() if server else "", results)


def _result(piece: str) -> Result:
    match = _RESULT.match(piece)
    method, verdict = match.groups() if match else ("", "")
    properties = tuple(
        (key.lower(), value.strip('"').lower()) for key, value in _PROPERTY.findall(piece)
    )
    return Result(method.lower(), verdict.lower(), properties)


def _trusted_results(headers: Headers, trusted: frozenset[str]) -> tuple[Result, ...]:
    """The results of the topmost block that a server of ours wrote."""
    found: list[Result] = []
    server: str | None = None
    for results in _above_foreign_hop(headers, trusted):
        if results is None:
            if server is not None:
                break
            continue
        if server is None and (results.server or MICROSOFT_365) in trusted:
            server = results.server
        if server == results.server:
            found.extend(results.results)
        elif server is not None:
            break
    return tuple(found)


def _above_foreign_hop(headers: Headers, trusted: frozenset[str]) -> Iterator[Results | None]:
    """Results from the top down to the first foreign hop; None for each hop of ours between."""
    for name, value in headers.fields:
        if name == "received":
            if not _is_ours(value, trusted):
                return
            yield None
        if name == "authentication-results":
            yield parse_results(value)


def _is_ours(received: str, trusted: frozenset[str]) -> bool:
    """Whether a Received line was written by one of our servers, or names no host at all."""
    by = _RECEIVED_BY.search(received)
    host = by[1].lower().rstrip(".") if by else ""
    if "." not in host or ":" in host:
        return True
    return any(within(host, registrable(server)) for server in trusted)


def _verdict(results: tuple[Result, ...], domain: str) -> tuple[Authenticity, str]:
    if not results or not domain:
        return Authenticity.UNKNOWN, "no server of ours checked the sender"
    dmarc = _of(results, "dmarc")
    if any(result.verdict in {"fail", "permerror"} for result in dmarc) or _fails(results):
        return Authenticity.FAIL, f"{domain} did not send this mail (DMARC)"
    if any(r.verdict in _GOOD and _same(r.named("header.from"), domain) for r in dmarc):
        return Authenticity.PASS, f"{domain} sent this mail (DMARC)"
    for result in _of(results, "dkim"):
        if result.verdict == "pass" and _same(result.named("header.d", "header.i"), domain):
            return Authenticity.PASS, f"{domain} signed this mail (DKIM)"
    for result in _of(results, "spf"):
        if result.verdict == "pass" and _same(result.named("smtp.mailfrom"), domain):
            return Authenticity.PASS, f"{domain} allows the sending server (SPF)"
    return Authenticity.UNKNOWN, f"nothing proves that {domain} sent this mail"


_GOOD: Final = frozenset({"pass", "bestguesspass"})


def _fails(results: tuple[Result, ...]) -> bool:
    """Microsoft's own verdict, or a forbidden server with no signature to make up for it."""
    if any(result.verdict == "fail" for result in _of(results, "compauth")):
        return True
    signed = any(result.verdict == "pass" for result in _of(results, "dkim"))
    return not signed and any(result.verdict == "fail" for result in _of(results, "spf"))


def _of(results: tuple[Result, ...], method: str) -> tuple[Result, ...]:
    return tuple(result for result in results if result.method == method)


def _same(named: str, domain: str) -> bool:
    """Relaxed alignment (RFC 7489, 3.1): the same registrable domain."""
    return bool(named) and registrable(named) == registrable(domain)


def _host(value: str) -> str:
    return host_of_address(value) if "@" in value else value.rstrip(".")


def _partly_signed(headers: Headers, domain: str) -> bool:
    """Whether every signature of the sender's domain covers only the beginning of the body."""
    signatures = [
        signature
        for signature in headers.all("dkim-signature")
        if (match := re.search(_TAG.format("d"), signature, re.IGNORECASE))
        and _same(match[1].lower(), domain)
    ]
    return bool(signatures) and all(_LENGTH_TAG.search(signature) for signature in signatures)
