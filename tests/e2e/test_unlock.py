"""A locked vault is seen and unlocked in the dashboard, and what waited goes on; all is real."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from billhook.commands.up import programs
from billhook.door import knock
from billhook.settings import Settings
from billhook.supervisor import Supervisor
from billhook.wiring import CLOCK, opened_store
from model.people import Role
from model.secret import Secret
from model.suppliers import Portal, Supplier
from storage import audit, runs, suppliers, users
from storage.store import Store
from tests.waiting import until
from vault import Credential, Passphrase, create_vault, open_vault

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

WORDS = "four words and a number 7"
WRONG = "CANARY-of-a-wrong-one"
PASSWORD = "correct horse battery"
ORIGIN = "https://127.0.0.1:9"  # where nobody listens


@dataclass
class House:
    """An installation at work whose worker started without the passphrase."""

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


@pytest.fixture
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(dir="/tmp") as short:  # a socket's path must be short
        settings = Settings(Path(short))
        _make_vault(settings)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        with opened_store(settings) as store:
            _fill(store)
            started = programs(settings, None, Secret(""), host="127.0.0.1", port=port, workers=1)
            supervisor = Supervisor(started, CLOCK)
            supervisor.start()
            made = House(settings, store, f"http://127.0.0.1:{port}")
            try:
                until(lambda: _answers(made.url))
                yield made
            finally:
                supervisor.end()


def _make_vault(settings: Settings) -> None:
    key = Passphrase(Secret(WORDS))
    record = Credential(
        username="ap", password=Secret("p"), origins=frozenset({ORIGIN}), login_url=ORIGIN
    )
    anchor = settings.vault_anchor
    with create_vault(settings.vault_place, key, clock=CLOCK, anchor=anchor) as vault:
        vault.put("acme", record)


def _fill(store: Store) -> None:
    with store.begin() as tx:
        users.add(tx, "ada", "Ada Lindqvist", Role.ADMIN, Secret(PASSWORD))
        suppliers.add(tx, Supplier("acme", "Acme"))
        suppliers.add_portal(
            tx, Portal("acme", "acme", "Acme", ORIGIN, frozenset({ORIGIN}), credential="acme")
        )


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health").is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def page(house: House) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{house.url}/login")
        page.fill("#name", "ada")
        page.fill("#password", PASSWORD)
        page.click("button[type=submit]")
        yield page
        browser.close()


def test_a_vault_is_unlocked_in_the_dashboard_and_what_waited_goes_on(
    house: House, page: Page
) -> None:
    notice = page.get_by_text("Vault locked: visits and mail wait")
    expect(notice).to_be_visible(timeout=60_000)
    waiting = house.run("acme")
    _try(page, WRONG)
    expect(page.get_by_text("This passphrase does not open the vault.")).to_be_visible(
        timeout=60_000
    )
    assert not house.ended(waiting)
    page.get_by_label("Passphrase").fill(WORDS)
    page.keyboard.press("Enter")
    expect(notice).to_have_count(0, timeout=60_000)
    until(lambda: house.ended(waiting))

    assert knock(house.settings.data, {"do": "lock"}) == [True]
    expect(notice).to_be_visible()
    _assert_on_record(house)
    _assert_nowhere(house.settings.data, (WORDS, WRONG))


def _try(page: Page, passphrase: str) -> None:
    page.get_by_role("button", name="Unlock the vault").click()
    page.get_by_label("Passphrase").fill(passphrase)
    page.keyboard.press("Enter")


def _assert_on_record(house: House) -> None:
    with house.store.read() as tx:
        tried = [event.verb for event in audit.of_subject(tx, "vault:workers")]
    assert tried == ["failed to unlock", "unlocked"]
    key = Passphrase(Secret(WORDS))
    settings = house.settings
    with open_vault(settings.vault_place, key, clock=CLOCK, anchor=settings.vault_anchor) as vault:
        noted = [(one.actor, one.verb) for one in vault.events() if "lock" in one.verb]
    assert noted == [("ada", "unlock"), ("person", "lock")]


def _assert_nowhere(folder: Path, secrets: tuple[str, ...]) -> None:
    files = [Path(at) / name for at, _, names in os.walk(folder) for name in names]
    held = [path.read_bytes() for path in files if path.is_file()]
    assert len(held) > 3
    assert not any(secret.encode() in content for secret in secrets for content in held)
