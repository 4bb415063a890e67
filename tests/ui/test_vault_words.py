"""How records of the vault read, and how their list is chosen and sorted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from model.vaults import SecretKind, SecretUse, SecretView, VaultStanding
from tests.ui.sample_documents import NOW
from tests.ui.sample_vault import _views
from ui.vault_words import (
    KINDS,
    SORTS,
    fits,
    how_old,
    in_view,
    kit_words,
    opens_with,
    places,
    told,
    vault_row,
)

VIEWS = {view.facts.name: view for view in _views()}


def names(found: list[SecretView]) -> list[str]:
    return [view.facts.name for view in found]


def test_every_kind_has_words() -> None:
    assert set(KINDS) == set(SecretKind)


def test_a_row_says_what_is_wrong_and_never_the_user_name() -> None:
    row = vault_row(VIEWS["orange"], NOW)
    assert (row["state"], row["word"]) == ("exception", "Refused")
    assert row["note"].startswith("Orange refused")
    assert (row["number"], row["extra"]) == ("entreprise.orange.example", "Orange")
    assert (row["due_wide"], row["amount"]) == ("26 h ago", "13 mo")
    assert "a\u2022" not in str(row)


def test_a_healthy_row_is_fine() -> None:
    row = vault_row(VIEWS["nordwind"], NOW)
    assert (row["state"], row["word"], row["tag"]) == ("ready", "Fine", "code")


def test_hosts_in_other_scripts_are_shown_as_they_are_written_too() -> None:
    assert "xn--" in places(("https://xn--nrdwind-90a.example",))
    assert places(("https://a.example", "https://b.example")) == "a.example +1"
    assert places(()) == "\u2013"


def test_views_hold_what_they_say() -> None:
    attention = [name for name, view in VIEWS.items() if in_view(view, "attention")]
    assert attention == ["castello", "fisher session", "orange", "papyrus"]
    assert [name for name, view in VIEWS.items() if in_view(view, "unused")] == ["old zeiss"]
    assert all(in_view(view, "all") for view in VIEWS.values())


@pytest.mark.parametrize(
    ("kind", "sought", "found"),
    [
        ("", "nordwind portal", ["nordwind", "nordwind/totp"]),
        ("credential", "NORDWIND energie", ["nordwind"]),
        ("mailbox", "", ["invoices"]),
        ("", "outlook.office365", ["ap mailbox"]),
        ("", "nothing like it", []),
    ],
)
def test_search_looks_at_what_is_shown(kind: str, sought: str, found: list[str]) -> None:
    assert [name for name, view in VIEWS.items() if fits(view, kind, sought)] == found


def test_the_worst_the_oldest_and_the_longest_unused_come_first() -> None:
    views = list(VIEWS.values())
    assert names(sorted(views, key=SORTS["state"]))[:2] == ["orange", "fisher session"]
    assert names(sorted(views, key=SORTS["age"]))[0] == "old zeiss"
    assert VIEWS[names(sorted(views, key=SORTS["used"]))[0]].facts.last_used is None


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "1 d"), (59, "59 d"), (60, "2 mo"), (729, "24 mo"), (730, "2 y")],
)
def test_ages_fit_a_narrow_column(days: int, words: str) -> None:
    assert how_old(NOW - timedelta(days=days), NOW) == words


@pytest.mark.parametrize(
    ("verb", "purpose", "outcome", "words"),
    [
        ("lease", "visit", "done", "Used: visit"),
        ("reveal", "shown", "done", "Shown to a person"),
        ("reveal", "copied", "done", "Shown to a person: copied"),
        ("fetch", "", "failed", "Asked for at its store (failed)"),
        ("renew-key", "", "done", "Renew key"),
    ],
)
def test_uses_read_as_words(verb: str, purpose: str, outcome: str, words: str) -> None:
    assert told(SecretUse(NOW, "ada", verb, purpose, outcome)) == words


def test_the_kit_s_standing_names_the_command_that_mends_it() -> None:
    none = VaultStanding(("file", "passphrase"))
    assert opens_with(none) == "Opens with a key file or a passphrase"
    assert kit_words(none, NOW) == ("No recovery kit", "billhook vault recovery-kit")
    made = VaultStanding(("file", "recovery"), NOW)
    assert kit_words(made, NOW)[1] == "billhook vault check --recovery"
    proved = VaultStanding(("recovery",), NOW, NOW - timedelta(days=40))
    assert kit_words(proved, NOW) == ("Recovery kit proved 40 days ago", "")
    late = VaultStanding(("recovery",), NOW, NOW - timedelta(days=400))
    assert kit_words(late, NOW)[1] == "billhook vault check --recovery"
    assert kit_words(VaultStanding(), NOW) == ("", "")
