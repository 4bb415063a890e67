"""The story of one delivery: its attempts, what the receiver answered, what it got."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Final

from model.deliveries import Attempt, KeptReply, ReplyChannel, ResponseAction, ResponseStatus
from model.outbox_desk import PayloadView
from model.views import DeliveryView
from ui.components.parts import box, chip, icon, text
from ui.languages import locale, phrase, say
from ui.limits import MOST_TEXT
from ui.wording import RESPONSE_LOOKS, RESPONSE_WORDS, clock_time

SLOW: Final = 1.0  # seconds from which it is worth saying how long an attempt took
_WAYS: Final = {
    ReplyChannel.POLL: phrase("when asked"),
    ReplyChannel.WEBHOOK: phrase("by webhook"),
    ReplyChannel.MAIL: phrase("by e-mail"),
    ReplyChannel.FILE: phrase("by file"),
}
_WANTED: Final = {
    ResponseAction.PROVIDE_INFORMATION: phrase("It wants more information."),
    ResponseAction.NEW_INVOICE: phrase("It wants a new invoice."),
    ResponseAction.CREDIT_FULLY: phrase("It wants a credit note over all of it."),
    ResponseAction.CREDIT_PARTLY: phrase("It wants a credit note over a part of it."),
    ResponseAction.CREDIT_AMOUNT: phrase("It wants a credit note over the amount."),
    ResponseAction.OTHER: phrase("It wants something to be done."),
}


def answer(delivery: DeliveryView, replies: tuple[KeptReply, ...]) -> None:
    """The answer that the delivery stands by."""
    if delivery.response is None:
        return
    bad = delivery.response is ResponseStatus.REJECTED
    with box("answer bad" if bad else "answer"):
        text(say("The receiver's answer"), tag="h3")
        chip(RESPONSE_LOOKS[delivery.response], say(RESPONSE_WORDS[delivery.response]))
        if delivery.response_reason:
            text(delivery.response_reason, tag="p")
        if wanted := _wanted(delivery, replies):
            text(wanted, tag="p")
        if delivery.reference:
            text(say("Reference {reference}", reference=delivery.reference), "quiet", "p")


def timeline(delivery: DeliveryView, replies: tuple[KeptReply, ...], now: datetime) -> None:
    """Attempts and answers in the order in which they came, and what is next."""
    with box("detail-part"):
        text(say("What happened"), tag="h3")
        with box("timeline", "ol"):
            with box("t-queued", "li"):
                text(say("Released for delivery"))
                text(clock_time(delivery.queued, now), "quiet")
            told = [
                (attempt.at, partial(_attempt, number, attempt, now))
                for number, attempt in enumerate(delivery.attempts, 1)
            ]
            told += [(reply.received, partial(_reply, reply, now)) for reply in replies]
            for _, tell in sorted(told, key=lambda one: one[0]):
                tell()
            if delivery.next_attempt:
                with box("t-next", "li"):
                    text(say("Next attempt"))
                    text(clock_time(delivery.next_attempt, now), "quiet")


def payload(what: PayloadView) -> None:
    """What the destination gets, as text and never as markup."""
    with box("fold-box", "details"):
        with box("fold", "summary", data_press="payload"):
            icon("chevron-right").classes("turn")
            text(say("What is sent"), tag="b")
            text(what.file_name)
        with box("paper-text payload", tabindex="0", role="region", aria_label=say("What is sent")):
            text(
                say(
                    "{file_name} ({media_type}), and with it:",
                    file_name=what.file_name,
                    media_type=what.media_type,
                ),
                "quiet",
                "p",
            )
            text(what.facts[:MOST_TEXT], tag="pre")


def _attempt(number: int, attempt: Attempt, now: datetime) -> None:
    with box("t-ok" if attempt.ok else "t-bad", "li"):
        how = say("Attempt {n}: taken" if attempt.ok else "Attempt {n}: not taken", n=number)
        text(how, tag="b")
        text(attempt.detail, tag="p")
        took = (
            f" · {locale().figure(Decimal(attempt.seconds), 1)} s"
            if attempt.seconds >= SLOW
            else ""
        )
        text(f"{clock_time(attempt.at, now)}{took}", "quiet")


def _reply(reply: KeptReply, now: datetime) -> None:
    word = say(RESPONSE_WORDS[reply.status]) if reply.status else f"“{reply.said}”"
    bad = reply.status in (None, ResponseStatus.REJECTED)
    with box("t-bad" if bad else "t-ok", "li"):
        text(say("Answer {way}: {word}", way=say(_WAYS[reply.channel]), word=word), tag="b")
        if reply.reason:
            text(reply.reason, tag="p")
        late = "" if reply.counts or reply.status is None else say("came late, does not count")
        text(" · ".join(filter(None, (clock_time(reply.received, now), late))), "quiet")


def _wanted(delivery: DeliveryView, replies: tuple[KeptReply, ...]) -> str:
    counted = [one for one in replies if one.counts and one.status is delivery.response]
    action = counted[-1].action if counted else None
    return say(_WANTED.get(action, "")) if action else ""
