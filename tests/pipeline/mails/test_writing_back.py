"""Writing back on a real Dovecot: once, whatever is killed when, and never in a loop."""

from __future__ import annotations

import imaplib
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import imapclient
import pytest

from fetchers.mail import watch as watching
from fetchers.mail.writeback import key_of
from model.clock import SystemClock
from model.exceptions import ExceptionReason
from model.filing import MessageState
from model.mail import FolderPosition, MailBatch, RawMail
from model.suppliers import Mailbox, MailSecurity
from model.write_backs import WriteBackState
from pipeline import answers, pending
from pipeline.mails import mail, writing_back
from pipeline.worker import Worker, WorkerSettings
from pipeline.works import Works
from storage import exceptions, expectations, screens, write_backs
from storage import mail as stored
from tests.dovecot import Dovecot, dovecot, running
from tests.gmail import CAPABILITY, Gmail
from tests.pipeline.conftest import CLERK, Outside, notice_mail, paper
from tests.pipeline.mails.test_watch import LockedVault, VaultWith, letter

__all__ = ["dovecot"]

# the database's half is the outbox's own test; here it is the mail server that matters
pytestmark = [pytest.mark.e2e, pytest.mark.parametrize("store", ["sqlite"], indirect=True)]

RUNS = int(os.environ.get("BILLHOOK_WRITE_BACK_KILLS", "64"))
NO_WAIT = timedelta()


@dataclass
class Desk:
    """A mailbox with a notice, whose invoice was fetched and waits to be written back."""

    works: Works
    outside: Outside
    server: Dovecot
    box: Mailbox

    def announce(self, number: int, *, arrive: Callable[..., str]) -> str:
        """A notice comes, its invoice is fetched from the portal; the key of the write-back."""
        raw = letter(number)
        self.server.deliver(self.box, raw)
        self.journal(raw, number)
        message_id = self.message_id(raw)
        self.outside.mails[raw] = notice_mail(f"R-{number}")
        mail.understand(self.works, message_id)
        mail.conclude(self.works, message_id)
        arrive(paper(f"R-{number}"))
        with self.works.store.read() as tx:
            (waiting,) = (one for one in write_backs.due(tx) if one.message_id == message_id)
        return waiting.key

    def journal(self, raw: bytes, uid: int) -> None:
        now = self.works.clock.now()
        batch = MailBatch((RawMail(str(hash(raw)), uid, now, raw),), FolderPosition(1, uid))
        mail.journal(self.works, self.box, batch)

    def message_id(self, raw: bytes) -> str:
        with self.works.store.read() as tx:
            sha256 = self.works.store.files.put(raw)
            return next(
                one for one in stored.unfinished(tx) if stored.message(tx, one).sha256 == sha256
            )

    def state(self, key: str) -> WriteBackState:
        with self.works.store.read() as tx:
            return write_backs.get(tx, key).state

    def asked(self) -> list[ExceptionReason]:
        with self.works.store.read() as tx:
            return [item.reason for item in exceptions.open_(tx)]

    def folders(self) -> dict[str, list[tuple[EmailMessage, set[bytes]]]]:
        """Every folder's mails with their flags."""
        with imapclient.IMAPClient("127.0.0.1", self.server.imap, ssl=False) as client:
            client.login(self.box.username, self.server.password.reveal())
            listed = client.list_folders()
            names = [name for flags, _, name in listed if b"\\Noselect" not in flags]
            return {name: _mails(client, name) for name in names}


def _mails(client: Any, folder: str) -> list[tuple[EmailMessage, set[bytes]]]:
    client.select_folder(folder, readonly=True)
    found = client.fetch(client.search(), ["BODY.PEEK[]", "FLAGS"])
    return [
        (_mail(answer[b"BODY[]"]), {flag.lower() for flag in answer[b"FLAGS"]})
        for _, answer in sorted(found.items())
    ]


