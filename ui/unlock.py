"""The dialog that unlocks the vault; what is typed goes on at once and stays nowhere."""

from __future__ import annotations

from nicegui import events

from model.errors import BillhookError, SignedOut
from model.secret import Secret
from ui.components.late_dialog import LateDialog
from ui.components.parts import box, button, text, toast
from ui.languages import say
from ui.refusals import refusal_words
from ui.seat import Seat

# the field is emptied before the answer comes: no wrong passphrase stands on an abandoned screen
SUBMIT = """(e) => {
  e.preventDefault();
  const field = e.target.querySelector("input");
  emit(field.value);
  field.value = "";
  field.focus();
}"""


class Unlock:
    """Asks for the vault's passphrase and says what came of it."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._dialog = LateDialog(say("Unlock the vault"), self._fill)

    def open(self) -> None:
        """Show the dialog."""
        self._dialog.open()
        self._wrong.text = ""

    def _fill(self) -> None:
        with box("card unlock"):
            text(say("Unlock the vault"), tag="h2")
            text(say("Visits and mail wait, and go on once it is open."), "quiet", "p")
            with box("", "form") as form:
                self._form()
            text(say("Opened by a key file? Run there: billhook vault unlock"), "quiet", "p")
        form.on("submit", self._try, js_handler=SUBMIT)

    def _form(self) -> None:
        with box("", "label"):
            text(say("Passphrase"))
            box("", "input", type="password", autocomplete="off", autofocus="", required="")
        self._wrong = text("", "wrong", "p", role="alert")
        with box("row"):
            with box("btn pri", "button", type="submit"):
                self._go = text(say("Unlock"))
            button(say("Cancel"), self._dialog.close, classes="ghost")

    async def _try(self, typed: events.GenericEventArguments) -> None:
        self._wrong.text, self._go.text = "", say("Unlocking …")
        try:
            await self._seat.do(self._seat.desk.unlock, Secret(str(typed.args)))
        except SignedOut:
            return
        except BillhookError as refusal:
            self._wrong.text = refusal_words(refusal)
            return
        finally:
            self._go.text = say("Unlock")
        self._dialog.close()
        toast(say("The vault is open; what waited goes on."))
