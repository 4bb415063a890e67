"""Records as the virtual list draws them: every word and figure formatted here."""

from __future__ import annotations

from datetime import date, datetime
from typing import NotRequired, TypedDict

from model.documents import DocumentKind
from model.matches import StandingState
from model.views import DeliveryView, InboxRow, StatementRow
from ui.languages import number, say
from ui.wording import (
    DASH,
    DELIVERY_LOOKS,
    DELIVERY_WORDS,
    RESPONSE_LOOKS,
    RESPONSE_WORDS,
    SETTLED,
    SOURCE_ICONS,
    age,
    count,
    day,
    due,
    figure,
    kind_word,
    short_day,
    status_word,
)


class Row(TypedDict):
    """One record on its way to record_list.js.

    `state` names the colour and shape of `word`. In the split list `note` stands in place of the
    word. `tone` marks an urgent `due`; `done` and `credit` change the look; `label` is what a
    screen reader says; `who` are the initials of who has it in hand.
    """

    id: str
    icon: str
    title: str
    tag: str
    number: str
    extra: str
    state: str
    word: str
    note: str
    due: str
    due_wide: str
    tone: str
    amount: str
    currency: str
    done: bool
    credit: bool
    label: str
    who: NotRequired[str]


def inbox_row(row: InboxRow, today: date) -> Row:
    """A document in the inbox."""
    done = row.status in SETTLED
    when, tone = due(row.due, today)
    short = short_day(row.due) if done and row.due else when
    amount, currency = (figure(row.amount.amount), row.amount.currency) if row.amount else ("", "")
    word, kind = status_word(row.status), kind_word(row.kind)
    return Row(
        id=row.id,
        icon=SOURCE_ICONS.get(row.source, "file-text"),
        title=row.supplier,
        tag=" · ".join(
            filter(None, ("" if row.kind is DocumentKind.INVOICE else kind, row.entity))
        ),
        number=row.number,
        extra=row.po_number or DASH,
        state=row.status,
        word=word,
        note=row.note,
        due=short if done or tone == "late" or not short else say("due {when}", when=short),
        due_wide=short or DASH,
        tone="" if done else tone,
        amount=amount,
        currency=currency,
        done=done,
        credit=row.kind is DocumentKind.CREDIT_NOTE,
        label=f"{row.supplier}, {kind} {row.number}, {word}, {amount} {currency}{_for(row)}",
        who=initials(row.assigned),
    )


def _for(row: InboxRow) -> str:
    company = f", {row.entity}" if row.entity else ""
    assigned = f", {say('For {person}', person=row.assigned)}" if row.assigned else ""
    return f"{company}{assigned}"


def initials(full_name: str) -> str:
    """The first letters of a name's first and last word."""
    words = full_name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def delivery_row(delivery: DeliveryView, now: datetime) -> Row:
    """A document on its way to a destination; the receiver's answer stands before our state."""
    answer, word = delivery.response, say(DELIVERY_WORDS[delivery.state])
    look = RESPONSE_LOOKS[answer] if answer else DELIVERY_LOOKS[delivery.state]
    word = say(RESPONSE_WORDS[answer]) if answer else word
    money = delivery.amount
    return Row(
        id=delivery.id,
        icon={"email": "mail", "imap": "mail", "folder": "archive", "webhook": "zap"}.get(
            delivery.destination_kind, "send"
        ),
        title=delivery.supplier,
        tag="" if delivery.kind is DocumentKind.INVOICE else kind_word(delivery.kind),
        number=delivery.number,
        extra=delivery.destination,
        state=look,
        word=word,
        note=delivery.response_reason or _last_trouble(delivery),
        due=age(delivery.queued, now),
        due_wide=age(delivery.queued, now),
        tone="",
        amount=figure(money.amount) if money else "",
        currency=money.currency if money else "",
        done=look == "ready",
        credit=delivery.kind is DocumentKind.CREDIT_NOTE,
        label=say(
            "{supplier} {number} to {destination}, {word}",
            supplier=delivery.supplier,
            number=delivery.number,
            destination=delivery.destination,
            word=word,
        ),
    )


def _last_trouble(delivery: DeliveryView) -> str:
    failed = [attempt.detail for attempt in delivery.attempts if not attempt.ok]
    return failed[-1] if failed and not delivery.attempts[-1].ok else ""


def account_of(row: StatementRow) -> str:
    """The account of a statement, with its currency where that tells it from others."""
    return " · ".join(filter(None, (row.account, row.currency)))


def statement_row(row: StatementRow) -> Row:
    """A statement in the list of statements; the amount is what is not explained yet."""
    signed = row.standing.state is StandingState.SIGNED_OFF
    settled = row.open == 0
    note = say("Signed off") if signed else say("All explained")
    if not settled:
        note = say("{n} of {lines} open", n=number(row.open), lines=count(row.lines, "line"))
    elif row.standing.state is StandingState.REOPENED:
        note = say("Reopened")
    money = row.left
    return Row(
        id=row.id,
        icon="scale",
        title=row.supplier,
        tag="",
        number=account_of(row),
        extra="",
        state=("delivered" if signed else "ready") if settled else "review",
        word=note,
        note=note,
        due=day(row.day),
        due_wide=day(row.day),
        tone="",
        amount=figure(money.amount) if money else "",
        currency=money.currency if money else "",
        done=settled and signed,
        credit=False,
        label=f"{row.supplier} {account_of(row)}, {day(row.day)}, {note}",
    )
