"""A plug-in of another program within a recipe: its steps as they were written, not translated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from fetchers.portals.recipe.parts import Name, Part

Step = Mapping[str, Any]
"""One step in the other program's words: `action`, and the keys that belong to it."""


class PlugIn(Part):
    """What a plug-in does at its portal. Its scripts run in the signed-in page.

    `check` proves the sign-in, `documents` brings the documents. `config` are the values of its
    options; the value of one that is a password is never kept here.
    """

    check: Annotated[tuple[Step, ...], Field(max_length=100)] = ()
    documents: Annotated[tuple[Step, ...], Field(min_length=1, max_length=200)]
    options: Annotated[tuple[Step, ...], Field(max_length=100)] = ()
    config: Mapping[Name, str | int | float | bool] = Field(default_factory=dict)
