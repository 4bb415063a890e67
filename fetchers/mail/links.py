"""The one link of a mail that leads to its document. It is compared, never opened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from fetchers.mail.evidence import Concept, pattern
from fetchers.mail.hosts import host_of, unwrapped, within
from fetchers.mail.lexicon import any_of, normal, table
from fetchers.mail.page import Anchor
from model.suppliers import SupplierProfile

_BEYOND_HOST: Final = re.compile(r"https?://[^/]+/[^\s]", re.IGNORECASE)
_DOCUMENT: Final = (Concept.INVOICE, Concept.CREDIT, Concept.STATEMENT, Concept.AVAILABLE)


def document_link(
    anchors: Iterable[Anchor], languages: tuple[str, ...], profile: SupplierProfile | None
) -> str | None:
    """The link whose host or text says that the document lies there; None where none does.

    A link to a registered portal outranks what another link's text says. The only link of a mail
    is taken also where the words before it speak of help: they may have been meant for both.
    """
    every = tuple(anchors)
    ranked = [(_worth(anchor, languages, profile), anchor.href) for anchor in every]
    best = max((worth for worth, _ in ranked), default=0)
    if best <= 0:
        return _only_link(every)
    return next(href for worth, href in ranked if worth == best)


def speaking_link(anchors: Iterable[Anchor], languages: tuple[str, ...]) -> Anchor | None:
    """The first link whose text says that it leads to a document; None where none does."""
    return next((one for one in anchors if _speaks(one, languages) and not _other(one)), None)


def portal_hosts(profile: SupplierProfile | None) -> frozenset[str]:
    """The hosts of a supplier's registered portals; one that nobody confirmed is none."""
    portals = (one for one in profile.portals if one.confirmed) if profile else ()
    return frozenset(host_of(origin) for portal in portals for origin in portal.origins)


def leads_to_portal(
    anchors: Iterable[Anchor], languages: tuple[str, ...], profile: SupplierProfile | None
) -> bool:
    """Whether a link on a registered portal's host speaks of a document."""
    hosts = portal_hosts(profile)
    return any(
        host_of(unwrapped(anchor.href)) in hosts
        and _speaks(anchor, languages)
        and not _other(anchor)
        for anchor in anchors
    )


def _worth(anchor: Anchor, languages: tuple[str, ...], profile: SupplierProfile | None) -> int:
    host = host_of(unwrapped(anchor.href))
    if not host or _other(anchor):
        return 0
    own = profile.supplier.domains if profile else ()
    registered = 3 * (host in portal_hosts(profile))
    near = any(within(host, domain) for domain in own)
    somewhere = bool(_BEYOND_HOST.match(anchor.href))
    return 1 + registered + near + somewhere + 2 * _speaks(anchor, languages)


def _only_link(anchors: Sequence[Anchor]) -> str | None:
    links = {anchor.href for anchor in anchors if host_of(unwrapped(anchor.href))}
    if len(links) != 1 or _ignored().search(normal(*links)):
        return None
    return links.pop()


def _speaks(anchor: Anchor, languages: tuple[str, ...]) -> bool:
    text = normal(anchor.text)
    found = (pattern(concept, language) for concept in _DOCUMENT for language in languages)
    return any(each.search(text) for each in found if each)


def _other(anchor: Anchor) -> bool:
    """Whether the link is of the kind every mail has: unsubscribe, help, imprint."""
    return bool(_ignored().search(normal(f"{anchor.text} {anchor.href}")))


@cache
def _ignored() -> re.Pattern[str]:
    return any_of(word for words in table("labels")["ignored_links"].values() for word in words)
