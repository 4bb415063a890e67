"""Sample sign-ins of every standing, one of them with a hostile name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from model.people import User
from model.takeovers import Standing, TakeoverView
from tests.ui.sample_documents import HOSTILE

if TYPE_CHECKING:
    from tests.ui.sample_desk import SampleDesk

REASONS = {
    Standing.NEEDS_ANSWER: "Sunrise asks for a code (by phone) that Billhook can't supply.",
    Standing.WRONG_PASSWORD: "Moonset refused the password.",
    Standing.UNREACHABLE: "Starfall can't be reached.",
    Standing.AUTOMATIC: "7 new documents.",
    Standing.NO_PORTAL: "Lampforum let us in, and shows nothing like a list of documents.",
    Standing.WAITING: "Visited between 20:00-06:00, once.",
    Standing.PROPOSED: "Visited once you have ticked it.",
    Standing.DOUBTED: "www.instagram.com is a site of private life, not of suppliers.",
}


def views() -> list[TakeoverView]:
    """One sign-in of each standing, and a second proposal."""
    made = [
        TakeoverView(
            id=f"t-{standing.value}",
            name=standing.value.title(),
            supplier="",
            host=f"{standing.value.replace('_', '-')}.example",
            username="a•••@us.example",
            standing=standing,
            reason=reason,
            can_be_chosen=standing in (Standing.PROPOSED, Standing.DOUBTED),
            needs="a code" if standing is Standing.NEEDS_ANSWER else "",
            portal_id=f"portal-{standing.value}",
            documents=7 if standing is Standing.AUTOMATIC else 0,
            question_id="x-portal" if standing is Standing.NEEDS_ANSWER else "",
        )
        for standing, reason in REASONS.items()
    ]
    proposed = next(one for one in made if one.standing is Standing.PROPOSED)
    return [*made[:-1], replace(proposed, id="t-hostile", name=HOSTILE), made[-1]]


class SampleTakeovers:
    """`model.takeovers.TakeoverDesk` over samples."""

    def __init__(self, desk: SampleDesk) -> None:
        self._desk = desk
        self.views = views()

    def every(self) -> tuple[TakeoverView, ...]:
        return tuple(self.views)

    def choose(self, user: User, takeover_ids: tuple[str, ...], *, at_once: bool = False) -> None:
        self._desk.note(user, f"take over {' '.join(takeover_ids)}{' now' * at_once}")
        self.views = [
            replace(one, standing=Standing.WAITING, can_be_chosen=False)
            if one.id in takeover_ids
            else one
            for one in self.views
        ]
