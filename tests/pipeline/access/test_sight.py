"""Who is limited to some of our companies sees, searches, counts and does nothing beyond them.

Every read and every action of every desk is walked: one that is new is asked too, and says here
what its arguments are.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from model.clock import FixedClock
from model.documents import DocumentKind, StatementLine, StatementLineKind
from model.errors import BillhookError, NotAllowed, RecordMissing, WrongInput
from model.money import Money
from model.people import Right, Role
from model.reports import StatementFile
from model.sight import seen_by
from model.views import InboxQuery
from model.worklist import Chosen
from pipeline import companies
from pipeline.access import people
from pipeline.access.rights import is_action, right_of
from pipeline.access.sight import FREE, OF_THE_WHOLE, PROVED, WATCHED
from pipeline.desks.desk import StoreDesk
from pipeline.live.opening import LivePages
from pipeline.works import Works
from storage import exceptions, sight, tables, users
from tests.pipeline.access.test_rights import _actions, _desks
from tests.pipeline.conftest import Outside, paper, statement_reading
from tests.pipeline.doors import ShutDoor

OTHERS = "KANARIE"
"""Stands in all that belongs to the company that the limited person does not see."""
ADMIN_ONLY = {Right.ALLOW_HOSTS, Right.OPEN_SECRETS, Right.UNLOCK_VAULT, Right.SET_RULES}
ADMIN_ONLY |= {Right.CONNECT, Right.BACK_UP, Right.MANAGE_PEOPLE}
NOTHING_OF_PEOPLE = {"company_sign_in", "receivers", "second_step"}
"""Parts that are asked before anybody has signed in."""


class House:
    """Two companies with the same of everything; `maya` sees the first alone."""

    def __init__(self, works: Works, arrive: Callable[..., str], desk: StoreDesk) -> None:
        self.desk, self.store = desk, works.store
        with works.store.begin() as tx:
            one = companies.add(tx, "t", "Harbour Books", parts={"ids": ["DE111"]})
            companies.add(tx, "t", f"Harbour {OTHERS}", parts={"ids": ["DE222"]})
            maya = users.invite(tx, "maya", "Maya Okafor", Role.APPROVER)
            self.sam = users.invite(tx, "sam", "Sam Ode", Role.APPROVER)
            users.limit(tx, maya.id, frozenset({one.id}))
            self.maya = users.get(tx, maya.id)
        self.own = arrive(paper("OWN-1", "50.00", buyer_vat_id="DE111", accept=False))
        self.others = [
            arrive(paper(f"{OTHERS}-1", "77.00", buyer_vat_id="DE222", accept=False)),
            arrive(paper(f"{OTHERS}-2", "88.00", buyer_vat_id="DE222")),
            arrive(_statement(), account_id="nw-1"),
            arrive(paper(f"{OTHERS}-9", "99.00")),  # nobody knows whose it is
        ]
        desk.talk.comment(self.sam, f"document:{self.others[0]}", f"Look at {OTHERS}")
        desk.talk.assign(self.sam, [f"document:{self.others[0]}"], self.sam.id)
        desk.worklist.deliver(self.sam, Chosen(ids=(self.others[1],)))

    def ids(self, table: str) -> tuple[str, ...]:
        """The ids of all rows."""
        with self.store.read() as tx:
            key = next(iter(tables.metadata.tables[table].primary_key))
            return tuple(tx.connection.scalars(select(key)))

    def asked(self, document_id: str) -> str:
        """The first question about a document."""
        with self.store.read() as tx:
            return exceptions.open_of(tx, f"document:{document_id}")[0].id

    def arguments(self) -> Mapping[str, tuple[Any, ...]]:
        """What each argument of a read is asked with."""
        files = tuple(self._files())
        return {
            "document_id": (self.own, *self.others),
            "document_ids": ((self.own, *self.others),),
            "chosen": (Chosen(query=InboxQuery(view="all")),),
            "sha256": files,
            "query": (InboxQuery(view="all"), InboxQuery(view="all", text=OTHERS)),
            "statement_id": self.ids("statement"),
            "delivery_id": self.ids("delivery"),
            "portal_id": ("nw-portal", None),
            "run_id": ("none",),
            "mail_id": ("none",),
            "mailbox_id": ("ap",),
            "subject": tuple(f"document:{one}" for one in self.others),
            "subjects": (tuple(f"document:{one}" for one in (self.own, *self.others)),),
            "text": ("", OTHERS),
            "start": (0,),
            "end": (100,),
            "page": (1,),
            "scale": (1.0,),
            "file": (StatementFile.XLSX,),
            "before": (None,),
            "change_id": (0,),
            "user_id": (self.maya.id,),
            "user": (self.maya,),
            "name": ("none",),
            "entity_id": ("", *self.ids("entity")),
            **dict.fromkeys(("old_id", "new_id", "version_id"), ("none",)),
        }

    def _files(self) -> Iterator[str]:
        with self.store.read() as tx:
            for row in tx.connection.execute(select(tables.document_file.c.sha256)):
                yield row[0]


def _statement() -> Any:
    line = StatementLine(
        1, StatementLineKind.INVOICE, f"{OTHERS}-7", date(2026, 10, 1), Money(Decimal(7), "EUR")
    )
    said = statement_reading(line, closing="7")
    return paper(f"{OTHERS}-S", kind=DocumentKind.STATEMENT, statement=said, buyer_vat_id="DE222")


@pytest.fixture
def house(
    works: Works, arrive: Callable[..., str], clock: FixedClock, tmp_path: Path, outside: Outside
) -> House:
    pages = LivePages(tmp_path)
    desk = StoreDesk(works.store, clock, outside.read, door=ShutDoor(), live=pages)
    return House(works, arrive, desk)


def reads(desk: StoreDesk) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every read of every desk that somebody signed in may ask, with its name."""
    before = [getattr(desk, name) for name in NOTHING_OF_PEOPLE]
    for part in _desks(desk):
        if part in before:
            continue
        for name, method in inspect.getmembers(type(part), inspect.isfunction):
            looks = not is_action(method) or right_of(method) is Right.LOOK
            if not name.startswith(("_", "sign_in")) and looks and name not in UNASKED:
                yield f"{type(part).__name__}.{name}", getattr(part, name)


