"""The switcher between several accounts of one sign-in, where a page has one."""

from __future__ import annotations

import re
from typing import Final

from fetchers.portals.autopilot import words
from fetchers.portals.autopilot.surroundings import Chooser, Surroundings
from fetchers.portals.recipe import Accounts

_NUMBER: Final = r"(?=[^\s]*\d)[A-Z0-9][A-Z0-9./-]{2,}"
_MOST: Final = 100
_YEAR: Final = re.compile(r"^\D*(19|20)\d\d\D*$")


def switcher_of(around: Surroundings) -> Accounts | None:
    """How another account is chosen; None where nothing on the page does that."""
    for select in around.selects:
        if (pattern := _pattern(select)) is not None:
            return Accounts(choose=select.selectors, apply=select.apply or None, pattern=pattern)
    for menu in around.menus:
        if (pattern := _pattern(menu)) is not None:
            return Accounts(open=menu.open, each=menu.selectors, pattern=pattern)
    return None


def listed_in(around: Surroundings) -> Accounts | None:
    """How each account of a list of accounts is gone to; None where the page has no such list.

    A list whose heading or links speak of documents is none of accounts.
    """
    for chooser in around.listed:
        said = (chooser.about, *chooser.names)
        if any(words.names_documents(one) or words.names_file(one) for one in said):
            continue
        if (pattern := _pattern(chooser)) is not None:
            return Accounts(each=chooser.selectors, pattern=pattern)
    return None


def _pattern(chooser: Chooser) -> str | None:
    """What takes the account's number out of each name; None where they name no accounts."""
    names = [name for name in chooser.names if name]
    if not 1 < len(names) <= _MOST or any(_YEAR.match(name) for name in names):
        return None
    told = words.ACCOUNT.search(f"{chooser.about} {' '.join(names)}")
    numbers = [re.search(_NUMBER, name) for name in names]
    distinct = {found[0] for found in numbers if found}
    return _NUMBER if told and len(distinct) == len(names) else None
