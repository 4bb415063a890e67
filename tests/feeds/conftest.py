"""What the feeds' tests share."""

from __future__ import annotations

import ssl

import pytest

from model.clock import FixedClock
from tests.feeds.authority import Authority, authority
from tests.feeds.parcels import NOW
from tests.sshd import sshd

__all__ = ["sshd"]


@pytest.fixture(scope="session")
def ca(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A certificate authority and a server certificate by it."""
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server_context(ca: Authority) -> ssl.SSLContext:
    """What a server at 127.0.0.1 shows."""
    return ca.server_context()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands still."""
    return FixedClock(NOW)
