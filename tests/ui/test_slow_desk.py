"""A page whose questions take long: a busy database, a machine that does other things too."""

from __future__ import annotations

import time

import httpx
import pytest

from model.views import Counts
from tests.ui.sample_desk import SampleDesk

_LONGER_THAN_NICEGUI_WAITS = 3.2  # it gives a page three seconds by itself


async def test_a_page_comes_though_its_questions_take_longer_than_three_seconds(
    clerk: httpx.AsyncClient, desk: SampleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = desk.counts

    def late() -> Counts:
        time.sleep(_LONGER_THAN_NICEGUI_WAITS)
        return asked()

    monkeypatch.setattr(desk, "counts", late)
    answer = await clerk.get("/")
    assert answer.status_code == 200
    assert "<title>Billhook</title>" in answer.text
