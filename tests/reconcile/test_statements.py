from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from model.documents import StatementLineKind
from model.matches import Match, MatchStatus, StatementItem
from model.orders import EntryKind, LedgerEntry
from reconcile.statements import reconcile
from tests.reconcile.books import DAY, entry, item

LATER = timedelta(days=1)
PAYMENT: dict[str, Any] = {"kind": StatementLineKind.PAYMENT}
PAID: dict[str, Any] = {"kind": EntryKind.PAYMENT}


def only(items: list[StatementItem], entries: list[LedgerEntry], **options: Any) -> Match:
    (match,) = reconcile(items, entries, **options)
    return match


def test_the_same_number_and_amount_match_whatever_the_date() -> None:
    found = only(
        [item(1, "INV-104", "100.00")], [entry(7, "INV-104", "100.00", day=date(2026, 1, 2))]
    )
    assert (found.entry_ids, found.status, found.rule) == (
        ("7",),
        MatchStatus.MATCHED,
        "exact_reference",
    )
    assert found.difference == 0
    assert found.reason == "INV-104 over EUR 100.00 is booked, dated 2026-01-02."


def test_of_two_equal_bookings_the_first_is_the_right_one() -> None:
    entries = [entry(10, "INV-104", "100.00"), entry(9, "INV-104", "100.00")]
    assert only([item(1, "INV-104", "100.00")], entries).entry_ids == ("9",)


def test_a_number_without_prefix_and_zeros_is_the_same_number() -> None:
    found = only([item(1, "INV-2026-00104", "100.00")], [entry(7, "2026/104", "100.00")])
    assert (found.status, found.rule) == (MatchStatus.MATCHED, "normalised_reference")


def test_a_line_printed_again_is_a_duplicate_and_takes_no_second_booking() -> None:
    entries = [entry(7, "INV-104", "100.00"), entry(8, "INV-104", "100.00")]
    first, again = reconcile([item(1, "INV-104", "100.00"), item(2, "1NV-104", "100.00")], entries)
    assert first.entry_ids == ("7",)
    assert (again.status, again.entry_ids) == (MatchStatus.DUPLICATE, ())
    assert again.difference == Decimal("100.00")


def test_the_cost_lines_of_one_booking_answer_one_line() -> None:
    entries = [entry(7, "104", "60.00"), entry(8, "104", "40.00", voucher=7)]
    found = only([item(1, "INV-104", "100.00")], entries)
    assert found.entry_ids == ("7", "8")
    assert "in 2 parts" in found.reason


def test_bookings_of_one_number_that_add_up_answer_one_line() -> None:
    entries = [entry(7, "104", "60.00"), entry(8, "INV-104", "40.03")]
    found = only([item(1, "INV-104", "100.00")], entries)
    assert (found.entry_ids, found.rule) == (("7", "8"), "cost_split")
    assert found.difference == Decimal("-0.03")


def test_a_document_printed_in_parts_is_one_booking() -> None:
    parts = [item(1, "INV-104/1", "60.00"), item(2, "INV-104/2", "40.00")]
    first, second = reconcile(parts, [entry(7, "INV-104", "100.00")])
    assert first.entry_ids == second.entry_ids == ("7",)
    assert first.rule == second.rule == "parts_of_one"
    assert "INV-104/1, INV-104/2 over EUR 100.00" in first.reason


def test_parts_that_nothing_answers_are_missing_one_by_one() -> None:
    parts = [item(1, "INV-104/1", "60.00"), item(2, "INV-104/2", "40.00")]
    assert [match.status for match in reconcile(parts, [])] == [MatchStatus.MISSING] * 2


@pytest.mark.parametrize(
    ("typed", "difference"), [("100.04", "-0.04"), ("98.00", "2.00"), ("60.00", "40.00")]
)
def test_another_amount_under_the_same_number_is_a_difference(typed: str, difference: str) -> None:
    found = only([item(1, "INV-104", "100.00")], [entry(7, "INV-104", typed)])
    assert found.status is MatchStatus.MATCHED_DIFFERENCE
    assert found.difference == Decimal(difference)
    assert f"the ledger EUR {typed}" in found.reason


