"""The live page of a visit that waits for a person."""

from __future__ import annotations

import re
from typing import Final

from ui.components.live_page import LivePage
from ui.components.parts import box, text
from ui.keys import Key
from ui.languages import phrase, say
from ui.screens.base import Screen

GROUP: Final = phrase("Live page")
NONE: Final = phrase("No visit is named. Open a live page from the portals.")
_RUN: Final = re.compile(r"[0-9a-f]{32}")  # as model.ids makes them


def live_address(run_id: str) -> str:
    """The address under which a visit's page is shown."""
    return f"/live?doc={run_id}"


class LiveScreen(Screen):
    """One visit's page, with what there is to say about it above."""

    def build(self) -> None:
        """Lay out the screen; the page connects by itself."""
        self._page: LivePage | None = None
        with self.top(say("Live page")):
            pass
        with box("live-screen", role="region", aria_label=say("Live page")):
            if _RUN.fullmatch(self.doc):
                self._page = LivePage(self.doc)
            else:
                text(say(NONE), "nothing", "p")

    async def load(self) -> None:
        """Ask whose page it is."""
        portals = await self.seat.look(self.seat.desk.portals)
        if portals is None or self._page is None or self._page.is_deleted:
            return
        for portal in portals:
            if portal.attended_run == self.doc:
                self._page.name(portal.name)

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen; they rest while the page itself has the keyboard."""
        return (
            Key(
                "t", "T", "Take control of the page", GROUP, press="live-take", hint="take control"
            ),
            Key("s", "S", "Show a row, or go on in the page", GROUP, press="live-point"),
            Key("y", "Y", "Yes: the list is understood", GROUP, press="live-yes"),
            Key("n", "N", "No: show another row", GROUP, press="live-no"),
            Key("d", "D", "Done: Billhook goes on", GROUP, press="live-done", hint="done"),
            Key("c", "C", "Cancel: the visit ends", GROUP, press="live-cancel"),
            Key("r", "R", "Report the page", GROUP, press="live-report"),
            Key("l", "L", "Give control back", GROUP, press="live-leave"),
            Key("", "Shift Esc", "Leave the page for these keys", GROUP),
        )
