"""What a page will ask for as soon as it stands, said with the page itself.

A browser then asks while it still reads the scripts, instead of after them (RFC 8288, `preload`).
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any, Final
from urllib.parse import urlencode

from nicegui import context

_STATE: Final = "billhook_early"


def ask_early(path: str, query: Mapping[str, str | int]) -> None:
    """Have the browser ask this of the server already while it reads the page.

    It must be what the script asks letter by letter, else it is asked twice.
    """
    # as URLSearchParams writes it, and from the page's own folder, wherever a proxy puts that
    asked = urlencode(query).replace("%2A", "*").replace("~", "%7E")
    if (request := context.client.request) is not None:
        setattr(request.state, _STATE, f"{path.removeprefix('/')}?{asked}")


def early_link(state: MutableMapping[str, Any]) -> str | None:
    """The header that says it, None where a page asks for nothing."""
    address = state.get(_STATE)
    return f"<{address}>; rel=preload; as=fetch; crossorigin=anonymous" if address else None
