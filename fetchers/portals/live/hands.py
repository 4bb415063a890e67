"""What a person does, done in the page: mouse, wheel, keys and text, as the browser takes them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import CDPSession, Error, Page

from model.live import (
    Answered,
    Button,
    Deed,
    Motion,
    Pointed,
    Pointing,
    Pressed,
    Turned,
    Typed,
    Wheeled,
)

_SELECT_UNDER: Final = """
([x, y]) => {
  const found = document.elementFromPoint(x, y);
  const list = found && found.closest('select');
  if (!list || list.multiple || list.size > 1) return false;
  list.focus();
  return true;
}
"""


@dataclass(frozen=True, slots=True)
class View:
    """The shown page, and how large it is in its own pixels."""

    page: Page
    cdp: CDPSession
    width: float
    height: float


def do(view: View, deed: Deed) -> None:
    """Nothing comes back: the page got it, or is gone."""
    with suppress(Error):
        match deed:
            case Pointed():
                _point(view, deed)
            case Wheeled():
                _turn_wheel(view, deed)
            case Pressed():
                _press(view.cdp, deed)
            case Typed():
                view.cdp.send("Input.insertText", {"text": deed.text})
            case Turned() | Pointing() | Answered():  # none is done in the page
                return


def _point(view: View, deed: Pointed) -> None:
    x, y = deed.x * view.width, deed.y * view.height
    pressed = deed.motion is Motion.PRESSED and deed.button is Button.LEFT
    if pressed and view.page.evaluate(_SELECT_UNDER, [x, y]):
        return  # its list would open outside the picture; focused, it is moved by the arrow keys
    view.cdp.send(
        "Input.dispatchMouseEvent",
        {
            "type": deed.motion.value,
            "x": x,
            "y": y,
            "button": deed.button.value,
            "buttons": deed.buttons,
            "clickCount": deed.clicks,
            "modifiers": deed.modifiers,
        },
    )


def _turn_wheel(view: View, deed: Wheeled) -> None:
    view.cdp.send(
        "Input.dispatchMouseEvent",
        {
            "type": "mouseWheel",
            "x": deed.x * view.width,
            "y": deed.y * view.height,
            "deltaX": deed.dx,
            "deltaY": deed.dy,
            "modifiers": deed.modifiers,
        },
    )


def _press(cdp: CDPSession, deed: Pressed) -> None:
    writes = {"text": deed.text} if deed.down and deed.text else {}
    cdp.send(
        "Input.dispatchKeyEvent",
        {
            "type": "keyDown" if deed.down else "keyUp",
            "key": deed.key,
            "code": deed.code,
            "windowsVirtualKeyCode": deed.virtual,
            "modifiers": deed.modifiers,
            **writes,
        },
    )
