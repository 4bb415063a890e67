"""A reconciled statement as rows of their lines beside ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from model.matches import MatchStatus, Standing, StandingState
from model.money import Money
from model.views import EntryView, Proposal, StatementBoard, StatementLineView
from tests.ui.sample_statements import statement_board, statements
from ui.boards import BoardRow, board

HILTI = statement_board(statements()[0])


def rows_of(held: StatementBoard, part: str) -> list[BoardRow]:
    return [row for row in board(held)["rows"] if row["part"] == part and not row["title"]]


def entry(name: str, amount: str) -> EntryView:
    return EntryView(name, "invoice", name, date(2026, 9, 4), Money(Decimal(amount), "EUR"), None)


def with_line(**more: object) -> StatementBoard:
    """The statement with only its first line, changed."""
    line: StatementLineView = replace(HILTI.statement.lines[1], **more)  # type: ignore[arg-type]  # names checked by the dataclass
    return StatementBoard(replace(HILTI.statement, lines=(line,)), HILTI.proposals)


def test_what_is_left_stands_first_and_each_part_says_how_much_it_holds() -> None:
    titles = [(row["title"], row["count"]) for row in board(HILTI)["rows"] if row["title"]]
    assert titles == [("What is left", 4), ("Only on our side", 2), ("Settled", 18)]


def test_a_line_stands_beside_its_entry_with_the_difference_and_the_reason() -> None:
    first = rows_of(HILTI, "left")[0]
    assert first["line"]
    assert first["line"]["amount"] == "1,310.00"
    assert first["entry"]
    assert first["entry"]["units"] == 130100
    assert (first["word"], first["difference"]) == ("Differs", "9.00")
    assert first["reason"].startswith("Freight")


def test_a_group_has_one_row_for_each_entry_and_is_said_once() -> None:
    entries = (entry("a", "600.00"), entry("b", "12.40"))
    first, second = rows_of(with_line(entries=entries), "settled")
    assert (first["at"], first["of"], second["at"]) == (0, 2, 1)
    assert first["line"]
    assert second["line"] is None
    assert second["entry"]
    assert second["entry"]["name"] == "b"
    assert (first["word"], second["word"]) == ("Matched", "")
    assert first["ours"] == second["ours"] == ["a", "b"]


def test_lines_of_one_entry_stand_together_wherever_they_are_printed() -> None:
    one, other, apart = HILTI.statement.lines[1:4]
    shared = replace(apart, entries=one.entries)
    held = StatementBoard(replace(HILTI.statement, lines=(one, other, shared)), {})
    settled = rows_of(held, "settled") + rows_of(held, "left")
    grouped = [row for row in settled if row["of"] == 2]
    assert [row["line"] and row["line"]["id"] for row in grouped] == [one.id, apart.id]


def test_a_payment_that_we_have_not_booked_says_so() -> None:
    (row,) = rows_of(with_line(status=MatchStatus.PAYMENT, settled=False, entries=()), "left")
    assert (row["word"], row["look"], row["sign"]) == ("Not booked", "red", "◁")


def test_a_row_does_not_repeat_its_number_and_amount_in_the_reason() -> None:
    ours = rows_of(HILTI, "ours")[0]
    assert ours["short"] == ours["reason"]
    reason = "HD-440127 over EUR 612.40 is on the statement twice."
    changed = {"status": MatchStatus.DUPLICATE, "settled": False, "reason": reason, "entries": ()}
    (row,) = rows_of(with_line(**changed), "left")
    assert (row["short"], row["reason"]) == ("Is on the statement twice.", reason)
    proposed = replace(with_line(**changed), proposals={"l2": Proposal("It is owed once.")})
    (row,) = rows_of(proposed, "left")
    assert (row["short"], row["accept"]) == ("It is owed once.", "It is owed once.")


def test_an_accepted_difference_says_that_it_was_accepted() -> None:
    changed = {"difference": Money(Decimal(2), "EUR"), "reason": "Maya accepted it."}
    (row,) = rows_of(with_line(**changed), "settled")
    assert (row["word"], row["short"]) == ("Accepted", "Maya accepted it.")


def test_a_line_that_was_never_reconciled_says_so() -> None:
    (row,) = rows_of(with_line(status=None, settled=False, entries=()), "left")
    assert (row["word"], row["look"]) == ("Not reconciled", "amber")


def test_what_a_line_may_be_is_offered_with_number_day_and_sum() -> None:
    pair = (entry("a", "600.00"), entry("b", "12.40"))
    held = with_line(settled=False, status=MatchStatus.AMBIGUOUS, entries=())
    line = held.statement.lines[0]
    offered = replace(held, proposals={line.id: Proposal("", (pair[:1], pair))})
    (row,) = rows_of(offered, "left")
    assert [link["label"] for link in row["links"]] == ["a of 4 Sep, 600.00", "a + b, 612.40"]
    assert row["links"][1]["ids"] == ["a", "b"]


def test_an_entry_says_where_it_is_booked() -> None:
    ours = (replace(entry("a", "612.40"), owner="Papierhaus"),)
    (row,) = rows_of(with_line(entries=ours), "settled")
    assert row["entry"]
    assert row["entry"]["note"] == "on Papierhaus"
    unbooked = (replace(entry("a", "612.40"), booked=False),)
    (row,) = rows_of(with_line(entries=unbooked), "settled")
    assert row["entry"]
    assert row["entry"]["note"] == "not booked yet"


def test_the_board_says_whether_it_is_signed_and_whether_a_reason_is_needed() -> None:
    said = board(HILTI)
    assert (said["signed"], said["rest"], said["undo"], said["digits"]) == (False, False, False, 2)
    row = replace(
        HILTI.statement.row,
        standing=Standing(StandingState.SIGNED_OFF),
        unexplained=Money(Decimal(1), "EUR"),
    )
    signed = replace(HILTI.statement, row=row, last_decision="sign_off")
    said = board(StatementBoard(signed, {}))
    assert (said["signed"], said["rest"], said["undo"]) == (True, True, True)


def test_a_statement_without_lines_has_an_empty_board() -> None:
    empty = replace(HILTI.statement, lines=(), ours_only=())
    assert board(StatementBoard(empty, {}))["rows"] == []
