"""The web application: guard, sign-in, pages."""

from ui.web.app import create_app

__all__ = ["create_app"]
