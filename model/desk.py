"""`Desk`: all that the user interface can ask and do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from model.adoption import AdoptionReport
from model.connections import ConnectDesk
from model.deeds import DeedKind
from model.deliveries import CameIn, Signed
from model.documents import Box
from model.entity_desk import EntityDesk
from model.evidence_desk import EvidenceDesk
from model.forensics import VisitDesk
from model.live import LiveDesk
from model.outbox_desk import OutboxDesk
from model.overview import Overview
from model.people import Change, User
from model.people_desk import PeopleDesk
from model.recipe_book import RecipeBookDesk
from model.recipes import RecipeDesk
from model.second_step import SecondStepDesk
from model.secret import Secret
from model.settings_desk import SettingsDesk
from model.single_sign_on import CompanySignInDesk
from model.statement_desk import StatementDesk
from model.takeovers import TakeoverDesk
from model.talk import TalkDesk
from model.vaults import VaultDesk
from model.views import (
    Counts,
    DeliveryView,
    DocumentView,
    ExceptionView,
    ExpectationView,
    InboxPage,
    InboxQuery,
    MailView,
    PortalView,
    Pulse,
    StatementRow,
    StatementView,
)
from model.worklist import Done, WorklistDesk


class ReceiverDesk(Protocol):
    """What receivers tell by webhook, without a session."""

    def take(self, address: str, signed: Signed, /) -> CameIn:
        """What becomes of a webhook that came to a destination's address."""
        ...

    def take_cxml(self, address: str, content: bytes, /) -> CameIn:
        """What becomes of a cXML message that came to a destination's address."""
        ...


