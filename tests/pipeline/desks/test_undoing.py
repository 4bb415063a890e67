"""Whatever a person does is taken back as if it had never been done, or is left as it is."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from model.clock import FixedClock
from model.deeds import DeedKind
from model.errors import WrongInput
from model.exceptions import Action, can_take_back
from model.filing import DocumentStatus
from model.news import NewsKind
from model.people import Role, User
from model.teaching import Said
from model.views import InboxQuery
from model.worklist import LEAVES_AFTER, Chosen, Done
from pipeline import deeds as done
from pipeline import undoing
from pipeline.deliveries import releasing
from pipeline.deliveries.outbox import Outbox
from pipeline.desks.desk import StoreDesk
from pipeline.desks.evidence_screen import EvidenceScreenDesk
from pipeline.desks.talk_screen import TalkScreenDesk
from pipeline.desks.worklist_screen import WorklistScreenDesk
from pipeline.live.opening import LivePages
from pipeline.undoing import deed
from pipeline.works import Works
from storage import audit, deliveries, documents, exceptions, journal, screens, tables, users
from storage import deeds as kept_deeds
from storage.store import Store
from tests.pipeline.conftest import CLERK, Outside, paper
from tests.pipeline.doors import ShutDoor

Arrive = Callable[..., str]
State = dict[str, list[tuple[object, ...]]]


def state(store: Store) -> State:
    """All that a deed changes, as cells; the versions of documents only grow."""
    found: State = {}
    with store.read() as tx:
        for table in tables.metadata.sorted_tables:
            if table in journal.LEFT:
                continue
            columns = [journal.raw(c) for c in table.c if c is not tables.document.c.version]
            lines = tx.connection.execute(select(*columns)).all()
            found[table.name] = sorted((tuple(line) for line in lines), key=repr)
    return found


def answer(works: Works, document_id: str, key: str, user: User = CLERK) -> None:
    """Answer the first open question about a document."""
    with works.store.read() as tx:
        asked = exceptions.open_of(tx, f"document:{document_id}")[0]
    with deed(user, DeedKind.ANSWER), works.store.begin() as tx:
        done.answer(tx, user, asked.id, key)


def correct(works: Works, document_id: str, name: str, value: str) -> None:
    desk = EvidenceScreenDesk(works.store, works.read)
    desk.correct(CLERK, document_id, Said(name, value))


@pytest.fixture
def ids(works: Works, arrive: Arrive) -> list[str]:
    """Two bills that are ready, two that are doubtful."""
    good = [arrive(paper("R-1")), arrive(paper("R-2", "238.00"))]
    doubtful = [arrive(paper(f"Q-{n}", f"{n}19.00", accept=False)) for n in (3, 4)]
    with works.store.begin() as tx:
        users.add(tx, CLERK.name, CLERK.full_name, Role.CLERK, users.NO_PASSWORD)
    return [*good, *doubtful]


@pytest.mark.parametrize("key", ["1", "2"])
def test_an_answer_is_as_if_it_had_never_been_given(works: Works, ids: list[str], key: str) -> None:
    before = state(works.store)
    answer(works, ids[2], key)
    assert state(works.store) != before
    assert undoing.undo(works.store, CLERK) is DeedKind.ANSWER
    assert state(works.store) == before
    answer(works, ids[2], key)  # and may be given again


def test_one_answer_to_many_questions_is_one_deed(
    works: Works, ids: list[str], clock: FixedClock, tmp_path: Path
) -> None:
    desk = StoreDesk(works.store, clock, works.read, door=ShutDoor(), live=LivePages(tmp_path))
    with works.store.read() as tx:
        asked = [exceptions.open_of(tx, f"document:{one}")[0].id for one in ids[2:]]
    before = state(works.store)
    assert desk.answer_all(CLERK, [*asked, asked[0]], "1") == Done(tuple(asked))
    with works.store.read() as tx:
        assert {documents.get(tx, one).status for one in ids} == {DocumentStatus.READY}
    assert desk.undo(CLERK) is DeedKind.ANSWER
    assert state(works.store) == before
    refused = desk.answer_all(CLERK, asked, "9")
    assert (refused.ids, len(refused.refused)) == ((), 1)
    desk.answer_all(CLERK, asked, "2")
    assert desk.undo(CLERK) is DeedKind.ANSWER
    assert state(works.store) == before


def test_whatever_is_done_and_taken_back_in_any_order_leaves_no_trace(
    works: Works, ids: list[str]
) -> None:
    store, chance = works.store, random.Random(7)
    with store.read() as tx:
        maya = next(one for one in users.every(tx) if one.name == CLERK.name)
    talk, worklist = TalkScreenDesk(store), WorklistScreenDesk(store)
    deeds: list[Callable[[], object]] = [
        lambda: answer(works, chance.choice(ids), chance.choice("12")),
        lambda: correct(works, chance.choice(ids), "invoice_number", f"N-{chance.random()}"),
        lambda: correct(works, chance.choice(ids), "due_date", "2026-12-24"),
        lambda: worklist.deliver(CLERK, Chosen(tuple(ids))),
        lambda: talk.assign(CLERK, [f"document:{ids[0]}"], chance.choice([maya.id, ""])),
        lambda: talk.comment(CLERK, f"document:{chance.choice(ids)}", "Ours?"),
    ]
    seen = [state(store)]
    for _ in range(60):
        if len(seen) > 1 and chance.random() < 0.45:
            undoing.undo(store, CLERK)
            seen.pop()
            assert state(store) == seen[-1]
            continue
        before = _number(store)
        try:
            chance.choice(deeds)()
        except (IndexError, WrongInput):  # nothing is asked, or it has gone out
            continue
        if _number(store) > before:
            seen.append(state(store))
    for left in reversed(seen[:-1]):
        undoing.undo(store, CLERK)
        assert state(store) == left


def test_the_search_finds_a_document_by_what_it_says_again(works: Works, ids: list[str]) -> None:
    def found(text: str) -> list[str]:
        with works.store.read() as tx:
            page = screens.inbox(tx, InboxQuery(view="all", text=text), 0, 9)
        return [row.id for row in page.rows]

    assert found("R-1") == [ids[0]]
    correct(works, ids[0], "invoice_number", "N-7788")
    assert (found("R-1"), found("N-7788")) == ([], [ids[0]])
    undoing.undo(works.store, CLERK)
    assert (found("R-1"), found("N-7788")) == ([ids[0]], [])


def _number(store: Store) -> int:
    with store.read() as tx:
        return len(tx.connection.execute(select(tables.deed.c.id)).all())


def test_a_release_that_is_taken_back_is_unsaid_to_who_heard_of_it(
    works: Works, outside: Outside, ids: list[str], clock: FixedClock
) -> None:
    WorklistScreenDesk(works.store).deliver(CLERK, Chosen((ids[0],)))
    undoing.undo(works.store, CLERK)
    with works.store.read() as tx:
        told = [kind for (kind,) in tx.connection.execute(select(tables.news.c.kind)).all()]
        noted = [(one.verb, one.detail) for one in audit.of_subject(tx, f"document:{ids[0]}")]
    assert told.index(NewsKind.DOCUMENT_WITHDRAWN) > told.index(NewsKind.DOCUMENT_APPROVED)
    assert ("took back", DeedKind.DELIVERY) in noted
    clock.move(LEAVES_AFTER + timedelta(seconds=1))
    Outbox(works).turn("approval")
    assert outside.taken == []


def test_what_has_left_is_left_as_it_is(
    works: Works, outside: Outside, ids: list[str], clock: FixedClock
) -> None:
    WorklistScreenDesk(works.store).deliver(CLERK, Chosen((ids[0],)))
    clock.move(LEAVES_AFTER + timedelta(seconds=1))
    with pytest.raises(WrongInput, match="left already"):
        undoing.undo(works.store, CLERK)
    Outbox(works).turn("approval")
    with pytest.raises(WrongInput, match="gone on since"):
        undoing.undo(works.store, CLERK)
    assert len(outside.taken) == 1


def test_what_somebody_else_has_changed_since_is_not_written_over(
    works: Works, ids: list[str]
) -> None:
    answer(works, ids[2], "1")
    with works.store.begin() as tx:
        held = documents.get(tx, ids[2])
        documents.set_status(tx, held.id, DocumentStatus.WAITING, "Ada looks into it")
    after = state(works.store)
    with pytest.raises(WrongInput, match="gone on since"):
        undoing.undo(works.store, CLERK)
    assert state(works.store) == after


def test_nobody_takes_back_what_another_did(works: Works, ids: list[str]) -> None:
    answer(works, ids[2], "1")
    with pytest.raises(WrongInput, match="nothing to undo"):
        undoing.undo(works.store, User("u9", "jo", "Jo Lund", Role.CLERK))


def test_what_an_answer_lets_go_stays_here_until_it_can_no_longer_be_taken_back(
    works: Works, ids: list[str]
) -> None:
    with deed(CLERK, DeedKind.ANSWER), works.store.begin() as tx:
        releasing.queue(tx, documents.get(tx, ids[0]))
        (one,) = deliveries.of_document(tx, ids[0])
        assert one.next_attempt == tx.now() + LEAVES_AFTER


def test_what_goes_out_at_once_is_known_before_it_is_done() -> None:
    assert not can_take_back("portal:p", Action.RETRY)
    assert not can_take_back("delivery:d", Action.RETRY)
    assert can_take_back("document:d", Action.RETRY)
    assert can_take_back("document:d", Action.REJECT)


def test_what_is_erased_can_not_be_brought_back(works: Works, ids: list[str]) -> None:
    answer(works, ids[2], "1")
    with works.store.begin() as tx:
        kept_deeds.forget_all(tx)
    with pytest.raises(WrongInput, match="nothing to undo"):
        undoing.undo(works.store, CLERK)
