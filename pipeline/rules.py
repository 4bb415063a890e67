"""Rules: what the company decides, with their meaning, default and check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from model.adoption import Effort
from model.errors import SettingsInvalid, WrongInput
from model.people import Role
from model.schedule_words import hours_typed
from model.schedules import Hours
from pipeline.tolerance_words import Deviations, deviations
from reconcile.tolerances import Tolerance
from storage import audit, settings
from storage.changes import announce
from storage.tx import Tx

_MOST_DAYS: Final = 3650
_MOST_SECONDS: Final = 3600
_MOST_AT_ONCE: Final = 4
_ALL_OR_NEVER: Final = ("all", "never")
_EVERY_OR_NONE: Final = ("everybody", "nobody")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `check` raises SettingsInvalid for a value that it can't have."""

    name: str
    default: str
    text: str
    check: Callable[[str], None]

    @property
    def is_choice(self) -> bool:
        """Whether it is yes or no."""
        return self.check is _yes_or_no


YES_OR_NO: Final = ("yes", "no")


def _yes_or_no(value: str) -> None:
    if value not in YES_OR_NO:
        raise SettingsInvalid(f"This rule is yes or no, not {value!r}.")


def _number(value: str) -> None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise SettingsInvalid(f"{value!r} is not a number such as 2 or 1.5.") from None
    if not number.is_finite() or number < 0:
        raise SettingsInvalid(f"{value!r} does not do: this rule must be 0 or more.")


def _deviations(value: str) -> None:
    deviations(value, Tolerance())


def _anything(value: str) -> None:
    if not value.strip():
        raise SettingsInvalid("This rule can't be empty.")


def _days(value: str) -> None:
    if not (value.isascii() and value.isdecimal() and 0 < int(value) <= _MOST_DAYS):
        raise SettingsInvalid(f"{value!r} is no number of days from 1 to {_MOST_DAYS}.")


def _hours(value: str) -> None:
    try:
        hours_typed(value)
    except WrongInput as error:
        raise SettingsInvalid(error.message) from None


def _seconds(value: str) -> None:
    if not (value.isascii() and value.isdecimal() and int(value) <= _MOST_SECONDS):
        raise SettingsInvalid(f"{value!r} is no number of seconds from 0 to {_MOST_SECONDS}.")


def _few(value: str) -> None:
    if not (value.isascii() and value.isdecimal() and 0 < int(value) <= _MOST_AT_ONCE):
        raise SettingsInvalid(f"{value!r} is no number from 1 to {_MOST_AT_ONCE}.")


def roles_of(value: str) -> frozenset[Role]:
    """The roles that a rule names. Raises SettingsInvalid for any other word."""
    if value in _EVERY_OR_NONE:
        return frozenset(Role) if value == "everybody" else frozenset()
    words = [word.strip() for word in value.split(",")]
    if unknown := [word for word in words if word not in list(Role)]:
        known = ", ".join(Role)
        raise SettingsInvalid(f"{unknown[0]!r} is none of {known}, everybody or nobody.")
    return frozenset(Role(word) for word in words)


def first_account_from(value: str) -> Decimal | None:
    """The amount from which on a first account is asked about; None for never.

    Raises SettingsInvalid for what is neither `all`, `never` nor an amount.
    """
    if value in _ALL_OR_NEVER:
        return Decimal(0) if value == "all" else None
    _number(value)
    return Decimal(value)


def _first_account(value: str) -> None:
    first_account_from(value)


def _roles(value: str) -> None:
    roles_of(value)


def _time_zone(value: str) -> None:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsInvalid(f"{value!r} is no time zone such as Europe/Berlin.") from None


