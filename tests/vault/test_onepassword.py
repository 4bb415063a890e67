from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from model.errors import FileUnreadable
from model.secret import Secret
from tests.vault.making import SEED
from vault import Vault
from vault.exchange import onepassword

ITEM: dict[str, Any] = {
    "state": "active",
    "overview": {
        "title": "Acme",
        "url": "https://portal.acme.example/login",
        "urls": [
            {"label": "website", "url": "https://portal.acme.example/login"},
            {"label": "second", "url": "https://login.acme.example"},
        ],
    },
    "details": {
        "loginFields": [
            {"designation": "username", "value": "ap"},
            {"designation": "password", "value": "pw-1"},
            {"designation": "", "value": "other"},
        ],
        "notesPlain": "ask Ms Hill",
        "sections": [
            {"title": "empty"},
            {"fields": [{"value": {"string": "x"}}, {"value": {"totp": SEED}}]},
        ],
    },
}
BARE: dict[str, Any] = {"overview": {"title": "Bare"}, "details": {"password": "pw-2"}}


def archive(*items: dict[str, Any], member: str = "export.data") -> bytes:
    data = {"accounts": [{"vaults": [{"items": list(items)}]}]}
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("export.attributes", "{}")
        opened.writestr(member, json.dumps(data))
    return body.getvalue()


def test_an_export_is_read_without_what_was_archived(tmp_path: Path, vault: Vault) -> None:
    path = tmp_path / "export.1pux"
    path.write_bytes(archive(ITEM, BARE, ITEM | {"state": "archived"}))
    lines = vault.import_file(path)
    assert [(line.name, line.action) for line in lines] == [("Acme", "new"), ("Bare", "new")]
    with vault.lease("Acme", purpose="compare", job="test") as lease:
        assert (lease.username, lease.password, lease.totp) == ("ap", Secret("pw-1"), Secret(SEED))
        assert lease.origins == {"https://portal.acme.example", "https://login.acme.example"}
    assert not (tmp_path / "export.data").exists()


def bomb() -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("export.data", b" " * (8 << 20))
    return body.getvalue()


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (archive(ITEM, member="../export.data"), "no export of 1Password"),
        (archive(ITEM)[:-30], "no export of 1Password"),
        (b"PK\x03\x04", "no export of 1Password"),
        (bomb(), "grows larger"),
    ],
)
def test_an_archive_that_is_none_or_grows_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(FileUnreadable, match=why):
        list(onepassword.read(body))


def test_an_archive_of_something_else_is_refused_by_name(tmp_path: Path, vault: Vault) -> None:
    path = tmp_path / "export.1pux"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("export.data", "[]")
    with pytest.raises(FileUnreadable, match=r"export\.1pux"):
        vault.import_file(path)
