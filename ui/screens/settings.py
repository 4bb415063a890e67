"""Settings: what the company decides, each rule changed where it stands; and the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from nicegui import events, ui
from nicegui.element import Element

from model.errors import BillhookError, SignedOut
from model.people import Event
from model.settings_desk import RuleView
from ui.bus import News
from ui.components.parts import Words, box, button, document_address, text, toast
from ui.keys import Key, row_keys
from ui.languages import number, phrase, say
from ui.refusals import refusal_words
from ui.screens.account_pane import AccountPane
from ui.screens.backup_pane import BackupPane
from ui.screens.base import Frame, Screen, Tabs
from ui.screens.destinations_pane import DestinationsPane
from ui.screens.entities_pane import EntitiesPane
from ui.screens.first_steps import ADDRESS as START
from ui.screens.mailboxes_pane import MailboxesPane
from ui.screens.people_pane import PeoplePane
from ui.seat import Seat
from ui.wording import clock_time, count

GROUP: Final = phrase("Settings")
VIEWS: Final = {
    "rules": phrase("Rules"),
    "mailboxes": phrase("Mailboxes"),
    "destinations": phrase("Destinations"),
    "trail": phrase("Audit trail"),
    "people": phrase("People"),
    "account": phrase("My account"),
    "backup": phrase("Backup"),
    "companies": phrase("Companies"),
}
GROUPS: Final = {
    "po_": phrase("Orders"),
    "receipt_": phrase("Orders"),
    "takeover_": phrase("Imported sign-ins"),
    "minutes_": phrase("What is saved"),
}
COMPANY: Final = phrase("Company")
FIELDS: Final = (".setrow:focus input", ".setrow:focus select", ".setrow input")
ONLY_ADMINS: Final = phrase("An admin can change these.")
_DOCUMENT: Final = "document:"
_Asked = tuple[tuple[Event, ...], Mapping[str, str], datetime]
_TYPED: Final = "(e) => emit(e.target.value)"


class SettingsScreen(Screen):
    """The rules or the trail, by the tab."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._trail = TrailPane(seat)
        self._rules = RulesPane(seat)
        self._mailboxes = MailboxesPane(seat)
        self._destinations = DestinationsPane(seat)
        self._people = PeoplePane(seat)
        self._account = AccountPane(seat)
        self._backup = BackupPane(seat)
        self._companies = EntitiesPane(seat)

    def build(self) -> None:
        """Lay out all views; the tab shows one."""
        self.view = self.view if self.view in VIEWS else "rules"
        with self.top(say("Settings"), say("Rule, person, document …")):
            self._tabs = Tabs(VIEWS, self.view, self._choose)
        with box("page", role="region", aria_label=say("Settings"), tabindex="0"):
            self._rules.build()
            self._mailboxes.build()
            self._destinations.build()
            self._trail.build()
            self._people.build()
            self._account.build()
            self._backup.build()
            self._companies.build()
        self._show()

    def actions(self) -> None:
        """The way back to the first steps."""
        button(
            say("First steps"), lambda: ui.navigate.to(START), glyph="play", key="f", press="start"
        )

    async def load(self) -> None:
        """Ask for the rules, the newest events and the people."""
        await self._rules.load()
        await self._mailboxes.load()
        await self._destinations.load()
        await self._trail.load()
        await self._people.load()
        await self._account.load()
        await self._backup.load()
        await self._companies.load()

    async def on_change(self, news: News) -> None:
        """Somebody changed a rule, or something went on record."""
        if news.topic == "settings":
            await self.load()
        elif news.topic == "mail":
            await self._mailboxes.load()
        elif news.topic == "deliveries":
            await self._destinations.load()

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return (
            *row_keys(".setrow:not([hidden]), .conn, .trail-row", GROUP),
            self._change_key(),
            *(
                Key(str(number), str(number), label, GROUP, press=f"view-{view}")
                for number, (view, label) in enumerate(VIEWS.items(), 1)
            ),
            Key("f", "F", "The first steps", GROUP, press="start"),
            Key("n", "N", "Connect another one", GROUP, press="connect"),
            Key("r", "R", "Remove the chosen one", GROUP, press="remove"),
            Key("a", "A", "Add a person, or change your password", GROUP, press="new"),
            Key("u", "U", "Put the last changed rule back", GROUP, press="undo"),
            Key("b", "B", "Make a backup", GROUP, press="backup"),
            Key("o", "O", "Older events", GROUP, press="older"),
            Key("p", "P", "Prove the whole trail", GROUP, press="prove"),
        )

    def _change_key(self) -> Key:
        if self.view == "rules":
            return Key("e", "E", "Change the chosen rule", GROUP, focus=FIELDS, hint="change")
        return Key("e", "E", "Change the chosen one", GROUP, press="change", hint="change")

    def search(self, sought: str) -> None:
        """Show only what holds the words."""
        self._rules.narrow(sought)
        self._trail.ask(sought)
        self._people.narrow(sought)

    def _choose(self, view: str) -> None:
        self.view = view
        ui.navigate.history.replace(f"/settings?{urlencode({'view': view})}")
        self._show()
        self.frame.bind(self.keys())

    def _show(self) -> None:
        self._rules.pane.visible = self.view == "rules"
        self._mailboxes.pane.visible = self.view == "mailboxes"
        self._destinations.pane.visible = self.view == "destinations"
        self._trail.pane.visible = self.view == "trail"
        self._people.pane.visible = self.view == "people"
        self._account.pane.visible = self.view == "account"
        self._backup.pane.visible = self.view == "backup"
        self._companies.pane.visible = self.view == "companies"


