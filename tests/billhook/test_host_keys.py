from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest

from billhook.commands.unlocking import secret_from
from model.errors import WrongInput
from tests.billhook.conftest import Billhook
from tests.sshd import Sshd, running

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\nbnNz\n-----END OPENSSH PRIVATE KEY-----"


@pytest.fixture(scope="module")
def server() -> Iterator[Sshd]:
    """A running sshd."""
    with running() as server:
        yield server


def _connect(billhook: Billhook, server: Sshd, *more: str, stdin: str = "") -> tuple[int, str]:
    named = ("connect", "destination", "Files", "--kind", "sftp", "--credential", "files")
    where = ("--set", "host=127.0.0.1", "--set", f"port={server.port}")
    said = billhook(*named, *where, *more, stdin=stdin)
    return said.status, said.out + said.err


@pytest.mark.slow
@pytest.mark.e2e
def test_a_host_key_is_kept_only_once_it_is_confirmed(billhook: Billhook, server: Sshd) -> None:
    fingerprint = server.host_key.fingerprint
    status, said = _connect(billhook, server)
    assert (status, fingerprint in said, "Nothing was connected" in said) == (1, True, True)
    status, said = _connect(billhook, server, stdin="n\n")
    assert (status, "Nothing was connected" in said) == (1, True)
    status, said = _connect(billhook, server, "--set", "host_key=SHA256:another")
    assert (status, "not SHA256:another" in said) == (1, True)
    assert not billhook("deliveries", "destinations", "--json").json()
    assert _connect(billhook, server, stdin="y\n")[0] == 0
    assert _connect(billhook, server, "--set", f"host_key={fingerprint}")[0] == 0
    assert _connect(billhook, server, "--set", f"host_key={server.host_key}")[0] == 0
    (stands,) = billhook("deliveries", "destinations", "--json").json()
    assert (stands["name"], stands["kind"]) == ("Files", "sftp")


def test_a_private_key_is_read_with_all_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{KEY}\nthe seed\n"))
    assert secret_from("Password", from_input=True).reveal() == KEY
    assert secret_from("Seed", from_input=True).reveal() == "the seed"
    monkeypatch.setattr(sys, "stdin", io.StringIO(KEY.partition("\n")[0]))
    with pytest.raises(WrongInput, match="no end"):
        secret_from("Password", from_input=True)
