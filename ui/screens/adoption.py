"""How far suppliers are adopted, on the Portals screen: what holds them, what they saved."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from model.adoption import (
    Adoption,
    AdoptionReport,
    AdoptionStage,
    Savings,
    SupplierAdoption,
)
from ui.components.parts import box, key_cap, text
from ui.languages import number, say
from ui.stored_words import stage_word
from ui.wording import count, figure

MOST: Final = 100
"""So many suppliers without a portal are named; the command names all."""


def adopted(adoption: Adoption) -> None:
    """The part of the pane about one portal."""
    with box("detail-part"):
        text(say("Adoption"), tag="h3")
        _ladder(adoption.stage)
        if adoption.held_back:
            with box("held", "p"):
                text(adoption.held_back, "quiet")
                if adoption.key:
                    key_cap(adoption.key)
        text(_saved(adoption.savings), "quiet", "p")


def _ladder(reached: AdoptionStage) -> None:
    """All stages, those that are reached marked; a reader is told the last one."""
    with box("ladder", role="img", aria_label=say("Stage: {words}", words=stage_word(reached))):
        for stage in AdoptionStage:
            text(stage_word(stage), "on" if stage.rank <= reached.rank else "")


def _saved(savings: Savings) -> str:
    if not savings.downloads:
        return say("Nothing was fetched this month yet.")
    sign_ins = count(savings.sign_ins, "sign-in")
    downloads = count(savings.downloads, "download")
    return say(
        "{sign_ins} and {downloads} done this month: about {time} saved.",
        sign_ins=sign_ins,
        downloads=downloads,
        time=savings.time,
    )


def estimate(report: AdoptionReport) -> str:
    """Where the suppliers stand, and how the minutes are estimated."""
    stages = [f"{many} {stage_word(stage)}" for stage, many in report.stages.items() if many]
    effort = report.effort
    return say(
        "{stages}. Estimated: {sign_in} min a sign-in, {download} min a download (billhook rules).",
        stages=", ".join(stages),
        sign_in=figure(Decimal(f"{effort.sign_in.normalize():f}")),
        download=figure(Decimal(f"{effort.download.normalize():f}")),
    )


class WithoutPortal:
    """The suppliers that have no portal, below those that have; those that lack one first."""

    def __init__(self) -> None:
        self._told: tuple[SupplierAdoption, ...] = ()
        self._box = box("without", "section", aria_label=say("Suppliers without a portal"))

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
        text(say("Without a portal"), tag="h2")
        for one in told[:MOST]:
            with box("wrow"):
                text(one.name, tag="b")
                text(stage_word(one.adoption.stage))
                text(one.adoption.held_back or say("Its documents come by mail."), "quiet")
        if len(told) > MOST:
            text(
                say("{n} more: billhook portals adoption.", n=number(len(told) - MOST)),
                "quiet",
                "p",
            )
