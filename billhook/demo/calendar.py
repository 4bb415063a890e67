"""Days counted back from the demo's today, so that its morning is always this month's morning."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

MONTHS: Final = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto"
    " septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}


def first_of_month(today: date, back: int) -> date:
    """The first day of the month that lies `back` months before today's."""
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def day_of(today: date, back: int, day: int) -> date:
    """A day of the month `back` months ago; the month's last day where it has fewer."""
    first = first_of_month(today, back)
    last = first_of_month(today, back - 1) - timedelta(days=1)
    return first.replace(day=min(day, last.day))


def month_name(language: str, day: date) -> str:
    """The month of a day with its year: "Oktober 2026"."""
    return f"{MONTHS[language].split()[day.month - 1]} {day.year}"
