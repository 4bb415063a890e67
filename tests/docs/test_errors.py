"""Every error and outcome that a person can meet stands in the documents with what to do."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from billhook_client import errors as client
from model import errors
from model.errors import BillhookError
from model.exceptions import ExceptionReason
from model.outcomes import MEANINGS, OutcomeCode
from tests.docs.pages import DOCS, read, rows, section
from ui.wording import REASON_WORDS

PAGE = read(DOCS / "errors.md")
ROWS = {cells[0].strip("`"): cells[1:] for cells in rows(PAGE)}


def classes(of: type[Exception]) -> Iterator[type[Exception]]:
    """An error's class, and all below it that a room shows to another."""
    yield of
    for below in of.__subclasses__():
        yield from classes(below)


MET = [
    one
    for one in {*classes(BillhookError), *classes(client.ClientError)}
    if one.__module__ in (errors.__name__, client.__name__)
]


def test_every_error_stands_there_with_its_own_words_and_what_to_do() -> None:
    lacking = sorted(error.__name__ for error in MET if error.__name__ not in ROWS)
    assert not lacking, f"docs/errors.md lacks a line for {', '.join(lacking)}"
    for error in MET:
        said, remedy = ROWS[error.__name__]
        assert said == (inspect.getdoc(error) or "").splitlines()[0]
        assert remedy, error


def test_every_outcome_stands_there_with_its_own_words() -> None:
    lacking = [code.value for code in OutcomeCode if code.value not in ROWS]
    assert not lacking, f"docs/errors.md lacks a line for {', '.join(lacking)}"
    for code in OutcomeCode:
        text = MEANINGS[code].text.replace("{until}", "")
        assert ROWS[code.value][0] == re.sub(r"\{\w+\}", "…", text)


def test_the_page_names_no_error_that_does_not_exist() -> None:
    assert set(ROWS) == {error.__name__ for error in MET} | set(OutcomeCode)


def test_every_question_stands_in_the_guide_under_its_title() -> None:
    asked = {cells[0] for cells in rows(section(read(DOCS / "guide.md"), "Every question"))}
    assert asked == {str(REASON_WORDS[reason]) for reason in ExceptionReason}
