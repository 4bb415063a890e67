"""A provider's consent to read a mailbox, got from a person at the command line."""

from __future__ import annotations

import json
import os
import sys
import webbrowser
from typing import Any

import click

from billhook.commands.options import read_bytes
from billhook.commands.unlocking import secret_from
from billhook.wiring import CLOCK
from fetchers.mail.oauth import google, microsoft
from fetchers.mail.oauth.client import Client, DeviceCode, authority_of
from fetchers.mail.oauth.loopback import landing
from model.consents import Granted
from model.errors import FileUnreadable, SecretMissing, WrongInput
from model.secret import Secret
from model.suppliers import Mailbox, MailSignIn
from pipeline.mails.tokens import first_record
from vault import OAuthToken, Vault

_NOBODY = "http://127.0.0.1:1"  # where a browser on another machine ends: nobody listens there


def held(vault: Vault, name: str) -> OAuthToken | None:
    """The consent that the vault holds under this name, if any.

    Raises:
        WrongInput: the name belongs to a record of another kind.
    """
    try:
        with vault.lease(name, purpose="sign in again", job="person") as lease:
            record = lease.record
    except SecretMissing:
        return None
    if not isinstance(record, OAuthToken):
        raise WrongInput(f"The vault keeps something else as {name!r}; name another --credential.")
    return record


def client_of(sign_in: MailSignIn, known: OAuthToken | None, said: dict[str, Any]) -> Client:
    """The application to sign in with, as it was said or is known.

    Raises:
        WrongInput: its id, tenant or secret is missing.
    """
    from_file = _of_file(said["client_file"]) if said["client_file"] else {}
    identity = said["client_id"] or from_file.get("client_id") or (known.client if known else "")
    tenant = said["tenant"] or (known.tenant if known else "")
    if not identity:
        raise WrongInput("Name the application that you registered: --client-id ID.")
    if sign_in is MailSignIn.MICROSOFT_APP and not tenant:
        raise WrongInput("An application signs in to one organisation: --tenant DOMAIN.")
    return Client(
        sign_in=sign_in,
        id=identity,
        tenant=tenant,
        secret=_secret(sign_in, known, said, from_file),
        authority=authority_of(sign_in, said["authority"] or (known.token_url if known else "")),
    )


def given(box: Mailbox, client: Client, *, paste: bool) -> OAuthToken:
    """What the provider grants, as the vault keeps it; waits for the person.

    Raises:
        ConsentEnded: it was declined.
        MailboxUnreachable: the provider does not answer.
    """
    granted = _granted(box.sign_in, client, paste=paste)
    return first_record(box, client, granted)


def _granted(sign_in: MailSignIn, client: Client, *, paste: bool) -> Granted:
    match sign_in:
        case MailSignIn.MICROSOFT_APP:
            return microsoft.for_app(client, clock=CLOCK)
        case MailSignIn.GOOGLE if paste:
            return google.by_browser(client, _NOBODY, _pasted, clock=CLOCK)
        case MailSignIn.GOOGLE:
            with landing() as place:
                return google.by_browser(
                    client, place.address, lambda url: _browsed(url, place.wait), clock=CLOCK
                )
        case _:
            return microsoft.by_device(client, _show, clock=CLOCK)


def _secret(
    sign_in: MailSignIn, known: OAuthToken | None, said: dict[str, Any], from_file: dict[str, str]
) -> Secret:
    if sign_in is MailSignIn.MICROSOFT:
        return Secret("")  # a public client has none
    if from_file.get("client_secret"):
        return Secret(from_file["client_secret"])
    if sign_in is MailSignIn.GOOGLE and known and not said["client_secret_stdin"]:
        return known.client_secret
    return secret_from("Client secret", from_input=said["client_secret_stdin"])


def _of_file(name: str) -> dict[str, str]:
    """Id and secret of Google's client file; the addresses in it are not taken."""
    try:
        found = json.loads(read_bytes(name))["installed"]
        return {key: str(found[key]) for key in ("client_id", "client_secret")}
    except (ValueError, KeyError, TypeError):
        raise FileUnreadable(
            f"{name} is no client file of a desktop application; download it again."
        ) from None


def _show(code: DeviceCode) -> None:
    minutes = code.seconds // 60
    click.echo(f"Open {code.address} in any browser within {minutes} minutes,")
    click.echo(f"enter the code {code.code} and sign in as the person who reads the mailbox.")


def _browsed(address: str, wait: Any) -> str:
    click.echo(f"Sign in here, in a browser on this machine:\n  {address}")
    if sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY"):
        webbrowser.open(address)
    return str(wait())


def _pasted(address: str) -> str:
    click.echo(f"Sign in here, in any browser:\n  {address}")
    click.echo("It ends at a page that can't be shown; copy that page's address.")
    return str(click.prompt("Address"))
