"""Ten times the lines, ten times the work? 10,000, 100,000 and 1,000,000 lines beside each other.

Ours is the processor time of a line in the largest world over that of a line in the smallest, of
whole processes; the reference is the same of a join in SQL. 1 is linear. A line has six entries.
`--data FILE` may name a file with other numbers of lines in it, in growing order.
"""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import Measured
from benchmarks.reconcile import JOIN, OURS, Cost, cost_of, make_world

_LINES: Final = (10_000, 100_000, 1_000_000)


def run(data: Path | None) -> Measured:
    """How much more a line costs in the largest world than in the smallest."""
    sizes = tuple(map(int, data.read_text().split())) if data else _LINES
    costs = {lines: _costs(lines) for lines in sizes}
    details: dict[str, object] = {
        f"{lines} lines": {
            "ours_cpu_seconds": ours.cpu,
            "ours_mb": ours.memory,
            "ours_us_a_line": _each(ours, lines),
            "reference_cpu_seconds": join.cpu,
            "reference_mb": join.memory,
            "reference_us_a_line": _each(join, lines),
        }
        for lines, (ours, join) in costs.items()
    }
    growths = [
        _each(costs[sizes[-1]][way], sizes[-1]) / _each(costs[sizes[0]][way], sizes[0])
        for way in (0, 1)
    ]
    ours, reference = (round(growth, 2) for growth in growths)
    return Measured("reconcile-scale", ours, reference, "times the cost of a line", details)


def _costs(lines: int) -> tuple[Cost, Cost]:
    """What a world of so many lines takes us, and the join."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        make_world(folder, random.Random(7), lines)
        answers = folder / "answers.jsonl"
        return cost_of(OURS, folder, answers), cost_of(JOIN, folder, answers)


def _each(cost: Cost, lines: int) -> float:
    """Microseconds of processor time a line."""
    return round(cost.cpu / lines * 1e6, 1)
