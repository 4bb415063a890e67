import base64
import os
from typing import Any

import pytest

from model.documents import Reading, ReadState
from model.errors import BillhookError, DocumentDamaged, DocumentTooLarge, ReadingTimedOut
from parsers import report
from parsers.hints import Hints, ListedFacts
from parsers.safety import sandbox, wire
from parsers.safety.fence import Limits
from tests.parsers import paper, xml
from tests.parsers.test_invoice import TRUTH

INVOICE = paper.invoice("de", "beside", TRUTH)


def test_a_reading_crosses_the_sandbox_unchanged() -> None:
    import parsers

    assert sandbox.read_safely(INVOICE) == parsers.read(INVOICE)


def test_hints_reach_the_reader() -> None:
    reading = sandbox.read_safely(INVOICE, Hints(listed=ListedFacts(number="another")))
    assert reading.checks[-1].ok is False


def test_every_child_is_a_process_of_its_own() -> None:
    first, second = (sandbox.run_limited("os:getpid") for _ in range(2))
    assert len({first, second, os.getpid()}) == 3


def test_a_function_may_be_given_itself_with_bytes_in_and_out() -> None:
    assert sandbox.run_limited(base64.b64encode, b"hi") == b"aGk="
    assert sandbox.run_limited("base64:b64decode", b"aGk=") == b"hi"


def test_nothing_of_our_environment_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILLHOOK_CANARY", "canary")
    assert sandbox.run_limited("os:getenv", "BILLHOOK_CANARY") is None


def test_a_child_that_waits_is_ended_by_the_clock() -> None:
    with pytest.raises(ReadingTimedOut):
        sandbox.run_limited("time:sleep", 60, limits=Limits(wall_seconds=0.3))


def test_a_child_that_computes_is_ended_by_its_cpu_limit() -> None:
    with pytest.raises(ReadingTimedOut):
        sandbox.run_limited("time:sleep", 60, limits=Limits(wall_seconds=0.2, cpu_seconds=1))


def test_a_child_that_takes_too_much_memory_is_refused_by_name() -> None:
    with pytest.raises(DocumentTooLarge, match="memory"):
        sandbox.run_limited("builtins:bytearray", 2**31)


def test_a_result_that_is_too_large_is_refused() -> None:
    with pytest.raises(DocumentTooLarge):
        sandbox.run_limited("operator:mul", "a", 10**7)


def test_a_child_that_dies_is_a_damaged_document() -> None:
    with pytest.raises(DocumentDamaged):
        sandbox.run_limited("os:abort")
    with pytest.raises(DocumentDamaged):
        sandbox.run_limited("os:_exit", 3)


def test_the_next_document_is_read_after_any_failure() -> None:
    with pytest.raises(DocumentDamaged):
        sandbox.run_limited("os:abort")
    assert sandbox.read_safely(INVOICE).state is ReadState.READ


def test_the_readers_start_again_when_their_process_was_killed() -> None:
    sandbox.read_safely(INVOICE)
    sandbox._ZYGOTE._process.kill()
    sandbox._ZYGOTE._process.wait(5)
    assert sandbox.read_safely(INVOICE).state is ReadState.READ


def test_a_page_is_drawn_and_its_words_have_their_places() -> None:
    image = sandbox.page_image(INVOICE, 1, 1.0)
    assert image.startswith(b"\x89PNG")
    words = dict(sandbox.page_words(INVOICE, 1))
    assert 45 < words["Papierwerk"].x < 55
    assert 40 < words["Papierwerk"].y < 60
    ((width, height),) = sandbox.page_sizes(INVOICE)
    assert (round(width), round(height)) == (595, 842)


def test_a_page_that_is_not_there_is_said() -> None:
    with pytest.raises(BillhookError, match="no page 7"):
        sandbox.page_image(INVOICE, 7)


def test_an_e_invoice_is_validated_in_the_child() -> None:
    assert sandbox.validate_safely(xml.ubl()).valid


def test_a_forged_answer_of_a_child_is_refused() -> None:
    good = wire.encode(sandbox.read_safely(INVOICE))
    every: tuple[Any, ...] = (
        {**good, "kind": "surprise"},
        {**good, "pages": "one"},
        {**good, "unknown": 1},
        [],
        None,
    )
    for forged in every:
        with pytest.raises(DocumentDamaged):
            wire.decode(Reading, forged)


def test_the_report_of_a_reading_has_the_keys_that_people_script_against() -> None:
    line = report.of_reading("a.pdf", sandbox.read_safely(INVOICE))
    assert {
        "file",
        "kind",
        "format",
        "state",
        "fields",
        "lines",
        "tax_rows",
        "evidence",
        "checks",
        "accept",
    } <= line.keys()
    assert line["fields"]["gross_total"] == f"{TRUTH['gross_total']:.2f}"
    assert line["evidence"]["gross_total"].keys() >= {"page", "box", "source", "score", "why"}
    assert line["lines"][0]["total"] == "1249.80"
