"""Opening a live page: a visit is asked for that somebody attends, and its page is found."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.errors import PageClosed, PageNotOpen, PortalPaused, WrongInput
from model.exceptions import Action, ExceptionReason
from model.live import HELPED, SHOWN, Guest, written
from model.live_line import MESSAGE, packed
from model.people import Right, User
from model.suppliers import Portal, PortalState
from model.visits import Cause, Run
from pipeline import answers
from pipeline.access.rights import guarded, needs
from storage import audit, exceptions, runs, suppliers
from storage.store import Store, Tx

_PATIENCE: Final = 2.0  # seconds

Far = Callable[[str], Iterable[socket.socket]]
"""A line to the door of this name on each other machine that is reached."""


def _nobody(_door: str) -> Iterable[socket.socket]:
    return ()


def open_page(tx: Tx, user: User, portal_id: str, *, shows: bool = False) -> str:
    """The id of the visit that this person attends, which may be under way already.

    What the portal waits for is answered by this: the visit goes there at once. Whoever `shows`
    the portal's list needs no obstacle to do so.

    Raises:
        WrongInput: no person at the page could help, or nobody has confirmed the portal.
        PortalPaused: it waits for something else first, as a corrected password.
    """
    portal = suppliers.portal(tx, portal_id)
    if attended := runs.attended(tx, portal_id):
        return attended.id
    if not portal.confirmed:
        raise WrongInput(f"{portal.name} was only named in a mail; answer its question first.")
    if not shows and not any(map(helps, runs.past(tx, portal_id, 1))):
        raise WrongInput(f"Nothing at {portal.name} waits for a person at its page.")
    resume(tx, user, portal)
    why = f"{user.full_name} shows its list" if shows else f"{user.full_name} attends it"
    run = runs.request(tx, portal_id, why, cause=Cause.SHOWN if shows else Cause.PERSON)
    audit.note(tx, user.name, "opened the live page", f"portal:{portal_id}", f"run {run.id}")
    return runs.attend(tx, run.id, user.id).id


def helps(last: Run) -> bool:
    """Whether a person at the page can do something about how a visit ended."""
    return last.outcome is not None and last.outcome.code in HELPED | SHOWN


def resume(tx: Tx, user: User, portal: Portal) -> None:
    """Answer what is asked about the portal by "try again"; it is not paused any more."""
    for item in exceptions.open_of(tx, f"portal:{portal.id}"):
        again = [choice.key for choice in item.answers if choice.action is Action.RETRY]
        if item.reason is ExceptionReason.PORTAL_NEEDS_PERSON and again:
            answers.answer(tx, user, item.id, again[0])
    if suppliers.portal(tx, portal.id).state is PortalState.PAUSED:
        raise PortalPaused


@dataclass(frozen=True, slots=True)
class LivePages:
    """The doors of the live pages in a data folder; `far` gives lines to one on other machines."""

    folder: Path
    far: Far = _nobody

    def path(self, run_id: str) -> Path:
        """Where a visit's door is; short, since a socket's path may not be long."""
        return self.folder / f"{run_id[:12]}.live"

    def line(self, store: Store, user: User, run_id: str) -> socket.socket:
        """A line to a visit's page, on which this person has introduced themselves.

        Raises:
            RecordMissing: there is no such visit.
            PageClosed: the visit has ended.
            PageNotOpen: it has not begun.
        """
        with store.read() as tx:
            run = runs.get(tx, run_id)
        if run.finished is not None or run.attended_by is None:
            ended = run.outcome.sentence if run.outcome else ""
            raise PageClosed(f"The visit has ended. {ended}".strip())
        return self._connected(run_id, _guest(user, run))

    def _connected(self, run_id: str, guest: Guest) -> socket.socket:
        said = packed(MESSAGE, written(guest))
        end = self._here(run_id) or next(iter(self.far(self.path(run_id).name)), None)
        if end is None:
            raise PageNotOpen
        try:
            end.settimeout(_PATIENCE)
            end.sendall(said)
        except OSError:
            end.close()
            raise PageNotOpen from None
        return end

    def _here(self, run_id: str) -> socket.socket | None:
        """A line to the page, where a worker of this machine makes the visit."""
        end = socket.socket(socket.AF_UNIX)
        end.settimeout(_PATIENCE)
        try:
            end.connect(str(self.path(run_id)))
        except OSError as trouble:
            end.close()
            if isinstance(trouble, ConnectionRefusedError):  # left by a killed worker
                with suppress(OSError):
                    self.path(run_id).unlink()
            return None
        return end


def _guest(user: User, run: Run) -> Guest:
    """Who may control: whoever opened the page, approvers and admins. Everybody may watch."""
    mine = user.id == run.attended_by and user.role.may(Right.WORK)
    may = mine or user.role.takes_over
    return Guest(user.id, user.name, user.full_name, may)


@guarded
class LivePagesDesk:
    """`model.live.LiveDesk` on a store and a data folder."""

    def __init__(self, store: Store, pages: LivePages) -> None:
        self._store = store
        self._pages = pages

    def open(self, user: User, portal_id: str, *, shows: bool = False) -> str:
        """The id of the visit that this person attends. Raises WrongInput, PortalPaused."""
        with self._store.begin() as tx:
            return open_page(tx, user, portal_id, shows=shows)

    @needs(Right.LOOK)
    def line(self, user: User, run_id: str) -> socket.socket:
        """A line to a visit's page. Raises RecordMissing, PageClosed, PageNotOpen."""
        return self._pages.line(self._store, user, run_id)
