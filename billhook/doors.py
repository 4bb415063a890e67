"""Who comes in which way, as the settings say: by password, or by the company's provider."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from billhook.settings import FILE, Settings
from fetchers.identity import OpenIdProvider, Terms
from model.clock import Clock
from model.errors import FileUnreadable, SettingsInvalid
from model.people import Role
from model.secret import Secret
from pipeline.access.company import DoorTerms

CALLBACK: Final = "/oidc/callback"
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


def door_terms(settings: Settings, clock: Clock) -> DoorTerms:
    """Who comes in which way. Raises SettingsInvalid."""
    passwords_of = frozenset(settings.password_sign_in)
    if not settings.oidc_issuer:
        if passwords_of:
            raise _wrong(settings, "password_sign_in shuts others out; set oidc_issuer too")
        return DoorTerms()
    return DoorTerms(
        provider=provider(settings, clock),
        roles=_roles(settings),
        by_mail=settings.oidc_known_by_mail,
        passwords_of=passwords_of,
    )


def provider(settings: Settings, clock: Clock) -> OpenIdProvider:
    """The identity provider that the settings name. Raises SettingsInvalid."""
    if not settings.oidc_client_id:
        raise _wrong(settings, "oidc_issuer needs oidc_client_id")
    if not settings.oidc_roles and not settings.oidc_known_by_mail:
        raise _wrong(settings, "oidc_issuer needs oidc_roles or oidc_known_by_mail: who comes in")
    site = site_of(settings)
    file = settings.oidc_client_secret_file
    terms = Terms(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        callback=f"{site}{CALLBACK}",
        door=f"{site}/login",
        secret=partial(secret_in, Path(file)) if file else None,
        scopes=settings.oidc_scopes,
        groups_claim=settings.oidc_groups_claim,
        ca_file=Path(settings.oidc_ca_file) if settings.oidc_ca_file else None,
        loopback_http=settings.loopback_http,
    )
    return OpenIdProvider(terms, clock)


def site_of(settings: Settings) -> str:
    """Where people reach the dashboard, without a path. Raises SettingsInvalid."""
    parts = urlsplit(settings.address)
    inside = parts.hostname in _LOOPBACK
    safe = parts.scheme == "https" or (parts.scheme == "http" and inside)
    if not safe or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise _wrong(
            settings,
            'address is where people reach the dashboard, as "https://billhook.us.example"',
        )
    return f"{parts.scheme}://{parts.netloc}"


def secret_in(file: Path) -> Secret:
    """The secret that a file holds, which only its owner may read. Raises FileUnreadable."""
    try:
        mode = file.stat().st_mode
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise FileUnreadable(f"{file} can't be read; it is to hold the client's secret.") from None
    # systemd hands credentials over by an access list, whose mask shows as the group's right
    given = os.environ.get("CREDENTIALS_DIRECTORY")
    others = _OTHERS & ~stat.S_IRGRP if given and file.is_relative_to(given) else _OTHERS
    if mode & others:
        raise FileUnreadable(f"{file} can be read by others: chmod 600 it.")
    if not text:
        raise FileUnreadable(f"{file} is empty; it is to hold the client's secret.")
    return Secret(text)


def _roles(settings: Settings) -> Mapping[str, Role]:
    roles = {}
    for line in settings.oidc_roles:
        group, equals, role = (part.strip() for part in line.rpartition("="))
        if not equals or not group or role not in list(Role):
            raise _wrong(settings, f'oidc_roles holds lines as "AP team = clerk", not {line!r}')
        roles[group] = Role(role)
    return roles


def _wrong(settings: Settings, why: str) -> SettingsInvalid:
    return SettingsInvalid(f"{settings.data / FILE}: {why}.")
