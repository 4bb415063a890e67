"""Loading mails from files, and connecting the places that files come to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.billhook.conftest import Billhook
from tests.parsers.compound import message


def letter(number: int) -> bytes:
    return f"From: a@b.example\nSubject: {number}\nMessage-ID: <{number}@b>\n\nHello\n".encode()


def test_mails_of_all_kinds_are_loaded_and_known_ones_skipped(
    billhook: Billhook, tmp_path: Path
) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "a.eml").write_bytes(letter(1))
    (folder / "b.msg").write_bytes(message({0x0037: "Invoice", 0x1000: "Hello"}))
    line = b"From a@b Fri Nov 20 09:00:00 2026\n"
    (folder / "c.mbox").write_bytes(line + letter(1) + b"\n" + line + letter(2))
    assert billhook("load", "mail", str(folder)).out == "3 mails are loaded, 1 were known.\n"
    assert billhook("load", "mail", str(folder)).out == "0 mails are loaded, 4 were known.\n"


def test_a_file_without_a_mail_is_named_and_the_rest_is_loaded(
    billhook: Billhook, tmp_path: Path
) -> None:
    (tmp_path / "a.eml").write_bytes(b"\x00nothing")
    (tmp_path / "b.eml").write_bytes(letter(1))
    said = billhook("load", "mail", str(tmp_path / "a.eml"), str(tmp_path / "b.eml"))
    assert said.status == 1
    assert "a.eml holds no mail" in said.err
    assert "1 files hold no mail that can be read; the rest is loaded." in said.err
    assert said.out == "1 mails are loaded, 0 were known.\n"


@pytest.mark.parametrize(("kind", "missing"), [("folder", "x"), ("maildir", "."), ("mbox", ".")])
def test_a_place_that_is_not_what_it_should_be_is_named(
    billhook: Billhook, tmp_path: Path, kind: str, missing: str
) -> None:
    said = billhook("connect", "folder", "Scans", str(tmp_path / missing), "--kind", kind)
    assert said.status == 1
    assert f"is no {kind}" in said.err


def test_a_folder_is_connected_and_examined(billhook: Billhook, tmp_path: Path) -> None:
    assert billhook("connect", "folder", "Scans", str(tmp_path)).status == 0
    found = {one["check"]: one for one in billhook("doctor", "--json").json()}
    assert found["Mailbox Scans"]["ok"]
    assert found["Mailbox Scans"]["detail"] == str(tmp_path)
