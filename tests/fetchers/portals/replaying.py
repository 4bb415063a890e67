"""The demo's recorded portals, visited in one browser that reaches no network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fetchers.portals.check import NobodysLease
from fetchers.portals.fixture import Replay
from fetchers.portals.recipe import Recipe
from fetchers.portals.wire import Credential
from model.secret import Secret
from model.visits import VisitResult
from tests.fetchers.portals.sharing import Shared, shared

DEMO = Path(__file__).parents[3] / "billhook" / "demo" / "recipes"


def expected(name: str) -> dict[str, Any]:
    """What the recorded visit of a demo recipe brought."""
    told: dict[str, Any] = json.loads(
        (DEMO / name / "fixture" / "expected.json").read_text("utf-8")
    )
    return told


@dataclass
class Stage:
    """One browser in which recorded portals are played."""

    browser: Shared

    def visit(self, name: str, recipe: Recipe, *, seconds: float = 120.0) -> VisitResult:
        """The result of a visit by a recipe to the recorded portal of a demo recipe."""
        told = expected(name)
        return self.browser.visit(
            recipe,
            _credential(),
            replay=Replay(DEMO / name / "fixture"),
            portal=name,
            start_url=told["start_url"],
            origins=frozenset(told["origins"]),
            since=date.fromisoformat(told["since"]) if told["since"] else None,
            time_limit=seconds,
        )


def _credential() -> Credential:
    nobody = NobodysLease(frozenset())
    number = nobody.customer_number
    return Credential(
        Secret(nobody.username), nobody.password, nobody.totp, Secret(number) if number else None
    )


@contextmanager
def stage(spools: Path) -> Iterator[Stage]:
    """The stage, while the context is open."""
    with shared((), spools) as made:
        yield Stage(made)
