"""All open questions, grouped by why they are asked, with their answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime
from itertools import groupby

from nicegui import events
from nicegui.element import Element

from model.exceptions import Answer, ExceptionReason, can_take_back
from model.inbox_words import ME, NOBODY, read
from model.people import User
from model.teaching import Said
from model.views import ExceptionView
from ui.bus import News
from ui.components.letter import letter
from ui.components.parts import (
    Words,
    apart,
    box,
    button,
    document_address,
    icon,
    icon_button,
    key_cap,
    statement_address,
    text,
    toast,
)
from ui.facts import label, question_title
from ui.keys import ANSWERS, Key, row_keys
from ui.languages import number, phrase, say
from ui.screens.base import Frame, Screen
from ui.screens.batch_bar import UndoBar, undo_last
from ui.screens.fields_pane import answer_button
from ui.screens.hands import Hands
from ui.screens.talk_pane import comments, say_field, whose
from ui.seat import Seat
from ui.stored_words import answer_word
from ui.wording import REASON_WORDS, age

FIRST = 25  # rows of a group that are drawn before a person asks for all
UNFIT = phrase("No question fits. Clear the search.")
EMPTY = phrase("No questions. Whatever Billhook can't settle by itself shows up here.")
GROUP = phrase("Exceptions")
ROWS = ".xrow"
FIRST_BLANK = ".xrow:focus-within .x-fill input"


class ExceptionsScreen(Screen):
    """Open questions. Answering one removes its row and nothing else moves."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._held: tuple[ExceptionView, ...] = ()
        self._groups: dict[ExceptionReason, _Group] = {}
        self._places: dict[tuple[str, str], Element] = {}  # where something unfolds
        self._unfolded: set[ExceptionReason] = set()
        self._picked: set[str] = set()
        self._at = ""  # the question in whose row the focus is
        self._now: datetime | None = None

    def build(self) -> None:
        """Lay out the screen; the questions come in `load`."""
        with self.top(say("Exceptions"), say("Supplier, number, words, for:me …")):
            pass
        undo = UndoBar()
        self._hands = Hands(self.seat, undo, self.load)
        with box("batch") as self._bar:
            self._number = text("", "batch-n", role="status")
            button(say("Assign"), self._assign_picked, classes="small")
            leave = {"key": "Esc", "press": "pick-none"}
            button(say("Clear"), self._pick_none, **leave, classes="ghost small")
        self._bar.visible = False
        self._page = box("page", role="region", aria_label=say("Questions"), tabindex="0")

    def actions(self) -> None:
        """Select all that are shown."""
        button(say("Select all"), self._pick_all, key="Ctrl A", press="pick-all", classes="ghost")

    async def load(self) -> None:
        """Ask for the questions and show what is new, without what is gone."""
        held = await self.seat.look(self.seat.desk.exceptions)
        now = await self.seat.look(self.seat.desk.now)
        if held is None or now is None or self._page.is_deleted or held == self._held:
            return
        gone_only = set(held) < set(self._held)
        self._held, self._now = held, now
        if gone_only and self._groups:
            self._prune({one.id for one in held})
            return
        at = self._at  # drawing the rows anew takes the focus away
        self._unfolded |= {one.reason for one in held if one.id == self.doc}
        self._draw(now)
        self.doc, named = self.doc or at, bool(self.doc)
        self._go_to_wanted(named=named)

    async def on_change(self, news: News) -> None:
        """Questions came or went."""
        if news.topic in ("exceptions", "inbox"):
            await self.load()

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return (
            *row_keys(ROWS, GROUP),
            Key("f", "F", "Fill the missing field", GROUP, focus=(FIRST_BLANK,), hint="fill"),
            *ANSWERS,
            Key("", "O", "Open the document, statement or mail", GROUP, hint="open"),
            Key("x", "X", "Select", GROUP, press="pick", hint="select"),
            Key("J", "Shift J", "Select, and go on", GROUP, press="pick", step=ROWS, amount=1),
            Key(
                "K", "Shift K", "Select, and go back", GROUP, press="pick", step=".xrow", amount=-1
            ),
            Key("mod+a", "Ctrl A", "Select all that are shown", GROUP, press="pick-all"),
            Key("escape", "Esc", "Select nothing", GROUP, press="pick-none"),
            Key("@", "@", "Assign to …", GROUP, press="assign"),
            Key("m", "M", "Assign to me", GROUP, press="mine"),
            Key("c", "C", "Comment", GROUP, press="talk"),
            Key("z", "Z", "Undo what you did last", GROUP, act="undo"),
        )

    def search(self, sought: str) -> None:
        """Show only the questions that hold all words; `for:me` are one's own."""
        self.sought = sought
        if self._now:
            self._draw(self._now)

    def _draw(self, now: datetime) -> None:
        self._page.clear()
        self._groups = {}
        with self._page:
            fitting = [one for one in self._held if fits(one, self.sought, self.seat.user)]
            self._picked &= {one.id for one in fitting}
            self._show_picked()
            if not fitting:
                _nothing(UNFIT if self._held else EMPTY)
            ordered = sorted(fitting, key=lambda one: one.reason)
            for reason, members in groupby(ordered, key=lambda one: one.reason):
                self._group(reason, tuple(members), now)

    def _go_to_wanted(self, *, named: bool) -> None:
        """Take the focus to the question that the address named, once, or that had it before."""
        wanted, self.doc = self.doc, ""
        for group in self._groups.values():
            if wanted in group.rows:
                group.rows[wanted].run_method("focus")
                return
        if wanted and named:
            toast(say("That question has been answered."))

    def _group(
        self, reason: ExceptionReason, members: tuple[ExceptionView, ...], now: datetime
    ) -> None:
        group = self._groups[reason] = _Group(reason, members)
        with group.box:
            with box("group-head"):
                text(say(REASON_WORDS[reason]), tag="h2")
                group.number = text(str(len(members)), "quiet tn")
                box("gap")
                for answer in _common(members):
                    self._batch(group, answer)
            shown = members if reason in self._unfolded else members[:FIRST]
            for member in shown:
                group.rows[member.id] = self._row(member, now)
            if len(shown) < len(members):
                button(say("Show all {n}", n=len(members)), self._unfolder(reason))

    def _row(self, held: ExceptionView, now: datetime) -> Element:
        row = box("xrow", tabindex="0", role="group", aria_label=_title(held), data_answers="")
        row.props["data-row"] = held.id
        row.on("focusin", lambda: self._focus(held.id), args=[])
        row.on("focusout", lambda: self._focus(""), args=[])
        row.classes("sel") if held.id in self._picked else None
        with row:
            pick = icon_button(say("Select (X)"), "check", self._picker(held.id), press="pick")
            pick.classes("pick").props["aria-pressed"] = str(held.id in self._picked).lower()
            with box("x-what"):
                with box("x-head"):
                    icon("circle-alert")
                    first, rest = _named(held)
                    text(first, tag="b")
                    apart((*rest, age(held.opened, now)), "quiet")
                    text(whose(held.assigned), "whose")
                text(held.sentence, tag="p")
                for name in held.fields:
                    self._blank(held, name)
                self._places[held.id, "mail"] = box("x-mail")
                comments(held.comments, now)
                talk = box()
            with box("acts"):
                for answer in held.answers:
                    answer_button(
                        answer_word(answer.label),
                        answer.key,
                        self._answerer(held, answer),
                        question=held.id,
                        final=not can_take_back(held.subject, answer.action),
                    )
                if held.statement_id:
                    _opener(statement_address(held.statement_id))
                elif held.document_id:
                    _opener(document_address(held.document_id))
                elif held.mail_id:
                    button(say("Mail"), self._unfolder_of(held.mail_id, held.id), key="o").props[
                        "data-key"
                    ] = "o"
                self._talk_buttons(held, talk)
        return row

    def _talk_buttons(self, held: ExceptionView, place: Element) -> None:
        """Whose it is, and what is said: the same keys as in the inbox."""

        async def tell(said: str) -> None:
            if await self.seat.act(self.seat.desk.talk.comment, held.subject, said):
                await self.load()

        self._places[held.id, "talk"] = place

        def unfold() -> None:
            place = self._places[held.id, "talk"]
            if not (place.is_deleted or list(place)):
                with place:
                    field = say_field(tell)
                field.run_method("focus")

        async def assign() -> None:
            await self._hands.ask(self._subjects(held))

        async def mine() -> None:
            await self._hands.take(self._subjects(held))

        icon_button(say("Comment (C)"), "message-square", unfold, press="talk")
        icon_button(say("Assign to … (@)"), "user", assign, press="assign")
        icon_button(say("Assign to me (M)"), "bookmark", mine, press="mine")

    def _focus(self, exception_id: str) -> None:
        self._at = exception_id

    def _subjects(self, held: ExceptionView | None) -> list[str]:
        """What the selected questions are about; of one that is not selected, its own."""
        if held and held.id not in self._picked:
            return [held.subject]
        return list(dict.fromkeys(one.subject for one in self._held if one.id in self._picked))

    async def _assign_picked(self) -> None:
        await self._hands.ask(self._subjects(None))

    def _picker(self, exception_id: str) -> Callable[[], None]:
        def pick() -> None:
            self._picked ^= {exception_id}
            self._show_picked()

        return pick

    def _pick_all(self) -> None:
        shown = (one.id for one in self._held if fits(one, self.sought, self.seat.user))
        self._picked = set(shown)
        self._show_picked()

    def _pick_none(self) -> None:
        self._picked = set()
        self._show_picked()

    def _show_picked(self) -> None:
        for group in self._groups.values():
            for held, row in group.rows.items():
                on = held in self._picked
                row.classes("sel") if on else row.classes(remove="sel")
                next(iter(row)).props["aria-pressed"] = str(on).lower()
        self._number.text = say("{many} selected", many=number(len(self._picked)))
        self._bar.visible = bool(self._picked)

    def _blank(self, held: ExceptionView, name: str) -> None:
        """A field of the document that is missing: Enter fills it, and the question may be over."""
        with box("x-fill", "label"):
            text(label(name))
            blank = box("", "input", type="text", autocomplete="off", spellcheck="false")

        async def fill(event: events.GenericEventArguments) -> None:
            document_id, typed = held.document_id or "", str(event.args)
            following = self._following(held.id)
            correct = self.seat.desk.evidence.correct
            if await self.seat.act(correct, document_id, Said(name, typed)):
                toast(f"{label(name)}: {typed.strip()}")
                await self.load()
                _go_to(self._more_of(held) or following)

        blank.on("keydown.enter", fill, js_handler="(e) => emit(e.target.value)")

    def _unfolder_of(self, mail_id: str, held_id: str) -> Callable[[], Awaitable[None]]:
        """Shows the mail that a question is about in its row, and hides it again."""

        async def unfold() -> None:
            place = self._places[held_id, "mail"]
            mail = None if list(place) else await self.seat.look(self.seat.desk.mail, mail_id)
            if place.is_deleted:
                return
            place.clear()
            if mail is not None:
                with place:
                    letter(mail)

        return unfold

    def _batch(self, group: _Group, answer: Answer) -> None:
        seen = {one.id for one in group.members}

        async def give_all() -> None:
            if await self._give([one for one in self._held if one.id in seen], answer):
                await self.load()

        many = len(group.members)
        button(
            say("{answer} all {n}", answer=answer_word(answer.label), n=number(many)),
            give_all,
            classes="small",
        )

    async def act(self, verb: str, at: str) -> None:  # noqa: ARG002 - undo is about no row
        """Undo what this person did last, wherever that was."""
        if verb == "undo":
            await undo_last(self.seat)
            await self.load()

    async def answer(self, question: str, key: str) -> None:
        """Give an answer to the question of the row that the person saw."""
        for held in self._held:
            for one in held.answers:
                if held.id == question and one.key == key:
                    await self._answerer(held, one)()
                    return
        toast(say("That question has been answered."))

    def _answerer(self, held: ExceptionView, answer: Answer) -> Callable[[], Awaitable[None]]:
        async def give() -> None:
            following = self._following(held.id)
            if await self._give(self._alike(held, answer), answer):
                await self.load()
                _go_to(following)

        return give

    async def _give(self, asked: list[ExceptionView], answer: Answer) -> bool:
        """Whether any of these questions is answered; `Z` takes all of it back at once."""
        ids = [one.id for one in asked]
        done = await self.seat.result(self.seat.desk.answer_all, ids, answer.key)
        for why in done.refused if done else ():
            toast(why, wrong=True)
        if not done or not done.ids:
            if done and not done.refused:
                toast(say("That question has been answered."))
            return False
        given = len(done.ids)
        times = say(", {many} times", many=number(given)) if given > 1 else ""
        toast(f"{_titles(asked)}: {answer_word(answer.label)}{times}.")
        return True

    def _alike(self, held: ExceptionView, answer: Answer) -> list[ExceptionView]:
        """The question, or where it is one of those selected, all of them that take the answer."""
        if held.id not in self._picked:
            return [held]
        picked = [one for one in self._held if one.id in self._picked]
        return [one for one in picked if one.reason == held.reason and answer in one.answers]

    def _more_of(self, held: ExceptionView) -> Element | None:
        """The row of what else is to be filled in the same document."""
        more = (one.id for one in self._held if one.fields and one.subject == held.subject)
        rows = {name: row for group in self._groups.values() for name, row in group.rows.items()}
        return next((rows[name] for name in more if name in rows), None)

    def _following(self, exception_id: str) -> Element | None:
        rows = [row for group in self._groups.values() for row in group.rows.items()]
        ids = [held_id for held_id, _ in rows]
        at = ids.index(exception_id)
        after = rows[at + 1 :] or rows[:at][-1:]
        return after[0][1] if after else None

    def _unfolder(self, reason: ExceptionReason) -> Callable[[], Awaitable[None]]:
        async def unfold() -> None:
            self._unfolded.add(reason)
            now = await self.seat.look(self.seat.desk.now)
            if now:
                self._draw(now)

        return unfold

    def _prune(self, left: set[str]) -> None:
        for reason, group in list(self._groups.items()):
            group.prune(left)
            if not group.rows:
                group.box.delete()
                del self._groups[reason]
        if not self._groups:
            with self._page:
                _nothing()


