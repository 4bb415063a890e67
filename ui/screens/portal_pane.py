"""The right of the portals: what is expected of the chosen one, what waits, how visits went."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nicegui import ui

from model.adoption import Adoption
from model.recipes import RecipeNote, RecipeOrigin
from model.suppliers import PortalState
from model.views import ExpectationView, PortalView, RunView
from ui.components.health_strip import SHOWN
from ui.components.health_strip import look as visit_look
from ui.components.parts import (
    box,
    button,
    chip,
    document_address,
    icon,
    question_address,
    text,
)
from ui.facts import expected
from ui.languages import say, say_many
from ui.screens.adoption import adopted
from ui.screens.challenge_card import Reply, challenge_card
from ui.wording import (
    EXPECTATION_LOOKS,
    EXPECTATION_WORDS,
    RECIPE_WORDS,
    age,
    clock_time,
)

_CHANGED: Final = frozenset({RecipeOrigin.REPAIR, RecipeOrigin.SHOWN})

Visit = Callable[[PortalView], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class PaneActs:
    """What the pane's buttons do."""

    visit: Visit
    record: Visit
    schedule: Callable[[PortalView], None]
    story: Callable[[str], Awaitable[None]]
    reply: Reply
    live: Visit
    show: Visit
    recipe: Visit
    put_back: Visit
    edit: Visit


class PortalPane:
    """One portal with its expectations and visits; written anew only where something changed."""

    def __init__(self, acts: PaneActs) -> None:
        self._acts = acts
        self._told: object = None
        self._pane = box("detail", "aside", aria_label=say("The chosen portal"))

    @property
    def is_deleted(self) -> bool:
        """Whether the page is gone."""
        return self._pane.is_deleted

    def show(
        self,
        portal: PortalView | None,
        adoption: Adoption | None,
        found: tuple[ExpectationView, ...],
        now: datetime,
    ) -> None:
        """Show a portal; none leaves the pane empty."""
        told = portal and (
            *(portal.id, portal.state, portal.documents, portal.runs, portal.running is None),
            *(portal.question_id, found, portal.plan, portal.schedule, portal.challenge),
            *(portal.attended_run, portal.page_helps, portal.recipe, adoption),
        )
        if told is not None and told == self._told:  # progress alone changes nothing here
            return
        self._told = told
        self._pane.clear()
        if portal is None:
            return
        with self._pane:
            question = _question(portal, found)
            self._head(portal, question)
            if portal.challenge:
                challenge_card(portal.name, portal.challenge, now, self._acts.reply)
            _expectations(found, now, answered_above=question)
            self._plan(portal)
            if adoption:
                adopted(adoption)
            self._recipe(portal, portal.recipe, now)
            self._visits(portal.runs, now)

    def _head(self, portal: PortalView, question: str) -> None:
        with box("detail-head"):
            text(portal.name, tag="h2")
            with box("quiet apart", "p"):  # a name may turn the direction of what follows it
                text(portal.supplier)
                text(portal.host)
            text(
                say_many(portal.documents, "{n} document fetched", "{n} documents fetched"),
                "quiet",
                "p",
            )
            with box("acts"):
                if question:
                    answerer(question, key="a")
                if portal.attended_run or (portal.page_helps and portal.running is None):
                    self._live_opener(portal)
                if portal.running is None and portal.state is PortalState.OPEN:
                    self._visitor(portal)
                    self._shower(portal)

    def _visits(self, runs: tuple[RunView, ...], now: datetime) -> None:
        with box("detail-part"):
            text(say("Last visits"), tag="h3")
            if not runs:
                text(say("Not visited yet."), "quiet", "p")
            with box("visits"):
                for run in reversed(runs[-SHOWN:]):
                    self._visit(run, now)

    def _visit(self, run: RunView, now: datetime) -> None:
        with box("visit"):
            box(f"vdot v-{visit_look(run)}", "span", aria_hidden="true")
            text(clock_time(run.finished, now) if run.finished else say("now"), "quiet when")
            with box("what"):
                text(run.sentence)
                if not run.good:
                    opener = box("lnk", "button", type="button")
                    opener.on("click", lambda: self._acts.story(run.id), args=[])
                    with opener:
                        text(say("How it went"))

    def _plan(self, portal: PortalView) -> None:
        with box("detail-part"):
            text(say("Next visit"), tag="h3")
            text(portal.plan, "quiet", "p")
            with box("acts"):
                button(say("Change"), lambda: self._acts.schedule(portal), glyph="calendar")
                if portal.running is None and portal.state is PortalState.OPEN:
                    button(say("Record a visit"), lambda: self._acts.record(portal), glyph="copy")

    def _recipe(self, portal: PortalView, note: RecipeNote | None, now: datetime) -> None:
        """What it is visited by, and the way to its text."""
        with box("detail-part"):
            text(say("Recipe"), tag="h3")
            if note:
                self._version(portal, note, now)
            else:
                text(say("No visit has written or changed one."), "quiet", "p")
                with box("acts"):
                    self._editor(portal)

    def _editor(self, portal: PortalView) -> None:
        button(
            say("Open the recipe"),
            lambda: self._acts.edit(portal),
            glyph="file-text",
            key="e",
            press="edit-recipe",
        )

    def _version(self, portal: PortalView, note: RecipeNote, now: datetime) -> None:
        """The newest version, where a visit or a person has written or changed it."""
        said = say("a change is proposed" if note.proposed else RECIPE_WORDS[note.origin])
        text(
            say(
                "Version {position}, {said}, {when}",
                position=note.position,
                said=said,
                when=age(note.created, now),
            ),
            "quiet",
            "p",
        )
        text(note.why, "quiet", "p")
        with box("acts"):
            self._editor(portal)
            button(
                say("What changed"),
                lambda: self._acts.recipe(portal),
                glyph="copy",
                key="b",
                press="recipe",
            )
            if note.origin in _CHANGED and not note.proposed:
                button(
                    say("Put back"),
                    lambda: self._acts.put_back(portal),
                    glyph="history",
                    key="u",
                    press="put-back",
                )

    def _live_opener(self, portal: PortalView) -> None:
        button(
            say("Open the live page"),
            lambda: self._acts.live(portal),
            glyph="globe",
            key="o",
            press="live",
        )

    def _visitor(self, portal: PortalView) -> None:
        button(
            say("Visit now"),
            lambda: self._acts.visit(portal),
            glyph="refresh-cw",
            key="r",
            press="visit",
        )

    def _shower(self, portal: PortalView) -> None:
        button(
            say("Show Billhook"),
            lambda: self._acts.show(portal),
            glyph="sparkles",
            key="s",
            press="show",
        )


