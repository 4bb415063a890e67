"""What is called weak, and what isn't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.secret import Secret
from vault.strength import SHORTEST, weakness


@pytest.mark.parametrize(
    "password",
    [
        "Tr0ub4dor",
        "Password2026!",
        "P@ssw0rd1234",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "1234567890123456",
        "qwertzuiopasdfgh",
        "abababababababab",
        "Nordwind2026!",
        "Sommer2025!!",
        "aldermoor-2024",
    ],
)
def test_what_is_guessed_first_is_weak(password: str) -> None:
    known = ("ap@aldermoor.example", "portal.nordwind.example")
    assert weakness(Secret(password), known)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "x7#Kq!m2Vz9$",
        "tavern-mosaic-eleven-otter",
        "9f86d081884c7d659a2feaa0c55ad015",
        "Grünkohl-Fähre-Zitrone",
    ],
)
def test_what_is_long_or_random_is_not(password: str) -> None:
    assert weakness(Secret(password), ("ap@aldermoor.example",)) == ""


def test_the_reason_never_holds_the_password() -> None:
    for password in ("Tr0ub4dor", "Nordwind2026!"):
        assert password not in weakness(Secret(password), ("nordwind",))


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_text_is_judged_and_short_ones_are_weak(password: str, known: str) -> None:
    said = weakness(Secret(password), (known,))
    assert bool(said) or len(password) >= SHORTEST


@given(st.text(alphabet="abcdefgh", min_size=SHORTEST, max_size=40))
def test_a_password_that_is_all_known_is_weak(word: str) -> None:
    assert weakness(Secret(word), (word,))
