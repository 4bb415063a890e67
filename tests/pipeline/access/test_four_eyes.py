"""Four eyes: two people where money and documents go, and never the same one twice."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from model.deliveries import Destination, DestinationKind
from model.documents import DocumentKind
from model.errors import NotAllowed, SecondPersonNeeded, StaleVersion, WrongInput
from model.exceptions import Action, Answer, ExceptionItem, ExceptionReason
from model.people import Role, User
from model.secret import Secret
from pipeline import answers
from pipeline.access import four_eyes
from pipeline.desks.outbox_screen import OutboxScreenDesk
from pipeline.desks.settings_screen import SettingsScreenDesk
from pipeline.rules import change
from storage import audit, deliveries, exceptions, users
from storage.store import Store, Tx
from tests.hashes import CHEAP, hashed
from vault import passwords

PASSWORD = Secret("violet ladder forty gulls")
APPROVAL = Destination(
    id="d1",
    name="Approval",
    kind=DestinationKind.EMAIL,
    settings=MappingProxyType({"recipient": "bills@approval.example"}),
    credential=None,
    kinds=frozenset({DocumentKind.INVOICE}),
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real costs take a fifth of a second a call."""
    monkeypatch.setattr(passwords, "COST", CHEAP)


def person(store: Store, name: str, role: Role) -> User:
    with store.begin() as tx:
        return users.add(tx, name, name.title(), role, hashed(PASSWORD))


@pytest.fixture
def ada(store: Store) -> User:
    return person(store, "ada", Role.ADMIN)


@pytest.fixture
def sam(store: Store) -> User:
    return person(store, "sam", Role.APPROVER)


@pytest.fixture
def maya(store: Store) -> User:
    return person(store, "maya", Role.CLERK)


def asked(store: Store, subject: str) -> ExceptionItem:
    with store.read() as tx:
        (item,) = exceptions.open_of(tx, subject)
    return item


def answered(store: Store, user: User, item: ExceptionItem, key: str = "1") -> bool:
    """Whether the question is answered, after this person said so too."""
    with store.begin() as tx:
        answers.answer(tx, user, item.id, key)
        return exceptions.get(tx, item.id).answered is not None


def connected(store: Store, actor: str, destination: Destination = APPROVAL) -> bool:
    """Whether the destination waits for a second person."""
    with store.begin() as tx:
        deliveries.add_destination(tx, destination)
        return four_eyes.hold_destination(tx, actor, destination)


def paused(store: Store) -> bool:
    with store.read() as tx:
        return deliveries.destination(tx, APPROVAL.id).paused


def test_a_destination_waits_until_somebody_else_confirms_it(
    store: Store, ada: User, sam: User, maya: User
) -> None:
    assert connected(store, "ada")
    item = asked(store, "destination:d1")
    assert "bills@approval.example" in item.sentence
    for one in (ada, maya):  # who asked, and who may not approve
        with pytest.raises(NotAllowed):
            answered(store, one, item)
    with pytest.raises(WrongInput, match="second person has to confirm"):
        OutboxScreenDesk(store).pause(maya, "d1", paused=False)
    assert paused(store)
    assert answered(store, sam, item)
    assert not paused(store)
    OutboxScreenDesk(store).pause(maya, "d1", paused=True)
    OutboxScreenDesk(store).pause(maya, "d1", paused=False)


def test_a_destination_that_was_refused_or_changed_since_stays_still(
    store: Store, ada: User, sam: User
) -> None:
    connected(store, "ada")
    seen = asked(store, "destination:d1")
    elsewhere = MappingProxyType({"recipient": "thief@evil.example"})
    connected(store, "ada", replace(APPROVAL, settings=elsewhere))
    with pytest.raises(StaleVersion):  # what Sam saw is asked no more
        answered(store, sam, seen)
    assert answered(store, sam, asked(store, "destination:d1"), "2")
    with pytest.raises(WrongInput):
        OutboxScreenDesk(store).pause(ada, "d1", paused=False)
    assert paused(store)


