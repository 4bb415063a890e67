"""Every address of the API with every scope: one table, which has to name them all."""

from __future__ import annotations

import httpx
import pytest

from billhook.wiring import reader
from model.api import Scope, Verdict
from pipeline.desks.api_desk import StoreApiDesk
from storage.store import Store
from tests.ui.api.conftest import HERE, token_of
from ui.api.v1.app import create_api

ROUTES: dict[tuple[str, str], Scope] = {
    ("GET", "/documents"): Scope.READ_DOCUMENTS,
    ("GET", "/documents/{document_id}"): Scope.READ_DOCUMENTS,
    ("GET", "/documents/{document_id}/fields"): Scope.READ_DOCUMENTS,
    ("GET", "/documents/{document_id}/file"): Scope.READ_DOCUMENTS,
    ("GET", "/statements"): Scope.READ_STATEMENTS,
    ("GET", "/statements/{statement_id}"): Scope.READ_STATEMENTS,
    ("GET", "/statements/{statement_id}/lines"): Scope.READ_STATEMENTS,
    ("GET", "/statements/{statement_id}/matches"): Scope.READ_STATEMENTS,
    ("GET", "/exceptions"): Scope.READ_EXCEPTIONS,
    ("GET", "/exceptions/{exception_id}"): Scope.READ_EXCEPTIONS,
    ("GET", "/expectations"): Scope.READ_EXPECTATIONS,
    ("GET", "/expectations/{expectation_id}"): Scope.READ_EXPECTATIONS,
    ("GET", "/deliveries"): Scope.READ_DELIVERIES,
    ("GET", "/deliveries/{delivery_id}"): Scope.READ_DELIVERIES,
    ("POST", "/uploads"): Scope.WRITE_DOCUMENTS,
    **{
        ("POST", f"/statements/{{statement_id}}/{verdict}"): Scope.WRITE_STATEMENTS
        for verdict in Verdict
    },
    ("POST", "/documents/{document_id}/release"): Scope.WRITE_DOCUMENTS,
    ("POST", "/documents/{document_id}/corrections"): Scope.WRITE_DOCUMENTS,
    ("POST", "/exceptions/{exception_id}/answer"): Scope.WRITE_EXCEPTIONS,
    ("POST", "/deliveries/{delivery_id}/retry"): Scope.WRITE_DELIVERIES,
    ("GET", "/events"): Scope.READ_EVENTS,
    ("GET", "/suppliers"): Scope.READ_SUPPLIERS,
    ("GET", "/suppliers/{supplier_id}"): Scope.READ_SUPPLIERS,
    ("GET", "/accounts"): Scope.READ_SUPPLIERS,
    ("GET", "/accounts/{account_id}"): Scope.READ_SUPPLIERS,
    ("GET", "/portals"): Scope.READ_PORTALS,
    ("GET", "/portals/{portal_id}"): Scope.READ_PORTALS,
}
PUBLIC = {("GET", "/openapi.json")}


async def ask(
    served: httpx.ASGITransport, method: str, path: str, headers: dict[str, str]
) -> httpx.Response:
    address = path.replace("{", "").replace("}", "")  # no such record: 404, once let in
    async with httpx.AsyncClient(transport=served, base_url=HERE) as client:
        return await client.request(method, address, headers=headers)


def test_the_table_names_every_address(filled: Store) -> None:
    """Also those that the description leaves out: what is mounted, not what is documented."""
    api = create_api(StoreApiDesk(filled, reader(filled)), filled.clock)
    described = {
        (method.upper(), path)
        for path, operations in api.openapi()["paths"].items()
        for method in operations
    }
    assert described == set(ROUTES)
    served = {address for route in api.routes for address in _addresses(route)}
    assert served - {("HEAD", "/openapi.json")} == set(ROUTES) | PUBLIC


def _addresses(route: object) -> set[tuple[str, str]]:
    router = getattr(route, "original_router", None)
    if router is not None:
        return {address for one in router.routes for address in _addresses(one)}
    return {(method, route.path) for method in route.methods}  # type: ignore[attr-defined]


@pytest.mark.parametrize("scope", list(Scope))
async def test_a_scope_opens_its_addresses_and_no_other(
    served: httpx.ASGITransport, filled: Store, scope: Scope
) -> None:
    _, secret = token_of(filled, scope)
    headers = {"authorization": f"Bearer {secret.reveal()}"}
    opened = {
        address: (await ask(served, *address, headers)).status_code != 403 for address in ROUTES
    }
    assert opened == {address: needed is scope for address, needed in ROUTES.items()}


async def test_nothing_but_the_description_is_open_without_a_token(
    served: httpx.ASGITransport,
) -> None:
    answers = {address: await ask(served, *address, {}) for address in [*ROUTES, *PUBLIC]}
    open_ = {address for address, answer in answers.items() if answer.status_code != 401}
    assert open_ == PUBLIC
    assert all("www-authenticate" in answers[address].headers for address in ROUTES)
