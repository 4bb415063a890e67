"""`billhook entity`: our own companies by command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from billhook.cli import run


def say(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(words) == 0
    return capsys.readouterr().out


def test_companies_are_added_changed_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--data", str(tmp_path))
    made = json.loads(
        say(capsys, "entity", "add", "Harbour Books GmbH", "--id", "DE1", *at, "--json")
    )
    assert (made["code"], made["ids"], made["documents"]) == ("HARBOURB", ["DE1"], 0)
    change = ("entity", "change", "harbourb", "--new-code", "HBG", "--mail", "a@b.example")
    say(capsys, *change, *at)
    (now,) = json.loads(say(capsys, "entity", "list", "--json", *at))
    assert (now["code"], now["ids"], now["mails"]) == ("HBG", ["DE1"], ["a@b.example"])
    say(capsys, "entity", "change", "HBG", "--id", "", *at)
    assert "HBG" in say(capsys, "entity", "list", *at)
    say(capsys, "users", "invite", "ivo", "--full-name", "Ivo Marek", *at)
    assert "of HBG." in say(capsys, "users", "limit", "ivo", "HBG", *at)
    assert json.loads(say(capsys, "entity", "list", "--json", *at))[0]["limited_to_it"] == ["ivo"]
    say(capsys, "entity", "remove", "HBG", *at)
    assert json.loads(say(capsys, "entity", "list", "--json", *at)) == []


def test_what_is_wrong_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(("entity", "remove", "XX", "--data", str(tmp_path))) == 1
    assert "There is no entity with the code 'XX'" in capsys.readouterr().err
