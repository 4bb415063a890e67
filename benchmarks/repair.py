"""Redesigned portals visited by their old recipes, with repair and without: what they bring."""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks import Measured
from model.outcomes import OutcomeCode


def run(_data: Path | None) -> Measured:
    """Redesigned portals whose new document came; the reference is the same without repair."""
    ours, theirs = _visited(mends=True), _visited(mends=False)
    details = {name: value for name, value in ours.items() if name != "brought"}
    return Measured(
        "repair",
        float(len(ours["brought"])),  # type: ignore[arg-type]  # a list of names
        float(len(theirs["brought"])),  # type: ignore[arg-type]  # a list of names
        "redesigned portals that bring their new document",
        details | {"without_repair": theirs["brought"]},
    )


def _visited(*, mends: bool) -> dict[str, object]:
    from tests.fetchers.portals.redesigned import visited  # late: the farm comes with the source
    from tests.fetchers.portals.sharing import shared
    from tests.portals.farm.redesigns import REDESIGNS
    from tests.portals.serving import serve

    brought, named, wrong, seconds = [], {}, 0, {}
    with ExitStack() as stack:
        portals = {one.name: one.portal() for one in REDESIGNS}
        origins = {name: stack.enter_context(serve(one)) for name, one in portals.items()}
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        browser = stack.enter_context(shared(origins.values(), folder))
        for one in REDESIGNS:
            began = time.monotonic()
            told = visited(browser, one, portals[one.name], origins[one.name], mends=mends)
            seconds[one.name] = round(time.monotonic() - began, 1)
            wrong += told.wrong
            if told.then.outcome.code is OutcomeCode.OK and told.then.documents:
                brought.append(one.name)
            else:
                named[one.name] = told.then.outcome.facts.get("step", told.then.outcome.code.value)
    return {
        "portals": len(REDESIGNS),
        "brought": brought,
        "named": named,
        "wrong_documents": wrong,
        "seconds": seconds,
    }
