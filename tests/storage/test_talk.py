from __future__ import annotations

import pytest

from model.errors import RecordMissing
from model.people import Role, User
from model.talk import Thread
from model.worklist import SavedView
from storage import audit, removal, saved_views, screens, tables, talk, users
from storage.store import Store
from tests.storage import samples

SUBJECT = "document:doc-1"


@pytest.fixture
def maya(store: Store) -> User:
    with store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx)
        return users.add(tx, "maya", "Maya Okafor", Role.CLERK, users.NO_PASSWORD)


def test_what_is_said_stays_in_order_on_the_document_in_its_story_and_on_the_trail(
    store: Store, maya: User
) -> None:
    with store.begin() as tx:
        talk.comment(tx, maya, SUBJECT, "Is this <b>ours</b>?")
        talk.comment(tx, maya, SUBJECT, "Yes.")
        assert talk.assign(tx, "ada", SUBJECT, maya) == ""
    with store.read() as tx:
        view = screens.document(tx, "doc-1")
        assert [one.text for one in view.thread.comments] == ["Is this <b>ours</b>?", "Yes."]
        assert view.thread.assigned == maya
        assert [one.verb for one in view.story][-3:] == ["commented", "commented", "assigned"]
        assert audit.of_subject(tx, SUBJECT)[-1].detail == "to Maya Okafor"


def test_assigning_says_in_whose_hands_it_was_and_the_same_again_is_nothing(
    store: Store, maya: User
) -> None:
    with store.begin() as tx:
        assert talk.assign(tx, "ada", SUBJECT, maya) == ""
        assert talk.assign(tx, "ada", SUBJECT, maya) == maya.id
        assert talk.assign(tx, "ada", SUBJECT, None) == maya.id
        assert talk.assigned(tx, [SUBJECT]) == {}
        verbs = [one.verb for one in audit.of_subject(tx, SUBJECT)]
    assert verbs.count("assigned") == 2


def test_only_what_there_is_can_be_talked_about(store: Store, maya: User) -> None:
    with store.read() as tx:
        wanted = {SUBJECT, "document:none", "supplier:nordwind", "nonsense"}
        assert screens.known_subjects(tx, wanted) == {SUBJECT, "supplier:nordwind"}


def test_a_view_is_seen_by_its_owner_and_if_shared_by_everybody(store: Store, maya: User) -> None:
    mine = SavedView("v1", "Mine", maya.id, shared=False, view="todo", text="for:me")
    shared = SavedView("v2", "Credits", maya.id, shared=True, view="all", text="kind:credit_note")
    with store.begin() as tx:
        saved_views.put(tx, mine)
        saved_views.put(tx, shared)
        assert saved_views.seen_by(tx, maya.id) == (shared, mine)
        assert saved_views.seen_by(tx, "somebody else") == (shared,)
        saved_views.remove(tx, "v1")
        with pytest.raises(RecordMissing):
            saved_views.get(tx, "v1")


def test_what_was_said_goes_with_what_it_was_said_about(store: Store, maya: User) -> None:
    with store.begin() as tx:
        talk.comment(tx, maya, SUBJECT, "Ours.")
        talk.assign(tx, "ada", SUBJECT, maya)
        removal.remove(tx, tables.document, ["doc-1"])
        assert talk.thread(tx, SUBJECT) == Thread()
