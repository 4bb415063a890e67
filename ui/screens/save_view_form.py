"""The dialog in which what the inbox shows is saved under a name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nicegui import events

from model.views import InboxQuery
from model.worklist import SavedView
from ui.components.late_dialog import LateDialog
from ui.components.parts import box, button, text, toast
from ui.languages import say
from ui.screens.schedule_form import TAKE
from ui.seat import Seat


class SaveViewForm:
    """Asks for a name and saves what the inbox shows; a refusal stands beside the field."""

    def __init__(self, seat: Seat, query: Callable[[], InboxQuery]) -> None:
        self._seat = seat
        self._query = query
        self._dialog = LateDialog(say("Save this view"), self._fill)

    def open(self) -> None:
        """Ask."""
        self._dialog.open()
        self._card.clear()
        with self._card:
            text(say("Save this view"), tag="h2")
            with box("", "form") as form:
                with box("", "label"):
                    text(say("Name"))
                    box("", "input", name="name", type="text", maxlength="60", autofocus="")
                with box("days"), box("", "label"):
                    box("", "input", name="shared", type="checkbox")
                    text(say("Everybody sees it"))
                self._wrong = text("", "wrong", "p", role="alert")
                with box("row"):
                    with box("btn pri", "button", type="submit"):
                        text(say("Save"))
                    button(say("Cancel"), self._dialog.close, classes="ghost")
            form.on("submit", self._save, js_handler=TAKE)

    def _fill(self) -> None:
        self._card = box("card schedule")

    async def _save(self, typed: events.GenericEventArguments) -> None:
        self._wrong.text = ""
        name, shared = str(typed.args["name"][0]), bool(typed.args.get("shared"))
        save = self._seat.desk.worklist.save_view
        refusal = await self._seat.refusal(save, name, self._query(), shared=shared)
        if refusal:
            self._wrong.text = refusal
        elif refusal is not None:
            self._dialog.close()
            toast(say("Saved as {name}.", name=name.strip()))


class RenameViewForm:
    """Asks for another name of a saved view; a refusal stands beside the field."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._dialog = LateDialog(say("Rename this view"), self._fill)

    def open(self, view: SavedView) -> None:
        """Ask."""
        self._dialog.open()
        self._card.clear()
        with self._card:
            text(say("Rename this view"), tag="h2")
            with box("", "form") as form:
                with box("", "label"):
                    text(say("Name"))
                    known = {"maxlength": "60", "value": view.name, "autofocus": ""}
                    box("", "input", name="name", type="text", **known)
                self._wrong = text("", "wrong", "p", role="alert")
                with box("row"):
                    with box("btn pri", "button", type="submit"):
                        text(say("Save"))
                    button(say("Cancel"), self._dialog.close, classes="ghost")
            form.on("submit", partial(self._save, view.id), js_handler=TAKE)

    def _fill(self) -> None:
        self._card = box("card schedule")

    async def _save(self, view_id: str, typed: events.GenericEventArguments) -> None:
        self._wrong.text = ""
        name = str(typed.args["name"][0])
        rename = self._seat.desk.worklist.rename_view
        refusal = await self._seat.refusal(rename, view_id, name)
        if refusal:
            self._wrong.text = refusal
        elif refusal is not None:
            self._dialog.close()
            toast(say("Saved as {name}.", name=name.strip()))
