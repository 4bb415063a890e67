import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import parsers
from model.documents import DocumentKind, EvidenceSource, Reading, ReadState
from model.suppliers import Supplier, SupplierProfile
from parsers.hints import Hints, ListedFacts
from tests.parsers import paper

NET = sum((q * p for _, q, p in paper.LINES), Decimal(0))
GROSS = NET + (NET * Decimal("0.2")).quantize(Decimal("0.01"))
TRUTH = {
    "invoice_number": "INV-2026-0417",
    "day": date(2026, 3, 25),
    "due": date(2026, 4, 24),
    "net_total": NET,
    "tax_total": (NET * Decimal("0.2")).quantize(Decimal("0.01")),
    "gross_total": GROSS,
}
CASES = [(language, layout) for language in paper.LANGUAGES for layout in ("beside", "above")]


def golden(language: str) -> dict[str, str]:
    return json.loads((Path(__file__).parent / "golden" / f"invoice_{language}.json").read_text())


@pytest.mark.parametrize(("language", "layout"), CASES)
def test_an_invoice_reads_the_same_in_every_language_and_layout(language: str, layout: str) -> None:
    reading = parsers.read(paper.invoice(language, layout, TRUTH))
    assert reading.state is ReadState.READ
    assert reading.kind is DocumentKind.INVOICE
    assert {name: one.value for name, one in reading.fields.items()} == golden(language)
    assert [(line.description, line.quantity, line.unit_price) for line in reading.lines] == list(
        paper.LINES
    )
    assert all(check.ok for check in reading.checks)
    assert reading.accept


def test_every_value_says_where_it_stands_and_why() -> None:
    reading = parsers.read(paper.invoice("en", "beside", TRUTH))
    number = reading.fields["invoice_number"].evidence
    assert (number.page, number.source) == (1, EvidenceSource.TEXT)
    assert "Invoice No:" in number.why
    assert number.box is not None
    assert 445 < number.box.x < 455
    assert 95 < number.box.y < 110
    assert "=" in reading.fields["gross_total"].evidence.why


def test_totals_that_do_not_add_up_are_never_accepted() -> None:
    wrong = TRUTH | {"gross_total": GROSS + 1}
    reading = parsers.read(paper.invoice("en", "beside", wrong))
    assert not reading.accept
    assert [check.ok for check in reading.checks if check.name == "Net + tax = total"] == [False]
    assert reading.unproved == ("net_total", "tax_total", "gross_total")


def test_a_value_without_its_label_is_the_one_to_look_at() -> None:
    page = paper.Page.new()
    page.write(50, 60, "INVOICE 4711")
    page.write(50, 80, "31.10.2026")
    page.write(50, 100, "28.10.2026")
    for row, (label, amount) in enumerate(
        (("Net", "100.00"), ("VAT 19 %", "19.00"), ("Total", "EUR 119.00"))
    ):
        page.write(300, 300 + 16 * row, label)
        page.write(500, 300 + 16 * row, amount, right=True)
    reading = parsers.read(page.done())
    assert reading.text("issue_date") == "2026-10-31"
    assert not reading.accept
    assert reading.unproved == ("issue_date",)


def test_a_known_supplier_is_named_as_the_master_data_name_it() -> None:
    supplier = Supplier("s1", "Northgate Paper (UK)", domains=("northgate.example",))
    page = paper.Page.new()
    page.write(50, 60, "INVOICE 4711")
    page.write(50, 80, "Questions: billing@northgate.example")
    reading = parsers.read(page.done(), Hints(profiles=(SupplierProfile(supplier),)))
    seller = reading.fields["seller_name"]
    assert seller.value == "Northgate Paper (UK)"
    assert seller.evidence.source is EvidenceSource.MASTER_DATA


def test_two_suppliers_that_fit_equally_are_not_chosen_between() -> None:
    known = tuple(
        SupplierProfile(Supplier(f"s{n}", f"Twin {n}", domains=("twin.example",))) for n in (1, 2)
    )
    page = paper.Page.new()
    page.write(50, 60, "INVOICE 4711")
    page.write(50, 80, "Questions: billing@twin.example")
    reading = parsers.read(page.done(), Hints(profiles=known))
    assert "seller_name" not in reading.fields


