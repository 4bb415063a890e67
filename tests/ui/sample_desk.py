"""A desk over sample data in memory; what is done changes it, and is told as a change."""

from __future__ import annotations

import io
import itertools
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pypdfium2

from model.adoption import AdoptionReport
from model.challenges import OpenChallenge
from model.deeds import DeedKind
from model.deliveries import Attempt, CameIn, DeliveryState, Signed
from model.documents import Box
from model.errors import (
    BillhookError,
    RecordMissing,
    StaleVersion,
    WrongInput,
    WrongKey,
)
from model.inbox_words import ME, NOBODY, read
from model.overview import Overview
from model.people import Change, Role, User
from model.secret import Secret
from model.views import (
    Activity,
    Counts,
    DeliveryView,
    DocumentView,
    ExceptionView,
    ExpectationView,
    InboxPage,
    InboxQuery,
    InboxRow,
    MailView,
    PortalView,
    Pulse,
    StatementRow,
    StatementView,
)
from model.visits import RunState
from model.worklist import Done
from parsers.safety import sandbox
from tests.ui.sample_board import SampleBoard
from tests.ui.sample_company import SampleCompanySignIn
from tests.ui.sample_connections import SampleConnections
from tests.ui.sample_deliveries import SampleOutbox, deliveries
from tests.ui.sample_documents import (
    HOSTILE,
    NOW,
    Item,
    item,
    items,
    lacking,
    question,
    questions_without_document,
)
from tests.ui.sample_entities import SampleEntities
from tests.ui.sample_evidence import SampleEvidence
from tests.ui.sample_live import SampleLive
from tests.ui.sample_overview import overview
from tests.ui.sample_paper import draw
from tests.ui.sample_people import SamplePeople
from tests.ui.sample_portals import adoption, expectations, portals
from tests.ui.sample_recipe_book import SampleRecipeBook
from tests.ui.sample_settings import SampleSettings
from tests.ui.sample_statements import statements
from tests.ui.sample_steps import SampleSteps
from tests.ui.sample_takeovers import SampleTakeovers
from tests.ui.sample_vault import STANDING, SampleVault
from tests.ui.sample_visits import SampleRecipes, SampleVisits
from tests.ui.sample_worklist import SampleTalk, SampleWorklist, in_hand

MAYA = User("u1", "maya", "Maya Okafor", Role.CLERK)
ADA = User("u2", "ada", "Ada Lindqvist", Role.ADMIN)
IVO = User("u3", "ivo", "Ivo Marek", Role.AUDITOR)
PEOPLE = {one.id: one for one in (MAYA, ADA, IVO)}
PASSPHRASE = "four words and a number 7"
PASSWORD = "correct horse battery"
TOKEN = "one-time-token"
ADDRESS = "an-address-that-nobody-guesses"


class SampleReceivers:
    """Takes webhooks at one address; `said` is what becomes of them."""

    def __init__(self) -> None:
        self.said = CameIn.TAKEN
        self.came: list[Signed] = []
        self.posted: list[bytes] = []

    def take(self, address: str, signed: Signed) -> CameIn:
        self.came.append(signed)
        return self.said if address == ADDRESS else CameIn.NOWHERE

    def take_cxml(self, address: str, content: bytes) -> CameIn:
        self.posted.append(content)
        return self.said if address == ADDRESS else CameIn.NOWHERE


