"""Which imported sign-ins are obviously none of a supplier's portal, and why. Rules of our own.

What is merely doubted can be ticked all the same; nothing is dropped.
"""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from fetchers.mail.hosts import FREE_MAIL, host_of, is_ip, registrable
from model.hosts import shown_host
from model.takeovers import Doubt

_TABLE: Final = tomllib.loads(files(__package__).joinpath("doubts.toml").read_text("utf-8"))
_CONSUMER: Final = frozenset(_TABLE["consumer"])
_PRIVATE: Final = frozenset(_TABLE["private"])
_MAIL: Final = frozenset(_TABLE["mail"])
_OWN_NETS: Final = (".local", ".lan", ".home", ".internal", ".intranet", ".home.arpa", ".fritz.box")
_ROUTERS: Final = frozenset({"localhost", "fritz.box", "speedport.ip", "router", "easy.box"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of an imported sign-in: its account is one of `taken`, or not."""

    origin: str
    account: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """A doubt, in one sentence."""

    doubt: Doubt
    why: str


def doubt_of(
    entry: Candidate, *, connected: Collection[str], taken: Collection[str], loopback: bool
) -> Doubted | None:
    """Why a sign-in is probably none of a portal; None where nothing speaks against it.

    `connected` are the accounts of portals, `taken` those of other entries; `loopback` says that
    this machine's own sites may be visited.
    """
    if not entry.origin:
        why = "None of its addresses is a web address: there is nothing to visit."
        return Doubted(Doubt.NO_ORIGIN, why)
    host = host_of(entry.origin)
    if is_local(host, loopback=loopback):
        return Doubted(Doubt.LOCAL, f"{host} lies in your own network.")
    if entry.account in connected:
        return Doubted(Doubt.CONNECTED, "A portal signs in there with this user name already.")
    if entry.account in taken:
        why = "Another entry is for the same site and user name; only one of them is tried."
        return Doubted(Doubt.DUPLICATE, why)
    return _unlikely(host)


def is_local(host: str, *, loopback: bool) -> bool:
    """Whether a host is a device or server of one's own network."""
    if not is_ip(host):
        return "." not in host or host in _ROUTERS or host.endswith(_OWN_NETS)
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True  # a number written so that readers take it for another
    return not (loopback and address.is_loopback) and not address.is_global


def _unlikely(host: str) -> Doubted | None:
    site, shown = registrable(host), shown_host(host)
    first = host.partition(".")[0]
    if site in FREE_MAIL or first in _MAIL:
        return Doubted(Doubt.MAIL, f"{shown} is a mailbox.")
    if site.partition(".")[0] in _CONSUMER or first in _PRIVATE:
        return Doubted(Doubt.CONSUMER, f"{shown} is a site of private life, not of suppliers.")
    return None
