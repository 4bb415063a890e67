"""The proof, beside a browser's own visit, that the next ones need no browser.

While the session is still open, the sign-in's form and the lists are gone through once more by
plain HTTP: what a form would have sent is compared with what the browser sent, rows with the rows
that the browser saw, and a file of each list with the browser's. Nothing is sent but GETs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from playwright.sync_api import BrowserContext, Error, Request, Response

from fetchers.portals.browserless.asking import Asking
from fetchers.portals.browserless.door import Door, body_of, door_of
from fetchers.portals.browserless.line import Jar, Line, Shown
from fetchers.portals.browserless.lists import collect, control_to_leave
from fetchers.portals.browserless.markup import Markup, Unlike, lines_of, markup_of
from fetchers.portals.browserless.proving import why_not
from fetchers.portals.diary import Diary
from fetchers.portals.getting.plain import shows_itself_as
from fetchers.portals.haul import Haul
from fetchers.portals.recipe import Browserless, Recipe
from fetchers.portals.scrubbing import holds
from fetchers.portals.signals import SIGNED_IN
from fetchers.portals.told import account_in
from model.visits import Listing

if TYPE_CHECKING:
    from fetchers.portals.session import Session

_PLAIN_FORM: Final = "application/x-www-form-urlencoded"
_SECONDS: Final = 10.0  # that the proof may take of a visit
_PATIENCE: Final = 5.0


@dataclass  # without slots: Playwright keeps its wrappers of our handlers on us
class Witness:
    """What was seen of a sign-in: the page of its form as the server sent it, and what went out.

    `sent` are all requests that held the name or the password.
    """

    session: Session
    served: Markup | None = None
    sent: list[Request] = field(default_factory=list)
    _last: Response | None = None

    def watch(self, context: BrowserContext) -> None:
        """Nothing comes back: pages and forms of the context are noted from now on."""
        context.on("response", self._came)
        context.on("request", self._went)

    def _came(self, response: Response) -> None:
        request = response.request
        try:
            if request.is_navigation_request() and request.frame.parent_frame is None:
                self._last = response
        except Error:  # of a tab that is only about to be opened
            return

    def _went(self, request: Request) -> None:
        body = request.post_data_buffer if request.method != "GET" else None
        told = body.decode("utf-8", "replace") if body else request.url
        given = self.session.credential
        if holds(told, (given.password.reveal(),)):
            self.sent.append(request)

    def note_form(self) -> None:
        """Nothing comes back: the page with the form is kept as the server sent it."""
        last = self._last
        if last is None or self.served is not None:
            return
        try:
            kind = last.headers.get("content-type", "")
            self.served = markup_of(last.url, last.status, last.body(), kind)
        except (Error, Unlike):
            return

    def proof(self, recipe: Recipe, haul: Haul) -> Browserless | None:
        """The mark for a recipe whose visits need no browser; None where they do, or may."""
        try:
            if why_not(recipe) or self.session.codes or self.session.linked:
                return None
            door = self._door(recipe)
            agent, languages = shows_itself_as(self.session)
            mark = Browserless(door=door.shape, agent=agent, languages=languages)
            self._compare(recipe, haul, Shown(agent, languages))
        except (Unlike, Error, ValueError, OSError, RecursionError) as problem:
            why = str(problem) if isinstance(problem, Unlike) else type(problem).__name__
            self.session.diary.note(f"needs a browser: {why}")
            return None
        self.session.diary.note("needs no browser")
        return mark

    def _door(self, recipe: Recipe) -> Door:
        """The form, which sent what it would have sent without a browser.

        Raises:
            Unlike: something else was sent.
        """
        session, served = self.session, self.served
        if served is None or len(self.sent) != 1:
            raise Unlike("the password was not sent by one plain form")
        request, door = self.sent[0], door_of(served, recipe, session.fence)
        kind = request.headers.get("content-type", "").partition(";")[0]
        plain = request.is_navigation_request() and request.method == "POST" and kind == _PLAIN_FORM
        given = session.credential
        would = body_of(door.filled(given.username, given.password)).decode()
        if not plain or request.url != door.action or _fields(request.post_data) != _fields(would):
            raise Unlike("the form sent something else than it says")
        return door

    def _compare(self, recipe: Recipe, haul: Haul, shown: Shown) -> None:
        """Nothing, where the lists are the same without a browser.

        Raises:
            Unlike: they are not.
        """
        session, clock = self.session, self.session.clock
        jar = Jar([dict(one) for one in session.context.cookies()])
        until = clock.monotonic() + _SECONDS
        line = Line(session.fence, shown, clock, until, _PATIENCE, jar)
        tried = _Sample({one.listing for one in haul.documents})
        asking = Asking(
            session.order, recipe, line, Diary(clock), lambda _progress: None, tried.wants, Haul()
        )
        before = jar.standing()
        try:
            _go_through(asking, session, tried)
        finally:
            if jar.standing() != before:
                session.context.add_cookies(jar.cookies)  # type: ignore[arg-type]  # as it gave them
        _check_same(asking.haul, haul)


@dataclass
class _Sample:
    """Of each list the first row whose file the browser has brought."""

    brought: set[Listing]
    open: bool = True

    def wants(self, listing: Listing) -> bool:
        taken = self.open and listing in self.brought
        self.open = self.open and not taken
        return taken


def _fields(body: str | None) -> list[tuple[str, str]]:
    return parse_qsl(body or "", keep_blank_values=True, strict_parsing=bool(body))


def _go_through(asking: Asking, session: Session, tried: _Sample) -> None:
    page = asking.open(session.landing)
    if account_in(lines_of(page.root)) != session.account:
        raise Unlike("the account is not shown by the page alone")
    for part in asking.recipe.lists:
        tried.open = True
        page = collect(asking, part, page)
        if tried.open and tried.brought:
            raise Unlike("no file of the list was tried")
    control_to_leave(page, asking.recipe.sign_out or SIGNED_IN)


def _check_same(without: Haul, by_browser: Haul) -> None:
    """Nothing, where rows, counters and the files that were tried are those of the browser.

    Raises:
        Unlike: they are not.
    """
    if without.listings != by_browser.listings or without.counts != by_browser.counts:
        raise Unlike("the rows are others than the browser's")
    files = {one.listing: one.sha256 for one in by_browser.documents}
    if not without.documents or any(files[one.listing] != one.sha256 for one in without.documents):
        raise Unlike("a file is another than the browser's")