def test_a_credit_note_never_answers_an_invoice_of_its_number() -> None:
    entries = [entry(7, "INV-104", "-100.00", kind=EntryKind.CREDIT)]
    assert only([item(1, "INV-104", "100.00")], entries).status is MatchStatus.MISSING


def test_a_typing_slip_matches_where_the_amount_is_rare() -> None:
    found = only([item(1, "INV-12345", "817.33")], [entry(7, "INV-12354", "817.33")])
    assert (found.status, found.rule) == (MatchStatus.MATCHED_DIFFERENCE, "similar_reference")


def test_a_common_amount_does_not_vouch_for_a_similar_number() -> None:
    others = [entry(n, f"INV-9{n}000", "50.00", day=date(2026, 5, n)) for n in range(1, 5)]
    near = entry(7, "INV-12945", "50.00", day=DAY - timedelta(days=20))
    assert only([item(1, "INV-12345", "50.00")], [*others, near]).status is MatchStatus.MISSING


def test_two_equally_similar_numbers_leave_the_line_open() -> None:
    entries = [entry(7, "INV-12354", "817.33"), entry(8, "INV-12435", "817.33")]
    found = only([item(1, "INV-12345", "817.33")], entries)
    assert (found.status, found.entry_ids) == (MatchStatus.AMBIGUOUS, ())
    assert found.reason == "INV-12345 over EUR 817.33 may be INV-12354, INV-12435."


def test_a_slip_with_a_cash_discount_still_matches() -> None:
    found = only([item(1, "INV-12345", "100.00")], [entry(7, "INV-12354", "97.00")])
    assert (found.rule, found.difference) == ("mistyped_reference", Decimal("3.00"))


def test_without_a_number_the_amount_within_days_matches() -> None:
    found = only(
        [item(1, "INV-104", "817.33")], [entry(7, "SEE ATTACHED", "817.33", day=DAY + LATER)]
    )
    assert found.rule == "amount_and_date"
    assert "booked as SEE ATTACHED" in found.reason


def test_without_a_number_a_discounted_amount_within_days_matches() -> None:
    found = only([item(1, "INV-104", "100.00")], [entry(7, "", "98.00")])
    assert (found.rule, found.difference) == ("amount_nearly_and_date", Decimal("2.00"))
    assert "(no number)" in found.reason


def test_two_equally_good_answers_leave_the_line_open() -> None:
    found = only([item(1, "INV-104", "50.00")], [entry(7, "", "50.00"), entry(8, "", "50.00")])
    assert (found.status, found.entry_ids) == (MatchStatus.AMBIGUOUS, ())


def test_two_lines_for_one_answer_stay_open_both() -> None:
    lines = [item(1, "INV-104", "50.00"), item(2, "INV-208", "50.00")]
    found = reconcile(lines, [entry(7, "", "50.00")])
    assert [match.status for match in found] == [MatchStatus.AMBIGUOUS] * 2


def test_of_many_lines_only_those_of_its_day_wait_for_a_booking_without_a_number() -> None:
    days = [DAY - timedelta(days=apart) for apart in (0, 0, 3, 4, 5, 6)]
    lines = [item(n, f"INV-{n}04", "50.00", day=day) for n, day in enumerate(days, start=1)]
    found = reconcile(lines, [entry(7, "", "50.00")])
    assert [match.status for match in found] == [
        *[MatchStatus.AMBIGUOUS] * 2,
        *[MatchStatus.MISSING] * 4,
    ]
    same_day = [item(n, f"INV-{n}04", "50.00") for n in range(1, 9)]
    found = reconcile(same_day, [entry(9, "", "50.00")])
    assert {match.status for match in found} == {MatchStatus.AMBIGUOUS}


def test_a_clearly_nearer_day_decides() -> None:
    far = entry(8, "", "50.00", day=DAY + timedelta(days=5))
    found = only([item(1, "INV-104", "50.00")], [entry(7, "", "50.00"), far])
    assert found.entry_ids == ("7",)


