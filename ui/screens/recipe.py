"""The recipe of one portal: its text to edit, its versions and what differs, and a test of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from nicegui import events, ui

from model.errors import BillhookError, RecipeChanged, RecipeUntested, SignedOut
from model.recipe_book import Draft, RecipeBook, RecipeCheck
from ui.bus import News
from ui.components.parts import box, button, text, toast
from ui.components.recipe_text import RecipeText
from ui.keys import Key, row_keys
from ui.languages import phrase, say, say_many
from ui.refusals import refusal_words
from ui.screens.base import Frame, Screen, Tabs
from ui.screens.batch_bar import undo_last
from ui.screens.recipe_found import FoundPane
from ui.screens.recipe_versions import Differences, VersionsPane
from ui.seat import Seat

ADDRESS: Final = "/recipe"
GROUP: Final = phrase("Recipe")
_VIEWS: Final = {
    "text": phrase("Text"),
    "diff": phrase("What differs"),
    "found": phrase("What the test found"),
}
_AWAY: Final = phrase("The recipe lies on another machine; the next visit brings it here.")
_NONE: Final = phrase("No portal is named. Choose one on the Portals screen and press E.")
_UNTESTED: Final = phrase(
    "Not saved yet: no test of this text went well. Press Ctrl S again to save it all the same."
)
_CHANGED: Final = phrase(
    "Not saved: somebody else saved another version meanwhile. What it would change of theirs is"
    " shown. Press Ctrl S again to put yours in its place; theirs stays a version."
)


def recipe_address(portal_id: str) -> str:
    """The address under which a portal's recipe is shown."""
    return f"{ADDRESS}?doc={portal_id}"


