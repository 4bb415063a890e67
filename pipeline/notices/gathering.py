"""What waits for a person: only what they may know of, and do something about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from model.errors import RecordMissing
from model.exceptions import ExceptionReason
from model.filing import DocumentStatus
from model.languages import Language
from model.notices import CodeWanted, Matter, Mention, NoticeWish, Waits
from model.people import Right, User
from model.talk import named_in
from pipeline import answers
from pipeline.access import four_eyes
from pipeline.rules import Rules
from storage import challenges, documents, exceptions, notices, overview, suppliers, talk
from storage.sight import in_eyes_of
from storage.store import Tx

SHOWN: Final = 10
"""So many things of a kind are named one by one."""
MISSING_FOR: Final = 2
"""So many days a document is missing before anybody is told: most come by themselves."""
_LOOKED_BACK: Final = timedelta(days=8)
"""So old a comment may be that is told: a person who was told every day has seen older ones."""
_ALONE: Final = timedelta(seconds=30)
"""So long a sign-in waits before anybody is called: whoever began it is there."""
_SETTLED: Final = frozenset(
    {DocumentStatus.DELIVERED, DocumentStatus.FILED, DocumentStatus.REJECTED}
)


def everything(tx: Tx, wish: NoticeWish, person: User) -> Waits:
    """What the daily mail says."""
    with in_eyes_of(tx, person):
        return _everything(tx, wish, person)


def _everything(tx: Tx, wish: NoticeWish, person: User) -> Waits:
    rules, told = Rules.of(tx), notices.told(tx, person.id)
    works = person.role.may(Right.WORK)
    held = tuple(_held(tx, person)) if works else ()
    second, questions = _questions(tx, person) if works else (0, ())
    return Waits(
        person,
        language=language_of(wish, person),
        company=rules.company,
        zone=rules.zone,
        mentions=tuple(_mentions(tx, wish, person, told)),
        held=held[:SHOWN],
        held_in_all=len(held),
        second=second,
        questions=questions,
        missing=_missing(tx, rules) if works else 0,
    )


def urgent(tx: Tx, wish: NoticeWish, person: User) -> Waits:
    """What can't wait for the daily mail, and was not told yet."""
    with in_eyes_of(tx, person):
        return _urgent(tx, wish, person)


def _urgent(tx: Tx, wish: NoticeWish, person: User) -> Waits:
    rules, told = Rules.of(tx), notices.told(tx, person.id)
    return Waits(
        person,
        language=language_of(wish, person),
        company=rules.company,
        zone=rules.zone,
        mentions=tuple(_mentions(tx, wish, person, told)),
        codes=tuple(_codes(tx, told)) if person.role.may(Right.WORK) else (),
    )


def language_of(wish: NoticeWish, person: User) -> Language:
    """The language of a person's mails: their own, else that in which they asked for them."""
    return person.language or wish.language


def _mentions(tx: Tx, wish: NoticeWish, person: User, told: frozenset[str]) -> Iterator[Mention]:
    since = max(wish.since, tx.now() - _LOOKED_BACK)
    for said in talk.said_since(tx, since):
        thing = f"comment:{said.id}"
        if thing in told or said.author == person.full_name or not named_in(said.text, [person]):
            continue
        yield Mention(thing, said.author, _matter(tx, said.subject))


def _codes(tx: Tx, told: frozenset[str]) -> Iterator[CodeWanted]:
    begun: datetime = tx.now() - _ALONE
    for one in challenges.waiting(tx):
        thing = f"challenge:{one.id}"
        if thing not in told and one.opened <= begun:
            yield CodeWanted(thing, suppliers.portal(tx, one.portal_id).name, one.expires)


def _held(tx: Tx, person: User) -> Iterator[Matter]:
    """What a person has in hand and is not done."""
    for subject in talk.held_by(tx, person.id):
        kind, _, key = subject.partition(":")
        if kind != "document":
            if exceptions.open_of(tx, subject):
                yield Matter()
        elif (matter := _document(tx, key, but=_SETTLED)) is not None:
            yield matter


def _matter(tx: Tx, subject: str) -> Matter:
    kind, _, key = subject.partition(":")
    found = _document(tx, key) if kind == "document" else None
    return found or Matter()


def _document(
    tx: Tx, document_id: str, but: frozenset[DocumentStatus] = frozenset()
) -> Matter | None:
    try:
        found = documents.get(tx, document_id)
    except RecordMissing:  # it is gone
        return None
    if found.status in but:
        return None
    supplier = suppliers.get(tx, found.supplier_id).name
    return Matter(found.id, found.kind, found.number or "", supplier)


def _questions(tx: Tx, person: User) -> tuple[int, tuple[tuple[ExceptionReason, int], ...]]:
    """How many questions wait for this person as the second, and how many for anybody."""
    second, others = 0, Counter[ExceptionReason]()
    for item in exceptions.open_(tx):
        match four_eyes.waits_for_second(tx, person, item):
            case True:
                second += 1
            case None if answers.may_answer(tx, person, item):
                others[item.reason] += 1
    return second, tuple(others.most_common())


def _missing(tx: Tx, rules: Rules) -> int:
    today = rules.today(tx)
    waited = overview.awaited(tx)
    return sum(one.documents for one in waited if (today - one.since).days >= MISSING_FOR)
