"""A person shows one row of a list, once, in a real browser: understood and written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from fetchers.portals.recipe import read_recipe
from model.live import SHOWN, Answered, Pointing, Showing, ShowStep, Stage, Verdict
from model.outcomes import OutcomeCode
from model.visits import OpenPage, VisitResult
from tests.fetchers.portals.conftest import Farm
from tests.portals import odd_lists, recipes
from tests.portals.attending import Person, attending
from tests.portals.odd_lists import FILE, HERE, Odd, row_at
from tests.portals.sites import Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def order(farm: Farm, site: Site, recipe: str | None = None) -> Callable[[OpenPage], VisitResult]:
    """An attended visit to a site."""
    origin = farm.serve(site)
    return lambda page: farm.visit(origin, recipe, page=page)


def goes_to_the_list(person: Person, link: str = "corner") -> None:
    person.takes_over()
    person.until(lambda: person.showing.step is ShowStep.GO)
    person.click(HERE[link])


def points(person: Person, place: tuple[int, int]) -> Showing:
    """What is said to a click that shows something."""
    if person.showing.step is ShowStep.GO:
        person.say(Pointing(on=True))
        person.until(lambda: person.showing.step is ShowStep.POINT)
    heard = person.heard_of_showing
    person.click(place)
    person.until(lambda: person.heard_of_showing > heard and person.stage is Stage.PERSON)
    return person.showing


def brought(result: VisitResult) -> list[tuple[str, bytes]]:
    return [(one.listing.number or "", one.path.read_bytes()) for one in result.documents]


@pytest.mark.parametrize(
    ("make", "x"),
    [
        (odd_lists.Odd, 150),
        (odd_lists.Odd, FILE),
        (odd_lists.Undated, 150),
        (odd_lists.Scripted, FILE),
        (odd_lists.Framed, 150),
        (odd_lists.Orders, 150),
    ],
)
def test_one_row_is_shown_and_all_of_them_come_from_then_on(
    farm: Farm, make: type[Odd], x: int
) -> None:
    site = make()
    origin = farm.serve(site)
    with attending(lambda page: farm.visit(origin, None, page=page)) as (person, result):
        goes_to_the_list(person)  # it is asked for only where the visit did not find the list
        asked = points(person, row_at(1, x))
        assert asked.step is ShowStep.ASK, asked
        assert "rows: number" in asked.words
        assert "K-70011" in asked.words
        person.say(Answered(yes=True))
        shown = result()
    assert shown.outcome.code is OutcomeCode.OK, shown.outcome
    files = [(doc.number, doc.pdf) for doc in site.docs]
    assert brought(shown) == files
    assert shown.shown == asked.words
    assert shown.recipe is not None
    part = read_recipe(shown.recipe).lists[0]
    assert len(part.rows or ()) >= 3, part.rows
    assert len(part.open[0].click or ()) >= 3, part.open
    again = farm.visit(origin, shown.recipe)
    assert again.outcome.code is OutcomeCode.OK, again.outcome
    assert again.listings == shown.listings
    assert site.log["paid"] == 0


def test_what_is_not_right_is_corrected_by_another_click(farm: Farm) -> None:
    site = Odd()
    with attending(order(farm, site)) as (person, result):
        goes_to_the_list(person)
        missed = points(person, HERE["blank"])
        assert missed.step is ShowStep.POINT
        assert "no row of a list" in missed.words
        assert points(person, row_at(0)).step is ShowStep.ASK
        heard = person.heard_of_showing
        person.say(Answered(yes=False))
        person.until(lambda: person.heard_of_showing > heard)
        assert person.showing.step is ShowStep.POINT
        asked = points(person, row_at(2, FILE))
        assert "behind “PDF”" in asked.words
        person.say(Answered(yes=True))
        assert len(result().documents) == len(site.docs)


def test_days_that_may_be_read_two_ways_are_read_as_the_person_says(farm: Farm) -> None:
    site = odd_lists.TwoWays()
    with attending(order(farm, site)) as (person, result):
        goes_to_the_list(person)
        assert "of 2026-05-03" in points(person, row_at(0)).words
        heard = person.heard_of_showing
        person.say(Answered(yes=False))
        person.until(lambda: person.heard_of_showing > heard)
        assert "of 2026-03-05" in person.showing.words
        person.say(Answered(yes=True))
        days = [str(one.listing.day) for one in result().documents]
    assert days == ["2026-03-05", "2026-04-06", "2026-05-06"]


def test_what_pays_is_never_pressed_though_a_person_shows_it(farm: Farm) -> None:
    site = odd_lists.Paying()
    with attending(order(farm, site)) as (person, result):
        goes_to_the_list(person)
        for place in (row_at(1, FILE), HERE["pay"]):
            refused = points(person, place)
            assert refused.step is ShowStep.POINT
            assert "never presses such a thing" in refused.words
        person.ends(Verdict.CANCEL)
        assert result().outcome.code is OutcomeCode.CANCELLED
    assert site.log["paid"] == 0


def test_text_of_the_page_stays_text_and_short(farm: Farm) -> None:
    with attending(order(farm, odd_lists.Hostile())) as (person, result):
        goes_to_the_list(person)
        asked = points(person, row_at(1, FILE))
        assert asked.step is ShowStep.ASK
        assert "behind “<img src=x onerror=alert(1)>“. Is that" in asked.words
        assert "\u202e" not in asked.words
        assert asked.words.endswith(". Is that right?")
        person.ends(Verdict.CANCEL)
        assert result().outcome.code is OutcomeCode.CANCELLED


def test_a_click_to_a_foreign_host_stays_fenced(farm: Farm) -> None:
    with attending(order(farm, Odd())) as (person, result):
        goes_to_the_list(person, "away")
        person.until(lambda: "elsewhere" in "".join(person.pages.titles))
        missed = points(person, row_at(1))
        assert missed.step is ShowStep.POINT
        person.ends(Verdict.CANCEL)
        ended = result()
    assert ended.outcome.code is OutcomeCode.CANCELLED
    assert ended.blocked_hosts == ("elsewhere.example",)
    assert ended.documents == ()


def test_a_recipe_whose_list_is_lost_gets_the_list_that_a_person_shows(farm: Farm) -> None:
    moved = odd_lists.Orders()
    there = farm.serve(moved)
    lost = recipes.table(there)
    with attending(lambda page: farm.visit(there, lost, page=page)) as (person, result):
        goes_to_the_list(person)
        assert "5 rows" not in points(person, row_at(1)).words
        person.say(Answered(yes=True))
        shown = result()
    assert shown.outcome.code is OutcomeCode.OK, shown.outcome
    assert brought(shown) == [(doc.number, doc.pdf) for doc in moved.docs]
    assert shown.repair is None
    before, after = read_recipe(lost), read_recipe(shown.recipe or "")
    assert after.sign_in == before.sign_in
    assert after.lists[0].name == before.lists[0].name
    assert after.lists[0].rows != before.lists[0].rows


def test_a_person_may_show_a_list_that_nobody_missed(farm: Farm) -> None:
    site = Site()
    origin = farm.serve(site)

    def go(page: OpenPage) -> VisitResult:
        return farm.visit(origin, None, page=replace(page, shows=True))

    with attending(go) as (person, result):
        person.takes_over()
        person.until(lambda: person.showing.step is ShowStep.GO)
        person.ends(Verdict.DONE)  # nothing is to be shown after all
        assert result().outcome.code is OutcomeCode.OK
    assert result().shown == ""
    assert len(result().documents) == len(site.docs)


def test_nobody_shows_anything_and_the_visit_ends_as_it_would_have(farm: Farm) -> None:
    with attending(order(farm, Odd()), idle=3.0) as (person, result):
        person.reaches(Stage.WAITING)
        assert result().outcome.code in SHOWN
