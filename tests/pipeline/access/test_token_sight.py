"""A token that is limited to some of our companies sees and does nothing beyond them.

Every address of the API is walked, with all that is on file: one that is new is asked too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from model.api import Scope
from model.clock import FixedClock
from model.errors import WrongInput
from model.views import InboxQuery
from pipeline.desks.api_desk import StoreApiDesk
from pipeline.desks.desk import StoreDesk
from pipeline.live.opening import LivePages
from pipeline.works import Works
from storage import api_tokens, audit, entities, tables, users
from tests.pipeline.access.test_sight import OTHERS, House
from tests.pipeline.conftest import Outside
from tests.pipeline.doors import ShutDoor
from tests.ui.api.test_scopes import ROUTES
from ui.api.v1.app import create_api

HERE = "http://127.0.0.1"


class Callers:
    """The API over two companies, for a token of the first alone and one without a limit."""

    def __init__(self, house: House, outside: Outside, clock: FixedClock) -> None:
        self.house, self.store = house, house.store
        desk = StoreApiDesk(self.store, outside.read)
        self._transport = httpx.ASGITransport(create_api(desk, clock), raise_app_exceptions=False)

    def caller(self, name: str, *codes: str) -> httpx.AsyncClient:
        """A caller whose token may do everything, for these companies."""
        with self.store.begin() as tx:
            ours = [entities.by_code(tx, code) for code in codes]
            scopes = frozenset(Scope) - {Scope.READ_METRICS}
            life = timedelta(days=1)
            _, secret = api_tokens.add(tx, name, scopes, life=life, actor="t", entities=ours)
        headers = {"authorization": f"Bearer {secret.reveal()}"}
        return httpx.AsyncClient(transport=self._transport, base_url=HERE, headers=headers)

    def code(self, of_others: bool) -> str:
        """The code of the company whose everything is the others', or of the other one."""
        with self.store.read() as tx:
            return next(one.code for one in entities.every(tx) if (OTHERS in one.name) is of_others)

    def addresses(self, method: str) -> Iterator[str]:
        """Every address of this method, with every id on file."""
        for asked, path in ROUTES:
            if asked == method:
                yield from self._filled(path)

    def _filled(self, path: str) -> Iterator[str]:
        names = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
        ids = [self.house.ids(name.removesuffix("_id")) for name in names]
        for chosen in product(*ids):
            yield path.format(**dict(zip(names, chosen, strict=True)))


@pytest.fixture
def callers(
    works: Works,
    arrive: Callable[..., str],
    clock: FixedClock,
    tmp_path: Path,
    outside: Outside,
) -> Callers:
    desk = StoreDesk(works.store, clock, outside.read, door=ShutDoor(), live=LivePages(tmp_path))
    house = House(works, arrive, desk)
    with house.store.begin() as tx:  # no person is limited: a token's own limit has to do
        users.limit(tx, house.maya.id, frozenset())
    return Callers(house, outside, clock)


async def test_no_address_shows_a_limited_token_anything_of_another_company(
    callers: Callers,
) -> None:
    shown: set[str] = set()
    async with (
        callers.caller("all") as everybody,
        callers.caller("own", callers.code(False)) as own,
    ):
        for address in callers.addresses("GET"):
            theirs = await everybody.get(address)
            if OTHERS in theirs.text:
                shown.add(address)
            answer = await own.get(address)
            assert OTHERS not in answer.text, address
            hidden = any(one in answer.text for one in callers.house.others)
            assert not hidden or answer.status_code == 404, address
    assert shown >= {
        "/documents",
        f"/statements/{callers.house.ids('statement')[0]}/lines",
    }


async def test_a_limited_token_reads_what_is_of_its_company(callers: Callers) -> None:
    own = callers.house.own
    async with callers.caller("own", callers.code(False)) as caller:
        found = (await caller.get("/documents")).json()
        assert [one["id"] for one in found["records"]] == [own]
        assert (await caller.get(f"/documents/{own}/fields")).status_code == 200
        assert (await caller.get(f"/documents/{own}/file")).status_code == 200
        events = (await caller.get("/events")).json()["records"]
        assert {one["subject"] for one in events} >= {own}
    async with callers.caller("all") as caller:
        assert len((await caller.get("/events")).json()["records"]) > len(events)


BODIES: dict[str, dict[str, object]] = {
    "corrections": {"name": "number", "value": "X-1"},
    "answer": {"key": "A"},
    "link": {"line_ids": [], "entry_ids": ["e-1"]},
    "unlink": {"line_ids": []},
    "accept": {"line_ids": [], "note": "known"},
}


async def test_a_limited_token_writes_to_nothing_of_another_company(callers: Callers) -> None:
    line = callers.house.ids("statement_item")[0]
    about_own = f"/documents/{callers.house.own}/"
    async with callers.caller("own", callers.code(False)) as own:
        for number, address in enumerate(callers.addresses("POST")):
            if address == "/uploads" or address.startswith(about_own):
                continue
            body = dict(BODIES.get(address.rsplit("/", 1)[1], {}))
            body |= {"line_ids": [line]} if "line_ids" in body else {}
            headers = {"idempotency-key": f"walk-{number}", "if-match": "*"}
            answer = await own.post(address, json=body, headers=headers)
            if not _is_of_own(callers, address):
                assert answer.status_code == 404, (address, answer.text)
                assert OTHERS not in answer.text, address
    with callers.store.read() as tx:
        done = tx.connection.scalars(select(tables.event.c.actor)).all()
    assert "token own" not in done


def _is_of_own(callers: Callers, address: str) -> bool:
    asked = callers.house.asked(callers.house.own)
    return address == f"/exceptions/{asked}/answer"


async def test_a_file_of_another_company_is_taken_in_and_not_shown(
    callers: Callers, outside: Outside
) -> None:
    with callers.store.read() as tx:
        query = select(tables.document.c.sha256).where(
            tables.document.c.id == callers.house.others[1]
        )
        content = callers.store.files.get(tx.connection.scalar(query) or "")
    async with callers.caller("own", callers.code(False)) as own:
        answer = await own.post(
            "/uploads?name=a.pdf", content=content, headers={"idempotency-key": "upload-1"}
        )
    assert answer.json()["type"] == "urn:billhook:problem:not-allowed"
    assert OTHERS not in answer.text


def test_metrics_are_not_for_a_limited_token(callers: Callers) -> None:
    with callers.store.begin() as tx:
        ours = [entities.by_code(tx, callers.code(False))]
        with pytest.raises(WrongInput, match="Metrics count what all companies have"):
            api_tokens.add(
                tx, "bi", {Scope.READ_METRICS}, life=timedelta(days=1), actor="t", entities=ours
            )


async def test_whose_documents_a_token_sees_is_on_record(callers: Callers) -> None:
    async with callers.caller("own", callers.code(False)):
        pass
    with callers.store.read() as tx:
        (token,) = api_tokens.every(tx)
        (made,) = audit.of_subject(tx, f"token:{token.id}")
    assert len(token.entities) == 1
    assert "of Harbour Books alone" in made.detail


async def test_nobody_sees_a_document_where_a_token_is_limited(callers: Callers) -> None:
    desk = callers.house.desk
    assert desk.inbox(InboxQuery(view="all"), 0, 10).total > 0
    async with callers.caller("own", callers.code(False)):
        assert desk.inbox(InboxQuery(view="all"), 0, 10).total == 0
