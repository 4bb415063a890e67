"""What every screen has: a top bar, keys, and an ear for changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from nicegui import events
from nicegui.element import Element

from model.views import Counts
from ui.bus import News
from ui.components.drawing import PRESSED, Drawing, Piece, glyph_of, piece, span
from ui.components.parts import box, icon, key_cap, text
from ui.keys import Key
from ui.languages import number, say
from ui.seat import Seat

FLIP = """(e) => {
  const dark = !document.body.classList.contains("body--dark");
  document.cookie = `theme=${dark ? "dark" : "light"}; path=/; max-age=31536000; samesite=strict`;
  emit(dark);
}"""


_VIEW = "view-"
LONGEST = 10_000  # characters of a search field that are written over


class Frame(Protocol):
    """What a screen asks of the page around it."""

    counts: Counts

    def darken(self, dark: bool) -> None:  # noqa: FBT001 - the one thing it says
        """Show the dark theme, or the light one."""
        ...

    def bind(self, keys: tuple[Key, ...]) -> None:
        """Give the page other keys."""
        ...

    def unlock(self) -> None:
        """Ask for the vault's passphrase."""
        ...

    async def in_turn(self, deed: Callable[[], Awaitable[object]]) -> None:
        """Do what the person decided once all that was decided before is done."""
        ...


class Screen:
    """One screen, made anew at each visit: `build` lays out at once, `load` fills.

    `view` and `doc` come from the address: which view is asked for, and which record in it; and
    `sought`, what stands in the search field.
    """

    sought = ""

    def __init__(self, seat: Seat, frame: Frame, *, view: str, doc: str) -> None:
        self.seat = seat
        self.frame = frame
        self.view = view
        self.doc = doc

    def build(self) -> None:
        """Lay out the screen."""

    async def load(self) -> None:
        """Ask the desk for what the screen shows."""

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return ()

    async def act(self, verb: str, at: str) -> None:
        """Do what a key says to the record `at`; "" where there is none."""

    async def answer(self, question: str, key: str) -> None:
        """Give an answer to a question that is shown."""

    def on_counts(self, counts: Counts) -> None:
        """Other numbers than before."""

    async def on_change(self, news: News) -> None:
        """Something that may be on the screen changed."""

    @contextmanager
    def top(self, title: str, search: str = "") -> Iterator[Element]:
        """The top bar; what is made inside stands beside the title. `search` is its placeholder."""
        with box("top"):
            text(title, tag="h1")
            with box("tabs", role="group", aria_label=say("View")) as tabs:
                yield tabs
            self._search(search) if search else box("gap")
            self._theme_button()
            self.actions()

    def actions(self) -> None:
        """What stands at the right end of the top bar."""

    def _search(self, placeholder: str) -> None:
        with box("search", "label"):
            icon("search")
            field = box(
                "", "input", type="search", placeholder=placeholder, aria_label=say("Search")
            )
            field.on(
                "input",
                self._searched,
                js_handler="(e) => emit(e.target.value)",
                throttle=0.12,
                leading_events=False,
            )
            field.on("keydown.enter", js_handler="(e) => e.target.blur()")
            key_cap("/")
        self._field = field
        if self.sought:
            self._write(self.sought)

    def seek(self, sought: str) -> None:
        """Search as if the person had typed it."""
        self._write(sought)
        self.search(sought)

    def _write(self, sought: str) -> None:
        # as a property of the element, a later update of the page would write over what is typed
        self._field.run_method("setRangeText", sought, 0, LONGEST, "end")

    def _searched(self, typed: events.GenericEventArguments) -> None:
        self.search(str(typed.args))

    def search(self, sought: str) -> None:
        """The person typed into the search box."""

    def _theme_button(self) -> None:
        name, classes = say("Dark or light"), "btn ghost ico"
        looks = glyph_of("moon", "when-light"), glyph_of("sun", "when-dark")
        button = Drawing("button", classes, *looks, type="button", aria_label=name, title=name)
        button.on("click", lambda flip: self.frame.darken(bool(flip.args)), js_handler=FLIP)


class Tabs:
    """A row of views of which one is shown."""

    def __init__(
        self, views: Mapping[str, str], chosen: str, on_choose: Callable[[str], None]
    ) -> None:
        self._on_choose = on_choose
        self._views = views
        self._chosen = chosen
        self._counts: dict[str, str] = {}
        self._tabs = Drawing("div", "tab-row")
        self._tabs.on("click", self._pressed, js_handler=PRESSED)
        self._draw()

    def choose(self, view: str) -> None:
        """Show another view."""
        self._chosen = view
        self._draw()
        self._on_choose(view)

    def count(self, view: str, many: int) -> None:
        """Say how much a view holds."""
        self._counts[view] = number(many)
        self._draw()

    def _pressed(self, pressed: events.GenericEventArguments) -> None:
        view = str(pressed.args).removeprefix(_VIEW)
        if view in self._views:
            self.choose(view)

    def _draw(self) -> None:
        self._tabs.draw(*(self._tab(view, label) for view, label in self._views.items()))

    def _tab(self, view: str, label: str) -> Piece:
        here = view == self._chosen
        return piece(
            "button",
            "tab on" if here else "tab",
            piece("b", "", say(label)),
            span(self._counts.get(view, "")),
            type="button",
            data_press=f"{_VIEW}{view}",
            aria_pressed="true" if here else "false",
        )
