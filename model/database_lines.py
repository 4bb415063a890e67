"""Lines to a database server: one whose other end vanished without a word is given up."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KEEP_ALIVE: Final[Mapping[str, int]] = MappingProxyType(
    {
        "connect_timeout": 10,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 25_000,
    }
)
"""Our end, in libpq's words: it ends within half a minute, not after hours."""

SERVER_S_END: Final = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)
"""The server's, in its own: so many machines' lines as it has room for are soon left behind."""

WAIT_SECONDS: Final = 40
"""So long a writer waits for those before it."""
SILENT_SECONDS: Final = 20
"""A writer that is silent for so long, in the midst of it, is undone by the server: others wait."""
GRANTED_SECONDS: Final = 3
"""So soon the next word comes of one that waited for its turn: those of a machine that was cut off
wait on at the server, and have their turns one after another."""
