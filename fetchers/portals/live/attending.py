"""A person attends a visit: where it can't go on alone it waits, hands the page over, and checks.

automation → waiting → person → checking → automation; from checking back to the person while what
stood in the way still stands there. The visit ends as it would have without anybody when its time
to wait is over, or when the person says so.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager, suppress
from typing import Final, TypeVar

from playwright.sync_api import BrowserContext, Error, Page, Request

from fetchers.portals.endings import VisitEnded
from fetchers.portals.live.cast import Cast
from fetchers.portals.live.hands import do
from fetchers.portals.live.mask import cover_new_pages
from fetchers.portals.live.trail import Spot, Trail
from fetchers.portals.session import Session
from fetchers.portals.signs import text_of
from model.clock import Clock
from model.live import (
    DEEDS,
    FROM_VIEWER,
    HELPED,
    Answered,
    Button,
    Deed,
    Drawn,
    Ended,
    FromViewer,
    Left,
    Motion,
    Pointed,
    Pointing,
    Pressed,
    Showing,
    ShowStep,
    Stage,
    Standing,
    Took,
    Turned,
    Typed,
    Verdict,
    read,
    written,
)
from model.live_line import Line
from model.outcomes import Outcome, OutcomeCode
from model.visits import OpenPage, RunState

T = TypeVar("T")
Said = Verdict | Spot | Answered
"""How a person's part ends: by a verdict, by a click that shows a row, by a yes or no."""

_BUSY_MS: Final = 4
_QUIET_MS: Final = 30
_BUSY_FOR: Final = 3.0  # seconds after a deed in which the next one is looked for at once
_TELL_EVERY: Final = 0.5
_STAND_EVERY: Final = 15.0
_OF_THE_RECIPE: Final = frozenset({OutcomeCode.RECIPE_BROKEN, OutcomeCode.UNKNOWN})
_NOTHING_SHOWN: Final = Showing(ShowStep.OFF)
TO_GO: Final = Showing(
    ShowStep.GO, "Go to the list of invoices. When you see it, choose “Show a row”."
)
TO_POINT: Final = Showing(
    ShowStep.POINT,
    "Click the row of one invoice, or what brings its file. Nothing is pressed by that.",
)


class Attendance:
    """The line to who attends this visit, and the page as they see it."""

    def __init__(self, context: BrowserContext, terms: OpenPage, clock: Clock) -> None:
        end = socket.socket(fileno=terms.line)
        end.set_inheritable(False)  # neither the browser nor its driver gets it
        self._line = Line(end)
        self._cast = Cast(context, self._line)
        self._clock = clock
        self._idle = terms.idle
        self._left = terms.longest
        self._until = 0.0
        self._stage = Stage.AUTOMATION
        self._why = ""
        self._showing = _NOTHING_SHOWN
        self._trail = Trail()
        self.shows = terms.shows
        cover_new_pages(context)

    def hand_over(self, page: Page, why: str) -> tuple[Verdict | None, Page]:
        """What the person said in the end, and the page in front; None where nobody did in time."""
        why = f"Not yet. {why}" if self._stage is Stage.CHECKING else why
        said, front = self._given(page, why)
        return said if isinstance(said, Verdict) else None, front

    def let_show(
        self, page: Page, why: str, showing: Showing, trail: Trail
    ) -> tuple[Said | None, Page]:
        """What the person said or pointed at, and the page in front; None where nobody did in time.

        Their clicks on the way to the list are kept in the trail.
        """
        self._trail = trail
        self._show(showing)
        return self._given(page, why)

    def _given(self, page: Page, why: str) -> tuple[Said | None, Page]:
        """What the person said in the end, while they had the page; and the page in front."""
        began = self._clock.monotonic()
        self._until = began + min(self._idle, self._left)
        self._cast.start(page)
        self._stand(Stage.PERSON if self._stage is Stage.CHECKING else Stage.WAITING, why)
        try:
            return self._attended(began), self._cast.keep_up() or page
        finally:
            self._cast.stop()
            self._left -= self._clock.monotonic() - began

    def stand_back(self, page: Page) -> None:
        """Nothing comes back: the person is done, and what they did is looked at."""
        self._cast.leave_only(page)
        self._stand(Stage.CHECKING, "Billhook looks whether it can go on.")

    def go_on(self) -> None:
        """Nothing comes back: the visit goes on by itself."""
        if self._showing is not _NOTHING_SHOWN:
            self._show(_NOTHING_SHOWN)
        self._stand(Stage.AUTOMATION, "Billhook goes on by itself.")

    def _attended(self, began: float) -> Said | None:
        """What a person said; None once time is up or nobody is left who could say anything."""
        idle_since = told = stood = began
        while not self._line.closed and (front := self._cast.keep_up()) is not None:
            now = self._clock.monotonic()
            self._until = min(idle_since + self._idle, began + self._left)
            if now >= self._until:
                return None
            for message in self._heard():
                if (said := self._said(message)) is not None:
                    return said
                idle_since = now if self._done(message) else idle_since
            if now - told > _TELL_EVERY:
                told = now
                self._cast.tell()
            if now - stood > _STAND_EVERY:
                stood = now
                self._stand(self._stage, self._why)
            with suppress(Error):  # the page in front may be closed meanwhile
                front.wait_for_timeout(_BUSY_MS if now - idle_since < _BUSY_FOR else _QUIET_MS)
        return None

    def _heard(self) -> list[FromViewer]:
        """What the line brought; nonsense ends it."""
        self._line.flush()
        try:
            return [read(packet.content, FROM_VIEWER) for packet in self._line.hear()]
        except ValueError:
            self._line.close()
            return []

    def _said(self, message: FromViewer) -> Said | None:
        """What ends the person's part, if this does."""
        asks = self._showing.step is ShowStep.ASK
        match message:
            case Ended(verdict):
                return verdict
            case Answered() if asks:
                return message
            case Pointed(Motion.PRESSED, x, y, Button.LEFT) if asks or self._points:
                view = self._cast.view
                return Spot(view.page, x * view.width, y * view.height) if view else None
        return None

    @property
    def _points(self) -> bool:
        return self._showing.step is ShowStep.POINT

    def _done(self, message: FromViewer) -> bool:
        """Whether a person did something, which is done now."""
        match message:
            case Drawn():
                self._line.drawn()
                return False
            case Took():
                self._cast.again()
                self._stand(Stage.PERSON, self._why)
            case Left():
                self._stand(Stage.WAITING, self._why)
            case Turned(page, close):
                self._cast.turn(page, close=close)
            case Pointing(on) if self._showing.step is not ShowStep.OFF:
                self._show(TO_POINT if on else TO_GO)
        if isinstance(message, DEEDS):
            self._do(message)
        return True

    def _do(self, deed: Deed) -> None:
        """Nothing comes back: the page got it, unless the person only points."""
        if (view := self._cast.view) is None or self._keeps_back(deed):
            return
        if self._showing.step is ShowStep.GO:
            self._trail.note(view, deed)
        do(view, deed)

    def _keeps_back(self, deed: Deed) -> bool:
        """Whether it must not reach the page: what is pointed at is not pressed."""
        if self._showing.step in (ShowStep.OFF, ShowStep.GO):
            return False
        match deed:
            case Pointed(motion):
                return motion is not Motion.MOVED
            case Pressed(text=text):
                return bool(text)
        return isinstance(deed, Typed)

    def _show(self, showing: Showing) -> None:
        self._showing = showing
        self._line.say(written(showing))

    def _stand(self, stage: Stage, why: str) -> None:
        self._stage, self._why = stage, why
        seconds = max(0.0, self._until - self._clock.monotonic())
        self._line.say(written(Standing(stage, why, round(seconds, 1))))


