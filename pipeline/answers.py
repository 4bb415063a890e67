"""What a person decides: checked against the role, done in one transaction, on the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import MappingProxyType
from typing import Final

from model.errors import PortalPaused, StaleVersion, WrongInput
from model.exceptions import Action, ExceptionItem, ExceptionReason
from model.filing import DocumentStatus, MessageState
from model.mail import TriagedMail
from model.people import Right, User
from model.suppliers import PortalState
from model.visits import Cause
from pipeline.access import four_eyes
from pipeline.access.rights import prove
from pipeline.deliveries import releasing, removing
from pipeline.documents import belonging, checking, expecting, rereading
from pipeline.mails import accounts, mail, proposals, writing_back
from pipeline.reconciling import ledger_books, other_books, statements
from storage import audit, deliveries, documents, exceptions, expectations, runs, suppliers
from storage import mail as stored_mail
from storage.store import Tx

_NEEDED: Final = MappingProxyType(
    {
        ExceptionReason.BANK_DETAILS_CHANGED: Right.APPROVE,
        ExceptionReason.BANK_DETAILS_FIRST: Right.APPROVE,
        ExceptionReason.HOST_BLOCKED: Right.ALLOW_HOSTS,
    }
)
"""What an answer to such a question needs beside the right to work."""


def answer(tx: Tx, user: User, exception_id: str, key: str) -> None:
    """Give an exception's answer and do what it says.

    Raises:
        RecordMissing: there is no such question.
        StaleVersion: it was answered before.
        WrongInput: it has no such answer, or this person may not give it.
    """
    item = exceptions.get(tx, exception_id)
    if not _counts(tx, user, item, key):
        return
    item = exceptions.answer(tx, exception_id, key, user.name)
    action = next(choice.action for choice in item.answers if choice.key == key)
    kind, _, subject = item.subject.partition(":")
    if item.reason is ExceptionReason.SECOND_PERSON and action is Action.ACCEPT:
        four_eyes.confirmed(tx, user, item, removing.remove_destination)
    elif done := _DEEDS.get((kind, action)):
        done(tx, item, subject)


def _counts(tx: Tx, user: User, item: ExceptionItem, key: str) -> bool:
    """Whether an answer counts by itself, or is the first of two. Raises NotAllowed."""
    action = next((choice.action for choice in item.answers if choice.key == key), None)
    if action is None or item.answered or not four_eyes.concerns(item, action):
        prove(user, _NEEDED.get(item.reason, Right.WORK))
        return True
    return four_eyes.prove_second(tx, user, item)


def may_answer(tx: Tx, user: User, item: ExceptionItem) -> bool:
    """Whether this person may answer a question that waits for no second person yet."""
    by_two = item.reason in four_eyes.ABOUT_BANK and four_eyes.holds(tx)
    return user.role.may(Right.WORK if by_two else _NEEDED.get(item.reason, Right.WORK))


def release(
    tx: Tx, user: User, document_id: str, version: int, *, leaves: datetime | None = None
) -> None:
    """Deliver a document as the person saw it; what `leaves` at a moment can be taken back before.

    Raises:
        StaleVersion: it has changed since.
        WrongInput: something about it is still open, or no destination takes it.
    """
    document = documents.get(tx, document_id)
    if document.version != version:
        raise StaleVersion
    if document.status is not DocumentStatus.READY:
        raise WrongInput(f"It can't be delivered while it is {document.status}: {document.note}")
    if not checking.release(tx, document, leaves):
        raise WrongInput("No destination takes this kind of document; connect one first.")
    audit.note(tx, user.name, "released", f"document:{document_id}", document.number or "")


def visit_now(tx: Tx, user: User, portal_id: str) -> None:
    """Ask for a visit now.

    Raises:
        PortalPaused: its exception is to be answered first. A key pressed three times must not
            send a refused password three times and lock the account.
        WrongInput: a mail named the portal, and nobody has confirmed its host.
    """
    portal = suppliers.portal(tx, portal_id)
    if portal.state is PortalState.PAUSED:
        raise PortalPaused
    if not portal.confirmed:
        raise WrongInput(f"{portal.name} was only named in a mail; answer its question first.")
    if portal.state is PortalState.SET_ASIDE:
        suppliers.resume_portal(tx, portal_id)  # the person knows better
    runs.request(tx, portal_id, f"{user.full_name} asked for it", cause=Cause.PERSON)
    audit.note(tx, user.name, "asked for a visit", f"portal:{portal_id}")


def send_again(tx: Tx, user: User, delivery_id: str) -> None:
    """Send a failed delivery again, under its old key."""
    delivery = deliveries.requeue(tx, delivery_id)
    audit.note(tx, user.name, "sent again", f"document:{delivery.document_id}")


def _accept(tx: Tx, item: ExceptionItem, document_id: str) -> None:
    document = documents.get(tx, document_id)
    if item.reason in four_eyes.ABOUT_BANK and document.iban:
        suppliers.confirm_iban(tx, document.supplier_id, document.iban)
        checking.settle_account(tx, document, four_eyes.ABOUT_BANK)
    if item.reason is ExceptionReason.SUPPLIER_UNKNOWN:
        proposals.confirm(tx, document.supplier_id, None)
    if item.reason is ExceptionReason.EXPECTATION_DISAGREES:
        expecting.take(tx, document_id, "A person")
    if item.reason is ExceptionReason.READ_DIFFERENTLY:
        rereading.take_proposed(tx, document_id, actor="A person")
    if item.reason is ExceptionReason.LISTING_DISAGREES:  # what the list calls it counts from now
        expecting.settle_supplier(tx, document.supplier_id)
    checking.decide(tx, document_id)


def _reject(tx: Tx, item: ExceptionItem, document_id: str) -> None:
    for other in exceptions.of_subject(tx, item.subject):
        if other.answered is None:
            exceptions.close(tx, other.id, "The document was rejected.")
    releasing.withdraw(tx, document_id)
    before = documents.get(tx, document_id)
    checking.stand(tx, document_id, DocumentStatus.REJECTED, "Rejected")
    statements.changed(tx, before)


def _take_order(tx: Tx, item: ExceptionItem, document_id: str) -> None:
    number = next(choice.label for choice in item.answers if choice.key == item.answer)
    checking.take_order(tx, document_id, number)


def _take_entity(tx: Tx, item: ExceptionItem, document_id: str) -> None:
    entity = belonging.chosen(tx, item)
    for settled in belonging.take(tx, "A person", document_id, entity):
        checking.decide(tx, settled.id)


def _decide(tx: Tx, item: ExceptionItem, document_id: str) -> None:
    if item.reason is ExceptionReason.DELIVERY_LACKS:
        releasing.leave(tx, document_id, item)
    checking.decide(tx, document_id)


def _look_again(tx: Tx, _item: ExceptionItem, document_id: str) -> None:
    releasing.recheck(tx, document_id)
    checking.decide(tx, document_id)


def _try_portal_again(tx: Tx, _item: ExceptionItem, portal_id: str) -> None:
    suppliers.resume_portal(tx, portal_id)
    for expectation in expecting.left_to_person(tx, portal_id):
        expectations.reopen(tx, expectation.id)
    runs.request(tx, portal_id, "a person has dealt with the obstacle", cause=Cause.PERSON)


def _try_same_again(tx: Tx, item: ExceptionItem, portal_id: str) -> None:
    suppliers.refuse_edition(tx, portal_id, None)
    _try_portal_again(tx, item, portal_id)


def _close_unproved(tx: Tx, item: ExceptionItem, portal_id: str) -> None:
    if item.reason is ExceptionReason.DOCUMENT_NOT_FETCHED:
        expecting.close_unproved(tx, portal_id, "A person")


def _expect_after_all(tx: Tx, item: ExceptionItem, message_id: str) -> None:
    if triaged := _as_answered(tx, item, message_id):
        _learn(tx, item, triaged, announces=True)
        mail.expect_announced(tx, message_id, triaged, documents.brought_by(tx, message_id))


def _as_answered(tx: Tx, item: ExceptionItem, message_id: str) -> TriagedMail | None:
    """The mail as the person's answer leaves it; None where it is gone."""
    if item.reason is ExceptionReason.ACCOUNT_UNSURE:
        return accounts.choose(tx, item, message_id)
    message = stored_mail.message(tx, message_id)
    if item.reason is not ExceptionReason.MAIL_UNSURE or message.triage is None:
        return message.triage
    return mail.confirm(tx, message, message.triage)


