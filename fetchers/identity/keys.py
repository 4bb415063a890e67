"""The provider's description of itself and its keys, fetched when needed and kept for an hour."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from fetchers.identity.wire import Wire
from model.clock import Clock
from model.errors import ProviderRefused

WELL_KNOWN: Final = "/.well-known/openid-configuration"
_KEPT: Final = timedelta(hours=1)
_AGAIN_AFTER: Final = timedelta(minutes=1)
"""A token that names a key nobody knows makes them be fetched anew, but not more often."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a provider says of itself (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str | None
    end_session: str | None
    names_itself: bool
    basic: bool


class Directory:
    """A provider's description and keys."""

    def __init__(self, issuer: str, wire: Wire, clock: Clock) -> None:
        self._issuer = issuer
        self._wire = wire
        self._clock = clock
        self._lock = threading.Lock()
        self._described: tuple[Described, datetime] | None = None
        self._keys: tuple[tuple[Mapping[str, Any], ...], datetime] | None = None

    def described(self) -> Described:
        """The provider's description. Raises ProviderUnreachable, ProviderRefused."""
        now = self._clock.now()
        with self._lock:
            if self._described is None or now - self._described[1] >= _KEPT:
                said = self._wire.get(self._issuer.rstrip("/") + WELL_KNOWN)
                self._described = (self._checked(said), now)
            return self._described[0]

    def keys(self, key_id: object) -> tuple[Mapping[str, Any], ...]:
        """The keys of this id, all for None. Raises ProviderUnreachable, ProviderRefused."""
        address, now = self.described().keys, self._clock.now()
        with self._lock:
            known = self._keys
            missing = known is None or not _of(known[0], key_id)
            old = known is None or now - known[1] >= (_AGAIN_AFTER if missing else _KEPT)
            if known is None or old:
                listed = self._wire.get(address).get("keys")
                listed = listed if isinstance(listed, list) else []
                known = self._keys = (tuple(one for one in listed if isinstance(one, dict)), now)
        return _of(known[0], key_id)

    def _checked(self, said: Mapping[str, Any]) -> Described:
        if said.get("issuer") != self._issuer:  # Discovery, section 4.3: exactly the one asked for
            raise ProviderRefused(
                "The identity provider calls itself by another name than oidc_issuer says."
            )
        safe = self._wire.prove_safe
        methods = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        optional = {
            name: safe(said[name]) if said.get(name) else None
            for name in ("userinfo_endpoint", "end_session_endpoint")
        }
        return Described(
            issuer=self._issuer,
            authorization=safe(said.get("authorization_endpoint")),
            token=safe(said.get("token_endpoint")),
            keys=safe(said.get("jwks_uri")),
            userinfo=optional["userinfo_endpoint"],
            end_session=optional["end_session_endpoint"],
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
            basic=not isinstance(methods, list) or "client_secret_basic" in methods,
        )


def _of(keys: tuple[Mapping[str, Any], ...], key_id: object) -> tuple[Mapping[str, Any], ...]:
    return tuple(key for key in keys if key_id is None or key.get("kid") == key_id)
