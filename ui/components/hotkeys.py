"""Keys of the whole page, resolved in the browser."""

from __future__ import annotations

from collections.abc import Iterable

from nicegui.element import Element

from ui.keys import Key, bindings


class Hotkeys(Element, component="hotkeys.js"):
    """Listens to the page's keys; see ui.keys for what they do.

    Events: `act` {verb, at} for a key that acts on the row `at`, `answer` {question, key} for one
    that answers a question, and `lost` {key} where what the person saw is no longer there.
    """

    def __init__(self) -> None:
        super().__init__()
        self._props["map"] = ()

    def bind(self, keys: Iterable[Key]) -> None:
        """Replace the map."""
        self._props["map"] = tuple(bindings(keys).items())  # NiceGUI would watch each of a dict's
