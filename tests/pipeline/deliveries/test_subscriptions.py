"""Subscriptions: news of documents go through the outbox, with its tries, and are no documents."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import pytest

from feeds import check_settings
from model.deliveries import DeliveryState, Destination, DestinationKind
from model.errors import DestinationRefused, DestinationUnreachable, SettingsInvalid
from model.filing import DocumentStatus
from model.news import NewsKind
from pipeline import answers
from pipeline.deliveries.outbox import Outbox
from pipeline.works import Works
from storage import deliveries, documents, exceptions
from tests.pipeline.conftest import CLERK, Outside, paper

Arrive = Callable[..., str]


@pytest.fixture
def subscribed(works: Works) -> Callable[..., None]:
    """Add a subscription to some types of events, by default to all."""

    def add(*types: NewsKind, name: str = "hook") -> None:
        settings = {"url": "https://x.example", "types": ",".join(types)}
        hook = Destination(
            name, name, DestinationKind.EVENTS, MappingProxyType(settings), credential="hook"
        )
        with works.store.begin() as tx:
            deliveries.add_destination(tx, hook)

    return add


def told(outside: Outside) -> list[str]:
    return [parcel.news.kind.value for parcel in outside.taken if parcel.news]


def test_what_happens_to_a_document_is_told_and_the_document_goes_elsewhere(
    works: Works, outside: Outside, arrive: Arrive, subscribed: Callable[..., None]
) -> None:
    subscribed()
    document_id = arrive(paper("R-1"))
    with works.store.begin() as tx:
        answers.release(tx, CLERK, document_id, documents.get(tx, document_id).version)
    Outbox(works).turn("approval")
    Outbox(works).turn("hook")
    assert told(outside) == [
        "document.filed",
        "document.changed",
        "document.approved",
        "delivery.delivered",
        "document.changed",
    ]
    assert outside.taken[0].news is None
    assert len({parcel.key for parcel in outside.taken}) == len(outside.taken)
    with works.store.read() as tx:
        assert documents.get(tx, document_id).status is DocumentStatus.DELIVERED
        assert len(deliveries.of_document(tx, document_id)) == 1


def test_only_what_was_subscribed_to_is_told(
    works: Works, outside: Outside, arrive: Arrive, subscribed: Callable[..., None]
) -> None:
    subscribed(NewsKind.DOCUMENT_FILED, NewsKind.EXCEPTION_OPENED)
    arrive(paper("R-1"))
    arrive(paper("R-2", "220.15", accept=False))
    Outbox(works).turn("hook")
    assert told(outside) == ["document.filed", "document.filed", "exception.opened"]


def test_a_receiver_that_is_away_gets_them_later_under_the_same_key(
    works: Works, outside: Outside, arrive: Arrive, subscribed: Callable[..., None]
) -> None:
    subscribed(NewsKind.DOCUMENT_FILED)
    arrive(paper("R-1"))
    outside.refusals.append(DestinationUnreachable())
    assert Outbox(works).turn("hook") == 0
    with works.store.read() as tx:
        (waiting,) = deliveries.unfinished(tx)
    assert (waiting.state, len(waiting.attempts)) == (DeliveryState.RETRYING, 1)
    works.clock.move(waiting.next_attempt - works.clock.now())  # type: ignore[attr-defined,operator]
    assert Outbox(works).turn("hook") == 1
    assert outside.taken[0].key == waiting.key


def test_one_that_is_refused_is_asked_about_and_tells_nothing_of_itself(
    works: Works, outside: Outside, arrive: Arrive, subscribed: Callable[..., None]
) -> None:
    subscribed()
    arrive(paper("R-1", accept=False))
    with works.store.read() as tx:
        before = deliveries.unfinished(tx)
    outside.refusals.extend([DestinationRefused("Gone.")] * len(before))
    for _ in range(3):
        Outbox(works).turn("hook")
    with works.store.read() as tx:
        dead = deliveries.in_state(tx, DeliveryState.DEAD_LETTER)
        asked = [one.subject for one in exceptions.open_(tx)]
        assert not deliveries.unfinished(tx)
    assert len(dead) == len(before)
    assert {f"delivery:{one.id}" for one in dead} <= set(asked)


def test_a_type_that_does_not_exist_is_named() -> None:
    settings = MappingProxyType({"url": "https://x.example", "types": "document.filed,nothing"})
    hook = Destination("hook", "hook", DestinationKind.EVENTS, settings, credential="hook")
    with pytest.raises(SettingsInvalid, match="no events nothing"):
        check_settings(hook)
