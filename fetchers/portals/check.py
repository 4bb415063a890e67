"""Recipes checked offline: each is played against the portal that was recorded for it.

A recipe's folder holds `recipe.yaml`, `manifest.yaml` with the tier that it claims, and `fixture/`:
the recorded answers, and `expected.json` with the outcome and the numbers that the visit brought
when it was recorded.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from fetchers.portals.errand import visit
from fetchers.portals.fence import origin_of
from fetchers.portals.manifest import Manifest, Tier, read_manifest, write_manifest
from fetchers.portals.quality import tier_of
from fetchers.portals.recipe import Recipe, read_recipe
from fetchers.portals.wire import Tape
from model.clock import Clock, SystemClock
from model.documents import DocumentKind
from model.errors import FileUnreadable, RecipeInvalid
from model.ports import Lease
from model.secret import Secret
from model.visits import VisitOrder, VisitResult

RECIPE: Final = "recipe.yaml"
MANIFEST: Final = "manifest.yaml"
FIXTURE: Final = "fixture"
EXPECTED: Final = "expected.json"
_SEED: Final = "JBSWY3DPEHPK3PXP"  # of no account: what is typed into a replay goes nowhere
_TIME_LIMIT: Final = 120.0  # seconds
_CLOCK: Final = SystemClock()
_VERIFIED: Final = re.compile(r"^verified_on:.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Checked:
    """How a recipe stood its check."""

    name: str
    ok: bool
    outcome: str
    documents: int
    detail: str = ""
    tier: Tier = Tier.NONE
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NobodysLease:
    """A credential that opens nothing, for a portal that is played back."""

    origins: frozenset[str]
    name: str = "replay"
    username: str = "replay@portal.example"  # a field may insist on an address
    password: Secret = field(default_factory=lambda: Secret("replay"))
    totp: Secret | None = field(default_factory=lambda: Secret(_SEED))
    edition: None = None
    customer_number: str | None = "replay"


def record(folder: Path, order: VisitOrder, lease: Lease, *, clock: Clock = _CLOCK) -> VisitResult:
    """The result of a live visit by the folder's recipe, which is recorded beside it.

    The manifest notes the day; where there is none, one is written that claims the tier reached.

    Raises:
        RecipeInvalid: the recipe can't be read.
        FileUnreadable: there is none.
    """
    recipe = _text(folder / RECIPE)
    read_recipe(recipe, origin=str(folder / RECIPE))
    wanted = replace(order, recipe=recipe)
    result = visit(wanted, lease, lambda _progress: None, tape=Tape(record=folder / FIXTURE))
    note_recording(folder, wanted, result, clock=clock)
    return result


def note_recording(
    folder: Path, order: VisitOrder, result: VisitResult, *, clock: Clock = _CLOCK
) -> None:
    """Nothing comes back: what the recorded visit brought stands beside its recording.

    Raises:
        RecipeInvalid: the folder's recipe can't be read.
        FileUnreadable: there is none.
    """
    read = read_recipe(_text(folder / RECIPE), origin=str(folder / RECIPE))
    fixture = folder / FIXTURE
    told: dict[str, object] = {
        "start_url": order.start_url,
        "origins": sorted(order.origins),
        "since": order.since.isoformat() if order.since else None,
        "known": sorted([kind.value, number] for kind, number in order.known),
        **_summary(result, read),
    }
    fixture.mkdir(parents=True, exist_ok=True)
    (fixture / EXPECTED).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if result.outcome.good:
        _note_verified(folder, read, clock.now().date())


def _note_verified(folder: Path, recipe: Recipe, day: date) -> None:
    """Nothing comes back: the manifest says on which day the recipe was last seen to work."""
    path = folder / MANIFEST
    if path.exists():
        text = _VERIFIED.sub(f"verified_on: {day}", _text(path))
    else:
        manifest = Manifest(
            name=recipe.name,
            origins=recipe.origins,
            notes=f"Recorded from {', '.join(recipe.origins) or 'the portal'}.",
            verified_on=day,
            tier=tier_of(recipe)[0],
        )
        text = write_manifest(manifest)
    path.write_text(text, encoding="utf-8")


def check(folder: Path) -> Checked:
    """How the recipe of a folder does against its recorded portal, and which tier it reaches."""
    name = folder.name
    try:
        text, expected = _text(folder / RECIPE), _expected(folder)
        recipe = read_recipe(text, origin=str(folder / RECIPE))
        claimed = _manifest(folder, recipe).tier
    except (RecipeInvalid, FileUnreadable) as wrong:
        return Checked(name, ok=False, outcome="RECIPE_BROKEN", documents=0, detail=wrong.message)
    with tempfile.TemporaryDirectory(prefix="billhook-check-") as spool:
        result = _replayed(folder, text, expected, Path(spool))
    seen = _summary(result, recipe)
    differs = [key for key, value in seen.items() if expected.get(key) != value]
    checked = Checked(name, not differs, result.outcome.code.value, len(result.documents))
    if differs:
        return replace(checked, detail=f"{', '.join(differs)} differ from the recording")
    return _ranked(checked, recipe, claimed)


def _ranked(checked: Checked, recipe: Recipe, claimed: Tier) -> Checked:
    """The tier that a recipe with a good recording reaches; less than it claims is a failure."""
    tier, lacking = tier_of(recipe)
    if tier.rank >= claimed.rank:
        return replace(checked, tier=tier, lacking=lacking)
    detail = f"it claims {claimed} and reaches {tier}: {'; '.join(lacking[:3])}"
    return replace(checked, ok=False, tier=tier, lacking=lacking, detail=detail)


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
        since=_since(expected),
        known=_known(expected),
        loopback_http=True,
        time_limit=_TIME_LIMIT,
    )
    tape = Tape(replay=folder / FIXTURE)
    return visit(order, NobodysLease(origins), lambda _progress: None, tape=tape)


def _since(expected: dict[str, object]) -> date | None:
    told = expected.get("since")
    return date.fromisoformat(told) if isinstance(told, str) else None


def _known(expected: dict[str, object]) -> frozenset[tuple[DocumentKind, str]]:
    """The documents that were on file when the visit was recorded, and so not fetched in it."""
    told = expected.get("known")
    pairs = told if isinstance(told, list) else []
    return frozenset((DocumentKind(kind), str(number)) for kind, number in pairs)


def _summary(result: VisitResult, recipe: Recipe) -> dict[str, object]:
    """What must be the same again; of pages that are printed, which differ by browser, only which.

    The files themselves are known by their SHA-256.
    """
    printed = any(part.document.print for part in recipe.lists)
    files = [(one.listing.number or "") if printed else one.sha256 for one in result.documents]
    return {
        "outcome": result.outcome.code.value,
        "listed": [one.number or "" for one in result.listings],
        "documents": files,
    }


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        raise FileUnreadable(f"{path} can't be read; write one there.") from None


def _manifest(folder: Path, recipe: Recipe) -> Manifest:
    """The folder's manifest, which must speak of this recipe."""
    path = folder / MANIFEST
    manifest = read_manifest(_text(path), origin=str(path))
    if manifest.name != recipe.name:
        raise RecipeInvalid(
            f"{path}: name: the recipe's is {recipe.name!r}; write it here as well."
        )
    if manifest.origins != recipe.origins:
        raise RecipeInvalid(f"{path}: origins: the recipe has others; write the same in both.")
    return manifest


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
