"""Visits to a portal: what is ordered, what is seen on the way, what comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from model.documents import DocumentKind
from model.money import Money
from model.outcomes import Outcome
from model.recipes import Repair


class RunState(StrEnum):
    """What a person sees while a visit goes on."""

    QUEUED = "queued"
    PREPARING = "preparing"
    SIGNING_IN = "signing_in"
    SECOND_FACTOR = "second_factor"
    COLLECTING = "collecting"
    DOWNLOADING = "downloading"
    ATTENDED = "attended"  # a person is waited for, or at work, at the live page
    DONE = "done"
    FAILED = "failed"


class Cause(StrEnum):
    """Why a portal is visited."""

    TAKEOVER = "takeover"  # the first visit with an imported sign-in: its password is sent once
    EXPECTED = "expected"  # a document is expected of it
    REGULAR = "regular"  # its schedule
    RETRY = "retry"  # the visit before did not bring everything
    PERSON = "person"  # somebody asked for it, or has dealt with an obstacle
    SHOWN = "shown"  # somebody wants to show its list at the live page
    TEST = "test"  # somebody tries a recipe: nothing of it is kept

    @property
    def by_person(self) -> bool:
        """Whether somebody asked for the visit, and is there."""
        return self in (Cause.PERSON, Cause.SHOWN, Cause.TEST)


@dataclass(frozen=True, slots=True)
class OpenPage:
    """Persons see a visit's page over `line`, a socket's descriptor that its process inherits.

    It waits for them `idle` seconds since they did something, and `longest` in all. `shows` says
    that one of them wants to show where the documents are listed.
    """

    line: int
    idle: float
    longest: float
    shows: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of a portal's list, as the portal states it. What the row does not say is None."""

    kind: DocumentKind
    number: str | None
    day: date | None
    amount: Money | None
    due: date | None = None
    account: str | None = None

    @property
    def unnumbered(self) -> Listing:
        """What tells a row without a number; what is due may be gone once it is paid."""
        return replace(self, number=None, due=None)


@dataclass(frozen=True, slots=True)
class VisitOrder:
    """One visit, ordered.

    `origins` are the only origins where a credential is typed and the only hosts the browser can
    reach.
    `known` are (kind, normalised number) of documents on file: listed, counted, not fetched again.
    `unnumbered` are rows without a number, one for each document that came from such a row.
    `seen` are rows of the last good visit, by which a list that was found again is proven.
    `resources` are hosts that pages may load from besides; nothing is ever typed there.
    `attended` says that a person ordered it and is there; else nothing that calls one is triggered.
    `calls_person` says that its sign-in was seen to call a phone.
    `spool` is a folder of this visit alone; files come there, named by their SHA-256. `record` is a
    folder that the visit is recorded to, for later tests without network.
    `page` is the live page that is open beside it; None where nobody looks on. `zone` names the
    customer's time zone, for the clocks that a portal shows. `sign_ins` is how often the password
    may still be sent, None for as often as needed: what is signed in is then kept at once.
    `dry` says that its recipe is tried: nothing is mended or shown, and of each list a few files
    are got.
    """

    run_id: str
    portal: str
    start_url: str
    origins: frozenset[str]
    spool: Path
    recipe: str | None = None
    since: date | None = None
    account: str | None = None
    known: frozenset[tuple[DocumentKind, str]] = frozenset()
    unnumbered: tuple[Listing, ...] = ()
    loopback_http: bool = False
    time_limit: float = 600.0
    resources: frozenset[str] = frozenset()
    attended: bool = True
    calls_person: bool = False
    record: Path | None = None
    page: OpenPage | None = None
    zone: str = "UTC"
    seen: tuple[Listing, ...] = ()
    sign_ins: int | None = None
    dry: bool = False


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """A file that came from a portal, with the row it stood in."""

    listing: Listing
    path: Path
    sha256: str
    size: int
    media_type: str
    suggested_name: str


@dataclass(frozen=True, slots=True)
class ListingProblem:
    """A listed document that was not fetched, and why."""

    listing: Listing
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ListSeen:
    """A list that was walked to its end: its rows, the portal's own number of them.

    `proof` is what proves that no row was missed, "" where nothing does.
    """

    name: str
    rows: int
    counter: int | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True)
class VisitResult:
    """What a visit brought.

    `listed` counts rows seen; `counter` is the portal's own number, if it shows one.

    `complete` says that the portal's counter, its last page or its empty marker proves that no row
    was missed.
    `recipe` is the recipe that was written after a success without one, or after a repair that is
    proven; `repair` says how the portal had changed. `shown` is what a person, who showed the list,
    said yes to; `recipe` is then written from that. `lists` are those walked to their end.
    `unmarked` says why `recipe` says no longer that it needs no browser.
    """

    outcome: Outcome
    listings: tuple[Listing, ...] = ()
    documents: tuple[FetchedDocument, ...] = ()
    problems: tuple[ListingProblem, ...] = ()
    counter: int | None = None
    complete: bool = False
    pages: int = 0
    blocked_hosts: tuple[str, ...] = ()
    recipe: str | None = None
    seconds: float = 0.0
    repair: Repair | None = None
    shown: str = ""
    lists: tuple[ListSeen, ...] = ()
    unmarked: str = ""


@dataclass(frozen=True, slots=True)
class VisitProgress:
    """Where a visit stands.

    `total` is None while it is not known; no text of a page stands in it. `sends_password` says
    that the password is about to be sent: it is typed only after this was written down.
    """

    state: RunState
    done: int = 0
    total: int | None = None
    sends_password: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One visit as it is remembered.

    `password_sent` is the last instant before the password was sent, `signed_in` when the portal
    had proved that it took it, or that it needed none. `records` orders the visit to be kept as an
    offline test of the portal's recipe. `attended_by` is the user who opened its live page.
    """

    id: str
    portal_id: str
    state: RunState
    requested: datetime
    why: str
    started: datetime | None = None
    finished: datetime | None = None
    outcome: Outcome | None = None
    done: int = 0
    total: int | None = None
    fetched: int = 0
    counter: int | None = None
    cause: Cause = Cause.EXPECTED
    password_sent: datetime | None = None
    signed_in: datetime | None = None
    records: bool = False
    attended_by: str | None = None

    @property
    def unanswered(self) -> bool:
        """Whether a password was sent, and nothing proves that the portal took it."""
        if self.password_sent is None:
            return False
        return self.signed_in is None or self.signed_in < self.password_sent
