"""What the screens show beside the inbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

import pytest

from model.clock import FixedClock
from model.deliveries import Attempt, DeliveryState, ResponseStatus
from model.documents import DECISIVE, DocumentKind, EvidenceSource
from model.errors import RecordMissing
from model.exceptions import ExceptionItem, ExceptionReason
from model.expectations import ExpectationState
from model.filing import DocumentStatus
from model.mail import FolderPosition, RawMail
from model.matches import Match, MatchStatus, OurSide, Proof
from model.outcomes import Outcome, OutcomeCode
from model.suppliers import PortalState
from model.visits import RunState, VisitProgress
from storage import (
    audit,
    deliveries,
    documents,
    exceptions,
    expectations,
    ledger,
    mail,
    runs,
    screens,
    statements,
    suppliers,
)
from storage.store import Store, Tx
from tests.storage import samples
from tests.storage.test_books import ENTRY
from tests.storage.test_mail import ADDRESSEES, TRIAGE


@pytest.fixture(autouse=True)
def company(store: Store) -> None:
    with store.begin() as tx:
        samples.found_company(tx)


def test_a_document_is_shown_with_all_that_belongs_to_it(store: Store) -> None:
    with store.begin() as tx:
        filed = samples.file_invoice(tx)
        documents.add_source(tx, "doc-1", samples.BY_MAIL)
        exceptions.raise_(tx, samples.question())
        exceptions.raise_(tx, samples.question("q-2", title="Over by €48.20"))
        audit.note(tx, "Maya", "looked_at", "document:doc-1", "twice")
        view = screens.document(tx, "doc-1")
    assert (view.supplier, view.number, view.version) == (
        "Nordwind Energie GmbH",
        filed.number,
        1,
    )
    assert view.can_deliver
    assert (view.lines, view.checks) == (samples.READING.lines, samples.READING.checks)
    assert [(reason.title, reason.exception_id) for reason in view.reasons] == [
        ("", "q-1"),
        ("Over by €48.20", "q-2"),
    ]
    assert [(source.kind, source.mail_id) for source in view.sources] == [
        ("mail", "message-1"),
        ("portal", ""),
    ]
    told = [(line.actor, line.verb, line.detail) for line in view.story]
    assert ("Maya", "looked_at", "twice") in told


def test_fields_come_as_they_were_read_with_their_evidence(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx)
        view = screens.document(tx, "doc-1")
    read = {name: one.value for name, one in samples.READING.fields.items()}
    assert {one.name: one.value for one in view.fields if one.value} == read
    missing = [one for one in view.fields if not one.value]  # a person can put them there
    assert {one.name for one in missing} == {*DECISIVE, "due_date"} - read.keys()
    assert {one.source for one in missing} == {None}
    number = next(one for one in view.fields if one.name == "invoice_number")
    assert (number.source, number.page, view.currency) == (EvidenceSource.TEXT, 1, "EUR")


def _unsure(tx: Tx) -> set[str]:
    return {found.name for found in screens.document(tx, "doc-1").fields if not found.sure}


def test_values_are_unsure_while_a_person_is_asked_about_them_and_only_then(store: Store) -> None:
    doubtful = replace(samples.READING, accept=False, unproved=("issue_date", "net_total"))
    asked = samples.question(reason=ExceptionReason.FIELDS_UNSURE)
    with store.begin() as tx:
        documents.add(tx, samples.invoice(), doubtful, samples.BY_PORTAL)
        assert _unsure(tx) == set()
        exceptions.raise_(tx, replace(asked, id="q-0", reason=ExceptionReason.PO_OVER))
        assert _unsure(tx) == set()
        exceptions.raise_(tx, asked)
        assert _unsure(tx) == {"issue_date", "net_total"}
        bank = replace(asked, id="q-2", reason=ExceptionReason.BANK_DETAILS_CHANGED)
        exceptions.raise_(tx, bank)
        assert _unsure(tx) == {"issue_date", "net_total", "iban"}
        for item in (asked, bank):
            exceptions.answer(tx, item.id, item.answers[0].key, "Maya")
        assert _unsure(tx) == set()


def test_a_document_of_nobody_in_review_can_not_be_delivered(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx, supplier_id="", number=None, status=DocumentStatus.REVIEW)
        view = screens.document(tx, "doc-1")
        assert (view.supplier, view.number, view.can_deliver) == ("", "", False)
        with pytest.raises(RecordMissing):
            screens.document(tx, "doc-9")


def _visit(tx: Tx, code: OutcomeCode, fetched: int = 0) -> str:
    run = runs.start(tx, runs.request(tx, "portal-1", "a notice").id)
    runs.finish(tx, run.id, Outcome(code, MappingProxyType({"n": "1"})), fetched=fetched)
    return run.id


def test_a_portal_shows_its_last_fourteen_visits_newest_last(
    store: Store, clock: FixedClock
) -> None:
    with store.begin() as tx:
        for fetched in range(16):
            _visit(tx, OutcomeCode.OK, fetched)
            clock.move(timedelta(hours=1))
        waiting = runs.request(tx, "portal-1", "a notice")
        (view,) = screens.portals(tx)
        assert [run.fetched for run in view.runs] == list(range(2, 16))
        assert (view.running, view.needs_person) == (None, False)
        runs.start(tx, waiting.id)
        runs.progress(tx, waiting.id, VisitProgress(RunState.DOWNLOADING, 7, 12))
        (view,) = screens.portals(tx)
    assert (view.host, view.account, view.supplier) == (
        "portal.nordwind.example",
        "Energy",
        "Nordwind Energie GmbH",
    )
    assert view.running is not None
    assert (view.running.done, view.running.total) == (7, 12)
    assert all(run.good and run.code == "OK" and run.sentence for run in view.runs)


def test_a_portal_counts_what_it_brought_and_what_it_owes(store: Store) -> None:
    with store.begin() as tx:
        source = replace(samples.BY_PORTAL, reference=_visit(tx, OutcomeCode.OK))
        documents.add(tx, samples.invoice(), samples.READING, source)
        expectations.expect(tx, samples.expectation())
        expectations.expect(tx, samples.expectation("exp-2"))
        expectations.settle(tx, "exp-2", ExpectationState.ABSENT, "none")
        (view,) = screens.portals(tx)
    assert (view.documents, view.last_document, view.expectations_open) == (1, samples.NOON, 1)


def test_a_portal_that_needs_a_person_says_why_and_comes_first(store: Store) -> None:
    with store.begin() as tx:
        suppliers.add_portal(tx, replace(samples.PORTAL, id="portal-0", name="A", account_id=None))
        _visit(tx, OutcomeCode.CAPTCHA)
        assert [view.id for view in screens.portals(tx)] == ["portal-1", "portal-0"]
        reasons = [screens.portals(tx)[0].because]
        item = samples.question(subject="portal:portal-1", sentence="Enter the code.")
        exceptions.raise_(tx, item)
        reasons.append(screens.portals(tx)[0].because)
        suppliers.pause_portal(tx, "portal-1", "")
        reasons.append(screens.portals(tx)[0].because)
        suppliers.pause_portal(tx, "portal-1", "Wrong password.")
        reasons.append(screens.portals(tx)[0].because)
        proposed = replace(samples.PORTAL, id="portal-9", state=PortalState.PROPOSED)
        suppliers.add_portal(tx, proposed)
        (shown,) = (one for one in screens.portals(tx) if one.id == "portal-9")
        reasons.append(shown.because)
        assert shown.needs_person
    assert reasons == [
        Outcome(OutcomeCode.CAPTCHA, MappingProxyType({})).sentence,
        "Enter the code.",
        "",
        "Wrong password.",
        "",
    ]


def test_the_pulse_sorts_every_portal_into_one_of_three(store: Store, clock: FixedClock) -> None:
    with store.begin() as tx:
        empty = screens.pulse(tx, vault_locked=True, worker_alive=False)
        assert (empty.mail_checked, empty.mail_trouble, empty.activity) == (None, "", None)
        for name in ("portal-2", "portal-3"):
            suppliers.add_portal(tx, replace(samples.PORTAL, id=name, name=name))
        suppliers.pause_portal(tx, "portal-2", "Wrong password.")
        runs.start(tx, runs.request(tx, "portal-3", "a notice").id)
        mail.add_mailbox(tx, replace(samples.MAILBOX, id="mailbox-2"))
        mail.checked(tx, "mailbox-1", clock.now(), "")
        mail.checked(tx, "mailbox-2", clock.now() - timedelta(minutes=2), "Wrong password.")
        pulse = screens.pulse(tx, vault_locked=False, worker_alive=True)
    assert (pulse.portals, pulse.portals_fine) == (3, 1)
    assert (pulse.portals_running, pulse.portals_needing_person) == (1, 1)
    assert (pulse.mail_checked, pulse.mail_trouble) == (
        clock.now() - timedelta(minutes=2),
        "Invoices: Wrong password.",
    )
    assert (pulse.vault_locked, pulse.worker_alive) == (False, True)
    assert pulse.activity is not None
    assert pulse.activity.portal == "portal-3"


def test_an_expectation_names_the_question_that_it_waits_for(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx)
        for name, reason in (("exp-1", "obstacle"), ("exp-2", "disagrees"), ("exp-3", "none")):
            expectations.expect(tx, samples.expectation(name))
            document = "doc-1" if name == "exp-2" else None
            state = ExpectationState.ABSENT if name == "exp-3" else ExpectationState.NEEDS_PERSON
            expectations.settle(tx, name, state, reason, document_id=document)
        (view,) = screens.portals(tx)
        assert (view.expectations_open, view.expectations_waiting, view.question_id) == (0, 2, "")
        for subject in ("portal:portal-1", "document:doc-1"):
            exceptions.raise_(tx, samples.question(f"about {subject}", subject=subject))
        later = samples.NOON + timedelta(hours=1)
        subject = "portal:portal-1"
        exceptions.raise_(tx, samples.question("asked later", subject=subject, opened=later))
        (view,) = screens.portals(tx)
        waits = {one.reason: one.question_id for one in screens.expectations(tx, "portal-1")}
    assert view.question_id == "about portal:portal-1"
    assert waits == {
        "obstacle": "about portal:portal-1",
        "disagrees": "about document:doc-1",
        "none": "",
    }


def test_what_needs_a_person_comes_first_then_what_is_open(store: Store) -> None:
    later = samples.NOON + timedelta(hours=1)
    with store.begin() as tx:
        expectations.expect(tx, samples.expectation())
        bare = samples.expectation("exp-2", opened=later, number=None, amount=None, day=None)
        expectations.expect(tx, replace(bare, portal_id=None))
        expectations.settle(tx, "exp-2", ExpectationState.NEEDS_PERSON, "No portal.")
        expectations.expect(tx, samples.expectation("exp-3", opened=later))
        expectations.settle(tx, "exp-3", ExpectationState.FULFILLED, "Here.")
        views = screens.expectations(tx)
        assert [view.id for view in screens.expectations(tx, "portal-1")] == ["exp-1", "exp-3"]
    assert [(view.id, view.number, view.amount, view.reason) for view in views] == [
        ("exp-2", "", None, "No portal."),
        ("exp-1", "4711", samples.euros("0.00"), ""),
        ("exp-3", "4711", samples.euros("0.00"), "Here."),
    ]
    assert (views[0].supplier, views[1].day) == ("Nordwind Energie GmbH", date(2026, 11, 3))


def _reconciled(tx: Tx) -> str:
    samples.file_invoice(tx, "doc-2", number="RE-1", day=date(2026, 10, 1), gross=None)
    samples.file_invoice(tx, "doc-3", number="RE-3", kind=DocumentKind.STATEMENT)
    samples.file_invoice(tx, "doc-4", number="RE-4")
    ledger.load(tx, (ENTRY, replace(ENTRY, id="entry-2", reference="RE-2", document_id="doc-2")))
    statement_id = statements.add(tx, "doc-3", "nordwind", "nordwind-1", samples.STATEMENT_READING)
    first, second = statements.items(tx, statement_id)
    matches = (
        Match(
            first.id,
            ("entry-1", "entry-2", "gone"),
            MatchStatus.MATCHED_DIFFERENCE,
            Decimal("-100.00"),
            "Twice.",
            "rule",
        ),
        Match(second.id, (), MatchStatus.PAYMENT, Decimal(0), "Paid.", "rule"),
    )
    ours = (
        OurSide("document:doc-4", MatchStatus.NOT_ON_STATEMENT, "Not billed."),
        OurSide("gone", MatchStatus.TIMING, "Later."),
    )
    euros = samples.euros
    proof = Proof(euros("60.00"), euros("50.00"), (), euros("10.00"))
    statements.save(tx, statement_id, matches, ours, proof)
    return statement_id


def test_a_statement_shows_each_line_beside_its_answer(store: Store) -> None:
    with store.begin() as tx:
        view = screens.statement(tx, _reconciled(tx))
        (row,) = screens.statements(tx)
    assert view.row == row
    assert (row.supplier, row.account, row.lines, row.matched, row.open) == (
        "Nordwind Energie GmbH",
        "Energy",
        2,
        1,
        1,
    )
    assert (row.day, row.unexplained) == (date(2026, 10, 31), samples.euros("10.00"))
    first, second = view.lines
    assert (first.ours, first.our_amount) == (("RE-1", "RE-2"), samples.euros("200.00"))
    assert (first.difference, first.document_id) == (samples.euros("-100.00"), "doc-2")
    assert (second.ours, second.our_amount, second.difference) == ((), None, None)
    assert second.status is MatchStatus.PAYMENT
    (ours,) = view.ours_only
    assert (ours.reference, ours.document_id, ours.kind) == ("RE-4", "doc-4", "invoice")
    assert (view.theirs, view.ours) == (samples.euros("60.00"), samples.euros("50.00"))
    assert view.arithmetic == samples.READING.checks[0]


def test_a_statement_that_is_not_reconciled_says_so(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx)
        said = replace(samples.STATEMENT_READING, closing=None)
        statement_id = statements.add(tx, "doc-1", "nordwind", None, said)
        expectations.expect(tx, samples.expectation(document_id="doc-1"))
        item = statements.items(tx, statement_id)[0]
        statements.expectation_for(tx, item.id, "exp-1")
        view = screens.statement(tx, statement_id)
        with pytest.raises(RecordMissing):
            screens.statement(tx, "statement-9")
    assert (view.row.account, view.row.open) == ("K-77120", 2)  # as printed: no account is known
    assert (view.row.currency, view.theirs, view.unexplained) == ("", None, None)
    assert {(line.status, line.reason) for line in view.lines} == {(None, "")}
    assert [line.document_id for line in view.lines] == ["doc-1", None]


def test_each_statement_of_a_document_is_shown_by_itself(store: Store) -> None:
    dollars = replace(samples.STATEMENT_READING, currency="USD", closing=None)
    with store.begin() as tx:
        samples.file_invoice(tx)
        first = statements.add(tx, "doc-1", "nordwind", None, samples.STATEMENT_READING)
        second = statements.add(tx, "doc-1", "nordwind", None, dollars, part=2)
        shown = screens.statements(tx)
    assert {row.id: row.currency for row in shown} == {first: "EUR", second: "USD"}
    assert {row.document_id for row in shown} == {"doc-1"}


def test_a_question_about_a_line_leads_to_the_statement_that_has_it(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx)
        for part in (1, 2):
            held = statements.add(
                tx, "doc-1", "nordwind", None, samples.STATEMENT_READING, part=part
            )
            line = statements.items(tx, held)[0]
            question = ExceptionItem(
                id=exceptions.id_of("statement", line.id),
                reason=ExceptionReason.STATEMENT_DIFFERENCE,
                sentence="It is missing.",
                subject="document:doc-1",
                opened=tx.now(),
            )
            exceptions.raise_(tx, question)
        asked = [view.statement_id for view in screens.exceptions(tx)]
    assert set(asked) == {statements.id_of("doc-1", part) for part in (1, 2)}


def test_failed_deliveries_come_first(store: Store, clock: FixedClock) -> None:
    tried = Attempt(samples.NOON, ok=False, detail="no", seconds=1)
    with store.begin() as tx:
        samples.file_invoice(tx)
        samples.file_invoice(tx, "doc-2", supplier_id="", number=None, gross=None)
        failed = deliveries.queue(tx, "doc-1", "erp", "key-1")
        deliveries.attempted(tx, failed.id, tried, DeliveryState.DEAD_LETTER)
        for key, document in (("key-2", "doc-1"), ("key-3", "doc-2")):
            clock.move(timedelta(minutes=1))
            deliveries.queue(tx, document, "erp", key)
        queried = deliveries.by_key(tx, "key-2")
        assert queried
        deliveries.respond(tx, queried.id, ResponseStatus.UNDER_QUERY, "Which PO?")
        first, second, third = screens.deliveries(tx)
    assert (first.id, first.attempts, first.supplier) == (
        failed.id,
        (tried,),
        "Nordwind Energie GmbH",
    )
    assert (second.supplier, second.number, second.amount) == ("", "", None)
    assert (third.destination, third.destination_kind) == ("ERP", "webhook")
    assert (third.response, third.response_reason) == (ResponseStatus.UNDER_QUERY, "Which PO?")
    assert third.amount == samples.euros("1928.64")


def test_a_question_names_supplier_and_document_whatever_it_is_about(store: Store) -> None:
    with store.begin() as tx:
        samples.file_invoice(tx)
        delivery = deliveries.queue(tx, "doc-1", "erp", "key-1")
        expectations.expect(tx, samples.expectation())
        subjects = {
            "document:doc-1": ("Nordwind Energie GmbH", "doc-1"),
            f"delivery:{delivery.id}": ("Nordwind Energie GmbH", "doc-1"),
            "expectation:exp-1": ("Nordwind Energie GmbH", None),
            "portal:portal-1": ("Nordwind Energie GmbH", None),
            "supplier:nordwind": ("Nordwind Energie GmbH", None),
            "message:message-1": ("", None),
            "document:gone": ("", None),
        }
        for at, subject in enumerate(subjects):
            opened = samples.NOON + timedelta(minutes=at)
            exceptions.raise_(tx, samples.question(f"q-{at}", subject=subject, opened=opened))
        views = screens.exceptions(tx)
    assert {view.subject: (view.supplier, view.document_id) for view in views} == subjects
    assert [view.subject for view in views] == list(subjects)
    assert [view.number for view in views[:3]] == [*[samples.invoice().number] * 2, "4711"]
    assert (views[0].reason, views[0].title) == (ExceptionReason.PO_OVER, "")
    assert views[0].answers == samples.question().answers
    assert {view.subject for view in views if view.mail_id == "message-1"} == {"message:message-1"}
    assert sum(bool(view.mail_id) for view in views) == 1


def test_a_mail_is_shown_as_text(store: Store) -> None:
    raw = RawMail("<1>", 1, samples.NOON, b"raw")
    with store.begin() as tx:
        message_id = mail.journal(tx, "mailbox-1", raw, "c" * 64) or ""
        unread = screens.mail(tx, message_id)
        mail.triaged(tx, message_id, TRIAGE, ADDRESSEES)
        read = screens.mail(tx, message_id)
        mail.set_position(tx, "mailbox-1", FolderPosition(1, 1))
        mail.triaged(tx, message_id, replace(TRIAGE, notices=(), alert_reasons=()), ())
        bare = screens.mail(tx, message_id)
    assert (unread.understood, unread.alerts) == (False, ())
    assert (read.sender, read.subject, read.mail_class) == (
        TRIAGE.sender,
        TRIAGE.subject,
        "invoice_available",
    )
    assert (read.alerts, read.authenticity) == (("Answers go elsewhere.",), "pass")
    assert (bare.mail_class, bare.alerts) == ("other", ("reply_to_differs",))
