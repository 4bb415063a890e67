"""What people said about a sender's mails, applied to the next one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from fetchers.mail.addressee import shape
from fetchers.mail.evidence import Concept, evidence_of
from model.ids import derived_id
from model.mail import Authenticity, Lesson, MailClass, Notice, TriagedMail

_ALIKE: Final = 0.4  # share of words that two mails of one template have in common
_LEAD_WORDS: Final = 30
_TAUGHT: Final = 0.99
_SECRET: Final = frozenset({MailClass.OTP_MAGIC, MailClass.PASSWORD_ACCOUNT})
_PLACES: Final = frozenset({MailClass.INVOICE_AVAILABLE, MailClass.INVOICE_ATTACHED})


def lesson_of(mail: TriagedMail, mail_class: MailClass) -> Lesson:
    """What a person teaches who says that this mail is of this class."""
    masked = _mask(mail)
    proven = mail.authenticity is Authenticity.PASS
    return Lesson(
        derived_id("lesson", mail.sender, masked), mail.sender, masked, mail_class, proven
    )


def _mask(mail: TriagedMail) -> str:
    """The subject and, on a line of its own, the text's first words; both without their numbers."""
    lead = " ".join(mail.excerpt.split()[:_LEAD_WORDS])
    return f"{shape(mail.subject)}\n{shape(lead)}"


def recall(mail: TriagedMail, lessons: Sequence[Lesson]) -> TriagedMail:
    """The mail, its class as a person taught it for its sender and subject.

    Nothing is recalled for a mail that raises an alarm, for one whose sender is less proven than
    the lesson's was, where two lessons fit equally well and differ, and where a sign-in mail would
    become one that sets something going.
    """
    lesson = None if mail.blocked else _fitting(mail, lessons)
    if lesson is None:
        return mail
    if _signs_in(mail) and replace(mail.notices[0], mail_class=lesson.mail_class).trigger:
        return mail
    return replace(mail, notices=tuple(_taught(notice, lesson) for notice in mail.notices))


def _signs_in(mail: TriagedMail) -> bool:
    """Whether words, not likeness alone, say that this is a mail about signing in."""
    if not any(notice.mail_class in _SECRET for notice in mail.notices):
        return False
    evidence = evidence_of(mail.subject, mail.excerpt)
    return bool(evidence[Concept.OTP] or evidence[Concept.ACCOUNT])


def _fitting(mail: TriagedMail, lessons: Sequence[Lesson]) -> Lesson | None:
    proven = mail.authenticity is Authenticity.PASS
    ranked = [
        (_likeness(_mask(mail), lesson.shape), lesson)
        for lesson in lessons
        if lesson.sender == mail.sender and (proven or not lesson.proven)
    ]
    best = max((rank for rank, _ in ranked), default=0.0)
    found = [lesson for rank, lesson in ranked if rank == best >= _ALIKE]
    return found[0] if len({lesson.mail_class for lesson in found}) == 1 else None


def _likeness(one: str, other: str) -> float:
    """The share of words that two mails have in common; 0 where their subjects' matter differs.

    A template's mails differ in names and months, never in what they speak of.
    """
    if _matters(one) != _matters(other):
        return 0.0
    first, second = set(one.split()), set(other.split())
    return len(first & second) / max(1, len(first | second))


def _matters(mask: str) -> set[Concept]:
    evidence = evidence_of(mask.partition("\n")[0], "")
    return {concept for concept in Concept if evidence[concept]}


def _taught(notice: Notice, lesson: Lesson) -> Notice:
    same = {notice.mail_class, lesson.mail_class} <= _PLACES  # the mail itself shows which
    return replace(
        notice,
        mail_class=notice.mail_class if same else lesson.mail_class,
        confidence=_TAUGHT,
        runner_up=None,
        reasons=("a person said what mails like this of this sender are", *notice.reasons),
    )
