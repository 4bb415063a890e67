"""The words on the screens."""

from __future__ import annotations

import pytest

from model.exceptions import ExceptionReason
from storage.screens import words


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("due_date", "in 30 days", "in 30 days"),
        ("net_total", "1.928,64", "1.928,64"),
        ("net_total", "-1928.6", "-1,928.60"),
        ("net_total", "NaN", "NaN"),
    ],
)
def test_what_is_not_canonical_is_shown_as_it_is(name: str, value: str, shown: str) -> None:
    assert words.shown(name, value, None) == shown


def test_every_reason_has_its_words() -> None:
    assert words.REASONS.keys() == set(ExceptionReason)
