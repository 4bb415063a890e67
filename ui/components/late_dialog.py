"""A dialog that is made when it is opened first; most pages never open most of theirs."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import context, ui

from ui.components.parts import dialog


class LateDialog:
    """A dialog with a name for screen readers; `fill` makes what stands in it.

    It belongs to the place where it is asked for, and goes with that.
    """

    def __init__(self, label: str, fill: Callable[[], None], *, on_top: bool = False) -> None:
        self._label = label
        self._fill = fill
        self._on_top = on_top
        self._home = context.slot
        self._made: ui.dialog | None = None

    def open(self) -> None:
        """Show it."""
        if self._made is None:
            with self._home:
                self._made = dialog(self._label)
            if self._on_top:
                self._made.props["position"] = "top"
            with self._made:
                self._fill()
        self._made.open()

    def close(self) -> None:
        """Let it go away."""
        if self._made is not None:
            self._made.close()
