"""Four eyes: what changes where money or documents go is confirmed by a second person.

The second is an approver or an admin, and never the one who asked or said yes first. Where nobody
else could be the second, one person decides alone, which the audit trail says. What was confirmed
is what was seen: bank details that changed in between need two people anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from model.deliveries import Destination
from model.errors import NotAllowed, WrongInput
from model.exceptions import Action, Answer, ExceptionItem, ExceptionReason
from model.people import Right, User
from pipeline.access.rights import prove
from pipeline.rules import RULES, change
from storage import audit, deliveries, documents, exceptions, opinions, settings, users
from storage.changes import announce
from storage.tx import Tx

RULE: Final = "four_eyes"
CONFIRM: Final = "1"
_ANSWERS: Final = (
    Answer(CONFIRM, "Confirm", Action.ACCEPT),
    Answer("2", "Refuse", Action.REJECT),
)
ABOUT_BANK: Final = frozenset(
    {ExceptionReason.BANK_DETAILS_CHANGED, ExceptionReason.BANK_DETAILS_FIRST}
)
"""Questions about the account to which a supplier is paid."""
_YES: Final = "yes"
_REMOVAL: Final = "removal"
Removing = Callable[[Tx, User, str], None]
"""Removes a destination, in somebody's name."""


def holds(tx: Tx) -> bool:
    """Whether the rule of four eyes is on."""
    return settings.get(tx, RULE, RULES[RULE].default) == _YES


def seconds(tx: Tx, *others: str) -> tuple[User, ...]:
    """Who could be the second person beside these, by their ids or names."""
    return tuple(
        one
        for one in users.every(tx)
        if one.active and one.role.may(Right.APPROVE) and not {one.id, one.name} & set(others)
    )


def concerns(item: ExceptionItem, action: Action) -> bool:
    """Whether an answer confirms bank details, or what waits for a second person."""
    about_bank = item.reason in ABOUT_BANK
    document = item.subject.startswith("document:")
    return item.reason is ExceptionReason.SECOND_PERSON or (
        about_bank and document and action is Action.ACCEPT
    )


def waits_for_second(tx: Tx, user: User, item: ExceptionItem) -> bool | None:
    """Whether a question waits for this person as the second; None where it waits for no second."""
    asked = item.reason is ExceptionReason.SECOND_PERSON
    if not asked and item.reason not in ABOUT_BANK:
        return None
    first = opinions.first(tx, item.id, _seen(tx, item))
    if first is None and not asked:
        return None
    return first not in (user.id, user.name) and user.role.may(Right.APPROVE)


def prove_second(tx: Tx, user: User, item: ExceptionItem) -> bool:
    """Whether an answer counts now; if not, it was kept as that of the first of two people.

    Raises:
        NotAllowed: this person may not be the second, or was the first.
    """
    seen = _seen(tx, item)
    first = opinions.first(tx, item.id, seen)
    if first is None and not holds(tx):
        prove(user, Right.APPROVE)
        return True
    if first is not None:
        _prove_another(tx, user, first)
        return True
    if not seconds(tx, user.id):
        prove(user, Right.APPROVE)
        audit.note(tx, user.name, "decides alone", item.subject, "nobody else could be the second")
        return True
    prove(user, Right.WORK)
    opinions.keep(tx, item.id, user.id, seen)
    waits = f"{user.full_name} says yes; an approver or admin who is somebody else confirms it."
    exceptions.revise(tx, item.id, f"{item.sentence} {waits}", title=item.title)
    audit.note(tx, user.name, "said yes first", item.subject, item.sentence)
    return False


def _prove_another(tx: Tx, user: User, first: str) -> None:
    """Nothing, where this is a second person who may be one. Raises NotAllowed."""
    if first in (user.id, user.name):
        raise NotAllowed("You asked for this: an approver or admin who is somebody else confirms.")
    prove(user, Right.APPROVE)
    person = users.active(tx, user.id)
    if person is None or not person.role.may(Right.APPROVE):
        raise NotAllowed("A second person confirms this, and no program does.")


def hold_destination(tx: Tx, actor: str, destination: Destination) -> bool:
    """Whether a new or changed destination waits, paused, until a second person confirms it."""
    where = ", ".join(f"{key} {value}" for key, value in sorted(destination.settings.items()))
    sentence = f"{actor} says where {destination.name} gets documents: {destination.kind}, {where}."
    return _hold(tx, actor, destination, sentence)


