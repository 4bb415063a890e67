from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.demo import books
from billhook.demo.calendar import day_of, first_of_month
from billhook.demo.documents import cents
from billhook.demo.formats import day, money
from billhook.demo.shapes import Document, Seller
from billhook.demo.world import MORNING, WORLD, build
from model.documents import DocumentKind
from model.matches import MatchStatus

TRADED = [one for one in WORLD.documents if one.kind is not DocumentKind.STATEMENT]


def test_there_is_enough_to_see() -> None:
    assert len(WORLD.documents) >= 45
    assert {seller.language for seller in WORLD.sellers} == {"de", "en", "es", "fr", "nl"}
    assert len({seller.layout for seller in WORLD.sellers}) >= 6


def test_the_same_date_gives_the_same_world() -> None:
    assert build(MORNING) == WORLD


@pytest.mark.parametrize("document", TRADED, ids=lambda one: one.number)
def test_every_document_adds_up(document: Document) -> None:
    totals = [line.total or Decimal(0) for line in document.lines]
    assert totals == [
        cents((line.quantity or Decimal(0)) * (line.unit_price or Decimal(0)))
        for line in document.lines
    ]
    assert sum(totals) == document.net
    assert document.gross == document.net + document.tax
    assert (document.gross < 0) is (document.kind is DocumentKind.CREDIT_NOTE)


@pytest.mark.parametrize("seller", WORLD.sellers, ids=lambda one: one.slug)
def test_every_bank_account_has_valid_check_digits(seller: Seller) -> None:
    ibans = {seller.iban, *(one.iban for one in WORLD.documents if one.seller == seller.slug)}
    for iban in ibans:
        digits = "".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])
        assert int(digits) % 97 == 1


def test_the_statement_runs_from_its_opening_to_its_closing_balance() -> None:
    statement = WORLD.document("ST-2026-10")
    balances = [line.balance for line in statement.statement_lines]
    assert balances[0] == statement.opening == WORLD.document("ST-2026-09").gross
    assert balances[-1] == statement.gross
    assert set(WORLD.truth.statement) == {line.position for line in statement.statement_lines}


def test_the_statement_holds_the_planted_differences_once_each() -> None:
    found = list(WORLD.truth.statement.values())
    planted = {MatchStatus.MISSING: 1, MatchStatus.DUPLICATE: 1, MatchStatus.MATCHED_DIFFERENCE: 2}
    assert {status: found.count(status) for status in planted} == planted


def test_the_missing_invoice_is_at_the_portal_and_in_no_mail_nor_ledger() -> None:
    missing = WORLD.document("BR-70418")
    assert missing.portal == "brightline"
    assert missing.number not in {expected.number for expected in WORLD.truth.expectations}
    assert missing.number not in {entry.reference for entry in WORLD.ledger}


def test_two_amounts_in_the_ledger_differ_from_the_documents() -> None:
    booked: Counter[str] = Counter()
    for entry in WORLD.ledger:
        booked[entry.reference] += entry.amount.amount  # type: ignore[assignment]  # sums of money
    wrong = {one.number for one in TRADED if one.booked and booked[one.number] != one.gross}
    assert wrong == {"BR-70392", "BR-70405"}
    assert booked["BR-70405"] == Decimal("486.00")


def test_the_statement_has_more_than_seven_kinds_of_difference() -> None:
    shown = [line.reference for line in WORLD.document("ST-2026-10").statement_lines]
    ours = Counter(entry.reference for entry in WORLD.ledger)
    assert shown.count(books.TWICE_ON_STATEMENT) == 2
    assert books.POSTED_LATE in shown
    assert books.POSTED_LATE not in ours
    assert ours[books.SPLIT] == 2
    assert books.FORGOTTEN_CREDIT in ours
    assert books.FORGOTTEN_CREDIT not in shown
    assert [one for one in shown if one.startswith("BACS")] == ["BACS 161026", "BACS 221026"]
    assert [one for one in ours if one.startswith("BACS")] == ["BACS 161026", "BACS 301026"]


def test_exactly_one_document_exceeds_its_order() -> None:
    orders = {order.number: order for order in WORLD.orders}
    over = [
        one.number
        for one in TRADED
        if one.po_number
        and not one.booked
        and one.net > (orders[one.po_number].net - orders[one.po_number].billed).amount
    ]
    assert over == ["RE-2026-104877"]


def test_exactly_one_document_names_no_order() -> None:
    assert [one.number for one in TRADED if not one.po_number] == ["FB/2026/10/00774"]


def test_the_expectations_end_in_all_three_ways() -> None:
    ends = [expected.ends for expected in WORLD.truth.expectations]
    assert ends.count("absent") == 1
    assert ends.count("needs_person") == 1
    assert ends.count("fulfilled") == len(ends) - 2


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)))
def test_a_world_can_be_built_for_any_date(today: date) -> None:
    world = build(today)
    assert len({(one.seller, one.number) for one in world.documents}) == len(world.documents)
    assert all(one.issued < today for one in world.documents if today.day > 1)
    assert len(world.truth.expectations) == len(WORLD.truth.expectations)


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)), st.integers(0, 40), st.integers(1, 31))
def test_a_day_of_an_earlier_month_stays_in_that_month(today: date, back: int, wanted: int) -> None:
    found = day_of(today, back, wanted)
    first = first_of_month(today, back)
    assert (found.year, found.month) == (first.year, first.month)
    assert found.day <= wanted


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", "1.928,64"),
        ("en", "1,928.64"),
        ("es", "1.928,64"),
        ("fr", "1\u00a0928,64"),
        ("nl", "1.928,64"),
    ],
)
def test_amounts_are_written_as_the_language_does(language: str, written: str) -> None:
    assert money(language, Decimal("1928.64")) == written


def test_days_are_written_as_the_language_does() -> None:
    languages = ("de", "en", "es", "fr", "nl")
    assert [day(language, date(2026, 10, 4)) for language in languages] == [
        "04.10.2026",
        "4 October 2026",
        "04/10/2026",
        "04/10/2026",
        "04-10-2026",
    ]
