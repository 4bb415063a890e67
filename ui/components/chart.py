"""Bars over a row of labels: drawn as plain elements, and told as words to who can't see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ui.components.parts import box, text


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of stacked parts; `parts` are sizes by the class of their colour, from the bottom.

    `top` stands above it, `words` say all of it to a reader and under the pointer. A part below
    zero takes no room.
    """

    label: str
    parts: Mapping[str, float]
    top: str
    words: str
    now: bool = False

    @property
    def size(self) -> float:
        """How high it is."""
        return sum(max(size, 0.0) for size in self.parts.values())


def bars(every: Sequence[Bar], *, about: str) -> None:
    """Draw bars beside each other, the highest as high as there is room; `about` names the plot."""
    highest = max((bar.size for bar in every), default=0.0)
    told = "; ".join(bar.words for bar in every)
    with box("chart", role="img", aria_label=f"{about}: {told}"):
        for bar in every:
            _draw(bar, highest)


def _draw(bar: Bar, highest: float) -> None:
    with box("column now" if bar.now else "column", title=bar.words):
        with box("room"):
            text(bar.top, "size")
            for colour, size in reversed(list(bar.parts.items())):
                if size > 0:
                    box(f"part {colour}").style(f"--share: {size / highest:.3f}")
        text(bar.label, "foot")


def legend(words: Mapping[str, str]) -> None:
    """Say which colour is what; each has a pattern of its own, too."""
    with box("legend"):
        for colour, word in words.items():
            with box("", "span"):
                box(f"part {colour}", "i")
                text(word)
