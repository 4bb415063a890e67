"""What a bill is drawn from, what it lacks, and how its lines and taxes come about."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from model.deliveries import Lack
from model.documents import DocumentKind, Line, TaxRow
from model.einvoices import EInvoice
from model.money import Money
from parsers.writing.bill import Bill, Charge, Priced
from parsers.writing.charges import charges, rate_of
from parsers.writing.drawing import drawn
from parsers.writing.einvoice import bill_of, xml_of
from parsers.writing.prices import priced
from parsers.writing.proof import faults
from parsers.writing.units import code_of
from tests.feeds.bills import bill
from tests.feeds.parcels import HOSTILE

D = Decimal


def made(**changes: Any) -> Bill:
    found = drawn(bill(**changes))
    assert isinstance(found, Bill), found
    return found


def lacking(**changes: Any) -> tuple[str, ...]:
    found = drawn(bill(**changes))
    assert isinstance(found, tuple)
    return tuple(lack.field for lack in found)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": None}, "issue_date"),
        ({"gross": None}, "gross_total"),
        ({"net": None, "tax_rows": ()}, "net_total"),
        ({"number": bill().sha256[:12]}, "invoice_number"),
        ({"fields": {"buyer_name": ""}}, "buyer_name"),
        ({"fields": {"buyer_vat_id": ""}}, "buyer_country"),
        ({"due": None}, "due_date"),
        ({"fields": {"seller_vat_id": ""}, "supplier_vat_id": None}, "seller_country"),
        ({"fields": {"payable": "2000.00"}}, "payable"),
        ({"tax_rows": (TaxRow(D("1620.71"), D("300.00"), D(19)),)}, "net_total"),
        ({"tax_rows": (), "net": Money(D("1700.00"), "EUR")}, "tax_rate"),
    ],
)
def test_what_is_missing_is_named_with_its_field(changes: dict[str, Any], field: str) -> None:
    assert field in lacking(**changes)


def test_only_bills_become_e_invoices() -> None:
    found = drawn(bill(kind=DocumentKind.STATEMENT))
    assert found == (Lack("A statement is no bill."),)


def test_what_the_document_leaves_out_is_completed_and_what_it_says_stands() -> None:
    known = {"buyer_name": "Other AG", "buyer_country": "CH"}
    found = drawn(bill(fields={"buyer_name": "", "buyer_vat_id": ""}), known)
    assert isinstance(found, Bill)
    assert (found.buyer.name, found.buyer.country) == ("Other AG", "CH")
    said = drawn(bill(), {"buyer_name": "Other AG"})
    assert isinstance(said, Bill)
    assert said.buyer.name == "Hafenkost AG"


@pytest.mark.parametrize(
    ("vat_id", "country"), [("EL123456789", "GR"), ("XI123456789", "GB"), ("FR 12 345678901", "FR")]
)
def test_the_country_follows_from_the_vat_id(vat_id: str, country: str) -> None:
    assert made(fields={"seller_vat_id": vat_id}).seller.country == country


def test_a_tax_number_without_a_country_is_no_vat_id() -> None:
    fields = {"seller_vat_id": "123/456/789", "seller_country": "DE", "seller_registration": "HRB"}
    seller = made(fields=fields, supplier_vat_id=None).seller
    assert (seller.vat_id, seller.tax_no) == ("", "123456789")


def test_the_rate_of_a_tax_follows_from_base_and_amount() -> None:
    (tax,) = made(tax_rows=()).taxes
    assert (tax.category, tax.rate, tax.base) == ("S", D(19), D("1620.71"))


def test_a_rate_that_a_person_filled_in_counts() -> None:
    net = Money(D("1700.00"), "EUR")
    fields = {"tax_rate": "13,45 %"}
    (tax,) = made(tax_rows=(), net=net, fields=fields).taxes
    assert (tax.rate, tax.base, tax.amount) == (D("13.45"), D("1700.00"), D("228.64"))


@pytest.mark.parametrize(
    ("base", "amount", "rate"),
    [
        ("100", "19.00", "19"), ("100", "5.50", "5.5"), ("100", "8.10", "8.1"),
        ("100", "0", "0"), ("0", "1", None), ("100", "90", None), ("0.05", "0.01", None),
    ],
)  # fmt: skip
def test_a_rate_is_told_or_left_open(base: str, amount: str, rate: str | None) -> None:
    assert rate_of(D(base), D(amount)) == (None if rate is None else D(rate))


def test_without_tax_the_reason_is_asked_for() -> None:
    rows = (TaxRow(D(100), D(0), D(0)),)

    def said(fields: dict[str, str]) -> tuple[Charge, ...] | Lack:
        return charges(rows, D(100), D(0), fields)

    asked = said({})
    assert isinstance(asked, Lack)
    assert asked.field == "tax_category"
    exempt = said({"tax_category": "e"})
    assert isinstance(exempt, Lack)
    assert exempt.field == "exemption_reason"
    reversed_charge = said({"tax_category": "AE"})
    assert not isinstance(reversed_charge, Lack)
    (one,) = reversed_charge
    assert one == Charge("AE", D(0), D(100), D(0), "Reverse charge", "VATEX-EU-AE")


def test_rows_of_nothing_say_nothing_beside_others() -> None:
    rows = (TaxRow(D("1620.71"), D("307.93"), D(19), "S"), TaxRow(D(0), D(0), D(0), "E"))
    assert [tax.category for tax in made(tax_rows=rows).taxes] == ["S"]
    lines = (*bill().lines, Line("Gift", D(1), total=D(0), tax_rate=D(0)))
    lines = tuple(replace(line, tax_rate=line.tax_rate or D(19)) for line in lines[:2]) + lines[2:]
    kept = made(tax_rows=rows, lines=lines, fields={"exemption_reason": "Gift"})
    assert [tax.category for tax in kept.taxes] == ["S", "E"]
    assert faults(xml_of(EInvoice.FACTURX, kept)) == []


def test_a_code_is_a_reason_and_a_period_a_day() -> None:
    rows, net = (TaxRow(D(100), D(0), D(0), "E"),), Money(D(100), "EUR")
    fields = {"gross_total": "100.00", "exemption_code": "VATEX-EU-132"}
    found = made(gross=net, net=net, tax_rows=rows, lines=(), fields=fields)
    assert found.taxes[0].reason_code == "VATEX-EU-132"
    within = {"gross_total": "100.00", "service_end": "2026-10-01", "delivery_country": "AT"}
    rows = (TaxRow(D(100), D(0), D(0), "K"),)
    supplied = made(gross=net, net=net, tax_rows=rows, lines=(), fields=within)
    for form in (EInvoice.UBL, EInvoice.FACTURX):
        assert faults(xml_of(form, found)) == []
        assert faults(xml_of(form, supplied)) == []


def test_an_address_of_no_known_scheme_is_left_out() -> None:
    odd = made(fields={"buyer_endpoint": "x", "buyer_endpoint_scheme": "MAIL"})
    assert (odd.buyer.endpoint, odd.buyer.endpoint_scheme) == ("", "")
    mail = made(fields={"buyer_endpoint": "ap@us.example", "buyer_endpoint_scheme": "EM"})
    assert faults(xml_of(EInvoice.UBL, mail)) == []


def test_rows_of_one_rate_are_one() -> None:
    rows = (TaxRow(D(60), D("11.40"), D(19)), TaxRow(D(40), D("7.60"), D(19), "S"))
    assert charges(rows, D(100), D("19.00"), {}) == (Charge("S", D(19), D(100), D("19.00")),)


@pytest.mark.parametrize(
    ("line", "total", "found"),
    [
        (Line("x", D(2), None, D("3.5")), "7.00", Priced(D(2), D("3.5"))),
        (Line("x", D(200), None, D("12.5")), "25.00", Priced(D(200), D("12.5"), D(100))),
        (Line("x", D(2), None, D(10)), "18.00", Priced(D(2), D(10), D(1), D(-2))),
        (Line("x", D(3)), "10.00", Priced(D(3), D(10), D(3))),
        (Line("x", None, None, D("2.50")), "10.00", Priced(D(4), D("2.50"))),
        (Line("x", None, None, D(3)), "10.00", Priced(D(1), D(10))),
        (Line("x"), "-10.00", Priced(D(-1), D(10))),
        (Line("x", D(1), None, D(-10)), "-10.00", Priced(D(-1), D(10))),
        (Line("x", D(0), None, D(10)), "10.00", Priced(D(1), D(10))),
    ],
)
def test_a_line_keeps_what_it_states_and_comes_to_its_total(
    line: Line, total: str, found: Priced
) -> None:
    assert priced(line, D(total)) == found


@pytest.mark.parametrize(
    ("unit", "code"),
    [("Stk.", "H87"), ("kWh", "KWH"), ("STD", "HUR"), ("KGM", "KGM"), (None, "C62"), ("?", "ZZ")],
)
def test_units_are_those_of_recommendation_20(unit: str | None, code: str) -> None:
    assert code_of(unit) == code


def test_lines_that_do_not_explain_the_net_are_summed_by_rate() -> None:
    found = made(lines=(Line("Power", total=D("1508.00")),))
    assert [(item.total, item.tax.rate) for item in found.items] == [(D("1620.71"), D(19))]
    assert found.note
    assert made().note == ""


def test_an_adjustment_goes_to_the_rate_whose_base_shows_it() -> None:
    rows = (TaxRow(D(90), D("17.10"), D(19)), TaxRow(D(50), D("3.50"), D(7)))
    lines = (Line("a", total=D(100), tax_rate=D(19)), Line("b", total=D(50), tax_rate=D(7)))
    found = made(
        gross=Money(D("160.60"), "EUR"), net=Money(D(140), "EUR"), lines=lines, tax_rows=rows,
        fields={"gross_total": "160.60", "allowance_total": "10.00"},
    )  # fmt: skip
    assert [(one.amount, one.tax.rate) for one in found.adjustments] == [(D(-10), D(19))]
    assert faults(xml_of(EInvoice.UBL, found)) == []


def test_what_was_paid_before_follows_from_what_is_left() -> None:
    totals = made(fields={"payable": "1000.00"}).totals
    assert (totals.prepaid, totals.payable) == (D("928.64"), D("1000.00"))
    rounded = made(fields={"payable": "1928.65"}).totals
    assert (rounded.rounding, rounded.prepaid) == (D("0.01"), D(0))


@pytest.mark.parametrize(
    ("category", "fields"),
    [
        ("AE", {}),
        ("K", {"delivery_date": "2026-10-10", "delivery_country": "AT"}),
        ("G", {}),
        ("Z", {}),
        ("E", {"exemption_reason": "Education"}),
    ],
)
@pytest.mark.parametrize("form", [EInvoice.UBL, EInvoice.FACTURX])
def test_bills_without_tax_are_valid(form: EInvoice, category: str, fields: dict[str, str]) -> None:
    net = Money(D(100), "EUR")
    stated = {"gross_total": "100.00", "tax_category": category, **fields}
    rows, lines = (TaxRow(D(100), D(0), D(0)),), (Line("Paper", total=D(100)),)
    found = made(gross=net, net=net, tax_rows=rows, lines=lines, fields=stated)
    assert faults(xml_of(form, found)) == []


def test_peppol_needs_addresses_and_a_reference() -> None:
    found = bill_of(EInvoice.PEPPOL, bill())
    assert isinstance(found, Bill)
    assert (found.seller.endpoint_scheme, found.seller.endpoint) == ("9930", "DE284175635")
    unknown = bill(po_number=None, fields={"buyer_vat_id": "", "buyer_country": "AT"})
    asked = bill_of(EInvoice.PEPPOL, unknown)
    assert isinstance(asked, tuple)
    assert [lack.field for lack in asked] == ["buyer_endpoint", "buyer_reference"]


@pytest.mark.parametrize("text", HOSTILE)
def test_foreign_text_stays_text(text: str) -> None:
    found = made(supplier=text or "x", fields={"seller_name": text, "buyer_name": f"B {text}"})
    assert faults(xml_of(EInvoice.UBL, found)) == []


def test_an_invoice_in_another_currency_keeps_it() -> None:
    found = made(gross=Money(D("1928.64"), "SEK"), net=Money(D("1620.71"), "SEK"))
    xml = xml_of(EInvoice.UBL, found)
    assert b'currencyID="SEK"' in xml
    assert b"EUR" not in xml
    assert faults(xml) == []
