"""Tokens of destinations: renewed in time and once, in the vault before use, ended at any step."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds import deliver
from feeds.registry import address_of
from model.clock import SystemClock
from model.deliveries import Acknowledgement
from model.errors import (
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    SettingsInvalid,
)
from model.ports import Lease
from model.secret import Secret
from pipeline.deliveries.passes import with_lease
from pipeline.works import Works
from tests.feeds.peers import Site, web_site
from tests.feeds.rest.issuer import CLIENT, CLIENT_SECRET
from tests.feeds.rest.peer import DOWN, ENDED
from tests.feeds.rest.stands import XERO, Stand, standing
from tests.feeds.rest.test_every_system import BILL
from tests.feeds.rest.xero_peer import Xero
from vault import ApiKey, KeyFile, OAuthToken, Vault, create_vault
from vault.origins import origin_of

# what a token does is the same on either database
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("store", ["sqlite"], indirect=True)]

CLOCK = SystemClock()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with web_site() as opened:
        yield opened


@pytest.fixture
def stand(site: Site) -> Iterator[Stand]:
    with standing(site, XERO) as opened:
        opened.to = replace(opened.to, credential="xero")
        books(opened).issuer.access.clear()
        yield opened


def books(stand: Stand) -> Xero:
    assert isinstance(stand.peer, Xero)
    return stand.peer


@pytest.fixture
def vault(stand: Stand, tmp_path: Path) -> Iterator[Vault]:
    with create_vault(tmp_path / "v.db", KeyFile.make(tmp_path / "key"), clock=CLOCK) as opened:
        opened.put("xero", record(stand))
        yield opened


def record(stand: Stand, **said: object) -> OAuthToken:
    here = OAuthToken(
        username="",
        client=CLIENT,
        client_secret=Secret(CLIENT_SECRET),
        refresh_token=Secret(books(stand).issuer.refresh_token()),
        token_url=f"{stand.to.settings['url']}/connect/token",
        origins=frozenset({origin_of(address_of(stand.to))}),
    )
    return replace(here, **said)  # type: ignore[arg-type] # as the caller says


@pytest.fixture
def works(works: Works, vault: Vault) -> Works:
    return replace(works, vault=vault, clock=CLOCK)


def send(works: Works, stand: Stand) -> Acknowledgement:
    def hand_over(lease: Lease | None) -> Acknowledgement:
        return deliver(stand.to, BILL, lease, clock=CLOCK)

    return with_lease(works, stand.to, "xero", "job", hand_over)


def held(vault: Vault) -> OAuthToken:
    with vault.lease("xero", purpose="look", job="test") as lease:
        assert isinstance(lease.record, OAuthToken)
        return lease.record


def test_a_token_is_got_once_and_used_until_shortly_before_its_end(
    works: Works, stand: Stand, vault: Vault
) -> None:
    first = send(works, stand)
    assert send(works, stand).reference == first.reference
    assert books(stand).issuer.given == 1
    vault.put("xero", replace(held(vault), expires=CLOCK.now() + timedelta(minutes=1)))
    send(works, stand)
    assert books(stand).issuer.given == 2


def test_the_next_refresh_token_is_in_the_vault_before_its_token_is_used(
    works: Works, stand: Stand, vault: Vault
) -> None:
    before = held(vault).refresh_token
    stand.peer.faults = {1: DOWN}
    with pytest.raises(DestinationUnreachable):
        send(works, stand)
    after = held(vault).refresh_token
    assert after != before
    assert books(stand).issuer.refresh == {after.reveal()}
    send(works, stand)


def test_a_token_that_ends_at_any_step_is_renewed_and_the_bill_is_there_once(
    works: Works, stand: Stand, vault: Vault
) -> None:
    send(works, stand)
    steps = [n for n, asked in enumerate(stand.peer.asked) if "token" not in asked]
    for step in steps:
        stand.begin_anew()
        books(stand).issuer.access.clear()
        vault.put("xero", record(stand))
        stand.peer.faults = {step: ENDED}
        send(works, stand)
        (entry,) = stand.peer.entries()
        assert (str(entry.gross), len(entry.files)) == ("1928.64", 1)
        assert books(stand).issuer.given == 2


def test_jobs_at_once_renew_once(works: Works, stand: Stand) -> None:
    with ThreadPoolExecutor(4) as pool:
        tokens = list(
            pool.map(lambda _: with_lease(works, stand.to, "xero", "job", _token), range(4))
        )
    assert len(set(tokens)) == books(stand).issuer.given == 1


def _token(lease: Lease | None) -> str:
    assert lease
    return lease.password.reveal()


def test_a_consent_that_has_ended_is_a_persons_matter(
    works: Works, stand: Stand, vault: Vault
) -> None:
    books(stand).issuer.refresh.clear()
    with pytest.raises(
        CredentialRefused, match="sign in again: billhook connect consent xero --kind xero"
    ) as caught:
        send(works, stand)
    assert "canary" not in repr(caught.value)
    assert held(vault).refresh_token


def test_a_token_that_is_refused_though_new_is_said(works: Works, stand: Stand) -> None:
    stand.peer.faults = {1: ENDED, 3: ENDED}
    with pytest.raises(CredentialRefused, match="just given; sign in again"):
        send(works, stand)


def test_a_consent_for_another_place_is_not_used(works: Works, stand: Stand, vault: Vault) -> None:
    vault.put("xero", record(stand, origins=frozenset({"https://api.xero.com"})))
    with pytest.raises(DestinationRefused, match="is not for http://127"):
        send(works, stand)
    assert stand.peer.asked == []


def test_an_issuer_that_somebody_else_named_gets_nothing(
    works: Works, stand: Stand, vault: Vault
) -> None:
    vault.put("xero", record(stand, token_url="https://thief.example/token"))
    with pytest.raises(SettingsInvalid, match="is no issuer of its tokens"):
        send(works, stand)


def test_a_record_that_is_no_consent_is_said(works: Works, stand: Stand, vault: Vault) -> None:
    vault.put("xero", ApiKey(key=Secret("canary-key")))
    with pytest.raises(CredentialRefused, match="holds no consent"):
        send(works, stand)
