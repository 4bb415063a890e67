"""The books of other systems: looked at every so often, and what is new taken over.

Each page is kept in one transaction with the place behind it: a look that is cut off goes on there,
and a page that is read twice says the same again. Once a day the ids of all entries are compared,
for what was deleted there. Suppliers that nobody connected here are left out, and said; once one
is connected, the books are read from their beginning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from feeds import looks_every
from model.books import BooksPage
from model.deliveries import Destination
from model.errors import BillhookError, DestinationUnreachable, LeaseOver, VaultLocked
from model.exceptions import Action, Answer, ExceptionItem, ExceptionReason
from model.suppliers import Supplier
from pipeline.asking import ask
from pipeline.deliveries.passes import Passage
from pipeline.engine import Step
from pipeline.reconciling import ledger_books, order_books, statements
from pipeline.reconciling.ledger_books import OF_BOOKS, Taken
from pipeline.reconciling.sellers import Sellers
from pipeline.works import Works
from storage import deliveries, exceptions, ledger, settings
from storage.store import Tx

_A_DAY: Final = timedelta(days=1)
_NAMED: Final = 5
"""So many suppliers that are not known are named."""
_ANSWERS: Final = (
    Answer("R", "Look again", Action.RETRY),
    Answer("2", "Leave it", Action.DISMISS),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the reading of a destination's books stands; instants as ISO 8601, "" for never.

    `looked` is when the last look ended, well or not, `whole` when all entries were compared,
    `failing` since when no look went well; `strangers` are suppliers that are not known here.
    """

    place: str = ""
    looked: str = ""
    whole: str = ""
    failing: str = ""
    strangers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look brought; `asked` is of how many vanished entries a person is asked."""

    entries: int = 0
    gone: int = 0
    orders: int = 0
    receipts: int = 0
    asked: int = 0
    strangers: tuple[str, ...] = ()


def due(tx: Tx, now: datetime) -> Iterator[tuple[Destination, str]]:
    """The destinations whose books are to be looked at, each with the name of its turn."""
    for destination in deliveries.destinations(tx):
        if every := looks_every(destination):
            looked = reading_of(tx, destination.id).looked
            if not looked or datetime.fromisoformat(looked) + every <= now:
                yield destination, looked


def reading_of(tx: Tx, destination_id: str) -> Reading:
    """How the reading of a destination's books stands."""
    said = json.loads(settings.get(tx, _key(destination_id), "{}"))
    return Reading(**said | {"strangers": tuple(said.get("strangers", ()))})


async def turn(works: Works, step: Step, destination_id: str) -> None:
    """One look, as a job; what is in the way is written down."""

    def once() -> bool:
        with works.store.read() as tx:
            destination = deliveries.destination(tx, destination_id)
        try:
            look(works, destination)
        except (VaultLocked, LeaseOver):
            return False  # the first look after unlocking
        except BillhookError as trouble:
            in_the_way(works, destination, trouble)
            return False
        return True

    await step(once)


def failed(works: Works, destination_id: str, error: Exception) -> None:
    """Write down that a look broke in our own hands."""
    with works.store.read() as tx:
        destination = deliveries.destination(tx, destination_id)
    in_the_way(works, destination, BillhookError(f"Something broke ({type(error).__name__})."))


def look(works: Works, destination: Destination, *, whole: bool = False) -> Looked:
    """Take over what is new in a destination's books; with `whole` compare all entries, too.

    Raises:
        DestinationUnreachable: try again later; what was read is kept.
        DestinationRefused: a person must act; the message says what to do.
        SettingsInvalid: its books can't be read.
        VaultError: its credential can't be had.
    """
    found = _begin(works, destination)
    with Passage(works, destination) as passage:
        more, job = True, f"books of {destination.id}"
        while more:
            with works.store.read() as tx:
                place = reading_of(tx, destination.id).place
            page = passage.go(job, partial(works.news, destination, place))
            found, more = _keep(works, destination, page, found), page.more
        if whole or _day_is_over(works, destination):
            there = passage.go(job, partial(works.standing, destination))
            found = _compare(works, destination, there, found)
    _end(works, destination)
    return found


def in_the_way(works: Works, destination: Destination, trouble: BillhookError) -> None:
    """Write down why a look failed; ask a person, at once or where it does not pass in a day."""
    now = works.clock.now()
    with works.store.begin() as tx:
        before = reading_of(tx, destination.id)
        since = before.failing or now.isoformat()
        _put(tx, destination.id, replace(before, looked=now.isoformat(), failing=since))
        passes = isinstance(trouble, DestinationUnreachable)
        if passes and now - datetime.fromisoformat(since) < _A_DAY:
            return
        ask(
            tx,
            ExceptionReason.BOOKS_UNREAD,
            subject=_subject(destination),
            sentence=f"The books of {destination.name} are not read: {trouble.message}",
            key=("books", destination.id, since),
            answers=_ANSWERS,
        )


