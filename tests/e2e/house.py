"""An installation at work, with a vault, a worker and a dashboard of its own; all is real."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from billhook.commands.up import programs
from billhook.settings import FILE, Settings, load
from billhook.supervisor import Supervisor
from billhook.wiring import CLOCK, opened_store
from model.people import Role
from model.secret import Secret
from model.suppliers import Portal, Supplier
from storage import runs, suppliers, users
from storage.store import Store
from tests.chromium import chromium
from tests.hashes import hashed
from tests.loopback import free_port
from vault import Passphrase, Vault, create_vault, open_vault

WORDS = "four words and a number 7"
PASSWORD = "correct horse battery"
ORIGIN = "https://127.0.0.1:9"  # where nobody listens


@dataclass
class House:
    """An installation at work."""

    settings: Settings
    store: Store
    url: str

    def run(self, portal: str) -> str:
        """Ask for a visit; its run's id."""
        with self.store.begin() as tx:
            return runs.request(tx, portal, "a person asked").id

    def ended(self, run_id: str) -> bool:
        """Whether the visit has ended."""
        with self.store.read() as tx:
            return runs.get(tx, run_id).finished is not None

    def vault(self) -> Vault:
        """The vault, opened beside the worker's."""
        anchor = self.settings.vault_anchor
        key = Passphrase(Secret(WORDS))
        return open_vault(self.settings.vault_place, key, clock=CLOCK, anchor=anchor)

    def holds(self, *secrets: str) -> bool:
        """Whether one of these stands in any file of the installation."""
        data = self.settings.data
        files = [Path(at) / name for at, _, names in os.walk(data) for name in names]
        held = [path.read_bytes() for path in files if path.is_file()]
        assert len(held) > 3
        return any(secret.encode() in content for secret in secrets for content in held)


@contextmanager
def house_with(
    fill: Callable[[Vault], object],
    *,
    passphrase: str = "",
    empty: bool = False,
    said: str = "",
    port: int = 0,
) -> Iterator[House]:
    """A house whose vault `fill` filled; its worker starts with the passphrase, or locked.

    An `empty` one has an administrator and nothing else; `said` stands in its billhook.toml;
    `port` is the dashboard's, any one for 0.
    """
    with tempfile.TemporaryDirectory(dir="/tmp") as short:  # a socket's path must be short
        Path(short, FILE).write_text(said)
        settings = load(Path(short))
        key, anchor = Passphrase(Secret(WORDS)), settings.vault_anchor
        with create_vault(settings.vault_place, key, clock=CLOCK, anchor=anchor) as vault:
            fill(vault)
        with opened_store(settings) as store:
            _fill(store, empty=empty)
            port = port or free_port()
            started = programs(
                settings, None, Secret(passphrase), host="127.0.0.1", port=port, workers=1
            )
            supervisor = Supervisor(started, CLOCK)
            supervisor.start()
            made = House(settings, store, f"http://127.0.0.1:{port}")
            try:
                until(lambda: answers(made.url))
                yield made
            finally:
                supervisor.end()


@contextmanager
def signed_in(house: House, name: str = "ada") -> Iterator[Page]:
    """A page of a person who signed in, in a browser of its own."""
    with sync_playwright() as playwright, chromium() as program:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{house.url}/login")
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.click("button[type=submit]")
        yield page
        browser.close()


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.2)


def _fill(store: Store, *, empty: bool) -> None:
    with store.begin() as tx:
        users.add(tx, "ada", "Ada Lindqvist", Role.ADMIN, hashed(Secret(PASSWORD)))
        if empty:
            return
        suppliers.add(tx, Supplier("acme", "Acme"))
        suppliers.add_portal(
            tx, Portal("acme", "acme", "Acme", ORIGIN, frozenset({ORIGIN}), credential="acme")
        )


def answers(url: str) -> bool:
    """Whether a dashboard answers there."""
    try:
        return httpx.get(f"{url}/health").is_success
    except httpx.TransportError:
        return False
