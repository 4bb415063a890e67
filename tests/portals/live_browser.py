"""A clerk's browser at a live page of the whole stack: opened, steered, and looked at."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.chromium import chromium
from tests.portals.attending import HEIGHT, WIDTH
from tests.portals.walls import PLACES

ROOT = Path(__file__).parents[2]
LONG = 60_000  # milliseconds
COLOUR = """([x, y]) => {
  const c = document.querySelector(".live-stage canvas");
  return [...c.getContext("2d").getImageData(x * c.width, y * c.height, 1, 1).data.slice(0, 3)];
}"""
CHANGED = """([x, y, least]) => new Promise((seen) => {
  const c = document.querySelector(".live-stage canvas"), g = c.getContext("2d");
  const began = performance.now(), field = document.querySelector(".live-keys");
  const box = field.getBoundingClientRect();
  const at = {
    clientX: box.left + x * box.width, clientY: box.top + y * box.height, bubbles: true, detail: 1,
  };
  const red = () => g.getImageData(c.width * 0.6, c.height * 0.8, 1, 1).data[0];
  const was = red() > 128;
  field.dispatchEvent(new MouseEvent("mousedown", { ...at, buttons: 1 }));
  field.dispatchEvent(new MouseEvent("mouseup", { ...at, buttons: 0 }));
  const look = () => (red() > 128) !== was ? seen(performance.now() - began)
    : performance.now() - began > least ? seen(-1) : setTimeout(look, 2);
  look();
})"""
FRAMES = """(seconds) => new Promise((counted) => {
  const g = CanvasRenderingContext2D.prototype, draw = g.drawImage;
  let frames = 0;
  g.drawImage = function (...all) { frames += 1; return draw.apply(this, all); };
  setTimeout(() => { g.drawImage = draw; counted(frames / seconds); }, seconds * 1000);
})"""


@dataclass
class Clerk:
    """A signed-in page of the dashboard, with what it complained of."""

    page: Page
    folder: Path
    complaints: list[str]

    def opens_the_live_page(self, key: str = "o") -> None:
        """By a key of the portals screen, and take control by another."""
        self.page.goto(self.page.url.split("/enter")[0].rstrip("/") + "/portals")
        self.page.wait_for_function("window.did_handshake === true")
        self.page.get_by_role("button", name="Open the live page").wait_for(timeout=LONG)
        self.page.keyboard.press(key)
        self.page.locator(".live-stage canvas").wait_for(state="visible", timeout=LONG)
        self.page.keyboard.press("t")
        self.page.get_by_text("You have control").wait_for(timeout=LONG)

    def click(self, place: tuple[int, int]) -> None:
        """Click at a place of the portal's page, in its pixels."""
        box = self.page.locator(".live-keys").bounding_box()
        assert box is not None
        x, y = place[0] / WIDTH * box["width"], place[1] / HEIGHT * box["height"]
        self.page.mouse.click(box["x"] + x, box["y"] + y)

    def colour(self, place: tuple[int, int]) -> list[int]:
        """The colour on the canvas at a place of the portal's page."""
        found = self.page.evaluate(COLOUR, [place[0] / WIDTH, place[1] / HEIGHT])
        return [int(one) for one in found]

    def milliseconds(self, place: tuple[int, int]) -> float:
        """From a click at a place to the changed pixel on the canvas."""
        return float(self.page.evaluate(CHANGED, [place[0] / WIDTH, place[1] / HEIGHT, 5_000]))

    def frames_while_moving(self, seconds: float) -> float:
        """How many frames are drawn a second while the portal's page changes all the time."""
        self.click(PLACES["motion"])
        return float(self.page.evaluate(FRAMES, seconds))


@contextmanager
def clerk(*, dark: bool = False, scale: float = 1.0, odd: bool = False) -> Iterator[Clerk]:
    """A clerk at the dashboard of a whole stack."""
    with (
        tempfile.TemporaryDirectory(prefix="live-") as folder,
        sync_playwright() as playwright,
        chromium() as program,
    ):
        stack = subprocess.Popen(
            [sys.executable, "-m", "tests.portals.live_stack", folder, *["odd"] * odd],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert stack.stdin
        assert stack.stdout
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            address, token = stack.stdout.readline().split()
            context = browser.new_context(
                viewport={"width": 1440, "height": 900},
                color_scheme="dark" if dark else "light",
                device_scale_factor=scale,
            )
            made = Clerk(context.new_page(), Path(folder), [])
            made.page.on(
                "console",
                lambda said: made.complaints.append(said.text) if said.type == "error" else None,
            )
            made.page.goto(f"{address}/enter?token={token}")
            yield made
        finally:
            browser.close()
            stack.stdin.close()
            stack.wait(30)
            stack.stdout.close()
