"""The guide of a portal that a plug-in knows: its sign-in is found, its steps do the rest."""

from __future__ import annotations

from fetchers.portals.autopilot.entrance import find_entrance, put_consent_aside
from fetchers.portals.endings import VisitEnded
from fetchers.portals.flow import ByRecipe
from fetchers.portals.opening import open_page
from fetchers.portals.recipe import Recipe
from fetchers.portals.session import Session
from model.outcomes import OutcomeCode


class ByPlugIn(ByRecipe):
    """The guide of a recipe that holds a plug-in.

    A plug-in names its fields at most; the rest of the sign-in is found as without a recipe.
    """

    def entrance(self, session: Session) -> Recipe:
        """The recipe with the sign-in of the portal's page."""
        recipe = super().entrance(session)
        open_page(session, recipe.start or session.order.start_url)
        consent = recipe.consent or put_consent_aside(session)
        try:
            found = find_entrance(session)
        except VisitEnded as ended:
            if ended.outcome.code is OutcomeCode.ORIGIN_MISMATCH:
                raise
            return recipe
        own = recipe.sign_in
        steps = found.steps.model_copy(
            update={
                "username": (*own.username, *found.steps.username)[:12],
                "password": (*(own.password or ()), *(found.steps.password or ()))[:12],
            }
        )
        start = found.start or recipe.start
        return recipe.model_copy(update={"sign_in": steps, "consent": consent, "start": start})
