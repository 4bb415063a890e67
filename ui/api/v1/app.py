"""The API as an application of its own, mounted under /api/v1."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI

from model.api import ApiDesk
from model.clock import Clock
from ui.api.v1 import problems
from ui.api.v1.description import DescribedApi
from ui.api.v1.door import DESCRIPTION, SLOWEST, Door
from ui.api.v1.reading import READERS
from ui.api.v1.writing import WRITERS

VERSION: Final = "1.0.0"
ROOT: Final = "/api/v1"
_ABOUT: Final = """\
Documents, statements, exceptions, expectations and deliveries of Billhook, for other systems.

Lists are pages, oldest first; `next` is the cursor of the following page. Every answer has an ETag.
Refusals are problem details (RFC 9457), each situation with a `type` of its own. See docs/api.md.
"""


def create_api(desk: ApiDesk, clock: Clock, *, slowest: float = SLOWEST) -> FastAPI:
    """The application.

    Args:
        desk: what it asks and does.
        clock: counts requests.
        slowest: seconds in which a body has to arrive.
    """
    api = DescribedApi(
        title="Billhook",
        version=VERSION,
        description=_ABOUT,
        openapi_url=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        servers=[{"url": ROOT}],
        root_path_in_servers=False,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    for router in (*READERS, *WRITERS):
        api.include_router(router(desk))
    problems.install(api)
    api.add_middleware(Door, holder=desk.holder, clock=clock, slowest=slowest)
    return api
