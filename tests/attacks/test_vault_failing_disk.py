"""The disk fails in the middle of a change: the vault holds the old value or the new one, whole."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from model.secret import Secret
from tests.vault.making import Place, empty
from vault import ApiKey

WRITER = """
import json, resource, sys
from pathlib import Path
from model.clock import SystemClock
from model.errors import BillhookError
from model.secret import Secret
from tests.attacks.failing_disk import fail
from vault import ApiKey, KeyFile, open_vault

folder, order = Path(sys.argv[1]), json.loads(sys.argv[2])
key = KeyFile(folder / "vault.key")
vault = open_vault(folder / "vault.db", key, clock=SystemClock())
if "call" in order:
    fail(order["call"], order["error"])
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (order["bytes"], order["bytes"]))
try:
    if order["verb"] == "put":
        vault.put("only", ApiKey(key=Secret("new" * 2000)))
    elif order["verb"] == "rotate":
        vault.rotate()
    else:
        vault.keys.renew([key])
except BillhookError as error:
    print(type(error).__name__)
else:
    print("done")
"""
OLD, NEW = "old" * 2000, "new" * 2000


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = empty(tmp_path)
    with place.open() as vault:
        vault.put("only", ApiKey(key=Secret(OLD)))
        vault.put("other", ApiKey(key=Secret("constant")))
    return place


def write(place: Place, **order: object) -> str:
    """What a writer whose disk fails says: the name of its error, or that it's done."""
    arguments = [sys.executable, "-c", WRITER, str(place.path.parent), json.dumps(order)]
    said = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert "Traceback" not in said.stderr
    return said.stdout.strip()


def kept(place: Place) -> str:
    """The value that the vault holds, after it proved itself as a whole."""
    assert place.check().records == 2
    with place.open() as vault:
        with vault.lease("other", purpose="compare", job="test") as lease:
            assert lease.password == Secret("constant")
        with vault.lease("only", purpose="compare", job="test") as lease:
            return lease.password.reveal()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("verb", "call", "error", "said"),
    [
        ("put", "pwrite64", errno.ENOSPC, "StorageFull"),
        ("rotate", "pwrite64", errno.ENOSPC, "StorageFull"),
        ("put", "pwrite64", errno.EIO, "StorageFailing"),
        ("put", "sync", errno.EIO, "StorageFailing"),
        ("rotate", "sync", errno.EIO, "StorageFailing"),
        ("renew", "sync", errno.EIO, "StorageFailing"),
        ("put", "unlink", errno.EACCES, "StorageFailing"),
        ("put", "open", errno.EMFILE, "VaultError"),
        ("put", "open", errno.EACCES, "VaultError"),
    ],
)
def test_a_disk_that_fails_leaves_the_old_value(
    place: Place, verb: str, call: str, error: int, said: str
) -> None:
    assert write(place, verb=verb, call=call, error=error) == said
    assert kept(place) == OLD


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["put", "rotate"])
def test_an_anchor_that_cannot_be_renamed_leaves_the_new_value(place: Place, verb: str) -> None:
    assert write(place, verb=verb, call="rename", error=errno.ENOSPC) == "done"
    assert kept(place) == (NEW if verb == "put" else OLD)


@pytest.mark.slow
def test_a_renewal_whose_anchor_cannot_be_renamed_is_undone(place: Place) -> None:
    assert write(place, verb="renew", call="rename", error=errno.ENOSPC) == "VaultError"
    assert kept(place) == OLD


@pytest.mark.slow
def test_a_disk_that_is_full_after_so_many_bytes_leaves_the_old_value_or_the_new(
    place: Place,
) -> None:
    """The limit moves through the journal and the file: every write of a commit fails once."""
    outcomes = set()
    body, anchor = place.path.read_bytes(), place.anchor.read_bytes()
    for limit in range(0, 2 * len(body), 3072):
        said = write(place, verb="put", bytes=limit)
        value = kept(place)
        assert value == (NEW if said == "done" else OLD), limit
        outcomes.add(said)
        place.path.write_bytes(body)
        place.anchor.write_bytes(anchor)
    assert "done" in outcomes
    assert outcomes - {"done"} <= {"StorageFull", "StorageFailing"}
    assert len(outcomes) > 1