def test_what_was_changed_behind_the_question_needs_two_anew(
    store: Store, ada: User, sam: User
) -> None:
    connected(store, "ada")
    item = asked(store, "destination:d1")
    with store.begin() as tx:
        elsewhere = MappingProxyType({"recipient": "thief@evil.example"})
        deliveries.add_destination(tx, replace(APPROVAL, settings=elsewhere, paused=True))
    assert not answered(store, sam, item)
    assert paused(store)


def test_alone_one_decides_alone_and_the_trail_says_so(store: Store, ada: User, maya: User) -> None:
    assert not connected(store, "ada")
    assert not paused(store)
    item = bank_question(store)
    assert answered(store, ada, item)
    with store.read() as tx:
        verbs = [event.verb for event in audit.of_subject(tx, item.subject)]
    assert verbs == ["decides alone", "answered"]


def bank_question(store: Store) -> ExceptionItem:
    item = ExceptionItem(
        id=exceptions.id_of("bank"),
        reason=ExceptionReason.BANK_DETAILS_CHANGED,
        sentence="Another account than before.",
        subject="document:none",
        opened=store.clock.now(),
        answers=(Answer("1", "Confirmed by phone", Action.ACCEPT),),
        title="Bank details changed",
    )
    with store.begin() as tx:
        exceptions.raise_(tx, item)
    return item


@pytest.fixture(autouse=True)
def iban(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Bank details as a document would have them; accepting them does nothing here."""
    account = {"seen": "DE02"}
    plain = four_eyes._seen

    def seen(tx: Tx, item: ExceptionItem) -> str:
        return account["seen"] if item.subject.startswith("document:") else plain(tx, item)

    monkeypatch.setattr(four_eyes, "_seen", seen)
    monkeypatch.setattr(answers, "_DEEDS", {})
    return account


def test_bank_details_are_confirmed_by_two_of_whom_one_approves(
    store: Store, ada: User, sam: User, maya: User
) -> None:
    item = bank_question(store)
    assert not answered(store, maya, item)
    assert "Maya says yes" in asked(store, item.subject).sentence
    with pytest.raises(NotAllowed):
        answered(store, maya, item)
    token = User("token:1", "token erp", "the token erp", Role.APPROVER)
    with pytest.raises(NotAllowed, match="no program does"):
        answered(store, token, item)
    assert answered(store, sam, item)


def test_two_clerks_are_not_enough_nor_an_auditor(
    store: Store, ada: User, sam: User, maya: User
) -> None:
    item = bank_question(store)
    with pytest.raises(NotAllowed):
        answered(store, person(store, "ivo", Role.AUDITOR), item)
    assert not answered(store, maya, item)
    with pytest.raises(NotAllowed):
        answered(store, person(store, "lu", Role.CLERK), item)


def test_bank_details_that_changed_in_between_need_two_anew(
    store: Store, ada: User, sam: User, maya: User, iban: dict[str, str]
) -> None:
    item = bank_question(store)
    assert not answered(store, maya, item)
    iban["seen"] = "DE99"
    assert not answered(store, sam, item)
    with pytest.raises(NotAllowed):
        answered(store, sam, item)
    assert answered(store, ada, item)


def test_the_rule_itself_is_set_off_by_two(store: Store, ada: User, sam: User) -> None:
    desk = SettingsScreenDesk(store)
    with pytest.raises(SecondPersonNeeded):
        desk.set_rule(ada, "four_eyes", "no")
    item = asked(store, "rule:four_eyes")
    with pytest.raises(NotAllowed):
        answered(store, ada, item)
    assert answered(store, sam, item)
    with store.read() as tx:
        assert not four_eyes.holds(tx)
    assert not connected(store, "ada")
    bank = bank_question(store)
    assert answered(store, sam, bank)
    desk.set_rule(ada, "four_eyes", "yes")  # setting it on needs nobody else


def test_where_it_is_off_a_clerk_still_confirms_no_bank_details(
    store: Store, ada: User, sam: User, maya: User
) -> None:
    with store.begin() as tx:
        change(tx, "ada", "four_eyes", "no")
    with pytest.raises(NotAllowed):
        answered(store, maya, bank_question(store))
