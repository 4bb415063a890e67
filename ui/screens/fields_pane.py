"""The right of the inbox: why it is here, what it says, whether that holds, and what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Final

from nicegui import events

from model.documents import Check, Line
from model.teaching import LearnedView, Said
from model.views import DocumentView, FieldView, ReasonCard, SourceView, VersionView
from ui.components.doc_view import first_evidence
from ui.components.drawing import Drawing, Piece, glyph_of, piece, span, state
from ui.components.field_row import FieldRow, spot
from ui.components.parts import box, button, icon, icon_button, text
from ui.entity_words import entity_words
from ui.facts import label, ordered, question_title, taught_words, told
from ui.languages import say
from ui.screens.talk_pane import TalkButtons
from ui.stored_words import answer_word, check_word
from ui.wording import SETTLED, SOURCE_ICONS, clock_time, count, figure, status_word

TIMES = " \N{MULTIPLICATION SIGN} "

Answer = Callable[[str, str], Awaitable[None]]
Correct = Callable[[str, Said], Awaitable[None]]
About = Callable[[DocumentView], Awaitable[None]]
Rest = Callable[[], Awaitable[None]]
Forget = Callable[[DocumentView, LearnedView], Awaitable[None]]

_REST: Final = 0.3  # seconds


class FieldsPane:
    """The fields of one document with the question, the checks and the answer."""

    def __init__(
        self,
        answer: Answer,
        deliver: About,
        correct: Correct,
        *,
        undo: About,
        forget: Forget,
        forget_all: About,
        again: About,
        on_rest: Rest,
        talk: TalkButtons,
    ) -> None:
        self._answer, self._deliver, self._correct = answer, deliver, correct
        self._undo, self._forget, self._forget_all = undo, forget, forget_all
        self._again, self._on_rest = again, on_rest
        self._talk = talk
        self.busy = False
        self._shown: DocumentView | None = None
        self._rows: dict[str, FieldRow] = {}
        self._pane = box("fp", role="region", aria_label=say("Fields"))

    def show(self, document: DocumentView | None, now: datetime) -> None:
        """Show a document's fields. The same document as before is left as it is."""
        if document is not None and document == self._shown:
            return
        self._shown, self.busy = document, False
        self._pane.props["data-subject"] = document.id if document else ""
        self._rows = {}
        self._pane.clear()
        if document is None:
            return
        with self._pane:
            with box("fp-s", tabindex="0", role="group", aria_label=say("Fields and checks")):
                _head(document, now)
                self._talk.hands(document.thread, document.id)
                for reason in document.reasons:
                    self._reason(reason)
                self._fields(document)
                _lines(document)
                _checks(document.checks)
                _versions(document, now)
                self._talk.thread(document.thread, now, self._on_busy, document.id)
                _story(document, now)
            self._bar(document)

    def patch(self, document: DocumentView) -> None:
        """Write the fields anew while a person types into one of them; the rest follows later."""
        for field in document.fields:
            if field.name in self._rows:
                self._rows[field.name].show(document, field)

    def _reason(self, reason: ReasonCard) -> None:
        title = question_title(reason.reason, reason.title)
        with box("why", role="group", aria_label=title, data_answers=""):
            Drawing("b", "", glyph_of("circle-alert"), span(title))
            text(reason.sentence, tag="p")
            with box("acts"):
                for answer in reason.answers:
                    answer_button(
                        answer_word(answer.label),
                        answer.key,
                        self._answerer(reason, answer.key),
                        question=reason.exception_id,
                    )

    def _answerer(self, reason: ReasonCard, key: str) -> Callable[[], Awaitable[None]]:
        return lambda: self._answer(reason.exception_id, key)

    def _fields(self, document: DocumentView) -> None:
        unsure = sum(not field.sure for field in document.fields)
        found = sum(bool(field.value) for field in document.fields)
        with box("", "h3"):
            text(say("Fields"))
            told = [say("{n} read", n=found)]
            if unsure:
                told.append(say("{n} unsure", n=unsure))
            text(" · ".join(told), "meta")
            if document.correction:
                undo = partial(self._undo, document)
                button(say("Undo"), undo, press="undo", classes="ghost small")
            again = partial(self._again, document)
            icon_button(say("Read again (Shift R)"), "refresh-cw", again, press="again")
        first = first_evidence(document)
        for field in ordered(document):
            self._field(document, field, first=field.name == first)
        if document.learned:
            self._learned(document)

    def _learned(self, document: DocumentView) -> None:
        """Say what corrections taught, each with the way to have it forgotten."""
        used = [one for one in document.learned if one.used]
        for one in used:
            self._lesson(document, one)
        with box("learned"):
            text(_learned_words(len(used), len(document.learned)), "quiet")
            forget = partial(self._forget_all, document)
            button(say("Forget all"), forget, glyph="x", press="forget", classes="ghost")

    def _lesson(self, document: DocumentView, learned: LearnedView) -> None:
        with box("learn", role="note"):
            icon("sparkles")
            text(taught_words(learned, here=learned.document_id == document.id))
            icon_button(
                say("Forget where the {label} stands", label=label(learned.name)),
                "x",
                partial(self._forget, document, learned),
            )

    def _field(self, document: DocumentView, field: FieldView, *, first: bool) -> None:
        row = self._rows[field.name] = FieldRow(document, field, first=first)
        row.on("busy", self._on_busy)

        async def correct(event: events.GenericEventArguments) -> None:
            at = spot(event.args["spot"])
            await self._correct(document.id, Said(field.name, str(event.args["value"]), at))

        row.on("correct", correct)

    async def _on_busy(self, event: events.GenericEventArguments) -> None:
        self.busy = bool(event.args)
        if not self.busy:
            await asyncio.sleep(_REST)  # who goes on to the next field is not at rest
        if not (self.busy or self._pane.is_deleted):
            await self._on_rest()

    def _bar(self, document: DocumentView) -> None:
        with box("acts-bar"):
            if document.can_deliver:
                button(
                    say("Deliver"),
                    partial(self._deliver, document),
                    glyph="send",
                    key="d",
                    press="deliver",
                    classes="pri",
                )
            else:
                text(_why_not(document), "quiet")


