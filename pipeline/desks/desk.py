"""The desk: what the dashboard asks and does, on the store."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from model.adoption import AdoptionReport
from model.clock import Clock
from model.deeds import DeedKind
from model.documents import Box, DocumentFormat
from model.errors import DocumentRefused, RecordMissing, StaleVersion, WrongInput
from model.exceptions import can_take_back
from model.overview import Overview
from model.people import Change, Right, User
from model.schedules import Schedule
from model.secret import Secret
from model.views import (
    Counts,
    DeliveryView,
    DocumentView,
    ExceptionView,
    ExpectationView,
    InboxPage,
    InboxQuery,
    MailView,
    PageView,
    PortalView,
    Pulse,
    StatementRow,
    StatementView,
)
from model.worklist import MOST_AT_ONCE, Done
from parsers.safety import gate, sandbox
from pipeline import answers, deeds, undoing
from pipeline.access.company import CompanySignIn, DoorTerms
from pipeline.access.passwords import tried
from pipeline.access.rights import guarded, needs
from pipeline.access.second_step import SecondStepScreenDesk
from pipeline.deliveries.reply_desk import ReplyDesk
from pipeline.desks.connecting_screen import ConnectScreenDesk
from pipeline.desks.entity_screen import EntityScreenDesk
from pipeline.desks.evidence_screen import EvidenceScreenDesk
from pipeline.desks.outbox_screen import OutboxScreenDesk
from pipeline.desks.overview import overview
from pipeline.desks.people_screen import PeopleScreenDesk
from pipeline.desks.recipe_book_screen import RecipeBookScreenDesk
from pipeline.desks.recipe_screen import RecipeScreenDesk
from pipeline.desks.settings_screen import SettingsScreenDesk
from pipeline.desks.statement_screen import StatementScreenDesk
from pipeline.desks.takeover_screen import TakeoverScreenDesk
from pipeline.desks.talk_screen import TalkScreenDesk
from pipeline.desks.vault_screen import VaultScreenDesk
from pipeline.desks.visit_screen import VisitScreenDesk
from pipeline.desks.worklist_screen import WorklistScreenDesk
from pipeline.documents import rereading
from pipeline.keyholder.unlocking import Unlocking
from pipeline.keyholder.vault_talk import VaultDoor
from pipeline.live.opening import LivePages, LivePagesDesk
from pipeline.mails import arriving
from pipeline.portals import adoption, schedules
from pipeline.rules import Rules
from pipeline.works import RECIPES, Reader
from storage import changes, exceptions, heartbeats, screens, standing, users
from storage import schedules as stored_schedules
from storage.seeing import for_people
from storage.store import Store

_PAGED: Final = frozenset({DocumentFormat.PDF, DocumentFormat.FACTURX})
_WRITTEN: Final = frozenset({DocumentFormat.HTML, DocumentFormat.TEXT})
_XML: Final = frozenset(
    {
        *(DocumentFormat.UBL, DocumentFormat.CII, DocumentFormat.FATTURAPA),
        *(DocumentFormat.CXML, DocumentFormat.PIDX),
    }
)


@guarded
class StoreDesk:
    """`model.desk.Desk` on a store; every call is one short transaction.

    `door` leads to the workers that hold the vault's key, `live` to the visits that are attended;
    `entrance` says who signs in by which way, everybody by password where it is None.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        read: Reader,
        *,
        door: VaultDoor,
        live: LivePages,
        entrance: DoorTerms | None = None,
    ) -> None:
        self.receivers = ReplyDesk(store, clock, door)  # programs, in nobody's name
        store = for_people(store)
        self._store = store
        self._entrance = entrance or DoorTerms()
        self.company_sign_in = CompanySignIn(store, clock, self._entrance)
        self.live = LivePagesDesk(store, live)
        self.statement_board = StatementScreenDesk(store)
        self._unlocking = Unlocking(store, clock, door)
        self.vault = VaultScreenDesk(store, clock, door)
        self.visits = VisitScreenDesk(store, door)
        self.recipes = RecipeScreenDesk(store)
        self.recipe_book = RecipeBookScreenDesk(store, live.folder / RECIPES)
        self.evidence = EvidenceScreenDesk(store, read)
        self.takeovers = TakeoverScreenDesk(store)
        self.second_step = SecondStepScreenDesk(store, clock, door)
        self.people = PeopleScreenDesk(store)
        self.settings = SettingsScreenDesk(store)
        self.entities = EntityScreenDesk(store)
        self.connections = ConnectScreenDesk(store, door)
        self.outbox = OutboxScreenDesk(store)
        self.worklist = WorklistScreenDesk(store)
        self.talk = TalkScreenDesk(store)
        self._clock = clock
        self._read = read

    def sign_in(self, name: str, password: str) -> User | None:
        """The user, or None where name and password don't fit. Raises SignInBusy."""
        user = tried(self._store, name, Secret(password)).user
        return user if user and self._entrance.takes_password(user) else None

    def sign_in_by_token(self, token: str) -> User | None:
        """The user of a one-time start-up token, which is used up by this."""
        with self._store.begin() as tx:
            return users.use_token(tx, token)

    def user(self, user_id: str) -> User | None:
        """The user of this id, None once removed."""
        with self._store.read() as tx:
            return users.active(tx, user_id)

    def company(self) -> str:
        """Our company's name."""
        with self._store.read() as tx:
            return Rules.of(tx).company

    def today(self) -> date:
        """The date that due dates are counted from."""
        return self._clock.today()

    def now(self) -> datetime:
        """The instant that ages are counted from."""
        return self._clock.now()

    def counts(self) -> Counts:
        """Numbers for side bar and tabs."""
        with self._store.read() as tx:
            return screens.counts(tx)

    def pulse(self) -> Pulse:
        """The status bar."""
        with self._store.read() as tx:
            alive = bool(heartbeats.alive(tx, heartbeats.LIVELY))
            locked = heartbeats.any_locked(tx, heartbeats.LIVELY)
            told = standing.get(tx)
            return screens.pulse(tx, vault_locked=locked, worker_alive=alive, vault=told)

    def inbox(self, query: InboxQuery, start: int, end: int) -> InboxPage:
        """Rows start … end - 1, newest first; at most 500 at once."""
        with self._store.read() as tx:
            return screens.inbox(tx, query, start, end)

    def place_in_inbox(self, query: InboxQuery, document_id: str) -> int | None:
        """How many rows stand before this document; None where it is not among them."""
        with self._store.read() as tx:
            return screens.place_in_inbox(tx, query, document_id)

    def document(self, document_id: str) -> DocumentView:
        """One document. Raises RecordMissing."""
        with self._store.read() as tx:
            view = screens.document(tx, document_id)
        content = self._store.files.get(view.sha256)
        form = _form(content)
        return replace(
            view,
            pages=_pages(content) if form in _PAGED else (),
            text=_text(content) if form in _WRITTEN else "",
            xml=gate.text(content) if form in _XML else "",
        )

    def page_image(self, sha256: str, page: int, scale: float) -> bytes:
        """One page as PNG; page counts from 1, scale 1 … 4. Raises FileMissing, DocumentRefused."""
        return sandbox.page_image(self._store.files.get(sha256), page, min(max(scale, 1.0), 4.0))

    def page_words(self, sha256: str, page: int) -> tuple[tuple[Box, str], ...]:
        """The words of a page with their places."""
        words = sandbox.page_words(self._store.files.get(sha256), page)
        return tuple((box, text) for text, box in words)

    def original(self, sha256: str) -> tuple[bytes, str]:
        """The stored file and a safe name for it. Raises FileMissing."""
        content = self._store.files.get(sha256)
        return content, f"{sha256[:16]}{arriving.file_type(content)[0]}"

    def mail(self, mail_id: str) -> MailView:
        """A mail as text. Raises RecordMissing."""
        with self._store.read() as tx:
            return screens.mail(tx, mail_id)

    def portals(self) -> tuple[PortalView, ...]:
        """All portals, those that need a person first."""
        with self._store.read() as tx:
            chosen, plans = stored_schedules.chosen(tx), schedules.words(tx, self._clock.now())
            return tuple(
                replace(one, plan=plans[one.id], schedule=chosen.get(one.id, Schedule()))
                for one in screens.portals(tx)
            )

    def adoption(self) -> AdoptionReport:
        """How far each supplier is adopted, and what was saved this month."""
        with self._store.read() as tx:
            return adoption.report(tx)

    def overview(self, entity_id: str = "") -> Overview:
        """What is due, what came, what is missing and what was saved; of all or of one company."""
        with self._store.read() as tx:
            return overview(tx, entity_id)

    def expectations(self, portal_id: str | None = None) -> tuple[ExpectationView, ...]:
        """Expectations, open ones first."""
        with self._store.read() as tx:
            return screens.expectations(tx, portal_id)

    def statements(self) -> tuple[StatementRow, ...]:
        """All statements, newest first."""
        with self._store.read() as tx:
            return screens.statements(tx)

    def statement(self, statement_id: str) -> StatementView:
        """One statement, reconciled. Raises RecordMissing."""
        with self._store.read() as tx:
            return screens.statement(tx, statement_id)

    def deliveries(self) -> tuple[DeliveryView, ...]:
        """The newest 500 deliveries, failed ones first."""
        with self._store.read() as tx:
            return screens.deliveries(tx)

    def exceptions(self) -> tuple[ExceptionView, ...]:
        """All open exceptions, oldest first."""
        with self._store.read() as tx:
            return screens.exceptions(tx)

    def changes_after(self, change_id: int) -> tuple[Change, ...]:
        """What changed since; for pushing to open pages."""
        with self._store.read() as tx:
            return changes.after(tx, change_id)

    def last_change(self) -> int:
        """The id of the newest change."""
        with self._store.read() as tx:
            return changes.last(tx)

    def answer(self, user: User, exception_id: str, key: str) -> None:
        """Give one of an exception's answers."""
        with self._recorded(user, [exception_id], key):
            self._answer(user, exception_id, key)

    def answer_all(self, user: User, exception_ids: Sequence[str], key: str) -> Done:
        """Give several exceptions the same answer, as one deed; one that refuses stays as it is."""
        some, done, refused = exception_ids[:MOST_AT_ONCE], list[str](), list[str]()
        with self._recorded(user, some, key):
            for one in some:
                try:
                    self._answer(user, one, key)
                    done.append(one)
                except StaleVersion:  # somebody's answer, or one of these, has settled it
                    continue
                except (WrongInput, RecordMissing) as refusal:
                    refused.append(refusal.message)
        return Done(tuple(done), tuple(dict.fromkeys(refused)), len(exception_ids) - len(some))

    def _answer(self, user: User, exception_id: str, key: str) -> None:
        with self._store.begin() as tx:
            afterwards = deeds.answer(tx, user, exception_id, key)
        afterwards(self._store, self._read)

    def _recorded(
        self, user: User, exception_ids: Sequence[str], key: str
    ) -> AbstractContextManager[None]:
        """Record answers as one deed, unless one of them sends something out at once."""
        with self._store.read() as tx:
            asked = [exceptions.get(tx, one) for one in exception_ids]
        back = all(
            any(can_take_back(item.subject, one.action) for one in item.answers if one.key == key)
            for item in asked
        )
        return undoing.deed(user, DeedKind.ANSWER) if back else nullcontext()

    def undo(self, user: User) -> DeedKind:
        """Take back what this person did last; what that was. Raises WrongInput."""
        return undoing.undo(self._store, user)

    def deliver(self, user: User, document_id: str, version: int) -> None:
        """Release a document to its destinations, as seen in `version`. Raises StaleVersion."""
        with self._store.begin() as tx:
            answers.release(tx, user, document_id, version)

    def read_again(self, user: User, document_id: str) -> str:
        """Read a document again; what came of it, in one sentence. Raises as the Desk says."""
        again = rereading.read_again(self._store, self._read, document_id, actor=user.name)
        return rereading.sentence(again)

    def retry_delivery(self, user: User, delivery_id: str) -> None:
        """Send a failed delivery again, under its old key."""
        with self._store.begin() as tx:
            answers.send_again(tx, user, delivery_id)

    @needs(Right.UNLOCK_VAULT)
    def unlock(self, user: User, passphrase: Secret) -> None:
        """Open the workers' vaults. Raises WrongInput, TooManyTries, VaultError."""
        self._unlocking.unlock(user, passphrase)

    def upload(self, user: User, name: str, content: bytes) -> str:
        """Take in a document, or mails in a file, by hand; the document's id, "" for mails."""
        return arriving.by_hand(self._store, self._read, name, content, user=user)


def _form(content: bytes) -> DocumentFormat:
    """The format of a stored file; unknown for what Billhook refused to open."""
    try:
        return gate.recognise(content)
    except DocumentRefused:
        return DocumentFormat.UNKNOWN


def _pages(content: bytes) -> tuple[PageView, ...]:
    """The sizes of a document's pages; none for what can't be drawn."""
    try:
        return tuple(PageView(w, h) for w, h in sandbox.page_sizes(content))
    except DocumentRefused:
        return ()


def _text(content: bytes) -> str:
    """A page of HTML, or a text, as lines of words; "" for what can't be set out."""
    try:
        return sandbox.text_of(content)
    except DocumentRefused:
        return ""
