"""What the autopilot makes of words and values, without a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.columns import columns_of, kinds_of
from fetchers.portals.autopilot.getters import promise
from fetchers.portals.autopilot.locale import Locale, locale_of
from fetchers.portals.autopilot.look import Control, Looked, Part, Rows, Short
from fetchers.portals.autopilot.surroundings import Chooser, Surroundings
from fetchers.portals.autopilot.switchers import switcher_of
from fetchers.portals.autopilot.turns import counter_of, periods_of
from fetchers.portals.values import DateOrder, taken
from model.documents import DocumentKind

TODAY = date(2026, 7, 15)


def rows(headers: tuple[str, ...], *cells: tuple[str, ...], parts: tuple[Part, ...] = ()) -> Rows:
    return Rows(
        score=9.0,
        count=len(cells),
        table=True,
        selectors=("css=tr.doc",),
        headers=headers,
        cells=cells,
        texts=tuple(" | ".join(row) for row in cells),
        parts=parts,
        controls=(),
    )


def locale(*texts: str, language: str = "en-GB", around: tuple[str, ...] = ()) -> Locale:
    return locale_of(texts, language=language, today=TODAY, around=around)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Invoice date", "day"),
        ("Due Date", "due"),
        ("Rechnungsbetrag", "amount"),
        ("Rechnungsnr.", "number"),
        ("Netto", "net"),
        ("MwSt", "tax"),
        ("Total HT", "net"),
        ("Montant TTC", "amount"),
        ("Amount Due", "open"),
        ("Order #", "order"),
        ("発行日", "day"),
        ("Αριθμός λογαριασμού", "number"),
        ("Ημερομηνία λήξης", "due"),
        ("Payment status", "other"),
        ("", None),
    ],
)
def test_a_header_says_what_stands_under_it(header: str, column: str | None) -> None:
    assert words.column_of(header) == column


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Invoices", False),
        ("Rechnungen & Belege", False),
        ("Create invoice", True),
        ("Neue Rechnung", True),
        ("Activate paperless billing", True),
        ("Solicitar factura", True),
    ],
)
def test_a_button_that_does_something_is_told_from_one_that_leads_on(text: str, acts: bool) -> None:
    assert bool(words.ACTS.search(text)) is acts


def cards(*titles: str) -> Rows:
    """Cards that say no more in common than a title, a day and an amount."""
    said = {
        "h3": titles,
        "p.when": ("14-11-2024", "17-12-2024", "21-02-2025"),
        "p.sum": ("1.928,64 EUR", "88,00 EUR", "-40,10 EUR"),
    }
    parts = tuple(Part(one[0], "", (f"css={at}",), "", False, one) for at, one in said.items())
    texts = tuple(" | ".join(row) for row in zip(*said.values(), strict=True))
    return replace(rows((), parts=parts), count=3, table=False, texts=texts)


@pytest.mark.parametrize(
    ("titles", "numbers"),
    [
        (
            ("Factuur INV-1001", "Factuur INV-1002", "Creditnota CRN-2001"),
            ("INV-1001", "INV-1002", "CRN-2001"),
        ),
        (("Rechnung Nr.1001", "Rechnung Nr.1002", "Gutschrift Nr.9"), None),
        (
            ("請求書番号INV-1001", "請求書番号INV-1002", "請求書番号INV-1003"),
            ("INV-1001", "INV-1002", "INV-1003"),
        ),
        (
            ("Facture F-CH-1001 du 14-11-2024", "Facture F-CH-1002", "Avoir A-CH-7/2024"),
            ("F-CH-1001", "F-CH-1002", "A-CH-7/2024"),
        ),
        (("СЧ-1001 от 14.11.2024", "СЧ-1002", "СЧ-1003"), ("СЧ-1001", "СЧ-1002", "СЧ-1003")),
        (
            ("FB/2026/10/00774", "FB/2026/09/00773", "FB/2026/08/00772"),
            ("FB/2026/10/00774", "FB/2026/09/00773", "FB/2026/08/00772"),
        ),
        (("Vertrag 4711-1 a", "Vertrag 4711-1 b", "Vertrag 4711-1 c"), None),
        (("Rechnung vom 14.11.2024", "Rechnung vom 17.12.2024", "Rechnung vom 21.02.2025"), None),
    ],
)
def test_a_heading_says_the_number_behind_its_label(
    titles: tuple[str, ...], numbers: tuple[str, ...] | None
) -> None:
    told = cards(*titles)
    columns = columns_of(told, locale(*told.texts, language="nl"))
    assert columns is not None
    number = columns.number
    assert (number is not None) is (numbers is not None)
    if number is not None:
        assert number.at == ("css=h3",)
        assert tuple(taken(one, number.pattern) for one in titles) == numbers


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("Faktury", True),
        ("請求書", True),
        ("Λογαριασμοί", True),
        ("Your Invoices Follow, download or pay your invoices at any time", True),
        ("Pay invoice", False),
        ("Log out", False),
        ("Reorder", False),
    ],
)
def test_a_link_promises_documents_or_is_left_alone(text: str, promises: bool) -> None:
    assert (words.rank(text) > 0) is promises


def test_the_gross_column_is_taken_whatever_stands_before_it() -> None:
    found = columns_of(
        rows(
            ("No.", "Date", "Net", "VAT", "Gross", "Status"),
            ("INV-1001", "14/11/2024", "€100.00", "€20.00", "€120.00", "Paid"),
            ("INV-1002", "17/12/2024", "€10.00", "€2.00", "€12.00", "Open"),
        ),
        locale("INV-1001 | 14/11/2024 | €120.00"),
    )
    assert found is not None
    assert found.amount is not None
    assert found.amount.header == ("Gross",)


def test_what_is_due_is_the_amount_only_where_no_total_stands_beside_it() -> None:
    cells = ("INV-1001", "14/11/2024", "€120.00", "€0.00")
    with_both = columns_of(rows(("No", "Date", "Total", "Amount due"), cells), locale("€1.00"))
    alone = columns_of(
        rows(("No", "Date", "Amount due"), ("INV-1001", "14/11/2024", "€120.00")), locale("€1.00")
    )
    assert with_both is not None
    assert with_both.amount is not None
    assert with_both.amount.header == ("Total",)
    assert alone is not None
    assert alone.amount is not None
    assert alone.amount.header == ("Amount due",)


def test_a_table_of_kinds_that_names_no_document_has_no_column_of_kinds() -> None:
    told = rows(("No", "Date", "Type"), ("A-1001", "14/11/2024", "Broadband"))
    columns = columns_of(told, locale("x"))
    assert columns is not None
    assert kinds_of(told, columns) is None


def test_a_kind_in_another_language_is_known() -> None:
    told = rows(("No", "Date", "Typ"), ("A-1001", "14/11/2024", "Kreditfaktura"))
    columns = columns_of(told, locale("x"))
    kinds = kinds_of(told, columns) if columns else None
    assert kinds is not None
    assert kinds["Kreditfaktura"] is DocumentKind.CREDIT_NOTE


@pytest.mark.parametrize(
    ("texts", "language", "order"),
    [
        (("14/11/2024",), "", DateOrder.DMY),
        (("11/14/2024",), "", DateOrder.MDY),
        (("03/05/2026", "04/06/2026"), "fr", DateOrder.DMY),
        (("03/05/2026",), "en-US", DateOrder.MDY),
        (("03.05.2026",), "en", DateOrder.DMY),
        (("03/05/2026", "04/06/2026"), "en", None),
        (("2026/07/01",), "en", DateOrder.YMD),
        (("03/12/2025", "02/12/2025", "01/12/2025"), "en", None),
    ],
)
def test_the_order_of_dates_is_proven_by_the_whole_list(
    texts: tuple[str, ...], language: str, order: DateOrder | None
) -> None:
    assert locale(*texts, language=language).dates is order


@pytest.mark.parametrize(
    ("texts", "decimal"),
    [
        (("1.928,64 €", "88,00 €"), ","),
        (("¥12,400", "¥88"), "."),
        (("€ 1,928.64",), "."),
        (("12 400,00 Kč 14.11.2024",), ","),
        (("01.08.-31.08.2026 | -89,92 €", "01.09.-30.09.2026 | 88,00 €"), ","),
        (("01.08.-31.08.2026 | 89,92", "01.09.-30.09.2026 | 88,00"), ","),
        (("v2.10 build 7.31 | 1.928,64 €",), ","),
    ],
)
def test_the_decimal_mark_is_proven_by_the_whole_list(texts: tuple[str, ...], decimal: str) -> None:
    assert locale(*texts).decimal == decimal


def test_a_currency_in_a_header_counts_where_rows_name_none() -> None:
    assert locale("1,928.64", around=("Total (EUR)",)).currency == "EUR"
    assert locale("100 kr", language="sv").currency == "SEK"
    assert locale("ABC 123 456").currency == "XXX"


@pytest.mark.parametrize(
    ("text", "count", "paged", "found"),
    [
        ("Invoices (7)", 3, True, True),
        ("Showing 1 to 3 of 7 entries", 3, True, True),
        ("全7件", 4, True, True),
        ("Rechnungen: 7", 7, False, True),
        ("Page 1 of 7", 3, True, False),
        ("Total 7.15", 3, True, False),
        ("Invoices (7)", 3, False, False),
    ],
)
def test_a_counter_agrees_with_the_rows(text: str, count: int, paged: bool, found: bool) -> None:
    looked = Looked((), (Short(text, ("css=p.count",)),), "en", "Invoices")
    assert (counter_of(looked, count, paged=paged) is not None) is found


def around(**told: tuple[Chooser, ...]) -> Surroundings:
    usual = dict.fromkeys(("years", "selects", "menus", "listed"), ())
    return Surroundings(controls=(), numbers=(), days=(), apply=(), **{**usual, **told})


def test_a_select_of_years_parts_a_list_and_one_of_page_sizes_does_not() -> None:
    years = Chooser(("All", "2026", "2025"), ("css=select.year",))
    sizes = Chooser(("10", "25", "100"), ("css=select.size",))
    assert periods_of(around(selects=(years,))) is not None
    assert periods_of(around(selects=(sizes,))) is None


def test_a_switcher_names_accounts_with_a_number_each() -> None:
    accounts = Chooser(("Landline K-100", "Mobile K-200"), ("css=select.account",), "account")
    tongues = Chooser(("English", "Deutsch"), ("css=select.language",), "account language")
    years = Chooser(("2026", "2025"), ("css=select.year",), "account year")
    found = switcher_of(around(selects=(tongues, years, accounts)))
    assert found is not None
    assert found.choose == ("css=select.account",)
    assert switcher_of(around(selects=(tongues, years))) is None


def test_what_pays_or_reorders_promises_no_file() -> None:
    assert promise(Control("Pay now", "/pay", "a", ())) == 0
    assert promise(Control("Reorder", "/order", "a", ())) == 0
    pdf = promise(Control("Download invoice", "/x", "a", ()))
    assert pdf > promise(Control("Download receipt", "/x", "a", ())) > 0
    assert pdf > promise(Control("Details", "/x", "a", ()))


def part(at: str, *values: str, link: bool = False, time: str = "") -> Part:
    return Part(values[0], "", (f"css={at}",), time, link, values)


def shelf(*parts: Part) -> Rows:
    told = tuple(" | ".join(each) for each in zip(*(one.values for one in parts), strict=True))
    return Rows(
        score=9.0,
        count=len(told),
        table=False,
        selectors=("css=article",),
        headers=(),
        cells=(),
        texts=told,
        parts=parts,
        controls=(),
    )


def test_cards_are_read_whose_codes_link_and_whose_amounts_begin_a_longer_text() -> None:
    group = shelf(
        part("h4 a", "AHMKX", "BXW7Q", "CJ9TR", link=True),
        part("time", "30 January 2026", "3 March 2026", "14 April 2026"),
        part("p", "€1,190.00 incl. taxes", "€238.00 3 items", "€4,522.00 1 item"),
    )
    columns = columns_of(group, locale(*group.texts))
    assert columns is not None
    assert columns.number is not None
    assert columns.number.at == ("css=h4 a",)
    assert columns.amount is not None
    assert columns.amount.at == ("css=p",)


def test_links_that_say_the_same_in_each_row_are_no_codes() -> None:
    group = shelf(
        part("a", "OPEN2", "OPEN2", link=True),
        part("time", "30 January 2026", "3 March 2026"),
        part("p", "€1,190.00", "€238.00"),
    )
    columns = columns_of(group, locale(*group.texts))
    assert columns is None or columns.number is None
