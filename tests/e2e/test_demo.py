"""The whole main job on real parts: IMAP, ten portals, Chromium, an approval system."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from billhook.commands.up import programs
from billhook.demo.run import day_of, outside_world, wait
from billhook.demo.setup import set_up
from billhook.demo.world import build
from billhook.settings import Settings
from billhook.supervisor import Supervisor
from billhook.wiring import CLOCK
from model.secret import Secret
from tests.e2e.keyboard import Keyboard, at_dashboard
from tests.e2e.truth import (
    REFUSING,
    assert_morning_is_done,
    assert_no_secret_is_readable,
    assert_nothing_twice,
)

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_morning_ends_with_everything_in_its_final_state(
    tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    database = str(request.getfixturevalue("postgres_url")) if kind == "postgresql" else ""
    today = day_of(tmp_path)
    with outside_world(tmp_path, today, deliver="all") as peers:
        settings = set_up(tmp_path, build(today), peers, database=database)
        worker = programs(settings, None, Secret(""), host="", port=0, workers=1)[1:]
        supervisor = Supervisor(worker, CLOCK)
        supervisor.start()
        try:
            said = wait(settings, threading.Event(), CLOCK.monotonic())
        finally:
            supervisor.end()
        assert_morning_is_done(tmp_path, said)
        if kind == "sqlite":
            assert_statement_takes_twelve_keys(settings)
        assert_nothing_twice(said, peers["approval"]["url"])
        assert_no_secret_is_readable(tmp_path, peers)
        tried = httpx.get(f"{peers['portals'][REFUSING]['url']}/_peers/log").json()
        assert (tried["attempts"], tried["refused"]) == (1, 1)
    assert json.dumps(said)


def assert_statement_takes_twelve_keys(settings: Settings) -> None:
    """Brightline's statement, with eight kinds of difference, is signed off by keyboard alone."""
    with at_dashboard(settings) as page:
        keys = Keyboard(page)
        keys.press("g", "s")
        expect(page.locator(".sb-row")).not_to_have_count(0)
        keys.await_left(4)
        assert keys.unexplained() != "0.00"
        keys.press("Enter")
        for _ in range(4):  # discount, wrong booking, printed twice, paid by card
            keys.answer("a")
        assert keys.unexplained() == "0.00"
        keys.press("d")
        expect(page.get_by_text("Signed off by Ada Lindqvist")).to_be_visible()
        assert keys.pressed <= 12