def answerer(question_id: str, *, key: str = "") -> None:
    """A button that goes to a question; with `key` it can be pressed by that."""
    button(
        say("Answer"),
        lambda: ui.navigate.to(question_address(question_id)),
        glyph="arrow-up-right",
        key=key,
        press="answer" if key else "",
    )


def _question(portal: PortalView, found: tuple[ExpectationView, ...]) -> str:
    """The question that the portal waits for: its own, else the first one of an expectation."""
    asked = (portal.question_id, *(one.question_id for one in found))
    return next(filter(None, asked), "")


def _expectations(
    found: tuple[ExpectationView, ...], now: datetime, *, answered_above: str
) -> None:
    with box("detail-part"):
        text(say("Expected of it"), tag="h3")
        if not found:
            text(say("Nothing is expected of this portal."), "quiet", "p")
        for one in found:
            _expectation(one, now, with_link=one.question_id != answered_above)


def _expectation(one: ExpectationView, now: datetime, *, with_link: bool) -> None:
    with box("exp"):
        chip(EXPECTATION_LOOKS[one.state], say(EXPECTATION_WORDS[one.state]))
        text(age(one.opened, now), "quiet when")
        if one.document_id:
            link = box("lnk", "a", href=document_address(one.document_id))
            with link:
                text(expected(one))
        else:
            text(expected(one), "what")
        if one.reason:
            text(one.reason, "quiet why-line", "p")
        if one.question_id and with_link:
            with box("lnk answer-line", "a", href=question_address(one.question_id)):
                icon("arrow-up-right")
                text(say("Answer the question"))
