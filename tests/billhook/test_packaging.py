"""What is shipped: the wheel with all that it needs, the container, the units, the shortcut."""

from __future__ import annotations

import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from billhook.commands import up
from billhook.desktop import make_shortcut
from billhook.lock import only_one
from model.errors import WrongInput
from tests import waiting
from tests.billhook.conftest import Billhook
from tests.loopback import free_port

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "packaging"
ROOMS = [
    "benchmarks",
    "billhook",
    "billhook_client",
    "feeds",
    "fetchers",
    "model",
    "parsers",
    "pipeline",
    "reconcile",
    "storage",
    "ui",
    "vault",
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this project."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=240)
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment's `bin` with the wheel in it; its libraries are those of the tests."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=240)
    site = next(folder.glob("lib/python*/site-packages"))
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True, timeout=240)
    return folder / "bin"


def _run(program: Path, *arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "BILLHOOK_DATA": str(data), "HOME": str(data)}
    return subprocess.run(
        [str(program), *arguments],
        cwd=data,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_every_room(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    for room in ROOMS:
        for file in (ROOT / room).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert str(file.relative_to(ROOT)) in packed


@pytest.mark.slow
def test_a_fresh_environment_runs_it_from_anywhere(installed: Path, tmp_path: Path) -> None:
    version = _run(installed / "billhook", "--version", data=tmp_path)
    assert version.stdout.startswith("billhook, version ")
    where = _run(installed / "python", "-c", "import ui; print(ui.__file__)", data=tmp_path)
    assert str(installed.parent) in where.stdout
    doctor = _run(installed / "billhook", "doctor", "--json", data=tmp_path)
    found = {one["check"]: one["state"] for one in json.loads(doctor.stdout)}
    assert found["Database"] == "well"
    assert "Traceback" not in doctor.stderr


@pytest.fixture
def served(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a dashboard that the wheel serves."""
    tmp_path.chmod(0o700)
    port = free_port()
    key = str(tmp_path / "key")
    made = _run(
        installed / "billhook",
        "vault",
        "init",
        "--no-recovery-kit",
        "--key-file",
        key,
        data=tmp_path,
    )
    assert made.returncode == 0
    command = ["up", "--no-browser", "--port", str(port), "--key-file", key]
    server = subprocess.Popen(
        [str(installed / "billhook"), *command],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "BILLHOOK_DATA": str(tmp_path), "HOME": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _get(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(240)


def _get(address: str) -> bytes:
    """What is there, once it is: a busy machine may let a first answer time out."""
    got: list[bytes] = []

    def came() -> bool:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                got.append(answer.read())
        except OSError:
            return False
        return True

    waiting.until(came)
    return got[0]


@pytest.mark.slow
def test_its_first_page_its_style_and_its_metrics_are_served(served: str) -> None:
    assert b"<form" in _get(f"{served}/login")
    assert b"--" in _get(f"{served}/static/theme.css")
    manifest = json.loads(_get(f"{served}/static/manifest.json"))
    assert manifest["display"] == "standalone"
    assert _get(served + manifest["icons"][0]["src"]).startswith(b"<svg")
    assert json.loads(_get(f"{served}/ready"))["database"] is True
    assert b"billhook_documents" in _get(f"{served}/metrics")


def _instructions() -> list[tuple[str, str]]:
    lines = (SHIPPED / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    said = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return [(name, " ".join(rest.split())) for name, _, rest in said]


def test_the_container_runs_an_ordinary_user_with_the_sandbox_on() -> None:
    said = _instructions()
    users = [rest for name, rest in said if name == "USER"]
    assert users[-1].isdecimal()
    assert int(users[-1]) > 0
    names = [name for name, _ in said]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert "HEALTHCHECK" in names
    for word in ("no-sandbox", "BILLHOOK_ALLOW_ROOT", "curl", "wget", "sudo", "chmod 777"):
        assert word not in (SHIPPED / "Dockerfile").read_text()


def test_each_step_of_the_container_is_made_as_it_should_be() -> None:
    for name, rest in _instructions():
        assert name not in {"ADD", "MAINTAINER"}
        if name == "FROM":
            assert re.fullmatch(r"[\w./-]+:(?!latest)[\w.-]+( AS \w+)?", rest)
        if name in {"ENTRYPOINT", "CMD"}:
            assert json.loads(rest)
        if "apt-get install" in rest:
            assert "--no-install-recommends" in rest
            assert rest.startswith("apt-get update &&")
            assert "rm -rf /var/lib/apt/lists/*" in rest
        for pip in re.findall(r"pip install [^&]*", rest):
            assert "--no-cache-dir" in pip
            assert "--require-hashes" in pip or "--no-deps" in pip


def test_the_container_s_profile_leaves_the_sandbox_what_it_needs() -> None:
    (rule,) = json.loads((SHIPPED / "seccomp.json").read_text())["syscalls"]
    assert rule["action"] == "SCMP_ACT_ERRNO"
    assert not {"clone", "clone3", "unshare", "setns", "chroot"} & set(rule["names"])
    assert {"ptrace", "mount", "bpf", "init_module", "keyctl"} <= set(rule["names"])


UNITS = sorted(SHIPPED.glob("*.service"))


def _unit(file: Path) -> Any:
    parser = configparser.RawConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[method-assign,assignment]  # the documented way
    parser.read(file)
    return parser["Service"]


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.stem)
def test_a_unit_is_hardened_and_holds_no_secret(file: Path) -> None:
    unit = _unit(file)
    for name in ("NoNewPrivileges", "PrivateTmp", "RestrictSUIDSGID", "ProtectKernelModules"):
        assert unit[name] == "yes"
    assert (unit["User"], unit["ProtectSystem"]) == ("billhook", "strict")
    assert (unit["CapabilityBoundingSet"], unit["LimitCORE"]) == ("", "0")
    assert "key" not in unit["ExecStart"]


def test_the_unit_of_the_dashboard_gets_its_key_as_a_credential_and_keeps_the_sandbox() -> None:
    unit = _unit(SHIPPED / "billhook.service")
    assert unit["LoadCredentialEncrypted"].startswith("billhook:/etc/")
    assert "RestrictNamespaces" not in unit
    assert "MemoryDenyWriteExecute" not in unit


@pytest.mark.slow
def test_systemd_takes_the_units_as_they_are(tmp_path: Path) -> None:
    """The program's place and user are those of the machine that they are installed on."""
    files = [*UNITS, *SHIPPED.glob("*.timer")]
    for file in files:
        here = file.read_text().replace("/opt/billhook/bin/billhook", "/bin/true")
        (tmp_path / file.name).write_text(here)
    analyze = shutil.which("systemd-analyze")
    if analyze is None:  # what is no system of systemd has the rules above alone
        return
    names = [str(tmp_path / file.name) for file in files]
    said = subprocess.run(
        [analyze, "verify", "--man=no", "--recursive-errors=no", *names],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    ours = [line for line in said.stderr.splitlines() if "billhook" in line]
    assert (said.returncode, ours) == (0, [])


def test_a_shortcut_starts_a_window_on_the_data_folder(tmp_path: Path) -> None:
    made = make_shortcut(Path("/opt/bill hook/billhook"), Path('/data/100 % "$x'), tmp_path)
    text = made.read_text()
    assert 'Exec="/opt/bill hook/billhook" "up" "--window" "--data" ' in text
    assert r'"/data/100 %% \\"\\$x"' in text
    assert (tmp_path / "icons/hicolor/scalable/apps/billhook.svg").read_bytes().startswith(b"<svg")
    with pytest.raises(WrongInput, match="shortcut"):
        make_shortcut(Path("/opt/billhook"), Path("/data\nExec=evil"), tmp_path)


@pytest.mark.slow
def test_a_shortcut_that_is_pressed_again_shows_what_runs(
    billhook: Billhook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(up, "open_window", shown.append)
    (tmp_path / "data").mkdir()
    with only_one(tmp_path / "data", "up"):
        assert billhook("up", "--window", "--port", "8499").status == 0
        assert billhook("up", "--port", "8499").status == 1
    assert shown == ["http://127.0.0.1:8499/"]