class SampleDesk:
    """All of Desk over sample data in memory; what is done changes it and is told as a change."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._changes: list[Change] = []
        self._items = items()
        self._papers = {one.view.sha256: one.paper for one in self._items.values()}
        self._pdfs: dict[str, bytes] = {}
        self._portals = {portal.id: portal for portal in portals()}
        self._deliveries = {delivery.id: delivery for delivery in deliveries(self._items)}
        self._extra = {held.id: held for held in questions_without_document()}
        self.removed: set[str] = set()
        self.token = TOKEN
        self.calls: list[tuple[str, str]] = []
        self.worker_alive = True
        self.vault_locked = False
        self.slow = 0.0  # seconds that a decision takes
        self.deeds: list[tuple[DeedKind, Callable[[], object]]] = []  # and how each is undone
        self.vault = SampleVault(self)
        self.visits = SampleVisits(self)
        self.recipes, self.recipe_book = SampleRecipes(self), SampleRecipeBook(self)
        self.live = SampleLive()
        self.evidence = SampleEvidence(self)
        self.takeovers = SampleTakeovers(self)
        self.company_sign_in, self.second_step = SampleCompanySignIn(), SampleSteps(PASSWORD)
        self.people = SamplePeople(self, PEOPLE.values())
        self.settings, self.entities = SampleSettings(self), SampleEntities(self)
        self.connections = SampleConnections(self)
        self.receivers = SampleReceivers()
        self.outbox = SampleOutbox(self.note, lambda: self._tell("deliveries", ""))
        self.statement_board = SampleBoard(self)
        self.worklist = SampleWorklist(self)
        self.talk = SampleTalk(self, PEOPLE)

    # -- people ----------------------------------------------------------------------------------

    def sign_in(self, name: str, password: str) -> User | None:
        known = (one for one in PEOPLE.values() if (name, password) == (one.name, PASSWORD))
        return next(known, None)

    def sign_in_by_token(self, token: str) -> User | None:
        if token and token == self.token:
            self.token = ""
            return MAYA
        return None

    def user(self, user_id: str) -> User | None:
        return None if user_id in self.removed else PEOPLE.get(user_id)

    def company(self) -> str:
        return "Aldermoor Ltd"

    def today(self) -> date:
        return NOW.date()

    def now(self) -> datetime:
        return NOW

    # -- questions -------------------------------------------------------------------------------

    def counts(self) -> Counts:
        statuses = [one.row.status for one in self._items.values()]
        return Counts(
            todo=sum(status != "delivered" for status in statuses),
            exceptions=statuses.count("exception"),
            ready=statuses.count("ready"),
            delivered=statuses.count("delivered"),
            all=len(statuses),
            questions_open=len(self.exceptions()),
            statements_open=2,
            portals_needing_person=sum(one.needs_person for one in self._portals.values()),
            deliveries_failed=sum(
                one.state is DeliveryState.DEAD_LETTER for one in self._deliveries.values()
            ),
        )

    def pulse(self) -> Pulse:
        portals = self._portals.values()
        running = [portal.running for portal in portals if portal.running]
        return Pulse(
            portals=len(portals),
            portals_fine=sum(bool(one.runs and one.runs[-1].good) for one in portals),
            portals_running=len(running),
            portals_needing_person=sum(one.needs_person for one in portals),
            mail_checked=NOW - timedelta(minutes=2),
            mail_trouble="",
            vault_locked=self.vault_locked,
            worker_alive=self.worker_alive,
            activity=running[0] if running else None,
            vault=STANDING,
        )

    def inbox(self, query: InboxQuery, start: int, end: int) -> InboxPage:
        with self._lock:
            held = [self._in_hand(one.row) for one in self._items.values()]
            rows = [row for row in held if _fits(row, query)]
        return InboxPage(len(rows), tuple(rows[start:end]))

    def place_in_inbox(self, query: InboxQuery, document_id: str) -> int | None:
        ids = [row.id for row in self.inbox(query, 0, len(self._items)).rows]
        return ids.index(document_id) if document_id in ids else None

    def document(self, document_id: str) -> DocumentView:
        view = self._item(document_id).view
        return replace(view, thread=self.talk.thread(f"document:{document_id}"))

    def overview(self, entity_id: str = "") -> Overview:  # noqa: ARG002 - one for all
        return overview()

    def page_image(self, sha256: str, page: int, scale: float) -> bytes:
        with self._lock:  # PDFium is not thread-safe
            pdf = pypdfium2.PdfDocument(self._pdf(sha256))
            image = pdf[page - 1].render(scale=scale).to_pil()
            pdf.close()
        held = io.BytesIO()
        image.save(held, "PNG", compress_level=1)
        return held.getvalue()

    def page_words(self, sha256: str, page: int) -> tuple[tuple[Box, str], ...]:
        return tuple((box, text) for text, box in sandbox.page_words(self._pdf(sha256), page))

    def original(self, sha256: str) -> tuple[bytes, str]:
        return self._pdf(sha256), f"{sha256[:12]}.pdf"

    def mail(self, mail_id: str) -> MailView:
        supplier = mail_id.removeprefix("mail of ")
        return MailView(
            id=mail_id,
            sender="billing@supplier.example",
            sender_name=supplier,
            subject=f"Your invoice from {supplier}",
            sent=NOW - timedelta(hours=2),
            mail_class="invoice_attached",
            authenticity="pass",
            page=True,
            alerts=("The reply address is not the sender's.",) if supplier == HOSTILE else (),
            reasons=("the subject speaks of an invoice", supplier),
            text="Dear customer,\n\nplease find your invoice attached.\n\nKind regards\n"
            + supplier,
        )

    def portals(self) -> tuple[PortalView, ...]:
        return tuple(sorted(self._portals.values(), key=lambda one: not one.needs_person))

    def adoption(self) -> AdoptionReport:
        return adoption()

    def expectations(self, portal_id: str | None = None) -> tuple[ExpectationView, ...]:
        return expectations(portal_id or "")

    def statements(self) -> tuple[StatementRow, ...]:
        return tuple(one.row for one in statements())

    def statement(self, statement_id: str) -> StatementView:
        found = next((one for one in statements() if one.row.id == statement_id), None)
        if found is None:
            raise RecordMissing
        return found

    def deliveries(self) -> tuple[DeliveryView, ...]:
        return tuple(self._deliveries.values())

    def exceptions(self) -> tuple[ExceptionView, ...]:
        held = [question(one) for one in self._items.values() if one.view.reasons]
        return tuple(self._talked(one) for one in (*held, *self._extra.values()))

    def _talked(self, asked: ExceptionView) -> ExceptionView:
        said = self.talk.thread(asked.subject).comments
        return replace(asked, assigned=in_hand(self.talk.thread, asked.subject), comments=said)

    def _in_hand(self, row: InboxRow) -> InboxRow:
        return replace(row, assigned=in_hand(self.talk.thread, f"document:{row.id}"))

    def changes_after(self, change_id: int) -> tuple[Change, ...]:
        return tuple(change for change in self._changes if change.id > change_id)

    def last_change(self) -> int:
        return len(self._changes)

    # -- actions ---------------------------------------------------------------------------------

    def answered(self, user: User, challenge_id: str, typed: Secret) -> None:
        """A person answered what a sign-in asks."""
        self.note(user, f"answer {challenge_id} with {len(typed.reveal())} characters")
        for portal in self._portals.values():
            if portal.challenge and portal.challenge.id == challenge_id:
                self._portals[portal.id] = replace(portal, challenge=None)
                self._tell("portals", portal.id)

    def challenge(self, portal_id: str, challenge: OpenChallenge) -> None:
        """Let a portal's sign-in ask for something."""
        self._portals[portal_id] = replace(self._portals[portal_id], challenge=challenge)
        self._tell("portals", portal_id)

    def lack(self, field: str) -> None:
        """Let a destination want a field of the first ready document that it lacks."""
        ready = next(one for one in self._items.values() if one.row.status == "ready")
        self._extra["lack"] = lacking(ready, field)
        self._tell("exceptions", "lack")

    def answer(self, user: User, exception_id: str, key: str) -> None:
        time.sleep(self.slow)
        self.note(user, f"answer {key} {exception_id}")
        if self._extra.pop(exception_id, None) is None:
            document_id = exception_id.removeprefix("x-")
            before = self._item(document_id)
            self.put(document_id, status="ready", note="", reasons=(), can_deliver=True)
            self.deeds.append((DeedKind.ANSWER, lambda: self._put_back(before)))
        self._tell("exceptions", exception_id)

    def answer_all(self, user: User, exception_ids: Sequence[str], key: str) -> Done:
        known = len(self.deeds)
        for one in exception_ids:
            self.answer(user, one, key)
        given, self.deeds[known:] = self.deeds[known:], []
        self.deeds.append((DeedKind.ANSWER, lambda: [back() for _, back in given]))
        return Done(tuple(exception_ids))

    def undo(self, user: User) -> DeedKind:
        self.note(user, "undo")
        if not self.deeds:
            raise WrongInput("There is nothing to undo.")
        kind, back = self.deeds.pop()
        back()
        return kind

    def _put_back(self, before: Item) -> None:
        self._items[before.row.id] = before
        self._tell("inbox", before.row.id)
        self._tell("exceptions", before.row.id)

    def deliver(self, user: User, document_id: str, version: int) -> None:
        self.note(user, f"deliver {document_id}")
        if self._item(document_id).view.version != version:
            raise StaleVersion
        self.put(document_id, status="delivered", note="", reasons=(), can_deliver=False)

    def filled(self, document_id: str, name: str) -> None:
        """A field was filled: the question that asked for it is over."""
        asked = self._extra.get("lack")
        if asked and asked.document_id == document_id and name in asked.fields:
            self._extra.pop("lack")
            self._tell("exceptions", "lack")

    def read_again(self, user: User, document_id: str) -> str:
        self.note(user, f"read again {document_id}")
        return "Nothing changed."

    def retry_delivery(self, user: User, delivery_id: str) -> None:
        self.note(user, f"retry {delivery_id}")
        held = self._deliveries[delivery_id]
        attempt = Attempt(NOW, ok=True, detail="250 2.0.0 taken as 77F1", seconds=0.4)
        self._deliveries[delivery_id] = replace(
            held,
            state=DeliveryState.DELIVERED,
            response=None,
            response_reason="",
            attempts=(*held.attempts, attempt),
            next_attempt=None,
        )
        self._tell("deliveries", delivery_id)

    def unlock(self, user: User, passphrase: Secret) -> None:
        self.note(user, "unlock")
        if passphrase != Secret(PASSPHRASE):
            raise WrongKey("This passphrase does not open the vault.")
        self.lock_vault(locked=False)

    def upload(self, user: User, name: str, content: bytes) -> str:
        self.note(user, f"upload {name} {len(content)}")
        return self.arrive("Handed In Ltd")

    # -- what tests make happen ------------------------------------------------------------------

    def arrive(self, supplier: str = "Quayside Ferries") -> str:
        """A document comes in and stands first in the list."""
        with self._lock:
            row = [supplier, "QF-1", "i", "ready", "mail", "10.00", "EUR", "9", "", ""]
            new = item(len(self._items) + 100, row)
            self._papers[new.view.sha256] = new.paper
            self._items = {new.row.id: new, **self._items}
        self._tell("inbox", new.row.id)
        return new.row.id

    def lock_vault(self, *, locked: bool = True) -> None:
        """The worker's vault is locked, or unlocked."""
        self.vault_locked = locked
        self._tell("vault", "worker-1")

    def progress(self, portal_id: str, done: int, total: int | None) -> None:
        """A visit gets on."""
        portal = self._portals[portal_id]
        state = RunState.DOWNLOADING if total else RunState.SIGNING_IN
        running = Activity(portal.name, state, done, total)
        self._portals[portal_id] = replace(portal, running=running, needs_person=False)
        self._tell("portals", portal_id)

    # -- inside ----------------------------------------------------------------------------------

    def _item(self, document_id: str) -> Item:
        if document_id not in self._items:
            raise RecordMissing(f"There is no document {document_id}.")
        return self._items[document_id]

    def put(self, document_id: str, **changes: object) -> None:
        with self._lock:
            item = self._item(document_id)
            of_row = {name: it for name, it in changes.items() if name in ("status", "note")}
            of_view = {name: it for name, it in changes.items() if name != "note"}
            view = replace(item.view, version=item.view.version + 1, **of_view)  # type: ignore[arg-type]  # names checked by the dataclass
            row = replace(item.row, **of_row)  # type: ignore[arg-type]  # likewise
            self._items[document_id] = replace(item, row=row, view=view)
        self._tell("inbox", document_id)

    def _pdf(self, sha256: str) -> bytes:
        if sha256 not in self._pdfs:
            self._pdfs[sha256] = draw(self._papers[sha256])[0]
        return self._pdfs[sha256]

    def tell(self, topic: str, subject: str) -> None:
        """Tell the pages of a change."""
        self._tell(topic, subject)

    def stir(self) -> None:
        """Let panes be drawn anew: a little of what they show is another now."""
        held = self.connections.receivers
        self.connections.receivers = tuple(replace(it, waiting=it.waiting + 1) for it in held)
        for key, it in self._deliveries.items():
            self._deliveries[key] = replace(it, queued=it.queued + timedelta(minutes=1))
        self._tell("deliveries", "")
        self.put("d13")

    def note(self, user: User, what: str) -> None:
        """Keep what a person did."""
        if user.id in self.removed:
            raise BillhookError("You may not do this.")
        self.calls.append((user.id, what))

    def _tell(self, topic: str, subject: str) -> None:
        with self._lock:
            self._changes.append(Change(len(self._changes) + 1, topic, subject))


