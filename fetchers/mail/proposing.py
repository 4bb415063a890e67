"""What an unknown sender's mail proposes: who the supplier may be, and where its portal may lie.

Nothing of it is used before a person has confirmed it: the mail may be anybody's.
"""

from __future__ import annotations

from typing import Final

from fetchers.mail.hosts import (
    FREE_MAIL,
    host_of,
    host_of_address,
    is_ip,
    is_real,
    is_tracker,
    parts,
    registrable,
    unwrapped,
)
from fetchers.mail.lookalikes import is_disguised
from model.hosts import shown_host
from model.mail import TriagedMail

_LONGEST_NAME: Final = 60


def sends_from(sender: str) -> str:
    """What identifies an unknown sender: its domain, or at free mail the one address."""
    domain = host_of_address(sender)
    return sender if domain in FREE_MAIL else registrable(domain)


def name_of(mail: TriagedMail) -> str:
    """What to call an unknown sender: as it calls itself, else by its domain."""
    said = " ".join(mail.sender_name.split())[:_LONGEST_NAME]
    return said if said and "@" not in said else shown_host(sends_from(mail.sender))


def portal_host(mail: TriagedMail) -> str:
    """The host where the mail's document link says the portal is; "" where that can't be one."""
    links = (unwrapped(notice.link) for notice in mail.notices if notice.link)
    return next((host_of(link) for link in links if _may_be_portal(link)), "")


def _may_be_portal(link: str) -> bool:
    split, host = parts(link), host_of(link)
    if split is None or split.scheme != "https" or split.port not in (None, 443):
        return False
    hidden = split.username is not None or is_ip(host) or is_disguised(host) or is_tracker(host)
    return not hidden and is_real(host)
