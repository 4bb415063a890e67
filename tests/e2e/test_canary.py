"""The whole main job on real parts, with every kind of secret.

Mailbox, ten portals, Chromium and an approval system: everything comes to its right end once, none
of the secrets gets out, no process is open, and the statement is signed off by keyboard.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from billhook.demo.run import day_of, outside_world
from billhook.settings import Settings, load
from fetchers.portals import browser_here
from model.clock import SystemClock
from model.secret import Secret
from tests.canary import Search
from tests.e2e.family import CLOSED, Onlooker, as_a_user
from tests.e2e.keyboard import Keyboard, at_dashboard
from tests.e2e.truth import assert_morning_is_done, assert_nothing_twice
from vault import (
    ApiKey,
    BrowserSession,
    Credential,
    KeyFile,
    OAuthToken,
    Record,
    Reference,
    TotpSeed,
    create_vault,
    open_vault,
    seed_name,
)

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(900)]

CLOCK = SystemClock()
ROOT = Path(__file__).parents[2]
SEED = "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U"
ELSEWHERE = "nordwind"  # the portal whose password lies in another store
STORE = "#!/bin/sh\nprintf '%s\\n' '{}'\n"


@pytest.fixture
def temporary() -> Iterator[Path]:
    """The folder for temporary files, which the browser's own user reaches.

    Its name is short: a socket's path has 108 characters at most, and the browser makes one.
    """
    folder = Path(tempfile.mkdtemp(prefix="bh-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def extra(canary: str) -> dict[str, Record]:
    """A record of each kind that the demo itself has no use for."""
    site = frozenset({"https://portal.acme.example"})
    state = json.dumps({"cookies": [{"name": "sid", "value": f"{canary}-session"}]})
    return {
        "acme": Credential(
            username="ap",
            password=Secret(f"{canary}-sign-in"),
            origins=site,
            notes=Secret(f"{canary}-note"),
        ),
        seed_name("acme"): TotpSeed(credential="acme", seed=Secret(SEED)),
        "acme session": BrowserSession(state=Secret(state), origins=site),
        "mail token": OAuthToken(
            username="ap",
            client="app",
            refresh_token=Secret(f"{canary}-refresh"),
            access_token=Secret(f"{canary}-access"),
            client_secret=Secret(f"{canary}-client"),
        ),
        "erp": ApiKey(key=Secret(f"{canary}-key"), origins=site),
    }


def known(peers: Mapping[str, Any], canary: str) -> list[str]:
    """All secrets of the run."""
    parts = ("sign-in", "note", "session", "refresh", "access", "client", "key")
    own = [f"{canary}-{part}" for part in parts] + [SEED]
    approval, portals = peers["approval"], peers["portals"].values()
    world = [peers["imap"]["password"], approval["token"], approval["webhook_secret"]]
    names = ("password", "right_password", "totp")
    return own + world + [portal[name] for portal in portals for name in names if name in portal]


def fill(data: Path, peers: Mapping[str, Any], canary: str) -> None:
    """The demo's vault, before the demo fills it: one password is asked for elsewhere."""
    portal = peers["portals"][ELSEWHERE]
    elsewhere = Reference(
        store="pass",
        item="suppliers/nordwind",
        username=portal["username"],
        origins=frozenset({portal["url"]}),
        login_url=portal["url"],
        customer_number=portal["customer_number"],
    )
    with create_vault(data / "vault.db", KeyFile.make(data / "demo.key"), clock=CLOCK) as vault:
        for name, record in {**extra(canary), ELSEWHERE: elsewhere}.items():
            vault.put(name, record)


def test_the_whole_main_job_ends_as_it_must_and_no_secret_gets_out(
    tmp_path: Path, temporary: Path
) -> None:
    data, programs = tmp_path / "data", tmp_path / "programs"
    canary = f"canary-{secrets.token_hex(6)}"
    with outside_world(data, day_of(data), deliver="first") as peers:
        search = Search(known(peers, canary))  # it keeps its ports when it's started again
        fill(data, peers, canary)
        programs.mkdir()
        (programs / "pass").write_text(STORE.format(peers["portals"][ELSEWHERE]["password"]))
        (programs / "pass").chmod(0o700)
    environ = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(temporary),
        "TMPDIR": str(temporary),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }
    said, onlooker = morning(data, environ, search, temporary)
    assert leased_elsewhere(data)
    assert not onlooker.shown
    backup = [sys.executable, "-m", "billhook", "backup", str(tmp_path / "b.tar")]
    subprocess.run([*backup, "--data", str(data)], env=environ, check=True)
    assert_shows_nothing(tmp_path, temporary, search, but=(programs, data / "peers"))
    assert not search.found(said)
    assert onlooker.profiles
    assert not [path for path in onlooker.profiles if path.exists()]
    assert not list(temporary.glob("billhook-visit-*"))
    assert_closed(onlooker)
    assert_morning_is_done(data, json.loads(said))
    with outside_world(data, day_of(data), deliver="first") as peers:  # it forgets nothing
        assert_nothing_twice(json.loads(said), peers["approval"]["url"])
    assert_statement_takes_twelve_keys(load(data))


