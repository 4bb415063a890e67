"""Floors on the development data, where it is present: what was reached must not be lost."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import parsers
from model.documents import DECISIVE, Reading, ReadState
from model.memory import Lesson
from parsers.hints import Hints
from parsers.memory.lesson import learn
from parsers.safety import sandbox
from tests.parsers.score import agrees

PAGES_ONLY = Hints(ignore_attachments=True)
CORE = ("invoice_number", "issue_date", "currency", "net_total", "tax_total", "gross_total")
DECIDED = set(DECISIVE)
CERTAIN = (*CORE, "seller_vat_id", "due_date")


def read_set(folder: Path, hints: Hints) -> Iterator[tuple[dict[str, Any], Reading]]:
    for row in (folder / "truth.jsonl").read_text().splitlines():
        truth = json.loads(row)
        yield truth, parsers.read((folder / truth["file"]).read_bytes(), hints)


def measure(
    readings: Iterable[tuple[dict[str, Any], Reading]], fields: tuple[str, ...]
) -> tuple[float, float]:
    """Recall and precision over these fields."""
    true = right = given = 0
    for truth, reading in readings:
        for name in fields:
            if truth["fields"].get(name) is None:
                continue
            value = reading.text(name)
            true, given = true + 1, given + (value is not None)
            right += value is not None and agrees(name, truth, value)
    return right / true, right / given


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "recall", "precision", "accepted"),
    [
        ("inv100-dev", 0.95, 0.98, 0.75),
        ("inv100-ml-dev", 0.96, 0.98, 0.70),
        ("hybrid-dev", 0.95, 0.95, 0.70),
    ],
)
def test_pages_are_read_no_worse_than_they_were_and_nothing_wrong_is_accepted(
    shared_data: Path | None, name: str, recall: float, precision: float, accepted: float
) -> None:
    if shared_data is None:
        return
    readings = list(read_set(shared_data / "invoices" / name, PAGES_ONLY))
    reached = measure(readings, CERTAIN)
    assert reached[0] >= recall, reached
    assert reached[1] >= precision, reached
    alone = [(truth, reading) for truth, reading in readings if reading.accept]
    assert len(alone) >= accepted * len(readings)
    assert not [truth["file"] for truth, reading in alone if set(_wrong(truth, reading)) & DECIDED]


@pytest.mark.slow
def test_after_one_correction_more_is_right_and_nothing_untouched_is_worse(
    shared_data: Path | None,
) -> None:
    if shared_data is None:
        return
    rows = list(read_set(shared_data / "invoices" / "inv100-dev", PAGES_ONLY))
    wrong_before = wrong_after = 0
    for (first, seen), (second, before) in zip(rows[::2], rows[1::2], strict=True):
        assert first["layout"] == second["layout"]
        wrong = set(_wrong(first, seen))
        typed = {name: str(first["fields"][name]) for name in wrong}
        folder = shared_data / "invoices" / "inv100-dev"
        lesson = Lesson("Maya Okafor", date(2026, 11, 20), typed)
        memory = learn((folder / first["file"]).read_bytes(), lesson).memory
        hints = replace(PAGES_ONLY, memories=(memory,) if memory else ())
        after = parsers.read((folder / second["file"]).read_bytes(), hints)
        assert set(_wrong(second, after)) - wrong <= set(_wrong(second, before)), second["file"]
        wrong_before += len(set(_wrong(second, before)) & wrong)
        wrong_after += len(set(_wrong(second, after)) & wrong)
    assert wrong_after <= wrong_before * 0.4, (wrong_before, wrong_after)


def _wrong(truth: dict[str, Any], reading: Reading) -> Iterator[str]:
    for name in CERTAIN:
        value = reading.text(name)
        if name in truth["fields"] and not (value and agrees(name, truth, value)):
            yield name


def test_e_invoices_are_read_without_an_error(shared_data: Path | None) -> None:
    if shared_data is None:
        return
    readings = read_set(shared_data / "einvoices-dev", Hints())
    assert measure(readings, (*CERTAIN, "po_number", "iban")) == (1.0, 1.0)


@pytest.mark.slow
def test_odd_pdfs_end_as_a_state_and_never_over_their_limits(shared_data: Path | None) -> None:
    if shared_data is None:
        return
    for path in sorted((shared_data / "hostile-pdf-dev").glob("*.pdf")):
        reading = sandbox.read_safely(path.read_bytes())
        assert reading.state is not ReadState.TIMED_OUT, path.name
        assert reading.state is ReadState.READ or reading.detail, path.name
