"""`billhook users`: who may sign in to the dashboard."""

from __future__ import annotations

import sys
from typing import Final

import click

from billhook.commands.options import data_option, settings_of
from billhook.wiring import opened_store
from model.errors import WrongInput
from model.people import Role
from model.secret import Secret
from pipeline.access import people
from storage import users as stored
from vault.passwords import hashed

_ACTOR: Final = "command line"
_ROLES: Final = click.Choice([role.value for role in Role])


@click.group()
def users() -> None:
    """People who sign in. Example: billhook users add maya --full-name "Maya Okafor"."""


@users.command()
@data_option
@click.argument("name")
@click.option("--full-name", required=True, help="As colleagues see it.")
@click.option(
    "--role", type=_ROLES, default="clerk", show_default=True, help="What the person may do."
)
@click.option("--password-stdin", is_flag=True, help="The password is on standard input.")
def add(data: str | None, name: str, full_name: str, role: str, *, password_stdin: bool) -> None:
    """Add a person, or give one a new name, role and password.

    Example: billhook users add maya --full-name "Maya Okafor" --role approver
    """
    kept = hashed(_password(from_input=password_stdin))
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        user = people.put(tx, _ACTOR, name, full_name=full_name, role=Role(role), kept=kept)
    click.echo(f"{user.full_name} may sign in as {user.name} ({user.role}).")


@users.command("list")
@data_option
def list_(data: str | None) -> None:
    """Show who may sign in. Example: billhook users list."""
    with opened_store(settings_of(data)) as store, store.read() as tx:
        for user in stored.every(tx):
            ended = "" if user.active else "  (may not sign in)"
            click.echo(f"{user.name:20} {user.role:10} {user.full_name}{ended}")


@users.command()
@data_option
@click.argument("name")
@click.option("--full-name", required=True, help="As colleagues see it.")
@click.option(
    "--role", type=_ROLES, default="clerk", show_default=True, help="What the person may do."
)
@click.option("--mail", default="", help="The address that the identity provider knows them by.")
def invite(data: str | None, name: str, full_name: str, role: str, mail: str) -> None:
    """Make a link by which a new person chooses their password.

    Example: billhook users invite ivo --full-name "Ivo Marek" --role auditor
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        link = people.add(tx, _ACTOR, name, full_name=full_name, role=Role(role), mail=mail)
    _show(name, link)


@users.command()
@data_option
@click.argument("name")
@click.argument("address")
def mail(data: str | None, name: str, address: str) -> None:
    """Write down a person's mail address; an empty one takes it away.

    Example: billhook users mail ivo ivo@us.example
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        people.set_mail(tx, _ACTOR, name, address)
    click.echo(f"{name}: {address or 'no mail address'}.")


@users.command()
@data_option
@click.argument("name")
def reset(data: str | None, name: str) -> None:
    """Let a password fit no more, and make a link to choose another.

    Example: billhook users reset maya
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        link = people.reset(tx, _ACTOR, name)
    _show(name, link)


@users.command()
@data_option
@click.argument("name")
@click.argument("role", type=_ROLES)
def role(data: str | None, name: str, role: str) -> None:
    """Let a person do other things; their sessions end.

    Example: billhook users role maya approver
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        people.set_role(tx, _ACTOR, name, Role(role))
    click.echo(f"{name} is {role} from the next sign-in on.")


@users.command()
@data_option
@click.argument("name")
@click.argument("codes", nargs=-1)
def limit(data: str | None, name: str, codes: tuple[str, ...]) -> None:
    """Let a person see the documents of these companies alone; without a code, of all.

    CODES are those of `billhook entity list`. Their sessions end.

    Example: billhook users limit maya HBG
    """
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        people.limit(tx, _ACTOR, name, codes)
    click.echo(f"{name} sees the documents of {', '.join(codes) or 'all companies'}.")


@users.command("sign-out")
@data_option
@click.argument("name")
def sign_out(data: str | None, name: str) -> None:
    """End all sessions of a person. Example: billhook users sign-out maya."""
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        ended = people.end_sessions(tx, _ACTOR, name)
    click.echo(f"{ended} sessions of {name} have ended.")


@users.command()
@data_option
@click.argument("name")
def deactivate(data: str | None, name: str) -> None:
    """Let a person sign in no more, at once. Example: billhook users deactivate maya."""
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        people.set_active(tx, _ACTOR, name, active=False)
    click.echo(f"{name} may not sign in any more.")


@users.command()
@data_option
@click.argument("name")
def activate(data: str | None, name: str) -> None:
    """Let a person sign in again. Example: billhook users activate maya."""
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        people.set_active(tx, _ACTOR, name, active=True)
    click.echo(f"{name} may sign in again.")


def _show(name: str, link: Secret) -> None:
    click.echo(
        f"Hand this to {name}; it is good once, for three days. Put your dashboard's address"
        " before it:"
    )
    click.echo(f"/choose?token={link.reveal()}")


def _password(*, from_input: bool) -> Secret:
    if not from_input:
        return Secret(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise WrongInput("Standard input is empty: the password goes there.")
    return Secret(line)
