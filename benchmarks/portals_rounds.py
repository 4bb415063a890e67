"""A process that makes visits as it is told, and says what they cost.

`python -m benchmarks.portals_rounds ours|by_hand`: a `Round` a line on standard input, a `Cost` a
line on standard output. Ours keep their sign-ins in a vault of this process's own where they are
told to.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from benchmarks.processes import adopt_orphans, children, command, cpu_so_far, settled_cpu
from fetchers.portals import visit
from fetchers.portals.den import PORTAL_USERS
from model.clock import SystemClock
from model.errors import SecretMissing
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import RunState, VisitOrder, VisitProgress
from tests.portals import recipes
from tests.portals.lasting import SEED
from tests.portals.sites import DOCS, PASSWORD, USER
from vault import BrowserSession, KeyFile, Vault, create_vault

OURS: Final = "fetchers.portals.zygote"
BY_HAND: Final = "portals_by_hand.py"
"""What the commands of our visits' processes, and of the script's, are known by."""
_SHAPES: Final[Mapping[str, Callable[[str], str]]] = {
    "table": recipes.table,
    "script": lambda origin: recipes.table(origin, lists=recipes.SPA_LIST),
    "code": lambda origin: recipes.table(origin, sign_in=recipes.TWO_STEP),
}


@dataclass(frozen=True, slots=True)
class Round:
    """Visits to portals of one shape, so many at once; `keeps` goes on with kept sign-ins."""

    shape: str
    origins: tuple[str, ...]
    at_once: int
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of a round; of its sign-ins alone where it made one visit at a time."""

    cpu: float
    wall: float
    sign_in_cpu: float = 0.0
    sign_in_wall: float = 0.0


@dataclass(frozen=True, slots=True)
class _Given:
    """The farm's credential; fulfils `model.ports.Lease`."""

    origins: frozenset[str]
    totp: Secret | None
    username: str = USER
    password: Secret = field(default_factory=lambda: Secret(PASSWORD))
    name: str = "farm"
    edition: str | None = None
    customer_number: str | None = None


@dataclass(frozen=True, slots=True)
class _Sealed:
    """One portal's sign-in in a vault; fulfils `model.ports.SignInMemory`."""

    vault: Vault
    origin: str

    def recall(self) -> Secret | None:
        """What the last visit kept; None where there is nothing."""
        try:
            with self.vault.lease(self.origin, purpose="visit", job="bench") as lease:
                return Secret(lease.password.reveal())
        except SecretMissing:
            return None

    def keep(self, state: Secret) -> None:
        """Seal it."""
        record = BrowserSession(state=state, origins=frozenset({self.origin}))
        self.vault.put(self.origin, record, actor="bench")


@dataclass(slots=True)
class _Watched:
    """When a visit began to sign in and was done with it: processor time and clock."""

    marks: dict[RunState, tuple[float, float]] = field(default_factory=dict)

    def __call__(self, progress: VisitProgress) -> None:
        if progress.state in (RunState.SIGNING_IN, RunState.COLLECTING):
            self.marks.setdefault(progress.state, (cpu_so_far(), time.monotonic()))

    @property
    def seconds(self) -> tuple[float, float]:
        """Processor time and time of the sign-in."""
        first, last = self.marks[RunState.SIGNING_IN], self.marks[RunState.COLLECTING]
        return last[0] - first[0], last[1] - first[1]


class _Visitor:
    """Makes rounds of one kind."""

    def __init__(self, folder: Path, vault: Vault | None) -> None:
        self._folder = folder
        self._vault = vault
        self._made = 0

    def round(self, told: Round) -> Cost:
        """What a round of visits cost."""
        places = [self._place() for _ in told.origins]
        before, began = cpu_so_far(), time.monotonic()
        make = partial(self._ours if self._vault else self._by_hand, told)
        with ThreadPoolExecutor(told.at_once) as pool:
            signed = list(pool.map(make, told.origins, places))
        wall = time.monotonic() - began
        cpu = settled_cpu(but=self._stays()) - before
        if told.at_once > 1:
            return Cost(cpu, wall)
        return Cost(cpu, wall, sum(one for one, _ in signed), sum(one for _, one in signed))

    def _place(self) -> Path:
        self._made += 1
        place = self._folder / str(self._made)
        place.mkdir()
        place.chmod(0o711)  # the script's Chromium has its home in there, as another user
        return place

    def _stays(self) -> frozenset[int]:
        """What our visits are forked from, which outlives them."""
        return frozenset(pid for pid in children(os.getpid()) if OURS in command(pid))

    def _ours(self, told: Round, origin: str, place: Path) -> tuple[float, float]:
        order = VisitOrder(
            run_id="bench",
            portal="Farm",
            start_url=f"{origin}/",
            origins=frozenset({origin}),
            spool=place / "spool",
            recipe=_SHAPES[told.shape](origin),
            loopback_http=True,
        )
        watched = _Watched()
        memory = _Sealed(self._vault, origin) if self._vault and told.keeps else None
        given = _Given(order.origins, totp=Secret(SEED) if told.shape == "code" else None)
        result = visit(order, given, watched, memory=memory)
        if result.outcome.code is not OutcomeCode.OK or len(result.documents) != len(DOCS):
            raise RuntimeError(f"a visit ended {result.outcome.code}, and not with every document")
        return watched.seconds if told.at_once == 1 else (0.0, 0.0)

    def _by_hand(self, told: Round, origin: str, place: Path) -> tuple[float, float]:
        script = Path(__file__).with_name(BY_HAND)
        said = subprocess.run(
            [sys.executable, str(script), told.shape, origin, str(place), _launcher(place)],
            input=f"{USER}\n{PASSWORD}\n",
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        if int(said.stdout) != len(DOCS):
            raise RuntimeError(f"the script brought {said.stdout.strip()} of {len(DOCS)}")
        return 0.0, 0.0


def _launcher(place: Path) -> str:
    """What starts Chromium for the script in its sandbox, which root has to leave for."""
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    if os.geteuid() != 0:
        return chromium
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = next(known[name] for name in PORTAL_USERS if name in known)
    home, launcher = place / "home", place / "launch"
    home.mkdir(mode=0o700)
    os.chown(home, user.pw_uid, user.pw_gid)
    drop = f"--reuid {user.pw_uid} --regid {user.pw_gid} --clear-groups"
    launcher.write_text(
        f"#!/bin/sh\nexport HOME={home} TMPDIR={home}\n"
        f'exec setpriv {drop} {chromium} "$@" --user-data-dir={home}\n'
    )
    launcher.chmod(0o755)
    return str(launcher)


def main() -> None:
    """Make every round that is ordered."""
    adopt_orphans()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        folder.chmod(0o711)
        vault: Vault | None = None
        if sys.argv[1] == "ours":
            KeyFile.make(folder / "key")
            made = create_vault(folder / "vault", KeyFile(folder / "key"), clock=SystemClock())
            vault = stack.enter_context(made)
        visitor = _Visitor(folder, vault)
        for line in sys.stdin:
            told: dict[str, Any] = json.loads(line)
            cost = visitor.round(Round(**{**told, "origins": tuple(told["origins"])}))
            sys.stdout.write(json.dumps(asdict(cost)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
