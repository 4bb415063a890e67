"""What a sign-in asks of a person now: one field, with where the code went and until when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from nicegui import events

from model.challenges import ChallengeKind, OpenChallenge
from model.secret import Secret
from ui.components.parts import box, icon, text
from ui.languages import phrase, say
from ui.unlock import SUBMIT
from ui.wording import clock_time

_SENT: Final = phrase("{portal} has sent a code {way}. Type it here; the visit waits.")
_SENT_TO: Final = phrase("{portal} has sent a code {way} to {to}. Type it here; the visit waits.")
Reply = Callable[[str, Secret], Awaitable[None]]


def challenge_card(portal: str, found: OpenChallenge, now: datetime, on_reply: Reply) -> None:
    """Show a challenge; what is typed goes on at once and stays nowhere."""
    with box("need-card challenge", role="alert"):
        icon("lock")
        with box("need-what"):
            text(words(portal, found), tag="p")
            text(say("Until {when}.", when=clock_time(found.expires, now)), "quiet", "p")
            if found.kind is not ChallengeKind.APPROVAL:
                _form(found, on_reply)


def words(portal: str, found: OpenChallenge) -> str:
    """What a person reads above the field."""
    if found.kind is ChallengeKind.APPROVAL:
        return say(
            "{portal} waits: confirm the sign-in in {app}.", portal=portal, app=found.channel
        )
    if found.kind is ChallengeKind.QUESTION:
        return say("{portal} asks: {question}", portal=portal, question=found.question)
    return say(_SENT_TO if found.label else _SENT, portal=portal, way=found.channel, to=found.label)


def _form(found: OpenChallenge, on_reply: Reply) -> None:
    async def reply(typed: events.GenericEventArguments) -> None:
        await on_reply(found.id, Secret(str(typed.args)))

    with box("row", "form") as form:
        box(
            "", "input", type="text", autocomplete="off", required="", spellcheck="false",
            aria_label=say("Answer"), maxlength="200",
        )  # fmt: skip
        with box("btn pri", "button", type="submit"):
            text(say("Send"))
    form.on("submit", reply, js_handler=SUBMIT)
