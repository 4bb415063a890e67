"""The IDLE reader against lines that no well-behaved server sends."""

import threading
import time
from collections.abc import Generator

import pytest

from fetchers.mail.connection import Timeouts
from fetchers.mail.idle import Bell
from fetchers.mail.watch import Pace, watch
from model.clock import SystemClock
from model.errors import BillhookError, MailboxRefused, MailboxUnreachable
from model.mail import FolderPosition, MailBatch
from model.secret import Secret
from tests.fetchers.mail.toyserver import Line, Script, ToyServer

pytestmark = pytest.mark.slow

AT_END = FolderPosition(7, 3)
BODY = "Subject: x\r\n\r\nhello"


def looks(
    server: ToyServer, *, keepalive: float = 30.0, read: float = 5.0, pace: Pace | None = None
) -> Generator[MailBatch, None, None]:
    return watch(
        server.mailbox(),
        Secret("s3cret pass"),
        AT_END,
        clock=SystemClock(),
        stop=threading.Event(),
        timeouts=Timeouts(5, read),
        pace=pace or Pace(keepalive=keepalive),
    )


def hand_over_fourth(line: Line, idle_tag: str) -> None:
    """End IDLE, then have a fourth mail."""
    line.hear()
    line.send(f"{idle_tag} OK idle done\r\n")
    tag = line.answer_until("UID SEARCH")
    line.send(f"* SEARCH 4\r\n{tag} OK done\r\n")
    line.hand_over(4, BODY)
    line.answer_until("UID SEARCH")


def coalesced(line: Line) -> None:
    tag = line.answer_until("IDLE")
    line.send("+ idling\r\n* 4 EXISTS\r\n")
    hand_over_fourth(line, tag)


def split(line: Line) -> None:
    tag = line.answer_until("IDLE")
    line.send("+ idling\r\n")
    line.send("* 4 EX")
    time.sleep(0.3)
    line.send("ISTS\r\n")
    hand_over_fourth(line, tag)


def said_while_searching(line: Line) -> None:
    tag = line.answer_until("UID SEARCH")
    line.send(f"* SEARCH 3\r\n* 4 EXISTS\r\n{tag} OK done\r\n")
    tag = line.answer_until("UID SEARCH")
    line.send(f"* SEARCH 4\r\n{tag} OK done\r\n")
    line.hand_over(4, BODY)
    line.answer_until("UID SEARCH")


@pytest.mark.parametrize("script", [coalesced, split, said_while_searching])
def test_a_mail_announced_at_an_odd_moment_is_handed_over(script: Script) -> None:
    with ToyServer(script) as server:
        batches = looks(server)
        assert next(batches).mails == ()
        (mail,) = next(batches).mails
        assert (mail.uid, mail.content.decode()) == (4, BODY)
        batches.close()
        assert not any("1:*" in said for said in server.heard if "FETCH" in said)


def close(line: Line) -> None:
    line.answer_until("IDLE")
    line.send("+ idling\r\n")


def bye(line: Line) -> None:
    line.answer_until("IDLE")
    line.send("+ idling\r\n* BYE Mailbox UIDVALIDITY changed\r\n")


def half_a_line_then_close(line: Line) -> None:
    line.answer_until("IDLE")
    line.send("+ idling\r\n* 4 EXI")


def refusal(line: Line) -> None:
    tag = line.answer_until("IDLE")
    line.send(f"{tag} NO not now\r\n")


@pytest.mark.parametrize("script", [close, bye, half_a_line_then_close, refusal])
def test_a_line_that_ends_is_an_error_and_no_busy_loop(script: Script) -> None:
    with ToyServer(script) as server:
        batches = looks(server)
        next(batches)
        with pytest.raises(MailboxUnreachable):
            next(batches)


def test_a_half_open_line_is_found_after_keepalive_and_read_timeout() -> None:
    def silent(line: Line) -> None:
        line.answer_until("IDLE")
        line.send("+ idling\r\n")
        server.over.wait(30)

    with ToyServer(silent) as server:
        batches = looks(server, keepalive=0.3, read=0.5)
        next(batches)
        with pytest.raises(MailboxUnreachable, match="timed out"):
            next(batches)


