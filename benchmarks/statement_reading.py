"""Reading statements: lines right on layouts kept back, against the rows that pdfplumber finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfplumber

import parsers
from benchmarks import (
    Measured,
    statement_blind,
    statement_bundles,
    statement_habit_papers,
    statement_ledger_papers,
    statement_maker_papers,
    statement_office_papers,
    statement_program_papers,
    statement_sender_papers,
    statement_service_papers,
    statement_supplier_papers,
    statement_trader_papers,
    statement_wholesaler_papers,
)
from benchmarks.statement_bundles import Bundle, bundles
from benchmarks.statement_ledger_others import LATER as LATER_LEDGERS
from benchmarks.statement_papers import LAYOUTS, Paper, papers
from benchmarks.statement_programs import LATER
from benchmarks.statement_sender_lists import LATER as LATER_SENDERS
from model.documents import Reading, StatementLineKind
from model.errors import DocumentRefused
from parsers.invoices.checks import STATEMENT_ADDS_UP


def run(_data: Path | None) -> Measured:
    """Share of the lines of PDFs whose number, day and amount are right."""
    counts, rows = Counter[str](), [0, 0]
    for paper in papers(range(1, LAYOUTS, 2)):
        counts += _counted(paper)
        if paper.form == "pdf":
            rows[0] += _plumbed(paper)
            rows[1] += len(paper.rows)
    several = Counter[str]()
    for bundle in bundles(range(1, statement_bundles.LAYOUTS, 2)):
        several += _counted_parts(bundle)
    details = {
        "statements": counts["papers"],
        "lines": counts["lines"],
        "precision": round(counts["right"] / max(counts["read"], 1), 4),
        "proved": round(counts["proved"] / counts["papers"], 4),
        "balances": round(counts["balances"] / counts["papers"], 4),
        "files_of_several": several["files"],
        "parts": several["parts"],
        "parts_recall": round(several["right"] / several["lines"], 4),
        "parts_precision": round(several["right"] / max(several["read"], 1), 4),
        "parts_proved": round(several["proved"] / several["parts"], 4),
        "habits": _family(statement_habit_papers.papers(family=2)),
        "programs": _family(statement_program_papers.papers()),
        "later_programs": _family(statement_program_papers.papers(LATER)),
        "suppliers": _family(statement_supplier_papers.papers()),
        "senders": _family(statement_sender_papers.papers()),
        "later_senders": _family(statement_sender_papers.papers(LATER_SENDERS)),
        "ledgers": _family(statement_ledger_papers.papers()),
        "later_ledgers": _family(statement_ledger_papers.papers(LATER_LEDGERS)),
        "blind_headers": _family(statement_blind.blind_papers()),
        "traders": _family(statement_trader_papers.papers()),
        "services": _family(statement_service_papers.papers()),
        "wholesalers": _family(statement_wholesaler_papers.papers()),
        "makers": _family(statement_maker_papers.papers()),
        "offices": _family(statement_office_papers.papers()),
    }
    ours = counts["right"] / counts["lines"]
    return Measured("statement_reading", ours, rows[0] / rows[1], "share of lines right", details)


def _family(made: Iterable[Paper]) -> dict[str, float]:
    """What is read of statements of programs, each as many as there are languages."""
    counts = sum(map(_counted, made), Counter[str]())
    return {
        "statements": counts["papers"],
        "recall": round(counts["right"] / counts["lines"], 4),
        "precision": round(counts["right"] / max(counts["read"], 1), 4),
        "proved": round(counts["proved"] / counts["papers"], 4),
        "balances": round(counts["balances"] / counts["papers"], 4),
        "accepted": counts["accepted"],
        "wrongly_accepted": counts["wrong"],
    }


def _counted(paper: Paper) -> Counter[str]:
    try:
        reading = parsers.read(paper.content)
    except DocumentRefused:
        return Counter(papers=1, lines=len(paper.rows))
    read, true = lines_of(reading), truth_of(paper)
    proved = any(one.name == STATEMENT_ADDS_UP and one.ok for one in reading.checks)
    balanced = is_balanced(reading, paper)
    return Counter(
        papers=1,
        lines=true.total(),
        read=read.total(),
        right=(read & true).total(),
        proved=int(proved),
        balances=int(balanced),
        accepted=int(reading.accept),
        wrong=int(reading.accept and (read != true or not balanced)),
    )


def is_balanced(reading: Reading, paper: Paper) -> bool:
    """Whether one statement was read that opens and closes as is true, in its currency."""
    read = [(one.currency, one.opening or 0, one.closing) for one in reading.statements]
    return read == [(paper.currency, paper.opening, paper.closing)]


def _counted_parts(bundle: Bundle) -> Counter[str]:
    true = true_parts(bundle)
    counts = Counter(files=1, parts=len(bundle.parts), lines=true.total())
    try:
        reading = parsers.read(bundle.content)
    except DocumentRefused:
        return counts
    read = parts_of(reading)
    stated = Counter[object]((one.account, one.currency, one.closing) for one in reading.statements)
    closed = Counter[object]((one.account, one.currency, one.closing) for one in bundle.parts)
    proved = (stated & closed).total() if reading.accept else 0
    return counts + Counter(read=read.total(), right=(read & true).total(), proved=proved)


def parts_of(reading: Reading) -> Counter[tuple[object, ...]]:
    """What was read of several statements: each line with its account and currency."""
    return Counter(
        (part.account, part.currency, *line)
        for part in reading.statements
        for line in lines_of(replace(reading, statement=part, further=()))
    )


def true_parts(bundle: Bundle) -> Counter[tuple[object, ...]]:
    """What is true of several statements, in the same form."""
    return Counter(
        (part.account, part.currency, row.kind, row.reference, row.day, row.amount)
        for part in bundle.parts
        for row in part.rows
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
