"""The dialog that unlocks the vault; what is typed goes on at once and stays nowhere."""

from __future__ import annotations

from nicegui import events, ui

from model.errors import BillhookError, SignedOut
from model.secret import Secret
from ui.components.parts import box, button, text, toast
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
        self._dialog = ui.dialog().props('aria-label="Unlock the vault"')
        with self._dialog, box("card unlock"):
            text("Unlock the vault", tag="h2")
            text("Visits and mail wait, and go on once it is open.", "quiet", "p")
            with box("", "form") as form:
                self._form()
            text("Opened by a key file? Run there: billhook vault unlock", "quiet", "p")
        form.on("submit", self._try, js_handler=SUBMIT)

    def open(self) -> None:
        """Show the dialog."""
        self._wrong.text = ""
        self._dialog.open()

    def _form(self) -> None:
        with box("", "label"):
            text("Passphrase")
            box("", "input", type="password", autocomplete="off", autofocus="", required="")
        self._wrong = text("", "wrong", "p", role="alert")
        with box("row"):
            with box("btn pri", "button", type="submit"):
                self._go = text("Unlock")
            button("Cancel", self._dialog.close, classes="ghost")

    async def _try(self, typed: events.GenericEventArguments) -> None:
        self._wrong.text, self._go.text = "", "Unlocking …"
        try:
            await self._seat.do(self._seat.desk.unlock, Secret(str(typed.args)))
        except SignedOut:
            return
        except BillhookError as refusal:
            self._wrong.text = refusal.message
            return
        finally:
            self._go.text = "Unlock"
        self._dialog.close()
        toast("The vault is open; what waited goes on.")
