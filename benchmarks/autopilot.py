"""The autopilot at the farm, every recipe withheld, beside all that the farm's portals hold.

A document is right where its bytes, number, kind, date and amount are the portal's own. The farm is
parted by its portals' names: rules are made on one half (`seen`), the other (`unseen`) only tells
how well they carry; `likenesses` were written before the rules, in the manner of real applications.

A second visit goes by the recipe that the first has written: it has to bring the same documents,
and what it takes is set against the first, one visit at a time. At last a wrong password is handed
to each portal, by autopilot and by recipe, and the right one while its server fails every form that
is sent: the one is told from the other.

`python -m benchmarks.autopilot [NAME...]` visits only the portals whose names hold one of these.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks import Measured
from benchmarks.processes import adopt_orphans, children, settled_cpu
from fetchers.portals import visit
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import VisitOrder, VisitResult

if TYPE_CHECKING:
    from tests.portals.farm.table import Portal
    from tests.portals.farm.truth import Truth

_TIME_LIMIT: Final = 120.0  # seconds
_WRONG: Final = "not the password"
_WORTH: Final = 0.5  # of a portal's documents that have to be listed for its list to be found


@dataclass(frozen=True, slots=True)
class Cost:
    """What a visit took, in seconds: by the clock, and of processor time.

    The processor time is that of all processes that took part, the portal's own among them. `same`
    says that it brought the same documents as the visit before.
    """

    wall: float
    cpu: float
    same: bool = True


@dataclass(frozen=True)
class Score:
    """How a visit went: of `there` documents it listed, brought, and brought right."""

    name: str
    group: str
    outcome: str
    signed_in: bool
    there: int
    listed: int
    brought: int
    right: int
    silent: bool
    told_wrong_password: bool
    told_broken: bool
    first: Cost
    second: Cost | None
    says: str

    @property
    def found(self) -> bool:
        """Whether the list was found."""
        return self.listed >= self.there * _WORTH


@dataclass(frozen=True, slots=True)
class _Given:
    """The farm's credential; fulfils `model.ports.Lease`."""

    username: str
    password: Secret
    origins: frozenset[str]
    name: str = "farm"
    edition: str | None = None
    totp: Secret | None = None
    customer_number: str | None = None


def run(_data: Path | None) -> Measured:
    """Documents brought right; the reference is how many there are."""
    return measured(list(scores(())))


def measured(told: Sequence[Score]) -> Measured:
    """What the scores say, by group."""
    groups = sorted({score.group for score in told})
    details = {group: _summary([one for one in told if one.group == group]) for group in groups}
    details["all"] = _summary(told)
    right, there = (sum(getattr(one, name) for one in told) for name in ("right", "there"))
    failing = {one.name: f"{one.right}/{one.there} {one.outcome}" for one in told if _fails(one)}
    return Measured("autopilot", right, there, "documents", {**details, "failing": failing})


def _fails(score: Score) -> bool:
    missed = score.right < score.there or score.brought > score.right or score.silent
    other = score.second is not None and not score.second.same
    return missed or other or not (score.told_wrong_password and score.told_broken)


def _summary(told: Sequence[Score]) -> dict[str, Any]:
    with_documents = [one for one in told if one.there]
    right, there, brought = (
        sum(getattr(one, name) for one in told) for name in ("right", "there", "brought")
    )
    return {
        "portals": len(told),
        "sign_in": _part(sum(one.signed_in for one in told), len(told)),
        "list": _part(sum(one.found for one in with_documents), len(with_documents)),
        "recall": _part(right, there),
        "precision": _part(right, brought),
        "silent": sum(one.silent for one in told),
        "wrong_password_told": _part(sum(one.told_wrong_password for one in told), len(told)),
        "broken_told": _part(sum(one.told_broken for one in told), len(told)),
        "second_visit": _second([(one.first, one.second) for one in told if one.second]),
    }


def _second(pairs: Sequence[tuple[Cost, Cost]]) -> dict[str, float]:
    """How much less the second visits took than the first, in the middle of all portals."""
    if not pairs:
        return {"portals": 0}
    return {
        "portals": len(pairs),
        "same_documents": _part(sum(second.same for _, second in pairs), len(pairs)),
        "times_faster": round(median(first.wall / second.wall for first, second in pairs), 2),
        "times_faster_cpu": round(median(first.cpu / second.cpu for first, second in pairs), 2),
        "first_seconds": round(median(first.wall for first, _ in pairs), 2),
        "second_seconds": round(median(second.wall for _, second in pairs), 2),
        "first_cpu": round(median(first.cpu for first, _ in pairs), 2),
        "second_cpu": round(median(second.cpu for _, second in pairs), 2),
    }


def _part(some: int, of_all: int) -> float:
    return round(some / of_all, 4) if of_all else 1.0


def scores(names: Iterable[str]) -> Iterator[Score]:
    """The scores of the portals whose names hold one of these, or of all, as they come."""
    wanted = tuple(names)
    portals = [
        (portal, group)
        for portal, group in _farm()
        if not wanted or any(name in portal.name for name in wanted)
    ]
    adopt_orphans()
    _score(*portals[0])  # starts what all visits are forked from
    stay = frozenset(children(os.getpid()))
    for portal, group in portals:
        yield _score(portal, group, stay)


