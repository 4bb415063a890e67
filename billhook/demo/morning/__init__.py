"""The texts of the morning's mails, a module a language."""

from __future__ import annotations

from billhook.demo.morning import dutch, english, forged, french, german, spanish
from billhook.demo.notices import Mail
from billhook.demo.shapes import World


def morning(world: World) -> tuple[Mail, ...]:
    """Every mail of the morning in the order of its delivery."""
    languages = (german, french, english, spanish, dutch, forged)
    mails = (mail for language in languages for mail in language.mails(world))
    return tuple(sorted(mails, key=lambda mail: (mail.batch, mail.minute)))
