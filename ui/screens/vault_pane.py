"""The right of the vault: one record, what uses it, where it may be used, what was done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from model.people import Role
from model.vaults import SecretKind, SecretStory, SecretUse, SecretView
from ui.components.parts import apart, box, button, chip, icon, question_address, text
from ui.languages import say
from ui.screens.vault_forms import VaultForms
from ui.vault_words import (
    HEALTH_LOOKS,
    HEALTH_WORDS,
    KINDS,
    STORES,
    host_of,
    told,
)
from ui.wording import age, clock_time, day

MOST_TOLD: Final = 40
MOST_EDITIONS: Final = 8
PLACES: Final = {"portal": "/portals", "mailbox": "", "destination": "/deliveries"}
GLYPHS: Final = {"portal": "globe", "mailbox": "mail", "destination": "send"}


class VaultPane:
    """One record; written anew only where something changed.

    Its buttons stay while the same record is shown, and with them the focus.
    """

    def __init__(self, forms: VaultForms, role: Role) -> None:
        self._forms = forms
        self._role = role
        self._shown: tuple[SecretView, SecretStory | None] | None = None
        self._pane = box("detail", "aside", aria_label=say("The chosen record"), tabindex="0")
        with self._pane:
            self._top, self._below = box("detail-head"), box()

    @property
    def is_deleted(self) -> bool:
        """Whether the page is gone."""
        return self._pane.is_deleted

    def clear(self) -> None:
        """Show no record."""
        self._shown = None
        self._top.clear()
        self._below.clear()

    def show(self, view: SecretView, story: SecretStory | None, now: datetime) -> None:
        """Show a record."""
        if self._shown == (view, story):
            return
        before, self._shown = self._shown, (view, story)
        if before is None or _named(before[0]) != _named(view):
            self._head(view)
        self._below.clear()
        with self._below:
            _ailments(view)
            _users(view)
            _origins(view)
            _editions(view, story, now)
            _uses(story, now)

    def _head(self, view: SecretView) -> None:
        facts = view.facts
        self._top.clear()
        with self._top:
            text(facts.name, tag="h2")
            kind = STORES.get(facts.store, facts.store) if facts.store else ""
            words = f"{say(KINDS[facts.kind])}{f' ({kind})' if kind else ''}"
            apart((words, facts.username), "quiet", "p")
            with box("acts many"):
                self._everybodys(view)
                if self._role.opens_secrets:
                    self._openers(view)

    def _everybodys(self, view: SecretView) -> None:
        kind = view.facts.kind
        if kind.has_password:
            label = say("Replace key" if kind is SecretKind.API_KEY else "Replace password")
            self._act(view, label, "p", "replace", self._forms.replace)
        if kind in {SecretKind.CREDENTIAL, SecretKind.REFERENCE}:
            self._act(view, say("Authenticator"), "t", "seed", self._forms.add_seed)

    def _openers(self, view: SecretView) -> None:
        kind = view.facts.kind
        if kind.can_be_shown:
            self._act(view, say("Show"), "r", "reveal", self._forms.reveal)
            self._act(view, say("Copy"), "c", "copy", self._forms.copy)
        if kind.has_origins:
            self._act(view, say("Origins"), "o", "origins", self._forms.set_origins)
        self._act(view, say("Remove"), "Del", "remove", self._forms.remove)

    def _act(
        self, view: SecretView, label: str, key: str, press: str, do: Callable[[SecretView], None]
    ) -> None:
        def pressed() -> None:
            shown = self._shown[0] if self._shown else view
            do(shown if _named(shown) == _named(view) else view)

        button(label, pressed, key=key, press=press, classes="small")


def _named(view: SecretView) -> tuple[str, SecretKind, str, str]:
    """What the top shows of a record."""
    facts = view.facts
    return facts.name, facts.kind, facts.store, facts.username


def _ailments(view: SecretView) -> None:
    question = next((user.question_id for user in view.users if user.question_id), "")
    for ailment in view.ailments:
        bad = HEALTH_LOOKS[ailment.health] == "exception"
        with box("answer bad" if bad else "answer"):
            chip(HEALTH_LOOKS[ailment.health], say(HEALTH_WORDS[ailment.health]))
            text(ailment.sentence, tag="p")
            if bad and question:
                with box("lnk answer-line", "a", href=question_address(question)):
                    text(say("Answer its question after you replaced it"))


def _users(view: SecretView) -> None:
    with box("detail-part"):
        text(say("Used by"), tag="h3")
        if not view.users:
            text(say("Nothing that is connected uses it."), "quiet", "p")
        for user in view.users:
            with box("used-by"):
                icon(GLYPHS[user.kind])
                if path := PLACES[user.kind]:
                    with box("lnk", "a", href=path):
                        text(user.name)
                else:
                    text(user.name)
                text(user.supplier, "quiet")


def _origins(view: SecretView) -> None:
    facts = view.facts
    with box("detail-part"):
        text(say("Allowed origins"), tag="h3")
        if facts.kind is SecretKind.TOTP:
            text(say("Where its credential goes."), "quiet", "p")
        elif not facts.origins:
            text(say("None: it is typed into no page."), "quiet", "p")
        with box("origins", "ul"):
            for origin in facts.origins:
                with box("", "li"):
                    text(origin, "mono")
                    if (host := host_of(origin)) not in origin:
                        text(host, "quiet")


def _editions(view: SecretView, story: SecretStory | None, now: datetime) -> None:
    facts = view.facts
    with box("detail-part"):
        text(say("Editions"), tag="h3")
        text(
            say(
                "Edition {version}, written {when}.",
                version=facts.version,
                when=age(facts.updated, now),
            ),
            tag="p",
        )
        if facts.expires:
            text(say("Expires {day}.", day=day(facts.expires.date())), tag="p")
        earlier = story.editions[1:MOST_EDITIONS] if story else ()
        if earlier:
            text(
                say("Before: {days}.", days=", ".join(day(at.date()) for at in earlier)),
                "quiet",
                "p",
            )


def _uses(story: SecretStory | None, now: datetime) -> None:
    with box("detail-part"):
        text(say("What was done with it"), tag="h3")
        uses = story.uses if story else ()
        if not uses:
            text(say("Nothing is on record."), "quiet", "p")
        with box("timeline", "ol"):
            for use in uses[:MOST_TOLD]:
                _use(use, now)
        if len(uses) > MOST_TOLD:
            text(say("Older ones: billhook vault audit"), "quiet", "p")


def _use(use: SecretUse, now: datetime) -> None:
    seen = use.verb == "reveal"
    with box("t-next" if seen else "t-ok" if use.outcome == "done" else "t-bad", "li"):
        text(told(use), tag="b")
        apart((use.actor, clock_time(use.at, now)), "quiet")
