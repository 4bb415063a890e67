"""The web process is killed in mid-edit: what was left lasts, and one is where one was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from billhook.settings import Settings
from billhook.wiring import opened_store
from model.documents import Evidence, EvidenceSource, Field
from model.people import Role
from model.secret import Secret
from storage import documents, users
from tests.e2e.house import PASSWORD, House, answers, signed_in, until
from tests.hashes import hashed
from tests.loopback import free_port
from tests.storage import samples

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]


FOUND = Evidence(EvidenceSource.TEXT, 0.99, "label")
READING = replace(
    samples.READING,
    fields={
        "po_number": Field("po_number", "PO-48213", FOUND),
        "due_date": Field("due_date", "2026-11-13", FOUND),
    },
)
AGAIN = "() => performance.getEntriesByType('navigation')[0].type === 'reload'"


@dataclass
class Web:
    """A web process that can be killed and started again at its place."""

    data: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ("-m", "billhook.web", "--data", str(self.data), "--port", str(self.port))
        self.process = subprocess.Popen((sys.executable, *command), stdin=subprocess.PIPE)
        until(lambda: answers(f"http://127.0.0.1:{self.port}"))

    def kill(self) -> None:
        assert self.process
        assert self.process.stdin
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(30)
        self.process.stdin.close()


@contextmanager
def served(settings: Settings) -> Iterator[tuple[Web, Page]]:
    """The inbox of an installation with a few documents, in a browser."""
    with opened_store(settings) as store:
        with store.begin() as tx:
            users.add(tx, "ada", "Ada Lindqvist", Role.CLERK, hashed(Secret(PASSWORD)))
            samples.found_company(tx)
            for at in range(1, 4):
                kept = store.files.put(f"%PDF-1.7 {at}".encode())
                bill = samples.invoice(f"doc-{at}", sha256=kept, number=f"RE-{at}")
                documents.add(tx, bill, READING, samples.BY_PORTAL)
        web = Web(settings.data, free_port())
        web.start()
        house = House(settings, store, f"http://127.0.0.1:{web.port}")
        try:
            with signed_in(house) as page:
                yield web, page
        finally:
            web.kill()


def test_what_was_left_is_kept_and_what_was_typed_stands_there_again(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    with served(settings) as (web, page):
        page.goto(f"http://127.0.0.1:{web.port}/?view=all&q=nordwind&doc=doc-2")
        order = page.locator('.field[data-field="po_number"] input')
        expect(order).to_be_editable()
        order.fill("PO-77")
        order.press("Tab")  # left: this must last
        expect(page.get_by_text("is again as it was")).to_have_count(0)
        until(lambda: _order(settings) == "PO-77")
        due = page.locator('.field[data-field="due_date"] input')
        due.fill("2026-12-2")  # not left: this stands in the tab alone
        web.kill()
        due.press_sequentially("4")  # and goes on while nobody listens
        web.start()
        page.wait_for_function(AGAIN)
        expect(page.locator(".rl-row.on")).to_contain_text("RE-2")
        expect(page.locator(".search input").first).to_have_value("nordwind")
        expect(page.locator('[data-press="view-all"]')).to_have_class("tab on")
        expect(order).to_have_value("PO-77")
        expect(due).to_have_value("2026-12-24")
        expect(due).to_be_focused()
        due.press("Tab")
        until(lambda: _due(settings) == "2026-12-24")


def _order(settings: Settings) -> str | None:
    with opened_store(settings) as store, store.read() as tx:
        return documents.get(tx, "doc-2").po_number


def _due(settings: Settings) -> str:
    with opened_store(settings) as store, store.read() as tx:
        return str(documents.get(tx, "doc-2").due)
