"""Taking over imported sign-ins on the screen: nothing goes out that was not ticked."""

from __future__ import annotations

from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from model.takeovers import Standing
from tests.ui.conftest import press
from tests.ui.sample_desk import MAYA, SampleDesk
from tests.ui.sample_documents import HOSTILE
from tests.ui.sample_takeovers import REASONS
from tests.ui.test_screens import until
from ui.components.parts import Words
from ui.screens.takeover import LOOKS


def choose(user: User, name: str) -> None:
    """Put the focus on a row."""
    found = user.find(kind=Words, content=name).elements
    name_ = next(one for one in found if one.text == name and one.tag == "b")
    row = next(one for one in name_.ancestors() if "trow" in one.classes)
    UserInteraction(user, {row}, None).trigger("focusin")


async def opened(user: User) -> None:
    """The screen with its rows, which come from a thread."""
    await user.open("/takeover")
    await user.should_see(content="Doubted", kind=Words, retries=100)


async def test_the_report_counts_and_gives_a_line_with_its_reason_each(user: User) -> None:
    await opened(user)
    await user.should_see("1 automatic, 1 needing one answer, 1 no portal for documents")
    for reason in REASONS.values():
        await user.should_see(reason)
    await user.should_see(HOSTILE)


async def test_only_what_is_ticked_is_connected(user: User, desk: SampleDesk) -> None:
    await opened(user)
    choose(user, "Doubted")
    await user.should_see("Tick: this is its host")
    await user.should_not_see("By night")
    press(user, "Tick: this is its host")
    press(user, "By night")
    await until(lambda: desk.calls)
    assert desk.calls == [(MAYA.id, "take over t-doubted")]


async def test_all_proposals_are_ticked_by_one_key_and_the_doubted_are_not(
    user: User, desk: SampleDesk
) -> None:
    await opened(user)
    press(user, "Tick all")
    press(user, "Now")
    await until(lambda: desk.calls)
    assert desk.calls == [(MAYA.id, "take over t-proposed t-hostile now")]
    await user.should_not_see("Tick all")


async def test_what_was_set_aside_is_visited_again_at_a_persons_word(
    user: User, desk: SampleDesk
) -> None:
    await opened(user)
    choose(user, "No_Portal")
    press(user, "Visit again")
    await until(lambda: desk.calls)
    assert desk.calls == [(MAYA.id, "visit portal-no_portal")]


async def test_what_cannot_be_ticked_offers_no_tick(user: User) -> None:
    await opened(user)
    choose(user, "Automatic")
    await user.should_not_see("Tick: this is its host")
    await user.should_see("7 documents")


def test_every_standing_has_a_look() -> None:
    assert set(LOOKS) == set(Standing)
    assert all(standing.words for standing in Standing)
