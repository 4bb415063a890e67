"""Templates of invoice2data in a folder: YAML or JSON files, read by `parse --templates`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from model.errors import FileUnreadable, WrongInput
from parsers.templates.template_forms import Template, of_plain

_ENDINGS: Final = frozenset({".yml", ".yaml", ".json"})
_MOST_BYTES: Final = 64 * 1024
_MOST_FILES: Final = 2_000

Found = tuple[Template, tuple[str, ...]]
"""A template, and what in its file is not understood."""


def load(folder: str) -> tuple[Found, ...]:
    """All templates below a folder, in the order of their names.

    Raises:
        FileUnreadable: there is no such folder, or a file in it is no template.
    """
    place = Path(folder)
    if not place.is_dir():
        raise FileUnreadable(f"{folder} is no folder of templates.")
    files = sorted(one for one in place.rglob("*") if one.suffix.lower() in _ENDINGS)
    if len(files) > _MOST_FILES:
        raise FileUnreadable(f"{folder} holds more than {_MOST_FILES} templates; keep them apart.")
    return tuple(_templates(files, place))


def _templates(files: list[Path], place: Path) -> Iterator[Found]:
    for file in files:
        name = str(file.relative_to(place))
        try:
            yield of_plain(name, _plain(file))
        except WrongInput as refusal:
            raise FileUnreadable(refusal.message) from None


def _plain(file: Path) -> Any:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise FileUnreadable(f"{file} is larger than a template is.")
        return yaml.safe_load(file.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as damage:
        raise FileUnreadable(f"{file} can't be read as a template; it is no YAML.") from damage
