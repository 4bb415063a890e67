"""A small company on a real store, with scripted peers at the edges: portals, reader, receiver."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from model.clock import FixedClock
from model.codes import CodeAsked
from model.deliveries import (
    Acknowledgement,
    Destination,
    DestinationKind,
    Parcel,
    Response,
)
from model.documents import (
    DocumentFormat,
    DocumentKind,
    Evidence,
    EvidenceSource,
    Field,
    Reading,
    ReadState,
    StatementReading,
)
from model.filing import Channel, DocumentSource
from model.mail import Authenticity, MailClass, Notice, TriagedMail
from model.memory import LayoutMemory
from model.money import Money
from model.outcomes import Outcome, OutcomeCode
from model.people import Role, User
from model.ports import Attendant, Codes, Lease, SignInMemory
from model.secret import Secret
from model.suppliers import Account, Mailbox, MailSecurity, Portal, Supplier, SupplierProfile
from model.visits import (
    FetchedDocument,
    Listing,
    RunState,
    VisitOrder,
    VisitProgress,
    VisitResult,
)
from pipeline.documents.filing import Arrival, file
from pipeline.works import Works
from storage import deliveries, mail, suppliers
from storage.store import Store
from tests import emptystore
from tests.postgres import postgres, postgres_url, tables, tables_url
from tests.standin import StandIn

__all__ = ["postgres", "postgres_url", "tables", "tables_url"]

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 "
CLERK = User("u1", "maya", "Maya Okafor", Role.CLERK)
APPROVER = User("u2", "sam", "Sam Ode", Role.APPROVER)


def paper(number: str, gross: str = "119.00", **said: object) -> Reading:
    """What a well-read invoice says."""
    values = {
        "invoice_number": number,
        "issue_date": "2026-10-31",
        "currency": "EUR",
        "gross_total": gross,
        "net_total": str((Decimal(gross) / Decimal("1.19")).quantize(Decimal("0.01"))),
        **{name: str(value) for name, value in said.items() if isinstance(value, str)},
    }
    evidence = Evidence(EvidenceSource.TEXT, 0.99, "label")
    return Reading(
        kind=said.get("kind", DocumentKind.INVOICE),  # type: ignore[arg-type]
        format=DocumentFormat.PDF,
        state=ReadState.READ,
        fields=MappingProxyType({n: Field(n, v, evidence) for n, v in values.items()}),
        accept=bool(said.get("accept", True)),
        statement=said.get("statement"),  # type: ignore[arg-type]
        pages=1,
    )


def listing(
    number: str, gross: str = "119.00", kind: DocumentKind = DocumentKind.INVOICE
) -> Listing:
    """A row of the portal's list."""
    return Listing(kind, number, date(2026, 10, 31), Money(Decimal(gross), "EUR"))


@dataclass
class Outside:
    """The world outside, scripted: what portals bring, what files say, what receivers answer."""

    papers: dict[bytes, Reading] = field(default_factory=dict)
    visits: list[VisitResult] = field(default_factory=list)
    orders: list[VisitOrder] = field(default_factory=list)
    mails: dict[bytes, TriagedMail] = field(default_factory=dict)
    taken: list[Parcel] = field(default_factory=list)
    refusals: list[Exception] = field(default_factory=list)
    answers: dict[str, Response] = field(default_factory=dict)
    asks: list[CodeAsked] = field(default_factory=list)
    attendants: list[Attendant | None] = field(default_factory=list)
    memories: list[SignInMemory | None] = field(default_factory=list)
    brought: list[Secret | None] = field(default_factory=list)

    def read(
        self,
        content: bytes,
        suppliers: tuple[SupplierProfile, ...],
        memories: tuple[LayoutMemory, ...] = (),
    ) -> Reading:
        """What the file says; a file that nobody scripted is damaged."""
        del suppliers, memories
        damaged = Reading(
            DocumentKind.OTHER, DocumentFormat.PDF, ReadState.DAMAGED, detail="It is damaged."
        )
        return self.papers.get(content, damaged)

    def write(self, reading: Reading) -> bytes:
        """A file that says this."""
        content = PDF + f"{reading.text('invoice_number')} {len(self.papers)}".encode()
        self.papers[content] = reading
        return content

    def visit(
        self,
        order: VisitOrder,
        lease: Lease,
        report: Callable[[VisitProgress], None],
        *,
        codes: Codes | None = None,
        attendant: Attendant | None = None,
        memory: SignInMemory | None = None,
    ) -> VisitResult:
        """The next scripted visit; what it asks for by mail, it asks at once."""
        assert lease.password.reveal() == "right"
        self.orders.append(order)
        self.attendants.append(attendant)
        self.memories.append(memory)
        self.brought += [codes(asked) for asked in self.asks if codes]
        report(VisitProgress(RunState.COLLECTING, 1, 2))
        return self.visits.pop(0)

    def brings(
        self, spool: Path, *readings: Reading, rows: Sequence[Listing] = (), **facts: object
    ) -> None:
        """Script a visit that brings these documents, from `rows` or such as name them."""
        fetched = []
        for at, reading in enumerate(readings):
            content = self.write(reading)
            path = spool / f"{len(self.papers)}.pdf"
            path.write_bytes(content)
            number, gross = reading.text("invoice_number") or "", reading.text("gross_total") or ""
            row = rows[at] if rows else listing(number, gross, reading.kind)
            fetched.append(FetchedDocument(row, path, "", len(content), "application/pdf", "x.pdf"))
        settled = {
            "outcome": Outcome(OutcomeCode.OK, MappingProxyType({"n": str(len(readings))})),
            "complete": True,
            "listings": tuple(one.listing for one in fetched),
            "documents": tuple(fetched),
            **facts,
        }
        self.visits.append(VisitResult(**settled))  # type: ignore[arg-type]

    def triage(self, raw: bytes, suppliers: tuple[SupplierProfile, ...]) -> TriagedMail:
        """The scripted meaning of a mail."""
        del suppliers
        return self.mails[raw]

    def deliver(
        self, destination: Destination, parcel: Parcel, lease: Lease | None
    ) -> Acknowledgement:
        """Take a parcel, unless a refusal is scripted."""
        del destination, lease
        if self.refusals:
            raise self.refusals.pop(0)
        self.taken.append(parcel)
        return Acknowledgement(f"ref-{len(self.taken)}", "taken")

    def responses(
        self, _destination: Destination, asked: Mapping[str, str], _lease: Lease | None
    ) -> tuple[Response, ...]:
        """The scripted answers."""
        return tuple(self.answers[key] for key in asked if key in self.answers)


