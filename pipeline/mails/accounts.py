"""Which of our accounts a mail concerns: asked where nothing says it, remembered once known."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from fetchers.mail.addressee import address, shape
from model.exceptions import Action, Answer, ExceptionItem, ExceptionReason
from model.filing import StoredMessage
from model.mail import Addressee, Habit, Notice, TriagedMail
from model.suppliers import Account, SupplierProfile
from pipeline.asking import ask
from storage import habits, suppliers
from storage import mail as stored
from storage.store import Tx

_KEYS: Final = "123456789"


def addressees_of(
    tx: Tx, mail: TriagedMail, profiles: tuple[SupplierProfile, ...]
) -> tuple[Addressee, ...]:
    """Whom each notice of a mail concerns, also by what the sender's mails concerned before."""
    known = habits.of_sender(tx, mail.sender, shape(mail.subject))
    return tuple(address(notice, mail, profiles, known) for notice in mail.notices)


def remember(tx: Tx, mail: TriagedMail, to: Addressee) -> None:
    """Count that a mail itself named its account; what was only assumed teaches nothing."""
    if to.supplier_id and to.account_id and not to.assumed:
        habits.note(tx, _habit(mail, to.supplier_id, to.account_id))


def ask_which(tx: Tx, message: StoredMessage, mail: TriagedMail, to: Addressee) -> bool:
    """Whether a person is asked which account a mail concerns, since several may be meant."""
    profile = _several(tx, to)
    if profile is None:
        return False
    number = next((one.customer_number for one in mail.notices if one.customer_number), None)
    supplier = profile.supplier.name
    why = f"The customer number {number} is none of ours. " if number else ""
    ask(
        tx,
        ExceptionReason.ACCOUNT_UNSURE,
        subject=f"message:{message.id}",
        sentence=f"{why}“{mail.subject}” from {mail.sender} does not say which of our"
        f" {len(profile.accounts)} accounts at {supplier} it concerns.",
        key=("account", message.id),
        answers=tuple(
            Answer(key, _label(account), Action.ACCEPT)
            for key, account in zip(_KEYS, profile.accounts, strict=False)
        ),
        title=f"Which account at {supplier}?",
    )
    return True


def choose(tx: Tx, item: ExceptionItem, message_id: str) -> TriagedMail | None:
    """The mail, now addressed to the account that a person chose; None where it is gone."""
    message = stored.message(tx, message_id)
    label = next(answer.label for answer in item.answers if answer.key == item.answer)
    open_ = next((to for to in message.addressees if _several(tx, to)), None)
    profile = _several(tx, open_) if open_ else None
    account = next((a for a in profile.accounts if _label(a) == label), None) if profile else None
    if message.triage is None or account is None:
        return None
    found = tuple(
        replace(to, account_id=account.id, portal_id=_portal(profile, account), assumed=False)
        if profile and to.supplier_id == account.supplier_id and to.account_id is None
        else to
        for to in message.addressees
    )
    stored.triaged(tx, message_id, message.triage, found)
    habit = _habit(message.triage, account.supplier_id, account.id)
    habits.note(tx, replace(habit, confirmed=True))
    return message.triage


def is_open(notice: Notice, to: Addressee) -> bool:
    """Whether a notice's document can't be fetched for want of the account."""
    return notice.trigger and to.supplier_id is not None and not (to.account_id or to.portal_id)


def _several(tx: Tx, to: Addressee) -> SupplierProfile | None:
    """The supplier of a notice without account, where several of ours have portals."""
    if to.supplier_id is None or to.account_id or to.portal_id:
        return None
    profile = next(p for p in suppliers.profiles(tx) if p.supplier.id == to.supplier_id)
    served = [account for account in profile.accounts if _portal(profile, account)]
    return profile if len(served) > 1 else None


def _portal(profile: SupplierProfile, account: Account) -> str | None:
    """The confirmed portal where an account's documents lie."""
    own = [
        portal.id
        for portal in profile.portals
        if portal.confirmed and (account.id == portal.account_id or portal.id == account.portal_id)
    ]
    return own[0] if len(own) == 1 else None


def _label(account: Account) -> str:
    return f"{account.label} ({account.number})" if account.label else account.number


def _habit(mail: TriagedMail, supplier_id: str, account_id: str) -> Habit:
    return Habit("", mail.sender, shape(mail.subject), supplier_id, account_id)
