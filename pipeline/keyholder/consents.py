"""Consents that people are giving at this moment: each waits in a thread of this worker.

They live in memory alone: what ends with the worker is begun again, and nothing was kept of it.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from fetchers.mail.oauth.client import DeviceCode
from fetchers.mail.oauth.loopback import Landing
from model import redaction
from model.connections import Consent, ConsentState
from model.errors import BillhookError, ConsentEnded, RecordMissing, WrongInput
from model.secret import Secret

_log = logging.getLogger(__name__)
_MINUTES: Final = 10
_SHOWN: Final = 30.0  # seconds that a provider has for its code
_LOOK: Final = 0.5  # seconds between looks at what was pasted
_MOST: Final = 20  # at once; older ones are forgotten
_LONGEST: Final = 8192  # characters of a pasted address


class Asked:
    """One consent on its way; the thread that waits for it is the only one to write to it."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        self.now = Consent(uuid.uuid4().hex, ConsentState.ASKED)
        self.shown = threading.Event()
        self._stopped = threading.Event()
        self._pasted: Secret | None = None

    def show_code(self, code: DeviceCode) -> None:
        """Let the person see what to enter, and where. Raises ConsentEnded."""
        if not code.address.startswith("https://"):  # it becomes a link
            raise ConsentEnded("The provider names no safe page to sign in at.")
        minutes = max(1, code.seconds // 60)
        self.now = replace(self.now, address=code.address, code=code.code, minutes=minutes)
        self.shown.set()

    def browse(self, place: Landing, address: str) -> str:
        """Where the browser of the person ended, who was shown an address. Raises ConsentEnded."""
        self.now = replace(self.now, address=address, minutes=_MINUTES)
        self.shown.set()
        for _ in range(int(_MINUTES * 60 / _LOOK)):
            if self._stopped.is_set():
                raise ConsentEnded("It was given up.")
            if self._pasted is not None:
                return self._pasted.reveal()
            if (ended := place.came(_LOOK)) is not None:
                return ended
        raise ConsentEnded("Nobody signed in within ten minutes; start again.")

    def paste(self, address: Secret) -> None:
        """Take the address at which a browser on another machine ended. Raises WrongInput."""
        if "state=" not in address.reveal() or len(address.reveal()) > _LONGEST:
            raise WrongInput("Copy the whole address of the page at which the sign-in ended.")
        redaction.know([address])
        self._pasted = address

    def stop(self) -> None:
        """Give it up; the thread ends at its next look."""
        self._stopped.set()

    def is_stopped(self) -> bool:
        """Whether it was given up."""
        return self._stopped.is_set()

    def end(self, sentence: str, field: str = "", mailbox_id: str = "") -> None:
        """Say what came of it."""
        state = ConsentState.GIVEN if mailbox_id else ConsentState.ENDED
        self.now = Consent(
            self.now.id, state, sentence=sentence, field=field, mailbox_id=mailbox_id
        )
        if self._pasted is not None:
            redaction.forget([self._pasted])
            self._pasted = None
        self.shown.set()


Work = Callable[[Asked], None]
"""Waits for a consent and keeps what it brings; raises BillhookError."""


class Consents:
    """All that are on their way, or ended a while ago."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, Asked] = {}

    def begin(self, user_id: str, work: Work) -> Consent:
        """A consent, once there is something to show to the person, or it ended before."""
        asked = Asked(user_id)
        with self._lock:
            for old in list(self._held.values())[: max(0, len(self._held) - _MOST + 1)]:
                old.stop()
                del self._held[old.now.id]
            self._held[asked.now.id] = asked
        threading.Thread(target=_do, args=(work, asked), daemon=True).start()
        asked.shown.wait(_SHOWN)
        return asked.now

    def of(self, user_id: str, consent_id: str) -> Asked:
        """The consent that this person began. Raises RecordMissing."""
        with self._lock:
            asked = self._held.get(consent_id)
        if asked is None or asked.user_id != user_id:
            raise RecordMissing("This sign-in is not waited for any more; start again.")
        return asked


def _do(work: Work, asked: Asked) -> None:
    try:
        work(asked)
    except BillhookError as trouble:
        asked.end(sentence=trouble.message)
    except Exception as error:  # noqa: BLE001 - the job runner is a named boundary
        _log.exception("a consent")
        asked.end(sentence=f"The consent could not be kept ({type(error).__name__}).")
