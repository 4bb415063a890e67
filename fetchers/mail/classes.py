"""The class of a mail by its words: the subject decides first, then the lead of the body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fetchers.mail.evidence import Concept, Evidence
from model.mail import MailClass

C = Concept
M = MailClass


@dataclass(frozen=True, slots=True)
class Verdict:
    """A class, how sure it is (0 … 1), and the reasons in words."""

    mail_class: MailClass
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One step of the subject's decision: `applies` to the evidence, then it is this class."""

    mail_class: MailClass
    concept: Concept
    applies: Callable[[Evidence], bool]


def _only(concept: Concept, *others: Concept) -> Callable[[Evidence], bool]:
    """The subject speaks for the concept and for none of the others."""
    return lambda e: bool(e[concept].subject) and not any(e[other].subject for other in others)


_SUBJECT_RULES: Final = (
    # a one-time code: digits and a code word early, no document in the subject
    Rule(M.OTP_MAGIC, C.OTP, lambda e: e.code and e[C.OTP].early and _no_document(e)),
    Rule(M.OTP_MAGIC, C.OTP, lambda e: _only(C.OTP, C.ORDER)(e) and not e[C.INVOICE]),
    # a document word outranks any action word
    Rule(M.CREDIT_NOTE, C.CREDIT, _only(C.CREDIT, C.REMIND)),
    Rule(M.STATEMENT, C.STATEMENT, _only(C.STATEMENT, C.INVOICE)),
    Rule(M.QUOTE, C.QUOTE, _only(C.QUOTE, C.INVOICE, C.ORDER)),
    Rule(M.QUOTE, C.QUOTE, lambda e: bool(e[C.ORDER].subject and e[C.QUOTE].lead)),
    Rule(M.PAYMENT_RECEIPT, C.RECEIPT, _only(C.RECEIPT, C.ACCOUNT)),
    Rule(M.REMINDER, C.REMIND, lambda e: _only(C.REMIND, C.ACCOUNT)(e) and _owes(e)),
    Rule(M.SHIPPING, C.SHIP, _only(C.SHIP, C.INVOICE)),
    Rule(M.PASSWORD_ACCOUNT, C.ACCOUNT, _only(C.ACCOUNT, C.INVOICE, C.ORDER)),
    Rule(M.OTHER, C.CANCEL, _only(C.CANCEL, C.INVOICE)),
    Rule(M.REMINDER, C.REMIND, lambda e: bool(e[C.INVOICE].subject and e[C.REMIND].lead)),
    Rule(M.PAYMENT_RECEIPT, C.RECEIPT, lambda e: bool(e[C.INVOICE].subject and e[C.RECEIPT].lead)),
    Rule(M.INVOICE_ATTACHED, C.ATTACHED, lambda e: bool(e[C.INVOICE].subject) and _encloses(e)),
    Rule(M.INVOICE_AVAILABLE, C.INVOICE, lambda e: bool(e[C.INVOICE].subject)),
    Rule(M.PAYMENT_RECEIPT, C.RECEIPT, lambda e: bool(e[C.ORDER].subject) and _only_paid(e)),
    Rule(M.REMINDER, C.REMIND, lambda e: bool(e[C.ORDER].subject and e[C.REMIND].lead > 1)),
    Rule(M.ORDER_CONFIRMATION, C.ORDER, lambda e: bool(e[C.ORDER].subject)),
    Rule(M.OTHER, C.NEWS, lambda e: bool(e[C.NEWS].subject)),
)


def class_by_words(evidence: Evidence) -> Verdict:
    """The class that the words speak for; OTHER with low confidence where they say too little."""
    for rule in _SUBJECT_RULES:
        if rule.applies(evidence):
            return _by_subject(rule, evidence)
    return _by_body(evidence)


def _no_document(e: Evidence) -> bool:
    return not e[C.INVOICE].subject and not e[C.ORDER].subject


def _owes(e: Evidence) -> bool:
    return bool(e[C.INVOICE] or e[C.ORDER])


def _encloses(e: Evidence) -> bool:
    return bool(e[C.ATTACHED].subject or e[C.ATTACHED].lead or e[C.ATTACHED].middle)


def _only_paid(e: Evidence) -> bool:
    return bool(e[C.RECEIPT].lead) and not e[C.ORDER].lead


def _by_subject(rule: Rule, evidence: Evidence) -> Verdict:
    hits = evidence[rule.concept]
    place = "the subject" if hits.subject else "the text"
    backed = 0.08 if hits.subject and hits.body else 0.0
    return Verdict(
        rule.mail_class,
        0.82 + backed,
        (f"{place} says “{hits.word}”, a word for {rule.mail_class.value.replace('_', ' ')}",),
    )


def _by_body(e: Evidence) -> Verdict:
    ranked = sorted(_scores(e).items(), key=lambda item: -item[1])
    (best, score), (_, second) = ranked[:2]
    confidence = min(0.75, 0.35 + 0.08 * (score - second) + 0.02 * score)
    return Verdict(best, confidence, ("the subject says nothing; the text decides",))


def _scores(e: Evidence) -> dict[MailClass, float]:
    """What the body speaks for; weights found on development data, the sender unseen."""
    b = {concept: e[concept].body for concept in Concept}
    scores = {
        M.OTHER: 1.9 + 0.9 * b[C.NEWS] + 1.1 * b[C.CANCEL],
        M.QUOTE: 1.4 * b[C.QUOTE] - 0.5 * b[C.INVOICE],
        M.CREDIT_NOTE: 1.4 * b[C.CREDIT],
        M.STATEMENT: 1.2 * b[C.STATEMENT] - b[C.INVOICE],
        M.PAYMENT_RECEIPT: 1.3 * b[C.RECEIPT],
        M.SHIPPING: 1.2 * b[C.SHIP],
        M.ORDER_CONFIRMATION: b[C.ORDER] - 0.5 * b[C.CANCEL],
        M.PASSWORD_ACCOUNT: 1.05 * b[C.ACCOUNT] - bool(b[C.INVOICE]),
        M.OTP_MAGIC: 1.1 * b[C.OTP] + 3 * e.code * bool(b[C.OTP]) - 2 * bool(b[C.INVOICE]),
        M.REMINDER: 1.1 * b[C.REMIND] if b[C.ORDER] or b[C.INVOICE] else 0.0,
        M.INVOICE_AVAILABLE: 0.0,
        M.INVOICE_ATTACHED: 0.0,
    }
    if e[C.INVOICE].lead or b[C.INVOICE] >= 2:  # noqa: PLR2004 - said early, or more than once
        scores |= _invoice_scores(e, b, scores)
    return scores


def _invoice_scores(
    e: Evidence, b: dict[Concept, float], scores: dict[MailClass, float]
) -> dict[MailClass, float]:
    return {
        M.QUOTE: 1.4 * b[C.QUOTE] + 2 if e[C.QUOTE].lead else scores[M.QUOTE],
        M.REMINDER: b[C.REMIND] + 3 if e[C.REMIND].lead else scores[M.REMINDER],
        M.PAYMENT_RECEIPT: b[C.RECEIPT] + 2 if e[C.RECEIPT].lead else scores[M.PAYMENT_RECEIPT],
        M.CREDIT_NOTE: 1.5 * b[C.CREDIT] if e[C.CREDIT].lead else scores[M.CREDIT_NOTE],
        M.INVOICE_ATTACHED: b[C.INVOICE] + 2 if b[C.ATTACHED] else 0.0,
        M.INVOICE_AVAILABLE: b[C.INVOICE] + min(1.5, 0.5 * b[C.AVAILABLE]),
    }
