"""Portals that are after the password, and places where it might be left behind."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import Self

import pytest

from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import VisitResult
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes
from tests.portals.sites import PASSWORD, Hostile, Recorder, Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
FRAMED = recipes.SIGN_IN.replace("sign_in:", "sign_in:\n  frame: 'iframe#door'")
SHOWN = recipes.SIGN_IN.replace("input[type=password]", "input[name=password]")


def hostile_visit(farm: Farm, trick: str) -> tuple[VisitResult, Recorder, Hostile]:
    """What a visit to a hostile sign-in ends with, and what reached the foreign host."""
    recorder = Recorder()
    foreign = farm.serve(recorder)
    site = Hostile(foreign=foreign, trick=trick)
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin, sign_in=SHOWN), time_limit=40.0)
    return result, recorder, site


@pytest.mark.parametrize("trick", ["action", "formaction", "base", "clobber"])
def test_a_form_that_sends_elsewhere_gets_nothing(farm: Farm, trick: str) -> None:
    result, recorder, site = hostile_visit(farm, trick)
    assert result.outcome.code is OutcomeCode.ORIGIN_MISMATCH, result.outcome
    assert recorder.hits == []
    assert site.log["posts"] == 0


def test_a_form_whose_answer_passes_the_password_on_reaches_nobody(farm: Farm) -> None:
    result, recorder, site = hostile_visit(farm, "moved")
    assert site.log["moved"] == 1
    assert recorder.hits == []
    assert not result.outcome.good
    assert result.outcome.code is not OutcomeCode.LOGIN_FAILED


@pytest.mark.parametrize("trick", ["invisible", "offscreen", "tiny", "shown", "readonly"])
def test_a_field_that_is_not_plainly_for_the_password_gets_nothing(farm: Farm, trick: str) -> None:
    result, recorder, site = hostile_visit(farm, trick)
    assert result.outcome.code is OutcomeCode.FILL_REFUSED, result.outcome
    assert recorder.hits == []
    assert site.log["posts"] == 0
    assert PASSWORD not in str(result)


@pytest.mark.parametrize("trick", ["frame", "sandboxed"])
def test_a_sign_in_in_a_foreign_frame_gets_nothing(farm: Farm, trick: str) -> None:
    recorder, sign_in = Recorder(), FRAMED.replace("#signin ", "")
    foreign = farm.serve(recorder)
    origin = farm.serve(Hostile(foreign=foreign, trick=trick))
    recipe = recipes.table(origin, sign_in=sign_in).replace("label=E-mail, ", "")
    both = frozenset({origin, foreign})
    # the foreign host is within the network's reach here, and still not within the credential's
    result = farm.visit(origin, recipe, origins=both, lease={"origins": frozenset({origin})})
    assert not result.outcome.good
    assert not any(PASSWORD in hit for hit in recorder.hits)


def test_a_redirect_to_another_host_is_named_before_anything_is_typed(farm: Farm) -> None:
    result, recorder, _site = hostile_visit(farm, "redirect")
    assert result.outcome.code is OutcomeCode.ORIGIN_MISMATCH
    assert recorder.hits == []
    assert "127.0.0.1" in result.outcome.facts["seen"]


def test_another_port_of_the_same_host_is_another_place(farm: Farm) -> None:
    origin, other = farm.serve(Site()), farm.serve(Site())
    result = farm.visit(origin, recipes.table(origin), lease={"origins": frozenset({other})})
    assert result.outcome.code is OutcomeCode.ORIGIN_MISMATCH


def test_plain_http_is_for_this_machine_and_only_where_it_is_permitted(farm: Farm) -> None:
    for origin in ("http://portal.example", "http://192.168.0.1"):
        result = farm.visit(origin, recipes.table(origin))
        assert result.outcome.code is OutcomeCode.ORIGIN_MISMATCH


def test_a_recipe_may_not_widen_the_origins(farm: Farm) -> None:
    origin = farm.serve(Site())
    recipe = recipes.table(origin).replace(f"[{origin}]", f"[{origin}, 'https://evil.example']")
    result = farm.visit(origin, recipe)
    assert result.outcome.code is OutcomeCode.ORIGIN_MISMATCH
    assert result.outcome.facts["seen"] == "https://evil.example"


def test_a_recipe_can_not_press_what_pays(farm: Farm) -> None:
    site = Site()
    origin = farm.serve(site)
    lists = recipes.TABLE_LIST.replace('role=link[name="Invoices"]', 'role=link[name="Pay now"]')
    result = farm.visit(origin, recipes.table(origin, lists=lists))
    assert result.outcome.code is OutcomeCode.RECIPE_BROKEN
    assert result.outcome.facts["step"] == "invoices.open.1"


class Watch:
    """Looks for a text in the arguments, environments and files of all processes meanwhile."""

    def __init__(self, text: str, folders: list[Path]) -> None:
        self.text = text.encode()
        self.folders = folders
        self.found: set[str] = set()
        self.looks = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()
        self._look()

    def _run(self) -> None:
        while not self._over.wait(0.15):
            self._look()

    def _look(self) -> None:
        self.looks += 1
        for proc in Path("/proc").glob("[0-9]*"):
            self._read(proc / "cmdline")
            self._read(proc / "environ")
        for folder in self.folders:
            for path in folder.rglob("*"):
                if path.is_file() and not path.is_symlink():
                    self._read(path)

    def _read(self, path: Path) -> None:
        try:
            if self.text in path.read_bytes():
                self.found.add(str(path))
        except OSError:
            return


def test_the_password_is_in_no_file_argument_or_environment(
    farm: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = "Canary7f3a91e5c2"
    temporary = Path(tempfile.mkdtemp(prefix="canary-", dir="/tmp"))
    temporary.chmod(0o711)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    origin = farm.serve(Site())
    with Watch(canary, [temporary, farm.spool]) as watch:
        result = farm.visit(origin, recipes.table(origin), lease={"password": Secret(canary)})
    assert result.outcome.code is OutcomeCode.LOGIN_FAILED
    assert watch.looks > 3
    assert watch.found == set()
    temporary.rmdir()  # which fails where anything is left in it
    assert canary not in repr(result)
