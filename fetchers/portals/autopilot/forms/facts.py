"""What a page's forms are made of, as the script beside this module sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import Frame

from fetchers.portals.autopilot.forms.vocabulary import SIGN_IN, says

LOOK: Final = files(__package__).joinpath("look.js").read_text("utf-8")
"""The script; it answers a list of what `form_of` takes."""

_FEW: Final = 2
_OWN: Final = ("heading", "links", "boxes", "words", "action")


@dataclass(frozen=True, slots=True)
class Field:
    """A field to write in.

    `beside` are the words before one without label; a `lure` is one that no keyboard reaches, put
    there for robots. `path` is its CSS path, `shared` names what another field has the same of.
    """

    type: str
    id: str
    name: str
    label: str
    beside: str
    path: str
    shared: frozenset[str]
    hint: str
    autocomplete: str
    longest: int
    keys: str
    width: int
    seen: bool
    lure: bool

    @property
    def is_password(self) -> bool:
        """Whether what is typed into it does not show."""
        return self.type == "password"

    @property
    def purposes(self) -> frozenset[str]:
        """The words of its autocomplete attribute (HTML, autofill)."""
        return frozenset(self.autocomplete.split())

    @property
    def about(self) -> str:
        """All that is said of it."""
        return f"{self.id} {self.name} {self.label} {self.beside} {self.hint} {self.autocomplete}"


@dataclass(frozen=True, slots=True)
class Press:
    """A control that may send a form; it stands `after` so many of its fields."""

    id: str
    tag: str
    type: str
    name: str
    words: str
    path: str
    shared: frozenset[str]
    after: int
    link: bool
    seen: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form: a <form>, or the part of a page that holds a field and a control.

    `index` is its place among the document's <form> elements, -1 for another part; `whole` says
    that no smaller part than the page holds it together.
    """

    fields: tuple[Field, ...]
    presses: tuple[Press, ...]
    heading: str
    links: str
    boxes: str
    words: str
    action: str
    selects: int
    areas: int
    radios: int
    whole: bool
    index: int

    @property
    def shown(self) -> bool:
        """Whether a field of it is in sight."""
        return any(one.seen for one in self.fields)

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields that a person would fill: those in sight, or all of a form that is folded."""
        honest = [one for one in self.fields if not one.lure] or list(self.fields)
        return tuple([one for one in honest if one.seen] or honest)

    @property
    def passwords(self) -> tuple[Field, ...]:
        """The fields for a password."""
        return tuple(one for one in self.asked if one.is_password)

    @property
    def texts(self) -> tuple[Field, ...]:
        """The fields for other text."""
        return tuple(one for one in self.asked if not one.is_password)

    @property
    def controls(self) -> tuple[Press, ...]:
        """What sends it: the controls in sight, or all of a form that is folded."""
        return tuple([one for one in self.presses if one.seen] or self.presses)


def form_of(told: Mapping[str, Any]) -> Form:
    """A form, of what the script tells."""
    return Form(
        fields=tuple(Field(**_with_shared(one)) for one in told["fields"]),
        presses=tuple(Press(**_with_shared(one)) for one in told["presses"]),
        selects=told["selects"],
        areas=told["areas"],
        radios=told["radios"],
        whole=told["whole"],
        index=told["index"],
        **{name: told[name] for name in _OWN},
    )


def _with_shared(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "shared": frozenset(told["shared"])}


def narrowed(form: Form) -> Form:
    """The part of a form that signs in, where a page lies in one form as a whole; else the form.

    That is one password, the field before it, and right behind it a control that says it signs in.
    """
    at = next((n for n, one in enumerate(form.fields) if one.is_password and one.seen), 0)
    sole = len(form.passwords) == 1 and len(form.texts) > _FEW
    presses = tuple(one for one in form.presses if one.seen and one.after == at + 1)
    if not sole or at == 0 or not any(says(SIGN_IN, one.words) for one in presses):
        return form
    return replace(
        form,
        fields=form.fields[at - 1 : at + 1],
        presses=presses,
        words="",
        action="",
        heading="",
        selects=0,
        areas=0,
        radios=0,
    )


def forms_in(frame: Frame) -> tuple[Form, ...]:
    """The forms of a document."""
    return tuple(narrowed(form_of(one)) for one in frame.evaluate(LOOK))
