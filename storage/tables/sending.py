"""Destinations and what goes there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint

from model.deliveries import (
    Attempt,
    DeliveryState,
    DestinationKind,
    ReplyChannel,
    ResponseAction,
    ResponseStatus,
    Terms,
)
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

_ANY_TERMS: Final = '{"buyers":[],"least":null,"most":null,"admits":"released","in_order":false}'

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
    need("terms", Packed(Terms), before=_ANY_TERMS),
    maybe("removed", Instant()),
)

outbox: Final = table(
    "outbox",
    Column(
        "destination_id",
        Words(),
        ForeignKey("destination.id"),
        primary_key=True,
        nullable=False,
    ),
    need("turn"),
    maybe("down_since", Instant()),
    maybe("probe_at", Instant()),
    maybe("taken_at", Instant()),
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
    maybe("response_action", Choice(ResponseAction)),
    maybe("news_id"),
    UniqueConstraint("key"),
    Index(None, "document_id"),
    Index(None, "destination_id", "state"),
    Index(None, "state", "queued", "id"),
    Index(None, "queued", "id"),
)

reply: Final = table(
    "reply",
    id_(),
    need("destination_id", Words(), ForeignKey("destination.id")),
    maybe("delivery_id", Words(), ForeignKey("delivery.id")),
    need("channel", Choice(ReplyChannel)),
    need("said"),
    maybe("status", Choice(ResponseStatus)),
    need("reason"),
    maybe("action", Choice(ResponseAction)),
    maybe("decided", Instant()),
    need("received", Instant()),
    need("counts", Flag()),
    Index(None, "delivery_id"),
)
