"""Mails that are the document themselves: told apart from those that only announce one.

A mail is the document where its own text proves itself as one: number, date and total under their
labels, and items that add up. One that says beside it that its document lies elsewhere is shown to
a person; whatever proves less is a mail about a document.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from model.documents import TOTALS, DocumentKind, Reading, ReadState
from model.errors import RecordMissing
from model.exceptions import Action, Answer, ExceptionReason
from model.filing import StoredMessage
from model.mail import MailClass, Notice, TriagedMail
from parsers.invoices.checks import LINES_ADD_UP, STATEMENT_ADDS_UP
from pipeline.asking import ask, question_id
from storage import exceptions
from storage.store import Tx

FILE: Final = "1"
"""The key of the answer that a mail is the document itself."""
DOUBT: Final = 0.05
"""From this share on, a runner-up that announces a document is worth a question."""
_CLASSES: Final = frozenset(
    {
        MailClass.INVOICE_AVAILABLE,
        MailClass.INVOICE_ATTACHED,
        MailClass.CREDIT_NOTE,
        MailClass.STATEMENT,
        MailClass.PAYMENT_RECEIPT,
    }
)
_KINDS: Final = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE, DocumentKind.RECEIPT})
_NAMED: Final = ("issue_date", "currency", "gross_total")


class Standing(StrEnum):
    """What the text of a mail is."""

    DOCUMENT = "document"
    DOUBTFUL = "doubtful"
    ABOUT_ONE = "about_one"


def may_be_document(mail: TriagedMail) -> bool:
    """Whether the text of a mail is worth reading: of what it may bring, no file is there."""
    if mail.blocked or mail.body is None:
        return False
    return any(_brings_one(notice) for notice in mail.notices)


def _brings_one(notice: Notice) -> bool:
    second = notice.runner_up
    likely = second is not None and second.share >= DOUBT and second.mail_class in _CLASSES
    return notice.mail_class in _CLASSES or likely


def standing(mail: TriagedMail, reading: Reading) -> Standing:
    """What the text of a mail is, by what was read from it."""
    if not _proves_itself(reading):
        return Standing.ABOUT_ONE
    sure = not mail.elsewhere and _is_numbered(reading)
    return Standing.DOCUMENT if sure else Standing.DOUBTFUL


def _proves_itself(reading: Reading) -> bool:
    if reading.state is not ReadState.READ:
        return False
    proof = STATEMENT_ADDS_UP if reading.kind is DocumentKind.STATEMENT else LINES_ADD_UP
    if not any(one.name == proof and one.ok for one in reading.checks):
        return False
    if reading.kind is DocumentKind.STATEMENT:
        return True
    named = all(reading.text(name) for name in _NAMED)
    adds_up = set(TOTALS).isdisjoint(reading.unproved)
    return reading.kind in _KINDS and named and adds_up and _has_items(reading)


def _has_items(reading: Reading) -> bool:
    """Whether something was sold: a row that only names the document is none."""
    number = reading.text("invoice_number") or ""
    told = (line.description or "" for line in reading.lines)
    return any(any(ch.isalpha() for ch in one) and not (number and number in one) for one in told)


def _is_numbered(reading: Reading) -> bool:
    if reading.kind is DocumentKind.STATEMENT:
        return True
    return bool(reading.text("invoice_number")) and "invoice_number" not in reading.unproved


def answered(tx: Tx, message_id: str) -> str:
    """The key of what a person said the text of a mail is; "" where nobody has said it."""
    try:
        return exceptions.get(tx, question_id(*_key(message_id))).answer
    except RecordMissing:
        return ""


def ask_about(tx: Tx, message: StoredMessage, mail: TriagedMail, reading: Reading) -> None:
    """Show a mail whose text may be the document: a person says whether it is."""
    number = reading.text("invoice_number")
    money = reading.money("gross_total")
    which = f"{_spoken(reading.kind)} {number or 'without a number'}"
    over = f" over {money.currency} {money.amount}" if money else ""
    why = mail.elsewhere or "no label names its number"
    ask(
        tx,
        ExceptionReason.MAIL_UNSURE,
        subject=f"message:{message.id}",
        sentence=f"The text of “{mail.subject}” from {mail.sender} reads as {which}{over}, but"
        f" {why}: is the mail the document itself?",
        key=_key(message.id),
        answers=(
            Answer(FILE, "It is, file it", Action.FILE),
            Answer("2", "It announces one", Action.ACCEPT),
            Answer("3", "Neither", Action.DISMISS),
        ),
        title="Is this mail the document?",
    )


def _key(message_id: str) -> tuple[str, str]:
    return ("body", message_id)


def _spoken(kind: DocumentKind) -> str:
    return kind.value.replace("_", " ")
