"""The API against its own description: what schemathesis makes up, on the served application."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.loopback import free_port

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of the API in a process of its own, and a token that may do everything."""
    port = free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NICEGUI", "PYTEST"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.api.serve", str(port), str(tmp_path)],
        cwd=ROOT,
        env=kept,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    token = process.stdout.readline().strip()
    url = f"http://127.0.0.1:{port}/api/v1"
    for _ in range(300):
        try:
            httpx.get(f"{url}/openapi.json")
            break
        except httpx.TransportError:
            time.sleep(0.1)
    yield url, token
    process.stdin.close()
    process.wait(20)
    process.stdout.close()


def _spoken(url: str, request: bytes) -> list[bytes]:
    """The status lines of all that comes back for bytes as they are."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname or "", address.port or 0), 5) as line:
        line.sendall(request.replace(b"\n", b"\r\n"))
        line.shutdown(socket.SHUT_WR)
        said = b"".join(iter(lambda: line.recv(65536), b""))
    return re.findall(rb"HTTP/1\.1 (\d{3})", said)


@pytest.mark.slow
def test_no_second_request_is_smuggled_in_behind_a_first_one(served: tuple[str, str]) -> None:
    """Lengths that contradict each other, a header in two lines, a target that is a whole URL."""
    url, token = served
    head = f"POST /api/v1/documents HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer {token}\n"
    second = b"GET /api/v1/portals HTTP/1.1\nHost: 127.0.0.1\n\n"
    for trick in (
        b"Content-Length: 4\nTransfer-Encoding: chunked\n\n0\n\n",
        b"Content-Length: 0\nContent-Length: 52\n\n",
        b"Transfer-Encoding: chunked, identity\n\n0\n\n",
        b"Content-Length: +4\n\n",
        b"Content-Length : 52\n\n",
        b"X: a\n Content-Length: 52\n\n",
    ):
        statuses = _spoken(url, head.encode() + trick + second)
        assert statuses, trick
        assert set(statuses) <= {b"400", b"401", b"405"}, (trick, statuses)


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_nothing_breaks_and_every_answer_is_as_described(
    served: tuple[str, str], tmp_path: Path
) -> None:
    """Bounded by examples, so that a run takes half a minute; the same ones every time."""
    url, token = served
    command = Path(sys.executable).with_name("schemathesis")
    options = ["--max-examples", "8", "--generation-deterministic", "--continue-on-failure"]
    done = subprocess.run(
        [
            *(command, "--config-file", HERE / "schemathesis.toml"),
            *("run", f"{url}/openapi.json", "--header", f"Authorization: Bearer {token}"),
            *(*options, "--no-color", "--warnings", "off"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert token not in done.stdout
