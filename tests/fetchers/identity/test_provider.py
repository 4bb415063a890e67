"""The identity provider's word: taken where it holds, refused with its reason where it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from fetchers.identity import OpenIdProvider, Terms
from model.clock import FixedClock
from model.errors import ProviderRefused, ProviderUnreachable
from model.secret import Secret
from model.single_sign_on import Attempt
from tests.identity_provider import (
    CLIENT,
    MAYA,
    SECRET,
    IdentityProvider,
    by_public_key,
    signed,
    unsigned,
)

CALLBACK: Final = "http://127.0.0.1:8420/oidc/callback"
NOON: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
ATTEMPT: Final = Attempt(Secret("state"), Secret("nonce"), Secret("v" * 64))
Claims = dict[str, Any]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def there(clock: FixedClock) -> Iterator[IdentityProvider]:
    with IdentityProvider({CALLBACK}, clock) as provider:
        yield provider


@pytest.fixture
def terms(there: IdentityProvider) -> Terms:
    return Terms(
        issuer=there.issuer,
        client_id=CLIENT,
        callback=CALLBACK,
        door="http://127.0.0.1:8420/login",
        secret=lambda: Secret(SECRET),
        loopback_http=True,
    )


@pytest.fixture
def provider(terms: Terms, clock: FixedClock) -> OpenIdProvider:
    return OpenIdProvider(terms, clock)


def test_who_came_back_is_known_by_issuer_and_subject(
    there: IdentityProvider, provider: OpenIdProvider
) -> None:
    found = provider.identify(ATTEMPT, there.code(provider.way_there(ATTEMPT)))
    assert (found.issuer, found.subject) == (there.issuer, MAYA["sub"])
    assert (found.name, found.full_name, found.mail) == ("maya", "Maya Okafor", "maya@us.example")
    assert found.groups == ("everybody", "AP team")
    assert provider.examine() == 1
    out = provider.way_out()
    assert out is not None
    assert out.startswith(f"{there.issuer}/logout?client_id=billhook&post_logout_redirect_uri=http")


def test_what_the_token_leaves_out_is_asked_for(
    there: IdentityProvider, provider: OpenIdProvider
) -> None:
    there.in_token = False
    found = provider.identify(ATTEMPT, there.code(provider.way_there(ATTEMPT)))
    assert (found.mail, found.groups) == ("maya@us.example", ("everybody", "AP team"))
    answer = there.code(provider.way_there(ATTEMPT))
    there.lie = lambda claims: claims | {"sub": "somebody else"}
    with pytest.raises(ProviderRefused, match="speaks of somebody else"):
        provider.identify(ATTEMPT, answer)


def test_an_address_that_the_provider_does_not_vouch_for_is_none(
    there: IdentityProvider, provider: OpenIdProvider
) -> None:
    for said in (False, None, "yes"):
        there.person["email_verified"] = said
        found = provider.identify(ATTEMPT, there.code(provider.way_there(ATTEMPT)))
        assert found.mail == ""


NOW: Final = int(NOON.timestamp())
LIES: Final[dict[str, tuple[Callable[[Claims], Claims], str]]] = {
    "another nonce": (lambda c: c | {"nonce": "other"}, "another sign-in"),
    "no nonce": (lambda c: {k: v for k, v in c.items() if k != "nonce"}, "another sign-in"),
    "another issuer": (lambda c: c | {"iss": "https://evil.example"}, "another provider"),
    "another audience": (lambda c: c | {"aud": "mallory"}, "another application"),
    "two audiences, no party": (lambda c: c | {"aud": [CLIENT, "mallory"]}, "another application"),
    "another party": (lambda c: c | {"azp": "mallory"}, "another application"),
    "ended": (lambda c: c | {"exp": NOW - 121}, "has ended"),
    "no end": (lambda c: {k: v for k, v in c.items() if k != "exp"}, "from when until when"),
    "from the future": (lambda c: c | {"iat": NOW + 600}, "from the future"),
    "not yet": (lambda c: c | {"nbf": NOW + 600}, "from the future"),
    "long ago": (lambda c: c | {"iat": NOW - 7200}, "too old"),
    "nobody": (lambda c: c | {"sub": ""}, "names nobody"),
    "a number as subject": (lambda c: c | {"sub": 7}, "names nobody"),
}


@pytest.mark.parametrize("name", LIES)
def test_a_token_that_says_something_else_is_refused(
    there: IdentityProvider, provider: OpenIdProvider, name: str
) -> None:
    there.lie, why = LIES[name]
    with pytest.raises(ProviderRefused, match=why):
        provider.identify(ATTEMPT, there.code(provider.way_there(ATTEMPT)))


FORGERIES: Final[dict[str, Callable[[Claims], str]]] = {
    "no signature": unsigned,
    "HS256 with the public key": by_public_key,
    "another key of the same name": lambda claims: signed(claims, other=True),
    "a signature cut off": lambda claims: signed(claims).rpartition(".")[0] + ".",
    "no token": lambda _claims: "nonsense",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_token_that_the_provider_did_not_sign_is_refused(
    there: IdentityProvider, provider: OpenIdProvider, name: str
) -> None:
    there.sign = FORGERIES[name]
    with pytest.raises(ProviderRefused):
        provider.identify(ATTEMPT, there.code(provider.way_there(ATTEMPT)))


def test_a_code_is_good_once_and_only_with_its_verifier(
    there: IdentityProvider, provider: OpenIdProvider
) -> None:
    answer = there.code(provider.way_there(ATTEMPT))
    provider.identify(ATTEMPT, answer)
    with pytest.raises(ProviderRefused, match=r"take the code \(invalid_grant\)") as refused:
        provider.identify(ATTEMPT, answer)
    assert "<b>" not in refused.value.message
    stolen = there.code(provider.way_there(ATTEMPT))
    with pytest.raises(ProviderRefused, match="did not take the code"):
        provider.identify(replace(ATTEMPT, verifier=Secret("w" * 64)), stolen)


def test_another_provider_s_answer_is_not_redeemed_here(
    there: IdentityProvider, provider: OpenIdProvider
) -> None:
    answer = there.code(provider.way_there(ATTEMPT))
    for wrong in ({"iss": "https://evil.example"}, {"iss": ""}):
        with pytest.raises(ProviderRefused, match="another identity provider"):
            provider.identify(ATTEMPT, answer | wrong)
    del answer["iss"]  # it says that it always names itself
    with pytest.raises(ProviderRefused, match="another identity provider"):
        provider.identify(ATTEMPT, answer)
    assert "/token" not in dict(there.seen)


def test_a_provider_of_another_name_or_without_tls_is_refused(
    there: IdentityProvider, terms: Terms, clock: FixedClock
) -> None:
    there.described = {"issuer": "https://evil.example"}
    with pytest.raises(ProviderRefused, match="another name"):
        OpenIdProvider(terms, clock).way_there(ATTEMPT)
    there.described = {"token_endpoint": "http://id.us.example/token"}
    with pytest.raises(ProviderRefused, match="not https"):
        OpenIdProvider(terms, clock).way_there(ATTEMPT)
    there.described = {}
    with pytest.raises(ProviderRefused, match="not https"):
        OpenIdProvider(replace(terms, loopback_http=False), clock).way_there(ATTEMPT)


def test_a_provider_that_is_away_is_told_from_one_that_says_no(
    there: IdentityProvider, terms: Terms, clock: FixedClock
) -> None:
    away = replace(terms, issuer="http://127.0.0.1:9")
    with pytest.raises(ProviderUnreachable):
        OpenIdProvider(away, clock).way_there(ATTEMPT)
    wrong = OpenIdProvider(replace(terms, secret=lambda: Secret("wrong")), clock)
    with pytest.raises(ProviderRefused, match="invalid_client"):
        wrong.identify(ATTEMPT, there.code(wrong.way_there(ATTEMPT)))


def test_keys_are_kept_for_an_hour(
    there: IdentityProvider, provider: OpenIdProvider, clock: FixedClock
) -> None:
    provider.identify(ATTEMPT, there.code(provider.way_there(ATTEMPT)))
    provider.identify(ATTEMPT, there.code(provider.way_there(ATTEMPT)))
    assert there.seen.count(("/keys", 200)) == 1
    clock.move(timedelta(hours=1))
    provider.identify(ATTEMPT, there.code(provider.way_there(ATTEMPT)))
    assert there.seen.count(("/keys", 200)) == 2
