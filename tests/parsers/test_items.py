from decimal import Decimal

import parsers
from model.documents import Line, Reading
from tests.parsers import paper

X = (50, 300, 400, 500)


def read(*rows: tuple[str, str, str, str], totals: tuple[tuple[str, str], ...]) -> Reading:
    page = paper.Page.new()
    page.write(50, 60, "Facture FA-2026-01187", 14)
    page.write(50, 80, "Date de facture : 08/06/2026")
    for at, cells in enumerate((("Désignation", "Qté", "PU", "Montant"), *rows)):
        for x, text in zip(X, cells, strict=True):
            page.write(x, 200 + 16 * at, text)
    for at, (label, text) in enumerate(totals):
        page.write(300, 400 + 16 * at, label)
        page.write(500, 400 + 16 * at, text)
    return parsers.read(page.done())


def said(reading: Reading) -> list[tuple[str, Decimal | None, Decimal | None, Decimal | None]]:
    return [(one.description, one.quantity, one.unit_price, one.total) for one in reading.lines]


def test_thousands_are_grouped_by_spaces_in_quantities_too() -> None:
    reading = read(
        ("Calcul", "1 488 h", "0,4120", "613,06"),
        ("Mesure", "3 977 h", "0,00277", "11,02"),
        totals=(("Total HT", "624,08 €"), ("TVA 20 %", "124,82 €"), ("Total TTC", "748,90 €")),
    )
    assert said(reading) == [
        ("Calcul", Decimal(1488), Decimal("0.4120"), Decimal("613.06")),
        ("Mesure", Decimal(3977), Decimal("0.00277"), Decimal("11.02")),
    ]


def test_a_number_within_a_text_is_no_quantity() -> None:
    reading = read(("Câble USB-C 2 m", "2", "10,65", "21,30"), totals=(("Total TTC", "21,30 €"),))
    assert said(reading) == [("Câble USB-C 2 m", Decimal(2), Decimal("10.65"), Decimal("21.30"))]


def test_a_sum_below_the_items_is_no_item() -> None:
    reading = read(
        ("Papier", "2", "10,00", "20,00"),
        ("Rayonnage", "3", "10,00", "30,00"),
        ("Paiement sous 30 jours", "", "", "50,00"),
        totals=(("Total TTC", "60,00 €"),),
    )
    assert [one.total for one in reading.lines] == [Decimal("20.00"), Decimal("30.00")]


def test_an_article_number_before_every_description_is_left_out() -> None:
    reading = read(
        ("55870 Vis M8", "19", "2,00", "38,00"),
        ("89899 Filtre", "1", "12,00", "12,00"),
        totals=(("Total TTC", "50,00 €"),),
    )
    assert [one.description for one in reading.lines] == ["Vis M8", "Filtre"]


def test_lines_that_sum_to_the_total_prove_it_where_no_tax_is_known() -> None:
    items = (("Papier", "2", "10,00", "20,00"), ("Rayonnage", "3", "10,00", "30,00"))
    proved = read(*items, totals=(("Total", "50,00 €"),))
    assert proved.accept
    assert "the lines sum to 50.00" in proved.fields["gross_total"].evidence.why
    assert not read(*items, totals=(("Total", "51,00 €"),)).accept
    taxed = read(*items, totals=(("TVA 20 %", "10,00 €"), ("Total", "50,00 €")))
    assert not taxed.accept


def test_every_item_says_where_it_stands() -> None:
    line: Line = read(("Papier", "2", "10,00", "20,00"), totals=(("Total", "20,00 €"),)).lines[0]
    assert line.page == 1
    assert line.box is not None
    assert 495 < line.box.x < 505


def test_an_amount_set_above_its_currency_stands_on_the_line_of_its_item() -> None:
    page = paper.Page.new()
    for x, text in zip(X, ("Description", "Qty", "Unit price", "Amount"), strict=True):
        page.write(x, 200, text)
    for at, (text, price, total) in enumerate(
        (("Paper", "10.00", "20.00"), ("Shelf", "15.00", "30.00"))
    ):
        y = 230 + 40 * at
        page.write(50, y, text)
        page.write(300, y, "2")
        page.write(440, y, f"{price} EUR", right=True)
        page.write(540, y - 6, total, right=True)
        page.write(540, y + 6, "EUR", right=True)
    page.write(300, 400, "Total $ 50.00")
    assert said(parsers.read(page.done())) == [
        ("Paper", Decimal(2), Decimal("10.00"), Decimal("20.00")),
        ("Shelf", Decimal(2), Decimal("15.00"), Decimal("30.00")),
    ]


def test_a_text_goes_on_over_the_lines_below_it_that_hold_no_numbers() -> None:
    page = paper.Page.new()
    for x, text in zip(X, ("Description", "Qty", "Unit price", "Amount"), strict=True):
        page.write(x, 200, text)
    for y, cells in ((216, ("Renewal of", "2", "10.00", "20.00")), (244, ("Shelf", *"113"))):
        for x, text in zip(X, cells, strict=True):
            page.write(x, y, text)
    page.write(50, 227, "the licence")
    page.write(300, 400, "Total due")
    page.write(500, 400, "20.00")
    assert said(parsers.read(page.done()))[0][0] == "Renewal of the licence"