def _not_announced(tx: Tx, item: ExceptionItem, message_id: str) -> None:
    if triaged := stored_mail.message(tx, message_id).triage:
        _learn(tx, item, triaged, announces=False)


def _file_text(tx: Tx, _item: ExceptionItem, message_id: str) -> None:
    """Take the mail up again: its text is filed now, by the worker."""
    stored_mail.finish(tx, message_id, MessageState.JOURNALLED)


def _learn(tx: Tx, item: ExceptionItem, triaged: TriagedMail, *, announces: bool) -> None:
    if item.reason is ExceptionReason.MAIL_UNSURE:
        mail.teach(tx, triaged, announces=announces)


def _confirm_portal(tx: Tx, item: ExceptionItem, portal_id: str) -> None:
    if item.reason is ExceptionReason.SUPPLIER_UNKNOWN:
        proposals.confirm(tx, suppliers.portal(tx, portal_id).supplier_id, portal_id)


def _refuse_portal(tx: Tx, item: ExceptionItem, portal_id: str) -> None:
    if item.reason is ExceptionReason.SUPPLIER_UNKNOWN:
        proposals.refuse(tx, suppliers.portal(tx, portal_id).supplier_id)


def _confirm_supplier(tx: Tx, _item: ExceptionItem, supplier_id: str) -> None:
    proposals.confirm(tx, supplier_id, None)


