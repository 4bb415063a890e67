"""The examination of an installation: one finding a check, each with its remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from billhook.doctor import bucket, door, house, machine, traffic
from billhook.doctor.finding import Finding, Grade, found
from billhook.settings import Settings
from billhook.wiring import opened_store
from model.errors import BillhookError
from storage import mail

__all__ = ["Finding", "Grade", "examine"]


def examine(settings: Settings, key_file: str | None) -> tuple[Finding, ...]:
    """Every finding, in the order in which a person would look."""
    checks: tuple[Callable[[], Iterable[Finding]], ...] = (
        machine.python,
        machine.browser,
        machine.programs,
        lambda: machine.folder(settings),
        lambda: machine.disk(settings),
        lambda: _records(settings),
        lambda: door.door(settings),
        lambda: house.vault(settings, key_file),
        lambda: machine.keyring(settings),
    )
    return tuple(finding for check in checks for finding in check())


def _records(settings: Settings) -> Iterable[Finding]:
    """What the database tells, of itself and of what goes in and out."""
    try:
        if outdated := tuple(house.schema(settings)):
            return outdated
        with opened_store(settings) as store, store.read() as tx:
            told = (*bucket.bucket(store), *house.records(store, tx), *traffic.traffic(tx))
            boxes = mail.mailboxes(tx)
    except BillhookError as error:
        return (found("Database", False, error.message, "Restore it: billhook restore FILE."),)
    return (*told, *traffic.reach(boxes))
