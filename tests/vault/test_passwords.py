"""Passwords that people sign in with: hashed dearly, few at once, in ways from before too."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from model.errors import SignInBusy
from model.secret import Secret
from tests.hashes import CHEAP
from tests.waiting import until
from vault import passwords

PASSWORD = Secret("correct horse battery staple")
WRONG = Secret("Tr0ub4dor&3")


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", CHEAP)


def scrypt(password: str) -> str:
    """What was kept before Argon2id."""
    digest = hashlib.scrypt(password.encode(), salt=b"s" * 16, n=16, r=8, p=1, dklen=64)
    return f"scrypt$16$8$1${(b's' * 16).hex()}${digest.hex()}"


def test_equal_passwords_have_different_hashes_of_full_cost() -> None:
    one, two = passwords.hashed(PASSWORD), passwords.hashed(PASSWORD)
    assert one != two
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # RFC 9106, section 4
    assert not passwords.is_dated(one)
    assert passwords.fits(PASSWORD, one)
    assert not passwords.fits(WRONG, one)


@pytest.mark.usefixtures("cheap")
def test_nothing_fits_where_no_password_is_kept() -> None:
    for typed in (PASSWORD, Secret(""), Secret("\ud800")):
        assert not passwords.fits(typed, "")


@pytest.mark.usefixtures("cheap")
def test_a_hash_from_before_still_fits_and_is_dated() -> None:
    kept = scrypt(PASSWORD.reveal())
    assert passwords.fits(PASSWORD, kept)
    assert not passwords.fits(WRONG, kept)
    assert passwords.is_dated(kept)
    assert passwords.is_dated(passwords.hashed(PASSWORD).replace("m=8", "m=9"))


@pytest.mark.usefixtures("cheap")
def test_few_are_worked_on_at_once_and_who_finds_a_crowd_is_turned_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_work, most, go = [], [], threading.Event()

    def slow(password: Secret) -> bytes:
        at_work.append(1)
        most.append(len(at_work))
        assert go.wait(60)
        at_work.pop()
        return password.reveal().encode()

    monkeypatch.setattr(passwords, "_bytes", slow)
    with ThreadPoolExecutor(passwords.IN_LINE) as pool:
        waiting = [pool.submit(passwords.hashed, PASSWORD) for _ in range(passwords.IN_LINE)]
        until(lambda: passwords._in_line._value == 0)
        with pytest.raises(SignInBusy):
            passwords.hashed(PASSWORD)
        go.set()
        assert all(one.result(60) for one in waiting)
    assert max(most) <= passwords.AT_ONCE
