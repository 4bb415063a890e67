"""A small company to test with: a supplier, its account and portal, and documents of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from model.deliveries import Destination, DestinationKind
from model.documents import (
    Box,
    Check,
    DocumentFormat,
    DocumentKind,
    Evidence,
    EvidenceSource,
    Field,
    Line,
    Reading,
    ReadState,
    StatementLine,
    StatementLineKind,
    StatementReading,
    TaxRow,
)
from model.exceptions import Action, Answer, ExceptionItem, ExceptionReason
from model.expectations import Expectation, ExpectationSource
from model.filing import Channel, DocumentSource, DocumentStatus, FiledDocument
from model.money import Money
from model.suppliers import Account, Mailbox, MailSecurity, Portal, Supplier
from storage import deliveries, documents, mail, suppliers
from storage.store import Tx

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

NORDWIND = Supplier(
    id="nordwind",
    name="Nordwind Energie GmbH",
    vat_id="DE296559190",
    ibans=("DE89370400440532013000",),
    domains=("nordwind.example",),
)
ACCOUNT = Account(
    id="nordwind-1", supplier_id="nordwind", number="K-77120", label="Energy", portal_id="portal-1"
)
PORTAL = Portal(
    id="portal-1",
    supplier_id="nordwind",
    name="Nordwind portal",
    start_url="https://portal.nordwind.example/login",
    origins=frozenset({"https://portal.nordwind.example", "https://login.nordwind.example"}),
    credential="nordwind",
    account_id="nordwind-1",
    connected=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
)
MAILBOX = Mailbox(
    id="mailbox-1",
    name="Invoices",
    host="mail.aldermoor.example",
    port=993,
    security=MailSecurity.TLS,
    username="invoices",
    credential="mailbox",
)
DESTINATION = Destination(
    id="erp",
    name="ERP",
    kind=DestinationKind.WEBHOOK,
    settings=MappingProxyType({"url": "https://erp.aldermoor.example/in"}),
    credential="erp",
    suppliers=frozenset({"nordwind"}),
)
BY_PORTAL = DocumentSource(Channel.PORTAL, "run-1", "Nordwind portal", NOON)
BY_MAIL = DocumentSource(Channel.MAIL, "message-1", "invoices@aldermoor.example", NOON)


def found(name: str, value: str, *, score: float = 0.99) -> Field:
    evidence = Evidence(EvidenceSource.TEXT, score, f"beside {name}", 1, Box(10.5, 20.25, 30, 4.1))
    return Field(name, value, evidence)


def fields(*several: Field) -> MappingProxyType[str, Field]:
    return MappingProxyType({field.name: field for field in several})


STATEMENT_READING = StatementReading(
    lines=(
        StatementLine(
            position=1,
            kind=StatementLineKind.INVOICE,
            reference="RE-1",
            day=date(2026, 10, 1),
            amount=Money(Decimal("100.00"), "EUR"),
            due=date(2026, 10, 31),
            balance=Decimal("100.00"),
            text="Invoice RE-1",
            page=1,
            box=Box(1, 2, 3, 4),
        ),
        StatementLine(
            position=2,
            kind=StatementLineKind.PAYMENT,
            reference="",
            day=None,
            amount=Money(Decimal("-40.00"), "EUR"),
        ),
    ),
    currency="EUR",
    statement_date=date(2026, 10, 31),
    account="K-77120",
    opening=Decimal("0.00"),
    closing=Decimal("60.00"),
)

READING = Reading(
    kind=DocumentKind.INVOICE,
    format=DocumentFormat.PDF,
    state=ReadState.READ,
    fields=fields(
        found("gross_total", "1928.64"),
        found("currency", "EUR"),
        found("invoice_number", "RE-2026-104877"),
        found("issue_date", "2026-10-14"),
        found("iban", "DE89370400440532013000", score=0.4),
        found("odd\ud800 name", "not a date"),
    ),
    lines=(
        Line(
            "Stromlieferung\x00 Werk Nord",
            quantity=Decimal(4812),
            unit="kWh",
            unit_price=Decimal("0.2210"),
            total=Decimal("1063.45"),
            tax_rate=Decimal(19),
            line_id="1",
            order_number="PO-48213",
            page=1,
            box=Box(0, 1, 2.5, 3),
        ),
        Line("Netznutzung"),
    ),
    tax_rows=(TaxRow(Decimal("1620.71"), Decimal("307.93"), Decimal(19), "S"),),
    statement=STATEMENT_READING,
    checks=(Check("net_tax_total", ok=True, detail="1620.71 + 307.93"), Check("qr", None, "")),
    accept=True,
    pages=2,
    language="de",
    detail="read",
)


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def invoice(document_id: str = "doc-1", **changed: Any) -> FiledDocument:
    document = FiledDocument(
        id=document_id,
        supplier_id="nordwind",
        account_id="nordwind-1",
        kind=DocumentKind.INVOICE,
        number="RE-2026/104877",
        day=date(2026, 10, 14),
        due=date(2026, 11, 13),
        gross=euros("1928.64"),
        net=euros("1620.71"),
        po_number="PO-48213",
        iban="DE89370400440532013000",
        format=DocumentFormat.PDF,
        read_state=ReadState.READ,
        sha256="a" * 64,
        media_type="application/pdf",
        status=DocumentStatus.READY,
        note="Ready",
        received=NOON,
        accept=True,
    )
    return replace(document, **changed)


def expectation(expectation_id: str = "exp-1", **changed: Any) -> Expectation:
    expected = Expectation(
        id=expectation_id,
        key=f"key of {expectation_id}",
        supplier_id="nordwind",
        kind=DocumentKind.INVOICE,
        source=ExpectationSource.NOTICE,
        source_id="message-1",
        opened=NOON,
        account_id="nordwind-1",
        portal_id="portal-1",
        number="4711",
        amount=euros("0.00"),
        day=date(2026, 11, 3),
    )
    return replace(expected, **changed)


def question(exception_id: str = "q-1", **changed: Any) -> ExceptionItem:
    item = ExceptionItem(
        id=exception_id,
        reason=ExceptionReason.PO_OVER,
        sentence="PO-48213 has EUR 1,572.51 net open.",
        subject="document:doc-1",
        opened=NOON,
        answers=(Answer("1", "Accept", Action.ACCEPT), Answer("2", "Reject", Action.REJECT)),
    )
    return replace(item, **changed)


def found_company(tx: Tx) -> None:
    """Everything that documents refer to."""
    suppliers.add(tx, NORDWIND)
    suppliers.add_account(tx, ACCOUNT)
    suppliers.add_portal(tx, PORTAL)
    mail.add_mailbox(tx, MAILBOX)
    deliveries.add_destination(tx, DESTINATION)


def file_invoice(tx: Tx, document_id: str = "doc-1", **changed: Any) -> FiledDocument:
    document = invoice(document_id, **changed)
    documents.add(tx, document, READING, BY_PORTAL)
    return document
