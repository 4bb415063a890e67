"""A receiver's consent, from the command line to a record in the vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from billhook.cli import billhook
from billhook.commands import receiver_consent
from model.clock import SystemClock
from tests.feeds.peers import Site, web_site
from tests.feeds.rest.business_central_peer import TENANT, BusinessCentral
from tests.feeds.rest.issuer import CLIENT, CLIENT_SECRET, REDIRECT
from tests.feeds.rest.xero_peer import Xero
from vault import KeyFile, OAuthToken, create_vault, open_vault

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with web_site() as opened:
        yield opened


class Desk:
    """A person at a terminal, and at a browser."""

    def __init__(self, data: Path, site: Site, patch: pytest.MonkeyPatch) -> None:
        self.data, self.site, self.patch = data, site, patch
        self.xero = Xero()
        site.behind = self.xero.answer
        self.address = ""
        make = getattr(receiver_consent, "consent_address")  # noqa: B009 - as it is looked up there
        patch.setattr(
            receiver_consent, "consent_address", lambda *a, **k: self._kept(make(*a, **k))
        )
        patch.setattr("click.prompt", lambda *_: self.browse())

    def _kept(self, address: str) -> str:
        self.address = address
        return address

    def browse(self) -> str:
        return self.xero.issuer.agree(self.address)

    def says(self, *said: str) -> Result:
        here = ["--data", str(self.data), "--key-file", str(self.data / "key")]
        there = ["--url", self.site.url, "--token-url", f"{self.site.url}/connect/token"]
        command = ["connect", "consent", "xero", "--kind", "xero", *there, *here, *said]
        return CliRunner().invoke(billhook, command, input=f"{CLIENT_SECRET}\n")

    def held(self) -> OAuthToken:
        key = KeyFile(self.data / "key")
        with (
            open_vault(self.data / "vault.db", key, clock=SystemClock()) as vault,
            vault.lease("xero", purpose="look", job="test") as lease,
        ):
            assert isinstance(lease.record, OAuthToken)
            return lease.record


NEW = ("--client-id", CLIENT, "--client-secret-stdin", "--redirect", REDIRECT)


@pytest.fixture
def desk(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    create_vault(tmp_path / "vault.db", KeyFile.make(tmp_path / "key"), clock=SystemClock()).lock()
    return Desk(tmp_path, site, monkeypatch)


def test_a_consent_is_kept_with_its_origins_and_told_without_its_secrets(desk: Desk) -> None:
    done = desk.says(*NEW)
    assert done.exit_code == 0, done.output
    assert "Us GmbH: --set tenant=tenant-1" in done.output
    assert "canary" not in done.output
    record = desk.held()
    assert record.refresh_token.reveal() in desk.xero.issuer.refresh
    assert record.origins == {desk.site.url}


def test_signed_in_again_the_application_is_known(desk: Desk) -> None:
    desk.says(*NEW)
    before = desk.held().refresh_token
    assert desk.says("--redirect", REDIRECT).exit_code == 0
    assert desk.held().refresh_token != before


def test_the_end_of_another_sign_in_is_not_taken(desk: Desk) -> None:
    desk.patch.setattr("click.prompt", lambda *_: f"{REDIRECT}?code=x&state=other")
    done = desk.says(*NEW)
    assert done.exit_code != 0
    assert "canary" not in done.output


def test_what_is_missing_is_named(desk: Desk) -> None:
    assert "--client-id" in str(desk.says("--redirect", REDIRECT).exception)
    assert "--redirect" in str(desk.says(*NEW[:3]).exception)


def test_an_application_signs_in_by_itself(desk: Desk) -> None:
    peer = BusinessCentral()
    desk.site.behind = peer.answer
    here = ["--data", str(desk.data), "--key-file", str(desk.data / "key")]
    there = ["--url", desk.site.url, "--token-url", desk.site.url + "/{tenant}/oauth2/v2.0/token"]
    who = ["--client-id", CLIENT, "--client-secret-stdin", "--tenant", TENANT]
    command = ["connect", "consent", "xero", "--kind", "business_central", *who, *there, *here]
    done = CliRunner().invoke(billhook, command, input=f"{CLIENT_SECRET}\n")
    assert done.exit_code == 0, done.output
    record = desk.held()
    assert record.access_token.reveal() in peer.issuer.access
    assert (record.tenant, record.refresh_token.reveal()) == (TENANT, "")
