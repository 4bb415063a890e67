"""Who sent a mail, as our own mail server says (RFC 8601).

Only the topmost results of a server that we named as ours count, among the fields that our servers
wrote (`fetchers.mail.hops`). A mail with a doubled header that a signature covers only once, or
with a signature that does not cover all that is read, counts as unsigned. A mail that was passed
on (a forwarding, a list) fails its checks; the seal of a server that we trust then says what it saw
(ARC, RFC 8617).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fetchers.mail.headers import Headers
from fetchers.mail.hops import last_server, own_fields
from fetchers.mail.hosts import ascii_host, registrable, within
from fetchers.mail.results import Result, Results, parse_received_spf, parse_results
from fetchers.mail.signatures import signatures_of, unsigned_bytes
from model.mail import Alert, Authenticity

ONCE: Final = (
    "from",
    "subject",
    "date",
    "message-id",
    "to",
    "cc",
    "reply-to",
    "content-type",
    "content-transfer-encoding",
    "mime-version",
    "sender",
)
"""Headers that a mail has at most once (RFC 5322, 3.6; RFC 2045)."""

MICROSOFT_365: Final = "protection.outlook.com"
"""Names Microsoft 365 as ours: its results carry no authserv-id."""

_WRITE_BELOW: Final = frozenset({"google.com", "amazonses.com", MICROSOFT_365})
"""Servers that write their results below their Received line, and never leave them out."""

_GOOD: Final = frozenset({"pass", "bestguesspass"})
_BAD: Final = frozenset({"fail", "permerror"})
_INSTANCE: Final = re.compile(r"(?:^|;)\s*i\s*=\s*(\d{1,2})\s*(?:;|$)")
_SEALER: Final = re.compile(r"(?:^|;)\s*d\s*=\s*([^;\s]+)", re.IGNORECASE)

Finding = tuple[Authenticity, str]
"""A verdict with its sentence."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How far the sender is who the mail says, with the alerts and their sentences."""

    authenticity: Authenticity
    reason: str
    alerts: tuple[tuple[Alert, str], ...] = ()


def judge(
    headers: Headers,
    trusted: frozenset[str],
    *,
    sealers: frozenset[str] = frozenset(),
    body: bytes = b"",
) -> Judgement:
    """Whether the domain in From sent this mail, as far as servers in `trusted` say so.

    `trusted` holds authserv-ids of our own mail servers, or domains that these lie in;
    MICROSOFT_365 among them accepts results without one. With none, the server that put the mail
    into the mailbox is ours, as its topmost Received line says. `sealers` are domains whose ARC
    seal we believe. `body` is the mail's body as it came.
    """
    domain = ascii_host(headers.address("from").domain)
    results = _trusted_results(headers, trusted or last_server(headers))
    verdict, reason = _verdict(results, domain)
    if verdict is not Authenticity.PASS and (sealed := _sealed(headers, results, sealers)):
        verdict, reason = _passed_on(sealed, domain, (verdict, reason))
    alerts = [*_doubled(headers), *_appended(headers, domain, body)]
    if verdict is Authenticity.PASS and (alerts or _partly_signed(headers, domain, results)):
        verdict, reason = Authenticity.UNKNOWN, "the signature does not cover all of the mail"
    if verdict is Authenticity.FAIL:
        alerts.append((Alert.AUTHENTICATION_FAILED, f"Our mail server says: {reason}."))
    return Judgement(verdict, reason, tuple(alerts))


# -- whose results count -----------------------------------------------------------------------


def _trusted_results(headers: Headers, trusted: frozenset[str]) -> tuple[Result, ...]:
    """The results of the topmost block that a server of ours wrote."""
    found: list[Result] = []
    server: str | None = None
    for results in _own_results(headers, trusted):
        if results is None:
            if server is not None:
                break
            continue
        if server is None and _is_trusted(results.server, trusted):
            server = results.server
        if server == results.server:
            found.extend(results.results)
        elif server is not None:
            break
    return tuple(found)


def _own_results(headers: Headers, trusted: frozenset[str]) -> Iterator[Results | None]:
    """Results from the top down, as far as our servers wrote; None for each hop between."""
    spf: list[Results] = []
    for own in own_fields(headers, trusted):
        if own.name == "received":
            yield None
        elif own.name == "authentication-results":
            results = parse_results(own.value)
            if not own.below or _is_trusted(results.server, _WRITE_BELOW):
                yield results
        elif own.name == "received-spf" and not own.below:
            spf.append(parse_received_spf(own.value))
    yield from spf  # only where no server wrote more


def _is_trusted(server: str, trusted: frozenset[str]) -> bool:
    """Whether a server is one of ours; large providers number theirs below one domain."""
    return any(within(server or MICROSOFT_365, own) for own in trusted)


# -- what they say -----------------------------------------------------------------------------


