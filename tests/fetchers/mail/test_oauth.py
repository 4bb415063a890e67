"""Consents of mail providers, by msal and google-auth against a provider on loopback."""

from __future__ import annotations

import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests

from fetchers.mail.oauth import google, line, microsoft
from fetchers.mail.oauth.client import GOOGLE, MICROSOFT, Client, DeviceCode, authority_of
from fetchers.mail.oauth.loopback import landing
from model.clock import FixedClock
from model.errors import ConsentEnded, MailboxUnreachable, WrongInput
from model.secret import Secret
from model.suppliers import MailSignIn
from tests.fetchers.mail.provider import APP_SECRET, Provider, provider

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CLOCK = FixedClock(NOW)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with provider(lambda user: f"access for {user}", tmp_path_factory.mktemp("p")) as known:
        yield known


@pytest.fixture
def peer(served: Provider) -> Provider:
    served.refusal, served.polls, served.grace = None, 1, False
    served.asked.clear()
    return served


def client(peer: Provider, sign_in: MailSignIn, secret: str = "") -> Client:
    return Client(sign_in, "client-1", "us.example", Secret(secret), peer.address, peer.ca_file)


def test_a_person_agrees_by_device_code(peer: Provider) -> None:
    shown: list[DeviceCode] = []
    granted = microsoft.by_device(client(peer, MailSignIn.MICROSOFT), shown.append, clock=CLOCK)
    assert [(code.code, code.seconds) for code in shown] == [("BCDF-GHJK", 900)]
    assert granted.access_token == Secret("access for ap@us.example")
    assert granted.expires == NOW + timedelta(hours=1)
    assert granted.refresh_token.reveal() in peer.refresh_tokens
    scopes = peer.asked[0]["scope"].split()
    assert "https://outlook.office.com/IMAP.AccessAsUser.All" in scopes
    assert "offline_access" in scopes


def test_a_person_declines(peer: Provider) -> None:
    peer.refusal = (400, {"error": "access_denied", "error_description": "No."})
    with pytest.raises(ConsentEnded, match=r"refuses a new access token: No\.$"):
        microsoft.by_device(client(peer, MailSignIn.MICROSOFT), print, clock=CLOCK)


def test_a_refresh_brings_the_token_that_takes_the_old_ones_place(peer: Provider) -> None:
    old = Secret(peer.refresh_token())
    granted = microsoft.renewed(client(peer, MailSignIn.MICROSOFT), old, clock=CLOCK)
    assert granted.refresh_token != old
    assert {granted.refresh_token.reveal()} <= peer.refresh_tokens
    assert old.reveal() not in peer.refresh_tokens


def test_a_dead_refresh_token_is_told_in_the_providers_words(peer: Provider) -> None:
    with pytest.raises(ConsentEnded) as caught:
        microsoft.renewed(client(peer, MailSignIn.MICROSOFT), Secret("dead"), clock=CLOCK)
    assert "AADSTS700082: The refresh token has expired" in caught.value.message
    assert "Trace ID" not in caught.value.message


