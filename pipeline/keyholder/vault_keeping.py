"""Answering the Vault screen where the key is: who asks, may they, and what is written down.

The web process only carries questions here. The person's role is looked up anew, and where it
matters their own password is checked here, so a page that is taken over can't open a record.
"""

from __future__ import annotations

import base64
import hmac
from datetime import timedelta
from typing import Final

from feeds.replies import is_signed
from model.connections import Consent, Trial, Typed
from model.errors import SecretChanged, SignedOut, TooManyTries, VaultLocked, WrongInput
from model.people import Right, User
from model.secret import Secret
from model.vaults import ImportedEntry, SecretKind
from pipeline.access import four_eyes
from pipeline.access.passwords import prove_own
from pipeline.access.rights import prove
from pipeline.keyholder.connecting import attempt
from pipeline.keyholder.connecting_ground import Ground
from pipeline.keyholder.vault_talk import (
    Add,
    AddSeed,
    Answer,
    Check,
    CheckCode,
    Compare,
    Connect,
    Consenting,
    Enrol,
    Import,
    Look,
    Question,
    Remove,
    Replace,
    Reveal,
    SetOrigins,
    Uses,
)
from pipeline.portals.taking_over import propose_imported
from storage import audit, second_factors, settings, users
from storage.changes import announce
from vault import Credential, TotpSeed, person_seed, seed_name

IDLE_SETTING: Final = "vault_idle_minutes"
_LONGEST: Final = 4096  # characters of a password or key


