"""What people type for a visit that waits: checked, put on record, handed over, kept nowhere."""

from __future__ import annotations

from typing import Final

from model.challenges import ChallengeKind
from model.errors import VaultError, WrongInput
from model.people import User
from model.secret import Secret
from pipeline.keyholder.vault_talk import VaultDoor
from storage import audit, challenges
from storage.store import Store

_LONGEST: Final = 200  # characters of an answer
_GONE: Final = "The visit does not wait for it any more; visit the portal again."


def hand_over(store: Store, door: VaultDoor, user: User, challenge_id: str, typed: Secret) -> None:
    """Nothing comes back: the visit that waits has the answer.

    Raises:
        RecordMissing: there is no such challenge.
        WrongInput: nothing was typed, or no visit waits for it any more.
    """
    if not 0 < len(typed.reveal().strip()) <= _LONGEST:
        raise WrongInput(f"Type the answer, at most {_LONGEST} characters.")
    with store.read() as tx:
        found = challenges.get(tx, challenge_id)
        waits = found.closed is None and found.expires > tx.now()
    if not waits or found.kind is ChallengeKind.APPROVAL:
        raise WrongInput(_GONE)
    if not _taken(door, challenge_id, Secret(typed.reveal().strip())):
        raise WrongInput(_GONE)
    with store.begin() as tx:
        audit.note(
            tx, user.name, "answered a challenge", f"portal:{found.portal_id}", found.channel
        )


def _taken(door: VaultDoor, challenge_id: str, typed: Secret) -> bool:
    try:
        return door.hand(challenge_id, typed)
    except VaultError:  # its worker has ended, and the visit with it
        return False
