"""When the last backup was made, and the commands that make, prove and restore one."""

from __future__ import annotations

from typing import Final

from nicegui.element import Element

from ui.components.parts import box, text
from ui.languages import phrase, say
from ui.seat import Seat
from ui.wording import age

COMMANDS: Final = (
    (phrase("Make one, also while Billhook runs"), "billhook backup FILE"),
    (phrase("Prove one by a restore on trial"), "billhook backup verify FILE"),
    (phrase("Restore one into a new folder"), "billhook restore FILE --data NEW"),
)
KEY: Final = phrase("The vault stays sealed in it, and its key is not in it: keep that elsewhere.")


class BackupPane:
    """The last backup; it holds all secrets, sealed, so it is made by who runs the machine."""

    pane: Element

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def build(self) -> None:
        """Make room for it."""
        with box("settings") as self.pane:
            self._last = text("", tag="p")
            text(say(KEY), "quiet", "p")
            with box("conns"):
                for what, command in COMMANDS:
                    with box("conn"):
                        text(say(what))
                        text(command, "mono")

    async def load(self) -> None:
        """Ask when the last one was made."""
        last = await self._seat.look(self._seat.desk.settings.last_backup)
        now = await self._seat.look(self._seat.desk.now)
        if now is None or self._last.is_deleted:
            return
        none = say("No backup was ever made.")
        self._last.text = say("Last backup {ago}.").format(ago=age(last, now)) if last else none
