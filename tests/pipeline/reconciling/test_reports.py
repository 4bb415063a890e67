"""Reports of what the store holds: a statement's proof, a letter, ageing and accruals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from model.errors import RecordMissing
from model.money import Money
from pipeline import companies
from pipeline.reconciling import deciding, reports
from pipeline.works import Works
from storage import settings, statements
from tests.pipeline.conftest import CLERK, paper
from tests.pipeline.reconciling.test_ordering import bill, receive, take
from tests.pipeline.reconciling.test_statements import booked, line, statement

Arrive = Callable[..., str]


def test_the_report_of_a_statement_proves_their_balance_and_says_who_signed(
    works: Works, arrive: Arrive
) -> None:
    booked(works, "R-1", "119.00")
    booked(works, "R-2", "50.00")
    arrive(statement(line(1, "R-1", "119.00"), line(2, "R-2", "60.00")))
    with works.store.begin() as tx:
        settings.put(tx, "company", "Harbour Goods")
        held = reports.newest(tx, "nordwind")
        (differs,) = [one for one in statements.answers(tx, held.id) if one.difference]
        deciding.accept_difference(tx, CLERK, held.id, differs.item_id, note="Freight.")
        deciding.sign_off(tx, CLERK, held.id, note="All explained.")
    with works.store.read() as tx:
        report = reports.of_statement(tx, held.id)
    facts = dict(report.facts)
    assert facts["Company"] == "Harbour Goods"
    assert facts["Standing"].startswith("signed off by Maya Okafor")
    titles = [table.title for table in report.tables]
    assert titles == [
        "Proof",
        "Differences that were accepted (1)",
        "Matched (1)",
        "What people decided",
    ]
    proof = report.tables[0]
    amounts = [row[1] for row in proof.rows]
    money = [one for one in amounts if isinstance(one, Money)]
    assert sum(money[1:], start=money[0]) == proof.total[1]
    assert proof.rows[-1][0] == "Unexplained"
    assert [row[2] for row in report.tables[3].rows] == ["accept difference", "sign off"]


def test_a_letter_is_in_the_language_of_the_suppliers_papers(works: Works, arrive: Arrive) -> None:
    german = replace(statement(line(1, "R-77", "119.00")), language="de")
    arrive(german)
    with works.store.read() as tx:
        held = reports.newest(tx, "Nordwind")
        assert reports.language_of(tx, "nw") == "de"
        letter = reports.letter(tx, held.id)
        english = reports.letter(tx, held.id, language="en")
    assert letter is not None
    assert letter.subject.startswith("Ihr Kontoauszug vom 2026-10-31")
    assert english is not None
    assert english.language == "en"


def test_a_supplier_without_a_statement_is_named(works: Works) -> None:
    with works.store.read() as tx:
        with pytest.raises(RecordMissing, match="no statement of Nordwind"):
            reports.newest(tx, "Nordwind")
        with pytest.raises(RecordMissing):
            reports.newest(tx, "nowhere")


def test_what_we_owe_is_told_by_age(works: Works) -> None:
    booked(works, "R-1", "119.00")
    with works.store.read() as tx:
        (table,) = reports.ageing_report(tx, date(2026, 12, 1)).tables
    assert table.columns[1:5] == ("0-30 days", "31-60 days", "61-90 days", "over 90 days")
    assert [str(cell) for cell in table.rows[0]] == [
        "Nordwind",
        "EUR 0.00",
        "EUR 119.00",
        *["EUR 0.00"] * 3,
        "EUR 119.00",
    ]


def test_goods_received_and_not_invoiced_are_accrued_as_of_the_day(
    works: Works, arrive: Arrive
) -> None:
    take(works)
    receive(works, 80)
    bill(arrive, "R-1", 30)  # dated 2026-10-31
    today = works.clock.today()
    with works.store.read() as tx:
        (found,) = reports.received_not_billed(tx, today)
        assert (found.open, str(found.amount)) == (50, "EUR 50.00")
        assert reports.received_not_billed(tx, today - timedelta(days=1)) == ()  # not there yet
        (row,) = reports.accrual_report(tx, today).tables[0].rows
    assert row[:3] == ("Nordwind", "PO-1", 1)


def test_goods_that_went_back_are_a_negative_accrual(works: Works, arrive: Arrive) -> None:
    take(works)
    receive(works, 100)
    bill(arrive, "R-1", 100)
    receive(works, -10, "G2")
    with works.store.read() as tx:
        (found,) = reports.received_not_billed(tx, works.clock.today())
    assert str(found.amount) == "EUR -10.00"


def test_open_bills_are_summed_by_company_and_by_days_overdue(works: Works, arrive: Arrive) -> None:
    with works.store.begin() as tx:
        companies.add(tx, "t", "Harbour Books", parts={"ids": ["DE111"]})
    today = works.clock.today()
    late, soon = (str(today + timedelta(days=days)) for days in (-40, 9))
    arrive(paper("A-1", "50.00", buyer_vat_id="DE111", due_date=late))
    arrive(paper("A-2", "20.00", buyer_vat_id="DE111", due_date=soon))
    with works.store.read() as tx:
        (row,) = reports.open_bills_report(tx).tables[0].rows
    assert [str(cell) for cell in row] == [
        *("Harbour Books", "HARBOURB", "2", "EUR 20.00"),
        *("EUR 0.00", "EUR 50.00", "EUR 0.00", "EUR 0.00", "EUR 70.00"),
    ]
