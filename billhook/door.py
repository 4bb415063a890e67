"""The door to a running worker's vault, where `billhook vault` and the dashboard knock.

A socket in the data folder, which only its owner reaches; whoever knocks must be the same user.
What is said is one piece of JSON each way, ended by closing that side, and never logged: it may
hold a passphrase, or a secret that was asked for.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from model import errors
from model.doors import door, is_ourselves
from model.errors import BillhookError, VaultError, VaultLocked, WrongInput
from model.secret import Secret
from pipeline.keyholder.vault_talk import (
    Answer,
    Connect,
    Question,
    read_answer,
    read_question,
    unsaid,
    write_answer,
    write_question,
)
from vault import KeySource, Passphrase, TwoSecret, Vault

Answering = Callable[[Question], Answer]
"""What answers the dashboard's questions about the vault."""
Taking = Callable[[str, Secret], bool]
"""Takes a person's answer to the challenge of a visit, if one of this worker waits for it."""
Idle = Callable[[], timedelta | None]
"""After how long without use a vault locks that a person's passphrase opened; None for never."""
Far = Callable[[], Iterable[socket.socket]]
"""A line to each worker of other machines that is reached."""
Unlocking = Callable[[Secret | None], KeySource]
"""The key that a passphrase is, or for None the key at hand."""

_log = logging.getLogger(__name__)
_MOST_ASKED: Final = 16 << 20  # the export of another password manager, in base64
_MOST_SAID: Final = 64 << 20  # the facts of some 100,000 records
_CHUNK: Final = 65_536
_BEAT: Final = 1.0  # seconds between looks at the idle time
_PATIENCE: Final = 30.0  # an unlocking derives a key and proves the vault
_LONG_PATIENCE: Final = 120.0  # a mail server or a portal of somebody else's is asked meanwhile
_PATTERN: Final = "*.door"
_BY_A_PERSON: Final = frozenset({Passphrase.kind, TwoSecret.kind})
_NOBODY: Final = "No worker is running here; start Billhook with: billhook up."


def nobody() -> Iterable[socket.socket]:
    """No other machines."""
    return ()


