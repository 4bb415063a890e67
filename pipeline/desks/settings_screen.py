"""The Settings screen's desk: the rules, and what happened, on a store."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from model.errors import SecondPersonNeeded
from model.languages import Language
from model.people import Event, Right, User
from model.settings_desk import BackupRun, RuleView
from pipeline import backups
from pipeline.access import four_eyes
from pipeline.access.rights import guarded, needs
from pipeline.rules import RULES, YES_OR_NO
from storage import audit, backup_run, documents, examining, settings, suppliers, users
from storage.store import Store

_DOCUMENT: Final = "document:"


@guarded
class SettingsScreenDesk:
    """`model.settings_desk.SettingsDesk` on a store; every call is one short transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rules(self) -> tuple[RuleView, ...]:
        """All rules as they are in force."""
        with self._store.read() as tx:
            return tuple(
                RuleView(
                    rule.name,
                    rule.text,
                    settings.get(tx, rule.name, rule.default),
                    rule.default,
                    YES_OR_NO if rule.is_choice else (),
                )
                for rule in RULES.values()
            )

    @needs(Right.SET_RULES)
    def set_rule(self, user: User, name: str, value: str) -> str:
        """Change a rule; what it was before. Raises NotAllowed, SettingsInvalid."""
        with self._store.begin() as tx:
            before = four_eyes.set_rule(tx, user.name, name, value)
        if before is None:
            raise SecondPersonNeeded
        return before

    @needs(Right.OWN_ACCOUNT)
    def speak(self, user: User, language: Language | None) -> None:
        """Say which language a person reads; None is that of their browser."""
        with self._store.begin() as tx:
            users.speak(tx, user.id, language)
            audit.note(tx, user.name, "chose language", f"user:{user.name}", language or "browser")

    def trail(self, text: str = "", before: int | None = None) -> tuple[Event, ...]:
        """A hundred events, newest first, that hold a text."""
        with self._store.read() as tx:
            return audit.page(tx, before=before, text=text)

    def called(self, subjects: Collection[str]) -> Mapping[str, str]:
        """What documents, portals and suppliers that events name are called."""
        with self._store.read() as tx:
            owners = {one.id: one.name for one in suppliers.every(tx)}
            named = {f"supplier:{key}": name for key, name in owners.items()}
            named |= {f"portal:{one.id}": one.name for one in suppliers.portals(tx)}
            ids = [one.removeprefix(_DOCUMENT) for one in subjects if one.startswith(_DOCUMENT)]
            for one in documents.by_ids(tx, ids):
                whose = owners.get(one.supplier_id or "", "")
                named[_DOCUMENT + one.id] = f"{whose} {one.number or one.kind.value}".strip()
        return {one: named[one] for one in subjects if one in named}

    def last_backup(self) -> datetime | None:
        """When the newest backup was made whole; None for never."""
        with self._store.read() as tx:
            return examining.newest_event(tx, audit.BACKED_UP)

    def backup_run(self) -> BackupRun | None:
        """The backup that was asked for last in the dashboard; None for never."""
        with self._store.read() as tx:
            return backup_run.last(tx)

    @needs(Right.BACK_UP)
    def back_up(self, user: User) -> None:
        """Have a worker make a backup now. Raises NotAllowed, WrongInput."""
        with self._store.begin() as tx:
            backups.ask(tx, user)

    def prove_trail(self) -> int:
        """The number of events, each proved against the one before. Raises AuditBroken."""
        with self._store.read(whole=True) as tx:
            return audit.verify(tx)
