"""Words with boxes: our fast path against pdfplumber's `extract_words` on the same pages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pdfplumber

from benchmarks import Measured, cpu_seconds
from benchmarks.papers import pdfs
from parsers.paper.words import read_pages


def run(data: Path | None) -> Measured:
    """Processor milliseconds a document."""
    papers = pdfs(data)
    ours = cpu_seconds(lambda: [read_pages(paper) for paper in papers])
    reference = cpu_seconds(lambda: [_plumbed(paper) for paper in papers], rounds=1)
    scale = 1000 / len(papers)
    return Measured(
        "words", ours * scale, reference * scale, "CPU ms a document", {"documents": len(papers)}
    )


def _plumbed(paper: bytes) -> int:
    with pdfplumber.open(BytesIO(paper)) as pdf:
        return sum(len(page.extract_words()) for page in pdf.pages)
