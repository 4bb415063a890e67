"""What passes between a visit's two processes: JSON lines, typed at both ends.

Secrets go one way, through the child's standard input: the credential once, and a code each time
that the child asks for one. Nothing that comes back holds a secret.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from model.codes import CodeAsked
from model.ports import Lease
from model.secret import Secret
from model.visits import VisitOrder, VisitProgress, VisitResult

_ORDER: Final = TypeAdapter(VisitOrder)
_PROGRESS: Final = TypeAdapter(VisitProgress)
_RESULT: Final = TypeAdapter(VisitResult)
_ASKED: Final = TypeAdapter(CodeAsked)

Said = VisitProgress | VisitResult | CodeAsked
"""What a child says, but for what is `Missing` and what can't be understood."""


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


@dataclass(frozen=True, slots=True)
class Missing:
    """Something of this machine that a visit needs is missing; `message` names the remedy."""

    message: str


@dataclass(frozen=True, slots=True)
class Terms:
    """How a child is to work; `has_codes` says that its parent can be asked for mailed codes."""

    den: Path
    sandboxed: bool
    tape: Tape
    has_codes: bool


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
    )


def written_line() -> bytes:
    """The parent's word that a progress is written down, for a child that waits for it."""
    return _line("written", value=True)


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


def missing_line(missing: Missing) -> bytes:
    """What is missing, as one line."""
    return _line("missing", missing.message)


def _line(name: str, value: Any) -> bytes:
    return json.dumps({name: value}).encode() + b"\n"


def read_line(line: bytes) -> Said | Missing | None:
    """What a line of the child says; None where it says nothing that can be understood."""
    try:
        told = json.loads(line)
        match told:
            case {"progress": progress}:
                return _PROGRESS.validate_json(json.dumps(progress))
            case {"result": result}:
                return _RESULT.validate_json(json.dumps(result))
            case {"asked": asked}:
                return _ASKED.validate_json(json.dumps(asked))
            case {"missing": str(message)}:
                return Missing(message)
    except (ValueError, ValidationError):
        return None
    return None
