from decimal import Decimal

import pytest

import parsers
from model.documents import Reading, TaxRow
from tests.parsers import paper

PLAIN = (("VAT 20 %", "40.00"), ("VAT 5 %", "5.00"))
ON_BASES = (("VAT 20 % on 200.00", "40.00"), ("VAT 5 % on 100.00", "5.00"))


def read(*totals: tuple[str, str]) -> Reading:
    page = paper.Page.new()
    page.write(50, 60, "Invoice INV-20931", 14)
    page.write(50, 80, "Date: 6 October 2026")
    for row, (label, amount) in enumerate(totals):
        page.write(300, 300 + 16 * row, label)
        page.write(545, 300 + 16 * row, f"£ {amount}", right=True)
    return parsers.read(page.done())


@pytest.mark.parametrize("rows", [PLAIN, ON_BASES])
def test_the_tax_of_several_rates_is_their_sum(rows: tuple[tuple[str, str], ...]) -> None:
    reading = read(("Subtotal", "300.00"), *rows, ("Total", "345.00"))
    assert reading.text("tax_total") == "45.00"
    assert reading.fields["tax_total"].evidence.why.startswith("the sum of 2 tax rows")
    assert reading.accept


def test_the_net_of_several_rates_is_the_sum_of_their_bases() -> None:
    reading = read(*ON_BASES, ("Total", "345.00"))
    assert reading.text("net_total") == "300.00"
    assert reading.tax_rows == (
        TaxRow(Decimal("200.00"), Decimal("40.00"), Decimal(20)),
        TaxRow(Decimal("100.00"), Decimal("5.00"), Decimal(5)),
    )


def test_the_tax_of_one_rate_is_charged_on_the_net() -> None:
    reading = read(("Subtotal", "200.00"), ("VAT 20 %", "40.00"), ("Total", "240.00"))
    assert reading.tax_rows == (TaxRow(Decimal("200.00"), Decimal("40.00"), Decimal(20)),)


def test_rates_whose_taxes_do_not_make_the_total_are_not_summed_and_not_accepted() -> None:
    reading = read(("Subtotal", "300.00"), *PLAIN, ("Total", "350.00"))
    assert not reading.accept
    assert reading.tax_rows == ()


def test_a_breakdown_set_as_a_table_is_no_item() -> None:
    page = paper.Page.new()
    page.write(50, 60, "Factuur VDM26-0318", 14)
    page.write(50, 80, "Factuurdatum: 08-06-2026")
    for x, text in ((50, "Omschrijving"), (300, "Aantal"), (400, "Prijs"), (500, "Bedrag EUR")):
        page.write(x, 200, text)
    for x, text in ((50, "Wegtransport"), (300, "2"), (400, "100,00"), (500, "200,00")):
        page.write(x, 216, text)
    for x, text in ((50, "Btw-specificatie"), (160, "Grondslag"), (240, "Btw-bedrag")):
        page.write(x, 260, text)
    for x, text in ((50, "Hoog 21 %"), (160, "200,00"), (240, "42,00")):
        page.write(x, 276, text)
    for row, (label, text) in enumerate((("Totaal excl. btw", "200,00"), ("Totaal", "242,00"))):
        page.write(380, 320 + 16 * row, label)
        page.write(500, 320 + 16 * row, text)
    reading = parsers.read(page.done())
    assert [line.description for line in reading.lines] == ["Wegtransport"]
    assert reading.tax_rows == (TaxRow(Decimal("200.00"), Decimal("42.00"), Decimal(21)),)
