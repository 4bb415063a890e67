"""Recipes with selectors that find nothing, and what must never come of it.

`python -m tests.fetchers.portals.breaking` breaks each step of each of the demo's recipes in turn
(some minutes); `NAME...` those of some.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from fetchers.portals.quality import steps_of
from fetchers.portals.recipe import Recipe, read_recipe
from model.outcomes import OutcomeCode
from model.visits import VisitResult
from tests.fetchers.portals.replaying import DEMO, stage

NOTHING = ("css=#nothing-of-the-kind",)
Part = TypeVar("Part", bound=BaseModel)


def _changed(part: Part, path: list[str], value: tuple[str, ...]) -> Part:
    """The part with another value at a path of keys and positions."""
    name, *rest = path
    now = getattr(part, name)
    if not rest:
        return part.model_copy(update={name: value})
    if isinstance(now, tuple):
        at, *deeper = rest
        items = list(now)
        items[int(at)] = _changed(items[int(at)], deeper, value) if deeper else value
        return part.model_copy(update={name: tuple(items)})
    return part.model_copy(update={name: _changed(now, rest, value)})


def broken_step(recipe: Recipe, path: str) -> Recipe:
    """The recipe, one of whose steps finds nothing."""
    return _changed(recipe, path.split("."), NOTHING)


def without(recipe: Recipe, *, first: int) -> Recipe:
    """The recipe without the first so many selectors of each step that has more of them."""
    for path, alternatives in steps_of(recipe):
        left = alternatives[min(first, len(alternatives) - 1) :]
        recipe = _changed(recipe, path.split("."), (*NOTHING, *left))
    return recipe


def wrong(result: VisitResult, whole: VisitResult) -> bool:
    """Whether a broken step went unnoticed: a file is another row's, or some are missing.

    To blame the password for it is as wrong.
    """
    files = {(one.listing, one.sha256) for one in whole.documents}
    if not {(one.listing.number, one.sha256) for one in result.documents} <= {
        (listing.number, sha256) for listing, sha256 in files
    }:
        return True
    same = {one.sha256 for one in result.documents} == {one.sha256 for one in whole.documents}
    if result.outcome.good:
        return not same or result.outcome.code is not whole.outcome.code
    return result.outcome.code is OutcomeCode.LOGIN_FAILED


def main(names: list[str]) -> int:
    """How many steps could be broken without anybody noticing."""
    unnoticed = steps = 0
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder)) as played:
        for name in names or sorted(one.name for one in DEMO.iterdir()):
            recipe = read_recipe((DEMO / name / "recipe.yaml").read_text("utf-8"), origin=name)
            whole = played.visit(name, recipe)
            for path, _ in steps_of(recipe):
                result = played.visit(name, broken_step(recipe, path), seconds=12.0)
                steps += 1
                bad = wrong(result, whole)
                unnoticed += bad
                print("✗" if bad else "✓", name, path, result.outcome.code, flush=True)
    print(f"{steps} steps broken, {unnoticed} unnoticed")
    return unnoticed


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
