"""What is left of a visit once its browser is gone; it passes through the engine as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from model.outcomes import Outcome
from model.visits import Listing, ListingProblem


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file of a visit, safe in the file store, not yet filed."""

    sha256: str
    media_type: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class Brought:
    """All of it.

    `edition` is that of the credential which was sent; `blocked` are hosts that pages asked for.
    """

    outcome: Outcome
    fetched: tuple[Fetched, ...] = ()
    problems: tuple[ListingProblem, ...] = ()
    listed: tuple[Listing, ...] = ()
    counter: int | None = None
    complete: bool = False
    edition: str | None = None
    blocked: tuple[str, ...] = ()
