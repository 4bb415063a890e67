"""A visit's page in a person's hands."""

from __future__ import annotations

from nicegui.element import Element


class LivePage(Element, component="live_page.js"):
    """The live page of one visit; all that is seen and done goes over a web socket of its own."""

    def __init__(self, run_id: str) -> None:
        super().__init__()
        self._props["path"] = f"/live/{run_id}"
        self.name("the portal")

    def name(self, portal: str) -> None:
        """Say whose page it is."""
        label = f"Page of {portal}. Keys go to it; Shift Escape leaves it."
        self._props["label"] = label
        self.update()
