"""Presses that come late: what was on the screen a moment ago still answers for a few seconds.

The server may draw a pane anew at the very moment in which a person presses a button in it. NiceGUI
(3.18, `Client.handle_event`) drops what comes from an element that is gone, without a word. Here
the handlers of buttons and fields that went are kept for a while, for the page that they were on: a
press that was on its way finds the handler of the button that the person saw. In the browser,
late_presses.js gives the press to a button that was drawn anew while it was held down.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from weakref import ReferenceType, ref

from nicegui import Client, context, events, ui
from nicegui.element import Element
from nicegui.event_listener import EventListener

from ui.components.parts import toast
from ui.languages import say

SECONDS: Final = 5.0
"""So long what went still answers: as late as a press may come over a bad connection."""
MOST: Final = 1_000
"""So many handlers are kept for a page; of more, those that went first are forgotten."""
TWICE: Final = 0.7
"""Seconds within which a second press is the second half of a double click."""
_DEEDS: Final = frozenset({"click", "change", "submit", "keydown.enter"})


@dataclass(frozen=True, slots=True)
class _Gone:
    """A listener whose element went, the element around it that stayed, and its dialog."""

    listener: EventListener
    place: ReferenceType[Element]
    dialog: ReferenceType[ui.dialog] | None
    pressed: float | None
    until: float

    def standing(self) -> Element | None:
        """Where it stood, if that is still what the person looks at."""
        place = self.place()
        if place is None or place.is_deleted or isinstance(place, ui.sub_pages):
            return None  # another screen is shown
        return place

    @property
    def was_left(self) -> bool:
        """Whether the person has closed the dialog that it stood in."""
        return self.dialog is not None and not _is_open(self.dialog())


class LatePresses(Element, component="late_presses.js"):
    """Answers for what is gone from the page that it is made on; each of its presses once."""

    def __init__(self) -> None:
        super().__init__()
        client = context.client
        self._page = ref(client)
        self._gone: dict[str, _Gone] = {}
        self._pressed: dict[str, float] = {}
        # both are called by NiceGUI on the client alone, and are all that it has for this
        client.remove_elements = self._remove  # type: ignore[method-assign]
        client.handle_event = self._handle  # type: ignore[method-assign]

    @property
    def kept(self) -> int:
        """How many handlers are kept."""
        return len(self._gone)

    def _remove(self, elements: Iterable[Element]) -> None:
        """Remove elements as NiceGUI does, and keep what was to be pressed in them."""
        if (client := self._page()) is None:
            return
        going = {one.id: one for one in elements}
        until = time.monotonic() + SECONDS
        kept = [found for one in going.values() for found in self._kept(one, going, until)]
        Client.remove_elements(client, going.values())
        if kept:
            self._gone |= {one.listener.id: one for one in kept}
            _shorten(self._gone, MOST)
            asyncio.get_running_loop().call_later(SECONDS, self._forget)

    def _kept(self, one: Element, going: dict[int, Element], until: float) -> Iterable[_Gone]:
        listeners = [it for it in one._event_listeners.values() if _is_deed(it)]  # noqa: SLF001
        if not listeners or one.is_ignoring_events:
            return
        around = list(one.ancestors())
        place = next((it for it in around if it.id not in going), None)
        dialog = next((it for it in around if isinstance(it, ui.dialog)), None)
        if place is None or (dialog is not None and not _is_open(dialog)):
            return  # the page is gone, or the person closed what it stood in
        kept_in = None if dialog is None else ref(dialog)
        for it in listeners:
            pressed = self._pressed.get(it.id)
            yield _Gone(it, ref(place), kept_in, pressed, until)

    def _handle(self, msg: dict[str, Any]) -> None:
        """Handle an event as NiceGUI does; of an element that is gone, its press."""
        if (client := self._page()) is None:
            return
        if (alive := client.elements.get(msg["id"])) is not None:
            listener = alive._event_listeners.get(msg["listener_id"])  # noqa: SLF001
            if listener and _is_deed(listener):
                self._pressed[listener.id] = time.monotonic()
                _shorten(self._pressed, MOST)
            Client.handle_event(client, msg)
            return
        gone = self._gone.pop(msg["listener_id"], None)
        if gone is not None and not gone.was_left:
            with client:
                self._answer(gone, msg)

    def _answer(self, gone: _Gone, said: dict[str, Any]) -> None:
        place, now = gone.standing(), time.monotonic()
        if gone.pressed is not None and now - gone.pressed < TWICE:
            return
        if place is None or gone.pressed is not None or now > gone.until:
            toast(say("{key}: what you saw has changed. Press it again.", key="…"), wrong=True)
            return
        args = [None if it is None else json.loads(it) for it in said.get("args", ())]
        told = args[0] if len(args) == 1 else args
        arguments = events.GenericEventArguments(sender=place, client=place.client, args=told)
        events.handle_event(gone.listener.handler, arguments)

    def _forget(self) -> None:
        """Forget what went long enough ago."""
        now = time.monotonic()
        self._gone = {key: one for key, one in self._gone.items() if one.until > now}
        self._pressed = {key: at for key, at in self._pressed.items() if at + SECONDS > now}


def _is_deed(listener: EventListener) -> bool:
    return listener.handler is not None and listener.type in _DEEDS


def _is_open(dialog: ui.dialog | None) -> bool:
    return dialog is not None and bool(dialog.value)


def _shorten(held: dict[str, Any], most: int) -> None:
    for key in list(islice(held, max(0, len(held) - most))):
        del held[key]
