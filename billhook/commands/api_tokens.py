"""`billhook api-tokens`: which other systems may call the REST API, and what each may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import click

from billhook.commands.options import data_option, settings_of, show_json
from billhook.wiring import opened_store
from model.api import ApiToken, Scope
from storage import api_tokens as stored

_ACTOR: Final = "command line"
_DAYS: Final = 90


@click.group("api-tokens")
def api_tokens() -> None:
    """Tokens of the REST API. Example: billhook api-tokens list."""


@api_tokens.command()
@data_option
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([*(scope.value for scope in Scope), "read"]),
    help="What it may do; several times for several. read: everything that is only read.",
)
@click.option("--days", default=_DAYS, show_default=True, help="How long it lives.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def add(*, data: str | None, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Make a token and show it, this once.

    Example: billhook api-tokens add erp --scope read:documents --scope write:exceptions
    """
    life = timedelta(days=min(max(days, 0), stored.LONGEST.days + 1))
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        token, secret = stored.add(tx, name, _scopes(scopes), life=life, actor=_ACTOR)
    if as_json:
        show_json({**_shown(token), "token": secret.reveal()})
        return
    click.echo(
        f"{token.name} may {', '.join(sorted(token.scopes))} until {token.expires:%Y-%m-%d}."
    )
    click.echo("Copy the token now; it is not shown again:")
    click.echo(secret.reveal())


@api_tokens.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def list_(*, data: str | None, as_json: bool) -> None:
    """Show all tokens, ended ones too, never the tokens themselves.

    Example: billhook api-tokens list --json
    """
    with opened_store(settings_of(data)) as store, store.read() as tx:
        shown = [_shown(token) for token in stored.every(tx)]
    if as_json:
        show_json(shown)
        return
    for row in shown:
        click.echo("  ".join(str(row[name] or "-") for name in _COLUMNS))


@api_tokens.command()
@data_option
@click.argument("name")
def revoke(data: str | None, name: str) -> None:
    """End a token, by its name or id, at once. Example: billhook api-tokens revoke erp."""
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        token = stored.revoke(tx, name, actor=_ACTOR)
    click.echo(f"{token.name} opens nothing any more.")


_COLUMNS: Final = ("name", "expires", "last_used", "revoked", "scopes")


def _scopes(named: tuple[str, ...]) -> frozenset[Scope]:
    read = {scope for scope in Scope if scope.value.startswith("read:")} if "read" in named else ()
    return frozenset(read) | {Scope(name) for name in named if name != "read"}


def _shown(token: ApiToken) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": sorted(token.scopes),
        "made": token.made.isoformat(),
        "expires": token.expires.isoformat(),
        "last_used": token.last_used.isoformat() if token.last_used else None,
        "revoked": token.revoked.isoformat() if token.revoked else None,
    }
