"""A reconciled statement: their lines, the answers, our side; drawn in the browser."""

from __future__ import annotations

from typing import Final

from nicegui.element import Element

from ui.languages import all_said, phrase, said_by_name

_WORDS: Final = {
    "date": phrase("Date"),
    "their_line": phrase("Their line"),
    "they_say": phrase("They say"),
    "answer": phrase("Answer"),
    "our_side": phrase("Our side"),
    "we_say": phrase("We say"),
    "trouble": phrase("Not connected. Trying again …"),
    "line": phrase("{n} line"),
    "lines": phrase("{n} lines"),
    "entry": phrase("{n} entry"),
    "entries": phrase("{n} entries"),
    "against": phrase("against"),
    "differ": phrase("they differ by {amount}"),
    "add_up": phrase("they add up"),
    "signed": phrase("The statement is signed off."),
    "nothing": phrase("Nothing is left. Sign the statement off."),
    "link": phrase("Link"),
    "it_is": phrase("It is {name}"),
    "accept": phrase("Accept"),
    "accept_as": phrase("Accept: {reason}"),
    "other_reason": phrase("Another reason"),
    "unlink": phrase("Unlink"),
    "fetch": phrase("Fetch the document"),
    "paper": phrase("Paper"),
    "open": phrase("Open", "to open"),
    "undo": phrase("Undo"),
    "reopen": phrase("Reopen"),
    "sign_off": phrase("Sign off"),
    "cancel": phrase("Cancel"),
    "why_accept": phrase("Why is it right as it is?"),
    "why_sign_off": phrase("Why do you sign with something unexplained?"),
    "why_reopen": phrase("Why is it opened again?"),
    "quick": phrase("Usual reasons"),
}
_REASONS: Final = (
    phrase("The supplier corrects it."),
    phrase("We correct our booking."),
    phrase("It comes on the next statement."),
    phrase("Too small to pursue."),
    phrase("Agreed with the supplier."),
)
"""What is said most often of a difference; each is one key."""


class StatementBoard(Element, component="statement_board.js"):
    """The lines of a statement beside our side, as virtual rows that it fetches itself.

    Events: `act` {verb, of, items, entries, note} for what the person decided about the statement
    at the address `of`; `lost` where it was not done, as the lines have changed meanwhile; `open`
    {id} of a document, `paper` to show or hide the statement's pages, `leave` to go back to the
    list, `flip` to show what is left or all lines.
    """

    def __init__(self) -> None:
        super().__init__()
        self._props.update(
            url="", label="", only=False, words=said_by_name(_WORDS), reasons=all_said(_REASONS)
        )

    def show(self, statement_id: str, label: str, *, decided: bool = False) -> None:
        """Show a statement, or fetch it again where it is the one that is shown.

        With `decided` what the person decided last is done: what waits behind it may go on.
        """
        url = address(statement_id)
        if url == self._props["url"]:
            self.run_method("settled") if decided else self.run_method("reload", True)
            return
        self._props.update(url=url, label=label)
        self.update()

    def narrow(self, *, only_left: bool) -> None:
        """Show only what is left, or every line."""
        self._props["only"] = only_left
        self.update()

    def point(self) -> None:
        """Say again which line the cursor is on: the paper has just been shown."""
        self.run_method("point")


def address(statement_id: str) -> str:
    """Where the rows of a statement are fetched."""
    return f"/api/statements/{statement_id}/board"
