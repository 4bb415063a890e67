"""The commands for the vault's keys: what is shown once, what opens, what opens no more."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from tests.billhook.conftest import Billhook

CODE = re.compile(r"(?:[A-Z2-7]{8}-){4}[A-Z2-7]{8}")


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, str]:
    return ("--key-file", str(tmp_path / "k.key"))


@pytest.fixture
def kit(billhook: Billhook, key: tuple[str, str]) -> str:
    """The code that making the vault showed."""
    said = billhook("vault", "init", *key)
    assert said.status == 0
    (code,) = CODE.findall(said.out)
    return str(code)


def slots(billhook: Billhook, key: tuple[str, str]) -> dict[str, str]:
    """The ids of the slots by their kinds."""
    rows = billhook("vault", "slots", "list", "--json", *key).json()
    return {row["kind"]: row["id"] for row in rows}


def test_the_recovery_kit_opens_the_vault_alone(billhook: Billhook, kit: str) -> None:
    said = billhook("vault", "check", "--recovery", stdin=f"{kit}\n")
    assert said.status == 0
    assert "The recovery kit opens the vault" in said.out
    misread = kit[:-1] + ("A" if kit[-1] != "A" else "B")
    refused = billhook("vault", "check", "--recovery", stdin=f"{misread}\n")
    assert refused.status == 1
    assert "letter by letter" in refused.err
    assert misread not in refused.out + refused.err


def test_a_new_kit_takes_the_place_of_the_old_one(
    billhook: Billhook, key: tuple[str, str], kit: str
) -> None:
    said = billhook("vault", "recovery-kit", *key)
    (new,) = CODE.findall(said.out)
    assert new != kit
    assert billhook("vault", "check", "--recovery", stdin=f"{new}\n").status == 0
    old = billhook("vault", "check", "--recovery", stdin=f"{kit}\n")
    assert (old.status, "does not open" in old.err) == (1, True)


def test_a_kit_is_printed_from_a_private_page(
    billhook: Billhook, key: tuple[str, str], kit: str, tmp_path: Path
) -> None:
    target = tmp_path / "kit.html"
    said = billhook("vault", "recovery-kit", "--page", str(target), *key)
    assert (said.status, CODE.findall(said.out)) == (0, [])
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    body = target.read_text()
    assert "<script" not in body
    code = re.findall(r'class="code">(.*?)</p>', body)[0].replace("<br>", "-")
    assert billhook("vault", "check", "--recovery", stdin=f"{code}\n").status == 0
    again = billhook("vault", "recovery-kit", "--page", str(target), *key)
    assert (again.status, "can't be written" in again.err) == (1, True)
    assert billhook("vault", "check", "--recovery", stdin=f"{code}\n").status == 0


def test_no_kit_is_made_where_the_output_is_kept(billhook: Billhook, key: tuple[str, str]) -> None:
    said = billhook("vault", "init", "--no-recovery-kit", *key)
    assert (said.status, CODE.findall(said.out)) == (0, [])
    assert set(slots(billhook, key)) == {"file"}


def test_a_lost_key_file_is_replaced_by_means_of_the_kit(
    billhook: Billhook, key: tuple[str, str], kit: str, tmp_path: Path
) -> None:
    Path(key[1]).unlink()
    new = str(tmp_path / "new.key")
    said = billhook("vault", "slots", "add", "file", "--file", new, "--recovery", stdin=f"{kit}\n")
    assert said.status == 0
    assert billhook("vault", "check", "--key-file", new).status == 0


def test_a_removed_key_opens_no_more(
    billhook: Billhook, key: tuple[str, str], kit: str, tmp_path: Path
) -> None:
    other = ("--key-file", str(tmp_path / "other.key"))
    billhook("vault", "slots", "add", "file", "--file", other[1], *key)
    (first, *_) = billhook("vault", "slots", "list", "--json", *other).json()
    said = billhook("vault", "slots", "remove", first["id"], *other)
    assert "rotate --vault-key" in said.out
    assert billhook("vault", "check", *key).status == 1
    assert billhook("vault", "check", *other).status == 0
    listed = billhook("vault", "slots", "list", *other)
    assert [line.split()[1] for line in listed.out.splitlines()] == ["recovery", "file"]


@pytest.mark.slow
def test_a_passphrase_and_a_key_file_open_it_together(
    billhook: Billhook, key: tuple[str, str], kit: str, tmp_path: Path
) -> None:
    words = "correct horse battery staple\n"
    second = str(tmp_path / "second.key")
    for arguments in (("passphrase",), ("two-secret", "--file", second)):
        assert billhook("vault", "slots", "add", *arguments, *key, stdin=words).status == 0
    assert set(slots(billhook, key)) == {"file", "recovery", "passphrase", "two-secret"}


@pytest.mark.parametrize(
    "arguments", [("file",), ("passphrase", "--file", "x"), ("keyring", "--file", "x")]
)
def test_a_key_file_is_named_where_one_is_needed_only(
    billhook: Billhook, key: tuple[str, str], kit: str, arguments: tuple[str, ...]
) -> None:
    said = billhook("vault", "slots", "add", *arguments, *key)
    assert (said.status, "--file" in said.err) == (1, True)


def test_a_new_vault_key_leaves_the_key_at_hand_only(
    billhook: Billhook, key: tuple[str, str], kit: str
) -> None:
    billhook("vault", "add", "nw", "--password-stdin", *key, stdin="secret\n")
    said = billhook("vault", "rotate", "--vault-key", *key)
    assert (said.status, "no more with: recovery kit" in said.out) == (0, True)
    assert set(slots(billhook, key)) == {"file"}
    assert billhook("vault", "check", "--recovery", stdin=f"{kit}\n").status == 1
    assert [row["name"] for row in billhook("vault", "list", "--json", *key).json()] == ["nw"]


def test_the_anchor_lies_where_the_settings_say(
    billhook: Billhook, key: tuple[str, str], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "other disk" / "anchor"
    settings = tmp_path / "data" / "billhook.toml"
    settings.parent.mkdir(mode=0o700)
    settings.write_text(f"anchor = '{elsewhere}'\n")
    billhook("vault", "init", "--no-recovery-kit", *key)
    older = (tmp_path / "data" / "vault.db").read_bytes()
    billhook("vault", "add", "nw", "--password-stdin", *key, stdin="secret\n")
    assert [path.name for path in (tmp_path / "data").glob("*.anchor")] == []
    (tmp_path / "data" / "vault.db").write_bytes(older)
    refused = billhook("vault", "check", *key)
    assert (refused.status, "--accept-epoch" in refused.err) == (1, True)
    assert elsewhere.exists()
