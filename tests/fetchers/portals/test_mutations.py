"""The table recipe with each of its selectors broken in turn: no silent zero, no wrong document."""

from __future__ import annotations

import pytest

from model.outcomes import OutcomeCode
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes
from tests.portals.sites import DOCS, Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
LIST = recipes.TABLE_LIST
BROKEN = {
    "username": recipes.SIGN_IN.replace('[label=E-mail, "css=input[name=user]"]', "[css=#nothing]"),
    "password": recipes.SIGN_IN.replace("#signin input[type=password]", "#nothing"),
    "submit": recipes.SIGN_IN.replace('name="Sign in"', 'name="Nothing"'),
    "signed_in": recipes.SIGN_IN.replace("a[href='/logout']", "#nothing"),
    "signed_in_always": recipes.SIGN_IN.replace("a[href='/logout']", "body"),
}
BROKEN_LISTS = {
    "open": LIST.replace('name="Invoices"', 'name="Nothing"'),
    "open_elsewhere": LIST.replace('name="Invoices"', 'name="Home"'),
    "rows": LIST.replace("table.docs tr.doc", "table.docs tr.nothing"),
    "rows_too_many": LIST.replace("table.docs tr.doc", "table.docs tr"),
    "number": LIST.replace("header: [Number]", "header: [Nothing]"),
    "day": LIST.replace("header: [Date]", "header: [Nothing]"),
    "amount": LIST.replace("header: [Total]", "header: [Nothing]"),
    "amount_as_day": LIST.replace("header: [Date]", "header: [Total]"),
    "day_as_amount": LIST.replace("header: [Total]", "header: [Type]"),
    "kind": LIST.replace("header: [Type]", "header: [Nothing]"),
    "kinds": LIST.replace("{Invoice: invoice, ", "{"),
    "counter": LIST.replace("css=p.count", "css=p.nothing"),
    "next": LIST.replace("css=a.next", "css=a.nothing"),
    "next_and_counter": LIST.replace("css=a.next", "css=a.nothing").replace(
        "    counter: {at: [css=p.count]}\n", ""
    ),
    "document": LIST.replace("css=a.pdf", "css=a.nothing"),
}


def check(farm: Farm, recipe: str, origin: str, site: Site) -> None:
    result = farm.visit(origin, recipe, time_limit=16.0)
    assert result.outcome.code in (OutcomeCode.RECIPE_BROKEN, OutcomeCode.PARTIAL), result.outcome
    assert not result.complete
    assert site.log["posts"] <= 1
    files = {doc.number: doc.pdf for doc in DOCS}
    for one in result.documents:
        assert one.path.read_bytes() == files[one.listing.number or ""]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_sign_in_is_never_a_wrong_password_nor_a_success(farm: Farm, name: str) -> None:
    site = Site()
    origin = farm.serve(site)
    check(farm, recipes.table(origin, sign_in=BROKEN[name]), origin, site)


@pytest.mark.parametrize("name", BROKEN_LISTS)
def test_a_broken_list_is_never_a_silent_zero(farm: Farm, name: str) -> None:
    site = Site()
    origin = farm.serve(site)
    check(farm, recipes.table(origin, lists=BROKEN_LISTS[name]), origin, site)
