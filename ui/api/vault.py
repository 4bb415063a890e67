"""The Vault screen's requests: its list, and what a person types into its forms.

Secrets come and go by plain requests, never over the page's socket: what goes through that stays
in the page's elements, and in the messages that are kept for a lost connection.
"""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from model.desk import Desk
from model.errors import BillhookError, SignedOut, TooManyTries, VaultError
from model.secret import Secret
from model.vaults import SecretView, VaultDesk
from ui.api.blocks import LONGEST, Index, Text, span, written
from ui.api.refusals import not_understood, refused
from ui.languages import phrase, say
from ui.limits import MOST_PICTURE
from ui.refusals import refusal_words
from ui.vault_words import SORTS, fits, imported_lines, imported_words, in_view, vault_row

NO_PICTURE: Final = phrase("Choose a picture of up to 8 MB.")

Name = Annotated[str, Query(max_length=LONGEST)]
Work = Callable[..., object]


def vault_requests(desk: Desk) -> APIRouter:
    """The routes of the Vault screen."""
    router = APIRouter(prefix="/api/vault")

    @router.get("")
    def records(  # noqa: PLR0917 - a query string has no positions
        start: Index = 0,
        end: Index = 100,
        view: Text = "all",
        kind: Text = "",
        sort: Text = "name",
        text: Text = "",
        around: Text = "",
    ) -> Response:
        found = [one for one in _seen(desk.vault) if in_view(one, view) and fits(one, kind, text)]
        found.sort(key=SORTS.get(sort, SORTS["name"]))
        now = desk.now()
        first, last = span(start, end, [one.facts.name for one in found], around)
        rows = [vault_row(one, now) for one in found[first:last]]
        return written(len(found), first, rows)

    @router.post("/seed-picture")
    async def seed_picture(request: Request, name: Name) -> Response:
        picture = await request.body()
        if not 0 < len(picture) <= MOST_PICTURE:
            return refused(say(NO_PICTURE), 413)
        return await _answered(
            partial(desk.vault.add_seed_image, request.state.user, name, picture)
        )

    for path, work in _FORMS.items():
        router.post(f"/{path}")(_form(desk, work))
    return router


def _seen(vault: VaultDesk) -> list[SecretView]:
    try:
        return list(vault.records())
    except VaultError:  # the screen says what is the matter; the list is empty
        return []


def _form(desk: Desk, work: Work) -> Callable[[Request], Any]:
    """A route that reads what a form said, does it in the person's name, and answers."""

    async def answer(request: Request) -> Response:
        try:
            said = await request.json()
            job = partial(work, desk.vault, request.state.user, said)
            return await _answered(job)
        except (AttributeError, KeyError, TypeError, ValueError):
            return not_understood()

    return answer


async def _answered(job: Callable[[], object]) -> Response:
    try:
        done = await asyncio.to_thread(job)
    except BillhookError as refusal:
        return JSONResponse({"error": refusal_words(refusal)}, _status(refusal))
    return JSONResponse(done if isinstance(done, dict) else {})


def _status(refusal: BillhookError) -> int:
    if isinstance(refusal, TooManyTries):
        return 429
    return 403 if isinstance(refusal, SignedOut) else 400


def _add(vault: VaultDesk, user: Any, said: dict[str, Any]) -> None:
    vault.add(
        user,
        _text(said, "name").strip(),
        username=_text(said, "username").strip(),
        origins=_lines(said, "origins"),
        value=Secret(_text(said, "value")),
    )


def _import(vault: VaultDesk, user: Any, said: dict[str, Any]) -> dict[str, object]:
    body = b64decode(_text(said, "body"), validate=True)
    found = vault.take_in(user, _text(said, "file"), body, Secret(_text(said, "passphrase")))
    return {"words": imported_words(found), "lines": imported_lines(found)}


def _replace(vault: VaultDesk, user: Any, said: dict[str, Any]) -> None:
    vault.replace(user, _text(said, "name"), _number(said), Secret(_text(said, "value")))


def _seed(vault: VaultDesk, user: Any, said: dict[str, Any]) -> None:
    vault.add_seed(user, _text(said, "name"), Secret(_text(said, "seed").strip()))


def _origins(vault: VaultDesk, user: Any, said: dict[str, Any]) -> None:
    origins = _lines(said, "origins")
    password = Secret(_text(said, "password"))
    vault.set_origins(user, _text(said, "name"), _number(said), origins=origins, password=password)


def _remove(vault: VaultDesk, user: Any, said: dict[str, Any]) -> None:
    vault.remove(user, _text(said, "name"), _number(said))


def _reveal(vault: VaultDesk, user: Any, said: dict[str, Any]) -> dict[str, object]:
    password, copied = Secret(_text(said, "password")), said["copied"] is True
    shown = vault.reveal(user, _text(said, "name"), password=password, copied=copied)
    return {"value": shown.value.reveal(), "seconds_left": shown.seconds_left}


_FORMS: Final[dict[str, Work]] = {
    "add": _add,
    "import": _import,
    "replace": _replace,
    "seed": _seed,
    "origins": _origins,
    "remove": _remove,
    "reveal": _reveal,
}


def _text(said: dict[str, Any], name: str) -> str:
    if not isinstance(said[name], str):
        raise TypeError(name)
    return str(said[name])


def _lines(said: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in _text(said, name).splitlines() if line.strip())


def _number(said: dict[str, Any]) -> int:
    if type(said["version"]) is not int:
        raise TypeError("version")
    return int(said["version"])
