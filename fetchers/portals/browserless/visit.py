"""A visit without a browser, from its first page to its last; a browser goes on where it can't."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from fetchers.portals.browserless.asking import Asking
from fetchers.portals.browserless.entering import enter, known
from fetchers.portals.browserless.handing import Handed, unmarked
from fetchers.portals.browserless.line import Jar, Line, Shown
from fetchers.portals.browserless.lists import collect, control_to_leave
from fetchers.portals.browserless.mark import without_mark
from fetchers.portals.browserless.markup import Markup, Unlike, Unreached, lines_of, words_of
from fetchers.portals.browserless.proving import why_not
from fetchers.portals.bundle import PageTaken, bundled
from fetchers.portals.diary import Diary, plain_address
from fetchers.portals.endings import VisitEnded, unsaved
from fetchers.portals.fence import Fence, fence_of
from fetchers.portals.haul import Haul, verdict, wanted
from fetchers.portals.looks import Looks
from fetchers.portals.memory import Memory, read_memory, written
from fetchers.portals.passages import with_end
from fetchers.portals.recipe import Browserless, Recipe, read_recipe
from fetchers.portals.signals import SIGNED_IN
from fetchers.portals.told import account_in, accounts_like, same_account
from fetchers.portals.wire import Job
from model.clock import Clock, SystemClock
from model.errors import RecipeInvalid
from model.forensics import Story
from model.outcomes import Outcome
from model.secret import Secret
from model.visits import RunState, VisitProgress, VisitResult

Tell = Callable[[VisitProgress], None]
Keep = Callable[[Secret], None]

_LONGEST: Final = 5_000_000
_LONGEST_TEXT: Final = 200_000
_LONGEST_WAIT: Final = 30.0  # seconds for one answer, as a page has in a browser


@dataclass(slots=True)
class _Visit:
    """One visit; `page` is the last that was seen, `sent` says that the password was sent."""

    job: Job
    asking: Asking
    looks: Looks
    clock: Clock
    tell: Tell
    memory: Memory | None
    keep: Keep | None = None
    page: Markup | None = None
    landing: str = ""
    account: str = ""
    sent: bool = False
    signed_in: bool = False

    def go(self) -> None:
        """Nothing comes back: all that is wanted is in the haul."""
        asking, recipe = self.asking, self.asking.recipe
        asking.report(RunState.SIGNING_IN)
        page = asking.open(urljoin(self.job.order.start_url, recipe.start or ""))
        self.page = self._resumed(page) or self._enter(page)
        self.landing, self.signed_in = self.page.url, True
        self._check_account()
        if self.job.order.sign_ins is not None:
            self.remember()
        asking.report(RunState.COLLECTING)
        for part in recipe.lists:
            self.page = collect(asking, part, self.page)
        if self.keep is None or recipe.sign_in.session == "end":
            self._leave()

    def _resumed(self, page: Markup) -> Markup | None:
        """The page that knows the last visit's session; some doors show their form to everybody."""
        memory = self.memory
        if memory is None or not memory.state:
            return None
        if known(self.asking, page):
            return page
        if not memory.at or "?" in memory.at:
            return None
        with suppress(Unlike):
            inside = self.asking.open(memory.at)
            return inside if known(self.asking, inside) else None
        return None

    def _enter(self, page: Markup) -> Markup:
        self.page = page
        if self.job.order.sign_ins == 0:
            raise Unlike("the password may be sent no more")
        return enter(self.asking, page, self.job.credential, self._announce)

    def _announce(self) -> None:
        """Nothing comes back: it is written down that the password is about to be sent."""
        self.sent = True
        self.tell(VisitProgress(RunState.SIGNING_IN, sends_password=True))
        self.asking.diary.note("sends the password")

    def _check_account(self) -> None:
        """Nothing, where no other account than the ordered one is shown, or than the last one."""
        text, wanted_one = lines_of(self.page.root) if self.page else "", self.job.order.account
        self.account = account_in(text)
        seen = accounts_like(text, wanted_one) if wanted_one else ()
        if seen and not any(same_account(wanted_one or "", one) for one in seen):
            raise Unlike("another account is shown than the ordered one")
        before = self.memory.account if self.memory and not self.sent else ""
        if before and self.account and not same_account(before, self.account):
            raise Unlike("another account is shown than the last time")

    def _leave(self) -> None:
        recipe = self.asking.recipe
        with suppress(Unlike):
            way = control_to_leave(self.page, recipe.sign_out or SIGNED_IN) if self.page else None
            if way is not None:
                self.asking.line.get(way, came_from=self.page.url if self.page else "")

    def remember(self) -> None:
        """Nothing comes back: what the next visit can go on with is on its way to the vault."""
        if self.keep is None or not self.signed_in:
            return
        given = self.job.credential.username
        text = written(self._memory(), user=given, edition=self.job.edition)
        if text is not None:
            self.keep(text)

    def _memory(self) -> Memory:
        before = self.memory
        origins = before.state.get("origins", []) if before else []
        return Memory(
            looks=self.looks,
            state={"cookies": list(self.asking.line.jar.cookies), "origins": origins},
            account=self.account,
            answers=before.answers if before else {},
            at=self.landing or (self.asking.seen.url if self.asking.seen else ""),
        )

    def handed(self, why: Unlike) -> Handed:
        """What a browser goes on with: the session, and never the password a second time."""
        job = self.job
        if self.sent or self.signed_in:
            given = job.credential.username
            job = replace(job, kept=written(self._memory(), user=given, edition=job.edition))
        if self.sent:
            job = replace(job, order=replace(job.order, sign_ins=0))
        return Handed(_without(job), str(why), lasts=not isinstance(why, Unreached))

    def result(self, outcome: Outcome) -> VisitResult:
        """The result under an outcome, with evidence where the portal did not answer everything."""
        outcome = with_end(outcome, self.job.order, self.clock.now())
        self.asking.diary.note(f"ends {outcome.code.value}")
        if not outcome.good and self.asking.seen is not None:
            taken = _taken(self.asking.seen)
            story = Story(tuple(self.asking.diary.steps), taken.address, taken.title)
            folder = bundled(taken, story, self.job.order.spool, self._secrets)
            outcome = Outcome(outcome.code, {**outcome.facts, "evidence": folder.name})
        return self.asking.haul.result(outcome)

    @property
    def _secrets(self) -> tuple[str, ...]:
        answers = self.memory.answers.values() if self.memory else ()
        return (*self.job.credential.secrets(), *(answer.reveal() for answer in answers))


