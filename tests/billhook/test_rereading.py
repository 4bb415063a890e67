"""`billhook read-again` on a data folder of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from billhook.settings import load
from billhook.wiring import opened_store, reader
from model.filing import Channel, DocumentSource
from pipeline.documents.filing import Arrival, file
from storage import documents
from tests.billhook.conftest import Billhook
from tests.pipeline.letters import HOSTING_EN

pytestmark = pytest.mark.slow


@pytest.fixture
def filed(billhook: Billhook, tmp_path: Path) -> str:
    """An invoice on file that an older reader found no due date on; its id."""
    assert billhook("rules", "list").status == 0
    with opened_store(load(tmp_path / "data")) as store:
        source = DocumentSource(Channel.UPLOAD, "u1/a.html", "Uploaded", store.clock.now())
        found = file(store, reader(store), Arrival(HOSTING_EN.encode(), "text/html", source))
        with store.begin() as tx:
            before = documents.reading(tx, found)
            rest = {name: one for name, one in before.fields.items() if name != "due_date"}
            documents.set_reading(tx, found, replace(before, fields=MappingProxyType(rest)))
    return found


def test_a_suppliers_documents_are_read_again(billhook: Billhook, filed: str) -> None:
    (one,) = json.loads(billhook("read-again", "--supplier", "hostarium ltd.", "--json").out)
    assert (one["document"], one["outcome"]) == (filed, "changed")
    assert one["changes"] == [{"field": "due_date", "before": "", "after": "2026-10-17"}]
    said = billhook("read-again", filed)
    assert (said.status, "reads the same as before" in said.out) == (0, True)
    assert json.loads(billhook("read-again", "--doubtful", "--json").out) == []


def test_what_can_not_be_chosen_is_said(billhook: Billhook, filed: str) -> None:
    assert billhook("read-again").status == 2
    assert "no supplier" in billhook("read-again", "--supplier", "Nobody").err
    assert "There is no document" in billhook("read-again", "nothing").err