def answer_button(
    label: str,
    key: str,
    on_click: Callable[[], Awaitable[None]],
    *,
    question: str,
    final: bool = False,
) -> None:
    """A button that gives an answer; its key gives it too, by `Screen.answer`.

    One that is `final` says so before it is pressed.
    """
    made = button(label, on_click, glyph="arrow-up-right" if final else "", key=key)
    if final:
        made.props["title"] = say("This can't be taken back.")
    made.props.update({"data-key": key.lower(), "data-answer": key, "data-question": question})


def _head(document: DocumentView, now: datetime) -> None:
    text(document.supplier, tag="h2")
    sources = (one for source in document.sources[:1] for one in _source(source, now))
    Drawing("div", "sub", state(document.status), *sources)
    if document.entity:
        text(entity_words(document), "quiet", "p")


def _source(source: SourceView, now: datetime) -> tuple[Piece, ...]:
    return (
        span("·", aria_hidden="true"),
        glyph_of(SOURCE_ICONS.get(source.kind, "file-text")),
        span(source.label, "whence", title=source.label),
        span(f"· {clock_time(source.at, now)}"),
    )


def _lines(document: DocumentView) -> None:
    if not document.lines:
        return
    summary = piece(
        "summary",
        "fold",
        glyph_of("chevron-right", "turn"),
        piece("b", "", say("Lines")),
        span(str(len(document.lines))),
        data_press="lines",
    )
    Drawing("details", "fold-box", summary, piece("ul", "lines", *map(_line, document.lines)))


def _line(line: Line) -> Piece:
    price = TIMES.join(filter(None, (_number(line.quantity), _number(line.unit_price))))
    return piece(
        "li",
        "line",
        span(line.description, "what"),
        span(_number(line.total), "tn"),
        span(f"{price} {line.unit or ''}".strip(), "quiet tn"),
    )


def _number(value: Decimal | None) -> str:
    return figure(value) if value is not None else ""


def _checks(checks: tuple[Check, ...]) -> None:
    if not checks:
        return
    Drawing("h3", "", span(say("Checks")))
    for check in checks:
        _check(check)


def _check(check: Check) -> None:
    look = {True: ("chk", "check", ""), False: ("chk bad", "x", say("Failed: "))}
    classes, glyph, spoken = look.get(bool(check.ok), look[True])
    if check.ok is None:
        classes, glyph, spoken = "chk open", "minus", say("Not checked: ")
    name = piece("span", "", span(spoken, "sr"), span(check_word(check.name)))
    Drawing("div", classes, glyph_of(glyph), name, span(check.detail))


def _story(document: DocumentView, now: datetime) -> None:
    Drawing("h3", "", span(say("Story")))
    Drawing("ol", "story", *(_told(told(line), line.at, now) for line in document.story))


def _versions(document: DocumentView, now: datetime) -> None:
    """Every file that came under the number, where it came with another content."""
    if len(document.versions) < 2:  # noqa: PLR2004 - one version is the document itself
        return
    Drawing("h3", "", span(say("Versions")))
    versions = enumerate(document.versions, 1)
    Drawing("ol", "story", *(_version(number, one, document, now) for number, one in versions))


def _version(number: int, version: VersionView, shown: DocumentView, now: datetime) -> Piece:
    newest = version.sha256 == shown.sha256
    words = say("Version {n}, shown here" if newest else "Version {n}", n=number)
    address = f"/doc/{version.sha256}/original"
    link = piece("a", "lnk", words, href=address, download="")
    return piece("li", "", link, span(clock_time(version.at, now), "quiet"))


def _told(words: str, at: datetime, now: datetime) -> Piece:
    return piece("li", "", span(words, title=words), span(clock_time(at, now), "quiet"))


def _learned_words(used: int, every: int) -> str:
    """How much was learned of the supplier's layouts, and what of it this document shows."""
    learned = say("{places} learned from corrections", places=count(every, "place"))
    return learned if used == every else say("{learned}, {n} of them here", learned=learned, n=used)


def _why_not(document: DocumentView) -> str:
    if document.status in SETTLED:
        return document.status_note or f"{status_word(document.status)}."
    if document.reasons:
        return say(
            "Answer {questions} above first.", questions=count(len(document.reasons), "question")
        )
    return document.status_note or say("There is nothing to deliver.")
