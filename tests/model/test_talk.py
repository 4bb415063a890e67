from __future__ import annotations

from model.people import Role, User
from model.talk import named_in

MAYA = User("u1", "maya", "Maya Okafor", Role.CLERK)
ADA = User("u2", "ada", "Ada Lindqvist", Role.ADMIN)


def test_a_name_after_an_at_sign_names_a_person() -> None:
    assert named_in("@Maya, is this ours? (@ada)", (MAYA, ADA)) == (MAYA, ADA)


def test_an_address_names_nobody() -> None:
    assert named_in("write to billing@maya or maya@ada.example", (MAYA, ADA)) == ()
