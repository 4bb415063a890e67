"""Reading and writing the files of other password managers."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Final

from model.errors import BillhookError, FileUnreadable, WrongInput
from model.secret import Secret
from vault import private
from vault.exchange import bitwarden, kdbx, keepass, onepassword, protected, sheets
from vault.exchange.found import Exported, Found, Imported, settle
from vault.records import BrowserSession, Content, OAuthToken, Reference

_MOST_BYTES: Final = 64 << 20
_OURS_ALONE: Final = BrowserSession | OAuthToken | Reference  # of no use to another program


def read(path: Path, passphrase: Secret | None) -> list[Found]:
    """The entries of a file (- is standard input), as `read_body`. Raises what that raises."""
    return read_body(_bytes(path), passphrase, name=str(path))


def read_body(body: bytes, passphrase: Secret | None, *, name: str) -> list[Found]:
    """The entries of a file of this name; what it is, its content tells.

    Raises:
        FileUnreadable: it's none that Billhook reads, too large, or protected without a password.
        WrongKey: the password is another one.
    """
    try:
        return settle(_entries(body, passphrase))
    except FileUnreadable as error:
        raise FileUnreadable(f"{name}: {error.message}") from None
    except BillhookError:
        raise
    except Exception as error:  # noqa: BLE001  # a foreign file: the read boundary, as in vault.file
        raise FileUnreadable(
            f"{name} is not a file that Billhook can import ({type(error).__name__})."
        ) from None


def write(path: Path, contents: Iterable[Content], passphrase: Secret | None) -> Exported:
    """How much was written to a new file, protected where there is a passphrase."""
    contents = list(contents)
    vault = bitwarden.write(contents)
    text = json.dumps(vault, indent=2)
    if passphrase is not None:
        text = json.dumps(protected.protect(text, passphrase), indent=2)
    private.write_new(path, text.encode())
    left_out = sum(isinstance(content.record, _OURS_ALONE) for content in contents)
    return Exported(len(vault["items"]), left_out)


def prove_place(path: Path, *, closed: bool) -> None:
    """Nothing, where a new file can be written at `path`, seen by its owner only if need be.

    Raises:
        WrongInput: something is there, there is no such folder, or others can look into it.
    """
    if path.exists() or not path.parent.is_dir():
        raise WrongInput(f"{path} must be a new file in a folder that exists.")
    if closed and path.parent.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise WrongInput(
            f"Others can look into {path.parent}; choose a private folder for a plain export."
        )


def _bytes(path: Path) -> bytes:
    try:
        with nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb") as file:
            body = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise FileUnreadable(f"{path} can't be read: {error.strerror}.") from None
    if len(body) > _MOST_BYTES:
        raise FileUnreadable(f"{path} is larger than {_MOST_BYTES >> 20} MiB.")
    return body


def _entries(body: bytes, passphrase: Secret | None) -> Iterable[Imported]:
    if body.startswith(kdbx.SIGNATURE):
        return keepass.read(body, _given(passphrase))
    if body.startswith(onepassword.SIGNATURE):
        return onepassword.read(body)
    text = _text(body)
    return _read_json(text, passphrase) if text.startswith("{") else sheets.read(text)


def _given(passphrase: Secret | None) -> Secret:
    if passphrase is None:
        raise FileUnreadable("This file is protected; give its password.")
    return passphrase


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig").lstrip()
    except UnicodeDecodeError:
        raise FileUnreadable("It is no text in UTF-8, and no export that Billhook knows.") from None


def _read_json(text: str, passphrase: Secret | None) -> Iterable[Imported]:
    vault = json.loads(text)
    if not vault.get("encrypted"):
        return bitwarden.read(vault)
    if not vault.get("passwordProtected"):
        raise FileUnreadable(
            "This export can be opened by the account that made it only; export again, protected by"
            " a password of its own."
        )
    return bitwarden.read(json.loads(protected.unprotect(vault, _given(passphrase))))
