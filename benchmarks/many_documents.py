"""A store as a large company's after some years, made in a minute: rows are copied in bulk.

One record of each kind is filed as the application files it. The others are its row with other ids,
numbers, days and amounts, so that a new column comes along by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from model.deliveries import DeliveryState, Destination, DestinationKind
from model.documents import (
    Box,
    DocumentFormat,
    DocumentKind,
    Evidence,
    EvidenceSource,
    Field,
    Reading,
    ReadState,
    normalise_number,
)
from model.exceptions import Action, Answer, ExceptionItem, ExceptionReason
from model.expectations import Expectation, ExpectationSource
from model.filing import Channel, DocumentSource, DocumentStatus, FiledDocument, MessageState
from model.ids import derived_id
from model.mail import Authenticity, RawMail, TriagedMail
from model.money import Money
from model.outcomes import Outcome, OutcomeCode
from model.suppliers import Mailbox, MailSecurity, Portal, Supplier
from storage import (
    deliveries,
    documents,
    exceptions,
    expectations,
    mail,
    runs,
    searching,
    suppliers,
    tables,
)
from storage.backup import bare
from storage.columns import Instant
from storage.store import Store, Tx

SUPPLIERS: Final = 2_000
PORTALS: Final = 300
VISITS: Final = 200
"""So many visits of each portal are remembered."""
OPEN: Final = 2_000
"""So many of the newest documents wait for something."""
NOON: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIRST: Final = date(2024, 1, 1)
_DAYS: Final = 1050
_BATCH: Final = 20_000
_WAITING: Final = (DocumentStatus.READY, DocumentStatus.REVIEW, DocumentStatus.EXCEPTION)
_NAMES: Final = ("number", "date", "due_date", "gross", "net", "currency", "iban", "supplier")
_Cells = dict[str, Any]


def fill(store: Store, number: int, *, bare_bones: bool = False) -> None:
    """Put so many documents on file, with all that hangs on them; or their own rows alone."""
    with store.begin() as tx:
        _company(tx)
        _sample(tx)
    with store.begin() as tx, _without_indexes(tx.connection):
        wanted = {tables.document: _document} if bare_bones else _OF_DOCUMENT
        copies = {table: _Copies(tx, table) for table in wanted}
        _Copies(tx, tables.run).add(_run(at) for at in range(PORTALS * VISITS))
        for begin in range(0, number, _BATCH):
            made = [Made(at) for at in range(begin, min(begin + _BATCH, number))]
            for table, cells in wanted.items():
                copies[table].add(cells(one) for one in made)
        _Copies(tx, tables.exception).add(_exception(at) for at in range(OPEN // 4))
    with store.begin() as tx:
        searching.forget(tx, ["sample"])
        searching.keep_all(tx)
    if store.engine.dialect.name == "postgresql":  # its own service would do it soon
        with store.begin() as tx:
            tx.connection.exec_driver_sql("ANALYZE")


def name(supplier: int) -> str:
    """What no other supplier's name holds, nor any number."""
    return f"Q{supplier:04}Z"


