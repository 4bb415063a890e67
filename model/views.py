"""What the screens show: flat, ready to draw, decided below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from model.challenges import OpenChallenge
from model.deliveries import Attempt, DeliveryState, ResponseStatus
from model.documents import Box, Check, DocumentKind, EvidenceSource, Line, TaxRow
from model.entities import Basis
from model.exceptions import Answer, ExceptionReason
from model.expectations import ExpectationState
from model.matches import MatchStatus, Standing
from model.money import Money
from model.recipes import RecipeNote
from model.schedules import Schedule
from model.suppliers import PortalState
from model.talk import Comment, Thread
from model.teaching import LearnedView
from model.vaults import VaultStanding
from model.visits import RunState

STATUSES = (
    "review",
    "exception",
    "ready",
    "delivered",
    "waiting",
    "duplicate",
    "filed",
    "rejected",
)
"""Status words of an inbox row; each has a colour, a shape and a word on the screen."""


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """What the inbox is asked for. `view` is todo, exceptions, ready, delivered or all.

    `text` is what was typed, with its filters (see `model.inbox_words`); `user_id` is who asks:
    the "me" of the filters.
    """

    view: str = "todo"
    text: str = ""
    supplier_id: str = ""
    kind: str = ""
    source: str = ""
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One row. `note` is the reason in a few words; `source` is mail, portal, peppol or upload."""

    id: str
    supplier: str
    number: str
    kind: DocumentKind
    status: str
    source: str
    amount: Money | None
    due: date | None
    po_number: str
    note: str
    received: datetime
    assigned: str = ""  # who has it in hand
    entity: str = ""  # the code of our company that it is for, where we have several


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Some rows of many."""

    total: int
    rows: tuple[InboxRow, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers in the side bar and the tabs."""

    todo: int
    exceptions: int
    ready: int
    delivered: int
    all: int
    statements_open: int
    portals_needing_person: int
    deliveries_failed: int
    questions_open: int = 0  # open exceptions of every kind, not only documents


@dataclass(frozen=True, slots=True)
class Activity:
    """What goes on now: the portal being visited and how far it is."""

    portal: str
    state: RunState
    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Pulse:
    """The status bar."""

    portals: int
    portals_fine: int
    portals_running: int
    portals_needing_person: int
    mail_checked: datetime | None
    mail_trouble: str
    vault_locked: bool
    worker_alive: bool
    activity: Activity | None
    vault: VaultStanding | None = None  # None before a worker has told of it


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as canonical text: `sure` is False where a person should look."""

    name: str
    value: str
    sure: bool
    source: EvidenceSource | None
    why: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class ReasonCard:
    """Why a person is asked, with the answers; `title` is empty where the reason says enough."""

    exception_id: str
    reason: ExceptionReason
    title: str
    sentence: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where a document came from, and when: "Nordwind portal · today 09:42"."""

    kind: str  # mail, portal, upload
    label: str
    at: datetime
    mail_id: str = ""


@dataclass(frozen=True, slots=True)
class VersionView:
    """One file that came under a document's number, and when."""

    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of the story of a document: who did what, and when."""

    at: datetime
    actor: str
    verb: str
    detail: str


@dataclass(frozen=True, slots=True)
class SidesView:
    """One field of a hybrid: as its page is read, and as the XML inside states it; "" for neither.

    `page` and `box` are where the page says it.
    """

    name: str
    printed: str
    stated: str
    page: int | None = None
    box: Box | None = None

    @property
    def agree(self) -> bool:
        """Whether both say the same."""
        return self.printed == self.stated


@dataclass(frozen=True, slots=True)
class PageView:
    """The size of a page in points, as drawn."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document with everything around it.

    `learned` is what corrections have taught about its supplier's layouts; `correction` is the
    field that undo would put back, "" for none. `text` is what a document without
    pages shows as lines of words, `xml` what an e-invoice states; a `hybrid` has one in its PDF.
    """

    id: str
    version: int
    supplier: str
    kind: DocumentKind
    number: str
    status: str
    status_note: str
    sha256: str
    media_type: str
    pages: tuple[PageView, ...]
    fields: tuple[FieldView, ...]
    currency: str | None
    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    reasons: tuple[ReasonCard, ...]
    sources: tuple[SourceView, ...]
    story: tuple[StoryLine, ...]
    xml: str = ""
    text: str = ""
    hybrid: bool = False
    versions: tuple[VersionView, ...] = ()
    tax_rows: tuple[TaxRow, ...] = ()
    can_deliver: bool = False
    learned: tuple[LearnedView, ...] = ()
    correction: str = ""
    entity: str = ""  # the name of our company that it is for, where we have several
    entity_basis: Basis | None = None
    entity_said: str = ""
    thread: Thread = field(default_factory=Thread)


@dataclass(frozen=True, slots=True)
class MailView:
    """The mail that a document or alert came with, as text.

    Until it is `understood`, there is nothing but its id. `reasons` are those of its class. `page`
    says that it was sent as HTML.
    """

    id: str
    sender: str
    sender_name: str
    subject: str
    sent: datetime | None
    mail_class: str
    authenticity: str
    alerts: tuple[str, ...]
    text: str
    understood: bool = True
    authenticity_reason: str = ""
    reasons: tuple[str, ...] = ()
    page: bool = False


@dataclass(frozen=True, slots=True)
class RunView:
    """One visit in a portal's history strip."""

    id: str
    finished: datetime | None
    state: RunState
    code: str
    sentence: str
    fetched: int
    good: bool