class RulesPane:
    """All rules; a value that does not do is told beside its field."""

    pane: Element

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._shown: tuple[RuleView, ...] = ()
        self._rows: dict[str, Element] = {}
        self._wrong: dict[str, Words] = {}
        self._before: tuple[str, str] | None = None

    def build(self) -> None:
        """Make room for them."""
        with box("settings rules") as self.pane:
            with box("acts"):
                if not self._seat.user.role.sets_rules:
                    text(say(ONLY_ADMINS), "quiet")
                self._undo = button(say("Put back"), self._put_back, key="u", press="undo")
            self._list = box()
        self._undo.visible = False

    async def load(self) -> None:
        """Ask for the rules, and draw them where they are others than before."""
        found = await self._seat.look(self._seat.desk.settings.rules)
        if found is None or found == self._shown or self._list.is_deleted:
            return
        self._shown = found
        self._list.clear()
        with self._list:
            for group, rules in groupby(sorted(found, key=_group), key=_group):
                text(say(group), "set-head", "h2")
                for rule in rules:
                    self._row(rule)

    def narrow(self, sought: str) -> None:
        """Show only the rules that hold all words."""
        words = sought.casefold().split()
        for rule in self._shown:
            held = f"{rule.name} {rule_name(rule)} {rule.text}".casefold()
            hidden = not all(word in held for word in words)
            row = self._rows[rule.name]
            row.props("hidden") if hidden else row.props(remove="hidden")

    def _row(self, rule: RuleView) -> None:
        name = rule_name(rule)
        with box("setrow", tabindex="0", role="group", aria_label=name) as self._rows[rule.name]:
            with box("set-what", "span"):
                text(name, tag="b")
                text(rule.text, "quiet")
            field = self._field(rule)
            default = (
                ""
                if rule.value == rule.default
                else say("{value} unless changed", value=rule.default)
            )
            text(default, "quiet set-default")
            self._wrong[rule.name] = text("", "wrong", role="alert")
        field.on("change", self._changer(rule.name), js_handler=_TYPED)

    def _field(self, rule: RuleView) -> Element:
        facts = {"aria_label": rule_name(rule)}
        if not self._seat.user.role.sets_rules:
            facts["disabled"] = ""
        if not rule.choices:
            return box("", "input", type="text", value=rule.value, maxlength="2000", **facts)
        select = box("", "select", **facts)
        with select:
            for choice in rule.choices:
                chosen = {"selected": ""} if choice == rule.value else {}
                text(choice, tag="option", value=choice, **chosen)
        return select

    def _changer(self, name: str) -> Callable[[events.GenericEventArguments], Any]:
        async def change(typed: events.GenericEventArguments) -> None:
            await self._set(name, str(typed.args).strip())

        return change

    async def _set(self, name: str, value: str) -> None:
        self._wrong[name].text = ""
        try:
            before = await self._seat.get(self._seat.desk.settings.set_rule, name, value)
        except SignedOut:
            return
        except BillhookError as refusal:
            self._wrong[name].text = refusal_words(refusal)
            return
        self._before = (name, before)
        self._undo.visible = True
        toast(say("{name} is {value}.", name=name, value=value))
        await self.load()

    async def _put_back(self) -> None:
        if self._before is None:
            return
        name, value = self._before
        if await self._seat.act(self._seat.desk.settings.set_rule, name, value):
            self._before, self._undo.visible = None, False
            toast(say("{name} is {value} again.", name=name, value=value))
            await self.load()


