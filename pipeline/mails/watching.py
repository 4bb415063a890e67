"""The watch over the mailboxes: one thread and one connection a folder, each kept alive."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Final

from fetchers.mail.idle import Bell
from fetchers.mail.retries import backoff, refused_wait
from fetchers.mail.seen import Memory
from fetchers.mail.watch import watch
from model.errors import (
    BillhookError,
    MailboxRefused,
    SecretMissing,
    SettingsInvalid,
    VaultLocked,
)
from model.mail import FolderPosition, MailBatch
from model.suppliers import Mailbox, MailboxKind
from pipeline.mails import mailboxes
from pipeline.mails.files import watch_files
from pipeline.mails.mail import journal
from pipeline.mails.mailboxes import Until
from pipeline.mails.tokens import Key, with_key
from pipeline.works import Works
from storage import mail as stored

_log = logging.getLogger(__name__)

_OFTEN: Final = (
    "The mail server renumbers this folder several times a day; nothing is lost, but each time"
    " all headers are read again. Ask whoever runs it."
)
_LOOK_AT_VAULT: Final = 5.0  # seconds
_UNLOCKED_SEEN: Final = 1.0  # seconds between looks at a locked vault, which cost nothing
_AFTER_A_LOOK: Final = 4  # the wait grows no further where the folder could be read before
_PARTING: Final = 5.0  # seconds that a watch has for its goodbye


class Watchers:
    """All mailboxes, watched as the table says at the moment.

    `news` is called after new mails were journalled.
    """

    def __init__(self, works: Works, news: Callable[[], None]) -> None:
        self._works = works
        self._news = news
        self._watched: dict[Mailbox, _Thread] = {}

    def turn(self) -> None:
        """Watch what was connected or changed since, and what stopped being watched."""
        with self._works.store.read() as tx:
            wanted = frozenset(stored.mailboxes(tx))
        for mailbox in set(self._watched) - wanted:
            self._watched.pop(mailbox).stop.set()
        for mailbox in wanted:
            thread = self._watched.get(mailbox)
            if thread is None or not thread.is_alive():
                self._watched[mailbox] = _Thread(self._works, mailbox, self._news)
                self._watched[mailbox].start()

    def close(self) -> None:
        """Stop all; what was not journalled comes again at the next start."""
        threads = tuple(self._watched.values())
        for thread in threads:
            thread.stop.set()
        for thread in threads:
            thread.join(_PARTING)
        self._watched.clear()


class _Thread(threading.Thread):
    def __init__(self, works: Works, mailbox: Mailbox, news: Callable[[], None]) -> None:
        super().__init__(name=f"mailbox {mailbox.name}", daemon=True)
        self.stop = Bell()
        self._given = (works, mailbox, self.stop, news)

    def run(self) -> None:
        works, mailbox, stop, news = self._given
        try:
            if mailbox.kind is MailboxKind.IMAP:
                _Watch(works, mailbox, stop, news).run()
            else:
                watch_files(works, mailbox, stop, news)
        finally:
            stop.close()


def watch_mailbox(works: Works, mailbox: Mailbox, stop: threading.Event) -> None:
    """Journal a mailbox until `stop` is set; trouble is written down and tried again, for ever."""
    _Watch(works, mailbox, stop, lambda: None).run()


class _Watch:
    """One folder, watched over all its connections."""

    def __init__(
        self, works: Works, mailbox: Mailbox, stop: threading.Event, news: Callable[[], None]
    ) -> None:
        self._works = works
        self._mailbox = mailbox
        self._stop = stop
        self._news = news
        self._memory = Memory()
        self._attempt = 0
        self._since = works.clock.now()
        self._version = 0
        self._looked = False
        self._told_pushed: bool | None = None

    def run(self) -> None:
        while not self._stop.is_set():
            self._version, self._looked = self._version_now(), False
            try:
                with_key(self._works, self._mailbox, "watch", self._hold)
            except VaultLocked as trouble:
                self._wait_for_vault(trouble)
            except (MailboxRefused, SettingsInvalid, SecretMissing) as trouble:
                self._failed(trouble.message, lasting=True)
            except BillhookError as trouble:
                self._failed(trouble.message)
            except Exception as error:  # noqa: BLE001 - the job runner is a named boundary
                _log.exception("mailbox %s", self._mailbox.name)
                self._failed(f"The mailbox can't be read ({type(error).__name__}).")

    def _hold(self, key: Key) -> None:
        """Journal what comes, as long as the connection holds, and its access token."""
        works, mailbox = self._works, self._mailbox
        with works.store.read() as tx:
            position = stored.position(tx, mailbox.id)
        batches = watch(
            mailbox,
            key.secret,
            position,
            clock=works.clock,
            stop=Until(self._stop, key.until, works.clock),
            pace=works.mail_pace,
            ca_file=works.mail_ca_file,
            seen=_Journal(works, mailbox),
            memory=self._memory,
        )
        with closing(batches):
            for batch in batches:
                self._keep(batch, position)
                position = batch.position

    def _keep(self, batch: MailBatch, before: FolderPosition) -> None:
        odd = _OFTEN if self._memory.renumbers_often(self._works.clock) else ""
        new = journal(self._works, self._mailbox, batch, odd=odd)
        if new:
            self._news()
        self._looked |= batch.complete
        self._tell_pushed()
        if batch.position != before:
            self._attempt = 0  # a connection that got on is a good one, however it ends

    def _tell_pushed(self) -> None:
        """Say once a change whether the server tells of new mail by itself."""
        pushed = self._memory.pushed
        if pushed is None or pushed == self._told_pushed:
            return
        with self._works.store.begin() as tx:
            stored.pushed(tx, self._mailbox.id, is_pushed=pushed)
        self._told_pushed = pushed

    def _failed(self, sentence: str, *, lasting: bool = False) -> None:
        """Write trouble down, and wait.

        A line that breaks and comes back at once is nobody's business; one that stays away is.
        """
        if not self._attempt:
            self._since = self._works.clock.now()
        self._attempt += 1
        _log.warning("mailbox %s: %s", self._mailbox.name, sentence)
        question = None
        if lasting or self._attempt > 1:
            question = self._say(sentence, lasting=lasting)
        if lasting:
            self._wait_for_correction(question)
        else:
            attempt = min(self._attempt, _AFTER_A_LOOK) if self._looked else self._attempt
            self._stop.wait(backoff(attempt, mailbox=self._mailbox.id).total_seconds())

    def _wait_for_vault(self, trouble: VaultLocked) -> None:
        """Wait until the vault is unlocked; an outside store that is locked is asked again."""
        if not self._works.vault_locked():
            self._failed(trouble.message)
            return
        _log.info("mailbox %s waits for the vault to be unlocked", self._mailbox.name)
        while self._works.vault_locked() and not self._stop.wait(_UNLOCKED_SEEN):
            pass

    def _say(self, sentence: str, *, lasting: bool) -> str | None:
        """Write trouble down; the id of the question to the person who alone can help."""
        try:
            with self._works.store.begin() as tx:
                stored.troubled(tx, self._mailbox.id, sentence)
                if lasting:
                    return mailboxes.ask_person(tx, self._mailbox, sentence, self._since)
        except BillhookError as trouble:  # the trouble may be the database's own
            _log.warning("mailbox %s: %s", self._mailbox.name, trouble.message)
        return None

    def _wait_for_correction(self, question: str | None) -> None:
        """Wait until the password was changed, a person said so, or it is time to try again."""
        clock = self._works.clock
        end = clock.monotonic() + refused_wait(self._attempt).total_seconds()
        while not self._stop.wait(_LOOK_AT_VAULT) and clock.monotonic() < end:
            if self._version_now() != self._version or (question and self._dealt_with(question)):
                self._attempt = 0
                return

    def _dealt_with(self, question: str) -> bool:
        try:
            with self._works.store.read() as tx:
                return mailboxes.dealt_with(tx, question)
        except BillhookError as trouble:
            _log.warning("mailbox %s: %s", self._mailbox.name, trouble.message)
            return False

    def _version_now(self) -> int:
        """How often the password was changed, taken before it is tried: none is overlooked."""
        try:
            return self._works.version_of(self._mailbox.credential)
        except BillhookError as trouble:
            _log.warning("mailbox %s: %s", self._mailbox.name, trouble.message)
            return 0


class _Journal:
    """The journal, asked by the watch of one mailbox."""

    def __init__(self, works: Works, mailbox: Mailbox) -> None:
        self._store = works.store
        self._mailbox_id = mailbox.id

    def uids(self, uidvalidity: int) -> frozenset[int]:
        """The UIDs whose mails are in the journal."""
        with self._store.read() as tx:
            return stored.placed_uids(tx, self._mailbox_id, uidvalidity)

    def known(self, uidvalidity: int, fingerprints: Mapping[int, str]) -> frozenset[int]:
        """The UIDs of mails that are in the journal, from there or from before a renumbering."""
        with self._store.read() as tx:
            found = stored.places_of(tx, self._mailbox_id, set(fingerprints.values()))
        here = {at.uid: mark for at, mark in found if at.uidvalidity == uidvalidity}
        left = Counter(mark for at, mark in found if at.uidvalidity != uidvalidity)
        left.subtract(here.values())
        known = set()
        for uid, mark in sorted(fingerprints.items()):
            if here.get(uid) == mark:
                known.add(uid)
            elif left[mark] > 0:
                left[mark] -= 1
                known.add(uid)
        return frozenset(known)
