"""One open page at the desk: who sits there, and how the desk is asked off the loop."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from nicegui import Client

from model.desk import Desk
from model.errors import BillhookError, SignedOut
from model.people import User
from model.ports import Sessions
from model.secret import Secret
from model.sight import seen_by
from ui.components.parts import toast
from ui.cookies import held
from ui.looks import Looks, rights_of
from ui.refusals import refusal_words

P = ParamSpec("P")
T = TypeVar("T")

ANSWERED: Final = 60.0  # seconds within which a page that signs out has its answer
_leaving: WeakKeyDictionary[Client, float] = WeakKeyDictionary()


class Seat:
    """A signed-in page. Every question and action first makes sure that the session still lasts."""

    def __init__(
        self, desk: Desk, sessions: Sessions, token: Secret, user: User, looks: Looks
    ) -> None:
        self.desk = desk
        self.user = user
        self._sessions = sessions
        self._token = token
        self._digest = hashlib.sha256(token.reveal().encode()).digest()
        self._looks = looks

    async def ask(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The desk's answer. Raises what the desk raises, and SignedOut."""
        with seen_by(await self._who()):
            return await asyncio.to_thread(question, *args, **kwargs)

    async def look(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The desk's answer, None where it refused; the person has then been told why."""
        try:
            return await self.ask(question, *args, **kwargs)
        except SignedOut:
            return None
        except BillhookError as refusal:
            toast(refusal_words(refusal), wrong=True)
            return None

    async def share(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The same as `look`, for what many pages ask at once: asked once for all of them.

        What is asked must not depend on anything but its arguments and the person's rights, and
        must be hashable.
        """
        try:
            who = await self._looks.share(("who", self._digest), self._held_by)
            if who is None:
                self.leave()
                return None
            key = (question, args, tuple(kwargs.items()), rights_of(who))
            with seen_by(who):
                return await self._looks.share(key, lambda: question(*args, **kwargs))
        except BillhookError as refusal:
            toast(refusal_words(refusal), wrong=True)
            return None

    async def act(
        self,
        action: Callable[Concatenate[User, P], object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        """Whether the desk did it, in this person's name; a refusal is shown to the person."""
        try:
            await self.do(action, *args, **kwargs)
        except SignedOut:
            return False
        except BillhookError as refusal:
            toast(refusal_words(refusal), wrong=True)
            return False
        return True

    async def tell(
        self,
        action: Callable[Concatenate[User, P], str],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Let the desk do it in this person's name, and show what came of it, or the refusal."""
        try:
            toast(await self.get(action, *args, **kwargs))
        except SignedOut:
            return
        except BillhookError as refusal:
            toast(refusal_words(refusal), wrong=True)

    async def result(
        self,
        action: Callable[Concatenate[User, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T | None:
        """What came of what the desk did; None where it refused, and the person was told why."""
        try:
            return await self.get(action, *args, **kwargs)
        except SignedOut:
            return None
        except BillhookError as refusal:
            toast(refusal_words(refusal), wrong=True)
            return None

    async def refusal(
        self,
        action: Callable[Concatenate[User, P], object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> str | None:
        """Why the desk refused, to be shown beside the field; "" where it did it.

        None where the session has ended.
        """
        try:
            await self.do(action, *args, **kwargs)
        except SignedOut:
            return None
        except BillhookError as refused:
            return refusal_words(refused)
        return ""

    async def do(
        self,
        action: Callable[Concatenate[User, P], object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Let the desk do it in this person's name. Raises what the desk raises, and SignedOut."""
        await self.get(action, *args, **kwargs)

    async def get(
        self,
        action: Callable[Concatenate[User, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What came of what the desk did in this person's name. Raises as `do` does."""
        user = await self._who()
        try:
            with seen_by(user):
                return await asyncio.to_thread(action, user, *args, **kwargs)
        finally:
            self._looks.forget()  # what this person did is seen at once

    async def mine(self, question: Callable[[User], T]) -> T | None:
        """What the desk says about this person, None where it refused; they were told why."""
        try:
            return await self.get(question)
        except SignedOut:
            return None
        except BillhookError as refusal:
            toast(refusal_words(refusal), wrong=True)
            return None

    @property
    def session_id(self) -> str:
        """The id of this page's session among the person's own."""
        return self.desk.people.session_id(self._token)

    def leave(self) -> None:
        """Send every open page of this session to the sign-in page."""
        dismiss(self._token)

    async def _who(self) -> User:
        user = await asyncio.to_thread(self._held_by)
        if user is None:
            self.leave()
            raise SignedOut
        return user

    def _held_by(self) -> User | None:
        return self._sessions.user(self._token)


def let_leave(page: str) -> None:
    """Leave the page that asks to sign out alone until its answer is there.

    A page that is sent elsewhere drops what it has just asked for: the answer, which leads on to
    the identity provider, would be lost. Its own questions, too, find the session ended meanwhile.
    """
    client = Client.instances.get(page)
    if client is not None:
        _leaving[client] = time.monotonic() + ANSWERED


def dismiss(token: Secret) -> None:
    """Send every open page of a session to the sign-in page, but one that is leaving anyway."""
    now = time.monotonic()
    for client in list(Client.instances.values()):
        if held(client.request) == token and _leaving.get(client, now) <= now:
            client.open("/login")