class RecipeScreen(Screen):
    """The text, or in its place what differs or was found; the versions beside it."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._book: RecipeBook | None = None
        self._editor: RecipeText | None = None
        self._check = RecipeCheck(())
        self._draft = Draft("", "")
        self._insists = False
        self._asked = 0

    @property
    def _may(self) -> bool:
        return self.seat.user.role.connects

    def build(self) -> None:
        """Lay out the screen; the recipe comes in `load`."""
        with self.top(say("Recipe")):
            self._tabs = Tabs(_VIEWS, "text", self._show_view)
        with box("cols"):
            with box("page flush rt-page", role="region", aria_label=say("Recipe"), tabindex="0"):
                self._bar()
                self._panes = {
                    "text": box("rt-pane"),
                    "diff": box("rt-pane"),
                    "found": box("rt-pane"),
                }
                with self._panes["diff"]:
                    self._differences = Differences()
                with self._panes["found"]:
                    self._found = FoundPane(self.seat)
            with box("detail", "aside", aria_label=say("Versions and tests")):
                self._title = text("", tag="h2")
                with box("quiet apart", "p"):  # a name may turn the direction of what follows it
                    self._supplier, self._host = text(""), text("")
                self._under_way = box("detail-part")
                self._versions = VersionsPane(self._may)
        self._show_view("text")

    def _bar(self) -> None:
        with box("rt-bar"):
            self._state = text("", "st st-delivered", role="status")
            box("gap")
            if not self._may:
                text(say("You may read it; an admin changes it."), "quiet")
                return
            self._dropper = button(say("Discard"), self._discard, glyph="x", press="rt-drop")
            button(say("Test"), self._test, glyph="eye", key="Ctrl ⏎", press="rt-test")
            button(
                say("Save"), self._save, glyph="check", key="Ctrl S", press="rt-save", classes="pri"
            )
        self._warning = text("", "rt-warn", "p", role="alert")
        self._warning.visible = False

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        editor = self._editor.id if self._editor else 0
        edits = (
            Key(
                "mod+s",
                "Ctrl S",
                "Save the recipe",
                GROUP,
                press="rt-save",
                hint="save",
                caps=("Ctrl S",),
            ),
            Key(
                "mod+enter",
                "Ctrl ⏎",
                "Test it at the portal",
                GROUP,
                press="rt-test",
                hint="test",
                caps=("Ctrl ⏎",),
            ),
            Key("b", "B", "Go back to the chosen version", GROUP, act="restore"),
            Key("z", "Z", "Undo what you did last", GROUP, act="undo"),
        )
        return (
            Key("e", "E", "Into the text", GROUP, focus=(".rt-text",), hint="edit"),
            *(edits if self._may else ()),
            Key("f8", "F8", "To the next fault", GROUP, call="next_fault", on=editor),
            *row_keys(".vrow", GROUP),
            Key("x", "X", "Compare with the chosen version", GROUP, act="mark"),
            Key("d", "D", "What differs in the chosen version", GROUP, act="diff", hint="differs"),
            Key("1", "1", "Text", GROUP, press="view-text"),
            Key("2", "2", "What differs", GROUP, press="view-diff"),
            Key("3", "3", "What the test found", GROUP, press="view-found"),
            Key("o", "O", "Watch the test", GROUP, press="live"),
            Key("p", "P", "Back to the portals", GROUP, press="go-portals"),
        )

    async def load(self) -> None:
        """Ask for the recipe, its versions and its newest test."""
        if not self.doc:
            self._say(say(_NONE))
            return
        book = await self.seat.look(self.seat.desk.recipe_book.book, self.doc)
        test = await self.seat.look(self.seat.desk.recipe_book.tested, self.doc)
        now = await self.seat.look(self.seat.desk.now)
        if book is None or now is None or self._state.is_deleted:
            return
        self._title.text = book.name
        self._supplier.text, self._host.text = book.supplier, book.host
        self._versions.show(book.versions, now)
        self._found.show(test, self._under_way)
        before, self._book = self._book, book
        if self._editor is None:
            self._begin(book)
        elif before is not None and before.base != book.base and not self._dirty(before):
            self._editor.show(book)
            self._draft = Draft(book.text, book.base)
        await self._look()

    def _begin(self, book: RecipeBook) -> None:
        self._draft = Draft(book.text, book.base)
        with self._panes["text"]:
            if book.away:
                text(say(_AWAY), "nothing", "p")
                return
            self._editor = RecipeText(book, locked=not self._may)
            self._editor.on("typed", self._typed)
        self.frame.bind(self.keys())

    def _dirty(self, book: RecipeBook) -> bool:
        return self._draft.text != book.text

    async def on_change(self, news: News) -> None:
        """A test got on, or somebody saved a version."""
        if news.topic == "portals" and self.doc in news.subjects:
            await self.load()

    async def _typed(self, event: events.GenericEventArguments) -> None:
        said: dict[str, Any] = event.args
        if (typed := str(said["text"])) != self._draft.text:
            self._warn()
        self._draft = Draft(typed, str(said["base"]))
        await self._look()

    async def _look(self) -> None:
        """Say what is wrong in the text as it stands; only the newest answer counts."""
        if self._editor is None or self._book is None:
            return
        self._asked += 1
        mine, draft = self._asked, self._draft
        found = await self.seat.look(self.seat.desk.recipe_book.check, self.doc, draft.text)
        if found is None or mine != self._asked or self._state.is_deleted:
            return
        self._check = found
        self._editor.note(found.faults, _standing(found))
        self._tell()
        self._offer_origin(found)

    def _tell(self) -> None:
        """The chip over the text: how it stands."""
        book = self._book
        if book is None:
            return
        tested = self._check.tested
        if self._check.faults:
            look, words = "exception", _faults(self._check)
        elif not self._dirty(book):
            look, words = "delivered", say("As visits go by it")
        elif tested is None:
            look, words = "waiting", say("Not saved, not tested")
        elif tested.good:
            look, words = "ready", say("Not saved, tested")
        else:
            look, words = "duplicate", say("Not saved, its test went wrong")
        self._state.text = words
        self._state.classes(replace=f"st st-{look}")
        if self._may:
            self._dropper.visible = self._dirty(book)

    def _offer_origin(self, found: RecipeCheck) -> None:
        """What a person may add, each origin by its own name, and nothing by itself."""
        foreign = tuple(dict.fromkeys(one.origin for one in found.faults if one.origin))
        self._versions.origins(foreign if self._may else (), self._add_origin)

    async def _add_origin(self, origin: str) -> None:
        desk = self.seat.desk.recipe_book
        if await self.seat.act(desk.add_origin, self.doc, origin):
            toast(
                say(
                    "{origin} is one of its origins now. Open its sign-in to it in the Vault, too.",
                    origin=origin,
                )
            )
            await self.load()

    def _warn(self, words: str = "", *, untested: bool = False) -> None:
        """Warn; `untested` says that the next Ctrl S saves all the same. No words take it back."""
        self._insists = untested
        if self._may:
            self._warning.text = words
            self._warning.visible = bool(words)

    async def _save(self) -> None:
        draft = replace(self._draft, untested=self._insists)
        if self._book is None or self._editor is None:
            return
        try:
            version = await self.seat.get(self.seat.desk.recipe_book.save, self.doc, draft)
        except SignedOut:
            return
        except RecipeUntested:
            self._warn(say(_UNTESTED), untested=True)
        except RecipeChanged:
            await self._tell_changed(draft)
        except BillhookError as refusal:
            toast(refusal_words(refusal), wrong=True)
        else:
            self._warn()
            self._editor.kept(draft.text, version)
            toast(say("Saved. Visits go by it from now on; Z takes it back."))
            await self.load()

    async def _tell_changed(self, draft: Draft) -> None:
        """Show what the draft would change of the version that came first; the draft stays."""
        await self.load()
        if self._book is None or self._editor is None:
            return
        lines = await self.seat.look(
            self.seat.desk.recipe_book.against, self._book.base, draft.text
        )
        if lines is not None:
            newest = self._book.versions[0]
            self._differences.show(lines, newest.why, say("What you wrote"))
            self._tabs.choose("diff")
        self._draft = Draft(draft.text, self._book.base)
        self._editor.rebase(self._book.base)
        self._warn(say(_CHANGED))

    def _discard(self) -> None:
        if self._book is not None and self._editor is not None:
            self._editor.show(self._book)
            self._draft = Draft(self._book.text, self._book.base)
            self._warn()
            ui.timer(0, self._look, once=True)

    async def _test(self) -> None:
        if self._editor is None:
            return
        run = await self.seat.result(self.seat.desk.recipe_book.test, self.doc, self._draft.text)
        if run:
            toast(say("The portal is visited as soon as it is free; nothing of it is filed."))
            self._tabs.choose("found")
            await self.load()

    async def act(self, verb: str, at: str) -> None:
        """What a key does to the version that has the focus."""
        chosen = self._versions.chosen(at)
        if verb == "undo":
            await undo_last(self.seat)
            await self.load()
        elif chosen is None:
            toast(say("Choose a version first, with J and K."), wrong=True)
        elif verb == "mark":
            self._versions.mark(chosen)
        elif verb == "diff":
            await self._compare(chosen.id)
        elif verb == "restore" and await self.seat.act(
            self.seat.desk.recipe_book.restore, self.doc, chosen.id
        ):
            toast(say("Version {n} is back. Z takes that back.", n=chosen.position))
            await self.load()

    async def _compare(self, version_id: str) -> None:
        """Show what differs between the marked version, else the one before, and a chosen one."""
        pair = self._versions.pair(version_id)
        if pair is None:
            return
        old, new = pair
        lines = await self.seat.look(self.seat.desk.recipe_book.between, old.id, new.id)
        if lines is not None:
            self._differences.show(
                lines,
                say("Version {n}", n=old.position),
                say("Version {n}", n=new.position),
            )
            self._tabs.choose("diff")

    def _show_view(self, view: str) -> None:
        for name, pane in self._panes.items():
            pane.visible = name == view

    def _say(self, words: str) -> None:
        with self._panes["text"]:
            text(words, "nothing", "p")


def _faults(found: RecipeCheck) -> str:
    return say_many(len(found.faults), "{n} fault", "{n} faults")


def _standing(found: RecipeCheck) -> str:
    """How a text stands, in one sentence below it."""
    if found.faults:
        first = found.faults[0]
        return say("Line {n}: {what}", n=first.line, what=first.what)
    if not found.lacking:
        return say("It is a recipe of the tier {tier}.", tier=found.tier)
    return say(
        "It is a recipe of the tier {tier}; for the next it lacks: {what}",
        tier=found.tier,
        what="; ".join(found.lacking[:3]),
    )
