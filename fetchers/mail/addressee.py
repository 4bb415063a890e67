"""Whom a notice is about: the supplier, our account there, the portal to visit.

The supplier follows from the sender's own domain, our customer number or a registered portal's
host; the name that a sender gives itself proves nothing. One brand may have several accounts and
portals (landline, mobile, broadband): the customer number decides, then the link's host, then the
words of the account's label or of its kind of service, then what earlier mails of the same sender
with such a subject concerned. Where nothing decides, a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from re import Pattern
from typing import Final

from fetchers.mail.hosts import FREE_MAIL, host_of, host_of_address, unwrapped
from fetchers.mail.lexicon import any_of, normal, table
from fetchers.mail.senders import owns
from model.documents import normalise_number
from model.mail import Addressee, Habit, Notice, TriagedMail
from model.suppliers import Account, Portal, SupplierProfile

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_NUMBERS: Final = re.compile(r"[\d][\d.,/:-]*")
_LONGEST_SHAPE: Final = 120
_ENOUGH: Final = 2  # mails that named the account themselves, before one that does not
_UNKNOWN: Final = Addressee(None, None, None, "no supplier has this domain, number or portal")


def shape(subject: str) -> str:
    """A subject with its numbers masked: the same for every mail of one kind."""
    masked = _NUMBERS.sub("0", normal(subject))
    return " ".join(masked.split())[:_LONGEST_SHAPE]


def address(
    notice: Notice,
    mail: TriagedMail,
    suppliers: tuple[SupplierProfile, ...],
    habits: tuple[Habit, ...] = (),
) -> Addressee:
    """The supplier, account and portal of a notice; None where nothing proves one.

    `habits` are those of the mail's sender with subjects of its `shape`.
    """
    profile, why = _supplier(notice, mail, suppliers)
    if profile is None:
        return _UNKNOWN if not why else Addressee(None, None, None, why)
    account, how = _account(notice, mail, profile)
    assumed = False
    if account is None and not notice.customer_number:
        account, how = _by_habit(profile, habits, how)
        assumed = account is not None
    portal = _portal(notice, account, profile)
    reasons = f"{why}; {how}" if how else why
    return Addressee(
        profile.supplier.id,
        account.id if account else None,
        portal.id if portal else None,
        reasons,
        assumed,
    )


def _supplier(
    notice: Notice, mail: TriagedMail, suppliers: tuple[SupplierProfile, ...]
) -> tuple[SupplierProfile | None, str]:
    ways = (
        (_sent_by(mail.sender), [p for p in suppliers if owns(p.supplier, mail.sender)]),
        ("our customer number", [p for p in suppliers if _accounts_named(notice, p)]),
        ("the host of the link", [p for p in suppliers if _portals_at(notice, p.portals)]),
    )
    for why, found in ways:
        if len(found) == 1:
            return found[0], why
        if len(found) > 1:
            narrowed = [p for p in found if _accounts_named(notice, p)]
            if len(narrowed) == 1:
                return narrowed[0], f"{why} and our customer number"
            return None, f"{why} fits {len(found)} suppliers"
    return None, ""


def _sent_by(sender: str) -> str:
    domain = host_of_address(sender)
    return f"the sender {sender}" if domain in FREE_MAIL else f"the sender's domain {domain}"


def _accounts_named(notice: Notice, profile: SupplierProfile) -> list[Account]:
    number = normalise_number(notice.customer_number or "")
    return [a for a in profile.accounts if number and normalise_number(a.number) == number]


def _portals_at(notice: Notice, portals: Iterable[Portal]) -> list[Portal]:
    host = host_of(unwrapped(notice.link or ""))
    confirmed = (portal for portal in portals if portal.confirmed)
    return [p for p in confirmed if host and host in {host_of(origin) for origin in p.origins}]


def _account(
    notice: Notice, mail: TriagedMail, profile: SupplierProfile
) -> tuple[Account | None, str]:
    if len(named := _accounts_named(notice, profile)) == 1:
        return named[0], "the customer number"
    if notice.customer_number and profile.accounts:
        return None, f"the customer number {notice.customer_number} is none of ours"
    if len(profile.accounts) == 1:
        return profile.accounts[0], "its only account"
    at_host = _portals_at(notice, profile.portals)
    behind = [a for a in profile.accounts if any(_serves(p, a) for p in at_host)]
    if len(behind) == 1:
        return behind[0], "the link's host"
    return _by_label(mail, profile)


def _serves(portal: Portal, account: Account) -> bool:
    return account.id == portal.account_id or account.portal_id == portal.id


def _by_label(mail: TriagedMail, profile: SupplierProfile) -> tuple[Account | None, str]:
    """The one account whose label has a word, or names a service, that the mail says.

    The subject decides before the text; a mail that speaks of several decides nothing.
    """
    for text in (mail.subject, mail.excerpt):
        said = _said(text, profile)
        if len(said) == 1:
            return said[0], f"the words of “{said[0].label or said[0].number}”"
        if said:
            break
    return None, "which account is not said" if profile.accounts else ""


def _said(text: str, profile: SupplierProfile) -> list[Account]:
    labels = {a.id: _described(a, profile) for a in profile.accounts}
    words = {key: _words(label) for key, label in labels.items()}
    kinds = {key: services(label) for key, label in labels.items()}
    told, told_kinds = _words(text), services(text)
    return [
        account
        for account in profile.accounts
        if _own_words(account, words) & told or _own_words(account, kinds) & told_kinds
    ]


def _by_habit(
    profile: SupplierProfile, habits: tuple[Habit, ...], why_not: str
) -> tuple[Account | None, str]:
    """The one account that such mails concerned before: a person's choice, or always the same."""
    mine = [a for a in profile.accounts if a.id in {habit.account_id for habit in habits}]
    chosen = [habit for habit in habits if habit.confirmed] or list(habits)
    if len(chosen) != 1 or not (chosen[0].confirmed or chosen[0].times >= _ENOUGH):
        return None, why_not
    account = next((a for a in mine if a.id == chosen[0].account_id), None)
    if account is None:
        return None, why_not
    how = "a person said so of" if chosen[0].confirmed else f"as in {chosen[0].times} mails before:"
    return account, f"{how} “{account.label or account.number}”"


def _described(account: Account, profile: SupplierProfile) -> str:
    names = [portal.name for portal in profile.portals if _serves(portal, account)]
    return " ".join((account.label, *names))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(normal(text)))


def services(text: str) -> set[str]:
    """The kinds of service that a text speaks of, as "mobile" or "electricity"."""
    plain = normal(text)
    return {kind for kind, words in _services().items() if words.search(plain)}


@cache
def _services() -> dict[str, Pattern[str]]:
    return {kind: any_of(words) for kind, words in table("services").items()}


def _own_words(account: Account, labels: dict[str, set[str]]) -> set[str]:
    others = (words for key, words in labels.items() if key != account.id)
    return labels[account.id].difference(*others)


def _portal(notice: Notice, account: Account | None, profile: SupplierProfile) -> Portal | None:
    """The account's portal; without an account the one at the link's host, or the only one."""
    portals = [portal for portal in profile.portals if portal.confirmed]
    if account is not None:
        own = [p for p in portals if _serves(p, account)]
        if len(own) == 1:
            return own[0]
    at_host = _portals_at(notice, portals)
    if len(at_host) == 1 and account is None:
        return at_host[0]
    return portals[0] if len(portals) == 1 else None
