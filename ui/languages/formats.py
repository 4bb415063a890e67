"""How each language writes figures, amounts and dates (Unicode CLDR 46)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from model.languages import Language
from ui.languages.choice import current

MINUS: Final = "\N{MINUS SIGN}"
_SPACE: Final = "\N{NO-BREAK SPACE}"
_THIN: Final = "\N{NARROW NO-BREAK SPACE}"
_SIGNS: Final = {"EUR": "€", "GBP": "£"}  # a dollar has many countries: it keeps its code


@dataclass(frozen=True, slots=True)
class Format:
    """The figures and dates of one language.

    `point` and `group` part the digits; numbers below `grouped` are not parted. `money`, `short`
    and `long` are patterns. `plural` gives 0 for the form of one, 1 for that of many.
    """

    point: str
    group: str
    months: tuple[str, ...]
    short: str
    long: str
    money: str
    plural: Callable[[int], int]
    grouped: int = 1_000
    signs: Mapping[str, str] = field(default_factory=dict)

    def figure(self, amount: Decimal | int, digits: int | None = None) -> str:
        """A number with a minus sign, not a hyphen; `digits` after the point, or all there are."""
        written = f"{amount:,}" if digits is None else f"{amount:,.{digits}f}"
        if Decimal(amount).copy_abs() < self.grouped:
            written = written.replace(",", "")
        return written.translate({ord(","): self.group, ord("."): self.point, ord("-"): MINUS})

    def amount(self, amount: Decimal, currency: str, digits: int | None = None) -> str:
        """An amount with its currency, by its sign where that is clear, else by its code."""
        name = self.signs.get(currency, currency)
        return self.money.format(figure=self.figure(amount, digits), currency=name)

    def short_day(self, when: date) -> str:
        """A date of about this year."""
        return self.short.format(day=when.day, month=self.months[when.month - 1])

    def day(self, when: date) -> str:
        """A date."""
        month = self.months[when.month - 1]
        return self.long.format(day=when.day, month=month, year=when.year)


def _months(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def _two_forms(number: int) -> int:
    return int(number != 1)


def _french_forms(number: int) -> int:
    return int(number > 1)


FORMATS: Final[Mapping[Language, Format]] = {
    Language.ENGLISH: Format(
        point=".",
        group=",",
        months=_months("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        short="{day} {month}",
        long="{day} {month} {year}",
        money="{currency} {figure}",
        plural=_two_forms,
    ),
    Language.GERMAN: Format(
        point=",",
        group=".",
        months=_months("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."),
        short="{day}. {month}",
        long="{day}. {month} {year}",
        money=f"{{figure}}{_SPACE}{{currency}}",
        plural=_two_forms,
        signs=_SIGNS,
    ),
    Language.FRENCH: Format(
        point=",",
        group=_THIN,
        months=_months("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
        short="{day} {month}",
        long="{day} {month} {year}",
        money=f"{{figure}}{_SPACE}{{currency}}",
        plural=_french_forms,
        signs=_SIGNS,
    ),
    Language.SPANISH: Format(
        point=",",
        group=".",
        months=_months("ene feb mar abr may jun jul ago sept oct nov dic"),
        short="{day} {month}",
        long="{day} {month} {year}",
        money=f"{{figure}}{_SPACE}{{currency}}",
        plural=_two_forms,
        grouped=10_000,
        signs=_SIGNS,
    ),
}


def number(many: int) -> str:
    """A count as the language that is spoken writes it."""
    return locale().figure(many)


def locale() -> Format:
    """How the language that is spoken now writes figures and dates."""
    return FORMATS[current()]
