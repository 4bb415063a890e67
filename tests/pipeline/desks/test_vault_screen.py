"""What the Vault screen may see and do: by whom, on which record, and what never travels."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from model.clock import FixedClock
from model.deliveries import Destination, DestinationKind
from model.errors import (
    FileUnreadable,
    SecretChanged,
    SignedOut,
    TooManyTries,
    VaultError,
    VaultLocked,
    WrongInput,
)
from model.people import Role, User
from model.secret import Secret
from model.suppliers import Mailbox, MailSecurity, Portal, Supplier
from model.vaults import Health, SecretView
from pipeline import answers
from pipeline.desks.vault_screen import VaultScreenDesk
from pipeline.mails import mailboxes
from storage import audit, deliveries, exceptions, mail, runs, suppliers, takeovers, users
from storage.store import Store
from storage.tries import FREE_FAILURES
from tests.hashes import hashed
from tests.parsers.test_barcodes import SEED as SEED_ADDRESS
from tests.parsers.test_barcodes import picture
from tests.pipeline.conftest import NOW
from tests.pipeline.doors import InnerDoor, ShutDoor
from vault import BrowserSession, Credential, KeyFile, Vault, create_vault, seed_name, session_name
from vault import Mailbox as MailboxRecord

pytestmark = pytest.mark.slow

PORTAL = "CANARY-portal-4711-otter"
MAIL = "CANARY-mail-0815-heron"
NEW = "CANARY-gas-2323-badger"
OWN = Secret("correct horse battery")
ORIGIN = "https://portal.acme.example"


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """An empty store; what it is asked runs on both databases in tests/storage."""
    opened = Store.open(f"sqlite:///{tmp_path}/app.sqlite", tmp_path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Vault:
    made = create_vault(tmp_path / "vault.db", KeyFile.make(tmp_path / "key"), clock=clock)
    origins = frozenset({ORIGIN})
    made.put("acme", Credential(username="ap@us.example", password=Secret(PORTAL), origins=origins))
    made.put("post", MailboxRecord(username="ap@us.example", password=Secret(MAIL)))
    return made


@pytest.fixture
def door(store: Store, vault: Vault) -> InnerDoor:
    return InnerDoor(store, vault)


@pytest.fixture
def desk(store: Store, clock: FixedClock, door: InnerDoor) -> VaultScreenDesk:
    return VaultScreenDesk(store, clock, door)


@pytest.fixture
def ada(store: Store) -> User:
    return added(store, "ada", Role.ADMIN)


@pytest.fixture
def clerk(store: Store) -> User:
    return added(store, "maya", Role.CLERK)


def added(store: Store, name: str, role: Role) -> User:
    with store.begin() as tx:
        return users.add(tx, name, name.title(), role, hashed(OWN))


def view(desk: VaultScreenDesk, name: str) -> SecretView:
    return next(one for one in desk.records() if one.facts.name == name)


def png(text: str) -> bytes:
    held = io.BytesIO()
    picture(text).save(held, "PNG")
    return held.getvalue()


def trail(store: Store, name: str) -> list[tuple[str, str, str]]:
    with store.read() as tx:
        found = audit.of_subject(tx, f"vault:{name}")
    return [(event.actor, event.verb, event.detail) for event in found]


def connect(store: Store, *, refused: str | None = None) -> None:
    with store.begin() as tx:
        suppliers.add(tx, Supplier("acme", "Acme Ltd"))
        origins = frozenset({ORIGIN})
        portal = Portal("p1", "acme", "Acme portal", ORIGIN, origins, credential="acme")
        suppliers.add_portal(tx, portal)
        if refused:
            suppliers.refuse_edition(tx, "p1", refused)
        tls = MailSecurity.TLS
        mail.add_mailbox(tx, Mailbox("m1", "Bills", "imap.us.example", 993, tls, "ap", "post"))


def test_each_record_is_shown_with_what_uses_it(store: Store, desk: VaultScreenDesk) -> None:
    connect(store)
    used = [(one.kind, one.name, one.supplier) for one in view(desk, "acme").users]
    assert used == [("portal", "Acme portal", "Acme Ltd")]
    assert [one.name for one in view(desk, "post").users] == ["Bills"]


def test_what_is_bound_to_a_sign_in_is_used_by_its_portal(
    store: Store, desk: VaultScreenDesk, vault: Vault, clerk: User
) -> None:
    connect(store)
    session = session_name("acme", "p1")
    vault.put(session, BrowserSession(state=Secret("{}")))
    desk.add_seed(clerk, "acme", Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
    for name in (session, seed_name("acme")):
        assert [one.name for one in view(desk, name).users] == ["Acme portal"]


def test_a_password_that_its_portal_refused_is_failing_until_it_is_replaced(
    store: Store, desk: VaultScreenDesk, clerk: User, clock: FixedClock
) -> None:
    connect(store, refused=view(desk, "acme").facts.edition)
    (ailment,) = view(desk, "acme").ailments
    assert ailment.health is Health.FAILING
    assert "Acme portal refused" in ailment.sentence
    clock.move(timedelta(minutes=1))
    desk.replace(clerk, "acme", 1, Secret("tavern-mosaic-eleven"))
    assert view(desk, "acme").ailments == ()


def test_what_is_seen_never_holds_a_secret(
    store: Store, desk: VaultScreenDesk, door: InnerDoor, clerk: User
) -> None:
    connect(store)
    desk.records()
    desk.story("acme")
    desk.replace(clerk, "acme", 1, Secret("CANARY-new-tavern-otter"))
    heard = "".join(door.said)
    assert len(door.said) == 3
    assert "CANARY" not in heard
    assert "ap@us.example" not in heard


def test_blocks_of_one_list_are_one_question(
    store: Store, desk: VaultScreenDesk, door: InnerDoor, clock: FixedClock
) -> None:
    desk.records()
    desk.records()
    assert len(door.asked) == 1
    clock.move(timedelta(seconds=6))
    desk.records()
    connect(store)  # which is told as a change
    desk.records()
    assert len(door.asked) == 3


def test_a_locked_vault_shows_nothing_any_more(desk: VaultScreenDesk, ada: User) -> None:
    assert len(desk.records()) == 2
    desk.lock(ada)
    with pytest.raises(VaultLocked):
        desk.records()


def test_the_story_names_jobs_and_dates_of_editions(
    store: Store, desk: VaultScreenDesk, vault: Vault, clerk: User
) -> None:
    connect(store)
    with store.begin() as tx:
        run = runs.request(tx, "p1", "a person asked")
    with vault.lease("acme", purpose="visit", job=run.id):
        pass
    desk.replace(clerk, "acme", 1, Secret("tavern-mosaic-eleven"))
    story = desk.story("acme")
    told = [(one.actor, one.verb) for one in story.uses]
    assert told == [("maya", "put"), ("Acme portal", "lease"), ("person", "put")]
    assert story.editions == (NOW, NOW)


def test_a_clerk_adds_a_sign_in_but_never_over_another(
    store: Store, desk: VaultScreenDesk, vault: Vault, clerk: User
) -> None:
    origin = ("https://gas.example",)
    desk.add(clerk, "gas", username="ap", origins=origin, value=Secret(NEW))
    with vault.lease("gas", purpose="test", job="test") as lease:
        assert lease.password == Secret(NEW)
        assert lease.origins == frozenset(origin)
    assert trail(store, "gas") == [("maya", "added a sign-in", "https://gas.example")]
    with pytest.raises(WrongInput, match="another name"):
        desk.add(clerk, "acme", username="x", origins=origin, value=Secret("other"))
    with pytest.raises(WrongInput, match="where it may be typed"):
        desk.add(clerk, "water", username="x", origins=(), value=Secret("other"))
    with vault.lease("acme", purpose="test", job="test") as lease:
        assert lease.password == Secret(PORTAL)


@pytest.mark.parametrize("wrong", ["http://gas.example", "https://", "gas"])
def test_a_sign_in_for_no_origin_is_refused(desk: VaultScreenDesk, clerk: User, wrong: str) -> None:
    with pytest.raises((WrongInput, VaultError)):
        desk.add(clerk, "gas", username="ap", origins=(wrong,), value=Secret(NEW))


def test_a_clerk_replaces_a_password_and_binds_an_authenticator(
    store: Store, desk: VaultScreenDesk, vault: Vault, clerk: User
) -> None:
    desk.replace(clerk, "acme", 1, Secret("tavern-mosaic-eleven"))
    desk.add_seed(clerk, "acme", Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
    with vault.lease("acme", purpose="look", job="test") as lease:
        assert lease.password == Secret("tavern-mosaic-eleven")
        assert lease.totp
    assert view(desk, "acme").seed
    assert trail(store, "acme") == [
        ("maya", "replaced the password", ""),
        ("maya", "bound an authenticator", ""),
    ]


def test_a_destination_whose_credential_is_replaced_waits_for_a_second_person(
    store: Store, desk: VaultScreenDesk, clerk: User, ada: User
) -> None:
    where = {"recipient": "bills@approval.example"}
    receiver = Destination("d1", "Approval", DestinationKind.EMAIL, where, "acme", frozenset())
    with store.begin() as tx:
        deliveries.add_destination(tx, receiver)
    with pytest.raises(SecretChanged):
        desk.replace(clerk, "acme", 7, Secret("tavern-mosaic-eleven"))
    with store.read() as tx:
        assert not deliveries.destination(tx, "d1").paused
    desk.replace(clerk, "acme", 1, Secret("tavern-mosaic-eleven"))
    with store.begin() as tx:
        assert deliveries.destination(tx, "d1").paused
        (item,) = exceptions.open_of(tx, "destination:d1")
        assert "maya replaces what Approval signs in with" in item.sentence
        answers.answer(tx, ada, item.id, "1")
        assert not deliveries.destination(tx, "d1").paused


def test_an_authenticator_is_read_from_a_picture(
    desk: VaultScreenDesk, vault: Vault, clerk: User
) -> None:
    desk.add_seed_image(clerk, "acme", png(SEED_ADDRESS))
    with vault.lease("acme", purpose="look", job="test") as lease:
        assert lease.totp == Secret(SEED_ADDRESS)


@pytest.mark.parametrize("image", [b"", b"no image", png("https://x.example")])
def test_a_picture_of_something_else_is_refused(
    desk: VaultScreenDesk, clerk: User, image: bytes
) -> None:
    with pytest.raises(WrongInput):
        desk.add_seed_image(clerk, "acme", image)


def test_only_a_sign_in_of_a_portal_takes_an_authenticator(
    desk: VaultScreenDesk, clerk: User
) -> None:
    with pytest.raises(WrongInput, match="sign-in of a portal"):
        desk.add_seed(clerk, "post", Secret("GEZDGNBVGY3TQOJQ"))


def test_what_changed_meanwhile_is_left_alone(desk: VaultScreenDesk, ada: User) -> None:
    desk.replace(ada, "acme", 1, Secret("tavern-mosaic-eleven"))
    with pytest.raises(SecretChanged):
        desk.replace(ada, "acme", 1, Secret("another one of mine"))
    with pytest.raises(SecretChanged):
        desk.remove(ada, "acme", 1)


def test_a_value_is_shown_to_an_admin_who_types_their_own_password(
    store: Store, desk: VaultScreenDesk, vault: Vault, ada: User
) -> None:
    shown = desk.reveal(ada, "acme", password=OWN, copied=False)
    assert shown.value == Secret(PORTAL)
    assert desk.reveal(ada, "acme", password=OWN, copied=True).value == Secret(PORTAL)
    assert trail(store, "acme") == [("ada", "revealed", ""), ("ada", "copied", "")]
    noted = [(one.actor, one.verb, one.purpose) for one in vault.upkeep.uses("acme")][:2]
    assert noted == [("ada", "reveal", "copied"), ("ada", "reveal", "shown")]


def test_of_an_authenticator_the_code_is_shown_never_the_seed(
    desk: VaultScreenDesk, ada: User
) -> None:
    desk.add_seed(ada, "acme", Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
    shown = desk.reveal(ada, seed_name("acme"), password=OWN, copied=False)
    assert shown.value.reveal().isdecimal()
    assert shown.seconds_left


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER])
def test_nobody_else_is_shown_anything_or_says_where_it_goes(
    store: Store, desk: VaultScreenDesk, vault: Vault, role: Role
) -> None:
    user = added(store, "sam", role)
    claimed = User(user.id, user.name, user.full_name, Role.ADMIN)  # what a page says is not asked
    with pytest.raises(WrongInput, match="Only an admin"):
        desk.reveal(claimed, "acme", password=OWN, copied=False)
    with pytest.raises(WrongInput, match="Only an admin"):
        desk.set_origins(claimed, "acme", 1, origins=("https://x.example",), password=OWN)
    with pytest.raises(WrongInput, match="Only an admin"):
        desk.remove(claimed, "acme", 1)
    assert [one.verb for one in vault.upkeep.uses("acme")] == ["put"]


def test_a_wrong_password_is_refused_counted_and_noted(
    store: Store, desk: VaultScreenDesk, vault: Vault, ada: User, clock: FixedClock
) -> None:
    for _ in range(FREE_FAILURES):
        with pytest.raises(WrongInput, match="not the password"):
            desk.reveal(ada, "acme", password=Secret("CANARY-guess"), copied=False)
    with pytest.raises(TooManyTries):
        desk.reveal(ada, "acme", password=OWN, copied=False)
    assert [one.verb for one in vault.upkeep.uses("acme")] == ["put"]
    noted = trail(store, "acme")
    assert noted[0] == ("ada", "failed: revealed", "wrong password")
    assert noted[-1] == ("ada", "failed: revealed", "too many tries")
    assert "CANARY" not in str(noted)
    clock.move(timedelta(minutes=16))
    assert desk.reveal(ada, "acme", password=OWN, copied=False).value == Secret(PORTAL)


def test_origins_need_the_person_s_own_password_too(
    store: Store, desk: VaultScreenDesk, ada: User
) -> None:
    new = ("https://new.acme.example",)
    with pytest.raises(WrongInput, match="not the password"):
        desk.set_origins(ada, "acme", 1, origins=new, password=Secret("guess"))
    desk.set_origins(ada, "acme", 1, origins=new, password=OWN)
    assert view(desk, "acme").facts.origins == new
    assert trail(store, "acme")[-1] == ("ada", "set origins", "https://new.acme.example")


def test_a_removed_record_takes_its_authenticator_along(
    store: Store, desk: VaultScreenDesk, ada: User
) -> None:
    desk.add_seed(ada, "acme", Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
    desk.remove(ada, "acme", 1)
    assert [one.facts.name for one in desk.records()] == ["post"]
    assert trail(store, "acme")[-1] == ("ada", "removed", "")


def entry(name: str, password: str, address: str) -> dict[str, object]:
    login = {"username": "ap@us.example", "password": password, "uris": [{"uri": address}]}
    return {"type": 1, "name": name, "login": login}


def test_an_export_is_kept_proposed_and_repeated_without_harm(
    store: Store, desk: VaultScreenDesk, door: InnerDoor, vault: Vault, clerk: User
) -> None:
    items = [
        entry("Gas", NEW, "https://gas.example/login?session=CANARY"),
        entry("acme", "other", ORIGIN),
        entry("Nothing", "", "https://nothing.example"),
    ]
    body = json.dumps({"encrypted": False, "items": items}).encode()
    first = desk.take_in(clerk, "export.json", body, Secret(""))
    assert [(one.name, one.action, one.portal) for one in first] == [
        ("Gas", "new", "proposed"),
        ("acme", "kept", ""),
        ("Nothing", "refused", ""),
    ]
    assert all("CANARY" not in line for line in door.said)
    assert trail(store, "import") == [(clerk.name, "imported sign-ins", "1 new")]
    again = desk.take_in(clerk, "export.json", body, Secret(""))
    assert (again[0].action, again[0].portal) == ("same", "proposed")
    with store.read() as tx:
        (proposed,) = takeovers.every(tx)
    assert (proposed.credential, proposed.start_url) == ("Gas", "https://gas.example/login")


def test_a_file_that_is_no_export_is_named_and_changes_nothing(
    store: Store, desk: VaultScreenDesk, vault: Vault, clerk: User
) -> None:
    before = vault.upkeep.facts()
    with pytest.raises(FileUnreadable, match=r"letter\.docx"):
        desk.take_in(clerk, "letter.docx", b"PK\x03\x04", Secret(""))
    assert vault.upkeep.facts() == before
    assert trail(store, "import") == []


def test_a_person_who_was_removed_does_nothing_more(
    store: Store, desk: VaultScreenDesk, vault: Vault
) -> None:
    gone = User("nobody", "nobody", "Nobody", Role.ADMIN)
    with pytest.raises(SignedOut):
        desk.replace(gone, "acme", 1, Secret("tavern-mosaic-eleven"))
    with pytest.raises(SignedOut):
        desk.reveal(gone, "acme", password=OWN, copied=False)


def test_a_locked_vault_asks_for_no_password_and_writes_nothing_down(
    store: Store, desk: VaultScreenDesk, vault: Vault, ada: User
) -> None:
    vault.lock()
    with pytest.raises(VaultLocked):
        desk.reveal(ada, "acme", password=Secret("guess"), copied=False)
    assert trail(store, "acme") == []


def test_only_who_can_unlock_may_lock(desk: VaultScreenDesk, clerk: User, vault: Vault) -> None:
    with pytest.raises(WrongInput, match="Only an admin"):
        desk.lock(clerk)
    with pytest.raises(WrongInput, match="Only an admin"):
        desk.lock_after(clerk, 15)
    assert not vault.is_locked


def test_the_idle_lock_is_kept_and_told_to_the_workers(
    store: Store, desk: VaultScreenDesk, vault: Vault, ada: User, clock: FixedClock
) -> None:
    assert desk.idle_minutes() == 0
    with pytest.raises(WrongInput):
        desk.lock_after(ada, 7)
    desk.lock_after(ada, 15)
    assert desk.idle_minutes() == 15
    clock.move(timedelta(minutes=15))
    assert vault.is_locked
    assert trail(store, "workers")[-1] == ("ada", "set the idle lock", "15 minutes")


def test_without_a_worker_the_person_hears_so(store: Store, clock: FixedClock, ada: User) -> None:
    desk = VaultScreenDesk(store, clock, ShutDoor())
    with pytest.raises(VaultError, match="No worker"):
        desk.records()
    assert desk.standing().kinds == ()


def test_a_mailbox_in_trouble_is_told_at_its_password(
    store: Store, desk: VaultScreenDesk, clock: FixedClock
) -> None:
    connect(store)
    with store.begin() as tx:
        box = next(one for one in mail.mailboxes(tx) if one.id == "m1")
        mailboxes.ask_person(tx, box, "The mail server refused the password.", clock.now())
        (question,) = exceptions.open_(tx)
    (ailment,) = view(desk, "post").ailments
    assert ailment.sentence == "The mail server refused the password."
    assert view(desk, "post").users[0].question_id == question.id
