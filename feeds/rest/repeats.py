"""Creating with an idempotency key, where a first answer may be replayed that holds no more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, Final

from model.deliveries import Destination
from model.errors import DestinationUnreachable

_TRIES: Final = 3


def once(
    destination: Destination,
    seed: Any,
    create: Callable[[str], str],
    is_gone: Callable[[str], bool],
) -> str:
    """The id of what was created: the same for the same seed, however often it is asked for.

    A receiver that replays its first answer does so even where what it made was taken back since;
    the next key then differs by the id that is gone.

    Args:
        destination: whose receiver it is.
        seed: what is created, as plain data.
        create: creates it under a key of 40 hexadecimal digits.
        is_gone: whether what an id stood for was taken back, as the receiver says of that id; a
            list that does not show it yet is no proof.

    Raises:
        DestinationUnreachable: each answer was about something that is gone.
    """
    gone = ""
    for _ in range(_TRIES):
        told = json.dumps([seed, gone], sort_keys=True, default=str).encode()
        made = create(hashlib.sha256(told).hexdigest()[:40])
        if not is_gone(made):
            return made
        gone = made
    raise DestinationUnreachable(f"{destination.name} answers with bills that are gone.")
