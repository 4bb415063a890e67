"""A person shows where a portal lists its documents: once, by one row, and says yes to the rest.

A lesson begins where the autopilot found no list, where a recipe's list is lost and was not found
again, or where a person came for it. The way that they went there is tried before it is kept, from
the page after the sign-in. What was understood is written down as a recipe, and walked at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from playwright.sync_api import Error

from fetchers.portals.endings import VisitEnded
from fetchers.portals.going import go
from fetchers.portals.haul import Haul
from fetchers.portals.live.attending import (
    TO_GO,
    TO_POINT,
    Attendance,
    raise_verdict,
    sentence_of,
)
from fetchers.portals.live.trail import Spot, Trail, control_of, under
from fetchers.portals.opening import open_page
from fetchers.portals.paging.collecting import collect
from fetchers.portals.patience import settle, steadily, until
from fetchers.portals.recipe import DocumentList, Move, Recipe, read_recipe, write_recipe
from fetchers.portals.selecting import every_visible, inside
from fetchers.portals.session import Session
from model.live import SHOWN, Answered, Showing, ShowStep, Verdict
from model.outcomes import OutcomeCode
from model.visits import RunState, VisitResult

if TYPE_CHECKING:
    from fetchers.portals.autopilot.showing import Pointed, Understood
    from fetchers.portals.flow import Guide

_WANTED: Final = "Show Billhook where this portal lists its invoices."
_NO_WAY: Final = (
    "Billhook does not find the way from the first page to this list by itself. Go there by the "
    "links of the pages, and show the row again."
)
_ROW_WAIT: Final = 8.0  # seconds
_STEP_WAIT: Final = 3.0
_MOST_STEPS: Final = 5
_SAME: Final = 0.6  # of the rows' texts; some hold a token or a time of day
_KEPT: Final = frozenset({OutcomeCode.OK, OutcomeCode.OK_EMPTY, OutcomeCode.PARTIAL})


@dataclass(slots=True)
class Lesson:
    """What a person may show in one visit. `landing` is the page after the sign-in.

    `recipe` is the recipe that came of it, with the list `at` a place of it; `before` is what was
    known until then. `words` are what the person said yes to, "" while nothing was shown.
    """

    session: Session
    landing: str
    before: Recipe
    recipe: Recipe | None = None
    at: int = 0
    words: str = ""

    def lists(self, guide: Guide) -> tuple[Recipe, tuple[DocumentList, ...]]:
        """The recipe and its lists: those that the guide finds, or one that a person shows.

        Raises:
            VisitEnded: what the guide ended with, where nobody shows anything.
        """
        attendance = self.session.attendance
        if attendance is None or not attendance.shows:
            try:
                return guide.lists(self.session)
            except VisitEnded as ended:
                problem: VisitEnded | None = ended
        else:
            problem = None
        while not self._taught(self._known(self.before), None, problem):
            try:
                return guide.lists(self.session)
            except VisitEnded as ended:
                problem = ended
        assert self.recipe is not None  # noqa: S101 - it was taught just now
        return self.recipe, self.recipe.lists

    def collect(self, recipe: Recipe, at: int, haul: Haul, *, account: str | None) -> Recipe:
        """The recipe by which the list was walked: another one, where a person showed the list.

        Raises:
            VisitEnded: as the walk, where nobody shows another list.
        """
        session, before = self.session, haul.snapshot()
        try:
            if session.mender is not None:
                session.mender.collect(at, haul, account=account)
            else:
                collect(session, recipe, recipe.lists[at], haul, account=account)
        except VisitEnded as ended:
            if not self._taught(self._known(recipe), at, ended):
                raise
        else:
            return recipe
        haul.go_back(before)
        assert self.recipe is not None  # noqa: S101 - it was taught just now
        collect(session, self.recipe, self.recipe.lists[at], haul, account=account)
        return self.recipe

    def learned(self, result: VisitResult) -> str | None:
        """The text of the recipe that the person's list was walked by; None where it did not do.

        Only what was shown is described anew: what stood in the recipe before stays as it was.
        """
        if self.recipe is None or result.outcome.code not in _KEPT or not result.listings:
            return None
        text = write_recipe(self.recipe)
        if self.session.scribe is None:
            return text
        written = read_recipe(self.session.scribe.written(text))
        if not self.before.lists:
            return write_recipe(written)
        return write_recipe(self.recipe.with_list(self.at, written.lists[self.at]))

    def _known(self, recipe: Recipe) -> Recipe:
        """The recipe as it reads by now, where it was repaired on the way."""
        return self.session.mender.recipe if self.session.mender else recipe

    def _taught(self, recipe: Recipe, at: int | None, problem: VisitEnded | None) -> bool:
        """Whether a person showed a list; not where they want the visit to look again by itself.

        Raises:
            VisitEnded: the problem, where nobody can show anything or nobody did in time;
                CANCELLED or UNKNOWN where the person ends the visit.
        """
        attendance = self.session.attendance
        if problem is not None and not _can_be_shown(self.session, problem):
            raise problem
        if attendance is None:
            return False
        understood = self._shown(attendance, recipe, problem)
        if understood is None:
            return False
        self._keep(recipe, at, understood)
        attendance.go_on()
        return True

    def _shown(
        self, attendance: Attendance, recipe: Recipe, problem: VisitEnded | None
    ) -> Understood | None:
        """What the person said yes to, with the way there; None where nothing is to be shown."""
        session = self.session
        session.report(RunState.ATTENDED)
        open_page(session, self.landing)
        settle(session.page)
        why = sentence_of(session, problem.outcome) if problem else _WANTED
        pupil = _Pupil(session, recipe, self.landing)
        while pupil.done is None:
            said, front = attendance.let_show(session.page, why, pupil.showing, pupil.trail)
            if session.page.is_closed():
                session.page = front
            if said is None:
                raise problem or VisitEnded(OutcomeCode.CANCELLED, by="its time: nothing was shown")
            if isinstance(said, Verdict):
                raise_verdict(said)
                attendance.stand_back(session.page)
                open_page(session, self.landing)
                return None
            session.page = said.page if isinstance(said, Spot) else session.page
            attendance.stand_back(session.page)
            pupil.hear(said)
        return pupil.done

    def _keep(self, recipe: Recipe, at: int | None, understood: Understood) -> None:
        """Nothing comes back: the list that was understood stands in the recipe."""
        from fetchers.portals.autopilot.writing import Scribe  # late: most visits show nothing

        session, part = self.session, understood.part
        place = _place(recipe, at, part)
        if place < len(recipe.lists):
            old = recipe.lists[place]
            part = part.model_copy(update={"name": old.name, "kind": old.kind})
        if place > 0:
            part = part.model_copy(update={"open": (Move(goto=_path_of(self.landing)), *part.open)})
        ways = {name: getattr(understood.recipe, name) for name in _WAYS}
        self.before, self.at, self.words = recipe, place, understood.words
        self.recipe = recipe.model_copy(update=ways).with_list(place, part)
        session.mender, session.scribe = None, session.scribe or Scribe()
        open_page(session, self.landing)
        settle(session.page)


_WAYS: Final = ("decimal", "currency", "dates", "accounts")


class _Pupil:
    """What Billhook makes of what it is shown: `showing` is what it says next, `done` the end."""

    def __init__(self, session: Session, recipe: Recipe, landing: str) -> None:
        self.done: Understood | None = None
        self.showing = TO_GO
        self.trail = Trail()
        self._session = session
        self._landing = landing
        self._recipe = recipe.model_copy(update={"lists": ()})
        self._pointed: Pointed | None = None
        self._understood: Understood | None = None

    def hear(self, said: Spot | Answered) -> None:
        """Nothing comes back: it is known what the person means, or what to ask them next."""
        if isinstance(said, Spot):
            self._look(said)
        elif self._understood is None or self._pointed is None:
            self._misses(TO_POINT.words)
        elif said.yes:
            self._go_there(self._understood)
        elif self._understood.other_dates is not None and self._pointed.dates is None:
            self._understand(replace(self._pointed, dates=self._understood.other_dates))
        else:
            self._misses(f"Then click another row, or what brings its file. {TO_POINT.words}")

    def _look(self, spot: Spot) -> None:
        from fetchers.portals.autopilot.showing import Pointed  # late: most visits show nothing

        found = under(spot)
        try:
            control = control_of(found[1]) if found else None
        except Error:
            found = control = None
        if found is None:
            self._misses("The page moved on meanwhile. Click the row again.")
            return
        says = control[1] if control else ""
        self._understand(Pointed(found[0], found[1], says, tuple(self.trail.links)))

    def _go_there(self, understood: Understood) -> None:
        """Nothing comes back: the list was reached, or the person is asked to go there again."""
        self.done = _reached(self._session, understood, self.trail, self._landing)
        if self.done is None:
            self.trail.links.clear()
            open_page(self._session, self._landing)
            self.showing = Showing(ShowStep.GO, _NO_WAY)

    def _understand(self, pointed: Pointed) -> None:
        from fetchers.portals.autopilot.showing import NotUnderstood, understand

        self._pointed = pointed
        try:
            self._understood = understand(self._session, self._recipe, pointed)
        except NotUnderstood as trouble:
            self._misses(trouble.words)
        except (VisitEnded, Error):
            self._misses("The page changed while it was read. Click the row again.")
        else:
            self.showing = Showing(ShowStep.ASK, self._understood.words)

    def _misses(self, words: str) -> None:
        self._understood = None
        self.showing = Showing(ShowStep.POINT, words)


def _reached(
    session: Session, understood: Understood, trail: Trail, landing: str
) -> Understood | None:
    """What was understood, by the first way that leads to the same rows; None where none does."""
    for moves in _ways(session, trail, landing):
        part = understood.part.model_copy(update={"open": moves})
        if _leads(session, part, understood.texts, landing):
            recipe = understood.recipe.model_copy(update={"lists": (part,)})
            return replace(understood, recipe=recipe)
    return None


def _ways(session: Session, trail: Trail, landing: str) -> list[tuple[Move, ...]]:
    """The ways to try: the last clicks, of which as few as will do; else the page's address."""
    moves = [link.move for link in trail.links]
    here = session.page.url
    ways = [tuple(moves[-count:]) for count in range(1, min(len(moves), _MOST_STEPS) + 1)]
    if session.fence.allows(here) and here != landing:
        ways.append((Move(goto=_path_of(here)),))
    return ways if here != landing else [(), *ways]


