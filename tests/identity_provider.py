"""A company's identity provider on loopback that enforces what OpenID Connect demands of clients.

Codes are good once, for the client, the address and the PKCE challenge that they were asked with.
A test may let it lie in its tokens.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Self
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from model.clock import Clock, SystemClock

CLIENT: Final = "billhook"
SECRET: Final = "a secret: of/the client"
KEY_ID: Final = "key-1"
_KEY: Final = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_OTHER_KEY: Final = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC_PEM: Final = _KEY.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)
MAYA: Final[Mapping[str, Any]] = {
    "sub": "00u-maya",
    "name": "Maya Okafor",
    "preferred_username": "maya",
    "email": "maya@us.example",
    "email_verified": True,
    "groups": ["everybody", "AP team"],
}


@dataclass
class Grant:
    """A code that was given out, and what it was asked with."""

    redirect: str
    challenge: str
    nonce: str


@dataclass
class IdentityProvider:
    """The provider while its context is open. What it says of the person is `person`.

    `lie` changes the claims of a token, `sign` makes another token of them; `names_itself` adds
    `iss` to its answers (RFC 9207).
    """

    callbacks: set[str] = field(default_factory=set)
    clock: Clock = field(default_factory=SystemClock)
    person: dict[str, Any] = field(default_factory=lambda: dict(MAYA))
    in_token: bool = True
    names_itself: bool = True
    lie: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    sign: Callable[[dict[str, Any]], str] = lambda claims: signed(claims)  # noqa: PLW0108 - defined below
    seen: list[tuple[str, int]] = field(default_factory=list)
    codes: dict[str, Grant] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    access: str = field(default_factory=secrets.token_urlsafe)

    def __enter__(self) -> Self:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.get(self)

            def do_POST(self) -> None:
                provider.post(self)

            def log_message(self, *_said: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def get(self, request: BaseHTTPRequestHandler) -> None:
        """Serve what lies at an address."""
        parts = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            self._say(request, self._description() | self.described)
        elif parts.path == "/keys":
            self._say(request, {"keys": [public_key()]})
        elif parts.path == "/authorize":
            self._authorize(request, query)
        elif parts.path == "/userinfo":
            known = request.headers.get("authorization") == f"Bearer {self.access}"
            self._say(request, self.person if known else {"error": "invalid_token"}, known or 401)
        elif parts.path == "/logout":
            self._redirect(request, query["post_logout_redirect_uri"])
        else:
            self._say(request, {}, 404)

    def post(self, request: BaseHTTPRequestHandler) -> None:
        """Give tokens for a code."""
        body = request.rfile.read(int(request.headers["content-length"])).decode()
        said = {name: values[0] for name, values in parse_qs(body).items()}
        basic = request.headers.get("authorization", "").removeprefix("Basic ")
        name, _, secret = base64.b64decode(basic).decode().partition(":")
        if (unquote_plus(name), unquote_plus(secret)) != (CLIENT, SECRET):
            self._say(request, {"error": "invalid_client"}, 401)
            return
        grant = self.codes.pop(said.get("code", ""), None)
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if grant is None or (grant.redirect, grant.challenge) != (
            said.get("redirect_uri"),
            challenge,
        ):
            self._say(request, {"error": "invalid_grant", "error_description": "<b>no</b>"}, 400)
            return
        token = self.sign(self.lie(self.claims(grant.nonce)))
        self._say(request, {"id_token": token, "access_token": self.access, "token_type": "Bearer"})

    def claims(self, nonce: str) -> dict[str, Any]:
        """What an honest token says."""
        now = int(self.clock.now().timestamp())
        named = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        return (self.person if self.in_token else {"sub": self.person["sub"]}) | named

    def code(self, address: str) -> dict[str, str]:
        """The answer that a person's browser would carry back from an address of ours."""
        query = {n: v[0] for n, v in parse_qs(urlsplit(address).query).items()}
        return self._answer(query)

    def _authorize(self, request: BaseHTTPRequestHandler, query: dict[str, str]) -> None:
        if query.get("redirect_uri") not in self.callbacks or query.get("client_id") != CLIENT:
            self._say(request, {"error": "no client of mine"}, 400)
            return
        self._redirect(request, f"{query['redirect_uri']}?{urlencode(self._answer(query))}")

    def _answer(self, query: dict[str, str]) -> dict[str, str]:
        named = {"iss": self.issuer} if self.names_itself else {}
        whole = query.get("response_type") == "code" and "openid" in query.get("scope", "").split()
        if not whole or query.get("code_challenge_method") != "S256" or not query.get("nonce"):
            return {"error": "invalid_request", "state": query.get("state", "")} | named
        code = secrets.token_urlsafe()
        self.codes[code] = Grant(query["redirect_uri"], query["code_challenge"], query["nonce"])
        return {"code": code, "state": query["state"]} | named

    def _description(self) -> dict[str, Any]:
        at = self.issuer
        return {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/keys",
            "userinfo_endpoint": f"{at}/userinfo",
            "end_session_endpoint": f"{at}/logout",
            "authorization_response_iss_parameter_supported": self.names_itself,
        }

    def _say(self, request: BaseHTTPRequestHandler, said: Any, status: int = 200) -> None:
        body = json.dumps(said).encode()
        status = 200 if status is True else status
        self.seen.append((urlsplit(request.path).path, status))
        request.send_response(status)
        request.send_header("content-type", "application/json")
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _redirect(self, request: BaseHTTPRequestHandler, to: str) -> None:
        self.seen.append((urlsplit(request.path).path, 303))
        request.send_response(303)
        request.send_header("location", to)
        request.send_header("content-length", "0")
        request.end_headers()


def public_key() -> dict[str, Any]:
    """The provider's key, as it shows it."""
    shown = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_KEY.public_key()))
    return {**shown, "kid": KEY_ID, "use": "sig"}


def signed(claims: dict[str, Any], *, other: bool = False) -> str:
    """A token by the provider's key, or by another that calls itself the same."""
    key = _OTHER_KEY if other else _KEY
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": KEY_ID})


def unsigned(claims: dict[str, Any]) -> str:
    """A token that says that it needs no signature."""
    return jwt.encode(claims, "", algorithm="none", headers={"kid": KEY_ID})


def by_public_key(claims: dict[str, Any]) -> str:
    """A token signed with what everybody knows, as if it were a shared secret (HS256)."""

    def part(said: bytes) -> bytes:
        return base64.urlsafe_b64encode(said).rstrip(b"=")

    head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": KEY_ID}).encode())
    said = head + b"." + part(json.dumps(claims).encode())
    digest = hmac.digest(PUBLIC_PEM, said, "sha256")
    return (said + b"." + part(digest)).decode()
