"""A locked vault is seen and unlocked in the dashboard, and what waited goes on; all is real."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from billhook.door import knock
from model.secret import Secret
from storage import audit
from tests.e2e.house import ORIGIN, WORDS, House, house_with, signed_in, until
from vault import Credential

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

WRONG = "CANARY-of-a-wrong-one"
ACME = Credential(
    username="ap", password=Secret("p"), origins=frozenset({ORIGIN}), login_url=ORIGIN
)


@pytest.fixture
def house() -> Iterator[House]:
    with house_with(lambda vault: vault.put("acme", ACME)) as made:
        yield made


@pytest.fixture
def page(house: House) -> Iterator[Page]:
    with signed_in(house) as page:
        yield page


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
    assert not house.holds(WORDS, WRONG)


def _try(page: Page, passphrase: str) -> None:
    page.get_by_role("button", name="Unlock the vault").click()
    page.get_by_label("Passphrase").fill(passphrase)
    page.keyboard.press("Enter")


def _assert_on_record(house: House) -> None:
    with house.store.read() as tx:
        tried = [event.verb for event in audit.of_subject(tx, "vault:workers")]
    assert tried == ["failed to unlock", "unlocked"]
    with house.vault() as vault:
        noted = [(one.actor, one.verb) for one in vault.events() if "lock" in one.verb]
    assert noted == [("ada", "unlock"), ("person", "lock")]
