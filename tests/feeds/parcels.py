"""A parcel, leases and destinations for tests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from model.deliveries import Destination, DestinationKind, Parcel
from model.documents import DocumentKind
from model.money import Money
from model.secret import Secret

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
CONTENT = b"%PDF-1.7\n.leading dot\r\n..two\r\n\x00\xff binary\n%%EOF\n"
SIGNING_KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

PARCEL = Parcel(
    key="4f1c0ffee0",
    document_id="doc-1",
    kind=DocumentKind.INVOICE,
    supplier="Quill & Vale Müller",
    number="RE-2026/104",
    day=date(2026, 10, 14),
    due=date(2026, 11, 13),
    gross=Money(Decimal("1928.64"), "EUR"),
    net=Money(Decimal("1620.71"), "EUR"),
    po_number="PO-48213",
    account="77-1",
    fields=MappingProxyType({"currency": "EUR"}),
    file_name="from outside.pdf",
    media_type="application/pdf",
    content=CONTENT,
    sha256=hashlib.sha256(CONTENT).hexdigest(),
)

HOSTILE = (
    "Evil\r\nBcc: thief@example.test\r\n\r\nbody",
    "../../etc/passwd",
    "/etc/cron.d/x",
    "nul\x00byte",
    "\u202egpj.exe\u2066",
    "-rf *; $(reboot) `id`",
    "<script>alert(1)</script>",
    "line\u2028separator\u0085next",
    "." * 3,
    "",
    "x" * 5000,
)


@dataclass(frozen=True)
class FakeLease:
    """A lease that never ends."""

    password: Secret
    username: str = "billhook"
    name: str = "record"
    edition: str | None = None
    totp: Secret | None = None
    customer_number: str | None = None
    origins: frozenset[str] = field(default_factory=frozenset)


def parcel(**facts: Any) -> Parcel:
    return replace(PARCEL, **facts)


def destination(kind: DestinationKind, **settings: str) -> Destination:
    return Destination("approval", "Approval", kind, MappingProxyType(settings))
