"""Whom a notice is about: the supplier, our account there, the portal to visit.

The supplier follows from the sender's own domain, our customer number or a registered portal's
host; the name that a sender gives itself proves nothing. One brand may have several accounts and
portals (landline, mobile, broadband): the customer number decides, then the link's host, then the
words of the account's label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from fetchers.mail.hosts import host_of, host_of_address, within
from fetchers.mail.lexicon import normal
from model.documents import normalise_number
from model.mail import Addressee, Notice, TriagedMail
from model.suppliers import Account, Portal, SupplierProfile

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_UNKNOWN: Final = Addressee(None, None, None, "no supplier has this domain, number or portal")


def address(notice: Notice, mail: TriagedMail, suppliers: tuple[SupplierProfile, ...]) -> Addressee:
    """The supplier, account and portal of a notice; None where nothing proves one."""
    profile, why = _supplier(notice, mail, suppliers)
    if profile is None:
        return _UNKNOWN if not why else Addressee(None, None, None, why)
    account, how = _account(notice, mail, profile)
    portal = _portal(notice, account, profile)
    reasons = f"{why}; {how}" if how else why
    return Addressee(
        profile.supplier.id,
        account.id if account else None,
        portal.id if portal else None,
        reasons,
    )


def _supplier(
    notice: Notice, mail: TriagedMail, suppliers: tuple[SupplierProfile, ...]
) -> tuple[SupplierProfile | None, str]:
    domain = host_of_address(mail.sender)
    ways = (
        (f"the sender's domain {domain}", [p for p in suppliers if _owns(p, domain)]),
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


def _owns(profile: SupplierProfile, domain: str) -> bool:
    return any(within(domain, own.lower()) for own in profile.supplier.domains)


def _accounts_named(notice: Notice, profile: SupplierProfile) -> list[Account]:
    number = normalise_number(notice.customer_number or "")
    return [a for a in profile.accounts if number and normalise_number(a.number) == number]


def _portals_at(notice: Notice, portals: Iterable[Portal]) -> list[Portal]:
    host = host_of(notice.link or "")
    return [p for p in portals if host and host in {host_of(origin) for origin in p.origins}]


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
    """The account whose label has a word that the mail says and no other label has."""
    words = set(_WORD.findall(normal(f"{mail.subject} {mail.excerpt}")))
    labels = {a.id: set(_WORD.findall(normal(a.label))) for a in profile.accounts}
    said = [a for a in profile.accounts if _own_words(a, labels) & words]
    if len(said) == 1:
        return said[0], f"the words of “{said[0].label}”"
    return None, "which account is not said" if profile.accounts else ""


def _own_words(account: Account, labels: dict[str, set[str]]) -> set[str]:
    others = (words for key, words in labels.items() if key != account.id)
    return labels[account.id].difference(*others)


def _portal(notice: Notice, account: Account | None, profile: SupplierProfile) -> Portal | None:
    """The account's portal; without an account the one at the link's host, or the only one."""
    if account is not None:
        own = [p for p in profile.portals if _serves(p, account)]
        if len(own) == 1:
            return own[0]
    at_host = _portals_at(notice, profile.portals)
    if len(at_host) == 1 and account is None:
        return at_host[0]
    return profile.portals[0] if len(profile.portals) == 1 else None
