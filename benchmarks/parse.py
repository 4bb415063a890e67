"""Reading invoices: documents a processor second, beside pdfplumber's bare extraction of the same.

Where invoice2data is installed (`pip install invoice2data`, MIT), its own figure and how many of
the documents it has a template for stand in the details.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

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
    details = {"documents": len(papers), "accepted": proved, **_by_invoice2data(papers)}
    return Measured("parse", ours, reference, "documents a CPU second", details)


def _text(paper: bytes) -> str:
    with pdfplumber.open(BytesIO(paper)) as pdf:
        return "".join(page.extract_text() for page in pdf.pages)


def _by_invoice2data(papers: list[bytes]) -> dict[str, object]:
    """What invoice2data makes of the same documents, in its default way, with its own templates."""
    if importlib.util.find_spec("invoice2data") is None:
        return {"invoice2data": "not installed"}
    logging.getLogger("invoice2data").setLevel(logging.CRITICAL)
    extract: Any = importlib.import_module("invoice2data").extract_data
    loader: Any = importlib.import_module("invoice2data.extract.loader")
    templates = loader.read_templates()
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, paper in enumerate(papers):
            files.append(Path(folder) / f"{number}.pdf")
            files[-1].write_bytes(paper)
        # Once and cold: it keeps texts between rounds. What its programs take counts as its own.
        begun = _taken()
        found = [extract(str(file), templates=templates) for file in files]
        speed = len(files) / (_taken() - begun)
    return {"invoice2data": round(speed, 1), "invoice2data_matched": sum(map(bool, found))}


def _taken() -> float:
    """Processor seconds of this process and of those that it has started."""
    return sum(os.times()[:4])
