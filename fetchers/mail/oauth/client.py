"""The application that a provider lets in, and what the provider grants it."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from model.errors import WrongInput
from model.secret import Secret
from model.suppliers import MailSignIn

MICROSOFT: Final = "https://login.microsoftonline.com"
GOOGLE: Final = "https://accounts.google.com"

MICROSOFT_MAIL: Final[Mapping[str, str]] = MappingProxyType(
    {
        MICROSOFT: "https://outlook.office365.com",
        "https://login.microsoftonline.us": "https://outlook.office365.us",
        "https://login.partner.microsoftonline.cn": "https://partner.outlook.cn",
    }
)
"""Microsoft's sign-in of each cloud, and the mail service that its tokens are for."""


@dataclass(frozen=True, slots=True)
class Client:
    """An application registered at the provider.

    `id` is its client id, `tenant` the organisation's id or domain (Microsoft only), `authority`
    where it signs in. `ca_file` holds the certificates (PEM) to trust instead of the usual ones.
    """

    sign_in: MailSignIn
    id: str
    tenant: str = ""
    secret: Secret = field(default_factory=lambda: Secret(""))
    authority: str = ""
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person enters in any browser, and how many seconds it is valid."""

    address: str
    code: str
    seconds: int


def authority_of(sign_in: MailSignIn, named: str | None) -> str:
    """The origin that signs people in: the provider's own, or another one of its clouds.

    Only hosts of the provider and this machine are taken: whoever may name the host that gets the
    refresh token may read the mailbox.

    Raises:
        WrongInput: another host, or no https.
    """
    usual = GOOGLE if sign_in is MailSignIn.GOOGLE else MICROSOFT
    if not named:
        return usual
    origin = named.rstrip("/")
    known = {GOOGLE} if sign_in is MailSignIn.GOOGLE else set(MICROSOFT_MAIL)
    if origin in known or _is_loopback(origin):
        return origin
    raise WrongInput(
        f"{named!r} is no sign-in of this provider; known are {', '.join(sorted(known))}."
    )


def _is_loopback(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
        host, named = parts.hostname or "", origin == f"https://{parts.netloc}"
        own = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
    return named and own and "@" not in parts.netloc
