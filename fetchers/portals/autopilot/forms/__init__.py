"""Finding the way in: the form to sign in by, or what leads to it."""

from __future__ import annotations

from fetchers.portals.autopilot.forms.finding import find_sign_in

__all__ = ["find_sign_in"]
