"""What stands beside a recipe: whose it is, what its makers know, and how good it claims to be."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from typing import Annotated, Final

import yaml
from pydantic import Field, ValidationError

from fetchers.portals.recipe import Origin, Part
from model.errors import RecipeInvalid

_LONGEST: Final = 4_000


class Tier(StrEnum):
    """How well a recipe is made; each tier asks for all that the one before asks for."""

    NONE = "none"
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"

    @property
    def rank(self) -> int:
        """0 for none, and one more for each tier."""
        return list(Tier).index(self)


class Manifest(Part):
    """A recipe's manifest. `origins` are where it was made; empty where it goes for any."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    origins: Annotated[tuple[Origin, ...], Field(max_length=20)] = ()
    notes: Annotated[str, Field(min_length=1, max_length=2_000)]
    verified_on: date
    tier: Tier


def read_manifest(text: str, *, origin: str = "manifest") -> Manifest:
    """The manifest that stands in a YAML text.

    Raises:
        RecipeInvalid: it is none; the message names the key.
    """
    try:
        if len(text) > _LONGEST:  # too short to grow into much, whatever it repeats
            raise RecipeInvalid(f"{origin}: a manifest has at most {_LONGEST} characters.")
        return Manifest.model_validate_json(json.dumps(yaml.safe_load(text), default=str))
    except yaml.YAMLError:
        raise RecipeInvalid(f"{origin}: not valid YAML.") from None
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_context=False)[0]
        path = ".".join(map(str, first["loc"])) or "manifest"
        raise RecipeInvalid(f"{origin}: {path}: {first['msg']}; see docs/recipes.md.") from None


def write_manifest(manifest: Manifest) -> str:
    """The YAML text of a manifest; reading it gives the same manifest."""
    told = json.loads(manifest.model_dump_json(exclude_defaults=True))
    return yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=100)
