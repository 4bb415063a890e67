"""The bars on the development data, where it is present."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from model.matches import MatchStatus
from reconcile.duplicates import suspects
from reconcile.relevance import Relevance
from reconcile.statements import reconcile
from reconcile.tables import ledger_entries, statement_items


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def cells(folder: Path, name: str) -> tuple[list[str], list[list[str]]]:
    with (folder / name).open(newline="", encoding="utf-8") as handle:
        columns, *rows = csv.reader(handle)
        return columns, rows


@pytest.mark.slow
def test_the_cascade_keeps_its_bars(shared_data: Path | None) -> None:
    folder = shared_data and shared_data / "recon" / "d10k"
    if folder is None:
        return
    truth = defaultdict(set)
    for row in table(folder, "truth.csv"):
        truth[row["stmt_id"]].add(row["ledger_id"])
    status = {row["stmt_id"]: row["status"] for row in table(folder, "stmt_truth.csv")}
    items = statement_items(*cells(folder, "statements.csv"))
    entries = ledger_entries(*cells(folder, "ledger.csv"))
    matches = reconcile(items, entries)
    # a third of the ledger is read, and says the same
    few = ledger_entries(*cells(folder, "ledger.csv"), Relevance(items))
    assert len(few) < 0.7 * len(entries)
    assert reconcile(items, few) == matches

    right = sum(len(truth[match.item_id] & set(match.entry_ids)) for match in matches)
    assert right / sum(len(match.entry_ids) for match in matches) >= 0.998
    assert right / sum(map(len, truth.values())) >= 0.99
    claimed = {match.item_id for match in matches if match.status is MatchStatus.MISSING}
    missing = {line for line, name in status.items() if name == "missing_in_ledger"}
    assert len(claimed & missing) / len(claimed) >= 0.93
    assert len(claimed & missing) / len(missing) >= 0.97

    twice = {frozenset((r["ledger_a"], r["ledger_b"])) for r in table(folder, "dup_truth.csv")}
    found = {frozenset((suspect.a, suspect.b)) for suspect in suspects(entries)}
    assert len(found & twice) / len(found) >= 0.96
    assert len(found & twice) / len(twice) >= 0.93
