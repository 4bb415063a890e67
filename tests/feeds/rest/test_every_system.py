"""What holds at every accounting system: a bill is there once, right to the cent, or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.responses import JSONResponse, Response

from feeds import check_settings, deliver, responses, tells, tells_payment
from feeds.facts import single_line
from model.deliveries import Parcel, ResponseStatus
from model.documents import DocumentKind, Line, TaxRow
from model.errors import (
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    SettingsInvalid,
)
from model.money import Money
from tests.feeds.parcels import CONTENT, HOSTILE, parcel
from tests.feeds.rest.peer import BUSY, CUT, DOWN, ENDED, Fault, Supplier
from tests.feeds.rest.stands import CLOCK, Stand

pytestmark = pytest.mark.slow  # some thousand requests in all

VAT = TaxRow(Decimal("1620.71"), Decimal("307.93"), Decimal(19))
BILL = parcel(
    supplier_vat_id="DE 284 175 635",
    lines=(
        Line("Power, October", Decimal(5200), "kWh", Decimal("0.29"), Decimal("1508.00")),
        Line("Meter", Decimal(1), None, Decimal("112.71"), Decimal("112.71")),
    ),
    tax_rows=(VAT,),
)
TWO_RATES = replace(
    BILL,
    number="RE-2026/105",
    gross=Money(Decimal("128.50"), "EUR"),
    net=Money(Decimal("110.00"), "EUR"),
    lines=(
        Line("Book", Decimal(1), None, Decimal("20.00"), Decimal("20.00"), Decimal(7)),
        Line("Lamp", Decimal(2), None, Decimal("45.00"), Decimal("90.00"), Decimal(19)),
    ),
    tax_rows=(
        TaxRow(Decimal("90.00"), Decimal("17.10"), Decimal(19)),
        TaxRow(Decimal("20.00"), Decimal("1.40"), Decimal(7)),
    ),
)
CREDIT = replace(
    BILL,
    kind=DocumentKind.CREDIT_NOTE,
    number="GS-9",
    gross=Money(Decimal("-119.00"), "EUR"),
    net=Money(Decimal("-100.00"), "EUR"),
    lines=(Line("Returned", Decimal(-4), None, Decimal("25.00"), Decimal("-100.00")),),
    tax_rows=(TaxRow(Decimal("-100.00"), Decimal("-19.00"), Decimal(19)),),
)


def send(stand: Stand, bill: Parcel = BILL) -> str:
    return deliver(stand.to, bill, stand.lease, clock=CLOCK).reference


def status_of(stand: Stand, reference: str) -> ResponseStatus:
    (said,) = responses(stand.to, {BILL.key: reference}, stand.lease, clock=CLOCK)
    return said.status


def test_a_bill_is_there_with_its_sums_and_its_file(stand: Stand) -> None:
    reference = send(stand)
    (entry,) = stand.peer.entries()
    assert (entry.id, entry.number, entry.currency) == (reference, BILL.number, "EUR")
    assert (entry.net, entry.tax, entry.gross) == (
        Decimal("1620.71"),
        Decimal("307.93"),
        Decimal("1928.64"),
    )
    assert entry.files == (CONTENT,)
    assert status_of(stand, reference) is ResponseStatus.ACKNOWLEDGED
    assert tells(stand.to)
    assert tells_payment(stand.to)


def test_a_credit_note_is_owed_back(stand: Stand) -> None:
    send(stand, CREDIT)
    (entry,) = stand.peer.entries()
    assert (entry.number, entry.gross, entry.tax) == ("GS-9", Decimal(-119), Decimal(-19))


def test_a_bill_without_tax_charges_none(stand: Stand) -> None:
    net = Money(Decimal("1620.71"), "EUR")
    send(stand, replace(BILL, gross=net, net=net, tax_rows=()))
    (entry,) = stand.peer.entries()
    assert (entry.tax, entry.gross) == (0, net.amount)


def test_lines_stand_under_their_own_taxes(stand: Stand) -> None:
    send(stand, TWO_RATES)
    (entry,) = stand.peer.entries()
    assert (entry.net, entry.tax, entry.gross) == (
        Decimal("110.00"),
        Decimal("18.50"),
        Decimal("128.50"),
    )


def test_a_deduction_among_the_lines_keeps_the_sum(stand: Stand) -> None:
    lines = (Line("Power", total=Decimal("1700.00")), Line("Bonus", total=Decimal("-79.29")))
    send(stand, replace(BILL, lines=lines))
    assert stand.peer.entries()[0].gross == Decimal("1928.64")


def test_sent_again_it_is_found_and_not_made_again(stand: Stand) -> None:
    first, again = send(stand), deliver(stand.to, BILL, stand.lease, clock=CLOCK)
    assert first == again.reference
    assert "was there already" in again.detail
    assert len(stand.peer.entries()[0].files) == 1


@pytest.mark.parametrize(
    "fault", [CUT, Fault(), DOWN, BUSY, ENDED], ids=["cut", "lost", "down", "busy", "ended"]
)
def test_broken_off_at_any_step_it_is_there_once(stand: Stand, fault: Fault) -> None:
    send(stand)
    steps = len(stand.peer.asked)
    for step in range(steps):
        stand.begin_anew()
        stand.peer.faults = {step: fault}
        assert_broken_off_and_then_whole(stand, fault)


def assert_broken_off_and_then_whole(stand: Stand, fault: Fault) -> None:
    error = CredentialRefused if fault is ENDED else DestinationUnreachable
    with pytest.raises(error) as caught:
        send(stand)
    assert "canary" not in repr(caught.value)
    if fault is BUSY:
        assert getattr(caught.value, "retry_after", None) == timedelta(seconds=77)
    send(stand)
    (entry,) = stand.peer.entries()
    assert entry.gross == Decimal("1928.64")
    assert entry.files == (CONTENT,)


FAULTS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([CUT, Fault(), DOWN, BUSY, ENDED])), max_size=5
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=FAULTS, bill=st.sampled_from([BILL, TWO_RATES, CREDIT]))
def test_whatever_goes_wrong_on_the_way_it_is_there_once_in_the_end(
    stand: Stand, faults: list[tuple[int, Fault]], bill: Parcel
) -> None:
    stand.begin_anew()
    for step, fault in faults:
        stand.peer.faults = {len(stand.peer.asked) + step: fault}
        with suppress(CredentialRefused, DestinationUnreachable):
            send(stand, bill)
    stand.peer.faults = {}
    send(stand, bill)
    (entry,) = stand.peer.entries()
    assert (entry.gross, entry.files) == (bill.gross and bill.gross.amount, (CONTENT,))


STRANGE: tuple[Any, ...] = (
    {},
    [None],
    {"data": [{}], "value": [{}], "QueryResponse": {"Bill": [{}], "Vendor": [{}]}, "id": None},
    {"Invoices": [{"Status": None, "Total": "NaN"}], "Contacts": [{}], "TaxRates": 3},
)


def test_answers_of_another_shape_are_said_at_any_step(stand: Stand) -> None:
    send(stand)
    for step in range(len(stand.peer.asked)):
        for answer in STRANGE:
            stand.begin_anew()
            stand.peer.faults = {step: Fault(JSONResponse(answer))}
            with suppress(DestinationRefused, DestinationUnreachable):
                send(stand)
            send(stand)
            assert len(stand.peer.entries()) == 1


def test_answers_of_another_shape_about_a_bill_are_said(stand: Stand) -> None:
    reference = send(stand)
    for answer in STRANGE:
        stand.peer.faults = {len(stand.peer.asked): Fault(JSONResponse(answer))}
        with suppress(DestinationRefused):
            assert status_of(stand, reference) is ResponseStatus.REJECTED


def test_a_bill_that_is_not_shown_yet_is_looked_for_again(stand: Stand) -> None:
    stand.peer.blind = 9
    with pytest.raises((DestinationUnreachable, DestinationRefused)):
        send(stand)
    stand.peer.blind = 0
    send(stand)
    assert len(stand.peer.entries()) == 1


def test_sent_by_two_at_once_it_is_there_once(stand: Stand) -> None:
    with ThreadPoolExecutor(2) as pool:
        references = set(pool.map(lambda _: send(stand), range(2)))
    assert references == {entry.id for entry in stand.peer.entries()}
    assert len(references) == 1


def test_sums_that_differ_are_said_and_nothing_is_left(stand: Stand) -> None:
    stand.peer.skew = Decimal("1.00")
    with pytest.raises(DestinationRefused, match=r"makes 1929\.64 EUR.*says 1928\.64.*nothing was"):
        send(stand)
    assert stand.peer.entries() == []


def test_so_it_is_entered_once_the_cause_is_gone(stand: Stand) -> None:
    stand.peer.skew = Decimal("1.00")
    with pytest.raises(DestinationRefused):
        send(stand)
    stand.peer.skew = Decimal(0)
    send(stand)
    assert [entry.gross for entry in stand.peer.entries()] == [Decimal("1928.64")]


def test_a_number_that_somebody_typed_there_is_not_entered_twice(stand: Stand) -> None:
    stand.peer.enter_by_hand(BILL.number)
    with pytest.raises(DestinationRefused, match=r"has RE-2026/104 of Quill.* already, as"):
        send(stand)
    assert len(stand.peer.entries()) == 1


def test_a_supplier_is_found_by_its_name_where_its_vat_id_is_unknown(stand: Stand) -> None:
    stand.peer.suppliers = [Supplier("sup-1", BILL.supplier)]
    send(stand)
    assert len(stand.peer.entries()) == 1


def test_what_the_destination_calls_a_supplier_is_taken(stand: Stand) -> None:
    stand.peer.suppliers = [Supplier("sup-1", "Quill Ltd"), Supplier("sup-2", BILL.supplier)]
    stand.set(**{f"supplier_{BILL.supplier}": "Quill Ltd"})
    send(stand)
    assert len(stand.peer.entries()) == 1


def test_several_suppliers_of_one_name_are_a_persons_choice(stand: Stand) -> None:
    stand.peer.suppliers = [Supplier("sup-1", BILL.supplier), Supplier("sup-2", BILL.supplier)]
    with pytest.raises(DestinationRefused, match=r"Books has 2 suppliers .*; leave one"):
        send(stand)
    assert stand.peer.entries() == []


def test_an_unknown_supplier_is_said(stand: Stand) -> None:
    stand.peer.suppliers = [Supplier("sup-1", "Somebody else", "DE999999999")]
    with pytest.raises(DestinationRefused, match="Books has no suppliers Quill & Vale"):
        send(stand)


def test_a_tax_that_the_books_lack_is_said_before_anything_is_made(choosing: Stand) -> None:
    choosing.peer.rates = {"VAT 7": Decimal(7)}
    with pytest.raises(DestinationRefused, match="Books has no tax of 19 % on purchases"):
        send(choosing)
    assert choosing.peer.entries() == []


def test_of_several_taxes_of_one_rate_the_named_one_is_taken(choosing: Stand) -> None:
    choosing.peer.rates = {"Domestic": Decimal(19), "Import": Decimal(19)}
    with pytest.raises(DestinationRefused, match=r"several taxes of 19 % \(Domestic, Import\)"):
        send(choosing)
    choosing.set(tax_19="Import")
    send(choosing)
    assert len(choosing.peer.entries()) == 1


def test_a_bill_that_is_deleted_there_was_rejected(stand: Stand) -> None:
    reference = send(stand)
    stand.peer.delete_all()
    assert status_of(stand, reference) is ResponseStatus.REJECTED


def test_a_file_that_went_missing_is_put_there_again(stand: Stand) -> None:
    send(stand)
    others = replace(BILL, key="another", number="RE-1")
    send(stand, others)
    assert [entry.files for entry in stand.peer.entries()] == [(CONTENT,), (CONTENT,)]


def test_foreign_text_stays_data(stand: Stand) -> None:
    for text in HOSTILE:
        stand.begin_anew()
        name = text if stand.system.tells_vat_ids else single_line(text)
        if not name and not stand.system.tells_vat_ids:
            continue  # by no name nobody is found
        stand.peer.suppliers = [Supplier("sup-1", name, "DE284175635")]
        lines = (replace(BILL.lines[0], description=text), BILL.lines[1])
        number = text.strip() or "1"
        send(stand, replace(BILL, supplier=text, number=number, po_number=text, lines=lines))
        assert stand.peer.entries()[0].gross == Decimal("1928.64"), text


def test_without_a_credential_nothing_is_asked(stand: Stand) -> None:
    with pytest.raises(SettingsInvalid):
        deliver(stand.to, BILL, None, clock=CLOCK)
    assert stand.peer.asked == []
    with pytest.raises(SettingsInvalid, match="needs "):
        check_settings(stand.to)


def test_another_answer_than_the_systems_is_said(stand: Stand) -> None:
    stand.peer.faults = {0: Fault(Response("<html>"))}
    with pytest.raises(DestinationRefused, match="answers not as"):
        send(stand)
