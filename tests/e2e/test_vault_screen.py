"""The Vault screen over a real worker: what is kept, replaced, shown and locked, and where not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Request, expect

from model.secret import Secret
from storage import audit, standing, suppliers
from tests.e2e.house import ORIGIN, PASSWORD, WORDS, House, house_with, signed_in, until
from tests.ui.test_vault_browser import Frames, markup
from vault import ApiKey, BrowserSession, Credential, Mailbox, TotpSeed, Vault, seed_name

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(400)]

OLD = "CANARY-old-tavern-4711"
NEW = "CANARY-new-mosaic-0815"
GUESS = "CANARY-guess-of-mine"
HIDDEN = ("CANARY-mailbox-1", "CANARY-key-2", "CANARY-session-3", "CANARYNBVGY3TQOJ")


def _keep(vault: Vault) -> None:
    password, key, state, seed = HIDDEN
    origins = frozenset({ORIGIN})
    acme = Credential(
        username="ap@us.example", password=Secret(OLD), origins=origins, login_url=ORIGIN
    )
    vault.put("acme", acme)
    vault.put(seed_name("acme"), TotpSeed(credential="acme", seed=Secret(seed)))
    vault.put("post", Mailbox(username="ap@us.example", password=Secret(password)))
    vault.put("erp", ApiKey(key=Secret(key), origins=origins))
    vault.put("session", BrowserSession(state=Secret(json.dumps({"cookie": state}))))
    vault.put("twin", Credential(username="other", password=Secret(OLD), origins=origins))


@pytest.fixture
def house() -> Iterator[House]:
    with house_with(_keep, passphrase=WORDS) as made:
        yield made


@pytest.fixture
def page(house: House) -> Iterator[Page]:
    with signed_in(house) as page:
        yield page


def test_a_secret_is_seen_only_while_it_is_shown_to_who_asked(house: House, page: Page) -> None:
    frames, bodies = Frames(page), Bodies(page)
    _open(house, page, "acme")
    _shows_what_is_kept(page)
    _replaces(page)
    _refuses_a_guess(page)
    assert not any(frames.hold(one) or bodies.hold(one) for one in (OLD, NEW, GUESS, PASSWORD))
    _shows(page)
    assert NEW not in markup(page)
    assert not any(frames.hold(one) for one in (OLD, NEW, GUESS, PASSWORD, *HIDDEN))
    assert not any(bodies.hold(one) for one in (OLD, GUESS, *HIDDEN))
    assert bodies.holding(NEW) == ["/api/vault/reveal"]
    _assert_on_record(house)
    _locks(page)
    assert not house.holds(OLD, NEW, GUESS, PASSWORD, *HIDDEN)


class Bodies:
    """Every answer that the page got."""

    def __init__(self, page: Page) -> None:
        self.heard: list[tuple[str, bytes]] = []
        page.on("requestfinished", self._hear)

    def _hear(self, request: Request) -> None:
        answer = request.response()
        if answer is not None and answer.ok:
            with suppress(Error):  # of a page that was left meanwhile
                self.heard.append((answer.url, answer.body()))

    def hold(self, secret: str) -> bool:
        """Whether a secret was in one."""
        return bool(self.holding(secret))

    def holding(self, secret: str) -> list[str]:
        """The paths of those with a secret in them."""
        return ["/" + url.split("/", 3)[3] for url, body in self.heard if secret.encode() in body]


def _open(house: House, page: Page, name: str) -> None:
    until(lambda: _is_told(house))
    page.goto(f"{house.url}/vault?doc={name}")
    expect(page.locator(".detail h2")).to_have_text(name)


def _is_told(house: House) -> bool:
    """Whether the worker lives and has told how the vault stands."""
    with house.store.read() as tx:
        return standing.get(tx) is not None


def _shows_what_is_kept(page: Page) -> None:
    rows = page.locator(".rl-row:visible")
    expect(rows).to_have_count(6)
    expect(page.locator(".rl-row.on")).to_contain_text("Reused")
    expect(page.locator(".detail")).to_contain_text("The same password as twin.")
    expect(page.locator(".detail")).to_contain_text(ORIGIN)
    expect(page.locator(".status")).to_contain_text("No recovery kit")
    expect(page.get_by_text("billhook vault recovery-kit")).to_be_visible()
    assert "ap@us.example" not in markup(page)


def _press(page: Page, key: str, label: str) -> None:
    page.keyboard.press(key)
    expect(page.get_by_label(label)).to_be_focused()


def _replaces(page: Page) -> None:
    _press(page, "p", "New password")
    page.keyboard.type(NEW)
    page.keyboard.press("Enter")
    expect(page.get_by_text("acme has a new password.")).to_be_visible()
    expect(page.locator(".rl-row.on")).to_contain_text("Fine")
    expect(page.locator(".detail")).to_contain_text("Written: another password")


def _refuses_a_guess(page: Page) -> None:
    _press(page, "r", "Your own password")
    page.keyboard.type(GUESS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").get_by_text("not the password")).to_be_visible()


def _shows(page: Page) -> None:
    expect(page.get_by_label("Your own password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("The value")).to_have_text(NEW)
    page.keyboard.press("Enter")
    expect(page.get_by_label("The value")).to_have_count(0)
    expect(page.locator(".detail")).to_contain_text("Shown to a person")


def _assert_on_record(house: House) -> None:
    with house.store.read() as tx:
        noted = [(one.actor, one.verb, one.detail) for one in audit.of_subject(tx, "vault:acme")]
    assert noted == [
        ("ada", "replaced the password", ""),
        ("ada", "failed: revealed", "wrong password"),
        ("ada", "revealed", ""),
    ]
    with house.vault() as vault:
        told = [(one.actor, one.verb) for one in vault.upkeep.uses("acme")]
        with vault.lease("acme", purpose="look", job="test") as lease:
            assert lease.password == Secret(NEW)
    assert told[:2] == [("ada", "reveal"), ("ada", "put")]


def _locks(page: Page) -> None:
    page.keyboard.press("l")
    expect(page.get_by_text("The vault is locked. Visits, mail")).to_be_visible()
    expect(page.locator(".rl-row:visible")).to_have_count(0)


def test_guessing_is_slowed_down_and_a_refused_password_is_marked(house: House, page: Page) -> None:
    with house.vault() as vault:
        edition = next(one.edition for one in vault.upkeep.facts() if one.name == "acme")
    with house.store.begin() as tx:
        suppliers.refuse_edition(tx, "acme", edition)
    _open(house, page, "acme")
    expect(page.locator(".rl-row.on")).to_contain_text("Refused")
    _press(page, "r", "Your own password")
    codes = [_guess(page) for _ in range(5)]
    while len(codes) < 12 and codes[-1] != 429:  # the wait doubles until it outlasts a slow machine
        codes.append(_guess(page))
    assert codes[:5] == [400] * 5
    assert codes[-1] == 429
    with house.store.read() as tx:
        noted = {one.detail for one in audit.of_subject(tx, "vault:acme")}
    assert noted == {"wrong password", "too many tries"}


def _guess(page: Page) -> int:
    """Type a wrong password; the status of the answer."""
    page.get_by_label("Your own password").fill(GUESS)
    with page.expect_response("**/api/vault/reveal") as answer:
        page.keyboard.press("Enter")
    expect(page.get_by_label("Your own password")).to_have_value("")
    return answer.value.status
