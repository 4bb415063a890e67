"""The story of one delivery: its attempts, what the receiver answered, what it got."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from model.deliveries import Attempt, KeptReply, ReplyChannel, ResponseAction, ResponseStatus
from model.outbox_desk import PayloadView
from model.views import DeliveryView
from ui.components.parts import box, chip, icon, text
from ui.limits import MOST_TEXT
from ui.wording import RESPONSE_LOOKS, RESPONSE_WORDS, clock_time

SLOW: Final = 1.0  # seconds from which it is worth saying how long an attempt took
_WAYS: Final = {
    ReplyChannel.POLL: "when asked",
    ReplyChannel.WEBHOOK: "by webhook",
    ReplyChannel.MAIL: "by e-mail",
    ReplyChannel.FILE: "by file",
}
_WANTED: Final = {
    ResponseAction.PROVIDE_INFORMATION: "It wants more information.",
    ResponseAction.NEW_INVOICE: "It wants a new invoice.",
    ResponseAction.CREDIT_FULLY: "It wants a credit note over all of it.",
    ResponseAction.CREDIT_PARTLY: "It wants a credit note over a part of it.",
    ResponseAction.CREDIT_AMOUNT: "It wants a credit note over the amount.",
    ResponseAction.OTHER: "It wants something to be done.",
}


def answer(delivery: DeliveryView, replies: tuple[KeptReply, ...]) -> None:
    """The answer that the delivery stands by."""
    if delivery.response is None:
        return
    bad = delivery.response is ResponseStatus.REJECTED
    with box("answer bad" if bad else "answer"):
        text("The receiver's answer", tag="h3")
        chip(RESPONSE_LOOKS[delivery.response], RESPONSE_WORDS[delivery.response])
        if delivery.response_reason:
            text(delivery.response_reason, tag="p")
        if wanted := _wanted(delivery, replies):
            text(wanted, tag="p")
        if delivery.reference:
            text(f"Reference {delivery.reference}", "quiet", "p")


def timeline(delivery: DeliveryView, replies: tuple[KeptReply, ...], now: datetime) -> None:
    """Attempts and answers in the order in which they came, and what is next."""
    with box("detail-part"):
        text("What happened", tag="h3")
        with box("timeline", "ol"):
            with box("t-queued", "li"):
                text("Released for delivery")
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
                    text("Next attempt")
                    text(clock_time(delivery.next_attempt, now), "quiet")


def payload(what: PayloadView) -> None:
    """What the destination gets, as text and never as markup."""
    with box("fold-box", "details"):
        with box("fold", "summary", data_press="payload"):
            icon("chevron-right").classes("turn")
            text("What is sent", tag="b")
            text(what.file_name)
        with box("paper-text payload", tabindex="0", role="region", aria_label="What is sent"):
            text(f"{what.file_name} ({what.media_type}), and with it:", "quiet", "p")
            text(what.facts[:MOST_TEXT], tag="pre")


def _attempt(number: int, attempt: Attempt, now: datetime) -> None:
    with box("t-ok" if attempt.ok else "t-bad", "li"):
        text(f"Attempt {number}: {'taken' if attempt.ok else 'not taken'}", tag="b")
        text(attempt.detail, tag="p")
        took = f" · {attempt.seconds:.1f} s" if attempt.seconds >= SLOW else ""
        text(f"{clock_time(attempt.at, now)}{took}", "quiet")


def _reply(reply: KeptReply, now: datetime) -> None:
    word = RESPONSE_WORDS[reply.status] if reply.status else f"“{reply.said}”"
    bad = reply.status in (None, ResponseStatus.REJECTED)
    with box("t-bad" if bad else "t-ok", "li"):
        text(f"Answer {_WAYS[reply.channel]}: {word}", tag="b")
        if reply.reason:
            text(reply.reason, tag="p")
        late = "" if reply.counts or reply.status is None else " · came late, does not count"
        text(f"{clock_time(reply.received, now)}{late}", "quiet")


def _wanted(delivery: DeliveryView, replies: tuple[KeptReply, ...]) -> str:
    counted = [one for one in replies if one.counts and one.status is delivery.response]
    action = counted[-1].action if counted else None
    return _WANTED.get(action, "") if action else ""
