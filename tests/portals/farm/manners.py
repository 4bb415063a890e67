"""Bad manners: mixed into a portal, each makes it worse in one way."""

from __future__ import annotations

import asyncio
import re
import secrets

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.portals.farm.site import FarmSite


class Slow(FarmSite):
    """Every page takes its time, and the rows come even later."""

    def frame(self, body: str) -> HTMLResponse:
        late = body.replace("<table", "<div hidden class=late><table").replace(
            "</table>", "</table></div>"
        )
        shown = "document.querySelectorAll('.late').forEach(one => one.hidden = false)"
        return super().frame(f"{late}<script>setTimeout(() => {{ {shown} }}, 900)</script>")

    async def invoices(self, request: Request) -> Response:
        await asyncio.sleep(0.8)
        return await super().invoices(request)


class Redirecting(FarmSite):
    """Lists and files are reached over three corners, one of them by script."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/hop/{left:int}/{to:path}", self.guarded(self.hop))]

    async def hop(self, request: Request) -> Response:
        """One corner."""
        left, to = request.path_params["left"], request.path_params["to"]
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/hop/{left - 1}/{to}{query}" if left else f"/{to}{query}", 302)

    def frame(self, body: str) -> HTMLResponse:
        page = super().frame(body)
        text = bytes(page.body).decode().replace('"/file/', '"/hop/3/file/')
        return HTMLResponse(text.replace('"/invoices?', '"/hop/2/invoices?'))


class Rerendering(FarmSite):
    """The table is thrown away and built anew, five times a second."""

    def frame(self, body: str) -> HTMLResponse:
        again = (
            "const old = document.querySelector('table');"
            " if (old) old.replaceWith(old.cloneNode(true));"
        )
        return super().frame(f"{body}<script>setInterval(() => {{ {again} }}, 200)</script>")


class Masked(FarmSite):
    """Every class is another one on every page."""

    def frame(self, body: str) -> HTMLResponse:
        page = super().frame(body)
        text = re.sub(
            r"class=(\w+)",
            lambda _found: f"class=x{secrets.token_hex(4)}",
            bytes(page.body).decode(),
        )
        return HTMLResponse(text)


class ChangedAfterTuesday(FarmSite):
    """A redesign: other classes, other labels, another order of columns."""

    def frame(self, body: str) -> HTMLResponse:
        page = super().frame(body)
        text = bytes(page.body).decode()
        for old, new in (
            ("class=docs", "class=documents-v2"),
            ("class=doc>", "class=document-row>"),
            ("class=pdf", "class=btn-file"),
            ("class=count", "class=total-label"),
            ("class=next", "class=pager-forward"),
            (">PDF<", "> ⤓ <"),
        ):
            text = text.replace(old, new)
        return HTMLResponse(text)