@dataclass(frozen=True, slots=True)
class ExpectationView:
    """One expected document and how it ended; `question_id` is the open question it waits for."""

    id: str
    supplier: str
    kind: DocumentKind
    number: str
    amount: Money | None
    day: date | None
    state: ExpectationState
    reason: str
    opened: datetime
    document_id: str | None
    question_id: str = ""


@dataclass(frozen=True, slots=True)
class PortalView:
    """One portal with its last visits, newest last.

    `because` says why it needs a person, as far as its state does not.
    `expectations_open` still wait for a visit, `expectations_waiting` for a person; `question_id`
    is the oldest open question about the portal itself. `plan` says when it is visited next, and
    why, by its `schedule`. `attended_run` is the visit whose live page is open; `page_helps` says
    that a person at the page could do something about how the last visit ended. `recipe` is the
    newest version of what it is visited by, None where no visit has written or changed it.
    """

    id: str
    name: str
    supplier: str
    account: str
    host: str
    state: PortalState
    needs_person: bool
    because: str
    runs: tuple[RunView, ...]
    running: Activity | None
    documents: int
    last_document: datetime | None
    expectations_open: int
    expectations_waiting: int = 0
    question_id: str = ""
    challenge: OpenChallenge | None = None
    plan: str = ""
    schedule: Schedule = field(default_factory=Schedule)
    attended_run: str = ""
    page_helps: bool = False
    recipe: RecipeNote | None = None


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of ours: booked, or a document on file that is not booked yet.

    `owner` is the supplier on whose account it is booked, "" where that is the statement's.
    """

    id: str
    kind: str
    reference: str
    day: date | None
    amount: Money
    document_id: str | None
    booked: bool = True
    owner: str = ""


@dataclass(frozen=True, slots=True)
class StatementLineView:
    """A statement line beside what answers it on our side; no status before it is reconciled.

    `settled` is False while the line waits for an answer. `expected` says what became of the
    document that was expected because of it. `page` counts from 1, `box` is its place there.
    """

    id: str
    position: int
    day: date | None
    kind: str
    reference: str
    amount: Money
    status: MatchStatus | None
    difference: Money | None
    reason: str
    ours: tuple[str, ...]
    our_amount: Money | None
    document_id: str | None
    entries: tuple[EntryView, ...] = ()
    settled: bool = False
    text: str = ""
    expected: str = ""
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person may answer to an open line with one key.

    `reason` is why its difference may be accepted, "" where Billhook knows none; `links` are
    entries that may be the line, the likeliest first.
    """

    reason: str = ""
    links: tuple[tuple[EntryView, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement in the list of statements.

    `unexplained` is the error in the statement's own arithmetic; `unanswered` is what its open
    lines differ by from our side. `currency` is named where its document holds several statements.
    """

    id: str
    document_id: str
    supplier: str
    account: str
    day: date | None
    lines: int
    matched: int
    open: int
    unexplained: Money | None
    unanswered: Money | None = None
    standing: Standing = field(default_factory=Standing)
    currency: str = ""

    @property
    def left(self) -> Money | None:
        """What nobody has explained yet; None where the statement prints no balance."""
        if self.unexplained is None or self.unanswered is None:
            return self.unexplained
        return self.unexplained + self.unanswered


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement, reconciled.

    Their balance is ours, the `steps` and what is unexplained; a step is a sentence and an amount.
    `last_decision` is what undo would take back, "" for nothing.
    """

    row: StatementRow
    lines: tuple[StatementLineView, ...]
    ours_only: tuple[StatementLineView, ...]
    theirs: Money | None
    ours: Money | None
    unexplained: Money | None
    arithmetic: Check | None
    steps: tuple[tuple[str, Money], ...] = ()
    last_decision: str = ""


@dataclass(frozen=True, slots=True)
class StatementBoard:
    """A statement with what may be answered to its open lines, by the lines' ids."""

    statement: StatementView
    proposals: Mapping[str, Proposal]


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One delivery with its attempts and the receiver's answer."""

    id: str
    document_id: str
    supplier: str
    number: str
    kind: DocumentKind
    amount: Money | None
    destination: str
    destination_kind: str
    state: DeliveryState
    response: ResponseStatus | None
    response_reason: str
    queued: datetime
    attempts: tuple[Attempt, ...] = ()
    next_attempt: datetime | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ExceptionView:
    """One open question in the list; `title` is empty where the reason says enough.

    `mail_id` is the mail that it is about, `statement_id` the statement; "" for none. `fields` are
    those of the document that are to be filled. `assigned` is who has its subject in
    hand, `comments` what was said about it.
    """

    id: str
    reason: ExceptionReason
    title: str
    sentence: str
    supplier: str
    subject: str
    document_id: str | None
    opened: datetime
    number: str
    answers: tuple[Answer, ...] = field(default=())
    mail_id: str = ""
    statement_id: str = ""
    fields: tuple[str, ...] = ()
    assigned: str = ""
    comments: tuple[Comment, ...] = ()
