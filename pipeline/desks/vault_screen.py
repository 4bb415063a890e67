"""The Vault screen's desk in the web process: it holds no key, and asks the worker that does."""

from __future__ import annotations

import base64
import threading
from collections.abc import Mapping
from typing import Final, NamedTuple, TypeVar

from model.clock import Clock
from model.errors import DocumentRefused, VaultError, WrongInput
from model.people import Right, User
from model.secret import Secret
from model.vaults import (
    ImportedEntry,
    SecretFacts,
    SecretStory,
    SecretUse,
    SecretUser,
    SecretView,
    Shown,
    VaultStanding,
)
from parsers.paper.barcodes import qr_texts_of
from pipeline.access.rights import guarded, needs
from pipeline.keyholder.vault_health import ailments
from pipeline.keyholder.vault_keeping import IDLE_SETTING
from pipeline.keyholder.vault_talk import (
    Add,
    AddSeed,
    Import,
    Look,
    Question,
    Remove,
    Replace,
    Reveal,
    SetOrigins,
    Uses,
    VaultDoor,
)
from storage import audit, changes, screens, settings, standing
from storage.store import Store
from vault import seed_name, session_name

IDLE_CHOICES: Final = (0, 15, 60, 480)
_FRESH: Final = 5.0  # seconds that an answer is good for, unless something changes before
_WRITTEN: Final = frozenset({"put", "import"})
_T = TypeVar("_T")


class _Known(NamedTuple):
    change: int
    until: float
    views: tuple[SecretView, ...]


