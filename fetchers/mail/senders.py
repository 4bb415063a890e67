"""Signs in who a mail says it is from: a look-alike domain, a borrowed name, answers elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from fetchers.mail.headers import Address, Headers, addresses_of
from fetchers.mail.hosts import FREE_MAIL, registrable, within
from fetchers.mail.lexicon import table
from fetchers.mail.lookalikes import is_disguised, is_platform, looks_like, skeleton
from model.hosts import shown_host
from model.mail import Alert
from model.suppliers import Supplier, SupplierProfile

Sign = tuple[Alert, str]
"""An alert with the sentence that says why."""

_LEGAL: Final = (
    "gmbh|ag|kg|kgaa|ohg|ug|se|ltd|limited|inc|incorporated|corp|corporation|llc|llp|plc|sarl|sas|sa"
    "|srl|spa|snc|bv|nv|ab|as|asa|aps|oy|oyj|kft|zrt|nyrt|sro|doo|sp z o o|sp zoo|lda|ltda|pty|pvt"
    "|pte|ooo|ao|ead|eood|oü|uab|sia"
)
_LEGAL_FORM: Final = re.compile(rf"(?<!\w)(?:{_LEGAL})(?!\w)")
_DOTS: Final = re.compile(r"(?<=\w)\.(?=\w?)")
_WORD: Final = re.compile(r"[^\W_]+")
_VIA: Final = re.compile(r"\b(?:via|through|über|par|por|tramite)\b", re.IGNORECASE)
_SHORTEST_NAME: Final = 5
_SHORTEST_FREE: Final = 3  # where anybody can have an address, a short name is enough to claim
_ROLES: Final = frozenset(table("hosts")["roles"])


def owns(supplier: Supplier, address: str) -> bool:
    """Whether a supplier sends mail from an address: its domain, or this one address of it."""
    domain = address.rpartition("@")[2]
    return any(
        address == own if "@" in own else within(domain, own)
        for own in map(str.lower, supplier.domains)
    )


def own_domains(suppliers: Iterable[SupplierProfile]) -> tuple[str, ...]:
    """The domains of suppliers that a person made known."""
    known = (profile.supplier for profile in suppliers if not profile.supplier.proposed)
    return tuple(own.lower() for one in known for own in one.domains if "@" not in own)


def sender_signs(
    headers: Headers, suppliers: tuple[SupplierProfile, ...], *, speaks_of_money: bool
) -> Iterator[Sign]:
    """A sender that wants to be taken for somebody else, at most one sign.

    `speaks_of_money`: the mail announces a document or other bank details.
    """
    sender = headers.address("from")
    if "=?" in sender.address:
        yield Alert.SENDER_LOOKALIKE, f"The sender's address is written in code: {sender.address}."
    if not sender.domain or any(owns(one.supplier, sender.address) for one in suppliers):
        yield from _spoken_address(headers, sender)
        return
    signs = (
        *_alike(sender, own_domains(suppliers)),
        *_claimed(sender, suppliers),
        *_spoken_address(headers, sender),
        *(_free_mail(sender) if speaks_of_money else ()),
    )
    yield from signs[:1]


def reply_signs(headers: Headers, suppliers: Iterable[SupplierProfile]) -> Iterator[Sign]:
    """Answers that go to somebody else than the sender."""
    sender = headers.address("from")
    for reply in headers.addresses("reply-to"):
        if not reply.domain or not sender.domain or _at_home(reply, sender):
            continue
        mine = [one.supplier for one in suppliers if owns(one.supplier, sender.address)]
        if not any(owns(supplier, reply.address) for supplier in mine):
            yield Alert.REPLY_TO_DIFFERS, f"Answers go to {reply.domain}, not to {sender.domain}."
            return


def _at_home(reply: Address, sender: Address) -> bool:
    """Whether answers stay with the sender, or go to a service that keeps many firms' letters."""
    if reply.domain in FREE_MAIL:
        return reply.address == sender.address
    return registrable(reply.domain) == registrable(sender.domain) or is_platform(reply.domain)


def _alike(sender: Address, domains: tuple[str, ...]) -> Iterator[Sign]:
    host = sender.domain
    shown = shown_host(host)
    alike = (domain for domain in domains if looks_like(host, domain))
    if host not in FREE_MAIL and (domain := next(alike, "")):
        yield Alert.SENDER_LOOKALIKE, f"The sender {shown} looks like {domain}, but is not."
    elif is_disguised(host):
        reason = f"The sender's domain {shown} mixes letters of several scripts."
        yield Alert.SENDER_LOOKALIKE, reason


def _claimed(sender: Address, suppliers: Iterable[SupplierProfile]) -> Iterator[Sign]:
    """A sender that bears a supplier's name without its domain.

    What services send in a supplier's name says so ("Nordwind via Letterbox"), or lies on them.
    """
    if is_platform(sender.domain) or _VIA.search(sender.name):
        return
    for profile in suppliers:
        name = profile.supplier.name
        shortest = _SHORTEST_FREE if sender.domain in FREE_MAIL else _SHORTEST_NAME
        if not profile.supplier.proposed and _bears(sender.name, name, shortest):
            reason = f"The sender calls itself “{name}”, but writes from {sender.address}."
            yield Alert.SENDER_LOOKALIKE, reason
            return


def _bears(shown: str, name: str, shortest: int) -> bool:
    own, seen = _plain(name), _plain(shown)
    return len(own) >= shortest and f" {own} " in f" {seen} "


@lru_cache(4096)
def _plain(name: str) -> str:
    """A firm's name without its legal form, in letters that look-alikes can't change."""
    return " ".join(_WORD.findall(skeleton(without_legal_form(name))))


def _undotted(name: str) -> str:
    return _DOTS.sub("", name.casefold())


def is_firm(name: str) -> bool:
    """Whether a name bears a legal form: "Acme Ltd"."""
    return bool(_LEGAL_FORM.search(_undotted(name)))


def without_legal_form(name: str) -> str:
    """A firm's name in lower case, without its legal form."""
    return _LEGAL_FORM.sub(" ", _undotted(name))


def _spoken_address(headers: Headers, sender: Address) -> Iterator[Sign]:
    """A name that is another's address: many programs show the name alone."""
    if "@" not in sender.name or _list_of_ours(headers, sender):
        return
    for spoken in addresses_of(sender.name.replace("<", " ").replace(">", " ").strip("'\"")):
        told = spoken.domain.strip("'\"")
        if "." in told and registrable(told) != registrable(sender.domain):
            reason = f"The sender calls itself {spoken.address}, but writes from {sender.address}."
            yield Alert.SENDER_LOOKALIKE, reason
            return


def _list_of_ours(headers: Headers, sender: Address) -> bool:
    """Whether this is a group address of ours that passes a mail on under the writer's name."""
    recipients = {registrable(one.domain) for one in headers.addresses("to")}
    same = registrable(sender.domain) in recipients and sender.domain not in FREE_MAIL
    return same and bool(_VIA.search(sender.name))


def _free_mail(sender: Address) -> Iterator[Sign]:
    """A firm, or a firm's department, that writes from where anybody gets an address."""
    words = _WORD.findall(sender.name.casefold())
    firm = is_firm(sender.name) or not _ROLES.isdisjoint(words)
    if sender.domain in FREE_MAIL and firm:
        reason = f"“{sender.name}” bills from the free address {sender.address}."
        yield Alert.FREE_MAIL_SENDER, reason
