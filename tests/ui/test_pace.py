"""How long the rest takes: nothing is said before something was seen; a new begin is new."""

from __future__ import annotations

from ui.pace import Pace
from ui.screens.entities_pane import look_words


def test_the_rest_is_told_by_what_was_seen_of_late() -> None:
    pace = Pace()
    assert pace.left(0, 1000, now=0.0) is None
    assert pace.left(10, 1000, now=2.0) is None
    assert pace.left(50, 1000, now=5.0) == 95.0
    assert pace.left(650, 1000, now=45.0) is None  # what was seen before is too long ago
    assert pace.left(750, 1000, now=50.0) == 12.5
    assert pace.left(5, 1000, now=55.0) is None


def test_the_rest_is_said_in_minutes_or_not_at_all() -> None:
    assert look_words(0, 1200, None) == "All documents are looked at anew: 0 of 1,200."
    assert look_words(9, 10, 12.0).endswith("Less than a minute is left.")
    assert look_words(9, 10, 200.0).endswith("About 3 minutes are left.")
