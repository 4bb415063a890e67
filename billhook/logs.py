"""The log of a process: text for a person, or a line of JSON a record for a machine.

What is secret was taken out before, where records are made (`model.redaction`). Each line names
what was at work: the ids of a mail, a visit, a document, a delivery.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Final

from billhook.settings import FILE, Settings
from model import at_work
from model.errors import SettingsInvalid

_TEXT: Final = "%(levelname)s %(name)s: %(message)s"
_FORMS: Final = ("text", "json")
_LEVELS: Final = ("debug", "info", "warning", "error")
_LONGEST: Final = 8_192


def begin(settings: Settings, process: str) -> None:
    """Log as the settings say; libraries that brought handlers of their own go the same way.

    Raises:
        SettingsInvalid: there is no such form or level.
    """
    _prove("log", settings.log, _FORMS, settings)
    _prove("log_level", settings.log_level, _LEVELS, settings)
    form = _Lines(process) if settings.log == "json" else _Words(_TEXT)
    handler = logging.StreamHandler()
    handler.setFormatter(form)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name in list(logging.Logger.manager.loggerDict):
        _join(logging.getLogger(name))


def _prove(name: str, said: str, known: tuple[str, ...], settings: Settings) -> None:
    if said not in known:
        raise SettingsInvalid(f"{settings.data / FILE}: {name} is one of {', '.join(known)}.")


def _join(logger: logging.Logger) -> None:
    """Let what a library logs to the console go through ours."""
    ours = [one for one in logger.handlers if type(one) is not logging.StreamHandler]
    if len(ours) < len(logger.handlers):
        logger.handlers[:] = ours
        logger.propagate = True


class _Words(logging.Formatter):
    """A line for a person, with what was at work behind it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        ids = " ".join(f"{name}={value}" for name, value in at_work.ids().items())
        said = super().format(record)
        return f"{said} [{ids}]" if ids else said


class _Lines(logging.Formatter):
    """One JSON object a record, on one line."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """The line; its time is UTC."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "at": at.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "said": record.getMessage()[:_LONGEST],
            **({"trace": record.exc_text[:_LONGEST]} if record.exc_text else {}),
            **at_work.ids(),
        }
        return json.dumps(line, ensure_ascii=True)
