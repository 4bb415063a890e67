"""The demo company's books in Tryton, open for a session, and an inbox that delivers into them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType

import pytest

from billhook.demo.archive import Archive
from billhook.demo.shapes import Document
from billhook.demo.world import WORLD
from billhook.wiring import reader
from feeds import deliver, responses
from model.clock import SystemClock
from model.deliveries import Acknowledgement, Destination, DestinationKind, Parcel, Response
from model.documents import PAYABLE_KINDS
from model.errors import DestinationUnreachable
from model.filing import Channel, DocumentSource
from model.ports import Lease
from model.secret import Secret
from model.suppliers import Supplier
from pipeline.deliveries import delivering, releasing
from pipeline.documents.filing import Arrival, file
from pipeline.works import Works
from storage import deliveries, documents, suppliers
from storage.store import Store
from tests.pipeline.conftest import Opened, Outside
from tests.tryton.home import books_folder
from tests.tryton.stand import DATABASE, PASSWORD, USER, Clerk, Stand, serve

BILLS = tuple(one for one in WORLD.documents if one.kind in PAYABLE_KINDS)
CLOCK = SystemClock()


@pytest.fixture(scope="session")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """Tryton while it is open: a copy of the books, so that every session finds them empty."""
    python, books = books_folder()
    copy = tmp_path_factory.mktemp("tryton") / "books"
    shutil.copytree(books, copy)
    with serve(python, copy) as opened:
        yield opened


@pytest.fixture(scope="session")
def clerk(stand: Stand) -> Clerk:
    """Who works in Tryton."""
    return Clerk(stand)


@dataclass
class Users:
    """A vault that knows one user of Tryton."""

    @contextmanager
    def lease(self, name: str, *, purpose: str, job: str) -> Iterator[Lease]:
        """Tryton's user."""
        assert (purpose, bool(job)) == ("deliver", True)
        yield lease(name)


def lease(name: str = "tryton", password: str = PASSWORD) -> Opened:
    """The user of Tryton, with this password."""
    return Opened(name, username=USER, password=Secret(password))


def destination(stand: Stand, **settings: str) -> Destination:
    """Tryton as Billhook's destination."""
    where = {"url": stand.origin, "database": DATABASE, **settings}
    return Destination(
        "erp", "Tryton", DestinationKind.TRYTON, MappingProxyType(where), credential="tryton"
    )


@dataclass
class Line:
    """The way to Tryton, on which the first answer about every second parcel gets lost."""

    lost: set[str] = field(default_factory=set)

    def deliver(self, to: Destination, parcel: Parcel, user: Lease | None) -> Acknowledgement:
        """Hand over for real."""
        taken = deliver(to, parcel, user, clock=CLOCK)
        if int(parcel.key[:8], 16) % 2 and parcel.key not in self.lost:
            self.lost.add(parcel.key)
            raise DestinationUnreachable("The line broke after Tryton had taken it.")
        return taken

    def responses(
        self, to: Destination, asked: Mapping[str, str], user: Lease | None
    ) -> tuple[Response, ...]:
        """Ask for real."""
        return responses(to, asked, user, clock=CLOCK)


@pytest.fixture(scope="session")
def works(stand: Stand, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    """An inbox that knows the demo's suppliers and delivers to Tryton."""
    folder, line, outside = tmp_path_factory.mktemp("inbox"), Line(), Outside()
    store = Store.open(f"sqlite:///{folder}/app.sqlite", folder, clock=CLOCK)
    with store.begin() as tx:
        for seller in WORLD.sellers:
            named = (seller.vat_id, (seller.iban,), (seller.domain,), seller.currency)
            suppliers.add(tx, Supplier(seller.slug, seller.name, *named))
        deliveries.add_destination(tx, destination(stand))
    yield Works(
        store=store,
        vault=Users(),  # type: ignore[arg-type]  # jobs that deliver put nothing into the vault
        clock=CLOCK,
        folder=folder,
        visit=outside.visit,
        read=reader(store),
        triage=outside.triage,
        deliver=line.deliver,
        responses=line.responses,
    )
    store.close()


@pytest.fixture(scope="session")
def delivered(works: Works) -> dict[str, str]:
    """The keys of all bills of the demo, read from their pages and delivered, by their numbers."""
    press = Archive(WORLD, works.folder / "papers")
    keys = {bill.number: _queued(works, press, bill) for bill in BILLS}
    for _ in range(2):  # the second round sends again what seemed lost
        with works.store.read() as tx:
            waiting = deliveries.unfinished(tx)
        for delivery in waiting:
            delivering.attempt(works, delivery.id)
    return keys


def _queued(works: Works, press: Archive, bill: Document) -> str:
    source = DocumentSource(Channel.UPLOAD, "u1", "Upload", CLOCK.now())
    arrival = Arrival(press.pdf(bill), "application/pdf", source, supplier_id=bill.seller)
    document_id = file(works.store, works.read, arrival)
    with works.store.begin() as tx:
        releasing.queue(tx, documents.get(tx, document_id))
        (delivery,) = deliveries.of_document(tx, document_id)
    return delivery.key


def troubles(works: Works) -> list[str]:
    """What stands against bills that did not arrive."""
    with works.store.read() as tx:
        bills = [(one, deliveries.of_document(tx, one.id)) for one in documents.every(tx)]
    return [
        f"{bill.number}: {sent[0].attempts[-1].detail if sent and sent[0].attempts else 'unsent'}"
        for bill, sent in bills
        if not sent or sent[0].reference == ""
    ]
