"""The guide without a recipe: finds the sign-in, then the lists, and writes down what it found."""

from __future__ import annotations

from fetchers.portals.autopilot.entrance import find_entrance, put_consent_aside
from fetchers.portals.autopilot.survey import Survey
from fetchers.portals.autopilot.within import survey_within
from fetchers.portals.endings import broken
from fetchers.portals.opening import allowed, open_page
from fetchers.portals.recipe import DocumentList, Recipe, write_recipe
from fetchers.portals.session import Session
from fetchers.portals.values import NO_CURRENCY, DateOrder, clean
from model.outcomes import OutcomeCode
from model.visits import VisitResult


class Autopilot:
    """The guide of a portal that nobody has described yet, or described no further than its door.

    `recipe` is what is known already: a sign-in without lists.
    """

    def __init__(self, recipe: Recipe | None = None) -> None:
        self._recipe = recipe
        self._unproven = False

    def entrance(self, session: Session) -> Recipe:
        """A recipe whose sign-in was found on the start page, or behind a control of it."""
        if self._recipe is not None:
            return allowed(self._recipe, session)
        open_page(session, session.order.start_url)
        consent = put_consent_aside(session)
        found = find_entrance(session)
        self._recipe = Recipe(
            billhook_recipe=1,
            name=clean(session.order.portal, longest=90) or "Portal",
            origins=tuple(sorted(session.fence.origins)),
            dates=DateOrder.DMY,
            currency=NO_CURRENCY,
            start=found.start,
            consent=consent,
            sign_in=found.steps,
        )
        return self._recipe

    def lists(self, session: Session) -> tuple[Recipe, tuple[DocumentList, ...]]:
        """The lists that were found by going through the portal's links, best first."""
        if self._recipe is None:
            raise broken("autopilot.entrance")
        landing = session.page.url
        survey = Survey(session, self._recipe)
        survey.explore()
        if not survey.lists:
            survey = survey_within(session, survey.recipe, landing=landing) or survey
        if not survey.lists:
            raise survey.nothing()
        locale = survey.locale
        self._unproven = not survey.has_rows
        self._recipe = survey.recipe.model_copy(
            update={
                "lists": tuple(survey.lists),
                "dates": locale.dates or DateOrder.DMY,
                "decimal": locale.decimal,
                "currency": locale.currency,
                "accounts": survey.accounts,
            }
        )
        return self._recipe, self._recipe.lists

    def learned(self, result: VisitResult) -> str | None:
        """The recipe, after a visit that went well and saw rows in every list."""
        if self._recipe is None or self._unproven or not _went_well(result):
            return None
        return write_recipe(self._recipe)


def _went_well(result: VisitResult) -> bool:
    """Whether the whole list was seen, and all is here that the portal has for its rows."""
    code = result.outcome.code
    awaited = {one.outcome.code for one in result.problems} == {OutcomeCode.NOT_YET_AVAILABLE}
    whole = result.complete and bool(result.documents)
    return code is OutcomeCode.OK or (code is OutcomeCode.PARTIAL and awaited and whole)
