"""Bitwarden's JSON, the format that the most password managers read.

https://bitwarden.com/help/condition-bitwarden-import/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from model.secret import Secret
from vault.exchange.found import Imported
from vault.records import (
    ApiKey,
    Content,
    Credential,
    Mailbox,
    TotpSeed,
    seed_name,
)

_LOGIN: Final = 1
_TEXT_FIELD: Final = 0
_KIND: Final = "billhook kind"
_CUSTOMER: Final = "customer number"


def read(vault: dict[str, Any]) -> Iterator[Imported]:
    """Its sign-ins; notes, cards and identities come without a password and are refused later."""
    for item in vault["items"]:
        login = item.get("login") or {}
        own = {field.get("name"): field.get("value") for field in item.get("fields") or ()}
        yield Imported(
            name=item["name"],
            username=login.get("username") or "",
            password=Secret(login.get("password") or ""),
            urls=tuple(uri["uri"] for uri in login.get("uris") or () if uri.get("uri")),
            notes=Secret(item.get("notes") or ""),
            totp=Secret(login.get("totp") or ""),
            customer_number=own.get(_CUSTOMER),
            kind=own.get(_KIND) or Credential.kind,
        )


def write(contents: Iterable[Content]) -> dict[str, Any]:
    """The records as its JSON: seeds with their credentials, browser sessions not at all."""
    contents = list(contents)
    seeds = {c.name: c.record.seed for c in contents if isinstance(c.record, TotpSeed)}
    items = [_item(content, seeds.get(seed_name(content.name))) for content in contents]
    return {"encrypted": False, "folders": [], "items": [item for item in items if item]}


def _item(content: Content, seed: Secret | None) -> dict[str, Any] | None:
    record = content.record
    match record:
        case Credential():
            login = _login(record.username, record.password, record.login_url, record.origins)
            fields, notes = {_CUSTOMER: record.customer_number}, record.notes.reveal()
        case Mailbox():
            login = _login(record.username, record.password, None, record.origins)
            fields, notes = {_KIND: record.kind}, ""
        case ApiKey():
            login = _login(None, record.key, None, record.origins)
            fields, notes = {_KIND: record.kind}, ""
        case _:
            return None
    login["totp"] = seed.reveal() if seed else None
    own = [{"name": k, "value": v, "type": _TEXT_FIELD} for k, v in fields.items() if v]
    return {
        "type": _LOGIN,
        "name": content.name,
        "notes": notes or None,
        "fields": own,
        "login": login,
    }


def _login(
    username: str | None, password: Secret, login_url: str | None, origins: frozenset[str]
) -> dict[str, Any]:
    urls = ([login_url] if login_url else []) + sorted(origins)
    uris = [{"match": None, "uri": url} for url in urls]
    return {"uris": uris, "username": username, "password": password.reveal()}