def _farm() -> list[tuple[Portal, str]]:
    from tests.portals.farm.likenesses import LIKENESSES  # late: the farm comes with the source
    from tests.portals.farm.table import PORTALS

    halves = [(portal, _half(portal.name)) for portal in PORTALS]
    return [*halves, *((portal, "likenesses") for portal in LIKENESSES)]


def _half(name: str) -> str:
    return "unseen" if hashlib.sha256(name.encode()).digest()[0] % 2 else "seen"


def _score(portal: Portal, group: str, stay: frozenset[int] = frozenset()) -> Score:
    from tests.portals.farm.truth import truths_of
    from tests.portals.serving import serve
    from tests.portals.sites import PASSWORD

    site = portal.site()
    truths = truths_of(portal, site)
    door = _Door(site.app())
    with tempfile.TemporaryDirectory() as folder, serve(door) as origin:
        visits = _Visits(portal, origin, Path(folder), stay)
        first, cost = visits.make(PASSWORD)
        refused, posts = site.log["refused"], site.log["posts"]
        left = _left(truths, first)
        second = _again(visits, first, truths) if first.recipe else None
        wrong = [visits.make(_WRONG, by)[0] for by in {None, first.recipe}]
        door.fails = True
        broken = [visits.make(PASSWORD, by)[0] for by in {None, first.recipe}]
    days = {truth.day for truth in truths}
    return Score(
        name=portal.name,
        group=group,
        outcome=first.outcome.code.value,
        signed_in=posts > refused == 0 and _got_in(first),
        there=len(truths),
        listed=min(len(truths), sum(one.day in days for one in first.listings)),
        brought=len(first.documents),
        right=len(truths) - len(left),
        silent=bool(left) and first.outcome.good,
        told_wrong_password=all(_refused(one) for one in wrong),
        told_broken=not any(_refused(one) or one.outcome.good for one in broken),
        first=cost,
        second=second,
        says=first.outcome.sentence,
    )


def _left(truths: Iterable[Truth], result: VisitResult) -> list[Truth]:
    """The documents that a visit did not bring right."""
    left = list(truths)
    for document in result.documents:
        right = next((one for one in left if one.is_told_by(document)), None)
        if right is not None:
            left.remove(right)
    return left


def _again(visits: _Visits, first: VisitResult, truths: Sequence[Truth]) -> Cost:
    """What a visit by the recipe of the first one took, and whether it brought the same."""
    from tests.portals.sites import PASSWORD

    second, cost = visits.make(PASSWORD, first.recipe)
    brought = [(_left(truths, one), len(one.documents)) for one in (first, second)]
    return replace(cost, same=brought[0] == brought[1])


def _got_in(result: VisitResult) -> bool:
    return result.outcome.code not in (OutcomeCode.LOGIN_FAILED, OutcomeCode.FILL_REFUSED)


def _refused(result: VisitResult) -> bool:
    return result.outcome.code is OutcomeCode.LOGIN_FAILED


@dataclass(slots=True)
class _Door:
    """A portal's server, which can come to fail every form that is sent to it."""

    app: ASGIApp
    fails: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the portal does, or by an error of its server."""
        if self.fails and scope.get("method") == "POST":
            answer = PlainTextResponse("Internal Server Error", status_code=500)
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


@dataclass(slots=True)
class _Visits:
    """Visits to one portal, one after the other; `stay` are processes that outlive them."""

    portal: Portal
    origin: str
    folder: Path
    stay: frozenset[int]
    _made: int = 0

    def make(self, password: str, recipe: str | None = None) -> tuple[VisitResult, Cost]:
        """What a visit brought, and what it took."""
        from tests.portals.sites import USER

        self._made += 1
        order = VisitOrder(
            run_id="bench",
            portal="Farm",
            start_url=f"{self.origin}/",
            origins=frozenset({self.origin}),
            spool=self.folder / str(self._made),
            recipe=recipe,
            loopback_http=True,
            time_limit=_TIME_LIMIT,
            **self.portal.order,
        )
        lease = _Given(USER, Secret(password), order.origins)
        before = settled_cpu(but=self.stay)
        result = visit(order, lease, lambda _seen: None)
        return result, Cost(result.seconds, settled_cpu(but=self.stay) - before)


def _costs(score: Score) -> str:
    first, second = score.first, score.second
    if second is None:
        return f"{first.wall:5.1f} s, no recipe"
    other = "" if second.same else " OTHER"
    times = f"{first.wall / second.wall:4.1f}, {first.cpu / second.cpu:4.1f} of cpu"
    return f"{first.wall:5.1f} then {second.wall:5.1f} s ({times}){other}"


def main() -> None:
    """Visit the portals that are named, and say how each went."""
    told = []
    for one in scores(sys.argv[1:]):
        told.append(one)
        mark = "  " if not _fails(one) else "! "
        counts = f"{one.there:3} there {one.listed:3} listed {one.brought:3} brought {one.right:3}"
        sys.stdout.write(
            f"{mark}{one.group:10} {one.name:36} {one.outcome:16} {counts} right "
            f"{_costs(one)}{'' if one.told_wrong_password else ' PASSWORD'}"
            f"{'' if one.told_broken else ' BROKEN'}  {one.says}\n"
        )
    sys.stdout.write(json.dumps(measured(told).plain(), indent=1) + "\n")


if __name__ == "__main__":
    main()