def test_what_was_announced_is_compared_and_never_filled_in() -> None:
    listed = ListedFacts(number="INV-2026-0417", amount=Decimal("1.00"))
    reading = parsers.read(paper.invoice("en", "beside", TRUTH), Hints(listed=listed))
    check = next(one for one in reading.checks if one.name == "Agrees with what was announced")
    assert check.ok is False
    assert "1.00 announced" in check.detail
    assert Decimal(reading.text("gross_total") or "nan") == TRUTH["gross_total"]


def test_a_number_wrapped_over_two_lines_is_drawn_together() -> None:
    page = paper.Page.new()
    page.write(50, 60, "INVOICE", 18)
    page.write(50, 100, "Invoice No:")
    page.write(120, 94, "INV-2026-")
    page.write(120, 106, "9884")
    assert parsers.read(page.done()).text("invoice_number") == "INV-2026-9884"


def test_a_title_that_says_number_and_date_in_one_breath_is_read() -> None:
    page = paper.Page.new()
    page.write(50, 60, "Rechnung (380) Nr. RE-881 vom 05.03.2020", 14)
    page.write(50, 400, "Lieferschein vom 01.03.2020")
    reading = parsers.read(page.done())
    assert (reading.text("invoice_number"), reading.text("issue_date")) == ("RE-881", "2020-03-05")


def test_a_minus_behind_every_amount_is_decoration() -> None:
    page = paper.Page.new()
    page.write(50, 60, "INVOICE", 18)
    for row, (label, text) in enumerate(
        (("Subtotal", "$100.00 -"), ("Sales tax", "$8.00 -"), ("Total", "$108.00 -"))
    ):
        page.write(300, 300 + 16 * row, label)
        page.write(500, 300 + 16 * row, text, right=True)
    assert parsers.read(page.done()).text("gross_total") == "108.00"


def test_pages_without_text_need_a_person() -> None:
    page = paper.Page.new()
    page.canvas.rect(50, 50, 100, 100)
    reading = parsers.read(page.done())
    assert reading.state is ReadState.NO_TEXT
    assert "supplier" in reading.detail


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Gutschrift", DocumentKind.CREDIT_NOTE),
        ("CREDIT NOTE", DocumentKind.CREDIT_NOTE),
        ("Avoir n° 12", DocumentKind.CREDIT_NOTE),
        ("Mahnung", DocumentKind.REMINDER),
        ("Lieferschein", DocumentKind.DELIVERY_NOTE),
        ("Presupuesto", DocumentKind.QUOTE),
        ("Purchase Order", DocumentKind.ORDER),
        ("Ricevuta", DocumentKind.RECEIPT),
        ("Factuur", DocumentKind.INVOICE),
        ("Hello", DocumentKind.OTHER),
    ],
)
def test_a_document_is_what_its_title_says(title: str, kind: DocumentKind) -> None:
    page = paper.Page.new()
    page.write(50, 60, title, 20, bold=True)
    page.write(50, 300, "Something else entirely, 12 of them.")
    assert parsers.read(page.done()).kind is kind


CREDIT_NOTES = {
    "de": ("Gutschrift", "Gutschriftsnummer", "Gutschriftsdatum", "Zur Rechnung", "Kundennummer",
           "Nettobetrag", "zzgl. 19 % USt.", "Gutschriftsbetrag"),
    "en": ("Credit note", "Credit note no.", "Date", "Against invoice", "Customer no.",
           "Goods total", "VAT at 19%", "Total credit"),
    "fr": ("Avoir", "N°", "Date d'émission", "Facture d'origine", "N° client",
           "Total HT", "TVA 19 %", "Montant de l'avoir"),
    "nl": ("Creditnota", "Creditnummer", "Datum", "Oorspronkelijke factuur", "Klantnummer",
           "Subtotaal", "Btw 19 %", "Totaal te crediteren"),
    "es": ("Factura rectificativa", "Número", "Fecha", "Factura rectificada", "N.º de cliente",
           "Base imponible", "IVA 19 %", "Total abono"),
}  # fmt: skip


