"""The side bar: where one can go, how much waits there, what goes on, who is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import context
from nicegui.element import Element

from model.people import User
from model.views import Activity, Counts, Pulse
from model.worklist import ViewCount
from ui.components.parts import Words, box, icon, text
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
        self._links: dict[str, Element] = {}
        self._marks: dict[str, Words] = {}
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
        with box("nav", "a", href=place.path, data_press=press) as link:
            icon(place.glyph)
            text(say(place.label))
            self._marks[place.path] = text("", "c")
        self._links[place.path] = link

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
        self._say("/", _number(counts.todo))
        self._say("/exceptions", _number(counts.questions_open))
        self._say("/statements", _number(counts.statements_open))
        need = counts.portals_needing_person
        self._say("/portals", say("needs you") if need else "", urgent=bool(need))
        failed = counts.deliveries_failed
        self._say(
            "/deliveries",
            say("{n} failed", n=number(failed)) if failed else "",
            urgent=bool(failed),
        )
        self._say("/vault", say("locked") if pulse.vault_locked else "", urgent=pulse.vault_locked)
        self._run.show(pulse.activity)

    def _say(self, path: str, words: str, *, urgent: bool = False) -> None:
        mark = self._marks[path]
        mark.text = words
        mark.classes(replace="need" if urgent else "c")


class _RunCard:
    """The visit that goes on, with its progress."""

    def __init__(self) -> None:
        with box("card-run", role="status") as self._card:
            with box():
                self._portal = text("", tag="b")
                self._state = text("")
            with box("bar"):
                self._done = box("", "span")
        self._card.visible = False

    def show(self, activity: Activity | None) -> None:
        """Show this visit; none hides the card."""
        self._card.visible = activity is not None
        if activity is None:
            return
        self._portal.text = activity.portal
        self._state.text = f" · {progress_words(activity)}"
        self._done.style(f"width: {progress_share(activity):.0%}")


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
    with box("org"):
        with box("logo", "span"):
            icon("layers")
        with box("", "span"):
            text(company)
            text(say("Accounts payable"), tag="small")


def _person(user: User) -> None:
    with box("person", "form", method="post", action="/logout"):
        box("", "input", type="hidden", name="page", value=context.client.id)
        icon("user")
        text(user.full_name)
        with box(
            "btn ghost ico",
            "button",
            type="submit",
            aria_label=say("Sign out"),
            title=say("Sign out"),
        ):
            icon("log-out")


def _number(many: int) -> str:
    return number(many) if many else ""
