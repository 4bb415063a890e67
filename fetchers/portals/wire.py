"""What passes between a visit's two processes: JSON lines, typed at both ends.

Secrets go in through the child's standard input: the credential once, with what was kept of the
last sign-in, and a code each time that the child asks for one. Out comes one, what is to be kept of
this sign-in, in a line of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from model.challenges import Challenge
from model.codes import CodeAsked
from model.ports import Lease
from model.secret import Secret
from model.visits import VisitOrder, VisitProgress, VisitResult

_ORDER: Final = TypeAdapter(VisitOrder)
_PROGRESS: Final = TypeAdapter(VisitProgress)
_RESULT: Final = TypeAdapter(VisitResult)
_ASKED: Final = TypeAdapter(CodeAsked)

_CHALLENGE: Final = TypeAdapter(Challenge)

Said = VisitProgress | VisitResult | CodeAsked | Challenge | Secret
"""What a child says, but for what is `Missing` and nonsense; a secret is to be kept."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What a visit signs in with."""

    username: Secret
    password: Secret
    totp: Secret | None = None
    customer_number: Secret | None = None

    def secrets(self) -> tuple[str, ...]:
        """The texts that must not stand in anything that is kept."""
        kept = (self.password, self.totp)
        return tuple(secret.reveal() for secret in kept if secret)


@dataclass(frozen=True, slots=True)
class Tape:
    """Folders of fixtures: one to record this visit to, one to play it back from."""

    record: Path | None = None
    replay: Path | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One visit, as the child gets it."""

    order: VisitOrder
    credential: Credential
    origins: frozenset[str]
    den: Path
    sandboxed: bool
    tape: Tape = Tape()
    has_codes: bool = False
    has_attendant: bool = False
    keeps: bool = False
    kept: Secret | None = None
    edition: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Something of this machine that a visit needs is missing; `message` names the remedy."""

    message: str


@dataclass(frozen=True, slots=True)
class Terms:
    """How a child is to work.

    `has_codes` says that its parent can be asked for mailed codes, `has_attendant` for a person,
    `keeps` that it takes what is to be kept of the sign-in; `kept` is what the last visit left.
    """

    den: Path
    sandboxed: bool
    tape: Tape
    has_codes: bool
    has_attendant: bool = False
    keeps: bool = False
    kept: Secret | None = None


def job_line(order: VisitOrder, lease: Lease, terms: Terms) -> bytes:
    """A job as one line for the child's standard input."""
    credential = {
        "username": lease.username,
        "password": lease.password.reveal(),
        "totp": lease.totp.reveal() if lease.totp else None,
        "customer_number": lease.customer_number,
    }
    job = {
        "order": _ORDER.dump_python(order, mode="json"),
        "credential": credential,
        "origins": sorted(lease.origins),
        "den": str(terms.den),
        "sandboxed": terms.sandboxed,
        "tape": {name: str(path) for name, path in asdict(terms.tape).items() if path},
        "has_codes": terms.has_codes,
        "has_attendant": terms.has_attendant,
        "keeps": terms.keeps,
        "kept": terms.kept.reveal() if terms.kept else None,
        "edition": lease.edition,
    }
    return json.dumps(job).encode() + b"\n"


def read_job(line: bytes) -> Job:
    """The job that stands in a line."""
    told = json.loads(line)
    given = {name: Secret(text) for name, text in told["credential"].items() if text is not None}
    return Job(
        order=_ORDER.validate_json(json.dumps(told["order"])),
        credential=Credential(**given),
        origins=frozenset(told["origins"]),
        den=Path(told["den"]),
        sandboxed=told["sandboxed"],
        tape=Tape(**{name: Path(path) for name, path in told["tape"].items()}),
        has_codes=told["has_codes"],
        has_attendant=told["has_attendant"],
        keeps=told["keeps"],
        kept=None if told["kept"] is None else Secret(told["kept"]),
        edition=told["edition"],
    )


def written_line() -> bytes:
    """The parent's word that a progress is written down, for a child that waits for it."""
    return _line("written", value=True)


PULSE: Final = b'{"pulse": true}\n'
"""The parent's word that it lives, every few seconds; it answers nothing."""


def answer_line(code: Secret | None) -> bytes:
    """The parent's answer to a child that asked for a code; None where none came."""
    return _line("code", code.reveal() if code else None)


def read_answer(line: bytes) -> Secret | None:
    """The code that stands in an answer."""
    text = json.loads(line)["code"]
    return None if text is None else Secret(text)


def progress_line(progress: VisitProgress) -> bytes:
    """A progress as one line."""
    return _line("progress", _PROGRESS.dump_python(progress, mode="json"))


def result_line(result: VisitResult) -> bytes:
    """A result as one line."""
    # facts are a read-only view, which the serialiser knows only as a dict
    return _line("result", _RESULT.dump_python(result, mode="json", fallback=dict, warnings=False))


def asked_line(asked: CodeAsked) -> bytes:
    """What a sign-in waits for, as one line."""
    return _line("asked", _ASKED.dump_python(asked, mode="json"))


def challenge_line(challenge: Challenge) -> bytes:
    """What a sign-in asks of a person, as one line."""
    return _line("challenge", _CHALLENGE.dump_python(challenge, mode="json"))


def keep_line(state: Secret) -> bytes:
    """What is to be kept of a sign-in, as one line."""
    return _line("keep", state.reveal())


def missing_line(missing: Missing) -> bytes:
    """What is missing, as one line."""
    return _line("missing", missing.message)


def _line(name: str, value: Any) -> bytes:
    return json.dumps({name: value}).encode() + b"\n"


def read_line(line: bytes) -> Said | Missing | None:
    """What a line of the child says; None where it says nothing that can be understood."""
    try:
        told = json.loads(line)
        (name, value), *more = told.items()
        return None if more else _READERS[name](value)
    except (ValueError, ValidationError, KeyError, TypeError, AttributeError):
        return None


def _typed(adapter: TypeAdapter[Any]) -> Callable[[Any], Any]:
    return lambda value: adapter.validate_json(json.dumps(value))


_TEXT: Final = TypeAdapter(str)
_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "progress": _typed(_PROGRESS),
    "result": _typed(_RESULT),
    "asked": _typed(_ASKED),
    "challenge": _typed(_CHALLENGE),
    "keep": lambda value: Secret(_typed(_TEXT)(value)),
    "missing": lambda value: Missing(_typed(_TEXT)(value)),
}
