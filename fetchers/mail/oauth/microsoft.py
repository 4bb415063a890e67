"""Microsoft 365, by msal: a person's consent by device code (RFC 8628), or an application's own.

msal's token cache is never serialised; the refresh token is handed over and handed back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import msal
from msal.exceptions import MsalServiceError

from fetchers.mail.oauth import line
from fetchers.mail.oauth.client import MICROSOFT_MAIL, Client, DeviceCode
from model.clock import Clock
from model.consents import Granted
from model.errors import MailboxUnreachable
from model.secret import Secret


def by_device(
    client: Client,
    show: Callable[[DeviceCode], None],
    *,
    clock: Clock,
    given_up: Callable[[], bool] = lambda: False,
) -> Granted:
    """What a person grants who enters the code that `show` shows; waits for that person.

    It is asked for no longer once it was `given_up`, which is looked at between two polls.
    Raises ConsentEnded where it was declined or ran out, MailboxUnreachable without a line.
    """
    with _said_plainly(client):
        app = msal.PublicClientApplication(client.id, **_line(client))
        flow = app.initiate_device_flow(scopes=[_reading(client)])
        if "user_code" not in flow:
            raise line.refusal(client, flow)
        show(
            DeviceCode(flow["verification_uri"], flow["user_code"], int(flow.get("expires_in", 0)))
        )
        ends = clock.now() + timedelta(seconds=int(flow.get("expires_in", 0)))
        answer = app.acquire_token_by_device_flow(
            flow, exit_condition=lambda _: given_up() or clock.now() >= ends
        )
        return _granted(client, answer, clock)


def renewed(client: Client, refresh_token: Secret, *, clock: Clock) -> Granted:
    """A new access token, with the refresh token that takes the old one's place.

    Raises ConsentEnded where a person must sign in again (AADSTS70008x …), MailboxUnreachable.
    """
    with _said_plainly(client):
        app = msal.PublicClientApplication(client.id, **_line(client))
        answer = app.acquire_token_by_refresh_token(refresh_token.reveal(), [_reading(client)])
        return _granted(client, answer, clock, kept=refresh_token)


def for_app(client: Client, *, clock: Clock) -> Granted:
    """An access token for the application itself (client credentials, RFC 6749, 4.4).

    Raises ConsentEnded where its secret or permission is gone, MailboxUnreachable.
    """
    with _said_plainly(client):
        secret = client.secret.reveal()
        app = msal.ConfidentialClientApplication(
            client.id, client_credential=secret, **_line(client)
        )
        answer = app.acquire_token_for_client(scopes=[f"{_mail(client)}/.default"])
        return _granted(client, answer, clock)


@contextmanager
def _said_plainly(client: Client) -> Iterator[None]:
    with line.said_plainly(client):
        try:
            yield
        except MsalServiceError as trouble:  # what msal makes of 5xx
            raise MailboxUnreachable(
                f"The sign-in at {client.authority} does not answer ({trouble})."
            ) from None


def _line(client: Client) -> dict[str, Any]:
    known = client.authority in MICROSOFT_MAIL
    return {
        "authority": f"{client.authority}/{client.tenant or 'organizations'}",
        "http_client": line.session(client, [client.authority]),
        "instance_discovery": None if known else False,
    }


def _mail(client: Client) -> str:
    return MICROSOFT_MAIL.get(client.authority, "https://outlook.office365.com")


def _reading(client: Client) -> str:
    """The scope of a person's consent; Microsoft names it by another host than an application's."""
    return f"{_mail(client).replace('office365.com', 'office.com')}/IMAP.AccessAsUser.All"


def _granted(
    client: Client, answer: dict[str, Any], clock: Clock, kept: Secret | None = None
) -> Granted:
    """The answer's tokens; `kept` stays where the provider gives no new refresh token."""
    if "access_token" not in answer:
        raise line.refusal(client, answer)
    given = answer.get("refresh_token")
    return Granted(
        access_token=Secret(str(answer["access_token"])),
        expires=clock.now() + timedelta(seconds=int(answer.get("expires_in") or 3600)),
        refresh_token=Secret(str(given)) if given else kept or Secret(""),
    )
