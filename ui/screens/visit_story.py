"""The dialog that tells how a visit went: its steps, the page it ended on, and all to download."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from model.forensics import PICTURE, RunStory
from ui.components.parts import box, button, dialog, text
from ui.languages import locale, say, say_many
from ui.seat import Seat
from ui.wording import clock_time

_LAST: Final = 40  # steps shown; all of them are in the bundle


class VisitStory:
    """Tells how one visit went."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._dialog = dialog(say("How the visit went"))
        with self._dialog:
            self._card = box("card story")

    async def open(self, run_id: str) -> None:
        """Show the story of a visit."""
        told = await self._seat.look(self._seat.desk.visits.story, run_id)
        now = await self._seat.look(self._seat.desk.now)
        if told is None or now is None:
            return
        self._card.clear()
        with self._card:
            text(say("Visit to {portal}", portal=told.portal), tag="h2")
            if told.started:
                text(
                    say(
                        "{when}, because of {why}", when=clock_time(told.started, now), why=told.why
                    ),
                    "quiet",
                    "p",
                )
            text(told.sentence, tag="p")
            _kept(told)
            _steps(told)
            with box("row"):
                button(say("Close"), self._dialog.close, classes="ghost")
        self._dialog.open()


def _kept(told: RunStory) -> None:
    if not told.files:
        text(say("Nothing was kept of this visit."), "quiet", "p")
        return
    if told.story.address:
        text(say("It ended on {address}", address=told.story.address), "quiet", "p")
    if PICTURE in told.files:
        place = f"/visit/{told.run_id}/page.png"
        box(
            "shot",
            "img",
            src=place,
            alt=say("The page it ended on, fields covered"),
            loading="lazy",
        )
    if told.text:
        with box("", "details"):
            text(say("The page's text"), tag="summary")
            text(told.text, tag="pre")
    with box("lnk", "a", href=f"/visit/{told.run_id}/bundle.zip", download=""):
        text(say("Download all of it (ZIP, without secrets)"))


def _steps(told: RunStory) -> None:
    if not told.story.steps:
        return
    with box("", "details"):
        text(say_many(len(told.story.steps), "Its {n} step", "Its {n} steps"), tag="summary")
        with box("steps", "ol"):
            for step in told.story.steps[-_LAST:]:
                with box("", "li"):
                    text(f"{locale().figure(Decimal(step.seconds), 1)} s", "quiet")
                    text(step.what)
    if told.story.blocked_hosts:
        text(say("Not reached: {names}", names=", ".join(told.story.blocked_hosts)), "quiet", "p")
