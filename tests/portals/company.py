"""A company that visits one real portal and files what comes: its store, its vault, its visits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fetchers.portals import visit
from model.clock import SystemClock
from model.exceptions import ExceptionItem
from model.filing import FiledDocument
from model.suppliers import Portal, Supplier
from model.visits import Cause
from pipeline.portals import visits
from pipeline.portals.brought import Brought
from pipeline.portals.concluding import conclude
from pipeline.works import Reader, Works
from storage import documents, exceptions, runs, suppliers
from storage.store import Store
from vault import Credential, KeyFile, create_vault

PORTAL = "portal"
Readers = Callable[[Store], Reader]


def portal_at(start_url: str, origin: str) -> Portal:
    """The portal whose sign-in is at an address."""
    return Portal(PORTAL, "seller", "The shop", start_url, frozenset({origin}))


@dataclass(frozen=True)
class Company:
    """A company with one supplier, whose portal it visits."""

    works: Works

    def visited(self) -> Brought:
        """What a visit brought; it is filed, and the visit is concluded."""
        with self.works.store.begin() as tx:
            run = runs.request(tx, PORTAL, "a test", cause=Cause.PERSON)
        brought = visits.go(self.works, run.id)
        for fetched in brought.fetched:
            visits.file_fetched(self.works, run.id, fetched)
        conclude(self.works, run.id, brought)
        return brought

    def documents(self) -> tuple[FiledDocument, ...]:
        """All that is on file."""
        with self.works.store.read() as tx:
            return documents.every(tx)

    def questions(self) -> tuple[ExceptionItem, ...]:
        """All that a person is asked."""
        with self.works.store.read() as tx:
            return exceptions.open_(tx)


@contextmanager
def company(
    folder: Path, portal: Portal, credential: Credential, *, recipe: str = "", read: Readers
) -> Iterator[Company]:
    """The company, with what its vault holds; without a recipe the autopilot visits."""
    clock = SystemClock()
    vault = create_vault(folder / "vault.db", KeyFile.make(folder / "key"), clock=clock)
    vault.put("sign-in", credential)
    store = Store.open(f"sqlite:///{folder}/app.sqlite", folder, clock=clock)
    works = Works(
        store=store,
        vault=vault,
        clock=clock,
        folder=folder,
        visit=visit,
        read=read(store),
        triage=unused,  # type: ignore[arg-type]  # no mail comes here
        deliver=unused,  # type: ignore[arg-type]  # and nothing goes on
        responses=unused,  # type: ignore[arg-type]  # so that nobody answers
        loopback_http=True,
    )
    if recipe:
        (works.recipes / "portal").mkdir(parents=True)
        (works.recipes / "portal" / "recipe.yaml").write_text(recipe)
        portal = replace(portal, recipe="portal")
    with store.begin() as tx:
        suppliers.add(tx, Supplier(portal.supplier_id, "The seller"))
        suppliers.add_portal(tx, replace(portal, credential="sign-in"))
    try:
        yield Company(works)
    finally:
        store.close()


def unused(*_given: object) -> None:
    """What no visit asks for."""
    raise AssertionError("a visit does not ask for this")