class SampleSessions:
    """Sessions in memory."""

    def __init__(self, desk: SampleDesk) -> None:
        self._desk = desk
        self.held: dict[str, str] = {}
        self.provided: set[str] = set()
        self._numbers = itertools.count(1)

    def open(self, user_id: str, _place: str = "", *, by_provider: bool = False) -> Secret:
        token = f"token-{next(self._numbers)}-of-{user_id}"
        self.held[token] = user_id
        if by_provider:
            self.provided.add(token)
        return Secret(token)

    def user(self, token: Secret) -> User | None:
        user_id = self.held.get(token.reveal())
        user = self._desk.user(user_id) if user_id else None
        return user and replace(user, language=self._desk.settings.spoken.get(user.id))

    def close(self, token: Secret) -> bool:
        self.held.pop(token.reveal(), None)
        return token.reveal() in self.provided


def _fits(row: InboxRow, query: InboxQuery) -> bool:
    views: dict[str, Callable[[str], bool]] = {
        "todo": lambda status: status != "delivered",
        "exceptions": lambda status: status == "exception",
        "ready": lambda status: status == "ready",
        "delivered": lambda status: status == "delivered",
        "all": lambda _: True,
    }
    typed = read(query.text, NOW.date())
    sought = f"{row.supplier} {row.number} {row.po_number}".casefold()
    whose = row.assigned or NOBODY
    mine = {ME: PEOPLE[query.user_id].full_name} if query.user_id else {}
    return (
        views[query.view](row.status)
        and all(word in sought for word in typed.words)
        and (not typed.kinds or row.kind in typed.kinds)
        and (not typed.statuses or row.status in typed.statuses)
        and (not typed.sources or row.source in typed.sources)
        and query.kind in ("", row.kind)
        and query.source in ("", row.source)
        and all(mine.get(name, name) == whose for name in typed.assigned)
    )
