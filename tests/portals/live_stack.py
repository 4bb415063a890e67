"""The dashboard, a worker and a portal with a wall, in one process: a live page end to end.

python -m tests.portals.live_stack FOLDER [odd]     prints the address and a one-time token; ends
with standard input. An odd portal has no wall: its list is one that nobody has found yet.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import uvicorn

from fetchers.portals import visit
from model.clock import SystemClock
from model.outcomes import Outcome, OutcomeCode
from model.people import Role
from model.secret import Secret
from model.suppliers import Portal, Supplier
from model.visits import VisitOrder, VisitResult
from pipeline.live.beside import with_page
from pipeline.live.opening import LivePages
from pipeline.portals.brought import Brought
from pipeline.portals.concluding import conclude
from pipeline.portals.recipes import learn
from pipeline.works import Works
from storage import runs, suppliers, users
from storage.store import Store
from tests.fetchers.portals.conftest import FarmLease
from tests.pipeline.conftest import OpenVault, Outside
from tests.pipeline.doors import ShutDoor
from tests.portals import recipes
from tests.portals.odd_lists import Odd
from tests.portals.serving import serve
from tests.portals.walls import Walled

CLOCK = SystemClock()
PORTAL = "farm"
NOTHING: Mapping[str, str] = MappingProxyType({})


def portal(origin: str) -> Portal:
    """The farm's portal."""
    return Portal(
        PORTAL, "farm-supplier", "Farm", f"{origin}/", frozenset({origin}), credential="c"
    )


def prepare(store: Store, origin: str, ended: OutcomeCode) -> str:
    """Fill the store: a person, and a portal whose last visit ended so; a one-time token."""
    with store.begin() as tx:
        suppliers.add(tx, Supplier("farm-supplier", "Farm", None, (), ()))
        suppliers.add_portal(tx, portal(origin))
        user = users.add(tx, "maya", "Maya Okafor", Role.CLERK, users.NO_PASSWORD)
        run = runs.request(tx, PORTAL, "by schedule")
        runs.start(tx, run.id)
        runs.finish(tx, run.id, Outcome(ended, {"portal": "Farm", "candidates": "none"}), fetched=0)
        return users.one_time_token(tx, user.id)


def work(works: Works, origin: str, recipe: str | None, over: threading.Event) -> None:
    """Make each attended visit that is asked for."""
    while not over.wait(0.05):
        with works.store.begin() as tx:
            run = runs.attended(tx, PORTAL)
            if run is not None:
                runs.start(tx, run.id)
        if run is not None:
            result = with_page(works, portal(origin), order(works, origin, run.id, recipe), go)
            learn(works, portal(origin), run.id, result)
            conclude(works, run.id, Brought(result.outcome))


def order(works: Works, origin: str, run_id: str, recipe: str | None) -> VisitOrder:
    """One visit to the farm."""
    return VisitOrder(
        run_id=run_id,
        portal="Farm",
        start_url=f"{origin}/",
        origins=frozenset({origin}),
        spool=works.spool / run_id,
        recipe=recipe,
        loopback_http=True,
    )


def go(ordered: VisitOrder) -> VisitResult:
    """The visit itself, in a real browser."""
    return visit(ordered, FarmLease(ordered.origins), lambda _progress: None)


def main(folder: Path, *, odd: bool) -> None:
    """Serve until standard input ends."""
    os.environ["NICEGUI_STORAGE_PATH"] = str(folder / "nicegui")
    from pipeline.access.sessions import StoreSessions
    from pipeline.desks.desk import StoreDesk
    from ui.web.app import create_app

    outside, over = Outside(), threading.Event()
    store = Store.open(f"sqlite:///{folder}/app.sqlite", folder, clock=CLOCK)
    site, ended = (Odd(), OutcomeCode.AMBIGUOUS) if odd else (Walled(), OutcomeCode.CAPTCHA)
    with serve(site.app()) as origin, socket.create_server(("127.0.0.1", 0)) as door:
        token, pages = prepare(store, origin, ended), LivePages(folder)
        works = Works(
            store=store,
            vault=OpenVault(),
            clock=CLOCK,
            folder=folder,
            visit=outside.visit,
            read=outside.read,
            triage=outside.triage,
            deliver=outside.deliver,
            responses=outside.responses,
        )
        recipe = None if odd else recipes.table(origin)
        threading.Thread(target=work, args=(works, origin, recipe, over), daemon=True).start()
        desk = StoreDesk(store, CLOCK, outside.read, door=ShutDoor(), live=pages)
        app = create_app(
            desk,
            hosts=frozenset({"127.0.0.1"}),
            secret=Secret("of the tests"),
            sessions=StoreSessions(store),
            clock=CLOCK,
        )
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
        threading.Thread(target=_wait, args=(server,), daemon=True).start()
        print(f"http://127.0.0.1:{door.getsockname()[1]} {token}", flush=True)
        server.run(sockets=[door])
        over.set()


def _wait(server: uvicorn.Server) -> None:
    sys.stdin.read()
    leave(server)


def leave(server: uvicorn.Server) -> None:
    """End the server."""
    server.should_exit = server.force_exit = True


if __name__ == "__main__":
    main(Path(sys.argv[1]), odd=sys.argv[2:] == ["odd"])
