import io
from decimal import Decimal

import pikepdf
import pytest

import parsers
from model.documents import DocumentFormat, DocumentKind, EvidenceSource
from model.errors import FormatUnknown
from model.money import Money
from parsers import report
from parsers.einvoice import rules
from tests.parsers import paper, xml


def hybrid(
    data: bytes, printed: str = "RE-881", name: str = "factur-x.xml", more: tuple[str, ...] = ()
) -> bytes:
    page = paper.Page.new()
    page.write(50, 30, "Papierwerk Nord GmbH")
    for row, text in enumerate(("Hafenkost AG", *more)):
        page.write(50, 120 + 14 * row, text)
    page.write(50, 60, f"Rechnung Nr. {printed} vom 25.03.2026", 14)
    page.write(50, 90, "Kundennummer: K-77120")
    for row, (label, amount) in enumerate(
        (("Netto", "100,00"), ("MwSt. 19 %", "19,00"), ("Gesamtbetrag", "119,00 €"))
    ):
        page.write(300, 300 + 16 * row, label)
        page.write(500, 300 + 16 * row, amount, right=True)
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(page.done())) as document:
        document.attachments[name] = data
        document.save(packed)
    return packed.getvalue()


def test_an_invoice_in_ubl_is_read_with_its_terms_lines_and_taxes() -> None:
    reading = parsers.read(xml.ubl())
    assert (reading.kind, reading.format) == (DocumentKind.INVOICE, DocumentFormat.UBL)
    assert reading.text("invoice_number") == "RE-881"
    assert reading.text("due_date") == "2026-04-24"
    assert reading.text("seller_vat_id") == "DE123456789"
    assert reading.fields["gross_total"].evidence.source is EvidenceSource.XML
    assert (reading.lines[0].quantity, reading.lines[0].total) == (4, Decimal("100.00"))
    assert (reading.tax_rows[0].rate, reading.tax_rows[0].category) == (19, "S")
    assert reading.accept


def test_a_credit_note_states_positive_amounts_and_is_owed_as_negative() -> None:
    reading = parsers.read(xml.ubl("CreditNote"))
    assert reading.kind is DocumentKind.CREDIT_NOTE
    assert reading.text("gross_total") == "119.00"
    assert reading.money("gross_total") == Money(Decimal("-119.00"), "EUR")
    assert report.of_reading("c.xml", reading)["fields"]["gross_total"] == "119.00"


def test_an_invoice_that_does_not_add_up_is_not_accepted() -> None:
    reading = parsers.read(xml.ubl(gross="120.00"))
    assert reading.checks[0].ok is False
    assert not reading.accept


def test_a_cross_industry_invoice_is_read() -> None:
    reading = parsers.read(xml.cii())
    assert reading.format is DocumentFormat.CII
    assert reading.text("issue_date") == "2026-03-25"
    assert reading.text("seller_name") == "Papierwerk Nord GmbH"


def test_a_hybrid_is_read_by_its_xml_and_shown_by_its_page() -> None:
    reading = parsers.read(hybrid(xml.cii()))
    assert reading.format is DocumentFormat.FACTURX
    assert reading.checks[-1].name == "Page agrees with XML"
    assert reading.checks[-1].ok
    number = reading.fields["invoice_number"].evidence
    assert (number.source, number.page) == (EvidenceSource.XML, 1)
    assert number.box is not None


def test_a_page_that_contradicts_its_xml_is_not_accepted() -> None:
    reading = parsers.read(hybrid(xml.cii(gross="819.00")))
    assert reading.checks[-1].ok is False
    assert "819.00" in reading.checks[-1].detail
    assert not reading.accept
    assert reading.unproved == ("net_total", "tax_total", "gross_total")


def test_what_only_the_page_or_only_the_xml_says_is_the_one_to_look_at() -> None:
    assert parsers.read(hybrid(xml.cii(), printed="RE-882")).unproved == ("invoice_number",)


@pytest.mark.parametrize(
    ("stated", "changed", "name"),
    [
        ("DE123456789", "DE123456788", "seller_vat_id"),
        (">EUR<", ">USD<", "currency"),
        (">100.00<", ">1000.00<", "net_total"),
        (">19.00<", ">19.01<", "tax_total"),
        ("20260325", "20260326", "issue_date"),
        ("Hafenkost AG", "Quantum Dynamics SAS", "buyer_name"),
        (">RE-881<", ">RE-88<", "invoice_number"),
    ],
)
def test_what_the_page_prints_otherwise_is_named(stated: str, changed: str, name: str) -> None:
    more = ("USt-IdNr. DE 123 456 789", "IBAN DE89 3704 0044 0532 0130 00")
    assert parsers.read(hybrid(xml.cii(), more=more)).checks[-1].ok
    reading = parsers.read(hybrid(xml.cii().replace(stated.encode(), changed.encode()), more=more))
    assert name in reading.unproved
    assert reading.checks[-1].ok is False
    assert not reading.accept


