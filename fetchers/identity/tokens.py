"""An ID token, proved as OpenID Connect Core 1.0 says in section 3.1.3.7."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import jwt

from model.errors import ProviderRefused
from model.secret import Secret

ALGORITHMS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    "EdDSA": "OKP",
}
"""Signatures that are taken, and the kind of key for each: never none, never a shared key."""
LEEWAY: Final = timedelta(minutes=2)
_OLDEST: Final = timedelta(hours=1)
_LONGEST_SUBJECT: Final = 255
Keys = Callable[[object], Sequence[Mapping[str, Any]]]


def claims_of(token: str, keys: Keys) -> dict[str, Any]:
    """What a token says, whose signature one of the provider's keys made. Raises ProviderRefused.

    Also raises what asking for the keys raises.
    """
    try:
        head = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise _refused("is no token") from None
    algorithm = head.get("alg")
    kind = ALGORITHMS.get(algorithm) if isinstance(algorithm, str) else None
    if kind is None or algorithm is None:
        raise _refused("is signed in a way that is not taken")
    if "crit" in head or "b64" in head:
        raise _refused("asks for what is not known here")
    for key in keys(head.get("kid")):
        if key.get("kty") == kind and key.get("use", "sig") == "sig":
            payload = _verified(token, key, algorithm)
            if payload is not None:
                return payload
    raise _refused("is not signed by the provider")


def _verified(token: str, key: Mapping[str, Any], algorithm: str) -> dict[str, Any] | None:
    """What a token says, None where this key did not sign it."""
    try:
        made = jwt.PyJWK(dict(key), algorithm=algorithm)
        signed = jwt.PyJWS(options={"enforce_minimum_key_length": True})
        found = signed.decode_complete(token, made, algorithms=[algorithm])
        claims = json.loads(found["payload"])
    except (jwt.PyJWTError, ValueError, RecursionError):
        return None
    return claims if isinstance(claims, dict) else None


def prove(
    claims: Mapping[str, Any], *, issuer: str, client_id: str, nonce: Secret, now: datetime
) -> None:
    """Nothing, where a token is from this provider, for us, for this sign-in, and in time.

    Raises:
        ProviderRefused: it is not, with the reason.
    """
    if claims.get("iss") != issuer:
        raise _refused("is another provider's")
    _prove_audience(claims, client_id)
    _prove_times(claims, now)
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(
        said.encode("utf-8", "replace"), nonce.reveal().encode()
    ):
        raise _refused("belongs to another sign-in")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise _refused("names nobody")


def _prove_audience(claims: Mapping[str, Any], client_id: str) -> None:
    said = claims.get("aud")
    audiences = said if isinstance(said, list) else [said]
    if client_id not in audiences:
        raise _refused("is meant for another application")
    party = claims.get("azp")
    if (len(audiences) > 1 or party is not None) and party != client_id:
        raise _refused("was given to another application")


def _prove_times(claims: Mapping[str, Any], now: datetime) -> None:
    ends, made, begins = (_instant(claims, name) for name in ("exp", "iat", "nbf"))
    if ends is None or made is None:
        raise _refused("does not say from when until when it holds")
    at = now.timestamp()
    leeway = LEEWAY.total_seconds()
    if at >= ends + leeway:
        raise _refused("has ended")
    if max(made, begins or made) > at + leeway:
        raise _refused("is from the future; the clocks of provider and Billhook differ")
    if made < at - _OLDEST.total_seconds():
        raise _refused("is too old")


def _instant(claims: Mapping[str, Any], name: str) -> float | None:
    said = claims.get(name)
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) else None


def _refused(why: str) -> ProviderRefused:
    return ProviderRefused(f"The identity provider's token {why}.")
