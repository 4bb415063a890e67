"""A worker whose visits are real at the farm's portals, and of a known length at all others.

`python -m benchmarks.load_portals_worker --data FOLDER --number N`, as `billhook.worker`. All of it
but the visits themselves is the real one: lanes, claims, pace, vault, files, reading, settling. How
the visits that stand in for real ones behave is read from the data folder; when each visit began
and ended is written there, a line a visit.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import billhook.worker
from billhook.cli import protected
from billhook.wiring import CLOCK
from model.documents import DocumentKind
from model.money import Money
from model.outcomes import Outcome, OutcomeCode
from model.ports import Lease, Visitor
from model.visits import (
    FetchedDocument,
    Listing,
    RunState,
    VisitOrder,
    VisitProgress,
    VisitResult,
)
from pipeline.works import Works
from tests.portals.sites import Doc

BEHAVIOUR: Final = "load-portals.json"
VISITS: Final = "load-portals.visits"
_DAY: Final = date(2026, 11, 2)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How visits go: `real` portals are visited indeed, `failing` break the first time."""

    seconds: float
    slow_seconds: float
    real: tuple[str, ...]
    slow: tuple[str, ...]
    failing: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """Nothing comes back: the workers of this data folder behave so."""
        (folder / BEHAVIOUR).write_text(json.dumps(asdict(self)))

    @staticmethod
    def read(folder: Path) -> Behaviour:
        """As it was written."""
        said: dict[str, Any] = json.loads((folder / BEHAVIOUR).read_text())
        lists = {name: tuple(said[name]) for name in ("real", "slow", "failing")}
        return Behaviour(said["seconds"], said["slow_seconds"], **lists)


@dataclass(frozen=True, slots=True)
class Seen:
    """One visit as its worker saw it; the instants are those of the machine's clock."""

    portal: str
    run: str
    began: float
    ended: float


def visits(folder: Path) -> list[Seen]:
    """The visits that have ended, in the order of their ends."""
    file = folder / VISITS
    return [Seen(**json.loads(line)) for line in file.read_text().splitlines()]


@dataclass(frozen=True, slots=True)
class _Visits:
    """What makes the visits; fulfils `model.ports.Visitor`."""

    folder: Path
    behaviour: Behaviour
    real: Visitor

    def __call__(
        self, order: VisitOrder, lease: Lease, report: Callable[[VisitProgress], None], **more: Any
    ) -> VisitResult:
        """What one visit brought, real or not."""
        began = CLOCK.now().timestamp()
        if order.portal in self.behaviour.real:
            result = self.real(order, lease, report, **more)
        else:
            result = self._stand_in(order, lease, report)
        self._note(Seen(order.portal, order.run_id, began, CLOCK.now().timestamp()))
        return result

    def _note(self, seen: Seen) -> None:
        """One write a line, so that those of several workers do not mix."""
        line = (json.dumps(asdict(seen)) + "\n").encode()
        file = os.open(self.folder / VISITS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(file, line)
        os.close(file)

    def _stand_in(
        self, order: VisitOrder, lease: Lease, report: Callable[[VisitProgress], None]
    ) -> VisitResult:
        """A visit that takes its time, opens the credential, and brings one file."""
        report(VisitProgress(RunState.SIGNING_IN, sends_password=bool(lease.password.reveal())))
        slow = order.portal in self.behaviour.slow
        time.sleep(self.behaviour.slow_seconds if slow else self.behaviour.seconds)
        report(VisitProgress(RunState.DOWNLOADING, 0, 1))
        if order.portal in self.behaviour.failing and self._is_first(order.portal):
            return VisitResult(Outcome(OutcomeCode.UNKNOWN, {"why": "the benchmark says so"}))
        document = _document(order)
        return VisitResult(
            Outcome(OutcomeCode.OK, {"n": "1"}),
            listings=(document.listing,),
            documents=(document,),
            counter=1,
            complete=True,
            pages=1,
        )

    def _is_first(self, portal: str) -> bool:
        try:
            (self.folder / f"tried-{portal}").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def _document(order: VisitOrder) -> FetchedDocument:
    """The one invoice of a portal, lying in the visit's spool."""
    number = f"LOAD-{order.portal}"
    content = Doc(number, _DAY.isoformat(), "120.00").pdf
    sha256 = hashlib.sha256(content).hexdigest()
    path = order.spool / sha256
    path.write_bytes(content)
    gross = Money(Decimal("120.00"), "EUR")
    listing = Listing(DocumentKind.INVOICE, number, _DAY, gross)
    return FetchedDocument(listing, path, sha256, len(content), "application/pdf", f"{number}.pdf")


def main() -> int:
    """Work as `billhook.worker` does."""
    names = vars(billhook.worker)
    joined = names["works"]

    def works(*given: Any) -> Works:
        real: Works = joined(*given)
        made = _Visits(real.folder, Behaviour.read(real.folder), real.visit)
        return replace(real, visit=made)

    names["works"] = works
    return protected(billhook.worker.worker, sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
