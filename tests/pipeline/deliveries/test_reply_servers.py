from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType

import pytest

from model.deliveries import DestinationKind, ResponseStatus
from model.ports import Lease
from pipeline import answers
from pipeline.deliveries import delivering
from pipeline.deliveries.reply_servers import ReplyServers
from pipeline.works import Works
from storage import deliveries, documents, exceptions
from tests.feeds.parcels import FakeLease
from tests.pipeline.conftest import CLERK, paper
from tests.sshd import USER, Sshd, sshd
from tests.standin import StandIn

__all__ = ["sshd"]

pytestmark = [pytest.mark.slow, pytest.mark.e2e]


class KeyVault(StandIn):
    """A vault that opens with the key of the server."""

    def __init__(self, server: Sshd) -> None:
        self._server = server

    @contextmanager
    def lease(self, _name: str, *, purpose: str, job: str) -> Iterator[Lease]:
        """The key, for a purpose and a job."""
        assert purpose
        assert job
        yield FakeLease(self._server.key, username=USER)


def test_a_file_on_the_server_is_read_once_it_stands_still_and_then_set_aside(
    works: Works, arrive: Callable[..., str], sshd: Sshd
) -> None:
    works = replace(works, vault=KeyVault(sshd))
    room = sshd.room(uuid.uuid4().hex)
    with works.store.begin() as tx:
        (to,) = deliveries.destinations(tx)
        where = {"host": "127.0.0.1", "port": str(sshd.port), "answers_folder": room.name}
        settings = MappingProxyType({**where, "host_key": str(sshd.host_key)})
        to = replace(to, kind=DestinationKind.SFTP, settings=settings, credential="files")
        deliveries.add_destination(tx, to)
    document_id = arrive(paper("R-1"))
    with works.store.begin() as tx:
        answers.release(tx, CLERK, document_id, documents.get(tx, document_id).version)
        (delivery,) = deliveries.of_document(tx, document_id)
    delivering.attempt(works, delivery.id)
    sshd.put(room / "day.csv", f"key,status\n{delivery.key},approved\n".encode())
    sshd.put(room / "junk.txt", b"\xff\xff")
    sshd.put(room / "b;d", b"")
    looking = ReplyServers(works)
    assert [looking.look() for _ in range(3)] == [0, 1, 0]
    with works.store.read() as tx:
        assert deliveries.get(tx, delivery.id).response is ResponseStatus.ACCEPTED
        said = sorted(one.sentence for one in exceptions.open_(tx))
    assert len(said) == 2
    assert "'b;d' can't be read under this name" in said[0]
    assert "junk.txt was not understood" in said[1]
    assert [one.name.partition("-")[2] for one in (room / "done").iterdir()] == ["day.csv"]
    assert [one.name.partition("-")[2] for one in (room / "refused").iterdir()] == ["junk.txt"]
