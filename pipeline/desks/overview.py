"""The overview's figures: weeks of what is due, months of what came, ages of what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from model.adoption import Effort, Savings
from model.filing import Channel
from model.money import Money
from model.overview import (
    Arrived,
    Awaited,
    DueDay,
    DueWeek,
    Flow,
    Forecast,
    Month,
    Overview,
    Waiting,
)
from pipeline.rules import Rules
from storage import adoption, entities, suppliers
from storage import overview as stored
from storage.sight import of_one
from storage.tx import Tx

WEEKS: Final = 8
MONTHS: Final = 12
MOST_SUPPLIERS: Final = 40
"""So many suppliers are shown, those with something missing first."""
AGES: Final = ((0, 1), (2, 7), (8, 14), (15, 30), (31, None))
"""From and to how many days something is missing."""
_WEEK: Final = timedelta(weeks=1)
_NAMELESS: Final = "No supplier yet"
_NOBODYS: Final = "None of these"
_Fact = DueDay | Arrived | Awaited


def overview(tx: Tx, entity_id: str = "") -> Overview:
    """All of it, as of today in the company's time zone; or of one of our companies alone."""
    if not entity_id:
        return _overview(tx, of_all=True)
    with of_one(tx, entity_id):
        return _overview(tx, of_all=False)


def _overview(tx: Tx, *, of_all: bool) -> Overview:
    rules = Rules.of(tx)
    today = rules.today(tx)
    months = last_months(today)
    dues, came, missing = stored.dues(tx, today), stored.arrived(tx, months[0]), stored.awaited(tx)
    done = adoption.done_by_month(tx, datetime.combine(months[0], time(), UTC))
    names = {"": _NAMELESS} | {one.id: one.name for one in suppliers.every(tx)}
    facts: tuple[_Fact, ...] = (*dues, *came, *missing)
    flows = sorted(_flows(months, facts, _supplier_of, names), key=_most_first)
    return Overview(
        today=today,
        forecasts=forecasts(dues, today),
        undated=stored.undated(tx),
        months=flow(months, came, done, rules.effort),
        waiting=waiting(missing, today),
        suppliers=tuple(flows[:MOST_SUPPLIERS]),
        more=max(len(flows) - MOST_SUPPLIERS, 0),
        companies=_companies(tx, months, facts) if of_all else (),
    )


def _companies(tx: Tx, months: Sequence[date], facts: Sequence[_Fact]) -> tuple[Flow, ...]:
    """Each company's part, by name; none where whoever asks sees one at most."""
    seen = entities.seen(tx)
    if len(seen) <= 1:
        return ()
    names = {one.id: one.name for one in seen}
    own = [one for one in facts if (one.entity_id or "") in names]
    of_none = [one for one in facts if (one.entity_id or "") not in names]
    theirs = {flow.id: flow for flow in _flows(months, own, _entity_of, names)}
    nothing = (0,) * len(months)
    every = [theirs.get(key, Flow(key, name, nothing, 0, None, ())) for key, name in names.items()]
    return (*every, *_flows(months, of_none, lambda _: "", {"": _NOBODYS}))


def last_months(today: date) -> tuple[date, ...]:
    """The first days of the last twelve months, the current one last."""
    number = today.year * 12 + today.month - 1
    every = (divmod(at, 12) for at in range(number - MONTHS + 1, number + 1))
    return tuple(date(year, month + 1, 1) for year, month in every)


def forecasts(dues: Iterable[DueDay], today: date) -> tuple[Forecast, ...]:
    """What has to be paid by currency, the one of the most documents first."""
    by_currency: dict[str, list[DueDay]] = defaultdict(list)
    for due in dues:
        by_currency[due.amount.currency].append(due)
    every = by_currency.items()
    most_first = sorted(every, key=lambda one: (-sum(due.documents for due in one[1]), one[0]))
    return tuple(_forecast(currency, found, today) for currency, found in most_first)


