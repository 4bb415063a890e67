from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.demo.journal import Journal


def test_what_was_noted_is_there_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    for step in range(3):
        journal = Journal(file)
        assert [record["step"] for record in journal.past()] == list(range(step))
        journal.note({"step": step})
        journal.close()


@given(st.integers(0, 60))
def test_a_line_cut_short_is_dropped_and_the_next_one_stands_alone(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    file = tmp_path_factory.mktemp("journal") / "journal.jsonl"
    journal = Journal(file)
    journal.note({"text": "first\nline"})
    journal.note({"text": "second"})
    journal.close()
    whole = file.read_bytes()
    file.write_bytes(whole[: max(0, len(whole) - cut)])
    kept = file.read_bytes().count(b"\n")
    journal = Journal(file)
    journal.note({"text": "third"})
    journal.close()
    journal = Journal(file)
    texts = [record["text"] for record in journal.past()]
    journal.close()
    assert texts == [*["first\nline", "second"][:kept], "third"]