def _refuse_supplier(tx: Tx, _item: ExceptionItem, supplier_id: str) -> None:
    proposals.refuse(tx, supplier_id)


def _leave_delivery(tx: Tx, _item: ExceptionItem, delivery_id: str) -> None:
    deliveries.cancel(tx, delivery_id)


def _requeue(tx: Tx, _item: ExceptionItem, delivery_id: str) -> None:
    deliveries.requeue(tx, delivery_id)


def _go_on(tx: Tx, _item: ExceptionItem, destination_id: str) -> None:
    deliveries.pause(tx, destination_id, paused=False)


_Deed = Callable[[Tx, ExceptionItem, str], None]
_DEEDS: Final[dict[tuple[str, Action], _Deed]] = {
    ("document", Action.ACCEPT): _accept,
    ("document", Action.REJECT): _reject,
    ("document", Action.DISMISS): _decide,
    ("document", Action.RETRY): _look_again,
    ("document", Action.TAKE_ORDER): _take_order,
    ("document", Action.TAKE_ENTITY): _take_entity,
    ("message", Action.ACCEPT): _expect_after_all,
    ("message", Action.DISMISS): _not_announced,
    ("message", Action.FILE): _file_text,
    ("portal", Action.ACCEPT): _confirm_portal,
    ("portal", Action.DISMISS): _refuse_portal,
    ("supplier", Action.ACCEPT): _confirm_supplier,
    ("supplier", Action.DISMISS): _refuse_supplier,
    ("portal", Action.RETRY): _try_portal_again,
    ("portal", Action.INSIST): _try_same_again,
    ("portal", Action.REJECT): _close_unproved,
    ("portal", Action.ALLOW): lambda tx, item, key: suppliers.allow_resource(tx, key, item.title),
    ("delivery", Action.RETRY): _requeue,
    ("delivery", Action.DISMISS): _leave_delivery,
    ("way", Action.RETRY): _go_on,
    ("destination", Action.RETRY): other_books.look_again,
    ("ledger", Action.ACCEPT): ledger_books.take_out,
    ("write_back", Action.RETRY): lambda tx, _item, key: writing_back.try_again(tx, key),
    ("write_back", Action.DISMISS): lambda tx, _item, key: writing_back.leave(tx, key),
}
