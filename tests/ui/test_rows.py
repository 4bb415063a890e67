from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from model.deliveries import ResponseStatus
from model.matches import Standing, StandingState
from model.views import InboxRow
from tests.ui.sample_desk import SampleDesk
from tests.ui.sample_documents import HOSTILE, NOW
from ui.rows import delivery_row, inbox_row, statement_row

TODAY = NOW.date()


def row_of(desk: SampleDesk, number: str) -> InboxRow:
    return next(one.row for one in desk._items.values() if one.row.number == number)


def test_a_document_that_is_done_says_its_due_date_as_every_date_is_said(desk: SampleDesk) -> None:
    row = replace(row_of(desk, "RE-2026-104877"), status="delivered", due=date(2026, 11, 30))
    assert inbox_row(row, TODAY)["due"] == "30 Nov"


def test_an_invoice_in_the_inbox_reads_as_in_the_list(desk: SampleDesk) -> None:
    row = inbox_row(row_of(desk, "RE-2026-104877"), TODAY)
    assert (row["title"], row["tag"], row["number"]) == (
        "Nordwind Energie GmbH",
        "",
        "RE-2026-104877",
    )
    assert (row["amount"], row["currency"], row["due"]) == ("1,928.64", "EUR", "due 17 d")
    assert (row["state"], row["word"], row["note"]) == (
        "exception",
        "Exception",
        "PO over by €48.20",
    )
    assert row["label"] == "Nordwind Energie GmbH, Invoice RE-2026-104877, Exception, 1,928.64 EUR"


def test_a_credit_note_is_negative_and_says_what_it_is(desk: SampleDesk) -> None:
    row = inbox_row(row_of(desk, "GS-77120"), TODAY)
    assert (row["tag"], row["credit"], row["amount"]) == ("Credit", True, "\N{MINUS SIGN}236.10")


def test_yen_have_no_decimals_and_dinars_have_three(desk: SampleDesk) -> None:
    assert inbox_row(row_of(desk, "KP-10077"), TODAY)["amount"] == "184,500"
    assert inbox_row(row_of(desk, "GI-4471"), TODAY)["amount"] == "429.295"


def test_what_is_delivered_is_never_late(desk: SampleDesk) -> None:
    late = replace(row_of(desk, "CA/1177"), due=TODAY - timedelta(days=30))
    row = inbox_row(late, TODAY)
    assert (row["tone"], row["done"]) == ("", True)
    assert "late" not in row["due"]


def test_a_row_without_amount_and_date_shows_neither(desk: SampleDesk) -> None:
    bare = replace(row_of(desk, "AP-20991"), amount=None, due=None)
    row = inbox_row(bare, TODAY)
    assert (row["amount"], row["currency"], row["due"], row["due_wide"]) == (
        "",
        "",
        "",
        "\N{EN DASH}",
    )


def test_foreign_text_is_handed_on_as_it_is(desk: SampleDesk) -> None:
    row = inbox_row(row_of(desk, HOSTILE), TODAY)
    assert row["title"] == row["number"] == row["note"] == HOSTILE


@pytest.mark.parametrize(
    ("held_id", "word", "state"),
    [
        ("y0", "Failed", "exception"),
        ("y1", "Retrying", "duplicate"),
        ("y7", "Rejected", "exception"),
    ],
)
def test_a_delivery_shows_the_receivers_answer_before_our_state(
    desk: SampleDesk, held_id: str, word: str, state: str
) -> None:
    held = next(one for one in desk.deliveries() if one.id == held_id)
    row = delivery_row(held, NOW)
    assert (row["word"], row["state"]) == (word, state)


def test_a_rejected_delivery_says_why(desk: SampleDesk) -> None:
    held = next(one for one in desk.deliveries() if one.response is ResponseStatus.REJECTED)
    assert delivery_row(held, NOW)["note"] == "PO missing"


def test_a_failed_delivery_says_what_the_last_attempt_met(desk: SampleDesk) -> None:
    held = next(one for one in desk.deliveries() if one.id == "y0")
    assert delivery_row(held, NOW)["note"] == "550 5.7.1 mailbox is full"


def test_a_statement_beside_others_of_its_document_names_its_currency(desk: SampleDesk) -> None:
    row = replace(desk.statements()[1], account="83100", currency="USD")
    assert statement_row(row)["number"] == "83100 · USD"


def test_a_statement_says_how_much_is_open(desk: SampleDesk) -> None:
    opened, settled = (statement_row(row) for row in desk.statements()[:2])
    assert (opened["note"], opened["amount"], opened["done"]) == (
        "4 of 22 lines open",
        "3,086.43",
        False,
    )
    assert (settled["note"], settled["done"]) == ("All explained", False)
    signed = Standing(StandingState.SIGNED_OFF)
    done = statement_row(replace(desk.statements()[1], standing=signed))
    assert (done["note"], done["done"]) == ("Signed off", True)
    again = Standing(StandingState.REOPENED)
    assert statement_row(replace(desk.statements()[1], standing=again))["note"] == "Reopened"
