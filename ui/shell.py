"""The frame around every screen: side bar, status bar, keys, and the screens' addresses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from nicegui import events, ui

from model.desk import Desk
from model.views import Counts, Pulse
from ui.bus import Bus, News
from ui.components.hotkeys import Hotkeys
from ui.components.late_presses import LatePresses
from ui.components.parts import box, toast
from ui.keys import EVERYWHERE, UNLOCK, Key
from ui.languages import say
from ui.palette import KeySheet, Palette
from ui.screens.add_portal import ADDRESS as ADD_PORTAL
from ui.screens.add_portal import AddPortalScreen
from ui.screens.base import Screen
from ui.screens.deliveries import DeliveriesScreen
from ui.screens.exceptions import ExceptionsScreen
from ui.screens.first_steps import ADDRESS as START
from ui.screens.first_steps import StartScreen
from ui.screens.inbox import InboxScreen
from ui.screens.live import LiveScreen
from ui.screens.overview import OverviewScreen
from ui.screens.portals import PortalsScreen
from ui.screens.recipe import ADDRESS as RECIPE
from ui.screens.recipe import RecipeScreen
from ui.screens.settings import SettingsScreen
from ui.screens.statements import StatementsScreen
from ui.screens.takeover import ADDRESS, TakeoverScreen
from ui.screens.vault import VaultScreen
from ui.seat import Seat
from ui.side import Side
from ui.status import StatusBar
from ui.turns import Turns
from ui.unlock import Unlock

SCREENS: dict[str, type[Screen]] = {
    "/": InboxScreen,
    "/exceptions": ExceptionsScreen,
    "/statements": StatementsScreen,
    "/portals": PortalsScreen,
    "/deliveries": DeliveriesScreen,
    "/vault": VaultScreen,
    "/overview": OverviewScreen,
    "/settings": SettingsScreen,
    "/live": LiveScreen,
    ADDRESS: TakeoverScreen,
    ADD_PORTAL: AddPortalScreen,
    START: StartScreen,
    RECIPE: RecipeScreen,
}
HALF_MINUTE = 30.0
LONGEST = 200  # characters of a search


class Shell:
    """One page: it stays while the screens in it change."""

    def __init__(self, seat: Seat, bus: Bus) -> None:
        self._seat = seat
        self._bus = bus
        self._screen: Screen | None = None
        self._keys: tuple[Key, ...] = ()
        self._can_unlock = False
        self._turns = Turns()

    async def build(self, theme: str) -> None:
        """Lay out the page. `theme` is dark, light or, for the system's choice, empty."""
        desk = self._seat.desk
        self.counts, pulse, company, now = await self._seat.ask(_at_first, desk)
        self._dark = ui.dark_mode({"dark": True, "light": False}.get(theme))
        LatePresses()
        self._hotkeys = Hotkeys()
        self._hotkeys.on("act", self._on_act)
        self._hotkeys.on("answer", self._on_answer)
        self._hotkeys.on("lost", self._on_lost)
        self._palette = Palette(self._hotkeys)
        self._sheet = KeySheet()
        self._unlock = Unlock(self._seat) if self._may_unlock else None
        with box("app"):
            self._side = Side(company, self._seat)
            main = box("main")
            ui.skip_link(say("Skip to the screen"), target=main)
            self._status = StatusBar(
                on_palette=self._palette.open,
                on_keys=self._sheet.open,
                on_unlock=self.unlock if self._may_unlock else None,
            )
        self._show(self.counts, pulse, now)
        await self._show_views()
        with main:
            ui.sub_pages({path: self._opener(path, kind) for path, kind in SCREENS.items()})
        self._bus.changed.subscribe(self._on_change)
        self._bus.numbers.subscribe(self._refresh)
        ui.timer(HALF_MINUTE, self._refresh, immediate=False)

    def darken(self, dark: bool) -> None:  # noqa: FBT001 - the one thing it says
        """Show the dark theme, or the light one; the browser keeps the choice in a cookie."""
        self._dark.value = dark

    def unlock(self) -> None:
        """Ask for the vault's passphrase, where this person may unlock it."""
        if self._unlock:
            self._unlock.open()

    def bind(self, keys: tuple[Key, ...]) -> None:
        """Give the page the keys of the screen that is shown."""
        self._keys = keys
        unlock = (UNLOCK,) if self._can_unlock else ()
        every = (*keys, *EVERYWHERE, *self._side.keys(), *unlock)
        self._hotkeys.bind(every)
        self._palette.list(every)
        self._sheet.list(every)
        self._status.hint(every)

    def _opener(self, path: str, kind: type[Screen]) -> Callable[..., Awaitable[None]]:
        def open_screen(view: str = "", doc: str = "", q: str = "") -> Awaitable[None]:
            self._side.mark(path)
            self._screen = screen = kind(self._seat, self, view=view, doc=doc)
            screen.sought = q[:LONGEST]
            screen.build()
            self.bind(screen.keys())
            return screen.load()

        return open_screen

    async def in_turn(self, deed: Callable[[], Awaitable[object]]) -> None:
        """Do what the person decided once all that was decided before is done."""
        await self._turns.take(deed)

    async def _on_act(self, event: events.GenericEventArguments) -> None:
        verb, at = str(event.args["verb"]), str(event.args["at"])
        await self._on_screen(lambda screen: screen.act(verb, at))

    async def _on_answer(self, event: events.GenericEventArguments) -> None:
        question, key = str(event.args["question"]), str(event.args["key"])
        await self._on_screen(lambda screen: screen.answer(question, key))

    async def _on_screen(self, deed: Callable[[Screen], Awaitable[None]]) -> None:
        """Let the screen that the person saw do it, in its turn."""
        seen = self._screen

        async def done() -> None:
            if seen is not None and seen is self._screen:
                await deed(seen)
            else:
                _lost("")

        await self.in_turn(done)

    def _on_lost(self, event: events.GenericEventArguments) -> None:
        _lost(str(event.args["key"]))

    async def _on_change(self, news: News) -> None:
        if self._screen is not None:
            await self._screen.on_change(news)

    async def _refresh(self) -> None:
        """Show the numbers; what the person looks at has been drawn before."""
        desk = self._seat.desk
        counts = await self._seat.share(desk.counts)
        pulse = await self._seat.share(desk.pulse)
        now = await self._seat.share(desk.now)
        if counts and pulse and now:
            self._show(counts, pulse, now)
            await self._show_views()

    async def _show_views(self) -> None:
        """Show the saved views and how much they hold; their keys, where there are others."""
        views = await self._seat.share(self._seat.desk.worklist.views, self._seat.user)
        if views is not None and self._side.show_views(views):
            self.bind(self._keys)

    def _show(self, counts: Counts, pulse: Pulse, now: datetime) -> None:
        self.counts = counts
        self._side.show(counts, pulse)
        self._status.show(pulse, now)
        self._offer_unlocking(pulse)
        if self._screen is not None:
            self._screen.on_counts(counts)

    @property
    def _may_unlock(self) -> bool:
        return self._seat.user.role.unlocks_vault

    def _offer_unlocking(self, pulse: Pulse) -> None:
        """Bind the key while there is something to unlock."""
        offered = pulse.vault_locked and self._may_unlock
        if offered != self._can_unlock:
            self._can_unlock = offered
            self.bind(self._keys)


def _at_first(desk: Desk) -> tuple[Counts, Pulse, str, datetime]:
    """What a page shows around its screen, asked in one go: each question waits for a thread."""
    return desk.counts(), desk.pulse(), desk.company(), desk.now()


def _lost(key: str) -> None:
    """Say that a key was not taken, for what it was meant for is no longer what is shown."""
    said = say("{key}: what you saw has changed. Press it again.", key=key.upper() or "…")
    toast(said, wrong=True)
