"""The page of a hybrid against the XML inside it."""

from __future__ import annotations

import pytest

from model.errors import DocumentRefused
from pipeline.desks.desk import StoreDesk
from pipeline.documents import comparing
from storage.store import Store
from tests.parsers import xml
from tests.parsers.test_einvoice import hybrid
from tests.parsers.test_memory import FIRST, invoice
from tests.pipeline.documents.test_teaching import Came, came, desk

__all__ = ["came", "desk"]

pytestmark = pytest.mark.slow


def filed(came: Came, printed: str) -> str:
    """A hybrid whose XML states RE-881 and whose page prints this number."""
    return came(hybrid(xml.cii(), printed))


def test_what_differs_stands_first_with_its_place(store: Store, came: Came) -> None:
    first, *others = comparing.sides(store, filed(came, "RE-999"))
    assert (first.name, first.stated, first.printed) == ("invoice_number", "RE-881", "RE-999")
    assert (first.agree, first.page) == (False, 1)
    assert {"issue_date", "gross_total"} <= {one.name for one in others}


def test_a_page_that_agrees_differs_nowhere(store: Store, came: Came) -> None:
    found = comparing.sides(store, filed(came, "RE-881"))
    assert not [one for one in found if one.printed and one.stated and not one.agree]
    assert next(one for one in found if one.name == "invoice_number").agree


def test_the_xml_inside_is_shown_as_text(store: Store, desk: StoreDesk, came: Came) -> None:
    document = filed(came, "RE-881")
    assert "RE-881" in desk.evidence.xml(document)
    assert desk.document(document).hybrid


def test_a_plain_page_has_no_other_side(store: Store, desk: StoreDesk, came: Came) -> None:
    document = came(invoice(FIRST))
    assert comparing.sides(store, document) == ()
    with pytest.raises(DocumentRefused):
        desk.evidence.xml(document)
