"""Triage: macro-F1 of the classes against the subject's words alone, on mails of unseen senders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from benchmarks import Measured, cpu_seconds
from benchmarks.confirming import further_mails
from benchmarks.labelled import Labelled, labelled
from fetchers.mail.evidence import Concept, evidence_of
from fetchers.mail.triage import triage_text
from model.mail import TRIGGERS, MailClass

_TODAY = date(2026, 11, 21)
_SECRET = {MailClass.OTP_MAGIC, MailClass.PASSWORD_ACCOUNT}
_NAMED = (
    (Concept.OTP, MailClass.OTP_MAGIC),
    (Concept.ACCOUNT, MailClass.PASSWORD_ACCOUNT),
    (Concept.CREDIT, MailClass.CREDIT_NOTE),
    (Concept.STATEMENT, MailClass.STATEMENT),
    (Concept.QUOTE, MailClass.QUOTE),
    (Concept.REMIND, MailClass.REMINDER),
    (Concept.RECEIPT, MailClass.PAYMENT_RECEIPT),
    (Concept.SHIP, MailClass.SHIPPING),
    (Concept.INVOICE, MailClass.INVOICE_AVAILABLE),
    (Concept.ORDER, MailClass.ORDER_CONFIRMATION),
)


def run(data: Path | None) -> Measured:
    """Macro-F1 over the classes that occur; more is better."""
    mails = labelled(data)
    ours = [_ours(mail) for mail in mails]
    reference = [_by_subject(mail) for mail in mails]
    taken = cpu_seconds(lambda: [_ours(mail) for mail in mails], rounds=1)
    precision, recall = _trigger(mails, ours)
    details = {
        "mails": len(mails),
        "fetch_precision": round(precision, 3),
        "fetch_recall": round(recall, 3),
        "secrets_taken_for_fetch": sum(
            mail.truth in _SECRET and found in TRIGGERS
            for mail, found in zip(mails, ours, strict=True)
        ),
        "cpu_ms_a_mail": round(1000 * taken / len(mails), 2),
        "further_mails": further_mails(mails),
        "f1_by_class": {name: round(f1, 3) for name, f1 in _by_class(mails, ours).items()},
    }
    return Measured("triage", _macro(mails, ours), _macro(mails, reference), "macro-F1", details)


def _ours(mail: Labelled) -> MailClass:
    return triage_text(mail.subject, mail.body, today=_TODAY).notices[0].mail_class


def _by_subject(mail: Labelled) -> MailClass:
    """The first class that the subject has a word for."""
    evidence = evidence_of(mail.subject, "")
    named = (mail_class for concept, mail_class in _NAMED if evidence[concept].subject)
    return next(named, MailClass.OTHER)


def _macro(mails: Sequence[Labelled], found: Sequence[MailClass]) -> float:
    scores = _by_class(mails, found)
    return sum(scores.values()) / len(scores)


def _by_class(mails: Sequence[Labelled], found: Sequence[MailClass]) -> dict[str, float]:
    truths = Counter(mail.truth for mail in mails)
    guesses = Counter(found)
    hits = Counter(each for mail, each in zip(mails, found, strict=True) if mail.truth is each)
    return {each.value: 2 * hits[each] / (truths[each] + guesses[each]) for each in sorted(truths)}


def _trigger(mails: Sequence[Labelled], found: Sequence[MailClass]) -> tuple[float, float]:
    sets: Callable[[MailClass], bool] = TRIGGERS.__contains__
    hits = sum(sets(mail.truth) and sets(each) for mail, each in zip(mails, found, strict=True))
    return hits / max(1, sum(map(sets, found))), hits / max(1, sum(sets(m.truth) for m in mails))
