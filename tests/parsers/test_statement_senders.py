"""Statements as programs of other houses send them: by what their columns are to each other."""

from dataclasses import replace

import pytest

import parsers
from benchmarks import statement_sender_papers
from benchmarks.statement_reading import lines_of, truth_of
from benchmarks.statement_sender_lists import LATER, SENDERS
from benchmarks.statement_senders import Sender
from model.documents import Reading

_NAMES = {"xero activity", "oracle", "courier export", "portal page", "two line record"}
_TRIED = [sender for sender in SENDERS + LATER if sender.name in _NAMES]


def read(*rows: str) -> Reading:
    text = "\n".join(("Statement of account in EUR", *rows))
    return parsers.read(text.encode())


def lines(reading: Reading) -> list[tuple[str, str]]:
    assert reading.statement
    return [(line.reference, str(line.amount.amount)) for line in reading.statement.lines]


def test_what_is_left_is_told_by_what_was_paid_of_it() -> None:
    reading = read(
        "Invoice no;Invoice date;Paid;Whole;Rest of it",
        "4711;05.03.2026;;900,00;900,00",
        "4712;18.03.2026;50,00;200,00;150,00",
    )
    assert lines(reading) == [("4711", "900.00"), ("4712", "150.00")]


def test_tax_is_nothing_that_was_paid() -> None:
    reading = read(
        "Invoice no;Invoice date;Amount;Tax;Net",
        "4711;05.03.2026;119,00;19,00;100,00",
        "4712;18.03.2026;238,00;38,00;200,00",
    )
    assert lines(reading) == [("4711", "119.00"), ("4712", "238.00")]


def test_a_text_that_is_a_kind_and_a_number_names_the_document() -> None:
    reading = read(
        "Date;Activity;Reference;Amount;Balance",
        "05.03.2026;Invoice # 4711;PO-881;900,00;900,00",
        "06.03.2026;Credit note # 4712;PO-882;-100,00;800,00",
        "18.03.2026;Payment received;4990;-200,00;600,00",
        "Balance due;;;;600,00",
    )
    assert [number for number, _ in lines(reading)] == ["4711", "4712", "4990"]


def test_a_line_without_terms_among_those_with_terms_is_a_payment() -> None:
    reading = read(
        "Date;Number;Due;Amount;Balance",
        "05.03.2026;4711;04.04.2026;900,00;900,00",
        "18.03.2026;990;;-200,00;700,00",
        "Balance due;;;;700,00",
    )
    assert reading.statement
    assert [line.kind.value for line in reading.statement.lines] == ["invoice", "payment"]


def test_days_that_only_the_year_first_puts_together_are_read_so() -> None:
    reading = read(
        "Date;Number;Due;Amount;Balance",
        "26-03-05;4711;26-04-04;900,00;900,00",
        "26-03-18;4712;26-04-17;100,00;1000,00",
        "Balance due;;;;1000,00",
    )
    assert reading.statement
    days = [line.day.isoformat() for line in reading.statement.lines if line.day]
    assert days == ["2026-03-05", "2026-03-18"]


def test_a_balance_that_is_the_only_amount_of_a_line_is_what_is_left_of_it() -> None:
    reading = read(
        "Number;Date;Due;Balance;D/C",
        "4711;05.03.2026;04.04.2026;900,00;D",
        "4712;18.03.2026;17.04.2026;50,00;C",
        "Total;;;850,00;",
    )
    assert lines(reading) == [("4711", "900.00"), ("4712", "-50.00")]


def test_the_number_of_an_invoice_counts_before_that_of_its_voucher() -> None:
    reading = read(
        "Datum;Boekstuk;Factuur;Bedrag;Saldo",
        "05-03-2026;140001;SI-4711;900,00;900,00",
        "18-03-2026;140008;SI-4712;100,00;1000,00",
        "Totaal;;;;1000,00",
    )
    assert [number for number, _ in lines(reading)] == ["SI-4711", "SI-4712"]


@pytest.mark.parametrize("sender", _TRIED, ids=lambda sender: sender.name)
def test_statements_of_these_senders_are_read_whole(sender: Sender) -> None:
    language = next(iter(sender.words))
    sender = replace(sender, words={language: sender.words[language]})
    for paper in statement_sender_papers.papers([sender], seeds=[1]):
        assert lines_of(parsers.read(paper.content)) == truth_of(paper)
