"""Password managers' CSV files: Bitwarden, 1Password, Chrome, Edge, Firefox.

Columns are found by their headings, never by their place: the files differ from version to version.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from model.errors import FileUnreadable
from model.secret import Secret
from vault.exchange.found import Imported

_HEADINGS: Final = {
    "name": ("name", "title"),
    "username": ("username", "login_username"),
    "password": ("password", "login_password"),
    "url": ("url", "login_uri"),
    "notes": ("notes", "note"),
    "totp": ("otpauth", "login_totp"),
}


def read(text: str) -> Iterator[Imported]:
    """The sheet's sign-ins; one without a name is called by its host.

    Raises:
        FileUnreadable: the sheet has no column of passwords or of addresses.
    """
    rows = csv.DictReader(text.splitlines(keepends=True))
    columns = _columns([heading or "" for heading in rows.fieldnames or ()])
    if not {"password", "url"} <= columns.keys():
        raise FileUnreadable("The sheet has no column of passwords, or none of addresses.")
    for row in rows:
        yield _entry({field: row[heading] or "" for field, heading in columns.items()})


def _columns(headings: list[str]) -> dict[str, str]:
    """The sheet's own heading of each field that it has."""
    lower = {heading.strip().lower(): heading for heading in headings}
    return {
        field: lower[known]
        for field, names in _HEADINGS.items()
        for known in names
        if known in lower
    }


def _entry(row: dict[str, str]) -> Imported:
    urls = tuple(url.strip() for url in row["url"].split(",") if url.strip())
    return Imported(
        name=row.get("name") or _host(urls),
        username=row.get("username", ""),
        password=Secret(row["password"]),
        urls=urls,
        notes=Secret(row.get("notes", "")),
        totp=Secret(row.get("totp", "")),
    )


def _host(urls: tuple[str, ...]) -> str:
    return urlsplit(urls[0]).hostname or urls[0] if urls else ""
