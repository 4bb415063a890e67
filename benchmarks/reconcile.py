"""Whole ledgers against statements: processor time and memory beside a normalised join in SQL.

`--data DIR` is a folder with `statements.csv` and `ledger.csv`, as `billhook reconcile` takes them,
and `truth.csv` and `stmt_truth.csv` where there is truth. Without one a world of 10,000 lines and
60,000 entries is made.
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
from pathlib import Path
from typing import Final

from benchmarks import Measured

_LINES, _SUPPLIERS, _MONTHS = 10_000, 250, 6
_FIRST = date(2026, 5, 1)
_ITEM = "stmt_id statement_id supplier_id statement_date kind ref doc_date amount currency"
_ENTRY = "ledger_id supplier_id kind ref doc_date post_date amount currency voucher"
_OURS: Final = (sys.executable, "-m", "billhook", "reconcile")
_JOIN: Final = (sys.executable, "-m", "benchmarks.reconcile_join")


@dataclass(frozen=True, slots=True)
class _Cost:
    """What a process took: processor seconds and megabytes at most."""

    cpu: float
    memory: int


def run(data: Path | None) -> Measured:
    """Processor seconds for all statements, start of the process and reading included."""
    if data:
        return _measure(data)
    with tempfile.TemporaryDirectory() as made:
        _world(Path(made), random.Random(7))
        return _measure(Path(made))


def _measure(folder: Path) -> Measured:
    tables = (str(folder / "statements.csv"), str(folder / "ledger.csv"))
    with tempfile.TemporaryDirectory() as scratch:
        answers, joined = Path(scratch, "ours.jsonl"), Path(scratch, "join.jsonl")
        ours = _cost((*_OURS, *tables, "--jsonl", str(answers)))
        join = _cost((*_JOIN, *tables, str(joined)))
        details: dict[str, object] = {
            "lines": _rows(tables[0]),
            "entries": _rows(tables[1]),
            "ours_mb": ours.memory,
            "reference_mb": join.memory,
        }
        if (folder / "truth.csv").exists():
            details["ours"] = _scored(folder, answers)
            details["reference"] = _scored(folder, joined)
    return Measured("reconcile", ours.cpu, join.cpu, "CPU seconds", details)


def _cost(command: tuple[str, ...]) -> _Cost:
    process = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"{' '.join(command)} failed.")
    return _Cost(round(usage.ru_utime + usage.ru_stime, 2), usage.ru_maxrss // 1024)


def _rows(name: str) -> int:
    with Path(name).open("rb") as table:
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


def _world(folder: Path, dice: random.Random) -> None:
    """Documents of some months, all booked; the last month's stand on the statements."""
    lines, entries = [_ITEM.split()], [_ENTRY.split()]
    monthly = _LINES // _SUPPLIERS
    for supplier in range(_SUPPLIERS):
        for number in range(monthly * _MONTHS):
            day = _FIRST + timedelta(days=30 * (number // monthly) + number % monthly % 30)
            printed, cents = f"INV-2026-{number:05d}", str(dice.randrange(500, 500_000))
            name, key = f"S{supplier}", str(len(entries))
            booked = (day + timedelta(days=2)).isoformat()
            typed = _typed(printed, dice)
            entry = [key, name, "invoice", typed, day.isoformat(), booked, cents, "EUR", key]
            entries.append(entry)
            if number >= monthly * (_MONTHS - 1):
                line = [str(len(lines)), name, name, "2026-10-31", "INV", printed]
                lines.append([*line, day.isoformat(), cents, "EUR"])
    for name, rows in (("statements.csv", lines), ("ledger.csv", entries)):
        with (folder / name).open("w", newline="", encoding="utf-8") as handle:
            csv.writer(handle).writerows(rows)


def _typed(printed: str, dice: random.Random) -> str:
    forms = (printed, printed, printed.removeprefix("INV-"), printed.replace("-", ""), "")
    return dice.choices(forms, (60, 10, 14, 14, 2))[0]
