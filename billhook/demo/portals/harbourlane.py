"""Harbour Lane Customer Area (en): a portal that has nothing, and says so.

- Sign-in `/sign-in`: fields `email`, `password`, button "Sign in". Wrong: "Incorrect email or
  password."; locked: "Too many attempts. Try again tomorrow."
- Home `/orders`; list `/invoices`: counter `p.count` "0 invoices" and the marker `p.empty` "No
  invoices"; there is no table.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from billhook.demo.portals.pages import Look
from billhook.demo.portals.shell import Door, Entry, Portal


class HarbourLane(Portal):
    """The portal of Harbour Lane Catering."""

    door = Door(
        path="/sign-in",
        home="/orders",
        title="Customer sign in",
        user=Entry("email", "Email", kind="email"),
        key=Entry("password", "Password"),
        button="Sign in",
        wrong="Incorrect email or password.",
        locked="Too many attempts. Try again tomorrow.",
        sign_out="/sign-out",
        maintenance="We're restocking the galley. Back soon.",
    )
    look = Look(accent="#1f6f8b", bar="#e8f1f4", bar_ink="#123c4b", rounding="20px")
    menu = (("Orders", "/orders"), ("Invoices", "/invoices"), ("Sign out", "/sign-out"))

    def rooms(self) -> list[Route]:
        """Orders and the empty list."""
        return [
            Route("/orders", self.guarded(self.orders)),
            Route("/invoices", self.guarded(self.invoices)),
        ]

    async def orders(self, _request: Request) -> Response:
        """The first page."""
        body = "<h1>Your orders</h1><p>No lunches are booked for this week.</p>"
        return HTMLResponse(self.page("Orders", body, here="/orders"))

    async def invoices(self, _request: Request) -> Response:
        """The list without an entry."""
        body = (
            '<h1>Invoices</h1><p class="count">0 invoices</p>'
            '<section class="card"><p class="empty">No invoices</p></section>'
        )
        return self.list_page("Invoices", body, "/invoices")
