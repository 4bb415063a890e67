"""What the work needs: the rooms below, joined by the roof and handed to every job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import feeds
from fetchers.mail.watch import Pace
from model.books import BooksPage
from model.clock import Clock
from model.deliveries import Acknowledgement, Destination, Parcel, Response
from model.documents import Reading
from model.live import Wait
from model.mail import TriagedMail
from model.memory import LayoutMemory
from model.notices import Composer, PlainMail
from model.ports import Lease, Visitor
from model.suppliers import SupplierProfile
from model.vaults import VaultStanding
from pipeline.backups import Home
from pipeline.holdings import Holdings
from storage.store import Store
from vault import BrowserSession, OAuthToken

_PACE: Final = Pace()
_WAIT: Final = Wait()
_ALONE: Final = Holdings()

RECIPES: Final = "recipes"
"""Where this company's own recipes lie, in its data folder."""
BILLHOOK: Final = "Billhook"
"""The actor of what no person did."""


class VaultLease(Lease, Protocol):
    """A lease with the whole record, and the version that may be replaced."""

    @property
    def record(self) -> object:
        """The record itself."""
        ...

    @property
    def version(self) -> int:
        """How often the record was written."""
        ...


class Leases(Protocol):
    """The vault, as far as jobs know it."""

    def lease(self, name: str, *, purpose: str, job: str) -> AbstractContextManager[VaultLease]:
        """One credential for one job, closed on exit."""
        ...

    def put(
        self,
        name: str,
        record: OAuthToken | BrowserSession,
        *,
        replacing: int | None = None,
        actor: str = "person",
    ) -> int:
        """Keep a renewed token or a session; its version. Raises SecretChanged, VaultError."""
        ...


class Reader(Protocol):
    """Reads foreign files safely."""

    def __call__(
        self,
        content: bytes,
        suppliers: tuple[SupplierProfile, ...],
        memories: tuple[LayoutMemory, ...] = (),
    ) -> Reading:
        """What was read, helped by what was taught; never raises for what a document does."""
        ...


class Triager(Protocol):
    """Understands mails."""

    def __call__(self, raw: bytes, suppliers: tuple[SupplierProfile, ...]) -> TriagedMail:
        """The mail, understood."""
        ...


class Deliverer(Protocol):
    """Hands parcels to destinations."""

    def __call__(
        self, destination: Destination, parcel: Parcel, lease: Lease | None
    ) -> Acknowledgement:
        """The destination's proof. Raises DestinationUnreachable, DestinationRefused."""
        ...


class Poster(Protocol):
    """Hands mails to our own people over to a mail server."""

    def __call__(
        self, destination: Destination, mail: PlainMail, lease: Lease | None, /, *, clock: Clock
    ) -> Acknowledgement:
        """The server's proof. Raises DestinationUnreachable, DestinationRefused."""
        ...


def _unchanging(_name: str) -> int:
    return 0


def _open() -> bool:
    return False


def _unmarked() -> int:
    return 0


def _nothing() -> str:
    return ""


ResponseReader = Callable[[Destination, Mapping[str, str], Lease | None], tuple[Response, ...]]
NewsReader = Callable[[Destination, str, Lease | None], BooksPage]
StandingReader = Callable[[Destination, Lease | None], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Works:
    """The rooms below, joined.

    `news` and `standing` read a destination's own books. `post` sends mails to our own people, and
    `compose` words them; without it none is written.
    `version_of` says how often a credential was changed, `vault_locked` whether the vault gives
    nothing now; `vault_mark` differs after each change of the vault, `vault_standing` tells how it
    stands, `vault_line` what its anchor's witness keeps, `vault_doubt` where the two did not agree;
    `mail_ca_file` holds the certificates to trust for mail servers instead of the system's;
    `live_wait` is how long a visit waits for the persons at its page; `home` is what a backup is
    of, None where this process makes none; `holdings` is what this worker has alone among those
    of all machines.
    """

    store: Store
    vault: Leases
    clock: Clock
    folder: Path
    visit: Visitor
    read: Reader
    triage: Triager
    deliver: Deliverer
    responses: ResponseReader
    news: NewsReader = feeds.news
    standing: StandingReader = feeds.standing
    post: Poster = feeds.send_letter
    compose: Composer | None = None
    loopback_http: bool = False
    version_of: Callable[[str], int] = _unchanging
    vault_locked: Callable[[], bool] = _open
    vault_mark: Callable[[], int] = _unmarked
    vault_standing: Callable[[], VaultStanding] = VaultStanding
    vault_line: Callable[[], str] = _nothing
    vault_doubt: Callable[[], str] = _nothing
    mail_pace: Pace = _PACE
    mail_ca_file: Path | None = None
    live_wait: Wait = _WAIT
    home: Home | None = None
    holdings: Holdings = _ALONE

    @property
    def spool(self) -> Path:
        """Where visits put files before they are filed."""
        return self.folder / "spool"

    @property
    def recipes(self) -> Path:
        """Where this company's own recipes lie."""
        return self.folder / RECIPES
