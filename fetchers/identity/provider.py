"""Signing in at a company's identity provider: the way there, the proof, the way out."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote_plus, urlencode, urlsplit, urlunsplit

from fetchers.identity.keys import Described, Directory
from fetchers.identity.tokens import claims_of, prove
from fetchers.identity.wire import Wire
from model.clock import Clock
from model.errors import ProviderRefused
from model.secret import Secret
from model.single_sign_on import Attempt, Identified

_LONGEST: Final = 4096  # characters of a code that are passed on
_MOST_GROUPS: Final = 1000
_OK: Final = 200
_MAIL: Final = frozenset({"email", "email_verified"})


@dataclass(frozen=True, slots=True)
class Terms:
    """What provider and Billhook know each other by.

    `secret` reads the client's secret when it is needed; None for a client that has none.
    `callback` is where the person comes back, `door` where they stand after the way out.
    """

    issuer: str
    client_id: str
    callback: str
    door: str
    secret: Callable[[], Secret] | None = None
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    groups_claim: str = "groups"
    ca_file: Path | None = None
    loopback_http: bool = False


class OpenIdProvider:
    """`model.single_sign_on.IdentityProvider` by OpenID Connect."""

    def __init__(self, terms: Terms, clock: Clock) -> None:
        self._terms = terms
        self._clock = clock
        self._wire = Wire(ca_file=terms.ca_file, loopback_http=terms.loopback_http)
        self._directory = Directory(terms.issuer, self._wire, clock)

    def examine(self) -> int:
        """With how many keys it signs. Raises ProviderUnreachable, ProviderRefused."""
        keys = self._directory.keys(None)
        if not keys:
            raise ProviderRefused("The identity provider shows no keys.")
        if self._terms.secret is not None:
            self._terms.secret()
        return len(keys)

    def way_there(self, attempt: Attempt) -> str:
        """The address at which the person signs in. Raises ProviderUnreachable, ProviderRefused."""
        asked = {
            "response_type": "code",
            "client_id": self._terms.client_id,
            "redirect_uri": self._terms.callback,
            "scope": " ".join(self._terms.scopes),
            "state": attempt.state.reveal(),
            "nonce": attempt.nonce.reveal(),
            "code_challenge": _challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        return _with_query(self._directory.described().authorization, asked)

    def identify(self, attempt: Attempt, answer: Mapping[str, str]) -> Identified:
        """Who came back, proved. Raises ProviderRefused, ProviderUnreachable."""
        described = self._directory.described()
        self._prove_sender(described, answer)
        if answer.get("error"):
            raise ProviderRefused
        tokens = self._redeemed(described, answer.get("code", ""), attempt.verifier)
        claims = claims_of(tokens["id_token"], self._directory.keys)
        prove(
            claims,
            issuer=described.issuer,
            client_id=self._terms.client_id,
            nonce=attempt.nonce,
            now=self._clock.now(),
        )
        return self._person(described, claims, tokens)

    def way_out(self) -> str | None:
        """The address that ends the session there too (RP-Initiated Logout 1.0, section 2)."""
        end = self._directory.described().end_session
        if end is None:
            return None
        said = {
            "client_id": self._terms.client_id,
            "post_logout_redirect_uri": self._terms.door,
        }
        return _with_query(end, said)

    def _prove_sender(self, described: Described, answer: Mapping[str, str]) -> None:
        """Nothing, where the answer is this provider's (RFC 9207, section 2.4)."""
        named = answer.get("iss")
        if named != described.issuer and (named is not None or described.names_itself):
            raise ProviderRefused("The answer is another identity provider's.")

    def _redeemed(self, described: Described, code: str, verifier: Secret) -> dict[str, Any]:
        if not 0 < len(code) <= _LONGEST:
            raise ProviderRefused("The identity provider sent no code.")
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._terms.callback,
            "code_verifier": verifier.reveal(),
        }
        basic = None
        secret = self._terms.secret() if self._terms.secret is not None else None
        if secret is not None and described.basic:  # RFC 6749, section 2.3.1: form-encoded
            basic = (quote_plus(self._terms.client_id), quote_plus(secret.reveal()))
        else:
            form["client_id"] = self._terms.client_id
            form |= {} if secret is None else {"client_secret": secret.reveal()}
        status, said = self._wire.post(described.token, form, basic)
        if status != _OK or not isinstance(said.get("id_token"), str):
            raise ProviderRefused(f"The identity provider did not take the code{_why(said)}.")
        return said

    def _person(
        self, described: Described, claims: dict[str, Any], tokens: Mapping[str, Any]
    ) -> Identified:
        said = claims | self._further(described, claims, tokens)
        proven = said.get("email_verified") in (True, "true")
        groups = said.get(self._terms.groups_claim)
        listed = groups if isinstance(groups, list) else [groups]
        return Identified(
            issuer=described.issuer,
            subject=claims["sub"],
            name=_text(said, "preferred_username"),
            full_name=_text(said, "name"),
            mail=_text(said, "email") if proven else "",
            groups=tuple(one for one in listed[:_MOST_GROUPS] if isinstance(one, str)),
        )

    def _further(
        self, described: Described, claims: Mapping[str, Any], tokens: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What the token left out and the provider says when asked (Core, section 5.3)."""
        wanted = {"name", "preferred_username", self._terms.groups_claim} - claims.keys()
        if not claims.keys() >= _MAIL:
            wanted |= _MAIL  # an address and the word on it come from one place
        access = tokens.get("access_token")
        if described.userinfo is None or not isinstance(access, str) or not wanted:
            return {}
        said = self._wire.get(described.userinfo, bearer=access)
        if said.get("sub") != claims["sub"]:  # section 5.3.4: else it must not be used
            raise ProviderRefused("The identity provider speaks of somebody else.")
        return {name: said.get(name) for name in wanted}


def _challenge(verifier: Secret) -> str:
    digest = hashlib.sha256(verifier.reveal().encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _with_query(address: str, added: Mapping[str, str]) -> str:
    parts = urlsplit(address)
    query = "&".join(part for part in (parts.query, urlencode(added)) if part)
    return urlunsplit(parts._replace(query=query))


def _why(said: Mapping[str, Any]) -> str:
    """The error's registered name, where it is one: never the provider's free text."""
    name = said.get("error")
    known = ("invalid_grant", "invalid_client", "unauthorized_client", "invalid_request")
    return f" ({name})" if name in known else ""


def _text(said: Mapping[str, Any], name: str) -> str:
    found = said.get(name)
    return found if isinstance(found, str) else ""
