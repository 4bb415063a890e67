"""`teach`, `parse --memory` and `forget`: layout memory kept in a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.billhook.conftest import Billhook
from tests.billhook.shapes import assert_fits
from tests.parsers import xml
from tests.parsers.test_memory import FIRST, SECOND, invoice


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Two invoices of one layout."""
    (tmp_path / "march.pdf").write_bytes(invoice(FIRST))
    (tmp_path / "april.pdf").write_bytes(invoice(SECOND))
    return tmp_path


def taught(billhook: Billhook, papers: Path, *said: str, file: str = "march.pdf") -> dict[str, Any]:
    answer = billhook("teach", str(papers / file), "--memory", str(papers / "mem"), *said)
    assert (answer.status, answer.err) == (0, "")
    result: dict[str, Any] = answer.json()
    return result


def read(billhook: Billhook, papers: Path) -> dict[str, Any]:
    answer = billhook("parse", str(papers / "april.pdf"), "--memory", str(papers / "mem"))
    (line,) = answer.lines()
    assert_fits("parse", line)
    return line


def test_what_was_taught_is_read_with_its_evidence_until_it_is_forgotten(
    billhook: Billhook, papers: Path
) -> None:
    lesson = taught(billhook, papers, "--set", "invoice_number=AX/471", "--by", "Maya")
    assert (lesson["learned"], lesson["nowhere"], lesson["version"]) == (["invoice_number"], [], 1)
    line = read(billhook, papers)
    assert line["fields"]["invoice_number"] == "AX/479"
    assert line["evidence"]["invoice_number"]["source"] == "memory"
    assert "as corrected by Maya on 20" in line["evidence"]["invoice_number"]["why"]
    assert billhook("forget", lesson["layout"], "--memory", str(papers / "mem")).status == 0
    assert "invoice_number" not in read(billhook, papers)["fields"]
    again = billhook("forget", lesson["layout"], "--memory", str(papers / "mem"))
    assert (again.status, again.out) == (1, "")


def test_values_that_were_compared_confirm_the_memory(billhook: Billhook, papers: Path) -> None:
    taught(billhook, papers, "--set", "invoice_number=AX/471")
    assert not read(billhook, papers)["accept"]
    for version in (2, 3):
        lesson = taught(billhook, papers, "--others-right", file="april.pdf")
        assert lesson["version"] == version
    assert read(billhook, papers)["accept"]


def test_what_stands_nowhere_is_said(billhook: Billhook, papers: Path) -> None:
    said = billhook(
        *("teach", str(papers / "march.pdf"), "--memory", str(papers / "mem")),
        *("--set", "invoice_number=ZZ-9"),
    )
    assert said.status == 1
    assert "invoice_number: the value stands nowhere" in said.err
    assert not (papers / "mem").exists()


@pytest.mark.parametrize(
    ("said", "status", "word"),
    [
        (["--set", "nonsense=1"], 1, "nonsense"),
        (["--set", "issue_date=tomorrow"], 1, "tomorrow"),
        (["--set", "gross_total=1.928,64"], 1, "1.928,64"),
        (["--set", "gross_total=NaN"], 1, "NaN"),
        (["--set", "invoice_number="], 1, "empty"),
        (["--set", "invoice_number"], 2, "FIELD=VALUE"),
        ([], 2, "--set"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(
    billhook: Billhook, papers: Path, said: list[str], status: int, word: str
) -> None:
    answer = billhook("teach", str(papers / "march.pdf"), "--memory", str(papers / "mem"), *said)
    assert answer.status == status
    assert word in answer.err


def test_only_a_pdf_teaches(billhook: Billhook, papers: Path) -> None:
    (papers / "a.xml").write_bytes(xml.ubl())
    said = billhook(
        *("teach", str(papers / "a.xml"), "--memory", str(papers / "mem")),
        *("--set", "invoice_number=1"),
    )
    assert said.status == 1
    assert "PDF" in said.err


def _spoilt(good: str) -> dict[str, str]:
    data = json.loads(good)
    field, mark = data["fields"][0], data["landmarks"][0]
    return {
        "nothing": "",
        "no JSON": "{",
        "a list": "[]",
        "no format": json.dumps({**data, "format": None}),
        "a newer format": json.dumps({**data, "format": 2}),
        "a key too many": json.dumps({**data, "path": "/etc/passwd"}),
        "another's name": json.dumps({**data, "layout": "../../x"}),
        "an unknown field": json.dumps({**data, "fields": [{**field, "name": "password"}]}),
        "a field twice": json.dumps({**data, "fields": [field, field]}),
        "no page": json.dumps({**data, "fields": [{**field, "page": 0}]}),
        "no number": good.replace(str(mark["x"]), "NaN", 1),
        "an endless number": good.replace(str(mark["x"]), "1e999", 1),
        "too many words": json.dumps({**data, "fields": [{**field, "anchors": ["x"] * 999}]}),
        "deep": "[" * 100_000,
        "large": " " * (2**20 + 1),
        "half a text": good[: len(good) // 2],
    }


@pytest.mark.parametrize("fault", _spoilt('{"fields": [{}], "landmarks": [{"x": 1}]}'))
def test_a_damaged_or_hostile_file_is_named(billhook: Billhook, papers: Path, fault: str) -> None:
    lesson = taught(billhook, papers, "--set", "invoice_number=AX/471")
    file = papers / "mem" / f"{lesson['layout']}.json"
    file.write_text(_spoilt(file.read_text())[fault])
    said = billhook("parse", str(papers / "april.pdf"), "--memory", str(papers / "mem"))
    assert (said.status, said.out) == (1, "")
    assert str(file) in said.err
    assert "no layout memory" in said.err


def test_a_folder_that_is_not_there_is_named(billhook: Billhook, papers: Path) -> None:
    said = billhook("parse", str(papers / "april.pdf"), "--memory", str(papers / "nowhere"))
    assert said.status == 1
    assert "nowhere" in said.err


@pytest.mark.parametrize("layout", ["../mem/x", "/etc/passwd", "932a69f8dfa3ce3c", ""])
def test_only_a_layout_of_the_folder_is_forgotten(
    billhook: Billhook, papers: Path, layout: str
) -> None:
    (papers / "mem").mkdir()
    (papers / "mem" / "x.json").write_text("{}")
    assert billhook("forget", layout, "--memory", str(papers / "mem")).status == 1
    assert (papers / "mem" / "x.json").exists()
