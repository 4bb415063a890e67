"""Whatever is written is valid by schema and rules, and reads back as the same document."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

import parsers
from model.deliveries import Parcel
from model.documents import Line
from model.einvoices import EInvoice
from parsers.writing import cxml, pidx
from parsers.writing.bill import Bill
from parsers.writing.einvoice import bill_of, xml_of
from parsers.writing.proof import faults
from parsers.writing.tree import plain
from parsers.writing.units import code_of
from pipeline.deliveries import parcels
from tests.feeds.bills import BILL, bills, credit
from tests.feeds.networks import cxml_faults, peppol_faults, pidx_faults
from tests.feeds.parcels import NOW

BY_EN16931 = (EInvoice.UBL, EInvoice.PEPPOL, EInvoice.FACTURX)
KNOWN = {"buyer_reference": "B-1"}
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def made(form: EInvoice, parcel: Parcel) -> bytes:
    bill = bill_of(form, parcel, KNOWN)
    assert isinstance(bill, Bill), bill
    return xml_of(form, bill)


def facts(parcel: Parcel) -> tuple[object, ...]:
    """What makes two parcels the same document."""
    said = ("currency", "seller_name", "buyer_name", "payment_terms", "iban")
    return (
        parcel.kind, parcel.number, parcel.day, parcel.due, parcel.gross, parcel.net,
        parcel.po_number, tuple((r.base, r.amount, r.rate) for r in parcel.tax_rows),
        tuple(plain(parcel.fields.get(name, "")).replace(" ", "") for name in said),
        parcel.fields.get("prepaid"), tuple(map(_line, parcel.lines)),
    )  # fmt: skip


def _line(line: Line) -> tuple[object, ...]:
    """A line as it states itself; what it left out may have been put in other words."""
    rate = line.tax_rate
    return (plain(line.description), line.total, code_of(line.unit), rate and rate.normalize())


def _stated(line: Line) -> tuple[Decimal, Decimal] | None:
    both = line.quantity is not None and line.unit_price is not None
    return (line.quantity, line.unit_price) if both else None  # type: ignore[return-value]  # both are there


@pytest.mark.parametrize("form", BY_EN16931)
@pytest.mark.parametrize("parcel", [BILL, credit(BILL)], ids=["invoice", "credit note"])
def test_a_bill_is_valid_and_reads_back(form: EInvoice, parcel: Parcel) -> None:
    xml = made(form, parcel)
    assert faults(xml) == []
    assert form is not EInvoice.PEPPOL or peppol_faults(xml) == []
    reading = parsers.read(xml)
    assert reading.accept
    back = parcels.of_reading(reading, xml)
    known = replace(parcel, lines=tuple(replace(x, tax_rate=Decimal(19)) for x in parcel.lines))
    assert facts(back) == facts(known)
    assert list(map(_stated, back.lines)) == list(map(_stated, parcel.lines))


@pytest.mark.slow
@pytest.mark.parametrize("form", BY_EN16931)
@MANY
@given(parcel=bills())
def test_any_bill_that_adds_up_is_valid_and_reads_back(form: EInvoice, parcel: Parcel) -> None:
    xml = made(form, parcel)
    assert faults(xml) == []
    assert form is not EInvoice.PEPPOL or peppol_faults(xml) == []
    back = parcels.of_reading(parsers.read(xml), xml)
    assert facts(back) == facts(parcel)
    for line, again in zip(parcel.lines, back.lines, strict=True):
        if _stated(line) and line.quantity:
            assert _stated(again) == _stated(line)


def _in_network(form: EInvoice, parcel: Parcel) -> bytes:
    """The message that a network gets; its receiver has nothing against it."""
    bill = bill_of(form, parcel, KNOWN)
    assert isinstance(bill, Bill), bill
    if form is EInvoice.PIDX:
        message = pidx.write(bill, pidx.Envelope())
        assert pidx_faults(message) == []
        return message
    us = cxml.Identity("DUNS", "1")
    message = cxml.write(bill, cxml.Envelope(us, us, "key@us", NOW))
    assert cxml_faults(message) == []
    return message


@pytest.mark.slow
@pytest.mark.parametrize("form", [EInvoice.CXML, EInvoice.PIDX])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(parcel=bills())
def test_any_bill_that_adds_up_is_taken_by_a_network_and_reads_back(
    form: EInvoice, parcel: Parcel
) -> None:
    message = _in_network(form, parcel)
    back = parcels.of_reading(parsers.read(message), message)
    assert (back.kind, back.number, back.day) == (parcel.kind, parcel.number, parcel.day)
    assert (back.gross, back.net, back.po_number) == (parcel.gross, parcel.net, parcel.po_number)
    taxes = [[(r.base, r.amount, r.rate) for r in one.tax_rows] for one in (back, parcel)]
    assert taxes[0] == taxes[1]
    lines = back.lines[: len(parcel.lines)]  # PIDX has adjustments as lines behind them
    assert [line.total for line in lines] == [line.total for line in parcel.lines]
    words = [plain(line.description) for line in parcel.lines]
    assert [line.description for line in lines] == words
