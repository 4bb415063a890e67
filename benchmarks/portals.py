"""Visits to forty portals, two at a time, beside a script written by hand for the same portals.

Both do the same: a Chromium of their own in its sandbox, a sign-in, a list of three pages (of one
that its server makes, or of one that its script does), seven files, a sign-out. What counts is the
processor time of all processes that took part; they take turns, so that a busy machine is busy for
both. Then the sign-ins alone: fresh, and gone on with from what the vault kept of the last visit.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks import Measured
from benchmarks.portals_rounds import BY_HAND, OURS, Cost, Round
from benchmarks.processes import Memory
from tests.portals.challenges import Lasting
from tests.portals.lasting import TwoStepLasting
from tests.portals.serving import serving
from tests.portals.sites import Site, Spa

_AT_ONCE: Final = 2
_A_ROUND: Final = 10
_ROUNDS: Final = ("table", "script", "script", "table")
_KEPT: Final = 6  # portals of each kind of sign-in
_HOUR: Final = 3600.0
_SITES: Final = {"table": Site, "script": Spa, "password": Lasting, "code": TwoStepLasting}


def run(_data: Path | None) -> Measured:
    """Processor seconds a visit; the reference is the script's."""
    with _visitors("ours") as ours, _visitors("by_hand") as by_hand:
        with (
            Memory(ours.pid, OURS, forks=True) as held,
            Memory(by_hand.pid, BY_HAND, forks=False) as held_by_hand,
        ):
            pairs = [_pair(number, ours, by_hand) for number in range(len(_ROUNDS))]
        sign_ins = {kind: _sign_ins(ours, kind) for kind in ("password", "code")}
    mine, theirs = ([pair[at] for pair in pairs] for at in (0, 1))
    details = {
        "portals": _A_ROUND * len(_ROUNDS),
        "at_once": _AT_ONCE,
        "visits_an_hour": _an_hour(mine),
        "reference_an_hour": _an_hour(theirs),
        "cpu_ratios": {
            shape: _ratio(
                [pair for name, pair in zip(_ROUNDS, pairs, strict=True) if name == shape]
            )
            for shape in sorted(set(_ROUNDS))
        },
        "memory_mb_a_visit": held.most,
        "reference_memory_mb_a_visit": held_by_hand.most,
        "kept_sign_in": sign_ins,
    }
    return Measured("portals", _cpu(mine), _cpu(theirs), "processor seconds a visit", details)


@dataclass(frozen=True, slots=True)
class _Visitors:
    """A process that makes rounds of visits, ours or by hand."""

    process: subprocess.Popen[str]

    @property
    def pid(self) -> int:
        """Its number."""
        return self.process.pid

    def round(self, told: Round) -> Cost:
        """What a round cost."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asdict(told)) + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        if not said:
            raise RuntimeError("the visits broke off; their error stands above")
        return Cost(**json.loads(said))


@contextmanager
def _visitors(kind: str) -> Iterator[_Visitors]:
    command = [sys.executable, "-m", "benchmarks.portals_rounds", kind]
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as process:
        yield _Visitors(process)


def _pair(number: int, ours: _Visitors, by_hand: _Visitors) -> tuple[Cost, Cost]:
    """What our round and the script's cost, either first in turn."""
    sites = [_SITES[_ROUNDS[number]]() for _ in range(_A_ROUND)]
    with serving(site.app() for site in sites) as origins:
        told = Round(_ROUNDS[number], origins, _AT_ONCE)
        if number % 2:
            theirs = by_hand.round(told)
            return ours.round(told), theirs
        return ours.round(told), by_hand.round(told)


def _sign_ins(ours: _Visitors, kind: str) -> dict[str, object]:
    """Sign-ins of one kind, one visit at a time: fresh, then kept ones of the same portals."""
    sites = [_SITES[kind]() for _ in range(_KEPT)]
    with serving(site.app() for site in sites) as origins:
        told = Round("code" if kind == "code" else "table", origins, 1, keeps=True)
        fresh, kept = ours.round(told), ours.round(told)
    return {
        "fresh_cpu": round(fresh.sign_in_cpu / _KEPT, 3),
        "kept_cpu": round(kept.sign_in_cpu / _KEPT, 3),
        "times_faster_cpu": round(fresh.sign_in_cpu / kept.sign_in_cpu, 2),
        "times_faster": round(fresh.sign_in_wall / kept.sign_in_wall, 2),
        "share_of_a_visit": round(fresh.sign_in_cpu / fresh.cpu, 2),
        "whole_visit_times_faster_cpu": round(fresh.cpu / kept.cpu, 2),
        "whole_visit_times_faster": round(fresh.wall / kept.wall, 2),
    }


def _cpu(costs: Sequence[Cost]) -> float:
    return round(sum(one.cpu for one in costs) / (len(costs) * _A_ROUND), 3)


def _an_hour(costs: Sequence[Cost]) -> int:
    return round(len(costs) * _A_ROUND * _HOUR / sum(one.wall for one in costs))


def _ratio(pairs: Sequence[tuple[Cost, Cost]]) -> float:
    return round(sum(mine.cpu for mine, _ in pairs) / sum(theirs.cpu for _, theirs in pairs), 3)
