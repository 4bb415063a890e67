"""What who is limited to some of our companies can see: one rule for each table.

A question in a limited person's name is rewritten before it reaches the database: each table that
holds what belongs to documents is replaced by those of its rows that are of the person's entities.
So no query can forget it, nor count, sort or join past it. Questions in nobody's name, and those of
persons without a limit, are asked as they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    CompoundSelect,
    Connection,
    Engine,
    Select,
    Subquery,
    Table,
    event,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.selectable import Alias

from model.errors import NotAllowed
from model.news import NewsKind
from model.people import User
from model.sight import who
from storage import tables
from storage.tx import Tx

Ids = frozenset[str]
Rule = Callable[[Ids], ColumnElement[bool]]
Condition = ColumnElement[bool]

_OPTION: Final = "entities"


def current(connection: Connection) -> Ids | None:
    """The entities that whoever asks is limited to; None: no limit.

    In nobody's name, nothing of any document is seen where anybody at all is limited: what forgets
    to say who asks shows too little and never too much.
    """
    person = who()
    if person is not None:
        return person.entities or None
    nobody = frozenset[str]()
    people, calling = _user.entities != nobody, tables.api_token.c.entities != nobody
    limited = select(literal(1)).where(or_(exists().where(people), exists().where(calling)))
    return None if connection.execute(limited).first() is None else nobody


def narrowed(connection: Connection, ids: Ids | None) -> Connection:
    """The connection, whose questions see what is of these entities alone; None: everything."""
    return connection if ids is None else connection.execution_options(**{_OPTION: ids})


@contextmanager
def in_eyes_of(tx: Tx, person: User) -> Iterator[None]:
    """What a transaction reads inside is what this person sees; nothing is written there."""
    with _within(tx, person.entities or None):
        yield


@contextmanager
def of_one(tx: Tx, entity_id: str) -> Iterator[None]:
    """What a transaction reads inside is this entity's, as far as whoever asks sees that."""
    limit, one = limit_of(tx.connection), frozenset({entity_id})
    with _within(tx, one if limit is None else one & limit):
        yield


@contextmanager
def _within(tx: Tx, ids: Ids | None) -> Iterator[None]:
    before = limit_of(tx.connection)
    tx.connection.execution_options(**{_OPTION: ids})
    try:
        yield
    finally:
        tx.connection.execution_options(**{_OPTION: before})


def limit_of(connection: Connection) -> Ids | None:
    """The entities that this connection's questions are narrowed to; None: everything is seen."""
    limit: Ids | None = connection.get_execution_options().get(_OPTION)
    return limit


def watch(engine: Engine) -> None:
    """Have the questions of this engine's narrowed connections rewritten."""
    event.listen(engine, "before_execute", _before, retval=True)


def _before(
    _connection: Connection, statement: Any, several: Any, one: Any, options: Mapping[str, Any]
) -> tuple[Any, Any, Any]:
    ids = options.get(_OPTION)
    if ids is not None:
        statement = rewritten(statement, ids)
    return statement, several, one


def rewritten(statement: Any, ids: Ids) -> Any:
    """A question as it is asked for those who see what is of these entities alone.

    Raises:
        NotAllowed: it is no question that could be rewritten.
    """
    if not isinstance(statement, (Select, CompoundSelect)):
        raise NotAllowed("What is seen of some companies alone is read by questions alone.")
    made: dict[int, Subquery] = {}

    def replacing(element: Any, **_: Any) -> Any:
        if isinstance(element, (Table, Alias)) and _limited(element):
            return _seen(element, ids, made)
        source = element.table if isinstance(element, ColumnClause) else None
        if isinstance(source, (Table, Alias)) and _limited(source):
            return _seen(source, ids, made).c[element.key]
        return None

    return visitors.replacement_traverse(statement, {}, replacing)


def _limited(source: Table | Alias) -> bool:
    return RULES.get(_name(source)) is not None


def _name(source: Table | Alias) -> str:
    """The name of the table itself; empty for what is none."""
    table = source.element if isinstance(source, Alias) else source
    return table.name if isinstance(table, Table) else ""


