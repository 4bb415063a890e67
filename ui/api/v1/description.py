"""The OpenAPI document of the API, as it is served and kept in the project."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from ui.api.v1.problems import MEDIA_TYPE, Problem

_REFERENCE: Final = "#/components/schemas/{model}"
_SAID: Final = {
    "idempotency-key": (
        "Made anew for each write, sent again with each repetition of it.",
        r"^[\x21-\x7e]{1,128}$",
    ),
    "if-match": (
        "The ETag of the record as it was seen, or * for whatever there is.",
        r'^(\*|"[\x21\x23-\x7e]{1,64}")$',
    ),
}
_TAG: Final = {
    "description": "Changes with the content; send it back as If-None-Match, or as If-Match.",
    "schema": {"type": "string"},
}


class DescribedApi(FastAPI):
    """An application that describes its refusals and ETags too."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        if self.openapi_schema is None:
            self.openapi_schema = _described(self)
        return self.openapi_schema


def _described(api: FastAPI) -> dict[str, Any]:
    said = get_openapi(
        title=api.title,
        version=api.version,
        description=api.description,
        routes=api.routes,
        servers=api.servers,
    )
    said["components"]["schemas"] |= _schemas(Problem)
    for operations in said["paths"].values():
        for method, operation in operations.items():
            _complete(method, operation["responses"])
            _demand(operation.get("parameters", []))
    return said


def _complete(method: str, responses: dict[str, Any]) -> None:
    """Add what every answer has, and what no handler says of itself."""
    for status, response in responses.items():
        if MEDIA_TYPE in response.get("content", {}):
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": _of("Problem")}}}
        elif status in {"200", "206"}:
            response["headers"] = {"ETag": _TAG}
    if method == "get":
        responses["304"] = {"description": "The caller has this already: If-None-Match."}


def _demand(parameters: list[dict[str, Any]]) -> None:
    """Say that a header has to be there: its absence is a situation of its own (400, 428)."""
    for parameter in parameters:
        if parameter["in"] == "header":
            said, pattern = _SAID[parameter["name"]]
            schema = {"type": "string", "pattern": pattern}
            parameter |= {"required": True, "schema": schema, "description": said}


def _of(name: str) -> str:
    return _REFERENCE.format(model=name)


def _schemas(kind: type[object]) -> dict[str, Any]:
    """The schema of a shape, and of those in it, by name."""
    schema = TypeAdapter(kind).json_schema(ref_template=_REFERENCE, mode="serialization")
    inner: dict[str, Any] = schema.pop("$defs", {})
    return {kind.__name__: schema} | inner
