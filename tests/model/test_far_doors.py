"""Doors of other machines: what is said passes both ways, and nobody else is let in."""

from __future__ import annotations

import secrets
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from model.doors import door
from model.far_doors import NAME, Passport, far_doors, far_line
from tests.loopback import free_port
from vault import make_passport


@pytest.fixture
def passport(tmp_path: Path) -> Passport:
    path = tmp_path / "machines.pem"
    make_passport(path, datetime.now(UTC))
    return Passport(path)


@pytest.fixture
def address(tmp_path: Path, passport: Passport) -> Iterator[str]:
    """A machine with one door, behind which everything is said back once all was heard."""
    chosen = f"127.0.0.1:{free_port()}"
    with door(tmp_path / "worker-1.door") as way_in, far_doors(passport, chosen, tmp_path):
        way_in.settimeout(0.2)
        over = threading.Event()
        keeper = threading.Thread(target=_say_back, args=(way_in, over))
        keeper.start()
        yield chosen
        over.set()
        keeper.join()


def _say_back(way_in: socket.socket, over: threading.Event) -> None:
    while not over.is_set():
        try:
            caller, _ = way_in.accept()
        except TimeoutError:
            continue
        with caller:
            caller.settimeout(10)
            caller.sendall(_all(caller))


def _all(line: socket.socket) -> bytes:
    return b"".join(iter(lambda: line.recv(65_536), b""))


@pytest.mark.parametrize("size", [0, 5, 3_000_000])
def test_all_that_is_said_comes_to_the_door_and_back(
    passport: Passport, address: str, size: int
) -> None:
    said = secrets.token_bytes(size)
    with far_line(passport, address, "worker-1.door") as line:
        line.settimeout(20)
        speaking = threading.Thread(
            target=lambda: [line.sendall(said), line.shutdown(socket.SHUT_WR)]  # type: ignore[func-returns-value]  # one after the other
        )
        speaking.start()
        assert _all(line) == said
        speaking.join()


@pytest.mark.parametrize("name", ["../vault.key", "worker-2.door", "app.sqlite", "", "x" * 300])
def test_no_other_file_is_a_door(passport: Passport, address: str, name: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011 - as the machine closes the line
        far_line(passport, address, name)


def test_a_machine_with_another_passport_is_not_let_in(tmp_path: Path, address: str) -> None:
    foreign = tmp_path / "foreign.pem"
    make_passport(foreign, datetime.now(UTC))
    with pytest.raises(ssl.SSLError):
        far_line(Passport(foreign), address, "worker-1.door")


def test_a_caller_without_a_passport_is_not_heard(passport: Passport, address: str) -> None:
    host, _, port = address.partition(":")
    context = ssl.create_default_context(cafile=str(passport.path))
    with (
        socket.create_connection((host, int(port)), 5) as bare,
        context.wrap_socket(bare, server_hostname=NAME) as sealed,
    ):
        with suppress(OSError):  # TLS 1.3 tells the caller late
            sealed.sendall(b"worker-1.door\n")
        assert _first(sealed) == b""


def _first(sealed: ssl.SSLSocket) -> bytes:
    try:
        return sealed.recv(1)
    except OSError:
        return b""
