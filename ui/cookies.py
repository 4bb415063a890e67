"""The dashboard's cookies: out of reach for scripts, other sites and, over TLS, other hosts.

Over TLS a cookie is Secure and its name begins with `__Host-` (RFC 6265bis): a browser takes it
from this very host alone, so that no neighbour and no plain http can plant a session. Over plain
http, on the machine itself, browsers would refuse such a name.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from model.secret import Secret

COOKIE: Final = "billhook_session"
TICKET: Final = "billhook_step"
"""Between a right password and the second step."""
WANTED: Final = "billhook_wanted"
"""The page that somebody wanted before they had to sign in."""
STATE: Final = "billhook_oidc"
"""While somebody is at the company's identity provider."""
_WAY: Final = 600  # seconds that the way through the door may take


def is_sealed(connection: HTTPConnection) -> bool:
    """Whether a request or a socket came over TLS, by itself or up to a proxy on this machine."""
    return connection.url.scheme in ("https", "wss")


def cookie_name(connection: HTTPConnection, name: str) -> str:
    """What a cookie is called on the way by which the browser came."""
    return f"__Host-{name}" if is_sealed(connection) else name


def held(connection: HTTPConnection, name: str = COOKIE) -> Secret:
    """What the browser holds in a cookie; an empty secret where it has none."""
    return Secret(connection.cookies.get(cookie_name(connection, name), ""))


def hand_over(connection: HTTPConnection, answer: Response, name: str, value: Secret) -> None:
    """Put a cookie on an answer."""
    answer.set_cookie(
        cookie_name(connection, name),
        value.reveal(),
        httponly=True,
        samesite="strict",
        secure=is_sealed(connection),
    )


def lend(connection: HTTPConnection, answer: Response, name: str, value: Secret) -> None:
    """Put a cookie on an answer for ten minutes, which also comes along with a way from elsewhere.

    It opens nothing: the identity provider leads back here, and a strict cookie would stay behind.
    """
    answer.set_cookie(
        cookie_name(connection, name),
        value.reveal(),
        max_age=_WAY,
        httponly=True,
        samesite="lax",
        secure=is_sealed(connection),
    )


def take_back(connection: HTTPConnection, answer: Response, name: str) -> None:
    """Have the browser forget a cookie."""
    answer.delete_cookie(
        cookie_name(connection, name),
        httponly=True,
        samesite="strict",
        secure=is_sealed(connection),
    )
