"""Triage on the larger development set, where it is present: floors that must hold."""

import importlib.util
import json
from datetime import date
from pathlib import Path

import pytest

from fetchers.mail.triage import triage_text

FLOORS = {
    # file: macro-F1, precision and recall of "there is something to fetch", secrets taken for one;
    # the weights were trained on the first file: only the second one's senders are unseen
    "corpus.jsonl": (0.88, 0.90, 0.93, 0),
    "more.jsonl": (0.70, 0.94, 0.78, 0),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_triage_stays_above_its_floors(shared_data: Path | None, name: str) -> None:
    if shared_data is None:
        return
    folder = shared_data / "mail-dev"
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    rows = [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]
    guess = {
        row["id"]: triage_text(row["subject"], row["body"], today=date(2026, 1, 1))
        .notices[0]
        .mail_class.value
        for row in rows
    }
    result = score.score(rows, guess)
    f1, precision, recall, secrets = FLOORS[name]
    assert result["macro_f1"] >= f1
    assert result["fetch_precision"] >= precision
    assert result["fetch_recall"] >= recall
    assert result["secret_taken_for_fetch"] <= secrets
