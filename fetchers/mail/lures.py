"""Links that hide where they lead. None is opened; they are only compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from fetchers.mail.hosts import (
    FREE_MAIL,
    TRACKERS,
    host_of,
    is_ip,
    is_real,
    is_tracker,
    parts,
    redirect_target,
    registrable,
    unwrapped,
    within,
)
from fetchers.mail.links import portal_hosts
from fetchers.mail.lookalikes import is_disguised, looks_like
from fetchers.mail.page import Anchor
from fetchers.mail.senders import Sign, own_domains
from model.hosts import shown_host
from model.mail import Alert
from model.suppliers import SupplierProfile

_SHOWN_HOST: Final = re.compile(
    r"^(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/:?#]\S*)?$", re.IGNORECASE
)
_RUNS: Final = re.compile(r"^\s*(javascript|vbscript|data|file|blob)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Company:
    """Whom a mail's links are compared with.

    `proven`: our mail server proved that `sender`, a domain, sent it. `profile` is its supplier.
    """

    sender: str
    proven: bool
    suppliers: tuple[SupplierProfile, ...]
    profile: SupplierProfile | None

    def is_sender(self, host: str) -> bool:
        """Whether a host is of the domain that the mail says it is from."""
        free = not self.sender or self.sender in FREE_MAIL
        return not free and registrable(host) == registrable(self.sender)

    def is_supplier(self, host: str) -> bool:
        """Whether a host is a registered portal's or lies in a domain of the sender's supplier."""
        own = self.profile.supplier.domains if self.profile else ()
        return host in portal_hosts(self.profile) or any(within(host, one) for one in own)

    @property
    def trusted(self) -> bool:
        """Whether a supplier of ours has written this, as our mail server proved."""
        return self.proven and self.profile is not None


def link_signs(anchors: Iterable[Anchor], company: Company) -> Iterator[Sign]:
    """Links that hide where they lead: a number as host, a name before @, another host shown."""
    own = own_domains(company.suppliers)
    registered = _registered_origins(company.suppliers)
    for anchor in anchors:
        split = parts(unwrapped(anchor.href))
        if split is not None and f"{split.scheme}://{split.netloc}" in registered:
            continue
        if reason := _hides(anchor, company, own):
            yield Alert.LINK_OUTSIDE_PORTAL, reason


def portal_signs(link: str | None, company: Company) -> Iterator[Sign]:
    """A notice's link that leads off its supplier's portals, or hands its visitor on to others.

    A click counter in a mail whose sender is proven is no sign: the link is never followed, the
    visit starts at the portal's own address.
    """
    link = unwrapped(link or "")
    host = host_of(link)
    if not host or (company.proven and is_tracker(host)):
        return
    target = redirect_target(link)
    if target and not _expected(target, host, company):
        yield Alert.LINK_OUTSIDE_PORTAL, f"The link hands on to {shown_host(target)}."
        return
    profile = company.profile
    if profile is not None and profile.portals and not company.is_supplier(target or host):
        reason = f"The link leads to {shown_host(host)}, no registered portal of"
        yield Alert.LINK_OUTSIDE_PORTAL, f"{reason} {profile.supplier.name}."


def _expected(target: str, host: str, company: Company) -> bool:
    """Whether a link may hand on to `target`: its own owner, the sender, the sender's supplier."""
    if company.is_supplier(target) or company.is_sender(target):
        return True
    return registrable(target) == registrable(host)


def _registered_origins(suppliers: Iterable[SupplierProfile]) -> frozenset[str]:
    """The origins that a person registered: whatever they look like, they are the portals'."""
    portals = (portal for profile in suppliers for portal in profile.portals)
    confirmed = (one for one in portals if one.confirmed)
    return frozenset(origin for portal in confirmed for origin in portal.origins)


def _hides(anchor: Anchor, company: Company, own: tuple[str, ...]) -> str:
    href = unwrapped(anchor.href)
    split, host = parts(href), host_of(href)
    if split is None:
        runs = _RUNS.match(href)
        return f"A link is no address, but {runs[1].lower()}: text that runs." if runs else ""
    if is_ip(host):
        return f"A link leads to the bare address {host}."
    if split.username is not None:
        return f"A link hides its host {shown_host(host)} behind an @."
    if is_disguised(host):
        return f"A link's host {shown_host(host)} mixes letters of several scripts."
    if shown := _shows_other(anchor, host, company):
        return f"A link shows {shown}, but leads to {shown_host(host)}."
    return _looks_like_ours(host, company, own)


def _looks_like_ours(host: str, company: Company, own: tuple[str, ...]) -> str:
    if company.trusted or company.is_sender(host) or any(within(host, one) for one in own):
        return ""
    if any(looks_like(host, domain) for domain in own):
        return f"A link leads to the look-alike {shown_host(host)}."
    return ""


def _shows_other(anchor: Anchor, host: str, company: Company) -> str:
    """The host that a link's text names, where it leads to a host of another owner."""
    shown = _SHOWN_HOST.match(anchor.text.strip())
    if shown is None or not is_real(shown[1]) or any(within(host, tracker) for tracker in TRACKERS):
        return ""
    named = host_of(f"https://{shown[1]}")
    counted = company.proven and company.is_sender(named) and is_tracker(host)
    same = registrable(named) == registrable(host)
    return "" if same or counted else named
