"""Watching a folder: every new mail is handed over, none is lost, none is skipped in silence.

The server is only read: nothing is marked, moved or deleted here. What was read is known by the
position that the consumer keeps, and a mail's identity makes reading it twice harmless, so that a
change of UIDVALIDITY is answered by reading the folder from its beginning.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from imapclient.exceptions import IMAPClientError

from fetchers.mail import withheld
from fetchers.mail.connection import Timeouts, clean_words, connect, passes_by_itself
from fetchers.mail.identity import identity
from fetchers.mail.idle import idle
from model.clock import Clock
from model.errors import MailboxRefused
from model.mail import FolderPosition, MailBatch, RawMail
from model.secret import Secret
from model.suppliers import Mailbox

KEYWORD: Final = "$Billhook"
"""What `mark` puts on a mail that was taken over, where the server keeps keywords."""

_BATCH_MAILS: Final = 50
_BATCH_BYTES: Final = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Pace:
    """How a folder is watched: seconds between looks, and the largest mail in bytes.

    `keepalive` ends an IDLE before firewalls (minutes) and Gmail (ten minutes) drop it; `poll` is
    for servers without IDLE.
    """

    keepalive: float = 300.0
    poll: float = 60.0
    largest: int = 50 * 2**20


@dataclass(frozen=True, slots=True)
class _Folder:
    client: Any
    clock: Clock
    pace: Pace


def watch(
    mailbox: Mailbox,
    password: Secret,
    position: FolderPosition,
    *,
    clock: Clock,
    stop: threading.Event,
    keepalive: float = 300.0,
    ca_file: Path | None = None,
    timeouts: Timeouts | None = None,
    pace: Pace | None = None,
) -> Generator[MailBatch, None, None]:
    """Batches of new mails, each with the position to keep in the same transaction; no end.

    A batch without mails follows each look: all is handed over. After a change of UIDVALIDITY the
    folder starts anew. A mail above `Pace.largest` comes as its header and a marker (see
    `fetchers.mail.withheld`). Ends once `stop` is set. Raises MailboxRefused, MailboxUnreachable
    and SettingsInvalid; the caller waits (`fetchers.mail.backoff`) and calls again with its
    position.
    """
    with connect(mailbox, password, ca_file=ca_file, timeouts=timeouts) as client:
        folder = _Folder(client, clock, pace or Pace(keepalive=keepalive))
        position = _select(client, mailbox, position)
        while not stop.is_set():
            for batch in _new_mails(folder, position):
                yield batch
                position = batch.position
                if stop.is_set():
                    return
            _wait(folder, stop)


def mark(
    mailbox: Mailbox,
    password: Secret,
    uids: Sequence[int],
    *,
    uidvalidity: int,
    ca_file: Path | None = None,
) -> bool:
    """Whether the mails now carry `$Billhook`; can be repeated.

    False where the server keeps no keywords (Microsoft 365), or the UIDs are no longer valid: then
    nothing was changed.
    """
    if not uids:
        return True
    with connect(mailbox, password, ca_file=ca_file) as client:
        state = _selected(client, mailbox, readonly=False)
        permanent = {flag.lower() for flag in state.get(b"PERMANENTFLAGS", ())}
        keeps = b"\\*" in permanent or KEYWORD.lower().encode() in permanent
        if not keeps or state[b"UIDVALIDITY"] != uidvalidity:
            return False
        client.add_flags(list(uids), [KEYWORD])
        return True


def _selected(client: Any, mailbox: Mailbox, *, readonly: bool) -> dict[bytes, Any]:
    try:
        state: dict[bytes, Any] = client.select_folder(mailbox.folder, readonly=readonly)
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


def _select(client: Any, mailbox: Mailbox, position: FolderPosition) -> FolderPosition:
    """The position to go on from: the given one, or the folder's beginning once it is new."""
    state = _selected(client, mailbox, readonly=True)
    uidvalidity = int(state.get(b"UIDVALIDITY", 0))
    return position if position.uidvalidity == uidvalidity else FolderPosition(uidvalidity, 0)


