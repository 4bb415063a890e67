"""What is wrong with a record, told from its facts and from what uses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from model.vaults import Ailment, Health, SecretFacts, SecretKind, SecretUser

SOON: Final = timedelta(days=7)
"""Before its end from which a session is marked."""
YOUNG: Final = timedelta(days=1)
"""A record may be so old before it is told that nothing has used it."""
_NAMED: Final = 3  # so many others are named
_RANKS: Final = {health: rank for rank, health in enumerate(Health)}


def ailments(facts: SecretFacts, users: Sequence[SecretUser], now: datetime) -> tuple[Ailment, ...]:
    """What is wrong, the worst first."""
    found = (*_failing(facts, users), *_expiring(facts, now), *_weak(facts), *_unused(facts, now))
    return tuple(sorted(found, key=lambda one: _RANKS[one.health]))


def _failing(facts: SecretFacts, users: Iterable[SecretUser]) -> Iterator[Ailment]:
    for user in users:
        if user.refused is not None and user.refused == facts.edition:
            yield Ailment(Health.FAILING, user.trouble or f"{user.name} refused this password.")
        elif user.kind == "mailbox" and user.trouble:
            yield Ailment(Health.FAILING, user.trouble)


def _expiring(facts: SecretFacts, now: datetime) -> Iterator[Ailment]:
    if facts.expires is None or facts.expires - now > SOON:
        return
    if facts.expires <= now:
        yield Ailment(Health.EXPIRING, "This session has expired; the next visit signs in anew.")
    else:
        days = max(1, (facts.expires - now).days)
        yield Ailment(Health.EXPIRING, f"Expires within {days} day{'' if days == 1 else 's'}.")


def _weak(facts: SecretFacts) -> Iterator[Ailment]:
    if facts.shared_with:
        named = ", ".join(facts.shared_with[:_NAMED])
        more = len(facts.shared_with) - _NAMED
        rest = f" and {more} more" if more > 0 else ""
        yield Ailment(Health.REUSED, f"The same password as {named}{rest}.")
    if facts.weak:
        yield Ailment(Health.WEAK, f"The password is {facts.weak}.")


def _unused(facts: SecretFacts, now: datetime) -> Iterator[Ailment]:
    leased_alone = facts.kind is not SecretKind.TOTP  # a seed is leased with its credential
    if facts.last_used is None and leased_alone and now - facts.updated > YOUNG:
        yield Ailment(Health.UNUSED, "No job has ever used it.")