@pytest.mark.parametrize(
    "refusal",
    [
        (503, {"error": "temporarily_unavailable"}),
        (400, {"error": "temporarily_unavailable"}),
        (500, {}),
        (302, {}),
    ],
)
@pytest.mark.parametrize("sign_in", [MailSignIn.MICROSOFT, MailSignIn.GOOGLE])
def test_what_passes_by_itself_asks_nobody(
    peer: Provider,
    refusal: tuple[int, dict[str, str]],
    sign_in: MailSignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("google.auth._exponential_backoff.time.sleep", lambda _seconds: None)
    peer.refusal = refusal
    known, old = client(peer, sign_in), Secret(peer.refresh_token())
    renew = google.renewed if sign_in is MailSignIn.GOOGLE else microsoft.renewed
    with pytest.raises(MailboxUnreachable):
        renew(known, old, clock=CLOCK)


@pytest.mark.parametrize("sign_in", [MailSignIn.MICROSOFT, MailSignIn.GOOGLE])
def test_a_provider_that_does_not_answer_passes_by_itself(
    peer: Provider, sign_in: MailSignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("google.auth._exponential_backoff.time.sleep", lambda _seconds: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = f"https://localhost:{taken.getsockname()[1]}"
    known = replace(client(peer, sign_in), authority=closed)
    renew = google.renewed if sign_in is MailSignIn.GOOGLE else microsoft.renewed
    with pytest.raises(MailboxUnreachable, match="does not answer"):
        renew(known, Secret("r"), clock=CLOCK)


def test_an_application_signs_in_by_itself(peer: Provider) -> None:
    granted = microsoft.for_app(client(peer, MailSignIn.MICROSOFT_APP, APP_SECRET), clock=CLOCK)
    assert granted.access_token == Secret("access for ap@us.example")
    assert not granted.refresh_token
    assert peer.asked[0]["scope"] == "https://outlook.office365.com/.default"


def test_a_wrong_application_secret_never_stands_in_the_message(peer: Provider) -> None:
    with pytest.raises(ConsentEnded, match="AADSTS7000215") as caught:
        microsoft.for_app(client(peer, MailSignIn.MICROSOFT_APP, APP_SECRET + "x"), clock=CLOCK)
    assert APP_SECRET not in caught.value.message


def test_a_person_agrees_in_a_browser_with_pkce(peer: Provider) -> None:
    def browse(address: str) -> str:
        ended = peer.agree(address)
        threading.Thread(target=lambda: urllib.request.urlopen(ended).close()).start()
        return place.wait()

    with landing() as place:
        granted = google.by_browser(
            client(peer, MailSignIn.GOOGLE, "s"), place.address, browse, clock=CLOCK
        )
    assert granted.access_token == Secret("access for ap@us.example")
    assert granted.refresh_token.reveal() in peer.refresh_tokens
    assert peer.asked[0]["redirect_uri"] == place.address


def test_an_answer_of_another_sign_in_is_refused(peer: Provider) -> None:
    def forged(address: str) -> str:
        return peer.agree(address).replace("state=", "state=x")

    with pytest.raises(ConsentEnded, match="another sign-in"):
        google.by_browser(
            client(peer, MailSignIn.GOOGLE), "http://127.0.0.1:1", forged, clock=CLOCK
        )
    assert peer.asked == []


def test_a_stolen_code_without_its_verifier_is_worth_nothing(peer: Provider) -> None:
    def swapped(address: str) -> str:
        ended = peer.agree(address)
        code = next(iter(peer.codes))
        peer.codes[code] = "another challenge"
        return ended

    peer.codes.clear()
    with pytest.raises(ConsentEnded, match="Bad code verifier"):
        google.by_browser(
            client(peer, MailSignIn.GOOGLE), "http://127.0.0.1:1", swapped, clock=CLOCK
        )


def test_google_renews_and_keeps_what_it_is_given(peer: Provider) -> None:
    old = Secret(peer.refresh_token())
    granted = google.renewed(client(peer, MailSignIn.GOOGLE, "s"), old, clock=CLOCK)
    assert granted.refresh_token.reveal() in peer.refresh_tokens
    with pytest.raises(ConsentEnded, match="AADSTS700082"):
        google.renewed(client(peer, MailSignIn.GOOGLE, "s"), old, clock=CLOCK)


def test_the_line_knows_no_other_host(peer: Provider) -> None:
    only = line.session(client(peer, MailSignIn.MICROSOFT), [peer.address])
    with pytest.raises(requests.exceptions.InvalidSchema):
        only.post("https://elsewhere.example/token", data={"refresh_token": "r"})


@pytest.mark.parametrize(
    "named",
    [
        "https://login.example",
        "http://127.0.0.1:9",
        "https://login.microsoftonline.com.evil.example",
        "https://user@login.microsoftonline.com",
        "https://login.microsoftonline.com/tenant",
        "https://[::1",
        "x",
    ],
)
def test_a_stranger_is_no_authority(named: str) -> None:
    with pytest.raises(WrongInput):
        authority_of(MailSignIn.MICROSOFT, named)


def test_known_authorities_are_taken() -> None:
    assert authority_of(MailSignIn.MICROSOFT, None) == MICROSOFT
    assert authority_of(MailSignIn.GOOGLE, "") == GOOGLE
    cloud = "https://login.microsoftonline.us"
    assert authority_of(MailSignIn.MICROSOFT_APP, cloud + "/") == cloud
    assert authority_of(MailSignIn.GOOGLE, "https://[::1]:5") == "https://[::1]:5"


def test_the_landing_takes_an_answer_only(peer: Provider) -> None:
    with landing() as place:
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{place.address}/favicon.ico")
        with pytest.raises(ConsentEnded, match="ten minutes"):
            place.wait(0.01)
