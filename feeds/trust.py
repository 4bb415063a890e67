"""Whom a connection trusts: verified certificates, and this machine alone without them."""

from __future__ import annotations

import ipaddress
import ssl

from model.errors import SettingsInvalid


def certificates(ca_file: str | None) -> ssl.SSLContext:
    """What verifies a server: the system's certificates, or those of a file (PEM) alone."""
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise SettingsInvalid(f"{ca_file} holds no certificates; check ca_file.") from error


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its address or name; nothing is looked up."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
