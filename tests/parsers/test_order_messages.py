"""Orders and receipts from UBL messages and from tables."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from model.errors import DocumentUnsafe, FileUnreadable
from model.money import Money
from model.orders import OrderLine, OrderPaper, ReceiptPaper
from parsers.books import order_messages, order_sheets

SPACES = (
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
ORDER = f"""<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" {SPACES}>
<cbc:ID>PO-1</cbc:ID><cbc:IssueDate>2026-09-01</cbc:IssueDate>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:SellerSupplierParty><cac:Party><cac:PartyName><cbc:Name>Nordwind</cbc:Name></cac:PartyName>
</cac:Party></cac:SellerSupplierParty>
<cac:OrderLine><cac:LineItem><cbc:ID>10</cbc:ID>
<cbc:Quantity unitCode="KGM">5000</cbc:Quantity>
<cac:Price><cbc:PriceAmount currencyID="EUR">22.10</cbc:PriceAmount>
<cbc:BaseQuantity>100</cbc:BaseQuantity></cac:Price>
<cac:Item><cbc:Name>Sand</cbc:Name>
<cac:SellersItemIdentification><cbc:ID>S-02</cbc:ID></cac:SellersItemIdentification></cac:Item>
</cac:LineItem></cac:OrderLine></Order>"""
ADVICE = f"""<DespatchAdvice {SPACES}
 xmlns="urn:oasis:names:specification:ubl:schema:xsd:DespatchAdvice-2">
<cbc:ID>DA-7</cbc:ID><cbc:IssueDate>2026-09-04</cbc:IssueDate>
<cac:OrderReference><cbc:ID>PO-1</cbc:ID></cac:OrderReference>
<cac:DespatchLine><cbc:ID>1</cbc:ID><cbc:DeliveredQuantity>1200.5</cbc:DeliveredQuantity>
<cac:OrderLineReference><cbc:LineID>10</cbc:LineID></cac:OrderLineReference>
</cac:DespatchLine></DespatchAdvice>"""
SAND = OrderLine(10, "Sand", Decimal(5000), Decimal("22.10") / 100, unit="KGM", code="S-02")


def test_a_ubl_order_says_its_lines_with_unit_and_price() -> None:
    assert order_messages.is_message(ORDER.encode())
    assert order_messages.order(ORDER.encode()) == OrderPaper(
        "Nordwind", "PO-1", date(2026, 9, 1), Money(Decimal("1105.00"), "EUR"), (SAND,)
    )


def test_a_despatch_advice_is_a_receipt_for_each_line() -> None:
    assert order_messages.receipts(ADVICE.encode()) == (
        ReceiptPaper("DA-7/1", "PO-1", 10, Decimal("1200.5"), date(2026, 9, 4)),
    )


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (ORDER, "no UBL DespatchAdvice or ReceiptAdvice"),
        (ADVICE.replace("<cbc:LineID>10</cbc:LineID>", ""), "LineID"),
        (ADVICE.replace("<cbc:LineID>10<", "<cbc:LineID>ten<"), "which line of which order"),
        (ADVICE.replace("1200.5", "NaN"), "is no number"),
        (ADVICE.replace("2026-09-04", "soon"), "is no date"),
    ],
)
def test_what_an_advice_must_say_is_named(broken: str, says: str) -> None:
    with pytest.raises(FileUnreadable, match=says):
        order_messages.receipts(broken.encode())


def test_a_document_type_is_refused() -> None:
    with pytest.raises(DocumentUnsafe):
        order_messages.order(b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + ORDER.encode())


def test_a_table_gives_orders_with_their_lines_in_any_of_our_languages() -> None:
    table = (
        "Lieferant;Bestellnummer;Bestelldatum;Währung;Pos;Bezeichnung;Menge;Einheit;Preis\n"
        "Nordwind;PO-1;01.09.2026;eur;10;Sand;5.000,00;kg;0,221\n"
        "Nordwind;PO-1;01.09.2026;eur;20;Fracht;1;ST;30,00\n"
        "Sturm;PO-2;02.09.2026;eur;1;Öl;2;L;9.5\n"
    )
    first, second = order_sheets.orders(table.encode(), {})
    assert (first.number, first.day, first.net) == (
        "PO-1",
        date(2026, 9, 1),
        Money(Decimal("1135.00"), "EUR"),
    )
    assert [line.position for line in first.lines] == [10, 20]
    assert second.lines[0].unit_price == Decimal("9.5")


def test_columns_under_other_names_are_told_once_and_missing_ones_are_named() -> None:
    table = (
        b"id,PONo,line,quantity,day,state\n"
        b"G1,PO-1,1,5,2026-09-04,done\n"
        b"G2,PO-1,1,9,2026-09-05,draft\n"
    )
    with pytest.raises(FileUnreadable, match="--column number=NAME"):
        order_sheets.receipts(table, {})
    done, draft = order_sheets.receipts(table, {"number": "PONo"})
    assert (done.order_number, done.quantity) == ("PO-1", Decimal(5))
    assert draft.quantity == 0  # drafts and cancelled receipts count nothing


def test_a_workbook_is_read_as_exactly_as_a_csv() -> None:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["supplier", "number", "day", "currency", "line", "quantity", "unit price"])
    sheet.append(["Nordwind", "PO-1", date(2026, 9, 1), "EUR", 1, 3, 0.2215])
    book.save(buffer)
    (found,) = order_sheets.orders(buffer.getvalue(), {})
    assert found.lines[0].unit_price == Decimal("0.2215")
    assert found.day == date(2026, 9, 1)


def test_a_cell_that_does_not_hold_its_value_is_named_with_its_line() -> None:
    table = b"supplier,number,day,currency,line,quantity\nNordwind,PO-1,2026-09-01,EUR,1,many\n"
    with pytest.raises(FileUnreadable, match="Line 2: 'many' is no number for quantity"):
        order_sheets.orders(table, {})
