"""A password manager's export, taken over unattended and killed on the way, judged login by login.

`python -m tests.crash.taken_over [--kills 2] [--at-once 3] [NAME...]`: all portals of the farm,
some that want a person, sites that are no portals, and wrong passwords; NAMEs choose some of them.
The sites run in this process, which is never killed.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from billhook.cli import billhook
from billhook.commands.up import programs
from billhook.settings import FILE, load
from billhook.wiring import CLOCK, opened_store
from model.secret import Secret
from model.takeovers import Standing, TakeoverView
from pipeline.desks.takeover_screen import views
from storage.store import Store
from tests.crash.mortal import Mortal
from tests.portals import walls
from tests.portals.farm.likenesses import LIKENESSES
from tests.portals.farm.table import PORTALS
from tests.portals.others import OTHERS
from tests.portals.serving import serve
from tests.portals.sites import PASSWORD, USER, Site, TwoStep
from vault import KeyFile, create_vault

_TOML: Final = "key_file = '{key}'\nloopback_http = true\n"
_BUSY: Final = frozenset({Standing.WAITING, Standing.UNDER_WAY})
_PATIENCE: Final = 600.0  # seconds without any progress
_A, _N, _U = Standing.AUTOMATIC, Standing.NEEDS_ANSWER, Standing.UNREACHABLE
_ODD: Final = {
    "closed": (_U,),
    "payments": (_N,),
    "a form that takes a password": (_N,),
    "a session that ends": (_A, _N),
    "a session that keeps ending": (_A, _N),
}
"""Portals of the farm that end otherwise: shut, without documents, or with a session that ends."""


@dataclass(frozen=True)
class Login:
    """An entry of the export: the site that it is for, and what the report may say of it."""

    name: str
    make: Callable[[], Site]
    right: tuple[Standing, ...]
    password: str = PASSWORD


@dataclass
class Figures:
    """What came of it."""

    logins: int = 0
    kills: int = 0
    at_once: int = 1
    interrupted: int = 0
    wrong: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    paid: int = 0
    standings: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    seconds: float = 0.0


def logins() -> list[Login]:
    """The whole export: portals, those that want a person, other sites, wrong passwords."""
    farm = [Login(one.name, one.site, _ODD.get(one.name, (_A,))) for one in (*PORTALS, *LIKENESSES)]
    wanting = [
        Login("terms", walls.Terms, (_N,)),
        Login("captcha", walls.Walled, (_N,)),
        Login("code", TwoStep, (_N,)),
    ]
    others = [Login(name, make, (Standing.NO_PORTAL,)) for name, make in OTHERS.items()]
    wrong = [
        Login(f"wrong {n}", one.site, (Standing.WRONG_PASSWORD,), f"not it {n}")
        for n, one in enumerate(PORTALS[:5])
    ]
    return [*farm, *wanting, *others, *wrong]


def run(folder: Path, chosen: Sequence[Login], *, kills: int = 2, at_once: int = 1) -> Figures:
    """The figures of an export that is taken over, with so many kills on the way."""
    figures, began = Figures(len(chosen), kills, at_once), time.monotonic()
    with _served(chosen) as sites:
        call = _installation(folder, at_once)
        call("vault", "import", "-", stdin=_export(chosen, sites))
        before = [site.log["posts"] + site.log["lists"] for site, _ in sites.values()]
        assert not any(before), "a site was visited before anybody ticked it"
        call("portals", "take-over", "--all", "--now")
        settings = load(folder)
        with opened_store(settings, CLOCK) as store:
            (program,) = programs(settings, None, Secret(""), host="", port=0, workers=1)[1:]
            worker = Mortal(program)
            try:
                _kill(worker, store, kills)
                found = _settled(store)
            finally:
                worker.end()
        told = json.loads(call("portals", "report", "--json"))
        assert sum(told["counts"].values()) == len(chosen)
        _judge(figures, chosen, found, {name: site for name, (site, _) in sites.items()})
    figures.seconds = round(time.monotonic() - began, 1)
    return figures


@contextmanager
def _served(chosen: Sequence[Login]) -> Iterator[dict[str, tuple[Site, str]]]:
    """Sites with their origins by the names of their logins, each at an address of its own."""
    with ExitStack() as stack:
        made = {}
        for number, login in enumerate(chosen):
            site = login.make()
            host = f"127.0.{number // 200 + 1}.{number % 200 + 2}"
            made[login.name] = site, stack.enter_context(serve(site.app(), host))
        yield made


def _export(chosen: Sequence[Login], sites: dict[str, tuple[Site, str]]) -> str:
    """The export of a password manager, as a sheet."""
    sheet = io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow(("name", "url", "username", "password"))
    for login in chosen:
        rows.writerow((login.name, f"{sites[login.name][1]}/", USER, login.password))
    return sheet.getvalue()


def _installation(folder: Path, at_once: int) -> Callable[..., str]:
    """An installation in a folder, and what runs its commands."""
    key = folder / "vault.key"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / FILE).write_text(_TOML.format(key=key), encoding="utf-8")
    KeyFile.make(key)
    with create_vault(load(folder).vault_file, KeyFile(key), clock=CLOCK):
        pass  # made, and closed again

    def call(*words: str, stdin: str = "") -> str:
        said = CliRunner().invoke(billhook, [*words, "--data", str(folder)], input=stdin)
        assert said.exit_code == 0, said.output
        return said.stdout

    call("rules", "set", "takeover_gap", "0")
    call("rules", "set", "takeover_at_once", str(at_once))
    return call


def _kill(worker: Mortal, store: Store, kills: int) -> None:
    """kill -9 while a visit goes on, after each fair share of the logins."""
    dice = random.Random("2026")
    for kill in range(1, kills + 1):
        share = len(_seen(store)) * kill // (kills + 1)
        _until(store, partial(_is_amid, store, share))
        time.sleep(dice.uniform(0.0, 3.0))
        worker.kill()


def _settled(store: Store) -> tuple[TakeoverView, ...]:
    _until(store, lambda: not any(one.standing in _BUSY for one in _seen(store)))
    return _seen(store)


def _until(store: Store, holds: Callable[[], bool]) -> None:
    """Wait until something holds, as long as visits come to their ends meanwhile."""
    ended, patient = _ended(store), time.monotonic() + _PATIENCE
    while not holds():
        if (now := _ended(store)) != ended:
            ended, patient = now, time.monotonic() + _PATIENCE
        assert time.monotonic() < patient, Counter(one.standing for one in _seen(store))
        time.sleep(0.3)


def _seen(store: Store) -> tuple[TakeoverView, ...]:
    with store.read() as tx:
        return views(tx)


def _ended(store: Store) -> int:
    return sum(one.standing not in _BUSY for one in _seen(store))


def _is_amid(store: Store, share: int) -> bool:
    """Whether so many visits have ended, and another goes on."""
    if _ended(store) < share:
        return False
    return any(one.standing is Standing.UNDER_WAY for one in _seen(store))


def _judge(
    figures: Figures,
    chosen: Sequence[Login],
    found: tuple[TakeoverView, ...],
    sites: dict[str, Site],
) -> None:
    """Hold the report against the truth; a sign-in that a kill cut in two has to say so."""
    by_name, most_cut = {one.name: one for one in found}, figures.kills * figures.at_once
    for login in chosen:
        one, log = by_name[login.name], sites[login.name].log
        right = one.standing in login.right
        if not right and one.code in ("INTERRUPTED", "NEEDS_INTERACTIVE"):
            figures.interrupted += 1
            right = figures.interrupted <= most_cut
        line = f"{one.name}: {one.standing} {one.code} {one.documents} documents. {one.reason}"
        figures.lines.append(line)
        if not right:
            figures.wrong.append(line)
        if log["posts"] > 1:
            figures.twice.append(f"{one.name}: {log['posts']}")
        figures.paid += log["paid"]
    figures.standings = dict(Counter(one.standing.value for one in found))


def main() -> int:
    """Print the figures; 1 where the report is wrong or a login was tried twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--at-once", type=int, default=3)
    said = parser.parse_args()
    every = logins()
    named = [one for one in every if not said.names or any(name in one.name for name in said.names)]
    with tempfile.TemporaryDirectory(prefix="taken-over-") as folder:
        figures = run(Path(folder) / "data", named, kills=said.kills, at_once=said.at_once)
    sys.stdout.write(json.dumps(asdict(figures), indent=1, ensure_ascii=False) + "\n")
    return int(bool(figures.wrong or figures.twice or figures.paid))


if __name__ == "__main__":
    sys.exit(main())
