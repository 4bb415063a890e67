"""The saved views in the side bar: where they lead, and how much they hold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import urlencode

from nicegui import events, ui

from model.worklist import SavedView, ViewCount
from ui.components.drawing import Drawing, glyph_of, span
from ui.components.parts import box, icon_button, text, toast
from ui.components.pick_chip import choice
from ui.keys import GO, Key
from ui.languages import number, say
from ui.screens.save_view_form import RenameViewForm
from ui.seat import Seat

MOST_KEYS = 9


class SavedViews:
    """The views of one page's side bar. They are drawn anew only where there are others."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._views: tuple[SavedView, ...] = ()
        self._links: list[Drawing] = []

    def build(self) -> None:
        """Make room for them."""
        self._box = box("saved", role="group", aria_label=say("Saved views"))
        self._box.visible = False
        self._rename = RenameViewForm(self._seat)

    def show(self, found: tuple[ViewCount, ...]) -> bool:
        """Show what there is and how much it holds; whether the views are others than before."""
        views = tuple(one.view for one in found)
        changed = views != self._views
        if changed:
            self._views = views
            self._draw()
        for link, one in zip(self._links, found, strict=True):
            many = f"{number(one.number)}{'+' if one.more else ''}" if one.number else ""
            name = one.view.name
            link.draw(glyph_of("bookmark"), span(name, "saved-name", title=name), span(many, "c"))
        return changed

    def keys(self) -> tuple[Key, ...]:
        """Two keys for each of the first nine."""
        first = enumerate(self._views[:MOST_KEYS], 1)
        return tuple(
            Key(f"g {at}", f"G {at}", view.name, GO, press=f"saved-{at}") for at, view in first
        )

    def _draw(self) -> None:
        self._box.clear()
        self._links = []
        self._box.visible = bool(self._views)
        with self._box:
            text(say("Saved views"), "saved-head", "h2")
            for at, view in enumerate(self._views, 1):
                self._entry(at, view)

    def _entry(self, at: int, view: SavedView) -> None:
        with box("saved-row"):
            address = view_address(view)
            self._links.append(Drawing("a", "nav", href=address, data_press=f"saved-{at}"))
            if view.owner == self._seat.user.id or self._seat.user.role.sets_rules:
                rename = say("Rename the view {name}", name=view.name)
                icon_button(rename, "settings", partial(self._rename.open, view))
                icon_button(say("Remove the view {name}", name=view.name), "x", self._remover(view))

    def _remover(self, view: SavedView) -> Callable[[], Awaitable[None]]:
        async def remove() -> None:
            if await self._seat.act(self._seat.desk.worklist.remove_view, view.id):
                toast(say("The view {name} is gone.", name=view.name))

        return remove


def view_address(view: SavedView) -> str:
    """The address under which the inbox shows a saved view."""
    return f"/?{urlencode({'view': view.view, 'q': view.text})}"


class ViewsChip:
    """The saved views as a choice above the list, where the side bar has no room for them."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._chip = Drawing("label", "chip phone-only")
        self._chip.visible = False
        self._chip.on("change", _go_to, js_handler="(e) => emit(e.target.value)")

    async def load(self) -> None:
        """Ask for the views."""
        found = await self._seat.mine(self._seat.desk.worklist.views)
        if found is None or self._chip.is_deleted:
            return
        self._chip.visible = bool(found)
        title = say("Saved views")
        views = {view_address(one.view): one.view.name for one in found}
        self._chip.draw(choice(title, {"": title, **views}), glyph_of("chevron-down"))


def _go_to(chosen: events.GenericEventArguments) -> None:
    address = str(chosen.args)
    if address.startswith("/?"):
        ui.navigate.to(address)
