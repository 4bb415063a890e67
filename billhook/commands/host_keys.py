"""The key of an SFTP server: shown to the person who connects it, kept once it is confirmed."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import click

from feeds.sftp import offered, pinned
from model.deliveries import Destination, DestinationKind
from model.errors import WrongInput

_SETTING = "host_key"
_FINGERPRINT = "SHA256:"


def with_host_key(destination: Destination) -> Destination:
    """The destination with the confirmed key of its server; any other kind as it is.

    Raises:
        WrongInput: the key was not confirmed, or is not the one that was given.
        DestinationUnreachable: the server does not answer.
        ProgramMissing: OpenSSH is not installed.
    """
    if destination.kind is not DestinationKind.SFTP:
        return destination
    given = destination.settings.get(_SETTING, "")
    if given and not given.startswith(_FINGERPRINT):
        pinned(destination)
        return destination
    shown = offered(destination)
    if given and given != shown.fingerprint:
        raise WrongInput(f"The server shows the host key {shown.fingerprint}, not {given}.")
    if not given:
        _confirm(shown.kind, shown.fingerprint)
    settings = MappingProxyType({**destination.settings, _SETTING: str(shown)})
    return replace(destination, settings=settings)


def _confirm(kind: str, fingerprint: str) -> None:
    click.echo(f"The server shows the host key {fingerprint} ({kind}).")
    try:
        said = click.confirm("Is it the one that whoever runs the server names?")
    except click.Abort:
        said = False
    if not said:
        raise WrongInput(
            "Nothing was connected: ask whoever runs the server, then name its key with"
            f" --set {_SETTING}={fingerprint}."
        )
