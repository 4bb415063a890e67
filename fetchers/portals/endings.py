"""How a visit ends early: the portal's answer is raised here and becomes the outcome."""

from __future__ import annotations

import errno
from typing import Final

from model.outcomes import Outcome, OutcomeCode

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class VisitEnded(Exception):
    """The portal gave an answer that ends the visit, or what is done for one row of a list."""

    def __init__(self, code: OutcomeCode, **facts: str) -> None:
        super().__init__(code.value)
        self.outcome = Outcome(code, facts)


def broken(step: str, why: str = "") -> VisitEnded:
    """The ending for a portal that no longer looks as it did at `step`."""
    return VisitEnded(OutcomeCode.RECIPE_BROKEN, step=step, **({"why": why} if why else {}))


def unsaved(problem: OSError) -> Outcome:
    """SAVE_FAILED, where the disk has no room for what came; any other trouble is raised again."""
    if problem.errno not in _NO_ROOM:
        raise problem
    return Outcome(OutcomeCode.SAVE_FAILED, {"cause": "there is no room left on the disk"})
