"""Whole ledgers against statements: processor time and memory beside a join in SQL, and splink.

The reference is a join by supplier and normalised number. splink is measured in the same run where
it is installed (pip install "billhook[bench]"). `--data DIR` is a folder with `statements.csv` and
`ledger.csv`, as `billhook reconcile` takes them, and `truth.csv` and `stmt_truth.csv` where there
is truth. Without one a world of 10,000 lines and 60,000 entries is made.
"""

from __future__ import annotations

import csv
import json
import os
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from itertools import count, product
from pathlib import Path
from typing import Final, TextIO

from benchmarks import Measured

_LINES, _MONTHLY, _MONTHS = 10_000, 40, 6
_FIRST = date(2026, 5, 1)
_ITEM = "stmt_id statement_id supplier_id statement_date kind ref doc_date amount currency"
_ENTRY = "ledger_id supplier_id kind ref doc_date post_date amount currency voucher"
OURS: Final = (sys.executable, "-m", "billhook", "reconcile")
JOIN: Final = (sys.executable, "-m", "benchmarks.reconcile_join")
_SPLINK: Final = (sys.executable, "-m", "benchmarks.reconcile_splink")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: processor seconds and megabytes at most."""

    cpu: float
    memory: int


def run(data: Path | None) -> Measured:
    """Processor seconds for all statements, start of the process and reading included."""
    if data:
        return _measure(data)
    with tempfile.TemporaryDirectory() as made:
        make_world(Path(made), random.Random(7), _LINES)
        return _measure(Path(made))


def _measure(folder: Path) -> Measured:
    ours, said = _method(folder, OURS)
    join, joined = _method(folder, JOIN)
    details: dict[str, object] = {
        "lines": _rows(folder / "statements.csv"),
        "entries": _rows(folder / "ledger.csv"),
        "ours_mb": ours.memory,
        "reference_mb": join.memory,
        "ours": said,
        "reference": joined,
        "splink": _beside(folder),
    }
    return Measured("reconcile", ours.cpu, join.cpu, "CPU seconds", details)


def _beside(folder: Path) -> dict[str, object]:
    """What splink takes and finds, or how to have it measured."""
    if find_spec("splink") is None:
        return {"installed": False, "remedy": 'pip install "billhook[bench]"'}
    cost, found = _method(folder, _SPLINK)
    return {"cpu_seconds": cost.cpu, "mb": cost.memory, **found}


def _method(folder: Path, command: tuple[str, ...]) -> tuple[Cost, dict[str, float]]:
    """What a way to match takes, and where there is truth, what it finds."""
    with tempfile.TemporaryDirectory() as scratch:
        answers = Path(scratch, "answers.jsonl")
        cost = cost_of(command, folder, answers)
        return cost, _scored(folder, answers) if (folder / "truth.csv").exists() else {}


def cost_of(command: tuple[str, ...], folder: Path, answers: Path) -> Cost:
    """What a command takes that matches the tables of a folder. Raises RuntimeError."""
    last = ("--jsonl", str(answers)) if command is OURS else (str(answers),)
    told = (*command, str(folder / "statements.csv"), str(folder / "ledger.csv"), *last)
    process = os.posix_spawn(told[0], told, os.environ)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"{' '.join(told)} failed.")
    return Cost(round(usage.ru_utime + usage.ru_stime, 2), usage.ru_maxrss // 1024)


def _rows(name: Path) -> int:
    with name.open("rb") as table:
        return sum(1 for _ in table) - 1


def _scored(folder: Path, answers: Path) -> dict[str, float]:
    """Precision and recall of pairs and of claims that a line is missing; lines wholly right."""
    truth = defaultdict(set)
    for row in _table(folder / "truth.csv"):
        truth[row["stmt_id"]].add(row["ledger_id"])
    tags = {row["stmt_id"]: row["status"] for row in _table(folder / "stmt_truth.csv")}
    lines = [json.loads(line) for line in answers.read_text().splitlines()]
    pairs = {(said["stmt_id"], entry) for said in lines for entry in said["ledger_ids"]}
    wanted = {(line, entry) for line, entries in truth.items() for entry in entries}
    claimed = {said["stmt_id"] for said in lines if said["status"] == "missing"}
    missing = {line for line, tag in tags.items() if tag == "missing_in_ledger"}
    whole = sum(set(said["ledger_ids"]) == truth[said["stmt_id"]] for said in lines)
    return {
        "pairs_precision": _share(pairs & wanted, pairs),
        "pairs_recall": _share(pairs & wanted, wanted),
        "missing_precision": _share(claimed & missing, claimed),
        "missing_recall": _share(claimed & missing, missing),
        "lines_right": round(whole / len(tags), 4),
    }


def _share(part: Collection[object], whole: Collection[object]) -> float:
    return round(len(part) / len(whole), 4) if whole else 0.0


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def make_world(folder: Path, dice: random.Random, lines: int) -> None:
    """So many lines, 40 a supplier: the last of six months of documents, all of them booked."""
    numbers, ids = count(1), count(1)
    with _written(folder / "statements.csv") as one, _written(folder / "ledger.csv") as other:
        printed, booked = csv.writer(one), csv.writer(other)
        printed.writerow(_ITEM.split())
        booked.writerow(_ENTRY.split())
        for supplier, document in product(range(lines // _MONTHLY), range(_MONTHLY * _MONTHS)):
            line, entry = _document(f"S{supplier}", document, dice)
            key = next(ids)
            booked.writerow([key, *entry, key])
            if document >= _MONTHLY * (_MONTHS - 1):
                printed.writerow([next(numbers), *line])


def _written(path: Path) -> TextIO:
    return path.open("w", newline="", encoding="utf-8")


def _document(name: str, number: int, dice: random.Random) -> tuple[list[str], list[str]]:
    """A document as the supplier prints it and as a clerk has booked it, without their ids."""
    day = _FIRST + timedelta(days=30 * (number // _MONTHLY) + number % _MONTHLY % 30)
    printed, cents = f"INV-2026-{number:05d}", str(dice.randrange(500, 500_000))
    dated, posted = day.isoformat(), (day + timedelta(days=2)).isoformat()
    line = [name, name, "2026-10-31", "INV", printed, dated, cents, "EUR"]
    return line, [name, "invoice", _typed(printed, dice), dated, posted, cents, "EUR"]


def _typed(printed: str, dice: random.Random) -> str:
    forms = (printed, printed, printed.removeprefix("INV-"), printed.replace("-", ""), "")
    return dice.choices(forms, (60, 10, 14, 14, 2))[0]
