"""Our own companies in Settings: what tells whose a bill is, changed where each stands."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from nicegui import ui

from model.entities import PARTS, EntityView
from ui.components.parts import box, dialog, text, when_gone
from ui.components.secret_form import Asked, SecretForm
from ui.languages import number, phrase, say, say_many
from ui.pace import Pace
from ui.screens.connections_pane import ConnectionsPane, Row, said
from ui.screens.remove_form import Removal
from ui.seat import Seat

WORDS: Final = {
    "spellings": phrase("Other spellings"),
    "ids": phrase("VAT ids and registration numbers"),
    "endpoints": phrase("Electronic addresses"),
    "places": phrase("Words of its address"),
    "mails": phrase("Its own mail addresses"),
}
HINTS: Final = {
    "spellings": phrase("As suppliers write its name, one a line."),
    "ids": phrase("One a line; a bill with one of them is this company's."),
    "endpoints": phrase("Such as 0088:4012345000009, one a line."),
    "places": phrase("Only to tell it from a company of the same name."),
    "mails": phrase("Addresses at which only its mail arrives, one a line."),
}
ABOUT: Final = phrase("All documents are looked at anew, in the background.")

_LOOK: Final = 2.0  # seconds between two looks at how far it is
_MINUTE: Final = 60


class EntitiesPane(ConnectionsPane[EntityView]):
    """One row for each of our companies."""

    connect_words = phrase("Add a company")
    none_yet = phrase("Bills come for one company. Where there are several, say which they are.")

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._pace = Pace()
        self._dialog = dialog(say("Company"))
        with self._dialog:
            self._card = box("card unlock")
        when_gone(self._dialog, self._card.clear)

    def build(self) -> None:
        """Make room for them, and say how far the look at all documents is."""
        super().build()
        with self.pane:
            self._told = text("", "quiet", "p", role="status")
            self._told.move(target_index=0)
        self._told.visible = False
        ui.timer(_LOOK, self._look)

    async def _look(self) -> None:
        """How far the look is; asked only while the pane is shown."""
        if not self.pane.visible:
            return
        found = await self.seat.look(self.seat.desk.entities.looked_through)
        if self._told.is_deleted:
            return
        self._told.visible = found is not None
        if found:
            self._told.text = look_words(*found, self._pace.left(*found, time.monotonic()))

    async def found(self) -> tuple[EntityView, ...] | None:
        """All our companies."""
        return await self.seat.look(self.seat.desk.entities.entities)

    def connect(self) -> None:
        """Ask for a new company."""
        self._ask(None)

    def row(self, one: EntityView, now: datetime) -> Row:  # noqa: ARG002 - other rows have an age
        """A company's name and code, and what it has."""
        documents = say_many(one.documents, "{n} document", "{n} documents")
        limited = say("Only these see it alone: {names}", names=", ".join(one.people))
        return Row(
            one.entity.name, one.entity.code, "ready", documents, limited if one.people else ""
        )

    def more(self, one: EntityView) -> None:
        """What it is known by."""
        with box("quiet conn-rule", "p"):
            for name in PARTS:
                if words := getattr(one.entity, name):
                    text(f"{say(WORDS[name])}: {', '.join(words)}")

    def changer(self, one: EntityView) -> Callable[[], None]:
        """The form with what is known."""
        return lambda: self._ask(one)

    async def removal(self, one: EntityView) -> Removal | None:
        """What stays of a company."""
        kept = say_many(one.documents, "{n} document stays its own.", "{n} documents stay its own.")
        told = said((True, say("It gets no more documents.")), (True, kept))
        return Removal(one.entity.name, told, self.seat.desk.entities.remove, one.entity.id)

    def _ask(self, one: EntityView | None) -> None:
        held = one.entity if one else None
        fields = [
            Asked("name", phrase("Name"), "line", value=held.name if held else ""),
            Asked(
                "code",
                phrase("Code"),
                "line",
                phrase("Short, for feeds and lists; empty makes one of the name."),
                value=held.code if held else "",
                required=False,
            ),
            *(
                Asked(
                    name,
                    WORDS[name],
                    "lines",
                    HINTS[name],
                    value="\n".join(getattr(held, name)) if held else "",
                    required=False,
                )
                for name in PARTS
            ),
        ]
        self._card.clear()
        with self._card:
            text(say("Change {name}", name=held.name) if held else say("Add a company"), tag="h2")
            form = SecretForm(
                "/api/entities/put",
                {"id": held.id if held else ""},
                fields,
                about=say(ABOUT),
                submit=say("Keep"),
                then="",
            )
        form.on("leave", self._dialog.close, args=[])
        form.on("done", self._done, args=[])
        self._dialog.open()

    async def _done(self) -> None:
        self._dialog.close()
        await self.load()


def look_words(done: int, total: int, left: float | None) -> str:
    """How far the look at all documents is, and how long the rest takes where that is known."""
    far = say("All documents are looked at anew: {n} of {all}.", n=number(done), all=number(total))
    if left is None:
        return far
    minutes = round(left / _MINUTE)
    if not minutes:
        return f"{far} {say('Less than a minute is left.')}"
    rest = say_many(minutes, "About {n} minute is left.", "About {n} minutes are left.")
    return f"{far} {rest}"
