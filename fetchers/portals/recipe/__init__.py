"""The language of recipes. Importing a name from here is importing it from the part it lies in."""

from __future__ import annotations

from fetchers.portals.recipe.listing import (
    Column,
    Columns,
    Counter,
    DocumentList,
    Getter,
    JsonTwin,
    Move,
    Pages,
    Periods,
    Span,
    Together,
)
from fetchers.portals.recipe.parts import (
    CODE_FIELDS,
    SAYABLE,
    Alternatives,
    CodeStep,
    Origin,
    Part,
    Pattern,
    Selector,
    Shown,
    SignIn,
)
from fetchers.portals.recipe.whole import (
    LONGEST_RECIPE,
    Accounts,
    Browserless,
    Recipe,
    read_recipe,
    schema,
    write_recipe,
)

__all__ = [
    "CODE_FIELDS",
    "LONGEST_RECIPE",
    "SAYABLE",
    "Accounts",
    "Alternatives",
    "Browserless",
    "CodeStep",
    "Column",
    "Columns",
    "Counter",
    "DocumentList",
    "Getter",
    "JsonTwin",
    "Move",
    "Origin",
    "Pages",
    "Part",
    "Pattern",
    "Periods",
    "Recipe",
    "Selector",
    "Shown",
    "SignIn",
    "Span",
    "Together",
    "read_recipe",
    "schema",
    "write_recipe",
]