def _forecast(currency: str, dues: Sequence[DueDay], today: date) -> Forecast:
    monday = today - timedelta(days=today.weekday())
    ends = monday + WEEKS * _WEEK
    weeks = defaultdict[date, list[DueDay]](list)
    for due in dues:
        weeks[due.day - timedelta(days=due.day.weekday())].append(due)
    coming = [due for due in weeks[monday] if due.day >= today]
    late = [due for due in dues if due.day < today]
    later = [due for due in dues if due.day >= ends]
    following = (monday + number * _WEEK for number in range(1, WEEKS))
    return Forecast(
        late=_week(monday, late, currency),
        weeks=(
            _week(monday, coming, currency),
            *(_week(begins, weeks[begins], currency) for begins in following),
        ),
        later=_week(ends, later, currency),
    )


def _week(begins: date, dues: Iterable[DueDay], currency: str) -> DueWeek:
    nothing = Money(Decimal(0), currency)
    found = list(dues)
    return DueWeek(
        begins,
        here=sum((due.amount for due in found if not due.sent), nothing),
        sent=sum((due.amount for due in found if due.sent), nothing),
        documents=sum(due.documents for due in found),
    )


def flow(
    months: Iterable[date],
    came: Iterable[Arrived],
    done: Mapping[str, tuple[int, int]],
    effort: Effort,
) -> tuple[Month, ...]:
    """What came and what was saved, month by month; `done` counts sign-ins and downloads."""
    by_month: dict[date, Counter[Channel]] = defaultdict(Counter)
    for one in came:
        by_month[one.month][one.channel] += one.documents
    return tuple(
        Month(begins, by_month[begins], Savings.of(*done.get(f"{begins:%Y-%m}", (0, 0)), effort))
        for begins in months
    )


def waiting(missing: Iterable[Awaited], today: date) -> tuple[Waiting, ...]:
    """How many documents are missing for how long."""
    found = [(max((today - one.since).days, 0), one) for one in missing]
    return tuple(
        Waiting(
            least,
            most,
            machine=_missing_for(found, least, most, asked=False),
            person=_missing_for(found, least, most, asked=True),
        )
        for least, most in AGES
    )


def _missing_for(
    found: Iterable[tuple[int, Awaited]], least: int, most: int | None, *, asked: bool
) -> int:
    return sum(
        one.documents
        for days, one in found
        if one.asked == asked and least <= days and (most is None or days <= most)
    )


def _supplier_of(fact: _Fact) -> str:
    return fact.supplier_id or ""


def _entity_of(fact: _Fact) -> str:
    return fact.entity_id or ""


def _flows(
    months: Sequence[date],
    facts: Iterable[_Fact],
    of: Callable[[_Fact], str],
    names: Mapping[str, str],
) -> Iterable[Flow]:
    """What came, is missing and is due, by what `of` says it is of."""
    places = {month: place for place, month in enumerate(months)}
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * len(months))
    lacking: Counter[str] = Counter()
    owed: dict[str, list[DueDay]] = defaultdict(list)
    for fact in facts:
        match fact:
            case DueDay():
                owed[of(fact)].append(fact)
            case Awaited():
                lacking[of(fact)] += fact.documents
            case Arrived() if fact.month in places:
                counts[of(fact)][places[fact.month]] += fact.documents
    for key in counts.keys() | lacking.keys() | owed.keys():
        theirs = owed[key]
        yield Flow(
            key,
            names.get(key, _NAMELESS),
            tuple(counts[key]),
            lacking[key],
            next_due=min((due.day for due in theirs), default=None),
            due=_by_currency(theirs),
        )


def _by_currency(dues: Iterable[DueDay]) -> tuple[Money, ...]:
    sums: dict[str, Money] = {}
    for due in dues:
        before = sums.get(due.amount.currency)
        sums[due.amount.currency] = due.amount if before is None else before + due.amount
    return tuple(sums[currency] for currency in sorted(sums))


def _most_first(one: Flow) -> tuple[int, int, str, str]:
    return -one.missing, -sum(one.came), one.name.casefold(), one.id
