"""Triage of a sender's further mails, once a person has answered the first question about it."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from benchmarks.labelled import Labelled
from fetchers.mail.memory import recall
from fetchers.mail.triage import triage_text
from model.mail import TRIGGERS, Authenticity, Lesson, MailClass, TriagedMail
from pipeline.mails.mail import confirmed, is_unsure, lesson

_TODAY: Final = date(2026, 11, 21)
_ROUNDS: Final = 3  # times that a sender sends each of its mails, with other numbers and days


@dataclass(frozen=True, slots=True)
class _Judged:
    """What became of a mail. `taught`: a person had answered a question about its sender."""

    truth: MailClass
    acted: bool
    asked: bool
    taught: bool


def further_mails(mails: Sequence[Labelled]) -> dict[str, object]:
    """What is acted on of senders once a person has answered about them, and of all the others.

    One answer a sender is given, to the first of its mails that a person is asked about, and it is
    the truth. Nothing else is taught: a mistake that nobody is asked about is made again.
    """
    senders = defaultdict(list)
    for mail in mails:
        senders[mail.sender].append(mail)
    judged = [list(_judged(sent)) for sent in senders.values()]
    return {
        "senders": len(judged),
        "senders_asked_about": sum(any(one.asked for one in sent) for sent in judged),
        "after_one_answer": _told([one for sent in judged for one in sent if one.taught]),
        "without_one": _told([one for sent in judged for one in sent if not one.taught]),
    }


def _judged(sent: Sequence[Labelled]) -> Iterator[_Judged]:
    taught: tuple[Lesson, ...] = ()
    for mail in _stream(sent):
        read = replace(
            triage_text(mail.subject, mail.body, today=_TODAY),
            sender=mail.sender,
            authenticity=Authenticity.PASS,
        )
        read = recall(read, taught)
        asked = is_unsure(read)
        acted = not asked and any(notice.trigger for notice in read.notices)
        yield _Judged(mail.truth, acted, asked, bool(taught))
        if asked and not taught:
            taught = (_answer(read, mail.truth),)


def _answer(read: TriagedMail, truth: MailClass) -> Lesson:
    """What a person teaches who knows the truth: is the mail what it is asked to be?"""
    yes = lesson(confirmed(read), announces=True)
    fetch = yes.mail_class in TRIGGERS
    right = truth in TRIGGERS if fetch else truth is yes.mail_class
    return yes if right else lesson(read, announces=False)


def _stream(sent: Sequence[Labelled]) -> Iterator[Labelled]:
    """All mails of a sender in turn, then all of them again with other digits."""
    yield from sent
    dice = random.Random(sent[0].sender)
    for _ in range(_ROUNDS - 1):
        for mail in sent:
            yield replace(
                mail, subject=_dressed(mail.subject, dice), body=_dressed(mail.body, dice)
            )


def _dressed(text: str, dice: random.Random) -> str:
    return re.sub(r"[1-9]", lambda _: str(dice.randrange(1, 10)), text)


def _told(judged: Sequence[_Judged]) -> dict[str, object]:
    """Precision and recall of what is acted on without a question, and the counts behind them."""
    fetches = [one for one in judged if one.truth in TRIGGERS]
    acted = [one for one in judged if one.acted]
    right = sum(one.truth in TRIGGERS for one in acted)
    return {
        "mails": len(judged),
        "fetches": len(fetches),
        "acted_on": len(acted),
        "rightly": right,
        "asked_about": sum(one.asked for one in judged),
        "precision": round(right / max(1, len(acted)), 4),
        "recall": round(right / max(1, len(fetches)), 4),
        "acted_on_by_class": _by_class(judged),
    }


def _by_class(judged: Sequence[_Judged]) -> dict[str, str]:
    """Of the mails of each true class, how many were acted on."""
    mails = Counter(one.truth for one in judged)
    acted = Counter(one.truth for one in judged if one.acted)
    return {each.value: f"{acted[each]} of {mails[each]}" for each in sorted(mails)}
