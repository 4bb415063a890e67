"""A sign-in by the company's account, in the browser: there, back, at work, and out again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from billhook.doctor import Finding, examine
from billhook.doors import CALLBACK
from model.people import Role
from pipeline.access import people
from storage import users
from tests.chromium import chromium
from tests.e2e.house import house_with
from tests.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.loopback import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

SETTINGS = """
address = "http://127.0.0.1:{port}"
loopback_http = true
oidc_issuer = "{issuer}"
oidc_client_id = "{client}"
oidc_client_secret_file = "{file}"
oidc_known_by_mail = true
password_sign_in = ["ada"]
"""


def test_a_person_signs_in_by_the_company_s_account_and_is_back_where_they_were(
    tmp_path: Path,
) -> None:
    file, port = tmp_path / "secret", free_port()
    file.touch(mode=0o600)
    file.write_text(SECRET)
    site = f"http://127.0.0.1:{port}"
    with IdentityProvider({f"{site}{CALLBACK}"}) as provider:
        said = SETTINGS.format(port=port, issuer=provider.issuer, client=CLIENT, file=file)
        with house_with(lambda _vault: None, empty=True, said=said, port=port) as house:
            with house.store.begin() as tx:
                name, mail = "maya", "maya@us.example"
                people.add(tx, "ada", name, full_name="Maya", role=Role.CLERK, mail=mail)
            with sync_playwright() as playwright, chromium() as program:
                browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
                page = browser.new_page()
                page.set_default_timeout(60_000)
                page.goto(f"{site}/deliveries")
                page.click("text=Sign in with your company's account")
                page.wait_for_url(f"{site}/deliveries")
                page.wait_for_selector("#deliveries, .side, nav")
                with house.store.read() as tx:
                    (session,) = users.sessions(tx, people.named(tx, "maya").id)
                assert session.last_used is not None
                page.click("button[aria-label='Sign out']")
                page.wait_for_selector("text=Sign in with a password")
                browser.close()
            assert ("/token", 200) in provider.seen
            assert ("/logout", 303) in provider.seen  # there, too, they are signed out
            findings: tuple[Finding, ...] = examine(house.settings, None)
            told = {one.check: one.ok for one in findings}
            assert (told["Identity provider"], told["Emergency sign-in"]) == (True, True)
