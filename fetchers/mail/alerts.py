"""Signs that a mail is not what it says: look-alike senders, foreign links, unsafe files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from fetchers.mail.evidence import Concept, Evidence
from fetchers.mail.headers import Address
from fetchers.mail.hosts import (
    FREE_MAIL,
    TRACKERS,
    distance,
    host_of,
    is_ip,
    parts,
    redirect_target,
    registrable,
    skeleton,
    unicode_host,
    within,
)
from fetchers.mail.message import Message
from fetchers.mail.page import Anchor
from model.mail import Alert, Attachment
from model.suppliers import SupplierProfile

Sign = tuple[Alert, str]
"""An alert with the sentence that says why."""

_RUNNABLE: Final = re.compile(
    r"\.(exe|scr|com|pif|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|jar|lnk|iso|img|vhd|chm|reg|url|"
    r"docm|xlsm|xlsb|pptm|dotm|xltm|one|svg)$",
    re.IGNORECASE,
)
_SMUGGLING: Final = re.compile(
    rb"atob\s*\(|new\s+Blob|createObjectURL|<script|http-equiv\s*=\s*[\"']?refresh|data:[^,]{0,60};base64"
    rb"|\son(?:load|error)\s*=",
    re.IGNORECASE,
)
_SHOWN_HOST: Final = re.compile(
    r"^(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/:?#].*)?$", re.IGNORECASE
)
_LEGAL: Final = re.compile(
    r"\b(gmbh|ag|kg|se|ltd|limited|inc|llc|plc|sarl|sas|sa|srl|spa|bv|nv|ab|as|aps|oy|kft|sp|zoo)\b"
)
_SHORT: Final = 5  # letters of a domain below which one edit makes another real name
_LONG: Final = 9  # letters from which two edits still look alike
_TOKEN: Final = 5  # letters of a name that another domain contains to borrow its trust


def sender_signs(
    sender: Address, suppliers: Iterable[SupplierProfile], *, proven: bool
) -> Iterator[Sign]:
    """A sender that looks like one of our suppliers and is none."""
    profiles = tuple(suppliers)
    own = tuple(domain.lower() for profile in profiles for domain in profile.supplier.domains)
    if not sender.domain or any(within(sender.domain, domain) for domain in own):
        return
    for domain in own:
        if looks_like(sender.domain, domain):
            reason = f"The sender {unicode_host(sender.domain)} looks like {domain}, but is not."
            yield Alert.SENDER_LOOKALIKE, reason
            return
    for profile in profiles:
        if sender.domain in FREE_MAIL and not proven and _claims(sender.name, profile):
            reason = f"“{profile.supplier.name}” writes from the free address {sender.address}."
            yield Alert.SENDER_LOOKALIKE, reason
            return


def looks_like(host: str, domain: str) -> bool:
    """Whether a host that is not `domain` could be taken for it (letters, edits, borrowed name)."""
    if within(host, domain):
        return False
    seen, real = registrable(unicode_host(host)), registrable(domain)
    label, name = seen.split(".")[0], real.split(".")[0]
    if skeleton(seen) == skeleton(real) or skeleton(label) == skeleton(name):
        return True
    if len(name) >= _TOKEN and _contains(skeleton(host), name):
        return True
    if len(name) < _SHORT:
        return False
    return distance(skeleton(label), skeleton(name)) <= (2 if len(name) >= _LONG else 1)


def _contains(host: str, name: str) -> bool:
    """Whether the name stands as a word of its own among the host's words."""
    return bool(re.search(rf"(?<![^.-]){re.escape(skeleton(name))}(?![^.-])", host))


def _claims(name: str, profile: SupplierProfile) -> bool:
    own = " ".join(_LEGAL.sub(" ", skeleton(profile.supplier.name)).split())
    return len(own) >= _SHORT and own in skeleton(name)


def reply_signs(
    sender: Address, reply_to: Address, profile: SupplierProfile | None
) -> Iterator[Sign]:
    """Answers that go to somebody else than the sender."""
    if not reply_to.domain or registrable(reply_to.domain) == registrable(sender.domain):
        return
    own = profile.supplier.domains if profile else ()
    if not any(within(reply_to.domain, domain) for domain in own):
        yield Alert.REPLY_TO_DIFFERS, f"Answers go to {reply_to.domain}, not to {sender.domain}."


