"""When Billhook goes to a portal next, and why: worked out from its schedule and its last visits.

Nothing of a plan is stored: it follows from what stands in the tables, and is the same whoever asks
and however often. A password that was refused is never sent again; one of which nobody knows
whether it was refused is not sent again either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from model.outcomes import BACKOFF, Outcome, OutcomeCode, Owner, Retry
from model.schedules import (
    Schedule,
    at_work,
    leave_quiet,
    next_attended,
    next_regular,
    spread,
)
from model.suppliers import Portal, PortalState
from model.takeovers import Standing, verdict
from model.visits import Cause, Run

HISTORY: Final = 40
"""So many of the last visits tell what comes next."""

WINDOWS: Final = 3
"""So often a portal that needs a person is tried when somebody is there, then nobody came."""

_VAULT_PAUSE: Final = timedelta(minutes=1)
_FRESH: Final = timedelta(hours=3)  # a visit so shortly before the regular one stands for it
_CALM: Final = timedelta(minutes=2)  # between two visits to a portal in trouble
_BELIEVED: Final = timedelta(days=14)  # what ends later than that is looked at by the usual rule
_SPREAD: Final = 0.1  # the share of a wait by which attempts are spread
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
_TRIES: Final[Mapping[OutcomeCode, int]] = MappingProxyType({OutcomeCode.BOT_BLOCKED: 2})
_TRIED_INSIDE: Final = frozenset({OutcomeCode.MFA_WRONG})  # the visit itself sent a second code
_ONLY_WAITED: Final = frozenset({OutcomeCode.CANCELLED, OutcomeCode.VAULT_LOCKED})


@dataclass(frozen=True, slots=True)
class Plan:
    """What comes next at a portal.

    `at` is when Billhook goes by itself, None for not at all. `asks` says that a person is told
    now, `leaves` that what is expected is left to that person, `pauses` that no visit begins before
    a person has acted, `holds` that what is expected meanwhile waits for `at` too, `attended` that
    `at` is when somebody is there. This is attempt `attempt` of `attempts` after a failure; both
    are 0 for a regular visit.
    """

    at: datetime | None
    cause: Cause = Cause.REGULAR
    asks: bool = False
    leaves: bool = False
    pauses: bool = False
    holds: bool = False
    attended: bool = False
    attempt: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """What a plan is worked out from; `visits` are the finished ones, newest first."""

    portal: Portal
    schedule: Schedule
    visits: Sequence[Run]
    zone: ZoneInfo

    @property
    def last(self) -> Run | None:
        """The newest visit."""
        return next(iter(self.visits), None)


def plan(past: Past) -> Plan:
    """What comes next, if the portal is neither paused nor unconfirmed."""
    last = past.last
    if last is None or last.outcome is None or last.outcome.retry is Retry.REGULAR:
        return _regular(past)
    if last.cause is Cause.TAKEOVER:
        return _takeover(past, last, last.outcome)
    return _PLANS[last.outcome.retry](past, last, last.outcome)


def ready_at(past: Past, run: Run, linger: timedelta) -> datetime | None:
    """When an ordered visit may begin; None where it waits for what `plan` says.

    A person who asks is there: no quiet hours, no gap. Nothing begins sooner than `linger` after
    its request, so that a morning's notices make one visit.
    """
    asked = run.requested + linger
    if run.cause.by_person:
        return asked
    if run.cause is not Cause.RETRY and plan(past).holds:
        return None
    gap = timedelta(seconds=past.schedule.gap)
    if past.last is not None:
        calm = run.cause is not Cause.RETRY and _in_trouble(past.last)
        asked = max(asked, _end(past.last) + (max(gap, _CALM) if calm else gap))
    return leave_quiet(past.schedule, asked, zone=past.zone)


def words(past: Past, now: datetime) -> str:
    """What comes next, in a sentence for a clerk."""
    if past.portal.state is PortalState.PROPOSED:
        return "Visited once you have confirmed its host."
    if past.portal.state is PortalState.PAUSED:
        return "Not visited before you have answered."
    if past.portal.state is PortalState.SET_ASIDE:
        return "Not visited: it is no portal for documents."
    found = plan(past)
    if found.at is None:
        return "Visited when a document is expected, or when you ask for it."
    when = moment(max(found.at, now), now, past.zone)
    if found.cause in (Cause.RETRY, Cause.TAKEOVER):
        there = ", when somebody is there" if found.attended else ""
        return f"Tried again {when}{there}{_count(found)}."
    return f"Next visit {when} ({past.schedule.words})."


def next_attempt(found: Plan, now: datetime, zone: ZoneInfo) -> str:
    """The sentence that follows on why a visit failed; empty where no attempt comes."""
    if found.at is None or found.cause not in (Cause.RETRY, Cause.TAKEOVER):
        return ""
    return f"Billhook tries again {moment(found.at, now, zone)}{_count(found)}."


def moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """An instant near now: "today at 14:05", "tomorrow at 06:12", "on Tuesday 3 Nov at 06:12"."""
    there, here = at.astimezone(zone), now.astimezone(zone)
    clock = f"{there:%H:%M}"
    if at <= now:
        return "at once"
    match (there.date() - here.date()).days:
        case 0:
            return f"today at {clock}"
        case 1:
            return f"tomorrow at {clock}"
    return f"on {there:%A} {there.day} {there:%b} at {clock}"


def _count(found: Plan) -> str:
    return f" (attempt {found.attempt} of {found.attempts})" if found.attempts > 1 else ""


def _regular(past: Past, **facts: bool) -> Plan:
    """The next visit of the schedule; one that was made shortly before it stands for it."""
    after = past.portal.connected or _LONG_AGO
    if past.last is not None:
        after = max(after, _end(past.last) + _FRESH)
    at = next_regular(past.schedule, after, zone=past.zone, seed=past.portal.id)
    return Plan(at, Cause.REGULAR, **facts)


def _wait(past: Past, last: Run, _outcome: Outcome) -> Plan:
    """As soon as the vault is open; but where a person was needed before, one is needed still."""
    at = _end(last) + _VAULT_PAUSE
    outcomes = (run.outcome for run in past.visits if run.outcome is not None)
    before = next((one for one in outcomes if one.code not in _ONLY_WAITED), None)
    if before is not None and before.retry is Retry.WINDOW and not last.cause.by_person:
        at = at_work(past.schedule, at, zone=past.zone)
    return Plan(at, Cause.RETRY, holds=True)


def _never(past: Past, last: Run, outcome: Outcome) -> Plan:
    """Not before a person has acted; but a lock that ends by itself is tried once after its end."""
    at = _named_end(last, outcome)
    if at is not None and outcome.code is OutcomeCode.LOCKED and not _retries(past.visits):
        at = _not_quiet(past, at)
        return Plan(at, Cause.RETRY, asks=True, holds=True, attempt=1, attempts=1)
    return _left()


def _takeover(past: Past, last: Run, outcome: Outcome) -> Plan:
    """After a first visit: no second one by itself, unless it ended before the password was sent.

    Where it brought a part, the password is the right one, and the regular visits bring the rest.
    """
    match verdict(outcome, last.fetched):
        case Standing.AUTOMATIC:
            return _regular(past)
        case Standing.NO_PORTAL:
            return Plan(None, leaves=True, holds=True)
    firsts = [run for run in past.visits if run.cause is Cause.TAKEOVER]
    tries = sum(run.outcome is not None and run.outcome.code not in _ONLY_WAITED for run in firsts)
    waits = outcome.retry in (Retry.WAIT, Retry.BACKOFF)
    if not waits or tries > len(BACKOFF) or any(run.password_sent for run in firsts):
        return _left()
    wait = _VAULT_PAUSE if outcome.retry is Retry.WAIT else BACKOFF[max(tries, 1) - 1]
    at = _named_end(last, outcome) or _end(last) + wait
    return Plan(at, Cause.TAKEOVER, holds=True, attempt=tries, attempts=len(BACKOFF))


def _left() -> Plan:
    return Plan(None, asks=True, leaves=True, pauses=True, holds=True)


def _once(past: Past, last: Run, outcome: Outcome) -> Plan:
    """One more visit now, unless it may send a refused password a second time."""
    if _retries(past.visits) or last.unanswered or outcome.code in _TRIED_INSIDE:
        return _left()
    at = _end(last) + timedelta(seconds=past.schedule.gap)
    return Plan(_not_quiet(past, at), Cause.RETRY, attempt=1, attempts=1)


def _window(past: Past, last: Run, _outcome: Outcome) -> Plan:
    """When somebody comes next: a code must not be sent to one who sleeps."""
    done = _retries(past.visits)
    if done >= WINDOWS:
        return _left()
    at = next_attended(past.schedule, _end(last), zone=past.zone)
    return Plan(
        at,
        Cause.RETRY,
        asks=True,
        leaves=True,
        holds=True,
        attended=True,
        attempt=done + 1,
        attempts=WINDOWS,
    )


def _backoff(past: Past, last: Run, outcome: Outcome) -> Plan:
    """15 minutes, 1 hour, 4 hours, 24 hours; then a person, and the regular visits go on."""
    done, most = _retries(past.visits), _TRIES.get(outcome.code, len(BACKOFF))
    if done >= most:
        stop = outcome.code in _TRIES
        return _left() if stop else _regular(past, asks=True, leaves=True)
    wait, named = BACKOFF[done], _named_end(last, outcome)
    at = named or _end(last) + wait + spread(f"{past.portal.id} {last.id}", wait * _SPREAD)
    return Plan(
        _not_quiet(past, at),
        Cause.RETRY,
        asks=outcome.owner is Owner.ADMIN,
        holds=named is not None or outcome.code is OutcomeCode.BOT_BLOCKED,
        attempt=done + 1,
        attempts=most,
    )


_PLANS: Final = {
    Retry.WAIT: _wait,
    Retry.NEVER: _never,
    Retry.ONCE: _once,
    Retry.WINDOW: _window,
    Retry.BACKOFF: _backoff,
}


def _named_end(last: Run, outcome: Outcome) -> datetime | None:
    """The instant that the portal named, where it is not too far off to be believed.

    It is never sooner than the first wait of all, whatever the portal says.
    """
    if outcome.until is None or outcome.until - _end(last) > _BELIEVED:
        return None
    return max(outcome.until, _end(last) + BACKOFF[0])


def _retries(visits: Sequence[Run]) -> int:
    """How many attempts of ours have failed since something last went well, or a person acted.

    A visit that brought a document is progress, though it ended otherwise than well.
    """
    count = 0
    for run in visits:
        if run.outcome is None or run.outcome.good:
            return count
        if run.outcome.code not in _ONLY_WAITED and run.cause is Cause.RETRY:
            count += 1
        if run.cause.by_person or run.fetched:
            return count
    return HISTORY if len(visits) >= HISTORY else count


def _not_quiet(past: Past, at: datetime) -> datetime:
    return leave_quiet(past.schedule, at, zone=past.zone)


def _in_trouble(run: Run) -> bool:
    outcome = run.outcome
    return outcome is not None and not outcome.good and outcome.code is not OutcomeCode.PARTIAL


def _end(run: Run) -> datetime:
    return run.finished or run.requested
