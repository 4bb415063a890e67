"""Turns at a destination: all that is due goes, a receiver that is down is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from model.clock import FixedClock
from model.deliveries import Admits, DeliveryState, Terms
from model.errors import DestinationRefused, DestinationUnreachable, SettingsInvalid, VaultLocked
from model.filing import DocumentStatus
from model.ports import Lease
from pipeline import answers, pending
from pipeline.deliveries import releasing
from pipeline.deliveries.outbox import Outbox
from pipeline.works import Works
from storage import deliveries, documents, exceptions, outbox, settings, suppliers
from tests.pipeline.conftest import CLERK, Opened, Outside, paper
from tests.standin import StandIn

Arrive = Callable[..., str]

ON_SQLITE = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
"""Hours and days, which pass on both databases alike; the shorter tests take both."""


def released(works: Works, arrive: Arrive, *numbers: str) -> list[str]:
    """The deliveries of documents that a clerk released, in their order."""
    return [_released(works, arrive, number) for number in numbers]


def _released(works: Works, arrive: Arrive, number: str) -> str:
    """The delivery of one document, of an amount of its own: no two look like one."""
    document_id = arrive(paper(number, f"{100 + 37 * int(number[2:])}.50"))
    assert isinstance(works.clock, FixedClock)
    works.clock.move(timedelta(seconds=1))
    with works.store.begin() as tx:
        answers.release(tx, CLERK, document_id, documents.get(tx, document_id).version)
        return deliveries.of_document(tx, document_id)[0].id


def states(works: Works) -> list[DeliveryState]:
    with works.store.read() as tx:
        ids = [document.id for document in documents.every(tx)]
        return [one.state for key in ids for one in deliveries.of_document(tx, key)]


def agree(works: Works, **terms: object) -> None:
    """Give the destination these terms."""
    with works.store.begin() as tx:
        (one,) = deliveries.destinations(tx)
        deliveries.add_destination(tx, replace(one, terms=Terms(**terms)))  # type: ignore[arg-type]


def jobs(works: Works, clock: FixedClock) -> list[str]:
    return [one.id for one in pending.jobs(works.store, clock) if one.kind == pending.OUTBOX]


def silent(times: int) -> list[Exception]:
    return [DestinationUnreachable() for _ in range(times)]


def test_a_turn_takes_all_that_is_due(works: Works, outside: Outside, arrive: Arrive) -> None:
    released(works, arrive, "R-1", "R-2", "R-3")
    assert Outbox(works).turn("approval") == 3
    assert [parcel.number for parcel in outside.taken] == ["R-1", "R-2", "R-3"]


def test_each_turn_is_a_job_of_its_own(works: Works, arrive: Arrive, clock: FixedClock) -> None:
    released(works, arrive, "R-1")
    (first,) = jobs(works, clock)
    assert jobs(works, clock) == [first]
    Outbox(works).turn("approval")
    assert jobs(works, clock) == []
    released(works, arrive, "R-2")
    assert jobs(works, clock) not in ([], [first])


@ON_SQLITE
@pytest.mark.slow
def test_a_receiver_that_is_down_is_asked_seldom_and_gets_all_at_once_when_it_is_back(
    works: Works, outside: Outside, arrive: Arrive, clock: FixedClock
) -> None:
    released(works, arrive, *(f"R-{number}" for number in range(5)))
    sending, tries = Outbox(works), 0
    outside.refusals += silent(1000)
    for _ in range(12 * 60):  # half a day, asked every minute
        before = len(outside.refusals)
        if jobs(works, clock):
            sending.turn("approval")
        tries += before - len(outside.refusals)
        clock.move(timedelta(minutes=1))
    assert 12 * 5 < tries < 12 * 8
    outside.refusals.clear()
    clock.move(timedelta(minutes=12))
    assert sending.turn("approval") == 5
    assert set(states(works)) == {DeliveryState.DELIVERED}


def test_a_lone_document_does_not_wait_for_hours_once_the_receiver_is_back(
    works: Works, outside: Outside, arrive: Arrive, clock: FixedClock
) -> None:
    released(works, arrive, "R-1")
    outside.refusals += silent(6)
    for _ in range(200):
        if not jobs(works, clock):
            clock.move(timedelta(minutes=1))
            continue
        Outbox(works).turn("approval")
    assert len(outside.taken) == 1
    with works.store.read() as tx:
        assert outbox.standing(tx, "approval").down_since is None


def test_a_document_that_a_receiver_can_not_bear_holds_up_no_other(
    works: Works, outside: Outside, arrive: Arrive, clock: FixedClock
) -> None:
    released(works, arrive, "R-1", "R-2", "R-3")
    outside.refusals += silent(1)
    assert Outbox(works).turn("approval") == 2
    released(works, arrive, "R-4")
    assert Outbox(works).turn("approval") == 1
    assert [parcel.number for parcel in outside.taken] == ["R-2", "R-3", "R-4"]
    with works.store.read() as tx:
        assert outbox.standing(tx, "approval").down_since is None


@ON_SQLITE
@pytest.mark.slow
def test_probes_use_up_none_of_the_tries_of_days(
    works: Works, outside: Outside, arrive: Arrive, clock: FixedClock
) -> None:
    (lone,) = released(works, arrive, "R-1")
    begun = clock.now()
    while states(works) != [DeliveryState.DEAD_LETTER]:
        outside.refusals[:] = silent(9)
        Outbox(works).turn("approval")
        clock.move(timedelta(minutes=7))
    assert clock.now() - begun > timedelta(days=3)
    with works.store.begin() as tx:
        (item,) = exceptions.open_of(tx, f"delivery:{lone}")
        answers.answer(tx, CLERK, item.id, "R")
    outside.refusals.clear()
    clock.move(timedelta(minutes=12))
    assert Outbox(works).turn("approval") == 1


def test_what_is_wrong_with_one_is_asked_about_and_the_others_go_on(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    released(works, arrive, "R-1", "R-2", "R-3")
    outside.refusals += [DestinationRefused("It wants an order."), SettingsInvalid("No key.")]
    assert Outbox(works).turn("approval") == 1
    assert sorted(states(works)) == ["dead_letter", "dead_letter", "delivered"]


def test_a_vault_that_is_locked_meanwhile_costs_no_attempt(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    (delivery,) = released(works, arrive, "R-1")
    outside.refusals.append(VaultLocked())
    assert Outbox(works).turn("approval") == 0
    with works.store.read() as tx:
        assert deliveries.get(tx, delivery).attempts == ()


def test_what_breaks_in_our_own_hands_is_shown_and_the_next_turn_goes_on(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    released(works, arrive, "R-1", "R-2")
    outside.refusals.append(ZeroDivisionError())
    sending = Outbox(works)
    with pytest.raises(ZeroDivisionError):
        sending.turn("approval")
    sending.failed("approval", ZeroDivisionError())
    assert sending.turn("approval") == 1
    assert sorted(states(works)) == ["dead_letter", "delivered"]


def test_in_order_a_supplier_s_later_document_waits_for_the_earlier(
    works: Works, outside: Outside, arrive: Arrive, clock: FixedClock
) -> None:
    agree(works, in_order=True)
    first, _ = released(works, arrive, "R-1", "R-2")
    with works.store.begin() as tx:
        nordwind = suppliers.get(tx, "nw")
        suppliers.add(tx, replace(nordwind, id="other", name="Other", vat_id=None, ibans=()))
    other = arrive(paper("O-1"), supplier_id="other", account_id=None)
    with works.store.begin() as tx:
        answers.release(tx, CLERK, other, documents.get(tx, other).version)
    outside.refusals.append(DestinationRefused("It wants an order."))
    assert Outbox(works).turn("approval") == 1
    assert [parcel.number for parcel in outside.taken] == ["O-1"]
    assert jobs(works, clock) == []
    with works.store.begin() as tx:
        (item,) = exceptions.open_of(tx, f"delivery:{first}")
        answers.answer(tx, CLERK, item.id, "R")
    assert Outbox(works).turn("approval") == 2
    assert [parcel.number for parcel in outside.taken] == ["O-1", "R-1", "R-2"]


def test_documents_of_one_instant_go_in_the_order_of_their_release(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    agree(works, in_order=True)
    numbers = [f"R-{number}" for number in (7, 3, 9, 1)]
    papers = [arrive(paper(one, f"{100 + 37 * int(one[2:])}.50")) for one in numbers]
    with works.store.begin() as tx:
        for document_id in papers:
            answers.release(tx, CLERK, document_id, documents.get(tx, document_id).version)
    Outbox(works).turn("approval")
    assert [parcel.number for parcel in outside.taken] == numbers


def test_a_failed_one_that_is_left_lets_the_later_ones_go(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    agree(works, in_order=True)
    first, _ = released(works, arrive, "R-1", "R-2")
    outside.refusals.append(DestinationRefused("It wants an order."))
    Outbox(works).turn("approval")
    with works.store.begin() as tx:
        (item,) = exceptions.open_of(tx, f"delivery:{first}")
        answers.answer(tx, CLERK, item.id, "2")
    assert Outbox(works).turn("approval") == 1
    assert states(works) == [DeliveryState.CANCELLED, DeliveryState.DELIVERED]


@pytest.mark.parametrize(
    ("terms", "taken"),
    [
        ({}, True),
        ({"least": Decimal(119)}, True),
        ({"least": Decimal("119.01")}, False),
        ({"most": Decimal("118.99")}, False),
        ({"most": Decimal(119)}, True),
        ({"buyers": frozenset({"us ltd."})}, True),
        ({"buyers": frozenset({"Them Ltd"})}, False),
        ({"admits": Admits.PROVED}, True),
        ({"admits": Admits.BY_PERSON}, False),
    ],
)
def test_terms_choose_what_goes_there_by_itself(
    works: Works, arrive: Arrive, terms: dict[str, object], *, taken: bool
) -> None:
    agree(works, **terms)
    document_id = arrive(paper("R-1", buyer_name="Us Ltd"))
    with works.store.begin() as tx:
        assert releasing.queue(tx, documents.get(tx, document_id)) == taken


def test_a_document_waits_for_the_person_whom_a_destination_asks_for(
    works: Works, arrive: Arrive
) -> None:
    with works.store.begin() as tx:
        (one,) = deliveries.destinations(tx)
        erp = replace(one, id="erp", name="ERP", terms=Terms(admits=Admits.BY_PERSON))
        deliveries.add_destination(tx, erp)
        settings.put(tx, "auto_deliver", "yes")
    document_id = arrive(paper("R-1"))
    Outbox(works).turn("approval")
    with works.store.begin() as tx:
        document = documents.get(tx, document_id)
        assert document.status is DocumentStatus.READY
        answers.release(tx, CLERK, document_id, document.version)
    Outbox(works).turn("erp")
    with works.store.read() as tx:
        assert documents.get(tx, document_id).status is DocumentStatus.DELIVERED


def test_a_period_is_replayed_under_the_old_keys(
    works: Works, outside: Outside, arrive: Arrive, clock: FixedClock
) -> None:
    released(works, arrive, "R-1")
    Outbox(works).turn("approval")
    clock.move(timedelta(days=1))
    since = clock.now()
    released(works, arrive, "R-2", "R-3")
    Outbox(works).turn("approval")
    with works.store.begin() as tx:
        for one in deliveries.queued_between(tx, since, since + timedelta(days=1), "approval"):
            deliveries.replay(tx, one.id)
    Outbox(works).turn("approval")
    keys = [parcel.key for parcel in outside.taken]
    assert keys[3:] == keys[1:3]
    assert set(states(works)) == {DeliveryState.DELIVERED}


def test_a_paused_destination_has_no_turn(works: Works, arrive: Arrive, clock: FixedClock) -> None:
    released(works, arrive, "R-1")
    with works.store.begin() as tx:
        deliveries.pause(tx, "approval", paused=True)
    assert jobs(works, clock) == []
    assert Outbox(works).turn("approval") == 0
    with works.store.begin() as tx:
        deliveries.pause(tx, "approval", paused=False)
    assert Outbox(works).turn("approval") == 1


def test_what_was_taken_is_written_down_though_the_next_one_breaks(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    released(works, arrive, "R-1", "R-2", "R-3")

    def breaks_after_one(*handed: object) -> object:
        if outside.taken:
            raise RuntimeError
        return outside.deliver(*handed)  # type: ignore[arg-type]  # as it is called

    sending = Outbox(replace(works, deliver=breaks_after_one))  # type: ignore[arg-type]  # likewise
    with pytest.raises(RuntimeError):
        sending.turn("approval")
    assert states(works).count(DeliveryState.DELIVERED) == 1


def test_a_credential_is_opened_once_for_a_turn(
    works: Works, outside: Outside, arrive: Arrive
) -> None:
    released(works, arrive, "R-1", "R-2", "R-3")
    with works.store.begin() as tx:
        (one,) = deliveries.destinations(tx)
        deliveries.add_destination(tx, replace(one, credential="erp"))
    vault = Counting()
    assert Outbox(replace(works, vault=vault)).turn("approval") == 3
    assert vault.opened == ["erp"]
    assert len(outside.taken) == 3


@dataclass
class Counting(StandIn):
    """A vault that remembers what was opened."""

    opened: list[str] = field(default_factory=list)

    @contextmanager
    def lease(self, name: str, *, purpose: str, job: str) -> Iterator[Lease]:
        """A lease of any name."""
        assert (purpose, bool(job)) == ("deliver", True)
        self.opened.append(name)
        yield Opened(name)
