"""A press in the very moment in which its button is drawn anew: done, once, for what was seen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ElementHandle, Locator, Page, expect

from tests.ui.conftest import Site, Watched, seated
from tests.ui.sample_desk import ADA
from tests.waiting import until as _until

CHANGED = "what you saw has changed"


@dataclass(frozen=True)
class Pane:
    """A pane that is drawn as a whole, a button in it, and what its press does."""

    path: str
    button: str
    deed: str


PANES = {
    "document": Pane("/?view=all&doc=d13", ".fp [data-press=again]", "read again d13"),
    "delivery": Pane("/deliveries", ".detail [data-press=pause]", "pause to"),
}


def until(holds: Callable[[], bool]) -> None:
    _until(holds, seconds=20, pause=0.05)


@pytest.fixture
def admin(room: BrowserContext, site: Site) -> Iterator[Watched]:
    with seated(room, site, ADA.name) as watched:
        yield watched


@dataclass(frozen=True)
class Calls:
    """What was done at the desk since this was made."""

    site: Site
    file: Path
    before: Counter[str]

    @classmethod
    def since_now(cls, site: Site, folder: Path) -> Calls:
        return cls(site, folder / "calls", _counted(site, folder / "calls"))

    def of(self, deed: str) -> int:
        """How often something was done whose record begins like this."""
        done = _counted(self.site, self.file) - self.before
        return sum(times for what, times in done.items() if what.startswith(deed))


def _counted(site: Site, file: Path) -> Counter[str]:
    file.unlink(missing_ok=True)
    site.tell(f"calls {file}")
    until(lambda: file.exists() and file.stat().st_size > 0)
    return Counter(what for _, what in json.loads(file.read_text()))


def gone(button: Locator, draw_anew: Callable[[], None]) -> ElementHandle:
    """A button that was drawn anew meanwhile."""
    expect(button).to_be_visible()
    before = button.element_handle()
    draw_anew()
    until(lambda: not before.evaluate("(e) => e.isConnected"))
    expect(button).to_be_visible()
    return before


def press(button: ElementHandle) -> None:
    """Tell the server what it would have heard, had the press been a moment earlier."""
    button.evaluate("(e) => e.click()")


def settle(page: Page) -> None:
    """Wait until the server has heard all that was said before."""
    page.wait_for_timeout(400)


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.parametrize("name", PANES)
class TestPressOfAButtonThatIsDrawnAnew:
    def test_on_its_way_is_done_once(self, signed_in: Watched, tmp_path: Path, name: str) -> None:
        pane, site = PANES[name], signed_in.site
        page = signed_in.open(pane.path)
        before = gone(page.locator(pane.button).first, lambda: site.tell("stir"))
        calls = Calls.since_now(site, tmp_path)
        press(before)
        until(lambda: calls.of(pane.deed) == 1)
        press(before)
        press(before)
        settle(page)
        assert calls.of(pane.deed) == 1
        assert signed_in.complaints == []

    def test_held_down_meanwhile_is_done_once(
        self, signed_in: Watched, tmp_path: Path, name: str
    ) -> None:
        pane, site = PANES[name], signed_in.site
        page = signed_in.open(pane.path)
        button = page.locator(pane.button).first
        expect(button).to_be_visible()
        place = button.bounding_box()
        assert place
        calls = Calls.since_now(site, tmp_path)
        page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        page.mouse.down()
        gone(button, lambda: site.tell("stir"))
        page.mouse.up()
        until(lambda: calls.of(pane.deed) == 1)
        settle(page)
        assert calls.of(pane.deed) == 1
        assert signed_in.complaints == []


@pytest.mark.e2e
@pytest.mark.slow
class TestListOfTheSettings:
    @pytest.fixture
    def removal(self, admin: Watched) -> tuple[Locator, Locator]:
        """The button that asks whether a destination is to be removed, and what then asks it."""
        page = admin.open("/settings?view=destinations")
        button = page.locator(".conn [data-press=remove]:visible").first
        expect(button).to_be_visible()
        return button, page.get_by_role("dialog")

    def test_asks_once_after_a_press_on_its_way(
        self, admin: Watched, removal: tuple[Locator, Locator]
    ) -> None:
        button, dialog = removal
        before = gone(button, lambda: admin.site.tell("stir"))
        press(before)
        expect(dialog).to_be_visible()
        dialog.get_by_role("button", name="Cancel").click()
        expect(dialog).to_be_hidden()
        press(before)
        settle(admin.page)
        expect(dialog).to_be_hidden()
        assert admin.complaints == []

    def test_asks_once_after_a_key_held_down_meanwhile(
        self, admin: Watched, removal: tuple[Locator, Locator]
    ) -> None:
        button, dialog = removal
        button.focus()
        admin.page.keyboard.down("Space")
        gone(button, lambda: admin.site.tell("stir"))
        admin.page.keyboard.up("Space")
        expect(dialog).to_be_visible()
        assert admin.complaints == []


@pytest.mark.e2e
@pytest.mark.slow
class TestRecordThatIsNoLongerShown:
    def test_of_the_vault_is_the_one_that_a_late_press_is_about(self, admin: Watched) -> None:
        page = admin.open("/vault?doc=nordwind")
        name = page.locator(".detail h2")
        expect(name).to_have_text("nordwind")
        before = gone(page.locator(".detail [data-press=remove]"), lambda: page.keyboard.press("j"))
        expect(name).not_to_have_text("nordwind")
        press(before)
        expect(page.get_by_role("dialog")).to_contain_text("nordwind")

    def test_is_the_one_that_is_delivered(self, signed_in: Watched, tmp_path: Path) -> None:
        page = signed_in.open("/?view=ready")
        deliver = page.locator(".fp [data-press=deliver]")
        expect(deliver).to_be_visible()
        shown = page.locator(".fp").get_attribute("data-subject")
        before = gone(deliver, lambda: page.keyboard.press("j"))
        assert page.locator(".fp").get_attribute("data-subject") != shown
        calls = Calls.since_now(signed_in.site, tmp_path)
        press(before)
        until(lambda: calls.of("deliver") == 1)
        assert calls.of(f"deliver {shown}") == 1

    def test_is_not_answered_for_once_another_screen_is_shown(
        self, signed_in: Watched, tmp_path: Path
    ) -> None:
        page = signed_in.open("/deliveries")
        button = page.locator(".dest [data-press=pause]").first
        expect(button).to_be_visible()
        before = button.element_handle()
        page.keyboard.press("g")
        page.keyboard.press("p")
        expect(page.get_by_role("heading", name="Portals")).to_be_visible()
        calls = Calls.since_now(signed_in.site, tmp_path)
        press(before)
        expect(page.get_by_text(CHANGED)).to_be_visible()
        assert calls.of("pause") == 0