def test_items_without_a_text_are_items_where_their_totals_stand_under_a_header() -> None:
    reading = read(("81285", "2", "10,00", "20,00"), totals=(("Total TTC", "20,00 €"),))
    assert [(one.description, one.total) for one in reading.lines] == [("", Decimal("20.00"))]


def test_a_number_in_the_column_before_the_texts_is_no_part_of_them() -> None:
    page = paper.Page.new()
    for x, text in ((30, "#"), (62, "Description"), (300, "Qty"), (400, "Price"), (500, "Total")):
        page.write(x, 200, text)
    for x, text in ((31, "88257"), (62, "Shelf"), (300, "2"), (400, "10.00"), (500, "20.00")):
        page.write(x, 216, text)
    for x, text in ((43, "766"), (62, "Lamp"), (300, "1"), (400, "10.00"), (500, "10.00")):
        page.write(x, 232, text)
    page.write(300, 400, "Total due")
    page.write(500, 400, "30.00")
    assert [one[0] for one in said(parsers.read(page.done()))] == ["Shelf", "Lamp"]


def german(*cells: tuple[float, float, str]) -> Reading:
    """A rendering of an e-invoice: price before quantity, cells at these places of the table."""
    page = paper.Page.new()
    page.write(50, 60, "Rechnung Nr. 471102 vom 05.03.2018", 14)
    heads = ((50, "Beschreibung"), (300, "Nettopreis"), (380, "Menge"), (490, "Nettobetrag"))
    for at, head in heads:
        page.write(at, 200, head)
    for x, y, text in cells:
        page.write(x, y, text)
    page.write(50, 260, "Belegsummen")
    page.write(300, 280, "Weiteres")
    page.write(500, 280, "77,00")
    return parsers.read(page.done())


def test_a_total_set_lower_than_its_row_belongs_to_it() -> None:
    reading = german(
        (50, 220, "Schweinesteak"), (310, 220, "5,5000"), (390, 220, "3 kg"), (510, 229, "16,50")
    )
    assert said(reading) == [("Schweinesteak", Decimal(3), Decimal("5.5000"), Decimal("16.50"))]


def test_the_headers_tell_price_from_quantity() -> None:
    reading = german(
        (50, 220, "Bienenwachs"), (310, 220, "42,00"), (390, 220, "2,00"), (510, 220, "84,00")
    )
    assert said(reading) == [("Bienenwachs", Decimal("2.00"), Decimal("42.00"), Decimal("84.00"))]


def test_a_whole_price_with_its_decimals_is_a_price() -> None:
    reading = german(
        (50, 220, "Zitronensäure"), (310, 220, "1,0000"), (390, 220, "-5"), (510, 220, "-5,00")
    )
    assert said(reading) == [("Zitronensäure", Decimal(-5), Decimal("1.0000"), Decimal("-5.00"))]


def test_texts_in_the_second_line_of_a_row_belong_to_its_numbers() -> None:
    page = paper.Page.new()
    page.write(50, 60, "Rechnung RE-2026-01187", 14)
    heads = ((50, "GTIN"), (120, "Art-Nr."), (300, "Menge"), (400, "Nettopreis"), (500, "Betrag"))
    for x, text in heads:
        page.write(x, 200, text)
    page.write(120, 211, "Artikelbezeichnung")
    rows = (
        ("ZS997", "2,0000 Stk.", "10,0000", "20,00"),
        ("GZ250", "3,0000 Stk.", "1,5000", "4,50"),
    )
    for at, cells in enumerate(rows):
        y = 240 + 50 * at
        for x, text in zip((120, 300, 400, 500), cells, strict=True):
            page.write(x, y, text)
        page.write(120, y + 11, ("Zitronensaft 1 l", "Zucker 250 g")[at])
        page.write(120, y + 22, "Verpackung: Karton")
    page.write(400, 400, "Gesamtbetrag")
    page.write(500, 400, "24,50 €")
    assert said(parsers.read(page.done())) == [
        ("Zitronensaft 1 l", Decimal(2), Decimal(10), Decimal(20)),
        ("Zucker 250 g", Decimal(3), Decimal("1.5"), Decimal("4.5")),
    ]


def test_the_quantity_is_the_one_below_its_header() -> None:
    reading = read(("Licence", "1,00", "84,95", "84,95"), totals=(("Total", "84,95 €"),))
    assert said(reading) == [("Licence", Decimal(1), Decimal("84.95"), Decimal("84.95"))]


def test_a_text_goes_on_beside_a_total_that_is_set_lower_than_its_row() -> None:
    page = paper.Page.new()
    page.write(50, 60, "Rechnung RE-2026-01187", 14)
    for x, text in zip(X, ("Bezeichnung", "Menge", "Preis", "Betrag"), strict=True):
        page.write(x, 200, text)
    for x, text in zip(X, ("Mineralwasser", "20 Stk", "5,4900"), strict=False):
        page.write(x, 230, text)
    page.write(50, 240, "12 x 1,0l PET")
    page.write(500, 240, "109,80")
    page.write(300, 300, "Gesamtbetrag")
    page.write(500, 300, "109,80 €")
    assert said(parsers.read(page.done())) == [
        ("Mineralwasser 12 x 1,0l PET", Decimal(20), Decimal("5.49"), Decimal("109.8"))
    ]
