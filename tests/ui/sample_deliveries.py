"""Sample deliveries in every state."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from model.deliveries import Attempt, DeliveryState, ResponseStatus
from model.views import DeliveryView
from tests.ui.sample_documents import HOSTILE, NOW, Item


def deliveries(items: dict[str, Item]) -> list[DeliveryView]:
    delivered = [item.row for item in items.values() if item.row.status == "delivered"]
    taken = Attempt(
        NOW - timedelta(hours=3), ok=True, detail="250 2.0.0 taken as 4C71A", seconds=0.8
    )
    busy = Attempt(
        NOW - timedelta(hours=4), ok=False, detail="421 4.3.2 try again later", seconds=2.1
    )
    made = [
        DeliveryView(
            f"y{n}",
            row.id,
            row.supplier,
            row.number,
            row.kind,
            row.amount,
            "Approvals",
            "email",
            DeliveryState.DELIVERED,
            ResponseStatus.PAID if n % 3 else ResponseStatus.ACCEPTED,
            "",
            NOW - timedelta(hours=4 + 9 * n),
            (taken,),
            None,
            f"AP-{7000 + n}",
        )
        for n, row in enumerate(delivered)
    ]
    made[0] = replace(
        made[0],
        state=DeliveryState.DEAD_LETTER,
        response=None,
        attempts=(busy, busy, replace(busy, detail="550 5.7.1 mailbox is full")),
        reference="",
    )
    made[1] = replace(
        made[1],
        state=DeliveryState.RETRYING,
        response=None,
        attempts=(busy,),
        next_attempt=NOW + timedelta(minutes=11),
        reference="",
    )
    made[2] = replace(made[2], state=DeliveryState.QUEUED, response=None, attempts=(), reference="")
    made[7] = replace(made[7], response=ResponseStatus.REJECTED, response_reason="PO missing")
    made[8] = replace(
        made[8], response=ResponseStatus.UNDER_QUERY, response_reason="Which cost centre?"
    )
    made[3] = replace(
        made[3], destination="Archive folder", destination_kind="folder", response=None
    )
    hostile = replace(
        made[4],
        id="y99",
        supplier=HOSTILE,
        number=HOSTILE,
        destination=HOSTILE,
        response_reason=HOSTILE,
    )
    return [*made, hostile]
