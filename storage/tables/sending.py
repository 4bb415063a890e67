"""Destinations and what goes there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ForeignKey, Index, UniqueConstraint

from model.deliveries import Attempt, DeliveryState, DestinationKind, ResponseStatus
from model.documents import (
    DocumentKind,
)
from storage.columns import (
    Choice,
    Flag,
    Instant,
    Packed,
    Words,
)
from storage.tables.base import id_, maybe, need, table

destination: Final = table(
    "destination",
    id_(),
    need("name"),
    need("kind", Choice(DestinationKind)),
    need("settings", Packed(Mapping[str, str])),
    maybe("credential"),
    need("kinds", Packed(frozenset[DocumentKind])),
    need("suppliers", Packed(frozenset[str])),
    need("paused", Flag()),
)

delivery: Final = table(
    "delivery",
    id_(),
    need("key"),
    need("document_id", Words(), ForeignKey("document.id")),
    need("destination_id", Words(), ForeignKey("destination.id")),
    need("state", Choice(DeliveryState)),
    need("queued", Instant()),
    need("attempts", Packed(tuple[Attempt, ...])),
    maybe("next_attempt", Instant()),
    need("reference"),
    maybe("response", Choice(ResponseStatus)),
    need("response_reason"),
    UniqueConstraint("key"),
    Index(None, "document_id"),
    Index(None, "destination_id", "state"),
    Index(None, "state", "queued", "id"),
)