def link_signs(anchors: Iterable[Anchor], suppliers: Iterable[SupplierProfile]) -> Iterator[Sign]:
    """Links that hide where they lead: a number as host, a name before @, another host shown."""
    known = tuple(suppliers)
    own = tuple(domain.lower() for profile in known for domain in profile.supplier.domains)
    registered = _registered_origins(known)
    for anchor in anchors:
        split = parts(anchor.href)
        host = host_of(anchor.href)
        if split is None or f"{split.scheme}://{split.netloc}" in registered:
            continue
        if is_ip(host):
            yield Alert.LINK_OUTSIDE_PORTAL, f"A link leads to the bare address {host}."
        elif split.username is not None:
            yield Alert.LINK_OUTSIDE_PORTAL, f"A link hides its host {host} behind an @."
        elif shown := _shows_other(anchor, host):
            yield Alert.LINK_OUTSIDE_PORTAL, f"A link shows {shown}, but leads to {host}."
        elif any(looks_like(host, domain) for domain in own if not _belongs(host, own)):
            yield Alert.LINK_OUTSIDE_PORTAL, f"A link leads to the look-alike {unicode_host(host)}."


def _registered_origins(suppliers: Iterable[SupplierProfile]) -> frozenset[str]:
    """The origins that a person registered: whatever they look like, they are the portals'."""
    portals = (portal for profile in suppliers for portal in profile.portals)
    return frozenset(origin for portal in portals for origin in portal.origins)


def _belongs(host: str, domains: tuple[str, ...]) -> bool:
    return any(within(host, domain) for domain in domains)


def _shows_other(anchor: Anchor, host: str) -> str:
    """The host that a link's text names, where it leads to a host of another owner."""
    shown = _SHOWN_HOST.match(anchor.text.strip())
    if shown is None or is_tracker(host):
        return ""
    named = shown[1].lower()
    return "" if registrable(named) == registrable(host) else named


def is_tracker(host: str) -> bool:
    """Whether a host only counts clicks and hands on."""
    return any(within(host, tracker) for tracker in TRACKERS) or host.startswith(
        ("click.", "clicks.", "links.", "track.", "tracking.", "email.")
    )


def portal_signs(
    link: str | None, profile: SupplierProfile | None, *, proven: bool
) -> Iterator[Sign]:
    """A notice's link that leads off its supplier's portals.

    A click counter in a mail whose sender is proven is no sign: the link is never followed, the
    visit starts at the portal's own address.
    """
    if link is None or profile is None or not profile.portals:
        return
    host = host_of(link)
    hosts = {host_of(origin) for portal in profile.portals for origin in portal.origins}
    name = profile.supplier.name
    target = redirect_target(link)
    if target and target not in hosts and not _belongs(target, profile.supplier.domains):
        yield Alert.LINK_OUTSIDE_PORTAL, f"The link hands on to {target}, no portal of {name}."
        return
    known = host in hosts or _belongs(host, profile.supplier.domains)
    if not known and not (proven and is_tracker(host)):
        reason = f"The link leads to {unicode_host(host)}, no registered portal of {name}."
        yield Alert.LINK_OUTSIDE_PORTAL, reason


def file_signs(message: Message) -> Iterator[Sign]:
    """Files that nobody sends an invoice as."""
    for name in message.tricky_names:
        yield Alert.ATTACHMENT_UNSAFE, f"The name of {name!r} was written to hide its kind."
    for attachment in message.attachments:
        if reason := _unsafe(attachment):
            yield Alert.ATTACHMENT_UNSAFE, f"The file {attachment.name!r} {reason}."


def _unsafe(attachment: Attachment) -> str:
    if _RUNNABLE.search(attachment.name):
        return "can run a program"
    page = attachment.media_type in {"text/html", "image/svg+xml", "application/xhtml+xml"}
    if (page or attachment.name.lower().endswith((".html", ".htm", ".shtml"))) and (
        _SMUGGLING.search(attachment.content)
    ):
        return "is a page that builds or loads something else"
    return ""


def wording_signs(evidence: Evidence) -> Iterator[Sign]:
    """A mail that announces other bank details."""
    hits = evidence[Concept.BANKCHANGE]
    if hits:
        yield Alert.BANK_DETAILS_CHANGED, f"The mail speaks of new bank details (“{hits.word}”)."
