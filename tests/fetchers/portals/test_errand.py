"""The shortest whole visits: a sign-in that is refused, and a list of one page."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from model.outcomes import OutcomeCode
from model.secret import Secret
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes
from tests.portals.sites import DOCS, Site, Slow

pytestmark = pytest.mark.e2e


def test_a_list_of_one_row_is_fetched(farm: Farm) -> None:
    origin = farm.serve(Site(docs=DOCS[:1]))
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert result.documents[0].path.read_bytes() == DOCS[0].pdf


def test_a_refused_password_is_sent_once(farm: Farm) -> None:
    site = Site()
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin), lease={"password": Secret("wrong")})
    assert result.outcome.code is OutcomeCode.LOGIN_FAILED
    assert site.log["posts"] == 1


def test_when_the_parent_is_killed_the_browser_goes_too(farm: Farm, tmp_path: Path) -> None:
    origin = farm.serve(Slow())
    (tmp_path / "recipe.yaml").write_text(recipes.table(origin))
    script = tmp_path / "visitor.py"
    script.write_text(VISITOR.format(origin=origin, folder=str(tmp_path)))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    parent = subprocess.Popen([sys.executable, str(script)], env=environment)
    assert waited(lambda: chromiums(origin))
    parent.kill()
    parent.wait()
    assert waited(lambda: not chromiums(origin))


VISITOR = """
from pathlib import Path
from fetchers.portals import visit
from model.secret import Secret
from model.visits import VisitOrder
class Lease:
    name = username = "x"
    password, totp, customer_number, edition = Secret("x"), None, None, None
    origins = frozenset({{"{origin}"}})
folder = Path("{folder}")
order = VisitOrder("r", "P", "{origin}/", Lease.origins, folder / "spool",
                   recipe=(folder / "recipe.yaml").read_text(), loopback_http=True)
visit(order, Lease(), lambda progress: None)
"""


def chromiums(origin: str) -> list[Path]:
    """The processes that are fenced to an origin, and whatever serves them."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if origin.removeprefix("http://").encode() in (path / "cmdline").read_bytes():
                found.append(path)
    return found


def waited(look: Callable[[], object]) -> bool:
    """Whether something comes true within a fair while."""
    for _ in range(150):
        if look():
            return True
        time.sleep(0.1)
    return False
