"""What is old goes with an event each, files last; what is held, open or named stays."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from model.clock import FixedClock
from model.deliveries import Attempt, DeliveryState
from model.documents import DocumentKind
from model.errors import RecordMissing, WrongInput
from model.filing import Channel, DocumentSource, DocumentStatus, MessageState
from model.mail import RawMail
from model.outcomes import Outcome, OutcomeCode
from model.retention import Due
from storage import audit, deliveries, documents, examining, holds, mail, retention, runs
from storage.store import Store
from tests.storage import samples

pytestmark = pytest.mark.slow
DAYS = 365


def _file(store: Store, name: str, content: bytes = b"paper") -> str:
    sha256 = store.files.put(content)
    os.utime(store.files.path(sha256), (0, 0))  # type: ignore[attr-defined]  # a folder
    with store.begin() as tx:
        samples.file_invoice(tx, name, sha256=sha256, number=f"RE-{name}")
        documents.set_status(tx, name, DocumentStatus.FILED, "")
    return sha256


@pytest.fixture
def old(store: Store, clock: FixedClock) -> Store:
    """A company with two old invoices, an old mail, and old visits."""
    with store.begin() as tx:
        samples.found_company(tx)
    _file(store, "a"), _file(store, "b", b"other")
    with store.begin() as tx:
        raw = store.files.put(b"From: Maria <maria@nordwind.example>\n\nSecret")
        message = mail.journal(tx, "mailbox-1", RawMail("<1>", 1, samples.NOON, b""), raw)
        assert message
        mail.finish(tx, message, MessageState.DONE)
        for _ in range(2):
            clock.move(timedelta(minutes=1))
            run = runs.start(tx, runs.request(tx, "portal-1", "why").id)
            runs.finish(tx, run.id, Outcome(OutcomeCode.OK), fetched=0)
    clock.move(timedelta(days=2 * DAYS))
    return store


def _due(store: Store, kind: str = "invoice") -> Due:
    with store.read() as tx:
        return retention.due(tx, kind, DAYS)


def test_an_old_document_goes_with_all_that_belongs_to_it_and_an_event(old: Store) -> None:
    with old.begin() as tx:
        sent = deliveries.queue(tx, "a", "erp", key="k")
        taken = Attempt(tx.now(), True, "taken", 1.0)
        deliveries.attempted(tx, sent.id, taken, DeliveryState.DELIVERED)
    planned = _due(old)
    assert planned.ids == ("a", "b")
    assert retention.delete(old, planned, actor="Maya") == 2
    with old.read() as tx:
        assert documents.every(tx) == ()
        assert examining.damages(tx) == ()
        (event,) = [one for one in audit.of_subject(tx, "document:a") if one.verb == "deleted"]
        assert "Maya" in event.detail
        assert audit.verify(tx) > 0
    assert _due(old).ids == ()


def test_what_went_by_its_age_is_not_fetched_again(old: Store) -> None:
    with old.read() as tx:
        before = documents.known(tx, "nordwind", "nordwind-1")
    retention.delete(old, _due(old), actor="Maya")
    with old.read() as tx:
        assert documents.known(tx, "nordwind", "nordwind-1") == before
        assert before


def test_a_file_goes_when_nobody_names_it_any_more(old: Store) -> None:
    shared = _file(old, "c")  # the bytes of "a", which came again just now
    other = old.files.put(b"other")
    os.utime(old.files.path(other), (0, 0))  # type: ignore[attr-defined]  # a folder
    with old.begin() as tx:
        holds.place(tx, "document:c", "Audit", actor="Maya")
    retention.delete(old, _due(old), actor="Maya")
    assert retention.delete_files(old) == 1
    assert old.files.known(shared)
    assert not old.files.known(other)
    assert retention.delete_files(old) == 0


def test_a_file_of_several_documents_stays_as_long_as_one_of_them(old: Store) -> None:
    whole = old.files.put(b"both")
    os.utime(old.files.path(whole), (0, 0))  # type: ignore[attr-defined]  # a folder
    with old.begin() as tx:
        for name in "ab":
            source = DocumentSource(Channel.UPLOAD, f"u/{name}", "By hand", tx.now(), whole)
            documents.add_source(tx, name, source)
        kept = holds.place(tx, "document:b", "Audit", actor="Maya")
    retention.delete(old, _due(old), actor="Maya")
    retention.delete_files(old)
    assert old.files.known(whole)
    with old.begin() as tx:
        holds.lift(tx, kept.id, actor="Maya")
    retention.delete(old, _due(old), actor="Maya")
    retention.delete_files(old)
    assert not old.files.known(whole)


def test_no_file_goes_while_a_backup_is_made_and_none_that_was_put_lately(old: Store) -> None:
    retention.delete(old, _due(old), actor="Maya")
    with old.files.removing(wait=True):
        assert retention.delete_files(old) == 0


@pytest.mark.parametrize("subject", ["all", "supplier:nordwind", "document:a"])
def test_a_hold_wins_until_it_is_lifted(old: Store, subject: str) -> None:
    planned = _due(old)
    with old.begin() as tx:
        hold = holds.place(tx, subject, "Audit", actor="Maya")
    assert "a" not in _due(old).ids
    assert _due(old).held >= 1
    retention.delete(old, planned, actor="Maya")  # it was planned before it was held
    with old.begin() as tx:
        assert documents.get(tx, "a").id == "a"
        holds.lift(tx, hold.id, actor="Maya")
        with pytest.raises(RecordMissing):
            holds.lift(tx, hold.id, actor="Maya")
    assert "a" in _due(old).ids


def test_what_is_still_worked_on_stays(old: Store) -> None:
    with old.begin() as tx:
        documents.set_status(tx, "a", DocumentStatus.REVIEW, "")
        deliveries.queue(tx, "b", "erp", key="k")
    planned = _due(old)
    assert (planned.ids, planned.open) == ((), 2)


def test_of_a_mail_stays_that_it_came(old: Store) -> None:
    retention.delete(old, _due(old, "mail"), actor="Maya")
    with old.begin() as tx:
        (left,) = mail.newest(tx, 9)
        assert old.files.get(left.sha256) == retention.DELETED_MAIL
        again = RawMail("<1>", 1, samples.NOON, b"")
        assert mail.journal(tx, "mailbox-1", again, left.sha256) is None
    assert _due(old, "mail").ids == ()


def test_the_newest_visit_of_a_portal_stays(old: Store) -> None:
    assert retention.delete(old, _due(old, "visit"), actor="Maya") == 1
    with old.read() as tx:
        assert runs.last(tx, "portal-1") is not None
    assert _due(old, "visit").ids == ()


def test_rules_are_kept_and_put_on_the_trail(old: Store) -> None:
    with old.begin() as tx:
        retention.set_rule(tx, DocumentKind.REMINDER.value, 90, actor="Maya")
        retention.set_rule(tx, "mail", 90, actor="Maya")
        retention.set_rule(tx, "mail", None, actor="Maya")
        assert retention.rules(tx) == {"reminder": 90}
        assert len(audit.of_subject(tx, "retention:mail")) == 2


@pytest.mark.parametrize("subject", ["", "everything", "supplier:", "supplier:a b", "user:maya"])
def test_a_hold_on_what_is_none_is_refused(sqlite_store: Store, subject: str) -> None:
    with sqlite_store.begin() as tx, pytest.raises(WrongInput):
        holds.place(tx, subject, "Audit", actor="Maya")


def test_a_hold_needs_a_reason_and_what_it_names(sqlite_store: Store) -> None:
    with sqlite_store.begin() as tx:
        with pytest.raises(WrongInput, match="why"):
            holds.place(tx, "all", " ", actor="Maya")
        with pytest.raises(RecordMissing):
            holds.place(tx, "supplier:nobody", "Audit", actor="Maya")
