"""The shapes of the demo company's world: frozen values, no behaviour but sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from model.documents import DocumentKind, Line, StatementLine, TaxRow
from model.matches import MatchStatus
from model.money import Money
from model.orders import LedgerEntry, Order


@dataclass(frozen=True, slots=True)
class Company:
    """The buyer, with the mailbox that its suppliers write to."""

    name: str
    address: tuple[str, ...]
    vat_id: str
    mailbox: str


@dataclass(frozen=True, slots=True)
class Account:
    """The buyer's customer number at a supplier; `portal` is a slug or None."""

    number: str
    label: str
    portal: str | None


@dataclass(frozen=True, slots=True)
class Seller:
    """A supplier with all that stands on its paper.

    `terms` are days until payment is due, `layout` names the module that draws its documents.
    """

    slug: str
    name: str
    language: str
    currency: str
    street: str
    city: str
    country: str
    vat_id: str
    iban: str
    bic: str
    domain: str
    phone: str
    register: str
    terms: int
    layout: str
    accounts: tuple[Account, ...]

    def account(self, number: str) -> Account:
        """The account of that customer number."""
        return next(account for account in self.accounts if account.number == number)


@dataclass(frozen=True, slots=True)
class SignIn:
    """User name and password that work; `stored` is what the vault holds where that is wrong."""

    username: str
    password: str
    stored: str | None = None
    totp: str | None = None


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """A supplier's web site, the account it shows and the sign-in that works there."""

    slug: str
    brand: str
    seller: str
    account: str
    language: str
    sign_in: SignIn


@dataclass(frozen=True, slots=True)
class Document:
    """A document as its supplier made it. Amounts of a credit note are negative.

    `portal` is where it can be fetched, `mailed` whether a mail brings it, `booked` whether the
    ledger holds it before the morning begins. A statement has statement lines and no tax.
    """

    seller: str
    account: str
    number: str
    kind: DocumentKind
    issued: date
    due: date | None
    period: str
    currency: str
    lines: tuple[Line, ...]
    tax_rows: tuple[TaxRow, ...]
    iban: str
    po_number: str | None = None
    portal: str | None = None
    mailed: bool = False
    booked: bool = False
    hybrid: bool = False
    refers_to: str | None = None
    statement_lines: tuple[StatementLine, ...] = ()
    opening: Decimal = Decimal(0)

    @property
    def net(self) -> Decimal:
        """The sum of the tax bases."""
        return sum((row.base for row in self.tax_rows), Decimal(0))

    @property
    def tax(self) -> Decimal:
        """The sum of the tax amounts."""
        return sum((row.amount for row in self.tax_rows), Decimal(0))

    @property
    def gross(self) -> Decimal:
        """What is to be paid; of a statement, its closing balance."""
        lines = sum((line.amount.amount for line in self.statement_lines), Decimal(0))
        return self.net + self.tax + lines

    @property
    def file_name(self) -> str:
        """A safe name for its file, without the ending."""
        return f"{self.seller}_{self.number.replace('/', '-')}"


@dataclass(frozen=True, slots=True)
class Expected:
    """How the expectation that a mail opens must end: fulfilled, absent or needs_person."""

    mail: str
    seller: str
    account: str
    kind: DocumentKind
    number: str
    ends: str
    why: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What acceptance compares with.

    `statement` gives each position of the October statement its status; `planted` names the
    differences that were put in on purpose, by their document.
    """

    expectations: tuple[Expected, ...]
    statement: Mapping[int, MatchStatus]
    statement_differences: Mapping[int, Decimal]
    planted: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class World:
    """Everything outside and everything that is true about it, for one date."""

    today: date
    company: Company
    sellers: tuple[Seller, ...]
    portals: tuple[PortalFacts, ...]
    documents: tuple[Document, ...]
    orders: tuple[Order, ...]
    ledger: tuple[LedgerEntry, ...]
    truth: Truth

    def seller(self, slug: str) -> Seller:
        """The supplier of that slug."""
        return next(seller for seller in self.sellers if seller.slug == slug)

    def portal(self, slug: str) -> PortalFacts:
        """The portal of that slug."""
        return next(portal for portal in self.portals if portal.slug == slug)

    def document(self, number: str) -> Document:
        """The document of that number."""
        return next(document for document in self.documents if document.number == number)

    def on_portal(self, slug: str) -> tuple[Document, ...]:
        """The documents that a portal lists, newest first."""
        listed = [document for document in self.documents if document.portal == slug]
        return tuple(sorted(listed, key=lambda d: (d.issued, d.number), reverse=True))

    def money(self, document: Document) -> Money:
        """The gross amount of a document."""
        return Money(document.gross, document.currency)