def _mail(raw: bytes) -> EmailMessage:
    read: Any = message_from_bytes(raw, policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


@pytest.fixture
def works(works: Works, dovecot: Dovecot) -> Works:
    return replace(works, vault=VaultWith(dovecot.password), clock=SystemClock())


@pytest.fixture
def desk(works: Works, outside: Outside, dovecot: Dovecot) -> Desk:
    plain = dovecot.mailbox(security=MailSecurity.PLAIN_LOOPBACK)
    box = replace(plain, id="ap", name="AP", write_back=True)
    return Desk(works, outside, dovecot, _kept(works, box))


def _kept(works: Works, box: Mailbox) -> Mailbox:
    with works.store.begin() as tx:
        stored.add_mailbox(tx, box)
    return box


def moving(desk: Desk) -> Desk:
    return replace(desk, box=_kept(desk.works, replace(desk.box, moved_to="AP/Processed")))


def test_a_fetched_invoice_lies_in_the_thread_of_its_notice(
    desk: Desk, arrive: Callable[..., str]
) -> None:
    key = desk.announce(1, arrive=arrive)
    writing_back.attempt(desk.works, key)
    (notice, marks), (reply, flags) = desk.folders()["INBOX"]
    assert b"$billhook" in marks
    assert {b"\\seen", b"$billhook"} <= flags
    assert reply["In-Reply-To"] == reply["References"] == notice["Message-ID"]
    assert reply["From"] == reply["To"] == f"AP <{desk.box.username}>"
    assert reply["Subject"] == "Re: Invoice R-1 is ready"
    assert reply["Auto-Submitted"] == "auto-generated"
    (attached,) = reply.iter_attachments()
    assert attached.get_filename() == "Nordwind_R-1_2026-10-31.pdf"
    assert attached.get_content().startswith(b"%PDF-")
    assert reply["X-Billhook-Source"].startswith("nw.example; 2026-")
    assert desk.state(key) is WriteBackState.DONE


def test_what_waits_is_work_in_the_mailboxs_own_line(
    desk: Desk, arrive: Callable[..., str]
) -> None:
    key = desk.announce(1, arrive=arrive)
    jobs = pending.jobs(desk.works.store, desk.works.clock)
    (job,) = (job for job in jobs if job.kind == pending.WRITE_BACK)
    assert (job.id, job.subject, job.key) == (f"write-back-{key}-0", key, "ap")
    writing_back.attempt(desk.works, key)
    jobs = pending.jobs(desk.works.store, desk.works.clock)
    assert pending.WRITE_BACK not in {job.kind for job in jobs}


@pytest.mark.slow
def test_a_worker_writes_back_by_itself(
    desk: Desk, arrive: Callable[..., str], tmp_path: Path
) -> None:
    key = desk.announce(1, arrive=arrive)
    settings = WorkerSettings("w", f"sqlite:///{tmp_path}/engine.sqlite")
    child = os.fork()  # the engine may be launched only once in a process
    if not child:
        stop = threading.Event()
        threading.Timer(60, stop.set).start()
        threading.Thread(target=_stop_when_done, args=(desk, key, stop), daemon=True).start()
        try:
            Worker(desk.works, settings).run(stop)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert desk.state(key) is WriteBackState.DONE
    assert len(desk.folders()["INBOX"]) == 2


def _stop_when_done(desk: Desk, key: str, stop: threading.Event) -> None:
    while desk.state(key) is not WriteBackState.DONE:
        stop.wait(0.2)
    stop.wait(1)
    stop.set()


def test_writing_back_again_changes_nothing(desk: Desk, arrive: Callable[..., str]) -> None:
    desk = moving(desk)
    key = desk.announce(1, arrive=arrive)
    writing_back.attempt(desk.works, key)
    before = [str(one) for one, _ in desk.folders()["AP/Processed"]]
    with desk.works.store.begin() as tx:  # as a backup that is put back would have it
        table = write_backs._table
        tx.connection.execute(table.update().values(state=WriteBackState.BEGUN))
    writing_back.attempt(desk.works, key, settle=NO_WAIT)
    assert [str(one) for one, _ in desk.folders()["AP/Processed"]] == before
    assert desk.folders()["INBOX"] == []


def test_notice_and_invoice_move_together(desk: Desk, arrive: Callable[..., str]) -> None:
    desk = moving(desk)
    writing_back.attempt(desk.works, desk.announce(1, arrive=arrive))
    assert desk.folders()["INBOX"] == []
    assert len(desk.folders()["AP/Processed"]) == 2


@pytest.fixture(scope="module")
def labelling() -> Iterator[Dovecot]:
    with running(CAPABILITY) as server:
        yield server


@pytest.fixture
def gmail(works: Works, outside: Outside, labelling: Dovecot) -> Iterator[Desk]:
    """A mailbox on a server that keeps labels."""
    works = replace(works, vault=VaultWith(labelling.password))
    with Gmail(labelling.imap) as server:
        plain = labelling.mailbox(security=MailSecurity.PLAIN_LOOPBACK)
        box = replace(plain, id="ap", name="AP", port=server.port, write_back=True)
        yield Desk(works, outside, labelling, _kept(works, box))


@pytest.mark.parametrize("moves", [True, False])
def test_at_gmail_both_mails_get_a_label(
    gmail: Desk, arrive: Callable[..., str], *, moves: bool
) -> None:
    desk = moving(gmail) if moves else gmail
    folder = "AP/Processed" if moves else "INBOX"
    for number in (1, 2):
        key = desk.announce(number, arrive=arrive)
        writing_back.attempt(desk.works, key)
        with desk.works.store.begin() as tx:  # as a backup that is put back would have it
            table = write_backs._table
            tx.connection.execute(table.update().values(state=WriteBackState.BEGUN))
        writing_back.attempt(desk.works, key, settle=NO_WAIT)
        assert desk.state(key) is WriteBackState.DONE
    mails = desk.folders()[folder]
    assert len(mails) == 4
    assert all(b"x-gm-billhook" in flags for _, flags in mails)
    assert not any({b"$billhook", b"\\flagged"} & flags for _, flags in mails)


def test_a_server_without_keywords_gets_a_flag(
    desk: Desk, arrive: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    select = imapclient.IMAPClient.select_folder

    def plain(client: Any, folder: str, readonly: bool = False) -> dict[bytes, Any]:
        flags = (b"\\Seen", b"\\Answered", b"\\Flagged", b"\\Deleted", b"\\Draft")
        return select(client, folder, readonly) | {b"PERMANENTFLAGS": flags}

    monkeypatch.setattr(imapclient.IMAPClient, "select_folder", plain)
    writing_back.attempt(desk.works, desk.announce(1, arrive=arrive))
    (_, marks), (_, flags) = desk.folders()["INBOX"]
    assert b"\\flagged" in marks
    assert b"\\flagged" not in flags


def test_a_mailbox_is_only_read_unless_it_was_chosen(
    desk: Desk, arrive: Callable[..., str]
) -> None:
    _kept(desk.works, replace(desk.box, write_back=False))
    with pytest.raises(ValueError, match="not enough values"):
        desk.announce(1, arrive=arrive)
    assert len(desk.folders()["INBOX"]) == 1


def test_a_choice_taken_back_cancels_what_waits(desk: Desk, arrive: Callable[..., str]) -> None:
    key = desk.announce(1, arrive=arrive)
    _kept(desk.works, replace(desk.box, write_back=False))
    writing_back.attempt(desk.works, key)
    assert desk.state(key) is WriteBackState.CANCELLED
    assert len(desk.folders()["INBOX"]) == 1


def test_our_own_mail_announces_nothing(
    desk: Desk, arrive: Callable[..., str], clock: object
) -> None:
    writing_back.attempt(desk.works, desk.announce(1, arrive=arrive))
    position = FolderPosition()
    batches = watching.watch(
        desk.box, desk.server.password, position, clock=SystemClock(), stop=threading.Event()
    )
    mails = next(one for one in batches if one.mails).mails
    batches.close()
    (own,) = (one for one in mails if key_of(one.content))
    desk.journal(own.content, 2)
    message_id = desk.message_id(own.content)
    with desk.works.store.read() as tx:
        before = (expectations.every(tx), write_backs.due(tx))
    assert mail.finish_if_own(desk.works, message_id)
    with desk.works.store.read() as tx:
        assert stored.message(tx, message_id).state is MessageState.DONE
        assert (expectations.every(tx), write_backs.due(tx)) == before


def test_a_stranger_who_writes_our_message_id_is_read_as_any_other(
    desk: Desk, arrive: Callable[..., str]
) -> None:
    ours = b"<" + b"0" * 32 + b"@write-back.billhook.invalid>"
    forged = letter(1).replace(b"<1@nw.example>", ours)
    assert key_of(forged)
    desk.journal(forged, 1)
    assert not mail.finish_if_own(desk.works, desk.message_id(forged))


def test_a_folder_that_may_not_be_written_to_is_for_a_person(
    desk: Desk, arrive: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_said: object) -> None:
        raise imapclient.exceptions.IMAPClientError("append failed: [OVERQUOTA] Quota exceeded")

    key = desk.announce(1, arrive=arrive)
    with monkeypatch.context() as patched:
        patched.setattr(imapclient.IMAPClient, "append", refuse)
        writing_back.attempt(desk.works, key)
    assert desk.asked() == [ExceptionReason.NOT_WRITTEN_BACK]
    with desk.works.store.begin() as tx:
        (item,) = exceptions.open_(tx)
        (shown,) = screens.exceptions(tx)
        assert (shown.supplier, shown.number) == ("Nordwind", "R-1")
        assert "OVERQUOTA" in item.sentence
        assert write_backs.due(tx) == ()
        answers.answer(tx, CLERK, item.id, "R")
        assert [one.key for one in write_backs.due(tx)] == [key]
    writing_back.attempt(desk.works, key, settle=NO_WAIT)
    assert desk.state(key) is WriteBackState.DONE


def test_a_person_leaves_a_mailbox_as_it_is(desk: Desk, arrive: Callable[..., str]) -> None:
    key = desk.announce(1, arrive=arrive)
    writing_back.failed(desk.works, key, ValueError("broken"))
    with desk.works.store.begin() as tx:
        (item,) = exceptions.open_(tx)
        answers.answer(tx, CLERK, item.id, "2")
    assert desk.state(key) is WriteBackState.CANCELLED


def test_a_server_that_is_away_is_asked_again_later(desk: Desk, arrive: Callable[..., str]) -> None:
    key = desk.announce(1, arrive=arrive)
    here = desk.box.port
    _kept(desk.works, replace(desk.box, port=1))
    writing_back.attempt(desk.works, key)
    assert desk.asked() == []
    due = pending.jobs(desk.works.store, desk.works.clock)
    assert pending.WRITE_BACK not in {job.kind for job in due}
    _kept(desk.works, replace(desk.box, port=here))
    writing_back.attempt(desk.works, key, settle=NO_WAIT)
    assert desk.state(key) is WriteBackState.DONE


def test_a_locked_vault_is_nobodys_question(desk: Desk, arrive: Callable[..., str]) -> None:
    key = desk.announce(1, arrive=arrive)
    locked = replace(desk.works, vault=LockedVault(desk.server.password))
    writing_back.attempt(locked, key)
    assert desk.asked() == []
    assert not pending.jobs(desk.works.store, desk.works.clock, vault_locked=True)
    writing_back.attempt(desk.works, key, settle=NO_WAIT)
    assert desk.state(key) is WriteBackState.DONE


def test_a_second_look_waits_until_the_server_has_settled(
    desk: Desk, arrive: Callable[..., str]
) -> None:
    key = desk.announce(1, arrive=arrive)
    with desk.works.store.begin() as tx:
        write_backs.begin(tx, key)
    writing_back.attempt(desk.works, key)
    assert desk.state(key) is WriteBackState.BEGUN
    assert len(desk.folders()["INBOX"]) == 1


def _killed_at(point: int, work: Callable[[], object]) -> bool:
    """Whether `work` was killed (SIGKILL) at its `point`th word with mail server or outbox."""
    child = os.fork()
    if not child:
        left = iter(range(point, -1, -1))

        def dying(function: Callable[..., Any]) -> Callable[..., Any]:
            def counted(*said: Any) -> Any:
                if next(left) == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*said)

            return counted

        points = ((imaplib.IMAP4, ("send", "readline")), (write_backs, ("begin", "finish")))
        for owner, names in points:
            for name in names:
                setattr(owner, name, dying(getattr(owner, name)))
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, -signal.SIGKILL)
    return code != 0


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("moves", [True, False])
def test_a_kill_at_every_word_leaves_exactly_one_invoice_beside_its_notice(
    desk: Desk, arrive: Callable[..., str], *, moves: bool
) -> None:
    """Each write-back is killed at one word after the other, and some at a second one too."""
    if moves:
        desk = moving(desk)
    dice = random.Random(7)
    folder = "AP/Processed" if moves else "INBOX"
    point, kills, number = 0, 0, 0
    while kills < RUNS // 2:
        number += 1
        key = desk.announce(number, arrive=arrive)

        def work(key: str = key) -> None:
            writing_back.attempt(desk.works, key, settle=NO_WAIT)

        killed = _killed_at(point, work)
        kills += killed
        if killed and dice.random() < 0.3:
            kills += _killed_at(dice.randrange(point + 1), work)
        point = point + 1 if killed else 0
        _settle()
        work()
        assert desk.state(key) is WriteBackState.DONE
    mails = [one for one, _ in desk.folders()[folder]]
    replies = [str(one["In-Reply-To"]) for one in mails if one["Auto-Submitted"]]
    notices = [str(one["Message-ID"]) for one in mails if not one["Auto-Submitted"]]
    assert sorted(replies) == sorted(notices)
    assert len(set(notices)) == len(notices) == number
    assert all(b"$billhook" in flags for _, flags in desk.folders()[folder])
    others = [name for name, there in desk.folders().items() if name != folder and there]
    assert others == []
    print(f"{kills} kills, {number} notices, moves: {moves}: one invoice beside each")


def _settle() -> None:
    """What SETTLE is for: the server finishes with what a dead line had sent."""
    time.sleep(0.3)