UNASKED = {"choose_password", "invited", "session_id", "line"}
"""By a secret that stands for a person, or of a page that is attended (an action proves that)."""


def answers(house: House, read: Callable[..., Any]) -> Iterator[str]:
    """All that a read answers to whatever it may be asked with, as text."""
    asked = house.arguments()
    names = [
        one.name
        for one in inspect.signature(read).parameters.values()
        if one.default is one.empty or one.name in asked
    ]
    unknown = [name for name in names if name not in asked]
    assert unknown == [], f"say in `House.arguments` what {read} is asked with"
    for values in product(*(asked[name] for name in names)):
        try:
            found = read(**dict(zip(names, values, strict=True)))
        except BillhookError as refusal:
            found = refusal.message
        yield found.decode("latin-1") if isinstance(found, bytes) else repr(found)


def test_no_read_shows_a_limited_person_anything_of_another_company(house: House) -> None:
    shown, leaked = set(), set()
    for name, read in reads(house.desk):
        with seen_by(house.sam):
            shown |= {name for said in answers(house, read) if OTHERS in said}
        with seen_by(house.maya):
            leaked |= {name for said in answers(house, read) if OTHERS in said}
    assert leaked == set()
    assert shown >= {
        *(f"StoreDesk.{name}" for name in ("inbox", "document", "original", "exceptions")),
        *("StoreDesk.deliveries", "StoreDesk.statement", "StatementScreenDesk.board"),
        *("TalkScreenDesk.thread", "WorklistScreenDesk.rows", "SettingsScreenDesk.trail"),
        "SettingsScreenDesk.called",
    }


def test_a_limited_person_counts_and_finds_their_own(house: House) -> None:
    with seen_by(house.maya):
        assert house.desk.inbox(InboxQuery(view="all"), 0, 10).total == 1
        assert house.desk.counts().all == 1
        assert house.desk.document(house.own).number == "OWN-1"
        sha256 = house.desk.document(house.own).sha256
        assert house.desk.original(sha256)[0]
        assert house.desk.inbox(InboxQuery(view="all", text=OTHERS), 0, 10).total == 0
        figures = house.desk.overview()
        assert (sum(figures.months[-1].came.values()), figures.companies) == (1, ())
        assert [one.entity.name for one in house.desk.entities.entities()] == ["Harbour Books"]
        for of_all in (house.desk.statement_board.ageing, house.desk.statement_board.accruals):
            with pytest.raises(NotAllowed, match="about all companies"):
                of_all()
    with seen_by(house.sam):
        assert house.desk.counts().all == 1 + len(house.others)
        figures = house.desk.overview()
        came = {one.name: one.came[-1] for one in figures.companies}
        assert came == {"Harbour Books": 1, f"Harbour {OTHERS}": 3, "None of these": 1}
        theirs = house.desk.overview(figures.companies[1].id)
        assert sum(theirs.months[-1].came.values()) == 3


