"""A later version takes over what an earlier one left: in place, and from its backup.

The golden files were written by the code of step 0041: a company with two documents, and with work
that is not finished. They are never made anew: what an earlier version wrote does not change.
"""

from __future__ import annotations

import asyncio
import gzip
import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from model.clock import FixedClock
from model.errors import FileUnreadable, StorageError
from model.expectations import ExpectationState
from model.mail import Authenticity, TriagedMail
from model.secret import Secret
from model.suppliers import SupplierProfile
from model.views import InboxQuery
from pipeline import pending, worker
from pipeline.engine import Body, Failed, Job, Lane
from pipeline.works import Works
from storage import (
    audit,
    backup,
    documents,
    exceptions,
    expectations,
    mail,
    migrations,
    runs,
    screens,
    users,
)
from storage.store import Store, opened_engine
from tests.pipeline.conftest import OpenVault, Outside, paper
from tests.postgres import postgres, postgres_url
from tests.storage import samples
from vault.passwords import fits

__all__ = ["postgres", "postgres_url"]

GOLDEN = Path(__file__).parents[1] / "storage" / "golden"
CLOCK = FixedClock(datetime(2026, 11, 21, 9, 35, tzinfo=UTC))


def golden(name: str) -> bytes:
    return gzip.decompress((GOLDEN / f"{name}.gz").read_bytes())


def goes_on(store: Store) -> None:
    """Everything is there, and all that was begun is to be done."""
    with store.begin() as tx:
        assert migrations.revision(tx.connection) == migrations.newest()
        assert documents.reading(tx, "doc-1") == samples.READING
        assert exceptions.open_(tx) == (samples.question(),)
        assert [one.id for one in expectations.all_open(tx)] == ["exp-1"]
        maya, kept = users.kept_password(tx, "maya")
        assert maya is not None
        assert fits(Secret("pw"), kept)
        audit.note(tx, "Maya", "upgraded", "installation:all")
        assert audit.verify(tx) >= 21
    jobs = {job.kind for job in pending.jobs(store, CLOCK)}
    assert jobs == {pending.MAIL, pending.VISIT, pending.OUTBOX}
    with store.read() as tx:
        found = screens.inbox(tx, InboxQuery(view="all", text="104878"), 0, 10)
        assert [row.id for row in found.rows] == ["doc-2"]


def earlier(folder: Path) -> Path:
    """A database as the earlier version left it."""
    file = folder / "app.sqlite"
    file.write_bytes(golden("store-0041.sqlite"))
    return file


def test_an_earlier_version_s_data_folder_is_taken_over_in_place(tmp_path: Path) -> None:
    file = earlier(tmp_path)
    with closing(Store.open(f"sqlite:///{file}", tmp_path, clock=CLOCK)) as store:
        goes_on(store)
    with closing(Store.open(f"sqlite:///{file}", tmp_path, clock=CLOCK)) as again:
        goes_on(again)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.e2e)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/new.sqlite"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with closing(Store.open(url, tmp_path, clock=CLOCK)) as store:
        yield store


def test_an_earlier_version_s_backup_is_restored_and_brought_up_to_date(empty: Store) -> None:
    backup.read(empty, io.BytesIO(golden("backup-0041.tar")))
    goes_on(empty)
    with empty.read() as tx:
        assert empty.files.get(documents.get(tx, "doc-1").sha256) == b"%PDF-1.7 an invoice"
    written = io.BytesIO()
    backup.write(empty, written)  # and this one is of the newer version
    with pytest.raises(StorageError, match="empty database"):
        backup.read(empty, io.BytesIO(written.getvalue()))