class _Group:
    """The questions of one reason on the screen."""

    def __init__(self, reason: ExceptionReason, members: tuple[ExceptionView, ...]) -> None:
        self.reason = reason
        self.members = members
        self.rows: dict[str, Element] = {}
        self.number: Words | None = None
        self.box = box("group", "section")

    def prune(self, left: set[str]) -> None:
        """Take away the rows of what is no longer open."""
        self.members = tuple(member for member in self.members if member.id in left)
        for gone in set(self.rows) - left:
            self.rows.pop(gone).delete()
        if self.number:
            self.number.text = str(len(self.members))


def _common(members: Iterable[ExceptionView]) -> list[Answer]:
    """The answers that every member takes, where there are several members."""
    all_answers = [member.answers for member in members]
    if len(all_answers) < 2:  # noqa: PLR2004 - one is answered in its row
        return []
    return [answer for answer in all_answers[0] if all(answer in more for more in all_answers)]


def fits(held: ExceptionView, sought: str, user: User) -> bool:
    """Whether a question is one of those that a search is for."""
    typed = read(sought, date.max)
    says = f"{_title(held)} {held.supplier} {held.number} {held.sentence}".casefold()
    people = {held.assigned.casefold() or NOBODY, ME if held.assigned == user.full_name else ""}
    return (
        all(word in says for word in typed.words)
        and all(name in held.supplier.casefold() for name in typed.suppliers)
        and all(any(name in one for one in people) for name in typed.assigned)
    )


def _go_to(row: Element | None) -> None:
    if row and not row.is_deleted:
        row.run_method("focus")


def _titles(asked: list[ExceptionView]) -> str:
    """What a question is called; of several with one reason, the reason."""
    if len(asked) > 1 and len({one.reason for one in asked}) == 1:
        return say(REASON_WORDS[asked[0].reason])
    return _title(asked[0])


def _title(held: ExceptionView) -> str:
    return question_title(held.reason, held.title)


def _named(held: ExceptionView) -> tuple[str, tuple[str, ...]]:
    """What stands first in a row, and what beside it: a title that the group says is left out."""
    title = _title(held)
    if held.supplier and title == REASON_WORDS[held.reason]:
        return held.supplier, (held.number,)
    return title, (held.supplier, held.number)


def _opener(address: str) -> None:
    link = box("btn ghost", "a", href=address, data_key="o")
    with link:
        icon("arrow-up-right")
        text(say("Open"))
        key_cap("o")


def _nothing(words: str = EMPTY) -> None:
    with box("nothing"):
        icon("circle-check")
        text(say(words), tag="p")
