"""A portal of the farm whose list names orders, and whose papers name invoices."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from model.documents import (
    DocumentFormat,
    DocumentKind,
    Evidence,
    EvidenceSource,
    Field,
    Reading,
    ReadState,
)
from model.memory import LayoutMemory
from model.secret import Secret
from model.suppliers import SupplierProfile
from tests.portals.company import company, portal_at
from tests.portals.serving import serve
from tests.portals.sites import DOCS, PASSWORD, USER, Doc, Site
from vault import Credential

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PAPERS = {doc.pdf: (f"FAIR-{at:05}", doc) for at, doc in enumerate(DOCS)}


def read(
    content: bytes,
    suppliers: tuple[SupplierProfile, ...],
    memories: tuple[LayoutMemory, ...] = (),
) -> Reading:
    """What the papers say: another number than the list does, and nothing of it."""
    number, doc = PAPERS[content]
    evidence = Evidence(EvidenceSource.TEXT, 0.99, "label")
    said = {
        "invoice_number": number,
        "issue_date": _day(doc).isoformat(),
        "currency": "EUR",
        "gross_total": str(Decimal(doc.amount.replace(",", ""))),
    }
    return Reading(
        kind=DocumentKind.CREDIT_NOTE if doc.kind == "Credit note" else DocumentKind.INVOICE,
        format=DocumentFormat.PDF,
        state=ReadState.READ,
        fields=MappingProxyType({name: Field(name, v, evidence) for name, v in said.items()}),
        accept=True,
    )


def _day(doc: Doc) -> date:
    return datetime.strptime(doc.day, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone


def test_by_autopilot_and_then_by_recipe_each_order_comes_once_and_nobody_is_asked(
    tmp_path: Path,
) -> None:
    site = Site(docs=DOCS)
    with serve(site.app()) as origin:
        sign_in = Credential(username=USER, password=Secret(PASSWORD), origins=frozenset({origin}))
        with company(
            tmp_path, portal_at(f"{origin}/", origin), sign_in, read=lambda _: read
        ) as ours:
            first, fetched = ours.visited(), site.log["files"]
            assert len(first.fetched) == len(DOCS), first.outcome.sentence
            again = ours.visited()
            assert (again.outcome.code.value, again.fetched) == ("OK_EMPTY", ())
            assert site.log["files"] == fetched
            assert not ours.questions()
            assert sorted(one.number or "" for one in ours.documents()) == [
                number for number, _ in PAPERS.values()
            ]
