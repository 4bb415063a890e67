"""Whose document a mail announces that a service sends for many: the seller, not the service.

A service is known by its domain, says so itself ("Acme Ltd via Letterbox"), or shows it: it names
itself as the sender and another as the seller ("Invoice 7 from Acme Ltd").
"""

from __future__ import annotations

import re
from typing import Final

from fetchers.mail.hosts import FREE_MAIL, host_of_address, registrable, within
from fetchers.mail.lexicon import table
from fetchers.mail.senders import is_firm, without_legal_form
from model.mail import TriagedMail

_SERVICES: Final = tuple(table("hosts")["billing_services"])
_LABELS: Final = frozenset(service.partition(".")[0] for service in _SERVICES)
_SHORTEST: Final = 3  # letters; shorter words are in any name
_LONGEST: Final = 60
_READ: Final = 2_000  # characters of the text in which a seller is looked for
_VIA: Final = re.compile(r"\s*[(,|-]?\s*\b(?:via|through|über|par|por|tramite)\b.*", re.IGNORECASE)
_FOR: Final = re.compile(
    r".*\b(?:on behalf of|im auftrag von|namens|au nom de|en nombre de|per conto di)\s+",
    re.IGNORECASE,
)
_NAME: Final = r"(?P<name>[^\W\d_][^\n#:;()\[\]\"“”„|!?]{1,80}?)"
_DOCUMENT: Final = (
    r"(?:invoice|bill|receipt|statement|credit note|estimate|reminder|rechnung|gutschrift|factuur)"
)
_STATED: Final = (
    re.compile(
        rf"\b{_DOCUMENT}\b[^\n]{{0,40}}?\b(?:from|von|van)\s+{_NAME}"
        r"(?=\s*(?:[#:;()\[\]\"“”„|!?\n]|$|\s[-\u2013\u2014]\s|\s(?:is|are|for|over|has|in|with|liegt|ist|über)\b"
        r"|[.,](?:\s|$)|\s\d))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:^|\n|[.!?,]\s){_NAME}\s+(?:has\s+|just\s+)?(?:sent|issued|requested)\s+(?:you\b|an?\b|money\b)",
        re.IGNORECASE,
    ),
)
_NOBODY: Final = frozenset({"us", "you", "your", "we", "our", "the", "a", "an", "uns", "ihnen"})


def seller_of(mail: TriagedMail) -> str:
    """The seller that a service's mail names; "" for a mail that its sender sends for itself."""
    own = _without_service(mail.sender_name)
    if own != _cleaned(mail.sender_name):
        return own
    if host_of_address(mail.sender) in FREE_MAIL:
        return ""
    stated = _stated(mail)
    known = any(within(host_of_address(mail.sender), service) for service in _SERVICES)
    if own and not (known or _is_service(own, mail.sender)):
        return ""
    stated = _stated(mail)
    if known:
        return stated if not own or _is_service(own, mail.sender) else own
    return stated if own and is_firm(stated) else ""


def firm_name(seller: str) -> str:
    """A seller's name as it is compared: words in lower case, without the legal form."""
    return " ".join(_words(without_legal_form(seller))) or " ".join(_words(seller))


def service_of(mail: TriagedMail) -> str:
    """The domain of the service that sent a mail for its seller."""
    return registrable(host_of_address(mail.sender))


def _without_service(name: str) -> str:
    return _cleaned(_FOR.sub("", _VIA.sub("", name)))


def _is_service(name: str, sender: str) -> bool:
    """Whether a name is that of the sender's own domain, or a known service's: "PayLo Billing"."""
    label = registrable(host_of_address(sender)).partition(".")[0].replace("-", "")
    words = [word for word in _words(name) if len(word) >= _SHORTEST]
    return any(word in _LABELS or word in label or label in word for word in words)


def _stated(mail: TriagedMail) -> str:
    """The seller as the subject states it, else the beginning of the text; "" for the service."""
    for text in (mail.subject, mail.excerpt[:_READ]):
        for pattern in _STATED:
            for match in pattern.finditer(text):
                name = _cleaned(match["name"])
                words = _words(name)
                if words and words[0] not in _NOBODY and not _is_service(name, mail.sender):
                    return name
    return ""


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold())


def _cleaned(name: str) -> str:
    said = " ".join(name.split()).strip(" ,.'\"-\u2013")[:_LONGEST]
    return "" if "@" in said else said
