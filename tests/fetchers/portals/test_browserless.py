"""Later visits without a browser: the same documents, one password, a browser where in doubt."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from fetchers.portals.browserless.mark import is_marked
from fetchers.portals.recipe import read_recipe
from model.documents import DocumentKind
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import VisitResult
from tests.fetchers.portals.conftest import Farm
from tests.portals.doors import Hashing, Scripted, Stranger, Tokened, Turning, Watched
from tests.portals.serving import serve
from tests.portals.sites import Doc

pytestmark = pytest.mark.e2e


@dataclass
class Kept:
    """What a visit kept of its sign-in, in memory; fulfils `model.ports.SignInMemory`."""

    states: list[Secret] = field(default_factory=list)

    def recall(self) -> Secret | None:
        return self.states[-1] if self.states else None

    def keep(self, state: Secret) -> None:
        self.states.append(state)


def files(result: VisitResult) -> list[tuple[object, str]]:
    return sorted((one.listing.number, one.sha256) for one in result.documents)


def marked(farm: Farm, origin: str) -> tuple[VisitResult, str]:
    """A first visit, and the recipe that it wrote, by which no browser is needed."""
    first = farm.visit(origin, None)
    assert first.outcome.code is OutcomeCode.OK, first.outcome
    assert is_marked(first.recipe)
    return first, first.recipe or ""


@pytest.mark.parametrize("make", [Watched, Tokened])
def test_a_later_visit_brings_the_same_without_a_browser(farm: Farm, make: type[Watched]) -> None:
    site = make()
    origin = farm.serve(site)
    first, recipe = marked(farm, origin)
    asked, logouts = site.log["by_browser"], site.log["logouts"]
    later = farm.visit(origin, recipe)
    assert later.outcome.code is OutcomeCode.OK, later.outcome
    assert files(later) == files(first)
    assert (later.listings, later.counter, later.complete) == (first.listings, 7, True)
    assert (site.log["by_browser"], site.log["posts"]) == (asked, 2)
    assert site.log["logouts"] == logouts + 1
    assert later.recipe is None
    assert site.log["paid"] == 0


def test_the_password_is_announced_before_it_is_sent(farm: Farm) -> None:
    origin = farm.serve(Watched())
    _first, recipe = marked(farm, origin)
    farm.progress.clear()
    farm.visit(origin, recipe)
    assert [seen.sends_password for seen in farm.progress].count(True) == 1


def test_only_what_is_not_on_file_is_fetched(farm: Farm) -> None:
    site = Watched()
    origin = farm.serve(site)
    first, recipe = marked(farm, origin)
    known = frozenset((one.kind, one.number or "") for one in first.listings)
    known = frozenset((kind, number.replace("-", "")) for kind, number in known)
    site.docs = (Doc("INV-1007", "02/07/2026", "5.00"), *site.docs)
    later = farm.visit(origin, recipe, known=known)
    assert later.outcome.code is OutcomeCode.OK, later.outcome
    assert [one.listing.number for one in later.documents] == ["INV-1007"]
    again = farm.visit(origin, recipe, known=known | {(DocumentKind.INVOICE, "INV1007")})
    assert again.outcome.code is OutcomeCode.OK_EMPTY


@pytest.mark.parametrize("make", [Hashing, Scripted])
def test_where_scripts_have_a_part_no_recipe_says_that_none_is_needed(
    farm: Farm, make: type[Watched]
) -> None:
    site = make()
    first = farm.visit(farm.serve(site), None)
    assert first.outcome.code is OutcomeCode.OK, first.outcome
    assert first.recipe
    assert not is_marked(first.recipe)
    assert site.log["posts"] == 1


def test_a_wrong_password_is_one_attempt(farm: Farm) -> None:
    site = Turning()
    origin = farm.serve(site)
    _first, recipe = marked(farm, origin)
    asked = site.log["by_browser"]
    later = farm.visit(origin, recipe, lease={"password": Secret("another one")})
    assert later.outcome.code is OutcomeCode.LOGIN_FAILED, later.outcome
    assert (site.log["posts"], site.log["refused"]) == (2, 1)
    assert site.log["by_browser"] == asked
    assert later.unmarked
    assert later.recipe
    assert not is_marked(later.recipe)
    told = (farm.spool / "evidence" / "page.html").read_text("utf-8")
    assert "incorrect" in told
    assert "another one" not in told


@pytest.mark.parametrize("turned", ["form", "script", "wall"])
def test_what_has_changed_before_the_password_is_left_to_a_browser(farm: Farm, turned: str) -> None:
    site = Turning()
    origin = farm.serve(site)
    first, recipe = marked(farm, origin)
    asked, site.turned = site.log["by_browser"], turned
    later = farm.visit(origin, recipe)
    assert later.outcome.code is OutcomeCode.OK, later.outcome
    assert files(later) == files(first)
    assert site.log["by_browser"] > asked
    assert site.log["posts"] == 2
    assert later.recipe
    assert not is_marked(later.recipe)
    assert read_recipe(later.recipe).sign_in == read_recipe(recipe).sign_in


@pytest.mark.parametrize("turned", ["list", "onward"])
def test_a_browser_goes_on_with_the_session_where_the_list_has_changed(
    farm: Farm, turned: str
) -> None:
    site = Turning()
    origin = farm.serve(site)
    first, recipe = marked(farm, origin)
    asked, site.turned = site.log["by_browser"], turned
    later = farm.visit(origin, recipe)
    assert later.outcome.code is OutcomeCode.OK, later.outcome
    assert files(later) == files(first)
    assert site.log["by_browser"] > asked
    assert site.log["posts"] == 2
    assert not is_marked(later.recipe)


def test_addresses_that_are_none_are_named_by_a_browser(farm: Farm) -> None:
    site = Turning()
    origin = farm.serve(site)
    _first, recipe = marked(farm, origin)
    site.turned = "base"
    later = farm.visit(origin, recipe)
    assert later.outcome.code is OutcomeCode.RECIPE_BROKEN, later.outcome
    assert later.outcome.facts["why"] == "it is no link with an address"
    assert site.log["posts"] == 2


@pytest.mark.parametrize("turned", ["again", "words"])
def test_an_answer_that_is_not_clear_never_sends_the_password_again(
    farm: Farm, turned: str
) -> None:
    site = Turning()
    origin = farm.serve(site)
    _first, recipe = marked(farm, origin)
    site.turned = turned
    later = farm.visit(origin, recipe)
    wanted = {"again": OutcomeCode.NEEDS_INTERACTIVE, "words": OutcomeCode.UNKNOWN}[turned]
    assert later.outcome.code is wanted, later.outcome
    assert site.log["posts"] == 2
    assert [seen.sends_password for seen in farm.progress].count(True) == 2
    assert not is_marked(later.recipe)


@pytest.mark.parametrize("turned", ["elsewhere", "list elsewhere"])
def test_a_redirect_to_somebody_else_is_not_followed(farm: Farm, turned: str) -> None:
    site, stranger = Turning(), Stranger()
    origin = farm.serve(site)
    site.elsewhere = farm.stack.enter_context(serve(stranger.app()))
    _first, recipe = marked(farm, origin)
    site.turned = turned
    later = farm.visit(origin, recipe)
    assert not later.outcome.good
    assert not later.documents
    assert stranger.seen == []
    assert site.log["posts"] == 2


def test_an_empty_list_is_believed_where_it_says_so(farm: Farm) -> None:
    site = Turning()
    origin = farm.serve(site)
    _first, recipe = marked(farm, origin)
    asked, site.docs = site.log["by_browser"], ()
    later = farm.visit(origin, recipe)
    assert later.outcome.code is OutcomeCode.OK_EMPTY, later.outcome
    assert site.log["by_browser"] == asked
    site.turned = "silent"
    silent = farm.visit(origin, recipe)
    assert silent.outcome.code is OutcomeCode.RECIPE_BROKEN, silent.outcome
    assert site.log["by_browser"] > asked


def test_a_session_that_was_kept_is_gone_on_with(farm: Farm) -> None:
    site, kept = Watched(), Kept()
    origin = farm.serve(site)
    first = farm.visit(origin, None, memory=kept)
    asked = site.log["by_browser"]
    later = farm.visit(origin, first.recipe, memory=kept)
    assert files(later) == files(first)
    assert (site.log["posts"], site.log["logouts"]) == (1, 0)
    site.sessions.clear()
    anew = farm.visit(origin, first.recipe, memory=kept)
    assert files(anew) == files(first)
    assert (site.log["posts"], site.log["by_browser"]) == (2, asked)
    assert farm.visit(origin, first.recipe, memory=kept).outcome.code is OutcomeCode.OK
    assert site.log["posts"] == 2


def test_a_recipe_is_tried_by_browser_whatever_it_says(farm: Farm) -> None:
    site = Watched()
    origin = farm.serve(site)
    _first, recipe = marked(farm, origin)
    asked = site.log["by_browser"]
    assert farm.visit(origin, recipe, dry=True).outcome.good
    assert site.log["by_browser"] > asked
