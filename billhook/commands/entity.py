"""`billhook entity`: our own companies that receive invoices."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from billhook.commands.options import data_option, settings_of
from billhook.wiring import opened_store
from model.entities import Entity
from pipeline import companies
from storage import entities as stored
from storage import users
from storage.store import Tx

_ACTOR: Final = "command line"
_Command = TypeVar("_Command", bound=Callable[..., Any])
_LISTS: Final = (
    ("spelling", "spellings", "Another way in which suppliers write its name; repeatable."),
    ("id", "ids", "A VAT id or registration number; repeatable."),
    ("endpoint", "endpoints", "An electronic address, as 0088:4012345000009; repeatable."),
    ("place", "places", "Words of its postal address, to tell it from a namesake; repeatable."),
    ("mail", "mails", "A mail address at which only its mail arrives; repeatable."),
)


@click.group()
def entity() -> None:
    """Our own companies. Example: billhook entity add "Harbour Books GmbH" --id DE123456789."""


def _lists(command: _Command) -> _Command:
    """A command with one repeatable option for each list of an entity."""
    for option, name, help_ in reversed(_LISTS):
        command = click.option(f"--{option}", name, multiple=True, help=help_)(command)
    return command


@entity.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def list_(data: str | None, *, as_json: bool) -> None:
    """Show our companies and how many documents each has. Example: billhook entity list --json."""
    with opened_store(settings_of(data)) as store, store.read() as tx:
        counted = stored.counted(tx)
        ours = [_shown(tx, one, counted.get(one.id, 0)) for one in stored.every(tx)]
    if as_json:
        click.echo(json.dumps(ours))
        return
    for one in ours:
        click.echo(f"{one['code']:16} {one['documents']:>7}  {one['name']}")


@entity.command()
@data_option
@click.argument("name")
@click.option(
    "--code", default="", help="Its short name in feeds and commands; else made of its name."
)
@_lists
@click.option("--json", "as_json", is_flag=True, help="Say what was added as JSON.")
def add(data: str | None, name: str, code: str, *, as_json: bool, **lists: tuple[str, ...]) -> None:
    """Add one of our companies; all documents are looked at anew.

    Example: billhook entity add "Harbour Books GmbH" --code HBG --id DE123456789
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        made = companies.add(tx, _ACTOR, name, code=code, parts=lists)
        shown = _shown(tx, made, 0)
    _say(shown, f"{made.name} has the code {made.code}.", as_json=as_json)


@entity.command()
@data_option
@click.argument("code")
@click.option("--name", default="", help="Its new name.")
@click.option("--new-code", default="", help="Its new code.")
@_lists
@click.option("--json", "as_json", is_flag=True, help="Say what it is now as JSON.")
def change(
    data: str | None,
    code: str,
    name: str,
    new_code: str,
    *,
    as_json: bool,
    **lists: tuple[str, ...],
) -> None:
    """Change a company; a list that is given replaces the one before, "" empties it.

    Example: billhook entity change HBG --id DE123456789 --id "HRB 4711" --mail books@us.example
    """
    given = {part: words for part, words in lists.items() if words}
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        before = stored.by_code(tx, code)
        now = companies.change(tx, _ACTOR, before.id, name=name, code=new_code, parts=given)
        shown = _shown(tx, now, stored.counted(tx).get(now.id, 0))
    _say(shown, f"{now.name} ({now.code}) is changed.", as_json=as_json)


@entity.command()
@data_option
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Say what was removed as JSON.")
def remove(data: str | None, code: str, *, as_json: bool) -> None:
    """Take a company away from what comes; its documents stay its own.

    Example: billhook entity remove HBG
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        gone = stored.by_code(tx, code)
        shown = _shown(tx, gone, stored.counted(tx).get(gone.id, 0))
        companies.remove(tx, _ACTOR, gone.id)
    _say(shown, f"{gone.name} gets no more documents.", as_json=as_json)


@entity.command()
@data_option
@click.argument("code")
@click.argument("portal")
def bind(data: str | None, code: str, portal: str) -> None:
    """Let all that a portal's account brings be a company's; PORTAL is its id or name.

    Example: billhook entity bind HBG "Lumen business"
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        bound = companies.bind(tx, _ACTOR, portal, stored.by_code(tx, code).id)
    click.echo(f"What {bound} brings is for {code}, where a document does not say otherwise.")


def _shown(tx: Tx, one: Entity, documents: int) -> dict[str, Any]:
    lists = {name: list(getattr(one, name)) for _, name, _ in _LISTS}
    limited = [user.name for user in users.every(tx) if one.id in user.entities]
    head = {"id": one.id, "code": one.code, "name": one.name}
    return {**head, **lists, "documents": documents, "limited_to_it": limited}


def _say(shown: dict[str, Any], sentence: str, *, as_json: bool) -> None:
    click.echo(json.dumps(shown) if as_json else sentence)
