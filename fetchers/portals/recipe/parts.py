"""What recipes are made of: selectors and patterns, and the sign-in."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from fetchers.portals.fence import origin_of
from model.outcomes import OutcomeCode

_ENGINES: Final = ("css=", "xpath=", "text=", "role=", "label=")


def _checked_selector(selector: str) -> str:
    if not selector.startswith(_ENGINES):
        raise ValueError(f"a selector begins with one of {', '.join(_ENGINES)}")
    if ">>" in selector or "internal:" in selector:
        raise ValueError("a selector is not chained")
    return selector


def _checked_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as wrong:
        raise ValueError(f"not a regular expression: {wrong}") from None
    return pattern


def _checked_origin(origin: str) -> str:
    if origin_of(origin) != origin:
        raise ValueError("an origin is scheme, host and port, without a path: https://a.example")
    return origin


LONGEST_SELECTOR: Final = 1000
Selector = Annotated[
    str, Field(min_length=5, max_length=LONGEST_SELECTOR), AfterValidator(_checked_selector)
]
Alternatives = Annotated[tuple[Selector, ...], Field(min_length=1, max_length=12)]
Pattern = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_checked_pattern)]
Origin = Annotated[str, AfterValidator(_checked_origin)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
JsonPath = Annotated[str, Field(pattern=r"^[\w-]+(\.[\w-]+)*$", max_length=200)]
SAYABLE: Final = frozenset(
    {
        OutcomeCode.LOGIN_FAILED,
        OutcomeCode.LOCKED,
        OutcomeCode.PASSWORD_EXPIRED,
        OutcomeCode.TERMS,
        OutcomeCode.KYC,
        OutcomeCode.ACTION_NEEDED,
        OutcomeCode.MFA_REQUIRED,
        OutcomeCode.MFA_WRONG,
        OutcomeCode.APPROVAL_PENDING,
        OutcomeCode.CAPTCHA,
        OutcomeCode.BOT_BLOCKED,
        OutcomeCode.MAINTENANCE,
        OutcomeCode.NO_PERMISSION,
        OutcomeCode.ACCOUNT_REMOVED,
        OutcomeCode.WRONG_PORTAL,
    }
)


class Part(BaseModel):
    """A part of a recipe: unknown keys are refused, values are of their type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


CODE_FIELDS: Final[Alternatives] = ("css=input[autocomplete='one-time-code']",)
"""Where a code is typed on a page that says so by the standard's own word (HTML, autofill)."""


class CodeStep(Part):
    """Where the code of an authenticator is typed."""

    field: Alternatives
    submit: Alternatives | None = None


class SignIn(Part):
    """The sign-in. `next` parts the user name's page from the password's, which may have none."""

    open: Alternatives | None = None
    frame: Annotated[str, Field(max_length=300)] | None = None
    customer_number: Alternatives | None = None
    username: Alternatives
    next: Alternatives | None = None
    password: Alternatives | None = None
    submit: Alternatives
    code: CodeStep | None = None
    signed_in: Alternatives | None = None
    session: Literal["keep", "end"] = "keep"


class Shown(Part):
    """A value that the page shows: where, and the group of a pattern that takes it out."""

    at: Alternatives
    pattern: Pattern | None = None
