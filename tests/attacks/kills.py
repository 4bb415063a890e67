"""Writers that are killed in the middle of a change: `python -m tests.attacks.kills [ROUNDS]`.

After each kill the vault must hold the last value that the writer acknowledged or the next one,
whole, and prove itself. A value fills several pages, so that a mixture would show.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.vault.making import Place, empty

WIDTH = 6000  # characters of a value
WRITER = """
import itertools, sys
from pathlib import Path
from model.clock import SystemClock
from model.secret import Secret
from vault import ApiKey, KeyFile, open_vault

folder, name, count, width = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
verbs = sys.argv[5].split(",")
key = KeyFile(folder / "vault.key")
vault = open_vault(folder / "vault.db", key, clock=SystemClock())
for number in itertools.islice(itertools.count(), count or None):
    text = str(number).rjust(8, "0") * (width // 8)
    vault.put(f"{name}-{number}" if count else name, ApiKey(key=Secret(text)))
    print(number, flush=True)
    if "rotate" in verbs:
        vault.rotate()
    if "renew" in verbs:
        vault.keys.renew([key])
"""


def writer(
    place: Place, name: str, count: int, *, verbs: str = "put", width: int = 8
) -> subprocess.Popen[str]:
    """A process that puts `count` records, or one record again and again, and says so each time."""
    facts = (str(place.path.parent), name, str(count), str(width), verbs)
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, *facts], stdout=subprocess.PIPE, text=True
    )


def stored(place: Place) -> int:
    """The number that the one record holds, all over."""
    with place.open() as vault, vault.lease("only", purpose="compare", job="test") as lease:
        text = lease.password.reveal()
    assert text == text[:8] * (WIDTH // 8)
    return int(text[:8])


def kill_while_writing(place: Place, moment: float, verbs: str) -> int:
    """The last number that a writer acknowledged before it was killed."""
    child = writer(place, "only", 0, verbs=verbs, width=WIDTH)
    assert child.stdout is not None
    with child:
        acknowledged = int(child.stdout.readline())
        time.sleep(moment)
        child.kill()
        rest = child.stdout.read().splitlines(keepends=True)
    return max([acknowledged, *(int(line) for line in rest if line.endswith("\n"))])


def kill(place: Place, rounds: int, *, seed: int = 7) -> Counter[str]:
    """How often the acknowledged value was found and how often the next; never another."""
    rng, found = random.Random(seed), Counter[str]()
    for number in range(rounds):
        verbs = ("put", "put,rotate", "put,renew")[number % 3]
        acknowledged = kill_while_writing(place, rng.uniform(0, 0.2), verbs)
        journal = place.path.with_name("vault.db-journal").exists()
        after = stored(place) - acknowledged
        assert after in (0, 1)
        assert place.check().records == 1
        found.update(("the old value", "the new value")[after : after + 1])
        found["in the middle of a commit"] += journal
    return found


def main() -> None:
    """Kill so many writers, and say what was found."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        found = kill(empty(Path(folder)), rounds, seed=random.randrange(1 << 30))
    print(f"{rounds} kills: {dict(found)}; never a mixture, each time the vault proved itself")


if __name__ == "__main__":
    main()
