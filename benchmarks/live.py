"""A live page: from a click in the dashboard to the changed pixel, and frames a second.

The reference is the same click at the visit's own line, without worker, web process and browser.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks import Measured
from benchmarks.mails import percentile

_CLICKS = 40
_PAUSE = 0.25  # seconds between two clicks
_SECONDS = 4
_PAPER = (768, 720)


def run(_data: Path | None) -> Measured:
    """The median in milliseconds; the reference is the picture at the visit's own line."""
    reference = _at_the_line()
    ours, frames = _in_the_dashboard()
    details = {
        "clicks": _CLICKS,
        "p95": round(percentile(ours, 0.95), 1),
        "most": round(max(ours), 1),
        "reference_p95": round(percentile(reference, 0.95), 1),
        "frames_per_second": round(frames, 1),
    }
    return Measured(
        "live",
        round(median(ours), 1),
        round(median(reference), 1),
        "milliseconds from click to changed pixel, median",
        details,
    )


def _in_the_dashboard() -> tuple[list[float], float]:
    """Milliseconds of each click, and frames a second while the page moves all the time."""
    from tests.portals.live_browser import clerk
    from tests.portals.walls import PLACES

    with clerk() as maya:
        maya.opens_the_live_page()
        maya.milliseconds(PLACES["box"])  # the first one finds cold caches
        taken = []
        for _ in range(_CLICKS):
            time.sleep(_PAUSE)
            taken.append(maya.milliseconds(PLACES["box"]))
        maya.click(PLACES["field"])
        return taken, maya.frames_while_moving(_SECONDS)


def _at_the_line() -> list[float]:
    from fetchers.portals import visit
    from model.live import Verdict
    from model.visits import OpenPage, VisitOrder, VisitResult
    from tests.fetchers.portals.conftest import FarmLease
    from tests.portals import recipes
    from tests.portals.attending import Person, attending
    from tests.portals.serving import serve
    from tests.portals.walls import PLACES, Walled

    def click(person: Person) -> float:
        was, frames = person.colour(_PAPER)[0] > 128, person.frames
        began = time.perf_counter()
        person.click(PLACES["box"])
        person.until(lambda: person.frames > frames and (person.colour(_PAPER)[0] > 128) is not was)
        return (time.perf_counter() - began) * 1000

    with serve(Walled().app()) as origin, tempfile.TemporaryDirectory() as spool:

        def go(page: OpenPage) -> VisitResult:
            origins = frozenset({origin})
            order = VisitOrder(
                run_id="bench",
                portal="Farm",
                start_url=f"{origin}/",
                origins=origins,
                spool=Path(spool),
                recipe=recipes.table(origin),
                loopback_http=True,
                page=page,
            )
            return visit(order, FarmLease(origins), lambda _progress: None)

        with attending(go) as (person, result):
            person.takes_over()
            click(person)
            taken = []
            for _ in range(_CLICKS):
                time.sleep(_PAUSE)
                taken.append(click(person))
            person.ends(Verdict.CANCEL)
            result()
            return taken
