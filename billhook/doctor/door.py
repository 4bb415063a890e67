"""The door: the company's identity provider, and who still comes in without it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from billhook.doctor.finding import Finding, found, noted
from billhook.doors import provider
from billhook.settings import Settings
from billhook.wiring import CLOCK, opened_store
from model.errors import BillhookError
from model.people import Role
from storage import users

_PROVIDER: Final = "Identity provider"
_EMERGENCY: Final = "Emergency sign-in"
_INVITE: Final = (
    'Make one: billhook users add NAME --full-name "NAME" --role admin, and name them in'
    " password_sign_in."
)


def door(settings: Settings) -> Iterable[Finding]:
    """Nothing where there is no provider; else whether it answers, and who comes in without it."""
    if not settings.oidc_issuer:
        return
    remedy = "Correct the settings that begin with oidc_, or ask those who run the provider."
    try:
        keys = provider(settings, CLOCK).examine()
        yield found(_PROVIDER, True, f"{settings.oidc_issuer} answers, with {keys} keys", "")
    except BillhookError as error:
        yield found(_PROVIDER, False, error.message, remedy)
    if settings.password_sign_in:
        yield _emergency(settings)


def _emergency(settings: Settings) -> Finding:
    """Whether an admin comes in by password when the provider is away."""
    try:
        with opened_store(settings) as store, store.read() as tx:
            waiting = users.without_password(tx)
            able = [
                one.name
                for one in users.every(tx)
                if one.active and one.role is Role.ADMIN and one.id not in waiting
            ]
    except BillhookError as error:
        return found(_EMERGENCY, False, error.message, "Restore it: billhook restore FILE.")
    ready = sorted(set(able) & set(settings.password_sign_in))
    detail = f"{', '.join(ready) or 'no admin'} can sign in by password"
    return noted(_EMERGENCY, bool(ready), detail, _INVITE)
