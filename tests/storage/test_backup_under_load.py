"""A backup that is taken while others write equals the state at its instant, to the byte."""

from __future__ import annotations

import io
import itertools
import threading
from pathlib import Path

import pytest

from model.clock import FixedClock
from model.filing import DocumentStatus
from storage import audit, backup, documents, news
from storage.store import Store
from tests import emptystore
from tests.storage import samples

pytestmark = pytest.mark.slow
_PATIENCE = 60.0


def _step(store: Store, number: int) -> None:
    """One decision: a file, a document, a change of the one before, an event."""
    sha256 = store.files.put(b"paper %d" % number)
    with store.begin() as tx:
        if number == 1:
            samples.found_company(tx)
        samples.file_invoice(tx, f"doc-{number}", sha256=sha256, number=f"RE-{number}")
        if number > 1:
            before = documents.get(tx, f"doc-{number - 1}")
            documents.set_status(tx, before.id, DocumentStatus.READY, f"followed by {number}")
        audit.note(tx, "Maya", "filed", f"document:doc-{number}")


class _Ids(threading.local):
    """Ids in the order of their making, for each thread from 1 on."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def next(self) -> str:
        return f"{next(self._count):032}"


class _Writer(threading.Thread):
    """Writes one step after the other until it is told to stop."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._came = threading.Condition()
        self._told = threading.Event()
        self.done = 0

    def run(self) -> None:
        while not self._told.is_set():
            _step(self._store, self.done + 1)
            with self._came:
                self.done += 1
                self._came.notify_all()

    def wait_for(self, number: int) -> None:
        with self._came:
            assert self._came.wait_for(lambda: self.done >= number, _PATIENCE)

    def end(self) -> None:
        self._told.set()
        self.join(_PATIENCE)


class _Slow(io.BytesIO):
    """Takes no more before somebody has written once more to the database."""

    def __init__(self, writer: _Writer, times: int) -> None:
        super().__init__()
        self._writer = writer
        self._times = times

    def write(self, content: object, /) -> int:
        if self._times:
            self._times -= 1
            self._writer.wait_for(self._writer.done + 1)
        return super().write(content)  # type: ignore[arg-type]  # handed through


def test_what_is_restored_is_the_state_at_one_instant(
    store: Store, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "new_id", _Ids().next)  # by chance, no two runs agree
    writer = _Writer(store)
    writer.start()
    try:
        writer.wait_for(5)
        began = writer.done
        stream = _Slow(writer, 8)
        backup.write(store, stream)
        assert writer.done > began + 4
    finally:
        writer.end()
    folder = tmp_path / "restored"
    folder.mkdir()
    restored = emptystore.opened(folder / "app.sqlite", clock)
    backup.read(restored, io.BytesIO(stream.getvalue()))
    with restored.read() as tx:
        instant = audit.verify(tx)
    assert began <= instant < writer.done
    folder = tmp_path / "expected"
    folder.mkdir()
    expected = emptystore.opened(folder / "app.sqlite", clock)
    for number in range(1, instant + 1):
        _step(expected, number)
    assert _written(restored) == _written(expected)
    for number in range(1, instant + 1):
        with restored.read() as tx:
            sha256 = documents.get(tx, f"doc-{number}").sha256
        assert restored.files.get(sha256) == b"paper %d" % number
    restored.close()
    expected.close()


def _written(store: Store) -> bytes:
    stream = io.BytesIO()
    backup.write(store, stream)
    return stream.getvalue()
