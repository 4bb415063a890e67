"""Mails whose class is known: published templates that nothing was trained on, or the demo's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from billhook.demo.morning import morning
from billhook.demo.world import WORLD
from model.mail import MailClass


@dataclass(frozen=True, slots=True)
class Labelled:
    """A mail, its true class, and who sends it."""

    subject: str
    body: str
    truth: MailClass
    sender: str


def labelled(data: Path | None) -> list[Labelled]:
    """`mail-dev/more.jsonl`, which nothing was trained on; without it the demo company's mails.

    A sender is whoever uses one software in one language.
    """
    file = data / "mail-dev" / "more.jsonl" if data else None
    if file is None or not file.exists():
        return [
            Labelled(
                mail.subject, "\n".join(mail.paragraphs), MailClass(mail.mail_class), mail.sender
            )
            for mail in morning(WORLD)
        ]
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    merged = {"marketing_other": "other"}
    return [
        Labelled(
            row["subject"],
            row["body"],
            MailClass(merged.get(row["class"], row["class"])),
            f"{row['family']} {row['language']}",
        )
        for row in rows
    ]
