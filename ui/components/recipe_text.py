"""The text of a recipe in an editor: line numbers, and what is wrong beside its line."""

from __future__ import annotations

from collections.abc import Iterable

from nicegui.element import Element

from model.recipe_book import RecipeBook, RecipeFault
from ui.languages import say


class RecipeText(Element, component="recipe_text.js"):
    """An editor. Event: `typed` {text, base}, where `base` is the version it was begun from.

    What is typed stays in the browser's tab until `kept` or `show` says that it is saved or gone.
    """

    def __init__(self, book: RecipeBook, *, locked: bool) -> None:
        super().__init__()
        self._props.update(
            text=book.text,
            base=book.base,
            draft=f"recipe:{book.portal_id}",
            label=say("The recipe"),
            locked=locked,
        )

    def show(self, book: RecipeBook) -> None:
        """Show another version in the place of all that is there."""
        self.run_method("show", book.text, book.base)

    def kept(self, text: str, base: str) -> None:
        """A text is saved; what was typed since goes on from it."""
        self.run_method("kept", text, base)

    def rebase(self, base: str) -> None:
        """What is typed goes on from another version."""
        self.run_method("rebase", base)

    def note(self, faults: Iterable[RecipeFault], said: str) -> None:
        """Say what is wrong, and in one sentence how it stands."""
        told = [{"line": one.line, "what": one.what} for one in faults]
        self._props.update(faults=told, said=said)
