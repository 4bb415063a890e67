"""How a visit ends early: the portal's answer is raised here and becomes the outcome."""

from __future__ import annotations

from model.outcomes import Outcome, OutcomeCode


class VisitEnded(Exception):
    """The portal gave an answer that ends the visit, or what is done for one row of a list."""

    def __init__(self, code: OutcomeCode, **facts: str) -> None:
        super().__init__(code.value)
        self.outcome = Outcome(code, facts)


def broken(step: str, why: str = "") -> VisitEnded:
    """The ending for a portal that no longer looks as it did at `step`."""
    return VisitEnded(OutcomeCode.RECIPE_BROKEN, step=step, **({"why": why} if why else {}))
