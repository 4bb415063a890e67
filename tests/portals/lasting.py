"""A site whose sign-in has two steps and an authenticator's code, and whose session lasts."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from model.clock import SystemClock
from model.secret import Secret
from tests.portals.sites import TwoStep
from vault.totp import code_at

SEED: Final = "JBSWY3DPEHPK3PXP"
_STEPS: Final = (-1, 0, 1)  # half minutes; portals take the code before and after as well


class TwoStepLasting(TwoStep):
    """Name, password, code; whoever comes back with the session is let in without any of them."""

    async def entrance(self, request: Request) -> Response:
        inside = request.cookies.get(self.cookie) in self.sessions
        return RedirectResponse("/home" if inside else "/login", 303)

    def codes(self) -> tuple[str, ...]:
        now = SystemClock().now()
        near = (now + timedelta(seconds=30 * step) for step in _STEPS)
        return tuple(code_at(Secret(SEED), one).code.reveal() for one in near)
