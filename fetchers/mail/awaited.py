"""Which of the mails that have come belongs to the sign-in that waits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from fetchers.mail.codes import code_of, link_of
from fetchers.mail.hosts import host_of_address, is_ip, registrable
from fetchers.mail.lexicon import normal, table
from fetchers.mail.message import Message
from model.codes import CodeAsked, CodeKind
from model.hosts import unicode_host
from model.secret import Secret

_SHORTEST_NAME: Final = 4  # letters of a name that tell one portal from another
_WORD: Final = re.compile(r"\w+")
_NO_NAMES: Final = frozenset(table("codes")["no_names"])


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that came since the sign-in; `order` grows with its arrival."""

    order: float
    mail: Message


def brought(
    letters: Iterable[Letter], asked: CodeAsked, *, domains: frozenset[str] = frozenset()
) -> tuple[Letter, Secret] | None:
    """The newest letter that belongs to a sign-in, and the code or link in it; None without one.

    Only the newest counts: some portals take back a code when they send the next. Where a portal
    has a domain, its mails come from there. A portal that is known by an address only (a test on
    this machine) has none: there the mail that names it comes first, then the newest of all.
    `domains` are further ones that its supplier sends from.
    """
    found = [
        (_belongs(letter.mail, asked, domains), letter.order, letter, text)
        for letter in letters
        if (text := _text(letter.mail, asked)) is not None
    ]
    _, _, letter, text = max(
        (one for one in found if one[0]), default=(0, 0, None, ""), key=lambda one: one[:2]
    )
    return None if letter is None else (letter, Secret(text))


def _text(mail: Message, asked: CodeAsked) -> str | None:
    return code_of(mail) if asked.kind is CodeKind.CODE else link_of(mail, asked.origins)


def _belongs(mail: Message, asked: CodeAsked, more: frozenset[str]) -> int:
    """2 for a mail of the portal, 1 for one that may be, 0 for another's."""
    if asked.kind is CodeKind.LINK:
        return 2  # its exact origin was compared
    hosts = [urlsplit(origin).hostname or "" for origin in asked.origins]
    own = {registrable(host) for host in hosts if not is_ip(host) and "." in host}
    sender = registrable(host_of_address(mail.headers.address("from").address))
    if own:
        return 2 * (sender in own | {registrable(domain) for domain in more})
    return 2 if _named(mail, asked.names) else 1


def _named(mail: Message, names: tuple[str, ...]) -> bool:
    """Whether the sender, by name or domain, or the subject says a name of the portal."""
    sender = mail.headers.address("from")
    domain = unicode_host(host_of_address(sender.address))
    said = set(_WORD.findall(normal(f"{sender.name} {domain} {mail.subject}")))
    return bool(said & {word for name in names for word in _telling(name)})


def _telling(name: str) -> set[str]:
    words = _WORD.findall(normal(name))
    return {word for word in words if len(word) >= _SHORTEST_NAME} - _NO_NAMES
