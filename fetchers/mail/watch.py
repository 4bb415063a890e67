"""Watching a folder: every new mail is handed over, none is lost, none is skipped in silence.

The server is only read: nothing is marked, moved or deleted here. What was read is known by the
position that the consumer keeps, and a mail's identity makes reading it twice harmless, so that a
change of UIDVALIDITY is answered by reading the folder from its beginning.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from imapclient.exceptions import IMAPClientError

from fetchers.mail.connection import Timeouts, clean_words, connect, passes_by_itself
from fetchers.mail.contents import contents_of, raw_mail, refused_mail
from fetchers.mail.heads import Head, heads_of
from fetchers.mail.idle import idle, promptly
from fetchers.mail.seen import Memory, Seen
from model.clock import Clock
from model.errors import MailboxRefused
from model.mail import FolderPosition, MailBatch, RawMail, Sighting
from model.secret import Secret
from model.suppliers import Mailbox

_T = TypeVar("_T")

_HEADS: Final = 500
_BATCH_MAILS: Final = 100
_BATCH_BYTES: Final = 32 * 2**20
_SPAN: Final = 100_000  # UIDs a search may name: its answer is one line, and lines have limits
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """How a folder is watched: seconds between looks, and the largest mail in bytes.

    `keepalive` ends an IDLE before firewalls (minutes) and Gmail (ten minutes) drop it, and bounds
    the silence within an answer; `poll` is for servers without IDLE.
    """

    keepalive: float = 300.0
    poll: float = 60.0
    largest: int = 50 * 2**20


@dataclass(frozen=True, slots=True)
class _Watch:
    client: Any
    mailbox: Mailbox
    clock: Clock
    pace: Pace
    answer: float
    seen: Seen | None
    memory: Memory


def watch(
    mailbox: Mailbox,
    password: Secret,
    position: FolderPosition,
    *,
    clock: Clock,
    stop: threading.Event,
    pace: Pace | None = None,
    ca_file: Path | None = None,
    timeouts: Timeouts | None = None,
    seen: Seen | None = None,
    memory: Memory | None = None,
) -> Generator[MailBatch, None, None]:
    """Batches of new mails, each with the position to keep in the same transaction; no end.

    A `complete` batch without mails ends each look: all is handed over. After a change of
    UIDVALIDITY the folder starts anew; mails that `seen` knows by their header come as sightings,
    without content. A mail above `Pace.largest` comes as its header and a marker (see
    `fetchers.mail.withheld`), as does one that the server refuses for the third time. Ends once
    `stop` is set. Raises MailboxRefused, MailboxUnreachable and SettingsInvalid; the caller waits
    (`fetchers.mail.backoff`) and calls again with its position and the same `memory`.
    """
    pace = pace or Pace()
    waits = _bounded(timeouts or Timeouts(), pace)
    with connect(mailbox, password, ca_file=ca_file, timeouts=waits) as client:
        watched = _Watch(client, mailbox, clock, pace, waits.answer, seen, memory or Memory())
        watched.memory.pushed = client.has_capability("IDLE")
        while not stop.is_set():
            position, next_uid = _select(watched, position)
            end = clock.monotonic() + watched.pace.keepalive
            while not stop.is_set() and clock.monotonic() < end:
                for batch in _look(watched, position, next_uid):
                    yield batch
                    position = batch.position
                    if stop.is_set():
                        return
                _wait(watched, stop)


def _bounded(waits: Timeouts, pace: Pace) -> Timeouts:
    """A line that falls silent within an answer is half open as soon as one that should push."""
    return replace(waits, read=min(waits.read, max(pace.keepalive, waits.answer)))


def _selected(client: Any, mailbox: Mailbox) -> dict[bytes, Any]:
    try:
        state: dict[bytes, Any] = client.select_folder(mailbox.folder, readonly=True)
    except client.AbortError:
        raise
    except IMAPClientError as error:
        words = clean_words(str(error), Secret(""))
        if passes_by_itself(words):
            raise
        raise MailboxRefused(
            f"The folder {mailbox.folder!r} of the mailbox {mailbox.name!r} can't be opened"
            f" ({words}); correct its name."
        ) from None
    return state


def _select(watched: _Watch, position: FolderPosition) -> tuple[FolderPosition, int]:
    """Where to go on from: the given position, or the folder's beginning once it is new; UIDNEXT.

    Repeated at every keepalive, since not every server says that a folder was replaced. A folder
    restored from a backup may keep its UIDVALIDITY and count its UIDs from further below.
    """
    with promptly(watched.client, watched.answer):
        state = _selected(watched.client, watched.mailbox)
    uidvalidity = int(state.get(b"UIDVALIDITY", 0))
    next_uid = int(state.get(b"UIDNEXT", 0))
    watched.memory.changes_counted(_modseq(state))
    counts_back = 0 < next_uid <= position.last_uid
    if position.uidvalidity == uidvalidity and not counts_back:
        return position, next_uid
    if position.last_uid:
        watched.memory.refused.clear()  # its UIDs name other mails now
        watched.memory.renumbered.append(watched.clock.now())
    return FolderPosition(uidvalidity, 0), next_uid


def _modseq(state: dict[bytes, Any]) -> int:
    """HIGHESTMODSEQ (RFC 7162), 0 without CONDSTORE."""
    value = state.get(b"HIGHESTMODSEQ", 0)
    return int(value[0] if isinstance(value, list | tuple) else value)


def _look(watched: _Watch, position: FolderPosition, next_uid: int) -> Iterator[MailBatch]:
    """All mails after `position`, at the end an empty batch: no more for now."""
    while uids := _uids_after(watched, position.last_uid, next_uid):
        for batch in _batches(watched, position, uids):
            yield batch
            position = batch.position
    left_out = yield from _missing(watched, position, next_uid)
    yield MailBatch((), position, complete=True, left_out=left_out)


def _uids_after(watched: _Watch, last: int, next_uid: int) -> list[int]:
    """UIDs above `last`, ascending. `n:*` always names the newest mail, even below n (RFC 9051)."""
    watched.client._imap.untagged_responses.pop("EXISTS", None)  # noqa: SLF001 - see _grew
    found = _found(watched, _ranges(last + 1, next_uid), *_begins(watched))
    return [uid for uid in found if uid > last]


def _begins(watched: _Watch) -> tuple[str | date, ...]:
    """What a search adds so that mails from before the mailbox begins are left out."""
    since = watched.mailbox.since
    return ("SINCE", since) if since else ()


def _ranges(first: int, next_uid: int) -> Iterator[str]:
    """All UIDs from `first` on, in ranges whose search fits into a line."""
    while first + _SPAN < next_uid:
        yield f"{first}:{first + _SPAN - 1}"
        first += _SPAN
    yield f"{first}:*"


def _found(watched: _Watch, ranges: Iterable[str], *criteria: str | date) -> list[int]:
    found = (uid for named in ranges for uid in watched.client.search(["UID", named, *criteria]))
    return sorted(found)


def _missing(
    watched: _Watch, position: FolderPosition, next_uid: int
) -> Generator[MailBatch, None, int | None]:
    """Mails below `position` that the journal does not know: the net under everything.

    Where the server counts changes (CONDSTORE), a folder in which nothing changed isn't compared.
    Returns how many mails are from before the mailbox begins, where it was compared.
    """
    seen, memory = watched.seen, watched.memory
    if seen is None or not memory.comparison_due(watched.clock):
        return None
    below = tuple(_ranges(1, position.last_uid + 1))
    there = [uid for uid in _found(watched, below, *_begins(watched)) if uid <= position.last_uid]
    known = seen.uids(position.uidvalidity)
    for batch in _batches(watched, position, sorted(set(there) - known)):
        yield replace(batch, position=position)
    memory.compared = watched.clock.now()
    memory.compared_modseq = memory.modseq
    since = watched.mailbox.since
    return len(_found(watched, _ranges(1, next_uid), "BEFORE", since)) if since else 0


def _batches(watched: _Watch, position: FolderPosition, uids: list[int]) -> Iterator[MailBatch]:
    """The mails of these UIDs, a few at a time, with the position after each."""
    for start in range(0, len(uids), _HEADS):
        chunk = uids[start : start + _HEADS]
        heads, refused = _isolated(watched, chunk, partial(heads_of, watched.client))
        again, new = _parted(watched, position.uidvalidity, heads)
        if again or refused:
            yield MailBatch(_refused(watched, position, refused), position, again)
        for part in _parts(new, watched.pace.largest):
            mails = _mails(watched, position, part)
            position = replace(position, last_uid=part[-1].uid)
            yield MailBatch(mails, position)
        position = replace(position, last_uid=chunk[-1])
        if not new or new[-1].uid < chunk[-1]:
            yield MailBatch((), position)


def _parted(
    watched: _Watch, uidvalidity: int, heads: Mapping[int, Head]
) -> tuple[tuple[Sighting, ...], list[Head]]:
    """Mails that only got another UID, and those whose content is needed."""
    marks = {uid: head.fingerprint for uid, head in heads.items() if head.fingerprint}
    known = watched.seen.known(uidvalidity, marks) if watched.seen else frozenset()
    again = tuple(Sighting(uid, marks[uid]) for uid in sorted(known))
    return again, [head for uid, head in sorted(heads.items()) if uid not in known]


def _parts(heads: list[Head], largest: int) -> Iterator[list[Head]]:
    """The mails in runs that fit into memory together."""
    part: list[Head] = []
    weight = 0
    for head in heads:
        size = min(head.size, largest)
        if part and (weight + size > _BATCH_BYTES or len(part) == _BATCH_MAILS):
            yield part
            part, weight = [], 0
        part.append(head)
        weight += size
    if part:
        yield part


def _mails(watched: _Watch, position: FolderPosition, part: list[Head]) -> tuple[RawMail, ...]:
    """The mails of these headers, those left out that somebody deleted meanwhile."""
    heads = {head.uid: head for head in part}

    def get(uids: Sequence[int]) -> dict[int, bytes]:
        return contents_of(watched.client, [heads[uid] for uid in uids], watched.pace.largest)

    found, refused = _isolated(watched, list(heads), get)
    mails = [
        raw_mail(heads[uid], content, uidvalidity=position.uidvalidity, clock=watched.clock)
        for uid, content in found.items()
    ]
    return tuple(sorted([*mails, *_refused(watched, position, refused)], key=lambda m: m.uid))


def _refused(watched: _Watch, position: FolderPosition, uids: list[int]) -> tuple[RawMail, ...]:
    return tuple(
        refused_mail(uid, uidvalidity=position.uidvalidity, clock=watched.clock) for uid in uids
    )


def _isolated(
    watched: _Watch, uids: list[int], get: Callable[[Sequence[int]], dict[int, _T]]
) -> tuple[dict[int, _T], list[int]]:
    """What `get` finds, and the UIDs that it fails for: one bad mail does not hold up the others.

    A mail is given up after some connections only, since servers also refuse what they have.
    """
    try:
        return get(uids), []
    except watched.client.AbortError:
        raise
    except IMAPClientError as error:
        if passes_by_itself(str(error)):
            raise
        if len(uids) == 1:
            watched.memory.refused[uids[0]] += 1
            if watched.memory.refused[uids[0]] < _TRIES:
                raise
            return {}, uids
    middle = len(uids) // 2
    first, refused = _isolated(watched, uids[:middle], get)
    second, also = _isolated(watched, uids[middle:], get)
    return first | second, refused + also


def _grew(client: Any) -> bool:
    """Whether the server said EXISTS during our last commands: IDLE would not say it again."""
    return client._imap.untagged_responses.pop("EXISTS", None) is not None  # noqa: SLF001 - as above


def _wait(watched: _Watch, stop: threading.Event) -> None:
    """Returns when it is time to look again."""
    client, pace = watched.client, watched.pace
    if _grew(client):
        return
    if watched.memory.pushed:
        idle(
            client, clock=watched.clock, keepalive=pace.keepalive, answer=watched.answer, stop=stop
        )
        return
    stop.wait(pace.poll)
    with promptly(client, watched.answer):
        client.noop()