def test_swapped_day_and_month_are_the_same_day() -> None:
    line = item(1, "INV-104", "817.33", day=date(2026, 10, 3))
    found = only([line], [entry(7, "", "817.33", day=date(2026, 3, 10))])
    assert found.status is MatchStatus.MATCHED


def test_a_line_without_a_date_is_matched_by_its_number_only() -> None:
    line = item(1, "INV-104", "100.00", day=None)
    assert only([line], [entry(7, "104", "100.00")]).status is MatchStatus.MATCHED
    assert only([line], [entry(7, "", "100.00")]).status is MatchStatus.MISSING


def test_what_was_booked_on_another_account_is_found_there() -> None:
    found = only([item(1, "5I-9636", "31.68")], [entry(7, "SI-9636", "31.68", supplier="S2")])
    assert (found.entry_ids, found.rule) == (("7",), "other_account")
    assert found.reason == "5I-9636 over EUR 31.68 is booked on the account of S2."


def test_a_booking_on_another_account_that_two_lines_claim_stays_open() -> None:
    lines = [
        item(1, "INV-9636", "31.68", supplier="S1", statement="a"),
        item(2, "INV-9636", "31.68", supplier="S2", statement="b"),
    ]
    found = reconcile(lines, [entry(7, "INV-9636", "31.68", supplier="S3")])
    assert [match.status for match in found] == [MatchStatus.MISSING] * 2


def test_what_another_account_gave_up_answers_no_line_of_its_own() -> None:
    lines = [
        item(1, "INV-9636", "100.00", supplier="S2", statement="b"),
        item(2, "INV-9636", "60.00", supplier="S1", statement="a"),
    ]
    found = reconcile(lines, [entry(7, "INV-9636", "100.00", supplier="S1")])
    assert [match.entry_ids for match in found] == [("7",), ()]


def test_another_account_gives_up_no_payment_and_no_short_number() -> None:
    elsewhere = [
        entry(7, "12", "31.68", supplier="S2"),
        entry(8, "4711", "31.68", supplier="S2", kind=EntryKind.PAYMENT),
    ]
    found = reconcile([item(1, "12", "31.68"), item(2, "4711", "31.68")], elsewhere)
    assert [match.status for match in found] == [MatchStatus.MISSING] * 2


def test_one_line_for_consecutive_invoices_finds_them_all() -> None:
    entries = [
        entry(7, "INV-104", "50.00"),
        entry(8, "INV-105", "50.00"),
        entry(9, "INV-106", "25.00"),
        entry(10, "INV-109", "50.00"),
    ]
    found = only([item(1, "COLLECTIVE INV-104", "125.00")], entries)
    assert (found.entry_ids, found.rule) == (("7", "8", "9"), "collective")


def test_a_collective_line_takes_what_was_booked_without_a_number() -> None:
    entries = [entry(7, "INV-104", "50.00"), entry(8, "", "31.17")]
    assert only([item(1, "INV-104", "81.17")], entries).entry_ids == ("7", "8")


def test_a_collective_line_reaches_back_to_the_day_of_its_first_document() -> None:
    first = entry(7, "INV-104", "50.00", day=DAY - timedelta(days=20))
    odd = entry(8, "X-99", "31.17", day=DAY - timedelta(days=18))
    assert only([item(1, "INV-104", "81.17")], [first, odd]).entry_ids == ("7", "8")


def test_open_documents_of_some_months_are_collected_under_the_number_of_the_last() -> None:
    apart = [(7, "INV-208", "50.00", 55), (8, "INV-104", "31.17", 0), (9, "INV-98", "9.00", -30)]
    booked = [entry(n, ref, sum_, day=DAY + timedelta(days)) for n, ref, sum_, days in apart]
    line = item(1, "Collective INV-208", "90.17")
    assert sorted(only([line], booked).entry_ids) == ["7", "8", "9"]
    other = [entry(n, f"X-{n}", "40.17", day=DAY - timedelta(20)) for n in (10, 11)]
    assert only([line], [*booked, *other]).entry_ids == ()


