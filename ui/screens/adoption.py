"""How far suppliers are adopted, on the Portals screen: what holds them, what they saved."""

from __future__ import annotations

from typing import Final

from model.adoption import (
    Adoption,
    AdoptionReport,
    AdoptionStage,
    Savings,
    SupplierAdoption,
)
from ui.components.parts import box, key_cap, text
from ui.wording import count

MOST: Final = 100
"""So many suppliers without a portal are named; the command names all."""


def adopted(adoption: Adoption) -> None:
    """The part of the pane about one portal."""
    with box("detail-part"):
        text("Adoption", tag="h3")
        _ladder(adoption.stage)
        if adoption.held_back:
            with box("held", "p"):
                text(adoption.held_back, "quiet")
                if adoption.key:
                    key_cap(adoption.key)
        text(_saved(adoption.savings), "quiet", "p")


def _ladder(reached: AdoptionStage) -> None:
    """All stages, those that are reached marked; a reader is told the last one."""
    with box("ladder", role="img", aria_label=f"Stage: {reached.words}"):
        for stage in AdoptionStage:
            text(stage.words, "on" if stage.rank <= reached.rank else "")


def _saved(savings: Savings) -> str:
    if not savings.downloads:
        return "Nothing was fetched this month yet."
    sign_ins = count(savings.sign_ins, "sign-in")
    downloads = count(savings.downloads, "download")
    return f"{sign_ins} and {downloads} done this month: about {savings.time} saved."


def estimate(report: AdoptionReport) -> str:
    """Where the suppliers stand, and how the minutes are estimated."""
    stages = [f"{number} {stage.words}" for stage, number in report.stages.items() if number]
    effort = report.effort
    return (
        f"{', '.join(stages)}. Estimated: {effort.sign_in.normalize():f} min a sign-in, "
        f"{effort.download.normalize():f} min a download (billhook rules)."
    )


class WithoutPortal:
    """The suppliers that have no portal, below those that have; those that lack one first."""

    def __init__(self) -> None:
        self._told: tuple[SupplierAdoption, ...] = ()
        self._box = box("without", "section", aria_label="Suppliers without a portal")

    def show(self, report: AdoptionReport) -> None:
        """Write them, where they are others than before."""
        told = tuple(one for one in report.suppliers if not one.portals)
        if told == self._told:
            return
        self._told = told
        self._box.clear()
        if told:
            with self._box:
                self._draw(told)

    def _draw(self, told: tuple[SupplierAdoption, ...]) -> None:
        text("Without a portal", tag="h2")
        for one in told[:MOST]:
            with box("wrow"):
                text(one.name, tag="b")
                text(one.adoption.stage.words)
                text(one.adoption.held_back or "Its documents come by mail.", "quiet")
        if len(told) > MOST:
            text(f"{len(told) - MOST} more: billhook portals adoption.", "quiet", "p")
