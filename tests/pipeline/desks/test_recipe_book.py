"""The recipe editor's desk: what is wrong, who may save, two at once, back again, and tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from model.deeds import DeedKind
from model.errors import (
    NotAllowed,
    PortalPaused,
    RecipeChanged,
    RecipeInvalid,
    RecipeUntested,
    WrongInput,
)
from model.ids import derived_id
from model.outcomes import Outcome, OutcomeCode
from model.people import Role, User
from model.plain import from_plain, to_plain
from model.recipe_book import Draft, RowFile
from model.recipes import RecipeOrigin, RecipeState
from model.secret import Secret
from model.suppliers import PortalState
from model.visits import Cause, FetchedDocument, ListSeen, RunState, VisitProgress, VisitResult
from pipeline import pending, undoing
from pipeline.desks.recipe_book_screen import RecipeBookScreenDesk
from pipeline.portals import recipe_tests, recipes
from pipeline.portals.recipe_tests import Came
from pipeline.works import Works
from storage import audit, documents, exceptions, runs, suppliers, users
from storage import recipes as stored
from tests.pipeline.conftest import Opened, Outside, listing, paper
from tests.pipeline.portals.test_visits import run_all

ADA = User(derived_id("user", "ada"), "ada", "Ada Lindqvist", Role.ADMIN)
BEN = User(derived_id("user", "ben"), "ben", "Ben Aalto", Role.ADMIN)
TEXT = """billhook_recipe: 1
name: Nordwind
origins: [https://portal.nordwind.example]
dates: dmy
currency: EUR
sign_in:
  username: [css=#name]
  password: [css=#password]
  submit: [css=button]
lists:
- name: invoices
  rows: [css=tr.row]
  columns:
    number: {header: [Number]}
  document:
    link: [css=a.pdf]
"""
OTHER = TEXT.replace("tr.row", "tr.bill")
THIRD = TEXT.replace("tr.row", "li")


@pytest.fixture
def desk(works: Works) -> RecipeBookScreenDesk:
    with works.store.begin() as tx:
        portal = suppliers.portal(tx, "nw-portal")
        origins = frozenset({"https://portal.nordwind.example"})
        start = "https://portal.nordwind.example/login"
        suppliers.add_portal(tx, replace(portal, origins=origins, start_url=start))
        stored.add(tx, "nw-portal", TEXT, origin=RecipeOrigin.AUTOPILOT, why="Written.")
        suppliers.set_recipe(tx, "nw-portal", "portal-nw-portal")
        for one in (ADA, BEN):
            assert users.add(tx, one.name, one.full_name, one.role, users.NO_PASSWORD) == one
    return RecipeBookScreenDesk(works.store, works.recipes)


@dataclass
class SecretVault:
    """A vault that gives one password."""

    password: Secret

    @contextmanager
    def lease(self, name: str, *, purpose: str, job: str) -> Iterator[Opened]:
        """A lease of any name."""
        assert purpose
        assert job
        yield Opened(name, password=self.password)


def save(desk: RecipeBookScreenDesk, text: str, user: User = ADA, base: str = "") -> str:
    base = base or desk.book("nw-portal").base
    return desk.save(user, "nw-portal", Draft(text, base, untested=True))


def visited_by(works: Works) -> str | None:
    with works.store.begin() as tx:
        return recipes.to_visit_by(works, tx, suppliers.portal(tx, "nw-portal"))


def test_all_faults_are_named_each_at_its_line(desk: RecipeBookScreenDesk) -> None:
    wrong = TEXT.replace("dates: dmy", "dates: dym").replace("css=a.pdf", "a.pdf")
    told = [(one.line, one.what) for one in desk.check("nw-portal", wrong).faults]
    assert [line for line, _ in told] == [4, 16]
    assert "a selector begins with" in told[1][1]
    assert desk.check("nw-portal", TEXT).faults == ()


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 5000,
        "a: &a [x]\nb: *a\n",
        "2026-13-45: x\n",
        "2026-01-01: x\n",
        "? [a]\n: b\n",
        "a: " + "9" * 6000,
        "!!python/object/apply:os.system ['true']",
        "\x00",
        "billhook_recipe: 1\nname: '<script>alert(1)</script>'\n",
        "x" * 300_000,
    ],
)
def test_a_hostile_text_is_a_fault_and_nothing_worse(
    desk: RecipeBookScreenDesk, hostile: str
) -> None:
    assert desk.check("nw-portal", hostile).faults
    with pytest.raises(RecipeInvalid):
        save(desk, hostile)


def test_no_origin_is_reached_that_no_person_added_by_its_name(
    desk: RecipeBookScreenDesk, works: Works
) -> None:
    away = "https://else.example"
    for wide in (
        TEXT.replace("origins: [", f"origins: [{away}, "),
        TEXT.replace("  rows:", f"  open: [{{goto: {away}/x}}]\n  rows:"),
        TEXT.replace("dates:", f"start: {away}/\ndates:"),
    ):
        (fault,) = desk.check("nw-portal", wide).faults
        assert fault.origin == away
        with pytest.raises(RecipeInvalid, match="not one of this portal's origins"):
            save(desk, wide)
    for none in ("http://else.example", "https://else.example/path", "javascript:1"):
        with pytest.raises(WrongInput):
            desk.add_origin(ADA, "nw-portal", none)
    desk.add_origin(ADA, "nw-portal", away)
    assert save(desk, TEXT.replace("origins: [", f"origins: [{away}, "))
    with works.store.read() as tx:
        assert away in suppliers.portal(tx, "nw-portal").origins
        assert "added an origin" in {one.verb for one in audit.of_subject(tx, "portal:nw-portal")}


def test_scripts_come_by_import_alone(desk: RecipeBookScreenDesk, works: Works) -> None:
    plugin = TEXT + "plugin:\n  documents: [{action: navigate}]\n"
    (fault,) = desk.check("nw-portal", plugin).faults
    assert (fault.line, "by import" in fault.what) == (17, True)
    with works.store.begin() as tx:
        stored.add(tx, "nw-portal", plugin, origin=RecipeOrigin.PERSON, why="Imported.")
    assert desk.check("nw-portal", plugin.replace("tr.row", "li")).faults == ()


def test_what_is_saved_is_visited_by_and_taken_back_also_after_it_was(
    desk: RecipeBookScreenDesk, works: Works
) -> None:
    assert visited_by(works) == TEXT
    with pytest.raises(RecipeUntested):
        desk.save(ADA, "nw-portal", Draft(OTHER, desk.book("nw-portal").base))
    save(desk, OTHER)
    assert visited_by(works) == OTHER
    assert desk.book("nw-portal").versions[0].why.startswith("Edited by ada")
    assert undoing.undo(works.store, ADA) is DeedKind.RECIPE
    assert visited_by(works) == TEXT
    assert [one.state for one in desk.book("nw-portal").versions] == [RecipeState.CURRENT]
    with works.store.read() as tx:
        verbs = {one.verb for one in audit.of_subject(tx, "portal:nw-portal")}
    assert verbs >= {"edited a recipe", "took back"}


def test_the_second_of_two_is_told_and_neither_loses_a_word(desk: RecipeBookScreenDesk) -> None:
    base = desk.book("nw-portal").base
    first = save(desk, OTHER, ADA, base)
    with pytest.raises(RecipeChanged):
        save(desk, THIRD, BEN, base)
    assert [(one.mark, one.text) for one in desk.against(first, THIRD) if one.mark != " "] == [
        ("-", "  rows: [css=tr.bill]"),
        ("+", "  rows: [css=li]"),
    ]
    save(desk, THIRD, BEN, first)
    book = desk.book("nw-portal")
    assert (book.text, [one.position for one in book.versions]) == (THIRD, [3, 2, 1])


def test_what_somebody_wrote_into_the_file_is_a_version_before_a_save(
    desk: RecipeBookScreenDesk, works: Works
) -> None:
    visited_by(works)
    base = desk.book("nw-portal").base
    (works.recipes / "portal-nw-portal" / "recipe.yaml").write_text(OTHER)
    assert desk.book("nw-portal").text == OTHER
    with pytest.raises(RecipeChanged):
        save(desk, THIRD, base=base)
    save(desk, THIRD)
    assert visited_by(works) == THIRD
    whys = [one.why for one in desk.book("nw-portal").versions]
    assert whys[1] == "Edited in its file."


def test_an_older_version_comes_back_as_a_new_one(desk: RecipeBookScreenDesk) -> None:
    old = desk.book("nw-portal").base
    save(desk, OTHER)
    desk.restore(ADA, "nw-portal", old)
    book = desk.book("nw-portal")
    assert book.text == TEXT
    assert book.versions[0].origin is RecipeOrigin.RESTORED
    assert [one.mark for one in desk.between(old, book.base)] == []
    with pytest.raises(WrongInput, match="already"):
        desk.restore(ADA, "nw-portal", old)


def test_a_portal_without_a_recipe_gets_its_first_by_hand_and_loses_it_again(
    works: Works,
) -> None:
    desk = RecipeBookScreenDesk(works.store, works.recipes)
    assert (desk.book("nw-portal").text, desk.book("nw-portal").base) == ("", "")
    mine = TEXT.replace("origins: [https://portal.nordwind.example]\n", "")
    desk.save(ADA, "nw-portal", Draft(mine, "", untested=True))
    assert visited_by(works) == mine
    undoing.undo(works.store, ADA)
    assert visited_by(works) is None


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER, Role.AUDITOR])
def test_others_than_admins_read_it_and_change_nothing(
    desk: RecipeBookScreenDesk, role: Role
) -> None:
    user = User("u9", "maya", "Maya Okafor", role)
    assert desk.book("nw-portal").text == TEXT
    with pytest.raises(NotAllowed):
        save(desk, OTHER, user)
    with pytest.raises(NotAllowed):
        desk.test(user, "nw-portal", OTHER)


# -- tests at the portal ---------------------------------------------------------------------------


def tried(
    works: Works, outside: Outside, desk: RecipeBookScreenDesk, result: VisitResult, text: str
) -> str:
    """A test that was made, from its order to its end; its run."""
    run_id = desk.test(ADA, "nw-portal", text)
    outside.visits.append(result)
    came = to_plain(recipe_tests.go(works, run_id))  # as it passes from one step to the next
    recipe_tests.conclude(works, run_id, from_plain(Came, came))
    return run_id


def test_a_test_goes_by_the_draft_and_leaves_nothing_behind(
    desk: RecipeBookScreenDesk, works: Works, outside: Outside, arrive: object, tmp_path: Path
) -> None:
    path = tmp_path / "bill.pdf"
    path.write_bytes(b"%PDF-1.7 a bill")
    row = listing("R-1")
    got = FetchedDocument(row, path, "f" * 64, 15, "application/pdf", "bill.pdf")
    result = VisitResult(
        Outcome(OutcomeCode.OK, {"n": "1"}),
        listings=(row, listing("R-2")),
        documents=(got,),
        complete=True,
        lists=(ListSeen("invoices", 2, 2, "its counter"),),
        recipe=THIRD,
    )
    run_id = tried(works, outside, desk, result, OTHER)
    order = outside.orders[-1]
    assert (order.recipe, order.dry, order.attended, order.known) == (
        OTHER,
        True,
        True,
        frozenset(),
    )
    told = desk.tested("nw-portal")
    assert told is not None
    assert told.found is not None
    assert [one.file for one in told.found.rows] == [RowFile.NEW, RowFile.LEFT]
    assert (told.run_id, told.state, told.found.lists) == (run_id, RunState.DONE, result.lists)
    assert desk.book("nw-portal").text == TEXT  # nothing was learned, and nothing saved
    assert not order.spool.exists()
    with works.store.read() as tx:
        assert documents.of_supplier(tx, "nw") == ()
        assert runs.past(tx, "nw-portal", 5) == ()  # no later visit is planned by it
        assert exceptions.open_(tx) == ()
    checked = desk.check("nw-portal", OTHER)
    assert checked.tested is not None
    assert checked.tested.good
    desk.save(ADA, "nw-portal", Draft(OTHER, desk.book("nw-portal").base))
    assert "Its test:" in desk.book("nw-portal").versions[0].why


def test_a_test_that_fails_names_its_step_and_its_text_is_saved_only_on_purpose(
    desk: RecipeBookScreenDesk, works: Works, outside: Outside
) -> None:
    broken = Outcome(OutcomeCode.RECIPE_BROKEN, {"step": "invoices.rows"})
    tried(works, outside, desk, VisitResult(broken), OTHER)
    told = desk.tested("nw-portal")
    assert told is not None
    assert told.outcome is not None
    assert "invoices.rows" in told.outcome.sentence
    with works.store.read() as tx:
        assert exceptions.open_(tx) == ()
        assert suppliers.portal(tx, "nw-portal").state is PortalState.OPEN
    with pytest.raises(RecipeUntested):
        desk.save(ADA, "nw-portal", Draft(OTHER, desk.book("nw-portal").base))


def test_a_password_that_a_test_saw_refused_is_sent_by_no_visit_again(
    desk: RecipeBookScreenDesk, works: Works, outside: Outside
) -> None:
    tried(works, outside, desk, VisitResult(Outcome(OutcomeCode.LOGIN_FAILED)), OTHER)
    made = len(outside.orders)
    with works.store.begin() as tx:
        runs.request(tx, "nw-portal", "its schedule", cause=Cause.REGULAR)
    run_all(works)
    assert len(outside.orders) == made  # the portal was not gone to
    with works.store.read() as tx:
        assert suppliers.portal(tx, "nw-portal").state is PortalState.PAUSED
    with pytest.raises(PortalPaused):
        desk.test(ADA, "nw-portal", OTHER)


def test_a_portal_that_waits_for_its_recipe_is_tried_and_visited_once_one_is_saved(
    desk: RecipeBookScreenDesk, works: Works, outside: Outside
) -> None:
    broken = VisitResult(Outcome(OutcomeCode.RECIPE_BROKEN, {"step": "invoices.rows"}))
    with works.store.begin() as tx:
        run = runs.request(tx, "nw-portal", "its schedule")
        runs.start(tx, run.id)
        runs.finish(tx, run.id, broken.outcome, fetched=0)
        suppliers.pause_portal(tx, "nw-portal", "It has changed.")
    tried(works, outside, desk, VisitResult(Outcome(OutcomeCode.OK_EMPTY, {"proof": "x"})), OTHER)
    desk.save(ADA, "nw-portal", Draft(OTHER, desk.book("nw-portal").base))
    with works.store.read() as tx:
        assert suppliers.portal(tx, "nw-portal").state is PortalState.OPEN
        assert [one.cause for one in runs.unfinished(tx)] == [Cause.PERSON]


def test_a_test_waits_for_no_hour_and_is_one_at_a_time(
    desk: RecipeBookScreenDesk, works: Works
) -> None:
    with works.store.begin() as tx:
        runs.request(tx, "nw-portal", "its schedule", cause=Cause.REGULAR)
    run_id = desk.test(ADA, "nw-portal", OTHER)
    with pytest.raises(WrongInput, match="under way"):
        desk.test(ADA, "nw-portal", OTHER)
    (job,) = [one for one in pending.jobs(works.store, works.clock) if one.kind == pending.TEST]
    assert (job.subject, job.key) == (run_id, "nw-portal")


def test_a_crash_behind_the_password_sends_it_not_again(
    desk: RecipeBookScreenDesk, works: Works, outside: Outside
) -> None:
    run_id = desk.test(ADA, "nw-portal", OTHER)
    with works.store.begin() as tx:
        runs.start(tx, run_id)
        runs.progress(tx, run_id, VisitProgress(RunState.SIGNING_IN, sends_password=True))
    came = recipe_tests.go(works, run_id)
    assert came.outcome.code is OutcomeCode.INTERRUPTED
    assert outside.orders == []


def test_a_recipe_that_holds_the_password_is_never_taken_to_the_portal(
    desk: RecipeBookScreenDesk, works: Works, outside: Outside
) -> None:
    password = "correct horse battery"
    sealed = SecretVault(Secret(password))
    works = replace(works, vault=sealed)  # type: ignore[arg-type]  # all that a visit asks of it
    said = OTHER.replace("css=tr.bill", f"'text={password}'")
    run_id = tried(works, outside, desk, VisitResult(Outcome(OutcomeCode.OK, {"n": "1"})), said)
    assert outside.orders == []
    with works.store.read() as tx:
        outcome = runs.get(tx, run_id).outcome
    assert outcome is not None
    assert outcome.code is OutcomeCode.RECIPE_BROKEN


def test_a_file_that_is_on_file_is_told_from_another_of_its_number(
    desk: RecipeBookScreenDesk, works: Works, outside: Outside, arrive: object, tmp_path: Path
) -> None:
    assert callable(arrive)
    document_id = arrive(paper("R-1"))
    with works.store.read() as tx:
        filed = documents.get(tx, document_id)
    rows = (listing("R-1"), listing("R-9"))
    files = tuple(
        FetchedDocument(row, tmp_path / "x", digest, 1, "application/pdf", "x.pdf")
        for row, digest in zip(rows, ("e" * 64, filed.sha256), strict=True)
    )
    result = VisitResult(
        Outcome(OutcomeCode.OK, {"n": "2"}), listings=rows, documents=files, complete=True
    )
    tried(works, outside, desk, result, OTHER)
    told = desk.tested("nw-portal")
    assert told is not None
    assert told.found is not None
    assert [one.file for one in told.found.rows] == [RowFile.OTHER, RowFile.SAME]