def test_a_line_that_says_that_it_is_collective_is_searched_further() -> None:
    first = entry(7, "INV-208", "50.00", day=DAY + timedelta(55))
    others = [entry(n, f"X-{n}", "40.50", day=DAY - timedelta(20)) for n in range(10, 60)]
    two = [entry(n, f"X-{n}", f"{n}.00", day=DAY - timedelta(20)) for n in (60, 61)]
    found = [
        only([item(1, text, "171.00")], [first, *others, *two]).entry_ids
        for text in ("INV-208", "Sammelrechnung INV-208")
    ]
    assert found == [(), ("7", "60", "61")]


def test_a_collective_line_may_reach_forward() -> None:
    first = entry(7, "INV-104", "50.00")
    late = entry(8, "", "31.17", day=DAY + timedelta(days=40))
    assert only([item(1, "INV-104", "81.17")], [first, late]).entry_ids == ("7", "8")


def test_two_sums_that_fit_leave_the_amount_as_a_difference() -> None:
    entries = [entry(7, "INV-104", "50.00"), entry(8, "", "31.17"), entry(9, "", "31.17")]
    found = only([item(1, "INV-104", "81.17")], entries)
    assert (found.entry_ids, found.rule) == (("7",), "other_amount")


def test_sums_are_not_looked_for_among_too_many() -> None:
    crowd = [entry(n, "", "1.00") for n in range(10, 420)]
    found = only([item(1, "INV-104", "52.00")], [entry(7, "INV-104", "50.00"), *crowd])
    assert found.rule == "other_amount"


def test_a_collective_line_whose_first_number_was_mistyped_is_found_by_the_run() -> None:
    entries = [entry(7, "INV-194", "50.00"), entry(8, "INV-105", "31.17"), entry(9, "INV-106", "7")]
    found = only([item(1, "COLLECTIVE INV-104", "81.17")], [*entries[1:], entries[0]])
    assert found.status is MatchStatus.MISSING  # 105, 106 and 194 are no run that adds up
    entries[0] = entry(7, "INV-140", "50.00")
    found = only([item(1, "COLLECTIVE INV-104", "88.17")], entries)
    assert (set(found.entry_ids), found.rule) == ({"7", "8", "9"}, "neighbours")


def test_two_runs_that_add_up_prove_nothing() -> None:
    entries = [entry(n, f"INV-{n}", "40.00") for n in range(205, 208)]
    assert only([item(1, "INV-104", "80.00")], entries).status is MatchStatus.MISSING


def test_a_number_of_which_the_supplier_prints_the_end_matches() -> None:
    found = only([item(1, "000951", "100.00")], [entry(7, "IN 1000951", "100.00")])
    assert (found.entry_ids, found.status) == (("7",), MatchStatus.MATCHED)


def test_a_scanned_part_belongs_to_its_document() -> None:
    parts = [item(1, "RE/2026/O58778", "60.00"), item(2, "RE/2026/058778/1", "40.00")]
    first, second = reconcile(parts, [entry(7, "RE/2026/058778", "100.00")])
    assert first.entry_ids == second.entry_ids == ("7",)


def test_another_amount_under_another_form_of_the_number_is_a_difference() -> None:
    found = only([item(1, "RE/2O26/058129", "100.00")], [entry(7, "RE/2026/058129", "64.00")])
    assert (found.entry_ids, found.rule) == (("7",), "variant_reference")
    assert found.difference == Decimal("36.00")


def test_two_bookings_of_one_form_leave_another_amount_open() -> None:
    entries = [entry(n, "RE/2026/058129", f"{n}0.00") for n in (6, 7)]
    assert only([item(1, "RE/2O26/058129", "100.00")], entries).status is MatchStatus.AMBIGUOUS


def test_a_net_amount_without_a_number_is_found_by_its_tax() -> None:
    found = only([item(1, "INV-104", "120.00")], [entry(7, "see attached", "100.00")])
    assert (found.entry_ids, found.rule) == (("7",), "amount_nearly_and_date")
    assert only([item(1, "INV-104", "137.00")], [entry(7, "", "100.00")]).entry_ids == ()


