"""A visit's page in a person's hands."""

from __future__ import annotations

from typing import Final

from nicegui.element import Element

from ui.languages import phrase, said_by_name, say

_WORDS: Final = {
    "automation": phrase("Billhook is at work"),
    "waiting": phrase("Waiting for a person"),
    "person": phrase("A person is at work"),
    "checking": phrase("Billhook checks"),
    "ended": phrase("Ended"),
    "yours": phrase("You have control"),
    "theirs": phrase("{name} has control"),
    "take": phrase("Take control"),
    "done": phrase("Done"),
    "cancel": phrase("Cancel"),
    "report": phrase("Report"),
    "leave": phrase("Give back"),
    "showing": phrase("Showing the list"),
    "yes": phrase("Yes"),
    "no": phrase("No"),
    "go_on": phrase("Go on in the page"),
    "point": phrase("Show a row"),
    "pages": phrase("Open pages"),
    "close": phrase("Close"),
    "keys": phrase("Keys for the page"),
    "none": phrase("The page is shown as soon as a person is needed."),
    "hint": phrase("Shift Esc leaves the page for these keys. Password fields are covered."),
    "watching": phrase("You are watching."),
}


class LivePage(Element, component="live_page.js"):
    """The live page of one visit; all that is seen and done goes over a web socket of its own."""

    def __init__(self, run_id: str) -> None:
        super().__init__()
        self._props["path"] = f"/live/{run_id}"
        self._props["words"] = said_by_name(_WORDS)
        self.name(say("the portal"))

    def name(self, portal: str) -> None:
        """Say whose page it is."""
        label = say("Page of {portal}. Keys go to it; Shift Escape leaves it.", portal=portal)
        self._props["label"] = label
        self.update()
