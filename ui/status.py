"""The status bar: is everything well, and which keys help here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from nicegui import events
from nicegui.element import Element

from model.views import Pulse
from ui.components.drawing import Drawing, Piece, cap, piece, span
from ui.components.parts import box, key_cap, text
from ui.keys import UNLOCK, Key
from ui.languages import number, say, say_many
from ui.vault_words import kit_words, opens_with
from ui.wording import age, count

PRESSED: Final = """(e) => {
  const pressed = e.target.closest("[data-press]");
  if (pressed) emit(pressed.dataset.press);
}"""


class StatusBar:
    """The line at the foot of one page."""

    def __init__(
        self,
        *,
        on_palette: Callable[[], None],
        on_keys: Callable[[], None],
        on_unlock: Callable[[], None] | None,
    ) -> None:
        self._open = {"palette": on_palette, "keys": on_keys}
        with box("status"):
            with box("", "span", role="status"):
                self._dot = box("dot", "span")
                self._state = text("", tag="b")
            self._unlock = _way_to_unlock(on_unlock)
            self._portals = text("")
            self._need = text("", "amber")
            self._mail = text("", "mail")
            self._vault = text("", "vault", "a", href="/vault")
            self._kit = text("", "amber")
            self._hints = Drawing("span", "sp hints")
        self._hints.on("click", self._opened, js_handler=PRESSED)

    def show(self, pulse: Pulse, now: datetime) -> None:
        """Show how things stand."""
        trouble = _trouble(pulse)
        self._state.text = trouble or say("Connected")
        self._dot.classes("bad") if trouble else self._dot.classes(remove="bad")
        self._state.classes("amber") if trouble else self._state.classes(remove="amber")
        self._unlock.visible = pulse.vault_locked
        told = [count(pulse.portals, "portal"), say("{n} fine", n=number(pulse.portals_fine))]
        if pulse.portals_running:
            told.append(say("{n} running", n=number(pulse.portals_running)))
        self._portals.text = " · ".join(told)
        need = pulse.portals_needing_person
        self._need.text = say_many(need, "{n} needs you", "{n} need you") if need else ""
        self._mail.text = _mail(pulse, now)
        self._show_vault(pulse, now)

    def _show_vault(self, pulse: Pulse, now: datetime) -> None:
        """Show which keys open the vault, and what its recovery kit lacks."""
        told = pulse.vault if pulse.worker_alive and not pulse.vault_locked else None
        kit, command = kit_words(told, now) if told else ("", "")
        self._vault.text = say("Vault open") if told else ""
        _entitle(self._vault, f"{opens_with(told)}. {kit}." if told else "")
        self._kit.text = kit if command else ""
        _entitle(self._kit, command)

    def hint(self, keys: Iterable[Key]) -> None:
        """Print the keys that help on this screen."""
        self._hints.draw(*(self._hint(key) for key in keys if key.hint))

    def _hint(self, key: Key) -> Piece:
        drawn = [cap(one) for one in key.caps or key.shown.split()[:1]]
        drawn.append(span(say(key.hint)))
        if key.press not in self._open:
            return piece("span", "hint", *drawn)
        return piece("button", "hint", *drawn, type="button", data_press=key.press)

    def _opened(self, pressed: events.GenericEventArguments) -> None:
        if opener := self._open.get(str(pressed.args)):
            opener()


def _entitle(element: Element, title: str) -> None:
    if element.props.get("title", "") != title:  # NiceGUI would send it anew to every page
        element.props["title"] = title


def _way_to_unlock(on_unlock: Callable[[], None] | None) -> Element:
    """What stands beside the news of a locked vault; None is for who may not unlock it."""
    if on_unlock is None:
        return text(say("An admin can unlock it."))
    with box("hint unlock", "button", type="button", data_press=UNLOCK.press) as unlock:
        for cap in UNLOCK.shown.split():
            key_cap(cap)
        text(say("Unlock the vault"))
    return unlock.on("click", on_unlock, args=[])


def _trouble(pulse: Pulse) -> str:
    if not pulse.worker_alive:
        return say("The worker is not running")
    return say("Vault locked: visits and mail wait") if pulse.vault_locked else ""


def _mail(pulse: Pulse, now: datetime) -> str:
    if pulse.mail_trouble:
        return say("E-mail: {trouble}", trouble=pulse.mail_trouble)
    checked = pulse.mail_checked
    if not checked:
        return say("E-mail not checked yet")
    return say("E-mail checked {when}", when=age(checked, now))