def test_an_earlier_version_s_backup_that_is_cut_off_leaves_the_store_as_it_was(
    empty: Store,
) -> None:
    whole = golden("backup-0041.tar")
    with pytest.raises(FileUnreadable):
        backup.read(empty, io.BytesIO(whole[: len(whole) // 2]))
    backup.read(empty, io.BytesIO(whole))
    goes_on(empty)


def test_what_an_earlier_version_left_unfinished_is_finished_by_this_one(
    empty: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail that was taken, a visit that broke off under way, a delivery that was not made."""
    url = unfinished(empty, tmp_path, monkeypatch)
    outside, clock = Outside(), FixedClock(CLOCK.now())
    outside.brings(tmp_path, paper("4711"))
    monkeypatch.setattr(worker, "Engine", AtOnce)
    monkeypatch.setattr(worker, "Watchers", Nobody)
    with closing(Store.open(url, tmp_path, clock=clock)) as store:
        at_work = worker.Worker(
            _works(store, outside, clock, tmp_path), worker.WorkerSettings("worker-1", "")
        )
        while pending.jobs(store, clock):
            clock.move(timedelta(seconds=10))
            at_work._turn()
        with store.read() as tx:
            assert mail.next_unfinished(tx, 10) == ()
            assert runs.last(tx, "portal-1").outcome.good
            assert expectations.get(tx, "exp-1").state is not ExpectationState.OPEN
    assert [parcel.number for parcel in outside.taken] == ["RE-2026/104877"]


def unfinished(empty: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a database that stands as the earlier version left it, in mid-visit."""
    if empty.engine.dialect.name == "sqlite":
        backup.read(empty, io.BytesIO(golden("backup-0041.tar")))  # for its files
        engine = opened_engine(f"sqlite:///{earlier(folder)}")
    else:
        with monkeypatch.context() as before:
            before.setattr(migrations, "upgrade", lambda _connection: None)
            backup.read(empty, io.BytesIO(golden("backup-0041.tar")))
        engine = empty.engine
    with engine.begin() as connection:
        assert migrations.revision(connection) == "0041"
        connection.execute(text("UPDATE run SET state = 'collecting', started = requested"))
    engine.dispose()
    return engine.url.render_as_string(hide_password=False)


def _works(store: Store, outside: Outside, clock: FixedClock, folder: Path) -> Works:
    return Works(
        store=store,
        vault=OpenVault(),
        clock=clock,
        folder=folder,
        visit=outside.visit,
        read=outside.read,
        triage=_nothing_new,
        deliver=outside.deliver,
        responses=outside.responses,
    )


def _nothing_new(raw: bytes, suppliers: tuple[SupplierProfile, ...]) -> TriagedMail:
    del suppliers
    said = raw.decode()
    return TriagedMail("<1>", "<1@nordwind.example>", said, "", "", None, (), Authenticity.PASS)


class Nobody:
    """Watches no mailbox."""

    def __init__(self, *_: object) -> None: ...

    def turn(self) -> None: ...


class AtOnce:
    """An engine that does each job at once, and keeps of its steps what is plain."""

    def __init__(self, _url: str, **_: object) -> None:
        self._bodies: dict[str, Body] = {}

    def register(self, kind: str, _lane: Lane, body: Body, _failed: Failed) -> None:
        self._bodies[kind] = body

    def enqueue(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            asyncio.run(_done(self._bodies[job.kind], job.subject))

    def reap(self, _gone: object) -> None: ...

    def forget(self, _kept: object) -> None: ...


async def _done(body: Body, subject: str) -> None:
    await body(_step, subject)


async def _step(function: Callable[..., Any], *args: object) -> Any:
    return json.loads(json.dumps(function(*args)))


@pytest.mark.e2e
def test_an_earlier_version_s_server_database_is_taken_over_in_place(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Store.open(postgres_url, tmp_path, clock=CLOCK)) as store:
        with monkeypatch.context() as before:  # it stays as the earlier version wrote it
            before.setattr(migrations, "upgrade", lambda _connection: None)
            backup.read(store, io.BytesIO(golden("backup-0041.tar")))
        with store.read() as tx:
            assert migrations.revision(tx.connection) == "0041"
    with closing(Store.open(postgres_url, tmp_path, clock=CLOCK)) as store:
        goes_on(store)
    refuses(postgres_url, tmp_path)


def test_an_earlier_version_refuses_what_a_later_one_wrote(tmp_path: Path) -> None:
    refuses(f"sqlite:///{earlier(tmp_path)}", tmp_path)


def refuses(url: str, tmp_path: Path) -> None:
    """A worker of an earlier version does not start beside a later one's tables, and says so."""
    with closing(Store.open(url, tmp_path, clock=CLOCK)) as store, store.begin() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer Billhook"):
        Store.open(url, tmp_path, clock=CLOCK)