class TrailPane:
    """What happened, newest first, a hundred events at a time."""

    pane: Element

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._sought = ""
        self._oldest: int | None = None

    def build(self) -> None:
        """Make room for the events."""
        with box("settings trail") as self.pane:
            with box("acts"):
                button(say("Prove it"), self._prove, glyph="shield-check", key="p", press="prove")
            self._list = box()
            self._older = button(say("Older"), self._more, key="o", press="older")

    def ask(self, sought: str) -> None:
        """Show only events that hold the words."""
        self._sought = sought
        self._list.client.safe_invoke(self.load)

    async def load(self) -> None:
        """Ask for the newest events."""
        if found := await self._asked(None):
            self._list.clear()
            self._add(*found)

    async def _more(self) -> None:
        if found := await self._asked(self._oldest):
            self._add(*found)

    async def _asked(self, before: int | None) -> _Asked | None:
        """A hundred events, what they are about, and now; None where the page is gone."""
        desk = self._seat.desk
        found = await self._seat.look(desk.settings.trail, self._sought, before)
        about = await self._seat.look(desk.settings.called, {one.subject for one in found or ()})
        now = await self._seat.look(desk.now)
        if found is None or about is None or now is None or self._list.is_deleted:
            return None
        return found, about, now

    def _add(self, found: tuple[Event, ...], about: Mapping[str, str], now: datetime) -> None:
        self._oldest = found[-1].seq if found else None
        self._older.visible = bool(found) and found[-1].seq > 1
        with self._list:
            for one in found:
                _event(one, about.get(one.subject), now)
            if not found:
                text(say("No event holds these words."), "nothing", "p")

    async def _prove(self) -> None:
        number = await self._seat.look(self._seat.desk.settings.prove_trail)
        if number is not None:
            toast(
                say("{events}, each proved against the one before.", events=count(number, "event"))
            )


def _event(one: Event, about: str | None, now: datetime) -> None:
    with box(
        "trail-row", tabindex="0", role="group", aria_label=say("Event {n}", n=number(one.seq))
    ):
        text(number(one.seq), "quiet num")
        text(clock_time(one.at, now), "num", title=one.at.isoformat())
        text(one.actor, tag="b")
        text(one.verb)
        _subject(one.subject, about)
        text(one.detail, "quiet")


def _subject(subject: str, called: str | None) -> None:
    """What an event is about, by its name where it has one; its own words are told beside it."""
    if subject.startswith(_DOCUMENT):
        address = document_address(subject.removeprefix(_DOCUMENT))
        text(called or subject, "lnk", "a", href=address, title=subject)
    else:
        text(called or subject, title=subject)


def rule_name(rule: RuleView) -> str:
    """A rule's name as it reads: "PO tolerance percent"."""
    return rule.name.replace("_", " ").capitalize().replace("Po ", "PO ")


def _group(rule: RuleView) -> str:
    """What the rule belongs to; what concerns the whole company comes first."""
    return next((group for start, group in GROUPS.items() if rule.name.startswith(start)), COMPANY)
