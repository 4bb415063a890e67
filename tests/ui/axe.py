"""What axe finds wrong with a page, for whoever can't see or can't point."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS: Final[dict[str, Any]] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what is well is not told: that takes half of the time
}

_OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
COLOURS = {**OPTIONS, "runOnly": _OF_COLOURS}
"""The rules whose answer hangs on the theme; elements, names and places are the same in both."""

FROZEN = """*, ::before, ::after {
  transition-duration: 0s !important; transition-delay: 0s !important;
  animation-duration: 0s !important; animation-delay: 0s !important;
}"""
"""What leaves while axe looks leaves at once: nothing is judged by the colours of its fading."""

SETTLED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const ends = (one) => Number.isFinite(one.effect.getComputedTiming().endTime);
  const moving = () => document.getAnimations()
    .filter((one) => one.playState === "running" && ends(one));
  for (let still = 0; still < 2; still += 1) {
    await frame();
    if (moving().length) still = -1;
    await Promise.allSettled(moving().map((one) => one.finished));
  }
}"""
"""Ends once two frames in a row show nothing that moves: what moved already ends in its time."""


def violations_in_both(page: Page) -> list[str]:
    """What axe finds on a page in the light, and what of its colours once the system goes dark."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    page.locator("body.body--dark").wait_for()
    found += violations(page, COLOURS)
    page.emulate_media(color_scheme="light")
    page.locator("body.body--light").wait_for()
    return found


def violations(page: Page, options: dict[str, Any] = OPTIONS) -> list[str]:
    """What axe finds on the page as it stands, once nothing on it fades in or out any more."""
    frozen = page.add_style_tag(content=FROZEN)
    page.evaluate(SETTLED)
    found = Axe().run(page, options=options).response["violations"]
    frozen.evaluate("style => style.remove()")
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