def test_what_one_company_is_looked_at_for_is_what_the_person_sees(house: House) -> None:
    others = next(one for one in house.ids("entity") if one not in house.maya.entities)
    with seen_by(house.maya):
        figures = house.desk.overview(others)
    assert sum(figures.months[-1].came.values()) == 0
    assert (figures.forecasts, figures.suppliers) == ((), ())


def test_a_read_in_nobodys_name_shows_no_document_where_anybody_is_limited(house: House) -> None:
    assert house.desk.inbox(InboxQuery(view="all"), 0, 10).total == 0
    with house.store.begin() as tx:
        users.limit(tx, house.maya.id, frozenset())
    assert house.desk.inbox(InboxQuery(view="all"), 0, 10).total == 1 + len(house.others)


def test_every_table_says_what_of_it_is_seen() -> None:
    assert set(sight.RULES) == set(tables.metadata.tables)


def test_every_argument_of_an_action_is_proved_or_names_nothing_of_a_document(
    house: House,
) -> None:
    unknown = {
        f"{name}({argument})"
        for name, (method, _) in _actions(house.desk).items()
        if right_of(method) not in ADMIN_ONLY and name not in OF_THE_WHOLE
        for argument in list(inspect.signature(method).parameters)[2:]
        if argument not in PROVED and argument not in FREE and WATCHED.get(name) != argument
    }
    assert unknown == set(), "pipeline.access.sight says of each what it names"


def test_no_action_reaches_what_a_limited_person_does_not_see(house: House) -> None:
    others = {
        "document": house.others[0],
        "exception": house.asked(house.others[0]),
        "delivery": house.ids("delivery")[0],
        "statement": house.ids("statement")[0],
        "statement_item": house.ids("statement_item")[0],
        "subject": f"document:{house.others[0]}",
    }
    refused = 0
    for method, action in _actions(house.desk).values():
        named = list(inspect.signature(method).parameters.values())[2:]
        if right_of(method) in ADMIN_ONLY or not any(one.name in PROVED for one in named):
            continue
        given = {one.name: _given(one.name, others) for one in named if one.default is one.empty}
        with pytest.raises(RecordMissing, match="There is no"):
            action(house.maya, **given)
        refused += 1
    assert refused > 15
    with pytest.raises(NotAllowed, match="about all companies"):
        house.desk.outbox.retry_all(house.maya)
    with pytest.raises(RecordMissing):
        house.desk.live.open(house.maya, "nw-portal")


def _given(name: str, others: Mapping[str, str]) -> Any:
    """An argument that names what belongs to the other company."""
    one = others.get(PROVED.get(name, ""), "1")
    if name == "chosen":
        return Chosen(ids=(one,))
    return (one,) if name.endswith("s") else one


def test_what_is_chosen_by_a_search_is_what_the_person_sees(house: House) -> None:
    done = house.desk.worklist.deliver(house.maya, Chosen(query=InboxQuery(view="all")))
    assert (done.ids, len(done.refused)) == ((), 1)  # their own can't go yet, others are not tried


def test_a_portal_that_is_bound_to_a_company_is_its_peoples_to_watch(house: House) -> None:
    with house.store.begin() as tx:
        companies.bind(tx, "t", "nw-portal", next(iter(house.maya.entities)))
    with pytest.raises(WrongInput, match="waits for a person"):
        house.desk.live.open(house.maya, "nw-portal")


def test_who_is_limited_is_on_record_and_an_admin_never_is(house: House) -> None:
    with house.store.begin() as tx, pytest.raises(RecordMissing):
        people.limit(tx, "t", "sam", ["NONE"])
    with house.store.begin() as tx:
        people.limit(tx, "t", "sam", ["HARBOURB"])
        assert users.get(tx, house.sam.id).entities == house.maya.entities
        people.set_role(tx, "t", "sam", Role.ADMIN)
        assert users.get(tx, house.sam.id).entities == frozenset()
    with house.store.begin() as tx, pytest.raises(WrongInput, match="sees all"):
        people.limit(tx, "t", "sam", ["HARBOURB"])
    with house.store.begin() as tx:
        people.put(tx, "t", "maya", full_name="Maya O.", role=Role.CLERK, kept="x")
        assert users.get(tx, house.maya.id).entities == house.maya.entities
