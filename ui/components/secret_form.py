"""A form whose answers go straight to the server by a request of their own, and stay nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from nicegui.element import Element


@dataclass(frozen=True, slots=True)
class Asked:
    """One field. `type` is password (the person's own), secret, line, lines, picture or file.

    A file goes as `file`, its name, and `body`, its content in base64.
    """

    name: str
    label: str
    type: str
    hint: str = ""
    value: str = ""
    required: bool = True


class SecretForm(Element, component="secret_form.js"):
    """Fields, sent to `url` with what is `said` beside them. No value ever comes to Python.

    Events: `done` once the server has done it (after a shown value was hidden), with the `words`
    and `lines` that it answered for the person, which hold no secret; `leave` when the person would
    rather not. With `then` "show" the answer is shown for 30 seconds, with "copy" it
    goes to the clipboard for as long.
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
    ) -> None:
        super().__init__()
        self._props.update(
            url=url,
            said=dict(said),
            fields=[asdict(field) for field in fields],
            about=about,
            submit=submit,
            then=then,
            danger=danger,
        )