def visit(job: Job, tell: Tell, keep: Keep) -> VisitResult | Handed:
    """The result of a visit by a recipe that needs no browser, or why one has to go on.

    Raises:
        VisitEnded: the order itself can't be followed.
    """
    fence = fence_of(job.order, job.origins)
    try:
        recipe = read_recipe(job.order.recipe or "")
    except RecipeInvalid:
        return Handed(job, "its recipe can't be read", lasts=False)
    mark = recipe.browserless
    if mark is None or why_not(recipe) or set(recipe.origins) - fence.origins:
        return Handed(_without(job), "its recipe asks for a browser")
    one = _begun(job, recipe, mark, fence, tell)
    one.keep = keep if job.keeps else None
    try:
        one.go()
        result = one.result(verdict(one.asking.haul))
    except Unlike as unlike:
        return one.handed(unlike)
    except (ValueError, RecursionError) as odd:  # an address that is none, a page beyond reason
        return one.handed(Unlike(f"what came can't be read ({type(odd).__name__})"))
    except VisitEnded as ended:
        result = unmarked(one.result(ended.outcome), job.order.recipe, "it was refused")
    except OSError as problem:
        result = one.result(unsaved(problem))
    one.remember()
    return result


def _without(job: Job) -> Job:
    """The job, by a recipe that says nothing of browsers."""
    return replace(job, order=replace(job.order, recipe=without_mark(job.order.recipe or "")))


def _begun(job: Job, recipe: Recipe, mark: Browserless, fence: Fence, tell: Tell) -> _Visit:
    order, clock = job.order, SystemClock()
    memory = read_memory(job.kept, user=job.credential.username, edition=job.edition)
    looks = memory.looks if memory else Looks(language=recipe.language)
    agent = looks.agent or mark.agent
    line = Line(
        fence,
        Shown(agent, mark.languages),
        clock,
        until=clock.monotonic() + order.time_limit,
        patience=max(1.0, min(_LONGEST_WAIT, order.time_limit / 4)),
        jar=Jar(list(memory.state.get("cookies", []) if memory else [])),
    )
    asking = Asking(order, recipe, line, Diary(clock), tell, lambda row: wanted(row, order), Haul())
    looks = Looks(looks.language, agent, looks.time_zone)
    return _Visit(job, asking, looks, clock, tell, memory)


def _taken(page: Markup) -> PageTaken:
    """A page for the evidence: without scripts, and without what stands in its fields."""
    etree.strip_elements(page.root, "script", "iframe", with_tail=False)
    for control in page.root.iter("input", "option"):
        control.attrib.pop("value", "")
    for control in page.root.iter("textarea"):
        control.text = ""
    markup = str(etree.tostring(page.root, method="html", encoding="unicode"))
    title = next((words_of(one) for one in page.root.iter("title")), "")
    text = lines_of(page.root)[:_LONGEST_TEXT]
    return PageTaken(markup[:_LONGEST], text, None, plain_address(page.url), title[:200])
