"""Repairing a recipe in the visit that it failed in: find the step again, prove it, go on.

What is found again is used only where it is proven (`proof`): the list shows documents that are
known from before, and nothing contradicts. Else nothing of it is kept but a proposal, and the visit
ends as RECIPE_BROKEN with the step that failed.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.guide import Autopilot
from fetchers.portals.autopilot.look import look
from fetchers.portals.autopilot.merging import Place, merged
from fetchers.portals.autopilot.proof import Proof, contradicted, prove, seen_again
from fetchers.portals.autopilot.writing import Scribe
from fetchers.portals.clicks import Forbidden
from fetchers.portals.endings import VisitEnded, broken
from fetchers.portals.evidence import take_page
from fetchers.portals.going import go
from fetchers.portals.haul import Haul
from fetchers.portals.opening import open_page
from fetchers.portals.paging.collecting import collect
from fetchers.portals.patience import settle
from fetchers.portals.recipe import DocumentList, Recipe, read_recipe, write_recipe
from fetchers.portals.reply import steady_first
from fetchers.portals.selecting import inside
from fetchers.portals.session import Session
from fetchers.portals.signals import SIGNED_IN
from model.outcomes import OutcomeCode
from model.recipes import Repair

_MOST_ROUNDS: Final = 4
_MOST_CANDIDATES: Final = 3
_SIGN: Final = "sign_in.signed_in"
_WAIT: Final = 5.0  # seconds

Found = tuple[Recipe, DocumentList]


class Mender:
    """Repairs one recipe within one visit. `recipe` is how it reads by now."""

    def __init__(self, session: Session, recipe: Recipe) -> None:
        self.recipe = recipe
        self._session = session
        self._landing = ""
        self._survey: tuple[Found, ...] | None = None
        self._broken = ""
        self._steps: list[str] = []
        self._proof: list[str] = []
        self._doubts: list[str] = []
        self._history_seen = self._list_read = False
        self._before = recipe

    def repair(self) -> Repair | None:
        """What was changed in this visit; None where nothing was."""
        if not self._steps:
            return None
        return Repair(
            self._broken,
            tuple(self._steps),
            tuple(self._proof),
            tuple(self._doubts or self._doubts_of_entrance()),
            write_recipe(self.recipe),
        )

    def _doubts_of_entrance(self) -> list[str]:
        """What is missing to a sign-in found again, where the lists behind it were not repaired.

        Where nothing is on file it is proven by a list behind it that reads as it did.
        """
        if self._proof or self._history_seen:
            return []
        if self._session.order.known or self._session.order.seen:
            return ["no document that is known from before was seen again"]
        return [] if self._list_read else ["no list was read behind the sign-in"]

    def entrance(self, ended: VisitEnded) -> Recipe | None:
        """The recipe with its sign-in found again; None where it can't be, or is not what failed.

        Nothing is sent a second time: the form is looked for only while no password was sent.
        """
        step = _step(ended)
        if not step.startswith("sign_in."):
            return None
        try:
            recipe = self._other_sign() if step == _SIGN else self._other_form()
        except VisitEnded:
            return None
        if recipe is not None:
            self._note(step, ("sign_in",), recipe)
        return recipe

    def _other_sign(self) -> Recipe | None:
        """The recipe with the sign of being signed in that most portals show."""
        session, steps = self._session, self.recipe.sign_in
        if not session.attempted:
            return self._with_sign_in({"signed_in": None})
        sign = steady_first(session.page, SIGNED_IN)
        form = steady_first(session.page, steps.password or steps.username)
        if sign is None or form is not None:
            return None
        scribe = Scribe()
        scribe.note(_SIGN, sign, SIGNED_IN, scope=session.page)
        return read_recipe(scribe.written(write_recipe(self.recipe)))

    def _other_form(self) -> Recipe | None:
        session = self._session
        if session.attempted and session.password_typed:
            return None  # it may have been sent: never a second time
        found = Autopilot().entrance(session)
        session.attempted, session.scribe = False, Scribe()
        kept = {
            name: getattr(self.recipe.sign_in, name) for name in ("signed_in", "session", "code")
        }
        steps = found.sign_in.model_copy(update=kept)
        return self.recipe.model_copy(
            update={
                "sign_in": steps,
                "start": None,
                "consent": found.consent or self.recipe.consent,
            }
        )

    def _with_sign_in(self, changes: dict[str, object]) -> Recipe:
        steps = self.recipe.sign_in.model_copy(update=changes)
        return self.recipe.model_copy(update={"sign_in": steps})

    def signed_in(self) -> None:
        """Nothing comes back: what a repaired sign-in used is written down, if there is one."""
        self._landing = self._session.page.url
        if self._session.scribe is not None:
            self.recipe = read_recipe(self._session.scribe.written(write_recipe(self.recipe)))
            self._session.scribe = None

    def collect(self, at: int, haul: Haul, *, account: str | None) -> None:
        """Nothing comes back: the list's rows and files are in the haul, repaired where needed.

        Raises:
            VisitEnded: as `paging.collect`; RECIPE_BROKEN with the step that failed first, where
                the list was not found again, or not proven.
        """
        before = haul.snapshot()
        try:
            self._walk(self.recipe, at, haul, account=account)
        except VisitEnded as ended:
            if not self._repaired(at, ended, haul, before, account=account):
                raise
            return
        short = _falls_short(self.recipe.lists[at], haul, before)
        if short is not None:
            self._repaired(at, short, haul, before, account=account)

    def _walk(self, recipe: Recipe, at: int, haul: Haul, *, account: str | None) -> None:
        part, before = recipe.lists[at], haul.snapshot()
        collect(self._session, recipe, part, haul, account=account)
        rows, order = haul.listings[len(before.listings) :], self._session.order
        column = contradicted(rows, order)
        if column:
            haul.go_back(before)
            raise broken(f"{part.name}.columns.{column}", "known documents say another value")
        self._history_seen = self._history_seen or bool(seen_again(rows, order))
        self._list_read = True

    def _repaired(
        self, at: int, ended: VisitEnded, haul: Haul, before: Haul, *, account: str | None
    ) -> bool:
        """Whether the list was found again and proven; else the haul is what the failure left."""
        part = self.recipe.lists[at]
        if not _step(ended).startswith(f"{part.name}."):
            return False
        left, here = haul.snapshot(), self._session.page.url
        self._session.failing = take_page(self._session)
        self._session.diary.note(f"repairs {_step(ended)}")
        failed = {_step(ended).removeprefix(f"{part.name}.")}
        for candidate in self._candidates(part):
            haul.go_back(before)
            recipe = self._tried(at, candidate, set(failed), here, haul, account=account)
            if recipe is None:
                continue
            rows = haul.listings[len(before.listings) :]
            proof = prove(part, rows, self._session.order, named=self._is_named(part))
            self._note(_step(ended), _changed(self.recipe, recipe, at), recipe, proof)
            if not proof.doubts:
                self._session.failing = None
                return True
            break
        haul.go_back(left)
        return False

    def _candidates(self, part: DocumentList) -> list[Found]:
        """The lists of the same kind that the autopilot finds at the portal now."""
        if self._survey is None:
            self._survey = self._surveyed()
        kinds = {part.kind, *(part.kinds or {}).values()}
        return [one for one in self._survey if one[1].kind in kinds][:_MOST_CANDIDATES]

    def _surveyed(self) -> tuple[Found, ...]:
        try:
            open_page(self._session, self._landing)
            settle(self._session.page)
            bare = self.recipe.model_copy(update={"lists": ()})
            recipe, lists = Autopilot(bare).lists(self._session)
        except VisitEnded:
            return ()
        return tuple((recipe, part) for part in lists if part.rows)

    def _tried(
        self,
        at: int,
        candidate: Found,
        failed: set[str],
        here: str,
        haul: Haul,
        *,
        account: str | None,
    ) -> Recipe | None:
        """The recipe by which the list could be walked; None where none could be made."""
        before = haul.snapshot()
        for _ in range(_MOST_ROUNDS):
            haul.go_back(before)
            try:
                recipe = self._merged(at, candidate, failed, here)
                return self._walked(recipe, at, haul, account=account)
            except VisitEnded as ended:
                step = _step(ended).removeprefix(f"{self.recipe.lists[at].name}.")
                if not step or step in failed:
                    return None
                failed.add(step)
        return None

    def _walked(self, recipe: Recipe, at: int, haul: Haul, *, account: str | None) -> Recipe:
        """The recipe, its new steps by several selectors, once its list was walked whole."""
        session, part = self._session, recipe.lists[at]
        before = haul.snapshot()
        open_page(session, self._landing)
        settle(session.page)
        session.scribe = Scribe()
        try:
            self._walk(recipe, at, haul, account=account)
            short = _falls_short(part, haul, before)
            if short is not None:
                raise short
            written = read_recipe(session.scribe.written(write_recipe(recipe)))
        finally:
            session.scribe = None
        return recipe.with_list(at, _strengthened(self.recipe.lists[at], part, written.lists[at]))

    def _merged(self, at: int, candidate: Found, failed: set[str], here: str) -> Recipe:
        found, new = candidate
        session, old = self._session, self.recipe.lists[at]
        self._go_to(new)
        place = Place(
            inside(session.page, new.frames, session.fence, step=old.name),
            _path(session.page.url) == _path(here),
            failed,
        )
        dates = found.dates if self.recipe.dates != "evidence" else "evidence"
        writes = {"decimal": found.decimal, "currency": found.currency, "dates": dates}
        return self.recipe.model_copy(update=writes).with_list(at, merged(old, new, place))

    def _go_to(self, part: DocumentList) -> None:
        session = self._session
        open_page(session, self._landing)
        go(session, part.open, step=f"{part.name}.open", seconds=_WAIT)

    def _is_named(self, part: DocumentList) -> bool:
        """Whether the page that shows the list calls it by the kind of its documents."""
        return words.kind_in(look(self._session.page, self._session.fence).heading) is part.kind

    def _note(
        self, step: str, steps: tuple[str, ...], recipe: Recipe, proof: Proof | None = None
    ) -> None:
        self._broken = self._broken or step
        self._steps += [one for one in steps if one not in self._steps]
        self.recipe = recipe
        if proof is not None:
            self._proof += proof.reasons
            self._doubts += proof.doubts


def _step(ended: VisitEnded) -> str:
    """The step that failed; nothing where the visit ended otherwise.

    One that leads to what pays or deletes is for a person to see: it did not fail, it was refused.
    """
    if ended.outcome.code is not OutcomeCode.RECIPE_BROKEN or isinstance(ended, Forbidden):
        return ""
    return ended.outcome.facts.get("step", "")


def _path(url: str) -> str:
    return urlsplit(url).path


def _falls_short(part: DocumentList, haul: Haul, before: Haul) -> VisitEnded | None:
    """That pages are missing though none failed: the list is turned in another way than before."""
    if haul.short and not before.short and haul.gaps == before.gaps:
        return broken(f"{part.name}.pages", "the portal counts more rows than were read")
    return None


def _strengthened(old: DocumentList, part: DocumentList, written: DocumentList) -> DocumentList:
    """The list with its new steps as they were written down; what did not change stays as it is."""
    changed = {
        name: getattr(written, name)
        for name in type(part).model_fields
        if getattr(part, name) != getattr(old, name)
    }
    return part.model_copy(update=changed)


def _changed(old: Recipe, new: Recipe, at: int) -> tuple[str, ...]:
    """The steps of a list, and the ways of writing, that differ."""
    before, after = old.lists[at], new.lists[at]
    steps = [
        f"{before.name}.{name}"
        for name in type(before).model_fields
        if getattr(before, name) != getattr(after, name)
    ]
    top = [
        one for one in ("decimal", "currency", "dates") if getattr(old, one) != getattr(new, one)
    ]
    return (*steps, *top)
