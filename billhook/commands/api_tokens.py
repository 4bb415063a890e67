"""`billhook api-tokens`: which other systems may call the REST API, and what each may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import click

from billhook.commands.options import data_option, settings_of, show_json
from billhook.wiring import opened_store
from model.api import ApiToken, Scope
from storage import api_tokens as stored
from storage import entities
from storage.tx import Tx

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
@click.option(
    "--company",
    "codes",
    multiple=True,
    metavar="CODE",
    help="It sees this company's documents alone; several times for several.",
)
@click.option("--days", default=_DAYS, show_default=True, help="How long it lives.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def add(
    *,
    data: str | None,
    name: str,
    scopes: tuple[str, ...],
    codes: tuple[str, ...],
    days: int,
    as_json: bool,
) -> None:
    """Make a token and show it, this once; CODE is one of `billhook entity list`.

    Example: billhook api-tokens add erp --scope read:documents --scope write:exceptions
    """
    life = timedelta(days=min(max(days, 0), stored.LONGEST.days + 1))
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        ours = [entities.by_code(tx, code) for code in codes]
        may = _scopes(scopes, limited=bool(ours))
        token, secret = stored.add(tx, name, may, life=life, actor=_ACTOR, entities=ours)
        shown = _shown(tx, token)
    if as_json:
        show_json({**shown, "token": secret.reveal()})
        return
    whose = f" for {', '.join(one.name for one in ours)} alone" if ours else ""
    click.echo(
        f"{token.name} may {', '.join(sorted(token.scopes))}{whose} until {token.expires:%Y-%m-%d}."
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
        shown = [_shown(tx, token) for token in stored.every(tx)]
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


_COLUMNS: Final = ("name", "expires", "last_used", "revoked", "scopes", "companies")


def _scopes(named: tuple[str, ...], *, limited: bool) -> frozenset[Scope]:
    """The scopes that are named; "read" has metrics only where all companies are seen."""
    every = {scope for scope in Scope if scope.value.startswith("read:")}
    read = (every - {Scope.READ_METRICS} if limited else every) if "read" in named else ()
    return frozenset(read) | {Scope(name) for name in named if name != "read"}


def _shown(tx: Tx, token: ApiToken) -> dict[str, object]:
    names = entities.all_names(tx) if token.entities else {}
    return {
        "id": token.id,
        "name": token.name,
        "scopes": sorted(token.scopes),
        "companies": sorted(names[one][0] for one in token.entities),
        "made": token.made.isoformat(),
        "expires": token.expires.isoformat(),
        "last_used": token.last_used.isoformat() if token.last_used else None,
        "revoked": token.revoked.isoformat() if token.revoked else None,
    }
