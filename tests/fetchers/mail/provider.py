"""A mail provider's sign-in on loopback, by the public specifications.

Device code (RFC 8628), authorization code with PKCE (RFC 7636), refresh with rotation and client
credentials (RFC 6749), discovery (OpenID Connect Discovery 1.0). Its access tokens are whatever
`mint` makes of a user.
"""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import subprocess
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

APP_SECRET = "app-secret-canary"

Answer = tuple[int, dict[str, Any]]


@dataclass
class Provider:
    """What the provider knows. `grace` leaves a used refresh token valid, as Microsoft does."""

    mint: Callable[[str], str]
    user: str = "ap@us.example"
    grace: bool = False
    polls: int = 1
    lifetime: int = 3600
    refusal: Answer | None = None
    refresh_tokens: set[str] = field(default_factory=set)
    codes: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    address: str = ""
    ca_file: Path = Path()
    lock: threading.Lock = field(default_factory=threading.Lock)

    def refresh_token(self) -> str:
        """A refresh token that is valid."""
        token = f"refresh-canary-{uuid.uuid4().hex}"
        self.refresh_tokens.add(token)
        return token

    def answer(self, path: str, said: dict[str, str]) -> Answer:
        """The answer to a form."""
        with self.lock:
            self.asked.append(said)
            if self.refusal:
                return self.refusal
            if path.endswith("/devicecode"):
                return 200, self._device()
            grant = {
                "refresh_token": self._refresh,
                "urn:ietf:params:oauth:grant-type:device_code": self._poll,
                "device_code": self._poll,
                "authorization_code": self._exchange,
                "client_credentials": self._app,
            }[said["grant_type"]]
            return grant(said)

    def agree(self, address: str) -> str:
        """Where the browser ends when the person agrees at this address."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert said["code_challenge_method"] == "S256"
        assert said["access_type"] == "offline"
        code = uuid.uuid4().hex
        self.codes[code] = said["code_challenge"]
        return f"{said['redirect_uri']}?{urlencode({'code': code, 'state': said['state']})}"

    def _device(self) -> dict[str, Any]:
        return {
            "device_code": "device",
            "user_code": "BCDF-GHJK",
            "verification_uri": "https://provider.example/device",
            "expires_in": 900,
            "interval": 1,
        }

    def _poll(self, said: dict[str, str]) -> Answer:
        assert said["device_code"] == "device"
        self.polls -= 1
        if self.polls >= 0:
            return 400, {"error": "authorization_pending"}
        return self._tokens()

    def _refresh(self, said: dict[str, str]) -> Answer:
        if said["refresh_token"] not in self.refresh_tokens:
            return 400, {
                "error": "invalid_grant",
                "error_description": "AADSTS700082: The refresh token has expired due to"
                " inactivity.\r\nTrace ID: 1\r\nCorrelation ID: 2\r\nTimestamp: 3",
                "error_codes": [700082],
            }
        if not self.grace:
            self.refresh_tokens.discard(said["refresh_token"])
        return self._tokens()

    def _exchange(self, said: dict[str, str]) -> Answer:
        digest = hashlib.sha256(said["code_verifier"].encode()).digest()
        if self.codes.pop(said["code"], "") != base64.urlsafe_b64encode(digest).decode().rstrip(
            "="
        ):
            return 400, {"error": "invalid_grant", "error_description": "Bad code verifier"}
        return self._tokens()

    def _app(self, said: dict[str, str]) -> Answer:
        if said.get("client_secret") != APP_SECRET:
            return 401, {
                "error": "invalid_client",
                "error_description": f"AADSTS7000215: Invalid client secret {APP_SECRET}x.",
            }
        return 200, {"token_type": "Bearer", "access_token": self.mint(self.user), **self._ends()}

    def _ends(self) -> dict[str, int]:
        return {"expires_in": self.lifetime}

    def _tokens(self) -> Answer:
        return 200, {
            "token_type": "Bearer",
            "access_token": self.mint(self.user),
            "refresh_token": self.refresh_token(),
            **self._ends(),
        }


@contextmanager
def provider(mint: Callable[[str], str], folder: Path) -> Iterator[Provider]:
    """A provider that serves on https://localhost while the block lasts."""
    known = Provider(mint)

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tenant = self.path.split("/")[1]
            base = f"{known.address}/{tenant}/oauth2/v2.0"
            self._send(
                200,
                {
                    "issuer": f"{known.address}/{tenant}/v2.0",
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "device_authorization_endpoint": f"{base}/devicecode",
                },
            )

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._send(*known.answer(self.path, dict(parse_qs_flat(body))))

        def _send(self, status: int, answer: dict[str, Any]) -> None:
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_request(self, *_said: object) -> None:
            pass

    certificate, key = _certificate(folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        known.address = f"https://localhost:{server.server_port}"
        known.ca_file = certificate
        serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        serving.start()
        try:
            yield known
        finally:
            server.shutdown()
            serving.join()


def parse_qs_flat(body: str) -> list[tuple[str, str]]:
    """A form's fields."""
    return [(name, values[0]) for name, values in parse_qs(body).items()]


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "provider.pem", folder / "provider.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key
