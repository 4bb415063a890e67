"""How far Tryton's books were read: which changes count, which part, and after which record.

All times are Tryton's own. A look goes back an hour before the newest change that the last one saw:
what was being booked then, in a transaction that ended later, is not missed. What it reads twice
says the same again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Self

from feeds.tryton.rpc import Values

PARTS: Final = ("ledger", "orders", "receipts")
CHANGE: Final = ("create_date", "write_date")
"""Fields that say when a record changed."""
_BEFORE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a look. `newest` is the newest change that it has seen so far."""

    since: datetime | None = None
    part: str = PARTS[0]
    after: int = 0
    newest: datetime | None = None

    @classmethod
    def of(cls, written: str) -> Self:
        """The place that `written` gave; the beginning of all where it is empty."""
        if not written:
            return cls()
        said = json.loads(written)
        moments = {name: _moment(said[name]) for name in ("since", "newest")}
        return cls(part=said["part"], after=said["after"], **moments)

    @property
    def written(self) -> str:
        """The place as text."""
        moments = {"since": self.since, "newest": self.newest}
        texts = {name: moment.isoformat() if moment else "" for name, moment in moments.items()}
        return json.dumps({"part": self.part, "after": self.after, **texts})

    @property
    def domain(self) -> list[object]:
        """What a record of this part meets that is still to be read."""
        changed = [[["create_date", ">=", self.since]], [["write_date", ">=", self.since]]]
        return [["id", ">", self.after], *([["OR", *changed]] if self.since else [])]

    def behind(self, read: Sequence[Values]) -> Self:
        """The place behind these records of the part, which go on."""
        return replace(self, after=int(read[-1]["id"]), newest=self._newest(read))

    def next_part(self, read: Sequence[Values]) -> Self:
        """The place behind the last records of the part: the next one, or the next look."""
        newest, following = self._newest(read), PARTS.index(self.part) + 1
        if following < len(PARTS):
            return replace(self, part=PARTS[following], after=0, newest=newest)
        since = newest - _BEFORE if newest else self.since
        return type(self)(since=since, newest=newest)

    def _newest(self, read: Iterable[Values]) -> datetime | None:
        moments = [one[name] for one in read for name in CHANGE if one[name]]
        return max([*moments, *([self.newest] if self.newest else [])], default=None)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
