"""What is measured: one module a benchmark, each with its reference measured in the same run.

A benchmark is a function `run(data: Path | None) -> Measured`; `data` is a folder of development
data (invoices, statements), None where there is none: then the demo company's papers are measured.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Measured:
    """Ours beside the reference; `ratio` is ours / reference, in the same unit and run."""

    name: str
    ours: float
    reference: float
    unit: str
    details: Mapping[str, object] = field(default_factory=dict)

    def plain(self) -> dict[str, object]:
        """As `billhook bench --json` says it."""
        ratio = round(self.ours / self.reference, 3) if self.reference else None
        return asdict(self) | {"ratio": ratio}


def cpu_seconds(work: Callable[[], object], *, rounds: int = 3) -> float:
    """The median of the processor time of this process for some rounds of work, after one more."""
    work()
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return median(taken)
