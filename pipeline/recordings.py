"""Recorded visits: kept beside their recipe, as offline tests that `portals check` replays."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from fetchers.portals.check import FIXTURE, note_recording
from model.suppliers import Portal
from model.visits import VisitOrder, VisitResult
from pipeline.works import Works

TAPE: Final = "tape"
"""The folder in a visit's spool that it is recorded to."""


def keep(works: Works, portal: Portal, order: VisitOrder, result: VisitResult) -> bool:
    """Whether the visit is now a test of the portal's recipe: only one that went well is."""
    if order.record is None or portal.recipe is None:
        return False
    if not (result.outcome.good and order.record.is_dir()):
        return False
    folder = works.recipes / Path(portal.recipe).name
    shutil.rmtree(folder / FIXTURE, ignore_errors=True)
    shutil.move(order.record, folder / FIXTURE)
    note_recording(folder, order, result, clock=works.clock)
    return True
