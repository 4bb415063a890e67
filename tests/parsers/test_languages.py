"""Twelve languages: one vocabulary a language, and invoices of layouts that nobody tuned for."""

from __future__ import annotations

from datetime import date

import pytest

import parsers
from benchmarks.invoice_papers import LAYOUTS, Paper, papers
from benchmarks.invoice_reading import wrong_fields
from model.documents import DocumentKind
from parsers import reader
from parsers.hints import NO_HINTS
from parsers.wording import dates, vocabulary
from parsers.wording.language import language_of
from tests.parsers import paper as sheets

FIELDS = {
    *("invoice_number", "issue_date", "due_date", "gross_total", "net_total", "tax_total"),
    *("charge_total", "discount_total", "prepaid", "currency", "po_number", "seller_name"),
    *("payee", "buyer_name", "note", "ship_to", "customer_number", "preceding_invoice"),
    *("other_number", "other_date"),
}


@pytest.mark.parametrize("language", vocabulary.LANGUAGES)
def test_every_language_has_words_for_every_field_kind_and_column(language: str) -> None:
    table = vocabulary.table(language)
    assert set(table["labels"]) == FIELDS
    kinds = {kind.value for kind in DocumentKind} - {"other"}
    assert set(table["titles"]) == kinds
    assert set(table["columns"]) == {"description", "quantity", "unit_price", "total"}
    assert len(table["months"]) == 12


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 października 2026", date(2026, 10, 12)),
        ("3. července 2026", date(2026, 7, 3)),
        ("3. června 2026", date(2026, 6, 3)),
        ("12. maaliskuuta 2026", date(2026, 3, 12)),
        ("1. marraskuuta 2026", date(2026, 11, 1)),
        ("5 de março de 2026", date(2026, 3, 5)),
        ("7. marts 2026", date(2026, 3, 7)),
        ("9 augusti 2026", date(2026, 8, 9)),
        ("Mar 9, 2026", date(2026, 3, 9)),
        ("9 juil. 2026", date(2026, 7, 9)),
    ],
)
def test_months_are_read_in_their_forms(text: str, day: date) -> None:
    assert dates.read(text) == day


def test_all_words_are_learnt_at_once_for_the_children_of_a_process() -> None:
    vocabulary.learn()
    known = (
        *(vocabulary.labels, vocabulary.titles, vocabulary.columns),
        *(vocabulary.months, vocabulary.words),
    )
    assert all(one.cache_info().currsize == 1 for one in known)


def test_what_two_months_begin_with_is_no_month() -> None:
    assert dates.read("9 jui 2026") is None


@pytest.mark.parametrize(
    ("sign", "label", "vat_id", "code"),
    [
        ("kr", "Momsreg.nr:", "SE556677889901", "SEK"),
        ("kr", "CVR:", "DK12345674", "DKK"),
        ("zł", "NIP:", "PL5260001246", "PLN"),
    ],
)
def test_crowns_are_those_of_the_sellers_country(
    sign: str, label: str, vat_id: str, code: str
) -> None:
    page = sheets.Page.new()
    page.write(50, 60, "Faktura 2026-881")
    page.write(50, 90, f"{label} {vat_id}")
    page.write(300, 300, "Total")
    page.write(500, 300, f"1 200,00 {sign.replace('ł', 'l')}", right=True)
    assert parsers.read(page.done()).text("currency") == code


def shown(kept_back: range) -> list[Paper]:
    return list(papers(kept_back))


@pytest.mark.parametrize("paper", shown(range(5, 6)), ids=lambda one: one.language)
def test_an_invoice_of_a_layout_kept_back_is_read_in_every_language(paper: Paper) -> None:
    reading = reader.read(paper.content, NO_HINTS)
    assert reading.kind is DocumentKind.INVOICE
    assert not list(wrong_fields(paper, {name: one.value for name, one in reading.fields.items()}))
    assert [line.total for line in reading.lines] == [total for _, total in paper.lines]
    assert reading.language == paper.language
    assert reading.accept


@pytest.mark.slow
def test_every_language_is_read_on_all_layouts_kept_back() -> None:
    for seed in (7, 8):
        for paper in papers(range(1, LAYOUTS, 2), seed):
            reading = reader.read(paper.content, NO_HINTS)
            read = {name: one.value for name, one in reading.fields.items()}
            wrong = set(wrong_fields(paper, read)) - {"buyer_name", "seller_name"}
            assert not wrong, (paper.layout, paper.language, wrong)
            assert reading.language == paper.language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Rechnungsnummer 4711 Rechnungsdatum Zahlbar bis", "de"),
        ("Faktura Fakturanummer 4711 Fakturadatum Förfallodatum Att betala", "sv"),
        ("Invoice number / Rechnungsnummer 4711 Due date / Fälligkeitsdatum", None),
        ("Total 120.00", None),
        ("", None),
    ],
)
def test_a_language_is_told_where_its_own_words_stand(text: str, language: str | None) -> None:
    assert language_of(text) == language
