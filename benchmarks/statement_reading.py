"""Reading statements: lines right on layouts kept back, against the rows that pdfplumber finds."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path

import pdfplumber

import parsers
from benchmarks import Measured
from benchmarks.statement_papers import LAYOUTS, Paper, papers
from model.documents import Reading, StatementLineKind
from model.errors import DocumentRefused
from parsers.checks import STATEMENT_ADDS_UP


def run(_data: Path | None) -> Measured:
    """Share of the lines of PDFs whose number, day and amount are right."""
    counts, rows = Counter[str](), [0, 0]
    for paper in papers(range(1, LAYOUTS, 2)):
        counts += _counted(paper)
        if paper.form == "pdf":
            rows[0] += _plumbed(paper)
            rows[1] += len(paper.rows)
    details = {
        "statements": counts["papers"],
        "lines": counts["lines"],
        "precision": round(counts["right"] / max(counts["read"], 1), 4),
        "proved": round(counts["proved"] / counts["papers"], 4),
    }
    ours = counts["right"] / counts["lines"]
    return Measured("statement_reading", ours, rows[0] / rows[1], "share of lines right", details)


def _counted(paper: Paper) -> Counter[str]:
    try:
        reading = parsers.read(paper.content)
    except DocumentRefused:
        return Counter(papers=1, lines=len(paper.rows))
    read, true = lines_of(reading), truth_of(paper)
    proved = any(one.name == STATEMENT_ADDS_UP and one.ok for one in reading.checks)
    return Counter(
        papers=1,
        lines=true.total(),
        read=read.total(),
        right=(read & true).total(),
        proved=int(proved),
    )


def lines_of(reading: Reading) -> Counter[tuple[object, ...]]:
    """What was read: kind, number, day and amount of each line."""
    lines = reading.statement.lines if reading.statement else ()
    return Counter(
        (line.kind.value, line.reference, line.day, line.amount.amount)
        for line in lines
        if line.kind is not StatementLineKind.BALANCE_FORWARD
    )


def truth_of(paper: Paper) -> Counter[tuple[object, ...]]:
    """What is true, in the same form."""
    return Counter((row.kind, row.reference, row.day, row.amount) for row in paper.rows)


def _plumbed(paper: Paper) -> int:
    """How many lines have their number in a cell of its own in a row of pdfplumber's tables."""
    with pdfplumber.open(BytesIO(paper.content)) as pdf:
        cells = {
            str(cell).strip()
            for page in pdf.pages
            for table in page.extract_tables(
                {"vertical_strategy": "text", "horizontal_strategy": "text"}
            )
            for row in table
            for cell in row
        }
    return sum(row.reference in cells for row in paper.rows)
