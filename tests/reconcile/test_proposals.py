"""What is proposed for an open line: a reason to accept it, entries to link it with."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from model.documents import StatementLineKind
from model.matches import Match, MatchStatus, StatementItem
from model.money import Money
from model.orders import EntryKind, LedgerEntry
from reconcile import proposals

DAY = date(2026, 10, 15)


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def item(amount: str, reference: str = "R-1001", *, paid: bool = False) -> StatementItem:
    kind = StatementLineKind.PAYMENT if paid else StatementLineKind.INVOICE
    return StatementItem("l1", "s1", "acme", kind, reference, DAY, euros(amount))


def entry(
    name: str, amount: str, *, number: str = "", apart: int = 0, owner: str = "acme"
) -> LedgerEntry:
    day = DAY + timedelta(days=apart)
    kind = EntryKind.PAYMENT if name.startswith("pay") else EntryKind.INVOICE
    return LedgerEntry(name, owner, kind, number, day, day, euros(amount), name)


def answered(
    status: MatchStatus, *entries: LedgerEntry, line: StatementItem | None = None
) -> Match:
    ours = sum((one.amount.amount for one in entries), Decimal(0))
    apart = line.amount.amount - ours if line else Decimal(0)
    return Match("l1", tuple(one.id for one in entries), status, apart, "", "a_rule")


def proposed(amount: str, booked: LedgerEntry, document: Money | None = None) -> str:
    line = item(amount)
    match = answered(MatchStatus.MATCHED_DIFFERENCE, booked, line=line)
    return proposals.reason(line, match, [booked], document)


@pytest.mark.parametrize(
    ("theirs", "ours", "why"),
    [
        ("100.00", "99.97", "Rounding."),
        ("100.00", "98.00", "We take an early-payment discount of 2 %."),
        ("333.33", "328.33", "We take an early-payment discount of 1.5 %."),
        ("-100.00", "-97.00", "We take an early-payment discount of 3 %."),
        ("119.00", "100.00", "One side is before tax, the other with tax."),
        ("100.00", "102.00", ""),
        ("100.00", "60.00", ""),
    ],
)
def test_an_amount_is_explained_where_its_difference_says_why(
    theirs: str, ours: str, why: str
) -> None:
    assert proposed(theirs, entry("e1", ours)) == why


def test_a_document_on_file_that_agrees_with_the_line_makes_the_booking_wrong() -> None:
    said = proposed("468.00", entry("e1", "486.00"), euros("468.00"))
    assert said.endswith("our booking is to be corrected.")
    assert not proposed("468.00", entry("e1", "486.00"), euros("486.00"))


def test_a_line_that_is_booked_elsewhere_is_to_be_moved() -> None:
    assert "another supplier" in proposed("100.00", entry("e1", "100.00", owner="other"))


def test_a_payment_without_a_booking_and_a_line_printed_twice_have_their_reasons() -> None:
    paid = proposals.reason(item("-5.00", paid=True), answered(MatchStatus.PAYMENT), [], None)
    assert paid == "The payment is not in our books yet."
    twice = proposals.reason(item("5.00"), answered(MatchStatus.DUPLICATE), [], None)
    assert "twice" in twice


@pytest.mark.parametrize("status", [MatchStatus.MISSING, MatchStatus.AMBIGUOUS])
def test_nothing_is_proposed_for_a_line_that_has_nothing(status: MatchStatus) -> None:
    assert not proposals.reason(item("5.00"), answered(status), [], None)


def test_the_likeliest_entries_come_first_and_two_that_add_up_last() -> None:
    free = [
        entry("near", "100.00", number="X-7", apart=20),
        entry("alike", "90.00", number="R-10010"),
        entry("same", "100.00", number="R-1001", apart=-5),
        entry("part", "10.00", number="Q-3"),
        entry("far", "100.00", number="X-8", apart=200),
    ]
    found = proposals.links(item("100.00"), answered(MatchStatus.MISSING), free)
    assert [[one.id for one in group] for group in found] == [["same"], ["near"], ["alike"]]
    rest = [one for one in free if one.id not in ("same", "near")]
    found = proposals.links(item("100.00"), answered(MatchStatus.MISSING), rest)
    assert [[one.id for one in group] for group in found] == [["alike"], ["alike", "part"]]


def test_a_payment_is_only_proposed_payments() -> None:
    free = [entry("e1", "-50.00"), entry("pay1", "-50.00", apart=3)]
    line = item("-50.00", "", paid=True)
    assert [[one.id] for (one,) in proposals.links(line, answered(MatchStatus.PAYMENT), free)] == [
        ["pay1"]
    ]


def test_a_duplicate_and_a_balance_brought_forward_are_proposed_no_entries() -> None:
    free = [entry("e1", "5.00")]
    assert not proposals.links(item("5.00"), answered(MatchStatus.DUPLICATE), free)
    balance = StatementItem(
        "l1", "s1", "acme", StatementLineKind.BALANCE_FORWARD, "", DAY, euros("5.00")
    )
    assert not proposals.links(balance, answered(MatchStatus.BALANCE_FORWARD), free)


def test_among_very_many_entries_no_pairs_are_sought() -> None:
    free = [entry(f"e{n}", f"{n}.00", number=f"Z-{n * 7919}") for n in range(1, 60)]
    assert not proposals.links(item("60.00", "Q-1"), answered(MatchStatus.MISSING), free)
