"""A visit as its caller sees it: one child process, watched to its end and never left behind."""

from __future__ import annotations

import os
import selectors
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from fetchers.portals.browserless.mark import goes_without
from fetchers.portals.calls import LINE
from fetchers.portals.den import Den, den
from fetchers.portals.endings import VisitEnded
from fetchers.portals.fence import fence_of, is_loopback
from fetchers.portals.standby import child
from fetchers.portals.starting import Child
from fetchers.portals.wire import (
    PULSE,
    Missing,
    Tape,
    Terms,
    answer_line,
    job_line,
    read_line,
    written_line,
)
from model.challenges import Challenge, ChallengeKind
from model.clock import Clock, SystemClock
from model.codes import CodeAsked
from model.errors import ProgramMissing
from model.outcomes import Outcome, OutcomeCode
from model.ports import Attendant, Codes, Lease, SignInMemory
from model.secret import Secret
from model.visits import VisitOrder, VisitProgress, VisitResult

_CLOCK: Final = SystemClock()
_NO_TAPE: Final = Tape()
_LONGEST_LINE: Final = 8 * 1024 * 1024  # bytes: some ten thousand rows of a list
_PIECE: Final = 65_536
_LAST_WORDS: Final = 5.0  # seconds that a child needs after a code to end its visit in time
_CODE_PATIENCE: Final = 180.0  # seconds a mail may take; codes are good for some minutes
_PULSE_PAUSE: Final = 5.0  # seconds
_CODE_PAUSE: Final = 0.5  # seconds between two looks for it


def visit(
    order: VisitOrder,
    lease: Lease,
    report: Callable[[VisitProgress], None],
    *,
    codes: Codes | None = None,
    attendant: Attendant | None = None,
    memory: SignInMemory | None = None,
    clock: Clock = _CLOCK,
    tape: Tape = _NO_TAPE,
) -> VisitResult:
    """The result of one visit; whatever a portal does is an outcome.

    A password is typed only after `report` has returned from a progress that says so: what it has
    written down by then tells, after a crash, whether a password may have been sent.

    `codes` brings what the portal sends by mail, `attendant` what a person answers, `memory` holds
    the sign-in between visits; `tape` names the fixture that the visit is recorded to, or played
    back from without network.

    Raises:
        ProgramMissing: Chromium is not installed, or can't be run safely here.
        VisitNotStarted: the machine gives no process for it.
        StorageFull: there is no room for the browser's own files.
        VaultError: the lease has ended.
        MailboxUnreachable: `codes` was asked, and its mailbox does not answer.
    """
    began = clock.monotonic()
    tape = tape if order.record is None else replace(tape, record=order.record)
    try:
        fence = fence_of(order, lease.origins)
    except VisitEnded as ended:
        return VisitResult(ended.outcome)
    order.spool.mkdir(parents=True, exist_ok=True, mode=0o700)
    with den() as home:
        _check_sandbox(home, fence.origins)
        bare = tape == _NO_TAPE and goes_without(order)
        with child(line=order.page.line if order.page else None, bare=bare) as born:
            until = began + order.time_limit
            watch = _Watch(born, clock, until, report, codes, attendant, memory)
            born.tell(job_line(_inherited(order), lease, watch.terms(home, tape)))
            with _pulsing(born), _room_first(home):
                result = watch.result()
    return replace(_about(result, order), seconds=round(clock.monotonic() - began, 3))


@contextmanager
def _room_first(home: Den) -> Iterator[None]:
    """A browser that does not start for want of room is not missing: it will, once there is some.

    Raises:
        StorageFull: that is why.
    """
    try:
        yield
    except ProgramMissing:
        home.prove_room()
        raise


@contextmanager
def _pulsing(born: Child) -> Iterator[None]:
    """The child hears every few seconds that this process is not stopped, whatever it waits for."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(_PULSE_PAUSE):
            born.tell(PULSE)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _check_sandbox(home: Den, origins: frozenset[str]) -> None:
    if not home.sandboxed and not all(map(is_loopback, origins)):
        raise ProgramMissing(
            "Chromium can't be sandboxed for root; add a user for it with: "
            "useradd --system billhook-portal, or don't run Billhook as root."
        )


def _about(result: VisitResult, order: VisitOrder) -> VisitResult:
    """The result with the portal's name among the facts of its outcome."""
    facts = {"portal": order.portal, **result.outcome.facts}
    return replace(result, outcome=Outcome(result.outcome.code, facts))


