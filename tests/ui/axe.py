"""What axe finds wrong with a page, for whoever can't see or can't point."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what is well is not told: that takes half of the time
}

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


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands, once nothing on it fades in or out any more."""
    frozen = page.add_style_tag(content=FROZEN)
    page.evaluate(SETTLED)
    found = Axe().run(page, options=OPTIONS).response["violations"]
    frozen.evaluate("style => style.remove()")
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
