"""Files of many rows in one archive: ticked, brought, and given to the rows that they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from playwright.sync_api import Error, Locator

from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.files import Got, kind_of
from fetchers.portals.getting.addresses import downloaded
from fetchers.portals.getting.faults import failed, no_document
from fetchers.portals.getting.naming import assigned
from fetchers.portals.getting.presses import pressed
from fetchers.portals.getting.unpacking import Refused, members
from fetchers.portals.recipe import DocumentList, Together
from fetchers.portals.row_values import Row
from fetchers.portals.selecting import Scope, first_present, first_visible
from fetchers.portals.session import Session

_TICK_MS: Final = 5_000


def get_together(
    session: Session, part: DocumentList, rows: Sequence[Row], *, scope: Scope
) -> Iterator[tuple[Row, Got | VisitEnded]]:
    """Each row with the file that names it, or why it has none."""
    together = part.document.together
    if together is None:
        return
    try:
        got = _brought(session, part, together, rows, scope=scope)
        files = _files(got)
    except (VisitEnded, Refused) as wrong:
        yield from ((row, _ending(row, wrong)) for row in rows)
        return
    if len(rows) == 1 and len(files) == 1:
        yield rows[0], files[0]
        return
    given = assigned(files, rows, part.accept)
    for row in rows:
        file = given.get(row.listing.number or "")
        yield row, file or failed(row, "no file of the archive names it")


def _ending(row: Row, wrong: VisitEnded | Refused) -> VisitEnded:
    return no_document(row, f"an archive that {wrong}") if isinstance(wrong, Refused) else wrong


def _brought(
    session: Session, part: DocumentList, together: Together, rows: Sequence[Row], *, scope: Scope
) -> Got:
    boxes = _boxes(part, together, rows, scope)
    step = f"{part.name}.document.together"
    for box in boxes:
        _tick(box, step, on=True)
    control = first_visible(scope, together.get)
    if control is None:
        raise broken(f"{step}.get")
    download = pressed(session, session.page, control, part=part, row=rows[0])
    got = downloaded(session, download, rows[0])
    for box in boxes:
        _tick(box, step, on=False)
    return got


def _boxes(
    part: DocumentList, together: Together, rows: Sequence[Row], scope: Scope
) -> list[Locator]:
    """What is to be ticked: a box in each row that is wanted, or the one for all."""
    found = (
        [first_present(scope, together.all)]
        if together.all
        else [first_present(row.place, together.tick or ()) if row.place else None for row in rows]
    )
    boxes = [box for box in found if box is not None]
    if len(boxes) < len(found):
        raise broken(f"{part.name}.document.together", "a box to tick is not there")
    return boxes


def _tick(box: Locator, step: str, *, on: bool) -> None:
    try:
        box.set_checked(on, timeout=_TICK_MS)
    except Error:
        raise broken(step, "a box can't be ticked") from None


def _files(got: Got) -> list[Got]:
    return members(got) if kind_of(got.content) == "zip" else [got]
