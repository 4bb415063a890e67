"""What pretix sells, filed: its list names orders, its papers invoices, and each comes once."""

from __future__ import annotations

from pathlib import Path

import pytest

from billhook.wiring import reader
from model.exceptions import ExceptionReason
from model.outcomes import OutcomeCode
from model.secret import Secret
from tests.portals.company import company, portal_at
from tests.pretix import shop
from tests.pretix.shop import ORDERS
from tests.pretix.stand import Stand
from tests.pretix.test_shop import RECIPE
from vault import Credential

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(2400)]
DISAGREES = ExceptionReason.LISTING_DISAGREES
INVOICES = {one.invoice for one in ORDERS if one.invoice}
PAPERS = [paper for one in ORDERS for paper in (one.invoice, one.cancellation) if paper]


def test_an_order_brings_its_invoice_once_and_nobody_is_asked_whose_it_is(
    stand: Stand, tmp_path: Path
) -> None:
    origin = stand.origin
    sign_in = Credential(
        username=shop.BUYER, password=Secret(shop.PASSWORD), origins=frozenset({origin})
    )
    recipe = RECIPE.read_text().replace("ORIGIN", origin)
    portal = portal_at(stand.start_url, origin)
    with company(tmp_path, portal, sign_in, recipe=recipe, read=reader) as ours:
        first, asked = ours.visited(), _files(stand)
        assert len(first.fetched) == len(PAPERS), first.outcome.sentence
        assert {one.number for one in ours.documents()} >= INVOICES
        again = ours.visited()
        assert again.fetched == ()
        assert again.outcome.code is not OutcomeCode.RECIPE_BROKEN, again.outcome.sentence
        assert _files(stand) == asked
        doubts = [one.sentence for one in ours.questions() if one.reason is DISAGREES]
    assert not [sentence for sentence in doubts if any(one.code in sentence for one in ORDERS)]


def _files(stand: Stand) -> int:
    """How many invoices were asked for."""
    return stand.log.read_text().count("/invoice/")
