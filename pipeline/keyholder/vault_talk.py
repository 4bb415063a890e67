"""What the web process says to the one that holds the vault's key, and what it hears.

A handful of questions, each a frozen dataclass with its answer's type, and their way through a
line of JSON. Whoever reads one checks its shape: nothing else can be asked. Secrets in them go
through this line only, never through `model.plain`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeAlias

from model import redaction
from model.connections import Consent, Link, Trial
from model.errors import VaultError
from model.plain import from_plain, hints, to_plain
from model.secret import Secret
from model.vaults import ImportedEntry, SecretFacts, SecretUse, Shown


@dataclass(frozen=True, slots=True)
class Look:
    """What may be shown of all records."""


@dataclass(frozen=True, slots=True)
class Uses:
    """What was done with a record."""

    name: str


@dataclass(frozen=True, slots=True)
class Add:
    """Keep a portal's sign-in under a new name."""

    user_id: str
    name: str
    username: str
    origins: tuple[str, ...]
    value: Secret


@dataclass(frozen=True, slots=True)
class Import:
    """Take over the export of another password manager: `body` is the file in base64."""

    user_id: str
    file: str
    body: Secret
    passphrase: Secret


@dataclass(frozen=True, slots=True)
class Replace:
    """Put another password in the place of the one of `version`."""

    user_id: str
    name: str
    version: int
    value: Secret


@dataclass(frozen=True, slots=True)
class AddSeed:
    """Bind an authenticator to a credential."""

    user_id: str
    name: str
    seed: Secret


@dataclass(frozen=True, slots=True)
class SetOrigins:
    """Say where a record may be used. `password` is the person's own."""

    user_id: str
    name: str
    version: int
    origins: tuple[str, ...]
    password: Secret


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a record out."""

    user_id: str
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Reveal:
    """A record's value, to be looked at or copied. `password` is the person's own."""

    user_id: str
    name: str
    password: Secret
    copied: bool


@dataclass(frozen=True, slots=True)
class Check:
    """Whether one of the signatures over `content` (base64) was made with a key. No person asks."""

    name: str
    content: str
    signatures: str


@dataclass(frozen=True, slots=True)
class Compare:
    """Whether what a message gives as shared secret is that of a record. No person asks."""

    name: str
    given: Secret


@dataclass(frozen=True, slots=True)
class Enrol:
    """Keep the seed of a person's authenticator."""

    user_id: str
    seed: Secret


@dataclass(frozen=True, slots=True)
class CheckCode:
    """Whether a person typed a code of their authenticator that was not taken before."""

    user_id: str
    code: Secret


@dataclass(frozen=True, slots=True)
class Connect:
    """Try what a person typed into a form, and keep it if it went well and `keep` says so.

    It takes as long as the other side does.
    """

    user_id: str
    link: Link
    id: str
    values: Mapping[str, str]
    password: Secret
    seed: Secret
    keep: bool


@dataclass(frozen=True, slots=True)
class Consenting:
    """How far a consent is. `pasted` is where the browser ended; `stop` gives the consent up."""

    user_id: str
    id: str
    pasted: Secret
    stop: bool


Question: TypeAlias = (
    Look
    | Uses
    | Add
    | Import
    | Replace
    | AddSeed
    | SetOrigins
    | Remove
    | Reveal
    | Check
    | Compare
    | Connect
    | Enrol
    | CheckCode
    | Consenting
)
Answer: TypeAlias = (
    tuple[SecretFacts, ...]
    | tuple[SecretUse, ...]
    | tuple[ImportedEntry, ...]
    | Shown
    | Trial
    | Consent
    | bool
    | None
)

_QUESTIONS: Final[Mapping[str, type[Question]]] = MappingProxyType(
    {
        kind.__name__.lower(): kind
        for kind in (
            *(Look, Uses, Add, Import, Replace, AddSeed, SetOrigins, Remove, Reveal, Check),
            *(Compare, Connect, Enrol, CheckCode, Consenting),
        )
    }
)


class VaultDoor(Protocol):
    """The way to the workers here that hold the vault's key."""

    def ask(self, question: Question, /) -> Answer:
        """The answer of a worker whose vault is open. Raises BillhookError as it does there."""
        ...

    def unlock(self, actor: str, passphrase: Secret, /) -> None:
        """Open the vaults, for as long as they are used."""
        ...

    def lock(self, actor: str, /) -> None:
        """Lock the vaults."""
        ...

    def hand(self, challenge_id: str, answer: Secret, /) -> bool:
        """Whether a visit of a worker here waits for this answer, which it now has."""
        ...

    def lock_after(self, minutes: int, /) -> None:
        """Let vaults that a person unlocked lock after so long without use; never for 0."""
        ...


@contextmanager
def unsaid(question: Question) -> Iterator[None]:
    """A block in which no log shows a secret of the question."""
    said = (getattr(question, field.name) for field in fields(question))
    secrets = [one for one in said if isinstance(one, Secret)]
    redaction.know(secrets)
    try:
        yield
    finally:
        redaction.forget(secrets)


def write_question(question: Question) -> dict[str, Any]:
    """The question as plain data, its secrets in the clear: for the worker's socket alone."""
    said = {field.name: _bare(getattr(question, field.name)) for field in fields(question)}
    return {"ask": type(question).__name__.lower(), "with": said}


def read_question(data: Mapping[str, Any]) -> Question:
    """The question that `write_question` made.

    Raises KeyError, TypeError or ValueError for anything else.
    """
    kind, said = _QUESTIONS[data["ask"]], data["with"]
    wanted = hints(kind)
    if said.keys() != wanted.keys():
        raise KeyError("fields")
    return kind(**{name: _dressed(wanted[name], said[name]) for name in wanted})


def write_answer(answer: Answer) -> Any:
    """The answer as plain data; a shown value in the clear."""
    if isinstance(answer, Shown):
        return {"value": answer.value.reveal(), "seconds_left": answer.seconds_left}
    return to_plain(answer)


def read_answer(question: Question, data: Any) -> Answer:
    """The answer to this question.

    Raises:
        VaultError: it is none.
    """
    try:
        return _read_answer(question, data)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise VaultError("The worker's answer is not understood; start Billhook again.") from None


def _read_answer(question: Question, data: Any) -> Answer:
    match question:
        case Look() | Uses() | Import():
            return _read_rows(question, data)
        case Check() | CheckCode():
            return data is True
        case Connect():
            return from_plain(Trial, data)
        case Consenting():
            return from_plain(Consent, data)
        case Reveal():
            left = data["seconds_left"]
            return Shown(_dressed(Secret, data["value"]), left if left is None else int(left))
        case _:
            return None


def _read_rows(question: Look | Uses | Import, data: Any) -> Answer:
    match question:
        case Look():
            return tuple(from_plain(SecretFacts, one) for one in data)
        case Uses():
            return tuple(from_plain(SecretUse, one) for one in data)
        case Import():
            return tuple(from_plain(ImportedEntry, one) for one in data)


def _bare(value: object) -> Any:
    return value.reveal() if isinstance(value, Secret) else to_plain(value)


def _dressed(kind: Any, data: Any) -> Any:
    if kind is Secret:
        if not isinstance(data, str):
            raise TypeError("a secret is a text")
        return Secret(data)
    return from_plain(kind, data)
