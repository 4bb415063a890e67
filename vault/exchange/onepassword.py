"""1Password's export, 1PUX: a zip archive around a JSON text.

https://support.1password.com/1pux-format/
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from model.errors import FileUnreadable
from model.secret import Secret
from vault.exchange.found import Imported

SIGNATURE: Final = b"PK\x03\x04"
_DATA: Final = "export.data"
_MOST_BYTES: Final = 64 << 20
_MOST_RATIO: Final = 200
_ACTIVE: Final = "active"


def read(body: bytes) -> Iterator[Imported]:
    """Its active items; archived ones are left out. Nothing is unpacked to the disk.

    Raises:
        FileUnreadable: it is another kind of archive, or grows too large.
    """
    for account in json.loads(_data(body))["accounts"]:
        for vault in account["vaults"]:
            for item in vault["items"]:
                if item.get("state", _ACTIVE) == _ACTIVE:
                    yield _imported(item)


def _data(body: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            found = archive.getinfo(_DATA)
            small = found.file_size <= _MOST_BYTES
            if not small or found.file_size > _MOST_RATIO * max(found.compress_size, 1):
                raise FileUnreadable("The archive grows larger than an export does.")
            with archive.open(found) as member:
                return member.read(_MOST_BYTES)
    except (KeyError, zipfile.BadZipFile):
        raise FileUnreadable("The archive is no export of 1Password, or damaged.") from None


def _imported(item: dict[str, Any]) -> Imported:
    overview, details = item.get("overview") or {}, item.get("details") or {}
    fields = details.get("loginFields") or ()
    known = {one.get("designation"): one.get("value") or "" for one in fields}
    password = known.get("password") or details.get("password") or ""
    urls = [overview.get("url"), *(one.get("url") for one in overview.get("urls") or ())]
    return Imported(
        name=overview.get("title") or "",
        username=known.get("username", ""),
        password=Secret(password),
        urls=tuple(dict.fromkeys(url for url in urls if url)),
        notes=Secret(details.get("notesPlain") or ""),
        totp=Secret(_seed(details)),
    )


def _seed(details: dict[str, Any]) -> str:
    for section in details.get("sections") or ():
        for field in section.get("fields") or ():
            value = field.get("value")
            if isinstance(value, dict) and value.get("totp"):
                return str(value["totp"])
    return ""