def _seen(source: Table | Alias, ids: Ids, made: dict[int, Subquery]) -> Subquery:
    """The rows of a table that are seen, under the name that it has in the question."""
    if id(source) not in made:
        table, rule = tables.metadata.tables[_name(source)], RULES[_name(source)]
        assert rule is not None  # noqa: S101 - `_limited` has looked
        made[id(source)] = select(table).where(rule(ids)).subquery(source.name)
    return made[id(source)]


_document = tables.document.c
_user = tables.app_user.c
_source = tables.document_source.c
_expectation = tables.expectation.c
_portal = tables.portal.c
_binding = tables.entity_binding.c


def documents(ids: Ids) -> Select[Any]:
    """The ids of the documents of these entities."""
    return select(_document.id).where(_ours(ids))


def _ours(ids: Ids) -> Condition:
    return _document.entity_id.in_(sorted(ids)) if ids else false()


def _of(column: ColumnElement[Any]) -> Rule:
    """Rows that name one of the documents."""
    return lambda ids: column.in_(documents(ids))


def _of_statement(column: ColumnElement[Any]) -> Rule:
    statement = tables.statement.c
    return lambda ids: column.in_(
        select(statement.id).where(statement.document_id.in_(documents(ids)))
    )


def _of_item(column: ColumnElement[Any]) -> Rule:
    item = tables.statement_item.c
    seen = _of_statement(item.statement_id)
    return lambda ids: column.in_(select(item.id).where(seen(ids)))


def _of_delivery(column: ColumnElement[Any]) -> Rule:
    delivery = tables.delivery.c
    return lambda ids: column.in_(
        select(delivery.id).where(delivery.document_id.in_(documents(ids)))
    )


def _of_message(column: ColumnElement[Any]) -> Rule:
    """Mails that brought one of the documents, and no document of another entity."""

    def rule(ids: Ids) -> Condition:
        by_mail = select(_source.reference).where(_source.channel == "mail")
        own = by_mail.where(_source.document_id.in_(documents(ids)))
        others = by_mail.where(_source.document_id.not_in(documents(ids)))
        return column.in_(own) & column.not_in(others)

    return rule


def _of_run(column: ColumnElement[Any]) -> Rule:
    """Visits to portals whose account a person bound to one of the entities."""

    def rule(ids: Ids) -> Condition:
        return column.in_(select(tables.run.c.id).where(tables.run.c.portal_id.in_(portals(ids))))

    return rule


def portals(ids: Ids) -> Select[Any]:
    """The ids of the portals whose account a person bound to one of the entities."""
    bound = exists().where(
        _binding.supplier_id == _portal.supplier_id,
        _binding.account_id == func.coalesce(_portal.account_id, ""),
        _binding.entity_id.in_(sorted(ids)) if ids else false(),
    )
    return select(_portal.id).where(bound)


def _expected(ids: Ids) -> Condition:
    """What is expected of an account that is bound to one of the entities, or came as theirs."""
    bound = exists().where(
        _binding.supplier_id == _expectation.supplier_id,
        _binding.account_id == func.coalesce(_expectation.account_id, ""),
        _binding.entity_id.in_(sorted(ids)) if ids else false(),
    )
    unanswered = _expectation.document_id.is_(None) & bound
    return or_(_expectation.document_id.in_(documents(ids)), unanswered)


def _about(column: ColumnElement[Any]) -> Rule:
    """Rows about "document:ID", "delivery:ID" …; what is about no document is not seen."""

    def rule(ids: Ids) -> Condition:
        delivery, expectation = tables.delivery.c, tables.expectation.c
        statement, write_back = tables.statement.c, tables.write_back.c
        own = documents(ids)
        parts = {
            "document": own,
            "delivery": select(delivery.id).where(delivery.document_id.in_(own)),
            "statement": select(statement.id).where(statement.document_id.in_(own)),
            "write_back": select(write_back.key).where(write_back.document_id.in_(own)),
            "expectation": select(expectation.id).where(_expected(ids)),
            "portal": portals(ids),
        }
        return or_(*(_named(column, kind, query) for kind, query in parts.items()))

    return rule


def _named(column: ColumnElement[Any], kind: str, query: Select[Any]) -> Condition:
    inner = query.subquery()
    return column.in_(select(literal(f"{kind}:").concat(inner.c[0])))


