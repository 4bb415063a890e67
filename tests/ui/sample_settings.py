"""Rules and an audit trail to draw, changed in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from model.errors import AuditBroken, SettingsInvalid, WrongInput
from model.languages import Language
from model.people import Event, User
from model.settings_desk import BackupRun, BackupState, RuleView
from tests.ui.sample_documents import HOSTILE, NOW

EVENTS = 230


class House(Protocol):
    """What the sample needs of the desk around it."""

    def note(self, user: User, what: str) -> None: ...
    def tell(self, topic: str, subject: str) -> None: ...


class SampleSettings:
    """`model.settings_desk.SettingsDesk` over samples."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._rules = {
            rule.name: rule
            for rule in (
                RuleView("company", "Our company's name.", "Aldermoor Ltd", "My company"),
                RuleView("auto_deliver", "Deliver by itself.", "no", "no", ("yes", "no")),
                RuleView("po_tolerance_percent", "More than its order.", "2", "2"),
            )
        }
        self.broken = False
        self.run: BackupRun | None = None
        self.spoken: dict[str, Language | None] = {}

    def rules(self) -> tuple[RuleView, ...]:
        return tuple(self._rules.values())

    def set_rule(self, user: User, name: str, value: str) -> str:
        self._house.note(user, f"rule {name} {value}")
        if not user.role.sets_rules:
            raise WrongInput("Only an admin may change a rule.")
        if value == "many":
            raise SettingsInvalid("'many' is not a number such as 2 or 1.5.")
        before = self._rules[name]
        self._rules[name] = replace(before, value=value)
        self._house.tell("settings", name)
        return before.value

    def speak(self, user: User, language: Language | None) -> None:
        self._house.note(user, f"language {language or 'browser'}")
        self.spoken[user.id] = language

    def trail(self, text: str = "", before: int | None = None) -> tuple[Event, ...]:
        newest = EVENTS if before is None else before - 1
        every = (_event(seq) for seq in range(newest, 0, -1))
        return tuple(one for one in every if text in one.subject)[:100]

    def called(self, subjects: Collection[str]) -> Mapping[str, str]:
        known = {"document:doc-1": f"{HOSTILE} INV-1"}
        return {one: known[one] for one in subjects if one in known}

    def last_backup(self) -> datetime | None:
        return NOW - timedelta(days=3)

    def backup_run(self) -> BackupRun | None:
        return self.run

    def back_up(self, user: User) -> None:
        self._house.note(user, "back up")
        self.run = BackupRun(
            user.name, NOW, BackupState.DONE, path="/d/b.tar", size=20 << 20, rows=7
        )
        self._house.tell("settings", "backup_run")

    def prove_trail(self) -> int:
        if self.broken:
            raise AuditBroken("The audit trail was changed at event 7.")
        return EVENTS


def _event(seq: int) -> Event:
    subject = "document:doc-1" if seq % 2 else "rule:company"
    at = NOW - timedelta(minutes=EVENTS - seq)
    return Event(seq, at, "maya", "approved", subject, HOSTILE, digest="")
