"""The watched mailboxes, as the Settings screen shows them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from model.connections import MailboxView
from storage import exceptions, rows, tables
from storage import mail as stored
from storage.tx import Tx


def mailbox_views(tx: Tx) -> tuple[MailboxView, ...]:
    """All watched mailboxes, those in trouble first, then by name."""
    asked = {item.subject: item.id for item in exceptions.open_(tx)}
    came = _came(tx)
    views = []
    for box, state in zip(stored.mailboxes(tx), stored.states(tx), strict=True):
        mails, newest = came.get(box.id, (0, None))
        views.append(
            MailboxView(
                id=box.id,
                name=box.name,
                kind=box.kind,
                host=box.host,
                port=box.port,
                security=box.security,
                username=box.username,
                folder=box.folder,
                sign_in=box.sign_in,
                checked=state.checked,
                last_mail=newest,
                mails=mails,
                trouble=state.trouble,
                question_id=asked.get(f"mailbox:{box.id}", ""),
                since=box.since,
                left_out=state.left_out,
                pushed=state.pushed,
                write_back=box.write_back,
                moved_to=box.moved_to,
            )
        )
    return tuple(sorted(views, key=lambda one: (not one.trouble, one.name.casefold())))


def _came(tx: Tx) -> dict[str, tuple[int, datetime | None]]:
    """How many mails came to each mailbox, and when the newest did."""
    message = tables.message.c
    query = select(
        message.mailbox_id, func.count().label("mails"), func.max(message.received).label("newest")
    )
    found = rows.rows(tx, query.group_by(message.mailbox_id))
    return {row["mailbox_id"]: (row["mails"], row["newest"]) for row in found}