@guarded
class VaultScreenDesk:
    """`model.vaults.VaultDesk` on a store and the workers' door."""

    def __init__(self, store: Store, clock: Clock, door: VaultDoor) -> None:
        self._store = store
        self._clock = clock
        self._door = door
        self._known: _Known | None = None
        self._asking = threading.Lock()

    def standing(self) -> VaultStanding:
        """How the vault stands, as the worker last told it."""
        with self._store.read() as tx:
            return standing.get(tx) or VaultStanding()

    def idle_minutes(self) -> int:
        """After how long without use a vault that a person unlocked locks again; 0 for never."""
        with self._store.read() as tx:
            return int(settings.get(tx, IDLE_SETTING, "0"))

    def records(self) -> tuple[SecretView, ...]:
        """All records, by name. Raises VaultError where no open vault answers."""
        with self._asking:  # blocks of one list come at once, and are one question
            with self._store.read() as tx:
                newest = changes.last(tx)
            known, at = self._known, self._clock.monotonic()
            if known is None or known.change != newest or at >= known.until:
                self._known = None  # a locked vault leaves nothing behind
                known = _Known(newest, at + _FRESH, self._asked())
                self._known = known
            return known.views

    def _asked(self) -> tuple[SecretView, ...]:
        facts = self._said(Look(), SecretFacts)
        with self._store.read() as tx:
            users = screens.secret_users(tx)
        names = frozenset(one.name for one in facts)
        used = users | _of_bound(users, names)
        return tuple(self._view(one, used.get(one.name, ()), names) for one in facts)

    def _view(
        self, facts: SecretFacts, used_by: tuple[SecretUser, ...], names: frozenset[str]
    ) -> SecretView:
        wrong = ailments(facts, used_by, self._clock.now())
        return SecretView(facts, used_by, wrong, seed=seed_name(facts.name) in names)

    def story(self, name: str) -> SecretStory:
        """What was done with a record. Raises VaultError."""
        uses = self._said(Uses(name), SecretUse)
        with self._store.read() as tx:
            called = screens.job_names(tx, (use.actor for use in uses))
        named = (
            SecretUse(use.at, called.get(use.actor, use.actor), use.verb, use.purpose, use.outcome)
            for use in uses
        )
        return SecretStory(tuple(named), tuple(use.at for use in uses if use.verb in _WRITTEN))

    @needs(Right.FILL_VAULT)
    def add(
        self, user: User, name: str, *, username: str, origins: tuple[str, ...], value: Secret
    ) -> None:
        """Keep a portal's sign-in under a name that nothing has yet."""
        self._door.ask(Add(user.id, name, username, origins, value))

    @needs(Right.FILL_VAULT)
    def take_in(
        self, user: User, file: str, body: bytes, passphrase: Secret
    ) -> tuple[ImportedEntry, ...]:
        """Keep what is new in another password manager's export, and propose portals of it."""
        sealed = Secret(base64.b64encode(body).decode())
        return self._said(Import(user.id, file, sealed, passphrase), ImportedEntry)

    @needs(Right.FILL_VAULT)
    def replace(self, user: User, name: str, version: int, value: Secret) -> None:
        """Put another password or key in the place of the one seen in `version`."""
        self._door.ask(Replace(user.id, name, version, value))

    @needs(Right.FILL_VAULT)
    def add_seed(self, user: User, name: str, seed: Secret) -> None:
        """Bind an authenticator to a credential, by the address or letters of its seed."""
        self._door.ask(AddSeed(user.id, name, seed))

    @needs(Right.FILL_VAULT)
    def add_seed_image(self, user: User, name: str, image: bytes) -> None:
        """Bind an authenticator to a credential, by a picture of its QR code."""
        try:
            texts = qr_texts_of(image)
        except DocumentRefused as refusal:
            raise WrongInput(refusal.message) from None
        seeds = [text for text in texts if text.startswith("otpauth://")]
        if len(seeds) != 1:
            raise WrongInput(
                f"The picture shows {len(seeds)} QR codes of an authenticator; it must be one."
            )
        self.add_seed(user, name, Secret(seeds[0]))

    @needs(Right.OPEN_SECRETS)
    def set_origins(
        self, user: User, name: str, version: int, *, origins: tuple[str, ...], password: Secret
    ) -> None:
        """Say where a record may be used; `password` is the person's own, typed anew."""
        self._door.ask(SetOrigins(user.id, name, version, origins, password))

    @needs(Right.OPEN_SECRETS)
    def remove(self, user: User, name: str, version: int) -> None:
        """Take a record out, and the authenticator that is bound to it."""
        self._door.ask(Remove(user.id, name, version))

    @needs(Right.OPEN_SECRETS)
    def reveal(self, user: User, name: str, *, password: Secret, copied: bool) -> Shown:
        """A record's value; `password` is the person's own, typed anew."""
        shown = self._door.ask(Reveal(user.id, name, password, copied))
        if not isinstance(shown, Shown):
            raise VaultError("The worker's answer is not understood; start Billhook again.")
        return shown

    @needs(Right.UNLOCK_VAULT)
    def lock(self, user: User) -> None:
        """Lock the vaults of the workers here: whoever may, can unlock them again."""
        self._door.lock(user.name)
        self._note(user, "locked")

    @needs(Right.UNLOCK_VAULT)
    def lock_after(self, user: User, minutes: int) -> None:
        """Let a vault that a person unlocked lock after so long without use; 0 for never."""
        if minutes not in IDLE_CHOICES:
            raise WrongInput("Choose one of the times that are offered.")
        with self._store.begin() as tx:
            settings.put(tx, IDLE_SETTING, str(minutes))
        self._door.lock_after(minutes)
        self._note(user, "set the idle lock", f"{minutes} minutes" if minutes else "never")

    def _note(self, user: User, verb: str, detail: str = "") -> None:
        with self._store.begin() as tx:
            audit.note(tx, user.name, verb, "vault:workers", detail)
            changes.announce(tx, "vault", "workers")

    def _said(self, question: Question, kind: type[_T]) -> tuple[_T, ...]:
        answer = self._door.ask(question)
        return (
            tuple(one for one in answer if isinstance(one, kind))
            if isinstance(answer, tuple)
            else ()
        )


def _of_bound(
    users: Mapping[str, tuple[SecretUser, ...]], names: frozenset[str]
) -> dict[str, tuple[SecretUser, ...]]:
    """What uses the seeds and sessions that are bound to credentials, by their names."""
    seeds = {seed_name(name): held for name, held in users.items()}
    sessions = {
        session_name(name, user.id): (user,) for name, held in users.items() for user in held
    }
    return {name: held for name, held in (seeds | sessions).items() if name in names}
