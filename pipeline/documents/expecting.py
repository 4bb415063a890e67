"""Expectations: opened by notices, statement lines, people; settled by documents and proofs.

Nothing ends as "0 found": an expectation is fulfilled by a document that agrees with it, absent
because the portal proved that it has none, or it needs a person who reads why in one sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from model.documents import DocumentKind, normalise_number
from model.exceptions import Action, Answer, ExceptionReason
from model.expectations import Expectation, ExpectationSource, ExpectationState
from model.filing import FiledDocument, StoredMessage
from model.ids import derived_id
from model.mail import Addressee, MailClass, Notice
from model.matches import StatementItem
from model.outcomes import Outcome, OutcomeCode
from model.suppliers import PortalState
from pipeline.asking import ask
from pipeline.documents import checking
from pipeline.mails import writing_back
from pipeline.works import BILLHOOK
from reconcile.expectations import answer
from storage import audit, documents, expectations, listed, runs, suppliers
from storage.store import Tx

_KINDS = {
    MailClass.CREDIT_NOTE: DocumentKind.CREDIT_NOTE,
    MailClass.STATEMENT: DocumentKind.STATEMENT,
}


@dataclass(frozen=True, slots=True)
class Visited:
    """What a visit proved about a portal: `complete` means that no row was missed.

    `next_attempt` is when Billhook tries again by itself, in words `again`; None for not at all.
    """

    portal_id: str
    portal: str
    outcome: Outcome
    complete: bool
    listed: int
    at: datetime
    next_attempt: datetime | None = None
    again: str = ""


def of_notice(notice: Notice, message: StoredMessage, to: Addressee, at: datetime) -> Expectation:
    """The expectation that a notice opens. Two mails about one document open one."""
    kind = _KINDS.get(notice.mail_class, DocumentKind.INVOICE)
    supplier = to.supplier_id or ""
    number = normalise_number(notice.number or "")
    facts = (supplier, to.account_id or "", kind.value, number or message.identity)
    return Expectation(
        id=derived_id("expectation", *facts),
        key="|".join(facts),
        supplier_id=supplier,
        kind=kind,
        source=ExpectationSource.NOTICE,
        source_id=message.id,
        opened=at,
        account_id=to.account_id,
        portal_id=to.portal_id,
        number=notice.number,
        amount=notice.amount,
    )


def of_statement_line(
    item: StatementItem, portal_id: str | None, account_id: str | None, at: datetime
) -> Expectation:
    """The expectation that an unanswered statement line opens."""
    credit = item.amount.amount < 0
    kind = DocumentKind.CREDIT_NOTE if credit else DocumentKind.INVOICE
    facts = (
        item.supplier_id,
        account_id or "",
        kind.value,
        normalise_number(item.reference) or item.id,
    )
    return Expectation(
        id=derived_id("expectation", *facts),
        key="|".join(facts),
        supplier_id=item.supplier_id,
        kind=kind,
        source=ExpectationSource.STATEMENT_LINE,
        source_id=item.id,
        opened=at,
        account_id=account_id,
        portal_id=portal_id,
        number=item.reference or None,
        amount=item.amount,
        day=item.day,
    )


def open_(tx: Tx, expectation: Expectation, *, came_with: str | None = None) -> bool:
    """Remember an expectation and ask for what answers it; False where it was known already.

    `came_with` is the one document that the announcing mail brought: it is the expected one, also
    where it can't be read.
    """
    if not expectations.expect(tx, expectation):
        return False
    what = f"{_words(expectation.kind)} {expectation.number or ''}".strip()
    audit.note(tx, BILLHOOK, "expects", f"expectation:{expectation.id}", what)
    settle_supplier(tx, expectation.supplier_id)
    if expectations.get(tx, expectation.id).state is ExpectationState.OPEN:
        if came_with is None:
            _ask(tx, expectation)
        else:
            _compare(tx, expectation, came_with)
    return True


def ask_again(tx: Tx, expectation_id: str) -> None:
    """Ask once more for what answers an expectation that is open again."""
    again = expectations.get(tx, expectation_id)
    settle_supplier(tx, again.supplier_id)
    if expectations.get(tx, expectation_id).state is ExpectationState.OPEN:
        _ask(tx, again)


def _compare(tx: Tx, expectation: Expectation, document_id: str) -> None:
    """Settle an expectation by the document that came with its mail."""
    came = documents.get(tx, document_id)
    if came.number is None or expectation.number is None:
        _fulfil(tx, expectation, document_id, "It came with the mail.")
        return
    announced, brought = _unlike(tx, expectation, came)
    sentence = f"The mail announces {announced}; the file with it is {brought}."
    _disagree(tx, expectation, document_id, sentence)


def _unlike(tx: Tx, expectation: Expectation, came: FiledDocument) -> tuple[str, str]:
    """What was announced and what came, told by what differs: the number, supplier or kind."""
    number, found = expectation.number or "", came.number or ""
    if normalise_number(number) != normalise_number(found):
        return number, found
    if expectation.supplier_id != came.supplier_id:
        ids = (expectation.supplier_id, came.supplier_id)
        ours, theirs = (suppliers.get(tx, one).name for one in ids)
        return f"{number} of {ours}", f"{found} of {theirs}"
    if expectation.kind is not came.kind:
        return f"{_words(expectation.kind)} {number}", f"{_words(came.kind)} {found}"
    ours, theirs = (_account(tx, one) for one in (expectation.account_id, came.account_id))
    return f"{number} for {ours}", f"{found} for {theirs}"


def _account(tx: Tx, account_id: str | None) -> str:
    every = (account for profile in suppliers.profiles(tx) for account in profile.accounts)
    number = next((account.number for account in every if account.id == account_id), None)
    return f"account {number}" if number else "no account of ours"


def _words(kind: DocumentKind) -> str:
    return kind.value.replace("_", " ")


def settle_supplier(tx: Tx, supplier_id: str) -> None:
    """Fulfil what the documents on file answer; say where one contradicts its notice."""
    on_file, names = documents.of_supplier(tx, supplier_id), listed.names(tx, supplier_id)
    taken = set(expectations.answering(tx, supplier_id))
    for expectation in expectations.unfulfilled(tx, supplier_id):
        # without a number, a document answers one expectation only: two equal amounts are two
        free = [doc for doc in on_file if expectation.number or doc.id not in taken]
        if document_id := _settle_by_documents(tx, expectation, free, names):
            taken.add(document_id)


def settle_visited(tx: Tx, visited: Visited) -> None:
    """Settle what a visit leaves open at its portal, by what the visit proved."""
    for expectation in expectations.open_for_portal(tx, visited.portal_id):
        _settle_unanswered(tx, expectation, visited)


def _ask(tx: Tx, expectation: Expectation) -> None:
    if expectation.portal_id:
        _ask_portal(tx, expectation, expectation.portal_id)
        return
    do = "No portal is connected for this supplier; connect it, or upload the document."
    sentence = f"{expectation.reason} {do}".lstrip()
    expectations.settle(tx, expectation.id, ExpectationState.NEEDS_PERSON, sentence)
    if suppliers.get(tx, expectation.supplier_id).proposed:
        return  # one question asks about the supplier itself
    _ask_for_portal(tx, expectation.id, sentence)


def ask_for_missing(tx: Tx, supplier_id: str) -> None:
    """Ask a person for what a supplier announced and neither a portal nor a mail has brought."""
    for waiting in expectations.unfulfilled(tx, supplier_id):
        nowhere = waiting.portal_id is None and waiting.document_id is None
        if nowhere and waiting.state is ExpectationState.NEEDS_PERSON:
            _ask_for_portal(tx, waiting.id, waiting.reason)


def give_up(tx: Tx, supplier_id: str) -> None:
    """Say of what a supplier announced that a person refused it."""
    name = suppliers.get(tx, supplier_id).name
    for waiting in expectations.unfulfilled(tx, supplier_id):
        why = f"Not fetched: somebody said that {name} is no supplier of ours."
        expectations.give_up(tx, waiting.id, why)


def _ask_for_portal(tx: Tx, expectation_id: str, sentence: str) -> None:
    ask(
        tx,
        ExceptionReason.DOCUMENT_NOT_FETCHED,
        subject=f"expectation:{expectation_id}",
        sentence=sentence,
        key=("no portal", expectation_id),
    )


def _ask_portal(tx: Tx, expectation: Expectation, portal_id: str) -> None:
    """Ask for a visit; where a person must act first, say so instead."""
    portal = suppliers.portal(tx, portal_id)
    if portal.state in (PortalState.PAUSED, PortalState.SET_ASIDE):
        needs = ExpectationState.NEEDS_PERSON
        expectations.settle(tx, expectation.id, needs, portal.paused_because)
        return
    if not portal.confirmed:
        sentence = f"{portal.name} was only named in a mail; answer its question first."
        expectations.settle(tx, expectation.id, ExpectationState.NEEDS_PERSON, sentence)
        return
    runs.request(tx, portal_id, f"expectation {expectation.id}")


def _settle_by_documents(
    tx: Tx,
    expectation: Expectation,
    on_file: list[FiledDocument],
    names: Mapping[str, Collection[str]],
) -> str | None:
    answered = answer(expectation, on_file, names)
    if answered.document_id is None:
        return None
    if answered.agrees:
        _fulfil(tx, expectation, answered.document_id, answered.sentence)
        return answered.document_id
    _disagree(tx, expectation, answered.document_id, answered.sentence)
    return answered.document_id


def _disagree(tx: Tx, expectation: Expectation, document_id: str, sentence: str) -> None:
    needs = ExpectationState.NEEDS_PERSON
    expectations.settle(tx, expectation.id, needs, sentence, document_id=document_id)
    ask(
        tx,
        ExceptionReason.EXPECTATION_DISAGREES,
        subject=f"document:{document_id}",
        sentence=sentence,
        key=("disagrees", expectation.id),
        answers=(Answer("1", "Take the document", Action.ACCEPT),),
    )
    checking.decide(tx, document_id)


def take(tx: Tx, document_id: str, who: str) -> None:
    """Fulfil what a document disagreed with: a person has seen both and takes the document."""
    for expectation in expectations.every(tx):
        asked = expectation.state is ExpectationState.NEEDS_PERSON
        if asked and expectation.document_id == document_id:
            _fulfil(tx, expectation, document_id, f"{who} took the document.")


def _fulfil(tx: Tx, expectation: Expectation, document_id: str, reason: str) -> None:
    if expectations.fulfil(tx, expectation.id, document_id, reason):
        writing_back.queue(tx, expectation, document_id)


def _settle_unanswered(tx: Tx, expectation: Expectation, visited: Visited) -> None:
    outcome = visited.outcome
    if outcome.good and visited.complete:
        expectations.settle(tx, expectation.id, ExpectationState.ABSENT, _absent(visited))
    elif visited.next_attempt is not None:
        reason = f"{outcome.sentence} {visited.again}"
        expectations.postpone(tx, expectation.id, next_attempt=visited.next_attempt, reason=reason)
    else:
        sentence = _ask_about_unproved(tx, visited) if outcome.good else outcome.sentence
        expectations.settle(tx, expectation.id, ExpectationState.NEEDS_PERSON, sentence)


def _ask_about_unproved(tx: Tx, visited: Visited) -> str:
    """Why a person must look; asked once a visit, whatever number of documents it left open."""
    sentence = _unproved(visited)
    ask(
        tx,
        ExceptionReason.DOCUMENT_NOT_FETCHED,
        subject=f"portal:{visited.portal_id}",
        sentence=sentence,
        key=("unproved", visited.portal_id, visited.at.isoformat()),
        answers=(
            Answer("1", "Visit again", Action.RETRY),
            Answer("2", "It is not there, close it", Action.REJECT),
        ),
    )
    return sentence


def close_unproved(tx: Tx, portal_id: str, who: str) -> None:
    """End what a portal left open: a person has looked there and found nothing."""
    reason = f"{who} looked there: it has none."
    for expectation in left_to_person(tx, portal_id):
        expectations.reopen(tx, expectation.id)
        expectations.settle(tx, expectation.id, ExpectationState.ABSENT, reason)


def left_to_person(tx: Tx, portal_id: str) -> tuple[Expectation, ...]:
    """What is expected of a portal, needs a person and has no document to decide about."""
    needs = ExpectationState.NEEDS_PERSON
    of_portal = (one for one in expectations.every(tx) if one.portal_id == portal_id)
    return tuple(one for one in of_portal if one.state is needs and one.document_id is None)


def _absent(visited: Visited) -> str:
    if visited.outcome.code is OutcomeCode.OK_EMPTY and not visited.listed:
        proof = visited.outcome.facts.get("proof", "its list is empty")
        return f"{visited.portal} proves that it has none: {proof}."
    return f"{visited.portal} lists {visited.listed} documents, completely; none of them is this."


def _unproved(visited: Visited) -> str:
    return (
        f"{visited.portal} showed {visited.listed} documents, none of them this one, "
        "and nothing proves that these were all."
    )
