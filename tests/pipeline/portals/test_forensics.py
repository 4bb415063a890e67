from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from model.clock import FixedClock
from model.errors import FileMissing, RecordMissing
from model.outcomes import Outcome, OutcomeCode
from model.visits import VisitResult
from pipeline.portals import forensics, schedules, visits
from pipeline.portals.concluding import conclude
from pipeline.works import Works
from storage import runs, suppliers
from tests.pipeline.conftest import CLERK, Outside, paper
from tests.portals.recipes import table

STORY = {
    "steps": [{"seconds": 0.5, "what": "page https://nw.example/login"}],
    "address": "https://nw.example/list",
    "title": "Invoices",
    "blocked_hosts": ["tracker.example"],
}


def failed_visit(works: Works, outside: Outside, **left: bytes) -> str:
    """The id of a visit that failed and left these files behind."""
    with works.store.begin() as tx:
        run = runs.request(tx, "nw-portal", "its schedule")
    folder = works.spool / run.id / "evidence"
    folder.mkdir(parents=True)
    for name, content in left.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    outside.visits.append(VisitResult(Outcome(OutcomeCode.RECIPE_BROKEN, {"step": "rows"})))
    conclude(works, run.id, visits.go(works, run.id))
    return run.id


def test_a_failed_visit_is_told_with_all_that_was_kept(works: Works, outside: Outside) -> None:
    run_id = failed_visit(
        works,
        outside,
        story_json=json.dumps(STORY).encode(),
        page_txt=b"No invoices here",
        page_html=b"<p>No invoices here</p>",
        page_png=b"PNG",
    )
    told = forensics.story(works.store, run_id)
    assert (told.portal, told.why, told.code) == ("Nordwind", "its schedule", "RECIPE_BROKEN")
    assert told.story.steps[0].what == "page https://nw.example/login"
    assert told.story.blocked_hosts == ("tracker.example",)
    assert told.text == "No invoices here"
    assert "page.png" in told.files
    assert forensics.picture(works.store, run_id) == b"PNG"
    with zipfile.ZipFile(io.BytesIO(forensics.bundle(works.store, run_id))) as bundle:
        assert json.loads(bundle.read(forensics.OUTCOME))["outcome"] == "RECIPE_BROKEN"
        assert run_id in bundle.read(forensics.OUTCOME).decode()


def test_a_visit_that_left_nothing_is_told_without_it(works: Works, outside: Outside) -> None:
    run_id = failed_visit(works, outside)
    assert forensics.story(works.store, run_id).files == ()
    with pytest.raises(FileMissing, match="Nothing was kept"):
        forensics.bundle(works.store, run_id)
    with pytest.raises(FileMissing, match="no picture"):
        forensics.picture(works.store, run_id)
    with pytest.raises(RecordMissing):
        forensics.story(works.store, "nobody")


@pytest.mark.parametrize("told", [b"{", b"[]", b'{"steps": 1}', b'{"steps": [{"seconds": "x"}]}'])
def test_a_story_that_can_not_be_read_is_none(works: Works, outside: Outside, told: bytes) -> None:
    run_id = failed_visit(works, outside, story_json=told)
    assert forensics.story(works.store, run_id).story.steps == ()


def test_only_files_of_known_names_are_kept(works: Works, outside: Outside) -> None:
    run_id = failed_visit(works, outside, page_html=b"x", cookies_txt=b"secret")
    assert set(forensics.story(works.store, run_id).files) == {"page.html", forensics.OUTCOME}


def test_what_was_kept_goes_after_the_days_of_the_rule(
    works: Works, outside: Outside, clock: FixedClock
) -> None:
    run_id = failed_visit(works, outside, page_html=b"x")
    with works.store.read() as tx:
        (kept,) = runs.evidence(tx, run_id)
    clock.move(timedelta(days=90))
    assert forensics.forget(works.store) == 0
    clock.move(timedelta(seconds=1))
    assert forensics.forget(works.store) == 1
    assert not works.store.files.known(kept)
    assert forensics.story(works.store, run_id).code == "RECIPE_BROKEN"


def test_a_recorded_visit_is_a_test_of_its_recipe(
    works: Works, outside: Outside, tmp_path: Path, clock: FixedClock
) -> None:
    kept = works.recipes / "farm"
    kept.mkdir(parents=True)
    recipe = table("https://nw.example")
    (kept / "recipe.yaml").write_text(recipe)
    with works.store.begin() as tx:
        suppliers.set_recipe(tx, "nw-portal", "farm")
        schedules.record(tx, CLERK, "nw-portal")
        (run,) = runs.unfinished(tx)
    tape = works.spool / run.id / "tape"
    tape.mkdir(parents=True)
    (tape / "answers.json").write_text("[]")
    outside.brings(tmp_path, paper("R-1"))
    clock.move(schedules.LINGER)
    visits.go(works, run.id)
    assert outside.orders[0].record == tape
    assert outside.orders[0].known == frozenset()
    assert (kept / "fixture" / "answers.json").read_text() == "[]"
    assert json.loads((kept / "fixture" / "expected.json").read_text())["outcome"] == "OK"