def _inherited(order: VisitOrder) -> VisitOrder:
    """The order with the line's number as the child has it."""
    return order if order.page is None else replace(order, page=replace(order.page, line=LINE))


@dataclass(frozen=True, slots=True)
class _Watch:
    """A child under watch until its time is over."""

    child: Child
    clock: Clock
    until: float
    report: Callable[[VisitProgress], None]
    codes: Codes | None
    attendant: Attendant | None
    memory: SignInMemory | None

    def terms(self, home: Den, tape: Tape) -> Terms:
        """What the child has to work with."""
        return Terms(
            home.folder,
            home.sandboxed,
            tape,
            has_codes=self.codes is not None,
            has_attendant=self.attendant is not None,
            keeps=self.memory is not None,
            kept=self.memory.recall() if self.memory else None,
        )

    def result(self) -> VisitResult:
        """What the child says of its visit, or how it failed to."""
        try:
            for line in _lines(self.child, clock=self.clock, until=self.until):
                if (result := self._heard(line)) is not None:
                    return result
        except TimeoutError:
            return _unknown("the visit took longer than it may")
        except BufferError:
            return _unknown("the visit's process said more than it may")
        return _unknown("the visit's process ended without a word")

    def _heard(self, line: bytes) -> VisitResult | None:
        match read_line(line):
            case VisitProgress() as progress:
                self._note(progress)
                return None
            case CodeAsked() | Challenge() as asked:
                self._answer(asked)
                return None
            case Secret() as state:
                self._keep(state)
                return None
            case VisitResult() as result:
                return result  # its last word: what it still has open is killed with it
            case Missing(message):
                raise ProgramMissing(message)
            case None:
                return _unknown("the visit's process said something that can't be understood")

    def _note(self, progress: VisitProgress) -> None:
        self.report(progress)
        if progress.sends_password:
            self.child.tell(written_line())

    def _keep(self, state: Secret) -> None:
        if self.memory:
            self.memory.keep(state)

    def _answer(self, asked: CodeAsked | Challenge) -> None:
        """Nothing comes back: the child has its answer; it asks for none where it only tells."""
        if isinstance(asked, CodeAsked):
            self.child.tell(answer_line(self._waited(self._code_of(asked), _CODE_PATIENCE)))
            return
        attendant = self.attendant
        if attendant is None or asked.kind is ChallengeKind.APPROVAL:
            if attendant is not None:
                attendant(asked)
            return
        patience = (asked.expires - self.clock.now()).total_seconds()
        self.child.tell(answer_line(self._waited(lambda: attendant(asked), patience)))

    def _code_of(self, asked: CodeAsked) -> Callable[[], Secret | None]:
        codes = self.codes
        return (lambda: codes(asked)) if codes else (lambda: None)

    def _waited(self, look: Callable[[], Secret | None], patience: float) -> Secret | None:
        """What a repeated look brings; None where nothing came while somebody waited."""
        until = min(self.clock.monotonic() + patience, self.until - _LAST_WORDS)
        while self.clock.monotonic() < until:
            if (code := look()) is not None:
                return code
            if self.child.ended_within(_CODE_PAUSE):
                return None
        return None


def _unknown(cause: str) -> VisitResult:
    return VisitResult(Outcome(OutcomeCode.UNKNOWN, {"cause": cause}))


def _lines(child: Child, *, clock: Clock, until: float) -> Iterator[bytes]:
    pipe, buffer = child.heard.fileno(), b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if not selector.select(timeout=max(0.0, until - clock.monotonic())):
                raise TimeoutError
            piece = os.read(pipe, _PIECE)
            if not piece:
                return
            *whole, buffer = (buffer + piece).split(b"\n")
            yield from whole
            if len(buffer) > _LONGEST_LINE:
                raise BufferError
