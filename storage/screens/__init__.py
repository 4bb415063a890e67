"""What the screens show, asked of one snapshot and ready to draw."""

from __future__ import annotations

from storage.screens.deliveries import deliveries
from storage.screens.document import document
from storage.screens.inbox import counts, inbox
from storage.screens.mail import mail
from storage.screens.portals import expectations, portals, pulse
from storage.screens.questions import exceptions
from storage.screens.statements import statement, statements

__all__ = [
    "counts",
    "deliveries",
    "document",
    "exceptions",
    "expectations",
    "inbox",
    "mail",
    "portals",
    "pulse",
    "statement",
    "statements",
]