def test_an_account_or_a_day_that_only_the_xml_states_is_no_contradiction() -> None:
    paid = xml.cii().replace(
        b"<ram:SpecifiedTradeSettlementHeaderMonetary",
        b"<ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeePartyCreditorFinancialAccount>"
        b"<ram:IBANID>DE89370400440532013000</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>"
        b"</ram:SpecifiedTradeSettlementPaymentMeans>"
        b"<ram:SpecifiedTradeSettlementHeaderMonetary",
        1,
    )
    assert parsers.read(hybrid(paid)).checks[-1].ok
    other = parsers.read(hybrid(paid, more=("IBAN DE02 1203 0000 0000 2020 51",)))
    assert other.unproved == ("iban",)
    assert "DE02120300000000202051" in other.checks[-1].detail


def test_an_attachment_that_is_no_invoice_leaves_the_page() -> None:
    for other in (
        b"<note/>",
        b"<broken",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    ):
        reading = parsers.read(hybrid(other))
        assert reading.format is DocumentFormat.PDF
        assert reading.text("gross_total") == "119.00"


def test_the_core_rules_accept_a_good_invoice_and_name_the_broken_rule_of_a_bad_one() -> None:
    assert rules.validate(xml.ubl()).valid
    verdict = rules.validate(xml.ubl(gross="120.00"))
    assert not verdict.valid
    assert "BR-CO-15" in verdict.errors
    assert (verdict.syntax, verdict.profile) == ("UBL", "EN 16931")


def test_a_profile_whose_rules_are_missing_is_said_and_never_silently_valid() -> None:
    verdict = rules.validate(xml.ubl(profile=xml.XRECHNUNG))
    assert verdict.profile == "XRechnung"
    assert "XRechnung are not installed" in verdict.warnings[0]
    unknown = rules.validate(xml.ubl(profile="urn:example:own"))
    assert "urn:example:own is unknown" in unknown.warnings[0]


def test_the_xml_inside_a_pdf_is_validated_by_its_own_profile() -> None:
    verdict = rules.validate(hybrid(xml.cii()))
    assert (verdict.syntax, verdict.profile, verdict.valid) == ("CII", "Factur-X MINIMUM", True)
    assert report.of_validation("a.pdf", verdict) == {
        "file": "a.pdf", "syntax": "CII", "profile": "Factur-X MINIMUM", "valid": True,
        "errors": [], "warnings": [], "information": [],
    }  # fmt: skip


def test_what_is_no_e_invoice_is_not_validated() -> None:
    with pytest.raises(FormatUnknown, match="no e-invoice"):
        rules.validate(paper.statement())
    with pytest.raises(FormatUnknown):
        rules.validate(b"date;number;amount\n1;2;3\n4;5;6\n")


def test_our_customer_number_is_read_from_the_page_where_the_xml_is_silent() -> None:
    found = parsers.read(hybrid(xml.cii())).fields["customer_number"]
    assert (found.value, found.evidence.source) == ("K-77120", EvidenceSource.TEXT)


def test_our_customer_number_in_the_xml_comes_first() -> None:
    stated = xml.cii().replace(
        b"<ram:BuyerTradeParty>", b"<ram:BuyerTradeParty><ram:ID>K-1</ram:ID>"
    )
    found = parsers.read(hybrid(stated)).fields["customer_number"]
    assert (found.value, found.evidence.source) == ("K-1", EvidenceSource.XML)


def test_the_numbers_of_lines_are_reported_as_amounts_are() -> None:
    stated = xml.ubl().replace(b">4</cbc:Inv", b">4.0000</cbc:Inv").replace(b">25.00<", b">2.5E1<")
    line = report.of_reading("x.xml", parsers.read(stated))["lines"][0]
    assert (line["quantity"], line["unit_price"], line["total"]) == ("4.00", "25.00", "100.00")


def test_an_absurd_number_in_the_xml_is_reported_as_it_stands() -> None:
    stated = xml.ubl().replace(b">4</cbc:Inv", b">9E9999</cbc:Inv")
    assert report.of_reading("x.xml", parsers.read(stated))["lines"][0]["quantity"] == "9E+9999"


def test_a_total_of_more_digits_than_money_has_is_no_amount_that_we_owe() -> None:
    reading = parsers.read(xml.ubl(gross="9" * 40))
    assert reading.text("gross_total") == "9" * 40
    assert reading.money("gross_total") is None
    assert not reading.accept
