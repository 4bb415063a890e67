"""What a person types into the forms about people and about their own account.

Passwords and links come and go by plain requests, never over the page's socket, as with the vault.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from model.desk import Desk
from model.errors import BillhookError
from model.people import Role, User
from model.people_desk import PeopleDesk
from model.secret import Secret
from ui.api.refusals import not_understood
from ui.cookies import held
from ui.refusals import refusal_words

Said = dict[str, Any]
_Answer = dict[str, object]
_Work = Callable[[PeopleDesk, User, "_Asked"], _Answer]


class _Asked:
    """What a form said, and by whose browser."""

    def __init__(self, said: Said, request: Request) -> None:
        self._said = said
        self.token = held(request)
        self.site = request.headers.get("origin") or str(request.base_url).rstrip("/")

    def text(self, name: str) -> str:
        """One field. Raises KeyError, TypeError where it is no text."""
        if not isinstance(self._said[name], str):
            raise TypeError(name)
        return str(self._said[name])

    def link(self, token: Secret) -> _Answer:
        """The address by which a person chooses a password, on the site that was asked."""
        return {"value": f"{self.site}/choose?token={token.reveal()}"}


def people_requests(desk: Desk) -> APIRouter:
    """The routes of the forms about people."""
    router = APIRouter(prefix="/api/people")
    for path, work in _FORMS.items():
        router.post(f"/{path}")(_form(desk, work))
    return router


def _form(desk: Desk, work: _Work) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        try:
            asked = _Asked(await request.json(), request)
            done = await asyncio.to_thread(work, desk.people, request.state.user, asked)
        except BillhookError as refusal:
            return JSONResponse({"error": refusal_words(refusal)}, 400)
        except (AttributeError, KeyError, TypeError, ValueError):
            return not_understood()
        return JSONResponse(done)

    return answer


def _add(people: PeopleDesk, user: User, asked: _Asked) -> _Answer:
    name, full_name = asked.text("name").strip(), asked.text("full_name")
    role = Role(asked.text("role"))
    mail = asked.text("mail").strip()
    return asked.link(people.add(user, name, full_name=full_name, role=role, mail=mail))


def _mail(people: PeopleDesk, user: User, asked: _Asked) -> _Answer:
    people.set_mail(user, asked.text("name"), asked.text("mail"))
    return {}


def _reset(people: PeopleDesk, user: User, asked: _Asked) -> _Answer:
    return asked.link(people.reset(user, asked.text("name")))


def _password(people: PeopleDesk, user: User, asked: _Asked) -> _Answer:
    old, new = Secret(asked.text("password")), Secret(asked.text("new"))
    people.change_password(user, asked.token, old=old, new=new)
    return {}


_FORMS: Final[dict[str, _Work]] = {
    "add": _add,
    "mail": _mail,
    "reset": _reset,
    "password": _password,
}
