"""kill -9 of the worker while it visits the farm: `python -m tests.crash.visits --kills 100`.

The portals run in this process, which is never killed. A person plays along: a sign-in that broke
off in the middle is answered with "try again", as the question asks.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from billhook.commands.up import programs
from billhook.settings import FILE, Settings, load
from billhook.wiring import CLOCK, opened_store
from model.schedules import Rhythm, Schedule
from model.secret import Secret
from model.suppliers import Account, Portal, Supplier
from storage import documents, runs, schedules, suppliers
from storage.store import Store
from tests.crash.mortal import Mortal
from tests.crash.person import answer_interrupted
from tests.portals.recipes import table
from tests.portals.serving import serve
from tests.portals.sites import DOCS, PASSWORD, USER, Site
from vault import Credential, KeyFile, create_vault

PORTALS: Final = 4
_TOML: Final = "key_file = '{key}'\nloopback_http = true\n"
_RULES: Final = re.compile(r"--host-resolver-rules=[^\0]*?(127\.0\.0\.\d+:\d+)")
_DEN: Final = re.compile(r"--user-data-dir=[^\0 ]*billhook-visit-([^/\0 ]+)")
_PATIENCE: Final = 240.0  # seconds for the last visits, once nobody is killed any more
_GONE: Final = 3.0  # seconds that a killed worker's browsers may live on


@dataclass(frozen=True)
class Browsers:
    """The browsers that visit these doors (host and port) now."""

    doors: frozenset[str]

    def here(self) -> set[tuple[str, str]]:
        """The door and the den of each that lives."""
        found = set()
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_text(errors="replace")
            except OSError:  # it has just ended
                continue
            rules, den = _RULES.search(words), _DEN.search(words)
            if rules and den and rules[1] in self.doors:
                found.add((rules[1], den[1]))
        return found

    def left_after(self, seconds: float) -> int:
        """How many that are here now live on for so long."""
        left, end = self.here(), time.monotonic() + seconds
        while left and time.monotonic() < end:
            time.sleep(0.1)
            left &= self.here()
        return len(left)

    def crowds(self, seconds: float) -> int:
        """How often, looking for so long, two were seen twice in a row at one door."""
        end, count, before = time.monotonic() + seconds, 0, set[tuple[str, str]]()
        while time.monotonic() < end:
            here = self.here()
            doors = [door for door, _ in here]
            doubled = {one for one in here if doors.count(one[0]) > 1}
            count += len(doubled & before) > 1  # else one of them was on its way out
            before = doubled
            time.sleep(0.25)
        return count


@dataclass
class Figures:
    """What came of it."""

    kills: int = 0
    visits: int = 0
    interrupted: int = 0
    documents: int = 0
    missing: int = 0
    twice: int = 0
    at_once: int = 0
    browsers_left: int = 0
    passwords_sent: int = 0
    seconds: float = 0.0


def run(folder: Path, kills: int, *, seed: str = "2026") -> Figures:
    """The figures of so many kills."""
    figures, dice, began = Figures(kills=kills), random.Random(seed), time.monotonic()
    with _farm() as sites:
        settings = installation(folder, list(sites))
        browsers = Browsers(frozenset(urlsplit(origin).netloc for origin in sites))
        with opened_store(settings, CLOCK) as store:
            (program,) = programs(settings, None, Secret(""), host="", port=0, workers=1)[1:]
            worker = Mortal(program)
            try:
                for _ in range(kills):
                    _ask_for_visits(store)
                    _until_under_way(browsers)
                    figures.at_once += browsers.crowds(dice.uniform(0.0, 8.0))
                    worker.kill()
                    figures.browsers_left += browsers.left_after(_GONE)
                    figures.interrupted += answer_interrupted(store)
                _finish(store, figures, browsers)
            finally:
                worker.end()
            figures.browsers_left += browsers.left_after(_GONE)
            _count(store, figures)
        figures.passwords_sent = sum(site.log["posts"] for site in sites.values())
    figures.seconds = round(time.monotonic() - began, 1)
    return figures


@contextmanager
def _farm() -> Iterator[dict[str, Site]]:
    """Sites by their origins, each at an address of its own."""
    with ExitStack() as stack:
        made = {}
        for number in range(PORTALS):
            site = Site()
            origin = stack.enter_context(serve(site.app(), f"127.0.0.{number + 2}"))
            made[origin] = site
        yield made


def installation(folder: Path, origins: list[str], more: str = "") -> Settings:
    """The settings of an installation with a portal for each origin, its vault and recipes.

    `more` is what stands in its billhook.toml besides.
    """
    key = folder / "vault.key"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / FILE).write_text(_TOML.format(key=key) + more, encoding="utf-8")
    settings = load(folder)
    KeyFile.make(key)
    vault = create_vault(
        settings.vault_place, KeyFile(key), clock=CLOCK, anchor=settings.vault_anchor
    )
    with vault, opened_store(settings, CLOCK) as store, store.begin() as tx:
        for number, origin in enumerate(origins):
            name = f"farm-{number}"
            vault.put(
                name,
                Credential(
                    username=USER,
                    password=Secret(PASSWORD),
                    origins=frozenset({origin}),
                    login_url=origin,
                ),
            )
            recipe = settings.data / "recipes" / name / "recipe.yaml"
            recipe.parent.mkdir(parents=True)
            recipe.write_text(table(origin), encoding="utf-8")
            suppliers.add(tx, Supplier(name, name))
            suppliers.add_account(tx, Account(f"{name}-a", name, "1"))
            suppliers.add_portal(
                tx,
                Portal(
                    id=name,
                    supplier_id=name,
                    name=name,
                    start_url=f"{origin}/",
                    origins=frozenset({origin}),
                    credential=name,
                    recipe=name,
                ),
            )
            schedules.put(tx, name, Schedule(Rhythm.EXPECTED, gap=0))
    return settings


def _ask_for_visits(store: Store) -> None:
    with store.begin() as tx:
        waiting = {run.portal_id for run in runs.unfinished(tx)}
        for portal in suppliers.portals(tx):
            if portal.id not in waiting:
                runs.request(tx, portal.id, "the storm")


def _until_under_way(browsers: Browsers) -> None:
    """Wait for a browser of this worker, so that the kill meets a visit at some point of its way.

    What the tables say would not do: after a kill they still speak of the visit that broke off.
    """
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if browsers.here():
            return
        time.sleep(0.1)
    raise TimeoutError("no visit began")


def _finish(store: Store, figures: Figures, browsers: Browsers) -> None:
    """Let the last visits come to their end."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        figures.at_once += browsers.crowds(1.0)
        figures.interrupted += answer_interrupted(store)
        with store.read() as tx:
            if not runs.unfinished(tx):
                return
    raise TimeoutError("the last visits did not end")


def _count(store: Store, figures: Figures) -> None:
    with store.read() as tx:
        for portal in suppliers.portals(tx):
            numbers = [one.number for one in documents.of_supplier(tx, portal.supplier_id)]
            figures.documents += len(numbers)
            figures.missing += len({doc.number for doc in DOCS} - set(numbers))
            figures.twice += len(numbers) - len(set(numbers))
            figures.visits += len(runs.past(tx, portal.id, 10_000))


def main() -> int:
    """Print the figures; 1 where something was lost, doubled, crowded or left behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory(prefix="crash-") as folder:
        figures = run(Path(folder), kills)
    sys.stdout.write(json.dumps(asdict(figures), indent=1) + "\n")
    return int(bool(figures.missing + figures.twice + figures.at_once + figures.browsers_left))


if __name__ == "__main__":
    sys.exit(main())
