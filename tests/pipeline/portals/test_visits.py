from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from model.clock import FixedClock
from model.documents import DocumentKind
from model.errors import PortalPaused, StorageFull, VaultLocked
from model.exceptions import ExceptionReason
from model.expectations import Expectation, ExpectationSource, ExpectationState
from model.outcomes import Outcome, OutcomeCode
from model.people import Role, User
from model.plain import from_plain, to_plain
from model.suppliers import PortalState
from model.visits import ListingProblem, VisitResult
from pipeline import answers, pending
from pipeline.documents import expecting
from pipeline.portals import schedules, visits
from pipeline.portals.brought import Brought
from pipeline.portals.concluding import conclude
from pipeline.works import Works
from storage import documents, exceptions, expectations, runs, suppliers
from tests.pipeline.conftest import Outside, listing, paper

CLERK = User("u1", "maya", "Maya Okafor", Role.CLERK)


def expect(works: Works, number: str | None, **facts: object) -> str:
    """Open an expectation at the portal; its id."""
    given = {"kind": DocumentKind.INVOICE, "portal_id": "nw-portal", "account_id": "nw-1", **facts}
    expectation = Expectation(
        id=f"x-{number}",
        key=f"k-{number}",
        supplier_id="nw",
        source=ExpectationSource.NOTICE,
        source_id="m1",
        opened=works.clock.now(),
        number=number,
        **given,  # type: ignore[arg-type]
    )
    with works.store.begin() as tx:
        expecting.open_(tx, expectation)
    return expectation.id


def run_all(works: Works) -> str:
    """Do what the engine would do with the run that waits; its id."""
    with works.store.read() as tx:
        (run,) = runs.unfinished(tx)
    brought = visits.go(works, run.id)
    for fetched in brought.fetched:
        visits.file_fetched(works, run.id, fetched)
    conclude(works, run.id, brought)
    return run.id


def state(works: Works, expectation_id: str) -> Expectation:
    with works.store.read() as tx:
        return expectations.get(tx, expectation_id)


