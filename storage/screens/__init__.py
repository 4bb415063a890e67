"""What the screens show, asked of one snapshot and ready to draw."""

from __future__ import annotations

from storage.screens.delivery_rows import deliveries
from storage.screens.document_view import document
from storage.screens.exception_rows import exceptions, known_subjects
from storage.screens.inbox_rows import (
    counted,
    counts,
    fitting,
    fitting_of,
    inbox,
    inbox_rows_of,
    place_in_inbox,
)
from storage.screens.mail_view import mail
from storage.screens.mailbox_rows import mailbox_views
from storage.screens.portal_rows import expectations, portals, pulse
from storage.screens.statement_rows import entry_views, statement, statements
from storage.screens.vault_rows import job_names, secret_users

__all__ = [
    "counted",
    "counts",
    "deliveries",
    "document",
    "entry_views",
    "exceptions",
    "expectations",
    "fitting",
    "fitting_of",
    "inbox",
    "inbox_rows_of",
    "job_names",
    "known_subjects",
    "mail",
    "mailbox_views",
    "place_in_inbox",
    "portals",
    "pulse",
    "secret_users",
    "statement",
    "statements",
]
