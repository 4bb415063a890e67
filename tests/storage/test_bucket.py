"""Files in a bucket: the promises of the folder, over HTTP, with a server that has its moods."""

from __future__ import annotations

import hashlib
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from billhook.doctor import Finding, Grade, house
from billhook.doctor.bucket import bucket
from model.errors import FileMissing, SettingsInvalid, StorageUnreachable
from storage import removing
from storage.bucket import BucketFiles, Place
from storage.store import Store
from tests.storage import samples

pytestmark = [pytest.mark.e2e, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

LATER = timedelta(hours=1)


@dataclass
class Moods:
    """What the line does to the next requests: `word` for so many of a method, then nothing."""

    word: str = ""
    method: str = ""
    left: int = 0
    seen: list[str] = field(default_factory=list)

    def are(self, word: str, method: str, times: int = 1) -> None:
        self.word, self.method, self.left = word, method, times

    def of(self, method: str) -> str:
        if method != self.method or not self.left:
            return ""
        self.left -= 1
        return self.word


class _Line(BaseHTTPRequestHandler):
    """Between us and the server; it passes on, or does what its mood says."""

    protocol_version = "HTTP/1.1"
    moods: Moods
    port: int

    def _serve(self) -> None:
        moods, body = self.moods, self._body()
        moods.seen.append(f"{self.command} {self.path.partition('?')[0]}")
        mood = moods.of(self.command)
        if mood == "slow down":
            said = (
                b"<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"
            )
            self._answer(503, {"Content-Type": "application/xml"}, said)
            return
        if mood == "cut before":
            self.connection.close()
            self.close_connection = True
            return
        status, headers, said = self._passed_on(body)
        if mood == "cut after":
            self.connection.close()
            self.close_connection = True
            return
        if mood == "wrong etag":
            headers["ETag"] = '"' + "0" * 32 + '"'
        if mood == "other bytes":
            said = b"x" * len(said)
            headers = {k: v for k, v in headers.items() if not k.lower().startswith("x-amz-check")}
        if mood == "half":
            self._answer(status, headers, said, sent=len(said) // 2)
            self.connection.close()
            self.close_connection = True
            return
        self._answer(status, headers, said)

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _serve  # noqa: N815 - http.server's names

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _passed_on(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        there = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {k: v for k, v in self.headers.items() if k.lower() != "transfer-encoding"}
        headers["Content-Length"] = str(len(body))
        there.request(self.command, self.path, body, headers)
        answer = there.getresponse()
        said = answer.read()
        there.close()
        dropped = {"transfer-encoding", "connection", "date", "server"}
        kept = {k: v for k, v in answer.getheaders() if k.lower() not in dropped}
        return answer.status, kept, said

    def _answer(
        self, status: int, headers: dict[str, str], said: bytes, *, sent: int | None = None
    ) -> None:
        self.send_response(status)
        length = headers.pop("Content-Length", str(len(said)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said[:sent])
            self.wfile.flush()

    def log_message(self, *_said: object) -> None:
        pass


@contextmanager
def _line(port: int, moods: Moods) -> Iterator[str]:
    handler = type("Line", (_Line,), {"moods": moods, "port": port})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def peer() -> Iterator[int]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", **keys).create_bucket(
        Bucket="ap-files"
    )
    yield port
    server.stop()


@pytest.fixture
def moods() -> Moods:
    return Moods()


@pytest.fixture
def place(peer: int, moods: Moods, tmp_path: Path) -> Iterator[Place]:
    keys = tmp_path / "bucket.keys"
    keys.write_text("k\ns\n")
    with _line(peer, moods) as endpoint:
        yield Place(f"s3://ap-files/{tmp_path.name}", endpoint, "us-east-1", keys)


@pytest.fixture
def files(place: Place, sqlite_store: Store, tmp_path: Path) -> BucketFiles:
    return BucketFiles(place, removing.over_database(sqlite_store.engine, tmp_path))


def test_bytes_come_back_under_their_hash_and_travel_once(files: BucketFiles, moods: Moods) -> None:
    sha256 = files.put(b"invoice")
    assert sha256 == hashlib.sha256(b"invoice").hexdigest()
    assert files.get(sha256) == b"invoice"
    assert files.known(sha256)
    assert files.put(b"invoice") == sha256
    path = f"/ap-files/{files.place.root.partition('/')[2]}/{sha256[:2]}/{sha256[2:4]}/{sha256}"
    assert f"PUT {path}" in moods.seen
    files.remove(sha256)
    files.remove(sha256)
    assert not files.known(sha256)
    with pytest.raises(FileMissing, match="restore it from a backup"):
        files.get(sha256)
    with pytest.raises(FileMissing, match="SHA-256 alone"):
        files.known("../../etc/passwd")


@pytest.mark.parametrize("mood", ["slow down", "cut before", "cut after", "wrong etag"])
def test_a_put_is_acknowledged_through_every_mood(
    files: BucketFiles, moods: Moods, mood: str
) -> None:
    moods.are(mood, "PUT", 2)
    sha256 = files.put(mood.encode())
    assert files.get(sha256) == mood.encode()


@pytest.mark.parametrize("mood", ["slow down", "cut before", "half"])
def test_a_get_is_whole_through_every_mood(files: BucketFiles, moods: Moods, mood: str) -> None:
    content = b"content" * 40_000
    sha256 = files.put(content)
    moods.are(mood, "GET", 2)
    assert files.get(sha256) == content


def test_other_bytes_than_were_put_are_never_handed_out(files: BucketFiles, moods: Moods) -> None:
    sha256 = files.put(b"what was put")
    moods.are("other bytes", "GET", 1)
    with pytest.raises(FileMissing, match="damaged"):
        files.get(sha256)
    assert files.get(sha256) == b"what was put"


def test_a_server_that_stays_away_is_trouble_that_passes(files: BucketFiles, moods: Moods) -> None:
    moods.are("slow down", "PUT", 1_000)
    with pytest.raises(StorageUnreachable, match="does not answer"):
        files.put(b"later")
    moods.are("", "")
    assert files.get(files.put(b"later")) == b"later"


def test_an_old_file_that_nobody_puts_again_is_dropped(files: BucketFiles) -> None:
    kept, gone = files.put(b"kept"), files.put(b"gone")
    soon = datetime.now(UTC) + LATER
    assert set(files.old(soon)) == {kept, gone}
    assert not files.drop(kept, datetime.now(UTC) - LATER)
    assert files.drop(gone, soon)
    assert not files.drop(gone, soon)
    assert files.known(kept)
    assert not files.known(gone)


def test_a_file_that_is_put_again_while_it_is_dropped_stays(
    files: BucketFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = files.put(b"again")
    # a server tells when something was written in whole seconds, so the instant is one of them
    before = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    real = BucketFiles._copy

    def copy(self: BucketFiles, path: str, to: str) -> None:
        real(self, path, to)
        if "/gone/" in to:  # the worst moment: looked at, and not yet deleted
            while datetime.now(UTC) < before:
                threading.Event().wait(0.05)
            assert self.put(b"again") == sha256

    monkeypatch.setattr(BucketFiles, "_copy", copy)
    assert not files.drop(sha256, before)
    assert files.get(sha256) == b"again"


def test_what_a_killed_process_had_set_aside_comes_back(files: BucketFiles) -> None:
    sha256 = files.put(b"aside")
    assert files.put(b"aside") == sha256  # marked
    files._copy(files._path(sha256), f"{files.place.root}/gone/{sha256}")
    files.remove(sha256)
    assert files.sweep(datetime.now(UTC)) == 0
    assert files.sweep(datetime.now(UTC) + timedelta(days=2)) == 1
    assert files.get(sha256) == b"aside"


def test_files_are_not_removed_while_a_backup_is_made(files: BucketFiles) -> None:
    with files.removing() as may, files.removing() as other:
        assert may
        assert not other


@pytest.mark.parametrize(
    "address",
    ["s3://key:secret@ap/x", "s3://", "http://ap/x", "s3://ap/x?key=secret", "s3://ap:80/x"],
)
def test_an_address_that_is_none_or_holds_a_key_is_refused(address: str) -> None:
    with pytest.raises(SettingsInvalid, match="files_credentials") as refused:
        Place(address).prove()
    assert "secret" not in refused.value.message


def test_a_file_of_keys_that_holds_none_is_named(
    files: BucketFiles, place: Place, tmp_path: Path
) -> None:
    bad = Place(place.address, place.endpoint, "", tmp_path / "none.keys")
    with pytest.raises(SettingsInvalid, match=r"none\.keys must hold two lines"):
        BucketFiles(bad, files.lock).put(b"x")


def _examined(store: Store, files: BucketFiles) -> Finding:
    (finding,) = bucket(replace(store, files=files))
    return finding


def test_the_doctor_tries_the_bucket_and_says_whether_it_keeps_versions(
    files: BucketFiles, peer: int, sqlite_store: Store
) -> None:
    assert tuple(bucket(sqlite_store)) == (), "a folder is no bucket"
    found = _examined(sqlite_store, files)
    assert (found.grade, found.remedy) == (Grade.WELL, "")
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s", "region_name": "us-east-1"}
    server = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{peer}", **keys)
    assert "Contents" not in server.list_objects_v2(
        Bucket="ap-files", Prefix=files.place.root.partition("/")[2]
    ), "nothing is left of the trial"
    server.create_bucket(Bucket="versioned")
    server.put_bucket_versioning(Bucket="versioned", VersioningConfiguration={"Status": "Enabled"})
    kept = _examined(
        sqlite_store, replace(files, place=replace(files.place, address="s3://versioned"))
    )
    assert kept.grade is Grade.NOTE
    assert "lifecycle rule" in kept.remedy


def test_the_doctor_says_what_is_wrong_with_a_bucket(
    files: BucketFiles, moods: Moods, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = replace(files, place=replace(files.place, address="s3://no-such-bucket"))
    assert "There is no bucket" in _examined(sqlite_store, missing).detail
    away = replace(files, place=replace(files.place, endpoint="http://127.0.0.1:9"))
    found = _examined(sqlite_store, away)
    assert found.grade is Grade.UNWELL
    assert "does not answer" in found.detail
    assert "files_endpoint" in found.remedy
    moods.are("other bytes", "GET")
    assert "other bytes" in _examined(sqlite_store, files).detail
    monkeypatch.setattr(BucketFiles, "_keeps_versions", lambda _files: None)
    assert "GetBucketVersioning" in _examined(sqlite_store, files).remedy
    monkeypatch.setattr(BucketFiles, "_create", lambda *_given: True)
    monkeypatch.setattr(BucketFiles, "_read", lambda *_given: b"kept")
    monkeypatch.setattr("storage.bucket.secrets.token_bytes", lambda _many: b"kept")
    assert "If-None-Match" in _examined(sqlite_store, files).remedy


def test_a_bucket_that_is_away_is_no_damage_to_the_database(
    files: BucketFiles, sqlite_store: Store
) -> None:
    with sqlite_store.begin() as tx:
        samples.found_company(tx)
        samples.file_invoice(tx)
    away = replace(files, place=replace(files.place, endpoint="http://127.0.0.1:9"))
    store = replace(sqlite_store, files=away)
    with store.read() as tx:
        found = {one.check: one for one in house.records(store, tx)}
    assert found["Database"].ok
    assert not found["Files"].ok
    assert "restore" not in found["Files"].remedy
