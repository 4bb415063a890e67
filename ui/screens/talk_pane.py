"""What people say about a document: the thread, the field to say more, and who has it in hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Final

from nicegui import events
from nicegui.element import Element

from model.talk import LONGEST, Comment, Thread
from ui.components.drawing import Drawing, piece, span
from ui.components.parts import box, button, icon, key_cap, text
from ui.languages import say
from ui.wording import clock_time

About = Callable[[str], Awaitable[None]]
SayAbout = Callable[[str, str], Awaitable[None]]
Say = Callable[[str], Awaitable[None]]
Busy = Callable[[events.GenericEventArguments], Awaitable[None]]
TAKE: Final = """(e) => {
  const field = e.target, said = field.value;
  field.value = "";
  field.blur();
  emit(said);
  if (window.socket?.connected) sessionStorage.removeItem(`draft:${field.dataset.draft}`);
}"""


class TalkButtons:
    """Draws a thread and whose a document is, into whatever pane is being made.

    Each button is about the document that it was drawn for.
    """

    def __init__(self, say: SayAbout, assign: About, mine: About) -> None:
        self._say, self._assign, self._mine = say, assign, mine

    def hands(self, thread: Thread, about: str) -> None:
        """Who has it in hand, and the keys that change that."""
        assign, mine = partial(self._assign, about), partial(self._mine, about)
        with box("hands"):
            icon("user")
            text(
                whose(thread.assigned.full_name if thread.assigned else "") or say("Nobody's"),
                "whose",
            )
            button(say("Assign"), assign, key="@", press="assign", classes="ghost small")
            button(say("Mine"), mine, key="m", press="mine", classes="ghost small")

    def thread(self, thread: Thread, now: datetime, on_busy: Busy, about: str) -> None:
        """What was said, oldest first, and the field to say more."""
        Drawing("h3", "", span(say("Comments")))
        comments(thread.comments, now)
        say_field(partial(self._say, about), on_busy, about=about)


def comments(said: Iterable[Comment], now: datetime) -> None:
    """What was said. It is set as text: markup in it is shown, not followed."""
    for one in said:
        when = span(clock_time(one.at, now), "quiet", title=one.at.isoformat())
        Drawing(
            "article",
            "said",
            piece("div", "said-by", piece("b", "", one.author), when),
            piece("p", "said-text", one.text),
            aria_label=say("Comment of {author}", author=one.author),
        )


def say_field(tell: Say, on_busy: Busy | None = None, *, about: str = "") -> Element:
    """A field to say something; Enter says it, @name names somebody.

    What is typed `about` a subject is kept by the browser until it is said.
    """
    with box("say", "label"):
        icon("message-square")
        field = box("", "input", type="text", maxlength=str(LONGEST), autocomplete="off")
        field.props["aria-label"] = say("Comment")
        if about:
            field.props["data-draft"] = f"{about}:comment"
        field.props["placeholder"] = say("Say something, @name …")
        key_cap("c")

    async def said(event: events.GenericEventArguments) -> None:
        if words := str(event.args).strip():
            await tell(words)

    if on_busy:
        field.on("focus", on_busy, js_handler="() => emit(true)")
        field.on("blur", on_busy, js_handler="() => emit(false)")
    return field.on("keydown.enter", said, js_handler=TAKE)


def whose(full_name: str) -> str:
    """In whose hands something is, in words; empty for nobody's."""
    return say("For {person}", person=full_name) if full_name else ""
