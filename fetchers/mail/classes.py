"""The class of a mail by its words: rules on subject and lead, and the model, together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import exp
from typing import Final

from fetchers.mail.evidence import Concept, Evidence
from fetchers.mail.learned import Likeness
from model.mail import TRIGGERS, MailClass, RunnerUp

C = Concept
M = MailClass

_RULE: Final = 3.0
_LISTING: Final = 9.0
_TEXT: Final = 5.0
_MOST_TEXT: Final = 4.0  # of a class's score in the text: more says no more
_COOL: Final = 1.0  # what the sum of rules and model is too sure by
_NAMED: Final = (C.INVOICE, C.CREDIT, C.STATEMENT)
_GUESS: Final = 0.35
_LIKELY: Final = -0.35  # natural logarithm of a share of 70 %
_SECRET: Final = frozenset({M.OTP_MAGIC, M.PASSWORD_ACCOUNT})
_INVOICES: Final = frozenset({M.INVOICE_AVAILABLE, M.INVOICE_ATTACHED})


@dataclass(frozen=True, slots=True)
class Verdict:
    """A class, how sure it is (0 … 1), the reasons in words, and the class that came second."""

    mail_class: MailClass
    confidence: float
    reasons: tuple[str, ...]
    runner_up: RunnerUp | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One step of the subject's decision: `applies` to the evidence, then it is this class.

    `weight` is what it counts, in natural logarithms.
    """

    mail_class: MailClass
    concept: Concept
    applies: Callable[[Evidence], bool]
    weight: float = _RULE


def _only(concept: Concept, *others: Concept) -> Callable[[Evidence], bool]:
    """The subject speaks for the concept and for none of the others."""
    return lambda e: bool(e[concept].subject) and not any(e[other].subject for other in others)


def _only_statement(e: Evidence) -> bool:
    """Whether the subject names a statement and no invoice but the one within that word."""
    statement, invoice = e[Concept.STATEMENT], e[Concept.INVOICE]
    return bool(statement.subject) and (not invoice.subject or invoice.word in statement.word)


def _asks_for_payment(e: Evidence) -> bool:
    """Whether a payment is asked for; one that came for an overdue invoice names that."""
    return _only(Concept.REMIND, Concept.INVOICE)(e) and e[Concept.RECEIPT].early


