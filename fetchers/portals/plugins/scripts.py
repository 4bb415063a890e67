"""Scripts of plug-ins: evaluated in a world of their own, where the page's scripts reach nothing.

They are console expressions: the value is the last expression's, promises are awaited, and `await`
may stand at the top. The world shares the page's elements and session, not its variables.
"""

from __future__ import annotations

import json
from typing import Any, Final

from playwright.sync_api import Error, Frame, Page

from fetchers.portals.endings import VisitEnded, broken

_WORLD: Final = "billhook-plugin"
_LONGEST_MS: Final = 60_000


def run_script(page: Page, script: str, *, place: str, arguments: dict[str, Any]) -> Any:
    """The value of a script.

    Raises:
        VisitEnded: RECIPE_BROKEN where it throws, or does not come to its end.
    """
    told = "".join(f"globalThis.{name} = {_literal(value)};" for name, value in arguments.items())
    try:
        client = page.context.new_cdp_session(page)
        tree = client.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = client.send("Page.createIsolatedWorld", {"frameId": tree, "worldName": _WORLD})
        at = {"contextId": world["executionContextId"], "timeout": _LONGEST_MS}
        if told:
            client.send("Runtime.evaluate", {**at, "expression": told})
        how = {"replMode": True, "awaitPromise": True, "returnByValue": True}
        answer = client.send("Runtime.evaluate", {**at, **how, "expression": script})
        client.detach()
    except Error:
        raise broken(place, "its script led away, or did not end") from None
    if "exceptionDetails" in answer:
        raise broken(place, "its script failed")
    return answer["result"].get("value")


def transformed(page: Page, script: str, value: Any, *, place: str) -> Any:
    """What a plug-in's function makes of a value."""
    return run_script(
        page, f"({script})(globalThis.__given)", place=place, arguments={"__given": value}
    )


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True).replace("</", "<\\/")


def frame_of(page: Page, told: object, *, place: str) -> Page | Frame:
    """The page, or the frame that a step names: True the first, a text the first at such an URL."""
    if told in (None, False):
        return page
    inner = [frame for frame in page.frames if frame.parent_frame is not None]
    fitting = [frame for frame in inner if told is True or str(told) in frame.url]
    if not fitting:
        raise broken(place, "the page has no such frame")
    return fitting[0]


__all__ = ["VisitEnded", "frame_of", "run_script", "transformed"]