def test_a_booking_dated_days_before_its_document_is_not_taken_by_amount_alone() -> None:
    early = entry(7, "", "100.00", day=DAY - timedelta(days=4))
    assert only([item(1, "INV-104", "100.00")], [early]).status is MatchStatus.MISSING


def test_a_payment_matches_the_nearest_payment_of_its_amount() -> None:
    entries = [
        entry(7, "PAY1", "-90.00", day=DAY - timedelta(days=9), **PAID),
        entry(8, "P2", "-90.00", **PAID),
    ]
    found = only([item(1, "BACS", "-90.00", **PAYMENT)], entries)
    assert (found.entry_ids, found.status) == (("8",), MatchStatus.PAYMENT)


def test_a_payment_shown_as_two_lines_and_two_shown_as_one_are_found() -> None:
    lines = [
        item(1, "BACS", "-30.00", **PAYMENT),
        item(2, "BACS", "-60.00", **PAYMENT),
        item(3, "CHQ 1", "-70.00", **PAYMENT),
    ]
    entries = [
        entry(7, "PAY1", "-90.00", **PAID),
        entry(8, "PAY2", "-50.00", **PAID),
        entry(9, "PAY3", "-20.00", **PAID),
    ]
    found = reconcile(lines, entries)
    assert [match.entry_ids for match in found] == [("7",), ("7",), ("8", "9")]


def test_a_payment_that_is_not_ours_is_never_missing() -> None:
    found = only(
        [item(1, "BACS", "-90.00", **PAYMENT)], [entry(7, "104", "-90.00", kind=EntryKind.CREDIT)]
    )
    assert (found.status, found.entry_ids) == (MatchStatus.PAYMENT, ())


def test_two_equal_payments_for_one_line_stay_open() -> None:
    entries = [entry(7, "PAY1", "-90.00", **PAID), entry(8, "PAY2", "-90.00", **PAID)]
    assert only([item(1, "BACS", "-90.00", **PAYMENT)], entries).status is MatchStatus.AMBIGUOUS


def test_as_many_equal_payments_as_lines_are_paired() -> None:
    entries = [entry(7, "PAY1", "-90.00", **PAID), entry(8, "PAY2", "-90.00", **PAID)]
    lines = [item(1, "BACS", "-90.00", **PAYMENT), item(2, "BACS", "-90.00", **PAYMENT)]
    assert [match.entry_ids for match in reconcile(lines, entries)] == [("7",), ("8",)]


def test_a_balance_brought_forward_is_named_and_explains_nothing() -> None:
    found = only([item(1, "Balance", "900.00", kind=StatementLineKind.BALANCE_FORWARD)], [])
    assert (found.status, found.difference) == (MatchStatus.BALANCE_FORWARD, Decimal(0))


def test_a_line_after_the_last_day_booked_is_timing_and_not_missing() -> None:
    found = only([item(1, "INV-104", "100.00")], [], cutoff=DAY - LATER)
    assert found.status is MatchStatus.TIMING
    assert only([item(1, "INV-104", "100.00")], [], cutoff=DAY).status is MatchStatus.MISSING


def test_what_nothing_answers_is_missing() -> None:
    found = only([item(1, "INV-104", "100.00")], [entry(7, "INV-208", "55.00")])
    assert (found.status, found.difference) == (MatchStatus.MISSING, Decimal("100.00"))
    assert found.reason == "INV-104 over EUR 100.00 is on the statement, not in the ledger."


def test_an_open_invoice_is_matched_on_the_statement_of_each_month() -> None:
    lines = [
        item(1, "INV-104", "100.00", statement="sep"),
        item(2, "INV-104", "100.00", statement="oct"),
    ]
    found = reconcile(lines, [entry(7, "INV-104", "100.00")])
    assert [match.entry_ids for match in found] == [("7",), ("7",)]


def test_no_lines_give_no_answers() -> None:
    assert reconcile([], [entry(7, "INV-104", "100.00")]) == ()
