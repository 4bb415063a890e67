"""A reconciled statement: their lines, the answers, our side; drawn in the browser."""

from __future__ import annotations

from nicegui.element import Element


class StatementBoard(Element, component="statement_board.js"):
    """The lines of a statement beside our side, as virtual rows that it fetches itself.

    Events: `act` {verb, items, entries, note} for what the person decided, `open` {id} of a
    document, `paper` to show or hide the statement's pages, `leave` to go back to the list,
    `flip` to show what is left or all lines.
    """

    def __init__(self) -> None:
        super().__init__()
        self._props.update(url="", label="", only=False)

    def show(self, statement_id: str, label: str) -> None:
        """Show a statement, or fetch it again where it is the one that is shown."""
        url = f"/api/statements/{statement_id}/board"
        if url == self._props["url"]:
            self.run_method("reload", True)
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
