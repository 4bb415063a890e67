"""`SettingsDesk`: the company's rules and the audit trail, as the Settings screen has them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from model.languages import Language
from model.people import Event, User


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule in force; `choices` is empty where it is typed."""

    name: str
    text: str
    value: str
    default: str
    choices: tuple[str, ...] = ()


class BackupState(StrEnum):
    """How far a backup is."""

    ASKED = "asked"
    WRITING = "writing"
    PROVING = "proving"  # restored on trial
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BackupRun:
    """A backup that a person asked for in the dashboard.

    `done` of `total` files are written. `path` is where it lies, of `size` bytes; `rows` and
    `files` are what it was proved to hold, `with_vault` whether the sealed vault is in it.
    `sentence` says why it failed.
    """

    actor: str
    asked: datetime
    state: BackupState
    done: int = 0
    total: int = 0
    path: str = ""
    size: int = 0
    rows: int = 0
    files: int = 0
    with_vault: bool = False
    ended: datetime | None = None
    sentence: str = ""


class SettingsDesk(Protocol):
    """All that the Settings screen can ask and do. Calls block: keep them off the loop."""

    def rules(self) -> tuple[RuleView, ...]:
        """All rules, those that belong together beside each other."""
        ...

    def set_rule(self, user: User, name: str, value: str) -> str:
        """Change a rule; what it was before.

        Raises:
            WrongInput: this person may not.
            SettingsInvalid: there is no such rule, or it can't have this value.
        """
        ...

    def speak(self, user: User, language: Language | None) -> None:
        """Say which language a person reads; None is that of their browser."""
        ...

    def trail(self, text: str = "", before: int | None = None) -> tuple[Event, ...]:
        """A hundred events of the audit trail, newest first, that hold a text.

        With `before` those that are older than the event of this number.
        """
        ...

    def called(self, subjects: Collection[str]) -> Mapping[str, str]:
        """What documents, portals and suppliers that events name are called.

        Subjects without a name, and those that are gone or not seen by who asks, are left out.
        """
        ...

    def last_backup(self) -> datetime | None:
        """When the newest backup was made whole; None for never."""
        ...

    def backup_run(self) -> BackupRun | None:
        """The backup that was asked for last in the dashboard; None for never."""
        ...

    def back_up(self, user: User) -> None:
        """Have a worker make a backup now.

        Raises:
            NotAllowed: this person may not.
            WrongInput: one is under way.
        """
        ...

    def prove_trail(self) -> int:
        """The number of events, each proved against the one before. Raises AuditBroken."""
        ...
