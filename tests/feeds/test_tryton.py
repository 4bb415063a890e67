"""Tryton as destination, against a scripted one; tests/tryton has the real one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from feeds import check_settings, deliver, responses, tells
from model.clock import FixedClock
from model.deliveries import Destination, DestinationKind, Parcel, ResponseStatus
from model.documents import DocumentKind, Line, TaxRow
from model.errors import DestinationRefused, DestinationUnreachable, SettingsInvalid
from model.money import Money
from model.secret import Secret
from tests.feeds.erp import Books, tax
from tests.feeds.parcels import HOSTILE, PARCEL, FakeLease, destination, parcel
from tests.feeds.peers import web_site

LEASE = FakeLease(Secret("canary-password"))
VAT = TaxRow(Decimal("1620.71"), Decimal("307.93"), Decimal(19))
BILL = parcel(supplier_vat_id="DE 284 175 635", tax_rows=(VAT,))
INVOICE = "model.account.invoice"


@contextmanager
def erp(books: Books, **settings: str) -> Iterator[Destination]:
    with web_site() as site:
        site.behind = books.answer
        yield destination(DestinationKind.TRYTON, url=site.url, database="ap", **settings)


def enter(books: Books, bill: Parcel, clock: FixedClock, **settings: str) -> dict[str, Any]:
    """The values with which the bill was made."""
    with erp(books, **settings) as to:
        deliver(to, bill, LEASE, clock=clock)
    values: dict[str, Any] = books.asked(f"{INVOICE}.create")[0][0][0]
    return values


def test_sent_again_it_is_found_and_not_made_again(clock: FixedClock) -> None:
    books = Books()
    with erp(books) as to:
        first = deliver(to, BILL, LEASE, clock=clock)
        again = deliver(to, BILL, LEASE, clock=clock)
    assert first.reference == again.reference == "account.invoice,1"
    assert "was there already" in again.detail
    assert len(books.invoices) == len(books.files) == 1


def test_a_file_that_a_broken_line_kept_back_comes_after(clock: FixedClock) -> None:
    books = Books(said={"model.ir.attachment.create": Response(status_code=503)})
    with erp(books) as to:
        with pytest.raises(DestinationUnreachable):
            deliver(to, BILL, LEASE, clock=clock)
        books.said = {}
        deliver(to, BILL, LEASE, clock=clock)
    assert len(books.invoices) == len(books.files) == 1


def test_an_attempt_that_was_thought_lost_and_came_first_stays(clock: FixedClock) -> None:
    books = Books(invoices=[{"id": 0, "description": f"Billhook {BILL.key}", "state": "draft"}])
    looked = iter(([], books.invoices[:1]))
    found = books._found
    books._found = lambda clause: next(looked, None) or found(clause)  # type: ignore[method-assign]
    with erp(books) as to:
        assert deliver(to, BILL, LEASE, clock=clock).reference == "account.invoice,0"
    assert [one["id"] for one in books.invoices] == [0]


def test_other_sums_are_taken_back_and_said(clock: FixedClock) -> None:
    books = Books(sums=("1620.71", "307.94", "1928.65"))
    with (
        erp(books) as to,
        pytest.raises(DestinationRefused, match=r"makes 1928\.65 of RE-2026/104.*says 1928\.64"),
    ):
        deliver(to, BILL, LEASE, clock=clock)
    assert books.invoices == []


def test_lines_that_do_not_add_up_become_one(clock: FixedClock) -> None:
    part = Line("Half", Decimal(1), None, Decimal(10), Decimal(10))
    values = enter(Books(), replace(BILL, lines=(part,)), clock)
    ((_, (line,)),) = values["lines"]
    assert (line["quantity"], line["unit_price"]["decimal"]) == (1.0, "1620.71")


def test_a_price_that_does_not_make_the_total_is_the_total_once(clock: FixedClock) -> None:
    cheaper = Line("With discount", Decimal(2), None, Decimal(900), Decimal("1620.71"))
    values = enter(Books(), replace(BILL, lines=(cheaper,)), clock)
    ((_, (line,)),) = values["lines"]
    assert (line["quantity"], line["unit_price"]["decimal"]) == (1.0, "1620.71")


def test_a_credit_note_is_booked_back(clock: FixedClock) -> None:
    owed: Any = {"gross": Money(Decimal("-119.00"), "EUR"), "net": Money(Decimal("-100.00"), "EUR")}
    row = TaxRow(Decimal("-100.00"), Decimal("-19.00"), Decimal(19))
    credit = replace(BILL, kind=DocumentKind.CREDIT_NOTE, tax_rows=(row,), **owed)
    values = enter(Books(sums=("-100.00", "-19.00", "-119.00")), credit, clock)
    ((_, (charged,)),) = values["taxes"]
    assert (values["type"], charged["account"]) == ("in", 31)
    assert charged["amount"]["decimal"] == "-19.00"


def test_without_a_breakdown_the_tax_is_found_by_what_it_makes(clock: FixedClock) -> None:
    taxes = [tax(8, "VAT 7 %", "0.07"), tax(9, "VAT 19 %", "0.19")]
    values = enter(Books(taxes=taxes), replace(BILL, tax_rows=()), clock)
    ((_, (charged,)),) = values["taxes"]
    assert charged["tax"] == 9


@pytest.mark.parametrize(
    ("books", "bill", "complaint"),
    [
        (Books(parties=[]), BILL, "has no parties Quill & Vale Müller; enter it in Tryton"),
        (Books(parties=[7, 8]), BILL, "has 2 parties with the VAT id DE284175635; leave one"),
        (Books(taxes=[]), BILL, "has no tax of 19 % on purchases; enter it"),
        (
            Books(taxes=[tax(8, "Domestic", "0.19"), tax(9, "Import", "0.19")]),
            BILL,
            r"several taxes of 19 % \(Domestic, Import\); name the right one with tax_19",
        ),
        (
            Books(),
            replace(BILL, tax_rows=(replace(VAT, amount=Decimal("300.00")),)),
            r"add up to 300.00, and its totals differ by 307.93",
        ),
        (
            Books(said={"model.res.user.get_preferences": {"language": "en"}}),
            BILL,
            "works in no company",
        ),
        (
            Books(said={f"{INVOICE}.on_change": {"journal": 2, "account": 20}}),
            BILL,
            "finds no invoice address",
        ),
        (
            Books(
                said={
                    "model.account.configuration.read": [{"default_category_account_expense": None}]
                }
            ),
            BILL,
            "has no account for expenses; set its account",
        ),
    ],
)
def test_what_tryton_lacks_is_said_before_anything_is_made(
    clock: FixedClock, books: Books, bill: Parcel, complaint: str
) -> None:
    with erp(books) as to, pytest.raises(DestinationRefused, match=complaint):
        deliver(to, bill, LEASE, clock=clock)
    assert books.invoices == []


def test_what_the_destination_names_is_taken(clock: FixedClock) -> None:
    books = Books(taxes=[tax(8, "Domestic", "0.19"), tax(9, "Import", "0.19")])
    party = {f"party_{BILL.supplier}": "Quill Ltd"}
    values = enter(books, BILL, clock, tax_19="Import", account="6000", **party)
    ((_, (charged,)),) = values["taxes"]
    ((_, (line,)),) = values["lines"]
    assert (charged["tax"], line["account"]) == (9, 61)
    assert books.asked("model.party.party.search_read")[0][0] == [["name", "=", "Quill Ltd"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_foreign_text_stays_data(clock: FixedClock, text: str) -> None:
    hostile = replace(BILL, supplier=text, number=text.strip() or "1", po_number=text)
    values = enter(Books(), hostile, clock)
    assert "\n" not in values["reference"]
    assert values["description"] == f"Billhook {BILL.key}"


STATES = ("draft", "validated", "posted", "paid", "cancelled")


def test_states_come_back_in_peppols_words(clock: FixedClock) -> None:
    books = Books(
        invoices=[
            {"id": number, "description": f"Billhook {state}", "state": state}
            for number, state in enumerate(STATES)
        ]
    )
    books.invoices.append({"id": 9, "description": "Billhook posted", "state": "draft"})  # a copy
    with erp(books) as to:
        assert tells(to)
        said = responses(to, dict.fromkeys((*STATES, "gone"), ""), LEASE, clock=clock)
        assert responses(to, {}, LEASE, clock=clock) == ()
    assert [answer.status for answer in said] == [
        ResponseStatus.ACKNOWLEDGED,
        ResponseStatus.IN_PROCESS,
        ResponseStatus.ACCEPTED,
        ResponseStatus.PAID,
        ResponseStatus.REJECTED,
        ResponseStatus.REJECTED,
    ]
    assert [answer.reason for answer in said[4:]] == [
        "it was cancelled in Tryton",
        "it was deleted in Tryton",
    ]


def _error(*args: object) -> Response:
    return JSONResponse({"id": 0, "error": list(args)})


@pytest.mark.parametrize(
    ("answer", "error", "complaint"),
    [
        (_error("UserError", ["No period is open.", "", None]), DestinationRefused, "No period"),
        (_error("UserWarning", ["id", "Is it similar?", ""]), DestinationRefused, "similar"),
        (_error("database is locked", "trace"), DestinationUnreachable, "could not do"),
        (Response(status_code=401), DestinationRefused, "401"),
        (Response(status_code=502), DestinationUnreachable, "502"),
        (Response("<html>"), DestinationRefused, "not as Tryton does"),
        (Response("[]"), DestinationRefused, "not as Tryton does"),
        (Response('{"__class__":"date","year":0,"month":1,"day":1}'), DestinationRefused, "not as"),
    ],
)
def test_what_goes_wrong_says_whether_waiting_helps(
    clock: FixedClock, answer: Response, error: type[Exception], complaint: str
) -> None:
    books = Books(said={f"{INVOICE}.create": answer})
    with erp(books) as to, pytest.raises(error, match=complaint) as caught:
        deliver(to, BILL, LEASE, clock=clock)
    assert "canary" not in repr(caught.value)
    assert len(books.asked("common.db.logout")) == 1


def test_a_destination_that_lacks_something_is_named_when_it_is_connected() -> None:
    bare = destination(DestinationKind.TRYTON, url="https://erp.example")
    with pytest.raises(SettingsInvalid, match="Approval lacks database; set it with --set"):
        check_settings(bare)
    whole = replace(bare, settings={**bare.settings, "database": "ap"})
    with pytest.raises(SettingsInvalid, match="needs a user of Tryton with its password"):
        check_settings(whole)
    check_settings(replace(whole, credential="erp"))


def test_without_a_user_or_database_nothing_is_asked(clock: FixedClock) -> None:
    bare = destination(DestinationKind.TRYTON, url="https://erp.example")
    with pytest.raises(SettingsInvalid, match="no user"):
        deliver(bare, PARCEL, None, clock=clock)
    with pytest.raises(SettingsInvalid, match="no database"):
        deliver(bare, PARCEL, LEASE, clock=clock)
