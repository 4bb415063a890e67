"""Backups: everything, of one instant, to the byte, on and across both databases."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from model.clock import FixedClock
from model.errors import FileMissing, FileUnreadable, StorageError
from model.mail import RawMail
from model.people import Role
from storage import audit, backup, changes, documents, mail, runs, settings, users
from storage.store import Store, Tx
from tests import emptystore
from tests.postgres import Postgres
from tests.storage import samples

pytestmark = pytest.mark.slow


def _fill(store: Store) -> None:
    contents = [store.files.put(content) for content in (b"invoice", b"mail", b"page")]
    with store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx, sha256=contents[0], note="a \ud800 \x00 b")
        mail.journal(tx, "mailbox-1", RawMail("<1>", 1, samples.NOON, b""), contents[1])
        runs.note_evidence(tx, runs.request(tx, "portal-1", "why").id, contents[2])
        user = users.add(tx, "maya", "Maya Okafor", Role.ADMIN, "a hash")
        users.open_session(tx, user.id)
        users.one_time_token(tx, user.id)
        for at in range(700):
            audit.note(tx, "Maya", "noted", "document:doc-1", str(at))


def _written(store: Store) -> bytes:
    stream = io.BytesIO()
    backup.write(store, stream)
    return stream.getvalue()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.e2e)])
def empty(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """Another store, to restore into."""
    folder = tmp_path / "restored"
    folder.mkdir()
    url = f"sqlite:///{folder}/billhook.sqlite"
    database = "restored_" + hashlib.sha256(str(tmp_path).encode()).hexdigest()[:16]
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        postgres.execute(f"CREATE DATABASE {database}")
        url = postgres.url(database)
    restored = Store.open(url, folder, clock=clock)
    yield restored
    restored.close()
    if request.param == "postgresql":
        postgres.execute(f"DROP DATABASE {database} WITH (FORCE)")


def test_a_restored_backup_is_the_same_to_the_byte(store: Store, empty: Store) -> None:
    _fill(store)
    written = _written(store)
    backup.read(empty, io.BytesIO(written))
    assert _written(empty) == written
    with empty.begin() as tx:
        assert documents.reading(tx, "doc-1") == samples.READING
        assert audit.verify(tx) == 700
        assert empty.files.get(documents.get(tx, "doc-1").sha256) == b"invoice"
        assert users.kept_password(tx, "maya")[1] == "a hash"
        audit.note(tx, "Maya", "restored", "backup")
        changes.announce(tx, "inbox", "all")
        assert audit.verify(tx) == 701


def test_a_backup_is_of_one_instant_while_others_write(
    store: Store, empty: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(store)
    real = backup._add_table

    def meanwhile(tar: tarfile.TarFile, tx: Tx, table: object) -> int:
        with store.begin() as other:
            audit.note(other, "", "wrote", "meanwhile")
        return real(tar, tx, table)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(backup, "_add_table", meanwhile)
    written = _written(store)
    backup.read(empty, io.BytesIO(written))
    with empty.read() as tx:
        assert audit.verify(tx) == 700


def test_sessions_and_tokens_are_not_revived(sqlite_store: Store) -> None:
    _fill(sqlite_store)
    with tarfile.open(fileobj=io.BytesIO(_written(sqlite_store))) as tar:
        names = set(tar.getnames())
    assert "tables/app_user.jsonl" in names
    for left_out in ("session", "one_time_token", "sign_in_failure", "heartbeat"):
        assert f"tables/{left_out}.jsonl" not in names


def test_a_store_that_holds_anything_is_not_overwritten(sqlite_store: Store) -> None:
    written = _written(sqlite_store)
    with sqlite_store.begin() as tx:
        settings.put(tx, "company", "Aldermoor Ltd")
    with pytest.raises(StorageError, match="empty database"):
        backup.read(sqlite_store, io.BytesIO(written))


def test_a_missing_file_stops_the_backup(sqlite_store: Store) -> None:
    _fill(sqlite_store)
    sqlite_store.files.path(hashlib.sha256(b"mail").hexdigest()).unlink()  # type: ignore[attr-defined]  # a folder
    with pytest.raises(FileMissing):
        _written(sqlite_store)


Members = dict[str, bytes]


def _members(written: bytes) -> Members:
    with tarfile.open(fileobj=io.BytesIO(written)) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def _tar(members: Members) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def _changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[Members], Members]:
    return lambda members: {**members, name: change(members[name])}


INVOICE = f"files/{hashlib.sha256(b'invoice').hexdigest()}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil",
    [
        lambda members: dict(list(members.items())[1:]),
        lambda members: dict(list(members.items())[:-1]),
        lambda members: {n: c for n, c in members.items() if n != "tables/event.jsonl"},
        lambda members: {"manifest.json": members["manifest.json"], "../escape": b""},
        lambda members: {"manifest.json": members["manifest.json"], "tables/nothing.jsonl": b""},
        lambda members: {"manifest.json": members["manifest.json"], "tables/session.jsonl": b""},
        _changed(INVOICE, lambda _: b"invoicE"),
        _changed("tables/event.jsonl", lambda lines: lines.partition(b"\n")[2]),
        _changed("tables/event.jsonl", lambda lines: lines[:-9]),
        _changed("tables/setting.jsonl", lambda _: b'{"key": "a", "other": "b"}\n'),
        _changed("tables/setting.jsonl", lambda _: b'{"key": "a"}\n'),
        _changed("tables/setting.jsonl", lambda _: b"[1]\n"),
        _changed("manifest.json", lambda _: b"\xff"),
        lambda _: {},
    ],
)
def test_a_spoilt_backup_is_refused_and_leaves_nothing(
    sqlite_store: Store,
    tmp_path: Path,
    clock: FixedClock,
    spoil: Callable[[Members], Members],
) -> None:
    _fill(sqlite_store)
    spoilt = _tar(spoil(_members(_written(sqlite_store))))
    empty = Store.open(f"sqlite:///{tmp_path}/empty.sqlite", tmp_path / "empty", clock=clock)
    with pytest.raises(FileUnreadable):
        backup.read(empty, io.BytesIO(spoilt))
    with empty.read() as tx:
        assert audit.verify(tx) == 0
        assert documents.of_supplier(tx, "nordwind") == ()
    empty.close()
    assert not (tmp_path / "escape").exists()


@pytest.mark.parametrize("cut", [0, 100, 512, 5000, -2000])
def test_a_backup_that_is_cut_off_is_refused(
    sqlite_store: Store, tmp_path: Path, clock: FixedClock, cut: int
) -> None:
    _fill(sqlite_store)
    empty = Store.open(f"sqlite:///{tmp_path}/empty.sqlite", tmp_path / "empty", clock=clock)
    whole = _written(sqlite_store).rstrip(b"\0")
    with pytest.raises(FileUnreadable):
        backup.read(empty, io.BytesIO(whole[:cut]))
    empty.close()


def test_a_folder_in_place_of_a_file_is_refused(sqlite_store: Store) -> None:
    manifest = _members(_written(sqlite_store))["manifest.json"]
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        member = tarfile.TarInfo("manifest.json")
        member.size = len(manifest)
        tar.addfile(member, io.BytesIO(manifest))
        folder = tarfile.TarInfo("files")
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)
    with pytest.raises(FileUnreadable):
        backup.read(sqlite_store, io.BytesIO(stream.getvalue()))


def test_a_backup_of_a_newer_version_is_refused(sqlite_store: Store) -> None:
    other = json.dumps({"format": 1, "schema": "9999"}).encode()
    with pytest.raises(StorageError, match="newer Billhook"):
        backup.read(sqlite_store, io.BytesIO(_tar({"manifest.json": other})))


def test_a_backup_is_proved_without_its_files_being_kept(
    sqlite_store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    _fill(sqlite_store)
    (tmp_path / "trial").mkdir()
    trial = emptystore.opened(tmp_path / "trial" / "app.sqlite", clock)
    proved = backup.prove(trial, io.BytesIO(_written(sqlite_store)))
    assert (proved.files, proved.events) == (3, 700)
    assert proved.rows > 700
    assert not trial.files.known(hashlib.sha256(b"invoice").hexdigest())
    trial.close()


def test_a_file_that_a_row_names_and_the_backup_lacks_is_found(
    sqlite_store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    _fill(sqlite_store)
    members = _members(_written(sqlite_store))
    del members[INVOICE]
    (tmp_path / "trial").mkdir()
    trial = emptystore.opened(tmp_path / "trial" / "app.sqlite", clock)
    with pytest.raises(FileUnreadable, match=r"file [0-9a-f]{12}… is missing"):
        backup.prove(trial, io.BytesIO(_tar(members)))
    trial.close()


def test_nothing_is_removed_while_a_backup_is_made(sqlite_store: Store) -> None:
    with sqlite_store.files.removing(wait=True), sqlite_store.files.removing() as may:
        assert not may
    with sqlite_store.files.removing() as may:
        assert may
