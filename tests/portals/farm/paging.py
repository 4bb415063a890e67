"""Portals whose lists are turned in one way or another, and some that change meanwhile."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.portals.farm.site import DOCS, FarmSite, page
from tests.portals.farm.tongues import day_of
from tests.portals.sites import Doc, html

NEWEST = Doc("INV-1007", "20/07/2026", "55.00")


class Plain(FarmSite):
    """A table on one page."""

    page_size = 50


class Numbered(FarmSite):
    """Page numbers, of which only the neighbours show; no word for "next"."""

    page_size = 1

    def turns(self, number: int) -> str:
        last = len(self.docs)
        near = [n for n in range(1, last + 1) if abs(n - number) < 2 or n in (1, last)]
        return "<ul>" + "".join(
            f"<li><a class=page href='/invoices?page={n}'>{n}</a></li>" for n in near
        )


class Adding(FarmSite):
    """A button adds rows, fetched by script, until there are none."""

    def routes(self) -> list[Route]:
        return [*super().routes(), Route("/rows", self.guarded(self.more_rows))]

    async def more_rows(self, request: Request) -> Response:
        """The next rows, and whether that was all."""
        start = int(request.query_params["from"])
        told = "".join(map(self.row, self.docs[start : start + self.page_size]))
        return JSONResponse({"rows": told, "all": start + self.page_size >= len(self.docs)})

    def turns(self, _number: int) -> str:
        return f"<button class=more>{self.tongue.more}</button>{self.script()}"

    def script(self) -> str:
        """What the button does."""
        return _ADD % {"start": self.page_size, "size": self.page_size} + (
            "<script>document.querySelector('.more').onclick = add</script>"
        )


_ADD = """<script>
let at = %(start)d, busy = false;
async function add() {
  if (busy) return; busy = true;
  const answer = await fetch('/rows?from=' + at);
  busy = false;
  if (!answer.ok) return;
  const told = await answer.json(); at += %(size)d;
  const rows = document.createElement('tbody'); rows.innerHTML = told.rows;
  document.querySelector('table').append(...rows.children);
  if (told.all) { const more = document.querySelector('.more'); if (more) more.remove(); all(); }
}
function all() {}
</script>"""


class Endless(Adding):
    """Rows are added when the end of a box comes into sight."""

    page_size = 2

    def listing(self, number: int) -> str:
        inner = super().listing(number)
        return (
            f"<div class=box style='height:60px;overflow:auto'>{inner}<div class=sentinel>&nbsp;"
            "</div></div><p class=foot></p>" + self.watch()
        )

    def turns(self, _number: int) -> str:
        return ""

    def watch(self) -> str:
        """What adds rows."""
        return _ADD % {"start": self.page_size, "size": self.page_size} + (
            "<script>new IntersectionObserver(seen => { if (seen[0].isIntersecting && "
            f"at < {len(self.docs)}) add(); }}, {{root: document.querySelector('.box')}})"
            ".observe(document.querySelector('.sentinel'));"
            "document.querySelector('.box').addEventListener('scroll', () => {"
            f" if (at < {len(self.docs)}) add(); }});"
            "all = () => { document.querySelector('.foot').textContent = '— fine —'; "
            "document.querySelector('.foot').className = 'end'; };</script>"
        )


class EndlessUncounted(Endless):
    """The same without a counter: a line at the foot says that this is the end."""

    def counted(self) -> str:
        return ""


class EndlessUneven(EndlessUncounted):
    """The same; two rows come at once as a rule, but now one and now three.

    `late` is how many milliseconds its end is in sight before it asks for more.
    """

    late: ClassVar[int] = 0

    def watch(self) -> str:
        more = f"if (at < {len(self.docs)}) add();"
        later = f"setTimeout(() => {{ {more} }}, {self.late}); }}"
        return super().watch().replace("add(); }", later) if self.late else super().watch()

    async def more_rows(self, request: Request) -> Response:
        first, last = {"2": (2, 3), "4": (3, 6)}.get(request.query_params["from"], (6, 7))
        told = "".join(map(self.row, self.docs[first:last]))
        return JSONResponse({"rows": told, "all": last == len(self.docs)})


class EndlessGrowing(Endless):
    """The same with a counter of the rows that are shown, which grows with them."""

    def counted(self) -> str:
        return f"{self.tongue.invoices} ({self.page_size})"

    def watch(self) -> str:
        counter = "document.querySelector('.count')"
        return super().watch() + (
            f"<script>new MutationObserver(() => {{ {counter}.textContent = "
            f"{counter}.textContent.replace(/\\d+/, document.querySelectorAll('.doc').length) }})"
            ".observe(document.querySelector('table'), {childList: true, subtree: true});</script>"
        )


@dataclass
class EndlessBreaking(Endless):
    """The server fails for all rows behind the fourth."""

    async def more_rows(self, request: Request) -> Response:
        if int(request.query_params["from"]) >= 4:
            return html("Internal error", status=500)
        return await super().more_rows(request)


class Virtual(FarmSite):
    """A list that shows only the few rows in sight, whatever is scrolled."""

    page_size = 50

    def listing(self, number: int) -> str:
        rows = json.dumps([self.row(doc) for doc in self.docs])
        box = f"<div class=box><div style='height:{40 * len(self.docs)}px'><table"
        return super().listing(number).replace("<table", box) + (
            "</div></div><style>.box{height:90px;overflow:auto}</style>"
            f"<script>const rows = {rows}, box = document.querySelector('.box'),"
            " body = document.querySelector('tbody');"
            "function draw() {"
            " const at = Math.min(Math.floor(box.scrollTop / 40), rows.length - 3);"
            " document.querySelector('table').style.marginTop = at * 40 + 'px';"
            " body.innerHTML = rows.slice(at, at + 3).join(''); }"
            "box.addEventListener('scroll', draw); draw();</script>"
        )


class ByYear(FarmSite):
    """A select of years; each has a counter of its own, and one year has nothing."""

    years = ("2026", "2025", "2024", "2023")

    async def invoices(self, request: Request) -> Response:
        year = request.query_params.get("year", self.years[0])
        self.log[f"year {year}"] += 1
        docs = tuple(doc for doc in self.docs if doc.day.endswith(year))
        told = f"<p class=count>{len(docs)} {self.tongue.invoices}</p>{self.table(docs)}"
        return self.frame(self.chooser(year) + (told if docs else self.nothing()))

    def chooser(self, year: str) -> str:
        """The select, which leads on by script."""
        options = "".join(
            f"<option value={one}{' selected' if one == year else ''}>{one}</option>"
            for one in self.years
        )
        return (
            "<select name=year onchange=\"location = '/invoices?year=' + this.value\">"
            f"{options}</select>"
        )


class ByYearTab(ByYear):
    """A tab for each year, pages within a year, and one counter over all of them."""

    page_size = 2

    async def invoices(self, request: Request) -> Response:
        year = request.query_params.get("year", self.years[0])
        number = int(request.query_params.get("page", "1"))
        self.log[f"year {year}"] += 1
        docs = tuple(doc for doc in self.docs if doc.day.endswith(year))
        shown = docs[(number - 1) * self.page_size : number * self.page_size]
        tabs = "".join(f"<a class=tab href='/invoices?year={one}'>{one}</a> " for one in self.years)
        turn = f"<a rel=next href='/invoices?year={year}&page={number + 1}'>{self.tongue.next}</a>"
        more = turn if number * self.page_size < len(docs) else ""
        body = self.table(shown) + more if docs else self.nothing()
        return self.frame(f"<p class=count>{self.counted()}</p><div>{tabs}</div>{body}")


class ByDates(FarmSite):
    """A form for two days, which answers at most 400 days at once."""

    async def invoices(self, request: Request) -> Response:
        first, last = (request.query_params.get(one, "") for one in ("from", "to"))
        docs = tuple(doc for doc in self.docs if first <= day_of(doc.day).isoformat() <= last)
        if first:
            self.log["asked"] += 1
            self.log[f"from {first}"] += 1
        form = (
            "<form action=/invoices><input type=date name=from><input type=date name=to>"
            f"<button>{self.tongue.show}</button></form>"
        )
        told = f"<p class=count>{len(docs)} {self.tongue.invoices}</p>{self.table(docs)}"
        return self.frame(form + (told if docs else self.nothing()))


class ByDatesAndPassword(ByDates):
    """A form that changes something, though it takes two days as well."""

    async def invoices(self, request: Request) -> Response:
        self.log["changed"] += bool(request.query_params)
        page_ = await super().invoices(request)
        text = bytes(page_.body).decode().replace("<button>", "<input type=password><button>")
        return html(text)


@dataclass
class Growing(FarmSite):
    """A new invoice arrives on top while the second page is asked for: all rows move down."""

    docs: tuple[Doc, ...] = field(default_factory=lambda: DOCS)

    async def invoices(self, request: Request) -> Response:
        if request.query_params.get("page") == "2" and NEWEST not in self.docs:
            self.docs = (NEWEST, *self.docs)
        return await super().invoices(request)


@dataclass
class GrowingAtHome(Growing):
    """The same, where the list is what a visitor sees first: no link leads to it."""

    def welcome(self) -> Response:
        return self.let_in("/invoices")


@dataclass
class Shrinking(FarmSite):
    """An invoice is taken back while the second page is asked for: one row slips to page one."""

    docs: tuple[Doc, ...] = field(default_factory=lambda: (NEWEST, *DOCS))

    async def invoices(self, request: Request) -> Response:
        if request.query_params.get("page") == "2":
            self.docs = DOCS
        return await super().invoices(request)


class Breaking(FarmSite):
    """The third page never comes."""

    async def invoices(self, request: Request) -> Response:
        if request.query_params.get("page") == "3":
            return page(self.tongue, "<h1>Internal error</h1>", status=500)
        return await super().invoices(request)


class Stumbling(FarmSite):
    """Every page and every file fails once, and comes when it is asked for again."""

    async def invoices(self, request: Request) -> Response:
        return self.stumble(f"page {request.url.query}") or await super().invoices(request)

    async def file(self, request: Request) -> Response:
        return self.stumble(request.url.path) or await super().file(request)

    def stumble(self, what: str) -> Response | None:
        """The error of the first time."""
        self.log[what] += 1
        if self.log[what] > 1:
            return None
        return page(self.tongue, "<h1>Internal error</h1>", status=500)
