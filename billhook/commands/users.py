"""`billhook users`: who may sign in to the dashboard."""

from __future__ import annotations

import sys

import click

from billhook.commands.options import data_option, settings_of
from billhook.wiring import opened_store
from model.errors import WrongInput
from model.people import Role
from model.secret import Secret
from storage import users as stored


@click.group()
def users() -> None:
    """People who sign in. Example: billhook users add maya --full-name "Maya Okafor"."""


@users.command()
@data_option
@click.argument("name")
@click.option("--full-name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), default="clerk")
@click.option("--password-stdin", is_flag=True, help="The password is on standard input.")
def add(data: str | None, name: str, full_name: str, role: str, *, password_stdin: bool) -> None:
    """Add a person, or give one a new name, role and password.

    Example: billhook users add maya --full-name "Maya Okafor" --role approver
    """
    password = _password(from_input=password_stdin)
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        user = stored.add(tx, name, full_name, Role(role), password)
    click.echo(f"{user.full_name} may sign in as {user.name} ({user.role}).")


@users.command("list")
@data_option
def list_(data: str | None) -> None:
    """Show who may sign in. Example: billhook users list."""
    with opened_store(settings_of(data)) as store, store.read() as tx:
        for user in stored.every(tx):
            click.echo(f"{user.name:20} {user.role:10} {user.full_name}")


def _password(*, from_input: bool) -> Secret:
    if not from_input:
        return Secret(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise WrongInput("Standard input is empty: the password goes there.")
    return Secret(line)
