from __future__ import annotations

from datetime import date, timedelta

from model.documents import StatementLineKind
from model.matches import MatchStatus, OurSide, StatementItem
from model.orders import EntryKind, LedgerEntry
from reconcile.proof import ours, prove
from reconcile.statements import reconcile
from tests.reconcile.books import DAY, entry, eur, item

CLOSING_DAY = date(2026, 10, 31)
OCTOBER = date(2026, 10, 1)
FORWARD = StatementLineKind.BALANCE_FORWARD
OLD = date(2026, 8, 2)


def sides(items: list[StatementItem], entries: list[LedgerEntry]) -> tuple[OurSide, ...]:
    matches = reconcile(items, entries)
    return ours(items, entries, matches, statement_date=CLOSING_DAY)


def test_an_entry_the_statement_lacks_is_named() -> None:
    (side,) = sides([item(1, "INV-104", "100.00")], [entry(7, "INV-999", "55.00")])
    assert (side.entry_id, side.status) == ("7", MatchStatus.NOT_ON_STATEMENT)
    assert side.reason == "INV-999 over EUR 55.00, dated 2026-10-14, is not on the statement."


def test_what_is_later_than_the_statement_or_on_its_way_is_timing() -> None:
    late = entry(7, "INV-999", "55.00", day=CLOSING_DAY + timedelta(days=1))
    paid = entry(8, "PAY1", "-20.00", day=CLOSING_DAY - timedelta(days=2), kind=EntryKind.PAYMENT)
    found = sides([item(1, "INV-104", "100.00")], [late, paid])
    assert [side.status for side in found] == [MatchStatus.TIMING] * 2


def test_what_is_matched_or_settled_before_the_month_is_left_out() -> None:
    entries = [entry(7, "INV-104", "100.00"), entry(8, "INV-1", "5.00", day=OLD)]
    assert sides([item(1, "INV-104", "100.00")], entries) == ()


def test_a_list_of_open_items_shows_no_payments() -> None:
    paid = [entry(8, "PAY1", "-20.00", kind=EntryKind.PAYMENT)]
    open_items = [item(1, "INV-104", "100.00")]
    assert sides(open_items, paid) == ()
    running = [*open_items, item(2, "Balance", "9.00", kind=FORWARD)]
    assert [side.entry_id for side in sides(running, paid)] == ["8"]


def test_their_balance_is_explained_from_ours_item_by_item() -> None:
    items = [
        item(1, "Balance", "50.00", kind=FORWARD),
        item(2, "INV-104", "100.00"),
        item(3, "INV-105", "30.00"),
        item(4, "INV-9636", "7.00"),
    ]
    entries = [
        entry(7, "INV-104", "98.00"),
        entry(8, "INV-77", "40.00", day=OLD),
        entry(9, "INV-200", "11.00"),
        entry(10, "INV-9636", "7.00", supplier="S2"),
        entry(11, "INV-1", "3.00", supplier="S3"),
    ]
    matches = reconcile(items, entries)
    proof = prove(items, entries, matches, closing=eur("187.00"), since=OCTOBER)
    assert (proof.ours, proof.unexplained) == (eur("149.00"), eur("0.00"))
    assert [str(amount) for _, amount in proof.items] == [
        "EUR 10.00",
        "EUR 2.00",
        "EUR 30.00",
        "EUR 7.00",
        "EUR -11.00",
    ]
    assert proof.items[0][0] == "Before 2026-10-01: their balance EUR 50.00, ours EUR 40.00."


def test_an_arithmetic_error_of_the_statement_stays_unexplained() -> None:
    items = [item(1, "INV-104", "100.00")]
    entries = [entry(7, "INV-104", "100.00", day=DAY)]
    matches = reconcile(items, entries)
    proof = prove(items, entries, matches, closing=eur("110.00"), since=OCTOBER)
    assert (proof.items, proof.unexplained) == ((), eur("10.00"))
