"""Words by which forms are told apart, in two dozen languages."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Final

_TOLD: Final[dict[str, list[str]]] = tomllib.loads(
    files(__package__).joinpath("vocabulary.toml").read_text("utf-8")
)


def _concept(name: str) -> re.Pattern[str]:
    return re.compile("|".join(_TOLD[name]), re.IGNORECASE)


SIGN_IN: Final = _concept("sign_in")
REGISTRATION: Final = _concept("registration")
RECOVERY: Final = _concept("recovery")
SEARCH: Final = _concept("search")
NEWSLETTER: Final = _concept("newsletter")
REMEMBER: Final = _concept("remember")
TERMS: Final = _concept("terms")
USERNAME: Final = _concept("username")
PERSON: Final = _concept("person")
ONWARD: Final = _concept("onward")
CUSTOMER_NUMBER: Final = _concept("customer_number")
ELSEWHERE: Final = _concept("elsewhere")
CODE: Final = _concept("code")
NOT_A_CODE: Final = _concept("not_a_code")
OWN_AREA: Final = _concept("own_area")
REFUSE: Final = _concept("refuse")
ACCEPT: Final = _concept("accept")


def says(concept: re.Pattern[str], text: str) -> bool:
    """Whether a text says the concept."""
    return bool(concept.search(text))
