"""What the mails of a sender concerned before: our accounts, by the shape of the subject."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from model.ids import derived_id
from model.mail import Habit
from storage import rows, tables
from storage.tx import Tx

_habit = tables.habit.c


def of_sender(tx: Tx, sender: str, shape: str) -> tuple[Habit, ...]:
    """The accounts that mails of this sender and shape concerned, the most frequent first."""
    query = select(tables.habit).where(_habit.sender == sender, _habit.shape == shape)
    return rows.records(tx, query.order_by(_habit.times.desc(), _habit.id), Habit)


def note(tx: Tx, habit: Habit) -> None:
    """Count one more mail for an account; a person's choice takes the place of all others."""
    key = derived_id("habit", habit.sender, habit.shape, habit.account_id)
    known = {one.id: one for one in of_sender(tx, habit.sender, habit.shape)}
    before = known.get(key)
    if habit.confirmed:
        same = (_habit.sender == habit.sender, _habit.shape == habit.shape)
        rows.change(tx, tables.habit, *same, confirmed=False)
    times = habit.times + (before.times if before else 0)
    confirmed = habit.confirmed or (before is not None and before.confirmed)
    rows.put(
        tx, tables.habit, rows.values(replace(habit, id=key, times=times, confirmed=confirmed))
    )
