"""Recipes checked offline: each is played against the portal that was recorded for it.

A recipe's folder holds `recipe.yaml` and `fixture/`: the recorded answers, and `expected.json` with
the outcome and the numbers that the visit brought when it was recorded.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from fetchers.portals.errand import visit
from fetchers.portals.fence import origin_of
from fetchers.portals.recipe import read_recipe
from fetchers.portals.wire import Tape
from model.errors import FileUnreadable, RecipeInvalid
from model.ports import Lease
from model.secret import Secret
from model.visits import VisitOrder, VisitResult

RECIPE: Final = "recipe.yaml"
FIXTURE: Final = "fixture"
EXPECTED: Final = "expected.json"
_SEED: Final = "JBSWY3DPEHPK3PXP"  # of no account: what is typed into a replay goes nowhere
_TIME_LIMIT: Final = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Checked:
    """How a recipe stood its check."""

    name: str
    ok: bool
    outcome: str
    documents: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NobodysLease:
    """A credential that opens nothing, for a portal that is played back."""

    origins: frozenset[str]
    name: str = "replay"
    username: str = "replay"
    password: Secret = field(default_factory=lambda: Secret("replay"))
    totp: Secret | None = field(default_factory=lambda: Secret(_SEED))
    edition: None = None
    customer_number: str | None = "replay"


def record(folder: Path, order: VisitOrder, lease: Lease) -> VisitResult:
    """The result of a live visit by the folder's recipe, which is recorded beside it.

    Raises:
        RecipeInvalid: the recipe can't be read.
        FileUnreadable: there is none.
    """
    recipe = _recipe_text(folder)
    read_recipe(recipe, origin=str(folder / RECIPE))
    fixture = folder / FIXTURE
    wanted = replace(order, recipe=recipe)
    result = visit(wanted, lease, lambda _progress: None, tape=Tape(record=fixture))
    told = {"start_url": order.start_url, "origins": sorted(order.origins), **_summary(result)}
    fixture.mkdir(parents=True, exist_ok=True)
    (fixture / EXPECTED).write_text(json.dumps(told, indent=1), encoding="utf-8")
    return result


def check(folder: Path) -> Checked:
    """How the recipe of a folder does against its recorded portal, without network."""
    name = folder.name
    try:
        recipe, expected = _recipe_text(folder), _expected(folder)
        read_recipe(recipe, origin=str(folder / RECIPE))
    except (RecipeInvalid, FileUnreadable) as wrong:
        return Checked(name, ok=False, outcome="RECIPE_BROKEN", documents=0, detail=wrong.message)
    with tempfile.TemporaryDirectory(prefix="billhook-check-") as spool:
        result = _replayed(folder, recipe, expected, Path(spool))
    seen = _summary(result)
    differs = [key for key, value in seen.items() if expected.get(key) != value]
    detail = f"{', '.join(differs)} differ from the recording" if differs else ""
    code = result.outcome.code.value
    return Checked(name, not differs, code, len(result.documents), detail or "")


def check_all(folders: Iterable[Path]) -> tuple[Checked, ...]:
    """How the recipes of several folders do, in their order."""
    return tuple(check(folder) for folder in folders)


def _replayed(folder: Path, recipe: str, expected: dict[str, object], spool: Path) -> VisitResult:
    start = str(expected.get("start_url"))
    told = expected.get("origins")
    origins = frozenset(map(str, told if isinstance(told, list) else [origin_of(start)]))
    order = VisitOrder(
        run_id="check",
        portal=folder.name,
        start_url=start,
        origins=origins,
        spool=spool,
        recipe=recipe,
        loopback_http=True,
        time_limit=_TIME_LIMIT,
    )
    tape = Tape(replay=folder / FIXTURE)
    return visit(order, NobodysLease(origins), lambda _progress: None, tape=tape)


def _summary(result: VisitResult) -> dict[str, object]:
    """What must be the same again."""
    return {
        "outcome": result.outcome.code.value,
        "listed": [one.number or "" for one in result.listings],
        "documents": [one.sha256 for one in result.documents],
    }


def _recipe_text(folder: Path) -> str:
    try:
        return (folder / RECIPE).read_text("utf-8")
    except OSError:
        raise FileUnreadable(f"{folder / RECIPE} can't be read; write a recipe there.") from None


def _expected(folder: Path) -> dict[str, object]:
    try:
        told = json.loads((folder / FIXTURE / EXPECTED).read_text("utf-8"))
    except (OSError, ValueError):
        told = None
    if not isinstance(told, dict):
        raise FileUnreadable(
            f"{folder / FIXTURE} holds no recording; make one with a visit to the portal."
        )
    return told
