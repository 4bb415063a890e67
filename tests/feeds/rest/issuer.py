"""An issuer of access tokens (RFC 6749): codes with PKCE, rotated refresh tokens, applications."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

CLIENT, CLIENT_SECRET = "client-1", "canary-client/secret"
REDIRECT = "https://us.example/consent"


@dataclass
class Issuer:
    """What the issuer knows. A refresh token is good for one use."""

    access: set[str] = field(default_factory=set)
    refresh: set[str] = field(default_factory=set)
    codes: dict[str, str] = field(default_factory=dict)
    lasts: int = 1800
    given: int = 0

    def token(self) -> str:
        """A valid access token."""
        self.access.add(made := f"canary-access-{uuid.uuid4().hex}")
        return made

    def refresh_token(self) -> str:
        """A valid refresh token."""
        self.refresh.add(made := f"canary-refresh-{uuid.uuid4().hex}")
        return made

    def agree(self, address: str) -> str:
        """Where the browser ends when the person agrees at this address."""
        said = {name: one for name, (one,) in parse_qs(urlsplit(address).query).items()}
        assert (said["client_id"], said["redirect_uri"]) == (CLIENT, REDIRECT)
        assert (said["response_type"], said["code_challenge_method"]) == ("code", "S256")
        code = f"canary-code-{uuid.uuid4().hex}"
        self.codes[code] = said["code_challenge"]
        return f"{REDIRECT}?{urlencode({'code': code, 'state': said['state'], 'realmId': '77'})}"

    async def answer(self, request: Request) -> Response:
        """The answer of the token's address."""
        async with request.form() as form:
            said = {name: str(value) for name, value in form.items()}
        scheme, _, pair = request.headers.get("authorization", "").partition(" ")
        who = base64.b64decode(pair).decode() if scheme == "Basic" else ":"
        if tuple(map(unquote, who.split(":"))) != (CLIENT, CLIENT_SECRET):
            return JSONResponse({"error": "invalid_client"}, 401)
        return self._grant(said)

    def _grant(self, said: Mapping[str, str]) -> Response:
        match said["grant_type"]:
            case "authorization_code" if self._proved(said):
                return self._give()
            case "refresh_token" if said["refresh_token"] in self.refresh:
                self.refresh.remove(said["refresh_token"])
                return self._give()
            case "client_credentials" if said["scope"].endswith("/.default"):
                return self._give(renewable=False)
        return JSONResponse({"error": "invalid_grant"}, 400)

    def _proved(self, said: Mapping[str, str]) -> bool:
        digest = hashlib.sha256(said["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return self.codes.pop(said["code"], None) == challenge and said["redirect_uri"] == REDIRECT

    def _give(self, *, renewable: bool = True) -> Response:
        self.given += 1
        said = {"access_token": self.token(), "expires_in": self.lasts, "token_type": "Bearer"}
        if renewable:
            said["refresh_token"] = self.refresh_token()
        return JSONResponse(said)
