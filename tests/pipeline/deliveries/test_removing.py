"""A mailbox or destination is removed: what hangs on it is said, and history stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.deliveries import Delivery, DeliveryState
from model.errors import DestinationRefused, NotAllowed, SecondPersonNeeded, WrongInput
from model.mail import FolderPosition, RawMail
from model.people import Role, User
from model.suppliers import Mailbox, MailSecurity
from model.write_backs import WriteBack, WriteBackState
from pipeline import answers
from pipeline.deliveries.outbox import Outbox
from pipeline.desks.connecting_screen import ConnectScreenDesk
from pipeline.desks.outbox_screen import OutboxScreenDesk
from pipeline.works import Works
from storage import audit, deliveries, documents, exceptions, users, write_backs
from storage import mail as stored
from storage.store import Store
from tests.pipeline.conftest import CLERK, NOW, Outside, paper
from tests.pipeline.doors import ShutDoor

Arrive = Callable[..., str]
BOX = Mailbox("box", "Bills", "imap.us.example", 993, MailSecurity.TLS, "ap@us.example", "bills")


def person(store: Store, name: str, role: Role) -> User:
    with store.begin() as tx:
        return users.add(tx, name, name.title(), role, users.NO_PASSWORD)


@pytest.fixture
def desk(works: Works) -> ConnectScreenDesk:
    return ConnectScreenDesk(works.store, ShutDoor())


def released(works: Works, arrive: Arrive, number: str) -> Delivery:
    document_id = arrive(paper(number, gross=f"1{number[-1]}9.00"))
    with works.store.begin() as tx:
        answers.release(tx, CLERK, document_id, documents.get(tx, document_id).version)
        (delivery,) = deliveries.of_document(tx, document_id)
    return delivery


def state(works: Works, delivery: Delivery) -> DeliveryState:
    with works.store.read() as tx:
        return deliveries.get(tx, delivery.id).state


def test_a_mailbox_is_watched_no_longer_and_goes_on_where_it_was_left(
    works: Works, desk: ConnectScreenDesk, arrive: Arrive
) -> None:
    document_id = arrive(paper("R-1"))
    ada = person(works.store, "ada", Role.ADMIN)
    with works.store.begin() as tx:
        stored.add_mailbox(tx, BOX)
        stored.set_position(tx, BOX.id, FolderPosition(7, 42))
        others = len(stored.mailboxes(tx))
        mail = RawMail("<1@us.example>", 43, NOW, b"x")
        message = stored.journal(tx, BOX.id, mail, "0" * 64, uidvalidity=7)
        assert message
        queued = WriteBackState.QUEUED
        waits = WriteBack("wb", BOX.id, message, document_id, "0" * 64, queued, NOW)
        write_backs.queue(tx, waits)
    ties = desk.mailbox_ties(BOX.id)
    assert (ties.mails, ties.unread, ties.write_backs, ties.credential) == (1, 1, 1, "bills")
    assert ties.is_last is (others == 1)
    with pytest.raises(NotAllowed):
        desk.remove_mailbox(CLERK, BOX.id)
    desk.remove_mailbox(ada, BOX.id)
    with works.store.begin() as tx:
        assert BOX not in stored.mailboxes(tx)
        assert stored.mailbox(tx, BOX.id) == BOX  # what names it finds it
        assert write_backs.get(tx, "wb").state is WriteBackState.CANCELLED
        assert audit.of_subject(tx, "mailbox:box")[-1].verb == "removed"
        stored.add_mailbox(tx, BOX)
        assert BOX in stored.mailboxes(tx)
        assert stored.position(tx, BOX.id) == FolderPosition(7, 42)


def test_whether_mail_is_pushed_is_told_once_it_is_known(works: Works) -> None:
    with works.store.begin() as tx:
        stored.add_mailbox(tx, BOX)
        assert {one.pushed for one in stored.states(tx) if one.name == BOX.name} == {None}
        stored.pushed(tx, BOX.id, is_pushed=True)
        assert {one.pushed for one in stored.states(tx) if one.name == BOX.name} == {True}


def test_what_waits_for_a_removed_destination_is_given_up_and_what_arrived_stays(
    works: Works, outside: Outside, arrive: Arrive, desk: ConnectScreenDesk
) -> None:
    ada = person(works.store, "ada", Role.ADMIN)
    arrived, failed = released(works, arrive, "R-1"), released(works, arrive, "R-2")
    outside.refusals += [DestinationRefused()]
    Outbox(works).turn("approval")
    waits = released(works, arrive, "R-3")
    both = {state(works, one) for one in (arrived, failed)}
    assert both == {DeliveryState.DELIVERED, DeliveryState.DEAD_LETTER}
    ties = desk.destination_ties(ada, "approval")
    assert (ties.waiting, ties.failed, ties.delivered) == (1, 1, 1)
    assert (ties.is_last, ties.needs_second) == (True, False)  # nobody else could be the second
    desk.remove_destination(ada, "approval")
    assert state(works, waits) is DeliveryState.CANCELLED
    assert {state(works, one) for one in (arrived, failed)} == both
    assert desk.destinations() == ()
    with works.store.read() as tx:
        assert not exceptions.open_(tx)  # what was asked about the failed one is settled
        assert audit.of_subject(tx, "destination:approval")[-1].verb == "removed"
    outbox = OutboxScreenDesk(works.store)
    assert outbox.retry_all(CLERK) == ()
    with pytest.raises(WrongInput, match="was removed"):
        outbox.replay(CLERK, NOW.date(), NOW.date(), "approval")


def test_a_second_person_confirms_that_a_destination_goes(
    works: Works, arrive: Arrive, desk: ConnectScreenDesk
) -> None:
    ada, sam = person(works.store, "ada", Role.ADMIN), person(works.store, "sam", Role.APPROVER)
    assert desk.destination_ties(ada, "approval").needs_second
    with pytest.raises(SecondPersonNeeded):
        desk.remove_destination(ada, "approval")
    waits = released(works, arrive, "R-1")  # until then documents go there
    with works.store.begin() as tx:
        (item,) = exceptions.open_of(tx, "removal:approval")
    for user, refused in ((ada, True), (sam, False)):
        with works.store.begin() as tx:
            if refused:
                with pytest.raises(NotAllowed):
                    answers.answer(tx, user, item.id, "1")
            else:
                answers.answer(tx, user, item.id, "1")
    assert desk.destinations() == ()
    assert state(works, waits) is DeliveryState.CANCELLED
