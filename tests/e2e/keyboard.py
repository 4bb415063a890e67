"""A person at the dashboard who uses nothing but the keyboard, with the keys counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from billhook.commands.up import programs
from billhook.settings import Settings
from billhook.supervisor import Supervisor
from billhook.wiring import CLOCK, opened_store
from model.people import Role
from model.secret import Secret
from storage import users
from tests.e2e.house import PASSWORD, House, answers, signed_in, until
from tests.hashes import hashed
from tests.loopback import free_port


@dataclass
class Keyboard:
    """A page that is only typed at; `pressed` counts every key, those of words too."""

    page: Page
    pressed: int = 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, words: str) -> None:
        """Type words, each letter one key."""
        self.page.keyboard.type(words)
        self.pressed += len(words)

    def answer(self, *keys: str) -> None:
        """Press keys that answer what is left, and wait until it is one less."""
        left = self.left()
        self.press(*keys)
        self.await_left(left - 1)

    def left(self) -> int:
        """How many differences are left, as the board says."""
        title = self.page.locator(".sb-title", has_text="What is left").locator("small")
        return int(title.inner_text()) if title.count() else 0

    def await_left(self, number: int) -> None:
        """Wait until so many differences are left."""
        title = self.page.locator(".sb-title", has_text="What is left").locator("small")
        if number:
            expect(title).to_have_text(str(number))
        else:
            expect(title).to_have_count(0)

    def unexplained(self) -> str:
        """What the screen says is unexplained."""
        return self.page.locator(".unex .tn").inner_text()


@contextmanager
def at_dashboard(settings: Settings) -> Iterator[Page]:
    """A page of Ada's at the dashboard of this installation, without any worker."""
    with opened_store(settings) as store:
        with store.begin() as tx:
            users.add(tx, "ada", "Ada Lindqvist", Role.CLERK, hashed(Secret(PASSWORD)))
        port = free_port()
        web = programs(settings, None, Secret(""), host="127.0.0.1", port=port, workers=0)
        supervisor = Supervisor(web, CLOCK)
        supervisor.start()
        house = House(settings, store, f"http://127.0.0.1:{port}")
        try:
            until(lambda: answers(house.url))
            with signed_in(house) as page:
                page.wait_for_function("window.did_handshake === true")
                yield page
        finally:
            supervisor.end()
