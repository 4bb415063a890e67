"""What the recipe editor asks and does, on the store."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from model.deeds import DeedKind
from model.hosts import shown_host
from model.people import Right, User
from model.recipe_book import Draft, RecipeBook, RecipeCheck, RecipeTest, VersionLine
from model.recipes import DiffLine, RecipeVersion
from pipeline import undoing
from pipeline.access.rights import guarded, needs
from pipeline.portals import recipe_book, recipe_tests
from storage import recipes as stored
from storage import suppliers
from storage.store import Store

_AROUND: Final = 3  # lines that are shown before and after what differs
_MOST_LINES: Final = 600


@guarded
class RecipeBookScreenDesk:
    """`model.recipe_book.RecipeBookDesk` on a store; `folder` is where recipes lie as files."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder

    def book(self, portal_id: str) -> RecipeBook:
        """A portal's recipe. Raises RecordMissing."""
        with self._store.read() as tx:
            portal = suppliers.portal(tx, portal_id)
            text = recipe_book.text_of(tx, self._folder, portal)
            current = stored.current(tx, portal_id)
            return RecipeBook(
                portal_id=portal_id,
                name=portal.name,
                supplier=suppliers.get(tx, portal.supplier_id).name,
                host=shown_host(urlsplit(portal.start_url).hostname or ""),
                origins=tuple(sorted(portal.origins)),
                text=text or "",
                base=current.id if current else "",
                versions=tuple(_line(one) for one in reversed(stored.of_portal(tx, portal_id))),
                away=text is None,
            )

    def check(self, portal_id: str, text: str) -> RecipeCheck:
        """What is wrong in a text. Raises RecordMissing."""
        if faults := recipe_book.faults(text):  # before anything of the database is held
            return RecipeCheck(faults)
        with self._store.read() as tx:
            return recipe_book.check(tx, suppliers.portal(tx, portal_id), text)

    def between(self, old_id: str, new_id: str) -> tuple[DiffLine, ...]:
        """What differs between two versions. Raises RecordMissing."""
        with self._store.read() as tx:
            return lines(stored.get(tx, old_id).text, stored.get(tx, new_id).text)

    def against(self, version_id: str, text: str) -> tuple[DiffLine, ...]:
        """What a text changes of a version. Raises RecordMissing."""
        with self._store.read() as tx:
            return lines(stored.get(tx, version_id).text, text)

    @needs(Right.CONNECT)
    def save(self, user: User, portal_id: str, draft: Draft) -> str:
        """The id of the new version. Raises RecipeInvalid, RecipeChanged, RecipeUntested."""
        self._note_file(portal_id)
        with undoing.deed(user, DeedKind.RECIPE), self._store.begin() as tx:
            return recipe_book.save(tx, user, suppliers.portal(tx, portal_id), draft).id

    @needs(Right.CONNECT)
    def restore(self, user: User, portal_id: str, version_id: str) -> str:
        """The id of the new version, with the text of an older one. Raises RecordMissing."""
        self._note_file(portal_id)
        with undoing.deed(user, DeedKind.RECIPE), self._store.begin() as tx:
            portal = suppliers.portal(tx, portal_id)
            return recipe_book.restore(tx, user, portal, version_id).id

    @needs(Right.CONNECT)
    def add_origin(self, user: User, portal_id: str, origin: str) -> None:
        """Let visits of a portal go to one origin more. Raises WrongInput."""
        with undoing.deed(user, DeedKind.ORIGIN), self._store.begin() as tx:
            recipe_book.add_origin(tx, user, suppliers.portal(tx, portal_id), origin)

    @needs(Right.CONNECT)
    def test(self, user: User, portal_id: str, text: str) -> str:
        """The id of the visit that tries a text. Raises RecipeInvalid, PortalPaused, WrongInput."""
        with self._store.begin() as tx:
            return recipe_tests.order(tx, user, suppliers.portal(tx, portal_id), text)

    def tested(self, portal_id: str) -> RecipeTest | None:
        """The newest test of a portal's recipe, which may be under way."""
        with self._store.read() as tx:
            return recipe_tests.newest(tx, portal_id)

    def _note_file(self, portal_id: str) -> None:
        """What somebody wrote into the file is a version of its own, whatever is undone later."""
        with self._store.begin() as tx:
            recipe_book.note_file(tx, self._folder, suppliers.portal(tx, portal_id))


def _line(one: RecipeVersion) -> VersionLine:
    return VersionLine(one.id, one.position, one.origin, one.state, one.why, one.created)


def _diff_line(line: str) -> DiffLine:
    return DiffLine(" ", "…") if line.startswith("@@") else DiffLine(line[:1], line[1:])


def lines(old: str, new: str) -> tuple[DiffLine, ...]:
    """The lines that differ with a few around them; between two such places one that says "…"."""
    told = difflib.unified_diff(old.splitlines(), new.splitlines(), n=_AROUND, lineterm="")
    found = [
        DiffLine(" ", "…") if one.startswith("@@") else DiffLine(one[:1], one[1:]) for one in told
    ][2:]
    more = len(found) - _MOST_LINES
    return (*found[:_MOST_LINES], *((DiffLine(" ", f"… {more}"),) if more > 0 else ()))