def test_after_each_keepalive_the_folder_is_searched_again() -> None:
    def quiet(line: Line) -> None:
        for _ in range(3):
            tag = line.answer_until("IDLE")
            line.send("+ idling\r\n")
            line.hear()
            line.send(f"{tag} OK done\r\n")
        line.answer_until("IDLE")

    with ToyServer(quiet) as server:
        batches = looks(server, keepalive=0.1)
        assert [next(batches).position for _ in range(4)] == [AT_END] * 4
        batches.close()
    searches = [said for said in server.heard if "UID SEARCH" in said]
    assert len(searches) >= 4
    assert all("4:*" in said for said in searches)


def test_a_server_without_idle_is_asked_again_and_again() -> None:
    def without(line: Line) -> None:
        tag = line.answer_until("CAPABILITY")
        line.send(f"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n")
        while True:
            tag, rest = line.hear()
            if not tag or "LOGOUT" in rest:
                return
            known = "* CAPABILITY IMAP4rev1\r\n" if "CAPABILITY" in rest else ""
            line.send(known)
            line.answer(tag, rest.upper().replace("CAPABILITY", "NOOP"))

    with ToyServer(without) as server:
        batches = looks(server, pace=Pace(poll=0.05))
        assert [next(batches).mails for _ in range(3)] == [(), (), ()]
        batches.close()
    assert not any("IDLE" in said for said in server.heard)
    assert any("NOOP" in said for said in server.heard)


def test_a_mail_above_the_limit_comes_as_its_header_with_a_marker() -> None:
    def large(line: Line) -> None:
        tag = line.answer_until("UID SEARCH")
        line.send(f"* SEARCH 4\r\n{tag} OK done\r\n")
        line.hand_over_head(4, "Subject: Plans\r\nFrom: a@b.example\r\n\r\n", size=73_400_320)
        line.answer_until("IDLE")

    with ToyServer(large) as server:
        batches = looks(server)
        (mail,) = next(batches).mails
        batches.close()
    assert mail.content.startswith(b"X-Billhook-Withheld: 73400320 bytes\r\nSubject: Plans")
    assert not any("BODY.PEEK[]" in said or "[TEXT]" in said for said in server.heard)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("NO [AUTHENTICATIONFAILED] no such\x1b[31m user, pass s3cret pass", MailboxRefused),
        ("NO [UNAVAILABLE] try again later", MailboxUnreachable),
        ("BAD what", MailboxRefused),
    ],
)
def test_a_refused_sign_in_is_told_without_password_and_controls(
    answer: str, error: type[BillhookError]
) -> None:
    def refuse(line: Line) -> None:
        tag = line.answer_until("LOGIN")
        line.send(f"{tag} {answer}\r\n")
        line.answer_until("LOGOUT")

    with ToyServer(refuse) as server, pytest.raises(error) as caught:
        next(looks(server))
    assert "s3cret" not in caught.value.message
    assert "\x1b" not in caught.value.message
    assert caught.value.__cause__ is None


def test_a_port_where_nobody_answers_is_unreachable() -> None:
    with ToyServer(Line.hear) as server:
        mailbox = server.mailbox()
    with pytest.raises(MailboxUnreachable, match=r"127\.0\.0\.1"):
        next(
            watch(
                mailbox,
                Secret("x"),
                FolderPosition(),
                clock=SystemClock(),
                stop=threading.Event(),
            )
        )


def test_a_bell_ends_a_long_wait_at_once_and_can_ring_after_its_end() -> None:
    def quiet(line: Line) -> None:
        tag = line.answer_until("IDLE")
        line.send("+ idling\r\n")
        line.hear()
        line.send(f"{tag} OK done\r\n")
        line.answer_until("LOGOUT")

    bell = Bell()
    with ToyServer(quiet) as server:
        batches = watch(
            server.mailbox(),
            Secret("x"),
            AT_END,
            clock=SystemClock(),
            stop=bell,
            pace=Pace(keepalive=3600.0),
        )
        next(batches)
        threading.Timer(0.3, bell.set).start()
        assert list(batches) == []
    bell.close()
    bell.set()
    assert bell.bell is None
