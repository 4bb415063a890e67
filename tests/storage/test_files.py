"""Files: named by what they hold, whole or not there."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import FileMissing, StorageFailing, StorageFull
from storage.files import FolderFiles


@pytest.fixture
def files(tmp_path: Path) -> FolderFiles:
    return FolderFiles(tmp_path / "files")


@given(st.binary(max_size=2000))
def test_bytes_come_back_under_their_hash(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    files = FolderFiles(tmp_path_factory.getbasetemp() / "shared")
    sha256 = files.put(content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert files.get(sha256) == content
    assert files.put(content) == sha256


def test_a_file_lies_two_levels_deep_for_its_owner_alone(files: FolderFiles) -> None:
    sha256 = files.put(b"invoice")
    path = files.path(sha256)
    assert path == files.folder / sha256[:2] / sha256[2:4] / sha256
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert files.known(sha256)
    assert list(path.parent.iterdir()) == [path]


def test_a_damaged_file_is_missing_until_it_is_put_again(files: FolderFiles) -> None:
    sha256 = files.put(b"invoice")
    files.path(sha256).write_bytes(b"invoicE")
    with pytest.raises(FileMissing, match="restore it from a backup"):
        files.get(sha256)
    assert files.put(b"invoice") == sha256
    assert files.get(sha256) == b"invoice"


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "\u0661" * 64]
)
def test_only_a_hash_names_a_file(files: FolderFiles, name: str) -> None:
    for ask in (files.get, files.path, files.known):
        with pytest.raises(FileMissing):
            ask(name)


def test_a_file_that_was_never_put_is_missing(files: FolderFiles) -> None:
    assert not files.known("0" * 64)
    with pytest.raises(FileMissing):
        files.get("0" * 64)


def test_a_link_in_its_place_is_not_followed_for_writing(
    files: FolderFiles, tmp_path: Path
) -> None:
    target = tmp_path / "precious"
    target.write_bytes(b"keep me")
    sha256 = hashlib.sha256(b"invoice").hexdigest()
    files.path(sha256).parent.mkdir(parents=True)
    files.path(sha256).symlink_to(target)
    files.put(b"invoice")
    assert target.read_bytes() == b"keep me"
    assert files.get(sha256) == b"invoice"


_KILLED = """
import os, signal, sys
from pathlib import Path
from storage.files import FolderFiles
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
FolderFiles(Path(sys.argv[1])).put(b"invoice")
"""
NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def _age(part: Path, age: timedelta) -> Path:
    at = (NOW - age).timestamp()
    os.utime(part, (at, at), follow_symlinks=False)
    return part


def test_what_a_killed_writer_leaves_is_swept_a_day_later(files: FolderFiles) -> None:
    kept = files.put(b"kept")
    done = subprocess.run([sys.executable, "-c", _KILLED, str(files.folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    (part,) = files.folder.rglob("*.part")
    _age(part, timedelta(hours=23))
    assert files.sweep(NOW) == 0
    _age(part, timedelta(hours=25))
    assert files.sweep(NOW) == 1
    assert not part.exists()
    assert files.get(kept) == b"kept"


def test_a_store_without_leftovers_is_swept_in_peace(files: FolderFiles) -> None:
    assert files.sweep(NOW) == 0
    files.put(b"kept")
    assert files.sweep(NOW) == 0


def test_only_parts_of_ours_are_swept(files: FolderFiles, tmp_path: Path) -> None:
    kept = files.put(b"kept")
    _age(files.path(kept), timedelta(days=9))
    parts, outside = files.folder / "parts", tmp_path / "outside.part"
    outside.write_bytes(b"precious")
    link = parts / f"{'a' * 16}.part"
    link.symlink_to(outside)
    (folder := parts / f"{'b' * 16}.part").mkdir()
    foreign = [parts / name for name in ("notes.part", f"{'c' * 16}.txt", f"{'d' * 17}.part")]
    for file in foreign:
        file.write_bytes(b"not ours")
    for old in (outside, link, folder, *foreign):
        _age(old, timedelta(days=9))
    assert files.sweep(NOW) == 0
    assert all(old.exists() for old in (outside, link, folder, *foreign))
    assert files.get(kept) == b"kept"


def test_two_that_sweep_at_once_do_not_mind(
    files: FolderFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.put(b"kept")
    part = files.folder / "parts" / f"{'a' * 16}.part"
    part.write_bytes(b"half")
    _age(part, timedelta(days=2))
    real = Path.unlink

    def twice(path: Path, *, missing_ok: bool = False) -> None:
        real(path)
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", twice)
    assert files.sweep(NOW) == 1


_FULL = """
import resource, sys
from pathlib import Path
from model.errors import StorageFull
from storage.files import FolderFiles
files = FolderFiles(Path(sys.argv[1]))
kept = files.put(b"small")
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))
try:
    files.put(b"x" * 20_000)
except StorageFull as full:
    print(kept, full)
"""


def test_no_room_is_named_and_nothing_half_remains(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FULL, str(tmp_path)], capture_output=True, text=True, check=True
    )
    kept, _, message = done.stdout.strip().partition(" ")
    assert message == str(StorageFull())
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [kept]


def test_an_old_file_is_dropped_and_one_put_again_stays(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    old, again = files.put(b"old"), files.put(b"again")
    for sha256 in (old, again):
        os.utime(files.path(sha256), (0, 0))
    before = datetime.now(UTC) - timedelta(days=1)
    assert set(files.old(before)) == {old, again}
    files.put(b"again")
    assert set(files.old(before)) == {old}
    assert files.drop(old, before)
    assert not files.drop(old, before)
    assert not files.drop(again, before)
    assert files.get(again) == b"again"
    assert not files.known(old)


def test_a_disk_that_refuses_is_named_and_nothing_half_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", refused)
    with pytest.raises(StorageFailing, match="look at it"):
        FolderFiles(tmp_path).put(b"content")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