@pytest.mark.parametrize("language", CREDIT_NOTES)
def test_a_credit_note_names_itself_its_invoice_and_our_customer_number(language: str) -> None:
    title, number, day, against, customer, *totals = CREDIT_NOTES[language]
    page = paper.Page.new()
    page.write(50, 60, "Northgate Paper Ltd", 12)
    page.write(400, 60, title, 18, bold=True)
    facts = (number, "CX-3017"), (day, "12.10.2026"), (against, "FX-2044"), (customer, "K-77120")
    for row, (label, value) in enumerate(facts):
        page.write(330, 110 + 14 * row, label)
        page.write(500, 110 + 14 * row, value)
    for row, (label, value) in enumerate(
        zip(totals, ("-100,00", "-19,00", "-119,00"), strict=True)
    ):
        page.write(330, 300 + 16 * row, label)
        page.write(545, 300 + 16 * row, f"{value} €", right=True)
    reading = parsers.read(page.done())
    assert reading.kind is DocumentKind.CREDIT_NOTE
    names = ("invoice_number", "preceding_invoice", "customer_number", "issue_date")
    assert [reading.text(name) for name in names] == ["CX-3017", "FX-2044", "K-77120", "2026-10-12"]
    amounts = ("net_total", "tax_total", "gross_total")
    assert [reading.text(name) for name in amounts] == ["-100.00", "-19.00", "-119.00"]


@pytest.mark.parametrize("above", [True, False])
def test_the_number_set_with_the_title_wins_over_the_invoice_referred_to(above: bool) -> None:
    page = paper.Page.new()
    page.write(50, 100, "Avoir", 22, bold=True)
    page.write(*((50, 118) if above else (140, 100)), "N° AV-2026-00038", 9)
    page.write(250, 160, "Facture n°")
    page.write(250, 172, "FA-2026-01126")
    reading = parsers.read(page.done())
    assert reading.text("invoice_number") == "AV-2026-00038"


def test_an_account_at_a_bank_is_no_customer_number() -> None:
    page = paper.Page.new()
    page.write(50, 60, "Invoice SF-5518", 14)
    page.write(50, 90, "Your order PO-48011 · Account SF-0771")
    page.write(50, 700, "Sort code: 20-05-17")
    page.write(50, 712, "Account no: 73152596")
    reading = parsers.read(page.done())
    assert reading.text("customer_number") == "SF-0771"
    assert reading.text("po_number") == "PO-48011"
    assert reading.text("invoice_number") == "SF-5518"


def test_only_an_account_at_a_bank_leaves_the_customer_number_open() -> None:
    page = paper.Page.new()
    page.write(50, 60, "Invoice SF-5518", 14)
    page.write(50, 700, "Sort code: 20-05-17")
    page.write(50, 712, "Account no: 73152596")
    assert parsers.read(page.done()).text("customer_number") is None


def test_the_only_date_that_is_no_others_is_the_documents() -> None:
    page = paper.Page.new()
    page.write(250, 60, "Invoice SF-5518", 14)
    page.write(200, 78, "24 September 2026 · payable by 24 October 2026")
    for row, (label, text) in enumerate(
        (("Net total", "£970.00"), ("VAT 20 %", "£194.00"), ("Amount due", "£1,164.00"))
    ):
        page.write(300, 300 + 16 * row, label)
        page.write(500, 300 + 16 * row, text, right=True)
    reading = parsers.read(page.done())
    assert (reading.text("issue_date"), reading.text("due_date")) == ("2026-09-24", "2026-10-24")
    assert reading.accept


def test_two_dates_that_nothing_tells_apart_need_a_person() -> None:
    page = paper.Page.new()
    page.write(250, 60, "Invoice SF-5518", 14)
    page.write(200, 78, "24 September 2026")
    page.write(200, 96, "28 September 2026")
    for row, (label, text) in enumerate(
        (("Net total", "£970.00"), ("VAT 20 %", "£194.00"), ("Amount due", "£1,164.00"))
    ):
        page.write(300, 300 + 16 * row, label)
        page.write(500, 300 + 16 * row, text, right=True)
    assert not parsers.read(page.done()).accept


@pytest.mark.parametrize(
    "letterhead",
    [
        "Papierhaus Keller AG · Amtsgericht München HRB 140772 · USt-IdNr. DE135902447",
        "Papierhaus Keller AG, Unit 4, Trade Park · Registered in England no. 05520918",
        "Papierhaus Keller AG | Lindwurmstraße 205 | 80337 München",
    ],
)
def test_a_letterhead_names_the_seller_before_its_first_dot(letterhead: str) -> None:
    page = paper.Page.new()
    page.write(50, 60, "Invoice SF-5518", 14)
    page.write(50, 780, letterhead, 7)
    page.write(50, 792, "SAS au capital de 250 000 € · RCS Lyon 812 409 175", 7)
    assert parsers.read(page.done()).text("seller_name") == "Papierhaus Keller AG"


