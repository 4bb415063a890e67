"""One visit's session: the page, what was ordered, and the words that must not be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from playwright.sync_api import BrowserContext, Locator, Page, Request, Response

from fetchers.portals.diary import Diary
from fetchers.portals.endings import VisitEnded
from fetchers.portals.fence import Fence
from fetchers.portals.fixture import Recording, Replay
from fetchers.portals.memory import Memory
from fetchers.portals.passages import retry_after
from fetchers.portals.recipe import Alternatives, Browserless
from fetchers.portals.scrubbing import holds
from fetchers.portals.selecting import Scope
from fetchers.portals.wire import Credential
from model.challenges import Challenge
from model.clock import Clock
from model.codes import CodeAsked
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import RunState, VisitOrder, VisitProgress

if TYPE_CHECKING:
    from fetchers.portals.autopilot.repair import Mender
    from fetchers.portals.autopilot.writing import Scribe
    from fetchers.portals.browserless.witness import Witness
    from fetchers.portals.bundle import PageTaken
    from fetchers.portals.live.attending import Attendance
    from fetchers.portals.live.lesson import Lesson

Asker = Callable[[CodeAsked, Callable[[int], None]], Secret | None]
"""Brings a code or link that comes by mail; lets time pass in the browser meanwhile."""

Attended = Callable[[Challenge, Callable[[int], None]], Secret | None]
"""Brings what a person types; lets time pass in the browser meanwhile."""

SENT_ALREADY: Final = "its session has ended, and Billhook signs in again when you say so"

_SENDING: Final = frozenset({"document", "xhr", "fetch"})


@dataclass
class Traffic:
    """What went out since something was sent, and how what holds a name or password was answered.

    `waiting` are the requests without a whole answer; `status` (HTTP) is 0 where nothing that holds
    a name or password was answered, and `later` what that answer's Retry-After says.
    """

    sent: int = 0
    status: int = 0
    later: str = ""
    waiting: set[Request] = field(default_factory=set)
    _secrets: tuple[str, ...] = ()

    def watch(self, context: BrowserContext, secrets: tuple[str, ...]) -> None:
        """Nothing comes back: from now on requests of the context's pages are counted."""
        self._secrets = secrets
        context.on("request", self._out)
        context.on("response", self._back)
        context.on("requestfinished", self._over)
        context.on("requestfailed", self._over)

    def restart(self) -> None:
        """Nothing comes back: something is sent now."""
        self.sent = self.status = 0
        self.waiting.clear()

    def _out(self, request: Request) -> None:
        if request.resource_type in _SENDING:
            self.sent += 1
            self.waiting.add(request)

    def _over(self, request: Request) -> None:
        self.waiting.discard(request)

    def _back(self, response: Response) -> None:
        request = response.request
        body = request.post_data_buffer if request.method == "POST" else None
        if body and holds(body.decode("utf-8", "replace"), self._secrets):
            self.status = response.status
            self.later = retry_after(response.headers.get("retry-after"))


@dataclass(slots=True)
class Session:
    """What every step of a visit needs.

    `blocked` gathers the hosts that pages asked for and did not get. `attempted` says that a name
    or password was sent, which happens once; `said_before` are the lines shown until then, `stood`
    the page's address and the cookies. `sent` is when something was last sent that makes a portal
    mail a code; `linked` says that a mailed link was opened, `chose` that one of several second
    factors was chosen. `ask` is None where nobody can be asked for a code or link, `person` where
    nobody is there, `keep` where nothing is kept of the sign-in; `memory` is what the last visit
    kept, `answers` the questions answered, `asked` those of this visit. `edition` is the
    credential's, `account` whose session it is, once it is `signed_in`, and `landing` the page that
    it began at. `password_typed` says that the password stands, or stood, on a page; `attendance`
    is None where no live page is open beside the visit. `scribe` is None where no recipe is
    written, `mender` where none is repaired; `lesson` is what a person may show, None until the
    portal is signed in to. `witness` looks on where a recipe is written, to prove that the next
    visits need no browser; `needless` is that proof.
    `stopped_at` is the page where something stands in the way, if that is not the visit's own.
    `failing` is the page as it stood where a step failed that was not repaired, or not yet.
    `shown_as` is the browser's name and its languages, once they were asked for.
    """

    context: BrowserContext
    page: Page
    order: VisitOrder
    credential: Credential
    fence: Fence
    clock: Clock
    tell: Callable[[VisitProgress], None]
    blocked: set[str] = field(default_factory=set)
    codes: list[str] = field(default_factory=list)
    attempted: bool = False
    password_typed: bool = False
    said_before: frozenset[str] = frozenset()
    stood: tuple[str, int] = ("", 0)
    sent: datetime | None = None
    linked: bool = False
    ask: Asker | None = None
    person: Attended | None = None
    keep: Callable[[Secret], None] | None = None
    memory: Memory | None = None
    answers: dict[str, Secret] = field(default_factory=dict)
    chose: bool = False
    asked: set[str] = field(default_factory=set)
    edition: str | None = None
    signed_in: bool = False
    landing: str = ""
    account: str = ""
    recording: Recording | None = None
    traffic: Traffic = field(default_factory=Traffic)
    replay: Replay | None = None
    diary: Diary = field(init=False)
    attendance: Attendance | None = None
    scribe: Scribe | None = None
    mender: Mender | None = None
    lesson: Lesson | None = None
    witness: Witness | None = None
    needless: Browserless | None = None
    stopped_at: Page | None = None
    failing: PageTaken | None = None
    shown_as: tuple[str, str] | None = None
    _beside: Page | None = None

    def __post_init__(self) -> None:
        self.diary = Diary(self.clock)

    @property
    def beside(self) -> Page:
        """A second page, for files and details, so that the list keeps its place."""
        if self._beside is None or self._beside.is_closed():
            self._beside = self.context.new_page()
        return self._beside

    @property
    def patience(self) -> float:
        """Seconds to wait for one page: a fair part of the whole visit's time."""
        return max(1.0, min(30.0, self.order.time_limit / 4))

    @property
    def secrets(self) -> tuple[str, ...]:
        """The texts that must not stand in anything that is kept."""
        answers = (answer.reveal() for answer in self.answers.values())
        return (*self.credential.secrets(), *self.codes, *answers)

    def announce_password(self) -> None:
        """Nothing comes back: it is written down that the password may be sent from here on.

        Raises:
            VisitEnded: NEEDS_INTERACTIVE, where the order lets it be sent no more.
        """
        most = self.order.sign_ins
        if most is not None and self.password_typed >= most:
            raise VisitEnded(OutcomeCode.NEEDS_INTERACTIVE, why=SENT_ALREADY)
        self.password_typed = True
        self.tell(VisitProgress(RunState.SIGNING_IN, sends_password=True))
        self.diary.note("types the password")

    def note_used(
        self, step: str, place: Locator, used: Alternatives, scope: Scope | None = None
    ) -> None:
        """Nothing comes back: a step found its element, which is written down where one writes."""
        if self.scribe is not None:
            self.scribe.note(step, place, used, scope=scope or self.page)

    def report(self, state: RunState, done: int = 0, total: int | None = None) -> None:
        """Nothing comes back: who ordered the visit knows where it stands."""
        self.tell(VisitProgress(state, done, total))
        self.diary.note(f"{state.value} {done or ''}".strip().replace("_", " "))
