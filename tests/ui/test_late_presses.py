"""Handlers that answer for what is gone from a page: each once, for a while, and not too many."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from nicegui import Client, ui
from nicegui.testing import User

from ui.components import late_presses
from ui.components.drawing import Drawing
from ui.components.late_presses import MOST, LatePresses
from ui.components.parts import box, button, dialog

CHANGED = "what you saw has changed"


@dataclass
class Desk:
    """A page with one box that is drawn anew, and how often its buttons did what they do."""

    client: Client
    late: LatePresses
    place: ui.element
    done: list[str]

    def draw(self, *names: str) -> dict[str, Drawing]:
        """Draw the box anew with a button for each name."""
        self.place.clear()
        with self.place:
            return {name: self._button(name) for name in names}

    def _button(self, name: str) -> Drawing:
        made = button(name, lambda: self.done.append(name))
        assert isinstance(made, Drawing)
        return made

    def hear(self, pressed: dict[str, object]) -> None:
        """Hear a press from the browser."""
        self.client.handle_event(dict(pressed))


def told(pressed: Drawing) -> dict[str, object]:
    """What the browser tells of a press, as NiceGUI's script writes it."""
    listener = next(iter(pressed._event_listeners.values()))
    return {"id": pressed.id, "listener_id": listener.id, "args": []}


@pytest.fixture
async def page(user: User) -> Desk:
    await user.open("/")
    client = user.client
    assert client is not None
    late = next(one for one in client.elements.values() if isinstance(one, LatePresses))
    with client:
        return Desk(client, late, box(), [])


async def test_a_second_press_of_a_double_click_is_not_another_one(page: Desk) -> None:
    pressed = told(page.draw("Send")["Send"])
    page.hear(pressed)
    page.draw("Sent")
    page.hear(pressed)
    assert page.done == ["Send"]


async def test_a_button_that_was_pressed_before_it_went_says_that_it_changed(
    page: Desk, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed = told(page.draw("Send")["Send"])
    page.hear(pressed)
    page.draw("Send")
    monkeypatch.setattr(late_presses, "TWICE", 0.0)
    page.hear(pressed)
    assert page.done == ["Send"]
    assert CHANGED in " ".join(user.notify.messages)


async def test_what_went_too_long_ago_does_nothing_and_is_forgotten(
    page: Desk, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_presses, "SECONDS", 0.0)
    pressed = told(page.draw("Send")["Send"])
    page.draw()
    page.hear(pressed)
    assert page.done == []
    assert CHANGED in " ".join(user.notify.messages)
    page.draw("Send")
    page.draw()
    await asyncio.sleep(0.05)
    assert page.late.kept == 0


async def test_what_is_kept_is_bounded(page: Desk) -> None:
    first = told(page.draw("first")["first"])
    for _ in range(3):
        page.draw(*(str(number) for number in range(MOST // 2)))
    page.draw()
    assert page.late.kept == MOST
    page.hear(first)
    assert page.done == []


async def test_a_dialog_that_the_person_closed_takes_its_buttons_with_it(page: Desk) -> None:
    with page.client:
        asking = dialog("Really?")
        with asking:
            page.place = box()
    asking.open()
    kept = told(page.draw("Yes")["Yes"])
    page.draw("Yes", "No")
    page.hear(kept)
    assert page.done == ["Yes"]
    left = told(page.draw("Yes")["Yes"])
    page.draw()
    asking.close()
    page.hear(left)
    assert page.done == ["Yes"]


async def test_a_hidden_button_answers_no_more_after_it_went(page: Desk) -> None:
    made = page.draw("Send")["Send"]
    made.visible = False
    pressed = told(made)
    page.draw()
    page.hear(pressed)
    assert page.done == []
    assert page.late.kept == 0


async def test_nothing_is_kept_of_a_page_that_is_closed(page: Desk) -> None:
    page.draw("Send")
    page.client.remove_all_elements()
    assert page.late.kept == 0
