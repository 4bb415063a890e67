"""Sample deliveries in every state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from model.deliveries import (
    Attempt,
    DeliveryState,
    KeptReply,
    ReplyChannel,
    ResponseAction,
    ResponseStatus,
)
from model.outbox_desk import DestinationView, PayloadView
from model.people import User
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


class SampleOutbox:
    """All of OutboxDesk over two destinations in memory; `note` writes down what is done."""

    def __init__(self, note: Callable[[User, str], None], tell: Callable[[], None]) -> None:
        self._note, self._tell = note, tell
        self._paused = False
        self._failed = 1

    def destinations(self) -> tuple[DestinationView, ...]:
        """One that takes all, and one that is down."""
        down = NOW - timedelta(minutes=40)
        probe = NOW + timedelta(minutes=3)
        return (
            DestinationView("erp", "ERP", "webhook", False, 2, 0, down, probe),
            DestinationView("to", "Approvals", "email", self._paused, 1, self._failed),
        )

    def replies(self, delivery_id: str) -> tuple[KeptReply, ...]:
        """Two answers to the one that was rejected, the later one out of date."""
        if delivery_id != "y7":
            return ()
        at = NOW - timedelta(hours=1)
        first = KeptReply(
            "r1", "to", "y7", ReplyChannel.WEBHOOK, "RE", ResponseStatus.REJECTED,
            "PO missing", ResponseAction.NEW_INVOICE, at, at, counts=True,
        )  # fmt: skip
        late = replace(
            first, id="r2", channel=ReplyChannel.MAIL, status=ResponseStatus.IN_PROCESS,
            reason=HOSTILE, action=None, received=at + timedelta(minutes=9), counts=False,
        )  # fmt: skip
        return (first, late)

    def payload(self, delivery_id: str) -> PayloadView:
        """Facts that hold markup."""
        facts = f'{{"key": "{delivery_id}", "supplier": "{HOSTILE}"}}'
        return PayloadView("Juno_JF-2211.pdf", "application/pdf", facts)

    def pause(self, user: User, destination_id: str, *, paused: bool) -> None:
        self._note(user, f"pause {destination_id} {paused}")
        self._paused = paused
        self._tell()

    def retry_all(self, user: User) -> tuple[str, ...]:
        self._note(user, "retry all")
        self._failed = 0
        self._tell()
        return ("y0",)

    def replay(
        self, user: User, since: date, until: date, destination_id: str = ""
    ) -> tuple[str, ...]:
        self._note(user, f"replay {since} {until} {destination_id}")
        return ("y3", "y4")

    def take_back(self, user: User, delivery_ids: Sequence[str]) -> int:
        self._note(user, f"take back {' '.join(delivery_ids)}")
        self._failed = 1
        self._tell()
        return 1