def _leads(session: Session, part: DocumentList, texts: Sequence[str], landing: str) -> bool:
    """Whether the rows show where the moves lead from the page after the sign-in."""
    try:
        open_page(session, landing)
        settle(session.page)
        go(session, part.open, step="open", seconds=_STEP_WAIT)
        found = until(session.page, lambda: _same(session, part, texts) or None, seconds=_ROW_WAIT)
    except VisitEnded:
        return False
    return bool(found)


def _same(session: Session, part: DocumentList, texts: Sequence[str]) -> bool:
    scope = inside(session.page, part.frames, session.fence, step=part.name)
    places = every_visible(scope, part.rows or ())
    shown = {_bare(steadily(session.page, one.inner_text, otherwise="")) for one in places}
    known = sum(_bare(text) in shown for text in texts)
    return bool(texts) and known >= _SAME * len(texts)


def _bare(text: str) -> str:
    """A row's text without what parts its pieces."""
    return "".join(ch for ch in text if ch.isalnum())


def _place(recipe: Recipe, at: int | None, part: DocumentList) -> int:
    """Where the shown list stands in the recipe: in the place of the one that it replaces."""
    if at is not None:
        return at
    same = (place for place, old in enumerate(recipe.lists) if old.kind is part.kind)
    return next(same, len(recipe.lists))


def _path_of(url: str) -> str:
    """An address within its origin; what follows the # chooses the view of some."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.path or '/'}{query}{f'#{parts.fragment}' if parts.fragment else ''}"


def _can_be_shown(session: Session, problem: VisitEnded) -> bool:
    """Whether a person could show what was not found."""
    may = session.attendance is not None and not session.order.dry
    return may and problem.outcome.code in SHOWN