def hold_credential(tx: Tx, actor: str, name: str) -> tuple[str, ...]:
    """The destinations that wait for a second person, since their credential is replaced.

    Whoever holds the password of an account decides whose it is: to replace it is to say where
    documents go.
    """
    using = [one for one in deliveries.destinations(tx) if one.credential == name]
    why = "{actor} replaces what {name} signs in with, so documents may go to another account."
    return tuple(
        one.name for one in using if _hold(tx, actor, one, why.format(actor=actor, name=one.name))
    )


def _hold(tx: Tx, actor: str, destination: Destination, sentence: str) -> bool:
    if not holds(tx) or not seconds(tx, actor):
        return False
    deliveries.pause(tx, destination.id, paused=True)
    announce(tx, "deliveries", destination.id)
    _ask(tx, actor, f"destination:{destination.id}", f"Destination {destination.name}", sentence)
    return True


def hold_removal(tx: Tx, actor: str, destination: Destination) -> bool:
    """Whether the removal of a destination waits until a second person confirms it.

    Until then documents go there as before.
    """
    if not holds(tx) or not seconds(tx, actor):
        return False
    sentence = f"{actor} wants no more documents sent to {destination.name}: it is to be removed."
    subject = removal_of(destination.id)
    _ask(tx, actor, subject, f"Remove the destination {destination.name}", sentence)
    return True


def removal_of(destination_id: str) -> str:
    """What a question about the removal of a destination is about."""
    return f"{_REMOVAL}:{destination_id}"


def prove_may_resume(tx: Tx, destination_id: str) -> None:
    """Nothing, where nobody has to confirm a destination first. Raises WrongInput."""
    if waits(tx, destination_id):
        raise WrongInput("A second person has to confirm this destination, in Exceptions.")


def waits(tx: Tx, destination_id: str) -> bool:
    """Whether a destination waits for a second person, or was refused by one."""
    asked = [
        item
        for item in exceptions.of_subject(tx, f"destination:{destination_id}")
        if item.reason is ExceptionReason.SECOND_PERSON
    ]
    newest = max(asked, key=lambda one: (one.opened, one.answered or one.opened), default=None)
    return newest is not None and newest.answer != CONFIRM


def set_rule(tx: Tx, actor: str, name: str, value: str) -> str | None:
    """What a rule was before it was changed; None where a second person has to confirm it first.

    Raises:
        SettingsInvalid: there is no such rule, or it can't have this value.
    """
    if name != RULE or value == _YES or not holds(tx) or not seconds(tx, actor):
        return change(tx, actor, name, value)
    RULES[RULE].check(value)
    sentence = f"{actor} wants one person to decide about bank details and destinations alone."
    _ask(tx, actor, f"rule:{RULE}", "Four eyes set off", sentence)
    return None


def confirmed(tx: Tx, user: User, item: ExceptionItem, remove: Removing) -> None:
    """Do what a second person confirmed; `remove` removes a destination."""
    kind, _, subject = item.subject.partition(":")
    if kind == "rule":
        change(tx, user.name, RULE, "no")
    if kind == "destination":
        deliveries.pause(tx, subject, paused=False)
        announce(tx, "deliveries", subject)
    if kind == _REMOVAL and not deliveries.is_removed(tx, subject):
        remove(tx, user, subject)
    audit.note(tx, user.name, "confirmed as second person", item.subject, item.sentence)


def _ask(tx: Tx, actor: str, subject: str, title: str, sentence: str) -> None:
    for item in exceptions.open_of(tx, subject):
        if item.reason is ExceptionReason.SECOND_PERSON:
            exceptions.close(tx, item.id, "It was changed again.")
    number = str(len(exceptions.of_subject(tx, subject)))
    item = ExceptionItem(
        id=exceptions.id_of("second person", subject, number),
        reason=ExceptionReason.SECOND_PERSON,
        sentence=sentence,
        subject=subject,
        opened=tx.now(),
        answers=_ANSWERS,
        title=title,
    )
    exceptions.raise_(tx, item)
    opinions.keep(tx, item.id, actor, _seen(tx, item))
    audit.note(tx, actor, "asked for a second person", subject, sentence)


def _seen(tx: Tx, item: ExceptionItem) -> str:
    """A digest of what is confirmed: bank details, or where a destination sends."""
    kind, _, subject = item.subject.partition(":")
    facts: tuple[object, ...] = (item.subject,)
    if kind == "document":
        document = documents.get(tx, subject)
        facts = (document.supplier_id, document.iban)
    if kind in ("destination", _REMOVAL):
        receiver = deliveries.destination(tx, subject)
        facts = (receiver.kind, sorted(receiver.settings.items()), receiver.credential)
    return hashlib.sha256(repr(facts).encode()).hexdigest()
