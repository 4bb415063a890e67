"""Outside stores: 1Password, Bitwarden, pass and HashiCorp Vault, asked through their own programs.

The origins stay sealed with us, whatever the store says: it chooses the password, never the place.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from model.errors import OutsideStoreFailed, WrongInput
from model.secret import Secret

SECONDS: Final = 15.0
_MOST_BYTES: Final = 1 << 20
_LENGTH: Final = 500
_ENVIRONMENT: Final = frozenset(
    {"PATH", "HOME", "USER", "LANG", "TZ", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "SSL_CERT_FILE"}
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a store holds under a reference; the user name and seed where it has them."""

    password: Secret
    username: str | None = None
    seed: Secret | None = None


@dataclass(frozen=True, slots=True)
class Store:
    """How a store is asked: the arguments before the item's address, what its program may know."""

    ask: Sequence[str]
    read: Callable[[str], Resolved]
    knows: tuple[str, ...]
    prefix: str = ""


def _plain(text: str) -> Resolved:
    return Resolved(Secret(text.rstrip("\n")))


def _bitwarden(text: str) -> Resolved:
    login = json.loads(text)["login"]
    seed = login.get("totp")
    return Resolved(
        Secret(login["password"]), login.get("username"), Secret(seed) if seed else None
    )


def _pass(text: str) -> Resolved:
    """The first line is the password, the others are fields by convention (passwordstore.org)."""
    first, *rest = text.splitlines()
    pairs = (line.partition(":") for line in rest)
    fields = {name.strip().lower(): value.strip() for name, _, value in pairs}
    named = (fields[name] for name in ("login", "user", "username") if name in fields)
    seed = next((line for line in rest if line.startswith("otpauth://")), None)
    return Resolved(Secret(first), next(named, None), Secret(seed) if seed else None)


def _hashicorp(text: str) -> Resolved:
    """The fields of a secret of the engine kv, version 2 (which has them one level deeper) or 1."""
    data: Mapping[str, Any] = json.loads(text)["data"]
    inner = data.get("data")
    fields = inner if isinstance(inner, dict) else data
    return Resolved(Secret(fields["password"]), fields.get("username"))


STORES: Final[Mapping[str, Store]] = {
    "op": Store(("op", "read", "--no-newline"), _plain, ("OP_",), prefix="op://"),
    "bw": Store(("bw", "--nointeraction", "get", "item"), _bitwarden, ("BW_", "BITWARDENCLI_")),
    "pass": Store(("pass", "show"), _pass, ("PASSWORD_STORE_", "GNUPGHOME", "GPG_")),
    "vault": Store(("vault", "kv", "get", "-format=json"), _hashicorp, ("VAULT_",)),
}


def prove_reference(store: str, item: str) -> None:
    """Nothing, where the store can be asked for the item.

    Raises:
        WrongInput: the store isn't known, or the item could be taken for an option or a command.
    """
    known = STORES.get(store)
    if known is None:
        raise WrongInput(f"Billhook knows the stores {', '.join(sorted(STORES))}, not {store!r}.")
    proper = item.isprintable() and not item.startswith("-") and 0 < len(item) <= _LENGTH
    if not proper or not item.startswith(known.prefix):
        raise WrongInput(
            f"This can't be an item of the store {store}"
            + (f": it begins with {known.prefix}." if known.prefix else ".")
        )


def resolve(
    store: str, item: str, *, environ: Mapping[str, str] = os.environ, seconds: float = SECONDS
) -> Resolved:
    """What the store holds under an item.

    Its program gets an argument list, no shell, no input, and of the environment only what it
    needs. What it prints is read as the secret and goes nowhere else; what it complains is dropped,
    since programs quote what they were given.

    Raises:
        OutsideStoreFailed: its program is missing, refuses, takes too long, or says nothing usable.
    """
    known = STORES[store]
    answer = _asked(store, (*known.ask, item), _allowed(environ, known.knows), seconds=seconds)
    try:
        found = known.read(answer.decode())
    except (ValueError, KeyError, TypeError, AttributeError):  # each may carry the answer's text
        raise OutsideStoreFailed(f"What {store} answered for {item!r} holds no password.") from None
    if not found.password:
        raise OutsideStoreFailed(f"What {store} answered for {item!r} is empty.")
    return found


def _asked(
    store: str, arguments: Sequence[str], environ: Mapping[str, str], *, seconds: float
) -> bytes:
    try:
        process = subprocess.Popen(  # noqa: S603  # an argument list from STORES, proved item last
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environ,
            start_new_session=True,
        )
    except OSError:
        raise OutsideStoreFailed(
            f"The program {arguments[0]} of the store {store} is not installed."
        ) from None
    with process:
        answer = _read(store, process, seconds)
    if process.returncode or len(answer) > _MOST_BYTES:
        raise OutsideStoreFailed(
            f"The store {store} did not give {arguments[-1]!r} (exit status {process.returncode});"
            " unlock it, or sign in to it."
        )
    return answer


def _read(store: str, process: subprocess.Popen[bytes], seconds: float) -> bytes:
    try:
        return process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        raise OutsideStoreFailed(
            f"The store {store} did not answer within {seconds:.0f} seconds; unlock it first."
        ) from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)  # its children too: they hold the pipe


def _allowed(environ: Mapping[str, str], knows: tuple[str, ...]) -> dict[str, str]:
    return {
        name: value
        for name, value in environ.items()
        if name in _ENVIRONMENT or name.startswith(("LC_", *knows))
    }
