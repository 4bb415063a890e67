"""The log: a line of JSON a record, without secrets, with the ids of what was at work."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from billhook import logs
from billhook.settings import Settings
from model import at_work, redaction
from model.errors import SettingsInvalid
from model.secret import Secret

SECRET = "s3cret-of-the-test"


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root, engine = logging.getLogger(), logging.getLogger("engine-of-the-test")
    kept = (root.handlers[:], root.level, logging.getLogRecordFactory())
    yield
    root.handlers[:] = kept[0]
    root.setLevel(kept[1])
    logging.setLogRecordFactory(kept[2])
    engine.handlers.clear()


def _clean_records(monkeypatch: pytest.MonkeyPatch) -> None:
    make = logging.getLogRecordFactory()
    monkeypatch.setattr(
        logging, "_logRecordFactory", lambda *a, **k: redaction._clean(make(*a, **k))
    )


def test_each_line_is_json_with_the_ids_at_work_and_no_secret(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _clean_records(monkeypatch)
    logs.begin(Settings(tmp_path, log="json"), "worker-1")
    redaction.know([Secret(SECRET)])
    try:
        with at_work.on(job="visit"), at_work.on(run="r-1"):
            logging.getLogger("pipeline.portals.visits").warning("refused\n%s at K\u00f6ln", SECRET)
        try:
            int(SECRET)
        except ValueError:
            logging.getLogger("pipeline.portals.visits").exception("broken")
    finally:
        redaction.forget([Secret(SECRET)])
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first["process"] == "worker-1"
    assert (first["level"], first["logger"]) == ("warning", "pipeline.portals.visits")
    assert (first["job"], first["run"]) == ("visit", "r-1")
    assert first["at"].endswith("Z")
    assert first["said"].startswith("refused\\n")
    assert SECRET not in json.dumps([first, second])
    assert "ValueError" in second["trace"]
    assert "run" not in second


def test_text_names_what_was_at_work_behind_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.begin(Settings(tmp_path), "worker-1")
    with at_work.on(delivery="d-1"):
        logging.getLogger("feeds").warning("refused")
    logging.getLogger("feeds").info("not said")
    assert capsys.readouterr().err == "WARNING feeds: refused [delivery=d-1]\n"


def test_a_library_with_a_handler_of_its_own_goes_the_same_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = logging.getLogger("engine-of-the-test")
    engine.addHandler(logging.StreamHandler())
    engine.propagate = False
    logs.begin(Settings(tmp_path, log="json"), "worker-1")
    engine.error("lost")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["logger"] == "engine-of-the-test"


@pytest.mark.parametrize("wrong", [{"log": "xml"}, {"log_level": "loud"}])
def test_a_form_or_level_that_is_none_is_refused(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsInvalid, match=r"is one of"):
        logs.begin(Settings(tmp_path, **wrong), "web")  # type: ignore[arg-type]  # texts only
