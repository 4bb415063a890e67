"""The status bar: is everything well, and which keys help here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from nicegui import events

from model.views import Pulse
from ui.components.drawing import PRESSED, Drawing, Piece, cap, piece, span
from ui.keys import UNLOCK, Key
from ui.languages import number, say, say_many
from ui.vault_words import kit_words, opens_with
from ui.wording import age, count


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
        if on_unlock is not None:
            self._open[UNLOCK.press] = on_unlock
        self._told: tuple[Piece, ...] = ()
        self._hints: tuple[Piece, ...] = ()
        self._bar = Drawing("div", "status")
        self._bar.on("click", self._opened, js_handler=PRESSED)

    def show(self, pulse: Pulse, now: datetime) -> None:
        """Show how things stand."""
        trouble = _trouble(pulse)
        told = [count(pulse.portals, "portal"), say("{n} fine", n=number(pulse.portals_fine))]
        if pulse.portals_running:
            told.append(say("{n} running", n=number(pulse.portals_running)))
        need = pulse.portals_needing_person
        words = trouble or say("Connected"), "amber" if trouble else ""
        self._told = (
            piece(
                "span",
                "",
                piece("span", "dot bad" if trouble else "dot"),
                piece("b", words[1], words[0]),
                role="status",
            ),
            *((self._way_to_unlock(),) if pulse.vault_locked else ()),
            span(" · ".join(told)),
            span(say_many(need, "{n} needs you", "{n} need you") if need else "", "amber"),
            span(_mail(pulse, now), "mail"),
            *_vault(pulse, now),
        )
        self._draw()

    def hint(self, keys: Iterable[Key]) -> None:
        """Print the keys that help on this screen."""
        self._hints = tuple(self._hint(key) for key in keys if key.hint)
        self._draw()

    def _draw(self) -> None:
        self._bar.draw(*self._told, piece("span", "sp hints", *self._hints))

    def _hint(self, key: Key) -> Piece:
        drawn = [cap(one) for one in key.caps or key.shown.split()[:1]]
        drawn.append(span(say(key.hint)))
        if key.press not in self._open:
            return piece("span", "hint", *drawn)
        return piece("button", "hint", *drawn, type="button", data_press=key.press)

    def _way_to_unlock(self) -> Piece:
        """What stands beside the news of a locked vault."""
        if UNLOCK.press not in self._open:
            return span(say("An admin can unlock it."))
        caps = map(cap, UNLOCK.shown.split())
        words = span(say("Unlock the vault"))
        return piece("button", "hint unlock", *caps, words, type="button", data_press=UNLOCK.press)

    def _opened(self, pressed: events.GenericEventArguments) -> None:
        if opener := self._open.get(str(pressed.args)):
            opener()


def _vault(pulse: Pulse, now: datetime) -> tuple[Piece, Piece]:
    """Which keys open the vault, and what its recovery kit lacks."""
    told = pulse.vault if pulse.worker_alive and not pulse.vault_locked else None
    kit, command = kit_words(told, now) if told else ("", "")
    named = {"title": f"{opens_with(told)}. {kit}."} if told else {}
    lacks = {"title": command} if command else {}
    return (
        piece("a", "vault", say("Vault open") if told else "", href="/vault", **named),
        span(kit if command else "", "amber", **lacks),
    )


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
