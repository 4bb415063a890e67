"""`billhook connect consent`: what lets Billhook into a receiver that gives access tokens."""

from __future__ import annotations

import secrets
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import click

from billhook.commands.consent import held
from billhook.commands.options import data_option, key_option, settings_of
from billhook.commands.unlocking import opened, secret_from
from billhook.wiring import CLOCK, opened_store
from feeds import (
    WAYS,
    Application,
    Issuer,
    address_of,
    by_code,
    consent_address,
    issuer_of,
    organisations,
    renewed,
)
from model.consents import Granted
from model.deliveries import Destination, DestinationKind
from model.errors import ConsentEnded, WrongInput
from model.secret import Secret
from pipeline.deliveries import replaying
from storage import deliveries
from vault import OAuthToken
from vault.origins import origin_of

_KINDS: Final = [kind.value for kind, way in WAYS.items() if way.issuer]
_COMPANY: Final = "realmId"
"""What Intuit adds to the address at which the browser ends: the company that was chosen."""


@click.command()
@data_option
@key_option
@click.argument("name")
@click.option("--kind", type=click.Choice(_KINDS), required=True, help="Whose sign-in it is.")
@click.option("--client-id", help="The application's id, as registered there.")
@click.option("--client-secret-stdin", is_flag=True, help="Its secret is the first line of input.")
@click.option("--tenant", default="", help="Business Central: the organisation's id or domain.")
@click.option("--redirect", default="", help="Where the browser ends, as registered there.")
@click.option("--url", help="The interface's address, where it is not the usual one.")
@click.option("--token-url", help="The issuer's address, on this machine.")
def consent(*, data: str | None, key_file: str | None, name: str, **said: Any) -> None:
    """Sign in to a receiver, and keep under NAME in the vault what it grants.

    A person consents in a browser, which ends at --redirect; the address of that page is asked for.
    Where the application signs in by itself there is no browser.

    Example: billhook connect consent xero --kind xero --client-id 0A1B
    --redirect https://us.example/consent
    """
    settings = {"url": said["url"]} if said["url"] else {}
    receiver = Destination(name, name, DestinationKind(said["kind"]), settings, name)
    issuer = issuer_of(receiver)
    if issuer is None:
        raise WrongInput(f"{said['kind']} takes no consent.")
    with opened(data, key_file) as vault:
        application = _application(held(vault, name), said)
        granted = _granted(receiver, issuer, application, said["redirect"])
        vault.put(name, _record(receiver, issuer, application, granted))
    _let_in(data, name)
    click.echo(f"Signed in; the vault keeps the consent as {name}.")
    for number, title in organisations(receiver, issuer, granted.access_token, clock=CLOCK):
        click.echo(f"{title}: --set tenant={number}")


def _let_in(data: str | None, credential: str) -> None:
    """Let destinations go on that waited for this consent."""
    with opened_store(settings_of(data)) as store, store.begin() as tx:
        for destination in deliveries.destinations(tx):
            if destination.credential == credential:
                replaying.let_in(tx, "command line", destination.id)


def _application(known: OAuthToken | None, said: dict[str, Any]) -> Application:
    identity = said["client_id"] or (known.client if known else "")
    if not identity:
        raise WrongInput("Name the application that you registered: --client-id ID.")
    if known and identity == known.client and not said["client_secret_stdin"]:
        secret = known.client_secret
    else:
        secret = secret_from("Client secret", from_input=said["client_secret_stdin"])
    tenant = said["tenant"] or (known.tenant if known else "")
    token_url = said["token_url"] or (known.token_url if known else "") or ""
    return Application(identity, secret, tenant, token_url)


def _granted(
    receiver: Destination, issuer: Issuer, application: Application, redirect: str
) -> Granted:
    if not issuer.authorize:
        return renewed(receiver, issuer, application, Secret(""), clock=CLOCK)
    if not redirect:
        raise WrongInput("Name the address that you registered: --redirect URL.")
    state, verifier = secrets.token_urlsafe(24), Secret(secrets.token_urlsafe(48))
    address = consent_address(
        issuer, application, redirect=redirect, state=state, verifier=verifier
    )
    click.echo(f"Sign in here, in any browser:\n  {address}")
    click.echo("It ends at another page; copy that page's address.")
    found = parse_qs(urlsplit(str(click.prompt("Address"))).query)
    if found.get("state") != [state] or "code" not in found:
        raise ConsentEnded("That is not where this sign-in ended; start again.")
    if company := found.get(_COMPANY):
        click.echo(f"Its company: --set company={company[0]}")
    code = Secret(found["code"][0])
    return by_code(
        receiver,
        issuer,
        application,
        code=code,
        redirect=redirect,
        verifier=verifier,
        clock=CLOCK,
    )


def _record(
    receiver: Destination, issuer: Issuer, application: Application, granted: Granted
) -> OAuthToken:
    return OAuthToken(
        username="",
        client=application.id,
        tenant=application.tenant,
        scopes=frozenset(issuer.scopes),
        client_secret=application.secret,
        refresh_token=granted.refresh_token,
        access_token=granted.access_token,
        expires=granted.expires,
        token_url=application.token_url or None,
        origins=frozenset(
            {origin_of(address_of(receiver)), origin_of(application.token_url or issuer.token_url)}
        ),
    )