def _told(ids: Ids) -> Condition:
    """News of records that are seen, each in the table that the first word of its kind names."""
    news, asked = tables.news.c, tables.exception.c
    expectation, statement, delivery = (
        tables.expectation.c,
        tables.statement.c,
        tables.delivery.c,
    )
    own = documents(ids)
    parts = {
        "document": own,
        "exception": select(asked.id).where(_about(asked.subject)(ids)),
        "expectation": select(expectation.id).where(_expected(ids)),
        "statement": select(statement.id).where(statement.document_id.in_(own)),
        "delivery": select(delivery.id).where(delivery.document_id.in_(own)),
    }
    return or_(
        *(
            news.kind.in_([kind for kind in NewsKind if kind.startswith(f"{word}.")])
            & news.subject.in_(query)
            for word, query in parts.items()
        )
    )


def _nothing(_ids: Ids) -> Condition:
    return false()


OPEN: Final[Rule | None] = None
"""Of the whole company, and seen by everybody who may look."""

RULES: Final[Mapping[str, Rule | None]] = {
    # documents and what hangs on them
    "document": _ours,
    "document_file": _of(tables.document_file.c.document_id),
    "document_source": _of(_source.document_id),
    "correction": _of(tables.correction.c.document_id),
    "listed": _of(tables.listed.c.document_id),
    "listed_unnumbered": _of(tables.listed_unnumbered.c.document_id),
    "delivery": _of(tables.delivery.c.document_id),
    "reply": _of_delivery(tables.reply.c.delivery_id),
    "write_back": _of(tables.write_back.c.document_id),
    "statement": _of(tables.statement.c.document_id),
    "statement_item": _of_statement(tables.statement_item.c.statement_id),
    "statement_answer": _of_item(tables.statement_answer.c.item_id),
    "statement_decision": _of_statement(tables.statement_decision.c.statement_id),
    "expectation": _expected,
    # what was asked, said and done about them
    "exception": _about(tables.exception.c.subject),
    "comment": _about(tables.comment.c.subject),
    "assignment": _about(tables.assignment.c.subject),
    "event": _about(tables.event.c.subject),
    "news": _told,
    # the mails and visits that brought them
    "message": _of_message(tables.message.c.id),
    "run_evidence": _of_run(tables.run_evidence.c.run_id),
    "recipe_test": _of_run(tables.recipe_test.c.run_id),
    # facts of documents in other places, which no screen of a limited person needs
    "first_opinion": _nothing,
    "notice": _nothing,
    "deleted_document": _nothing,
    "deleted_file": _nothing,
    "deed": _nothing,
    "deed_step": _nothing,
    "api_token": _nothing,
    "api_answer": _nothing,
    "hold": _nothing,
    "portal_seen": _nothing,
    "lesson": _nothing,
    "message_place": _nothing,
    "code_used": _nothing,
    "order_bill": _nothing,
    # our books, which name no entity, and the house
    "ledger_entry": OPEN,
    "purchase_order": OPEN,
    "goods_receipt": OPEN,
    "supplier": OPEN,
    "account": OPEN,
    "portal": OPEN,
    "schedule": OPEN,
    "run": OPEN,
    "challenge": OPEN,
    "recipe_version": OPEN,
    "takeover": OPEN,
    "layout_memory": OPEN,
    "layout_version": OPEN,
    "habit": OPEN,
    "destination": OPEN,
    "outbox": OPEN,
    "mailbox": OPEN,
    "saved_view": OPEN,
    "notice_wish": OPEN,
    "notice_told": OPEN,
    "entity": OPEN,
    "entity_binding": OPEN,
    "app_user": OPEN,
    "identity": OPEN,
    "session": OPEN,
    "one_time_token": OPEN,
    "sign_in_failure": OPEN,
    "second_factor": OPEN,
    "recovery_code": OPEN,
    "setting": OPEN,
    "change": OPEN,
    "heartbeat": OPEN,
    "claim": OPEN,
    "vault_standing": OPEN,
}
"""What of each table is seen by who is limited: every table has its line, which a test proves."""
