"""Files: named by what they hold, whole or not there."""

from __future__ import annotations

import hashlib
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import FileMissing, StorageFull
from storage.files import FileStore


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@given(st.binary(max_size=2000))
def test_bytes_come_back_under_their_hash(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    files = FileStore(tmp_path_factory.getbasetemp() / "shared")
    sha256 = files.put(content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert files.get(sha256) == content
    assert files.put(content) == sha256


def test_a_file_lies_two_levels_deep_for_its_owner_alone(files: FileStore) -> None:
    sha256 = files.put(b"invoice")
    path = files.path(sha256)
    assert path == files.folder / sha256[:2] / sha256[2:4] / sha256
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert files.known(sha256)
    assert list(path.parent.iterdir()) == [path]


def test_a_damaged_file_is_missing_until_it_is_put_again(files: FileStore) -> None:
    sha256 = files.put(b"invoice")
    files.path(sha256).write_bytes(b"invoicE")
    with pytest.raises(FileMissing, match="restore it from a backup"):
        files.get(sha256)
    assert files.put(b"invoice") == sha256
    assert files.get(sha256) == b"invoice"


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "\u0661" * 64]
)
def test_only_a_hash_names_a_file(files: FileStore, name: str) -> None:
    for ask in (files.get, files.path, files.known):
        with pytest.raises(FileMissing):
            ask(name)


def test_a_file_that_was_never_put_is_missing(files: FileStore) -> None:
    assert not files.known("0" * 64)
    with pytest.raises(FileMissing):
        files.get("0" * 64)


def test_a_link_in_its_place_is_not_followed_for_writing(files: FileStore, tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_bytes(b"keep me")
    sha256 = hashlib.sha256(b"invoice").hexdigest()
    files.path(sha256).parent.mkdir(parents=True)
    files.path(sha256).symlink_to(target)
    files.put(b"invoice")
    assert target.read_bytes() == b"keep me"
    assert files.get(sha256) == b"invoice"


_FULL = """
import resource, sys
from pathlib import Path
from model.errors import StorageFull
from storage.files import FileStore
files = FileStore(Path(sys.argv[1]))
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
