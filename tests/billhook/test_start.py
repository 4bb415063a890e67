"""Starting: what is in the way is named, with what to do about it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from billhook.cli import run
from billhook.lock import only_one
from billhook.supervisor import Program, Supervisor
from model.clock import SystemClock
from model.errors import AlreadyRunning
from tests.billhook.conftest import Billhook
from tests.loopback import free_port


def test_a_second_process_on_one_data_folder_is_refused_by_name(tmp_path: Path) -> None:
    with only_one(tmp_path, "worker-1"):
        with (
            pytest.raises(AlreadyRunning, match="worker-1") as refused,
            only_one(tmp_path, "worker-1"),
        ):
            pass
        assert str(tmp_path) in refused.value.message
    with only_one(tmp_path, "worker-1"):
        pass  # the first has let go


def test_a_taken_port_is_named_with_the_way_out(billhook: Billhook, tmp_path: Path) -> None:
    billhook("vault", "init", "--key-file", str(tmp_path / "k"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = billhook("up", "--port", str(port), "--key-file", str(tmp_path / "k"))
    assert said.status == 1
    assert f"Port {port}" in said.err
    assert "--port" in said.err


def test_without_a_vault_up_says_how_to_make_one(billhook: Billhook, tmp_path: Path) -> None:
    said = billhook("up", "--port", "0", "--key-file", str(tmp_path / "k"), "--no-browser")
    assert said.status == 1
    assert "billhook vault init" in said.err


@pytest.mark.slow
def test_a_program_that_falls_is_started_again_and_ends_when_told(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    module = tmp_path / "falls.py"
    module.write_text(
        "import pathlib, sys\n"
        f"marks = pathlib.Path({str(marks)!r})\n"
        "marks.write_text((marks.read_text() if marks.exists() else '') + 'x')\n"
        "sys.exit(1) if len(marks.read_text()) < 3 else sys.stdin.read()\n"
    )
    os.environ["PYTHONPATH"] = str(tmp_path)
    try:
        stop = threading.Event()
        supervisor = Supervisor([Program("falls", "falls", ())], SystemClock())
        tending = threading.Thread(target=supervisor.run, args=(stop,))
        tending.start()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and (not marks.exists() or len(marks.read_text()) < 3):
            time.sleep(0.1)
        stop.set()
        tending.join()
    finally:
        del os.environ["PYTHONPATH"]
    assert marks.read_text() == "xxx"


@pytest.mark.slow
def test_up_serves_the_dashboard_and_ends_with_its_children(tmp_path: Path) -> None:
    data = tmp_path / "data"
    key = str(tmp_path / "k")
    assert run(["vault", "init", "--data", str(data), "--key-file", key]) == 0
    port = free_port()
    command = [sys.executable, "-m", "billhook", "up", "--data", str(data), "--key-file", key]
    command += ["--port", str(port), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/health")
            second = subprocess.run(command, capture_output=True, text=True, check=False)
            assert second.returncode == 1
            assert "Another Billhook" in second.stderr
            said = (process.stdout.readline() + process.stdout.readline()) if process.stdout else ""
            entrance = said.split()[-1]
            client = httpx.Client(follow_redirects=True)
            assert "token" not in str(client.get(entrance).url)
            assert client.get(f"http://127.0.0.1:{port}/").status_code == 200
            again = httpx.get(entrance, follow_redirects=True)
            assert "/login" in str(again.url)  # the link is good once
            client.close()
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
    with only_one(data, "web"), only_one(data, "worker-1"):
        pass  # nobody is left


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.3)
    raise AssertionError(f"{url} did not answer")
