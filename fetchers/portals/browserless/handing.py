"""What a browser has to know that goes on where a visit without one came to its end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fetchers.portals.browserless.mark import without_mark
from fetchers.portals.wire import Job
from model.visits import VisitResult

_SAID = "The portal is visited by browser from now on, since a visit without one had to stop: {}."


@dataclass(frozen=True, slots=True)
class Handed:
    """That a browser has to go on with a job, and why.

    `lasts` says that the recipe is to say no longer that no browser is needed.
    """

    job: Job
    why: str
    lasts: bool = True

    def told(self, result: VisitResult) -> VisitResult:
        """The browser's result, with a recipe that no later visit begins without one by."""
        return unmarked(result, self.job.order.recipe, self.why) if self.lasts else result


def unmarked(result: VisitResult, recipe: str | None, why: str) -> VisitResult:
    """The result with the recipe that was visited by, or mended, without the mark."""
    text = result.recipe or recipe or ""
    return replace(result, recipe=without_mark(text), unmarked=_SAID.format(why))
