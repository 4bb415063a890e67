"""Reading invoices of twelve languages: fields right on layouts kept back, against plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pdfplumber

from benchmarks import Measured
from benchmarks.invoice_papers import LAYOUTS, Paper, papers, printable
from model.documents import DECISIVE
from parsers.hints import NO_HINTS
from parsers.paper.layout import fold
from parsers.reader import read


def run(_data: Path | None) -> Measured:
    """Share of the fields that are right; the reference is the share whose text can be copied."""
    true, right, copied, accepted = Counter[str](), Counter[str](), 0, Counter[str]()
    for paper in papers(range(1, LAYOUTS, 2)):
        reading = read(paper.content, NO_HINTS)
        wrong = set(wrong_fields(paper, {name: one.value for name, one in reading.fields.items()}))
        true[paper.language] += len(paper.fields)
        right[paper.language] += len(paper.fields) - len(wrong)
        copied += copied_fields(paper)
        accepted["right"] += reading.accept and not wrong & set(DECISIVE)
        accepted["wrong"] += reading.accept and bool(wrong & set(DECISIVE))
    shares = {language: round(right[language] / true[language], 4) for language in true}
    details = {"languages": shares, "accepted": dict(accepted)}
    ours, reference = right.total() / true.total(), copied / true.total()
    return Measured("invoice_reading", ours, reference, "share of fields right", details)


def wrong_fields(paper: Paper, read: dict[str, str]) -> Iterator[str]:
    """The names of the fields that were read wrongly, or not at all."""
    for name, true in paper.fields.items():
        if fold(printable(true)) != fold(printable(read.get(name, ""))):
            yield name


def copied_fields(paper: Paper) -> int:
    """How many values stand as they are in pdfplumber's text: what a person need not type."""
    with pdfplumber.open(BytesIO(paper.content)) as pdf:
        text = fold("\n".join(page.extract_text() for page in pdf.pages))
    return sum(fold(printable(true)) in text for true in paper.fields.values())
