"""A person answers what a visit asks; sign-ins are kept sealed; hosts are allowed by an admin."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from model.challenges import Challenge, ChallengeKind
from model.clock import FixedClock
from model.errors import WrongInput
from model.exceptions import ExceptionReason
from model.outcomes import Outcome, OutcomeCode
from model.people import Role, User
from model.secret import Secret
from model.visits import Cause, VisitResult
from pipeline import answers
from pipeline.desks.challenge_desk import hand_over
from pipeline.portals import visits
from pipeline.portals.attending import ANSWERS, Answers, attended
from pipeline.portals.brought import Brought
from pipeline.portals.concluding import conclude
from pipeline.portals.remembering import VaultMemory
from pipeline.works import Works
from storage import audit, challenges, exceptions, runs, screens, suppliers
from tests.pipeline.conftest import Outside
from tests.pipeline.doors import ShutDoor
from vault import Credential, KeyFile, Vault, create_vault

CLERK = User("u1", "maya", "Maya Okafor", Role.CLERK)
ADMIN = User("u2", "ida", "Ida Berg", Role.ADMIN)


class Here(ShutDoor):
    """The worker is this process."""

    def hand(self, challenge_id: str, answer: Secret, /) -> bool:
        return ANSWERS.give(challenge_id, answer)


def ordered(works: Works, cause: Cause = Cause.PERSON) -> str:
    """A visit that waits; its id."""
    with works.store.begin() as tx:
        return runs.request(tx, "nw-portal", "a test", cause=cause).id


def asks(works: Works, kind: ChallengeKind = ChallengeKind.CODE) -> Challenge:
    """What a sign-in asks, for five minutes."""
    expires = works.clock.now() + timedelta(minutes=5)
    return Challenge(kind, "by phone", expires, label="•••12")


def test_an_answer_is_taken_once_and_only_where_it_is_waited_for() -> None:
    given = Answers()
    assert not given.give("c", Secret("1"))
    given.expect("c")
    assert given.take("c") is None
    assert given.give("c", Secret("1"))
    answer = given.take("c")
    assert answer is not None
    assert answer.reveal() == "1"
    assert given.take("c") is None
    assert not given.give("c", Secret("2"))


def test_what_a_person_types_reaches_the_visit_that_waits(works: Works) -> None:
    run = ordered(works)
    with attended(works, "nw-portal", run) as attendant:
        assert attendant(asks(works)) is None
        with works.store.read() as tx:
            (shown,) = challenges.waiting(tx)
            (view,) = screens.portals(tx)
        assert view.challenge == shown
        assert (shown.channel, shown.label) == ("by phone", "•••12")
        hand_over(works.store, Here(), CLERK, shown.id, Secret(" 482913 "))
        answer = attendant(asks(works))
        assert answer is not None
        assert answer.reveal() == "482913"
    with works.store.read() as tx:
        assert challenges.get(tx, shown.id).outcome == "answered"
        told = " ".join(f"{one.verb} {one.detail}" for one in audit.page(tx))
    assert "answered a challenge" in told
    assert "482913" not in told


def test_an_answer_is_in_no_row_and_no_file(works: Works, tmp_path: Path) -> None:
    run, canary = ordered(works), "7310459826"
    with attended(works, "nw-portal", run) as attendant:
        attendant(asks(works))
        with works.store.read() as tx:
            (shown,) = challenges.waiting(tx)
        hand_over(works.store, Here(), CLERK, shown.id, Secret(canary))
        attendant(asks(works))
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert canary.encode() not in kept


def test_once_the_visit_is_over_nothing_is_asked_or_taken(works: Works) -> None:
    run = ordered(works)
    with attended(works, "nw-portal", run) as attendant:
        attendant(asks(works))
        with works.store.read() as tx:
            (shown,) = challenges.waiting(tx)
    with works.store.read() as tx:
        assert challenges.waiting(tx) == ()
    with pytest.raises(WrongInput, match="does not wait"):
        hand_over(works.store, Here(), CLERK, shown.id, Secret("1"))


@pytest.mark.parametrize("typed", ["", "  ", "x" * 201])
def test_what_can_be_no_answer_is_refused(works: Works, typed: str) -> None:
    run = ordered(works)
    with attended(works, "nw-portal", run) as attendant:
        attendant(asks(works))
        with works.store.read() as tx:
            (shown,) = challenges.waiting(tx)
        with pytest.raises(WrongInput):
            hand_over(works.store, Here(), CLERK, shown.id, Secret(typed))


def test_what_has_expired_or_has_no_worker_is_said_to_be_gone(
    works: Works, clock: FixedClock
) -> None:
    run = ordered(works)
    with attended(works, "nw-portal", run) as attendant:
        attendant(asks(works))
        with works.store.read() as tx:
            (shown,) = challenges.waiting(tx)
        with pytest.raises(WrongInput, match="does not wait"):
            hand_over(works.store, ShutDoor(), CLERK, shown.id, Secret("1"))
        clock.move(timedelta(minutes=6))
        with pytest.raises(WrongInput, match="does not wait"):
            hand_over(works.store, Here(), CLERK, shown.id, Secret("1"))


@pytest.mark.parametrize(
    ("cause", "later", "there"),
    [(Cause.PERSON, 0, True), (Cause.PERSON, 20, False), (Cause.REGULAR, 0, False)],
)
def test_only_a_visit_that_a_person_just_asked_for_is_attended(
    works: Works, outside: Outside, clock: FixedClock, cause: Cause, later: int, *, there: bool
) -> None:
    run = ordered(works, cause)
    clock.move(timedelta(minutes=later))
    outside.visits.append(VisitResult(Outcome(OutcomeCode.OK_EMPTY, {"proof": "0"})))
    visits.go(works, run)
    assert outside.orders[0].attended is there
    assert (outside.attendants[0] is not None) is there


def test_a_portal_that_calls_a_phone_is_known_to(works: Works, outside: Outside) -> None:
    run = ordered(works, Cause.REGULAR)
    asked = Outcome(OutcomeCode.NEEDS_INTERACTIVE, {"why": "a code by phone"})
    conclude(works, run, Brought(asked))
    with works.store.begin() as tx:
        assert challenges.calls_person(tx, "nw-portal")
        suppliers.resume_portal(tx, "nw-portal")
    again = ordered(works, Cause.REGULAR)
    outside.visits.append(VisitResult(Outcome(OutcomeCode.OK_EMPTY, {"proof": "0"})))
    visits.go(works, again)
    assert outside.orders[0].calls_person


def test_a_host_that_pages_wanted_is_allowed_by_an_admin_for_resources_only(
    works: Works, outside: Outside
) -> None:
    run = ordered(works)
    broken = Outcome(OutcomeCode.RECIPE_BROKEN, {"step": "invoices.rows"})
    conclude(works, run, Brought(broken, blocked=("cdn.nw.example",)))
    with works.store.begin() as tx:
        (item,) = [
            one
            for one in exceptions.open_of(tx, "portal:nw-portal")
            if one.reason is ExceptionReason.HOST_BLOCKED
        ]
        with pytest.raises(WrongInput, match="admin"):
            answers.answer(tx, CLERK, item.id, "1")
        answers.answer(tx, ADMIN, item.id, "1")
        portal = suppliers.portal(tx, "nw-portal")
        suppliers.resume_portal(tx, "nw-portal")
    assert portal.resources == {"cdn.nw.example"}
    assert portal.origins == {"https://nw.example"}
    outside.visits.append(VisitResult(Outcome(OutcomeCode.OK_EMPTY, {"proof": "0"})))
    visits.go(works, ordered(works))
    assert outside.orders[0].resources == {"cdn.nw.example"}
    assert outside.orders[0].origins == {"https://nw.example"}


def test_a_host_left_blocked_is_not_asked_about_again(works: Works) -> None:
    broken = Outcome(OutcomeCode.UNKNOWN)
    for _ in range(2):
        with works.store.begin() as tx:
            suppliers.resume_portal(tx, "nw-portal")
        conclude(works, ordered(works), Brought(broken, blocked=("ads.example",)))
        with works.store.begin() as tx:
            asked = exceptions.open_of(tx, "portal:nw-portal")
            for item in asked:
                if item.reason is ExceptionReason.HOST_BLOCKED:
                    answers.answer(tx, ADMIN, item.id, "2")
    assert ExceptionReason.HOST_BLOCKED not in {item.reason for item in asked}


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Vault:
    key = KeyFile.make(tmp_path / "key")
    return create_vault(tmp_path / "vault.bhv", key, clock=clock)


def test_a_session_is_kept_sealed_and_only_for_its_origins(works: Works, vault: Vault) -> None:
    origins = frozenset({"https://nw.example"})
    vault.put("nw", Credential(username="ap", password=Secret("right"), origins=origins))
    here = replace(works, vault=vault)
    with works.store.read() as tx:
        portal = suppliers.portal(tx, "nw-portal")
    memory = VaultMemory(here, portal, "r1")
    assert memory.recall() is None
    memory.keep(Secret('{"cookie": "Canary8821"}'))
    found = memory.recall()
    assert found is not None
    assert "Canary8821" in found.reveal()
    moved = replace(portal, origins=frozenset({"https://other.example"}))
    assert VaultMemory(here, moved, "r2").recall() is None
    kept = b"".join(path.read_bytes() for path in works.folder.rglob("*") if path.is_file())
    assert b"Canary8821" not in kept


def test_a_credential_that_is_removed_takes_its_sessions_along(works: Works, vault: Vault) -> None:
    vault.put("nw", Credential(username="ap", password=Secret("right")))
    with works.store.read() as tx:
        portal = suppliers.portal(tx, "nw-portal")
    VaultMemory(replace(works, vault=vault), portal, "r1").keep(Secret("{}"))
    vault.remove("nw")
    assert vault.names() == ()
