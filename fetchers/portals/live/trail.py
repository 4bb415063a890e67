"""Where a person pointed, and the clicks by which they came there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import ElementHandle, Error, Frame, Page

from fetchers.portals.live.hands import View
from model.live import Button, FromViewer, Motion, Pointed

if TYPE_CHECKING:
    from fetchers.portals.autopilot.links import Link

_DEEPEST: Final = 4  # frames within frames
_MOST: Final = 12
_PROMISING: Final = 10
_AT: Final = """
([x, y]) => {
  let el = document.elementFromPoint(x, y);
  while (el && el.shadowRoot) {
    const inner = el.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === el) break;
    el = inner;
  }
  return el;
}
"""
_INSET: Final = """
el => {
  const box = el.getBoundingClientRect(), style = getComputedStyle(el);
  return [box.left + el.clientLeft + parseFloat(style.paddingLeft),
    box.top + el.clientTop + parseFloat(style.paddingTop)];
}
"""
_CONTROL: Final = """
el => {
  const known = el.closest('a[href], button, summary, input[type=submit], input[type=button], '
    + '[role=button], [role=link], [role=tab], [role=menuitem], [onclick]');
  if (known) return known;
  let found = null;
  for (let at = el; at && at !== document.body; at = at.parentElement)
    if (getComputedStyle(at).cursor === 'pointer') found = at;
  return found;
}
"""
_SAYS: Final = """
el => [el.innerText, el.value, el.getAttribute('aria-label'), el.getAttribute('title')]
  .filter(one => typeof one === 'string' && one.trim()).join(' | ').trim().replace(/\\s+/g, ' ')
  .slice(0, 200)
"""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a page, in its own pixels."""

    page: Page
    x: float
    y: float


def under(spot: Spot) -> tuple[Frame, ElementHandle] | None:
    """The innermost element at a place, and the frame that it stands in; None where none is."""
    frame, x, y = spot.page.main_frame, spot.x, spot.y
    try:
        for _ in range(_DEEPEST):
            element = frame.evaluate_handle(_AT, [x, y]).as_element()
            if element is None:
                return None
            inner = element.content_frame()
            if inner is None:
                return frame, element
            left, top = element.evaluate(_INSET)
            frame, x, y = inner, x - left, y - top
    except Error:  # the page went on meanwhile
        return None
    return None


def control_of(element: ElementHandle) -> tuple[ElementHandle, str] | None:
    """The control that an element belongs to, and what it says; None where it belongs to none."""
    control = element.evaluate_handle(_CONTROL).as_element()
    if control is None:
        return None
    says: Any = control.evaluate(_SAYS)
    return control, str(says)


@dataclass(slots=True)
class Trail:
    """The controls that a person pressed on their way, the last one last."""

    links: list[Link] = field(default_factory=list)

    def note(self, view: View, message: FromViewer) -> None:
        """Nothing comes back: what is pressed by this is described before it is pressed."""
        match message:
            case Pointed(Motion.PRESSED, x, y, Button.LEFT):
                spot = Spot(view.page, x * view.width, y * view.height)
            case _:
                return
        try:
            self._note(spot)
        except Error:  # the page went on meanwhile; the way is tried before it is written down
            return

    def _note(self, spot: Spot) -> None:
        from fetchers.portals.autopilot.links import Link  # late: most visits show nothing
        from fetchers.portals.autopilot.writing import selectors_of_handle

        found = under(spot)
        told = control_of(found[1]) if found and found[0] is spot.page.main_frame else None
        if told is None or len(self.links) >= _MOST:
            return
        pressed = selectors_of_handle(told[0], spot.page)
        if pressed:
            self.links.append(Link(told[1], "", _PROMISING, pressed=pressed))
