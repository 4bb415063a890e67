"""The page at the door: the company's account where there is a provider, name and password."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Final

from starlette.responses import HTMLResponse

from model.desk import Desk
from ui.languages import phrase, say
from ui.languages.choice import current

_PAGE: Final = (Path(__file__).parent / "login.html").read_text()
_WORDS: Final = (phrase("Sign in"), phrase("Name"), phrase("Password"))


def login_page(desk: Desk, message: str = "", status: int = 200) -> HTMLResponse:
    """The page, with what went wrong before. It asks the desk: keep it off the loop."""
    shown = f'<p class="wrong" role="alert">{escape(message)}</p>' if message else ""
    door = desk.company_sign_in
    opening, closing = ("", "") if door.by_password() else (_folded(), "</details>")
    page = _PAGE
    for word in _WORDS:
        page = page.replace(f"{{{word}}}", escape(say(word)))
    filled = {
        "language": current().value,
        "account": _account() if door.offered() else "",
        "opening": opening,
        "closing": closing,
        "focus": "" if door.offered() else " autofocus",
        "company": escape(desk.company()),
        "message": shown,  # last: it may hold what looks like a placeholder
    }
    for name, value in filled.items():
        page = page.replace(f"{{{name}}}", value)
    return HTMLResponse(page, status)


def _account() -> str:
    words = escape(say("Sign in with your company's account"))
    return f'<p><a class="btn pri" href="/oidc/start">{words}</a></p>'


def _folded() -> str:
    words = escape(say("Sign in with a password"))
    return f"<details><summary>{words}</summary>"
