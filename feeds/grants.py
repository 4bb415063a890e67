"""Access tokens of destinations that sign in by consent (OAuth 2.0, RFC 6749; PKCE, RFC 7636).

Nothing is kept here: the application and its refresh token come from the vault, and what is granted
goes back to it before it is used.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import httpx

from feeds.facts import single_line
from feeds.trust import is_loopback
from feeds.web import exchange
from model.clock import Clock
from model.consents import Granted
from model.deliveries import Destination
from model.errors import CredentialRefused, DestinationRefused, SettingsInvalid
from model.secret import Secret

_SHORTEST: Final = 60
_USUAL: Final = 1800


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who gives tokens for a kind of destination, and for which address.

    `authorize` is where a person consents, empty where an application signs in by itself. In an
    address `{tenant}` is the organisation; `organisations` lists those that a person chose from.
    """

    token_url: str
    api: str
    scopes: tuple[str, ...]
    authorize: str = ""
    organisations: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """The application that was registered at the issuer. `token_url` replaces the issuer's."""

    id: str
    secret: Secret = field(repr=False)
    tenant: str = ""
    token_url: str = ""


def consent_address(
    issuer: Issuer, application: Application, *, redirect: str, state: str, verifier: Secret
) -> str:
    """Where a person consents in a browser, which then goes to `redirect`."""
    challenge = hashlib.sha256(verifier.reveal().encode("ascii")).digest()
    asked = {
        "response_type": "code",
        "client_id": application.id,
        "redirect_uri": redirect,
        "scope": " ".join(issuer.scopes),
        "state": state,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode("ascii"),
        "code_challenge_method": "S256",
    }
    return f"{issuer.authorize}?{urlencode(asked, quote_via=quote)}"


def by_code(
    destination: Destination,
    issuer: Issuer,
    application: Application,
    *,
    code: Secret,
    redirect: str,
    verifier: Secret,
    clock: Clock,
) -> Granted:
    """What a person's consent grants. Raises as `renewed` does."""
    form = {
        "grant_type": "authorization_code",
        "code": code.reveal(),
        "redirect_uri": redirect,
        "code_verifier": verifier.reveal(),
    }
    return _granted(destination, issuer, application, form, clock=clock)


def renewed(
    destination: Destination,
    issuer: Issuer,
    application: Application,
    refresh_token: Secret,
    *,
    clock: Clock,
) -> Granted:
    """A new access token, with the refresh token that takes the old one's place.

    Raises:
        CredentialRefused: the consent has ended, or the application is not taken any more.
        DestinationUnreachable: the issuer does not answer.
        SettingsInvalid: the tokens' address is not the issuer's.
    """
    if issuer.authorize:
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token.reveal()}
    else:
        form = {"grant_type": "client_credentials", "scope": " ".join(issuer.scopes)}
    return _granted(destination, issuer, application, form, clock=clock, kept=refresh_token)


def organisations(
    destination: Destination, issuer: Issuer, token: Secret, *, clock: Clock
) -> tuple[tuple[str, str], ...]:
    """Id and name of each organisation that a consent is for; none where the issuer lists none."""
    if not issuer.organisations:
        return ()
    root = urlsplit(destination.settings.get("url") or issuer.api)
    url = f"{root.scheme}://{root.netloc}{issuer.organisations}"
    headers = {"authorization": f"Bearer {token.reveal()}", "accept": "application/json"}
    request = httpx.Request("GET", url, headers=headers)
    found = json.loads(exchange(destination, request, clock=clock).content)
    return tuple(
        (single_line(str(one["tenantId"])), single_line(str(one["tenantName"]))) for one in found
    )


def remedy(destination: Destination) -> str:
    """What a person does about a consent that has ended or is missing."""
    name, kind = destination.credential or "NAME", destination.kind.value
    return f"sign in again: billhook connect consent {name} --kind {kind}."


def _granted(
    destination: Destination,
    issuer: Issuer,
    application: Application,
    form: Mapping[str, str],
    *,
    clock: Clock,
    kept: Secret | None = None,
) -> Granted:
    url = _token_url(destination, issuer, application)
    pair = f"{quote(application.id, safe='')}:{quote(application.secret.reveal(), safe='')}"
    headers = {
        "accept": "application/json",
        "authorization": f"Basic {base64.b64encode(pair.encode()).decode('ascii')}",
    }
    request = httpx.Request("POST", url, headers=headers, data=dict(form))
    try:
        said = json.loads(exchange(destination, request, clock=clock, words=_words).content)
        token, lasts = str(said["access_token"]), int(said.get("expires_in") or _USUAL)
    except DestinationRefused as refused:
        raise CredentialRefused(
            f"{refused.message} Its consent has ended; {remedy(destination)}"
        ) from None
    except (ValueError, LookupError, TypeError, AttributeError):
        host = urlsplit(url).hostname
        raise CredentialRefused(f"{destination.name}: {host} gave no token.") from None
    given = said.get("refresh_token")
    return Granted(
        access_token=Secret(token),
        expires=clock.now() + timedelta(seconds=max(lasts, _SHORTEST)),
        refresh_token=Secret(str(given)) if given else kept or Secret(""),
    )


def _token_url(destination: Destination, issuer: Issuer, application: Application) -> str:
    """The issuer's address, or one on this machine: whoever names another gets the tokens."""
    named = application.token_url
    if named and named != issuer.token_url and not is_loopback(urlsplit(named).hostname or ""):
        raise SettingsInvalid(f"{destination.name}: {named} is no issuer of its tokens.")
    return (named or issuer.token_url).format(tenant=quote(application.tenant, safe=""))


def _words(content: bytes) -> str:
    """The error of RFC 6749, 5.2."""
    try:
        said: Any = json.loads(content)
        return single_line(str(said.get("error_description") or said["error"]))
    except (ValueError, RecursionError, LookupError, AttributeError):
        return ""