_ALL: Final = (
    Rule("company", "My company", "Our company's name, as the dashboard shows it.", _anything),
    Rule("time_zone", "UTC", "Where our office hours count, as Europe/Berlin.", _time_zone),
    Rule(
        "auto_deliver",
        "no",
        "Deliver a document without a person, when every check holds.",
        _yes_or_no,
    ),
    Rule(
        "evidence_days",
        "90",
        "So many days the page and story of a failed visit are kept.",
        _days,
    ),
    Rule(
        "minutes_per_sign_in",
        "3",
        "A clerk takes so long to sign in at a portal and find its documents; for what is saved.",
        _number,
    ),
    Rule(
        "minutes_per_download",
        "1",
        "… and so long to download, name and file one of them.",
        _number,
    ),
    Rule(
        "approval_limit",
        "0",
        "Above this amount a bill needs a second approval; 0 for no limit.",
        _number,
    ),
    Rule(
        "takeover_hours",
        "20:00-06:00",
        "When portals of imported sign-ins are visited for the first time.",
        _hours,
    ),
    Rule(
        "authenticator_roles",
        "nobody",
        "Who signs in with an authenticator: nobody, everybody, or roles as admin, approver.",
        _roles,
    ),
    Rule(
        "four_eyes",
        "yes",
        "Bank details, destinations and this rule: a second approver or admin confirms a change.",
        _yes_or_no,
    ),
    Rule(
        "first_bank_details",
        "1000",
        "A supplier's first bank account is confirmed: all, never, or from this amount on.",
        _first_account,
    ),
    Rule(
        "notices_through",
        "any",
        "Whose mail server sends people what waits: an e-mail destination's name, any or none.",
        _anything,
    ),
    Rule("takeover_gap", "20", "So many seconds lie between two of these visits.", _seconds),
    Rule("takeover_at_once", "1", "So many of these visits go on at a time.", _few),
    Rule("receipt_required", "no", "What an order has can be billed once it arrived.", _yes_or_no),
    Rule("po_required", "no", "An invoice without an order is an exception.", _yes_or_no),
    Rule(
        "po_tolerance_percent", "2", "An invoice may exceed its order by so many percent.", _number
    ),
    Rule(
        "po_tolerance_amount",
        "50.00",
        "… but by no more than this amount; the tighter limit holds.",
        _number,
    ),
    Rule("po_quantity_percent", "0", "A line may bill so many percent more than ordered.", _number),
    Rule("po_freight", "0", "Freight that no order has is accepted up to this amount.", _number),
    Rule(
        "po_price_below_percent",
        "20",
        "A price further below the ordered one is asked about.",
        _number,
    ),
    Rule(
        "po_deviations",
        "none",
        "Tolerances of suppliers and categories: supplier Nordwind: percent 5, freight 15.",
        _deviations,
    ),
)
RULES: Final[Mapping[str, Rule]] = MappingProxyType({rule.name: rule for rule in _ALL})


def change(tx: Tx, actor: str, name: str, value: str) -> str:
    """Set a rule, on record; what it was before.

    Raises:
        SettingsInvalid: there is no such rule, or it can't have this value.
    """
    rule = RULES.get(name)
    if rule is None:
        raise SettingsInvalid(f"{name!r} is no rule. Rules are: {', '.join(RULES)}.")
    rule.check(value)
    before = settings.get(tx, name, rule.default)
    settings.put(tx, name, value)
    audit.note(tx, actor, "set", f"rule:{name}", value)
    announce(tx, "settings", name)
    return before


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force."""

    company: str
    zone: ZoneInfo
    auto_deliver: bool
    evidence_days: int
    effort: Effort
    approval_limit: Decimal
    first_account_from: Decimal | None
    authenticator_roles: frozenset[Role]
    takeover_hours: Hours
    takeover_gap: int
    takeover_at_once: int
    po_required: bool
    receipt_required: bool
    tolerance: Tolerance
    tolerance_deviations: Deviations

    def today(self, tx: Tx) -> date:
        """The day that it is in the company's time zone."""
        return tx.now().astimezone(self.zone).date()

    @classmethod
    def of(cls, tx: Tx) -> Rules:
        """The rules as they are stored now."""

        def value(name: str) -> str:
            return settings.get(tx, name, RULES[name].default)

        tolerance = Tolerance(
            percent=Decimal(value("po_tolerance_percent")),
            absolute=Decimal(value("po_tolerance_amount")),
            quantity_percent=Decimal(value("po_quantity_percent")),
            freight=Decimal(value("po_freight")),
            below=Decimal(value("po_price_below_percent")),
        )
        return cls(
            company=value("company"),
            zone=ZoneInfo(value("time_zone")),
            auto_deliver=value("auto_deliver") == "yes",
            evidence_days=int(value("evidence_days")),
            effort=Effort(
                sign_in=Decimal(value("minutes_per_sign_in")),
                download=Decimal(value("minutes_per_download")),
            ),
            approval_limit=Decimal(value("approval_limit")),
            first_account_from=first_account_from(value("first_bank_details")),
            authenticator_roles=roles_of(value("authenticator_roles")),
            takeover_hours=hours_typed(value("takeover_hours")),
            takeover_gap=int(value("takeover_gap")),
            takeover_at_once=int(value("takeover_at_once")),
            po_required=value("po_required") == "yes",
            receipt_required=value("receipt_required") == "yes",
            tolerance=tolerance,
            tolerance_deviations=deviations(value("po_deviations"), tolerance),
        )