_SUBJECT_RULES: Final = (
    # a one-time code: digits and a code word early, no document in the subject
    Rule(M.OTP_MAGIC, C.OTP, lambda e: e.code and e[C.OTP].early and _no_document(e)),
    Rule(M.OTP_MAGIC, C.OTP, lambda e: _only(C.OTP, C.ORDER)(e) and not e[C.INVOICE]),
    # a link to sign in with: nothing but signing in is spoken of
    Rule(M.OTP_MAGIC, C.LOGIN, lambda e: _only(C.LOGIN, C.ACCOUNT)(e) and _signs_in(e)),
    # talk about a document is not one
    Rule(M.OTHER, C.ASIDE, lambda e: bool(e[C.ASIDE].subject) and not _documented(e)),
    Rule(M.REMINDER, C.EXPIRE, lambda e: bool(e[C.EXPIRE].early and e[C.ORDER].early) and _open(e)),
    # a document word outranks any action word
    Rule(M.CREDIT_NOTE, C.CREDIT, _only(C.CREDIT, C.REMIND)),
    # a statement's text is a list of invoices, which outweighs its own few words
    Rule(M.STATEMENT, C.STATEMENT, _only_statement, weight=_LISTING),
    Rule(M.QUOTE, C.QUOTE, _only(C.QUOTE, C.INVOICE, C.ORDER)),
    Rule(M.QUOTE, C.QUOTE, lambda e: bool(e[C.ORDER].subject and e[C.QUOTE].lead)),
    Rule(M.REMINDER, C.REMIND, _asks_for_payment, weight=_TEXT),
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


def class_by_words(evidence: Evidence, read: Likeness, *, linked: bool) -> Verdict:
    """The class that rules and model together speak for, and how sure that is.

    A rule on the subject counts `_RULE`, the words of the text up to `_TEXT`, in the model's own
    unit (natural logarithms). Where they disagree the margin is thin, and so is the confidence.
    `linked` says that the mail leads somewhere: without a link, and without a word for where to
    sign in, its document can only be attached.
    """
    rule = next((rule for rule in _SUBJECT_RULES if rule.applies(evidence)), None)
    totals = _totals(evidence, read, rule)
    best = _chosen(totals, named=_named(evidence))
    second = _second(totals, best)
    return Verdict(
        _delivered(best, evidence, linked=linked),
        _sureness(totals, best),
        tuple(_reasons(best, rule, evidence, read)),
        RunnerUp(_delivered(second, evidence, linked=linked), round(_sureness(totals, second), 2)),
    )


def _chosen(totals: dict[MailClass, float], *, named: bool) -> MailClass:
    """The best class; nothing is set going by one unnamed, or the best of a crowd only."""
    best = max(totals, key=totals.__getitem__)
    if best not in TRIGGERS or (named and _sureness(totals, best) >= _GUESS):
        return best
    return max(totals.keys() - TRIGGERS, key=totals.__getitem__)


def _second(totals: dict[MailClass, float], best: MailClass) -> MailClass:
    """The best of the other answers; of a class that sets nothing going, the best that would."""
    rest = totals.keys() - _answer(best) if best in TRIGGERS else TRIGGERS
    return max(rest, key=totals.__getitem__)


def _answer(mail_class: MailClass) -> frozenset[MailClass]:
    """The classes that are one answer with this one: the two places of an invoice are."""
    return _INVOICES if mail_class in _INVOICES else frozenset({mail_class})


def _totals(e: Evidence, read: Likeness, rule: Rule | None) -> dict[MailClass, float]:
    totals = dict(read.logs)
    for mail_class, score in _scores(e).items():
        totals[mail_class] += _TEXT * min(max(score, 0.0), _MOST_TEXT) / _MOST_TEXT
    if rule:
        totals[rule.mail_class] += rule.weight
    elif not read.words:
        totals[M.OTHER] += 1.0
    if e.numbered:  # the number of something: worth a question, whatever the words say
        totals[M.INVOICE_ATTACHED] += _RULE
    named = e.numbered or _named(e)
    secret = max(read.logs[each] for each in _SECRET) > _LIKELY and not rule
    if (
        secret or not named
    ):  # nothing is set going by a likeness alone, or by a mail about a sign-in
        totals |= {mail_class: totals[mail_class] - _TEXT for mail_class in TRIGGERS}
    return totals


def _named(e: Evidence) -> bool:
    """Whether the mail names a document that could be fetched."""
    return any(e[concept] for concept in _NAMED)


def _delivered(best: MailClass, e: Evidence, *, linked: bool) -> MailClass:
    """An invoice at a link, or in a file."""
    if best not in {M.INVOICE_AVAILABLE, M.INVOICE_ATTACHED}:
        return best
    if linked:
        elsewhere = bool(e[C.AVAILABLE]) or not _encloses(e)
    else:
        elsewhere = e[C.PORTAL].early and not _encloses(e)
    return M.INVOICE_AVAILABLE if elsewhere else M.INVOICE_ATTACHED


def _sureness(totals: dict[MailClass, float], best: MailClass) -> float:
    """The share of a class in all answers."""
    shares = {
        mail_class: exp((total - totals[best]) / _COOL) for mail_class, total in totals.items()
    }
    return sum(shares[mail_class] for mail_class in _answer(best)) / sum(shares.values())


def _reasons(
    best: MailClass, rule: Rule | None, evidence: Evidence, read: Likeness
) -> Iterator[str]:
    if rule:
        hits = evidence[rule.concept]
        place = "the subject" if hits.subject else "the text"
        yield f"{place} says “{hits.word}”, a word for {_spoken(rule.mail_class)}"
    if not read.words:
        yield "its words say too little"
        return
    same = read.best in _answer(best)
    told = ", ".join(f"“{word}”" for word in read.words)
    opposed = "" if same else ", which speaks against it"
    yield f"as a whole it reads like {_spoken(read.best)} ({told}){opposed}"


def _spoken(mail_class: MailClass) -> str:
    return mail_class.value.replace("_", " ")


def _signs_in(e: Evidence) -> bool:
    return not e[C.DEVICE] and _no_document(e) and not e[C.ASIDE].subject


def _documented(e: Evidence) -> bool:
    return any(e[c].subject for c in (C.CREDIT, C.QUOTE, C.STATEMENT, C.RECEIPT, C.REMIND, C.SHIP))


def _open(e: Evidence) -> bool:
    return not e[C.INVOICE].subject and not e[C.CANCEL].subject and not e[C.OTP].early


def _no_document(e: Evidence) -> bool:
    return not e[C.INVOICE].subject and not e[C.ORDER].subject


def _owes(e: Evidence) -> bool:
    return bool(e[C.INVOICE] or e[C.ORDER])


def _encloses(e: Evidence) -> bool:
    return bool(e[C.ATTACHED].subject or e[C.ATTACHED].lead or e[C.ATTACHED].middle)


def _only_paid(e: Evidence) -> bool:
    return bool(e[C.RECEIPT].lead) and not e[C.ORDER].lead


def _scores(e: Evidence) -> dict[MailClass, float]:
    """What the body speaks for; weights found on development data, the sender unseen."""
    b = {concept: e[concept].body for concept in Concept}
    scores = {
        M.OTHER: 0.9 * b[C.NEWS] + 1.1 * b[C.CANCEL] + b[C.ASIDE],
        M.QUOTE: 1.4 * b[C.QUOTE] - 0.5 * b[C.INVOICE],
        M.CREDIT_NOTE: 1.4 * b[C.CREDIT],
        M.STATEMENT: 1.2 * b[C.STATEMENT] - b[C.INVOICE],
        M.PAYMENT_RECEIPT: 1.3 * b[C.RECEIPT],
        M.SHIPPING: 1.2 * b[C.SHIP],
        M.ORDER_CONFIRMATION: b[C.ORDER] - 0.5 * b[C.CANCEL] - bool(e[C.INVOICE].lead),
        M.PASSWORD_ACCOUNT: 1.05 * b[C.ACCOUNT] - bool(b[C.INVOICE]),
        M.OTP_MAGIC: 1.1 * b[C.OTP] + 3 * e.code * bool(b[C.OTP]) - 2 * bool(b[C.INVOICE]),
        M.REMINDER: 1.1 * b[C.REMIND] if b[C.ORDER] or b[C.INVOICE] else 0.0,
        M.INVOICE_AVAILABLE: 0.0,
        M.INVOICE_ATTACHED: 0.0,
    }
    if e[C.EXPIRE].early:  # what runs out was not confirmed
        scores[M.ORDER_CONFIRMATION] = 0.0
    if e[C.INVOICE].lead or b[C.INVOICE] >= 2:  # noqa: PLR2004 - said early, or more than once
        scores |= _invoice_scores(e, b, scores)
    return scores


def _invoice_scores(
    e: Evidence, b: dict[Concept, float], scores: dict[MailClass, float]
) -> dict[MailClass, float]:
    formal = 2.0 * bool(e[C.QUOTE].lead)  # an invoice beside a quotation is a pro forma
    return {
        M.QUOTE: 1.4 * b[C.QUOTE] + 2 if e[C.QUOTE].lead else scores[M.QUOTE],
        M.REMINDER: b[C.REMIND] + 3 if e[C.REMIND].lead else scores[M.REMINDER],
        M.PAYMENT_RECEIPT: b[C.RECEIPT] + 2 if e[C.RECEIPT].lead else scores[M.PAYMENT_RECEIPT],
        M.CREDIT_NOTE: 1.5 * b[C.CREDIT] if e[C.CREDIT].lead else scores[M.CREDIT_NOTE],
        M.INVOICE_ATTACHED: b[C.INVOICE] + 2 - formal if b[C.ATTACHED] else 0.0,
        M.INVOICE_AVAILABLE: b[C.INVOICE] + min(1.5, 0.5 * b[C.AVAILABLE]) - formal,
    }
