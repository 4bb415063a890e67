"""Putting a record into the vault by command: one that is there is replaced on purpose only."""

from __future__ import annotations

from typing import Final

from billhook.commands.options import settings_of
from billhook.wiring import opened_store
from model.errors import SecretChanged, WrongInput
from pipeline.access import four_eyes
from storage import audit
from storage.changes import announce
from vault import Record, Vault

_ACTOR: Final = "command line"


def put(data: str | None, box: Vault, name: str, record: Record, *, replace: bool) -> str:
    """Keep a record; what more there is to say to whoever replaced one.

    As in the dashboard, the destinations that it opens wait for a second person before it is there.

    Raises:
        WrongInput: there is one of this name, and it is not to be replaced.
    """
    version = box.version(name)
    if version and not replace:
        raise WrongInput(f"There is a record {name}; replace it with --replace.")
    if not version:
        _put(box, name, record, 0)
        return ""
    with opened_store(settings_of(data)) as store:
        with store.begin() as tx:
            held = four_eyes.hold_credential(tx, _ACTOR, name)
            audit.note(tx, _ACTOR, "replaces the password", f"vault:{name}", ", ".join(held))
        _put(box, name, record, version)
        with store.begin() as tx:
            audit.note(tx, _ACTOR, "replaced the password", f"vault:{name}")
            announce(tx, "vault", name)
    if not held:
        return ""
    return f" {', '.join(held)}: documents wait until a second person confirms it in Exceptions."


def _put(box: Vault, name: str, record: Record, version: int) -> None:
    try:
        box.put(name, record, replacing=version)
    except SecretChanged:
        raise WrongInput(
            f"Somebody else has written {name} just now; look, and try again."
        ) from None
