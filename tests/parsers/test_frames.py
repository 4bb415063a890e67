"""Tables whose lines are drawn with characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parsers.paper.frames import without
from parsers.paper.words import Word

_WIDE, _HIGH = 6.0, 12.0  # a letter of a typewriter, in points


def _typed(*lines: str) -> list[Word]:
    """The words of typed lines."""
    return [
        Word(text, 1, at * _WIDE, row * _HIGH, (at + len(text)) * _WIDE, (row + 1) * _HIGH)
        for row, line in enumerate(lines)
        for text, at in _places(line)
    ]


def _places(line: str) -> list[tuple[str, int]]:
    found, at = [], 0
    for text in line.split(" "):
        if text:
            found.append((text, at))
        at += len(text) + 1
    return found


_FRAMED = (
    "+----------+--------+---------+",
    "!02-01-26  !W06553  !    54,01!",
    "!04-01-26  !006585  ! 2.333,70!",
    "!          !        !         !",
    "!05-01-26  !006602  !    37,33!",
    "+----------+--------+---------+",
)


def test_lines_drawn_with_characters_are_no_part_of_the_words_beside_them() -> None:
    assert [word.text for word in without(_typed(*_FRAMED))] == [
        *("02-01-26", "W06553", "54,01"),
        *("04-01-26", "006585", "2.333,70"),
        *("05-01-26", "006602", "37,33"),
    ]


def test_a_word_keeps_its_own_place_beside_a_drawn_line() -> None:
    number = next(word for word in without(_typed(*_FRAMED)) if word.text == "W06553")
    assert (number.x0, number.x1) == (12 * _WIDE, 18 * _WIDE)


def test_marks_of_sentences_and_few_bars_stay() -> None:
    words = _typed("Pay now! Thank you!", "Tel 0421 | Fax 0422", "a | b", "-------- 12,00")
    assert without(words) == tuple(words)


@given(st.lists(st.text("ab1!|+- ", min_size=1, max_size=30), max_size=12))
def test_nothing_but_drawn_characters_is_ever_taken_away(lines: list[str]) -> None:
    words = _typed(*lines)
    kept = without(words)
    drawn = frozenset("!|+-")
    assert [ch for word in kept for ch in word.text if ch not in drawn] == [
        ch for word in words for ch in word.text if ch not in drawn
    ]
    assert all(word.text and word.x0 < word.x1 for word in kept)
