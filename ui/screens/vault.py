"""The vault: what is kept, where it goes, what is wrong with it. Names, never values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from nicegui import events, ui

from model.errors import BillhookError, SignedOut, VaultLocked
from model.vaults import SecretStory, SecretView, VaultStanding
from ui.bus import News
from ui.components.parts import box, button, icon, text, toast
from ui.components.record_list import RecordList
from ui.keys import Key, list_keys
from ui.languages import all_said, phrase, say
from ui.refusals import refusal_words
from ui.screens.base import Frame, Screen, Tabs
from ui.screens.vault_forms import VaultForms
from ui.screens.vault_pane import VaultPane
from ui.seat import Seat
from ui.vault_words import KINDS, in_view, kit_words, opens_with

VIEWS = {"all": phrase("All"), "attention": phrase("To look at"), "unused": phrase("Never used")}
HEADS = (
    phrase("Name"),
    phrase("Used at"),
    phrase("Used by"),
    phrase("State"),
    phrase("Why"),
    phrase("Last use"),
    phrase("Age"),
)
KIND_CHOICES = {"": phrase("Any kind"), **{kind.value: words for kind, words in KINDS.items()}}
ORDERS = {
    "name": phrase("By name"),
    "state": phrase("Worst first"),
    "used": phrase("Longest unused"),
    "age": phrase("Oldest"),
}
IDLE = {
    "0": phrase("off"),
    "15": phrase("after 15 min"),
    "60": phrase("after 1 hour"),
    "480": phrase("after 8 hours"),
}
_IDLE = phrase("Idle lock: {words}")
NOTHING = phrase("Nothing is kept yet. Press N to add the first sign-in.")
UNFIT = phrase("No record fits. Clear the search, or choose any kind.")
LOCKED = phrase(
    "The vault is locked. Visits, mail and deliveries that need a password wait, and go on"
    " once it is open."
)
GROUP = phrase("Vault")


class VaultScreen(Screen):
    """The records of the vault, and the chosen one's story."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._views: dict[str, SecretView] = {}
        self._vault = seat.desk.vault

    def build(self) -> None:
        """Lay out the list, the record and what stands there while the vault is locked."""
        self.view = self.view if self.view in VIEWS else "all"
        self._forms = VaultForms(self._again)
        with self.top(say("Vault"), say("Name, host, portal …")):
            self._tabs = Tabs(VIEWS, self.view, self._choose)
        self._bar()
        with box("cols vault") as self._open:
            self._list = RecordList(
                "/api/vault",
                say("Records of the vault"),
                heads=all_said(HEADS),
                empty=say(NOTHING),
                query={"view": self.view, "sort": "name"},
                wide=True,
                start=self.doc,
            )
            self._list.on("cursor", self._on_cursor)
            self._pane = VaultPane(self._forms, self.seat.user.role)
        with box("nothing") as self._shut:
            icon("lock")
            self._why = text("", tag="p")
            if self.seat.user.role.unlocks_vault:
                button(say("Unlock the vault"), self.frame.unlock, glyph="lock", classes="pri")
            else:
                text(say("An admin can unlock it."), "quiet", "p")
        self._shut.visible = False

    def actions(self) -> None:
        """Add a sign-in, and lock the vault."""
        button(say("Import"), self._forms.take_in, glyph="upload", key="i", press="import")
        button(say("Add"), self._forms.add, glyph="plus", key="n", press="add")
        if self.seat.user.role.unlocks_vault:
            self._lock = button(say("Lock"), self._lock_up, glyph="lock", key="l", press="lock")

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return (
            *list_keys(self._list.id, GROUP),
            Key("n", "N", "Add a sign-in", GROUP, press="add"),
            Key("i", "I", "Import a password manager's export", GROUP, press="import"),
            Key("p", "P", "Replace the password", GROUP, press="replace", hint="replace"),
            Key("t", "T", "Add an authenticator", GROUP, press="seed", hint="authenticator"),
            Key("r", "R", "Show it", GROUP, press="reveal", hint="show"),
            Key("c", "C", "Copy it", GROUP, press="copy"),
            Key("o", "O", "Say where it may be used", GROUP, press="origins"),
            Key("delete", "Del", "Remove it", GROUP, press="remove"),
            Key("l", "L", "Lock the vault", GROUP, press="lock"),
        )

    async def load(self) -> None:
        """Ask for the records; where the vault is locked, say so."""
        try:
            views = await self.seat.ask(self._vault.records)
        except SignedOut:
            return
        except BillhookError as refusal:
            self._say_shut(refusal)
            return
        standing = await self.seat.look(self._vault.standing)
        idle = await self.seat.look(self._vault.idle_minutes)
        now = await self.seat.look(self.seat.desk.now)
        if standing is None or now is None or self._open.is_deleted:
            return
        self._views = {one.facts.name: one for one in views}
        self._open.visible, self._shut.visible = True, False
        for view in VIEWS:
            self._tabs.count(view, sum(in_view(one, view) for one in views))
        self._say_standing(standing, now)
        if self.seat.user.role.unlocks_vault:
            self._idle.props["value"] = str(idle or 0)
        await self._show()

    async def on_change(self, news: News) -> None:
        """A record changed or was used, the vault was locked or unlocked, a portal refused it."""
        if news.topic in ("vault", "exceptions"):
            await self._again()

    def search(self, sought: str) -> None:
        """Show only what fits."""
        self._ask(text=sought)

    async def _again(self) -> None:
        if not self._open.is_deleted:
            self._list.refresh()
            await self.load()

    def _choose(self, view: str) -> None:
        self.view = view
        self._remember()
        self._ask(view=view)

    def _ask(self, **changes: str) -> None:
        self._list.ask(**changes)
        asked = (value for name, value in self._list.query.items() if name in ("text", "kind"))
        narrowed = self.view != "all" or any(asked)
        self._list.explain(say(UNFIT if narrowed else NOTHING))

    def _bar(self) -> None:
        with box("filters"):
            self._filter("kind", say("Kind"), KIND_CHOICES)
            self._filter("sort", say("Order"), ORDERS)
            box("gap")
            self._keys_words = text("", "quiet")
            self._kit = text("", "quiet")
            self._command = text("", "mono amber")
            if self.seat.user.role.unlocks_vault:
                choices = {it: say(_IDLE, words=say(words)) for it, words in IDLE.items()}
                self._idle = self._select(say("Idle lock"), choices)
                self._idle.on("change", self._set_idle, js_handler="(e) => emit(e.target.value)")

    def _filter(self, name: str, label: str, choices: Mapping[str, str]) -> None:
        select = self._select(label, choices)

        def chosen(choice: events.GenericEventArguments) -> None:
            self._ask(**{name: str(choice.args)})

        select.on("change", chosen, js_handler="(e) => emit(e.target.value)")

    def _select(self, label: str, choices: Mapping[str, str]) -> ui.element:
        with box("chip", "label"):
            select = box("", "select", aria_label=label)
            with select:
                for value, words in choices.items():
                    text(say(words), tag="option", value=value)
            icon("chevron-down")
        return select

    def _say_standing(self, standing: VaultStanding, now: datetime) -> None:
        self._keys_words.text = opens_with(standing)
        kit, command = kit_words(standing, now)
        self._kit.text, self._command.text = kit, command
        self._kit.classes(replace="amber" if command else "quiet")

    def _say_shut(self, refusal: BillhookError) -> None:
        if self._open.is_deleted:
            return
        locked = isinstance(refusal, VaultLocked)
        self._why.text = say(LOCKED) if locked else refusal_words(refusal)
        self._views = {}
        self._pane.clear()
        self._open.visible, self._shut.visible = False, True

    async def _on_cursor(self, event: events.GenericEventArguments) -> None:
        self.doc = str(event.args["id"])
        self._remember()
        await self._show()

    def _remember(self) -> None:
        """Keep view and record in the address: after a reload they are there again."""
        ui.navigate.history.replace(f"/vault?{urlencode({'view': self.view, 'doc': self.doc})}")

    async def _show(self) -> None:
        name = self.doc
        view = self._views.get(name)
        if view is None:
            self._pane.clear()
            return
        story = await self._story(name)
        now = await self.seat.look(self.seat.desk.now)
        if now and not self._pane.is_deleted and name == self.doc:
            self._pane.show(view, story, now)

    async def _story(self, name: str) -> SecretStory | None:
        try:
            return await self.seat.ask(self._vault.story, name)
        except BillhookError:  # locked meanwhile: `load` says so
            return None

    async def _lock_up(self) -> None:
        if await self.seat.act(self._vault.lock):
            await self._again()

    async def _set_idle(self, chosen: events.GenericEventArguments) -> None:
        if await self.seat.act(self._vault.lock_after, int(chosen.args)):
            words = say(IDLE[str(chosen.args)])
            toast(say("Idle lock of a vault that a person unlocked: {words}.", words=words))