def _verdict(results: tuple[Result, ...], domain: str) -> Finding:
    if not results or not domain:
        return Authenticity.UNKNOWN, "no server of ours checked the sender"
    if _fails(results):
        return Authenticity.FAIL, f"{domain} did not send this mail (DMARC)"
    dmarc = _of(results, "dmarc")
    if any(result.verdict in _GOOD for result in dmarc):
        return _by_dmarc(dmarc, domain)
    if _signed(results, domain):
        return Authenticity.PASS, f"{domain} signed this mail (DKIM)"
    if _sent(results, domain):
        return Authenticity.PASS, f"{domain} allows the sending server (SPF)"
    return Authenticity.UNKNOWN, f"nothing proves that {domain} sent this mail"


def _by_dmarc(dmarc: tuple[Result, ...], domain: str) -> Finding:
    """PASS where all DMARC results pass for the sender's domain: one result among others is odd."""
    if all(one.verdict in _GOOD and _same(_dmarc_domain(one), domain) for one in dmarc):
        return Authenticity.PASS, f"{domain} sent this mail (DMARC)"
    return Authenticity.UNKNOWN, f"our mail server checked another sender than {domain}"


def _dmarc_domain(result: Result) -> str:
    return result.named("header.from", "policy.from", "header.d")


def _signed(results: tuple[Result, ...], domain: str) -> bool:
    return any(
        result.verdict == "pass" and _same(result.named("header.d", "header.i"), domain)
        for result in _of(results, "dkim")
    )


def _sent(results: tuple[Result, ...], domain: str) -> bool:
    """Whether every answer to "may this server send for it" is yes, for the sender's own domain."""
    answers = _of(results, "spf")
    named = [_same(result.named("smtp.mailfrom", "smtp.helo"), domain) for result in answers]
    return bool(answers) and all(r.verdict == "pass" for r in answers) and all(named)


def _fails(results: tuple[Result, ...]) -> bool:
    """DMARC's or Microsoft's verdict, or a forbidden server with no signature to make up for it."""
    dmarc = {result.verdict for result in _of(results, "dmarc")}
    if dmarc & _BAD or any(result.verdict == "fail" for result in _of(results, "compauth")):
        return True
    if dmarc & _GOOD:
        return False
    signed = any(result.verdict == "pass" for result in _of(results, "dkim"))
    return not signed and any(result.verdict == "fail" for result in _of(results, "spf"))


def _of(results: tuple[Result, ...], method: str) -> tuple[Result, ...]:
    return tuple(result for result in results if result.method == method)


def _same(named: str, domain: str) -> bool:
    """Relaxed alignment (RFC 7489, 3.1): the same registrable domain."""
    return bool(named) and registrable(named) == registrable(domain)


# -- passed on by a server that we trust (RFC 8617) ----------------------------------------------


def _sealed(
    headers: Headers, results: tuple[Result, ...], sealers: frozenset[str]
) -> tuple[Result, ...]:
    """What the newest sealer saw, where we trust it and our own server found its seal whole."""
    if not any(result.verdict == "pass" for result in _of(results, "arc")):
        return ()
    seals = {_instance(value): value for value in headers.all("arc-seal")}
    newest = max(seals, default=0)
    by = _SEALER.search(seals.get(newest, ""))
    if by is None or not any(within(by[1].lower(), sealer) for sealer in sealers):
        return ()
    seen = [v for v in headers.all("arc-authentication-results") if _instance(v) == newest]
    return parse_results(seen[0].partition(";")[2]).results if len(seen) == 1 else ()


def _instance(value: str) -> int:
    match = _INSTANCE.search(value)
    return int(match[1]) if match else 0


def _passed_on(sealed: tuple[Result, ...], domain: str, own: Finding) -> Finding:
    verdict, reason = _verdict(sealed, domain)
    return (verdict, f"{reason}, as a forwarder that we trust saw") if sealed else own


# -- what a signature does not cover -------------------------------------------------------------


def _doubled(headers: Headers) -> Iterator[tuple[Alert, str]]:
    names = [name for name in ONCE if len(headers.all(name)) > 1]
    if names:
        yield Alert.HEADERS_DOUBLED, f"The mail has {names[0]!r} more than once."
    elif len(several := headers.addresses("from")) > 1:
        shown = " and ".join(one.address for one in several[:2])
        yield Alert.HEADERS_DOUBLED, f"The mail names several senders: {shown}."


def _appended(headers: Headers, domain: str, body: bytes) -> Iterator[tuple[Alert, str]]:
    signatures = signatures_of(headers, domain)
    left = min((unsigned_bytes(signature, body) for signature in signatures), default=0)
    if left:
        reason = f"The last {left} bytes of the mail are not signed (l=)."
        yield Alert.PARTLY_SIGNED, reason


def _partly_signed(headers: Headers, domain: str, results: tuple[Result, ...]) -> bool:
    """Whether every signature of the sender's domain leaves something out that is read.

    A mail that came from the domain's own server needs no signature, unless it says `l=`.
    """
    signatures = signatures_of(headers, domain)
    cut = [signature.length is not None for signature in signatures]
    if signatures and all(cut):
        return True
    if not signatures or _sent(results, domain):
        return False
    return not any(signature.is_whole(headers) for signature in signatures)
