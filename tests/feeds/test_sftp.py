from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from feeds import check_settings, deliver
from feeds.drops import File
from feeds.sftp import fetch, listed, offered, set_aside, storing
from model.clock import FixedClock
from model.deliveries import Destination, DestinationKind
from model.errors import (
    CredentialRefused,
    DestinationRefused,
    DestinationUnreachable,
    SettingsInvalid,
)
from model.secret import Secret
from tests.feeds.parcels import CONTENT, HOSTILE, NOW, PARCEL, FakeLease, destination, parcel
from tests.sshd import PASSWORD, USER, Sshd, make_key
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.e2e]

PINNED = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKnO+dSqcWCI0csuAXyIhed9kTeXKJ4TmPlxXkT4mRSM"


@pytest.fixture
def room(sshd: Sshd) -> Path:
    """A folder on the server for one test."""
    return sshd.room(f"room {uuid.uuid4().hex}")


@pytest.fixture
def ours(sshd: Sshd, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the private folders of this test's deliveries are, and of no other's."""
    folder = sshd.folder / uuid.uuid4().hex[:8]
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def to(sshd: Sshd, room: Path) -> Destination:
    """The destination that is this folder."""
    return at(sshd, folder=room.name)


@pytest.fixture
def lease(sshd: Sshd) -> FakeLease:
    """What opens it."""
    return FakeLease(sshd.key, username=USER)


def at(sshd: Sshd, **settings: str) -> Destination:
    where = {"host": "127.0.0.1", "port": str(sshd.port), "host_key": str(sshd.host_key)}
    return destination(DestinationKind.SFTP, **{**where, **settings})


def set_to(to: Destination, **settings: str) -> Destination:
    return replace(to, settings=MappingProxyType({**to.settings, **settings}))


@pytest.mark.parametrize("secret", ["key", "pasted", "password"])
def test_the_file_and_its_facts_lie_side_by_side_and_are_known_again(
    sshd: Sshd, to: Destination, room: Path, clock: FixedClock, secret: str
) -> None:
    held = {
        "key": sshd.key,
        "pasted": Secret(sshd.key.reveal().replace("\n", "")),  # as into a line of a form
        "password": PASSWORD,
    }
    opened = FakeLease(held[secret], username=USER)
    taken = deliver(to, PARCEL, opened, clock=clock)
    file, facts = room / taken.reference, json.loads(next(room.glob("*.json")).read_bytes())
    assert file.read_bytes() == CONTENT
    assert facts["sha256"] == PARCEL.sha256
    before = {one.name: one.stat().st_mtime_ns for one in room.iterdir()}
    again = deliver(to, PARCEL, opened, clock=clock)
    assert (again.reference, "was there already" in again.detail) == (taken.reference, True)
    assert {one.name: one.stat().st_mtime_ns for one in room.iterdir()} == before
    assert len(before) == 2


def test_another_file_of_that_name_is_never_overwritten(
    sshd: Sshd, to: Destination, room: Path, lease: FakeLease, clock: FixedClock
) -> None:
    name = deliver(to, PARCEL, lease, clock=clock).reference
    for file in room.iterdir():
        file.unlink()
    sshd.put(room / name, b"somebody else's")
    with pytest.raises(DestinationRefused, match="with other content"):
        deliver(to, PARCEL, lease, clock=clock)
    assert [file.read_bytes() for file in room.iterdir()] == [b"somebody else's"]


def test_a_line_that_is_cut_at_any_command_leaves_no_half_file(
    sshd: Sshd, lease: FakeLease, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = storing._storing
    room = sshd.room("cut")
    to = at(sshd, folder=room.name)
    for cut in range(2, 6):

        def cut_off(number: int, file: File, cut: int = cut) -> Iterator[str]:
            yield from [*whole(number, file)][:cut]
            yield "get what-is-not-there"

        monkeypatch.setattr(storing, "_storing", cut_off)
        with pytest.raises(DestinationUnreachable, match="did not do it"):
            deliver(to, PARCEL, lease, clock=clock)
        assert not list(room.glob("*.json"))
        assert all(file.read_bytes() == CONTENT for file in room.glob("[!.]*"))
    monkeypatch.setattr(storing, "_storing", whole)
    taken = deliver(to, PARCEL, lease, clock=clock)
    assert sorted(file.suffix for file in room.iterdir()) == [".json", ".pdf"]
    assert (room / taken.reference).read_bytes() == CONTENT


_KILLED = """
import os, signal, sys
from feeds import deliver
from feeds.sftp import session
from model.clock import SystemClock
from model.deliveries import DestinationKind
from model.secret import Secret
from tests.feeds.parcels import PARCEL, FakeLease, destination
to = destination(DestinationKind.SFTP, **dict(pair.split("=", 1) for pair in sys.argv[1:]))
run = session.run
def die(*args, **told):
    run(*args, **told)
    os.kill(os.getpid(), signal.SIGKILL)
session.run = die
deliver(to, PARCEL, FakeLease(Secret(sys.stdin.read()), username="billhook"), clock=SystemClock())
"""


def test_killed_before_the_facts_were_written_it_ends_well(
    sshd: Sshd, to: Destination, room: Path, lease: FakeLease, ours: Path
) -> None:
    said = [f"{name}={value}" for name, value in to.settings.items()]
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, *said],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "TMPDIR": str(ours)},
        input=sshd.key.reveal().encode(),
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert [file.suffix for file in room.iterdir()] == [".pdf"]
    again = deliver(to, PARCEL, lease, clock=FixedClock(NOW))
    assert "was there already" in again.detail
    assert sorted(file.suffix for file in room.iterdir()) == [".json", ".pdf"]
    (left,) = ours.iterdir()  # of the one that was killed: the document, and no secret
    lines = sshd.key.reveal().splitlines()
    kept = b"".join(file.read_bytes() for file in left.rglob("*") if file.is_file())
    assert not [line for line in lines if line.encode() in kept]


def test_another_host_key_is_refused_before_anything_is_said(
    sshd: Sshd, to: Destination, room: Path, clock: FixedClock
) -> None:
    before = sshd.log.count("Failed") + sshd.log.count("Accepted")
    other = set_to(to, host_key=PINNED)
    with pytest.raises(DestinationRefused, match="shows the host key SHA256:") as refused:
        deliver(other, PARCEL, FakeLease(PASSWORD, username=USER), clock=clock)
    assert sshd.host_key.fingerprint in refused.value.message
    assert sshd.log.count("Failed") + sshd.log.count("Accepted") == before
    assert not list(room.iterdir())


def test_the_server_shows_the_key_that_a_person_compares(sshd: Sshd) -> None:
    bare = at(sshd, host_key="")
    assert offered(bare) == sshd.host_key
    shown = subprocess.run(
        ["ssh-keygen", "-l", "-f", str(sshd.folder / "host.pub")], check=True, capture_output=True
    )
    assert sshd.host_key.fingerprint in shown.stdout.decode()
    with pytest.raises(SettingsInvalid, match="host_key"):
        check_settings(bare)


def test_a_wrong_password_is_tried_once_and_a_wrong_key_is_named(
    sshd: Sshd, to: Destination, tmp_path: Path, clock: FixedClock
) -> None:
    before = sshd.log.count("Failed password")
    wrong = FakeLease(Secret("wrong-horse"), username=USER)
    with pytest.raises(CredentialRefused, match="does not take the user billhook"):
        deliver(to, PARCEL, wrong, clock=clock)
    assert sshd.log.count("Failed password") == before + 1
    make_key(tmp_path / "other")
    make_key(tmp_path / "locked", passphrase="a-passphrase")
    other = FakeLease(Secret((tmp_path / "other").read_text()), username=USER)
    with pytest.raises(CredentialRefused, match="does not take the user billhook"):
        deliver(to, PARCEL, other, clock=clock)
    locked = FakeLease(Secret((tmp_path / "locked").read_text()), username=USER)
    with pytest.raises(CredentialRefused, match="opens without a passphrase"):
        deliver(to, PARCEL, locked, clock=clock)


_SPY = """#!/bin/sh
{{
  tr '\\0' '\\n' < /proc/$$/cmdline
  tr '\\0' '\\n' < /proc/$$/environ
  find . -type f -exec cat {{}} +
}} >> {notes}
exec {real} "$@"
"""


@pytest.mark.parametrize("kind", ["key", "password"])
def test_no_secret_stands_in_arguments_environment_or_files(
    sshd: Sshd, to: Destination, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    notes = tmp_path / "notes"
    for name in ("sftp", "ssh-agent", "ssh-add"):
        spy = tmp_path / name
        spy.write_text(_SPY.format(notes=notes, real=shutil.which(name)))
        spy.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    secret = sshd.key if kind == "key" else PASSWORD
    deliver(to, PARCEL, FakeLease(secret, username=USER), clock=FixedClock(NOW))
    seen = notes.read_bytes().decode(errors="replace")
    assert "-oStrictHostKeyChecking=yes" in seen
    lines = [line for line in secret.reveal().splitlines() if not line.startswith("-----")]
    assert lines
    assert not [line for line in lines if line in seen]


def test_no_agent_outlives_a_delivery(
    to: Destination, lease: FakeLease, clock: FixedClock, ours: Path
) -> None:
    deliver(to, PARCEL, lease, clock=clock)
    until(lambda: not _agents(ours), pause=0.05)
    assert not list(ours.iterdir())


def _agents(folder: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = process.read_bytes().split(b"\0")
        except OSError:
            continue
        if said[0].endswith(b"ssh-agent") and str(folder).encode() in b" ".join(said):
            found.append(process.parent.name)
    return found


@pytest.mark.parametrize("text", HOSTILE[:6])
def test_no_foreign_text_leads_out_of_the_folder(
    to: Destination, room: Path, lease: FakeLease, clock: FixedClock, text: str
) -> None:
    taken = deliver(to, parcel(supplier=text, number=text), lease, clock=clock)
    assert {file.stem for file in room.rglob("*")} == {taken.reference.removesuffix(".pdf")}


def test_a_folder_is_one_word_whatever_stands_in_it(
    sshd: Sshd, lease: FakeLease, clock: FixedClock
) -> None:
    names = ("-rf *?[x] '; !touch owned # $(touch owned) `id`", "ünïcode & co")
    for name in names:
        room = sshd.room(name)
        taken = deliver(at(sshd, folder=name), PARCEL, lease, clock=clock)
        assert (room / taken.reference).read_bytes() == CONTENT
    assert not list(sshd.folder.rglob("owned"))


@pytest.mark.parametrize(
    "settings",
    [
        {"folder": 'in"\n!touch owned'},
        {"folder": "in\\"},
        {"host": "-oProxyCommand=touch owned"},
        {"host": "two words"},
        {"port": "22 -oProxyCommand=x"},
        {"username": "-oProxyCommand=x"},
        {"username": "a b"},
        {"host_key": "ssh-ed25519 AAAA\nevil"},
    ],
)
def test_settings_that_are_no_single_word_are_refused(
    to: Destination, lease: FakeLease, clock: FixedClock, settings: dict[str, str]
) -> None:
    with pytest.raises(SettingsInvalid):
        deliver(set_to(to, **settings), PARCEL, lease, clock=clock)


def test_a_missing_program_is_named_with_its_remedy(
    to: Destination, lease: FakeLease, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(DestinationUnreachable, match="openssh-client"):
        deliver(to, PARCEL, lease, clock=clock)


def test_a_folder_that_is_not_there_and_a_server_that_is_down_are_tried_again(
    sshd: Sshd, to: Destination, lease: FakeLease, clock: FixedClock
) -> None:
    with pytest.raises(DestinationUnreachable, match="did not do it"):
        deliver(set_to(to, folder="nowhere"), PARCEL, lease, clock=clock)
    assert not (sshd.files / "nowhere").exists()
    with pytest.raises(DestinationUnreachable, match="does not answer"):
        deliver(set_to(to, port="1"), PARCEL, lease, clock=clock)


def test_answers_are_listed_read_and_set_aside(
    sshd: Sshd, to: Destination, room: Path, lease: FakeLease
) -> None:
    having = set_to(to, answers_folder=room.name)
    sshd.put(room / "answer 1.csv", b"number,status\n")
    for name in ("b;d $(x)", "new\nline", ".hidden"):
        sshd.put(room / name, b"")
    (room / "link.csv").symlink_to(sshd.folder / "shadow")
    found = {one.name: (one.size, one.is_plain) for one in listed(having, lease)}
    assert found.pop("answer 1.csv") == (14, True)
    assert not found.pop("b;d $(x)")[1]
    assert not any("link" in name or "hidden" in name for name in found)
    came = fetch(having, lease, ("answer 1.csv", "gone.csv", *found))  # the half of a name, too
    assert came == {"answer 1.csv": b"number,status\n"}
    set_aside(having, lease, "answer 1.csv", folder="done")
    (done,) = (room / "done").iterdir()
    assert done.name.endswith("-answer 1.csv")
    assert not (room / "answer 1.csv").exists()
