"""A form whose answers go straight to the server by a request of their own, and stay nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final

from nicegui.element import Element

from ui.languages import phrase, said_by_name, say

_WORDS: Final = {
    "value": phrase("The value"),
    "hidden": phrase("Hidden in {n} seconds."),
    "busy": phrase("One moment …"),
    "hide": phrase("Hide now"),
    "once": phrase("Take it now: it is not shown again."),
    "taken": phrase("Done"),
    "cancel": phrase("Cancel"),
    "failed": phrase("This could not be done."),
    "trouble": phrase("Not connected. Try again."),
    "copying": phrase("This browser copies over https or on this machine only; show it instead."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One field. `type` is password (own), new, secret, line, lines, choice, picture or file.

    One with `choices`, each its value and its words, is of type choice. A file goes as `file`, its
    name, and `body`, its content in base64. `beside` puts it into one row with the field before.
    """

    name: str
    label: str
    type: str
    hint: str = ""
    value: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the form fills in by itself where the person has typed nothing there.

    `by` holds values of fields by what was typed into the field `of`: the whole of it, or the
    domain of an address; `*` stands for any other domain, with {} for it in its values. `words` are
    hints for the field `of`, by the same keys.
    """

    of: str
    by: Mapping[str, Mapping[str, str]]
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def plain(self) -> dict[str, object]:
        """As the form takes it."""
        by = {key: dict(values) for key, values in self.by.items()}
        return {"of": self.of, "by": by, "words": said_by_name(self.words)}


class SecretForm(Element, component="secret_form.js"):
    """Fields, sent to `url` with what is `said` beside them. No value ever comes to Python.

    Events: `done` once the server has done it (after a shown value was hidden), with the `words`,
    `lines` and `id` that it answered, which hold no secret; `leave` when the person would rather
    not. An answer may hold a `fault`: the `field` that it stands beside, and its `sentence`. With
    `tries`, the words of a second button, the form can be sent to be tried only. With `then` "show"
    the answer is shown for 30 seconds, with "copy" it goes to the clipboard for as long, and with
    "keep" it is shown until the person has taken it.
    """

    def __init__(
        self,
        url: str,
        said: Mapping[str, object],
        fields: Sequence[Asked],
        *,
        about: str,
        submit: str,
        then: str = "",
        danger: bool = False,
        tries: str = "",
        proposals: Sequence[Proposal] = (),
    ) -> None:
        super().__init__()
        self._props.update(
            url=url,
            said=dict(said),
            fields=[_said(one) for one in fields],
            about=about,
            submit=submit,
            then=then,
            danger=danger,
            tries=tries,
            proposals=[one.plain for one in proposals],
            words=said_by_name(_WORDS),
        )


def _said(one: Asked) -> dict[str, object]:
    """A field as the form takes it, its words in the language that is spoken."""
    choices = [(value, say(words)) for value, words in one.choices]
    return asdict(one) | {"label": say(one.label), "hint": say(one.hint), "choices": choices}
