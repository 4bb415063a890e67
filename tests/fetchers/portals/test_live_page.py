"""A person at the page of a visit, in a real browser: seen, clicked, typed, resumed, covered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.live import Stage, Turned, Verdict
from model.outcomes import OutcomeCode
from model.visits import OpenPage, RunState, VisitResult
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes
from tests.portals.attending import Person, attending
from tests.portals.sites import PASSWORD, Site
from tests.portals.walls import PLACES, Checking, Guarded, Peeping, Terms, Walled

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

FIELD = (104, 104, 296, 136)  # inside the field of the peeping wall that holds the password
OTHER = (104, 204, 296, 236)
PAPER = (700, 700)  # where a wall shows nothing but its ground


def order(farm: Farm, site: Site) -> Callable[[OpenPage], VisitResult]:
    """An attended visit to a site, by recipe."""
    origin = farm.serve(site)
    return lambda page: farm.visit(origin, recipes.table(origin), page=page)


def green(colour: tuple[int, ...]) -> bool:
    return colour[1] > 200 and colour[0] < 80


def blue(colour: tuple[int, ...]) -> bool:
    return colour[2] > 200 and colour[0] < 80


def covered(person: Person, box: tuple[int, int, int, int]) -> bool:
    """Whether a box of the picture is black from edge to edge."""
    return all(most < 8 for _least, most in person.colours(box))


def test_a_person_solves_the_check_and_the_visit_goes_on(farm: Farm) -> None:
    site = Walled()
    with attending(order(farm, site)) as (person, result):
        person.takes_over()
        assert "CAPTCHA" in person.standings[-1].why
        person.click(PLACES["box"])
        person.until(lambda: green(person.colour(PAPER)))
        person.click(PLACES["field"])
        person.press("zeb")
        person.paste("ra")
        person.click(PLACES["go"])
        person.until(lambda: person.pages.titles == ("Portal",) and not green(person.colour(PAPER)))
        person.ends(Verdict.DONE)
        assert result().outcome.code is OutcomeCode.OK
        assert person.stage is Stage.AUTOMATION
    assert site.log["typed zebra"] == 1
    assert len(result().documents) == 7
    assert RunState.ATTENDED in {seen.state for seen in farm.progress}


def test_a_popup_comes_to_the_front_and_goes_again(farm: Farm) -> None:
    site = Walled()
    with attending(order(farm, site)) as (person, result):
        person.takes_over()
        person.click(PLACES["help"])
        person.until(lambda: person.pages.titles == ("Portal", "Hint") and person.pages.shown == 1)
        person.until(lambda: blue(person.colour(PAPER)))
        person.say(Turned(0))
        person.until(lambda: person.pages.shown == 0 and not blue(person.colour(PAPER)))
        person.say(Turned(1, close=True))
        person.until(lambda: person.pages.titles == ("Portal",))
        person.click(PLACES["box"])
        person.until(lambda: green(person.colour(PAPER)))
        person.ends(Verdict.CANCEL)
        assert result().outcome.code is OutcomeCode.CANCELLED
    assert site.log["hints"] == 1


def test_what_still_stands_in_the_way_goes_back_to_the_person(farm: Farm) -> None:
    with attending(order(farm, Walled())) as (person, result):
        person.takes_over()
        person.ends(Verdict.DONE)
        person.until(lambda: person.standings[-1].why.startswith("Not yet."))
        assert person.stage is Stage.PERSON
        person.ends(Verdict.CANCEL)
        assert result().outcome.code is OutcomeCode.CANCELLED


def test_after_a_check_before_the_form_billhook_signs_in_itself(farm: Farm) -> None:
    site = Guarded()
    with attending(order(farm, site)) as (person, result):
        person.takes_over()
        person.click(PLACES["box"])
        person.until(lambda: green(person.colour(PAPER)))
        person.click(PLACES["field"])
        person.paste("zebra")
        person.click(PLACES["go"])
        person.until(lambda: site.passed)
        person.ends(Verdict.DONE)
        assert result().outcome.code is OutcomeCode.OK
    assert site.log["posts"] == 1


def test_a_password_is_covered_also_where_the_page_shows_it_in_plain(farm: Farm) -> None:
    with attending(order(farm, Peeping())) as (person, result):
        person.takes_over()
        assert covered(person, FIELD)
        assert not covered(person, OTHER)
        person.click(PLACES["go"])  # the eye: the field becomes plain text, and is copied
        person.until(lambda: covered(person, OTHER))
        assert covered(person, FIELD)
        person.ends(Verdict.REPORT)
        ended = result()
    assert ended.outcome.code is OutcomeCode.UNKNOWN
    assert PASSWORD not in repr(ended)
    pages = list((farm.spool / "evidence").glob("*.html"))
    assert [PASSWORD in page.read_text() for page in pages] == [False]


def test_nobody_comes_and_the_visit_ends_as_it_would_have(farm: Farm) -> None:
    with attending(order(farm, Walled()), idle=3.0) as (person, result):
        person.reaches(Stage.WAITING)
        assert result().outcome.code is OutcomeCode.CAPTCHA
        assert person.frames > 0


def test_the_line_breaks_and_the_visit_ends_as_it_would_have(farm: Farm) -> None:
    with attending(order(farm, Walled())) as (person, result):
        person.takes_over()
        person.line.socket.shutdown(2)
        assert result().outcome.code is OutcomeCode.CAPTCHA


def test_terms_are_accepted_by_a_person_and_never_by_the_visit(farm: Farm) -> None:
    site = Terms()
    with attending(order(farm, site)) as (person, result):
        person.takes_over()
        assert "terms" in person.standings[-1].why
        person.ends(Verdict.DONE)
        person.until(lambda: person.standings[-1].why.startswith("Not yet."))
        assert site.log["accepted"] == 0
        person.click(PLACES["go"])
        person.until(lambda: site.log["accepted"] == 1)
        person.ends(Verdict.DONE)
        assert result().outcome.code is OutcomeCode.OK


def test_a_refused_password_is_nothing_for_a_person_at_the_page(farm: Farm) -> None:
    site = Site()
    origin = farm.serve(site)

    def go(page: OpenPage) -> VisitResult:
        wrong = {"username": "nobody"}
        return farm.visit(origin, recipes.table(origin), lease=wrong, page=page)

    with attending(go) as (person, result):
        assert result().outcome.code is OutcomeCode.LOGIN_FAILED
        assert person.stage is Stage.AUTOMATION
    assert site.log["posts"] == 1


@pytest.mark.parametrize("before", ["page", "file"])
def test_a_check_in_the_middle_is_passed_by_a_person_and_nothing_is_taken_twice(
    farm: Farm, before: str
) -> None:
    site = Checking(before=before)
    with attending(order(farm, site)) as (person, result):
        person.takes_over()
        assert "CAPTCHA" in person.standings[-1].why
        person.click(PLACES["box"])
        person.until(lambda: green(person.colour(PAPER)))
        person.click(PLACES["field"])
        person.paste("zebra")
        person.click(PLACES["go"])
        person.until(lambda: site.passed)
        person.ends(Verdict.DONE)
        brought = result()
    assert brought.outcome.code is OutcomeCode.OK, brought.outcome
    assert len(brought.documents) == len(brought.listings) == 7
    assert {seen for name, seen in site.log.items() if name.startswith("file ")} == {1}
    assert site.log["posts"] == 1


@pytest.mark.parametrize("before", ["page", "file"])
def test_a_check_in_the_middle_ends_a_visit_that_nobody_attends(farm: Farm, before: str) -> None:
    site = Checking(before=before)
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.CAPTCHA, result.outcome
    assert len(result.documents) == (3 if before == "page" else 1)
    assert not result.complete
