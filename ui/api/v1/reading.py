"""The addresses that are only read."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from model import wire
from model.api import ApiDesk, Scope
from ui.api.v1 import asking
from ui.api.v1.answers import file, listed, shown
from ui.api.v1.asking import RecordId
from ui.api.v1.holding import refusals, with_scope

_LIST = refusals(400)
_ONE = refusals(404)
_PART = refusals(400, 404)


def documents(desk: ApiDesk) -> APIRouter:
    """Documents, what was read from them, and their files."""
    router = APIRouter(tags=["documents"], dependencies=[with_scope(Scope.READ_DOCUMENTS)])

    @router.get("/documents", response_model=wire.Page[wire.Document], responses=_LIST)
    def list_documents(request: Request, asked: Annotated[asking.Documents, Query()]) -> Response:
        return listed(desk, request, wire.Document, asked)

    @router.get("/documents/{document_id}", response_model=wire.Document, responses=_ONE)
    def get_document(request: Request, document_id: RecordId) -> Response:
        return shown(request, desk.one(wire.Document, document_id))

    @router.get(
        "/documents/{document_id}/fields", response_model=wire.DocumentFields, responses=_ONE
    )
    def get_document_fields(request: Request, document_id: RecordId) -> Response:
        return shown(request, desk.fields(document_id))

    @router.get("/documents/{document_id}/file", responses={**_ONE, **_FILE})
    def get_document_file(request: Request, document_id: RecordId) -> Response:
        return file(request, desk.file(document_id))

    return router


_BINARY = {"schema": {"type": "string", "format": "binary"}}
_BYTES = {
    "application/pdf": _BINARY,
    "application/octet-stream": _BINARY,
    "image/jpeg": _BINARY,
    "image/png": _BINARY,
    "image/tiff": _BINARY,
}
_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The file, to download.", "content": _BYTES},
    206: {"description": "The one range of it that Range names.", "content": _BYTES},
    416: {"description": "The file has no such range.", "content": _BYTES},
}


def statements(desk: ApiDesk) -> APIRouter:
    """Statements, their lines as printed, and what answers each on our side."""
    router = APIRouter(tags=["statements"], dependencies=[with_scope(Scope.READ_STATEMENTS)])

    @router.get("/statements", response_model=wire.Page[wire.Statement], responses=_LIST)
    def list_statements(request: Request, asked: Annotated[asking.Statements, Query()]) -> Response:
        return listed(desk, request, wire.Statement, asked)

    @router.get("/statements/{statement_id}", response_model=wire.Statement, responses=_ONE)
    def get_statement(request: Request, statement_id: RecordId) -> Response:
        return shown(request, desk.one(wire.Statement, statement_id))

    @router.get(
        "/statements/{statement_id}/lines",
        response_model=wire.Page[wire.StatementLine],
        responses=_PART,
    )
    def list_statement_lines(
        request: Request, statement_id: RecordId, asked: Annotated[asking.Listed, Query()]
    ) -> Response:
        desk.one(wire.Statement, statement_id)
        return listed(desk, request, wire.StatementLine, asked, statement_id=statement_id)

    @router.get(
        "/statements/{statement_id}/matches", response_model=wire.Page[wire.Match], responses=_PART
    )
    def list_matches(
        request: Request, statement_id: RecordId, asked: Annotated[asking.Matches, Query()]
    ) -> Response:
        desk.one(wire.Statement, statement_id)
        return listed(desk, request, wire.Match, asked, statement_id=statement_id)

    return router


def exceptions(desk: ApiDesk) -> APIRouter:
    """What waits for a person, and what was answered."""
    router = APIRouter(tags=["exceptions"], dependencies=[with_scope(Scope.READ_EXCEPTIONS)])

    @router.get("/exceptions", response_model=wire.Page[wire.ExceptionItem], responses=_LIST)
    def list_exceptions(request: Request, asked: Annotated[asking.Exceptions, Query()]) -> Response:
        return listed(desk, request, wire.ExceptionItem, asked)

    @router.get("/exceptions/{exception_id}", response_model=wire.ExceptionItem, responses=_ONE)
    def get_exception(request: Request, exception_id: RecordId) -> Response:
        return shown(request, desk.one(wire.ExceptionItem, exception_id))

    return router


def expectations(desk: ApiDesk) -> APIRouter:
    """What is expected, and how each expectation ended."""
    router = APIRouter(tags=["expectations"], dependencies=[with_scope(Scope.READ_EXPECTATIONS)])

    @router.get("/expectations", response_model=wire.Page[wire.Expectation], responses=_LIST)
    def list_expectations(
        request: Request, asked: Annotated[asking.Expectations, Query()]
    ) -> Response:
        return listed(desk, request, wire.Expectation, asked)

    @router.get("/expectations/{expectation_id}", response_model=wire.Expectation, responses=_ONE)
    def get_expectation(request: Request, expectation_id: RecordId) -> Response:
        return shown(request, desk.one(wire.Expectation, expectation_id))

    return router


def deliveries(desk: ApiDesk) -> APIRouter:
    """What is on its way, with every attempt and the receiver's answer."""
    router = APIRouter(tags=["deliveries"], dependencies=[with_scope(Scope.READ_DELIVERIES)])

    @router.get("/deliveries", response_model=wire.Page[wire.Delivery], responses=_LIST)
    def list_deliveries(request: Request, asked: Annotated[asking.Deliveries, Query()]) -> Response:
        return listed(desk, request, wire.Delivery, asked)

    @router.get("/deliveries/{delivery_id}", response_model=wire.Delivery, responses=_ONE)
    def get_delivery(request: Request, delivery_id: RecordId) -> Response:
        return shown(request, desk.one(wire.Delivery, delivery_id))

    return router


