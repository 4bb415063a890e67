"""The autopilot at the farm, every recipe withheld, beside all that the farm's portals hold.

A document is right where its bytes, number, kind, date and amount are the portal's own. The farm is
parted by its portals' names: rules are made on one half (`seen`), the other (`unseen`) only tells
how well they carry; `likenesses` were written before the rules, in the manner of real applications.

Three later visits go by the recipe that the first has written, each set against the first, one
visit at a time. `recipe`: with nothing but the recipe; it signs in anew and brings the same
documents. `kept`: with the sign-in that the first has left in the vault as well, as every later
visit of the pipeline's has it; it too brings the same documents. `regular`: as the pipeline makes
it, which also knows what is on file; it lists the same documents, and brings none a second time.
A portal that shows something else each time may differ there without a fault.

At last a wrong password is handed to each portal, by autopilot and by recipe, and the right one
while its server fails every form that is sent: the one is told from the other.

`python -m benchmarks.autopilot [NAME...]` visits only the portals whose names hold one of these.
With `--pace` it makes nothing but the first and the later visits, one right after the other, so
that whatever else runs on the machine is in the way of all: ten minutes on an idle one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks import Measured
from benchmarks.processes import adopt_orphans, children, cpu_so_far, settled_cpu
from fetchers.portals import visit
from fetchers.portals.standby import child
from model.documents import DocumentKind, normalise_number
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import Listing, VisitOrder, VisitResult

if TYPE_CHECKING:
    from tests.portals.farm.table import Portal
    from tests.portals.farm.truth import Truth

_TIME_LIMIT: Final = 120.0  # seconds
_WRONG: Final = "not the password"
_REST: Final = 0.2  # seconds between two looks
_AT_REST: Final = 0.02  # seconds of processor time between them
_MOST_RESTS: Final = 50
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


@dataclass(frozen=True, slots=True)
class Again:
    """What three visits took that had less to find out; see above."""

    recipe: Cost
    kept: Cost
    regular: Cost

    @property
    def same(self) -> bool:
        """Whether all of them had the documents of the first."""
        return all(one.same for one in (self.recipe, self.kept, self.regular))


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
    again: Again | None
    says: str

    @property
    def found(self) -> bool:
        """Whether the list was found."""
        return self.listed >= self.there * _WORTH


@dataclass(slots=True)
class _Kept:
    """What visits leave of their sign-in, in place of a vault; as `model.ports.SignInMemory`."""

    state: Secret | None = None

    def recall(self) -> Secret | None:
        """What the last visit left."""
        return self.state

    def keep(self, state: Secret) -> None:
        """What this one leaves."""
        self.state = state


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
    other = score.again is not None and not score.again.same
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
        "later_visits": {
            name: _later([(one.first, getattr(one.again, name)) for one in told if one.again])
            for name in ("recipe", "kept", "regular")
        },
    }


def _later(pairs: Sequence[tuple[Cost, Cost]]) -> dict[str, float]:
    """How much less later visits took than the first, in the middle of all portals."""
    if not pairs:
        return {"portals": 0}
    spent, spent_later = (sum(one.wall for one in visits) for visits in zip(*pairs, strict=True))
    return {
        "portals": len(pairs),
        "same_documents": _part(sum(later.same for _, later in pairs), len(pairs)),
        "times_faster": round(median(first.wall / later.wall for first, later in pairs), 2),
        "times_faster_in_all": round(spent / spent_later, 2),
        "three_times": _part(sum(first.wall >= 3 * one.wall for first, one in pairs), len(pairs)),
        "times_faster_cpu": round(median(first.cpu / later.cpu for first, later in pairs), 2),
        "first_seconds": round(median(first.wall for first, _ in pairs), 2),
        "seconds": round(median(later.wall for _, later in pairs), 2),
        "first_cpu": round(median(first.cpu for first, _ in pairs), 2),
        "cpu": round(median(later.cpu for _, later in pairs), 2),
    }


def _part(some: int, of_all: int) -> float:
    return round(some / of_all, 4) if of_all else 1.0


def scores(names: Iterable[str], *, pace: bool = False) -> Iterator[Score]:
    """The scores of the portals whose names hold one of these, or of all, as they come.

    With `pace` no wrong password is tried, and no server fails.
    """
    wanted = tuple(names)
    portals = [
        (portal, group)
        for portal, group in _farm()
        if not wanted or any(name in portal.name for name in wanted)
    ]
    if not portals:
        raise SystemExit(f"No portal's name holds {' or '.join(wanted)}.")
    adopt_orphans()
    stay = _forked_from()
    for portal, group in portals:
        yield _score(portal, group, stay, pace=pace)


def _forked_from() -> frozenset[int]:
    """The process that all visits are forked from, which two ordered in vain have started.

    From then on one stands by for the next, as in a worker: for a portal's first visit as well.
    """
    for _ in range(2):
        with child():
            pass
    return frozenset(children(os.getpid()))


def _farm() -> list[tuple[Portal, str]]:
    from tests.portals.farm.likenesses import LIKENESSES  # late: the farm comes with the source
    from tests.portals.farm.table import PORTALS

    halves = [(portal, _half(portal.name)) for portal in PORTALS]
    return [*halves, *((portal, "likenesses") for portal in LIKENESSES)]


def _half(name: str) -> str:
    return "unseen" if hashlib.sha256(name.encode()).digest()[0] % 2 else "seen"


def _score(
    portal: Portal, group: str, stay: frozenset[int] = frozenset(), *, pace: bool = False
) -> Score:
    from tests.portals.farm.truth import truths_of
    from tests.portals.serving import serve
    from tests.portals.sites import PASSWORD

    site = portal.site()
    truths = truths_of(portal, site)
    door = _Door(site.app())
    with tempfile.TemporaryDirectory() as folder, serve(door) as origin:
        visits, kept = _Visits(portal, origin, Path(folder), stay), _Kept()
        first, cost = visits.make(PASSWORD, memory=kept)
        refused, posts = site.log["refused"], site.log["posts"]
        left = _left(truths, first)
        again = _again(visits, first, truths, kept=kept) if first.recipe else None
        ways = set[str | None]() if pace else {None, first.recipe}
        wrong = [visits.make(_WRONG, by)[0] for by in ways]
        door.fails = True
        broken = [visits.make(PASSWORD, by)[0] for by in ways]
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
        again=again,
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


def _again(visits: _Visits, first: VisitResult, truths: Sequence[Truth], *, kept: _Kept) -> Again:
    """What three visits by the recipe of the first one took, and whether they had the same."""
    from tests.portals.sites import PASSWORD

    def as_first(result: VisitResult, cost: Cost) -> Cost:
        brought = [(_left(truths, one), len(one.documents)) for one in (first, result)]
        return replace(cost, same=brought[0] == brought[1])

    alone = as_first(*visits.make(PASSWORD, first.recipe))
    signed_in = as_first(*visits.make(PASSWORD, first.recipe, memory=kept))
    known, unnumbered = _on_file(first)
    regular, cost = visits.make(
        PASSWORD, first.recipe, memory=kept, known=known, unnumbered=unnumbered
    )
    listed = [sorted(map(repr, one.listings)) for one in (first, regular)]
    same = listed[0] == listed[1] and not regular.documents
    return Again(alone, signed_in, replace(cost, same=same))


def _on_file(
    first: VisitResult,
) -> tuple[frozenset[tuple[DocumentKind, str]], tuple[Listing, ...]]:
    """What a first visit has brought, as the pipeline names it to the next."""
    rows = [document.listing for document in first.documents]
    numbered = {(row.kind, normalise_number(row.number)) for row in rows if row.number}
    return frozenset(numbered), tuple(row.unnumbered for row in rows if not row.number)


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

    def make(
        self,
        password: str,
        recipe: str | None = None,
        *,
        memory: _Kept | None = None,
        known: frozenset[tuple[DocumentKind, str]] = frozenset(),
        unnumbered: tuple[Listing, ...] = (),
    ) -> tuple[VisitResult, Cost]:
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
            known=known,
            unnumbered=unnumbered,
            loopback_http=True,
            time_limit=_TIME_LIMIT,
            **self.portal.order,
        )
        lease = _Given(USER, Secret(password), order.origins)
        _rest()
        before = settled_cpu(but=self.stay)
        result = visit(order, lease, lambda _seen: None, memory=memory)
        return result, Cost(result.seconds, settled_cpu(but=self.stay) - before)


def _rest() -> None:
    """Nothing comes back: what stands by for the next visit has started and is at rest.

    So it is in a worker, which files what the last visit brought before it makes the next.
    """
    for _ in range(_MOST_RESTS):
        before = cpu_so_far()
        time.sleep(_REST)
        if cpu_so_far() - before <= _AT_REST:
            return


def _costs(score: Score) -> str:
    first, again = score.first, score.again
    if again is None:
        return f"{first.wall:5.1f} s, no recipe"
    told = [
        f"{name} {later.wall:4.1f} ({first.wall / later.wall:3.1f}, "
        f"{first.cpu / later.cpu:3.1f} of cpu){'' if later.same else ' OTHER'}"
        for name, later in (
            ("recipe", again.recipe),
            ("kept", again.kept),
            ("regular", again.regular),
        )
    ]
    return f"{first.wall:5.1f} s, {', '.join(told)}"


def main() -> None:
    """Visit the portals that are named, and say how each went."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.autopilot", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--pace", action="store_true", help="only the first and the later visits")
    given, told = parser.parse_args(), []
    for one in scores(given.names, pace=given.pace):
        told.append(one)
        mark = "  " if not _fails(one) else "! "
        counts = f"{one.there:3} there {one.listed:3} listed {one.brought:3} brought {one.right:3}"
        sys.stdout.write(
            f"{mark}{one.group:10} {one.name:36} {one.outcome:16} {counts} right "
            f"{_costs(one)}{'' if one.told_wrong_password else ' PASSWORD'}"
            f"{'' if one.told_broken else ' BROKEN'}  {one.says}\n"
        )
        sys.stdout.flush()
    sys.stdout.write(json.dumps(measured(told).plain(), indent=1) + "\n")


if __name__ == "__main__":
    main()
