"""What is said in which language, and how figures and dates are written in it."""

from __future__ import annotations

import asyncio
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.languages import Language
from model.money import Money
from ui import facts, wording
from ui.languages import FORMATS, catalogue, current, phrase, preferred, say, say_many, speaking

THIN, HARD = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
DE, EN, ES, FR = Language.GERMAN, Language.ENGLISH, Language.SPANISH, Language.FRENCH


@pytest.mark.parametrize(
    ("language", "amount", "short", "long"),
    [
        (EN, "EUR 1,234.56", "3 Mar", "3 Mar 2026"),
        (DE, f"1.234,56{HARD}€", "3. März", "3. März 2026"),
        (FR, f"1{THIN}234,56{HARD}€", "3 mars", "3 mars 2026"),
        (ES, f"1234,56{HARD}€", "3 mar", "3 mar 2026"),
    ],
)
def test_amounts_and_dates_are_written_as_in_their_country(
    language: Language, amount: str, short: str, long: str
) -> None:
    with speaking(language):
        assert wording.money(Money(Decimal("1234.56"), "EUR")) == amount
        assert wording.short_day(date(2026, 3, 3)) == short
        assert wording.day(date(2026, 3, 3)) == long


@pytest.mark.parametrize(
    ("language", "figure"), [(DE, "12.345,60"), (FR, f"12{THIN}345,60"), (ES, "12.345,60")]
)
def test_thousands_are_parted_where_the_language_parts_them(
    language: Language, figure: str
) -> None:
    with speaking(language):
        assert wording.figure(Decimal("12345.60")) == figure
        assert wording.figure(Decimal("-12345.60")) == f"\N{MINUS SIGN}{figure}"


def test_a_dollar_keeps_its_code_for_it_has_many_countries() -> None:
    with speaking(DE):
        assert wording.money(Money(Decimal("10.00"), "USD")) == f"10,00{HARD}USD"
        assert wording.money(Money(Decimal("10.00"), "GBP")) == f"10,00{HARD}£"


@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9)),
    language=st.sampled_from(list(Language)),
)
@settings(max_examples=50)
def test_a_figure_can_be_read_back_in_every_language(number: Decimal, language: Language) -> None:
    written = FORMATS[language].figure(number)
    plain = written.replace(FORMATS[language].group, "").replace(FORMATS[language].point, ".")
    assert Decimal(plain.replace("\N{MINUS SIGN}", "-")) == number


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", DE),
        ("nl,fr-CA;q=0.7,en;q=0.5", FR),
        ("en-GB,de;q=0.9", EN),
        ("ja", EN),
        ("", EN),
        ("de;q=0,es", ES),
        ("de;q=much,es;q=0.1", ES),
        ("*", EN),
        (",;=,;q=", EN),
    ],
)
def test_the_browser_wishes_for_a_language(accepted: str, expected: Language) -> None:
    assert preferred(accepted) is expected


@given(st.text(max_size=200))
@settings(max_examples=50)
def test_whatever_a_browser_sends_is_some_language(accepted: str) -> None:
    assert preferred(accepted) in Language


def test_a_sentence_is_said_in_the_language_that_is_spoken() -> None:
    assert say("To do") == "To do"
    with speaking(DE):
        assert say("To do") == "Zu tun"
    assert say("To do") == "To do"


def test_each_request_speaks_its_own_language() -> None:
    async def one(language: Language) -> str:
        with speaking(language):
            await asyncio.sleep(0)
            return await asyncio.to_thread(say, "Statements")

    async def both() -> list[str]:
        return list(await asyncio.gather(one(DE), one(FR)))

    assert asyncio.run(both()) == ["Kontoauszüge", "Relevés"]
    assert current() is EN


def test_what_the_catalogue_lacks_stays_english() -> None:
    with speaking(FR):
        assert say("Nobody has said {this}.", this="so") == "Nobody has said so."


def test_a_foreign_text_is_no_placeholder_and_is_not_looked_up() -> None:
    with speaking(DE):
        said = say("{name} was taken in and is being read.", name="{name} <b>Inbox</b>")
    assert said.startswith("{name} <b>Inbox</b> wurde")


def test_one_word_of_two_senses_is_two_words() -> None:
    with speaking(ES):
        assert say(phrase("Open", "to open")) == "Abrir"
        assert say(phrase("Open", "still waited for")) == "Abierta"


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [(EN, 1, "1 document"), (DE, 2, "2 Dokumente"), (FR, 0, "0 document"), (ES, 0, "0 documentos")],
)
def test_so_many_of_something_follow_the_plural_of_the_language(
    language: Language, number: int, words: str
) -> None:
    with speaking(language):
        assert wording.count(number, "document") == words


def test_large_numbers_in_sentences_are_parted_too() -> None:
    with speaking(DE):
        assert say_many(12345, "{n} document", "{n} documents") == "12.345 Dokumente"


def test_a_total_is_proved_in_the_language_that_is_spoken() -> None:
    with speaking(DE):
        assert facts.shown("gross_total", "1234.5", "EUR") == f"1.234,50{HARD}€"


def test_every_language_has_all_of_its_months() -> None:
    assert {len(set(one.months)) for one in FORMATS.values()} == {12}


def test_a_line_that_is_none_of_a_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="no line of a catalogue"):
        list(catalogue.entries('msgid "x"\nmsgstr nothing'))


def test_a_catalogue_may_part_a_text_over_lines_and_escape_quotes() -> None:
    found = list(catalogue.entries('# note\nmsgid ""\n"Say "\n"\\"so\\""\nmsgstr "Sag „so“"\n'))
    assert found == [catalogue.Entry('Say "so"', ("Sag „so“",))]
