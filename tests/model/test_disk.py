"""Writing so that it survives a power cut."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from model.disk import fill, flush_folder


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was flushed to the disk, as the names behind the descriptors."""
    names: list[str] = []
    real = os.fsync

    def note(descriptor: int) -> None:
        names.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    return names


def test_a_file_is_filled_flushed_and_closed(tmp_path: Path, flushed: list[str]) -> None:
    file = tmp_path / "invoice"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    fill(descriptor, b"invoice")
    assert file.read_bytes() == b"invoice"
    assert flushed == [str(file)]
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


def test_a_folder_is_flushed_itself(tmp_path: Path, flushed: list[str]) -> None:
    flush_folder(tmp_path)
    assert flushed == [str(tmp_path)]
    with pytest.raises(FileNotFoundError):
        flush_folder(tmp_path / "gone")
