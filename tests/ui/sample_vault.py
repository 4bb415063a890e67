"""A vault of samples: records of every kind, healthy and not; what is done changes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from model.errors import SecretChanged, TooManyTries, VaultLocked, WrongInput, WrongKey
from model.people import User
from model.secret import Secret
from model.vaults import (
    Ailment,
    Health,
    ImportedEntry,
    SecretFacts,
    SecretKind,
    SecretStory,
    SecretUse,
    SecretUser,
    SecretView,
    Shown,
    VaultStanding,
)
from tests.ui.sample_documents import HOSTILE, NOW

CANARY = "CANARY-of-the-sample-vault"
OWN = "correct horse battery"
TRIES = 3
STANDING = VaultStanding(("file", "passphrase", "recovery"), NOW - timedelta(days=90), None)


class House(Protocol):
    """What the vault asks of the desk around it."""

    vault_locked: bool

    def note(self, user: User, what: str) -> None:
        """Keep what a person did."""
        ...

    def tell(self, topic: str, subject: str) -> None:
        """Tell the pages of a change."""
        ...

    def lock_vault(self, *, locked: bool = True) -> None:
        """Lock it, or unlock it."""
        ...


def _record(name: str, kind: SecretKind, host: str, days: int, used: float | None) -> SecretFacts:
    scheme = "imaps" if kind in {SecretKind.MAILBOX, SecretKind.OAUTH} else "https"
    updated = NOW - timedelta(days=days)
    return SecretFacts(
        name=name,
        kind=kind,
        username="" if kind is SecretKind.API_KEY else "a\u2022\u2022\u2022@aldermoor.example",
        origins=(f"{scheme}://{host}",) if host else (),
        version=1 + days // 90,
        updated=updated,
        edition=f"{1 + days // 90} of {updated.isoformat()}",
        last_used=None if used is None else NOW - timedelta(hours=used),
        store="op" if kind is SecretKind.REFERENCE else "",
    )


def _portal(name: str, supplier: str = "", **said: str) -> tuple[SecretUser, ...]:
    return (SecretUser("portal", f"p-{name}", name, supplier, **said),)


def _views() -> list[SecretView]:
    cred, mail = SecretKind.CREDENTIAL, SecretKind.MAILBOX
    refused = Ailment(Health.FAILING, "Orange refused the password; it was not tried again.")
    reused = Ailment(Health.REUSED, "The same password as papyrus.")
    weak = Ailment(Health.WEAK, "The password is shorter than 10 characters.")
    unused = Ailment(Health.UNUSED, "No job has ever used it.")
    soon = Ailment(Health.EXPIRING, "Expires within 2 days.")
    session = _record("fisher session", SecretKind.SESSION, "fisher.example", 5, 20)
    ends = replace(session, expires=NOW + timedelta(days=2))
    plain = [
        SecretView(
            _record("nordwind", cred, "portal.nordwind.example", 41, 3),
            _portal("Nordwind portal", "Nordwind Energie GmbH"),
            seed=True,
        ),
        SecretView(
            _record("nordwind/totp", SecretKind.TOTP, "", 41, None), _portal("Nordwind portal")
        ),
        SecretView(
            _record("orange", cred, "entreprise.orange.example", 412, 26),
            _portal("Orange", "Orange Business", trouble=refused.sentence, question_id="x-d1"),
            (refused, weak),
        ),
        SecretView(
            _record("papyrus", cred, "shop.papyrus.example", 230, 30),
            _portal("Papyrus shop", "Papyrus Verpackung AG"),
            (Ailment(Health.REUSED, "The same password as castello."),),
        ),
        SecretView(
            _record("castello", cred, "castello.example", 118, 50),
            _portal("Castello", "Castello Catering"),
            (reused,),
        ),
        SecretView(ends, (), (soon,)),
        SecretView(
            _record("invoices", mail, "imap.aldermoor.example", 300, 0.05),
            (SecretUser("mailbox", "m1", "Invoices"),),
        ),
        SecretView(
            _record("ap mailbox", SecretKind.OAUTH, "outlook.office365.com", 12, 0.1),
            (SecretUser("mailbox", "m2", "AP"),),
        ),
        SecretView(
            _record("erp", SecretKind.API_KEY, "erp.aldermoor.example", 77, 1),
            (SecretUser("destination", "erp", "ERP"),),
        ),
        SecretView(
            _record("lumen", SecretKind.REFERENCE, "my.lumen.example", 63, 70),
            _portal("Lumen", "Lumen Telecom"),
        ),
        SecretView(_record("old zeiss", cred, "shop.zeiss.example", 800, None), (), (unused,)),
        SecretView(
            _record(f"{HOSTILE} sign-in", cred, "xn--nrdwind-90a.example", 9, 9),
            _portal(HOSTILE, HOSTILE),
        ),
    ]
    return sorted(plain, key=lambda one: one.facts.name)


class SampleVault:
    """`model.vaults.VaultDesk` in memory."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._views = {one.facts.name: one for one in _views()}
        self._values = dict.fromkeys(self._views, CANARY)
        self._wrong = 0
        self._idle = 0

    def standing(self) -> VaultStanding:
        return STANDING

    def idle_minutes(self) -> int:
        return self._idle

    def records(self) -> tuple[SecretView, ...]:
        if self._house.vault_locked:
            raise VaultLocked
        return tuple(self._views.values())

    def story(self, name: str) -> SecretStory:
        facts = self._views[name].facts
        uses = [
            SecretUse(NOW - timedelta(hours=3), "Nordwind portal", "lease", "visit", "done"),
            SecretUse(NOW - timedelta(days=2), "ada", "reveal", "shown", "done"),
            SecretUse(NOW - timedelta(days=3), "Nordwind portal", "lease", "visit", "done"),
            SecretUse(facts.updated, "maya", "put", "another password", "done"),
            SecretUse(facts.updated - timedelta(days=90), "person", "import", "", "done"),
        ]
        return SecretStory(tuple(uses), (facts.updated, facts.updated - timedelta(days=90)))

    def add(
        self, user: User, name: str, *, username: str, origins: tuple[str, ...], value: Secret
    ) -> None:
        self._house.note(user, f"add {name} {username} {' '.join(origins)}")
        if name in self._views:
            raise WrongInput("There is a record of this name; choose another name.")
        known = next(iter(self._views.values())).facts
        facts = replace(known, name=name, username=username, origins=origins, version=1)
        self._views[name] = SecretView(facts)
        self._values[name] = value.reveal()
        self._house.tell("vault", name)

    def take_in(
        self, user: User, file: str, body: bytes, passphrase: Secret
    ) -> tuple[ImportedEntry, ...]:
        self._house.note(user, f"take in {file} {len(body)}")
        if passphrase.reveal() not in {"", OWN}:
            raise WrongKey("This password does not open the file.")
        self._house.tell("vault", "import")
        return (
            ImportedEntry("Acme", "new", "", "proposed"),
            ImportedEntry("Papyrus", "same", "It is there already.", "connected"),
            ImportedEntry(HOSTILE, "refused", "Its password is empty.", ""),
        )

    def replace(self, user: User, name: str, version: int, value: Secret) -> None:
        self._house.note(user, f"replace {name}")
        self._put(name, version)
        self._values[name] = value.reveal()

    def add_seed(self, user: User, name: str, seed: Secret) -> None:
        self._house.note(user, f"seed {name} {len(seed.reveal())}")
        if len(seed.reveal()) < 8:
            raise WrongInput("The authenticator's seed can't be read.")
        self._views[name] = replace(self._views[name], seed=True)
        self._house.tell("vault", name)

    def add_seed_image(self, user: User, name: str, image: bytes) -> None:
        self._house.note(user, f"picture {name} {len(image)}")

    def set_origins(
        self, user: User, name: str, version: int, *, origins: tuple[str, ...], password: Secret
    ) -> None:
        self._house.note(user, f"origins {name} {' '.join(origins)}")
        self._prove(password)
        self._put(name, version, origins=origins)

    def remove(self, user: User, name: str, version: int) -> None:
        self._house.note(user, f"remove {name} {version}")
        del self._views[name]
        self._house.tell("vault", name)

    def reveal(self, user: User, name: str, *, password: Secret, copied: bool) -> Shown:
        self._house.note(user, f"{'copy' if copied else 'reveal'} {name}")
        if not user.role.opens_secrets:
            raise WrongInput("Only an admin may do this with a secret.")
        self._prove(password)
        if self._views[name].facts.kind is SecretKind.TOTP:
            return Shown(Secret("246810"), 2)
        return Shown(Secret(self._values[name]))

    def lock(self, user: User) -> None:
        self._house.note(user, "lock")
        self._house.lock_vault()

    def lock_after(self, user: User, minutes: int) -> None:
        self._house.note(user, f"lock after {minutes}")
        self._idle = minutes

    def _prove(self, password: Secret) -> None:
        if self._wrong >= TRIES:
            raise TooManyTries("Too many wrong passwords. Wait a while, then try again.")
        if password != Secret(OWN):
            self._wrong += 1
            raise WrongInput("This is not the password that you sign in with.")
        self._wrong = 0

    def _put(self, name: str, version: int, **changes: tuple[str, ...]) -> None:
        view = self._views[name]
        if view.facts.version != version:
            raise SecretChanged
        facts = replace(view.facts, version=version + 1, updated=NOW, **changes)  # type: ignore[arg-type]  # names checked by the dataclass
        self._views[name] = replace(view, facts=facts, ailments=())
        self._house.tell("vault", name)
