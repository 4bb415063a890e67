"""Thousands of mails at once: until each has its end, beside triage alone of the same mails.

A real worker on a real Dovecot: one mailbox holds all but sixty, three others twenty each. Ours is
the processor time of the worker and all that came from it for a mail, from the start to the last
mail's end; the reference understands the same mails one after another and writes nothing down. The
details have the worker's most memory, and when the small mailboxes had their ends: they must not
wait for the large one. `--data FILE` may name a file with another number of mails in it.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from benchmarks import Measured
from benchmarks.mails import fill, installation, letters, quietly, server, worker
from benchmarks.processes import family, resident, ticks
from billhook.settings import load
from billhook.wiring import opened_store
from fetchers.mail.triage import triage
from model.clock import SystemClock
from model.filing import MessageState
from model.suppliers import Mailbox
from storage import tables
from storage.store import Store

if TYPE_CHECKING:
    from tests.dovecot import Dovecot

_MAILS: Final = 10_000
_SMALL: Final = 3
_FEW: Final = 20
_SAMPLE: Final = 400
_LOOK: Final = 1.0
_PATIENCE: Final = 4 * 3600.0


def run(data: Path | None) -> Measured:
    """Processor milliseconds a mail."""
    number = int(data.read_text()) if data else _MAILS
    with server() as dovecot:
        boxes = [replace(dovecot.mailbox(), id=f"box-{at}") for at in range(_SMALL + 1)]
        _fill(dovecot, boxes, number)
        with installation(dovecot, boxes) as folder, opened_store(load(folder)) as store:
            ours, details = _worked_off(folder, store, number)
    return Measured("load-mails", ours, _understood(), "CPU ms a mail", details)


def _fill(dovecot: Dovecot, boxes: list[Mailbox], number: int) -> None:
    """The first mailbox holds nearly all."""
    fill(dovecot, boxes[0], number - _SMALL * _FEW)
    for at, box in enumerate(boxes[1:]):
        fill(dovecot, box, _FEW, first=number + at * _FEW)


def _worked_off(folder: Path, store: Store, number: int) -> tuple[float, dict[str, object]]:
    """Processor milliseconds a mail until all have their end, and what was seen meanwhile."""
    small: float | None = None
    with worker(folder) as pid:
        begun, most = time.monotonic(), 0.0
        while (ends := _ends(store))["all"] < number:
            if time.monotonic() > begun + _PATIENCE:
                raise TimeoutError(f"{number - ends['all']} mails have no end")
            most = max(most, sum(resident(one) for one in family(pid)))
            if small is None and ends["small"] >= _SMALL * _FEW:
                small = ends["all"] / number
            time.sleep(_LOOK)
        took = time.monotonic() - begun
        cpu = sum(ticks(one) for one in family(pid))
    details: dict[str, object] = {
        "mails": number,
        "minutes": quietly(took / 60),
        "most_mb_with_children": quietly(most),
        "share_done_when_small_mailboxes_were": quietly(small or 1.0),
        "ends": {state: many for state, many in ends.items() if state not in {"all", "small"}},
    }
    return quietly(cpu * 1000 / number), details


def _ends(store: Store) -> Counter[str]:
    """How many mails have which end, in all and in the small mailboxes."""
    message = tables.message.c
    box, state, many = message.mailbox_id, message.state, func.count()
    counted = select(box, state, many).group_by(box, state)
    ends: Counter[str] = Counter()
    with store.read() as tx:
        for mailbox, reached, number in tx.connection.execute(counted):
            if reached is not MessageState.JOURNALLED:
                ends[reached.value] += number
                ends["all"] += number
                ends["small"] += number if mailbox != "box-0" else 0
    return ends


def _understood() -> float:
    """Processor milliseconds for the triage of one mail."""
    sample = [letter.content for letter in letters(_SAMPLE)]
    begun = time.process_time()
    for content in sample:
        triage(content, (), today=SystemClock().today())
    return quietly((time.process_time() - begun) * 1000 / len(sample))