def suppliers(desk: ApiDesk) -> APIRouter:
    """Suppliers, and our accounts with them."""
    router = APIRouter(tags=["suppliers"], dependencies=[with_scope(Scope.READ_SUPPLIERS)])

    @router.get("/suppliers", response_model=wire.Page[wire.Supplier], responses=_LIST)
    def list_suppliers(request: Request, asked: Annotated[asking.Suppliers, Query()]) -> Response:
        return listed(desk, request, wire.Supplier, asked)

    @router.get("/suppliers/{supplier_id}", response_model=wire.Supplier, responses=_ONE)
    def get_supplier(request: Request, supplier_id: RecordId) -> Response:
        return shown(request, desk.one(wire.Supplier, supplier_id))

    @router.get("/accounts", response_model=wire.Page[wire.Account], responses=_LIST)
    def list_accounts(request: Request, asked: Annotated[asking.OfSupplier, Query()]) -> Response:
        return listed(desk, request, wire.Account, asked)

    @router.get("/accounts/{account_id}", response_model=wire.Account, responses=_ONE)
    def get_account(request: Request, account_id: RecordId) -> Response:
        return shown(request, desk.one(wire.Account, account_id))

    return router


def portals(desk: ApiDesk) -> APIRouter:
    """Suppliers' portals, without anything of their sign-ins."""
    router = APIRouter(tags=["portals"], dependencies=[with_scope(Scope.READ_PORTALS)])

    @router.get("/portals", response_model=wire.Page[wire.Portal], responses=_LIST)
    def list_portals(request: Request, asked: Annotated[asking.OfSupplier, Query()]) -> Response:
        return listed(desk, request, wire.Portal, asked)

    @router.get("/portals/{portal_id}", response_model=wire.Portal, responses=_ONE)
    def get_portal(request: Request, portal_id: RecordId) -> Response:
        return shown(request, desk.one(wire.Portal, portal_id))

    return router


def events(desk: ApiDesk) -> APIRouter:
    """What happened, in the order in which it did, to be read on from where one stopped."""
    router = APIRouter(tags=["events"], dependencies=[with_scope(Scope.READ_EVENTS)])

    @router.get("/events", response_model=wire.Page[wire.Event], responses=_LIST)
    def list_events(request: Request, asked: Annotated[asking.Events, Query()]) -> Response:
        return listed(desk, request, wire.Event, asked)

    return router


READERS = (documents, statements, exceptions, expectations, deliveries, suppliers, portals, events)
