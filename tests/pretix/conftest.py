"""The shop, open for a session, and the buyer who visits it by Billhook's own command."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.pretix import shop
from tests.pretix.home import shop_folder
from tests.pretix.stand import Stand, serve

BILLHOOK = Path(sys.executable).with_name("billhook")
LONGEST_VISIT = 300  # seconds


@dataclass(frozen=True)
class Buyer:
    """Who visits the shop, and the folder for the documents."""

    stand: Stand
    out: Path

    def visit(
        self, *more: str, username: str = shop.BUYER, password: str = shop.PASSWORD
    ) -> dict[str, Any]:
        """What `billhook portals visit` says of a visit."""
        credential = json.dumps({"username": username, "password": password})
        command = (BILLHOOK, "portals", "visit", self.stand.start_url, "--credential", "-")
        told = subprocess.run(
            (*command, "--out", self.out, "--json", "--loopback-http", *more),
            input=credential.encode(),
            stdout=subprocess.PIPE,
            timeout=LONGEST_VISIT,
            check=False,
        )
        said: dict[str, Any] = json.loads(told.stdout)
        return said


@pytest.fixture(scope="session")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """The shop while it is open: a copy, so that every session finds it as it was sold out."""
    python, data = shop_folder()
    copy = tmp_path_factory.mktemp("pretix") / "data"
    shutil.copytree(data, copy)
    with serve(python, copy) as opened:
        yield opened


@pytest.fixture
def buyer(stand: Stand, tmp_path: Path) -> Buyer:
    """The buyer, at the shop's door."""
    return Buyer(stand, tmp_path / "out")
