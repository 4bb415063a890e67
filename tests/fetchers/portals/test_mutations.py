"""The table recipe with each of its selectors broken in turn: no silent zero, no wrong document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from fetchers.portals.recipe import read_recipe
from fetchers.portals.wire import Credential
from model.outcomes import OutcomeCode
from model.secret import Secret
from tests.fetchers.portals.sharing import Shared, shared
from tests.portals import recipes
from tests.portals.serving import serve
from tests.portals.sites import DOCS, PASSWORD, USER, Site

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


@dataclass(frozen=True)
class Bench:
    """One portal and one browser for all recipes."""

    site: Site
    origin: str
    browser: Shared


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    site = Site()
    with serve(site.app()) as origin, shared((origin,), tmp_path_factory.mktemp("s")) as browser:
        yield Bench(site, origin, browser)


def check(bench: Bench, recipe: str) -> None:
    origin, before = bench.origin, bench.site.log["posts"]
    result = bench.browser.visit(
        read_recipe(recipe),
        Credential(Secret(USER), Secret(PASSWORD)),
        start_url=f"{origin}/",
        origins=frozenset({origin}),
        time_limit=16.0,
    )
    assert result.outcome.code in (OutcomeCode.RECIPE_BROKEN, OutcomeCode.PARTIAL), result.outcome
    assert not result.complete
    assert bench.site.log["posts"] - before <= 1
    files = {doc.number: doc.pdf for doc in DOCS}
    for one in result.documents:
        assert one.path.read_bytes() == files[one.listing.number or ""]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_sign_in_is_never_a_wrong_password_nor_a_success(bench: Bench, name: str) -> None:
    check(bench, recipes.table(bench.origin, sign_in=BROKEN[name]))


@pytest.mark.parametrize("name", BROKEN_LISTS)
def test_a_broken_list_is_never_a_silent_zero(bench: Bench, name: str) -> None:
    check(bench, recipes.table(bench.origin, lists=BROKEN_LISTS[name]))
