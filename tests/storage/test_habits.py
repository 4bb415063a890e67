from __future__ import annotations

from dataclasses import replace

from model.mail import Habit
from storage import habits, suppliers
from storage.store import Store
from tests.storage.samples import ACCOUNT, NORDWIND

HABIT = Habit("", "billing@nordwind.example", "invoice 0", "nordwind", "nordwind-1")


def test_each_mail_counts_and_a_persons_choice_takes_the_place_of_others(store: Store) -> None:
    with store.begin() as tx:
        suppliers.add(tx, NORDWIND)
        suppliers.add_account(tx, ACCOUNT)
        habits.note(tx, HABIT)
        habits.note(tx, HABIT)
        (found,) = habits.of_sender(tx, HABIT.sender, HABIT.shape)
        assert (found.account_id, found.times, found.confirmed) == ("nordwind-1", 2, False)
        habits.note(tx, replace(HABIT, confirmed=True))
        habits.note(tx, HABIT)
        (found,) = habits.of_sender(tx, HABIT.sender, HABIT.shape)
        assert (found.times, found.confirmed) == (4, True)


def test_another_sender_or_subject_has_habits_of_its_own(store: Store) -> None:
    with store.begin() as tx:
        suppliers.add(tx, NORDWIND)
        suppliers.add_account(tx, ACCOUNT)
        habits.note(tx, HABIT)
        assert habits.of_sender(tx, "other@nordwind.example", HABIT.shape) == ()
        assert habits.of_sender(tx, HABIT.sender, "reminder 0") == ()
