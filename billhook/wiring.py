"""Wiring: the rooms built and joined, as the settings say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from billhook.settings import FILE, Settings
from feeds import deliver, responses
from fetchers.mail.triage import triage
from fetchers.mail.watch import Pace
from fetchers.portals import visit
from model.clock import Clock, SystemClock
from model.deliveries import Acknowledgement, Destination, Parcel, Response
from model.documents import Reading
from model.errors import SettingsInvalid, VaultLocked, VaultMissing
from model.mail import TriagedMail
from model.memory import LayoutMemory
from model.ports import Lease
from model.secret import Secret
from model.suppliers import SupplierProfile
from parsers.hints import Hints
from parsers.safety.sandbox import read_safely
from pipeline import otel
from pipeline.backups import Home
from pipeline.rules import Rules
from pipeline.works import Reader, Works
from storage.bucket import Place
from storage.store import Store
from ui.notice_mail import composed
from vault import (
    KeySource,
    Vault,
    Witness,
    find_key,
    locked_vault,
    nobody,
    open_vault,
    slot_kinds,
)

CLOCK = SystemClock()
_LONGEST_IDLE: Final = 1740.0  # seconds; servers may end an IDLE after half an hour (RFC 2177)


@contextmanager
def opened_store(settings: Settings, clock: Clock = CLOCK) -> Iterator[Store]:
    """The store of an installation, closed at the end."""
    store = Store.open(settings.database_url, settings.data, clock=clock, files=_files(settings))
    try:
        yield store
    finally:
        store.close()


def _files(settings: Settings) -> Path | Place:
    """Where the files lie: a bucket, a folder that machines share, or one in the data folder."""
    if "://" not in settings.files:
        return Path(settings.files or settings.data / "files")
    keys = Path(settings.files_credentials) if settings.files_credentials else None
    place = Place(settings.files, settings.files_endpoint, settings.files_region, keys)
    place.prove()
    return place


def opened_vault(
    settings: Settings,
    key_file: str | None = None,
    passphrase: Secret | None = None,
    accept_epoch: int | None = None,
    witness: Witness = nobody,
) -> Vault:
    """The vault of an installation, opened by the key that is at hand.

    `accept_epoch` is the epoch of an older copy that was restored on purpose, `witness` the second
    place that knows how new the vault is.

    Raises:
        VaultError: there is none, no key is at hand, or the key does not open it.
    """
    if slot_kinds(settings.vault_place) is None:
        raise VaultMissing  # before a key is looked for: there is nothing that it could open
    key = key_at_hand(settings, key_file, passphrase)
    return open_vault(
        settings.vault_place,
        key,
        clock=CLOCK,
        anchor=settings.vault_anchor,
        accept_epoch=accept_epoch,
        witness=witness,
    )


def vault_at_hand(
    settings: Settings, key_file: str | None, passphrase: Secret | None, witness: Witness
) -> Vault:
    """The vault of an installation, locked where it waits for a passphrase that nobody gave yet.

    Raises:
        VaultError: there is none, or it does not open for another reason.
    """
    try:
        return opened_vault(settings, key_file, passphrase, witness=witness)
    except VaultLocked:
        anchor = settings.vault_anchor
        return locked_vault(settings.vault_place, clock=CLOCK, anchor=anchor, witness=witness)


def key_at_hand(
    settings: Settings, key_file: str | None = None, passphrase: Secret | None = None
) -> KeySource:
    """The passphrase, or the key that needs nobody: the file named, what the system holds.

    Raises:
        VaultError: none of them is there, or the vault asks for a passphrase.
    """
    named = Path(chosen) if (chosen := key_file or settings.key_file) else None
    return find_key(settings.vault_place, key_file=named, passphrase=passphrase)


def reader(store: Store) -> Reader:
    """What reads files, in a limited child process, knowing our company's name."""

    def read(
        content: bytes,
        suppliers: tuple[SupplierProfile, ...],
        memories: tuple[LayoutMemory, ...] = (),
    ) -> Reading:
        with store.read() as tx:
            company = Rules.of(tx).company
        hints = Hints(profiles=suppliers, buyer_names=(company,), memories=memories)
        return read_safely(content, hints)

    return read


@contextmanager
def traced(settings: Settings, process: str) -> Iterator[None]:
    """Traces are sent as long as the block lasts, where the settings name a collector.

    Raises:
        ProgramMissing: the libraries for it are not installed.
        SettingsInvalid: the collector's address is none.
    """
    if not settings.traces:
        yield
        return
    provider = otel.start(settings.traces, service=process)
    try:
        yield
    finally:
        otel.stop(provider)


def works(settings: Settings, store: Store, vault: Vault) -> Works:
    """All that the jobs of an installation need."""

    def understand(raw: bytes, suppliers: tuple[SupplierProfile, ...]) -> TriagedMail:
        trusted, sealers = frozenset(settings.mail_authorities), frozenset(settings.mail_sealers)
        return triage(raw, suppliers, trusted=trusted, sealers=sealers, today=CLOCK.today())

    def hand_over(destination: Destination, parcel: Parcel, lease: Lease | None) -> Acknowledgement:
        return deliver(destination, parcel, lease, clock=CLOCK)

    def ask(
        destination: Destination, asked: Mapping[str, str], lease: Lease | None
    ) -> tuple[Response, ...]:
        return responses(destination, asked, lease)

    return Works(
        store=store,
        vault=vault,
        clock=CLOCK,
        folder=settings.data,
        visit=visit,
        read=reader(store),
        triage=understand,
        deliver=hand_over,
        responses=ask,
        loopback_http=settings.loopback_http,
        version_of=vault.version,
        vault_locked=lambda: vault.is_locked,
        vault_mark=partial(_mark, settings.vault_anchor),
        vault_standing=vault.upkeep.standing,
        vault_line=vault.anchor_line,
        vault_doubt=lambda: vault.doubt,
        home=home_of(settings),
        mail_pace=_pace(settings),
        mail_ca_file=Path(settings.mail_ca_file) if settings.mail_ca_file else None,
        compose=partial(composed, address=settings.address),
    )


def home_of(settings: Settings) -> Home:
    """What a backup of an installation holds beside its store."""
    return Home(settings.data, settings.vault_place, settings.data / FILE)


def _mark(anchor: Path) -> int:
    """What differs after each change of the vault, by whomever here; 0 before the first."""
    try:
        return anchor.stat().st_mtime_ns
    except OSError:
        return 0


def _pace(settings: Settings) -> Pace:
    """How mailboxes are watched. Raises SettingsInvalid for what no server would bear."""
    keepalive, poll = settings.mail_keepalive_seconds, settings.mail_poll_seconds
    if not (0 < keepalive <= _LONGEST_IDLE and 0 < poll <= _LONGEST_IDLE):
        raise SettingsInvalid(
            f"mail_keepalive_seconds and mail_poll_seconds lie between 0 and {_LONGEST_IDLE:.0f};"
            f" correct them in {settings.data / FILE}."
        )
    return Pace(keepalive=float(keepalive), poll=float(poll))
