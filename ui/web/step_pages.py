"""The pages of the second step: plain forms without a script, all words in them escaped."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Final

from starlette.responses import HTMLResponse

from model.second_step import Authenticator, NewSeed
from model.secret import Secret
from ui.languages import say
from ui.languages.choice import current

_PAGE: Final = (Path(__file__).parent / "step.html").read_text()
_GROUP: Final = 4  # letters of a seed between two blanks


def code_page(company: str, message: str = "") -> HTMLResponse:
    """The page that asks for a code."""
    about = say("Type what your authenticator shows, or one of your recovery codes.")
    return _page(company, say("Your code"), about, _code_form("/step"), message)


def seed_page(company: str, seed: NewSeed, to: str, message: str = "") -> HTMLResponse:
    """The page that shows a seed, and asks for a code which proves that it was taken."""
    about = say("Scan this with an authenticator app, then type the code that it shows.")
    picture = base64.b64encode(seed.picture.reveal().encode()).decode()
    alt = escape(say("QR code for your authenticator; the key below says the same"))
    shown = f'<img class="qr" alt="{alt}" src="data:image/svg+xml;base64,{picture}">'
    key = f'<p class="mono key">{_grouped(seed.letters)}</p>'
    return _page(
        company, say("Set up an authenticator"), about, shown + key + _code_form(to), message
    )


def codes_page(company: str, codes: Iterable[Secret]) -> HTMLResponse:
    """The page that shows recovery codes, this once."""
    about = say(
        "Each of these signs you in once without your authenticator. They are not shown again."
    )
    listed = "".join(f"<li>{escape(code.reveal())}</li>" for code in codes)
    on = f'<a class="btn pri" href="/">{escape(say("I have kept them"))}</a>'
    body = f'<ol class="mono codes">{listed}</ol>{on}'
    return _page(company, say("Your recovery codes"), about, body)


def own_page(company: str, own: Authenticator, message: str = "") -> HTMLResponse:
    """The page on which a person sets up an authenticator anew, or gives it up."""
    if not own.enrolled:
        about = say("You sign in with your password alone. Type it to set up an authenticator.")
    else:
        about = say(
            "You sign in with an authenticator and have {n} recovery codes left. Type your password"
            " to set up another one; the one before is worth nothing then.",
            n=own.codes_left,
        )
    label, submit = escape(say("Password")), escape(say("Set it up"))
    body = (
        '<form method="post" action="/authenticator/seed">'
        f'<label for="password">{label}</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password"'
        ' autofocus required maxlength="1024">'
        f'<button class="btn pri" type="submit">{submit}</button>'
        f"{_give_up(own)}</form>"
        f'<p><a class="lnk" href="/settings?view=account">{escape(say("Back"))}</a></p>'
    )
    return _page(company, say("Authenticator"), about, body, message)


def _give_up(own: Authenticator) -> str:
    if not own.enrolled or own.required:
        return ""
    words = escape(say("Do without one"))
    return f'<button class="btn" type="submit" formaction="/authenticator/leave">{words}</button>'


def _code_form(to: str) -> str:
    label, submit = escape(say("Code")), escape(say("Go on"))
    return (
        f'<form method="post" action="{to}"><label for="code">{label}</label>'
        '<input id="code" name="code" autocomplete="one-time-code" autofocus required'
        ' maxlength="40" spellcheck="false">'
        f'<button class="btn pri" type="submit">{submit}</button></form>'
    )


def _grouped(letters: Secret) -> str:
    text = letters.reveal()
    return escape(" ".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP)))


def _page(company: str, title: str, about: str, body: str, message: str = "") -> HTMLResponse:
    shown = f'<p class="wrong" role="alert">{escape(message)}</p>' if message else ""
    filled = {
        "language": current().value,
        "title": escape(title),
        "about": escape(about),
        "message": shown,
        "body": body,
        "company": escape(company),
    }
    page = _PAGE
    for name, value in filled.items():
        page = page.replace(f"{{{name}}}", value)
    return HTMLResponse(page, 400 if message else 200)
