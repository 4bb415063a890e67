"""Visits without a recipe: the autopilot finds its way and writes it down, or says it is unsure."""

from __future__ import annotations

import pytest
from starlette.responses import HTMLResponse

from fetchers.portals.recipe import read_recipe
from model.documents import DocumentKind
from model.outcomes import OutcomeCode
from model.secret import Secret
from tests.fetchers.portals.conftest import Farm
from tests.fetchers.portals.test_visits import SEED, WithCodes
from tests.portals import sites
from tests.portals.sites import DOCS, Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
NUMBERS = sorted(doc.number for doc in DOCS)


class PartedByATable(Site):
    """A portal whose pages are laid out by a table, with a reference beside what they show."""

    def frame(self, body: str) -> HTMLResponse:
        """A page in the layout's right cell."""
        aside = "<td class=side><b>Customer</b><br>910-448-216</td>"
        return super().frame(f"<table class=frame><tr>{aside}<td>{body}</td></tr></table>")


@pytest.mark.parametrize("make", [Site, sites.Details, PartedByATable])
def test_a_portal_is_fetched_whole_and_its_recipe_does_the_same(
    farm: Farm, make: type[Site]
) -> None:
    site = make()
    origin = farm.serve(site)
    first = farm.visit(origin, None)
    assert first.outcome.code is OutcomeCode.OK, first.outcome
    assert sorted(one.listing.number or "" for one in first.documents) == NUMBERS
    assert first.counter == len(DOCS)
    files = {doc.number: doc.pdf for doc in DOCS}
    for one in first.documents:
        assert one.path.read_bytes() == files[one.listing.number or ""]
    assert first.recipe is not None
    assert read_recipe(first.recipe).lists[0].kind is DocumentKind.INVOICE
    again = farm.visit(origin, first.recipe)
    assert again.outcome.code is OutcomeCode.OK, again.outcome
    assert again.listings == first.listings
    assert again.recipe is None


def test_two_steps_and_a_code_are_found(farm: Farm) -> None:
    site = WithCodes()
    origin = farm.serve(site)
    result = farm.visit(origin, None, lease={"totp": Secret(SEED)})
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert (site.log["posts"], site.log["codes"]) == (1, 1)


def test_an_empty_list_is_proven_and_no_recipe_is_written_from_it(farm: Farm) -> None:
    result = farm.visit(farm.serve(Site(docs=())), None)
    assert result.outcome.code is OutcomeCode.OK_EMPTY
    assert result.recipe is None


def test_a_wrong_password_is_one_attempt(farm: Farm) -> None:
    site = Site()
    result = farm.visit(farm.serve(site), None, lease={"password": Secret("wrong")})
    assert result.outcome.code is OutcomeCode.LOGIN_FAILED
    assert site.log["posts"] == 1


def test_a_page_with_two_forms_to_sign_in_is_refused(farm: Farm) -> None:
    class Twice(Site):
        def login_form(self, error: str = "") -> str:
            return super().login_form(error) * 2

    site = Twice()
    result = farm.visit(farm.serve(site), None)
    assert result.outcome.code is OutcomeCode.FILL_REFUSED
    assert site.log["posts"] == 0


def test_a_form_to_register_is_no_sign_in(farm: Farm) -> None:
    class Register(Site):
        def login_form(self, _error: str = "") -> str:
            return (
                "<form method=post action=/login><input name=user><input name=password "
                "type=password autocomplete=new-password><button>Create account</button></form>"
            )

    site = Register()
    result = farm.visit(farm.serve(site), None)
    assert result.outcome.code is OutcomeCode.FILL_REFUSED
    assert site.log["posts"] == 0


def test_a_list_that_it_does_not_find_is_never_a_zero(farm: Farm) -> None:
    result = farm.visit(farm.serve(sites.Redesigned()), None)
    assert result.outcome.code is OutcomeCode.AMBIGUOUS
    assert not result.complete


def test_dates_that_may_be_read_two_ways_are_for_a_person(farm: Farm) -> None:
    docs = (sites.Doc("INV-1", "03/05/2026", "10.00"), sites.Doc("INV-2", "04/06/2026", "11.00"))
    result = farm.visit(farm.serve(Site(docs=docs)), None)
    assert result.outcome.code is OutcomeCode.AMBIGUOUS
    assert "month" in result.outcome.facts["candidates"]


def test_a_page_without_dates_and_amounts_is_unsure(farm: Farm) -> None:
    result = farm.visit(farm.serve(sites.Spa()), None)
    assert result.outcome.code is OutcomeCode.AMBIGUOUS


def test_nothing_that_pays_is_ever_opened(farm: Farm) -> None:
    site = Site()
    result = farm.visit(farm.serve(site), None)
    assert result.outcome.code is OutcomeCode.OK
    assert site.log["paid"] == 0
