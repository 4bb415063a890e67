"""Recorded visits: kept beside their recipe, as offline tests that `portals check` replays."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from fetchers.portals.check import FIXTURE, note_recording
from model.suppliers import Portal
from model.visits import Run, VisitOrder, VisitResult
from pipeline.portals.recipes import own_name
from pipeline.works import Works
from storage import suppliers

TAPE: Final = "tape"
"""The folder in a visit's spool that it is recorded to."""


def tape(works: Works, portal: Portal, run: Run) -> Path | None:
    """Where a visit is recorded to: where a person asked for it, or its recipe has no test yet.

    A recipe that visits wrote or repaired gets its test by itself, one that a person wrote not.
    """
    written = portal.recipe in (None, own_name(portal))
    tested = (works.recipes / own_name(portal) / FIXTURE).is_dir()
    return works.spool / run.id / TAPE if run.records or (written and not tested) else None


def keep(works: Works, portal_id: str, order: VisitOrder, result: VisitResult) -> bool:
    """Whether the visit is now a test of the portal's recipe: only one that went well is.

    A visit that repaired its recipe went by two of them, and is a test of neither.
    """
    with works.store.read() as tx:
        name = suppliers.portal(tx, portal_id).recipe
    if order.record is None or name is None or result.repair is not None:
        return False
    if not (result.outcome.good and order.record.is_dir()):
        return False
    folder = works.recipes / Path(name).name
    shutil.rmtree(folder / FIXTURE, ignore_errors=True)
    shutil.move(order.record, folder / FIXTURE)
    note_recording(folder, order, result, clock=works.clock)
    return True