def test_a_sign_behind_a_label_belongs_to_the_amount() -> None:
    page = paper.Page.new()
    page.write(50, 60, "Invoice INV-2041")
    for y, label, value in ((200, "Subtotal", "100.00"), (216, "Tax", "20.00")):
        page.write(50, y, label)
        page.write(200, y, value)
    page.write(50, 240, "TOTAL $ 120.00", 14)
    assert parsers.read(page.done()).text("gross_total") == "120.00"


def test_a_number_centred_under_the_date_needs_no_label() -> None:
    page = paper.Page.new()
    page.write(50, 60, "INVOICE", 20)
    page.canvas.setFont("Helvetica", 10)
    for y, text in ((120, "24 December 2026"), (150, "255027")):
        page.canvas.drawCentredString(480, 842 - y, text)
    assert parsers.read(page.done()).text("invoice_number") == "255027"


def test_a_vat_id_of_the_wrong_length_counts_beside_its_label_only() -> None:
    for label, found in (("USt.-Id.-Nr.:", "DE09687654321"), ("Artikel", None)):
        page = paper.Page.new()
        page.write(50, 60, "Rechnung RE-2041")
        page.write(50, 90, label)
        page.write(250, 90, "DE09687654321")
        assert parsers.read(page.done()).text("seller_vat_id") == found


def totals_page(*rows: tuple[str, str], lines: tuple[tuple[str, str], ...] = ()) -> bytes:
    """An invoice with a number and a date, lines of text and amount, and these totals."""
    page = paper.Page.new()
    page.write(50, 60, "INVOICE", 18, bold=True)
    page.write(330, 60, "Invoice No: INV-2026-0417")
    page.write(330, 76, "Invoice Date: 25 March 2026")
    if lines:
        page.write(50, 180, "Description", bold=True)
        page.write(500, 180, "Amount", right=True, bold=True)
    for at, (text, amount) in enumerate(lines):
        page.write(50, 200 + 16 * at, text)
        page.write(500, 200 + 16 * at, amount, right=True)
    for at, (label, amount) in enumerate(rows):
        page.write(300, 400 + 18 * at, label)
        page.write(500, 400 + 18 * at, amount, right=True)
    return page.done()


WORK = (("Server hosting", "100.00"), ("Cleaning service", "50.00"))


def test_lines_and_tax_prove_a_total_without_a_net() -> None:
    reading = parsers.read(totals_page(("VAT", "30.00"), ("Total", "$180.00"), lines=WORK))
    assert reading.accept
    assert [reading.text(name) for name in ("net_total", "tax_total")] == ["150.00", "30.00"]


def test_lines_prove_a_total_where_no_tax_is_named_and_nothing_is_left_over() -> None:
    rows = (("Shipping", "12.00"), ("Total", "$162.00"))
    assert parsers.read(totals_page(*rows, lines=WORK)).accept


def test_an_amount_that_nothing_explains_needs_a_person() -> None:
    rows = (("Zyx 24", "36.00"), ("Total", "$150.00"))
    reading = parsers.read(totals_page(*rows, lines=WORK))
    assert not reading.accept
    assert set(reading.unproved) >= {"gross_total"}


def test_a_tax_that_is_named_must_be_part_of_the_sum() -> None:
    rows = (("VAT", "30.00"), ("Total", "$150.00"))
    assert not parsers.read(totals_page(*rows, lines=WORK)).accept


def bare_number_page(*numbers: str) -> bytes:
    page = paper.Page.new()
    page.write(50, 60, "Northgate Paper Ltd", 12)
    for at, number in enumerate(numbers):
        page.write(50, 100 + 20 * at, number)
    page.write(400, 100, "25 March 2026")
    for row, (label, amount) in enumerate(
        (("Subtotal", "100.00"), ("VAT 20 %", "20.00"), ("Total due", "$120.00"))
    ):
        page.write(300, 300 + 16 * row, label)
        page.write(500, 300 + 16 * row, amount, right=True)
    return page.done()


def test_a_number_alone_at_the_head_says_by_its_form_what_it_is() -> None:
    reading = parsers.read(bare_number_page("INV-2026-0417"))
    assert (reading.kind, reading.accept) == (DocumentKind.INVOICE, True)


