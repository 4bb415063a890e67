"""The autopilot at the farm, every recipe withheld, beside all that the farm's portals hold.

A document is right where its bytes, number, kind, date and amount are the portal's own. The farm is
parted by its portals' names: rules are made on one half (`seen`), the other (`unseen`) only tells
how well they carry; `likenesses` were written before the rules, in the manner of real applications.

`python -m benchmarks.autopilot [NAME...]` visits only the portals whose names hold one of these.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks import Measured
from fetchers.portals import visit
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import VisitOrder, VisitResult

if TYPE_CHECKING:
    from tests.portals.farm.table import Portal

_AT_ONCE: Final = 2
_TIME_LIMIT: Final = 120.0  # seconds
_WORTH: Final = 0.5  # of a portal's documents that have to be listed for its list to be found


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
    seconds: float
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
    return measured(scores(()))


def measured(told: Sequence[Score]) -> Measured:
    """What the scores say, by group."""
    groups = sorted({score.group for score in told})
    details = {group: _summary([one for one in told if one.group == group]) for group in groups}
    right, there = (sum(getattr(one, name) for one in told) for name in ("right", "there"))
    failing = {one.name: f"{one.right}/{one.there} {one.outcome}" for one in told if _fails(one)}
    return Measured("autopilot", right, there, "documents", {**details, "failing": failing})


def _fails(score: Score) -> bool:
    return score.right < score.there or score.brought > score.right or score.silent


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
    }


def _part(some: int, of_all: int) -> float:
    return round(some / of_all, 4) if of_all else 1.0


def scores(names: Iterable[str]) -> list[Score]:
    """The scores of the portals whose names hold one of these, or of all."""
    wanted = tuple(names)
    portals = [
        (portal, group)
        for portal, group in _farm()
        if not wanted or any(name in portal.name for name in wanted)
    ]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda pair: _score(*pair), portals))


def _farm() -> list[tuple[Portal, str]]:
    from tests.portals.farm.likenesses import LIKENESSES  # late: the farm comes with the source
    from tests.portals.farm.table import PORTALS

    halves = [(portal, _half(portal.name)) for portal in PORTALS]
    return [*halves, *((portal, "likenesses") for portal in LIKENESSES)]


def _half(name: str) -> str:
    return "unseen" if hashlib.sha256(name.encode()).digest()[0] % 2 else "seen"


def _score(portal: Portal, group: str) -> Score:
    from tests.portals.farm.truth import truths_of
    from tests.portals.serving import serve
    from tests.portals.sites import PASSWORD

    site = portal.site()
    truths = truths_of(portal, site)
    with tempfile.TemporaryDirectory() as folder, serve(site.app()) as origin:
        result = _visited(origin, portal, Path(folder) / "right", PASSWORD)
        left = list(truths)
        for document in result.documents:
            right = next((one for one in left if one.is_told_by(document)), None)
            if right is not None:
                left.remove(right)
        refused = site.log["refused"]
        wrong = _visited(origin, portal, Path(folder) / "wrong", "not the password")
    days = {truth.day for truth in truths}
    return Score(
        name=portal.name,
        group=group,
        outcome=result.outcome.code.value,
        signed_in=site.log["posts"] > refused == 0 and _got_in(result),
        there=len(truths),
        listed=min(len(truths), sum(one.day in days for one in result.listings)),
        brought=len(result.documents),
        right=len(truths) - len(left),
        silent=bool(left) and result.outcome.good,
        told_wrong_password=wrong.outcome.code is OutcomeCode.LOGIN_FAILED,
        seconds=result.seconds,
        says=result.outcome.sentence,
    )


def _got_in(result: VisitResult) -> bool:
    return result.outcome.code not in (OutcomeCode.LOGIN_FAILED, OutcomeCode.FILL_REFUSED)


def _visited(origin: str, portal: Portal, spool: Path, password: str) -> VisitResult:
    from tests.portals.sites import USER

    order = VisitOrder(
        run_id="bench",
        portal="Farm",
        start_url=f"{origin}/",
        origins=frozenset({origin}),
        spool=spool,
        loopback_http=True,
        time_limit=_TIME_LIMIT,
        **portal.order,
    )
    return visit(order, _Given(USER, Secret(password), order.origins), lambda _seen: None)


def main() -> None:
    """Visit the portals that are named, and say how each went."""
    told = scores(sys.argv[1:])
    for one in told:
        mark = "  " if not _fails(one) else "! "
        counts = f"{one.there:3} there {one.listed:3} listed {one.brought:3} brought {one.right:3}"
        sys.stdout.write(
            f"{mark}{one.group:10} {one.name:36} {one.outcome:16} {counts} right "
            f"{one.seconds:6.1f} s{'' if one.told_wrong_password else ' PASSWORD'}  {one.says}\n"
        )
    sys.stdout.write(json.dumps(measured(told).plain(), indent=1) + "\n")


if __name__ == "__main__":
    main()
