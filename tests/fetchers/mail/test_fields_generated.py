"""Fields of generated notices: 37 languages, 27 layouts, distractors above, between and below."""

from collections import Counter
from datetime import date

import pytest

from fetchers.mail.report import fields
from fetchers.mail.triage import triage
from tests.fetchers.mail.notices.generator import Book, Half, notices

TODAY = date(2026, 11, 1)
NAMES = ("number", "amount", "currency", "due_date", "customer_number", "link")


def tally(
    wordings: Half, layouts: Half, book: Book, seed: int
) -> tuple[int, Counter[str], Counter[str]]:
    """How many mails there are, and of each field how many are right and how many wrong."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    total = 0
    for notice in notices(wordings, layouts, seed=seed, book=book):
        total += 1
        said = fields(triage(notice.content, (), today=TODAY).notices[0])
        for name in NAMES:
            if said[name] == notice.truth[name]:
                right[name] += 1
            elif said[name] is not None:
                wrong[name] += 1
    return total, right, wrong


@pytest.mark.slow
@pytest.mark.parametrize("wordings", Half)
@pytest.mark.parametrize("layouts", Half)
@pytest.mark.parametrize("book", Book)
def test_fields_are_found_and_nothing_else_is(wordings: Half, layouts: Half, book: Book) -> None:
    total, right, wrong = tally(wordings, layouts, book, seed=7)
    assert total > 170
    for name in NAMES:
        found = right[name] + wrong[name]
        assert right[name] / total >= 0.97, (name, right[name], total)
        assert right[name] / found >= 0.995, (name, wrong[name], found)
    assert right["link"] == total


@pytest.mark.slow
@pytest.mark.parametrize("name", ["number", "amount", "due_date", "customer_number"])
@pytest.mark.parametrize("book", Book)
def test_a_field_that_the_mail_does_not_state_stays_empty(name: str, book: Book) -> None:
    taken = [
        (notice.language, notice.layout, said)
        for notice in notices(Half.HELD, Half.HELD, seed=5, without=name, book=book)
        if (said := fields(triage(notice.content, (), today=TODAY).notices[0])[name]) is not None
    ]
    assert not taken