def test_of_two_numbers_of_that_form_a_person_chooses() -> None:
    assert "invoice_number" in parsers.read(bare_number_page("INV-2041", "INV-2042")).unproved


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Mietrechnung Nr. 88 vom 01.10.2018", DocumentKind.INVOICE),
        ("Sammelgutschrift Nr. 88 vom 01.10.2018", DocumentKind.CREDIT_NOTE),
        ("Gutschrift (389) Nr. 88 vom 01.10.2018", DocumentKind.INVOICE),
        ("Gehaltsabrechnung Nr. 88 vom 01.10.2018", DocumentKind.ORDER),
    ],
)
def test_a_title_with_number_and_date_outweighs_the_label_of_an_order(
    title: str, kind: DocumentKind
) -> None:
    page = paper.Page.new()
    page.write(50, 60, title, 12)
    page.write(50, 120, "Bestellung")
    page.write(200, 120, "B123456")
    assert parsers.read(page.done()).kind is kind


def test_a_label_over_two_lines_is_not_also_its_first_word() -> None:
    page = paper.Page.new()
    page.write(50, 60, "Invoice No: SI-508720")
    page.write(50, 80, "Invoice Date: 25 August 2024")
    rows = (("Subtotal", "400.00"), ("Sales Tax", "70.00"), ("Total", "$ 430.00"))
    page.write(300, 300, "Total")
    page.write(300, 310, "Discount")
    page.write(500, 300, "40.00", right=True)
    for row, (label, amount) in enumerate(rows):
        page.write(300, 330 + 16 * row, label)
        page.write(500, 330 + 16 * row, amount, right=True)
    reading = parsers.read(page.done())
    assert (reading.text("gross_total"), reading.accept) == ("430.00", True)


def test_a_title_that_wraps_before_its_date_is_read_whole() -> None:
    page = paper.Page.new()
    page.write(50, 60, "MIETRECHNUNG (387) Nr. 93141/00/M vom", 14)
    page.write(50, 76, "11.03.2018", 14)
    page.write(50, 120, "Stylesheet-Version vom 01.07.2020")
    reading = parsers.read(page.done())
    assert (reading.text("invoice_number"), reading.text("issue_date")) == (
        "93141/00/M",
        "2018-03-11",
    )


def test_totals_of_several_rates_are_their_sums_where_the_page_prints_no_sign_of_percent() -> None:
    page = paper.Page.new()
    page.write(50, 60, "Rechnung Nr. 4711 vom 05.03.2020", 14)
    grid = (
        ("Nettobetrag", "MwSt-Betrag", "MwSt-%", "Endbetrag"),
        ("321,40 €", "61,07 €", "19,0", "382,47 €"),
        ("127,59 €", "8,93 €", "7,0", "136,52 €"),
        ("448,99 €", "70,00 €", "EUR", "518,99 €"),
    )
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            page.write(150 + 110 * column, 300 + 12 * row, cell, right=True)
    reading = parsers.read(page.done())
    totals = [reading.text(name) for name in ("net_total", "tax_total", "gross_total")]
    assert totals == ["448.99", "70.00", "518.99"]
    assert reading.accept


def narrow(*facts: tuple[str, ...]) -> Reading:
    """An invoice whose facts stand in a narrow column, where values run on in the next line."""
    page = paper.Page.new()
    page.write(50, 60, "Northgate Paper Ltd", 14)
    page.write(300, 60, "INVOICE", 16)
    for at, (label, *parts) in enumerate(facts):
        page.write(300, 90 + 40 * at, label)
        for row, part in enumerate(parts):
            page.write(480, 90 + 40 * at + 11 * row, part, right=True)
    page.write(300, 400, "Total due")
    page.write(480, 400, "£20.00", right=True)
    return parsers.read(page.done())


def test_a_number_that_goes_on_with_a_letter_is_drawn_together() -> None:
    assert narrow(("Invoice number", "SO-55489-", "A")).text("invoice_number") == "SO-55489-A"


def test_a_number_that_ends_open_is_never_sure() -> None:
    reading = narrow(("Invoice number", "SO-55489-"), ("Invoice date", "2026-07-24"))
    assert "invoice_number" in reading.unproved


def test_a_date_that_is_broken_at_a_hyphen_is_read_whole() -> None:
    reading = narrow(("Invoice number", "SO-55489"), ("Invoice date", "2026-07-", "24"))
    assert reading.text("issue_date") == "2026-07-24"