@dataclass(frozen=True)
class Opened:
    """A lease of the scripted vault."""

    name: str
    edition: str | None = "1"
    username: str = "ap"
    password: Secret = field(default_factory=lambda: Secret("right"))
    totp: Secret | None = None
    customer_number: str | None = None
    origins: frozenset[str] = frozenset()


@dataclass
class OpenVault(StandIn):
    """A vault that opens everything; `edition` is that of all its records."""

    edition: str | None = "1"

    @contextmanager
    def lease(self, name: str, *, purpose: str, job: str) -> Iterator[Lease]:
        """A lease of any name."""
        assert purpose
        assert job
        yield Opened(name, self.edition)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.e2e)])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """A store with one supplier, its portal, a mailbox and a destination, on either database."""
    if request.param == "postgresql":
        url = str(request.getfixturevalue("tables_url"))
        opened = Store.open(url, tmp_path, clock=clock)
    else:
        opened = emptystore.opened(tmp_path / "app.sqlite", clock)
    with opened.begin() as tx:
        suppliers.add(
            tx, Supplier("nw", "Nordwind", "DE1", ("DE89370400440532013000",), ("nw.example",))
        )
        suppliers.add_account(tx, Account("nw-1", "nw", "K-1"))
        suppliers.add_portal(
            tx,
            Portal(
                "nw-portal",
                "nw",
                "Nordwind",
                "https://nw.example",
                frozenset({"https://nw.example"}),
                credential="nw",
                account_id="nw-1",
            ),
        )
        mail.add_mailbox(
            tx,
            Mailbox("ap", "AP", "127.0.0.1", 993, MailSecurity.TLS, "ap@us.example", "ap-mail"),
        )
        deliveries.add_destination(
            tx,
            Destination(
                "approval",
                "Approval",
                DestinationKind.WEBHOOK,
                MappingProxyType({"url": "https://x.example", "status_url": "https://x.example"}),
            ),
        )
    yield opened
    opened.close()


@pytest.fixture
def outside() -> Outside:
    return Outside()


@pytest.fixture
def works(store: Store, outside: Outside, clock: FixedClock, tmp_path: Path) -> Works:
    return Works(
        store=store,
        vault=OpenVault(),
        clock=clock,
        folder=tmp_path,
        visit=outside.visit,
        read=outside.read,
        triage=outside.triage,
        deliver=outside.deliver,
        responses=outside.responses,
    )


@pytest.fixture
def arrive(works: Works, outside: Outside) -> Callable[..., str]:
    """File a document as if it came by mail; its id."""
    count = iter(range(1000))

    def arrived(reading: Reading, row: Listing | None = None, **facts: object) -> str:
        source = DocumentSource(Channel.MAIL, f"m{next(count)}", "E-mail", works.clock.now())
        given = {"supplier_id": "nw", "account_id": "nw-1", **facts}
        arrival = Arrival(
            outside.write(reading),
            "application/pdf",
            source,
            listing=row,
            **given,  # type: ignore[arg-type]
        )
        return file(works.store, works.read, arrival)

    return arrived


def notice_mail(number: str, **facts: object) -> TriagedMail:
    """A mail that announces a document."""
    notice = Notice(
        facts.get("mail_class", MailClass.INVOICE_AVAILABLE),  # type: ignore[arg-type]
        facts.get("confidence", 0.95),  # type: ignore[arg-type]
        ("subject says so",),
        number=number,
        amount=Money(Decimal("119.00"), "EUR"),
        customer_number="K-1",
    )
    return TriagedMail(
        identity=f"mail-{number}",
        message_id=f"<{number}@nw.example>",
        subject=f"Invoice {number} is ready",
        sender=str(facts.get("sender", "billing@nw.example")),
        sender_name="Nordwind",
        sent=NOW,
        notices=(notice,),
        authenticity=Authenticity.PASS,
        alerts=facts.get("alerts", ()),  # type: ignore[arg-type]
        attachments=facts.get("attachments", ()),  # type: ignore[arg-type]
    )


def statement_reading(*lines: object, closing: str) -> StatementReading:
    """A statement in euro."""
    return StatementReading(
        lines=lines,  # type: ignore[arg-type]
        currency="EUR",
        statement_date=date(2026, 10, 31),
        closing=Decimal(closing),
    )