def _new_mails(folder: _Folder, position: FolderPosition) -> Iterator[MailBatch]:
    """All mails after `position`, at the end an empty batch: no more for now."""
    while uids := _uids_after(folder.client, position.last_uid):
        sizes = _sizes(folder.client, uids[:_BATCH_MAILS])
        for part in _parts(uids[:_BATCH_MAILS], sizes, folder.pace.largest):
            mails = _fetch(folder, part, sizes)
            position = FolderPosition(position.uidvalidity, part[-1])
            yield MailBatch(mails, position)
    yield MailBatch((), position)


def _uids_after(client: Any, last: int) -> list[int]:
    """UIDs above `last`, ascending. `n:*` always names the newest mail, even below n (RFC 9051)."""
    client._imap.untagged_responses.pop("EXISTS", None)  # noqa: SLF001 - see _grew
    return sorted(uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last)


def _grew(client: Any) -> bool:
    """Whether the server said EXISTS during our last commands: IDLE would not say it again."""
    return client._imap.untagged_responses.pop("EXISTS", None) is not None  # noqa: SLF001 - as above


def _wait(folder: _Folder, stop: threading.Event) -> None:
    """Returns when it is time to look again."""
    if _grew(folder.client):
        return
    if folder.client.has_capability("IDLE"):
        idle(folder.client, clock=folder.clock, keepalive=folder.pace.keepalive, stop=stop)
        return
    stop.wait(folder.pace.poll)
    folder.client.noop()


def _sizes(client: Any, uids: list[int]) -> dict[int, int]:
    answers = client.fetch(uids, ["RFC822.SIZE"])
    return {uid: int(answer.get(b"RFC822.SIZE") or 0) for uid, answer in answers.items()}


def _parts(uids: list[int], sizes: dict[int, int], largest: int) -> Iterator[list[int]]:
    """The UIDs in runs that fit into memory together."""
    part: list[int] = []
    weight = 0
    for uid in uids:
        size = min(sizes.get(uid, 0), largest)
        if part and weight + size > _BATCH_BYTES:
            yield part
            part, weight = [], 0
        part.append(uid)
        weight += size
    if part:
        yield part


def _fetch(folder: _Folder, uids: list[int], sizes: dict[int, int]) -> tuple[RawMail, ...]:
    """The mails of these UIDs, those left out that somebody deleted meanwhile."""
    whole = [uid for uid in uids if sizes.get(uid, 0) <= folder.pace.largest]
    large = [uid for uid in uids if sizes.get(uid, 0) > folder.pace.largest]
    answers = folder.client.fetch(whole, ["BODY.PEEK[]", "INTERNALDATE"])
    headers = folder.client.fetch(large, ["BODY.PEEK[HEADER]", "INTERNALDATE"])
    mails = [_mail(folder, uid, answers[uid], size=None) for uid in whole if uid in answers]
    mails += [_mail(folder, uid, headers[uid], size=sizes[uid]) for uid in large if uid in headers]
    return tuple(sorted(mails, key=lambda mail: mail.uid))


def _mail(folder: _Folder, uid: int, answer: dict[bytes, Any], *, size: int | None) -> RawMail:
    content = _content(answer, size)
    return RawMail(identity(content), uid, _received(folder, answer), content)


def _content(answer: dict[bytes, Any], size: int | None) -> bytes:
    if size is not None:
        return withheld.marked(answer.get(b"BODY[HEADER]") or b"", f"{size} bytes")
    content = answer.get(b"BODY[]")
    if content is None:
        return withheld.marked(b"", "the server did not hand over its content")
    return bytes(content)


def _received(folder: _Folder, answer: dict[bytes, Any]) -> datetime:
    """When the server got the mail (INTERNALDATE), in UTC; now where it does not say."""
    instant = answer.get(b"INTERNALDATE")
    if not isinstance(instant, datetime) or instant.tzinfo is None:
        return folder.clock.now()
    return instant.astimezone(UTC)