def look_again(tx: Tx, _item: ExceptionItem, destination_id: str) -> None:
    """Let the next look be due now, and its trouble be a new one."""
    before = reading_of(tx, destination_id)
    _put(tx, destination_id, replace(before, looked="", failing=""))


def _begin(works: Works, destination: Destination) -> Looked:
    """The look that begins: at the beginning of the books where a stranger is known by now."""
    with works.store.begin() as tx:
        before = reading_of(tx, destination.id)
        if Sellers.of(tx).find(before.strangers):
            before = replace(before, place="", strangers=())
            _put(tx, destination.id, before)
    return Looked(strangers=before.strangers)


def _keep(works: Works, destination: Destination, page: BooksPage, so_far: Looked) -> Looked:
    """Take over one page, with the place behind it."""
    with works.store.begin() as tx:
        sellers = Sellers.of(tx)
        known = {key: sellers.find(names) for key, names in page.sellers.items()}
        ours = {key: one for key, one in known.items() if one}
        new = {names[-1] for key, names in page.sellers.items() if key not in ours}
        strangers = tuple(sorted({*so_far.strangers, *new}))
        found = _take(tx, destination, page, ours)
        before = reading_of(tx, destination.id)
        _put(tx, destination.id, replace(before, place=page.place, strangers=strangers))
    return Looked(
        entries=so_far.entries + found.entries,
        gone=so_far.gone + found.gone,
        orders=so_far.orders + found.orders,
        receipts=so_far.receipts + found.receipts,
        strangers=strangers,
    )


def _take(
    tx: Tx, destination: Destination, page: BooksPage, ours: Mapping[str, Supplier]
) -> Looked:
    entries = [
        ledger_books.booked(paper, ours[paper.seller].id, _entry_id(destination, paper.id))
        for paper in page.entries
        if paper.seller in ours
    ]
    if entries:
        statements.load(tx, entries)
    gone = ledger.by_ids(tx, {_entry_id(destination, one) for one in page.gone})
    statements.withdraw(tx, gone, f"{destination.name} has cancelled it")
    orders = [replace(o, seller=ours[o.seller].id) for o in page.orders if o.seller in ours]
    if orders:
        order_books.take_orders(tx, orders)
    receipts = [replace(r, seller=ours[r.seller].id) for r in page.receipts if r.seller in ours]
    arrived = [one for one in receipts if order_books.is_known(tx, one)]
    if arrived:
        order_books.take_receipts(tx, arrived)
    return Looked(len(entries), len(gone), len(orders), len(arrived))


def _compare(
    works: Works, destination: Destination, there: Iterable[str], so_far: Looked
) -> Looked:
    """Take out what the books no longer have, or ask about it."""
    standing = {_entry_id(destination, one) for one in there}
    with works.store.begin() as tx:
        ours = ledger.posted_since(tx, date.min, prefix=_entry_id(destination, ""))
        taken = ledger_books.settle(
            tx,
            destination.id,
            ours - standing,
            Taken(len(ours & standing)),
            why=f"{destination.name} no longer has it",
        )
        now = works.clock.now().isoformat()
        _put(tx, destination.id, replace(reading_of(tx, destination.id), whole=now))
    return replace(so_far, gone=so_far.gone + taken.gone, asked=taken.asked)


def _day_is_over(works: Works, destination: Destination) -> bool:
    with works.store.read() as tx:
        whole = reading_of(tx, destination.id).whole
    return not whole or datetime.fromisoformat(whole) + _A_DAY <= works.clock.now()


def _end(works: Works, destination: Destination) -> None:
    """Write down that a look went well: what was in the way is over; strangers are said."""
    with works.store.begin() as tx:
        before = reading_of(tx, destination.id)
        now = works.clock.now().isoformat()
        _put(tx, destination.id, replace(before, looked=now, failing=""))
        said = _strangers(destination, before.strangers)
        for item in exceptions.open_of(tx, _subject(destination)):
            if item.reason is ExceptionReason.BOOKS_UNREAD and item.sentence != said:
                exceptions.close(tx, item.id, "The books were read.")
        if said:
            subject = _subject(destination)
            key = ("books strangers", destination.id, *before.strangers)
            ask(tx, ExceptionReason.BOOKS_UNREAD, subject=subject, sentence=said, key=key)


def _strangers(destination: Destination, names: tuple[str, ...]) -> str:
    """What is said of suppliers that are left out; "" where none is."""
    if not names:
        return ""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return (
        f"The books of {destination.name} have suppliers that are not known here, and what they say"
        f" of them is left out: {', '.join(names[:_NAMED])}{more}. Connect them by their VAT number"
        " or this name; then all of it is read."
    )


def _entry_id(destination: Destination, entry: str) -> str:
    return f"{OF_BOOKS}{destination.id}:{entry}"


def _subject(destination: Destination) -> str:
    return f"destination:{destination.id}"


def _key(destination_id: str) -> str:
    return f"books.{destination_id}"


def _put(tx: Tx, destination_id: str, reading: Reading) -> None:
    settings.put(tx, _key(destination_id), json.dumps(asdict(reading)))
