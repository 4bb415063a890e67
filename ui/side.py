"""The side bar: where one can go, how much waits there, what goes on, who is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import context

from model.people import User
from model.views import Activity, Counts, Pulse
from model.worklist import ViewCount
from ui.components.drawing import Drawing, glyph_of, piece, span
from ui.components.parts import box
from ui.keys import Key
from ui.languages import number, phrase, say
from ui.saved_views import SavedViews
from ui.seat import Seat
from ui.wording import RUN_WORDS


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    path: str
    label: str
    glyph: str


PLACES = (
    Place("/", phrase("Inbox"), "inbox"),
    Place("/exceptions", phrase("Exceptions"), "triangle-alert"),
    Place("/statements", phrase("Statements"), "scale"),
    Place("/portals", phrase("Portals"), "globe"),
    Place("/deliveries", phrase("Deliveries"), "send"),
    Place("/vault", phrase("Vault"), "lock"),
    Place("/overview", phrase("Overview"), "chart-column"),
    Place("/settings", phrase("Settings"), "settings"),
)


class Side:
    """The side bar of one page."""

    def __init__(self, company: str, seat: Seat) -> None:
        self._links: dict[str, Drawing] = {}
        self._saved = SavedViews(seat)
        with box("side", "nav", aria_label=say("Main")):
            _company(company)
            for place in PLACES:
                self._link(place)
            self._saved.build()
            with box("foot"):
                self._run = _RunCard()
                _person(seat.user)

    def _link(self, place: Place) -> None:
        press = f"go-{place.label.lower()}"
        self._links[place.path] = Drawing("a", "nav", href=place.path, data_press=press)
        self._say(place)

    def mark(self, path: str) -> None:
        """Show which screen is open."""
        for place, link in self._links.items():
            here = place == path
            link.classes("on") if here else link.classes(remove="on")
            link.props("aria-current=page") if here else link.props(remove="aria-current")

    def show_views(self, views: tuple[ViewCount, ...]) -> bool:
        """Show the saved views; whether they are others than before."""
        return self._saved.show(views)

    def keys(self) -> tuple[Key, ...]:
        """The keys of the saved views."""
        return self._saved.keys()

    def show(self, counts: Counts, pulse: Pulse) -> None:
        """Show how much waits, and the visit that goes on."""
        failed = counts.deliveries_failed
        waits = {
            "/": _number(counts.todo),
            "/exceptions": _number(counts.questions_open),
            "/statements": _number(counts.statements_open),
        }
        urgent = {
            "/portals": say("needs you") if counts.portals_needing_person else "",
            "/deliveries": say("{n} failed", n=number(failed)) if failed else "",
            "/vault": say("locked") if pulse.vault_locked else "",
        }
        for place in PLACES:
            self._say(place, waits.get(place.path, ""), urgent.get(place.path, ""))
        self._run.show(pulse.activity)

    def _say(self, place: Place, waits: str = "", urgent: str = "") -> None:
        mark = span(urgent, "need") if urgent else span(waits, "c")
        self._links[place.path].draw(glyph_of(place.glyph), span(say(place.label)), mark)


class _RunCard:
    """The visit that goes on, with its progress."""

    def __init__(self) -> None:
        self._card = Drawing("div", "card-run", role="status")
        self._card.visible = False

    def show(self, activity: Activity | None) -> None:
        """Show this visit; none hides the card."""
        self._card.visible = activity is not None
        if activity is None:
            return
        state = span(f" · {progress_words(activity)}")
        width = f"width: {progress_share(activity):.0%}"
        self._card.draw(
            piece("div", "", piece("b", "", activity.portal), state),
            piece("div", "bar", piece("span", style=width)),
        )


def progress_words(activity: Activity) -> str:
    """How far a visit is: "fetching 7 of 12"."""
    state = say(RUN_WORDS[activity.state])
    if not activity.total:
        return state
    return say("{state} {n} of {all}", state=state, n=activity.done, all=activity.total)


def progress_share(activity: Activity) -> float:
    """How far a visit is, 0 … 1; a little where it is not known."""
    return min(1.0, activity.done / activity.total) if activity.total else 0.08


def _company(company: str) -> None:
    purpose = piece("small", "", say("Accounts payable"))
    Drawing(
        "div",
        "org",
        piece("span", "logo", glyph_of("layers")),
        piece("span", "", span(company), purpose),
    )


def _person(user: User) -> None:
    leave = say("Sign out")
    Drawing(
        "form",
        "person",
        piece("input", type="hidden", name="page", value=context.client.id),
        glyph_of("user"),
        span(user.full_name),
        piece(
            "button",
            "btn ghost ico",
            glyph_of("log-out"),
            type="submit",
            aria_label=leave,
            title=leave,
        ),
        method="post",
        action="/logout",
    )


def _number(many: int) -> str:
    return number(many) if many else ""
