"""FETCH answers in the shapes that servers give them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.exceptions import IMAPClientError, ProtocolError

from fetchers.mail.answers import fetch, uid_set


class Server:
    """An imaplib connection that gives these pieces."""

    def __init__(self, *pieces: object, kind: str = "OK") -> None:
        self._imap = self
        self.pieces, self.kind = pieces, kind

    def uid(self, *_command: str) -> tuple[str, list[object]]:
        return self.kind, list(self.pieces)


def test_values_stand_before_and_after_a_literal() -> None:
    server = Server(
        (b"1 (UID 4 BODY[HEADER]<0> {5}", b"A: b\n"),
        b' RFC822.SIZE 9 INTERNALDATE "20-Nov-2026 10:00:00 +0000")',
    )
    assert fetch(server, [4], "x") == {
        4: {
            "UID": b"4",
            "BODY[HEADER]<0>": b"A: b\n",
            "RFC822.SIZE": b"9",
            "INTERNALDATE": b"20-Nov-2026 10:00:00 +0000",
        }
    }


def test_what_the_server_tells_unasked_is_no_answer() -> None:
    server = Server(b"1 (FLAGS (\\Seen))", b"9 (UID 77 FLAGS (\\Flagged))", b"2 (UID 4 X 1)")
    assert list(fetch(server, [4], "x")) == [4]


def test_an_answer_in_two_pieces_is_one() -> None:
    server = Server(
        b"2 (UID 4 RFC822.SIZE 7)", b"2 (UID 4 FLAGS ())", (b"3 (UID 5 X {1}", b"a"), b")"
    )
    assert fetch(server, [4, 5], "x") == {
        4: {"UID": b"4", "RFC822.SIZE": b"7", "FLAGS": []},
        5: {"UID": b"5", "X": b"a"},
    }


def test_a_field_list_belongs_to_the_name() -> None:
    server = Server((b"1 (UID 4 BODY[HEADER.FIELDS (From Date)] {2}", b"ab"), b")")
    assert fetch(server, [4], "x")[4]["BODY[HEADER.FIELDS (FROM DATE)]"] == b"ab"


def test_backslashes_in_a_literal_stay_and_in_a_quoted_text_escape() -> None:
    server = Server((b'1 (UID 4 Y "a\\"b" X {4}', b'\\"\\\\'), b")")
    answer = fetch(server, [4], "x")[4]
    assert (answer["Y"], answer["X"]) == (b'a"b', b'\\"\\\\')


def test_nothing_is_nothing() -> None:
    assert fetch(Server(None), [4], "x") == {}
    assert fetch(Server(), [], "x") == {}
    assert fetch(Server(b"1 (UID 4 X NIL)"), [4], "x")[4]["X"] is None


def test_a_refusal_is_an_error_in_the_servers_words() -> None:
    with pytest.raises(IMAPClientError, match="no such mail"):
        fetch(Server(b"no such mail", kind="NO"), [4], "x")


@pytest.mark.parametrize(
    "pieces",
    [
        (b"1 (UID 4",),
        (b"1 (UID 4))",),
        (b"1 (UID 4 " + b"(" * 200 + b")" * 201,),
        ((b"1 (UID 4 X {1}", b"a"),),
        (b'1 (UID 4 X "never closed)',),
        (b"1 ((X) 4)",),
    ],
)
def test_what_is_no_answer_is_named(pieces: tuple[object, ...]) -> None:
    with pytest.raises(ProtocolError):
        fetch(Server(*pieces), [4], "x")


@given(
    st.lists(st.binary(max_size=60) | st.tuples(st.binary(max_size=20), st.binary()), max_size=5)
)
def test_any_bytes_are_an_answer_or_a_protocol_error(pieces: list[object]) -> None:
    with suppress(ProtocolError):
        assert set(fetch(Server(*pieces), [4], "x")) <= {4}


@given(st.sets(st.integers(1, 300), min_size=1))
def test_a_set_of_uids_names_each_of_them_and_no_other(uids: set[int]) -> None:
    named: set[int] = set()
    for run in uid_set(uids).split(","):
        first, _, last = run.partition(":")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == uids
