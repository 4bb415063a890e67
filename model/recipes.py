"""Recipes over time: each version that a portal was visited by, and how one became the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from model.people import User


class RecipeOrigin(StrEnum):
    """Who wrote a version of a recipe."""

    PERSON = "person"  # written, imported or edited by somebody
    AUTOPILOT = "autopilot"  # written by a visit that found the way by itself
    REPAIR = "repair"  # a visit found again what had changed
    SHOWN = "shown"  # a person showed one row, once, and said yes to what was understood
    RESTORED = "restored"  # an older version, put back by a person


class RecipeState(StrEnum):
    """What a version is to its portal now."""

    CURRENT = "current"  # visits go by it
    FORMER = "former"  # another took its place; it can be put back
    PROPOSED = "proposed"  # a repair that was not proven well enough to be used unasked
    REFUSED = "refused"  # a proposal that a person turned down


@dataclass(frozen=True, slots=True)
class Repair:
    """A recipe that a visit changed because the portal had.

    `broken` is the step that failed; `steps` are all that were changed. `proof` says what speaks
    for the change, `doubts` what is missing to use it without a person: with none it is proven.
    `recipe` is the text of the changed recipe.
    """

    broken: str
    steps: tuple[str, ...]
    proof: tuple[str, ...]
    doubts: tuple[str, ...]
    recipe: str

    @property
    def proven(self) -> bool:
        """Whether visits may go by it without asking anybody."""
        return not self.doubts


@dataclass(frozen=True, slots=True)
class RecipeVersion:
    """One version of a portal's recipe; `why` is a sentence, `run_id` the visit that wrote it."""

    id: str
    portal_id: str
    position: int
    origin: RecipeOrigin
    state: RecipeState
    text: str
    why: str
    created: datetime
    run_id: str | None = None


@dataclass(frozen=True, slots=True)
class RecipeNote:
    """What a list of portals says of a recipe: its newest version, and whether it is proposed."""

    position: int
    origin: RecipeOrigin
    created: datetime
    proposed: bool
    why: str


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a before and after: `mark` is "+", "-" or " "."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class RecipeChange:
    """The newest change of a portal's recipe, as a person reads it: its lines, before and after.

    `can_put_back` says that there is a version before it; `proposed` that visits don't go by it
    until a person has said so.
    """

    portal_id: str
    origin: RecipeOrigin
    position: int
    why: str
    created: datetime
    proposed: bool
    can_put_back: bool
    lines: tuple[DiffLine, ...] = ()


class RecipeDesk(Protocol):
    """What the user interface can ask and do about recipes. Actions raise BillhookError."""

    def change(self, portal_id: str) -> RecipeChange:
        """The newest change of a portal's recipe. Raises RecordMissing where there is none."""
        ...

    def put_back(self, user: User, portal_id: str) -> None:
        """Visit a portal by the version of its recipe before the current one."""
        ...

    def accept(self, user: User, portal_id: str) -> None:
        """Visit a portal by the version that a visit proposed."""
        ...

    def refuse(self, user: User, portal_id: str) -> None:
        """Turn the proposed version down."""
        ...
