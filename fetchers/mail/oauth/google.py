"""Google Workspace, by google-auth: a person's consent in a browser, with PKCE (RFC 7636).

The device flow does not grant the mail scope, so the browser comes back to this machine.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import Flow
from oauthlib.oauth2 import OAuth2Error

from fetchers.mail.oauth import line
from fetchers.mail.oauth.client import GOOGLE, Client
from model.clock import Clock
from model.consents import Granted
from model.errors import ConsentEnded, MailboxUnreachable
from model.secret import Secret

SCOPE: Final = "https://mail.google.com/"
_TOKENS: Final = "https://oauth2.googleapis.com"

Browse = Callable[[str], str]
"""Shows an address to a person; gives back the address at which the browser ended."""


def by_browser(client: Client, redirect: str, browse: Browse, *, clock: Clock) -> Granted:
    """What a person grants in a browser that ends at `redirect`, an address of this machine.

    Raises ConsentEnded where it was declined, came from another sign-in or brings no refresh
    token, MailboxUnreachable without a line.
    """
    flow = Flow.from_client_config(_config(client), scopes=[SCOPE], redirect_uri=redirect)
    flow.oauth2session.adapters = line.session(client, [_tokens(client)]).adapters
    address, state = flow.authorization_url(prompt="consent")
    code = _code(client, browse(address), state)
    with line.said_plainly(client):
        try:
            answer = flow.fetch_token(code=code, verify=str(client.ca_file or "") or True)
        except OAuth2Error as refused:
            raise line.refusal(client, _answer(refused)) from None
    return _granted(client, answer, clock)


def renewed(client: Client, refresh_token: Secret, *, clock: Clock) -> Granted:
    """A new access token, and the refresh token to keep.

    Raises ConsentEnded where a person must sign in again, MailboxUnreachable.
    """
    credentials = Credentials(  # type: ignore[no-untyped-call] # google-auth has no types
        token=None,
        refresh_token=refresh_token.reveal(),
        token_uri=f"{_tokens(client)}/token",
        client_id=client.id,
        client_secret=client.secret.reveal(),
    )
    with line.said_plainly(client):
        try:
            credentials.refresh(Request(line.session(client, [_tokens(client)])))  # type: ignore[no-untyped-call] # as above
        except TransportError:
            raise MailboxUnreachable(f"The sign-in at {_tokens(client)} does not answer.") from None
        except RefreshError as refused:
            raise _refused(client, refused) from None
        except GoogleAuthError as broken:
            raise ConsentEnded(f"{_tokens(client)}: {type(broken).__name__}.") from None
    return Granted(
        access_token=Secret(str(credentials.token)),
        expires=_expiry(credentials, clock),
        refresh_token=Secret(str(credentials.refresh_token)),
    )


def _config(client: Client) -> dict[str, Any]:
    return {
        "installed": {
            "client_id": client.id,
            "client_secret": client.secret.reveal(),
            "auth_uri": f"{client.authority}/o/oauth2/v2/auth",
            "token_uri": f"{_tokens(client)}/token",
        }
    }


def _tokens(client: Client) -> str:
    return _TOKENS if client.authority == GOOGLE else client.authority


def _code(client: Client, ended: str, state: str) -> str:
    """The code in the address at which the browser ended, of this sign-in and no other."""
    found = {name: values[0] for name, values in parse_qs(urlsplit(ended).query).items()}
    if found.get("state") != state:
        raise ConsentEnded("The browser came back from another sign-in; start again.")
    if "code" not in found:
        raise line.refusal(client, {"error": found.get("error", "access_denied")})
    return found["code"]


def _granted(client: Client, answer: dict[str, Any], clock: Clock) -> Granted:
    if not answer.get("refresh_token"):
        raise ConsentEnded(
            f"{client.authority} gave no refresh token; remove Billhook from the account's"
            " connected applications and sign in again."
        )
    return Granted(
        access_token=Secret(str(answer["access_token"])),
        expires=clock.now() + timedelta(seconds=float(answer.get("expires_in") or 3600)),
        refresh_token=Secret(str(answer["refresh_token"])),
    )


def _expiry(credentials: Credentials, clock: Clock) -> datetime:
    """When the token ends, which google-auth tells as naive UTC; in an hour if it does not say."""
    if credentials.expiry is None:
        return clock.now() + timedelta(hours=1)
    return datetime.combine(credentials.expiry.date(), credentials.expiry.time(), UTC)


def _answer(refused: OAuth2Error) -> dict[str, Any]:
    return {"error": refused.error, "error_description": refused.description}


def _refused(client: Client, refused: RefreshError) -> ConsentEnded | MailboxUnreachable:
    answer = refused.args[1] if len(refused.args) > 1 else {}
    if isinstance(answer, dict) and "error" in answer:
        return line.refusal(client, answer)
    return MailboxUnreachable(f"The sign-in at {_tokens(client)} can't renew the token now.")
