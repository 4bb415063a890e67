"""Scrolling a list for more rows, until it proves that there are no more.

That nothing comes is looked at several times, unless the portal's own counter or end says so first.
There is one more proof, and it is had anew in each visit: a page whose end asked for every batch as
soon as it came into sight has no more where its end comes into sight once and again, and it asks
for nothing in twice the time.
"""

from __future__ import annotations

import time
from typing import Final

from fetchers.portals.endings import broken
from fetchers.portals.paging.counting import counted_out
from fetchers.portals.paging.ear import quiet
from fetchers.portals.paging.obstacles import signed_out
from fetchers.portals.paging.walk import SessionOver, Walk
from fetchers.portals.patience import steadily, until
from fetchers.portals.recipe import Alternatives, Pages

_STILL: Final = 3  # scrolls in a row after which no row came, everything being answered
_SCROLL_WAIT: Final = 1.2  # seconds a row may take to be shown once it has arrived
_TWICE: Final = 2
_AT_ONCE: Final = 0.4  # seconds from a step until it is known here that more was asked for
_MOST_STEPS: Final = 400
_BOXES: Final = """
  const boxes = [document.scrollingElement];
  for (let node = el; node; node = node.parentElement || (node.getRootNode() || {}).host)
    boxes.push(node);
  const drawn = () => new Promise(done => {  // what listens for a scroll, or looks at what is
    const late = setTimeout(() => done(false), 2000);  // in sight, was called by then
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
      clearTimeout(late); done(true);
    })));
  });
"""
_STEP: Final = f"""
el => {{  // most of a screenful further, so that lists which only hold what is in sight show all
  {_BOXES}
  const before = boxes.map(box => box.scrollTop).join();
  boxes.forEach(box => {{ box.scrollTop += Math.max(40, box.clientHeight * 0.8); }});
  return boxes.map(box => box.scrollTop).join() !== before;
}}
"""
_DRAWN: Final = f"el => {{ {_BOXES} return drawn(); }}"
_NUDGE: Final = f"""
async el => {{  // the end is out of sight for a moment
  {_BOXES}
  const places = boxes.map(box => box.scrollTop);
  boxes.forEach(box => {{ box.scrollTop -= Math.max(40, box.clientHeight * 0.8); }});
  if (!await drawn()) return false;
  boxes.forEach((box, at) => {{ box.scrollTop = Math.max(places[at], box.scrollHeight); }});
  if (!await drawn()) return false;
  await new Promise(done => setTimeout(done, {_TWICE * _AT_ONCE * 1000}));
  return true;
}}
"""


def scrolled(walk: Walk, pages: Pages) -> bool:
    """Whether scrolling brought more rows; that it did not is looked at several times.

    A counter that all rows were read of is the portal's own word, and ends the list at once. So
    does a batch that was not full, where its end asks for nothing any more.
    """
    if counted_out(walk):
        return False
    if _came_meanwhile(walk):
        walk.prompt.append(False)
        return True
    before, asking = walk.signature(), _Asking(walk, pages)
    still = 0
    while still < _STILL and asking.steps < _MOST_STEPS:
        moved = asking.step_down()
        if moved and asking.came_to_nothing(before):
            continue
        quiet(walk.page, walk.ear, seconds=walk.wait, whole=lambda: walk.is_whole(before))
        if not moved and asking.is_over() and walk.signature() == before:
            return False
        wait = 0.0 if moved else _SCROLL_WAIT
        if until(walk.page, lambda: walk.signature() != before or None, seconds=wait):
            walk.prompt.append(asking.at_once)
            return True
        if pages.end is not None and walk.shown(pages.end) is not None:
            return False
        still = 0 if moved else still + 1
    return _not_scrolled(walk, pages)


def _came_meanwhile(walk: Walk) -> bool:
    """Whether more rows stand there than were read, before anything was scrolled."""
    if walk.part.json_twin is not None:
        walk.ear.read()
        return len(walk.ear.rows) > walk.records_read
    return bool(walk.read) and walk.signature() != walk.read


class _Asking:
    """Whether, and when, a page asks for more while it is scrolled.

    `at_once` says that it first did so within two frames of a step, and `_AT_ONCE` by our own
    clock: on a busy machine two frames may take as long as a page that waits before it asks.
    """

    def __init__(self, walk: Walk, pages: Pages) -> None:
        self.walk, self.pages = walk, pages
        self.at_once, self.steps = False, 0

    @property
    def asked(self) -> bool:
        """Whether anything was asked for since the rows were read."""
        ear = self.walk.ear
        return bool(ear.heard or ear.under_way or ear.failed)

    @property
    def is_prompt(self) -> bool:
        """Whether the page asks at once: by its recipe, and by every batch of this visit."""
        told = self.walk.prompt
        return self.pages.prompt and len(told) >= _TWICE and all(told)

    def step_down(self) -> bool:
        """Whether the list could be scrolled further."""
        self.steps += 1
        late, begun = self.asked, time.monotonic()
        moved = step_down(self.walk, self.pages.scroll)
        if not late and (self.pages.prompt or self.walk.session.scribe is not None):
            asked = self._after(_DRAWN) and self.asked
            self.at_once = asked and time.monotonic() - begun < _AT_ONCE
        return moved

    def came_to_nothing(self, before: tuple[str, ...]) -> bool:
        """Whether nothing shows or was asked for since a step: the end is not in sight yet."""
        return self.is_prompt and not self.asked and self.walk.signature() == before

    def is_over(self) -> bool:
        """Whether nothing was asked for, and what was asked for before says that this is the end.

        Each batch comes as soon as the end of the list is in sight, so what asks for none there has
        no more; one that came late, or a page that always asks for something, is looked at longer.
        """
        walk, pages = self.walk, self.pages
        if pages.end is not None or self.asked or signed_out(walk.page, walk.recipe):
            return False
        if pages.batch is not None and walk.batches and walk.batches[-1] < pages.batch:
            return True
        if not self.is_prompt or not self._after(_NUDGE):
            return False
        quiet(walk.page, walk.ear, seconds=walk.wait)
        return not self.asked

    def _after(self, script: str) -> bool:
        """Whether the page has drawn itself since something was done with its list."""
        place = self.walk.shown(self.pages.scroll)
        if place is None:
            return False
        return bool(steadily(self.walk.page, lambda: place.evaluate(script), otherwise=False))


def _not_scrolled(walk: Walk, pages: Pages) -> bool:
    """False: no more rows come, which is an end only where nothing failed."""
    if signed_out(walk.page, walk.recipe):
        raise SessionOver
    if walk.ear.failed:
        walk.cut(f"the rest of {walk.part.name} did not come: {walk.ear.failed[0]}")
    elif pages.end is not None:
        raise broken(f"{walk.part.name}.pages.end", "no more rows came, and the end never showed")
    return False


def step_down(walk: Walk, scroll: Alternatives | None) -> bool:
    """Whether the list could be scrolled further, most of a screenful.

    Raises:
        VisitEnded: RECIPE_BROKEN where what is scrolled is not there.
    """
    place = walk.shown(scroll)
    if place is None:
        raise broken(f"{walk.part.name}.pages")
    return bool(steadily(walk.page, lambda: place.evaluate(_STEP), otherwise=False))
