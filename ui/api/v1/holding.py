"""Whose token a request carries, and whether its scopes allow what is asked."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Request, Security
from fastapi.security import HTTPBearer, SecurityScopes

from model.api import ApiToken, Scope
from model.errors import ScopeMissing, TokenUnknown
from ui.api.v1.problems import MEDIA_TYPE

_BEARER: Final = HTTPBearer(
    scheme_name="token",
    description="A token made by `billhook api-tokens add`, sent as `Authorization: Bearer`.",
    auto_error=False,
)


def holder(
    request: Request,
    needed: SecurityScopes,
    _sent: Annotated[object, Security(_BEARER)],
) -> ApiToken:
    """The token, known at the door, where it has every scope that the address needs.

    Raises:
        TokenUnknown: the door knew none.
        ScopeMissing: it may do other things.
    """
    token: ApiToken | None = getattr(request.state, "token", None)
    if token is None:
        raise TokenUnknown
    if missing := sorted(set(needed.scopes) - token.scopes):
        raise ScopeMissing(f"The token {token.name!r} lacks the scope {', '.join(missing)}.")
    return token


def with_scope(scope: Scope) -> Any:
    """The dependency of an address that takes this scope."""
    return Security(holder, scopes=[scope.value])


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How an address describes its refusals; those that all have are among them."""
    return {
        status: {"description": _SAID[status], "content": {MEDIA_TYPE: {}}}
        for status in sorted({*_ALL, *statuses})
    }


_ALL: Final = (401, 403, 422, 429)
_SAID: Final = {
    400: "The cursor, or the idempotency key, is none.",
    401: "No token, or one that has ended.",
    403: "The token lacks the scope.",
    404: "There is no such record.",
    408: "The body did not arrive in time.",
    409: "The record is no longer in a state in which this can be done.",
    412: "The record has changed since the version that If-Match names.",
    413: "The body is larger than this address takes.",
    422: "The request does not fit its description, or can't be done so.",
    428: "If-Match is missing: say which version you have seen.",
    429: "Too many requests; Retry-After says when to come again.",
}
