"""What is gone from the books: taken out, said, and asked about where it is much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from model.errors import WrongInput
from model.exceptions import ExceptionItem, ExceptionReason
from model.matches import MatchStatus, StandingState
from model.money import Money
from model.orders import EntryKind, EntryPaper
from pipeline import answers
from pipeline.reconciling import deciding, ledger_books
from pipeline.reconciling.ledger_books import Taken
from pipeline.works import Works
from storage import audit, exceptions, ledger, screens
from storage import statements as stored
from tests.pipeline.conftest import CLERK
from tests.pipeline.reconciling.test_statements import DAY, line, statement, statuses

Arrive = Callable[..., str]


def entry(number: str, amount: str = "119.00", day: date = DAY) -> EntryPaper:
    money = Money(Decimal(amount), "EUR")
    return EntryPaper(number, "Nordwind", EntryKind.INVOICE, number, day, day, money)


def take(works: Works, *papers: EntryPaper, whole: bool = False) -> Taken:
    with works.store.begin() as tx:
        return ledger_books.take(tx, papers, whole=whole)


def held(works: Works) -> set[str]:
    with works.store.read() as tx:
        return {one.id for one in ledger.entries(tx, "nw")}


def questions(works: Works) -> tuple[ExceptionItem, ...]:
    with works.store.read() as tx:
        found = exceptions.open_of(tx, f"ledger:{ledger_books.FILES}")
    return tuple(one for one in found if one.reason is ExceptionReason.LEDGER_VANISHED)


def test_a_few_entries_that_a_whole_ledger_lacks_are_taken_out_and_said(works: Works) -> None:
    take(works, entry("R-1"), entry("R-2"), entry("R-3"))
    assert take(works, entry("R-1"), entry("R-3"), whole=True) == Taken(2, gone=1)
    assert held(works) == {"R-1", "R-3"}
    with works.store.read() as tx:
        (event,) = audit.of_subject(tx, "ledger:R-2")
    assert (event.actor, event.verb) == ("Billhook", "took out")
    assert event.detail == (
        "R-2 over EUR 119.00, dated 2026-10-15: the whole ledger since 2026-10-15 no longer has it"
    )
    assert not questions(works)


def test_a_part_of_the_ledger_takes_nothing_out(works: Works) -> None:
    take(works, entry("R-1"), entry("R-2"))
    assert take(works, entry("R-3")) == Taken(1)
    assert held(works) == {"R-1", "R-2", "R-3"}


def test_what_was_posted_before_the_export_begins_stays(works: Works) -> None:
    take(works, entry("R-0", day=DAY - timedelta(days=1)), entry("R-1"), entry("R-2"))
    take(works, entry("R-1"), whole=True)
    assert held(works) == {"R-0", "R-1"}


def test_what_came_from_another_systems_books_is_no_files_to_take_out(works: Works) -> None:
    take(works, replace(entry("R-9"), id=f"{ledger_books.OF_BOOKS}erp:9.1"), entry("R-1"))
    assert take(works, entry("R-2"), whole=True) == Taken(1, gone=1)
    assert held(works) == {"books:erp:9.1", "R-2"}


def test_a_line_whose_booking_is_gone_is_missing_again(works: Works, arrive: Arrive) -> None:
    take(works, entry("R-1"), entry("R-2", "238.00"))
    arrive(statement(line(1, "R-1", "119.00"), line(2, "R-2", "238.00")))
    assert set(statuses(works).values()) == {MatchStatus.MATCHED}
    take(works, entry("R-1"), whole=True)
    assert statuses(works) == {"R-1": MatchStatus.MATCHED, "R-2": MatchStatus.MISSING}


def test_a_signed_statement_is_reopened_and_says_what_went(works: Works, arrive: Arrive) -> None:
    take(works, entry("R-1"), entry("R-2", "238.00"))
    arrive(statement(line(1, "R-1", "119.00"), line(2, "R-2", "238.00")))
    with works.store.begin() as tx:
        (row,) = screens.statements(tx)
        deciding.sign_off(tx, CLERK, row.id)
    take(works, entry("R-1"), whole=True)
    with works.store.read() as tx:
        standing = stored.standing(tx, row.id)
    assert standing.state is StandingState.REOPENED
    assert standing.arrived == ("The end of R-2 over EUR 238.00, dated 2026-10-15 in the books",)


def test_an_entry_that_a_person_linked_and_that_went_is_shown_as_a_difference(
    works: Works, arrive: Arrive
) -> None:
    take(works, entry("X-7", "238.00"))
    arrive(statement(line(1, "R-2", "238.00")))
    with works.store.begin() as tx:
        (row,) = screens.statements(tx)
        (item,) = stored.items(tx, row.id)
        deciding.link(tx, CLERK, row.id, item_ids=[item.id], entry_ids=["X-7"])
    assert statuses(works) == {"R-2": MatchStatus.MATCHED}
    take(works, entry("R-9", "5.00"), whole=True)
    assert statuses(works) == {"R-2": MatchStatus.MATCHED_DIFFERENCE}
    with works.store.read() as tx:
        (shown,) = screens.statement(tx, row.id).lines
    assert "nothing" in shown.reason


def test_of_more_than_a_few_a_person_is_asked_and_nothing_is_touched_before(works: Works) -> None:
    many = [entry(f"R-{n}") for n in range(8)]
    take(works, *many)
    assert take(works, many[0], whole=True) == Taken(1, asked=7)
    assert len(held(works)) == 8
    (question,) = questions(works)
    assert question.title == "7 entries are gone from the books"
    assert "the whole ledger since 2026-10-15" in question.sentence
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question.id, "1")
    assert held(works) == {"R-0"}


def test_what_a_person_keeps_stays_and_is_not_asked_about_again(works: Works) -> None:
    many = [entry(f"R-{n}") for n in range(8)]
    take(works, *many)
    take(works, many[0], whole=True)
    (question,) = questions(works)
    with works.store.begin() as tx:
        answers.answer(tx, CLERK, question.id, "2")
    take(works, many[0], whole=True)
    assert len(held(works)) == 8
    assert not questions(works)


def test_a_whole_export_that_has_them_again_settles_the_question(works: Works) -> None:
    many = [entry(f"R-{n}") for n in range(8)]
    take(works, *many)
    take(works, many[0], whole=True)
    assert take(works, *many, whole=True) == Taken(8)
    assert not questions(works)
    assert len(held(works)) == 8


def test_an_unknown_supplier_is_named(works: Works) -> None:
    with pytest.raises(WrongInput, match="no supplier Sturm; connect it first"):
        take(works, replace(entry("R-1"), seller="Sturm"))
