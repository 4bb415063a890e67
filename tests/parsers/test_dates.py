from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.wording import dates

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))


@given(
    DAYS,
    st.sampled_from(
        ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%Y%m%d"]
    ),
)
def test_a_date_is_read_back_from_every_form(day: date, form: str) -> None:
    if form == "%Y%m%d" and day.year < 2000:
        return
    assert dates.read(f"on {day.strftime(form)} we") == day


@given(DAYS)
def test_month_first_is_read_where_the_document_is_american(day: date) -> None:
    assert dates.read(day.strftime("%m/%d/%Y"), month_first=True) == day


@given(st.text(max_size=60))
def test_any_text_gives_dates_or_nothing_but_never_an_error(text: str) -> None:
    for found in dates.find(text):
        assert text[found.start : found.end].strip()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3. März 2026", "2026-03-03"),
        ("17 février 2026", "2026-02-17"),
        ("2 de enero de 2024", "2024-01-02"),
        ("1er juin 2025", "2025-06-01"),
        ("9 maart 2025", "2025-03-09"),
        ("12 gennaio 2024", "2024-01-12"),
        ("01.02.21", "2021-02-01"),
        ("2/7-2026", "2026-07-02"),
    ],
)
def test_months_have_names_in_six_languages(text: str, day: str) -> None:
    assert str(dates.read(text)) == day


def test_a_number_before_a_word_is_not_taken_for_the_day() -> None:
    assert dates.read("Rechnung Nr. 74 vom 25.04.2018") == date(2018, 4, 25)


def test_one_impossible_date_decides_the_order_of_the_document() -> None:
    found = [*dates.find("03/04/2024"), *dates.find("12/25/2024")]
    assert dates.month_first(found, american=False)
    assert dates.choose(found[0], month_first=True) == date(2024, 3, 4)


def test_amounts_and_versions_are_no_dates() -> None:
    assert dates.find("1.234,56 and 10.12 and 2.5.1-rc") == []


def test_a_number_and_a_word_before_a_date_do_not_swallow_its_day() -> None:
    assert [one.day for one in dates.find("Quay 1  Datum  10 oktober 2026")] == [date(2026, 10, 10)]
