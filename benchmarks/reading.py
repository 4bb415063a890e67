"""Reading invoices: documents a processor second against pdfplumber's plain text of the same."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pdfplumber

from benchmarks import Measured, cpu_seconds
from benchmarks.papers import pdfs
from parsers.hints import NO_HINTS
from parsers.reader import read


def run(data: Path | None) -> Measured:
    """Documents a processor second; more is better."""
    papers = pdfs(data)
    ours = len(papers) / cpu_seconds(lambda: [read(paper, NO_HINTS) for paper in papers])
    reference = len(papers) / cpu_seconds(lambda: [_text(paper) for paper in papers], rounds=1)
    proved = sum(read(paper, NO_HINTS).accept for paper in papers)
    details = {"documents": len(papers), "accepted": proved}
    return Measured("reading", ours, reference, "documents a CPU second", details)


def _text(paper: bytes) -> str:
    with pdfplumber.open(BytesIO(paper)) as pdf:
        return "".join(page.extract_text() for page in pdf.pages)
