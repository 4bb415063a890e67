"""Folders, Maildir and mbox: once each, written down before it is acknowledged, hostile or not."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from model.clock import FixedClock
from model.errors import FileUnreadable
from model.exceptions import ExceptionItem
from model.mail import FolderPosition
from model.suppliers import Mailbox, MailboxKind
from pipeline.mails import arriving, files
from pipeline.mails.files import FolderLook, MaildirLook, MboxLook
from pipeline.works import Works
from storage import documents, exceptions
from storage import mail as stored
from tests.parsers.compound import message
from tests.pipeline.conftest import APPROVER, Outside, paper

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


def letter(number: int, body: str = "Hello") -> bytes:
    return (
        f"From: billing@nw.example\nSubject: Invoice {number}\nMessage-ID: <{number}@nw.example>\n"
        f"Date: Fri, 20 Nov 2026 09:00:00 +0100\n\n{body} {number}\n"
    ).encode()


class Post:
    """A place that files arrive at."""

    def __init__(self, works: Works, clock: FixedClock, folder: Path, kind: MailboxKind) -> None:
        self.works, self.clock, self.folder = works, clock, folder
        self.box = replace(arriving.BY_HAND, id="post", name="Post", folder=str(folder), kind=kind)
        with works.store.begin() as tx:
            stored.add_mailbox(tx, self.box)
        self.look = files._LOOKS[kind](works, self.box)

    def settle(self) -> int:
        """Two looks, far enough apart; how many mails were new."""
        first = self.look.look()
        self.clock.move(timedelta(seconds=6))
        return first + self.look.look()

    def journalled(self) -> int:
        with self.works.store.read() as tx:
            return len(stored.unfinished(tx))

    def asked(self) -> list[ExceptionItem]:
        with self.works.store.read() as tx:
            return list(exceptions.open_(tx))


@pytest.fixture
def dropped(works: Works, clock: FixedClock, tmp_path: Path) -> Post:
    folder = tmp_path / "scans"
    folder.mkdir()
    return Post(works, clock, folder, MailboxKind.FOLDER)


@pytest.fixture
def maildir(works: Works, clock: FixedClock, tmp_path: Path) -> Post:
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / part).mkdir(parents=True)
    return Post(works, clock, tmp_path / "Maildir", MailboxKind.MAILDIR)


@pytest.fixture
def mbox(works: Works, clock: FixedClock, tmp_path: Path) -> Post:
    (tmp_path / "box").mkdir()
    return Post(works, clock, tmp_path / "box" / "ap.mbox", MailboxKind.MBOX)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_mails_and_documents_are_taken_in_and_moved_to_done(
    dropped: Post, outside: Outside
) -> None:
    (dropped.folder / "a.eml").write_bytes(letter(1))
    (dropped.folder / "b.msg").write_bytes(message({0x0037: "Invoice 2", 0x1000: "Hello"}))
    pdf = outside.write(paper("R-3"))
    (dropped.folder / "c.pdf").write_bytes(pdf)
    assert dropped.settle() == 2
    assert dropped.journalled() == 2
    with dropped.works.store.read() as tx:
        (document,) = documents.every(tx)
        assert documents.sources(tx, document.id)[0].label == "Post: c.pdf"
    assert names(dropped.folder / "done") == ["a.eml", "b.msg", "c.pdf"]
    assert dropped.asked() == []


def test_a_file_is_not_read_until_it_stands_still(dropped: Post) -> None:
    file = dropped.folder / "a.eml"
    for part in (b"From: a@b.example\n", b"Subject: x\n\n", b"one", b" two\n"):
        with file.open("ab") as writer:
            writer.write(part)
        assert dropped.look.look() == 0
        dropped.clock.move(timedelta(seconds=4))
    assert dropped.journalled() == 0
    assert dropped.settle() == 1
    with dropped.works.store.read() as tx:
        raw = stored.message(tx, stored.unfinished(tx)[0]).sha256
    assert dropped.works.store.files.get(raw).endswith(b"one two\n")


def test_unfinished_and_hidden_files_and_links_are_left_alone(
    dropped: Post, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.eml"
    secret.write_bytes(letter(9))
    (dropped.folder / "link.eml").symlink_to(secret)
    for name in (".hidden.eml", "a.eml.part", "~$b.eml", "c.crdownload"):
        (dropped.folder / name).write_bytes(letter(1))
    os.mkfifo(dropped.folder / "pipe.eml")
    assert dropped.settle() == 0
    assert len(names(dropped.folder)) == 6


def test_hostile_files_are_put_aside_with_a_question_and_the_rest_goes_on(dropped: Post) -> None:
    hostile = {
        "empty.eml": b"",
        "no mail.eml": b"\x00\x01 nothing",
        "damaged.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + "__properties_version1.0".encode("utf-16-le"),
        "program.exe": b"MZ\x90\x00" + bytes(300),
        "zip.pdf": b"PK\x03\x04broken",
        "bomb\u202efdp.html.zip": b"PK\x05\x06" + bytes(18),
    }
    for name, content in hostile.items():
        (dropped.folder / name).write_bytes(content)
    broken = os.fsencode(dropped.folder) + b"/\xff\xfe \xe2\x80\xaefdp.eml"
    Path(os.fsdecode(broken)).write_bytes(b"nothing")
    (dropped.folder / "zz.eml").write_bytes(letter(1))
    assert dropped.settle() == 1
    assert len(names(dropped.folder / "refused")) == len(hostile) + 1
    assert set(hostile) < set(names(dropped.folder / "refused"))
    assert len(dropped.asked()) == len(hostile) + 1
    assert not any("\u202e" in item.sentence for item in dropped.asked())


def test_a_document_with_a_broken_name_is_filed(dropped: Post, outside: Outside) -> None:
    broken = os.fsencode(dropped.folder) + b"/\xff\n.pdf"
    Path(os.fsdecode(broken)).write_bytes(outside.write(paper("R-1")))
    dropped.settle()
    with dropped.works.store.read() as tx:
        (document,) = documents.every(tx)
        assert documents.sources(tx, document.id)[0].label == "Post: _.pdf"


def test_the_same_name_again_is_another_file(dropped: Post) -> None:
    for number in (1, 2):
        (dropped.folder / "a.eml").write_bytes(letter(number))
        assert dropped.settle() == 1
    assert len(names(dropped.folder / "done")) == 2


def test_a_folder_where_nothing_can_be_moved_is_read_once_and_said(
    dropped: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_said: object, **_more: object) -> None:
        raise FileUnreadable("a.eml can't be moved to done: Permission denied.")

    monkeypatch.setattr("fetchers.mail.dropped.set_aside", refuse)
    (dropped.folder / "a.eml").write_bytes(letter(1))
    assert dropped.settle() == 1
    assert dropped.settle() == 0
    assert [item.sentence for item in dropped.asked()] == [
        "a.eml can't be moved to done: Permission denied."
    ]


def test_a_kill_between_writing_down_and_acknowledging_takes_nothing_twice(
    dropped: Post, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    (dropped.folder / "a.eml").write_bytes(letter(1))
    (dropped.folder / "b.pdf").write_bytes(outside.write(paper("R-1")))

    def killed(*_said: object, **_more: object) -> None:
        raise KeyboardInterrupt

    for _ in range(3):
        with monkeypatch.context() as patched:
            patched.setattr("fetchers.mail.dropped.set_aside", killed)
            with pytest.raises(KeyboardInterrupt):
                dropped.settle()
        dropped.look = FolderLook(dropped.works, dropped.box)
    dropped.settle()
    assert dropped.journalled() == 1
    with dropped.works.store.read() as tx:
        assert len(documents.every(tx)) == 1
    assert names(dropped.folder / "done") == ["a.eml", "b.pdf"]


def test_one_mail_from_four_places_is_one(
    dropped: Post, works: Works, clock: FixedClock, tmp_path: Path, outside: Outside
) -> None:
    (dropped.folder / "a.eml").write_bytes(letter(1).replace(b"\n", b"\r\n"))
    assert dropped.settle() == 1
    for part in ("cur", "new"):
        (tmp_path / "M" / part).mkdir(parents=True)
    (tmp_path / "M" / "cur" / "1.host:2,S").write_bytes(letter(1))
    assert Post(works, clock, tmp_path / "M", MailboxKind.MAILDIR).settle() == 0
    (tmp_path / "ap.mbox").write_bytes(b"From a@b Fri Nov 20 09:00:00 2026\n" + letter(1) + b"\n")
    assert Post(works, clock, tmp_path / "ap.mbox", MailboxKind.MBOX).settle() == 0
    arriving.by_hand(works.store, works.read, "x.eml", letter(1), user=APPROVER)
    assert dropped.journalled() == 1


def test_a_maildir_is_read_and_left_as_it_is(maildir: Post) -> None:
    (maildir.folder / "new" / "1.host").write_bytes(letter(1))
    (maildir.folder / "cur" / "2.host:2,S").write_bytes(letter(2))
    (maildir.folder / "tmp" / "3.host").write_bytes(letter(3))
    assert maildir.settle() == 2
    (maildir.folder / "new" / "1.host").rename(maildir.folder / "cur" / "1.host:2,RS")
    assert maildir.settle() == 0
    assert MaildirLook(maildir.works, maildir.box).look() == 0
    assert names(maildir.folder / "cur") == ["1.host:2,RS", "2.host:2,S"]


def test_a_mail_of_a_maildir_that_is_too_large_is_kept_as_its_header(
    maildir: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fetchers.mail.dropped.read.__defaults__", (1000,))
    (maildir.folder / "new" / "1.host").write_bytes(letter(1, "x" * 2000))
    assert maildir.settle() == 1
    with maildir.works.store.read() as tx:
        sha256 = stored.message(tx, stored.unfinished(tx)[0]).sha256
    assert maildir.works.store.files.get(sha256).startswith(b"X-Billhook-Withheld:")


def envelope(*numbers: int) -> bytes:
    return b"".join(
        b"From a@b Fri Nov 20 09:00:00 2026\n" + letter(number) + b"\n" for number in numbers
    )


def test_an_mbox_hands_over_what_is_appended(mbox: Post) -> None:
    mbox.folder.write_bytes(envelope(1, 2))
    assert mbox.settle() == 2
    with mbox.folder.open("ab") as file:
        file.write(envelope(3))
    assert mbox.settle() == 1
    assert mbox.settle() == 0
    with mbox.works.store.read() as tx:
        assert stored.position(tx, mbox.box.id).last_uid == len(envelope(1, 2, 3))


def test_an_mbox_that_was_rewritten_is_read_again_and_each_mail_kept_once(mbox: Post) -> None:
    mbox.folder.write_bytes(envelope(1, 2, 3))
    assert mbox.settle() == 3
    mbox.folder.write_bytes(envelope(2, 3, 4, 5))
    assert mbox.settle() == 2
    mbox.folder.write_bytes(envelope(6))
    assert mbox.settle() == 1
    assert mbox.journalled() == 6


def test_an_mbox_larger_than_the_window_is_read_whole(
    mbox: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fetchers.mail.mbox._WINDOW", 700)
    content = envelope(*range(20)) + b"From a@b Fri Nov 20 09:00:00 2026\n" + letter(99, "y" * 3000)
    mbox.folder.write_bytes(content + b"\n" + envelope(30))
    assert mbox.settle() == 22
    assert mbox.settle() == 0


def test_a_file_that_is_no_mbox_is_said(mbox: Post) -> None:
    mbox.folder.write_bytes(b"hello\n")
    with pytest.raises(FileUnreadable, match="is no mbox"):
        mbox.settle()


@pytest.mark.parametrize("look", [FolderLook, MaildirLook, MboxLook])
def test_a_place_that_is_gone_is_said_to_a_person_and_heard_when_it_is_back(
    works: Works, clock: FixedClock, tmp_path: Path, look: Callable[..., object]
) -> None:
    kind = next(kind for kind, made in files._LOOKS.items() if made is look)
    post = Post(works, clock, tmp_path / "gone" / "place", kind)
    stop = threading.Event()
    watching = threading.Thread(target=files.watch_files, args=(works, post.box, stop, print))
    watching.start()
    while not post.asked():
        stop.wait(0.02)
    stop.set()
    watching.join(10)
    assert str(tmp_path / "gone") in post.asked()[0].sentence


def test_a_fault_of_our_own_is_said_and_the_watch_goes_on(
    dropped: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_folder: Path) -> None:
        raise RuntimeError("secret detail")

    with monkeypatch.context() as patched:
        patched.setattr("fetchers.mail.dropped.listed", broken)
        trouble = files._try(dropped.look, print, dropped.box)
    assert trouble is not None
    assert trouble.message == f"{dropped.folder} can't be read (RuntimeError)."
    assert files._try(dropped.look, print, dropped.box) is None


def test_a_place_that_can_be_read_again_closes_its_question(dropped: Post) -> None:
    since = dropped.clock.now()
    for _ in range(2):
        files._in_trouble(dropped.works, dropped.box, FileUnreadable("It is gone."), since)
    assert len(dropped.asked()) == 1
    assert files._try(files._Looked(dropped.works, dropped.box), print, dropped.box) is None
    assert dropped.asked() == []


def test_an_uploaded_mail_is_journalled_and_an_uploaded_document_filed(
    works: Works, outside: Outside
) -> None:
    saved = message({0x0037: "Invoice 2", 0x1000: "Hello", 0x5D01: "a@b.example"})
    assert arriving.by_hand(works.store, works.read, "x.MSG", saved, user=APPROVER) == ""
    assert arriving.by_hand(
        works.store, works.read, "x", outside.write(paper("R-1")), user=APPROVER
    )
    with works.store.read() as tx:
        assert len(stored.unfinished(tx)) == 1
        assert len(documents.every(tx)) == 1
        assert [box.id for box in stored.mailboxes(tx)] == ["ap"]
    with pytest.raises(FileUnreadable, match=r"x\.eml holds no mail"):
        arriving.by_hand(works.store, works.read, "x.eml", b"nothing", user=APPROVER)


def test_what_comes_by_hand_has_no_position(works: Works) -> None:
    arriving.by_hand(works.store, works.read, "x.eml", letter(1), user=APPROVER)
    with works.store.read() as tx:
        assert stored.position(tx, arriving.BY_HAND.id) == FolderPosition()
        message = stored.message(tx, stored.unfinished(tx)[0])
    assert message.mailbox_id == arriving.BY_HAND.id
    assert isinstance(arriving.BY_HAND, Mailbox)
