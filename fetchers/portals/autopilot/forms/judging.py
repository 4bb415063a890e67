"""What a form is for: to sign in, the first step of that, a code, or something else.

A form is judged by the sum of many weak signs, none of which decides by itself. The weights were
set on one half of the pages of `billhook bench login-forms`, parted by domain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from fetchers.portals.autopilot.forms import vocabulary as words
from fetchers.portals.autopilot.forms.facts import Field, Form, Press

_ENOUGH: Final = 3
_MANY_TEXTS: Final = 3
_MORE_TEXTS: Final = 5
_SEGMENTS: Final = range(4, 9)
_NARROW: Final = 100  # pixels
_CODE_LENGTH: Final = range(4, 11)


class Purpose(StrEnum):
    """What a form is for."""

    SIGN_IN = "sign_in"
    NAME_FIRST = "name_first"
    CODE = "code"
    OTHER = "other"


def purpose_of(form: Form) -> Purpose:
    """What the form is for."""
    if is_code(form):
        return Purpose.CODE
    if score(form) < _ENOUGH:
        return Purpose.OTHER
    return Purpose.SIGN_IN if form.passwords else Purpose.NAME_FIRST


def score(form: Form) -> int:
    """How much speaks for a form to sign in; from 3 on it is one."""
    return sum(weight for weight, holds in SIGNS if holds(form))


def is_code(form: Form) -> bool:
    """Whether a form asks for a one-time code: a field for it, or one for each character."""
    texts = form.asked
    if len(texts) in _SEGMENTS and all(one.longest == 1 and one.width < _NARROW for one in texts):
        return True
    return len(texts) == 1 and _takes_code(texts[0])


def _takes_code(field: Field) -> bool:
    if "one-time-code" in field.purposes:
        return True
    about = field.about
    if words.says(words.NOT_A_CODE, about) or not words.says(words.CODE, about):
        return False
    return field.longest in _CODE_LENGTH or field.type in ("tel", "number") or bool(field.keys)


def submits(form: Form) -> tuple[Press, ...]:
    """The controls that send the form itself, and don't lead to another way of signing in."""
    own = [one for one in form.controls if not words.says(words.ELSEWHERE, one.words)]
    real = [one for one in own if not one.link and one.type in ("submit", "image", "")]
    told = [one for one in own if words.says(words.SIGN_IN, one.words)]
    return tuple(real or told or own)


def _spoken(form: Form) -> str:
    return " | ".join(one.words or f"{one.id} {one.name}" for one in submits(form)[:3])


def _named(form: Form) -> str:
    return f"{form.words} {form.action}"


def _bare(text: str) -> str:
    """A text without the words for signing in, some of which hold a word for registering."""
    return words.SIGN_IN.sub(" ", text)


def _all_of(form: Form) -> str:
    return " ".join((_spoken(form), _named(form), form.heading))


def _says(concept: re.Pattern[str], of: Callable[[Form], str]) -> Callable[[Form], bool]:
    return lambda form: words.says(concept, of(form))


def _registers(of: Callable[[Form], str]) -> Callable[[Form], bool]:
    return lambda form: words.says(words.REGISTRATION, _bare(of(form)))


def _purposes(form: Form) -> frozenset[str]:
    return frozenset().union(*(one.purposes for one in form.fields))


def _lone_name(form: Form) -> bool:
    return len(form.texts) == 1 and words.says(words.USERNAME, form.texts[0].about)


def _leads_on(form: Form) -> bool:
    """Whether a name alone leads on, as the first of two steps does."""
    return not form.passwords and _lone_name(form) and words.says(words.ONWARD, _spoken(form))


def _wants_person(form: Form) -> bool:
    return any(words.says(words.PERSON, one.about) for one in form.texts)


def _searches(form: Form) -> bool:
    fields = " ".join(f"{one.name} {one.hint} {one.label} {one.type}" for one in form.texts)
    return not form.passwords and words.says(words.SEARCH, f"{fields} {_all_of(form)}")


def _letters(form: Form) -> bool:
    return not form.passwords and words.says(words.NEWSLETTER, f"{_all_of(form)} {form.boxes}")


def _recovers(form: Form) -> bool:
    return words.says(words.RECOVERY, f"{_spoken(form)} {_named(form)}")


def _whole_recovers(form: Form) -> bool:
    return not form.passwords and words.says(words.RECOVERY, form.heading)


SIGNS: Final[tuple[tuple[int, Callable[[Form], bool]], ...]] = (
    (3, lambda form: len(form.passwords) == 1),
    (2, lambda form: "current-password" in _purposes(form)),
    (1, lambda form: bool(_purposes(form) & {"username", "webauthn"})),
    (1, _lone_name),
    (2, _says(words.SIGN_IN, _spoken)),
    (2, _leads_on),
    (1, _says(words.SIGN_IN, _named)),
    (1, _says(words.SIGN_IN, lambda form: form.heading)),
    (1, _says(words.REMEMBER, lambda form: form.boxes)),
    (1, _says(words.RECOVERY, lambda form: form.links)),
    (-5, lambda form: len(form.passwords) > 1),
    (-5, lambda form: "new-password" in _purposes(form)),
    (-3, _registers(_spoken)),
    (-1, _registers(_named)),
    (-1, _registers(lambda form: form.heading)),
    (-2, _says(words.TERMS, lambda form: form.boxes)),
    (-2, _wants_person),
    (-1, lambda form: len(form.texts) >= _MANY_TEXTS),
    (-2, lambda form: len(form.texts) >= _MORE_TEXTS),
    (-1, lambda form: form.selects > 0),
    (-4, lambda form: form.areas > 0),
    (-1, lambda form: form.radios > 0),
    (-5, _searches),
    (-5, _letters),
    (-3, _recovers),
    (-2, _whole_recovers),
)
"""Each sign of a form, and how much it speaks for signing in."""