class Keeping:
    """The answers of one worker, whose vault this is."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._store = ground.store
        self._vault = ground.vault
        self._loopback = ground.loopback

    def idle(self) -> timedelta | None:
        """After how long without use a vault that a person opened locks again; None for never."""
        with self._store.read() as tx:
            minutes = int(settings.get(tx, IDLE_SETTING, "0"))
        return timedelta(minutes=minutes) if minutes else None

    def answer(self, question: Question) -> Answer:
        """The answer.

        Raises:
            WrongInput: this person may not, or what they ask can't be done.
            TooManyTries: they typed a wrong password too often.
            VaultError: the vault is locked, has changed, or can't do it.
        """
        if self._vault.is_locked:
            raise VaultLocked  # before a password is asked for, and anything written down
        match question:
            case Look():
                return self._vault.upkeep.facts()
            case Uses():
                return self._vault.upkeep.uses(question.name)
            case Reveal() | Import() | Check() | Compare() | Connect() | CheckCode():
                return self._do(question)
            case Consenting():
                return self._consent(question)
            case _:
                self._change(question)
                return None

    def _do(self, question: Reveal | Import | Check | Compare | Connect | CheckCode) -> Answer:
        match question:
            case Reveal():
                return self._reveal(question)
            case Import():
                return self._import(question)
            case Check():
                return self._check(question)
            case Compare():
                return self._compare(question)
            case CheckCode():
                return self._check_code(question)
            case Connect():
                return self._connect(question)

    def _check(self, asked: Check) -> bool:
        """Whether a text was signed with a key of ours; the key stays where it is."""
        with self._vault.lease(asked.name, purpose="check", job="answers") as lease:
            return is_signed(lease, base64.b64decode(asked.content), asked.signatures)

    def _compare(self, asked: Compare) -> bool:
        """Whether somebody knows a secret of ours; it stays where it is."""
        with self._vault.lease(asked.name, purpose="check", job="answers") as lease:
            ours, given = lease.password.reveal(), asked.given.reveal()
            return hmac.compare_digest(ours.encode(), given.encode())

    def _connect(self, asked: Connect) -> Trial:
        typed = Typed(asked.id, asked.values, asked.password, asked.seed)
        return attempt(self._ground, self._user(asked.user_id), asked.link, typed, keep=asked.keep)

    def _consent(self, asked: Consenting) -> Consent:
        user = self._user(asked.user_id)
        prove(user, Right.CONNECT)
        consent = self._ground.consents.of(user.id, asked.id)
        if asked.stop:
            consent.stop()
        if asked.pasted.reveal():
            consent.paste(asked.pasted)
        return consent.now

    def _check_code(self, asked: CheckCode) -> bool:
        """Whether it is a code of this person's that was not taken before; it is taken by this."""
        with self._store.begin() as tx:  # one code at a time: two at once are one
            last = second_factors.last_step(tx, asked.user_id)
            if last is None:
                return False
            step = self._vault.person_step(asked.user_id, asked.code, after=last)
            return step > 0 and second_factors.take_step(tx, asked.user_id, step)

    def _enrol(self, asked: Enrol) -> None:
        user = self._user(asked.user_id)
        record = person_seed(user.id, asked.seed)
        self._vault.put(seed_name(record.credential), record, actor=user.name)

    def _change(self, question: Add | Replace | AddSeed | SetOrigins | Remove | Enrol) -> None:
        match question:
            case Enrol():
                self._enrol(question)
            case Add():
                self._add(question)
            case Replace():
                self._replace(question)
            case AddSeed():
                self._add_seed(question)
            case SetOrigins():
                self._set_origins(question)
            case Remove():
                self._remove(question)

    def _add(self, asked: Add) -> None:
        user = self._filler(asked.user_id)
        _prove_length(asked.value)
        if not asked.origins:
            raise WrongInput("Say where it may be typed, as https://portal.example.")
        record = Credential(
            username=asked.username, password=asked.value, origins=frozenset(asked.origins)
        )
        try:
            self._vault.put(asked.name, record, replacing=0, actor=user.name)
        except SecretChanged:
            raise WrongInput("There is a record of this name; choose another name.") from None
        self._note(user, "added a sign-in", asked.name, ", ".join(asked.origins))

    def _import(self, asked: Import) -> tuple[ImportedEntry, ...]:
        """Keep what is new, then propose portals: what was cut off between is done by a repeat."""
        user = self._filler(asked.user_id)
        lines = self._vault.import_body(
            _decoded(asked.body),
            asked.passphrase if asked.passphrase.reveal() else None,
            name=asked.file,
            actor=user.name,
        )
        entries = self._vault.names()
        with self._store.begin() as tx:
            portals = propose_imported(tx, lines, entries, loopback=self._loopback)
            new = sum(line.action == "new" for line in lines)
            audit.note(tx, user.name, "imported sign-ins", "vault:import", f"{new} new")
            announce(tx, "vault", "import")
        return tuple(
            ImportedEntry(line.name, line.action, line.why, portals.get(line.name, ""))
            for line in lines
        )

    def _replace(self, asked: Replace) -> None:
        user = self._filler(asked.user_id)
        _prove_length(asked.value)
        self._prove_version(asked.name, asked.version)
        with self._store.begin() as tx:  # before the new one is there to deliver with
            four_eyes.hold_credential(tx, user.name, asked.name)
        self._vault.upkeep.replace_secret(
            asked.name, asked.value, replacing=asked.version, actor=user.name
        )
        self._note(user, "replaced the password", asked.name)

    def _add_seed(self, asked: AddSeed) -> None:
        user = self._filler(asked.user_id)
        _prove_length(asked.seed)
        self._prove_credential(asked.name)
        seed = TotpSeed(credential=asked.name, seed=asked.seed)
        self._vault.put(seed_name(asked.name), seed, actor=user.name)
        self._note(user, "bound an authenticator", asked.name)

    def _prove_version(self, name: str, version: int) -> None:
        """Nothing, where this is the version that there is. Raises SecretChanged."""
        if self._vault.version(name) != version:
            raise SecretChanged

    def _prove_credential(self, name: str) -> None:
        bearing = {SecretKind.CREDENTIAL, SecretKind.REFERENCE}
        if not any(one.name == name and one.kind in bearing for one in self._vault.upkeep.facts()):
            raise WrongInput("An authenticator is bound to the sign-in of a portal only.")

    def _set_origins(self, asked: SetOrigins) -> None:
        user = self._opener(asked.user_id)
        self._prove_fresh(user, asked.password, "failed to set origins", asked.name)
        self._vault.upkeep.set_origins(
            asked.name, asked.origins, replacing=asked.version, actor=user.name
        )
        self._note(user, "set origins", asked.name, ", ".join(asked.origins))

    def _remove(self, asked: Remove) -> None:
        user = self._opener(asked.user_id)
        self._vault.remove(asked.name, replacing=asked.version, actor=user.name)
        self._note(user, "removed", asked.name)

    def _reveal(self, asked: Reveal) -> Answer:
        verb = "copied" if asked.copied else "revealed"
        user = self._opener(asked.user_id)
        self._prove_fresh(user, asked.password, f"failed: {verb}", asked.name)
        self._note(user, verb, asked.name)  # before the value: no event, no value
        purpose = "copied" if asked.copied else "shown"
        return self._vault.upkeep.shown(asked.name, actor=user.name, purpose=purpose)

    def _user(self, user_id: str) -> User:
        """Who asks, as the store knows them at this moment."""
        with self._store.read() as tx:
            found = users.active(tx, user_id)
        if found is None:
            raise SignedOut
        return found

    def _filler(self, user_id: str) -> User:
        user = self._user(user_id)
        prove(user, Right.FILL_VAULT)
        return user

    def _opener(self, user_id: str) -> User:
        user = self._user(user_id)
        prove(user, Right.OPEN_SECRETS)
        return user

    def _prove_fresh(self, user: User, password: Secret, verb: str, name: str) -> None:
        """Raise unless this is the person's own password; each wrong one is counted and noted."""
        try:
            prove_own(self._store, user, password)
        except TooManyTries:
            self._note(user, verb, name, "too many tries")
            raise
        except WrongInput:
            self._note(user, verb, name, "wrong password")
            raise WrongInput(
                "This is not the password that you sign in with. Whoever came by a link can set one"
                f' with: billhook users add {user.name} --full-name "{user.full_name}" --role'
                f" {user.role}."
            ) from None

    def _note(self, user: User, verb: str, name: str, detail: str = "") -> None:
        with self._store.begin() as tx:
            audit.note(tx, user.name, verb, _subject(name), detail)
            announce(tx, "vault", name)


def _decoded(body: Secret) -> bytes:
    try:
        return base64.b64decode(body.reveal(), validate=True)
    except ValueError:
        raise WrongInput("The file did not arrive whole; try again.") from None


def _subject(name: str) -> str:
    return f"vault:{name}"


def _prove_length(value: Secret) -> None:
    if len(value.reveal()) > _LONGEST:
        raise WrongInput(f"This is longer than {_LONGEST} characters.")
