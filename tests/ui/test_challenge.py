"""The one field for what a sign-in asks of a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from nicegui.testing import User

from model.challenges import ChallengeKind, OpenChallenge
from tests.ui.sample_desk import SampleDesk
from tests.ui.sample_documents import NOW
from ui.screens.challenge_card import words


def challenge(kind: ChallengeKind = ChallengeKind.CODE, **facts: Any) -> OpenChallenge:
    """What a portal's sign-in asks, for five minutes."""
    given: dict[str, Any] = {"channel": "by phone", "label": "•••12", "question": "", **facts}
    return OpenChallenge(
        id="c1",
        run_id="r1",
        portal_id="p1",
        kind=kind,
        opened=NOW,
        expires=NOW + timedelta(minutes=5),
        **given,
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (challenge(), "Acme has sent a code by phone to •••12. Type it here; the visit waits."),
        (challenge(label=""), "Acme has sent a code by phone. Type it here; the visit waits."),
        (
            challenge(ChallengeKind.QUESTION, question="First school?"),
            "Acme asks: First school?",
        ),
        (
            challenge(ChallengeKind.APPROVAL, channel="their app or another device"),
            "Acme waits: confirm the sign-in in their app or another device.",
        ),
    ],
)
def test_what_is_asked_is_one_sentence(found: OpenChallenge, said: str) -> None:
    assert words("Acme", found) == said


async def test_the_portals_screen_shows_the_challenge_of_the_chosen_portal(
    user: User, desk: SampleDesk
) -> None:
    first = desk.portals()[0]
    desk.challenge(first.id, challenge())
    await user.open("/portals")
    await user.should_see("has sent a code by phone to •••12")


async def test_what_a_portal_asks_is_text_and_never_markup(user: User, desk: SampleDesk) -> None:
    first = desk.portals()[0]
    desk.challenge(first.id, challenge(ChallengeKind.QUESTION, question="<b>x</b> or y?"))
    await user.open("/portals")
    await user.should_see("asks: <b>x</b> or y?")