def helped(
    session: Session,
    step: Callable[[], T],
    again: Callable[[], T],
    *,
    but: Container[OutcomeCode] = (),
) -> T:
    """What a step brings, or `again` once a person has dealt with what stood in its way.

    `but` are endings that no person is asked about here.

    Raises:
        VisitEnded: what ended the step, where nobody attends, helps in time or wants to go on;
            UNKNOWN where the person reports the page.
    """
    try:
        return step()
    except VisitEnded as ended:
        problem = ended
    while True:
        if problem.outcome.code in but:
            raise problem
        attendance = _hand_over(session, problem)
        try:
            brought = again()
        except VisitEnded as still:
            problem = still
        else:
            attendance.go_on()
            return brought


def _hand_over(session: Session, problem: VisitEnded) -> Attendance:
    """Who attends the visit, once their part is over and the page is to be looked at."""
    attendance = session.attendance
    code = problem.outcome.code
    if attendance is None or code not in HELPED or session.page.is_closed():
        raise problem
    if session.order.dry and code in _OF_THE_RECIPE:
        raise problem  # that is what the test is for
    session.report(RunState.ATTENDED)
    shown, session.stopped_at = session.stopped_at, None
    if shown is None or shown.is_closed():
        shown = session.page
    with _sendings(session):
        verdict, front = attendance.hand_over(shown, sentence_of(session, problem.outcome))
    if verdict is None:
        raise problem
    if session.page.is_closed():
        session.page = front
    raise_verdict(verdict)
    attendance.stand_back(session.page)
    return attendance


def raise_verdict(verdict: Verdict) -> None:
    """Nothing comes back, where the person wants the visit to go on.

    Raises:
        VisitEnded: CANCELLED, or UNKNOWN where they report the page.
    """
    if verdict is Verdict.CANCEL:
        raise VisitEnded(OutcomeCode.CANCELLED, by="the person at its live page")
    if verdict is Verdict.REPORT:
        raise VisitEnded(OutcomeCode.UNKNOWN, cause="a person reported the page")


@contextmanager
def _sendings(session: Session) -> Iterator[None]:
    """Note whether a person sends the sign-in that Billhook filled in: it is not sent twice."""
    if not session.password_typed or session.attempted:
        yield
        return
    session.said_before = frozenset(text_of(session.page).splitlines())
    session.traffic.restart()

    def look(request: Request) -> None:
        if request.method != "POST" or not session.fence.allows(request.url):
            return
        with suppress(Error):  # a request whose frame is not there yet opens a page of its own
            session.attempted = session.attempted or request.frame.parent_frame is None

    session.context.on("request", look)
    try:
        yield
    finally:
        session.context.remove_listener("request", look)


def sentence_of(session: Session, outcome: Outcome) -> str:
    """What stands in a visit's way, in a sentence for who attends it."""
    return Outcome(outcome.code, {"portal": session.order.portal, **outcome.facts}).sentence
