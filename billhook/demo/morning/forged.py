"""A forged copy of a notice: another domain, another host, failed checks."""

from __future__ import annotations

from dataclasses import replace

from billhook.demo.morning.german import nordwind_notice
from billhook.demo.notices import Mail, find
from billhook.demo.shapes import World


def mails(world: World) -> tuple[Mail, ...]:
    """The copy of Nordwind's notice."""
    genuine = nordwind_notice(world, find(world.documents, "104877"))
    forged = replace(
        genuine,
        key="forged-nordwind",
        batch=3,
        minute=79,
        sender="Nordwind Energie Kundenportal <kundenportal@nordvvind-energie.example>",
        mail_class="other",
        portal="",
        foreign_link="http://kundenportal.nordvvind-energie.example/anmelden?kunde=K-77120",
        authentic=False,
    )
    return (forged,)
