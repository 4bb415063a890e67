from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from model.documents import DocumentKind, Reading, StatementLine, StatementLineKind
from model.exceptions import ExceptionReason
from model.expectations import ExpectationSource, ExpectationState
from model.matches import MatchStatus
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from pipeline.works import Works
from storage import exceptions, expectations, ledger, screens, statements
from tests.pipeline.conftest import Outside, paper, statement_reading
from tests.pipeline.portals.test_visits import run_all

Arrive = Callable[..., str]
DAY = date(2026, 10, 15)


def line(position: int, reference: str, amount: str) -> StatementLine:
    return StatementLine(
        position, StatementLineKind.INVOICE, reference, DAY, Money(Decimal(amount), "EUR")
    )


def statement(*lines: StatementLine) -> Reading:
    closing = sum((one.amount.amount for one in lines), Decimal(0))
    return paper(
        "ST-10",
        str(closing),
        kind=DocumentKind.STATEMENT,
        statement=statement_reading(*lines, closing=str(closing)),
    )


def booked(works: Works, number: str, amount: str) -> None:
    entry = LedgerEntry(
        number, "nw", EntryKind.INVOICE, number, DAY, DAY, Money(Decimal(amount), "EUR"), number
    )
    with works.store.begin() as tx:
        ledger.load(tx, [entry])


def statuses(works: Works) -> dict[str, MatchStatus | None]:
    with works.store.read() as tx:
        (row,) = screens.statements(tx)
        return {found.reference: found.status for found in screens.statement(tx, row.id).lines}


def test_a_statement_that_the_ledger_explains_leaves_nothing_unexplained(
    works: Works, arrive: Arrive
) -> None:
    booked(works, "R-1", "119.00")
    arrive(statement(line(1, "R-1", "119.00")))
    assert statuses(works) == {"R-1": MatchStatus.MATCHED}
    with works.store.read() as tx:
        (row,) = screens.statements(tx)
        assert screens.statement(tx, row.id).unexplained == Money(Decimal(0), "EUR")
        assert not statements.unsettled(tx)


def test_a_missing_line_is_fetched_and_the_statement_closes(
    works: Works, outside: Outside, arrive: Arrive, tmp_path: Path
) -> None:
    booked(works, "R-1", "119.00")
    arrive(statement(line(1, "R-1", "119.00"), line(2, "R-2", "238.00")))
    assert statuses(works)["R-2"] is MatchStatus.MISSING
    with works.store.read() as tx:
        (waiting,) = expectations.all_open(tx)
    assert waiting.source is ExpectationSource.STATEMENT_LINE
    outside.brings(tmp_path, paper("R-2", "238.00"))
    run_all(works)
    assert statuses(works)["R-2"] is MatchStatus.MATCHED
    with works.store.read() as tx:
        assert expectations.get(tx, waiting.id).state is ExpectationState.FULFILLED
        assert not exceptions.open_(tx)


def test_a_missing_line_that_the_portal_does_not_have_asks_a_person(
    works: Works, outside: Outside, arrive: Arrive, tmp_path: Path
) -> None:
    arrive(statement(line(1, "R-2", "238.00")))
    outside.brings(tmp_path, paper("R-1"))
    run_all(works)
    with works.store.read() as tx:
        reasons = {item.reason for item in exceptions.open_(tx)}
    assert reasons == {ExceptionReason.STATEMENT_DIFFERENCE}


def test_a_difference_is_asked_about_and_closes_when_the_ledger_is_corrected(
    works: Works, arrive: Arrive
) -> None:
    booked(works, "R-1", "120.00")
    arrive(statement(line(1, "R-1", "119.00")))
    assert statuses(works) == {"R-1": MatchStatus.MATCHED_DIFFERENCE}
    with works.store.read() as tx:
        assert len(exceptions.open_(tx)) == 1
    booked(works, "R-1", "119.00")
    arrive(paper("R-77"))
    assert statuses(works) == {"R-1": MatchStatus.MATCHED}
    with works.store.read() as tx:
        assert not exceptions.open_(tx)


def test_each_account_of_a_file_is_a_statement_of_its_own_that_closes(
    works: Works, arrive: Arrive
) -> None:
    for number in ("R-1", "R-2", "R-9"):
        booked(works, number, "119.00")
    first = statement(line(1, "R-1", "119.00"))
    others = [
        replace(statement_reading(line(1, number, amount), closing=amount), account=account)
        for number, amount, account in (("R-2", "119.00", "K-2"), ("R-3", "50.00", "K-3"))
    ]
    arrive(replace(first, further=tuple(others)))
    with works.store.read() as tx:
        shown = {row.account: screens.statement(tx, row.id) for row in screens.statements(tx)}
        assert {row.document_id for row in screens.statements(tx)} == {
            view.row.document_id for view in shown.values()
        }
    answers = {
        account: [(one.reference, one.status) for one in view.lines]
        for account, view in shown.items()
    }
    assert answers == {
        "K-1": [("R-1", MatchStatus.MATCHED)],
        "K-2": [("R-2", MatchStatus.MATCHED)],
        "K-3": [("R-3", MatchStatus.MISSING)],
    }
    assert [one.reference for one in shown["K-1"].ours_only] == ["R-9"]
    assert not shown["K-2"].ours_only
    assert {view.unexplained for view in shown.values()} == {Money(Decimal(0), "EUR")}
