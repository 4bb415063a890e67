"""What was typed into the inbox's search, as conditions on its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from model.entities import UNKNOWN
from model.inbox_words import ME, NOBODY, Between, Narrowing
from model.money import UNUSUAL_EXPONENTS
from storage import entities, rows, tables
from storage.searching import has, named, pattern
from storage.tx import Tx

_document = tables.document.c
_assignment = tables.assignment.c
_user = tables.app_user.c
_PREFIX: Final = "document:"
_A_DAY: Final = timedelta(days=1)
_TWO: Final = 2


def narrowed(tx: Tx, typed: Narrowing, user_id: str) -> tuple[rows.Condition, ...]:
    """The conditions of what was typed; `user_id` is who typed it."""
    return (
        *(has(tx, word) for word in typed.words),
        *_any_of(typed.suppliers),
        *_of_entities(tx, typed.entities),
        *_one_of(_document.kind, typed.kinds),
        *_one_of(_document.status, typed.statuses),
        *_one_of(_document.channel, typed.sources),
        *(_amount(between) for between in typed.amounts),
        *(_days(_document.due, between) for between in typed.due),
        *(_days(_document.day, between) for between in typed.dated),
        *(_instants(between) for between in typed.received),
        *(_assigned(name, user_id) for name in typed.assigned),
    )


def _any_of(suppliers: Sequence[str]) -> Iterable[rows.Condition]:
    if suppliers:
        yield or_(*(named(name) for name in suppliers))


def _of_entities(tx: Tx, wanted: Sequence[str]) -> Iterable[rows.Condition]:
    """Whether the document is for one of these companies; removed ones are found by their name."""
    if wanted:
        ours = entities.all_names(tx)
        fitting = sorted(one for one, named in ours.items() if _is_named(named, wanted))
        nobodys = [_document.entity_id.is_(None)] if UNKNOWN in wanted else []
        yield or_(_document.entity_id.in_(fitting), *nobodys)


def _is_named(named: tuple[str, str], wanted: Sequence[str]) -> bool:
    code, name = (word.casefold() for word in named)
    return any(word == code or word in name for word in wanted)


def _one_of(column: ColumnElement[Any], wanted: Sequence[object]) -> Iterable[rows.Condition]:
    if wanted:
        yield column.in_(wanted)


def _amount(between: Between[Decimal]) -> rows.Condition:
    """Whether the amount lies between; currencies are told apart by their decimals alone."""
    units, currency = func.abs(_document.gross_minor), _document.gross_currency
    unusual: defaultdict[int, list[str]] = defaultdict(list)
    for name, exponent in UNUSUAL_EXPONENTS.items():
        unusual[exponent].append(name)
    usual = and_(currency.not_in(UNUSUAL_EXPONENTS), *_within(units, _scaled(between, _TWO)))
    others = (
        and_(currency.in_(names), *_within(units, _scaled(between, exponent)))
        for exponent, names in unusual.items()
    )
    return or_(usual, *others)


def _scaled(between: Between[Decimal], exponent: int) -> Between[int]:
    least, most = between.least, between.most
    return Between(
        None if least is None else int(least.scaleb(exponent).to_integral_value(ROUND_CEILING)),
        None if most is None else int(most.scaleb(exponent).to_integral_value(ROUND_FLOOR)),
    )


def _days(column: ColumnElement[Any], between: Between[date]) -> rows.Condition:
    return and_(column.is_not(None), *_within(column, between))


def _within(column: ColumnElement[Any], between: Between[Any]) -> Iterable[rows.Condition]:
    if between.least is not None:
        yield column >= between.least
    if between.most is not None:
        yield column <= between.most


def _instants(between: Between[date]) -> rows.Condition:
    """Whether it came between the beginning of the first day and the end of the last, in UTC."""
    column = _document.received
    where: list[rows.Condition] = [true()]
    if between.least is not None:
        where.append(column >= _midnight(between.least))
    if between.most is not None and between.most < date.max:
        where.append(column < _midnight(between.most + _A_DAY))
    return and_(*where)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _assigned(name: str, user_id: str) -> rows.Condition:
    if name == NOBODY:
        return _document.id.not_in(_in_hand())
    if name == ME:
        return _document.id.in_(_in_hand().where(_assignment.user_id == user_id))
    called = func.lower(_user.full_name).like(pattern(name), escape="\\")
    people = select(_user.id).where(or_(func.lower(_user.name) == name, called))
    return _document.id.in_(_in_hand().where(_assignment.user_id.in_(people)))


def _in_hand() -> Select[Any]:
    """The ids of the documents that somebody has in hand."""
    document_id = func.substr(_assignment.subject, len(_PREFIX) + 1)
    return select(document_id).where(_assignment.subject.startswith(_PREFIX))
