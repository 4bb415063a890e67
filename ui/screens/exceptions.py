"""All open questions, grouped by why they are asked, with their answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from itertools import groupby

from nicegui import events
from nicegui.element import Element

from model.exceptions import Answer, ExceptionReason
from model.teaching import Said
from model.views import ExceptionView
from ui.bus import News
from ui.components.letter import letter
from ui.components.parts import (
    Words,
    box,
    button,
    document_address,
    icon,
    key_cap,
    statement_address,
    text,
    toast,
)
from ui.facts import label, question_title
from ui.keys import ANSWERS, Key, row_keys
from ui.languages import number, phrase, say
from ui.screens.base import Frame, Screen
from ui.screens.fields_pane import answer_button
from ui.seat import Seat
from ui.stored_words import answer_word
from ui.wording import REASON_WORDS, age

FIRST = 25  # rows of a group that are drawn before a person asks for all
EMPTY = phrase("No questions. Whatever Billhook can't settle by itself shows up here.")
GROUP = phrase("Exceptions")
FIRST_BLANK = ".xrow:focus-within .x-fill input"


class ExceptionsScreen(Screen):
    """Open questions. Answering one removes its row and nothing else moves."""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        super().__init__(seat, frame, view=view, doc=doc)
        self._held: tuple[ExceptionView, ...] = ()
        self._groups: dict[ExceptionReason, _Group] = {}
        self._unfolded: set[ExceptionReason] = set()

    def build(self) -> None:
        """Lay out the screen; the questions come in `load`."""
        with self.top(say("Exceptions")):
            pass
        self._page = box("page", role="region", aria_label=say("Questions"), tabindex="0")

    async def load(self) -> None:
        """Ask for the questions and show what is new, without what is gone."""
        held = await self.seat.look(self.seat.desk.exceptions)
        now = await self.seat.look(self.seat.desk.now)
        if held is None or now is None or self._page.is_deleted or held == self._held:
            return
        new = {one.id for one in held} - {one.id for one in self._held}
        self._held = held
        if new or not self._groups:
            self._unfolded |= {one.reason for one in held if one.id == self.doc}
            self._draw(now)
            self._go_to_wanted()
        else:
            self._prune({one.id for one in held})

    async def on_change(self, news: News) -> None:
        """Questions came or went."""
        if news.topic in ("exceptions", "inbox"):
            await self.load()

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return (
            *row_keys(".xrow", GROUP),
            Key("f", "F", "Fill the missing field", GROUP, focus=(FIRST_BLANK,), hint="fill"),
            *ANSWERS,
            Key("", "O", "Open the document, statement or mail", GROUP, hint="open"),
        )

    def _draw(self, now: datetime) -> None:
        self._page.clear()
        self._groups = {}
        with self._page:
            if not self._held:
                _nothing()
            ordered = sorted(self._held, key=lambda one: one.reason)
            for reason, members in groupby(ordered, key=lambda one: one.reason):
                self._group(reason, tuple(members), now)

    def _go_to_wanted(self) -> None:
        """Take the focus to the question that the address names, once."""
        wanted, self.doc = self.doc, ""
        for group in self._groups.values():
            if wanted in group.rows:
                group.rows[wanted].run_method("focus")
                return
        if wanted:
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
        with row:
            with box("x-what"):
                with box("x-head"):
                    icon("circle-alert")
                    first, rest = _named(held)
                    text(first, tag="b")
                    text(" · ".join(filter(None, (rest, age(held.opened, now)))), "quiet")
                text(held.sentence, tag="p")
                for name in held.fields:
                    self._blank(held, name)
                mail = box("x-mail")
            with box("acts"):
                for answer in held.answers:
                    answer_button(
                        answer_word(answer.label), answer.key, self._answerer(held, answer)
                    )
                if held.statement_id:
                    _opener(statement_address(held.statement_id))
                elif held.document_id:
                    _opener(document_address(held.document_id))
                elif held.mail_id:
                    button(say("Mail"), self._unfolder_of(held.mail_id, mail), key="o").props[
                        "data-key"
                    ] = "o"
        return row

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

    def _unfolder_of(self, mail_id: str, place: Element) -> Callable[[], Awaitable[None]]:
        """Shows the mail that a question is about in its row, and hides it again."""

        async def unfold() -> None:
            mail = None if list(place) else await self.seat.look(self.seat.desk.mail, mail_id)
            if place.is_deleted:
                return
            place.clear()
            if mail is not None:
                with place:
                    letter(mail)

        return unfold

    def _batch(self, group: _Group, answer: Answer) -> None:
        async def give_all() -> None:
            for member in [one for one in self._held if one.reason == group.reason]:
                if not await self.seat.act(self.seat.desk.answer, member.id, answer.key):
                    break
            await self.load()

        many = len(group.members)
        button(
            say("{answer} all {n}", answer=answer_word(answer.label), n=number(many)),
            give_all,
            classes="small",
        )

    def _answerer(self, held: ExceptionView, answer: Answer) -> Callable[[], Awaitable[None]]:
        async def give() -> None:
            following = self._following(held.id)
            if await self.seat.act(self.seat.desk.answer, held.id, answer.key):
                toast(f"{_title(held)}: {answer.label}.")
                await self.load()
                _go_to(following)

        return give

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


def _go_to(row: Element | None) -> None:
    if row and not row.is_deleted:
        row.run_method("focus")


def _title(held: ExceptionView) -> str:
    return question_title(held.reason, held.title)


def _named(held: ExceptionView) -> tuple[str, str]:
    """What stands first in a row, and what beside it: a title that the group says is left out."""
    title = _title(held)
    if held.supplier and title == REASON_WORDS[held.reason]:
        return held.supplier, held.number
    return title, " · ".join(filter(None, (held.supplier, held.number)))


def _opener(address: str) -> None:
    link = box("btn ghost", "a", href=address, data_key="o")
    with link:
        icon("arrow-up-right")
        text(say("Open"))
        key_cap("o")


def _nothing() -> None:
    with box("nothing"):
        icon("circle-check")
        text(EMPTY, tag="p")
