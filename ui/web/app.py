"""The web application: one FastAPI app with the guard before it and NiceGUI's pages in it."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Mapping
from copy import copy
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request
from nicegui import Client, __version__, context, ui
from nicegui import app as pages
from nicegui.language import Language as Mark

from model.api import ApiDesk
from model.clock import Clock, SystemClock
from model.desk import Desk
from model.languages import Language
from model.ports import Sessions
from model.secret import Secret
from model.vitals import VitalsDesk
from ui.api.blocks import blocks
from ui.api.connecting import connecting
from ui.api.documents import documents
from ui.api.entities import entity_requests
from ui.api.evidence import evidence
from ui.api.mails import mails
from ui.api.people import people_requests
from ui.api.replies import replies
from ui.api.statement_files import statement_files
from ui.api.v1.app import ROOT, create_api
from ui.api.vault import vault_requests
from ui.api.visits import visits
from ui.bus import Bus
from ui.cookies import held
from ui.languages import current
from ui.seat import Seat
from ui.shell import Shell
from ui.web.choosing import choosing
from ui.web.company_account import CompanyAccount
from ui.web.guard import Guard
from ui.web.live import live
from ui.web.login import SignIn
from ui.web.metrics import health, watch
from ui.web.second_step import SecondStep
from ui.web.shelf import Shelf

THEME = Path(__file__).parents[1] / "theme"
SHEETS = ("theme.css", "screens.css", "charts.css", "phone.css")
MARKS: Final[Mapping[Language, Mark]] = {
    Language.ENGLISH: "en-GB",
    Language.GERMAN: "de",
    Language.FRENCH: "fr",
    Language.SPANISH: "es",
}
RECONNECT = 120.0  # seconds: a laptop's lid closes, and the page is still there afterwards
DAY = 86_400
_PATIENCE: Final = 30.0
"""Seconds that a page may take: on a machine at its limit it comes late, and is no error."""


def create_app(
    desk: Desk,
    *,
    hosts: frozenset[str],
    secret: Secret,
    sessions: Sessions,
    clock: Clock | None = None,
    api: ApiDesk | None = None,
    vitals: VitalsDesk | None = None,
    name_portals: bool = False,
) -> FastAPI:
    """The application, ready for one uvicorn worker.

    Args:
        desk: what the screens ask and do.
        hosts: the names under which the dashboard may be reached, without port.
        secret: signs NiceGUI's own cookie; sessions are `sessions`' business.
        sessions: who is signed in.
        clock: counts failed sign-ins and requests.
        api: what other systems ask and do; None leaves the REST API out.
        vitals: what a supervisor and metrics ask; None leaves both out.
        name_portals: whether metrics may name portals, and so suppliers.
    """
    web = FastAPI(title="Billhook", docs_url=None, redoc_url=None, openapi_url=None)
    web.include_router(SignIn(desk, sessions, clock or SystemClock()).router)
    web.include_router(CompanyAccount(desk, sessions, clock or SystemClock()).router)
    web.include_router(SecondStep(desk, sessions).router)
    web.include_router(choosing(desk, clock or SystemClock()))
    web.include_router(blocks(desk))
    web.include_router(documents(desk))
    web.include_router(evidence(desk))
    web.include_router(mails(desk))
    web.include_router(people_requests(desk))
    web.include_router(entity_requests(desk))
    web.include_router(vault_requests(desk))
    web.include_router(connecting(desk))
    web.include_router(visits(desk.visits))
    web.include_router(replies(desk.receivers, clock or SystemClock()))
    web.include_router(statement_files(desk.statement_board))
    web.include_router(live(desk, sessions, clock or SystemClock()))
    web.get("/health")(health)
    if vitals is not None:
        web.include_router(watch(vitals, clock or SystemClock(), name_portals=name_portals))
    if api is not None:
        web.mount(ROOT, create_api(api, clock or SystemClock()))
    _mount_pages(web, desk, sessions, secret)
    web.add_middleware(Shelf)
    web.add_middleware(Guard, sessions=sessions, hosts=hosts)
    return web


def _mount_pages(web: FastAPI, desk: Desk, sessions: Sessions, secret: Secret) -> None:
    bus = Bus(desk)
    pages.on_startup(bus.start)
    pages.on_shutdown(bus.stop)
    pages.add_static_files("/static", THEME, max_cache_age=DAY)
    ui.add_head_html(_links(), shared=True)

    def page(request: Request) -> Awaitable[None]:
        context.client.page.response_timeout = _PATIENCE
        return build(request)

    async def build(request: Request) -> None:
        seat = Seat(desk, sessions, held(request), request.state.user, bus.looks)
        _mark_language(context.client)
        await Shell(seat, bus).build(request.cookies.get("theme", ""))

    ui.run_with(
        web,
        root=page,
        title="Billhook",
        favicon=THEME / "favicon.svg",
        dark=None,
        language="en-GB",
        tailwind=False,
        reconnect_timeout=RECONNECT,
        storage_secret=secret.reveal(),
        session_middleware_kwargs={"same_site": "strict"},
        show_welcome_message=False,
    )


def _mark_language(client: Client) -> None:
    """Say in the page which language it is in; NiceGUI has one page for all, so a copy says it."""
    client.page = copy(client.page)
    client.page.language = MARKS[current()]


def _links() -> str:
    """The style sheets; their digest in the address makes a new version arrive at once.

    The manifest lets a browser install the dashboard as an application of its own. What cleans
    markup is named by the page's last script alone: said here, it comes with the others.
    """
    sheets = [f"/static/{name}?v={_tag(name)}" for name in SHEETS]
    styles = "\n".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in sheets)
    cleaner = f'<link rel="modulepreload" href="/_nicegui/{__version__}/static/dompurify.mjs">'
    manifest = f'<link rel="manifest" href="/static/manifest.json?v={_tag("manifest.json")}">'
    return f"{styles}\n{cleaner}\n{manifest}"


def _tag(name: str) -> str:
    return hashlib.sha256((THEME / name).read_bytes()).hexdigest()[:12]
