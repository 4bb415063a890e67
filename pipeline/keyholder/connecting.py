"""Connecting where the key is: what a person typed is tried at once, and kept whole or not at all.

Whoever asks was looked up anew by `pipeline.keyholder.vault_keeping`. A password goes from the form
to the other side and, once that took it, to the vault; it is in no table, log or answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from model.connections import Link, Trial, Typed
from model.people import Right, User
from pipeline.access.rights import prove
from pipeline.keyholder.connecting_consents import connect_by_consent
from pipeline.keyholder.connecting_destinations import connect_destination
from pipeline.keyholder.connecting_ground import Ground
from pipeline.keyholder.connecting_mailboxes import connect_mailbox
from pipeline.keyholder.connecting_portals import connect_portal

Way = Callable[[Ground, User, Typed, bool], Trial]


def _mailbox(ground: Ground, user: User, typed: Typed, keep: bool) -> Trial:  # noqa: FBT001 - every way has these four
    """By password, or by what a provider gives."""
    if typed.value("sign_in"):
        return connect_by_consent(ground, user, typed)
    return connect_mailbox(ground, user, typed, keep)


_WAYS: Final[Mapping[Link, Way]] = MappingProxyType(
    {
        Link.MAILBOX: _mailbox,
        Link.DESTINATION: connect_destination,
        Link.PORTAL: connect_portal,
    }
)


def attempt(ground: Ground, user: User, link: Link, typed: Typed, *, keep: bool) -> Trial:
    """What came of it. Raises NotAllowed, VaultError."""
    prove(user, Right.CONNECT)
    return _WAYS[link](ground, user, typed, keep)
