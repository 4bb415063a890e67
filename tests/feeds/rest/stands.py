"""Each accounting system's peer, with the destination and the credential that reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from model.clock import FixedClock
from model.deliveries import Destination, DestinationKind
from model.secret import Secret
from tests.feeds.parcels import NOW, FakeLease
from tests.feeds.peers import Site
from tests.feeds.rest import business_central_peer, odoo_peer, quickbooks_peer, xero_peer
from tests.feeds.rest.business_central_peer import BusinessCentral
from tests.feeds.rest.erpnext_peer import COMPANY, ErpNext
from tests.feeds.rest.odoo_peer import Odoo
from tests.feeds.rest.peer import Peer
from tests.feeds.rest.quickbooks_peer import QuickBooks
from tests.feeds.rest.xero_peer import Xero

CLOCK = FixedClock(NOW)


@dataclass(frozen=True)
class System:
    """How a system is reached; `settings` beside its address."""

    kind: DestinationKind
    peer: Callable[[], Peer]
    lease: FakeLease
    settings: dict[str, str] = field(default_factory=dict)
    tells_vat_ids: bool = True
    chooses_taxes: bool = True


ERPNEXT = System(
    DestinationKind.ERPNEXT,
    ErpNext,
    FakeLease(Secret("canary-password"), username="key-1"),
    {"company": COMPANY},
)
ODOO = System(
    DestinationKind.ODOO,
    Odoo,
    FakeLease(Secret("canary-password"), username="ap@us.example"),
    {"database": "books", "company": odoo_peer.COMPANY},
)
XERO = System(
    DestinationKind.XERO,
    Xero,
    FakeLease(Secret(xero_peer.TOKEN)),
    {"tenant": xero_peer.TENANT},
)
QUICKBOOKS = System(
    DestinationKind.QUICKBOOKS,
    QuickBooks,
    FakeLease(Secret(quickbooks_peer.TOKEN)),
    {"company": quickbooks_peer.REALM, "account": "Utilities"},
    tells_vat_ids=False,
)
BUSINESS_CENTRAL = System(
    DestinationKind.BUSINESS_CENTRAL,
    BusinessCentral,
    FakeLease(Secret(business_central_peer.TOKEN)),
    {
        "tenant": business_central_peer.TENANT,
        "company": business_central_peer.COMPANY,
        "account": "6200",
        "tax_0": "NO VAT",
        "tax_7": "VAT 7",
        "tax_19": "VAT 19",
    },
    chooses_taxes=False,
)
SYSTEMS = {system.kind: system for system in (ERPNEXT, ODOO, XERO, QUICKBOOKS, BUSINESS_CENTRAL)}


@dataclass
class Stand:
    """A peer at its address."""

    site: Site
    system: System
    peer: Peer
    to: Destination

    @property
    def lease(self) -> FakeLease:
        return self.system.lease

    def begin_anew(self) -> None:
        """Empty books at the same address."""
        self.peer = self.system.peer()
        self.site.behind = self.peer.answer

    def set(self, **settings: str) -> None:
        self.to = replace(self.to, settings={**self.to.settings, **settings})


@contextmanager
def standing(site: Site, system: System) -> Iterator[Stand]:
    peer = system.peer()
    site.behind = peer.answer
    settings = MappingProxyType({"url": site.url, **system.settings})
    yield Stand(site, system, peer, Destination("books", "Books", system.kind, settings))
    site.behind = None
    site.requests.clear()
