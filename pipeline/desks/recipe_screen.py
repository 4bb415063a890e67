"""What the Portals screen asks and does about recipes, on the store."""

from __future__ import annotations

import difflib
from typing import Final

from model.errors import RecordMissing
from model.people import User
from model.recipes import DiffLine, RecipeChange, RecipeState, RecipeVersion
from pipeline.access.rights import guarded
from pipeline.portals import recipes
from storage import recipes as stored
from storage.store import Store, Tx

_AROUND: Final = 3  # lines that are shown before and after what differs


@guarded
class RecipeScreenDesk:
    """`model.recipes.RecipeDesk` on a store; every call is one short transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def change(self, portal_id: str) -> RecipeChange:
        """The newest change of a portal's recipe. Raises RecordMissing where there is none."""
        with self._store.read() as tx:
            version = stored.latest(tx).get(portal_id)
            if version is None:
                raise RecordMissing("No visit has written or changed this portal's recipe.")
            proposed = version.state is RecipeState.PROPOSED
            return RecipeChange(
                portal_id=portal_id,
                origin=version.origin,
                position=version.position,
                why=version.why,
                created=version.created,
                proposed=proposed,
                can_put_back=not proposed and recipes.former(tx, portal_id) is not None,
                lines=_lines(_before(tx, version), version),
            )

    def put_back(self, user: User, portal_id: str) -> None:
        """Visit a portal by the version of its recipe before the current one."""
        with self._store.begin() as tx:
            recipes.put_back(tx, user, portal_id)

    def accept(self, user: User, portal_id: str) -> None:
        """Visit a portal by the version that a visit proposed."""
        with self._store.begin() as tx:
            recipes.accept(tx, user, portal_id)

    def refuse(self, user: User, portal_id: str) -> None:
        """Turn the proposed version down."""
        with self._store.begin() as tx:
            recipes.refuse(tx, user, portal_id)


def _before(tx: Tx, version: RecipeVersion) -> RecipeVersion | None:
    """What a version changes, or would change."""
    if version.state is RecipeState.PROPOSED:
        return stored.current(tx, version.portal_id)
    return recipes.former(tx, version.portal_id)


def _lines(before: RecipeVersion | None, after: RecipeVersion) -> tuple[DiffLine, ...]:
    """The lines that differ with a few around them; between two such places one that says "…"."""
    old = before.text.splitlines() if before else []
    told = difflib.unified_diff(old, after.text.splitlines(), n=_AROUND, lineterm="")
    lines = []
    for line in list(told)[2:]:  # the first two name the files
        mark = "…" if line.startswith("@@") else line[:1]
        lines.append(DiffLine(" " if mark == "…" else mark, "…" if mark == "…" else line[1:]))
    return tuple(lines)