def morning(
    data: Path, environ: Mapping[str, str], search: Search, temporary: Path
) -> tuple[bytes, Onlooker]:
    """What the demo said at its end, and the onlooker who watched it."""
    demo = [*as_a_user(), sys.executable, "-m", "billhook", "demo", "--headless", "--json"]
    log = data.parent / "demo.log"
    with log.open("wb") as heard:
        process = subprocess.Popen(
            [*demo, "--data", str(data)], env=environ, stdout=subprocess.PIPE, stderr=heard
        )
        with process, Onlooker(process.pid, search, (temporary,)) as onlooker:
            said, _ = process.communicate()
    assert process.returncode == 0, log.read_text()
    return said, onlooker


def assert_shows_nothing(
    folder: Path, temporary: Path, search: Search, *, but: tuple[Path, ...]
) -> None:
    """No file shows a secret, but those of the other store and of the outside world itself."""
    left = [path for path in folder.rglob("*") if not any(one in path.parents for one in but)]
    assert len([path for path in left if path.is_file()]) > 60
    assert not search.in_files(folder, but=but)
    assert not search.in_files(temporary)
    assert not [path for path in folder.rglob("core*") if path.is_file()]


def assert_statement_takes_twelve_keys(settings: Settings) -> None:
    """Brightline's statement, with eight kinds of difference, is signed off by keyboard alone."""
    with at_dashboard(settings) as page:
        keys = Keyboard(page)
        keys.press("g", "s")
        expect(page.locator(".sb-row")).not_to_have_count(0)
        keys.await_left(4)
        assert keys.unexplained() != "0.00"
        keys.press("Enter")
        for _ in range(4):  # discount, wrong booking, printed twice, paid by card
            keys.answer("a")
        assert keys.unexplained() == "0.00"
        keys.press("d")
        expect(page.get_by_text("Signed off by Ada Lindqvist")).to_be_visible()
        assert keys.pressed <= 12


def leased_elsewhere(data: Path) -> bool:
    """Whether the sign-in whose password lies in another store was used, and worked."""
    with open_vault(data / "vault.db", KeyFile(data / "demo.key"), clock=CLOCK) as vault:
        events = [event for event in vault.events() if event.name == ELSEWHERE]
    verbs = {event.verb for event in events}
    return "lease" in verbs and "fetch" not in verbs  # a fetch is on record only where it failed


def assert_closed(onlooker: Onlooker) -> None:
    """No process leaves a core, files for others, or its memory to its user's other programs."""
    for role in ("worker", "visit", "parser", "browser", "driver"):
        assert onlooker.by_role(role), f"no {role} was seen"
    for one in onlooker.seen.values():
        assert one.core == ("0", "0"), one
        assert one.umask == "0077", one
    for role in CLOSED - {"web"}:
        looked = [one.closed for one in onlooker.by_role(role) if one.closed is not None]
        assert looked, f"no {role} was looked into"
        assert all(looked), role
    if os.geteuid() == 0 and browser_here().sandboxed:
        assert all(one.uid != 0 for one in onlooker.by_role("browser"))


def test_the_dashboard_s_process_is_closed(tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    web = [*as_a_user(), sys.executable, "-m", "billhook.web", "--data", str(tmp_path)]
    with (
        (tmp_path / "web.log").open("wb") as log,
        subprocess.Popen(
            [*web, "--port", "0"], env=environ, stdin=subprocess.PIPE, stdout=log, stderr=log
        ) as process,
    ):
        with Onlooker(process.pid, Search(["nothing to find"]), ()) as onlooker:
            until = CLOCK.monotonic() + 60
            while not any(one.closed for one in onlooker.by_role("web")):
                assert CLOCK.monotonic() < until, (tmp_path / "web.log").read_text()
                time.sleep(0.1)
        process.terminate()
    for one in onlooker.by_role("web"):
        assert (one.core, one.umask) == (("0", "0"), "0077")
