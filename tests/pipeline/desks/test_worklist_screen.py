from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.deliveries import DeliveryState
from model.errors import RecordMissing, WrongInput
from model.filing import DocumentStatus
from model.people import Role, User
from model.views import InboxQuery
from model.worklist import LEAVES_AFTER, Chosen
from pipeline.deliveries.outbox import Outbox
from pipeline.desks.talk_screen import TalkScreenDesk
from pipeline.desks.worklist_screen import WorklistScreenDesk
from pipeline.works import Works
from storage import deliveries, documents, users
from tests.pipeline.conftest import CLERK, Outside, paper

Arrive = Callable[..., str]
READY = InboxQuery(view="ready")


def released(works: Works, *ids: str) -> None:
    WorklistScreenDesk(works.store).deliver(CLERK, Chosen(ids))


def states(works: Works, document_id: str) -> list[DeliveryState]:
    with works.store.read() as tx:
        return [one.state for one in deliveries.of_document(tx, document_id)]


def test_all_that_fit_go_out_together_but_not_before_their_time(
    works: Works, outside: Outside, arrive: Arrive, clock: FixedClock
) -> None:
    bills = {"R-1": "119.00", "KL-77": "238.00", "2026/903": "35.70"}
    ids = {arrive(paper(number, gross)) for number, gross in bills.items()}
    done = WorklistScreenDesk(works.store).deliver(CLERK, Chosen(query=READY))
    assert set(done.ids) == ids
    Outbox(works).turn("approval")
    assert outside.taken == []
    clock.move(LEAVES_AFTER + timedelta(seconds=1))
    Outbox(works).turn("approval")
    assert len(outside.taken) == 3


def test_what_is_taken_back_in_time_never_leaves_and_may_go_out_later(
    works: Works, outside: Outside, arrive: Arrive, clock: FixedClock
) -> None:
    desk, document_id = WorklistScreenDesk(works.store), arrive(paper("R-1"))
    released(works, document_id)
    assert desk.take_back(CLERK, [document_id]).ids == (document_id,)
    clock.move(LEAVES_AFTER + timedelta(seconds=1))
    Outbox(works).turn("approval")
    assert outside.taken == []
    with works.store.read() as tx:
        held = documents.get(tx, document_id)
    assert (held.status, held.note) == (DocumentStatus.READY, "")
    released(works, document_id)
    clock.move(LEAVES_AFTER + timedelta(seconds=1))
    Outbox(works).turn("approval")
    assert states(works, document_id) == [DeliveryState.DELIVERED]
    refused = desk.take_back(CLERK, [document_id])
    assert refused.refused == ("It has left already.",)


def test_one_that_can_not_go_out_does_not_hold_up_the_others(works: Works, arrive: Arrive) -> None:
    unsure = arrive(paper("R-1", accept=False))
    good = arrive(paper("KL-77", "238.00"))
    done = WorklistScreenDesk(works.store).deliver(CLERK, Chosen((unsure, good, "none")))
    assert done.ids == (good,)
    assert len(done.refused) == 2


def test_another_version_than_the_person_saw_is_left_as_it_is(works: Works, arrive: Arrive) -> None:
    document_id = arrive(paper("R-1"))
    seen = Chosen((document_id,), {document_id: 0})
    assert not WorklistScreenDesk(works.store).deliver(CLERK, seen).ids


@pytest.fixture
def people(works: Works) -> tuple[User, User]:
    with works.store.begin() as tx:
        maya = users.add(tx, "maya", "Maya Okafor", Role.CLERK, users.NO_PASSWORD)
        ada = users.add(tx, "ada", "Ada Lindqvist", Role.ADMIN, users.NO_PASSWORD)
    return maya, ada


def test_views_are_saved_counted_and_removed_by_whom_they_belong_to(
    works: Works, arrive: Arrive, people: tuple[User, User]
) -> None:
    (maya, ada), desk = people, WorklistScreenDesk(works.store)
    arrive(paper("R-1"))
    view = desk.save_view(ada, " All  of it ", InboxQuery(view="all", text="r-1"), shared=True)
    again = desk.save_view(ada, "all of it", InboxQuery(view="all", text="r-"), shared=True)
    assert again.id == view.id
    (counted,) = desk.views(maya)
    assert (counted.view.name, counted.view.text, counted.number) == ("all of it", "r-", 1)
    with pytest.raises(WrongInput, match="somebody else's"):
        desk.remove_view(maya, view.id)
    desk.remove_view(ada, view.id)
    assert desk.views(maya) == ()
    with pytest.raises(WrongInput, match="name"):
        desk.save_view(maya, "  ", READY, shared=False)
    mine = desk.save_view(maya, "Mine", READY, shared=False)
    desk.save_view(maya, "Other", READY, shared=False)
    renamed = desk.rename_view(maya, mine.id, " My  own ")
    assert [one.view.name for one in desk.views(maya)] == ["My own", "Other"]
    assert desk.save_view(maya, "mine", READY, shared=False).id != renamed.id
    for name, why in (("other", "of this name"), (" ", "has a name")):
        with pytest.raises(WrongInput, match=why):
            desk.rename_view(maya, renamed.id, name)
    assert desk.rename_view(maya, renamed.id, "MY OWN").name == "MY OWN"
    with pytest.raises(WrongInput, match="no view"):
        desk.save_view(maya, "Odd", InboxQuery(view="odd"), shared=False)


def test_several_are_given_into_hands_and_put_back(
    works: Works, arrive: Arrive, people: tuple[User, User]
) -> None:
    (maya, _), desk = people, TalkScreenDesk(works.store)
    subjects = [f"document:{arrive(paper(f'R-{n}'))}" for n in range(2)]
    before = desk.assign(CLERK, subjects, maya.id)
    assert before == dict.fromkeys(subjects, "")
    assert desk.thread(subjects[0]).assigned == maya
    desk.assign(CLERK, subjects, "")
    assert desk.thread(subjects[0]).assigned is None
    with pytest.raises(WrongInput, match="no such person"):
        desk.assign(CLERK, subjects, "nobody we know")
    with pytest.raises(RecordMissing):
        desk.assign(CLERK, ["document:none"], maya.id)


@pytest.mark.parametrize("said", ["", "  ", "x" * 2001])
def test_a_comment_says_something_and_not_too_much(works: Works, arrive: Arrive, said: str) -> None:
    subject = f"document:{arrive(paper('R-1'))}"
    with pytest.raises(WrongInput):
        TalkScreenDesk(works.store).comment(CLERK, subject, said)
