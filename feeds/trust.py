"""Whom a connection trusts: verified certificates, and this machine alone without them."""

from __future__ import annotations

import ipaddress
import ssl
from functools import lru_cache
from pathlib import Path

from model.errors import SettingsInvalid


def certificates(ca_file: str | None) -> ssl.SSLContext:
    """What verifies a server: the system's certificates, or those of a file (PEM) alone."""
    try:
        changed = Path(ca_file).stat().st_mtime_ns if ca_file else 0
        return _context(ca_file, changed)
    except OSError as error:
        raise SettingsInvalid(f"{ca_file} holds no certificates; check ca_file.") from error


@lru_cache(maxsize=32)
def _context(ca_file: str | None, _changed: int) -> ssl.SSLContext:
    """The certificates, read once for each state of the file: it takes longer than a request."""
    return ssl.create_default_context(cafile=ca_file)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its address or name; nothing is looked up."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
