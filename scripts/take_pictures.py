"""Take the pictures of the screens in docs/images, from the demo company at the end of its morning.

`.venv/bin/python -m scripts.take_pictures [FOLDER]`. Each screen in the light and in the dark, on a
desk (1440x900) and on a phone (390x844); colours are cut to a palette, which a screen survives.
"""

from __future__ import annotations

import io
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from billhook.commands.up import programs
from billhook.demo.run import day_of, outside_world, wait
from billhook.demo.setup import set_up
from billhook.demo.world import build
from billhook.settings import Settings
from billhook.supervisor import Supervisor
from billhook.wiring import CLOCK, opened_store
from model.people import Role
from model.secret import Secret
from storage import users
from vault.passwords import hashed

SCREENS: Final = {
    "inbox": "/",
    "exceptions": "/exceptions",
    "statements": "/statements",
    "portals": "/portals",
    "add-portal": "/add-portal",
    "vault": "/vault",
    "deliveries": "/deliveries",
    "overview": "/overview",
    "settings": "/settings",
    "audit": "/settings?view=trail",
    "first-steps": "/start",
}
SIZES: Final = {"": (1440, 900), "-phone": (390, 844)}
THEMES: Final = ("light", "dark")
_NAME, _PASSWORD = "maya", "for pictures alone 7"
_PORT: Final = 8794
_COLOURS: Final = 128
_DRAWN_MS: Final = 2_500


def main(folder: Path) -> None:
    """Nothing comes back: the pictures lie in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with demo_at_work() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for size in SIZES:
            for theme in THEMES:
                _take_all(browser, address, folder, size, theme)
        browser.close()


@contextmanager
def demo_at_work() -> Iterator[str]:
    """The dashboard's address, once everything of the demo's morning has its final state."""
    with tempfile.TemporaryDirectory() as data:
        today = day_of(Path(data))
        with outside_world(Path(data), today, deliver="all") as peers:
            settings = set_up(Path(data), build(today), peers, database="")
            _add_person(settings)
            started = programs(settings, None, Secret(""), host="127.0.0.1", port=_PORT, workers=1)
            supervisor = Supervisor(started, CLOCK)
            supervisor.start()
            try:
                wait(settings, threading.Event(), CLOCK.monotonic())
                _until_it_answers(f"http://127.0.0.1:{_PORT}")
                yield f"http://127.0.0.1:{_PORT}"
            finally:
                supervisor.end()


def _add_person(settings: Settings) -> None:
    with opened_store(settings) as store, store.begin() as tx:
        users.add(tx, _NAME, "Maya Okafor", Role.ADMIN, hashed(Secret(_PASSWORD)))


def _until_it_answers(address: str) -> None:
    while True:
        try:
            httpx.get(f"{address}/health").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return


def _take_all(browser: Browser, address: str, folder: Path, size: str, theme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,  # type: ignore[arg-type]  # light or dark
        has_touch=bool(size),
    )
    page = context.new_page()
    page.goto(f"{address}/login")
    _take(page, folder / f"sign-in{size}-{theme}.png")
    page.fill("#name", _NAME)
    page.fill("#password", _PASSWORD)
    page.click("button[type=submit]")
    for name, path in SCREENS.items():
        page.goto(address + path)
        page.wait_for_function("window.did_handshake === true")
        page.wait_for_load_state("networkidle")
        _take(page, folder / f"{name}{size}-{theme}.png")
    context.close()


def _take(page: Page, file: Path) -> None:
    page.wait_for_timeout(_DRAWN_MS)
    with Image.open(io.BytesIO(page.screenshot(animations="disabled"))) as picture:
        picture.convert("RGB").quantize(_COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/images"))