def test_a_fetched_document_fulfils_its_expectation(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    waiting = expect(works, "R-1")
    outside.brings(tmp_path, paper("R-1"), paper("R-2"))
    run_all(works)
    ended = state(works, waiting)
    assert ended.state is ExpectationState.FULFILLED
    with works.store.read() as tx:
        assert documents.get(tx, ended.document_id or "").number == "R-1"
        assert len(documents.every(tx)) == 2


def test_several_notices_before_the_visit_make_one_visit(works: Works) -> None:
    for number in ("R-1", "R-2", "R-3"):
        expect(works, number)
    with works.store.read() as tx:
        assert len(runs.unfinished(tx)) == 1


def test_a_complete_list_without_the_document_proves_its_absence(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    waiting = expect(works, "R-9")
    outside.brings(tmp_path, paper("R-1"))
    run_all(works)
    ended = state(works, waiting)
    assert ended.state is ExpectationState.ABSENT
    assert "lists 1 documents, completely" in ended.reason


@pytest.mark.parametrize(
    ("key", "becomes"), [("1", ExpectationState.OPEN), ("2", ExpectationState.ABSENT)]
)
def test_a_good_visit_that_proves_nothing_asks_a_person_once(
    works: Works, outside: Outside, tmp_path: Path, key: str, becomes: ExpectationState
) -> None:
    waiting = [expect(works, number) for number in ("R-8", "R-9")]
    outside.brings(tmp_path, paper("R-1"), complete=False)
    run_all(works)
    assert {state(works, one).state for one in waiting} == {ExpectationState.NEEDS_PERSON}
    with works.store.begin() as tx:
        (item,) = exceptions.open_of(tx, "portal:nw-portal")
        answers.answer(tx, CLERK, item.id, key)
    assert {state(works, one).state for one in waiting} == {becomes}


def test_a_document_that_comes_later_fulfils_what_was_absent(
    works: Works, outside: Outside, tmp_path: Path, arrive: Callable[..., str]
) -> None:
    waiting = expect(works, "R-9")
    outside.brings(tmp_path, paper("R-1"))
    run_all(works)
    arrive(paper("R-9"))
    assert state(works, waiting).state is ExpectationState.FULFILLED


def test_a_wrong_password_pauses_the_portal_and_is_never_tried_again(
    works: Works, outside: Outside, clock: FixedClock
) -> None:
    waiting = expect(works, "R-1")
    facts = MappingProxyType({"bad_field": "password"})
    outside.visits.append(VisitResult(Outcome(OutcomeCode.LOGIN_FAILED, facts)))
    run_all(works)
    assert state(works, waiting).state is ExpectationState.NEEDS_PERSON
    with works.store.read() as tx:
        assert suppliers.portal(tx, "nw-portal").state is PortalState.PAUSED
        (item,) = exceptions.open_of(tx, "portal:nw-portal")
    assert item.reason is ExceptionReason.PORTAL_NEEDS_PERSON
    assert "refused the password" in item.sentence
    clock.move(timedelta(days=30))
    assert schedules.request_due(works.store, clock.now()).ordered == 0
    assert not [job for job in pending.jobs(works.store, clock) if job.kind == pending.VISIT]


def test_a_notice_for_a_paused_portal_asks_a_person_and_does_not_visit(
    works: Works, outside: Outside
) -> None:
    with works.store.begin() as tx:
        suppliers.pause_portal(tx, "nw-portal", "Nordwind refused the password.")
    waiting = expect(works, "R-1")
    assert state(works, waiting).state is ExpectationState.NEEDS_PERSON
    with works.store.read() as tx:
        assert not runs.unfinished(tx)


def test_a_refused_password_is_not_sent_again_by_asking_for_a_visit(
    works: Works, outside: Outside
) -> None:
    expect(works, "R-1")
    outside.visits.append(VisitResult(Outcome(OutcomeCode.LOGIN_FAILED)))
    run_all(works)
    with pytest.raises(PortalPaused), works.store.begin() as tx:
        answers.visit_now(tx, CLERK, "nw-portal")
    with works.store.read() as tx:
        assert not runs.unfinished(tx)


def test_the_password_that_was_refused_is_not_sent_again_though_a_person_says_corrected(
    works: Works, outside: Outside, clock: FixedClock
) -> None:
    expect(works, "R-1")
    outside.visits.append(VisitResult(Outcome(OutcomeCode.LOGIN_FAILED)))
    run_all(works)
    with works.store.begin() as tx:
        (item,) = exceptions.open_of(tx, "portal:nw-portal")
        answers.answer(tx, CLERK, item.id, "1")
    clock.move(timedelta(minutes=1))
    run_all(works)
    assert len(outside.orders) == 1
    with works.store.read() as tx:
        (item,) = exceptions.open_of(tx, "portal:nw-portal")
    assert "still holds the same one" in item.sentence


def test_a_person_may_insist_that_the_refused_password_is_right(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    waiting = expect(works, "R-1")
    outside.visits.append(VisitResult(Outcome(OutcomeCode.LOGIN_FAILED)))
    run_all(works)
    with works.store.begin() as tx:
        (item,) = exceptions.open_of(tx, "portal:nw-portal")
        answers.answer(tx, CLERK, item.id, "2")
    outside.brings(tmp_path, paper("R-1"))
    run_all(works)
    assert state(works, waiting).state is ExpectationState.FULFILLED


def test_a_person_who_corrected_the_password_starts_it_again(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    waiting = expect(works, "R-1")
    outside.visits.append(VisitResult(Outcome(OutcomeCode.LOGIN_FAILED)))
    run_all(works)
    with works.store.begin() as tx:
        (item,) = exceptions.open_of(tx, "portal:nw-portal")
        answers.answer(tx, CLERK, item.id, "1")
    outside.brings(tmp_path, paper("R-1"))
    works.vault.edition = "2"  # type: ignore[attr-defined]  # the scripted vault's
    run_all(works)
    assert state(works, waiting).state is ExpectationState.FULFILLED
    with works.store.read() as tx:
        assert suppliers.portal(tx, "nw-portal").state is PortalState.OPEN


def test_a_portal_that_is_down_is_tried_again_later_and_then_given_to_a_person(
    works: Works, outside: Outside, clock: FixedClock
) -> None:
    waiting = expect(works, "R-1")
    waits = []
    for _ in range(4):
        outside.visits.append(VisitResult(Outcome(OutcomeCode.SITE_DOWN)))
        run_all(works)
        later = state(works, waiting).next_attempt
        assert later is not None
        waits.append(later - clock.now())
        clock.move(waits[-1])
        schedules.request_due(works.store, clock.now())
    outside.visits.append(VisitResult(Outcome(OutcomeCode.SITE_DOWN)))
    run_all(works)
    assert waits == sorted(waits)
    assert state(works, waiting).state is ExpectationState.NEEDS_PERSON


def test_what_is_on_file_is_named_to_the_visit(
    works: Works, outside: Outside, tmp_path: Path, arrive: Callable[..., str]
) -> None:
    arrive(paper("R-1"))
    expect(works, "R-2")
    outside.brings(tmp_path, paper("R-2"))
    run_all(works)
    assert (DocumentKind.INVOICE, "R1") in outside.orders[0].known


def test_a_visit_done_twice_files_nothing_twice(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    expect(works, "R-1")
    outside.brings(tmp_path, paper("R-1"))
    with works.store.read() as tx:
        (run,) = runs.unfinished(tx)
    brought = visits.go(works, run.id)
    for _ in range(2):
        visits.file_fetched(works, run.id, brought.fetched[0])
        conclude(works, run.id, brought)
    with works.store.read() as tx:
        (document,) = documents.every(tx)
        assert len(documents.sources(tx, document.id)) == 1


def test_a_run_that_is_finished_is_not_gone_again(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    expect(works, "R-1")
    outside.brings(tmp_path, paper("R-1"))
    done = run_all(works)
    assert visits.go(works, done).outcome.code is OutcomeCode.OK
    assert len(outside.orders) == 1


def test_a_full_disk_keeps_the_expectation_open(
    works: Works, outside: Outside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = expect(works, "R-1")
    outside.brings(tmp_path, paper("R-1"))

    def full(_self: object, _content: bytes) -> str:
        raise StorageFull

    with monkeypatch.context() as patched:
        patched.setattr("storage.files.FolderFiles.put", full)
        run_all(works)
    ended = state(works, waiting)
    assert ended.state is ExpectationState.OPEN
    assert ended.next_attempt is not None
    assert "could not be stored" in ended.reason


def test_a_locked_vault_lets_the_visit_wait(
    works: Works, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = expect(works, "R-1")

    def locked(_self: object, _name: str, **_: str) -> None:
        raise VaultLocked

    monkeypatch.setattr("tests.pipeline.conftest.OpenVault.lease", locked)
    run_all(works)
    ended = state(works, waiting)
    assert ended.state is ExpectationState.OPEN
    assert ended.next_attempt == clock.now() + timedelta(minutes=1)
    with works.store.read() as tx:
        assert not exceptions.open_(tx)


def test_a_visit_asked_for_while_the_vault_is_locked_goes_once_it_is_open(
    works: Works, clock: FixedClock
) -> None:
    expect(works, "R-1")
    clock.move(schedules.LINGER)
    assert not pending.jobs(works.store, clock, vault_locked=True)
    (job,) = pending.jobs(works.store, clock)
    assert job.kind == pending.VISIT


def test_a_listed_document_that_could_not_be_fetched_is_shown(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    problem = ListingProblem(listing("R-7"), Outcome(OutcomeCode.NOT_A_DOCUMENT))
    expect(works, "R-1")
    partial = Outcome(
        OutcomeCode.PARTIAL, MappingProxyType({"got": "1", "expected": "2", "missing": "R-7"})
    )
    outside.brings(tmp_path, paper("R-1"), outcome=partial, problems=(problem,), complete=False)
    run_all(works)
    with works.store.read() as tx:
        sentences = [item.sentence for item in exceptions.open_of(tx, "portal:nw-portal")]
    assert any("R-7" in sentence for sentence in sentences)


def test_a_visit_that_breaks_in_our_hands_is_made_once_more_and_then_shown(
    works: Works, clock: FixedClock
) -> None:
    waiting = expect(works, "R-1")
    with works.store.read() as tx:
        (run,) = runs.unfinished(tx)
    visits.failed(works, run.id, RuntimeError("boom"))
    assert state(works, waiting).next_attempt == clock.now() + timedelta(seconds=10)
    clock.move(timedelta(minutes=1))
    assert schedules.request_due(works.store, clock.now()).ordered == 1
    with works.store.read() as tx:
        (run,) = runs.unfinished(tx)
    visits.failed(works, run.id, RuntimeError("boom"))
    assert state(works, waiting).state is ExpectationState.NEEDS_PERSON
    with works.store.read() as tx:
        assert runs.get(tx, run.id).outcome.code is OutcomeCode.UNKNOWN


def test_a_recipe_that_was_found_out_is_used_the_next_time(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    expect(works, "R-1")
    outside.brings(tmp_path, paper("R-1"), recipe="name: found\n")
    run_all(works)
    expect(works, "R-2")
    outside.brings(tmp_path, paper("R-2"))
    run_all(works)
    assert outside.orders[1].recipe == "name: found\n"


def test_what_passes_through_the_engine_is_plain_and_comes_back_equal(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    expect(works, "R-1")
    outside.brings(tmp_path, paper("R-1"))
    with works.store.read() as tx:
        (run,) = runs.unfinished(tx)
    brought = visits.go(works, run.id)
    assert from_plain(Brought, to_plain(brought)) == brought


def test_the_pages_that_a_visit_did_not_understand_are_kept(
    works: Works, outside: Outside, tmp_path: Path
) -> None:
    expect(works, "R-1")
    with works.store.read() as tx:
        (run,) = runs.unfinished(tx)
    evidence = tmp_path / "spool" / run.id / "evidence"
    evidence.mkdir(parents=True)
    (evidence / "page.html").write_bytes(b"<p>changed</p>")
    outside.visits.append(VisitResult(Outcome(OutcomeCode.RECIPE_BROKEN)))
    run_all(works)
    with works.store.read() as tx:
        (kept,) = runs.evidence(tx, run.id)
    with zipfile.ZipFile(io.BytesIO(works.store.files.get(kept))) as bundle:
        assert bundle.read("page.html") == b"<p>changed</p>"


def test_a_visit_asked_for_before_the_refusal_is_not_a_second_attempt(
    works: Works, outside: Outside
) -> None:
    expect(works, "R-1")
    with works.store.read() as tx:
        (first,) = runs.unfinished(tx)
    with works.store.begin() as tx:
        runs.start(tx, first.id)
    later = expect(works, "R-2")  # while the first visit is at the portal
    outside.visits.append(VisitResult(Outcome(OutcomeCode.LOGIN_FAILED)))
    conclude(works, first.id, visits.go(works, first.id))
    run_all(works)
    assert len(outside.orders) == 1
    assert state(works, later).state is ExpectationState.NEEDS_PERSON
    assert "refused" in state(works, later).reason
    with works.store.read() as tx:
        assert len(exceptions.open_of(tx, "portal:nw-portal")) == 1