class Door:
    """One worker's door, open as long as the block lasts."""

    def __init__(
        self,
        folder: Path,
        name: str,
        vault: Vault,
        key: Unlocking,
        *,
        answering: Answering | None = None,
        taking: Taking | None = None,
        idle: Idle = lambda: None,
    ) -> None:
        self._path = folder / f"{name}.door"
        self._vault = vault
        self._key = key
        self._answering = answering
        self._idle = idle
        self._taking = taking
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_ended: object) -> None:
        self._closing.set()
        self._thread.join()

    def _keep(self) -> None:
        """Answer at the door, which gets its name only when somebody listens behind it."""
        with ExitStack() as stack:
            try:
                way_in = stack.enter_context(door(self._path))
            except OSError as error:  # the path is too long for a socket
                _log.warning("The vault can't be locked from outside: %s.", error.strerror or error)
                return
            way_in.settimeout(_BEAT)
            while not self._closing.is_set():
                self._answer_one(way_in)
                self._vault.lock_if_idle()

    def _answer_one(self, way_in: socket.socket) -> None:
        try:
            caller, _ = way_in.accept()
        except TimeoutError:
            return
        caller.settimeout(_BEAT)
        try:
            ours = is_ourselves(caller, self._path)
            asked = json.loads(_heard(caller, _MOST_ASKED)) if ours else None
        except (OSError, ValueError) as error:
            _log.warning("Nonsense at the vault's door: %s.", type(error).__name__)
            asked = None
        if asked and _takes_long(asked):  # others are answered meanwhile
            threading.Thread(target=self._say, args=(caller, asked), daemon=True).start()
        else:
            self._say(caller, asked)

    def _say(self, caller: socket.socket, asked: Any) -> None:
        with caller:
            try:
                if asked is not None:
                    said = json.dumps(self._do(asked)).encode()
                    caller.settimeout(_PATIENCE)
                    caller.sendall(said)
            except (OSError, ValueError, KeyError, TypeError) as error:
                _log.warning("Nonsense at the vault's door: %s.", type(error).__name__)

    def _do(self, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            if "ask" in asked:
                return {"answer": self._answer(asked)}
            if "challenge" in asked:
                return {"taken": self._hand(asked)}
            self._obey(asked)
        except BillhookError as error:
            return {"error": error.message, "kind": type(error).__name__}
        return {"locked": self._vault.is_locked}

    def _answer(self, asked: dict[str, Any]) -> Any:
        question = read_question(asked)
        if self._answering is None:
            raise WrongInput("This worker answers no questions about its vault.")
        with unsaid(question):
            return write_answer(self._answering(question))

    def _hand(self, asked: dict[str, Any]) -> bool:
        taking = self._taking
        return taking is not None and taking(str(asked["challenge"]), Secret(str(asked["typed"])))

    def _obey(self, asked: dict[str, Any]) -> None:
        match asked["do"], self._vault.is_locked:
            case "lock", False:
                self._lock(asked)
            case "unlock", True:
                self._unlock(asked)
            case "lock_after", False if self._vault.opened_by.kind in _BY_A_PERSON:
                self._vault.lock_after(_idle(asked))

    def _lock(self, asked: dict[str, Any]) -> None:
        try:
            self._vault.note("lock", actor=_actor(asked))
        finally:
            self._vault.lock()

    def _unlock(self, asked: dict[str, Any]) -> None:
        """Unlock the vault; what can't be put on record does not happen."""
        passphrase = asked.get("passphrase")
        key = self._key(Secret(passphrase) if passphrase else None)
        idle = _idle(asked) or (self._idle() if passphrase else None)
        self._vault.unlock(key, idle=idle)
        try:
            self._vault.note("unlock", actor=_actor(asked))
        except BillhookError:
            self._vault.lock()
            raise


def _takes_long(asked: Any) -> bool:
    """Whether another machine is asked before the answer is known."""
    return isinstance(asked, dict) and asked.get("ask") == Connect.__name__.lower()


def _actor(asked: dict[str, Any]) -> str:
    return str(asked.get("actor", "person"))


def knock(folder: Path, asked: dict[str, Any], far: Far = nobody) -> list[bool]:
    """Whether each running worker's vault is locked now, after it did what was asked.

    Raises:
        WrongKey: what was given does not open one of them.
        VaultError: one of them could not do it, or none is running.
    """
    states = [bool(_said(line, asked)["locked"]) for line in _lines(folder, far)]
    if not states:
        raise VaultError(_NOBODY)
    return states


def ask(folder: Path, question: Question, far: Far = nobody) -> Answer:
    """The answer of a worker whose vault is open, here or on another machine.

    Raises:
        VaultLocked: none of them is.
        BillhookError: what the worker raised, or that none is running.
    """
    refused: BillhookError = VaultError(_NOBODY)
    with unsaid(question):
        asked = write_question(question)
        for line in _lines(folder, far, every=False):
            try:
                return read_answer(question, _said(line, asked)["answer"])
            except VaultLocked as locked:
                refused = locked
    raise refused


def _lines(folder: Path, far: Far, *, every: bool = True) -> Iterator[socket.socket]:
    """A line to each worker, those of this machine first.

    Raises:
        VaultError: a worker of this machine does not answer, and `every` one has to.
    """
    for path in sorted(folder.glob(_PATTERN)):
        line = socket.socket(socket.AF_UNIX)
        try:
            line.connect(str(path))
        except OSError:
            line.close()
            if every:
                raise VaultError(f"The worker behind {path.name} does not answer.") from None
            continue
        yield line
    yield from far()


def _said(line: socket.socket, asked: dict[str, Any]) -> dict[str, Any]:
    with line:
        line.settimeout(_LONG_PATIENCE if _takes_long(asked) else _PATIENCE)
        try:
            line.sendall(json.dumps(asked).encode())
            line.shutdown(socket.SHUT_WR)
            said: dict[str, Any] = json.loads(_heard(line, _MOST_SAID))
        except (OSError, ValueError):
            raise VaultError("A worker does not answer.") from None
    if "error" in said:
        raise _error(said)
    return said


def _takes(line: socket.socket, said: dict[str, Any]) -> bool:
    """Whether the worker took an answer: not where it does not speak any more."""
    try:
        return bool(_said(line, said)["taken"])
    except VaultError:
        return False


def _error(said: dict[str, Any]) -> BillhookError:
    """What the worker raised, by its name; a class that isn't there is a plain VaultError."""
    kind = getattr(errors, str(said.get("kind")), VaultError)
    known = isinstance(kind, type) and issubclass(kind, BillhookError)
    return (kind if known else VaultError)(str(said["error"]))


def _heard(line: socket.socket, most: int) -> bytes:
    """All that the other side says until it closes. Raises ValueError for more than `most`."""
    heard = bytearray()
    while chunk := line.recv(_CHUNK):
        heard += chunk
        if len(heard) > most:
            raise ValueError("too long")
    return bytes(heard)


def _idle(asked: dict[str, Any]) -> timedelta | None:
    minutes = asked.get("idle")
    return timedelta(minutes=minutes) if minutes else None


class WorkersDoor:
    """The doors of all workers; a `pipeline.keyholder.vault_talk.VaultDoor`."""

    def __init__(self, folder: Path, far: Far = nobody) -> None:
        self._folder = folder
        self._far = far

    def ask(self, question: Question) -> Answer:
        """As `ask`."""
        return ask(self._folder, question, self._far)

    def unlock(self, actor: str, passphrase: Secret) -> None:
        """Open the vaults. Raises WrongKey, VaultError."""
        said = {"do": "unlock", "actor": actor, "passphrase": passphrase.reveal()}
        knock(self._folder, said, self._far)

    def lock(self, actor: str) -> None:
        """Lock the vaults. Raises VaultError."""
        knock(self._folder, {"do": "lock", "actor": actor}, self._far)

    def hand(self, challenge_id: str, answer: Secret) -> bool:
        """Whether one of the workers took the answer; those that are away hold up no other."""
        said = {"challenge": challenge_id, "typed": answer.reveal()}
        return any(_takes(line, said) for line in _lines(self._folder, self._far, every=False))

    def lock_after(self, minutes: int) -> None:
        """Let vaults that a person unlocked lock after so long without use, never for 0."""
        knock(self._folder, {"do": "lock_after", "idle": minutes}, self._far)