class Desk(Protocol):
    """All that the user interface can ask (first part) and do (second part).

    Calls block: keep them off the loop.
    Actions check the user's role, write the audit trail and raise BillhookError with a sentence for
    the person.
    """

    @property
    def visits(self) -> VisitDesk:
        """What the Portals screen asks and does about visits."""
        ...

    @property
    def recipes(self) -> RecipeDesk:
        """What portals are visited by, and what visits changed in it."""
        ...

    @property
    def recipe_book(self) -> RecipeBookDesk:
        """What the recipe editor asks and does."""
        ...

    @property
    def statement_board(self) -> StatementDesk:
        """What the Statements screen asks and does about one statement."""
        ...

    @property
    def takeovers(self) -> TakeoverDesk:
        """Imported sign-ins on their way to becoming suppliers' portals."""
        ...

    @property
    def outbox(self) -> OutboxDesk:
        """Destinations, and what is sent there."""
        ...

    @property
    def receivers(self) -> ReceiverDesk:
        """The way in for what receivers answer."""
        ...

    @property
    def evidence(self) -> EvidenceDesk:
        """Where the values of a document come from, and what people say about them."""
        ...

    @property
    def settings(self) -> SettingsDesk:
        """The company's rules and the audit trail."""
        ...

    @property
    def entities(self) -> EntityDesk:
        """Our own companies."""
        ...

    @property
    def connections(self) -> ConnectDesk:
        """Mailboxes, destinations and portals, and how they are connected."""
        ...

    @property
    def company_sign_in(self) -> CompanySignInDesk:
        """The sign-in by the company's identity provider."""
        ...

    @property
    def second_step(self) -> SecondStepDesk:
        """The authenticators that people sign in with."""
        ...

    @property
    def people(self) -> PeopleDesk:
        """Who may sign in, and one's own account."""
        ...

    @property
    def vault(self) -> VaultDesk:
        """What the Vault screen asks and does."""
        ...

    @property
    def worklist(self) -> WorklistDesk:
        """Saved views, and what is done to many documents at once."""
        ...

    @property
    def talk(self) -> TalkDesk:
        """Comments, and who has what in hand."""
        ...

    @property
    def live(self) -> LiveDesk:
        """The live pages of visits."""
        ...

    def sign_in(self, name: str, password: str) -> User | None:
        """The user, or None where name and password don't fit."""
        ...

    def sign_in_by_token(self, token: str) -> User | None:
        """The user of a one-time start-up token, which is used up by this."""
        ...

    def user(self, user_id: str) -> User | None:
        """The user of this id, None once removed."""
        ...

    def company(self) -> str:
        """Our company's name."""
        ...

    def today(self) -> date:
        """The date that due dates are counted from."""
        ...

    def now(self) -> datetime:
        """The instant that ages are counted from."""
        ...

    def counts(self) -> Counts:
        """Numbers for side bar and tabs."""
        ...

    def pulse(self) -> Pulse:
        """The status bar."""
        ...

    def inbox(self, query: InboxQuery, start: int, end: int) -> InboxPage:
        """Rows start … end - 1, newest first; at most 500 at once."""
        ...

    def place_in_inbox(self, query: InboxQuery, document_id: str) -> int | None:
        """How many rows stand before this document; None where it is not among them."""
        ...

    def document(self, document_id: str) -> DocumentView:
        """One document. Raises RecordMissing."""
        ...

    def page_image(self, sha256: str, page: int, scale: float) -> bytes:
        """One page as PNG; page counts from 1, scale 1 … 4. Raises FileMissing, DocumentRefused."""
        ...

    def page_words(self, sha256: str, page: int) -> tuple[tuple[Box, str], ...]:
        """The words of a page with their places."""
        ...

    def original(self, sha256: str) -> tuple[bytes, str]:
        """The stored file and a safe name for it. Raises FileMissing."""
        ...

    def mail(self, mail_id: str) -> MailView:
        """A mail as text. Raises RecordMissing."""
        ...

    def portals(self) -> tuple[PortalView, ...]:
        """All portals, those that need a person first."""
        ...

    def adoption(self) -> AdoptionReport:
        """How far each supplier is adopted, and what was saved this month."""
        ...

    def overview(self, entity_id: str = "") -> Overview:
        """What is due, what came, what is missing and what was saved; of all or of one company."""
        ...

    def expectations(self, portal_id: str | None = None) -> tuple[ExpectationView, ...]:
        """Expectations: those that need a person first, then open ones."""
        ...

    def statements(self) -> tuple[StatementRow, ...]:
        """All statements, newest first."""
        ...

    def statement(self, statement_id: str) -> StatementView:
        """One statement, reconciled. Raises RecordMissing."""
        ...

    def deliveries(self) -> tuple[DeliveryView, ...]:
        """The newest 500 deliveries, failed ones first."""
        ...

    def exceptions(self) -> tuple[ExceptionView, ...]:
        """All open exceptions, oldest first."""
        ...

    def changes_after(self, change_id: int) -> tuple[Change, ...]:
        """What changed since; for pushing to open pages."""
        ...

    def last_change(self) -> int:
        """The id of the newest change."""
        ...

    # -- actions --------------------------------------------------------------------------------

    def answer(self, user: User, exception_id: str, key: str) -> None:
        """Give one of an exception's answers."""
        ...

    def answer_all(self, user: User, exception_ids: Sequence[str], key: str) -> Done:
        """Give several exceptions the same answer, which is one deed to undo.

        One that refuses stays as it is; what another answer has settled by then is passed over.
        Raises RecordMissing.
        """
        ...

    def undo(self, user: User) -> DeedKind:
        """Take back what this person did last; what that was. Raises WrongInput."""
        ...

    def deliver(self, user: User, document_id: str, version: int) -> None:
        """Release a document to its destinations, as seen in `version`. Raises StaleVersion."""
        ...

    def read_again(self, user: User, document_id: str) -> str:
        """Read a document again, as it is read today; what came of it, in one sentence.

        Raises RecordMissing, WrongInput, StaleVersion.
        """
        ...

    def retry_delivery(self, user: User, delivery_id: str) -> None:
        """Send a failed delivery again, under its old key."""
        ...

    def unlock(self, user: User, passphrase: Secret) -> None:
        """Open the workers' vaults. Raises WrongInput, TooManyTries, VaultError."""
        ...

    def upload(self, user: User, name: str, content: bytes) -> str:
        """File a document by hand; its id."""
        ...