class Made:
    """The facts of one document; the newest has the number 0."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.id = _mixed(at)
        self.sha256 = _mixed(at) * 4
        self.supplier = at % SUPPLIERS
        self.number = f"RE-{2024 + at % 3}/{at:07}"
        self.cents = 100 + at * 37 % 900_000
        self.day = FIRST + timedelta(days=at % _DAYS)
        self.due = self.day + timedelta(days=30)
        self.came = (NOON - timedelta(seconds=90 * at)).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
        self.fetched = at % 5 < 2
        """Whether it was fetched from a portal: two of five are."""
        self.waits = at < OPEN


def _mixed(at: int) -> str:
    """Sixteen digits in no order, other ones for each number."""
    return f"{(at + 1) * 0x9E3779B97F4A7C15 % 2**64:016x}"


def sample(number: str) -> FiledDocument:
    """An invoice with this number."""
    gross = Money(Decimal("120.00"), "EUR")
    return FiledDocument(
        id="sample",
        supplier_id="s0",
        account_id=None,
        kind=DocumentKind.INVOICE,
        number=number,
        day=FIRST,
        due=FIRST + timedelta(days=30),
        gross=gross,
        net=gross,
        po_number=None,
        iban="DE89370400440532013000",
        format=DocumentFormat.PDF,
        read_state=ReadState.READ,
        sha256="0" * 64,
        media_type="application/pdf",
        status=DocumentStatus.DELIVERED,
        note="",
        received=NOON,
    )


def _field(name: str) -> Field:
    evidence = Evidence(EvidenceSource.TEXT, 0.99, f"beside {name}", 1, Box(10.5, 20.25, 30, 4.1))
    return Field(name, "DE89370400440532013000", evidence)


READING: Final = Reading(
    DocumentKind.INVOICE,
    DocumentFormat.PDF,
    ReadState.READ,
    fields=MappingProxyType({name: _field(name) for name in _NAMES}),
    pages=1,
)


def _company(tx: Tx) -> None:
    server = ("mail.many.example", 993, MailSecurity.TLS, "ap", "mailbox")
    mail.add_mailbox(tx, Mailbox("inbox", "Accounts payable", *server))
    erp = MappingProxyType({"url": "https://erp.many.example/in"})
    paused = Destination("erp", "ERP", DestinationKind.WEBHOOK, erp, "erp", paused=True)
    deliveries.add_destination(tx, paused)
    for at in range(SUPPLIERS):
        suppliers.add(tx, Supplier(f"s{at}", f"Supplier {name(at)}", domains=(f"s{at}.example",)))
    for at in range(PORTALS):
        start = f"https://portal.s{at}.example"
        suppliers.add_portal(tx, Portal(_portal(at), f"s{at}", "Portal", start, frozenset({start})))


def _portal(at: int) -> str:
    return f"portal-{at % PORTALS}"


def _sample(tx: Tx) -> None:
    """One document that came by mail, was expected, asked about and delivered."""
    letter = RawMail("sample", 1, NOON, b"", message_id="<sample@many.example>")
    message_id = mail.journal(tx, "inbox", letter, "0" * 64) or ""
    mail.triaged(tx, message_id, _TRIAGED, ())
    mail.finish(tx, message_id, MessageState.DONE)
    visit = runs.request(tx, _portal(0), "a mail said so")
    runs.finish(tx, visit.id, Outcome(OutcomeCode.OK), fetched=1)
    document = sample("sample")
    documents.add(tx, document, READING, DocumentSource(Channel.MAIL, message_id, "mail", NOON))
    wanted = Expectation(
        "sample", "sample", "s0", document.kind, ExpectationSource.NOTICE, message_id, NOON
    )
    expectations.expect(tx, replace(wanted, portal_id=_portal(0), number="sample"))
    expectations.fulfil(tx, "sample", "sample", "It came by mail.")
    deliveries.queue(tx, "sample", "erp", "sample")
    answers = (Answer("a", "Accept", Action.ACCEPT), Answer("r", "Reject", Action.REJECT))
    asked = ("A field is unsure: the due date.", "document:sample", NOON, answers)
    exceptions.raise_(tx, ExceptionItem("sample", ExceptionReason.FIELDS_UNSURE, *asked))


_TRIAGED: Final = TriagedMail(
    identity="sample",
    message_id="<sample@many.example>",
    subject="Your invoice is ready",
    sender="billing@s0.example",
    sender_name="Billing",
    sent=NOON,
    notices=(),
    authenticity=Authenticity.PASS,
    excerpt="Your invoice RE-2026/4711 over EUR 120.00 is ready. Please sign in. " * 3,
)


def _run(at: int) -> _Cells:
    when = str(Instant().written(NOON - timedelta(days=at // PORTALS)))
    begun = {"requested": when, "started": when, "finished": when}
    return {"id": f"run-{at}", "portal_id": _portal(at), **begun}


def _message(of: Made) -> _Cells:
    mark = f"<{of.at}@many.example>"
    return {"id": f"mail-{of.at}", "identity": mark, "message_id": mark, "received": of.came}


def _document(of: Made) -> _Cells:
    supplier, normalised = f"s{of.supplier}", normalise_number(of.number)
    order, amount = f"45{of.at:08}", f"{of.cents // 100}.{of.cents % 100:02}"
    return {
        "id": of.id,
        "supplier_id": supplier,
        "number": of.number,
        "day": str(of.day),
        "due": str(of.due),
        "gross_minor": of.cents,
        "net_minor": of.cents,
        "po_number": order,
        "sha256": of.sha256,
        "status": (_WAITING[of.at % 3] if of.waits else DocumentStatus.DELIVERED).value,
        "received": of.came,
        "identity_key": derived_id(supplier, "", normalised, DocumentKind.INVOICE.value),
        "normalised": normalised,
        "search": f"{of.number}\n{normalised}\n{order}\n{amount}".casefold(),
        "channel": (Channel.PORTAL if of.fetched else Channel.MAIL).value,
    }


def _file(of: Made) -> _Cells:
    return {"document_id": of.id, "sha256": of.sha256, "at": of.came}


def _source(of: Made) -> _Cells:
    channel, reference = Channel.MAIL, f"mail-{of.at}"
    if of.fetched:
        channel, reference = Channel.PORTAL, f"run-{of.at % (PORTALS * VISITS)}"
    said = {"channel": channel.value, "reference": reference}
    return {"document_id": of.id, "at": of.came, **said}


def _news(of: Made) -> _Cells:
    return {"id": f"news-{of.at}", "seq": 1_000 + of.at, "subject": of.id, "at": of.came}


def _delivery(of: Made) -> _Cells:
    state = DeliveryState.HELD if of.waits else DeliveryState.DELIVERED
    key = {"id": f"delivery-{of.at}", "key": f"key-{of.at}"}
    return {**key, "document_id": of.id, "state": state.value, "queued": of.came}


def _expectation(of: Made) -> _Cells:
    key = {"id": f"expected-{of.at}", "key": f"expected-{of.at}", "portal_id": _portal(of.at)}
    about = {"supplier_id": f"s{of.supplier}", "document_id": of.id, "number": of.number}
    return {**key, **about, "opened": of.came}


def _exception(at: int) -> _Cells:
    return {"id": f"question-{at}", "subject": f"document:{_mixed(at * 3 + 1)}"}


_OF_DOCUMENT: Final[Mapping[Table, Callable[[Made], _Cells]]] = {
    tables.message: _message,
    tables.document: _document,
    tables.document_file: _file,
    tables.document_source: _source,
    tables.news: _news,
    tables.delivery: _delivery,
    tables.expectation: _expectation,
}
"""What each document has a row in."""


class _Copies:
    """Rows like the one that a table has, with other cells."""

    def __init__(self, tx: Tx, table: Table) -> None:
        found = tx.connection.execute(select(bare(table)).limit(1)).mappings().one()
        self._row, self._connection, self._table = dict(found), tx.connection, table.name
        self._names = ", ".join(f'"{name}"' for name in self._row)

    def add(self, several: Iterable[_Cells]) -> None:
        """Put rows into the table in the driver's fastest way."""
        rows = ({**self._row, **cells}.values() for cells in several)
        line: Any = self._connection.connection.cursor()
        if self._connection.dialect.name == "postgresql":
            with line.copy(f"COPY {self._table} ({self._names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(tuple(row))
        else:
            marks = ", ".join("?" for _ in self._row)
            into = f"INSERT INTO {self._table} ({self._names}) VALUES ({marks})"
            line.executemany(into, map(tuple, rows))


_INDEXES: Final = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    " AND (indexname LIKE 'ix_%%' OR indexname LIKE 'uq_run_queued')",
}


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Nothing comes back; at the end all indexes are made anew, which is much faster."""
    held = connection.exec_driver_sql(_INDEXES[connection.dialect.name]).all()
    for index, _ in held:
        connection.exec_driver_sql(f"DROP INDEX {index}")
    yield
    for _, made in held:
        connection.exec_driver_sql(made)
