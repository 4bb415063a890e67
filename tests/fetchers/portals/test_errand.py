"""The shortest whole visits: a sign-in that is refused, and a list of one page."""

from __future__ import annotations

import pytest

from model.outcomes import OutcomeCode
from model.secret import Secret
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes
from tests.portals.sites import DOCS, Site

pytestmark = pytest.mark.e2e


def test_a_list_of_one_row_is_fetched(farm: Farm) -> None:
    origin = farm.serve(Site(docs=DOCS[:1]))
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert result.documents[0].path.read_bytes() == DOCS[0].pdf


def test_a_refused_password_is_sent_once(farm: Farm) -> None:
    site = Site()
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin), lease={"password": Secret("wrong")})
    assert result.outcome.code is OutcomeCode.LOGIN_FAILED
    assert site.log["posts"] == 1
