from __future__ import annotations

import imaplib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from billhook.demo.world import WORLD

pytestmark = pytest.mark.slow


@contextmanager
def started(folder: Path, *options: str) -> Iterator[tuple[dict[str, Any], subprocess.Popen[str]]]:
    """The outside world in a process of its own, and its ready line."""
    command = [sys.executable, "-m", "billhook.demo.peers", "--dir", str(folder), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield json.loads(process.stdout.readline()), process
        finally:
            process.terminate()


def inbox(peers: dict[str, Any]) -> tuple[bytes, bytes]:
    """UIDVALIDITY and the UIDs of the inbox."""
    imap = peers["imap"]
    with imaplib.IMAP4(imap["host"], imap["port"], timeout=20) as client:
        client.login(imap["user"], imap["password"])
        client.select("INBOX")
        return client.response("UIDVALIDITY")[1][0], client.uid("SEARCH", "ALL")[1][0]


def test_the_ready_line_says_what_peers_json_says_and_everything_answers(tmp_path: Path) -> None:
    with started(tmp_path) as (peers, _):
        assert peers == json.loads((tmp_path / "peers.json").read_text())
        assert (tmp_path / "peers.json").stat().st_mode & 0o077 == 0
        assert set(peers["portals"]) == {portal.slug for portal in WORLD.portals}
        for entry in (*peers["portals"].values(), peers["approval"]):
            assert entry["url"].startswith("http://127.0.0.1:")
            assert httpx.get(entry["url"], follow_redirects=True).status_code == 200
        assert len(inbox(peers)[1].split()) == 10


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_a_restart_keeps_ports_mails_and_decisions(tmp_path: Path, end: signal.Signals) -> None:
    with started(tmp_path) as (first, process):
        before = inbox(first)
        process.send_signal(end)
        process.wait(20)
    assert process.returncode == (0 if end is signal.SIGTERM else -signal.SIGKILL)
    with started(tmp_path) as (second, _):
        assert second == first
        assert inbox(second) == before


def test_batches_are_delivered_once(tmp_path: Path) -> None:
    with started(tmp_path) as (peers, _):
        address = f"{peers['control']['url']}/_peers/deliver"
        answers = [httpx.post(address, params={"batch": "2"}).json() for _ in range(2)]
        assert [answer["delivered"] for answer in answers] == [4, 0]
        rest = httpx.post(address, params={"batch": "all"}).json()["delivered"]
        assert 10 + 4 + rest == len(inbox(peers)[1].split()) == 24
        assert httpx.post(address, params={"batch": "x"}).status_code == 400


def test_mails_trickle_in(tmp_path: Path) -> None:
    with started(tmp_path, "--trickle", "0.1", "--date", "2027-03-01") as (peers, _):
        assert peers["date"] == "2027-03-01"
        until = time.monotonic() + 60
        while len(inbox(peers)[1].split()) < 24:
            assert time.monotonic() < until
            time.sleep(0.1)


def test_a_taken_port_is_replaced_by_a_free_one(tmp_path: Path) -> None:
    with started(tmp_path / "a") as (first, _):
        (tmp_path / "b").mkdir()
        (tmp_path / "b" / "peers.json").write_text(json.dumps(first))
        with started(tmp_path / "b") as (second, _):
            assert set(second["ports"].values()).isdisjoint(first["ports"].values())
