"""Back to where one was: the page that somebody wanted before they had to sign in.

It waits in a cookie, and is a path of this site or nothing: no link leads through the door to
another site.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from model.secret import Secret
from ui.cookies import WANTED, held, lend, take_back

_LONGEST: Final = 1000
_PATH: Final = re.compile(r"/(?![/\\])[A-Za-z0-9._~!$&'()*+=:@%/?-]*")
_PAGE: Final = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta http-equiv="refresh" content="0;url={to}"><title>Billhook</title></head>'
    '<body><a href="{to}">Billhook</a></body></html>'
)


def wanted(connection: HTTPConnection) -> str:
    """The path that somebody wanted; the first page where they wanted none."""
    said = held(connection, WANTED).reveal()
    return said if _is_ours(said) else "/"


def remember(scope: Scope, answer: Response) -> None:
    """Let the answer keep which page is wanted now."""
    if (to := here(scope)) != "/":
        lend(HTTPConnection(scope), answer, WANTED, Secret(to))


def forget(connection: HTTPConnection, answer: Response) -> None:
    """Let the answer take away what was kept."""
    if held(connection, WANTED):
        take_back(connection, answer, WANTED)


def here(scope: Scope) -> str:
    """The path that is asked for, with its query; the first page where it does as none."""
    query = scope.get("query_string", b"").decode("latin-1")
    to = quote(scope["path"]) + (f"?{query}" if query else "")
    return to if _is_ours(to) else "/"


def onward(to: str) -> HTMLResponse:
    """A page that leads on by itself.

    A redirect would do where the way here began on this site. A browser that was led here by
    another site (a link in a mail, the identity provider) keeps the session's cookie back until
    a page of this site asks; and a form's redirect may not leave the site at all (CSP).
    """
    return HTMLResponse(_PAGE.replace("{to}", escape(to)))


def _is_ours(path: str) -> bool:
    return len(path) <= _LONGEST and _PATH.fullmatch(path) is not None
